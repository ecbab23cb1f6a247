"""Every place of a page that names its authors: metadata, the feed, and by-lines as printed.

A by-line is printed near the title or after the text: in an element that the site calls author, as links to
authors' pages, or as a short line that begins like "By" or "كتب". people.py decides among the claims.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from crawler.extraction.block import Block, Container
from crawler.extraction.jsonld import Node, texts, types
from crawler.extraction.names import Names, clean_names, is_name, looks_written
from crawler.extraction.namewords import leading, name_words, word_key
from crawler.extraction.nearby import Surroundings, is_foreign
from crawler.extraction.page import Document
from crawler.extraction.roles import BIT, names_of
from crawler.extraction.text import squeeze
from crawler.languages.credits import is_only_agencies

MAX_BYLINE = 160  # characters of a printed by-line
CLOSE = 3  # blocks from the title in which whatever the site calls them belongs to the article
LABEL = 30  # characters of a line that only announces a name: "Written by"
MAX_LINKS = 3_000  # links looked at for rel=author
SAID, PRINTED = "said", "printed"

_META = (
    ("parsely-author", 0.86),
    ("author", 0.82),
    ("article:author", 0.8),
    ("article:author_name", 0.85),
    ("sailthru.author", 0.84),
    ("byl", 0.84),
    ("byline", 0.84),
    ("citation_author", 0.84),
    ("dc.creator", 0.75),
    ("dcterms.creator", 0.75),
    ("dc.contributor", 0.5),
    ("dcsext.author", 0.8),
    ("cxenseparse:author", 0.84),
    ("og:article:author", 0.8),
    ("og:author", 0.7),
    ("twitter:creator:name", 0.7),
    ("creator", 0.6),
    ("authors", 0.8),
    ("article.author", 0.8),
    ("shareaholic:article_author_name", 0.8),
    ("rbauthors", 0.8),
)
_TURNED = frozenset(("citation_author", "dc.creator", "dcterms.creator"))  # libraries put the last name first
_MICRO = ("author/name", "author", "creator/name", "creator", "author/givenname")
_RIGHT_BELOW = frozenset(f"top {distance}" for distance in range(-1, 6))  # where "By …" is the article's own
BARE = 0.4  # trust of a name without any word for it: taken where there is nothing else
_BY = frozenset(
    "by von par por di door av af przez бy כתב".split()
)  # of the by-line words, those inside a line
_REL_AUTHOR = (
    'rel="author',
    "rel='author",
    "rel=author",
    ' author"',
    " author'",
)  # told in C, before any walk
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2}")
# First and last name in a script with cases, perhaps with initials and particles between.
_FULL_NAME = re.compile(
    r"(?:Dr\. )?[^\W\d_a-z][^\W\d_]*['’-]?[^\W\d_]*\.?(?: (?:[^\W\d_]\.|[a-z]{1,3}|[^\W\d_a-z][\w'’-]+)){0,3} [^\W\d_a-z][\w'’-]+"
)
_GLUED = re.compile(r"^(By|Von|Par|Por|Di)(?=[A-Z])|(:)(?=[^\s\d/])")
_TYPED = 1.2  # a by-line typed into the text, which no system filled in, beats any two of metadata
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|in)?|auteurs?|writers?|people|person|profiles?|by|staff|reporters?|journalists?"
    r"|columnists?|contributors?|bio|team|users?|members?|kirjoittaja|redakteure?|redaktion|correspondents?"
    r"|skribent|firma|signatures?|yazar(?:lar)?|penulis|avtor|kalem|opinion/autor)(?:/|=)[^/?#]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameClaim:
    """The names that one place gives."""

    names: Names
    place: str
    trust: float
    text: str
    kind: str = SAID

    @property
    def completes(self) -> bool:
        """Whether the place lists this article's authors, and not those of its teasers too."""
        return self.place.startswith(("top", "jsonld", "meta")) and not self.place.endswith("bare")


