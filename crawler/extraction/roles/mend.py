"""What a choice of blocks by form and place cannot see: words that say where the body ends and what belongs.

Each rule takes the page's blocks and the chosen places and gives places; each is plain enough to be right
on pages unlike any that the model was trained on, which is where they are needed.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from crawler.extraction.roles.furniture import named, said, up
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import fold, words

MAX_HEADING = 60  # characters of a line that opens a list of links
BEFORE = 300  # characters of body that there must be besides a box about consent
COLUMN_SHARE = 0.5  # of the chosen text lies in the column of the body
BESIDE = 3  # blocks: between text and its table stand a caption, a source, an advertisement
MAX_LIST = 30  # items of a list that a paragraph announces
BOLD = 0.9  # of the characters of a bold line
LINK_SHARE = 0.7  # of a block's characters: it lists links
MAX_LINE = 160  # characters of a by-line or date line
LINE_WORDS = 14  # beside names and numbers, in such a line: a role, a place, the time that reading takes
DATE_WORDS = 2  # beside numbers, in a line that is only a date: month and weekday

_LINES = frozenset(("paragraph", "item", "heading"))  # kinds that a by-line may be
_POINTING = frozenset(("read_more", "related", "most_read", "newsletter", "comments"))
_CONSENT = BIT["consent"]
_ANNOUNCES = re.compile(r"[:：]\s*$")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]['\"”»)\]]*$")
_DIGITS = re.compile(r"\d")


def of_one_article(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Of a page with several articles, one below the other, only the first: each has an `<article>` and an h1
    of its own."""
    tops = {_article(block) for block in blocks if block.kind == "heading" and block.level == 1} - {None}
    if len(tops) < 2:
        return list(kept)
    holders: dict[int, int | None] = {place: _article(blocks[place]) for place in kept}
    whole = [holder for holder in dict.fromkeys(holders.values()) if holder in tops]
    others = set(whole[1:])
    return [place for place in kept if holders[place] not in others]


def _article(block: Block) -> int | None:
    """The outermost `<article>` around the block."""
    # A parent is numbered before its children.
    return min((box.index for box in up(block, None) if box.tag == "article"), default=None)


