"""What the model sees of each block before it has an opinion: a matrix, one row a block.

Everything is about form and place, nothing about particular words: sizes, shares, punctuation, tags,
how far up the nearest element of each family of names stands, what the containers above hold, how often
the same template occurs, neighbours, and agreement with what the page claims of itself.
"""

from collections.abc import Hashable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crawler.extraction.claims.pagekeys import PageKeys
from crawler.extraction.reading.keys import keys
from crawler.extraction.roles import characters as chars
from crawler.extraction.roles.chains import Chains, Matrix, Rows
from crawler.extraction.roles.characters import Characters
from crawler.pages.blocks.block import Block

STEPS = 5  # containers above a block whose contents count
RUNNING_WORDS = 10  # a block of as many unlinked words is running text
TITLE_CHARS = 300  # longer blocks are never a title

TELLING = 40  # letters that tell a text: a description's are cut somewhere
ECHO_CHARS = 25  # letters of the shortest pull quote that is sought in the text
MAX_ECHO_PAGE = 200_000  # letters of running text in which echoes are sought

_KINDS = {
    kind: code
    for code, kind in enumerate(("paragraph", "heading", "item", "quote", "table", "preformatted", "embed"))
}
_HEADING, _ITEM, _TABLE = _KINDS["heading"], _KINDS["item"], _KINDS["table"]
_SIGNATURE, _INLINE = attrgetter("container.signature"), attrgetter("families")
_COLON, _WIDE_COLON = ord(":"), ord("：")

Vector = NDArray[np.float32]


class View:
    """A page's blocks as arrays, shared by both stages of the model."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        texts = [block.text for block in blocks]
        self.keys = keys(texts)
        self.text = Characters(texts)
        self.size: Vector = self.text.length.astype(np.float32)
        self.log_size: Vector = np.log1p(self.size)
        self.words = self.text.words()
        self.link: Vector = np.minimum(self.column("link_chars") / self.size, 1)
        self.running: Vector = np.where((self.words >= RUNNING_WORDS) & (self.link < 0.5), self.size, 0)
        self.stopped = (self.text.last() & chars.STOP) != 0
        last = self.text.codes[self.text.ends - 1]
        self.announcing = (last == _COLON) | (last == _WIDE_COLON)
        self.kind = np.array([_KINDS[block.kind] for block in blocks])
        self.level = np.array([block.level or 0 for block in blocks])
        self.top = (self.kind == _HEADING) & (self.level == 1)
        self.chains = Chains(blocks)
        self.ancestors = self.chains.ancestors(STEPS + 1)
        self.signature = _numbered(map(_SIGNATURE, blocks))
        self.best = self._best_container()

    def column(self, attribute: str) -> Vector:
        """One value a block."""
        return np.fromiter(map(attrgetter(attribute), self.blocks), np.float32, len(self.blocks))

    def rows(self, values: Sequence[ArrayLike]) -> Matrix:
        """(values × blocks): each value one number a block, or one for all."""
        matrix = np.empty((len(values), len(self.blocks)), dtype=np.float32)
        for place, value in enumerate(values):
            matrix[place] = value
        return matrix

    def _best_container(self) -> int:
        """The container whose nearest blocks have most running text; further ones count less."""
        score = np.zeros(len(self.chains.boxes), dtype=np.float64)
        unlinked = self.running * (1 - self.link)
        for step, weight in ((0, 0.6), (1, 1.0), (2, 0.6), (3, 0.3)):
            score += np.bincount(self.ancestors[step], weights=weight * unlinked, minlength=len(score))
        return int(score.argmax())


def _numbered(values: Iterable[Hashable]) -> Rows:
    """Equal numbers, from 0, for equal values."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def features(view: View, claims: PageKeys) -> Matrix:
    """(blocks × features), float32; a feature's values lie together. There must be at least one block."""
    return np.concatenate(list(grouped(view, claims).values())).T


def grouped(view: View, claims: PageKeys) -> dict[str, Matrix]:
    """The features in groups, each (features × blocks); the model's file counts on their order."""
    return {
        "the block itself": _own(view),
        "its tags": _tags(view),
        "names above it": _families(view),
        "its containers": _containers(view),
        "its template": _template(view),
        "its place": _place(view),
        "its neighbours": _neighbours(view),
        "what the page claims": _agreement(view, claims),
        "the page": _page(view, claims),
        "the headline": _beside_title(view, claims),
        "its list": _lists(view),
        "pictures and rules": _beside_pictures(view),
    }


def _own(view: View) -> Matrix:
    text, size = view.text, view.size
    first, stops = text.first(), text.count(chars.STOP)
    return view.rows(
        [
            view.log_size,
            np.log1p(view.words),
            stops,
            stops / view.words,
            text.count(chars.COMMA) / view.words,
            text.count(chars.UPPER) / size,
            text.count(chars.DIGIT) / size,
            text.count(chars.LETTER) / size,
            text.count(chars.QUOTE) / size,
            text.count(chars.SYMBOL) / size,
            view.stopped,
            (first & chars.UPPER) != 0,
            (first & chars.DIGIT) != 0,
            (first & (chars.SYMBOL | chars.QUOTE)) != 0,
            view.announcing,
            view.link,
            np.minimum(view.column("bold_chars") / size, 1),
            np.minimum(view.column("italic_chars") / size, 1),
            view.column("breaks"),
            [len(block.links) for block in view.blocks],
            view.kind,
            view.level,
        ]
    )


