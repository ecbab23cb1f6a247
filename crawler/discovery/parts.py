"""An article on several pages: which of them a page is, where the first is and where the next.

The addresses of such pages differ in one number: `?page=2`, `/story/2/`, `/story/page-2`, `story_2.html`.
Where a word says that it counts pages, any link will do. Where it is only a number, what lies there may be
another article ("budget-2"), so that something has to say so: rel=next, or a link that shows nothing but the
number or an arrow. No site is known here, and no word of a language but those of paths.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.anchors import base_of
from crawler.discovery.pathwords import paths, segment_words
from crawler.discovery.traps import shows_one
from crawler.items import Part
from crawler.text import fold, latin_digits
from crawler.urls import canonicalize, without_www

MAX_NUMBER = 60  # the longest stories of news sites have some 20 pages; beyond are numbers of articles
MAX_LINKS = 3_000  # anchors looked at
MAX_WORDS = 8  # of a pager's entry with a heading: "2. What the council decided"
MAX_TEXT = 100  # characters of it

_INDEX = re.compile(r"(?:index|default)(?:\.[a-z]{2,5})?", re.IGNORECASE)
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,5})$")
_COUNTED = re.compile(r"(.*?)(?P<sign>[-_,.~; ]?)(\d{1,2})", re.DOTALL)
_WORD_END = re.compile(r"(?:^|[-_,.~; ])([^\W\d_]{1,12})[-_,.~; ]?$")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{1,4}")
_RUN = re.compile(r"[^\W\d_]+|\d{3,}")
_LETTER = re.compile(r"[^\W\d_]")
_HOST = re.compile(r"(?:https?:)?//(?:www\.)?([a-z\d.-]+[a-z])(?=[/?#]|$)", re.IGNORECASE)  # with no port


@dataclass(frozen=True, slots=True)
class Place:
    """What an address may be: page `number` of the article `stem`; `named` where a word says that it counts
    pages, `loose` where the number may as well belong to the slug."""

    stem: str
    number: int
    named: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A link of the page to another of its article."""

    url: str
    number: int | None  # None: the first page, whose address has none
    named: bool
    sure: bool  # something but the address says that it is one
    shown: int | None = None  # the number that it shows


def part_of(root: HtmlElement, url: str) -> Part | None:
    """Which page of an article of several it is; None where it is whole, or nothing says otherwise."""
    numbered = sorted(places(url), key=lambda place: not place.named)
    # An address without a number leads to the first page, and that is of interest from a later one alone.
    tail = _tail(min([_plain(url), *(place.stem for place in numbered)], key=len))
    links = list(_links(root, url, tail, unnumbered=bool(numbered)))
    for own in numbered:
        entries = [entry for link in links if (entry := _entry(link, own.stem, own.number))]
        if found := _as_numbered(own, entries):
            return found
    entries = [entry for link in links if (entry := _entry(link, _plain(url), None))]
    following = _after(entries, 0 if _from_zero(entries) else 1) or _second(entries)
    return Part(1, None, following) if following else None


def _as_numbered(own: Place, entries: list[_Entry]) -> Part | None:
    """What the page is if its address has its number; None where the entries do not confirm it."""
    # The first page, else the one before, which knows it.
    before = (None, 0) if own.number == 1 else (None, 0, 1, own.number - 1)
    ways = [entry for entry in entries if entry.number in before]
    following = _after(entries, own.number)
    if ways and (own.named or any(entry.sure for entry in entries)):
        first = min(ways, key=lambda entry: entry.number or 0).url
        return Part(own.number + _from_zero(entries), first, following)
    # A page may lead on alone, and not back: whoever came from the page before knows the first.
    leads_on = own.named and any(entry.sure and entry.url == following for entry in entries)
    alone = own.number == 1 or leads_on
    return Part(own.number, None, following) if alone and following else None


def _second(entries: list[_Entry]) -> str | None:
    """The address with a 1 of a pager that shows no numbers: some count from 0."""
    return next((one.url for one in entries if one.number == 1 and one.sure and one.shown != 1), None)


def places(url: str) -> list[Place]:
    """What an address may be, as one of several pages."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    segments = unquote(parts.path).rstrip("/").split("/")
    if not any(segments) or (parts.query and shows_one(segments[-1])):
        return []  # ?p=45 of a home page, show.php?page=45
    found: list[Place] = []
    pairs = [pair for pair in parts.query.split("&") if pair]
    for index, pair in enumerate(pairs):
        if (counted := _counts(pair)) is not None:
            rest = "&".join(pairs[:index] + pairs[index + 1 :])
            found.append(Place(_plain(parts._replace(query=rest).geturl()), *counted))
    ending = _ending_of(segments[-1])
    match = _COUNTED.fullmatch(segments[-1][: len(segments[-1]) - len(ending)])
    if match and (place := _in_path(segments, match)):
        stem = parts._replace(path=place.stem).geturl()
        found.append(Place(_plain(stem), place.number, place.named, place.loose and not ending))
    return found


def _in_path(segments: list[str], match: re.Match[str]) -> Place | None:
    """The place that the number at the path's end gives; its stem is the path without it."""
    before, sign, number = match[1], match["sign"], int(match[3])
    folder = "/".join(segments[:-1])
    if not 0 < number <= MAX_NUMBER or match[3].startswith("0"):
        return None
    if not before:
        named = len(segments) > 2 and segment_words(segments[-2]) in paths().paging
        return Place("/".join(segments[:-2]) if named else folder, number, named)
    word = _WORD_END.search(before)
    if word and segment_words(word[1]) in paths().paging and (sign or len(word[1]) > 1 or word.start()):
        return Place(f"{folder}/{before[: word.start()]}".removesuffix("/"), number, named=True)
    if not sign and not _INDEX.fullmatch(before):
        return None
    return Place(f"{folder}/{before}" if sign else folder, number, loose=sign == "-")


