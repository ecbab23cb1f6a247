"""Dates that the page prints: around its title, at the end of its text, and as a last resort anywhere.

First the lines are chosen that can tell the article's date, each with its trust; then they are read. How
far a printed date is the article's own depends on where it stands: the trusts below are the shares
measured on some 1,900 pages of news and blogs, by distance from the title and by what the site calls
the element. Dates in lists of other articles, comments and the page's frame count little.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.claims.claim import PRINTED, Claim
from crawler.extraction.claims.datesaid import MAX_SCRIPT, MODIFIED, PUBLISHED
from crawler.extraction.reading.dates.datewords import OTHER
from crawler.extraction.reading.dates.finding import Found, find_dates, label_in, parse_date
from crawler.extraction.reading.dates.moment import Moment
from crawler.extraction.roles.nearby import Surroundings, of_document
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT
from crawler.pages.blocks.segment import having
from crawler.pages.page import Document

MAX_LINE = 220  # characters of a line that can be a by-line; in a longer one a date is part of the news
MAX_LINES = 400  # lines read when the whole page is searched
MAX_TIMES = 80  # elements read that hold a moment in an attribute, and
LEAST_MOMENT, MAX_MOMENT = 8, 60  # characters of it
DATELINE = 60  # characters at the begin of a paragraph in which its date stands: "Berlin, 12.11.2026 –"
BRACKETED = 0.3  # trust in the date in brackets with which some paragraph begins
# Factors for a date in what the site calls a caption, and in a figure: there it is most often the day on
# which the picture was taken.
CAPTIONED, PICTURED = 0.2, 0.1
DAY = timedelta(days=1)
TALK = 6  # words before an unlabelled date that make the line a caption or a sentence
LABEL = 40  # characters of a line that is but a label: "Published on"
YEARLESS = 0.4  # trust in a day without a year beside the title, and
CLOSE = 3  # blocks from the title in which it is looked for

# Attributes that hold a year or a moment in seconds. Each pattern begins with letters, which are found fast.
_HOLDS = r"\s*=\s*[\"'][^\"'<>]{0,40}?(?:[12]\d{9}|(?:19|20)\d\d|[\u0660-\u0669\u06f0-\u06f9]{4})"
_DATED = (
    re.compile(rf"(title)(?<=\stitle){_HOLDS}"),
    re.compile(rf"(data-(?<=\sdata-)[a-z\d_-]{{0,40}}(?:date|time)[a-z\d_-]{{0,40}}){_HOLDS}"),
)
MAX_DATED = 10  # names of such attributes
_NOT_DATED = frozenset(("a", "img", "link", "iframe", "time", "abbr", "button", "html", "body"))
# A sign of copyright before the first date; after it, it is a photographer's.
_RIGHTS = re.compile(r"\D{0,80}(?:©|\(c\)|copyright)", re.IGNORECASE)
_DIGITS = re.compile(r"\d|[\u0660-\u0669\u06f0-\u06f9]")
_ENDS_DATELINE = frozenset('.:–—-)|,“„«»"/(')
_LABEL = re.compile(r"[^\W\d]{4}\s?:\s?$")
_START = 5  # distance from the title that counts as much as standing beside the first paragraph
_BESIDE = 3  # blocks from the first paragraph
_UP = 3  # elements in which a name like "date" counts for the block

Moments = list[Claim[Moment]]


class _Spots(NamedTuple):
    """How far dates at some spots of a page are trusted.

    `bands` are by distance from the title: (up to which, trust in an element called date or <time>, in any
    other, factor for lists of others). `dateline` is the trust in the date with which a paragraph begins.
    """

    place: str
    dateline: float
    bands: tuple[tuple[int, float, float, float], ...]


_ABOVE = _Spots("printed", 0.0, ((2, 0.93, 0.85, 0.8), (6, 0.75, 0.55, 0.6), (99, 0.45, 0.25, 0.6)))
_BELOW = _Spots("printed", 0.7, ((3, 0.93, 0.91, 1.0), (8, 0.92, 0.4, 0.65), (99, 0.45, 0.25, 0.5)))
_AFTER = _Spots("printed after", 0.0, ((3, 0.55, 0.3, 0.4), (99, 0.25, 0.15, 0.7)))
_ELSEWHERE = _Spots("printed elsewhere", BRACKETED, ())


class Time(NamedTuple):
    """The moment of a <time>, or of a microformat's <abbr title>, and what the site calls it.

    A `loose` one is of another attribute, whose zone is often wrong: only for want of a date in the text.
    """

    moment: Moment
    label: str
    loose: bool = False


class Printed(NamedTuple):
    """What is needed to read the printed dates of a page."""

    place: Surroundings
    times: dict[Block, list[Time]]
    now: datetime
    language: str | None


def printed(document: Document, language: str | None) -> Printed:
    now = document.page.fetched_at
    elements = [*document.structured.times[:MAX_TIMES], *_dated(document)[:MAX_TIMES]]
    times = _times_by_block(elements, document.blocks, now, language) if elements else {}
    return Printed(of_document(document), times, now, language)


def _times_by_block(
    elements: Sequence[HtmlElement], blocks: Sequence[Block], now: datetime, language: str | None
) -> dict[Block, list[Time]]:
    """The moments of the elements by the block in which they are printed."""
    holders = {block.element: block for block in reversed(blocks)}  # the first of an element
    times: dict[Block, list[Time]] = {}
    for element in elements:
        moment = parse_date(_moment_text(element), now=now, language=language)
        up: HtmlElement | None = element if moment else None
        while up is not None and up not in holders:
            up = up.getparent()
        if up is not None and moment:
            loose = element.tag not in ("time", "abbr")
            times.setdefault(holders[up], []).append(Time(moment, _called(element), loose))
    for block, found in times.items():
        # hAtom asks for "updated" alone, so themes give that name to the only date that they have: names
        # count where they tell two moments apart.
        if not {PUBLISHED, MODIFIED} <= {time.label for time in found}:
            times[block] = [time._replace(label="") for time in found]
    return times


def _dated(document: Document) -> list[HtmlElement]:
    """Elements that give a date in an attribute of another name: <span title=…>, <div data-date=…>."""
    found = (pattern.finditer(document.text, 0, MAX_SCRIPT) for pattern in _DATED)
    names = list(dict.fromkeys([match[1] for match in chain.from_iterable(found)]))[:MAX_DATED]
    if not names:
        return []
    return [
        element
        for element in having(document.root, names)
        if element.tag not in _NOT_DATED
        and any(LEAST_MOMENT <= len(element.get(name, "")) <= MAX_MOMENT for name in names)
    ]


def _moment_text(element: HtmlElement) -> str:
    """The moment of an element as it is written."""
    given = element.get("datetime") or element.get("title") or element.get("content")
    others = (value for name, value in element.items() if "date" in name or "time" in name)
    return str(given or next(others, ""))[:MAX_MOMENT]


def _called(element: HtmlElement) -> str:
    """What hAtom's classes or a schema.org property say that a moment is."""
    names = {*(element.get("class") or "").lower().split(), (element.get("itemprop") or "").lower()}
    if names & {"published", "datepublished"}:
        return PUBLISHED
    return MODIFIED if names & {"updated", "datemodified"} else ""