@dataclass(frozen=True, slots=True)
class Bylines:
    """Reads the author fields and by-lines of one page."""

    document: Document
    place: Surroundings
    language: str | None
    publishers: tuple[str, ...]

    def claims(self) -> Iterator[NameClaim]:
        yield from self._jsonld()
        yield from self._meta()
        yield from self._micro()
        if (link := self.document.page.link) and link.authors:
            yield from self._claim(link.authors, "feed", 0.8)
        yield from self._rel()
        yield from self._near_title()
        yield from self._after_body()

    def _claim(
        self, raw: str | Iterable[str], place: str, trust: float, kind: str = SAID
    ) -> Iterator[NameClaim]:
        given = [raw] if isinstance(raw, str) else list(raw)
        if names := clean_names(given, publishers=self.publishers, language=self.language):
            yield NameClaim(names, place, trust, " | ".join(given)[:200], kind)

    def _jsonld(self) -> Iterator[NameClaim]:
        structured = self.document.structured
        for rank, node in enumerate(structured.article_nodes[:2]):
            for key, trust in (("author", 0.92), ("creator", 0.8)):
                people, others = self._persons(node, key)
                if people or others:
                    yield from self._organised(people, others, "jsonld", trust - 0.2 * rank)
        for node in list(structured.nodes("webpage"))[:1]:
            people, others = self._persons(node, "author")
            yield from self._organised(people, others, "jsonld page", 0.6)

    def _persons(self, node: Node, key: str) -> tuple[list[str], list[str]]:
        """Names given as persons, and as organisations, under a property."""
        value = node.get(key)
        people: list[str] = []
        others: list[str] = []
        for item in (value if isinstance(value, list) else [value])[:20]:
            item = self.document.structured.resolve(item)
            if isinstance(item, dict):
                names = texts(item.get("name")) or texts(item.get("alternateName"))
                kinds = types(item)
                (
                    others if kinds & {"organization", "newsmediaorganization", "corporation"} else people
                ).extend(names[:5])
            else:
                people += texts(item)[:5]
        return people, others

    def _organised(
        self, people: list[str], others: list[str], place: str, trust: float
    ) -> Iterator[NameClaim]:
        names = clean_names(people, publishers=self.publishers, language=self.language)
        if others:
            whole = [squeeze(other) for other in others if is_name(squeeze(other)[:MAX_BYLINE])]
            agencies = [other for other in whole if is_only_agencies(other)]
            names = Names(
                names.people,
                tuple(dict.fromkeys((*names.agencies, *agencies))),
                tuple(dict.fromkeys((*names.organisations, *(o for o in whole if o not in agencies)))),
            )
        if names:
            yield NameClaim(names, place, trust, " | ".join([*people, *others])[:200])

    def _meta(self) -> Iterator[NameClaim]:
        meta = self.document.structured.meta
        for name, trust in _META:
            if name in meta:
                given = meta[name][:20]
                yield from self._claim(
                    [_turned(text) for text in given] if name in _TURNED else given, "meta", trust
                )
        for number in ("1", "2"):
            label = meta.get(f"twitter:label{number}", [""])[0]
            if leading(label.split(), name_words(self._code()).bylines) and (
                data := meta.get(f"twitter:data{number}")
            ):
                yield from self._claim(data[:1], "meta", 0.75)

    def _micro(self) -> Iterator[NameClaim]:
        micro = self.document.structured.micro
        for name in _MICRO:
            if values := [value for value in micro.get(name, ()) if len(value) < MAX_BYLINE][:10]:
                yield from self._claim(values, "microdata", 0.84)
                return

    def _rel(self) -> Iterator[NameClaim]:
        if not any(sign in self.document.text for sign in _REL_AUTHOR):
            return
        names = [
            squeeze("".join(element.itertext())[:MAX_BYLINE])
            for element in islice(self.document.root.iter("a"), MAX_LINKS)
            if "author" in (element.get("rel") or "").lower()
        ]
        names = _shortest(names)
        if names and len(names) <= 4:
            yield from self._claim(names, "rel", 0.75)

    def _near_title(self) -> Iterator[NameClaim]:
        label = False
        around = list(self.place.around_title())
        for rank, (distance, block) in enumerate(around):
            size = len(block.text)
            if size > MAX_BYLINE or (block.kind == "heading" and not is_byline(block)):
                label = False
                continue
            near = 1.0 if -3 <= distance <= 10 else 0.7
            share = near * (1.0 if not is_foreign(block) else 0.9 if abs(distance) <= CLOSE else 0.6)
            found = list(self._line(block, share, f"top {distance}", label))
            if not found and -3 <= distance <= 6:
                beside = (around[place][1] for place in (rank - 1, rank + 1) if 0 <= place < len(around))
                found = list(self._bare(block, share, f"top {distance}", beside))
            yield from found
            label = size <= LABEL and self._opened(block) == len(block.text.split())

    def _after_body(self) -> Iterator[NameClaim]:
        label = False
        for distance, block in self.place.after_body():
            if len(block.text) <= MAX_BYLINE:
                yield from self._line(block, 0.55 if is_foreign(block) else 0.7, f"end {distance}", label)
            label = len(block.text) <= LABEL and self._opened(block) == len(block.text.split())

    def _bare(self, block: Block, share: float, place: str, beside: Iterable[Block]) -> Iterator[NameClaim]:
        """A name without a word for it, on a line with a date or beside one: "Jane Doe | 12 Nov 2026"."""
        words = block.text.split()
        dated = bool(_YEAR.search(block.text))
        opening = name_words(self._code()).bylines
        for at in range(1, len(words)):
            if dated and leading(words[at:], opening) and word_key(words[at]) in _BY:
                yield from self._full(" ".join(words[at:]), f"{place} by", 0.8 * share)
                return
        if not dated and (
            block.links or len(words) > 4 or not any(_YEAR.search(near.text[:60]) for near in beside)
        ):
            return
        yield from self._full(block.text, f"{place} bare", BARE * share)

    def _full(self, text: str, place: str, trust: float) -> Iterator[NameClaim]:
        """The claim of a text, where all of it are first and last names."""
        for claim in self._claim(text, place, trust, PRINTED):
            if claim.names.people and all(map(_FULL_NAME.fullmatch, claim.names.people)):
                yield claim

    def _opened(self, block: Block) -> int:
        """How many words of a by-line ("Written by") open a block."""
        return leading(_spaced(block.text[:MAX_BYLINE]).split(), name_words(self._code()).bylines)

    def _line(self, block: Block, share: float, place: str, label: bool) -> Iterator[NameClaim]:
        linked = _shortest([text for text, href in block.links if _AUTHOR_PAGE.search(href)])
        opened, named = self._opened(block), is_byline(block)
        flags = (
            ("N" if named else "")
            + ("L" if linked else "")
            + ("B" if opened else "")
            + ("b" if label else "")
        )
        if (
            linked
            and len(linked) <= 6
            and (named or opened or label or len(block.text) < 3 * sum(map(len, linked)))
        ):
            trust, raw = (0.86 if flags != "L" else 0.4 if "-" in place else 0.6), linked
        elif opened or label:
            trust, raw = (
                (_TYPED if opened and place in _RIGHT_BELOW and not named else 0.82),
                [_spaced(block.text)],
            )
        elif named and _BY.isdisjoint(map(word_key, block.text.split())):  # not "Reviewed by"
            trust, raw = (0.72 if place.startswith("top") else 0.5), [_spaced(block.text)]
        else:
            return
        for claim in self._claim(raw, f"{place} {flags}", trust * share, PRINTED):
            if linked or looks_written(claim.names.people):
                alone = flags == "N" and not any(
                    " " in name.strip() or not name.isascii() for name in claim.names.people
                )
                yield replace(claim, trust=claim.trust / 2) if alone else claim

    def _code(self) -> str | None:
        return self.language.lower().split("-")[0] if self.language else None


