"""Rules over a choice of blocks, on pages written here; the choice is all running text."""

import pytest

from crawler.extraction.reading.keys import key
from crawler.extraction.roles import extent, linerules, others
from crawler.extraction.roles.labelled import Apart
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse
from tests.extraction.labelling import after, labelled

LONG = "The council decided on Tuesday, after four hours and two power cuts, to keep the old ferry running. "


def blocks_of(body: str) -> list[Block]:
    return segment(parse(f"<html><body>{body}</body></html>"))


def texts(blocks: list[Block], places: list[int]) -> list[str]:
    return [blocks[place].text[:20] for place in places]


def test_one_column_of_a_layout_table() -> None:
    page = (
        "<table><tr><td>Small ads: a pram, nearly new, sixty crowns, ask at the mill.</td>"
        f"<td><table><tr><td><p>{LONG * 3}</p></td></tr><tr><td><p>{LONG}</p></td></tr></table></td>"
        "<td>Weather: fog, later more fog, at night fog again in the valley.</td></tr></table>"
    )
    blocks = blocks_of(page)
    every = [block.index for block in blocks]
    kept = after(extent.other_columns, blocks, every)
    assert "The council decided " in texts(blocks, kept)
    assert not any(text.startswith(("Small ads", "Weather")) for text in texts(blocks, kept))


def test_a_page_without_cells_stays() -> None:
    blocks = blocks_of(f"<p>{LONG}</p><p>{LONG}</p>")
    assert after(extent.other_columns, blocks, [0, 1]) == [0, 1]


def test_a_list_that_is_announced_belongs() -> None:
    blocks = blocks_of(
        f"<p>{LONG}The results:</p><ul><li>eleven birds</li><li>no complaint</li></ul><p>{LONG}</p>"
    )
    assert after(extent.whole_runs, blocks, [0, 3]) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Read on:</p><ul><li><a href='/a'>Another story</a></li><li><a href='/b'>And more</a></li></ul>",
        "<p>It ends here.</p><ul><li>eleven birds</li></ul>",
        "<p>Everything:</p><ul>" + "<li>one of many</li>" * 40 + "</ul>",
    ],
)
def test_other_lists_do_not(body: str) -> None:
    assert after(extent.whole_runs, blocks_of(body), [0]) == [0]


@pytest.mark.parametrize(
    "line",
    [
        "By Anna Berg",
        "Von Anna Berg und Ole Holm",
        "Par Anna Berg, envoyée spéciale à Saint-Aubrac · le 14 novembre 2026 à 20h10",
        "10 November 2026, 8am",
        "Anna Berg | 10.11.2026 08:30",
        "โดย : Anna Berg | 10 พ.ย. 2569 19:40 น. | อัปเดต 11 พ.ย. 2569 08:12 น.",
        "เผยแพร่เมื่อ วันอังคารที่ ๑๐ พฤศจิกายน พ.ศ. ๒๕๖๙ เวลา ๑๙.๔๐ น.",
        "2026年11月10日 19:40 来源：新华社 字号：大 中 小",
        "By Anna Berg and Ole Holm Jr.",
    ],
)
def test_a_byline_is_no_paragraph(line: str) -> None:
    blocks = blocks_of(f"<p>{line}</p><p>{LONG}</p><p>{LONG}</p>")
    authors = ["Anna Berg", "Ole Holm", "Ole Holm Jr."]
    assert after(linerules.bylines, blocks, [0, 1, 2], authors) == [1, 2]


def test_all_bylines_and_dates_below_the_text_go() -> None:
    below = "".join(
        f"<p>{line}</p>" for line in ("Author: Anna Berg", "3 December 2026, 8am", "6 December 2026, 9am")
    )
    blocks = blocks_of(f"<p>{LONG}</p>{below}")
    assert after(linerules.bylines, blocks, [0, 1, 2, 3], ["Anna Berg"]) == [0]


def test_a_byline_may_be_set_as_a_heading() -> None:
    blocks = blocks_of(f"<h3>By Anna Berg</h3><h3>Anna Berg on the flood</h3><p>{LONG}</p>")
    assert after(linerules.bylines, blocks, [0, 1, 2], ["Anna Berg"]) == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg won the race in 2026.",
        "“I never left the valley,” says Anna Berg, who has run the mill since the year of the flood",
        "In 2026 the ferry ran on 300 days, 20 more than planned",
        "Why it matters",
        "Telephone: 02551 152200",
    ],
)
def test_a_sentence_stays(line: str) -> None:
    blocks = blocks_of(f"<p>{line}</p><p>{LONG}</p><p>{LONG}</p>")
    assert after(linerules.bylines, blocks, [0, 1, 2], ["Anna Berg"]) == [0, 1, 2]


