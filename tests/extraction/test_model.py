"""The learned choice: the arithmetic of the trees, the arrays it looks at, and the file that is shipped."""

from datetime import UTC, datetime

import numpy as np
import pytest

from crawler.extraction.claims.pagekeys import NEWS_KIND, PageKeys, page_keys
from crawler.extraction.roles.features import features
from crawler.extraction.roles.model import GENERAL, NEWS, Forest, judge, load, style_of
from crawler.extraction.roles.view import COMMA, FAR, STOP, TAGS, Chains, Characters, View
from crawler.pages.blocks.families import NAMES
from crawler.pages.blocks.segment import segment
from crawler.pages.page import Document, Page
from crawler.pages.parse import parse


def test_a_forest_by_hand() -> None:
    arrays = {
        "one_feature": np.array([[0, 1], [1, 1]]),
        "one_border": np.array([[0.5, 2.0], [1.5, np.inf]], dtype=np.float32),
        "one_leaf": np.array([[1, 2, 3, 4], [10, 20, 30, 40]], dtype=np.float32),
        "one_bias": np.array(-13.0),
    }
    forest = Forest.load(arrays, "one")
    rows = np.array([[0, 0], [1, 0], [0, 2], [1, 3]], dtype=np.float32)
    margins = np.array([1 + 10, 2 + 10, 3 + 10, 4 + 20]) - 13.0
    assert forest.probability(rows) == pytest.approx(1 / (1 + np.exp(-margins)), rel=1e-6)


def test_a_question_that_several_trees_ask_is_put_once() -> None:
    arrays = {"_feature": np.array([[0, 0, 0]]), "_border": np.array([[0.5, 0.5, 0.25]])}
    arrays |= {"_leaf": np.array([[0, 1], [0, 10], [0, 100]]), "_bias": np.array(0.0)}
    forest = Forest.load(arrays, "")
    assert len(forest.feature) == 2
    rows = np.linspace(0, 1, 3000, dtype=np.float32)[:, None]  # more than are looked at together
    margins = np.where(rows > 0.5, 11, 0) + np.where(rows > 0.25, 100, 0)
    assert forest.probability(rows) == pytest.approx(1 / (1 + np.exp(-margins[:, 0])))


@pytest.mark.parametrize(
    ("text", "words", "stops", "commas"),
    [
        ("One, two. Three!", 3, 2, 1),
        ("قال الوزير، أمس: نعم؟", 4, 1, 1),
        ("今日は、雨です。", 3, 1, 1),
        ("ประเทศไทย", 4.5, 0, 0),
        ("😀 ok", 2, 0, 0),
    ],
)
def test_counts_in_every_script(text: str, words: float, stops: int, commas: int) -> None:
    found = Characters(["before.", text, "after"])
    assert found.words[1] == pytest.approx(words, abs=1)
    assert (found.count[STOP][1], found.count[COMMA][1]) == (stops, commas)


def test_ends_of_texts() -> None:
    found = Characters(["He said.", "“He said.”", "No mark", "قال؟", "x"])
    assert [(mark & STOP) != 0 for mark in found.last] == [True, True, False, True, False]


def test_chains_of_containers() -> None:
    blocks = segment(parse("<main><div class=related><p>a</p><p>bb</p></div><p>ccc</p></main>"))
    chains = Chains(blocks)
    total = chains.sums(np.array([[len(block.text) for block in blocks]]))
    above = chains.above[:3, 0]
    assert [chains.boxes[row].tag for row in above] == ["p", "div", "main"]
    assert total[0, above].tolist() == [1, 3, 6]
    far = chains.distances(np.array([0, 1 << NAMES.index("related"), 0]))
    related, main = NAMES.index("related"), len(NAMES) + TAGS.index("main")
    assert far[related].tolist() == [1, 0, FAR]
    assert far[main].tolist() == [2, 2, 1]


PAGES = [
    "<p>x</p>",
    "<p>One.</p><p>Two.</p>",
    "<ul>" + "<li><a href=x>link</a></li>" * 500 + "</ul>",
    "<div>" * 400 + "deep" + "</div>" * 400,
    "<p>\u200f\u0640</p><p>字</p>",
    "<table>" + "<tr><td>1</td><td>2</td></tr>" * 50 + "</table>",
]


