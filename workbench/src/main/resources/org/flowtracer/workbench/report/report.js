const size = data.tokens.length;
const text = document.getElementById("text");
const panel = document.getElementById("panel");
const reasoning = data.throughput.filter((_, k) => data.regions[k] === "response");
const full = Math.max(...(reasoning.length ? reasoning : data.throughput)) || 1;
const rank = new Array(size).fill(null);
data.throughput.map((_, k) => k)
  .filter(k => data.regions[k] === "response" || data.regions[k] === "answer")
  .sort((a, b) => data.throughput[b] - data.throughput[a] || a - b)
  .forEach((k, place) => { rank[k] = place + 1; });
const ranked = rank.filter(place => place !== null).length;

const spans = data.tokens.map((token, k) => {
  const span = element("span", data.classes[k] === "special" ? "token special" : "token");
  span.dataset.k = k;
  span.dataset.region = data.regions[k];
  span.tabIndex = k === 0 ? 0 : -1;
  span.style.setProperty("--weight", Math.min(1, data.throughput[k] / full).toFixed(3));
  fill(span, token);
  return span;
});
text.append(...spans);

let pinned = null;
let shown;
let marked = [];

function mark(other, className, perMille) {
  spans[other].classList.add(className);
  spans[other].style.setProperty("--share", Math.sqrt(perMille / 1000).toFixed(3));
  marked.push([other, className]);
}

function pairs(flat) {
  const list = [];
  for (let j = 0; j < flat.length; j += 2) list.push([flat[j], flat[j + 1]]);
  return list;
}

function edgeRow(place, label, perMille, target) {
  const row = element("button", "edge");
  row.type = "button";
  row.style.setProperty("--length", perMille / 10 + "%");
  row.append(element("span", "place", place), element("span", "bar", label), element("span", "share", percent(perMille / 1000)));
  if (target === null) row.disabled = true;
  else row.addEventListener("click", () => { pin(target); spans[target].scrollIntoView({block: "center"}); });
  return row;
}

function edgeList(title, className, edges, end, endLabel) {
  panel.append(element("h3", className, title));
  if (end > 0) panel.append(edgeRow("", endLabel, end, null));
  edges.slice(0, 10).forEach(([other, amount]) => panel.append(edgeRow(other, visible(data.tokens[other]), amount, other)));
  const rest = 1000 - end - edges.slice(0, 10).reduce((sum, [, amount]) => sum + amount, 0);
  if (edges.length || end) {
    if (rest > 0) panel.append(edgeRow("", "all others", rest, null));
  } else {
    panel.append(element("p", "small", "nothing"));
  }
}

function show(k) {
  if (shown === k) return;
  marked.forEach(([other, className]) => spans[other].classList.remove(className));
  marked = [];
  shown = k;
  panel.replaceChildren();
  if (k === null) {
    panel.append(element("p", "small", "Point at a token of the text."));
    return;
  }
  const into = pairs(data.into[k]);
  const outOf = pairs(data.outOf[k]);
  into.forEach(([other, amount]) => mark(other, "from", amount));
  outOf.forEach(([other, amount]) => mark(other, "to", amount));
  mark(k, "here", 1000);
  panel.dataset.k = k;
  panel.append(element("div", "name", visible(data.tokens[k]) || "∅"));
  panel.append(element("div", "small", `token ${k} · ${regionLabel[data.regions[k]]} · ${data.classes[k]}`));
  const rankText = rank[k] === null ? "" : `, rank ${rank[k]} of ${ranked} in the response`;
  panel.append(element("div", "small", `throughput ${data.throughput[k].toPrecision(3)}${rankText}`));
  const prediction = [];
  if (data.logprob[k] !== null) prediction.push(`probability ${percent(Math.exp(data.logprob[k]))}`);
  if (data.entropy[k] !== null) prediction.push(`entropy ${data.entropy[k].toFixed(2)} nats`);
  if (prediction.length) panel.append(element("div", "small", prediction.join(" · ")));
  edgeList("Flow comes from", "from", into, data.source[k], "the question itself");
  edgeList("Flow goes to", "to", outOf, data.sink[k], "the answer is read here");
}

function focusable(k) {
  spans.forEach(span => { if (span.tabIndex === 0) span.tabIndex = -1; });
  spans[k].tabIndex = 0;
}

function pin(k) {
  pinned = k;
  text.classList.toggle("pinned", k !== null);
  show(k);
}