def test_links_under_more_on_this_go() -> None:
    links = "<div><a href='/a'>The mill burns</a></div><div><a href='/b'>The mill is built again</a></div>"
    blocks = blocks_of(f"<p>{LONG}</p><h4>Mehr zum Thema</h4>{links}<p>{LONG}</p>")
    assert after(extent.link_lists, blocks, [0, 2, 3, 4]) == [0, 4]


def test_a_list_of_links_after_the_text_goes() -> None:
    line = "<div>» <a href='/a'>The mill burns</a> » <a href='/b'>The mill is built again</a></div>"
    blocks = blocks_of(f"<p>{LONG}</p>{line}")
    assert after(extent.link_lists, blocks, [0, 1]) == [0]


def test_a_table_is_taken_whole() -> None:
    rows = "".join(f"<tr><td>row {n}</td><td>{n}</td></tr>" for n in range(4))
    table = f"<table><tr><th>Item</th><th>Saved</th></tr>{rows}</table>"
    blocks = blocks_of(f"<p>{LONG}</p>{table}<p>{LONG}</p>")
    assert [block.kind for block in blocks] == ["paragraph", *["table"] * 5, "paragraph"]
    assert after(extent.whole_runs, blocks, [0, 3, 6]) == list(range(7))
    assert after(extent.whole_runs, blocks, [0, 6]) == list(range(7))
    assert after(extent.whole_runs, blocks, [0]) == [0]
    assert after(extent.whole_runs, blocks, []) == []


def test_a_second_article_below_the_first_is_left_out() -> None:
    page = (
        f"<main><article><h1>Ferry saved</h1><p>{LONG}</p><article><p>{LONG}</p></article></article>"
        f"<article><h1>Mill for sale</h1><p>{LONG}</p></article><p>{LONG}</p></main>"
    )
    blocks = blocks_of(page)
    places = [block.index for block in blocks if block.kind == "paragraph"]
    assert [blocks[place].index for place in after(others.other_articles, blocks, places)] == [1, 2, 5]


def test_articles_without_a_headline_of_their_own_are_parts() -> None:
    blocks = blocks_of(f"<h1>Ferry</h1><article><p>{LONG}</p></article><article><p>{LONG}</p></article>")
    assert after(others.other_articles, blocks, [1, 2]) == [1, 2]


def test_a_consent_box_is_no_body() -> None:
    box = f"<div id=cookie-consent><h2>Your privacy</h2><p>{LONG}</p></div>"
    blocks = blocks_of(f"<article><p>{LONG * 4}</p></article>{box}")
    assert after(extent.consent, blocks, [0, 1, 2]) == [0]
    alone = blocks_of(f"<p>Short.</p>{box}")
    assert after(extent.consent, alone, [0, 1, 2]) == [0, 1, 2]  # an article about consent, or nothing at all


def test_pointers_to_other_articles_go() -> None:
    blocks = blocks_of(f"<p>{LONG}</p><p><a href=/2>Read also: the mill is for sale</a></p><p>{LONG}</p>")
    assert after(linerules.references, blocks, [0, 1, 2]) == [0, 2]


@pytest.mark.parametrize("heading", ["Related articles", "Neueste Artikel", "مقالات ذات صلة", "コメント (3)"])
def test_headings_over_what_is_left_out_go(heading: str) -> None:
    blocks = blocks_of(f"<p>{LONG}</p><h3>{heading}</h3><p>{LONG}</p><h3>What the ferry costs</h3>")
    assert after(linerules.references, blocks, [0, 1, 2, 3]) == [0, 2, 3]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        (
            '<p><a href="/n">News</a> | <a href="/m">More from the valley</a> | <a href="/r">Reports</a></p>',
            True,
        ),
        ('<p><a href="/n">News</a> | <a href="/m">More from the valley</a> | written by hand</p>', False),
        ('<p><a href="/n">News</a> <a href="/m">More from the valley</a></p>', False),
        ('<p><a href="/p">Print</a> <a href="/s">Share this article</a></p>', True),
    ],
)
def test_a_bar_of_links_is_a_menu(line: str, goes: bool) -> None:
    blocks = blocks_of(f"<p>{LONG}</p>{line}<p>{LONG}</p>")
    assert (after(linerules.references, blocks, [0, 1, 2]) == [0, 2]) is goes


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("<p>ena.pike@mill.example</p>", True),
        ("<p>@millstreet, @enapike</p>", True),
        ("<p>#harbour #old_quay #ferries</p>", True),
        ("<p>#1 on the list</p>", False),
        ("<p>This story appears in the {{issue.date}} issue of {{issue.name}}. Subscribe</p>", True),
        ("<p>Write <code>{{ issue.date }}</code> where the date has to stand.</p>", False),
        ("<p>Ask ena.pike@mill.example for the books.</p>", False),
    ],
)
def test_addresses_alone_and_what_a_template_was_to_fill(line: str, goes: bool) -> None:
    blocks = blocks_of(f"<p>{LONG}</p>{line}<p>{LONG}</p>")
    assert (after(linerules.wordless, blocks, [0, 1, 2]) == [0, 2]) is goes


