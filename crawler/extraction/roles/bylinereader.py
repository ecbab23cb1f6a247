"""Reads one line as a by-line: the ways in which sites write that a line names the author.

An element that the site calls author, links to authors' pages, a line that begins like "By" or "كتب" or
follows one that says only that. The trusts are shares of right names measured on some 1,200 pages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from crawler.extraction.claims.authorsaid import PRINTED, NameClaim, shortest
from crawler.extraction.reading.names.cleaning import clean_names
from crawler.extraction.reading.names.judging import is_company, looks_written
from crawler.extraction.reading.names.namewords import NameWords, key_of, leading, word_key
from crawler.extraction.roles.bylinemarks import (
    FULL_NAME,
    MAX_LINKED,
    YEAR,
    is_author_page,
    is_byline,
    may_be_glued,
    parts_of,
    spaced,
)
from crawler.extraction.roles.nearby import Surroundings
from crawler.pages.blocks.block import Block

OPENING = 60  # characters in which a by-line's words stand
LABEL = 30  # characters of a line that only announces a name: "Written by"
TYPED_AT = range(-1, 6)  # distances at which "By …" is the article's own
LEAST_OWN = 5  # words of a line that can name somebody else's work too
TYPED = 1.2  # a by-line typed into the text, which no system filled in, beats any two of metadata
LINKED, OPENED, NAMED = 0.86, 0.82, 0.72
LINK_ALONE, LINK_ABOVE, NAMED_AFTER = 0.6, 0.4, 0.5

_COMPLETE = frozenset(("byline typed", "byline link", "byline list"))  # places of whole lists of authors
_WEAK = frozenset(("from", "aus", "with", "mit", "avec", "con"))  # by-line words that begin sentences as well
# Of the by-line words, those that stand inside a line: "12 November, by Jane Doe".
BY = frozenset(("by", "von", "par", "por", "di", "door", "av", "af", "przez"))
_NOBLE = frozenset(("von", "di", "av", "af"))  # of them, those that stand inside names as well


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the lines of one page."""

    place: Surroundings
    language: str | None
    publishers: tuple[str, ...]
    words: NameWords  # of that language
    _known: dict[int, bool] = field(default_factory=dict)

    def line(
        self, block: Block, share: float, distance: int | None, label: bool, opening: int
    ) -> Iterator[NameClaim]:
        """The names of a line that says in some way that it names the author; no distance: after the text.

        `opening`: words of a by-line that open it.
        """
        opened = opening > 0 and word_key(block.text.split(None, 1)[0]) not in _WEAK
        told = (named := self.is_byline(block)) or opened or label
        if not told and not block.links:
            return
        own = self._own(block.text)
        links = [text for text, href in block.links if text in own and is_author_page(text, href)]
        linked = shortest(links) if links else []
        if (
            linked
            and len(linked) <= MAX_LINKED
            and (told or _letters(block.text) < 3 * _letters("".join(linked)))
        ):
            above = distance is not None and distance < 0
            trust = LINKED if told else LINK_ABOVE if above else LINK_ALONE
            yield from self.claim(linked, "byline link", trust * share)
        elif opened or label:
            typed = opened and not named and distance is not None and distance in TYPED_AT
            place, trust = ("byline typed", TYPED) if typed else ("byline", OPENED)
            yield from self._written(block, place, trust * share, own)
        elif named and BY.isdisjoint(map(word_key, block.text.split())):  # not "Reviewed by Jane Doe"
            trust = NAMED_AFTER if distance is None else NAMED
            for claim in self._written(block, "byline element", trust * share, own):
                # One word may be any label: "Updated", "Contributor".
                given = (*claim.names.people, *claim.names.organisations)
                full = any(" " in name or not name.isascii() for name in given)
                yield claim if full else replace(claim, trust=claim.trust / 2)

    def claim(self, given: Iterable[str], place: str, trust: float) -> Iterator[NameClaim]:
        given = list(given)
        if names := clean_names(given, publishers=self.publishers, language=self.language):
            yield NameClaim(names, place, trust, " | ".join(given)[:200], PRINTED, place in _COMPLETE)

    def _own(self, text: str) -> str:
        """A line up to other people's work: "By Jane Doe. Reviewed by John Smith"."""
        tables = self.words
        given = text.split()
        if len(given) < LEAST_OWN:
            return text
        for at in range(2, len(given)):
            if (key := word_key(given[at])) not in BY or given[at - 1].endswith((",", "|", ":", "·")):
                continue
            told = any(
                leading(given[from_:], tables.bylines) > at - from_ for from_ in range(max(0, at - 3), at)
            )
            if not told and (key not in _NOBLE or leading(given[at - 1 :], tables.credits)):
                return " ".join(given[: at - 1]).rstrip(" .,;|-–—")
        return text

    def _written(self, block: Block, place: str, trust: float, own: str) -> Iterator[NameClaim]:
        """The claim of a line, where its words look like names."""
        whole = own == block.text
        for claim in self.claim((parts_of(block) if whole else []) or [spaced(own)], place, trust):
            people = claim.names.people or claim.names.organisations
            # "by oz", "by oz on December 4, 2026"
            short = place == "byline typed" and len(own.split()) == 2
            alone = (
                len(people) == 1
                and " " not in people[0]
                and (short or self.is_byline(block) or YEAR.search(block.text))
            )
            given = (*claim.names.people, *claim.names.organisations)
            if looks_written(name for name in given if not is_company(name)) or alone:
                yield claim

    def short(self, text: str, place: str, trust: float) -> Iterator[NameClaim]:
        """The claim of a text that names people in few words: pseudonyms are written in any way."""
        for claim in self.claim([text], place, trust):
            if all(len(name.split()) == 1 or FULL_NAME.fullmatch(name) for name in claim.names.people):
                yield claim

    def full(self, text: str, place: str, trust: float) -> Iterator[NameClaim]:
        """The claim of a text, where all of it are first and last names."""
        for claim in self.claim([text], place, trust):
            if claim.names.people and all(map(FULL_NAME.fullmatch, claim.names.people)):
                yield claim

    def is_byline(self, block: Block) -> bool:
        """Whether the site calls the block, or what directly holds it, a by-line or author."""
        return is_byline(block, self._known)

    def opened(self, block: Block) -> int:
        """How many words of a by-line ("Written by") open a block."""
        text, phrases = block.text[:OPENING], self.words.bylines
        first = text.split(None, 1)[0] if text else ""
        if word_key(first) not in phrases.first and not may_be_glued(first):
            return 0
        return leading(spaced(text).split(), phrases)

    def edits(self, block: Block, opened: int) -> bool:
        """Whether the by-line words that open a block name who edited or translated."""
        return opened > 0 and key_of(spaced(block.text[:OPENING]).split()[:opened]) in self.words.editors

    def is_topic(self, name: str) -> bool:
        """Whether the page is about the name, or a link in the page's frame has it."""
        title = self.place.blocks[self.place.title].text if self.place.title is not None else ""
        if set(map(word_key, name.split())) & set(map(word_key, title.split())):
            return True
        return any(
            name == text and not is_author_page(text, href) and self.place.in_frame(block)
            for block in self.place.blocks
            for text, href in block.links
        )


def _letters(text: str) -> int:
    """Letters of a line; its date and time do not count."""
    return sum(map(str.isalpha, text))


def is_label(block: Block, opened: int) -> bool:
    """Whether a line only announces the name on the next: all its words open a by-line."""
    return opened > 0 and len(block.text) <= LABEL and opened == len(block.text.split())