def pubdate(document: Document, language: str | None) -> Moments:
    """The moment of <time pubdate>, an attribute of early HTML5, where the page has but one day of it."""
    moments: dict[Moment | None, str] = {}
    for element in document.structured.times[:MAX_TIMES]:
        if element.get("pubdate") is not None and (text := _moment_text(element)):
            moments.setdefault(parse_date(text, now=document.page.fetched_at, language=language), text)
    moment, text = moments.popitem() if len(moments) == 1 else (None, "")
    return [Claim(PUBLISHED, moment, "time", 0.93, text, PRINTED)] if moment else []


def near(page: Printed) -> Moments:
    """The dates around the title and the first paragraph, which may stand far apart, and after the text."""
    place, first, last = page.place, page.place.first, -1
    lines = []
    for distance, block in place.around_title():
        last = block.index
        opens = first is not None and abs(last - first) < _BESIDE and distance > _START
        lines.append((_START if opens else distance, block, _BELOW if distance >= 0 else _ABOVE))
    for block in place.blocks[max(last + 1, first - _BESIDE) : first + _BESIDE] if first is not None else ():
        lines.append((_START, block, _BELOW))
    for distance, block in place.after_body():
        lines.append((distance, block, _AFTER))
    return _claims(page, lines)


def anywhere(page: Printed) -> Moments:
    """The dates of any line of the page."""
    return _claims(page, [(0, block, _ELSEWHERE) for block in page.place.blocks])


