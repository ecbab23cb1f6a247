"""Rules on how far the body goes: what the page prints twice, comments, columns, lists, tables, other
articles.

Each takes the page as it is labelled so far and gives the places that get another role.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from crawler.extraction.roles.furniture import named
from crawler.extraction.roles.labelled import Labelled
from crawler.extraction.roles.region import home, with_siblings
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT

LONG = 70  # characters of at least two copied lines; shorter ones stand twice in many a text
RUN = 3  # copied blocks; a sentence or two may be said again
MAX_RUN = 500  # blocks compared at once; a longer copy goes in stretches
MIN_LEAD = 30  # characters of a line that stands twice in a row
SHARE = 0.1  # of the body's characters, in copied runs: a list may repeat a few of its lines

MAX_HEADING = 60  # characters of a line that opens comments or a list of links
BEFORE = (
    300  # characters of body before comments, or besides a box about consent: else they mean something else
)
BEFORE_SIGNED = 80  # characters of body before comments
SIGNATURES = 2  # by one template, within NEAR blocks of the heading
NEAR = 40
MAX_SIGNATURE = 150  # characters of "Posted by Ann on 9 March 2026, 11:40"

COLUMN_SHARE = 0.5  # of the chosen text lies in the column of the body
BESIDE = 3  # blocks: between text and its table stand a caption, a source, an advertisement
MAX_LIST = 30  # items of a list that a paragraph announces
LINK_SHARE = 0.7  # of a block's characters: it lists links

_TIME = re.compile(r"\d{1,2}[:.h]\d\d")
_WORD = re.compile(r"[^\W\d]{2,}")
_ANNOUNCES = re.compile(r"[:：]\s*$")
_CONSENT = BIT["consent"]
_POINTERS = ("related", "most_read", "read_more")

Roles = dict[int, str]


def copies(page: Labelled) -> Roles:
    """What the page prints twice, for small and for wide screens, behind an overlay, as a lead.

    The second printing stands in another element: what is said again in the same one is said on purpose.
    Runs of blocks that say, one by one, what an earlier run said are copies; where they are much of the
    body, its long lines are copies also where they stand alone. So are lines that the next block only
    repeats.
    """
    said_by = [page.texts[place] for place in page.kept]
    gone = _runs(page, said_by)
    left = [place for place in page.kept if place not in gone]
    for place, after in pairwise(left):
        one, other = page.blocks[place], page.blocks[after]
        if one.text == other.text and len(one.text) >= MIN_LEAD and one.holder is not other.holder:
            gone[place] = "copy"
    return gone


def _runs(page: Labelled, said_by: Sequence[str]) -> Roles:
    first: dict[str, int] = {}
    gone: set[int] = set()
    chars = at = 0
    while at < len(said_by):
        before, length = first.setdefault(said_by[at], at), 0
        if page.blocks[page.kept[before]].holder is not page.blocks[page.kept[at]].holder:
            length = _copied(said_by, before, at)
        chars += sum(map(len, said_by[at : at + length]))
        gone.update(range(at, at + length))
        at += length or 1
    if chars < SHARE * sum(map(len, said_by)):
        return {}
    alone = (at for at, text in enumerate(said_by) if len(text) >= LONG and first[text] != at)
    return dict.fromkeys((page.kept[at] for at in sorted(gone.union(alone))), "copy")


def _copied(said_by: Sequence[str], before: int, at: int) -> int:
    """How many lines from here say the same as those from `before` on; 0 where that is no copy."""
    length = 0
    end = min(at - before, len(said_by) - at, MAX_RUN)
    while length < end and said_by[before + length] == said_by[at + length]:
        length += 1
    long = sum(len(line) >= LONG for line in said_by[at : at + length])
    return length if length >= RUN and long > 1 else 0


def signed_comments(page: Labelled) -> Roles:
    """What follows a line "Comments (2)", in any language, where comments are signed: that cannot be
    mistaken.
    """
    if not page.kept:
        return {}
    chosen, length = frozenset(page.kept), 0
    for block in page.blocks[page.kept[0] : page.kept[-1] + 1]:
        opens = (
            len(block.text) <= MAX_HEADING
            and length >= BEFORE_SIGNED
            and page.said[block.index] == "comments"
        )
        if opens and not block.link_chars and _signed(page.blocks[block.index + 1 : block.index + 1 + NEAR]):
            return dict.fromkeys((place for place in page.kept if place >= block.index), "comments")
        if block.index in chosen:
            length += len(block.text)
    return {}


def _signed(blocks: Sequence[Block]) -> bool:
    """Whether short lines of one template have a time and words beside it: an entry of a live page has the
    time alone."""
    signatures = Counter(
        block.container.signature
        for block in blocks
        if len(block.text) <= MAX_SIGNATURE
        and _TIME.search(block.text)
        and len(_WORD.findall(block.text)) >= 2
    )
    return max(signatures.values(), default=0) >= SIGNATURES


def siblings(page: Labelled) -> Roles:
    """The running text among the chosen blocks, and right before and after them."""
    chosen = [role == "body" for role in page.roles]
    around = home(page.blocks, chosen)
    more = with_siblings(
        page.blocks, chosen, lambda block: bool(page.said[block.index] or named(block, around))
    )
    return {place: "body" for place, keep in enumerate(more) if keep and not chosen[place]}


def other_columns(page: Labelled) -> Roles:
    """On a page laid out in table columns, what does not stand in the column of the body.

    The column is the innermost cell that holds most of the chosen text; a cell that holds all of it, or a
    page without such cells, changes nothing.
    """
    weight: Counter[int] = Counter()
    cells: dict[int, Container] = {}
    total = 0
    for place in page.kept:
        total += len(page.texts[place])
        for cell in _cells(page.blocks[place]):
            weight[cell.index] += len(page.texts[place])
            cells[cell.index] = cell
    able = [cell for index, cell in cells.items() if weight[index] >= COLUMN_SHARE * total]
    column = max(able, key=lambda cell: cell.depth, default=None)
    if column is None:
        return {}
    return {place: "other column" for place in page.kept if column not in _cells(page.blocks[place])}


def _cells(block: Block) -> list[Container]:
    """The layout cells around a block, innermost first."""
    return [box for box in block.container.upwards() if box.tag == "td"]


def link_lists(page: Labelled) -> Roles:
    """The links under a line such as "More on this", and lists of links after the last paragraph."""
    blocks, gone = page.blocks, set[int]()
    for place in reversed(page.kept[1:]):
        if not _is_links(blocks[place]) or len(blocks[place].links) < 2:
            break
        gone.add(place)
    for head in blocks:
        if len(head.text) <= MAX_HEADING and page.said[head.index] in _POINTERS:
            for block in blocks[head.index + 1 : head.index + 1 + MAX_LIST]:
                if not _is_links(block):
                    break
                gone.add(block.index)
    return dict.fromkeys(gone.intersection(page.kept), "teaser")


def _is_links(block: Block) -> bool:
    return block.link_chars >= LINK_SHARE * len(block.text)


def consent(page: Labelled) -> Roles:
    """What a box named after consent or cookies says, unless there is hardly anything else or the box holds a
    headline: an article's own name may be about cookies."""
    around = {page.blocks[place].holder for place in page.kept}  # most paragraphs stand in the same one
    boxes = {box: found for box in around if (found := _consent_box(box)) is not None}
    if not boxes:
        return {}
    articles = {_consent_box(block.holder) for block in page.blocks if _is_h1(block)}
    held = {box for box, found in boxes.items() if found not in articles}
    inside = [place for place in page.kept if page.blocks[place].holder in held]
    rest = sum(len(page.texts[place]) for place in page.kept) - sum(
        len(page.texts[place]) for place in inside
    )
    return dict.fromkeys(inside, "consent") if rest >= BEFORE else {}