HEADING = "Nobody asked the miller"


def nearly(lines: str, chosen: list[int], chance: list[float], *, news: bool = True) -> list[int]:
    page = labelled(blocks_of(lines), chosen)
    page.news, page.chance = news, chance
    return sorted({*chosen, *extent.nearly_chosen(page)})


def test_what_the_model_nearly_chose() -> None:
    """A cross-heading between chosen lines, and paragraphs right before and after them; only of news."""
    lines = "".join(f"<p>{text}</p>" for text in (f"Twice. {LONG}", LONG, HEADING, LONG, f"Again. {LONG}"))
    chance = [0.35, 0.9, 0.35, 0.9, 0.2]
    assert nearly(lines, [1, 3], chance) == [0, 1, 2, 3, 4]
    assert nearly(lines, [1, 3], chance, news=False) == [1, 3]


@pytest.mark.parametrize(
    ("part", "chance", "kept"),
    [
        (f"<p>{LONG}</p>", 0.2, True),
        (f"<p>{LONG}</p>", 0.1, False),
        (f"<p>{LONG} <a href=/m>The mill</a></p>", 0.2, True),
        (f"<p><a href=/m>{LONG}</a></p>", 0.2, False),
        (f"<div class=newsletter><p>{LONG}</p></div>", 0.2, False),
        (f"<p>{HEADING}</p>", 0.4, False),
        (f"</div><p>{LONG}</p><div>", 0.4, False),
    ],
    ids=["prose", "unlikely", "with a link", "a link", "furniture", "no prose", "outside of the text"],
)
def test_prose_in_the_element_of_a_guide_s_text(part: str, chance: float, kept: bool) -> None:
    text = "".join(f"<h2>Part {n}</h2><p>{n}. {LONG}</p>" for n in range(4))
    blocks = blocks_of(f"<main><div>{text}<h2>{HEADING}?</h2>{part}</div><p>The end.</p></main>")
    page = labelled(blocks, range(8))
    page.chance = [0.9] * 8 + [0.1, chance, 0.1]
    if "newsletter" in part:
        page.roles[9] = "newsletter"
    assert (9 in extent.nearly_chosen(page)) is kept
    few = labelled(blocks, range(1, 8, 2))  # no guide: nothing says that it has parts
    few.chance = page.chance
    assert extent.nearly_chosen(few) == {}


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Who asked the miller?", True), ("Who asked the miller", False), ("من سأل الطحان؟", True)],
)
@pytest.mark.parametrize("href", ["#answer", "/elsewhere"])
def test_a_question_that_leads_to_its_answer(line: str, kept: bool, href: str) -> None:
    blocks = blocks_of(f"<p>{LONG}</p><ul><li><a href='{href}'>{line}</a></li></ul><p>Nobody. {LONG}</p>")
    found = extent.whole_runs(labelled(blocks, [0, 2]))
    assert (1 in found) is (kept and href.startswith("#"))


def test_linked_headings_over_prose_are_no_menu_though_the_title_stands_below() -> None:
    parts = "".join(f"<h3><a href=/{n}>The ferry to pier {n}</a></h3><p>{n}. {LONG}</p>" for n in range(3))
    blocks = blocks_of(f"{parts}<h3>The ferries</h3>")
    page = labelled(blocks, range(7))
    page.apart, page.keys = Apart(title="The ferries"), [key(text) for text in page.texts]
    assert linerules.references(page) == {}


DECK = "The mill stands still for the first time since the war."
HEADED = f"<h1>The mill stands still</h1><div>{DECK}</div><p>By Ena Pike</p><p>{LONG}</p><p>Again. {LONG}</p>"
DECKS = {
    "as it says": (HEADED, 0.3, True, [1, 3, 4]),
    "unlikely": (HEADED, 0.2, True, [3, 4]),
    "in a guide": (HEADED, 0.3, False, [3, 4]),
    "in a share bar": (HEADED.replace("<div>", "<div class=share-tools>"), 0.3, True, [3, 4]),
    "another line": (HEADED.replace("stands still for", "was still for"), 0.3, True, [3, 4]),
}


