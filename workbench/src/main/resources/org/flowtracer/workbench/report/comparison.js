const STRIPS_AT_ONCE = 8000;
const FEW_STRIPS = 8;
const ONE_LINE = 300;
const shownGraphs = data.graphs.filter(graph => graph.ranks);
const byName = new Map(shownGraphs.map(graph => [graph.name, graph]));
const indexOf = new Map(data.scorers.map((scorer, j) => [scorer, j]));
const unit = data.options.contract ? data.options.contract : "tokens";
const unitOne = data.options.contract ? data.options.contract.replace(/s$/, "") : "token";

function column(table, name) {
  const j = table.columns.indexOf(name);
  return row => row[j];
}

function interval(table, measure) {
  const [mean, low, high] = ["", "_low", "_high"].map(end => column(table, measure + end));
  return row => {
    const cell = element("span", "", decimal(mean(row)));
    if (low(row) !== null) cell.append(element("span", "interval", ` (${decimal(low(row))} to ${decimal(high(row))})`));
    return cell;
  };
}

function lever(value) {
  const bar = element("span", "lever");
  if (value !== null) {
    const fill = element("i", value < 0 ? "falling" : "");
    fill.style.left = 50 * Math.min(1, 1 + value) + "%";
    fill.style.width = 50 * Math.abs(value) + "%";
    bar.append(fill);
  }
  return bar;
}

function asked() {
  const table = data.agreement;
  const [first, second, spearman] = ["first", "second", "spearman"].map(name => column(table, name));
  const select = document.getElementById("asked-scorer");
  const shown = document.querySelector("#asked table");
  options(select, data.interesting, data.interesting[0]);
  const draw = () => {
    const scorer = select.value;
    const other = row => first(row) === scorer ? second(row) : first(row);
    const columns = [
      {name: "scorer", text: true, value: other},
      {name: "Spearman", value: spearman, cell: row => {
        const cell = element("span");
        cell.append(lever(spearman(row)), interval(table, "spearman")(row));
        return cell;
      }},
      ...[["Kendall", "kendall"], ["top 20 %", "overlap20"], ["top 40 %", "overlap40"]]
        .map(([name, measure]) => ({name, value: column(table, measure), cell: interval(table, measure)})),
      {name: "texts", value: column(table, "traces")},
    ];
    sortable(shown, columns, table.rows.filter(row => first(row) === scorer || second(row) === scorer), 1);
  };
  select.addEventListener("change", draw);
  draw();
}

/* From 1 for the unit ranked first to 0 for the last. */
function height(ranks, j) {
  return ranks.length === 1 ? 0.5 : (ranks.length - ranks[j] / 2) / (ranks.length - 1);
}

function differing(graph) {
  return data.interesting.filter(scorer => {
    const ranks = graph.ranks[indexOf.get(scorer)];
    return ranks && ranks.some(rank => rank !== ranks[0]);
  }).slice(0, FEW_STRIPS);
}

function strips(graph, all) {
  const target = document.getElementById("strips");
  const isShort = graph.texts.join("").length <= ONE_LINE;
  const chosen = new Set(all ? data.scorers : differing(graph));
  const rows = data.clustered.filter(scorer => chosen.has(scorer) && graph.ranks[indexOf.get(scorer)]).map(scorer => {
    const ranks = graph.ranks[indexOf.get(scorer)];
    const label = element("div", "scorer", scorer + " ");
    const rank = element("b");
    label.append(rank);
    const strip = element("div", "strip");
    const spans = graph.texts.map((text, j) => {
      const span = element("span");
      span.dataset.j = j;
      span.style.setProperty("--weight", Math.pow(height(ranks, j), 2).toFixed(3));
      fill(span, isShort ? text.replace(/\n/g, "⏎") : text);
      return span;
    });
    strip.append(...spans);
    return {label, rank, strip, spans, ranks};
  });
  target.replaceChildren(...rows.flatMap(row => [row.label, row.strip]));
  let shown = null;
  target.onmouseover = event => {
    const span = event.target.closest("[data-j]");
    const j = span ? Number(span.dataset.j) : null;
    if (j === shown) return;
    rows.forEach(row => {
      if (shown !== null) row.spans[shown].classList.remove("here");
      if (j !== null) row.spans[j].classList.add("here");
      row.rank.textContent = j === null ? "" : row.ranks[j] / 2;
    });
    shown = j;
  };
}