def _consent_box(holder: Container | None) -> int | None:
    """The outermost element that is named so, of this one and those around it."""
    found = None
    for box in holder.upwards() if holder is not None else ():
        if box.families & _CONSENT and box.tag not in ("body", "html"):
            found = box.index
    return found


def other_articles(page: Labelled) -> Roles:
    """On a page with several articles, one below the other, all but the first: each has an `<article>` and
    an h1 of its own."""
    tops = {_article(block) for block in page.blocks if _is_h1(block)} - {None}
    if len(tops) < 2:
        return {}
    holders = {place: _article(page.blocks[place]) for place in page.kept}
    others = [holder for holder in dict.fromkeys(holders.values()) if holder in tops][1:]
    return {place: "other article" for place, holder in holders.items() if holder in others}


def _is_h1(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def _article(block: Block) -> int | None:
    """The outermost `<article>` around the block; a parent is numbered before its children."""
    return min((box.index for box in block.container.upwards() if box.tag == "article"), default=None)


def announced_lists(page: Labelled) -> Roles:
    """The list that a chosen paragraph announces with a colon, and one with body right before and after it,
    where no item is a link."""
    chosen = set(page.kept)
    for place in page.kept:
        items = _items_after(page, place)
        if not items or any(block.link_chars > len(block.text) // 2 for block in items):
            continue
        if _ANNOUNCES.search(page.texts[place]) or items[-1].index + 1 in chosen:
            chosen.update(block.index for block in items)
    return dict.fromkeys(chosen.difference(page.kept), "body")


def _items_after(page: Labelled, place: int) -> list[Block]:
    """The items of the list right after a block; none where it is longer than a text's list."""
    items: list[Block] = []
    for block in page.blocks[place + 1 : place + 2 + MAX_LIST]:
        if block.kind != "item" or page.said[block.index] or named(block, page.blocks[place].container):
            break
        items.append(block)
    return items if len(items) <= MAX_LIST else []


def whole_tables(page: Labelled) -> Roles:
    """All rows of a data table of which some are chosen, or that has body before and after it."""
    chosen, tables = set(page.kept), dict[int | None, list[Block]]()
    for block in page.blocks:
        if block.kind == "table":
            table = next((box.index for box in block.container.upwards() if box.tag == "table"), None)
            tables.setdefault(table, []).append(block)
    for rows in tables.values():
        first, last = rows[0].index, rows[-1].index
        before = chosen.intersection(range(first - BESIDE, first))
        after = chosen.intersection(range(last + 1, last + 1 + BESIDE))
        inside = bool(before and after) and not any(map(_is_links, rows))
        some = bool(page.kept) and last < page.kept[-1] and any(row.index in chosen for row in rows)
        if inside or some:
            chosen.update(row.index for row in rows)
    return dict.fromkeys(chosen.difference(page.kept), "body")
