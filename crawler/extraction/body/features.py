"""What the model sees of each block before it has an opinion: a matrix, one row a block.

Everything is about form and place, nothing about particular words: sizes, shares, punctuation, tags,
how far up the nearest element of each family of names stands, what the containers above hold, how often
the same template occurs, neighbours, and agreement with what the page claims of itself.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.blocks.block import Block
from crawler.extraction.blocks.roles import NAMES
from crawler.extraction.body import characters as chars
from crawler.extraction.body.chains import Chains, Matrix
from crawler.extraction.body.characters import Characters
from crawler.extraction.body.claims import Claims
from crawler.extraction.body.voice import key

STEPS = 5  # containers above a block whose contents count
RUNNING_WORDS = 10  # a block of as many unlinked words is running text
TITLE_CHARS = 300  # longer blocks are never a title

ECHO_CHARS = 25  # letters of the shortest pull quote that is sought in the text
MAX_ECHO_PAGE = 200_000  # letters of running text in which echoes are sought

_KINDS = ("paragraph", "heading", "item", "quote", "table", "preformatted", "embed")
_CODED = "p div li span td section article h1 h2 h3 h4 h5 h6 blockquote figcaption a dd ul ol".split()  # noqa: SIM905
_TAG_CODES = {tag: code for code, tag in enumerate(_CODED, start=1)}

_ARTICLE = frozenset(("article",))
_LISTS = frozenset(("ul", "ol", "dl"))

Vector = NDArray[np.float32]


class View:
    """A page's blocks as arrays, shared by both stages of the model."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.text = Characters([block.text for block in blocks])
        self.size: Vector = self.text.length.astype(np.float32)
        self.words = self.text.words()
        self.link: Vector = np.minimum(_column([block.link_chars for block in blocks]) / self.size, 1)
        self.running: Vector = np.where((self.words >= RUNNING_WORDS) & (self.link < 0.5), self.size, 0)
        self.chains = Chains(blocks)
        self.ancestors = self.chains.ancestors(STEPS + 1)
        _, self.signature = np.unique(
            np.array([block.container.signature for block in blocks], dtype=np.int64), return_inverse=True
        )
        self.best = self._best_container()

    def _best_container(self) -> int:
        """The container whose nearest blocks have most running text; further ones count less."""
        score = np.zeros(len(self.chains.boxes), dtype=np.float64)
        for step, weight in ((0, 0.6), (1, 1.0), (2, 0.6), (3, 0.3)):
            np.add.at(score, self.ancestors[:, step], weight * self.running * (1 - self.link))
        return int(score.argmax())


def features(view: View, claims: Claims) -> Matrix:
    """(blocks × features), float32. There must be at least one block."""
    return np.concatenate(list(grouped(view, claims).values()), axis=1).astype(np.float32)


def grouped(view: View, claims: Claims) -> dict[str, Matrix]:
    """The features in groups, in the order of the matrix; the model's file counts on it."""
    keys = [key(block.text) for block in view.blocks]
    return {
        "the block itself": _own(view),
        "its tags": _tags(view),
        "names above it": _families(view),
        "its containers": _containers(view),
        "its template": _template(view),
        "its place": _place(view),
        "its neighbours": _neighbours(view),
        "what the page claims": _agreement(view, claims, keys),
        "the page": _page(view, claims),
        "the headline": _beside_title(view, claims, keys),
        "its list": _lists(view),
        "pictures and rules": _beside_pictures(view),
    }


def _own(view: View) -> Matrix:
    text, size = view.text, view.size
    bold = _column([block.bold_chars for block in view.blocks]) / size
    italic = _column([block.italic_chars for block in view.blocks]) / size
    stops = text.count(chars.STOP)
    first, last = text.first(), text.last()
    columns = [
        np.log1p(size),
        np.log1p(view.words),
        stops,
        stops / view.words,
        text.count(chars.COMMA) / view.words,
        text.count(chars.UPPER) / size,
        text.count(chars.DIGIT) / size,
        text.count(chars.LETTER) / size,
        text.count(chars.QUOTE) / size,
        text.count(chars.SYMBOL) / size,
        (last & chars.STOP) != 0,
        (first & chars.UPPER) != 0,
        (first & chars.DIGIT) != 0,
        (first & (chars.SYMBOL | chars.QUOTE)) != 0,
        [block.text.endswith((":", "：")) for block in view.blocks],
        view.link,
        np.minimum(bold, 1),
        np.minimum(italic, 1),
        [block.breaks for block in view.blocks],
        [len(block.links) for block in view.blocks],
        [_KINDS.index(block.kind) for block in view.blocks],
        [block.level or 0 for block in view.blocks],
    ]
    return _stack(columns)


