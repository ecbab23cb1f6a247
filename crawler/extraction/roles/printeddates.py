"""Dates that the page prints: around its title, at the end of its text, and as a last resort anywhere.

How far a printed date is the article's own depends on where it stands: the trusts below are the shares
measured on some 1,900 pages of news and blogs, by distance from the title and by what the site calls
the element. Dates in lists of other articles, comments and the page's frame count little.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from crawler.extraction.claims.datesaid import PRINTED, PUBLISHED, Claim
from crawler.extraction.reading.dates.finding import Found, find_dates, label_in, parse_date
from crawler.extraction.reading.dates.moment import Moment
from crawler.extraction.roles.nearby import Surroundings
from crawler.extraction.roles.times import Times, moment_text, moments_by_block
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import fold

MAX_LINE = 220  # characters of a line that can be a by-line; in a longer one a date is part of the news
MAX_LINES = 400  # lines read when the whole page is searched
DATELINE = 60  # characters at the begin of a paragraph in which its date stands: "Berlin, 12.11.2026 –"
BRACKETED = 0.3  # trust in the date in brackets with which some paragraph begins
TALK = 6  # words before an unlabelled date that make the line a caption or a sentence
LABEL = 40  # characters of a line that is but a label: "Published on"

# A sign of copyright before the first date; after it, it is a photographer's.
_RIGHTS = re.compile(r"\D{0,80}(?:©|\(c\)|copyright)", re.IGNORECASE)
_DATE_WORDS = re.compile(r"\d|[\u0660-\u0669\u06f0-\u06f9]")
_ENDS_DATELINE = frozenset('.:–—-)|,“„«»"/(')
_LABEL = re.compile(r"[^\W\d]{4,}\s?:\s?$")
_START = 5  # distance from the title that counts as much as standing beside the first paragraph
_BESIDE = 3  # blocks from the first paragraph
_UP = 3  # elements in which a name like "date" counts for the block


@dataclass(frozen=True, slots=True)
class _Band:
    """Trust by distance from the title: in an element called date or <time>, and in any other."""

    last: int
    named: float
    plain: float
    foreign: float  # factor for lists of others


# Above the title (negative distances) and below it.
_ABOVE = (_Band(2, 0.93, 0.85, 0.8), _Band(6, 0.75, 0.55, 0.6), _Band(99, 0.45, 0.25, 0.6))
_BELOW = (
    _Band(3, 0.93, 0.91, 1.0),
    _Band(8, 0.92, 0.4, 0.65),
    _Band(15, 0.6, 0.25, 0.3),
    _Band(99, 0.45, 0.25, 0.5),
)
_AFTER = (_Band(3, 0.55, 0.3, 0.4), _Band(99, 0.25, 0.15, 0.7))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the printed dates of one page."""

    place: Surroundings
    elements: Sequence[HtmlElement]  # those that hold a moment in an attribute, in page order
    now: datetime
    language: str | None

    def near(self) -> Iterator[Claim]:
        """Dates around the title, at the begin of the text and after its end."""
        times = moments_by_block(self.elements, self.place.blocks, self.now, self.language)
        yield from self._pubdate()
        before = ""
        for distance, block in self._around():
            if len(block.text) > MAX_LINE:
                yield from self._dateline(block) if distance > 0 else ()
                before = ""
                continue
            bands = _BELOW if distance >= 0 else _ABOVE
            if self._tells(block, times):
                trust = self._trust(bands, abs(distance), block, block in times)
                yield from self._line(block, times, trust, "printed", before, distance < 0)
            before = block.text
        for distance, block in self.place.after_body():
            if len(block.text) <= MAX_LINE and self._tells(block, times):
                yield from self._line(
                    block,
                    times,
                    self._trust(_AFTER, abs(distance), block, block in times),
                    "printed after",
                    before,
                )
            before = block.text

    def _pubdate(self) -> Iterator[Claim]:
        """The moment of <time pubdate>, an attribute of early HTML5, where the page has but one day of it."""
        given = {moment_text(element) for element in self.elements if element.get("pubdate") is not None}
        moments = {parse_date(text, now=self.now, language=self.language) for text in given if text}
        if len(moments) == 1 and (moment := moments.pop()):
            yield Claim(PUBLISHED, moment, "time", 0.93, next(iter(given)), PRINTED)

    def _around(self) -> Iterator[tuple[int, Block]]:
        """(distance from the title, block) around title and first paragraph, which may stand far apart."""
        first, last = self.place.first, -1
        for distance, block in self.place.around_title():
            last = block.index
            yield (_START if self._opens(last) and distance > _START else distance), block
        if first is not None:
            for index in range(max(last + 1, first - _BESIDE), min(len(self.place.blocks), first + _BESIDE)):
                yield _START, self.place.blocks[index]

    def _opens(self, index: int) -> bool:
        """Whether a block stands right before or after the first paragraph."""
        first = self.place.first
        return first is not None and abs(index - first) < _BESIDE

    def anywhere(self) -> Iterator[Claim]:
        """Dates in any line of the page that is not of another article."""
        times = moments_by_block(self.elements, self.place.blocks, self.now, self.language)
        lines = 0
        before = ""
        for block in self.place.blocks:
            before, label = block.text, before
            named = is_named(block, "date")
            if len(block.text) > MAX_LINE and not self.place.in_frame(block):
                yield from self._dateline(block, first=False)
            if len(block.text) > (2 * MAX_LINE if named else MAX_LINE) or not self._tells(block, times):
                continue
            lines += 1
            if lines > MAX_LINES:
                return
            trust = 0.5 if block.level == 1 and block.kind == "heading" else 0.4 if named else 0.2
            trust *= 0.4 if self.place.is_foreign(block) else 1.0
            last = self.place.last
            trust *= 0.6 if last is not None and block.index > last else 1.0
            yield from self._line(block, times, trust, "printed elsewhere", label)

    def yearless(self, close: int) -> Iterator[tuple[Block, Found]]:
        """The days without a year in the lines closest to the title."""
        for distance, block in self.place.around_title():
            if abs(distance) <= close and len(block.text) <= LABEL and not self.place.is_foreign(block):
                for found in find_dates(block.text, now=self.now, language=self.language, yearless=True):
                    yield block, found

    def _line(
        self,
        block: Block,
        times: Times,
        trust: float,
        place: str,
        before: str,
        above: bool = False,
    ) -> Iterator[Claim]:
        """The dates of one line; a <time> in it tells the moment more exactly than its text.

        `before` is the line before, which may be a label: "Published".
        """
        exact = times.get(block, [])
        found = self._dates(block)
        announced = (found or exact) and len(before) <= LABEL and not _DATE_WORDS.search(before)
        label = label_in(before, self.language) if announced else ""
        for item in found:
            time = next((time for time in exact if time.moment.day == item.moment.day), None)
            moment = time.moment if time else item.moment
            called = item.label or (time.label if time else "") or label
            weight = self._weighed(trust, moment, called, above)
            if not item.label and (
                _asked(block.text, item) or (not is_named(block, "date") and _talks(block.text, item))
            ):
                weight *= 0.5
            yield Claim(called or PUBLISHED, moment, place, weight, block.text, PRINTED)
            for other in exact:
                if abs((other.moment.day - item.moment.day).days) == 1:
                    yield Claim(other.label or called or PUBLISHED, other.moment, "time", 0.5, block.text)
        if not found and exact:
            field = label or label_in(block.text, self.language) or PUBLISHED
            first = exact[0].moment
            yield Claim(field, first, "time", self._weighed(trust, first, label, above), block.text)

    def _tells(self, block: Block, times: Times) -> bool:
        """Whether a line can tell the article's date: copyright lines and the page's frame never do."""
        if not (_DATE_WORDS.search(block.text) or block in times):
            return False
        return not _RIGHTS.match(block.text) and not self.place.in_frame(block)

    def _dateline(self, block: Block, first: bool = True) -> Iterator[Claim]:
        """The date with which a paragraph begins; in brackets, where it may not be the first one."""
        for item in self._dates(block, DATELINE)[:1]:
            if item.moment.sure and not self.place.is_foreign(block):
                text = fold(block.text[:DATELINE])
                before, after = text[: item.start], text[item.end :].lstrip()
                opens = len(before.split()) <= 3 and after[:1] in _ENDS_DATELINE
                trust = 0.7 if opens else 0.3
                if not first:
                    trust = BRACKETED if before.strip() == "(" and after[:1] == ")" else 0.0
                if trust:
                    yield Claim(PUBLISHED, item.moment, "dateline", trust, block.text[:DATELINE], PRINTED)

    def _trust(self, bands: tuple[_Band, ...], distance: int, block: Block, named: bool) -> float:
        band = next(band for band in bands if distance <= band.last)
        named = named or is_named(block, "date") or block.container.tag == "time"
        trust = band.named if named else band.plain
        if is_named(block, "caption") or block.container.tag == "figcaption":
            trust *= 0.2
        return trust * band.foreign if self.place.is_foreign(block) else trust

    def _weighed(self, trust: float, moment: Moment, label: str, above: bool) -> float:
        if not moment.sure:
            trust *= 0.5
        if label:
            trust = min(0.95, 0.5 + 0.5 * trust)
        # Many sites print today's date in their header, every day another.
        elif above and abs((moment.day - self.now.date()).days) <= 1:
            trust *= 0.4
        return trust

    def _dates(self, block: Block, chars: int = 2 * MAX_LINE) -> list[Found]:
        text = block.text[:chars]
        if not _DATE_WORDS.search(text):
            return []
        return find_dates(text, now=self.now, language=self.language)


def is_named(block: Block, family: str) -> bool:
    """Whether the site calls the block, or what directly holds it, by a name of this family."""
    bits = block.families
    box: Container | None = block.container
    for _ in range(_UP):
        if box is None:
            break
        bits |= box.families
        box = box.parent
    return bool(bits & BIT[family])


def _asked(text: str, found: Found) -> bool:
    """Whether a label stands before the date that is none of publication: "Deadline: 12.11.2026"."""
    return bool(_LABEL.search(fold(text)[: found.start]))


def _talks(text: str, found: Found) -> bool:
    """Whether words enough for a sentence stand before the date, or twice as many after it."""
    return len(text[: found.start].split()) >= TALK or len(text[found.end :].split()) >= 2 * TALK
