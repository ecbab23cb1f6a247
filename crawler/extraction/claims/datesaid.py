"""The dates that a page gives, as moments: those of the table of claims, and those that are no plain value.

A date also stands in the title, in the address, in the state that scripts carry, in the address of the
picture and at the end of a description. What is printed is read in roles/printeddates.py; fields/dates.py
decides. The trusts are the shares of pages on which the place told the day that people read, measured on
some 1,900 pages.
"""

import re
from collections.abc import Iterable
from itertools import islice

from crawler.extraction.claims.claim import ADDRESS, TITLE, Claim
from crawler.extraction.claims.table import LIMITS, claims
from crawler.extraction.reading.dates.finding import find_dates, parse_date
from crawler.extraction.reading.dates.moment import Moment
from crawler.pages.page import Document
from crawler.text import latin_digits

PUBLISHED, MODIFIED = "published", "modified"
MAX_SCRIPT = 1_500_000  # characters of the page searched for dates in scripts
MAX_SCRIPT_DATES = 20  # of these the first are most often the article's own
MAX_WRITTEN = 5  # dates that scripts write into the page
MAX_ADDRESS = 600  # characters of an address
IMAGE_TRUST = 0.3  # a third of such days are those of an older picture
DESCRIBED = 0.35
MAX_DESCRIPTION = 400  # characters

_DIGIT = re.compile(r"\d")
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d{8,14}\w*/")  # when it was saved, not written
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
_STATED = re.compile(
    r"""(?<![A-Za-z])(?:\\{0,8}["']|&quot;)?(?:date_?published|(?:first_?)?(?:publish(?:ed)?|publication)_?(?:at|on|date|time)?|pub_?date"""
    r"""|post_?date|display_?date|article_?date|created?_?(?:at|date|on)?|date_?created)(?:\\{0,8}["']|&quot;)?\s*:\s*"""
    r"""(?:(?:\\{0,8}["']|&quot;)([^"'\\&]{8,40})(?:\\{0,8}["']|&quot;)|(\d{10}(?:\d{3})?)\b)""",
    re.IGNORECASE,
)
# What a script writes into the page, and hAtom's way of hiding a date in the title of an empty element.
_WRITTEN = re.compile(
    r"""\b(?:show|write|print|format|display)_?(?:date|time)\(\s*["'](\d[^"']{7,30})["']"""
    r"""|<\w+\s+class=["'](?:[\w-]+\s+)*(?:published|updated)(?:\s+[\w-]+)*["']\s+title=["'](\d{4}-[^"']{6,30})["']""",
    re.IGNORECASE,
)
_IMAGE_DATE = re.compile(r"(?<!\d)(20\d\d)([/-])(\d\d)\2(\d\d)(?!\d)")
_CLOSING = re.compile(r"[(\[]([^()\[\]]{6,60})[)\]]\W*$")  # what a description ends with, in brackets
_PARTS = re.compile(r"\s[|–—-]\s|\|")  # between the parts of a <title>


def said(document: Document, language: str | None) -> list[Claim[Moment]]:
    """The dates in metadata and feed, in the title and in the address."""
    table, title, url = claims(document), document.structured.title[: LIMITS["title"]], document.url
    given = [*table[PUBLISHED], *table[MODIFIED]]
    # After the headline in <title>: "… | DW | 12.11.2026"
    for part in _PARTS.split(title)[1:] if _DIGIT.search(title) else ():
        if _DIGIT.search(part):
            given.append(Claim(PUBLISHED, part.strip(), "title", 0.6, kind=TITLE))
    for text, trust in _of_address(latin_digits(_ARCHIVE.sub("", url[:MAX_ADDRESS]))):
        given.append(Claim(PUBLISHED, text, "url", trust, kind=ADDRESS))
    return _read(document, given, language)


def _read(
    document: Document, given: Iterable[Claim[str]], language: str | None = None
) -> list[Claim[Moment]]:
    """The claims whose texts are dates, as moments."""
    found = []
    for told in given:
        if moment := parse_date(told.value, now=document.page.fetched_at, language=language):
            found.append(Claim(told.field, moment, told.place, told.trust, told.value, told.kind))
    return found


def _of_address(url: str) -> list[tuple[str, float]]:
    given = []
    for pattern, trust in _URL_DATES if _DIGIT.search(url) else ():
        for found in pattern.finditer(url):
            year, month, day = found.group("y", "m", "d")
            if month.isalpha():
                text = f"{day} {month} {year}"
            elif found.start("d") < found.start("y"):  # the order of day and month is the language's
                text = f"{day}/{month}/{year}"
            else:
                text = f"{year}-{int(month):02}-{int(day):02}"
            given.append((text, trust))
    return given


def scripted(document: Document) -> list[Claim[Moment]]:
    """Dates in the state that scripts carry and in what they write, for pages that give none elsewhere."""
    given = []
    stated, written = (pattern.finditer(document.text, 0, MAX_SCRIPT) for pattern in (_STATED, _WRITTEN))
    for rank, match in enumerate(islice(stated, MAX_SCRIPT_DATES)):
        given.append(Claim(PUBLISHED, match[1] or match[2], "script", max(0.1, 0.45 - 0.02 * rank)))
    for match in islice(written, MAX_WRITTEN):
        given.append(Claim(PUBLISHED, match[1] or match[2], "script", 0.4))
    return _read(document, given, None)


def last_resorts(document: Document, language: str | None) -> list[Claim[Moment]]:
    """For pages that give no date anywhere else: each of these says little, yet not nothing."""
    given = []
    # The date in brackets with which a description ends: "… (News of 14 January 2026)".
    text = document.structured.first("description", "og:description") or ""
    if closing := _CLOSING.search(text[:MAX_DESCRIPTION]):
        days = find_dates(closing[1], now=document.page.fetched_at, language=language)
        if len(days) == 1 and days[0].moment.sure:
            given.append(Claim(PUBLISHED, closing[1], "description", DESCRIBED))
    # The day in the address of the page's picture, uploaded for the article or taken from an older one.
    picture = (document.structured.meta.get("og:image") or [""])[0]
    if dated := _IMAGE_DATE.search(_ARCHIVE.sub("", picture[:MAX_ADDRESS])):
        given.append(Claim(PUBLISHED, "-".join(dated.group(1, 3, 4)), "image", IMAGE_TRUST))
    return _read(document, given, language)
