"""Pages of made-up sites, as a memory meets them: layouts, their furniture, and texts that differ."""

from datetime import UTC, datetime, timedelta
from functools import cache

from crawler.extraction.learning import extract_and_teach
from crawler.memory import SiteMemory, learn
from crawler.memory.lesson import Lesson, unpack
from crawler.pages.page import Page

FIRST_DAY = datetime(2026, 11, 1, 8, tzinfo=UTC)
_SUBJECTS = "harbour school bridge museum budget library forest market station theatre".split()  # noqa: SIM905


def sentences(number: int, paragraph: int) -> str:
    """A paragraph that no other page has."""
    subject = _SUBJECTS[(number + paragraph) % len(_SUBJECTS)]
    return (
        f"The council said on day {number} that the {subject} would be rebuilt for {number * 7 + paragraph} "
        f"million. Residents of district {number} had asked for plan {paragraph} since the flood, "
        f"and the builders of the {subject} will begin in week {number + paragraph}."
    )


def article(number: int, *, names: str = "story", before: str = "", after: str = "", body: str = "") -> str:
    """A page of a site whose elements are called after `names`."""
    text = body or "".join(f"<p>{sentences(number, place)}</p>" for place in range(6))
    return (
        f'<html lang="en"><head><title>Council {number} votes again</title></head>'
        f'<body><header class="{names}-top"><nav class="{names}-nav"><ul><li><a href="/">Home</a></li>'
        f'<li><a href="/city">City</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>'
        f'<main class="{names}-main">{before}<h1 class="{names}-title">Council {number} votes again</h1>'
        f'<div class="{names}-body">{text}</div>{after}</main>'
        f'<footer class="{names}-foot"><p>All rights reserved by the Example Herald.</p></footer>'
        "</body></html>"
    )


def redesigned(number: int) -> str:
    """A page of the same site after it was built anew."""
    rows = (f"<div class='row'><p>{sentences(number, place)}</p></div>" for place in range(6))
    return (
        f'<html lang="en"><head><title>Council {number} votes again</title></head><body><div id="app">'
        '<div class="shell"><section class="menu"><a href="/">Home</a></section><article class="entry">'
        f"<header><h1>Council {number} votes again</h1></header>"
        f'<section class="entry-content">{"".join(rows)}</section>'
        '</article><aside class="side"><h2>Newsletter</h2></aside></div></div></body></html>'
    )


def lesson(html: str, number: int = 1) -> Lesson | None:
    """What a page teaches, fetched on the day of this number."""
    taught = _taught(html, number)
    return unpack(taught) if taught is not None else None


@cache  # the same few pages teach in most tests
def _taught(html: str, number: int) -> bytes | None:
    url = f"https://herald.example/city/story-{number}"
    page = Page(url, html.encode(), FIRST_DAY + timedelta(days=number - 1))
    return extract_and_teach(page, None).lesson


def taught_by(*pages: str, memory: SiteMemory | None = None, first: int = 1) -> SiteMemory:
    """The memory after these pages, one a day."""
    memory = memory or SiteMemory()
    for number, html in enumerate(pages, start=first):
        found = lesson(html, number)
        memory = learn(memory, found) if found is not None else memory
    return memory