def _tags(view: View) -> Matrix:
    codes = np.array([_TAG_CODES.get(box.tag, 0) for box in view.chains.boxes], dtype=np.float32)
    return np.concatenate(
        (codes[view.ancestors[:, :3]], view.chains.depth[view.ancestors[:, :1]].astype(np.float32)), axis=1
    )


def _families(view: View) -> Matrix:
    far = view.chains.distances()[view.chains.of]
    bits = np.array([block.families for block in view.blocks], dtype=np.int64)
    inline = ((bits[:, None] >> np.arange(len(NAMES))) & 1).astype(bool)
    far[:, : len(NAMES)] = np.where(inline, 0, far[:, : len(NAMES)])
    return far


def _containers(view: View) -> Matrix:
    """What each of the first containers above holds."""
    values = np.stack((view.size, view.running, view.size * view.link, np.ones_like(view.size)), axis=1)
    total = view.chains.sums(values)
    page = total[0] + 1
    above = total[view.ancestors[:, :STEPS]]  # blocks × steps × 4
    return np.concatenate(
        (
            above[:, :, 1] / page[1],
            above[:, :, 2] / (above[:, :, 0] + 1),
            np.log1p(above[:, :, 3]),
            np.log1p(above[:, :, 1]),
            (view.size[:, None] / above[:, :2, 0]),
        ),
        axis=1,
    )


