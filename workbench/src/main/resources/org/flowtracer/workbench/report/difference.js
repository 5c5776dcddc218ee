const [first, second] = data.sides;
const columnOf = data.sides.map(side => new Array(side.texts.length));
data.columns.forEach(([i, j], column) => {
  if (i >= 0) columnOf[0][i] = column;
  if (j >= 0) columnOf[1][j] = column;
});
const chosen = document.getElementById("scorer");
const asChange = document.getElementById("show-change");

function change(column) {
  const [i, j] = data.columns[column];
  if (i < 0 || j < 0) return null;
  const scorer = data.scorers.indexOf(chosen.value);
  const before = first.percentiles[scorer][i];
  const after = second.percentiles[scorer][j];
  return before === null || after === null ? null : after - before;
}

function signed(value, digits = 0) {
  if (value === null) return null;
  const rounded = Number(value.toFixed(digits));
  const text = (rounded > 0 ? "+" : "") + decimal(rounded === 0 ? 0 : rounded, digits);
  return element("span", rounded > 0 ? "rise" : rounded < 0 ? "fall" : "", text);
}

/* An answer in a sentence: in one line, and no longer than one. */
function brief(text) {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 60 ? line.slice(0, 59) + "…" : line;
}

const spans = data.sides.map((side, place) => {
  const target = document.querySelectorAll("#sides .side")[place];
  document.querySelectorAll("#sides h3")[place].textContent = `${side.name}: ${brief(side.answer)}`;
  const made = side.texts.map((text, k) => {
    const span = element("span");
    span.dataset.region = side.regions[k];
    span.dataset.column = columnOf[place][k];
    if (data.columns[columnOf[place][k]].includes(-1)) span.classList.add("alone");
    fill(span, text);
    return span;
  });
  target.append(...made);
  return made;
});

function shade() {
  const scorer = data.scorers.indexOf(chosen.value);
  data.sides.forEach((side, place) => {
    document.querySelectorAll("#sides .side")[place].classList.toggle("change", asChange.checked);
    spans[place].forEach((span, k) => {
      const percentile = side.percentiles[scorer][k];
      const moved = change(columnOf[place][k]);
      span.style.setProperty("--weight", percentile === null ? 0 : Math.pow(percentile / 100, 2).toFixed(3));
      span.style.setProperty("--rise", moved === null ? 0 : Math.min(1, Math.abs(moved) / 60).toFixed(3));
      span.classList.toggle("falls", moved < 0);
    });
  });
}

let shown = null;
function point(column) {
  if (column === shown) return;
  document.querySelectorAll("#sides .here").forEach(span => span.classList.remove("here"));
  shown = column;
  const target = document.getElementById("here");
  target.replaceChildren();
  if (column === null) return;
  const scorer = data.scorers.indexOf(chosen.value);
  data.columns[column].forEach((k, place) => {
    const side = data.sides[place];
    if (k < 0) {
      target.append(`not in ${side.name}   `);
      return;
    }
    spans[place][k].classList.add("here");
    target.append(element("strong", "", side.name), ` token ${k} '${visible(side.texts[k])}', percentile ${decimal(side.percentiles[scorer][k], 0)}   `);
  });
  const moved = change(column);
  if (moved !== null) target.append("change ", signed(moved));
}

document.getElementById("sides").addEventListener("mouseover", event => {
  const span = event.target.closest("[data-column]");
  point(span ? Number(span.dataset.column) : null);
});

function context(side, k) {
  const code = element("code");
  code.textContent = visible(side.texts.slice(Math.max(0, k - 6), k).join(""));
  code.append(element("strong", "", visible(side.texts[k])), visible(side.texts.slice(k + 1, k + 5).join("")));
  return code;
}

