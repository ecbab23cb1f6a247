"""By-lines as printed: near the title or after the text, in the ways that sites write them.

An element that the site calls author, links to authors' pages, a short line that begins like "By" or "كتب"
or follows one that says only that, the end of a dated line, and as a last resort a bare name beside a date.
The trusts are shares of right names measured on some 1,200 pages.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from crawler.extraction.blocks.block import Block, Container
from crawler.extraction.blocks.roles import names_of
from crawler.extraction.nearby import Surroundings, in_frame, is_comment, is_foreign
from crawler.extraction.people.authors import MAX_FIELD, PRINTED, NameClaim, shortest
from crawler.extraction.people.names import clean_names, looks_written
from crawler.extraction.people.words import leading, name_words, word_key
from crawler.languages.credits import is_only_agencies
from crawler.text import words

OPENING = 60  # characters in which a by-line's words stand
LABEL = 30  # characters of a line that only announces a name: "Written by"
CLOSE = 3  # blocks from the title in which whatever the site calls them belongs to the article
NEAR = range(-3, 11)  # distances from the title at which by-lines stand
DATED = range(-3, 7)  # distances at which a line with a date may name its author without a word for it
TYPED_AT = range(-1, 6)  # distances at which "By …" is the article's own
LEAST_OWN = 5  # words of a line that can name somebody else's work too
LINK_WORDS = 5  # words of a link to a person's page
MAX_LINKED = 6  # linked authors of one line; more is an index

_COMPLETE = frozenset(("byline typed", "byline link", "byline list"))  # places of whole lists of authors
_WEAK = frozenset(("from", "aus", "with", "mit", "avec", "con"))  # by-line words that begin sentences as well
TYPED = 1.2  # a by-line typed into the text, which no system filled in, beats any two of metadata
LINKED, OPENED, NAMED, INSIDE, BARE = 0.86, 0.82, 0.72, 0.8, 0.4
LINK_ALONE, LINK_ABOVE, NAMED_AFTER = 0.6, 0.4, 0.5
NEXT = range(1, 4)  # distances at which a line may be a name and nothing else
DESCRIBED = 1.4  # a name with which the article's text begins, in its description too
NEXT_TO, CREDIT, ELSEWHERE, NOTE = 0.36, 0.5, 0.6, 0.5
FEW = 2  # by-lines outside the article's surroundings; more are those of a list
SHORT = 40  # characters of a line that is a name alone
FAR, FOREIGN_CLOSE, FOREIGN, AFTER, FOREIGN_AFTER = 0.7, 0.9, 0.6, 0.7, 0.55  # factors of the place

# Of the by-line words, those that stand inside a line: "12 November, by Jane Doe".
_BY = frozenset(("by", "von", "par", "por", "di", "door", "av", "af", "przez"))
_NOBLE = frozenset(("von", "di", "av", "af"))  # of them, those that stand inside names as well
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2}")
# First and last name in a script with cases, perhaps with initials and particles between.
_FULL_NAME = re.compile(
    r"(?:Dr\. )?[^\W\d_a-z][\w'’-]*\.?(?: (?:[^\W\d_]\.|[a-z]{1,3}|[^\W\d_a-z][\w'’-]+)){0,3}"
    r" [^\W\d_a-z][\w'’-]+"
)
_GLUED = re.compile(r"^(By|Von|Par|Por|Di)(?=[A-Z])|(:)(?=[^\s\d/])")
_AUTHOR_PAGE = re.compile(
    r"(?:^|[/?&])(?:(?:[\w-]{1,20}-)?authors?|autor(?:en|es|i|in)?|auteurs?|writers?|profiles?|reporters?|journalists?"
    r"|columnists?|contributors?|users?|members?|kirjoittaja|redakteure?|redaktion|correspondents?"
    r"|skribent|firma|signatures?|yazar(?:lar)?|penulis|avtor|kalem|opinion/autor)(?:/|=)[^/?#]",
    re.IGNORECASE,
)
# Folders of people's pages, and of sections too: only where the name stands in the address.
_PEOPLE_PAGE = re.compile(
    r"(?:^|/)(?:people|person|by|staff|bio|team|about)/([^?#/]+)/?(?:[?#]|$)", re.IGNORECASE
)
_BYLINE_NAME = re.compile(
    r"author(?!i[tsz])|by-?line|(?<![a-z])autor(?:en|es|i|in|a|e)?(?![a-z])|auteur|writer|journalist|reporter|creator"
    r"|contributor|redakteur|skribent|(?<![a-z])yazar|penulis|posted-?by|written-?by|vcard|(?<![a-z])signature"
)
_NOT_BYLINE = re.compile(
    r"bio(?![a-z])|biograph|social|follow|about|related|more-from|comment|photo|image|avatar|list(?!-item)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UP = 3  # elements in which a name counts for the block


@dataclass(frozen=True, slots=True)
class Bylines:
    """Reads the printed by-lines of one page."""

    place: Surroundings
    language: str | None
    publishers: tuple[str, ...]
    descriptions: tuple[str, ...] = ()  # the page's meta descriptions: often the begin of the text

    def claims(self) -> Iterator[NameClaim]:
        yield from self._near_title()
        after = list(self._after_body())
        if (
            len({claim.names.people for claim in after if claim.place == "byline"}) < FEW
        ):  # not of other articles
            yield from after

    def anywhere(self) -> Iterator[NameClaim]:
        """By-lines wherever they stand, for pages that name nobody near the title; few, not a list's."""
        label, found = False, list[NameClaim]()
        for block in self.place.blocks:
            if len(block.text) <= MAX_FIELD and not in_frame(block) and not is_comment(block):
                if label or self._opened(block) or is_byline(block):
                    for claim in self._line(block, ELSEWHERE, None, label):
                        sure = claim.place != "byline" or is_byline(block)
                        if sure or all(map(_FULL_NAME.fullmatch, claim.names.people)):
                            found.append(claim)
                label = self._is_label(block)
            else:
                label = False
        for claims in ([c for c in found if c.trust >= ELSEWHERE * OPENED], found):
            if 0 < len({claim.names.people for claim in claims}) <= FEW:
                yield from claims
                return
        yield from self._introduced()

    def _introduced(self) -> Iterator[NameClaim]:
        """The name over a note on its bearer: "Jane Doe", "Jane Doe is a writer who …"; once a page."""
        first, last = self.place.first or 0, self.place.last or 0
        blocks, found = self.place.blocks[(first + last) // 2 :], dict[str, Block]()
        for block, note in pairwise(blocks):
            name = block.text
            short = len(name) < SHORT and len(note.text) > 1.5 * SHORT and note.text.startswith(name)
            if short and _FULL_NAME.fullmatch(name) and not in_frame(block) and not is_comment(block):
                found[name] = block
        if len(found) == 1 and not self._is_topic(name := next(iter(found))):
            yield from self._full(name, "byline note", NOTE)

    def _is_topic(self, name: str) -> bool:
        """Whether the page is about the name, or a link in the page's frame has it."""
        title = self.place.blocks[self.place.title].text if self.place.title is not None else ""
        if set(map(word_key, name.split())) & set(map(word_key, title.split())):
            return True
        return any(
            name == text and not is_author_page(text, href) and in_frame(block)
            for block in self.place.blocks
            for text, href in block.links
        )

    def _listed(self, elements: list[tuple[int, NameClaim]]) -> Iterator[NameClaim]:
        """Authors in elements of their own, written by one template, as one claim."""
        same = [claim for signature, claim in elements if signature == elements[0][0]]
        if len(same) > 1:
            linked = any(claim.place == "byline link" for claim in same)  # may be reviewers too
            place = "byline links" if linked else "byline list"
            yield from self._claim([claim.text for claim in same], place, min(c.trust for c in same))

    def _near_title(self) -> Iterator[NameClaim]:
        label = False
        around = list(self.place.around_title())
        elements: list[tuple[int, NameClaim]] = []
        for rank, (distance, block) in enumerate(around):
            heading = block.kind == "heading" and not is_byline(block)
            if len(block.text) > MAX_FIELD or heading or in_frame(block):
                label = False
                continue
            share = 1.0 if distance in NEAR else FAR
            if is_foreign(block):
                share *= FOREIGN_CLOSE if abs(distance) <= CLOSE else FOREIGN
            found = list(self._line(block, share, distance, label))
            if not found and distance in DATED:
                beside = [around[at][1] for at in (rank - 1, rank + 1) if 0 <= at < len(around)]
                found = list(self._dated(block, share, distance, beside))
            yield from found
            elements += [(block.container.signature, claim) for claim in found if _is_one_full_name(claim)]
            label = self._is_label(block)
        yield from self._listed(elements)

    def _after_body(self) -> Iterator[NameClaim]:
        label = False
        for _, block in self.place.after_body():
            if len(block.text) <= MAX_FIELD and not in_frame(block):
                yield from self._line(block, FOREIGN_AFTER if is_foreign(block) else AFTER, None, label)
            label = self._is_label(block)

    def _line(self, block: Block, share: float, distance: int | None, label: bool) -> Iterator[NameClaim]:
        """The names of a line that says in some way that it names the author; no distance: after the text."""
        opened = self._opened(block) > 0 and word_key(block.text.split()[0]) not in _WEAK
        told = (named := is_byline(block)) or opened or label
        if not told and not block.links:
            return
        own = self._own(block.text)
        linked = shortest(text for text, href in block.links if text in own and is_author_page(text, href))
        if linked and len(linked) <= MAX_LINKED and (told or len(block.text) < 3 * sum(map(len, linked))):
            above = distance is not None and distance < 0
            trust = LINKED if told else LINK_ABOVE if above else LINK_ALONE
            yield from self._claim(linked, "byline link", trust * share)
        elif opened or label:
            typed = opened and not named and distance is not None and distance in TYPED_AT
            place, trust = ("byline typed", TYPED) if typed else ("byline", OPENED)
            yield from self._written(block, place, trust * share, own)
        elif named and _BY.isdisjoint(map(word_key, block.text.split())):  # not "Reviewed by Jane Doe"
            trust = NAMED_AFTER if distance is None else NAMED
            for claim in self._written(block, "byline element", trust * share, own):
                # One word may be any label: "Updated", "Contributor".
                given = (*claim.names.people, *claim.names.organisations)
                full = any(" " in name or not name.isascii() for name in given)
                yield claim if full else replace(claim, trust=claim.trust / 2)

    def _dated(
        self, block: Block, share: float, distance: int, beside: Iterable[Block]
    ) -> Iterator[NameClaim]:
        """A name without a word for it, on a line with a date or beside one: "Jane Doe | 12 Nov 2026"."""
        given = block.text.split()
        dated = bool(_YEAR.search(block.text))
        opening = name_words(self._code()).bylines
        for at in range(1, len(given) if dated else 0):
            if word_key(given[at]) in _BY and leading(given[at:], opening):
                yield from self._short(" ".join(given[at:]), "byline", INSIDE * share)
                return
        short = not block.links and len(given) <= 4 and len(block.text) < SHORT
        alone = short and any(_YEAR.search(near.text[:60]) for near in beside)
        next_to = short and distance in NEXT and block.kind in ("paragraph", "item") and _is_cased(block.text)
        if next_to and is_only_agencies(block.text.split(",")[0]):
            yield from self._claim([block.text], "byline bare", CREDIT * share)
        elif next_to and self._begins_text(block):
            yield from self._bare(block, DESCRIBED * share)  # the article's text begins with it
        elif dated or alone:
            yield from self._bare(block, BARE * share)
        elif next_to and self._recurs(block):
            yield from self._bare(block, NEXT_TO * share)

    def _begins_text(self, block: Block) -> bool:
        """Whether the page's description begins with a block, and no other block does."""
        name = block.text
        return any(text.startswith(name) for text in self.descriptions) and not any(
            other is not block and other.text.startswith(name) for other in self.place.blocks
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
        for claim in self._full(block.text, "byline bare", trust):
            if any(map(self._is_topic, claim.names.people)):
                continue
            linked = any(
                text in claim.names.people and is_author_page(text, href)
                for other in self.place.blocks
                for text, href in other.links
            )
            alone = linked and len(claim.names.people) == 1
            yield replace(claim, trust=max(trust, LINK_ALONE)) if alone else claim

    def _claim(self, given: Iterable[str], place: str, trust: float) -> Iterator[NameClaim]:
        given = list(given)
        if names := clean_names(given, publishers=self.publishers, language=self.language):
            yield NameClaim(names, place, trust, " | ".join(given)[:200], PRINTED, place in _COMPLETE)

    def _own(self, text: str) -> str:
        """A line up to other people's work: "By Jane Doe. Reviewed by John Smith"."""
        tables = name_words(self._code())
        given = text.split()
        if len(given) < LEAST_OWN:
            return text
        for at in range(2, len(given)):
            if (key := word_key(given[at])) not in _BY or given[at - 1].endswith((",", "|", ":", "·")):
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
        for claim in self._claim((_parts(block) if whole else []) or [_spaced(own)], place, trust):
            people = claim.names.people or claim.names.organisations
            # "by oz on December 4, 2026"
            alone = (
                len(people) == 1 and " " not in people[0] and (is_byline(block) or _YEAR.search(block.text))
            )
            if looks_written((*claim.names.people, *claim.names.organisations)) or alone:
                yield claim

    def _short(self, text: str, place: str, trust: float) -> Iterator[NameClaim]:
        """The claim of a text that names people in few words: pseudonyms are written in any way."""
        for claim in self._claim([text], place, trust):
            if all(len(name.split()) == 1 or _FULL_NAME.fullmatch(name) for name in claim.names.people):
                yield claim

    def _full(self, text: str, place: str, trust: float) -> Iterator[NameClaim]:
        """The claim of a text, where all of it are first and last names."""
        for claim in self._claim([text], place, trust):
            if claim.names.people and all(map(_FULL_NAME.fullmatch, claim.names.people)):
                yield claim

    def _opened(self, block: Block) -> int:
        """How many words of a by-line ("Written by") open a block."""
        return leading(_spaced(block.text[:OPENING]).split(), name_words(self._code()).bylines)

    def _is_label(self, block: Block) -> bool:
        """Whether a line only announces the name on the next."""
        return len(block.text) <= LABEL and self._opened(block) == len(block.text.split())

    def _code(self) -> str | None:
        return self.language.lower().split("-")[0] if self.language else None


def is_author_page(text: str, href: str) -> bool:
    """Whether a link leads to the page of the author whom its text names."""
    if _AUTHOR_PAGE.search(href):
        return True
    slug = _PEOPLE_PAGE.search(href)
    named = words(text)
    return (
        slug is not None
        and len(named) <= LINK_WORDS
        and any(len(w) > 2 and w in slug[1].lower() for w in named)
    )


def _is_cased(text: str) -> bool:
    """Whether a text's script tells names from words by capitals."""
    return text[:1].lower() != text[:1].upper()


@lru_cache(maxsize=8_192)
def _says_byline(names: str) -> bool:
    plain = _CAMEL.sub("-", names).lower().replace("_", "-")
    return bool(_BYLINE_NAME.search(plain)) and not _NOT_BYLINE.search(plain)


def is_byline(block: Block) -> bool:
    """Whether the site calls the block, or what directly holds it, a by-line or author."""
    box: Container | None = block.container
    for _ in range(_UP):
        if box is None:
            return False
        if (given := box.element.items()) and _says_byline(names_of(given)):
            return True
        box = box.parent
    return False


def _is_one_full_name(claim: NameClaim) -> bool:
    people = claim.names.people
    placed = claim.place in ("byline element", "byline link")
    return placed and len(people) == 1 and bool(_FULL_NAME.fullmatch(people[0]))


def _parts(block: Block) -> list[str]:
    """The names of a block that holds nothing but elements with a name each."""
    if not 1 < len(block.element) <= MAX_LINKED:
        return []
    parts = [text for part in block.element.itertext() if (text := " ".join(part.split()))]
    return parts if len(parts) > 1 and all(map(_FULL_NAME.fullmatch, parts)) else []


def _spaced(text: str) -> str:
    """A by-line whose word sticks to the name, as two: "ByJane Doe", "Author:Jane Doe"."""
    return _GLUED.sub(lambda found: f"{found.group()} ", text)
