"""What the second model sees besides the features: the first model's opinion of all other blocks.

Probabilities of the neighbours, of what the containers above hold, of the blocks of the same template,
of the page; and, for blocks that may be body, what their words are in the tables of languages.
"""

from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from crawler import datafiles
from crawler.extraction.roles.features import between, shifted
from crawler.extraction.roles.view import Columns, Matrix, Vector, View
from crawler.languages import all_of
from crawler.languages.credits import is_only_agencies
from crawler.languages.lookup import credit_words, furniture_family, opens_cross_reference, plain

LIKELY = 0.04  # a less likely block is not worth looking its words up
SHORT = 100  # characters; furniture phrases are shorter
REACHES = (2, 5, 10)  # blocks before and after that count as around
FURTHEST = max(REACHES)
CREDIT_CHARS = 60  # of a line that names agencies alone

_GROUPS = {
    **dict.fromkeys(("share", "follow", "print", "close", "account"), 1),
    **dict.fromkeys(("related", "most_read", "read_more"), 2),
    **dict.fromkeys(("newsletter", "paywall", "consent"), 3),
    **dict.fromkeys(("comments", "tags"), 4),
    **dict.fromkeys(("advertisement",), 5),
    **dict.fromkeys(("rights", "not_found"), 6),
}


def context(view: View, first: Vector) -> Matrix:
    """(blocks × columns), float32, column-major, from the first model's probabilities."""
    parts = _around(view, first), _above(view, first), _same_template(view, first), _page(view, first)
    return view.rows(list(chain(*parts, _said(view, first)))).T


def _around(view: View, p: Vector) -> Columns:
    count = len(p)
    weight = np.minimum(view.size, 400)
    padded = np.zeros((2, count + 2 * FURTHEST + 1))  # from FURTHEST before the first block on
    padded[:, FURTHEST + 1 : -FURTHEST] = weight * p, weight
    total = np.cumsum(padded, axis=1)
    columns: list[ArrayLike] = [p, *chain.from_iterable(shifted(p[None], (-3, -2, -1, 1, 2, 3), 0))]
    for reach in REACHES:
        after, before = FURTHEST + reach + 1, FURTHEST - reach
        likely, whole = total[:, after : after + count] - total[:, before : before + count]
        columns.append(likely / np.maximum(whole, 1))
    return columns


def _above(view: View, p: Vector) -> Columns:
    mass = view.size * p
    total = view.chains.sums(np.stack((mass, view.size, p, np.ones_like(p))))
    likely, whole, chance, count = total[:, view.above]  # each steps × blocks
    others = np.maximum(whole - view.size, 0)
    shares = (
        likely / (whole + 1),
        likely / (total[0, 0] + 1),
        np.where(others > 0, (likely - mass) / (others + 1), -1),
        chance[:3] / count[:3],
    )
    return list(chain.from_iterable(shares))


def _same_template(view: View, p: Vector) -> Columns:
    groups = view.signature
    count = np.bincount(groups)
    total = np.bincount(groups, weights=p)
    mass = np.bincount(groups, weights=p * view.size)
    others = np.where(count[groups] > 1, (total[groups] - p) / np.maximum(count[groups] - 1, 1), -1)
    return [(total / count)[groups], others, (mass / (mass.sum() + 1))[groups], np.log1p(total)[groups]]


def _page(view: View, p: Vector) -> Columns:
    """The page's totals, and where the block stands to the first and last likely one."""
    index = np.arange(len(p))
    likely = np.flatnonzero(p >= 0.5)
    first, last = (likely[0], likely[-1]) if len(likely) else (0, len(p) - 1)
    mass = p * view.size
    before, whole = np.cumsum(mass) - mass, mass.sum()
    return [
        np.log1p(whole),
        p.max(),
        len(likely),
        whole / view.size.sum(),
        between(-40, index - first, 80),
        between(-80, index - last, 40),
        before / (whole + 1),
        (whole - before - mass) / (whole + 1),
    ]


def _said(view: View, p: Vector) -> Columns:
    """For likely short blocks: furniture, pointer elsewhere, agency, opener of a by-line, of a caption."""
    columns = np.zeros((5, len(p)), dtype=np.float32)
    for place in np.flatnonzero((p >= LIKELY) & (view.text.length <= SHORT)).tolist():
        columns[:, place] = _words(view.blocks[place].text)
    return list(columns)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[float, ...]:
    group = _GROUPS.get(furniture_family(text) or "", 0)
    first = plain(text[:40]).split()[:3]
    openings = {" ".join(first[:count]) for count in range(1, len(first) + 1)}
    return (
        group,
        opens_cross_reference(text),
        len(text) <= CREDIT_CHARS and is_only_agencies(text),
        not openings.isdisjoint(_byline_words()),
        not openings.isdisjoint(credit_words()),
    )


@datafiles.kept
def _byline_words() -> frozenset[str]:
    """The words that open by-lines, of all languages."""
    return frozenset(filter(None, map(plain, (*all_of("byline"), *all_of("roles")))))