def without_consent(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Without what a box named after consent or cookies says, unless there is hardly anything else or the
    box holds a headline: an article's own name may be about cookies."""
    around = {blocks[place].holder for place in kept}  # most paragraphs stand in the same one
    boxes = {box: found for box in around if (found := _consent_box(box)) is not None}
    if not boxes:
        return list(kept)
    articles = {
        _consent_box(block.holder) for block in blocks if block.kind == "heading" and block.level == 1
    }
    held = {box for box, found in boxes.items() if found not in articles}
    rest = [place for place in kept if blocks[place].holder not in held]
    return rest if sum(len(blocks[place].text) for place in rest) >= BEFORE else list(kept)


def _consent_box(box: Container | None) -> int | None:
    """The outermost element that is named so, of this one and those around it."""
    found = None
    while box is not None:
        if box.families & _CONSENT and box.tag not in ("body", "html"):
            found = box.index
        box = box.parent
    return found


def without_link_lists(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Without the links under a line such as "More on this", and lists of links after the last paragraph."""
    chosen = list(kept)
    while len(chosen) > 1 and _is_links(blocks[chosen[-1]]) and len(blocks[chosen[-1]].links) > 1:
        chosen.pop()
    heads = [
        b.index
        for b in blocks
        if len(b.text) <= MAX_HEADING and said(b) in ("related", "most_read", "read_more")
    ]
    under: set[int] = set()
    for head in heads:
        for block in blocks[head + 1 : head + 1 + MAX_LIST]:
            if not _is_links(block):
                break
            under.add(block.index)
    return [place for place in chosen if place not in under]


def without_references(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Without lines that only point elsewhere: "Read also: …", "Related articles", "Comments (3)"."""
    return [place for place in kept if said(blocks[place]) not in _POINTING]


def _is_links(block: Block) -> bool:
    return block.link_chars >= LINK_SHARE * len(block.text)


def with_whole_tables(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """All rows of a table of which some are chosen, or that has body before and after it."""
    chosen, rows = set(kept), _tables(blocks)
    for table in rows.values():
        first, last = table[0].index, table[-1].index
        before = chosen.intersection(range(first - BESIDE, first))
        after = chosen.intersection(range(last + 1, last + 1 + BESIDE))
        inside = bool(before and after) and not any(map(_is_links, table))
        some = any(row.index in chosen for row in table) and bool(kept) and last < kept[-1]
        if inside or some:
            chosen.update(row.index for row in table)
    return sorted(chosen)


def _tables(blocks: Sequence[Block]) -> dict[int | None, list[Block]]:
    """The rows of each data table of the page."""
    found: dict[int | None, list[Block]] = {}
    for block in blocks:
        if block.kind == "table":
            found.setdefault(_table(block), []).append(block)
    return found


def _table(block: Block) -> int | None:
    """The table that the block stands in."""
    return next((box.index for box in up(block, None) if box.tag == "table"), None)


def in_one_column(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """On a page laid out in table columns, only what stands in the column of the body.

    The column is the innermost cell that holds most of the chosen text; a cell that holds all of it, or a
    page without such cells, changes nothing.
    """
    weight: Counter[int] = Counter()
    cells: dict[int, Container] = {}
    total = 0
    for place in kept:
        total += len(blocks[place].text)
        for cell in _cells(blocks[place]):
            weight[cell.index] += len(blocks[place].text)
            cells[cell.index] = cell
    able = [cell for index, cell in cells.items() if weight[index] >= COLUMN_SHARE * total]
    if not able:
        return list(kept)
    column = max(able, key=lambda cell: cell.depth)
    return [place for place in kept if column in _cells(blocks[place])]


def _cells(block: Block) -> list[Container]:
    """The layout cells around a block, innermost first."""
    return [box for box in up(block, None) if box.tag == "td"]


def with_announced_lists(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Also the list that a chosen paragraph announces with a colon, and one with body right before and after
    it, where no item is a link."""
    chosen = set(kept)
    for place in kept:
        items = _items_after(blocks, place)
        if not items or any(block.link_chars > len(block.text) // 2 for block in items):
            continue
        if _ANNOUNCES.search(blocks[place].text) or items[-1].index + 1 in chosen:
            chosen.update(block.index for block in items)
    return sorted(chosen)


def _items_after(blocks: Sequence[Block], place: int) -> list[Block]:
    """The items of the list right after a block; none where it is longer than a text's list."""
    items: list[Block] = []
    for block in blocks[place + 1 : place + 2 + MAX_LIST]:
        if block.kind != "item" or said(block) or named(block, blocks[place].container):
            break
        items.append(block)
    return items if len(items) <= MAX_LIST else []


def without_bold_lead(blocks: Sequence[Block], kept: Sequence[int], deck: str | None) -> list[int]:
    """Without the deck, where it is a bold line above the element of the body: portals print the article's
    content there, and the first paragraph says it again in other words. A standfirst that opens the text
    stays.
    """
    if not deck or len(kept) < 3 or fold(blocks[kept[0]].text) != fold(deck):
        return list(kept)
    lead, text = blocks[kept[0]], [blocks[place] for place in kept[1:]]
    bold = lead.bold_chars >= BOLD * len(lead.text)
    apart = sum(block.holder is lead.holder for block in text) <= len(text) // 4
    return list(kept[1:]) if bold and apart else list(kept)


def without_bylines(blocks: Sequence[Block], kept: Sequence[int], authors: Collection[str]) -> list[int]:
    """Without lines at the body's edges that only name its authors, or its date."""
    names = [set(words(author)) for author in authors]
    first = {place for place in kept[:5] if _is_byline(blocks[place], names)}
    left = [place for place in kept if place not in first]
    while any(bylines := [_is_byline(blocks[place], names) for place in left[-2:]]):
        rest = zip(left[-2:], bylines, strict=True)
        left[-2:] = [place for place, byline in rest if not byline]  # what goes may lay bare another
    return left


def _is_byline(block: Block, names: Sequence[set[str]]) -> bool:
    text = block.text
    if len(text) > MAX_LINE or _SENTENCE_END.search(text) or block.kind not in _LINES:
        return False
    line = words(text)
    numbers = [word for word in line if _DIGITS.search(word)]
    named_words = {word for name in names if name <= set(line) for word in name}
    others = [word for word in line if word not in named_words and word not in numbers]
    if block.kind == "heading":  # "By Ann Lee", but no heading about her
        return bool(named_words) and len(others) <= 1
    if named_words:  # a role, a place, a label may stand beside name and date; little beside a bare name
        return len(others) <= (LINE_WORDS if len(numbers) > 1 else len(named_words))
    return len(numbers) > 1 and _year_in(text) is not None and len(others) <= DATE_WORDS


def _year_in(text: str) -> re.Match[str] | None:
    return re.search(r"\b(?:19|20|14)\d\d\b", fold(text))