_BYLINE_NAME = re.compile(
    r"author(?!i[tsz])|by-?line|(?<![a-z])autor(?:en|es|i|in|a|e)?(?![a-z])|auteur|writer|journalist|reporter|creator"
    r"|contributor|redakteur|skribent|(?<![a-z])yazar|penulis|posted-?by|written-?by|vcard|(?<![a-z])signature"
)
_NOT_BYLINE = re.compile(
    r"bio(?![a-z])|biograph|social|follow|about|related|more-from|comment|photo|image|avatar|list(?!-item)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UP = 3  # elements in which a name counts for the block


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
        if box.families & BIT["author"] and _says_byline(names_of(box.element.items())):
            return True
        box = box.parent
    return False


def _shortest(texts_given: Iterable[str]) -> list[str]:
    """Link texts without those that only say more of another: "Jane Doe", "All posts by Jane Doe"."""
    given = [text for text in dict.fromkeys(texts_given) if text]
    return [text for text in given if not any(other != text and other in text for other in given)]


def _spaced(text: str) -> str:
    """A by-line whose word sticks to the name, as two: "ByJane Doe", "Author:Jane Doe"."""
    return _GLUED.sub(lambda found: f"{found.group()} ", text)


def _turned(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe"."""
    last, comma, first = name.partition(",")
    turn = comma and "," not in first and len(last.split()) <= 2 and 1 <= len(first.split()) <= 3
    return f"{first.strip()} {last.strip()}" if turn else name
