"""The moments of <time datetime> and of hAtom's <abbr title>, by the block in which they are printed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.claims.datesaid import MODIFIED, PUBLISHED
from crawler.extraction.reading.dates.finding import parse_date
from crawler.extraction.reading.dates.moment import Moment
from crawler.pages.blocks.block import Block

MAX_TIMES = 80  # elements read


class Time(NamedTuple):
    """The moment of an element, and what the site calls it where the line has one of another name."""

    moment: Moment
    label: str


Times = dict[Block, list[Time]]


def moment_text(element: HtmlElement) -> str:
    """The moment of an element as it is written."""
    return (element.get("datetime") or element.get("title") or element.get("content") or "")[:60]


def moments_by_block(
    elements: Sequence[HtmlElement], blocks: Sequence[Block], now: datetime, language: str | None
) -> Times:
    """The moments of the elements, by the block that holds each."""
    if not elements:
        return {}
    holders: dict[HtmlElement, Block] = {}
    for block in blocks:
        holders.setdefault(block.element, block)
    times: Times = {}
    for element in elements:
        given = moment_text(element)
        moment = parse_date(given, now=now, language=language) if given else None
        up: HtmlElement | None = element if moment else None
        while up is not None and up not in holders:
            up = up.getparent()
        if up is not None and moment:
            times.setdefault(holders[up], []).append(Time(moment, _called(element)))
    return {block: _told_apart(found) for block, found in times.items()}


def _called(element: HtmlElement) -> str:
    """What hAtom's classes or a schema.org property say that a moment is."""
    names = {name.lower() for name in (element.get("class") or "").split()}
    names.add((element.get("itemprop") or "").lower())
    if names & {"published", "datepublished"}:
        return PUBLISHED
    return MODIFIED if names & {"updated", "datemodified"} else ""


def _told_apart(times: list[Time]) -> list[Time]:
    """A line's moments, without their names where these tell nothing apart.

    hAtom asks for "updated" alone, so themes give that name to the only date that they have.
    """
    if {PUBLISHED, MODIFIED} <= {time.label for time in times}:
        return times
    return [time._replace(label="") for time in times]
