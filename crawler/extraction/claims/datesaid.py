"""What a page says about when it was published and changed: every place that gives a date, with its trust.

Places are metadata (JSON-LD, meta elements of many vocabularies, microdata), the feed, and the address;
what is printed is read by dateprint.py. dates.py decides among the claims. The trusts are the shares of
pages on which the place told the day that people read, measured on some 1,900 pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from crawler.extraction.reading.dates.finding import parse_date
from crawler.extraction.reading.dates.moment import Moment, of_datetime
from crawler.pages.jsonld import Node, texts
from crawler.pages.page import Document
from crawler.text import latin_digits

PUBLISHED, MODIFIED = "published", "modified"
MAX_VALUE = 80  # characters of an attribute that is a date
MAX_SCRIPT = 1_500_000  # characters of the page searched for dates in scripts

MAX_TITLE = 500
SAID, PRINTED, ADDRESS, TITLE = (
    "said",
    "printed",
    "address",
    "title",
)  # kinds of places that do not copy from each other


@dataclass(frozen=True, slots=True)
class Claim:
    """One date that one place gives for one field."""

    field: str
    moment: Moment
    place: str
    trust: float
    text: str = ""  # as the page writes it
    kind: str = SAID


# JSON-LD and microdata properties (schema.org): field and share of the place's trust.
_PROPERTIES = {
    "datepublished": (PUBLISHED, 1.0),
    "datecreated": (PUBLISHED, 0.7),
    "uploaddate": (PUBLISHED, 0.6),
    "datemodified": (MODIFIED, 1.0),
}
_PAGE_TYPES = ("webpage", "itempage", "collectionpage", "videoobject", "product", "recipe", "creativework")
# How an address was found: place, trust in its day of publication and in that of its change. The lastmod of
# sitemaps often tells when the template changed.
_LISTINGS = {
    "feed": ("feed", 0.85, 0.8),
    "news_sitemap": ("news sitemap", 0.88, 0.5),
    "sitemap": ("sitemap", 0.7, 0.5),
}
# Names of meta elements. The vocabularies (Open Graph, Dublin Core, Parse.ly, Sailthru, Cxense, rNews …)
# are too many to list and read alike, so their words decide.
_META_STRONG = re.compile(
    r"^(?:(?:og|article|rnews|schema|news|vr|parsely|shareaholic|sailthru|dc|dcterms|bt|citation|blog|post)[:._-])*"
    r"(?:article[:._-])?(?:date[._-]?)?(?:published?|publication|pub|issued)?[._-]?"
    r"(?:date(?:published)?|time|at|issued|pubdate|timestamp)?(?:[._-]iso8601)?$"
)
_META_PUBLISHED = re.compile(r"publi|pub_?-?date|issued|release|posted|creat|displaydate|ptime|original")
_META_MODIFIED = re.compile(r"modif|updat|revis|last-?mod")
_META_DATE = re.compile(r"(?:^|[.:_-])(?:date|time|timestamp|datetime)$|^date")
_META_NOT = re.compile(
    r"expir|event|birth|start|end_?date|valid|embargo|publisher|publication_?(?:name|id|type)|copyright|unpub"
    r"|valid|revisit|refresh|build|server|crawl|generat"
)
_DIGIT = re.compile(r"\d")
ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d{8,14}\w*/")  # when it was saved, not written
_YEAR = r"(?<!\d)(?P<y>(?:19|20)\d\d)"
_URL_DATES = (
    (re.compile(_YEAR + r"([/_.-])(?P<m>\d{1,2})(?:\2|[/-])(?P<d>\d{1,2})(?!\d)"), 0.8),
    (re.compile(_YEAR + r"/?(?P<m>\d\d)-?/?(?P<d>\d\d)(?!\d)"), 0.8),
    (re.compile(_YEAR + r"/(?P<m>[a-z]{3,9})/(?P<d>\d{1,2})(?=[/-]|$)", re.IGNORECASE), 0.8),
    # Followed by a time of day or a number.
    (re.compile(_YEAR + r"(?P<m>[01]\d)(?P<d>[0-3]\d)(?=(?:[01]\d|2[0-3])[0-5]\d\d{0,11}(?!\d))"), 0.7),
    (re.compile(r"(?<![\d-])(?P<d>\d{1,2})([_.-])(?P<m>\d{1,2})\2(?P<y>20\d\d)(?![\d-])"), 0.6),
)
# State that scripts carry: "publishedAt": "2026-11-12T…"
_SCRIPT_DATE = re.compile(
    r"""(?<![A-Za-z])(?:\\*["']|&quot;)?(?:date_?published|(?:first_?)?(?:publish(?:ed)?|publication)_?(?:at|on|date|time)?|pub_?date"""
    r"""|post_?date|display_?date|article_?date|created?_?(?:at|date|on)?|date_?created)(?:\\*["']|&quot;)?\s*:\s*"""
    r"""(?:(?:\\*["']|&quot;)([^"'\\&]{8,40})(?:\\*["']|&quot;)|(\d{10}(?:\d{3})?)\b)""",
    re.IGNORECASE,
)
# What a script writes into the page, and hAtom's way of hiding a date in the title of an empty element.
_WRITTEN_DATE = re.compile(
    r"""\b(?:show|write|print|format|display)_?(?:date|time)\(\s*["'](\d[^"']{7,30})["']"""
    r"""|<\w+\s+class=["'](?:[\w-]+\s+)*(?:published|updated)(?:\s+[\w-]+)*["']\s+title=["'](\d{4}-[^"']{6,30})["']""",
    re.IGNORECASE,
)


def said(document: Document, language: str | None) -> Iterator[Claim]:
    """The dates in metadata, feed and address."""
    now = document.page.fetched_at
    for field, text, place, trust, kind in _texts(document):
        moment = parse_date(text, now=now, language=language) if len(text) <= MAX_VALUE else None
        if moment:
            yield Claim(field, moment, place, trust, text, kind)
    if link := document.page.link:
        place, first, changed = _LISTINGS.get(link.found_in, ("listing", 0.7, 0.5))
        for field, when, trust in (
            (PUBLISHED, link.published_at, first),
            (MODIFIED, link.modified_at, changed),
        ):
            if when:
                yield Claim(field, of_datetime(when), place, trust)


def scripted(document: Document) -> Iterator[Claim]:
    """Dates in the state that scripts carry, for pages that give none elsewhere."""
    for rank, found in enumerate(_SCRIPT_DATE.finditer(document.text, 0, MAX_SCRIPT)):
        if moment := parse_date(found[1] or found[2], now=document.page.fetched_at):
            yield Claim(PUBLISHED, moment, "script", max(0.1, 0.45 - 0.02 * rank), found[1] or found[2])
        if rank > 20:
            break
    for found in islice(_WRITTEN_DATE.finditer(document.text, 0, MAX_SCRIPT), 5):
        if moment := parse_date(found[1] or found[2], now=document.page.fetched_at):
            yield Claim(PUBLISHED, moment, "script", 0.4, found[1] or found[2])


_Text = tuple[str, str, str, float, str]  # field, text, place, trust, kind


def _texts(document: Document) -> Iterator[_Text]:
    structured = document.structured
    for rank, node in enumerate(structured.article_nodes[:3]):
        yield from _properties(node, "jsonld", 0.9 - 0.2 * rank)
    for node in list(structured.nodes(*_PAGE_TYPES))[:4]:
        yield from _properties(node, "jsonld page", 0.82)
    for name, values in structured.micro.items():
        if name in _PROPERTIES:
            field, share = _PROPERTIES[name]
            yield field, values[0], "microdata", 0.84 * share, SAID
    yield from _meta(structured.meta)
    yield from _title(document)
    yield from _address(latin_digits(ARCHIVE.sub("", document.url[:600])))


def _properties(node: Node, place: str, trust: float) -> Iterator[_Text]:
    for key, value in node.items():
        if key.lower() in _PROPERTIES and (given := texts(value)):
            field, share = _PROPERTIES[key.lower()]
            yield field, given[0], place, trust * share, SAID


def _meta(meta: dict[str, list[str]]) -> Iterator[_Text]:
    for name, contents in meta.items():
        field, trust = _meta_field(name) if len(name) <= MAX_VALUE else ("", 0.0)
        if field:
            yield field, contents[0], "meta", trust, SAID


@lru_cache(maxsize=4_096)  # sites share their names
def _meta_field(name: str) -> tuple[str, float]:
    """Which date a meta element of this name gives, if any, and how far it is trusted."""
    if _META_NOT.search(name):
        return "", 0.0
    if _META_MODIFIED.search(name):
        return MODIFIED, 0.8
    if _META_PUBLISHED.search(name):
        return PUBLISHED, 0.86 if _META_STRONG.search(name) else 0.8
    return (PUBLISHED, 0.5) if _META_DATE.search(name) else ("", 0.0)


def _title(document: Document) -> Iterator[_Text]:
    """A date after the headline in <title>: "… | DW | 12.11.2026"."""
    title = document.root.find("head/title")
    text = "".join(title.itertext())[:MAX_TITLE].strip() if title is not None else ""
    if not _DIGIT.search(text):
        return
    for part in re.split(r"\s[|–—-]\s|\|", text)[1:]:
        if _DIGIT.search(part):
            yield PUBLISHED, part.strip(), "title", 0.6, TITLE


def _address(url: str) -> Iterator[_Text]:
    for pattern, trust in _URL_DATES:
        for found in pattern.finditer(url):
            year, month, day = found.group("y", "m", "d")
            if month.isalpha():
                text = f"{day} {month} {year}"
            elif found.start("d") < found.start("y"):  # the order of day and month is the language's
                text = f"{day}/{month}/{year}"
            else:
                text = f"{year}-{int(month):02}-{int(day):02}"
            yield PUBLISHED, text, "url", trust, ADDRESS