function changes() {
  const scorer = data.scorers.indexOf(chosen.value);
  const rows = data.columns.map((_, column) => column).filter(column => change(column) !== null);
  const at = (place, column) => data.sides[place].percentiles[scorer][data.columns[column][place]];
  sortable(document.querySelector("#changes table"), [
    {name: "token", value: column => data.columns[column][0]},
    {name: "where", text: true, value: column => first.texts[data.columns[column][0]], cell: column => context(first, data.columns[column][0])},
    {name: "region", text: true, value: column => regionLabel[first.regions[data.columns[column][0]]]},
    {name: first.name, value: column => at(0, column), cell: column => decimal(at(0, column), 0)},
    {name: second.name, value: column => at(1, column), cell: column => decimal(at(1, column), 0)},
    {name: "change", value: change, cell: column => signed(change(column))},
    {name: "|change|", value: column => Math.abs(change(column)), cell: column => decimal(Math.abs(change(column)), 0)},
  ], rows, 6);
}

function table(section, columns) {
  sortable(document.querySelector(`#${section} table`), columns, data[section].rows);
}

function cell(section, name) {
  const j = data[section].columns.indexOf(name);
  return row => row[j];
}

function statements() {
  const [piece, region, one, two, passingOne, passingTwo, difference] =
    ["piece", "region", "first", "second", "passing_first", "passing_second", "difference"].map(name => cell("statements", name));
  const code = text => row => {
    if (!text(row)) return null;
    const made = element("code");
    visible(text(row)).split(/(?<=␣)/).forEach(word => made.append(word, element("wbr")));
    return made;
  };
  table("statements", [
    {name: "", value: piece},
    {name: "region", text: true, value: row => regionLabel[region(row)]},
    {name: first.name, text: true, value: one, cell: code(one)},
    {name: second.name, text: true, value: two, cell: code(two)},
    {name: `passes in ${first.name}`, value: row => one(row) ? passingOne(row) : null, cell: row => one(row) ? percent(passingOne(row)) : null},
    {name: `passes in ${second.name}`, value: row => two(row) ? passingTwo(row) : null, cell: row => two(row) ? percent(passingTwo(row)) : null},
    {name: "change, points", value: difference, cell: row => signed(100 * difference(row), 1)},
  ]);
}

function regions() {
  const [from, to, one, two, difference] = ["from", "to", "first", "second", "difference"].map(name => cell("regions", name));
  const label = name => regionLabel[name] || name;
  table("regions", [
    {name: "from", text: true, value: row => label(from(row))},
    {name: "to", text: true, value: row => from(row) === to(row) ? "itself" : label(to(row))},
    {name: first.name, value: one, cell: row => decimal(one(row), 3)},
    {name: second.name, value: two, cell: row => decimal(two(row), 3)},
    {name: "change", value: difference, cell: row => signed(difference(row), 3)},
  ]);
}

function agreement() {
  const number = (name, column) => ({name, value: cell("agreement", column), cell: row => decimal(cell("agreement", column)(row))});
  table("agreement", [
    {name: "scorer", text: true, value: cell("agreement", "scorer")},
    number("question: Spearman", "question_spearman"), number("Kendall", "question_kendall"), number("top 20 %", "question_overlap20"),
    number("response: Spearman", "response_spearman"), number("Kendall", "response_kendall"), number("top 20 %", "response_overlap20"),
  ]);
}

function summary() {
  const target = document.getElementById("summary");
  const common = data.columns.filter(column => !column.includes(-1)).length;
  const prompt = first.regions.findIndex(region => region === "response" || region === "answer");
  target.append(`${first.name} answers `, element("strong", "", brief(first.answer)), `, ${second.name} `, element("strong", "", brief(second.answer)),
    `. The prompt of ${prompt} tokens is the same; of the responses' ${first.texts.length - prompt} and ${second.texts.length - prompt} tokens `,
    `${common - prompt} are common. ${percent(first.arrived)} and ${percent(second.arrived)} of the question's flow arrive. `,
    `Edges that both backbones have carry ${percent(data.backbones[0])} and ${percent(data.backbones[1])} of the flow along all edges of the two.`);
}

function madeWith() {
  const body = document.querySelector("#options tbody");
  Object.entries(data.options).forEach(([name, value]) => {
    const row = element("tr");
    row.append(element("td", "", name), element("td", "", value));
    body.append(row);
  });
}

options(chosen, data.scorers, data.scorers[0]);
chosen.addEventListener("change", () => { shade(); changes(); });
asChange.addEventListener("change", shade);
summary();
shade();
changes();
statements();
regions();
agreement();
madeWith();
