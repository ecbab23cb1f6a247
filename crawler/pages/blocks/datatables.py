"""Data table or layout table? Only rows of data tables belong together as lines "cell | cell"."""

from lxml.html import HtmlElement

MAX_CELL_CHARS = 400  # a longer cell is running text: the table is there for the layout
LOOK_AT_CELLS = 300  # enough to know what a table is
_LAYOUT_INSIDE = ("table", "h1", "h2", "form", "article", "ul", "blockquote")
_DATA_MARKS = ("th", "thead", "caption")


def is_data_table(table: HtmlElement) -> bool:
    """True for at least two rows of two short cells, without anything inside that makes a layout."""
    if table.get("role") in ("presentation", "none"):
        return False
    inside = table.iterdescendants(*_LAYOUT_INSIDE)
    if next(inside, None) is not None:
        return False
    rows = [row for row, _ in zip(table.iter("tr"), range(LOOK_AT_CELLS), strict=False)]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows[:LOOK_AT_CELLS]]
    wide = sum(len(row) >= 2 for row in cells)
    if wide < 2 or wide * 2 < len(cells):
        return False
    flat = [cell for row in cells for cell in row][:LOOK_AT_CELLS]
    lengths = [_length(cell) for cell in flat]
    if max(lengths) > MAX_CELL_CHARS * (2 if _marked(table) else 1):
        return False
    return sum(map(bool, lengths)) >= 0.3 * len(lengths)


def _length(cell: HtmlElement) -> int:
    return len(" ".join("".join(cell.itertext()).split()))


def _marked(table: HtmlElement) -> bool:
    return next(table.iter(*_DATA_MARKS), None) is not None