def _tags(view: View) -> Matrix:
    return view.rows([*view.chains.tag[view.ancestors[:3]], view.chains.depth[view.chains.of]])


def _families(view: View) -> Matrix:
    inline = np.fromiter(map(_INLINE, view.blocks), np.int64, len(view.blocks))
    return view.chains.distances(inline)


def _containers(view: View) -> Matrix:
    """What each of the first containers above holds."""
    values = np.stack((view.size, view.running, view.size * view.link, np.ones_like(view.size)))
    total = view.chains.sums(values).astype(np.float32)
    page = total[:, 0] + 1
    size, running, linked, count = total[:, view.ancestors[:STEPS]]  # each steps × blocks
    return np.concatenate(
        (running / page[1], linked / (size + 1), np.log1p(count), np.log1p(running), view.size / size[:2])
    )


def _template(view: View) -> Matrix:
    """What stands at the same path of the same template."""
    groups = view.signature
    count = np.bincount(groups).astype(np.float32)
    size = np.bincount(groups, weights=view.size)
    running = np.bincount(groups, weights=view.running)
    linked = np.bincount(groups, weights=view.size * view.link)
    return view.rows(
        [
            np.log1p(count)[groups],
            (running / (running.sum() + 1))[groups],
            np.log1p(size / count)[groups],
            (linked / (size + 1))[groups],
        ]
    )


def _place(view: View) -> Matrix:
    """Where on the page: among all text, from the main heading, from the container with most text."""
    count = len(view.blocks)
    index = np.arange(count)
    before = np.cumsum(view.running) - view.running
    heading = _main_heading(view)
    long = np.flatnonzero(view.running >= np.maximum(100, 0.2 * view.running.max(initial=0)))
    first, last = (long[0], long[-1]) if len(long) else (0, count - 1)
    depth, of = view.chains.depth, view.chains.of
    best = depth[view.best]
    meeting = view.chains.meeting_depth(view.best)
    return view.rows(
        [
            index / count,
            np.minimum(index, 300),
            np.minimum(count - index, 300),
            before / (view.running.sum() + 1),
            between(-60, index - heading, 120) if heading >= 0 else -99,
            between(-60, index - first, 120),
            between(-120, index - last, 60),
            np.minimum(best - meeting, 20),
            np.minimum(depth[of] - meeting, 20),
            meeting / max(float(best), 1.0),
        ]
    )


def _main_heading(view: View) -> int:
    """The first h1 that more running text follows than precedes, else the first one; -1 for none."""
    places = np.flatnonzero(view.top).tolist()
    if not places:
        return -1
    after = view.running.sum() - np.cumsum(view.running)
    return next((place for place in places if after[place] > 0.5 * after[0]), places[0])


def _neighbours(view: View) -> Matrix:
    count = len(view.blocks)
    own = np.full((4, count + 4), -1, dtype=np.float32)  # with two blocks more at each end
    own[:, 2:-2] = view.rows([view.log_size, view.link, view.stopped, view.kind == _HEADING])
    whose = np.full((3, count + 4), -1, dtype=np.int64)
    whose[:, 2:-2] = view.signature, view.chains.of, view.ancestors[1]
    parts = []
    for start in (0, 1, 3, 4):  # two before, the one before, the one after, two after
        parts += [own[:, start : start + count], whose[:, start : start + count] == whose[:, 2:-2]]
    return np.concatenate(parts, dtype=np.float32)


def _agreement(view: View, claims: PageKeys) -> Matrix:
    """The block against the page's own title, description and articleBody, and against its other blocks."""
    keys, lengths = view.keys, view.text.length
    opening = _numbered(block.text[:60] for block in view.blocks)
    title = max(sorted(claims.titles), key=len, default="")  # of several as long, always the same
    matrix = np.zeros((8, len(keys)), dtype=np.float32)
    matrix[0] = np.minimum(np.bincount(opening)[opening], 5)
    matrix[5] = [len(k) >= 4 and k in claims.body for k in keys] if claims.body else -1
    told = "|".join((*claims.titles, *claims.descriptions))
    for place in [place for place, k in enumerate(keys) if k[:TELLING] in told]:  # few are
        k = keys[place]
        matrix[1, place] = k in claims.titles
        matrix[2, place] = len(k) / len(title) if k and k in title else 0
        matrix[4, place] = _describes(k, claims.descriptions)
    if len(title) > 10:
        for place in [place for place, k in enumerate(keys) if title in k and k != title]:
            matrix[3, place] = len(title) / len(keys[place])
    for name in claims.authors:
        for place in [place for place, k in enumerate(keys) if name in k]:
            matrix[6, place] += len(name) / (len(keys[place]) + 1)
    short = lengths <= TITLE_CHARS
    matrix[[1, 2, 3, 6]] *= short
    matrix[7] = _echoes(view, short & (lengths >= ECHO_CHARS))
    return matrix