function texts() {
  const select = document.querySelector("#texts .graph");
  const all = document.getElementById("all-strips");
  const draw = () => {
    const graph = byName.get(select.value);
    if (graph) strips(graph, all.checked);
  };
  const choose = () => {
    const graph = byName.get(select.value);
    all.checked = graph !== undefined && graph.units * data.scorers.length <= STRIPS_AT_ONCE;
    draw();
  };
  options(select, [...byName.keys()], shownGraphs.length ? shownGraphs[0].name : "");
  select.addEventListener("change", choose);
  all.addEventListener("change", draw);
  choose();
}

const SVG = "http://www.w3.org/2000/svg";
function drawn(tag, attributes, content) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  if (content !== undefined) made.textContent = content;
  return made;
}

function pair() {
  const first = document.getElementById("first");
  const second = document.getElementById("second");
  const text = document.querySelector("#pair .graph");
  options(first, data.scorers, data.interesting[0]);
  options(second, data.scorers, data.interesting[Math.min(2, data.scorers.length - 1)]);
  options(text, ["all texts", ...byName.keys()], "all texts");
  const draw = () => {
    const graphs = text.value === "all texts" ? shownGraphs : [byName.get(text.value)];
    const svg = drawn("svg", {viewBox: "0 0 460 450", role: "img", "aria-label": `${first.value} against ${second.value}`});
    const x = share => 45 + 4 * share;
    const y = share => 410 - 4 * share;
    for (const tick of [0, 25, 50, 75, 100]) {
      svg.append(drawn("line", {x1: x(tick), x2: x(tick), y1: y(0), y2: y(100)}), drawn("line", {x1: x(0), x2: x(100), y1: y(tick), y2: y(tick)}),
        drawn("text", {x: x(tick), y: y(0) + 15, "text-anchor": "middle"}, tick), drawn("text", {x: x(0) - 6, y: y(tick) + 4, "text-anchor": "end"}, tick));
    }
    svg.append(drawn("text", {x: x(50), y: y(0) + 33, "text-anchor": "middle"}, first.value + ", percentile"),
      drawn("text", {transform: `translate(12 ${y(50)}) rotate(-90)`, "text-anchor": "middle"}, second.value + ", percentile"));
    const count = graphs.reduce((sum, graph) => sum + graph.units, 0);
    const every = Math.max(1, Math.ceil(count / 5000));
    let place = 0;
    for (const graph of graphs) {
      const a = graph.ranks[indexOf.get(first.value)];
      const b = graph.ranks[indexOf.get(second.value)];
      if (!a || !b) continue;
      const percentile = rank => 100 * (a.length - rank / 2 + 0.5) / a.length;
      a.forEach((rank, j) => {
        if (place++ % every) return;
        const dot = drawn("circle", {cx: x(percentile(rank)).toFixed(1), cy: y(percentile(b[j])).toFixed(1), r: count > 500 ? 2 : 4,
          "fill-opacity": count > 500 ? 0.45 : 0.85, class: graph.regions[j]});
        dot.append(drawn("title", {}, `${visible(graph.texts[j])} (${graph.from[j]}${graphs.length > 1 ? " of " + graph.name : ""}): ranks ${rank / 2} and ${b[j] / 2} of ${a.length}`));
        svg.append(dot);
      });
    }
    document.getElementById("scatter").replaceChildren(svg);
  };
  [first, second, text].forEach(select => select.addEventListener("change", draw));
  draw();
}

function stability() {
  const table = data.stability;
  const section = document.getElementById("stability");
  section.hidden = table.rows.length === 0;
  const [scorer, first, second, spearman] = ["scorer", "first", "second", "spearman"].map(name => column(table, name));
  const bands = [...new Set(table.rows.map(row => `${first(row)} – ${second(row)}`))];
  const rows = new Map();
  table.rows.forEach(row => {
    if (!rows.has(scorer(row))) rows.set(scorer(row), new Map());
    rows.get(scorer(row)).set(`${first(row)} – ${second(row)}`, row);
  });
  const value = (entry, band) => entry[1].has(band) ? spearman(entry[1].get(band)) : null;
  sortable(section.querySelector("table"), [
    {name: "scorer", text: true, value: entry => entry[0]},
    ...bands.map(band => ({name: band, value: entry => value(entry, band),
      cell: entry => entry[1].has(band) ? interval(table, "spearman")(entry[1].get(band)) : null})),
  ], [...rows]);
}