def _claims(page: Printed, lines: Sequence[tuple[int, Block, _Spots]]) -> Moments:
    """The dates of lines that can tell the article's: copyright lines and the page's frame never do."""
    claims: Moments = []
    before, read = "", 0
    for distance, block, spots in lines:
        text, label, before = block.text, before, block.text
        longest = 2 * MAX_LINE if spots is _ELSEWHERE and is_named(block, "date") else MAX_LINE
        dated = len(text) > MAX_LINE or _DIGITS.search(text) or block in page.times
        if not dated or read >= MAX_LINES or page.place.in_frame(block):
            continue
        read += spots is _ELSEWHERE
        if len(text) > MAX_LINE:
            claims += _dateline(page, block, spots.dateline)
        if len(text) <= longest and not _RIGHTS.match(text):
            claims += _read(page, block, _trust(page, block, spots, abs(distance)), spots.place, label)
    return claims


def _trust(page: Printed, block: Block, spots: _Spots, distance: int) -> float:
    """How far a date in a block is the article's, by where it stands and what the site calls it."""
    is_date = is_named(block, "date")
    if spots is _ELSEWHERE:
        trust, factor = 0.5 if block.level == 1 and block.kind == "heading" else 0.4 if is_date else 0.2, 0.4
        trust *= 0.6 if page.place.last is not None and block.index > page.place.last else 1.0
    else:
        _, named, plain, factor = next(band for band in spots.bands if distance <= band[0])
        trust = named if is_date or block in page.times or block.container.tag == "time" else plain
        trust *= CAPTIONED if is_named(block, "caption") else 1.0
    trust *= PICTURED if page.place.is_pictured(block) else 1.0
    return trust * factor if page.place.is_foreign(block) else trust


def _first_day(found: Sequence[Found]) -> date | None:
    """The day of publication. "Stand 05.04.2025, erstellt 03.04.2025": of two days that are called so, the
    later is one of change; so is the second of two where the line begins with the other."""
    opens = len(found) == 2 and not (found[0].label or found[0].before.strip())
    return min((item.moment.day for item in found if item.label == PUBLISHED or opens), default=None)


def _read(page: Printed, block: Block, trust: float, place: str, before: str) -> Moments:
    """The dates of one line. `before` is the line before, which may be but their label."""
    text = block.text
    found = find_dates(text, now=page.now, language=page.language) if _DIGITS.search(text) else ()
    if not found and block not in page.times:
        return []
    label = "" if len(before) > LABEL or _DIGITS.search(before) else label_in(before, page.language)
    if not found:
        return _timed(page, block, trust, place, label)
    if len(found) > 1 and any(item.label for item in found) and is_named(block, "caption"):
        trust /= CAPTIONED  # what tells two dates apart is no caption, but a by-line that is called "credit"
    claims, first = [], _first_day(found)
    for item in found:
        own = MODIFIED if item.label == PUBLISHED and item.moment.day != first else item.label
        if OTHER not in (own, label):
            claims += _told(page, block, trust, place, item._replace(label=own), label)
    return claims


def _timed(page: Printed, block: Block, trust: float, place: str, label: str) -> Moments:
    """The moment of an element whose text is no date: "a fortnight ago"."""
    field = label or label_in(block.text, page.language) or PUBLISHED
    for time in page.times[block] if field != OTHER else ():
        if not time.loose or place != _ELSEWHERE.place:
            weight = _weighed(page, block, trust, time.moment, label)
            return [Claim(field, time.moment, "time", weight, block.text)]
    return []