const positionOf = event => {
  const span = event.target.closest(".token");
  return span ? Number(span.dataset.k) : null;
};
text.addEventListener("mouseover", event => { if (pinned === null && positionOf(event) !== null) show(positionOf(event)); });
text.addEventListener("focusin", event => { if (pinned === null && positionOf(event) !== null) show(positionOf(event)); });
text.addEventListener("click", event => {
  const k = positionOf(event);
  if (k !== null) {
    focusable(k);
    if (pinned === k) pinned = null;
    else pin(k);
  }
});
document.addEventListener("keydown", event => {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (event.key === "Escape") {
    pin(null);
  } else if (step && text.contains(document.activeElement)) {
    const k = Math.min(size - 1, Math.max(0, Number(document.activeElement.dataset.k) + step));
    pinned = null;
    focusable(k);
    spans[k].focus();
    event.preventDefault();
  } else if ((event.key === "Enter" || event.key === " ") && text.contains(document.activeElement)) {
    pin(Number(document.activeElement.dataset.k));
    event.preventDefault();
  }
});

function summary() {
  const target = document.getElementById("summary");
  const count = region => data.regions.filter(name => name === region).length;
  target.append(element("strong", "", percent(data.arrived)), " of the question's flow arrives at the answer. ",
    `${size} tokens: ${count("question")} in the question, ${count("response")} of reasoning, ${count("answer")} in the answer.`);
  if (data.unreachable.length) {
    const lost = data.unreachable.reduce((sum, [, share]) => sum + share, 0);
    const tokens = data.unreachable.slice(0, 20).map(([k]) => `${visible(data.tokens[k])} (${k})`).join(", ");
    const more = data.unreachable.length > 20 ? ", and others" : "";
    target.after(element("p", "warning", `${percent(lost)} is lost: ${data.unreachable.length} question tokens cannot reach the answer: ${tokens}${more}.`));
  }
  if (reasoning.length < 50) {
    target.after(element("p", "warning", `Only ${reasoning.length} tokens of reasoning: ranks and shares of so short a response rest on few tokens.`));
  }
}

function legend() {
  const target = document.getElementById("legend");
  target.append("throughput 0", element("span", "ramp"), `${full.toPrecision(2)} or more, the question's flow being 1; underlined by region:`);
  for (const region of new Set(data.regions)) {
    const key = element("span", "key");
    const box = element("span", "box");
    box.style.background = `var(--${region || "other"})`;
    key.append(box, regionLabel[region]);
    target.append(key, " ");
  }
}

function chip(k) {
  const made = element("button", "chip", visible(data.tokens[k]));
  made.type = "button";
  made.style.setProperty("--region", `var(--${data.regions[k] || "other"})`);
  made.append(element("sub", "", ` ${k}`));
  made.addEventListener("click", () => { pin(k); spans[k].scrollIntoView({block: "center"}); });
  return made;
}

function paths() {
  const list = document.querySelector("#paths ol");
  for (const path of data.paths) {
    const item = element("li");
    const route = element("div", "route");
    route.append("question → ");
    path.tokens.forEach(k => route.append(chip(k), " → "));
    route.append("answer");
    item.append(element("span", "share", percent(path.share)), route);
    list.append(item);
  }
  const rest = element("li");
  rest.append(element("span", "share", percent(data.otherPaths)), element("div", "small", "takes other, narrower ways"));
  list.append(rest);
}

function row(cells, tag) {
  const made = element("tr");
  cells.forEach((cell, j) => made.append(element(tag, j < 2 ? "text" : "", cell)));
  return made;
}

function hubs() {
  document.querySelector("#hubs .statement").textContent = data.hubs.statement;
  document.querySelector("#hubs thead").append(
    row(["tokens", "role", "count", "share of tokens", `share of the ${data.hubs.top} heaviest`, "mean throughput"], "th"));
  const body = document.querySelector("#hubs tbody");
  for (const entry of data.hubs.rows) {
    body.append(row([entry.class, entry.role, entry.count, percent(entry.count / data.hubs.tokens),
      percent(entry.inTop / data.hubs.top), entry.mean.toPrecision(3)], "td"));
  }
}

function options() {
  const body = document.querySelector("#options tbody");
  Object.entries(data.options).forEach(entry => body.append(row(entry, "td")));
  document.getElementById("options").hidden = body.childElementCount === 0;
}

summary();
legend();
paths();
hubs();
options();
show(null);