def _template(view: View) -> Matrix:
    """What stands at the same path of the same template."""
    groups = view.signature
    count = np.bincount(groups).astype(np.float32)
    size = np.bincount(groups, weights=view.size)
    running = np.bincount(groups, weights=view.running)
    linked = np.bincount(groups, weights=view.size * view.link)
    return _stack(
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
    index = np.arange(count, dtype=np.float32)
    before = np.cumsum(view.running) - view.running
    heading = _main_heading(view)
    long = np.flatnonzero(view.running >= np.maximum(100, 0.2 * view.running.max(initial=0)))
    first, last = (long[0], long[-1]) if len(long) else (0, count - 1)
    best = view.best
    meeting = view.chains.meeting_depth(best)[view.chains.of]
    depth = view.chains.depth
    return _stack(
        [
            index / count,
            np.minimum(index, 300),
            np.minimum(count - index, 300),
            before / (view.running.sum() + 1),
            np.clip(index - heading, -60, 120) if heading >= 0 else np.full(count, -99),
            np.clip(index - first, -60, 120),
            np.clip(index - last, -120, 60),
            np.minimum(depth[best] - meeting, 20),
            np.minimum(depth[view.chains.of] - meeting, 20),
            meeting / max(float(depth[best]), 1.0),
        ]
    )


def _main_heading(view: View) -> int:
    """The first h1 that more running text follows than precedes, else the first one; -1 for none."""
    places = [
        place for place, block in enumerate(view.blocks) if block.kind == "heading" and block.level == 1
    ]
    if not places:
        return -1
    after = view.running.sum() - np.cumsum(view.running)
    return next((place for place in places if after[place] > 0.5 * after[0]), places[0])


def _neighbours(view: View) -> Matrix:
    last = (view.text.last() & chars.STOP) != 0
    heading = np.array([block.kind == "heading" for block in view.blocks])
    own = _stack([np.log1p(view.size), view.link, last, heading])
    parent = view.ancestors[:, 1]
    columns = []
    for step in (-2, -1, 1, 2):
        columns.append(shifted(own, step, -1.0))
        same = _stack([view.signature, view.chains.of, parent])
        columns.append((shifted(same, step, -1.0) == same).astype(np.float32))
    return np.concatenate(columns, axis=1)


def _agreement(view: View, claims: Claims, keys: Sequence[str]) -> Matrix:
    """The block against the page's own title, description and articleBody, and against its other blocks."""
    opening = Counter(block.text[:60] for block in view.blocks)
    title = max(claims.titles, key=len, default="")
    described = "|".join(claims.descriptions)
    running = "|".join(k for k, size in zip(keys, view.running.tolist(), strict=True) if size)
    seek = len(running) <= MAX_ECHO_PAGE
    rows = []
    for block, k in zip(view.blocks, keys, strict=True):
        size = len(k)
        short = len(block.text) <= TITLE_CHARS
        row = (
            min(opening[block.text[:60]], 5),
            short and k in claims.titles,
            size / len(title) if short and k and k in title else 0,
            len(title) / size if short and size > len(title) > 10 and title in k else 0,
            k in claims.descriptions or (size > 40 and k[:40] in described),
            -1 if not claims.body else size >= 4 and k in claims.body,
            sum(len(name) for name in claims.authors if name in k) / (size + 1) if short else 0,
            short and seek and size >= ECHO_CHARS and _echoes(k, running),
        )
        rows.append(row)
    return np.array(rows, dtype=np.float32)


def _echoes(k: str, running: str) -> bool:
    """Whether a longer running text holds this one, as it does a pull quote."""
    return k in running and f"|{k}|" not in f"|{running}|"


def _page(view: View, claims: Claims) -> Matrix:
    total = float(view.size.sum())
    values = [
        np.log1p(len(view.blocks)),
        np.log1p(view.running.sum()),
        float((view.size * view.link).sum()) / total,
        float(view.running.sum()) / total,
        float(view.text.count(chars.UNSPACED).sum()) / total,
        min(len(claims.body) / (float(view.running.sum()) + 1), 3.0),
        claims.kind,
        *claims.news_marks,
        *_makeup(view),
    ]
    return np.tile(np.array(values, dtype=np.float32), (len(view.blocks), 1))


def _makeup(view: View) -> list[float]:
    """What the best container is made of: guides have many headings and lists, news few."""
    best = view.best
    inside = (view.ancestors == best).any(axis=1)
    kinds = [block.kind for block, within in zip(view.blocks, inside.tolist(), strict=True) if within]
    count = len(kinds) + 1
    shares = [kinds.count("heading") / count, kinds.count("item") / count, kinds.count("table") / count]
    return [*shares, float(np.log1p(count)), float(np.log1p((view.running[inside] > 0).sum()))]


def _beside_title(view: View, claims: Claims, keys: Sequence[str]) -> Matrix:
    """How the block lies to the article's headline: pages may hold several articles, one below the other."""
    title = _title(view, claims, keys)
    count = len(view.blocks)
    if title < 0:
        return np.full((count, 6), -99, dtype=np.float32)
    chains, index = view.chains, np.arange(count)
    meeting = chains.meeting_depth(int(chains.of[title]))[chains.of]
    article = chains.nearest(_ARTICLE)[chains.of]
    together = np.where(article == article[title], np.where(article >= 0, 1, 0), -1)
    tops = np.cumsum([block.kind == "heading" and block.level == 1 for block in view.blocks])
    return _stack(
        [
            np.clip(index - title, -60, 120),
            np.minimum(chains.depth[chains.of] - meeting, 20),
            np.minimum(chains.depth[chains.of[title]] - meeting, 20),
            together,
            np.clip(tops - tops[title], -3, 3),
            (np.cumsum(view.running) - np.cumsum(view.running)[title]) / (view.running.sum() + 1),
        ]
    )


def _title(view: View, claims: Claims, keys: Sequence[str]) -> int:
    """The block that prints the headline: a heading that says what the page claims; -1 for none."""
    said = [
        block
        for block, k in zip(view.blocks, keys, strict=True)
        if block.kind == "heading" and len(block.text) <= TITLE_CHARS and k in claims.titles
    ]
    top = [block for block in said if block.level == 1] or said
    return top[0].index if top else _main_heading(view)


def _lists(view: View) -> Matrix:
    """What the list is like that the block stands in, and whether a colon announces it."""
    group = view.chains.nearest(_LISTS)[view.chains.of]
    inside = group >= 0
    number = np.maximum(group, 0)
    count = np.bincount(number, weights=inside, minlength=len(view.chains.boxes))

    def mean(values: Vector) -> NDArray[np.float64]:
        total = np.bincount(number, weights=np.where(inside, values, 0), minlength=len(view.chains.boxes))
        return total[number] / np.maximum(count[number], 1)

    stop = ((view.text.last() & chars.STOP) != 0).astype(np.float32)
    starts = np.flatnonzero(inside & (group != np.concatenate(([-1], group[:-1]))))
    announced = np.zeros(len(view.chains.boxes), dtype=bool)
    announced[group[starts]] = [
        place > 0 and view.blocks[place - 1].text.endswith((":", "：")) for place in starts.tolist()
    ]
    columns = [np.log1p(count[number]), mean(np.log1p(view.size)), mean(stop), mean(view.link)]
    columns += [announced[number], mean(view.running / view.size)]
    return np.where(inside[:, None], _stack(columns), np.float32(-1))


def _beside_pictures(view: View) -> Matrix:
    """Pictures and rules right before and after: captions stand beside the one, notes below the other."""
    own = _stack([[min(block.pictures, 3) for block in view.blocks], [block.ruled for block in view.blocks]])
    return np.concatenate((own, shifted(own, 1, 0.0), shifted(own, -1, 0.0)), axis=1)


def shifted(values: Matrix, step: int, fill: float) -> Matrix:
    """Row i of the result is row i + step of `values`, `fill` beyond the ends."""
    result = np.full_like(values, fill)
    if abs(step) < len(values):
        if step > 0:
            result[:-step] = values[step:]
        else:
            result[-step:] = values[:step]
    return result


def _column(values: Sequence[float]) -> Vector:
    return np.array(values, dtype=np.float32)


def _stack(columns: Sequence[object]) -> Matrix:
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)
