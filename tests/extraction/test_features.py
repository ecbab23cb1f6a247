"""What the model is given is what it was trained on: the features of pages, as sums that are kept.

Trees ask whether a feature lies above a border, so that a feature that is computed otherwise may change no
small page, and many of the web. Here each group of features is one number a page: all its values, each by a
weight of its own. After a change that is meant (and a training), `python -m tests.extraction.test_features`
writes them anew.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from crawler.extraction.claims.pagekeys import PageKeys, page_keys
from crawler.extraction.roles.context import context
from crawler.extraction.roles.features import grouped
from crawler.extraction.roles.view import Columns, View
from crawler.pages.page import Document, Page
from tests.extraction.records import NOW, TEXTS, TITLE, URL, ld, meta, paragraphs
from tests.extraction.test_records_bodies import LAYOUTS
from tests.extraction.test_records_edges import CASES as EDGES

TABLE = Path(__file__).with_name("features.json")
SAVED = sorted(Path(__file__).with_name("pages").glob("*.html"))
NEAR = 2e-6  # of a sum: what another machine's logarithms may differ by
# What the first model may have said of the blocks, in turn: at both sides of the borders that are asked for.
CHANCES = (0.9, 0.04, 0.5, 0.039, 0.2, 1.0, 0.499, 0.0, 0.7)

EN, AR = TEXTS["en"], TEXTS["ar"]
QUOTE = EN[1][:30]
SAYINGS: tuple[str, ...] = (
    "Share",
    "Read more",
    "Subscribe to our newsletter",
    "Comments",
    "Advertisement",
    "Page not found",
)
SAYINGS += ("By Odell Marsh", "Photo: Odell Marsh", "Reuters", "Related: The ferry runs again", "All rights")


def _lines(count: int, words: int = 4) -> str:
    """So many blocks, each another one, every seventh a link."""
    made = (f"Line {number} of {' '.join(['harbour'] * words)}." for number in range(count))
    return "".join(
        f"<p><a href='/{number}'>{line}</a></p>" if number % 7 == 0 else f"<p>{line}</p>"
        for number, line in enumerate(made)
    )


def _sized(*sizes: int) -> str:
    return paragraphs(("harbour wall " * 100)[:size].strip() or "x" for size in sizes)


def _page(body: str, head: str = "") -> str:
    return f'<html lang="en"><head>{head}</head><body>{body}</body></html>'


PAGES = {
    "much before the heading": _page(_lines(90) + f"<h1>{TITLE}</h1>" + paragraphs(EN)),
    "much after the heading": _page(f"<h1>{TITLE}</h1>" + paragraphs(EN) + _lines(150), ld(headline=TITLE)),
    "hundreds of lines": _page(f"<article><h1>{TITLE}</h1>{_lines(340, 9)}</article>"),
    "running text at the ends": _page(paragraphs(EN[:1]) + _lines(130) + paragraphs(EN[1:2]) + _lines(70)),
    "no running text": _page(_lines(20, 2)),
    "deep": _page("<div><section>" * 12 + f"<h1>{TITLE}</h1>" + paragraphs(EN) + "</section></div>" * 12),
    "far from the text": _page("<div>" * 30 + _lines(3) + "</div>" * 30 + paragraphs(EN)),
    "the same again": _page(paragraphs([EN[0]] * 7 + [EN[1]] * 3 + [EN[2], EN[2][:60], EN[2][:61]])),
    "titles by length": _page(
        "".join(f"<h2>{('harbour ' * 40)[:n]}</h2>" for n in (9, 10, 11, 299, 300, 301)) + paragraphs(EN),
        ld(headline=("harbour " * 40)[:300]) + ld(headline="harbour wa"),
    ),
    "descriptions by length": _page(
        f"<h1>{TITLE}</h1>" + paragraphs(EN[0][:n] for n in (30, 44, 46, 48, 50, 52, 60, 90)) + _lines(3),
        meta(description=EN[0][:50], og__description=EN[1][:120]),
    ),
    "quotes by length": _page(
        f"<h1>{TITLE}</h1>" + paragraphs([*(EN[1][:n] for n in range(22, 40)), *EN, EN[1][10:60]])
    ),
    "what is claimed": _page(
        f"<h1>{TITLE}</h1><h1>{TITLE} at last</h1><p>By Odell Marsh and Ann Reed</p>" + paragraphs(EN[:3]),
        ld(headline=TITLE, articleBody=" ".join(EN), author=["Odell Marsh", "Ann Reed"])
        + meta(og__type="article", article__published_time="2026-11-12", news_keywords="harbour"),
    ),
    "two articles": _page(
        "".join(f"<article><h1>{TITLE} {n}</h1>{paragraphs(EN[n:])}</article>" for n in range(3)),
        ld(headline=f"{TITLE} 1"),
    ),
    "lists": _page(
        f"<h1>{TITLE}</h1><p>What they need:</p><ul><li>Flour.</li><li><a href='/r'>Rope</a></li></ul>"
        f"{paragraphs(EN)}<ol>{'<li>One more harbour</li>' * 12}</ol>"
        "<table><tr><td>a</td><td>9</td></tr></table>"
    ),
    "forms of text": _page(
        f"<h1>{TITLE}</h1><p><b>{EN[0]}</b></p><p><i>{EN[1][:20]}</i> {EN[1]}</p><p>“{EN[2]}”</p>"
        f"<p>12:30 & 5%</p><p>a<br>b<br>c</p><hr><p>© ► Kazakh</p><blockquote>{EN[3]}</blockquote>"
        f"<figure>{'<img src=a>' * 4}<figcaption>Quay</figcaption></figure><p>After</p>"
    ),
    "a text of any length": _page(_sized(100, 130, 240, 1_100, 1_200, 230, 250, 100) + _lines(4)),
    "words by length": _page(_sized(1, 39, 40, 41, 60, 61, 99, 100, 101, 250, 251, 399, 400, 401, 500)),
    "what lines say": _page(
        f"<h1>{TITLE}</h1>" + paragraphs(SAYINGS) + paragraphs(EN) + paragraphs(SAYINGS[::-1])
    ),
    "what long lines say": _page(
        paragraphs(f"{line} {'the ' * n}".strip() for line in SAYINGS for n in (9, 21))
    ),
    "Arabic": _page(f"<h1>{AR[0][:60]}</h1>" + paragraphs(AR)),
    "no spaces": _page(paragraphs(["今日は、雨です。港の壁は持ちこたえた。" * 4, "ประเทศไทย" * 9, "😀 ok"])),
    "one block": _page("<p>x</p>"),
}  # fmt: skip


def read() -> Iterator[tuple[str, View, PageKeys]]:
    """Every page: its name, its blocks, what it claims."""
    pages = {name: html.encode() for name, html in PAGES.items()}
    pages |= {one.name: one.html.encode() for one in (*LAYOUTS, *EDGES)}
    pages |= {file.stem: file.read_bytes() for file in SAVED}
    for name, body in pages.items():
        document = Document(Page(URL, body, NOW))
        if document.blocks:
            yield name, View(document.blocks), page_keys(document)


def weighed(view: View, columns: Columns) -> float:
    """One number: the values, none of which another can make up for."""
    matrix = view.rows(columns).astype(np.float64)
    weights = np.random.default_rng(matrix.size).uniform(0.5, 1.0, matrix.shape)
    return float((matrix * weights).sum())


def told() -> dict[str, dict[str, float]]:
    """For each page a number for each group of features."""
    found = {}
    for name, view, said in read():
        chance = np.resize(np.array(CHANCES, dtype=np.float32), len(view.blocks))
        groups = dict(grouped(view, said)) | {"what the first model said": list(context(view, chance).T)}
        found[name] = {group: weighed(view, columns) for group, columns in groups.items()}
    return found


def test_the_features_of_pages() -> None:
    kept = json.loads(TABLE.read_text("utf-8"))
    found = told()
    assert found.keys() == kept.keys()
    for name, groups in found.items():
        assert groups == pytest.approx(kept[name], rel=NEAR, abs=1e-9), name


if __name__ == "__main__":
    rounded = {name: {g: float(f"{v:.9g}") for g, v in groups.items()} for name, groups in told().items()}
    lines = (f" {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in rounded.items())
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