function runtime() {
  const table = data.runtime;
  const section = document.getElementById("runtime");
  section.hidden = table.rows.length === 0;
  const [scorer, tokens, milliseconds, exponent] = ["scorer", "tokens", "milliseconds", "exponent"].map(name => column(table, name));
  const sizes = [...new Set(table.rows.map(tokens))].sort((a, b) => a - b);
  const rows = new Map();
  table.rows.forEach(row => {
    if (!rows.has(scorer(row))) rows.set(scorer(row), {exponent: exponent(row)});
    rows.get(scorer(row))[tokens(row)] = milliseconds(row);
  });
  sortable(section.querySelector("table"), [
    {name: "scorer", text: true, value: entry => entry[0]},
    ...sizes.map(size => ({name: String(size), value: entry => entry[1][size] ?? null,
      cell: entry => entry[1][size] === undefined ? null : Number(entry[1][size].toPrecision(3)).toString()})),
    {name: "exponent", value: entry => entry[1].exponent, cell: entry => decimal(entry[1].exponent, 1)},
  ], [...rows]);
}

function graphs() {
  const link = graph => {
    const name = element("a", "", graph.name);
    name.href = `${encodeURIComponent(graph.name)}/scores.csv`;
    return name;
  };
  const look = graph => {
    if (!graph.ranks) return null;
    const made = element("a", "", "look");
    made.href = "#texts";
    made.addEventListener("click", () => show(graph.name));
    return made;
  };
  const number = key => ({name: {maxFlowUnit: "max flow, unit sources", maxFlowFree: "max flow, free", shortest: "shortest length", widest: "widest bottleneck",
    longest: "longest hops", dominators: "dominators"}[key], value: graph => graph[key]});
  sortable(document.querySelector("#graphs table"), [
    {name: "graph", text: true, value: graph => graph.name, cell: link},
    {name: "", value: graph => graph.ranks ? 1 : 0, cell: look},
    {name: "tokens", value: graph => graph.tokens},
    {name: unit === "tokens" ? "in response" : `${unit} in response`, value: graph => graph.units},
    ...["maxFlowUnit", "maxFlowFree", "shortest", "widest", "longest", "dominators"].map(number),
  ], data.graphs);
  const isolating = data.graphs.filter(graph => graph.cutIsolatesAnswer).length;
  if (isolating) {
    document.querySelector("#graphs table").after(element("p", "warning",
      `The minimum cut just isolates the answer in ${isolating} of ${data.graphs.length} graphs: the maximum flow there tells what enters the answer, nothing of the way.`));
  }
  const hidden = data.graphs.length - shownGraphs.length;
  if (hidden) {
    document.querySelector("#texts .controls").after(element("p", "warning",
      `The page holds the ranks of ${shownGraphs.length} texts; those of the other ${hidden} stand in their scores.csv.`));
  }
}

function show(name) {
  const select = document.querySelector("#texts .graph");
  select.value = name;
  select.dispatchEvent(new Event("change"));
}

function summary() {
  const table = data.agreement;
  const [first, second, spearman] = ["first", "second", "spearman"].map(name => column(table, name));
  const scorer = data.interesting[0];
  const others = table.rows.filter(row => (first(row) === scorer || second(row) === scorer) && spearman(row) !== null)
    .map(row => [first(row) === scorer ? second(row) : first(row), spearman(row)])
    .sort((a, b) => b[1] - a[1]);
  const said = entries => entries.map(([name, value]) => `${name} (${decimal(value)})`).join(", ");
  const target = document.getElementById("summary");
  const count = data.graphs.length;
  target.append(`${data.scorers.length} ${data.scorers.length === 1 ? "scorer" : "scorers"} on ${count} ${count === 1 ? "graph" : "graphs"}. `);
  if (others.length > 1) {
    target.append(element("strong", "", scorer), ` ranks the response most like ${said(others.slice(0, 3))} and least like ${said(others.slice(-3).reverse())}.`);
  }
  if (count === 1) target.after(element("p", "warning", "A single text: no intervals, and what holds for it need not hold for others."));
}

function madeWith() {
  const body = document.querySelector("#options tbody");
  const add = ([name, value]) => {
    const row = element("tr");
    row.append(element("td", "", name), element("td", "", value));
    body.append(row);
  };
  Object.entries(data.options).forEach(add);
  Object.entries(data.leftOut).forEach(([scorer, why]) => add([`left out: ${scorer}`, why]));
}

document.querySelectorAll(".unit").forEach(span => { span.textContent = unit; });
document.querySelectorAll(".unit-one").forEach(span => { span.textContent = unitOne; });
document.getElementById("asked").hidden = document.getElementById("pair").hidden = data.scorers.length < 2;
summary();
if (data.scorers.length > 1) {
  asked();
  pair();
}
texts();
stability();
runtime();
graphs();
madeWith();
const linked = decodeURIComponent(location.hash.slice(1));
if (byName.has(linked)) {
  show(linked);
  document.getElementById("texts").scrollIntoView();
}