def _counts(pair: str) -> tuple[int, bool] | None:
    """The number of a parameter that counts pages, and whether its name says so: "p" may number articles."""
    name, _, value = pair.partition("=")
    name, value = segment_words(unquote(name)).rpartition("[")[2].rstrip("]"), latin_digits(unquote(value))
    if name in paths().paging and value.isdecimal() and len(value) <= 2 and int(value) <= MAX_NUMBER:
        return int(value), len(name) > 1
    return None


def _ending_of(name: str) -> str:
    """The file ending with its dot, where it is a page's."""
    match = _ENDING.search(name)
    return match[0] if match and match[1].lower() in paths().pages else ""


def _plain(url: str) -> str:
    """What the addresses of an article's first page have in common, however they are written."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = unquote(parts.path).rstrip("/")
    folder, _, name = path.rpartition("/")
    path = folder if _INDEX.fullmatch(name) else path[: len(path) - len(_ending_of(name))]
    return f"{without_www(parts.netloc)}{path.rstrip('/')}?{parts.query}"


def _links(root: HtmlElement, url: str, tail: str, *, unnumbered: bool) -> Iterator[tuple[str, str, str]]:
    """(address, rel, text) of links that may lead to other pages of the article: their addresses hold `tail`,
    or they are relative to it."""
    base, own = base_of(root, url), _plain(url).partition("?")[0].partition("/")[0]
    for element in root.iter("link"):
        rel = (element.get("rel") or "").lower()
        if rel in ("next", "prev", "previous", "canonical") and (
            target := canonicalize(element.get("href") or "", base)
        ):
            yield target, rel, ""
    for _, element in zip(range(MAX_LINKS), root.iter("a", "option"), strict=False):
        href = element.get("href" if element.tag == "a" else "value") or ""
        if not (unnumbered or _DIGIT.search(href)) or not _may_lead(href, tail, own):
            continue
        if target := canonicalize(href, base):
            yield target.partition("#")[0], (element.get("rel") or "").lower(), _text(element)


def _may_lead(href: str, tail: str, own: str) -> bool:
    """Whether an address holds `tail`, or is relative to the page itself; none does on another host."""
    host = _HOST.match(href)
    if href.startswith("#") or (host and host[1].lower() != own):
        return False
    near = href.startswith(("?", "./", "../")) or (not href.startswith("/") and ":" not in href)
    return near or tail in href or ("%" in href and tail in unquote(href))


def _tail(stem: str) -> str:
    """The longest word or number in the last part of the path: the addresses of all its pages have it."""
    path = stem.partition("?")[0].partition("/")[2]
    return next((max(found, key=len) for part in path.split("/")[::-1] if (found := _RUN.findall(part))), "")


def _text(element: HtmlElement) -> str:
    """What a link shows, or says of itself where it shows a picture."""
    shown = "".join(map(str, element.itertext()))[:MAX_TEXT]
    return latin_digits(
        " ".join(
            (shown if shown.strip() else element.get("aria-label") or element.get("title") or "").split()
        )
    )


def _entry(link: tuple[str, str, str], stem: str, own: int | None) -> _Entry | None:
    """The link as one to another page of the article `stem`, seen from page `own`; None where it is none."""
    url, rel, text = link
    back = rel.startswith("prev")
    if _plain(url) == stem:
        says_so = back or rel == "canonical" or _shows(text) == 1
        return _Entry(url, None, named=False, sure=says_so) if own is not None else None
    for place in places(url):
        if place.number != own and place.stem == stem and rel != "canonical":
            shown = _shows(text)
            counted = shown in (place.number, place.number + 1)
            sure = counted or (not place.loose and ("next" in rel or back or _leads_on(text)))
            return _Entry(url, place.number, place.named, sure, shown) if place.named or sure else None
    return None


def _shows(text: str) -> int | None:
    """The number of a pager's entry: the only one in its text, or the first before a heading."""
    numbers = _NUMBER.findall(text)
    if not numbers or len(text.split()) > MAX_WORDS or not (len(numbers) == 1 or text.startswith(numbers[0])):
        return None
    return int(numbers[0])


def _leads_on(text: str) -> bool:
    """Whether a text says "next page": a sign, or words of the table."""
    if not text or len(text) > MAX_TEXT // 2:
        return False
    words = fold(_NUMBER.sub(" ", text)).strip("›»→▶>-–:.()/ ")
    return not _LETTER.search(words) or words in paths().next_page


def _from_zero(entries: list[_Entry]) -> bool:
    """Whether the addresses count from 0: each that shows a number is one behind it."""
    shown = [(entry.number, entry.shown) for entry in entries if entry.shown and entry.number is not None]
    return bool(shown) and all(number + 1 == shown for number, shown in shown)


def _after(entries: list[_Entry], own: int) -> str | None:
    """The address of the page that follows."""
    found = [(entry.number, entry.url) for entry in entries if entry.number == own + 1]
    return found[0][1] if found else None