def _describes(k: str, descriptions: Sequence[str]) -> bool:
    """Whether the key is one of these, or opens like a part of one."""
    if k in descriptions:
        return True
    return len(k) > TELLING and any(k[:TELLING] in description for description in descriptions)


def _echoes(view: View, able: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a longer running text holds that of an able block, as it does a pull quote."""
    running = [view.keys[place] for place in np.flatnonzero(view.running).tolist()]
    lines, text = frozenset(running), "|".join(running)
    found = np.zeros(len(able), dtype=bool)
    for place in np.flatnonzero(able).tolist() if len(text) <= MAX_ECHO_PAGE else ():
        k = view.keys[place]
        found[place] = len(k) >= ECHO_CHARS and k not in lines and k in text
    return found


def _page(view: View, claims: PageKeys) -> Matrix:
    total, running = float(view.size.sum()), float(view.running.sum())
    return view.rows(
        [
            np.log1p(len(view.blocks)),
            np.log1p(running),
            float((view.size * view.link).sum()) / total,
            running / total,
            float(view.text.count(chars.UNSPACED).sum()) / total,
            min(len(claims.body) / (running + 1), 3.0),
            claims.kind,
            *claims.news_marks,
            *_makeup(view),
        ]
    )


def _makeup(view: View) -> list[float]:
    """What the best container is made of: guides have many headings and lists, news few."""
    inside = (view.ancestors == view.best).any(axis=0)
    kinds = np.bincount(view.kind[inside], minlength=len(_KINDS))
    count = int(inside.sum()) + 1
    running = int((view.running[inside] > 0).sum())
    shares = (kinds[[_HEADING, _ITEM, _TABLE]] / count).tolist()
    return [*shares, float(np.log1p(count)), float(np.log1p(running))]


def _beside_title(view: View, claims: PageKeys) -> Matrix:
    """How the block lies to the article's headline: pages may hold several articles, one below the other."""
    title = _title(view, claims)
    if title < 0:
        return view.rows([-99] * 6)
    chains, index = view.chains, np.arange(len(view.blocks))
    meeting = chains.meeting_depth(int(chains.of[title]))
    article = chains.nearest("article")
    together = np.where(article == article[title], np.where(article >= 0, 1, 0), -1)
    tops, running = np.cumsum(view.top), np.cumsum(view.running)
    return view.rows(
        [
            between(-60, index - title, 120),
            np.minimum(chains.depth[chains.of] - meeting, 20),
            np.minimum(chains.depth[chains.of[title]] - meeting, 20),
            together,
            between(-3, tops - tops[title], 3),
            (running - running[title]) / (view.running.sum() + 1),
        ]
    )


def _title(view: View, claims: PageKeys) -> int:
    """The block that prints the headline: a heading that says what the page claims; -1 for none."""
    headings = np.flatnonzero((view.kind == _HEADING) & (view.text.length <= TITLE_CHARS)).tolist()
    said = [place for place in headings if view.keys[place] in claims.titles]
    return next((place for place in said if view.top[place]), said[0] if said else _main_heading(view))


def _lists(view: View) -> Matrix:
    """What the list is like that the block stands in, and whether a colon announces it."""
    group = view.chains.nearest("list")
    inside = group >= 0
    if not inside.any():
        return view.rows([-1] * 6)
    number = group + 1  # 0 for those in no list
    count = np.maximum(np.bincount(number), 1)

    def mean(values: NDArray[np.floating | np.bool_]) -> NDArray[np.float64]:
        return (np.bincount(number, weights=values) / count)[number]

    announced = np.zeros(len(count), dtype=bool)
    starts = np.flatnonzero(number[1:] != number[:-1]) + 1
    announced[number[starts]] = view.announcing[starts - 1]
    columns = [
        np.log1p(count[number]),
        mean(view.log_size),
        mean(view.stopped),
        mean(view.link),
        announced[number],
        mean(view.running / view.size),
    ]
    found = view.rows(columns)
    found[:, ~inside] = -1
    return found


def _beside_pictures(view: View) -> Matrix:
    """Pictures and rules right before and after: captions stand beside the one, notes below the other."""
    own = view.rows(
        [
            np.minimum(view.column("pictures"), 3),
            view.column("ruled"),
        ]
    )
    return np.concatenate((own, shifted(own, 1, 0.0), shifted(own, -1, 0.0)))


def shifted(values: NDArray[np.float32], step: int, fill: float) -> NDArray[np.float32]:
    """Place i of the result's last axis is place i + step of `values`, `fill` beyond the ends."""
    result = np.full_like(values, fill)
    if abs(step) < values.shape[-1]:
        if step > 0:
            result[..., :-step] = values[..., step:]
        else:
            result[..., -step:] = values[..., :step]
    return result


def between(low: float, values: NDArray[Any], high: float) -> NDArray[Any]:
    """As np.clip, which takes five times as long for so few numbers."""
    result: NDArray[Any] = np.minimum(np.maximum(values, low), high)
    return result
