"""What the model sees of each block before it has an opinion: a matrix, one row a block.

Everything is about form and place, nothing about particular words: sizes, shares, punctuation, tags,
how far up the nearest element of each family of names stands, what the containers above hold, how often
the same template occurs, neighbours, and agreement with what the page claims of itself.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crawler.extraction.claims.pagekeys import PageKeys
from crawler.extraction.roles import view as chars
from crawler.extraction.roles.view import HEADING, ITEM, KINDS, STEPS, TABLE, Columns, Matrix, View

TITLE_CHARS = 300  # longer blocks are never a title

TELLING = 40  # letters that tell a text: a description's are cut somewhere
ECHO_CHARS = 25  # letters of the shortest pull quote that is sought in the text
MAX_ECHO_PAGE = 200_000  # letters of running text in which echoes are sought

_OPENING = itemgetter(slice(60))


def features(view: View, said: PageKeys) -> Matrix:
    """(blocks × features), float32; column-major, as the trees want them."""
    return view.rows(list(chain.from_iterable(grouped(view, said).values()))).T


def grouped(view: View, said: PageKeys) -> dict[str, Columns]:
    """The features in groups; the model's file counts on their order."""
    return {
        "the block itself": _own(view),
        "its tags": [*view.chains.tag[view.above[:3]], view.depth],
        "names above it": list(view.chains.distances(view.inline)),
        "its containers": _containers(view),
        "its template": _template(view),
        "its place": _place(view),
        "its neighbours": _neighbours(view),
        "what the page claims": _agreement(view, said),
        "the page": [*_page(view, said), *_makeup(view)],
        "the headline": _beside_title(view, said),
        "its list": _lists(view),
        "pictures and rules": _pictures(view),
    }


def _own(view: View) -> Columns:
    count, size, words, first = view.text.count, view.size, view.text.words, view.text.first
    return [
        view.log_size,
        np.log1p(words),
        count[chars.STOP],
        count[chars.STOP] / words,
        count[chars.COMMA] / words,
        *(count[sort] / size for sort in (chars.UPPER, chars.DIGIT, chars.LETTER, chars.QUOTE, chars.SYMBOL)),
        view.stopped,
        *((first & sort) != 0 for sort in (chars.UPPER, chars.DIGIT, chars.SYMBOL | chars.QUOTE)),
        view.announcing,
        view.link,
        np.minimum(view.bold / size, 1),
        np.minimum(view.italic / size, 1),
        view.breaks,
        view.links,
        view.kind,
        view.level,
    ]


def _containers(view: View) -> Columns:
    """What each of the first containers above holds."""
    values = np.stack((view.size, view.running, view.linked, np.ones_like(view.size)))
    total = view.chains.sums(values).astype(np.float32)
    page = total[:, 0] + 1
    size, running, linked, count = total[:, view.above[:STEPS]]  # each steps × blocks
    shares = running / page[1], linked / (size + 1), np.log1p(count), np.log1p(running), view.size / size[:2]
    return list(chain.from_iterable(shares))


def _template(view: View) -> Columns:
    """What stands at the same path of the same template."""
    groups = view.signature
    count = np.bincount(groups).astype(np.float32)
    size = np.bincount(groups, weights=view.size)
    running = np.bincount(groups, weights=view.running)
    linked = np.bincount(groups, weights=view.linked)
    return [
        np.log1p(count)[groups],
        (running / (running.sum() + 1))[groups],
        np.log1p(size / count)[groups],
        (linked / (size + 1))[groups],
    ]


def _place(view: View) -> Columns:
    """Where on the page: among all text, from the main heading, from the container with most text."""
    count, heading = len(view.blocks), view.heading
    index = np.arange(count)
    long = np.flatnonzero(view.running >= np.maximum(100, 0.2 * view.running.max(initial=0)))
    first, last = (long[0], long[-1]) if len(long) else (0, count - 1)
    best = view.chains.depth[view.best]
    meeting = view.chains.meeting_depth(view.best)
    return [
        index / count,
        np.minimum(index, 300),
        np.minimum(count - index, 300),
        (np.cumsum(view.running) - view.running) / (view.running.sum() + 1),
        between(-60, index - heading, 120) if heading >= 0 else -99,
        between(-60, index - first, 120),
        between(-120, index - last, 60),
        np.minimum(best - meeting, 20),
        np.minimum(view.depth - meeting, 20),
        meeting / max(float(best), 1.0),
    ]


def _neighbours(view: View) -> Columns:
    """The two blocks before and the two after, and whether they are of the same template and element."""
    steps = (-2, -1, 1, 2)
    here = np.stack((view.signature, *view.above[:2]))
    own = view.rows([view.log_size, view.link, view.stopped, view.kind == HEADING])
    columns: list[ArrayLike] = []
    for theirs, there in zip(shifted(own, steps, -1), shifted(here, steps, -1), strict=True):
        columns += [*theirs, *(there == here)]
    return columns


def shifted(values: NDArray[Any], steps: Sequence[int], beyond: float) -> list[NDArray[Any]]:
    """For each step, the values (columns × blocks) of the blocks so far on; `beyond` the page's ends."""
    reach, count = max(map(abs, steps)), values.shape[1]
    padded = np.full((len(values), count + 2 * reach), beyond, dtype=values.dtype)
    padded[:, reach:-reach] = values
    return [padded[:, reach + step : reach + step + count] for step in steps]


