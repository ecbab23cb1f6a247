"""Where on the page the article's by-line and date stand: around its title, and after its last paragraph.

The title is found among the blocks by the wording that the page gives of itself (og:title, <title>, h1);
the body is taken, roughly, as the running text after it. Blocks of lists of other articles, comments and
page furniture are not looked at.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.pages.page import Document, once_a_page
from crawler.text import words

ABOVE = 12  # blocks looked at before the title: kicker, date, tools
BELOW = 25  # blocks after it, until the text has begun
AFTER = 6  # blocks after the last paragraph: signatures, "last updated"
GAP = 3 * BELOW  # blocks without running text after which another article begins
LEAD_BLOCKS = 3  # paragraphs after which no by-line follows the title any more

MAX_TITLE = 300  # characters of the longest headline
_CERTAIN = 20  # characters of an h1 with which a claimed title begins
_LEAST = 0.25  # likeness under which a heading is not the title; an h1 alone has more
_LEVELS = {1: 0.3, 2: 0.1, 3: 0.05}  # what the level of a heading adds to its likeness

_FOREIGN = BIT["related"] | BIT["comment"] | BIT["newsletter"]
_CHROME_TAGS = frozenset(("nav", "footer", "aside"))
_PICTURES = frozenset(("figure", "figcaption"))
_MAX_UP, _FIGURE_UP = 12, 5  # ancestors looked at

Spots = Sequence[tuple[int, Block]]  # blocks with their distances from the title or the text's end


@dataclass(slots=True)
class Surroundings:
    """Indexes of blocks: the title (None where it is not printed), the body's first and last paragraph."""

    blocks: Sequence[Block]
    title: int | None
    first: int | None = None
    last: int | None = None
    around: frozenset[int] = frozenset()  # containers that hold the title, whatever the site calls them
    _framed: dict[int, bool | None] = field(default_factory=dict, compare=False, repr=False)

    def is_foreign(
        self, block: Block, families: int = _FOREIGN, tags: Collection[str] = _CHROME_TAGS
    ) -> bool:
        """Whether a block belongs to a list of other articles, to comments or to the page's frame: an element
        of these families or tags holds it, but not the title."""
        for box in block.boxes[:_MAX_UP]:
            if box.index in self.around:
                return False
            if box.tag in tags or box.families & families:
                return True
            if box.tag in ("article", "main", "body"):
                return False
        return False

    def is_comment(self, block: Block) -> bool:
        """Whether a block belongs to a reader's comment."""
        return self.is_foreign(block, BIT["comment"], ())

    def is_pictured(self, block: Block) -> bool:
        """Whether a block belongs to a picture, as caption or as what the camera wrote; not in a figure that
        holds the title too."""
        return any(box.tag in _PICTURES and box.index not in self.around for box in block.boxes[:_FIGURE_UP])

    def in_frame(self, block: Block) -> bool:
        """Whether a block stands in a navigation, sidebar or footer that is no part of an article."""
        known, path = self._framed, []  # None inside an article
        box: Container | None = block.container
        while box is not None and box.index not in known:
            path.append(box)
            box = box.parent
        framed = known[box.index] if box is not None else False
        for box in reversed(path):
            framed = None if framed is None or box.tag == "article" else framed or box.tag in _CHROME_TAGS
            known[box.index] = framed
        return bool(framed)

    def around_title(self) -> Spots:
        """(distance from the title, block) of what stands close to it; without the title itself, and signs
        between facts."""
        anchor = self.title if self.title is not None else self.first or 0
        found, prose = [], 0
        for block in self.blocks[max(0, anchor - ABOVE) : anchor + BELOW]:
            if block.index == self.title or (len(block.text) == 1 and not block.text.isalnum()):
                continue
            prose += block.index >= anchor and block.prose
            if prose > LEAD_BLOCKS:
                break
            found.append((block.index - anchor, block))
        return found

    def after_body(self) -> Spots:
        """(distance from the last paragraph, block) of the article's end, the last paragraph included."""
        last = self.last
        end = self.blocks[max(0, last - 1) : last + AFTER] if last is not None else ()
        return [(block.index - (last or 0), block) for block in end]


@once_a_page
def of_document(document: Document) -> Surroundings:
    """The surroundings of a page's title."""
    structured, blocks = document.structured, document.blocks
    titles = [*structured.meta.get("og:title", ())[:2], *structured.meta.get("twitter:title", ())[:1]]
    element = document.root.find("head/title")  # the first <title> of all costs a walk where there is none
    titles += ["".join(element.itertext())[:1000]] if element is not None else []
    place = Surroundings(blocks, _title(blocks, titles or structured.titles))
    if place.title is not None:
        # The containers of a title: "single-no-comments" on the article says nothing of what is in it.
        place.around = frozenset(map(attrgetter("index"), blocks[place.title].boxes[1:]))
    for block in blocks[0 if place.title is None else place.title + 1 :]:
        if block.prose and not place.is_foreign(block):
            if place.first is None:
                place.first = block.index
            elif block.index - (place.last or 0) > GAP:
                break
            place.last = block.index
    return place


def _title(blocks: Sequence[Block], titles: Sequence[str]) -> int | None:
    """The block of the headline: a heading with the words of a claimed title; without one, the first h1."""
    for block in blocks:  # mostly the h1 is the title, letter by letter
        first = block.level == 1 and block.kind == "heading" and len(block.text) >= _CERTAIN
        if first and any(title.startswith(block.text) for title in titles):
            return block.index
    wanted = list(map(set, map(words, titles)))
    best, best_rank = None, _LEAST
    for block in blocks:
        if len(block.text) <= MAX_TITLE and _may_be_title(block, titles):
            rank = _rank(block, wanted)
            if rank > best_rank:
                best, best_rank = block.index, rank
    return best


def _rank(block: Block, wanted: Sequence[set[str]]) -> float:
    """How much a line is like a claimed title, and how high a heading it is."""
    level, mine = block.level if block.kind == "heading" else None, set(words(block.text))
    if level == 1 and any(len(title) > 1 and title <= mine for title in wanted):
        return 1.0 + _LEVELS[1]  # the whole title, and more than it
    return _likeness(mine, wanted) + _LEVELS.get(level or 0, 0.0)


def _may_be_title(block: Block, titles: Sequence[str]) -> bool:
    """Whether a block is a heading, is called one, or has the words with which a claimed title begins."""
    if block.kind == "heading" or (block.families | block.container.families) & BIT["title"]:
        return True
    # What stands further on in a title is mostly the site's name.
    long = not block.links and len(block.text) >= _CERTAIN
    return long and any(title.startswith(block.text) for title in titles)


def _likeness(mine: set[str], wanted: Sequence[set[str]]) -> float:
    """How much of a heading's words are a title's, and of the title's the heading's."""
    best = 0.0
    for title in wanted if mine else ():
        best = max(best, len(mine & title) / max(len(mine), 0.6 * len(title)))
    return best if len(mine) > 1 else best / 2