@pytest.mark.parametrize(("html", "chance", "news", "stays"), DECKS.values(), ids=DECKS)
def test_the_line_below_the_headline_that_is_the_page_s_description(
    html: str, chance: float, news: bool, stays: list[int]
) -> None:
    page = labelled(blocks_of(html), [3, 4])
    page.news, page.chance = news, [0.1, chance, 0.1, 0.9, 0.9]
    page.apart = Apart(title="The mill stands still", descriptions=[key(DECK)])
    assert sorted({*page.kept, *extent.standfirst(page)}) == stays


PLACES = [
    ("Quillmouth.", [1, 2]),
    ("New Quillmouth.", [1, 2]),
    ("It rained.", [0, 1, 2]),
    ("Quillmouth", [0, 1, 2]),
]


@pytest.mark.parametrize(("line", "stays"), PLACES)
def test_a_line_that_only_names_the_place(line: str, stays: list[int]) -> None:
    blocks = blocks_of(f"<p>{line}</p><p>{LONG * 2}</p><p>{LONG}</p>")
    assert after(linerules.bylines, blocks, [0, 1, 2], news=True) == stays


@pytest.mark.parametrize(("news", "stays"), [(True, [0, 1]), (False, [0, 1, 2, 3])])
def test_the_sources_below_a_report(news: bool, stays: list[int]) -> None:
    lines = [LONG, f"Again. {LONG}", "Quellen:", "Hafenamt Quillmouth"]
    blocks = blocks_of("".join(f"<p>{line}</p>" for line in lines))
    assert after(linerules.furniture, blocks, range(4), news=news) == stays


@pytest.mark.parametrize(
    ("line", "chance"),
    [
        (f"<p>{HEADING}</p>", 0.2),
        (f'<p><a href="/m">{HEADING}</a></p>', 0.4),
        (f"<p>Again. {LONG}</p>", 0.4),
        ("<p>Comments</p>", 0.4),
        (f'<p><img src="/m.jpg"></p><p>{HEADING}</p>', 0.4),
    ],
)
def test_what_was_not_chosen_in_earnest(line: str, chance: float) -> None:
    assert nearly(f"<p>{LONG}</p>{line}<p>{LONG}</p>", [0, 2], [0.9, chance, 0.9]) == [0, 2]


@pytest.mark.parametrize(
    "last", [f'<p><a href="/m">{LONG}</a></p>', "<p>Ena Pike</p>", f"<p>{LONG[:-2]}</p>"]
)
def test_what_follows_the_text_and_is_no_paragraph_of_it(last: str) -> None:
    assert nearly(f"<p>{LONG}</p>{last}", [0], [0.9, 0.25]) == [0]


@pytest.mark.parametrize(
    ("quote", "chance", "kept"),
    [
        (f"<blockquote><p>{LONG}</p></blockquote>", 0.2, True),
        (f"<blockquote><p>{LONG}</p></blockquote>", 0.1, False),
        ("<blockquote><p>Ena Pike, miller</p></blockquote>", 0.2, False),
        (f"<blockquote><p><a href=/m>{LONG}</a></p></blockquote>", 0.2, False),
        (f"<p>{LONG}</p>", 0.2, False),
    ],
)
def test_a_quotation_between_chosen_paragraphs(quote: str, chance: float, kept: bool) -> None:
    lines = f"<p>Once. {LONG}</p>{quote}<p>Twice. {LONG}</p>"
    assert (1 in nearly(lines, [0, 2], [0.9, chance, 0.9])) is kept


@pytest.mark.parametrize(
    ("first", "chance", "kept"),
    [
        ("p class='speech text'", 0.35, True),
        ("p class='speech text'", 0.25, False),
        ("p class=speech", 0.35, False),
        ("p", 0.35, False),
    ],
)
def test_a_beginning_of_the_text_s_class_with_something_between(
    first: str, chance: float, kept: bool
) -> None:
    lines = f"<{first}>Once. {LONG}</p><a href=/f>Follow the mill</a><p class=text>Twice. {LONG}</p>"
    assert (0 in nearly(lines, [2], [chance, 0.0, 0.9])) is kept


@pytest.mark.parametrize(("last", "stays"), [("rdb", False), ("Rdb", True), ("rdbk", True), ("ok.", True)])
def test_initials_below_the_text(last: str, stays: bool) -> None:
    blocks = blocks_of(f"<p>{LONG}</p><p>Again. {LONG}</p><p>{last}</p>")
    assert (2 in after(linerules.agencies, blocks, range(3))) is stays


def test_what_a_blog_says_of_its_entry_is_a_note() -> None:
    entry = "This entry was posted on March 3, 2026 at 7:14 pm and is filed under Ferries."
    blocks = blocks_of(f"<p>{LONG}</p><p>Again. {LONG}</p><p>{entry}</p>")
    assert after(linerules.notes, blocks, range(3), news=False) == [0, 1]