def _told(page: Printed, block: Block, trust: float, place: str, found: Found, label: str) -> Moments:
    """A date of a line; a <time> in it tells the moment more exactly than its text."""
    moment, called = found.moment, found.label
    exact = [time for time in page.times.get(block, ()) if not (time.loose and moment.sure)]
    exact.sort(key=lambda time: not _is_minute(time.moment, moment))
    for time in exact:
        if time.moment.day == moment.day or not moment.sure:  # "today, 9:30"
            moment, called = time.moment, called or time.label
            break
    called = called or label
    field, weight = called or PUBLISHED, _weighed(page, block, trust, moment, called)
    weight *= 0.5 if not found.label and _is_beside(block, found) else 1.0
    claims = [Claim(field, moment, place, weight, block.text, PRINTED)]
    for time in exact:  # of the day before or after, as zones make them
        if abs(time.moment.day - found.moment.day) == DAY:
            claims.append(Claim(time.label or field, time.moment, "time", 0.5, block.text))
    return claims


def _is_minute(one: Moment, other: Moment) -> bool:
    """Whether two moments are of the same minute of the hour."""
    return one.clock is not None and other.clock is not None and one.clock.minute == other.clock.minute


def _is_beside(block: Block, found: Found) -> bool:
    """Whether a date has a label of its own ("Deadline: 12.11.2026"), or stands in a sentence."""
    talk = len(found.before.split()) >= TALK or len(found.after.split()) >= 2 * TALK
    return _LABEL.search(found.before) is not None or (talk and not is_named(block, "date"))


def _weighed(page: Printed, block: Block, trust: float, moment: Moment, label: str) -> float:
    trust = trust if moment.sure else 0.5 * trust
    if label:
        return min(0.95, 0.5 + 0.5 * trust)
    # Many sites print today's date in their header, every day another.
    title = page.place.first if page.place.title is None else page.place.title
    today = abs((moment.day - page.now.date()).days) <= 1 and block.index < (title or 0)
    return 0.4 * trust if today else trust


def _dateline(page: Printed, block: Block, trust: float) -> Moments:
    """The date with which a paragraph begins; in brackets, where it may not be the first one."""
    text = block.text[:DATELINE]
    dated = trust and _DIGITS.search(text) and not page.place.is_foreign(block)
    found = find_dates(text, now=page.now, language=page.language)[:1] if dated else ()
    if not found or not found[0].moment.sure:
        return []
    before, after = found[0].before, found[0].after.lstrip()[:1]
    if trust == BRACKETED:
        trust = BRACKETED if before.strip() == "(" and after == ")" else 0.0
    elif len(before.split()) > 3 or after not in _ENDS_DATELINE:
        trust = 0.3
    return [Claim(PUBLISHED, found[0].moment, "dateline", trust, text, PRINTED)] if trust else []


def yearless(page: Printed, text: str) -> Moments:
    """A day without a year beside the title, whose year stands in an address or a name in the page's text."""
    claims = []
    for distance, block in page.place.around_title():
        apart = page.place.is_foreign(block) or page.place.is_pictured(block)
        if abs(distance) > CLOSE or len(block.text) > LABEL or apart:
            continue
        for found in find_dates(block.text, now=page.now, language=page.language, yearless=True):
            day = found.moment.day
            whole = re.compile(rf"(?<!\d)(20\d\d)(?P<sign>[-_/]?){day.month:02}(?P=sign){day.day:02}(?!\d)")
            years = {int(match[1]) for match in whole.finditer(text, 0, MAX_SCRIPT)}
            moment = parse_date(f"{years.pop()}-{day:%m-%d}", now=page.now) if len(years) == 1 else None
            if moment:
                claims.append(Claim(PUBLISHED, moment, "printed", YEARLESS, block.text, PRINTED))
    return claims


def is_named(block: Block, family: str) -> bool:
    """Whether the site calls the block, or what directly holds it, by a name of this family."""
    bits = block.families
    for box in block.boxes[:_UP]:
        bits |= box.families
    return bool(bits & BIT[family])