def _agreement(view: View, said: PageKeys) -> Columns:
    """The block against the page's own title, description and articleBody, and against its other blocks."""
    openings = list(map(_OPENING, view.texts))
    matrix = np.zeros((8, len(openings)), dtype=np.float32)
    matrix[0] = np.minimum(list(map(Counter(openings).__getitem__, openings)), 5)
    matrix[5] = [len(k) >= 4 and k in said.body for k in view.keys] if said.body else -1
    title = max(sorted(said.titles), key=len, default="")  # of several as long, always the same
    authors = sorted(said.authors)
    told = "|".join((*said.titles, *said.descriptions))
    for place, k in enumerate(view.keys):
        if k[:TELLING] in told:
            matrix[1, place] = k in said.titles
            matrix[2, place] = len(k) / max(len(title), 1) if k in title else 0
            opening = k[:TELLING] if len(k) > TELLING else "\0"
            matrix[4, place] = k in said.descriptions or any(opening in text for text in said.descriptions)
        if len(title) > 10 and title in k and k != title:
            matrix[3, place] = len(title) / len(k)
        for name in authors:
            if name in k:
                matrix[6, place] += len(name) / (len(k) + 1)
    short = view.text.length <= TITLE_CHARS
    matrix[[1, 2, 3, 6]] *= short
    matrix[7] = _echoes(view, short & (view.text.length >= ECHO_CHARS))
    return list(matrix)


def _echoes(view: View, able: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a longer running text holds that of an able block, as it does a pull quote."""
    running = list(map(view.keys.__getitem__, np.flatnonzero(view.running).tolist()))
    lines, text = frozenset(running), "|".join(running)
    found = np.zeros(len(able), dtype=bool)
    for place in np.flatnonzero(able).tolist() if len(text) <= MAX_ECHO_PAGE else ():
        k = view.keys[place]
        found[place] = len(k) >= ECHO_CHARS and k not in lines and k in text
    return found


def _page(view: View, said: PageKeys) -> Columns:
    total, running = float(view.size.sum()), float(view.running.sum())
    return [
        np.log1p(len(view.blocks)),
        np.log1p(running),
        float(view.linked.sum()) / total,
        running / total,
        float(view.text.count[chars.UNSPACED].sum()) / total,
        min(len(said.body) / (running + 1), 3.0),
        said.kind,
        *said.news_marks,
    ]


def _makeup(view: View) -> Columns:
    """What the best container is made of: guides have many headings and lists, news few."""
    inside = (view.above == view.best).any(axis=0)
    kinds = np.bincount(view.kind[inside], minlength=len(KINDS))
    count = int(inside.sum()) + 1
    running = int((view.running[inside] > 0).sum())
    return [*(kinds[[HEADING, ITEM, TABLE]] / count), np.log1p(count), np.log1p(running)]


def _beside_title(view: View, said: PageKeys) -> Columns:
    """How the block lies to the article's headline: pages may hold several articles, one below the other."""
    title = _title(view, said)
    if title < 0:
        return [-99] * 6
    index = np.arange(len(view.blocks))
    meeting = view.chains.meeting_depth(int(view.above[0, title]))
    article = view.chains.nearest("article")
    tops, running = np.cumsum(view.top), np.cumsum(view.running)
    return [
        between(-60, index - title, 120),
        np.minimum(view.depth - meeting, 20),
        np.minimum(view.depth[title] - meeting, 20),
        np.where(article == article[title], np.where(article >= 0, 1, 0), -1),  # whether in the same one
        between(-3, tops - tops[title], 3),
        (running - running[title]) / (view.running.sum() + 1),
    ]


def _title(view: View, said: PageKeys) -> int:
    """The block that prints the headline: a heading that says what the page claims; -1 for none."""
    found = -1
    for place in np.flatnonzero((view.kind == HEADING) & (view.text.length <= TITLE_CHARS)).tolist():
        better = found < 0 or (view.top[place] and not view.top[found])
        if better and view.keys[place] in said.titles:
            found = place
    return found if found >= 0 else view.heading


def _lists(view: View) -> Columns:
    """What the list is like that the block stands in, and whether a colon announces it."""
    group = view.chains.nearest("list") + 1  # 0 for those in no list
    count = np.maximum(np.bincount(group), 1)
    announced = np.zeros(len(count))
    starts = np.flatnonzero(group[1:] != group[:-1]) + 1
    announced[group[starts]] = view.announcing[starts - 1]
    columns = [np.log1p(count)]
    for values in (view.log_size, view.stopped, view.link, view.running / view.size):
        columns.append(np.bincount(group, weights=values) / count)
    columns.insert(4, announced)
    table = np.stack(columns)
    table[:, 0] = -1
    return list(table[:, group])


def _pictures(view: View) -> Columns:
    """Pictures and rules right before and after: captions stand beside the ones, notes below the others."""
    between = view.rows([np.minimum(view.pictures, 3), view.ruled])
    return [*chain.from_iterable(shifted(between, (0, 1, -1), 0))]


def between(low: float, values: NDArray[Any], high: float) -> NDArray[Any]:
    """As np.clip, which takes five times as long for so few numbers."""
    result: NDArray[Any] = np.minimum(np.maximum(values, low), high)
    return result
