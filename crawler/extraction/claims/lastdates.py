"""The last resorts, for pages that give no whole date anywhere else: each says little, yet not nothing."""

import re
from collections.abc import Iterator

from crawler.extraction.claims.datesaid import ARCHIVE, MAX_SCRIPT, PRINTED, PUBLISHED, Claim
from crawler.extraction.reading.dates.finding import find_dates, parse_date
from crawler.extraction.roles.printeddates import Reader
from crawler.pages.page import Document

IMAGE_TRUST = 0.3  # a third of such days are those of an older picture
DESCRIBED = 0.35
YEARLESS = 0.4
MAX_DESCRIPTION = 400  # characters
CLOSE = 3  # blocks from the title in which a day without a year is looked for

_IMAGE_DATE = re.compile(r"(?<!\d)(20\d\d)([/-])(\d\d)\2(\d\d)(?!\d)")
_CLOSING = re.compile(r"[(\[]([^()\[\]]{6,60})[)\]]\W*$")  # what a description ends with, in brackets


def pictured(document: Document) -> Iterator[Claim]:
    """The day in the address of the page's picture, uploaded for the article or taken from an older one."""
    for address in document.structured.meta.get("og:image", ())[:1]:
        found = _IMAGE_DATE.search(ARCHIVE.sub("", address[:600]))
        text = "-".join(found.group(1, 3, 4)) if found else ""
        if moment := parse_date(text, now=document.page.fetched_at):
            yield Claim(PUBLISHED, moment, "image", IMAGE_TRUST, text)


def described(document: Document, language: str | None) -> Iterator[Claim]:
    """The date in brackets with which a description ends: "… (News of 14 January 2026)"."""
    text = document.structured.first("description", "og:description") or ""
    if closing := _CLOSING.search(text[:MAX_DESCRIPTION]):
        found = find_dates(closing[1], now=document.page.fetched_at, language=language)
        if len(found) == 1 and found[0].moment.sure:
            yield Claim(PUBLISHED, found[0].moment, "description", DESCRIBED, closing[1])


def yearless(document: Document, reader: Reader) -> Iterator[Claim]:
    """A day without a year beside the title, whose year stands in an address or a name on the page."""
    for block, found in reader.yearless(CLOSE):
        day = found.moment.day
        whole = re.compile(rf"(?<!\d)(20\d\d)(?P<sign>[-_/]?){day.month:02}(?P=sign){day.day:02}(?!\d)")
        years = {int(match[1]) for match in whole.finditer(document.text, 0, MAX_SCRIPT)}
        if len(years) == 1:
            text = f"{years.pop()}-{day.month:02}-{day.day:02}"
            if moment := parse_date(text, now=document.page.fetched_at):
                yield Claim(PUBLISHED, moment, "printed", YEARLESS, block.text, PRINTED)
