"""What a page's metadata and its feed say about who wrote it: the author fields, unjudged.

Places are JSON-LD, meta elements of many vocabularies, microdata, rel=author links and the feed. What is
printed is read by bylines.py; people.py decides among the claims.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from crawler.extraction.reading.names.cleaning import Names, clean_names
from crawler.extraction.reading.names.judging import is_name
from crawler.extraction.reading.names.namewords import code_of, leading, name_words
from crawler.languages.credits import is_only_agencies
from crawler.pages.jsonld import Node, texts, types
from crawler.pages.page import Document
from crawler.text import squeeze

MAX_FIELD = 160  # characters of a property that names authors
MAX_ENTRIES = 20  # authors in one field; more is a masthead
MAX_LINKS = 3_000  # links looked at for rel=author
SAID, PRINTED = "said", "printed"  # kinds of places that do not copy from each other

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
# A search of the bytes spares most pages the walk over their tree.
_REL_AUTHOR = re.compile(rb"""rel=["']?[^"'<>]{0,60}author""")
_RELATED = etree.XPath('descendant::a[@rel][contains(@rel, "uthor") or contains(@rel, "UTHOR")]')
_TURNED = frozenset(("citation_author", "dc.creator", "dcterms.creator"))  # libraries put the last name first
_MICRO = ("author/name", "author", "creator/name", "creator", "author/givenname")
_ORGANISATIONS = frozenset(("organization", "newsmediaorganization", "corporation"))


@dataclass(frozen=True, slots=True)
class NameClaim:
    """The names that one place gives.

    `completes`: the place lists all authors of this article, so that it may add names to another's.
    `edited`: the place names who edited or translated.
    """

    names: Names
    place: str
    trust: float
    text: str
    kind: str = SAID
    completes: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Reads the author fields of one page. `publishers`: what the site calls itself."""

    document: Document
    language: str | None
    publishers: tuple[str, ...]

    def claims(self) -> Iterator[NameClaim]:
        yield from self._jsonld()
        yield from self._meta()
        yield from self._micro()
        if (link := self.document.page.link) and link.authors:
            yield from self._claim(link.authors, "feed", 0.8)

    def _claim(
        self, given: Iterable[str], place: str, trust: float, completes: bool = False
    ) -> Iterator[NameClaim]:
        given = list(given)[:MAX_ENTRIES]
        if names := clean_names(given, publishers=self.publishers, language=self.language):
            yield NameClaim(names, place, trust, " | ".join(given)[:200], SAID, completes)

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
        for given in (value if isinstance(value, list) else [value])[:MAX_ENTRIES]:
            item = self.document.structured.resolve(given)
            if isinstance(item, dict):
                names = texts(item.get("name")) or texts(item.get("alternateName"))
                kinds = types(item)
                (others if kinds & _ORGANISATIONS else people).extend(names[:5])
            else:
                people += texts(item)[:5]
        return people, others

    def _organised(
        self, people: list[str], others: list[str], place: str, trust: float
    ) -> Iterator[NameClaim]:
        names = clean_names(people, publishers=self.publishers, language=self.language)
        if others:
            whole = [squeeze(other) for other in others if is_name(squeeze(other)[:MAX_FIELD])]
            agencies = [other for other in whole if is_only_agencies(other)]
            names = Names(
                names.people,
                tuple(dict.fromkeys((*names.agencies, *agencies))),
                tuple(dict.fromkeys((*names.organisations, *(o for o in whole if o not in agencies)))),
            )
        if names:
            yield NameClaim(names, place, trust, " | ".join([*people, *others])[:200], completes=True)

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
            if leading(
                label.split(),
                name_words(code_of(self.language)).bylines,
            ) and (data := meta.get(f"twitter:data{number}")):
                yield from self._claim(data[:1], "meta", 0.75)

    def _micro(self) -> Iterator[NameClaim]:
        micro = self.document.structured.micro
        for name in _MICRO:
            if values := [value for value in micro.get(name, ()) if len(value) < MAX_FIELD][:10]:
                yield from self._claim(values, "microdata", 0.84)
                return

    def linked(self) -> Iterator[NameClaim]:
        """The links that HTML's rel=author marks; to find them costs as much as all other fields."""
        if not _REL_AUTHOR.search(self.document.page.body):
            return
        given = _RELATED(self.document.root)
        names = shortest(
            squeeze("".join(element.itertext())[:MAX_FIELD])
            for element in (list[Any](given)[:MAX_LINKS] if isinstance(given, list) else ())
        )
        if names and len(names) <= 4:
            yield from self._claim(names, "rel", 0.75)


def shortest(link_texts: Iterable[str]) -> list[str]:
    """Link texts without those that only say more of another: "Jane Doe", "All posts by Jane Doe"."""
    given = [text for text in dict.fromkeys(link_texts) if text]
    return [text for text in given if not any(other != text and other in text for other in given)]


def _turned(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe"."""
    last, comma, first = name.partition(",")
    turn = comma and "," not in first and len(last.split()) <= 2 and 1 <= len(first.split()) <= 3
    return f"{first.strip()} {last.strip()}" if turn else name