@pytest.mark.parametrize("html", PAGES, ids=range(len(PAGES)))
def test_odd_pages_have_finite_features_and_chances(html: str) -> None:
    blocks = segment(parse(html))
    matrix = features(View(blocks), PageKeys())
    assert np.isfinite(matrix).all()
    verdict = judge(blocks, PageKeys())
    assert verdict.probability is not None
    assert len(verdict.probability) == len(blocks)
    assert ((verdict.probability >= 0) & (verdict.probability <= 1)).all()
    assert 0 <= verdict.confidence <= 1


def test_no_blocks_no_choice() -> None:
    assert judge([], PageKeys()).kept == []


def test_the_same_page_gives_the_same_answer() -> None:
    html = "<h1>Title</h1>" + "<p>A sentence of the article, long enough to be read as running text.</p>" * 6
    first, again = (judge(segment(parse(html)), PageKeys()).probability for _ in range(2))
    assert first is not None
    assert again is not None
    assert np.array_equal(first, again)


def test_the_shipped_model_fits_the_features() -> None:
    width = features(View(segment(parse("<p>x</p>"))), PageKeys()).shape[1] + 1  # and the style flag
    assert load().first.feature.max() < width
    assert load().second.feature.max() >= width  # the second stage sees more


ARTICLE = "<p>A sentence of the article, long enough to be read as running text.</p>" * 3


@pytest.mark.parametrize(
    ("claims", "html", "style"),
    [
        (PageKeys(kind=NEWS_KIND, language="en"), ARTICLE, NEWS),
        (PageKeys(language="en-GB"), ARTICLE, GENERAL),
        (PageKeys(language="en-GB", newspaper=True), ARTICLE, NEWS),
        (PageKeys(language="ar"), ARTICLE, NEWS),
        (PageKeys(), ARTICLE, GENERAL),
        (PageKeys(), "<p>أعلنت مديرية المياه اليوم انتهاء صيانة خط الضخ الرئيسي في المدينة.</p>", NEWS),
        (PageKeys(), "<p>Die Bürger müssen für längere Zeit auf die Brücke verzichten.</p>", NEWS),
    ],
)
def test_which_convention_is_asked_for(claims: PageKeys, html: str, style: int) -> None:
    assert style_of(segment(parse(html)), claims) == style


@pytest.mark.parametrize(
    ("url", "name", "marked", "newspaper"),
    [
        ("https://www.harbourtimes.example/a/1", "", True, True),
        ("https://harbour.example/a/1", "The Harbour Gazette", True, True),
        ("https://harbour.example/a/1", "The Harbour Gazette", False, False),
        ("https://harbour.wordpress.example/a/1", "Harbour Notes", True, False),
        ("http://[", "The Harbour Gazette", True, True),
    ],
)
def test_which_sites_are_named_like_newspapers(url: str, name: str, marked: bool, newspaper: bool) -> None:
    marks = (
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2026">'
    )
    head = f'<meta property="og:site_name" content="{name}">{marks if marked else ""}'
    page = f"<html><head>{head}</head><body><p>Text</p></body></html>"
    document = Document(Page(url, page.encode(), datetime(2026, 11, 25, tzinfo=UTC)))
    assert page_keys(document).newspaper is newspaper


MENU = ("World", "Politics", "Business", "Sports", "Opinion", "Local")


@pytest.mark.parametrize(
    ("url", "names", "newspaper"),
    [
        ("https://harbour.example/a/1", MENU, True),
        ("https://harbour.example/a/1", MENU[:4], False),
        ("https://harbour.example/blogs/ask/a/1", MENU, False),
    ],
)
def test_a_menu_of_sections_tells_a_newspaper(url: str, names: tuple[str, ...], newspaper: bool) -> None:
    links = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in names)
    page = f"<html><body><ul>{links}</ul><p>Text of the article.</p></body></html>"
    document = Document(Page(url, page.encode(), datetime(2026, 11, 25, tzinfo=UTC)))
    assert page_keys(document).newspaper is newspaper
