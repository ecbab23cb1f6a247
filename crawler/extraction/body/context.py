"""What the second model sees besides the features: the first model's opinion of all other blocks.

Probabilities of the neighbours, of what the containers above hold, of the blocks of the same template,
of the page; and, for blocks that may be body, what their words are in the tables of languages.
"""

from functools import cache, lru_cache

import numpy as np

from crawler.extraction.body.chains import Matrix
from crawler.extraction.body.features import STEPS, Vector, View, shifted
from crawler.languages import every
from crawler.languages.credits import is_only_agencies
from crawler.languages.lookup import furniture_family, opens_cross_reference, plain

LIKELY = 0.04  # a less likely block is not worth looking its words up
SHORT = 100  # characters; furniture phrases are shorter
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
    """(blocks × columns), float32, from the first model's probabilities."""
    return np.concatenate(
        (
            _around(view, first),
            _above(view, first),
            _same_template(view, first),
            _page(view, first),
            said(view, first),
        ),
        axis=1,
    ).astype(np.float32)


def _around(view: View, p: Vector) -> Matrix:
    column = p[:, None]
    columns = [column]
    columns += [shifted(column, step, 0.0) for step in (-3, -2, -1, 1, 2, 3)]
    weight = np.minimum(view.size, 400)
    for reach in (2, 5, 10):
        mass = _smooth(weight * p, reach) / np.maximum(_smooth(weight, reach), 1)
        columns.append(mass[:, None].astype(np.float32))
    return np.concatenate(columns, axis=1)


def _smooth(values: Vector, reach: int) -> Vector:
    """Sums over each value and its neighbours as far as `reach`."""
    total: Vector = np.convolve(values, np.ones(2 * reach + 1, dtype=np.float32))[reach : reach + len(values)]
    return total


def _above(view: View, p: Vector) -> Matrix:
    values = np.stack((view.size * p, view.size, p, np.ones_like(p)), axis=1)
    total = view.chains.sums(values)
    held = total[view.ancestors[:, : STEPS + 1]]
    others = np.maximum(held[:, :, 1] - view.size[:, None], 0)
    return np.concatenate(
        (
            held[:, :, 0] / (held[:, :, 1] + 1),
            held[:, :, 0] / (total[0, 0] + 1),
            np.where(others > 0, (held[:, :, 0] - (view.size * p)[:, None]) / (others + 1), -1),
            held[:, :3, 2] / held[:, :3, 3],
        ),
        axis=1,
    )


def _same_template(view: View, p: Vector) -> Matrix:
    groups = view.signature
    count = np.bincount(groups)
    total = np.bincount(groups, weights=p)
    mass = np.bincount(groups, weights=p * view.size)
    others = np.where(count[groups] > 1, (total[groups] - p) / np.maximum(count[groups] - 1, 1), -1)
    return np.stack(
        ((total / count)[groups], others, (mass / (mass.sum() + 1))[groups], np.log1p(total)[groups]), axis=1
    )


def _page(view: View, p: Vector) -> Matrix:
    """The page's totals, and where the block stands to the first and last likely one."""
    count = len(p)
    index = np.arange(count)
    likely = np.flatnonzero(p >= 0.5)
    first, last = (likely[0], likely[-1]) if len(likely) else (0, count - 1)
    mass = p * view.size
    before = np.cumsum(mass) - mass
    values = np.tile(
        [np.log1p(mass.sum()), float(p.max()), len(likely), mass.sum() / view.size.sum()], (count, 1)
    )
    own = np.stack(
        (
            np.clip(index - first, -40, 80),
            np.clip(index - last, -80, 40),
            before / (mass.sum() + 1),
            (mass.sum() - before - mass) / (mass.sum() + 1),
        ),
        axis=1,
    )
    return np.concatenate((values, own), axis=1)


def said(view: View, p: Vector) -> Matrix:
    """For likely short blocks: furniture, pointer elsewhere, agency, opener of a by-line, of a caption."""
    rows = np.zeros((len(p), 5), dtype=np.float32)
    for row, block, chance in zip(rows, view.blocks, p, strict=True):
        if chance >= LIKELY and len(block.text) <= SHORT:
            row[:] = _words(block.text)
    return rows


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[float, ...]:
    group = _GROUPS.get(furniture_family(text) or "", 0)
    first = plain(text[:40]).split()[:3]
    openings = {" ".join(first[:count]) for count in range(1, len(first) + 1)}
    bylines, captions = _openers()
    return (
        group,
        opens_cross_reference(text),
        len(text) <= CREDIT_CHARS and is_only_agencies(text),
        not openings.isdisjoint(bylines),
        not openings.isdisjoint(captions),
    )


@cache
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    """The words that open by-lines and captions, of all languages."""
    bylines = {plain(phrase) for language in every() for phrase in (*language.byline, *language.roles)}
    captions = {plain(phrase) for language in every() for phrase in language.caption}
    return frozenset(bylines - {""}), frozenset(captions - {""})
