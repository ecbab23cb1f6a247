"""Data table or layout table? Only rows of data tables belong together as lines "cell | cell"."""

from itertools import islice

from lxml.html import HtmlElement

from crawler.pages.blocks.elements import CELLS

MAX_CELL_CHARS = 400  # a longer cell is running text: the table is there for the layout
LOOK_AT_CELLS = 300  # enough to know what a table is
FILLED = 0.3  # of the cells hold text at least: empty ones are there for the distance
_LAYOUT_INSIDE = ("table", "h1", "h2", "form", "article", "ul", "blockquote")
_DATA_MARKS = ("th", "thead", "caption")


def is_data_table(table: HtmlElement) -> bool:
    """True for at least two rows of two short cells, without anything inside that makes a layout."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants(*_LAYOUT_INSIDE), None) is not None:
        return False
    cells: list[HtmlElement] = []
    rows = wide = 0
    for row in islice(table.iter("tr"), LOOK_AT_CELLS):
        before = len(cells)
        cells.extend(islice(row.iterchildren(*CELLS), LOOK_AT_CELLS))
        wide += len(cells) >= before + 2
        rows += 1
    if wide < 2 or wide * 2 < rows:
        return False
    lengths = []
    for cell in cells[:LOOK_AT_CELLS]:
        lengths.append(len(" ".join("".join(cell.itertext()).split())))
    marked = next(table.iter(*_DATA_MARKS), None) is not None
    longest = MAX_CELL_CHARS * (2 if marked else 1)
    return max(lengths) <= longest and sum(map(bool, lengths)) >= FILLED * len(lengths)
