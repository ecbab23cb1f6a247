"""Authors named near the title without a word for it: on a line with a date, beside one, or alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from crawler.extraction.claims.authorsaid import NameClaim
from crawler.extraction.reading.names.namewords import leading, trailing, word_key
from crawler.extraction.roles.bylinemarks import FULL_NAME, SEGMENTS, YEAR, is_author_page, is_cased
from crawler.extraction.roles.bylinereader import BY, LINK_ALONE, Reader
from crawler.extraction.roles.nearby import Surroundings, is_prose
from crawler.languages.credits import is_only_agencies, may_credit
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT

NEXT = range(1, 4)  # distances at which a line may be a name and nothing else
INSIDE, BARE, TWICE = 0.8, 0.4, 0.5
DESCRIBED = 1.4  # a name with which the article's text begins, in its description too
NEXT_TO, NOTED, CREDIT = 0.36, 0.6, 0.5
LISTED = 0.5  # a line of names and nothing else
ALL_NAMES = 0.75  # share of a line's characters that its names are
CREDIT_WORDS = 5  # of a line that credits an agency: "Haberler - Anadolu Ajansı", "AFP, MANILA"
CAPTION_UP = 3  # elements around a line in which it belongs to an image
SHORT = 40  # characters of a line that is a name alone
_IMAGE = BIT["caption"]


@dataclass(frozen=True, slots=True)
class Unmarked:
    """`descriptions`: the page's meta descriptions, often the begin of the text."""

    reader: Reader
    descriptions: tuple[str, ...] = ()

    @property
    def place(self) -> Surroundings:
        return self.reader.place

    def line(self, block: Block, share: float, distance: int, beside: Iterable[Block]) -> Iterator[NameClaim]:
        """The names of a line near the title: "Jane Doe | 12 Nov 2026", "Jane Doe"."""
        given = block.text.split()
        dated = bool(YEAR.search(block.text))
        if dated and (found := list(self._inside(block.text, given, INSIDE * share))):
            yield from found
            return
        if len(given) <= CREDIT_WORDS and may_credit(given) and is_only_agencies(credit := _unlinked(block)):
            if not _is_caption(block):
                yield from self.reader.claim([credit], "byline bare", CREDIT * share)
            return
        dates = any(YEAR.search(other.text[:60]) for other in beside)
        near = (distance in NEXT and dates) or (block.index + 1 == self.place.first and "," not in block.text)
        lists = near and block.kind == "paragraph" and not block.links and _may_list(given)
        if lists and (found := list(self._names_alone(block, LISTED * share))):
            yield from found
            return
        short = not block.links and len(given) <= 4 and len(block.text) < SHORT
        alone = short and dates
        if not FULL_NAME.search(block.text):
            return
        next_to = short and distance in NEXT and block.kind in ("paragraph", "item") and is_cased(block.text)
        if next_to and self._begins_text(block):
            yield from self._bare(block, DESCRIBED * share)  # the article's text begins with it
        elif next_to and self._is_introduced(block):
            yield from self._bare(block, NOTED * share)
        elif dated or alone or next_to:
            recurs = next_to and self._recurs(block)
            sure = dated or alone or (recurs and any(self._is_role(other.text) for other in beside))
            if sure or recurs:
                yield from self._bare(
                    block, (TWICE if sure and recurs else BARE if sure else NEXT_TO) * share
                )

    def _is_role(self, text: str) -> bool:
        """Whether a line gives a role, as stands beside an author's name."""
        return len(text) < SHORT and bool(trailing(text.split(), self.reader.words.roles))

    def _inside(self, text: str, given: list[str], trust: float) -> Iterator[NameClaim]:
        """A by-line inside a dated line: "12 Nov 2026 by Jane Doe", "12 Nov 2026 // Author: Jane Doe"."""
        opening = self.reader.words.bylines
        for at in range(1, len(given)):
            if word_key(given[at]) in BY and leading(given[at:], opening):
                yield from self.reader.short(" ".join(given[at:]), "byline", trust)
                return
        for segment in SEGMENTS.split(text)[1:]:
            if leading(segment.split(), opening):
                yield from self.reader.short(segment, "byline", trust)
                return

    def _names_alone(self, block: Block, trust: float) -> Iterator[NameClaim]:
        """The claim of a line that is two full names or more and nothing else."""
        for claim in self._bare(block, trust):
            size = sum(map(len, claim.names.people))
            if len(claim.names.people) > 1 and size >= ALL_NAMES * len(block.text):
                yield claim

    def _begins_text(self, block: Block) -> bool:
        """Whether the page's description begins with a block, and no other block does."""
        name = block.text
        return any(text.startswith(name) for text in self.descriptions) and not any(
            other is not block and other.text.startswith(name) for other in self.place.blocks
        )

    def _is_introduced(self, block: Block) -> bool:
        """Whether the name stands once more, over a note on its bearer: "Jane Doe", "Jane writes …"."""
        first = block.text.split(None, 1)[0]
        return any(
            name.text == block.text
            and name.index > block.index
            and is_prose(note)
            and note.text.startswith(first)
            for name, note in pairwise(self.place.blocks)
        )

    def _recurs(self, block: Block) -> bool:
        """Whether other blocks begin with a block's text, or hold little more: a note on the author."""
        name = block.text
        return any(
            other is not block
            and name in other.text[: 2 * SHORT]
            and (len(other.text) < len(name) + SHORT // 2 or other.text.startswith(name))
            for other in self.place.blocks
        )

    def _bare(self, block: Block, trust: float) -> Iterator[NameClaim]:
        for claim in (
            self.reader.full(block.text, "byline bare", trust) if FULL_NAME.search(block.text) else ()
        ):
            if any(map(self.reader.is_topic, claim.names.people)):
                continue
            linked = any(
                text in claim.names.people and is_author_page(text, href)
                for other in self.place.blocks
                for text, href in other.links
            )
            alone = linked and len(claim.names.people) == 1
            yield replace(claim, trust=max(trust, LINK_ALONE)) if alone else claim


def _is_caption(block: Block) -> bool:
    """Whether a line stands with an image: what it credits is the image."""
    box: Container | None = block.container
    for _ in range(CAPTION_UP):
        if box is None or box.tag in ("article", "main", "body"):
            return False
        if box.tag in ("figure", "figcaption") or box.families & _IMAGE:
            return True
        box = box.parent
    return False


def _may_list(words: list[str]) -> bool:
    """Whether a line can be two full names or more: in capitals, but for what joins and belongs to them."""
    joined = any(word[-1] in ",;|&" or "/" in word or len(word) <= 3 for word in words[1:-1])
    return len(words) > 2 and joined and all(word[0].isupper() or len(word) <= 3 for word in words)


def _unlinked(block: Block) -> str:
    """A block's text without the links with which it begins, and without a place: "News › AFP, MANILA"."""
    text = block.text
    for link, _ in block.links:
        text = text.removeprefix(link).lstrip(" -–—›»|/·")
    return text.split(",")[0]
