"""Whether a site still looks as it is remembered.

A page is familiar where most of its body stands in containers that were known before: .8 to 1 of the blocks
do within a layout, hardly any across a redesign. A site that makes up new names with every release is known
by its tags alone, if nearly all of the page is: two layouts may put the text at the same path of tags. What
is known is what was seen up to the last familiar page, so that a page of a rare kind between ordinary ones
is an exception that the next one ends, as is one layout of two that are served by turns. So many strangers
in a row are a new layout: it is noted with its day, and is known from then on. What was known of the old
one stays, and counts when a site goes back to it.
"""

from dataclasses import dataclass, replace

import numpy as np

from crawler.memory.counts import Counts, Hashes
from crawler.memory.lesson import Lesson

FAMILIAR = 0.5  # of a page's body; layouts are far from it on both sides
# Of all paths of tags of a page: .04 to .75 across real redesigns, .86 to 1 within most layouts.
SAME_TAGS = 0.8
SETTLED = 6  # familiar pages after which a layout is a layout, and another one a change
STRANGERS = 8  # in a row; fewer may be a run of live pages or galleries
MAX_LAYOUTS = 20  # that are remembered; a site has a new one every few years


@dataclass(frozen=True, slots=True)
class Layout:
    """`page` is the number of its first page, `since` that page's day (empty where it is not known)."""

    page: int
    since: str


@dataclass(frozen=True, slots=True)
class Drift:
    known: int = 0  # the last page that was familiar: what it and those before it had is known
    familiar: int = 0  # pages since the last new layout that were
    strangers: int = 0  # in a row, up to now
    since: str = ""  # day of the first of these
    layouts: tuple[Layout, ...] = ()  # that replaced another, the latest last


def after(drift: Drift, boxes: Counts, page: Lesson, number: int) -> Drift:
    """What is to be said after page `number`; `boxes` is what was known before it."""
    if not drift.known or is_familiar(boxes, page, drift.known):
        return replace(drift, known=number, familiar=drift.familiar + 1, strangers=0, since="")
    if drift.familiar < SETTLED:  # nothing was settled that could have changed
        return replace(drift, known=number)
    day = drift.since or (page.at.date().isoformat() if page.at else "")
    strangers = drift.strangers + 1
    if strangers < STRANGERS:
        return replace(drift, strangers=strangers, since=day)
    layouts = (*drift.layouts, Layout(number - strangers + 1, day))
    return Drift(number, strangers, layouts=layouts[-MAX_LAYOUTS:])


def is_familiar(boxes: Counts, page: Lesson, known: int) -> bool:
    """Whether most of the page's body stands where a page up to number `known` had something."""
    if known_share(boxes, page.kept, known) >= FAMILIAR:
        return True
    same = known_share(boxes, page.shapes, known) >= SAME_TAGS
    return same and known_share(boxes, page.kept_shapes, known) >= FAMILIAR


def known_share(boxes: Counts, hashes: Hashes, known: int) -> float:
    """The share of these that a page up to number `known` had."""
    rows = boxes.rows(hashes)
    met = int(np.count_nonzero(boxes.since[rows[rows >= 0]] <= known))
    return met / max(len(hashes), 1)
