"use strict";
(() => {
  // Lighting: whatever stands for the same row of the ledger belongs together.
  const partners = new Map();
  for (const element of document.querySelectorAll("[data-rows]")) {
    for (const row of element.dataset.rows.split(" ")) {
      if (!partners.has(row)) partners.set(row, []);
      partners.get(row).push(element);
    }
  }
  let lit = [];
  const light = (target) => {
    for (const element of lit) element.classList.remove("lit");
    const marked = target instanceof Element ? target.closest("[data-rows]") : null;
    lit = marked ? marked.dataset.rows.split(" ").flatMap((row) => partners.get(row)) : [];
    for (const element of lit) element.classList.add("lit");
  };
  document.addEventListener("mouseover", (event) => light(event.target));
  document.addEventListener("mouseout", () => light(document.activeElement));
  document.addEventListener("focusin", (event) => light(event.target));
  document.addEventListener("focusout", () => light(null));

  const table = document.querySelector("#ledger table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const headers = Array.from(table.tHead.rows[0].cells);

  // Sorting: what has no key stays last in either direction, and equals stay in the article's order.
  const sort = (column, descending) => {
    const numeric = "numeric" in headers[column].dataset;
    const key = (row) => row.cells[column].dataset.key;
    const compare = (one, two) => (numeric ? Number(one) - Number(two) : one < two ? -1 : one > two ? 1 : 0);
    const sorted = rows.slice().sort((one, two) => {
      const [a, b] = [key(one), key(two)];
      if (a === "" || b === "") return (a === "") - (b === "");
      return descending ? compare(b, a) : compare(a, b);
    });
    body.append(...sorted);
    headers.forEach((header, index) => {
      header.setAttribute("aria-sort", index !== column ? "none" : descending ? "descending" : "ascending");
    });
  };
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(column, header.getAttribute("aria-sort") === "ascending"));
    header.replaceChildren(button);
  });

  // Filtering: every word of the box must occur in the row.
  const form = document.querySelector(".controls");
  const filter = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/);
    const verdict = form.elements.verdict.value;
    let shown = 0;
    for (const row of rows) {
      const found = words.every((word) => row.dataset.search.includes(word));
      row.hidden = !found || (verdict !== "" && !row.dataset.verdict.split(" ").includes(verdict));
      shown += row.hidden ? 0 : 1;
    }
    form.querySelector("output").textContent = `${shown} of ${rows.length} rows`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter(); // a browser may restore what was typed before a reload

  // A link to a row that is filtered out shows every row again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#row-']");
    const row = link && document.getElementById(link.getAttribute("href").slice(1));
    if (row && row.hidden) {
      form.reset();
      filter();
    }
  });
})();
