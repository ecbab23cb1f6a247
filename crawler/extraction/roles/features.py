"""What the model sees of each block before it has an opinion: a matrix, one row a block.

Everything is about form and place, nothing about particular words: sizes, shares, punctuation, tags,
how far up the nearest element of each family of names stands, what the containers above hold, how often
the same template occurs, neighbours, and agreement with what the page claims of itself.
"""

from collections.abc import Hashable, Iterable, Sequence
from operator import attrgetter, itemgetter
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
_TEXT, _KIND, _SIGNATURE, _INLINE, _LINKS = map(
    attrgetter, ("text", "kind", "container.signature", "families", "links")
)
_OPENING = itemgetter(slice(60))
_COLON, _WIDE_COLON = ord(":"), ord("：")

Vector = NDArray[np.float32]


class View:
    """A page's blocks as arrays, shared by both stages of the model."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        texts = list(map(_TEXT, blocks))
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
        self.kind = np.array(list(map(_KINDS.__getitem__, map(_KIND, blocks))))
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


def features(view: View, said: PageKeys) -> Matrix:
    """(blocks × features), float32; a feature's values lie together. There must be at least one block."""
    return np.concatenate(list(grouped(view, said).values())).T


def grouped(view: View, said: PageKeys) -> dict[str, Matrix]:
    """The features in groups, each (features × blocks); the model's file counts on their order."""
    return {
        "the block itself": _own(view),
        "its tags": view.rows([*view.chains.tag[view.ancestors[:3]], view.chains.depth[view.chains.of]]),
        "names above it": view.chains.distances(np.fromiter(map(_INLINE, view.blocks), np.int64)),
        "its containers": _containers(view),
        "its template": _template(view),
        "its place": _place(view),
        "its neighbours": _neighbours(view),
        "what the page claims": _agreement(view, said),
        "the page": _page(view, said),
        "the headline": _beside_title(view, said),
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
            list(map(len, map(_LINKS, view.blocks))),
            view.kind,
            view.level,
        ]
    )


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


def _agreement(view: View, said: PageKeys) -> Matrix:
    """The block against the page's own title, description and articleBody, and against its other blocks."""
    keys, lengths = view.keys, view.text.length
    opening = _numbered(map(_OPENING, map(_TEXT, view.blocks)))
    matrix = np.zeros((8, len(keys)), dtype=np.float32)
    matrix[0] = np.minimum(np.bincount(opening)[opening], 5)
    matrix[5] = [len(k) >= 4 and k in said.body for k in keys] if said.body else -1
    _against_titles(matrix, keys, said)
    for name in said.authors:
        for place in [place for place, k in enumerate(keys) if name in k]:
            matrix[6, place] += len(name) / (len(keys[place]) + 1)
    short = lengths <= TITLE_CHARS
    matrix[[1, 2, 3, 6]] *= short
    matrix[7] = _echoes(view, short & (lengths >= ECHO_CHARS))
    return matrix


def _against_titles(matrix: Matrix, keys: Sequence[str], said: PageKeys) -> None:
    """Fills rows 1 to 4: is a title, is part of one, holds one, is a description or opens a part of one."""
    title = max(sorted(said.titles), key=len, default="")  # of several as long, always the same
    told = "|".join((*said.titles, *said.descriptions))
    for place in [place for place, k in enumerate(keys) if k[:TELLING] in told]:  # few are
        k = keys[place]
        matrix[1, place] = k in said.titles
        matrix[2, place] = len(k) / len(title) if k and k in title else 0
        opening = k[:TELLING] if len(k) > TELLING else "\0"
        matrix[4, place] = k in said.descriptions or any(opening in text for text in said.descriptions)
    if len(title) > 10:
        for place in [place for place, k in enumerate(keys) if title in k and k != title]:
            matrix[3, place] = len(title) / len(keys[place])


def _echoes(view: View, able: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a longer running text holds that of an able block, as it does a pull quote."""
    running = list(map(view.keys.__getitem__, np.flatnonzero(view.running).tolist()))
    lines, text = frozenset(running), "|".join(running)
    found = np.zeros(len(able), dtype=bool)
    for place in np.flatnonzero(able).tolist() if len(text) <= MAX_ECHO_PAGE else ():
        k = view.keys[place]
        found[place] = len(k) >= ECHO_CHARS and k not in lines and k in text
    return found


def _page(view: View, said: PageKeys) -> Matrix:
    total, running = float(view.size.sum()), float(view.running.sum())
    return view.rows(
        [
            np.log1p(len(view.blocks)),
            np.log1p(running),
            float((view.size * view.link).sum()) / total,
            running / total,
            float(view.text.count(chars.UNSPACED).sum()) / total,
            min(len(said.body) / (running + 1), 3.0),
            said.kind,
            *said.news_marks,
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


def _beside_title(view: View, said: PageKeys) -> Matrix:
    """How the block lies to the article's headline: pages may hold several articles, one below the other."""
    title = _title(view, said)
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


def _title(view: View, said: PageKeys) -> int:
    """The block that prints the headline: a heading that says what the page claims; -1 for none."""
    headings = np.flatnonzero((view.kind == _HEADING) & (view.text.length <= TITLE_CHARS)).tolist()
    claimed = [place for place in headings if view.keys[place] in said.titles]
    return max(claimed, key=lambda place: (bool(view.top[place]), -place), default=_main_heading(view))


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
    own = view.rows([np.minimum(view.column("pictures"), 3), view.column("ruled")])
    after, before = np.zeros_like(own), np.zeros_like(own)
    after[:, :-1], before[:, 1:] = own[:, 1:], own[:, :-1]
    return np.concatenate((own, after, before))


def between(low: float, values: NDArray[Any], high: float) -> NDArray[Any]:
    """As np.clip, which takes five times as long for so few numbers."""
    result: NDArray[Any] = np.minimum(np.maximum(values, low), high)
    return result
