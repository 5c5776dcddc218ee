
/* A table whose headings sort it. A column is {name, value(row), cell(row) or none, text: whether it holds text}. */
function sortable(table, columns, rows, sortedBy = -1) {
  let by = sortedBy;
  let falling = by >= 0 && !columns[by].text;
  const head = element("thead");
  const body = element("tbody");
  const headings = columns.map((column, j) => {
    const heading = element("th", column.text ? "text" : "");
    const button = element("button", "", column.name);
    button.type = "button";
    button.addEventListener("click", () => {
      falling = by === j ? !falling : !column.text;
      by = j;
      draw();
    });
    heading.append(button);
    return heading;
  });
  const top = element("tr");
  top.append(...headings);
  head.append(top);
  const compare = (a, b) => {
    const x = columns[by].value(a);
    const y = columns[by].value(b);
    if (x === null || y === null) return (x === null) - (y === null);
    const order = typeof x === "string" ? x.localeCompare(y) : x - y;
    return falling ? -order : order;
  };
  function draw() {
    headings.forEach((heading, j) => {
      if (j === by) heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
    const ordered = by < 0 ? rows : [...rows].sort(compare);
    body.replaceChildren(...ordered.map(row => {
      const line = element("tr");
      columns.forEach(column => {
        const cell = element("td", column.text ? "text" : "");
        const content = column.cell ? column.cell(row) : column.value(row);
        cell.append(content === null ? "–" : content);
        line.append(cell);
      });
      return line;
    }));
  }
  draw();
  table.replaceChildren(head, body);
}

/* A number to two decimals, with a true minus; a dash for none. */
function decimal(value, digits = 2) {
  return value === null ? "–" : value.toFixed(digits).replace("-", "−");
}

function options(select, names, chosen) {
  select.replaceChildren(...names.map(name => {
    const option = element("option", "", name);
    option.value = name;
    option.selected = name === chosen;
    return option;
  }));
}
