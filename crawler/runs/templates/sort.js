// A click on a heading sorts the table by its column, a second one the other way round. Each row of a table is
// a <tbody> of its own, so that what a row opens stays with it.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.parentElement, table = head.closest("table"), column = head.cellIndex;
    const key = (row) => row.rows[0].cells[column].dataset.key;
    const rows = [...table.tBodies], numbers = rows.every((row) => key(row) !== "" && !isNaN(key(row)));
    const up = head.ariaSort === (numbers ? "descending" : "none") || head.ariaSort === "descending";
    for (const other of head.parentElement.cells) if (other.ariaSort) other.ariaSort = "none";
    head.ariaSort = up ? "ascending" : "descending";
    rows.sort((a, b) => (numbers ? key(a) - key(b) : key(a).localeCompare(key(b))) * (up ? 1 : -1));
    rows.forEach((row) => table.insertBefore(row, table.tFoot));
  });
}
