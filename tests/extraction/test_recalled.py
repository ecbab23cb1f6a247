"""What a site's memory changes in title, date and authors: what is the site's own is no page's."""

from datetime import timedelta

import numpy as np
import pytest

from crawler.extraction import extract
from crawler.extraction.claims.claim import Claim
from crawler.extraction.claims.recalled import DOUBT, NOTHING, Recalled
from crawler.extraction.learning import extract_and_teach
from crawler.items import Article
from crawler.memory import SiteMemory, learn
from crawler.memory.form import packed, unpacked
from crawler.memory.lesson import hashed, unpack
from crawler.pages.page import Page
from tests.extraction.memorypages import FIRST_DAY, sentences

RELEASED = "2021-03-09T10:00:00Z"  # of the site, in the metadata of each of its pages
WRITERS = "Ann Harper", "Ben Okoro", "Cleo Marsh", "Dan Ferreira", "Eva Lindqvist", "Finn Doyle", "Gus Palmer"


def page(
    number: int,
    *,
    title: str = "<title>Council {n} votes again</title>",
    head: str = "",
    heading: str = "<h1>Council {n} votes again</h1>",
    byline: str = "",
    after: str = "",
) -> Page:
    """An article, one a day."""
    text = "".join(f"<p>{sentences(number, place)}</p>" for place in range(6))
    html = (
        f'<html lang="en"><head>{title}{head}</head><body><main>{heading}{byline}'
        f'<div class="story">{text}</div>{after}</main></body></html>'
    ).replace("{n}", str(number))
    day = FIRST_DAY + timedelta(days=number)
    return Page(f"https://herald.example/city/story-{number}", html.encode(), day)


def memory_of(*pages: Page) -> SiteMemory:
    memory = SiteMemory()
    for one in pages:
        taught = extract_and_teach(one, memory).lesson
        memory = learn(memory, unpack(taught)) if taught is not None else memory
    return memory


def read(one: Page, memory: SiteMemory | None = None) -> Article:
    return extract(one, memory)


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def printed(number: int) -> str:
    day = (FIRST_DAY + timedelta(days=number)).date()
    return f'<p class="date"><time datetime="{day}">{day}</time></p>'


def test_a_day_that_a_place_gives_on_every_page_is_none_of_theirs() -> None:
    release = meta("article:published_time", RELEASED)
    memory = memory_of(*(page(n, head=release, byline=printed(n)) for n in range(1, 7)))
    odd = page(9, head=release)
    assert read(odd).published_at == "2021-03-09T10:00:00+00:00"
    assert read(odd, memory).published_at is None
    assert read(page(9, head=release, byline=printed(9)), memory).published_at == "2026-11-10"


def test_the_day_on_which_a_whole_site_was_read_stays_the_articles() -> None:
    """Of news, all pages of one crawl may well be of one day."""
    said = meta("article:published_time", "2026-11-01T06:00:00Z")
    memory = memory_of(*(page(n, head=said) for n in range(1, 7)))
    assert read(page(9, head=said), memory).published_at == "2026-11-01T06:00:00+00:00"


def test_an_editor_of_every_page_is_no_author() -> None:
    editor = '<p class="author">By Nora Whitfield</p>'
    said = [meta("author", name) for name in WRITERS]
    others = [page(n, head=said[n], after=editor) for n in range(1, 7)]
    assert all(read(one).authors == [WRITERS[n]] for n, one in enumerate(others, start=1))
    unsigned = page(9, after=editor)
    assert read(unsigned).authors == ["Nora Whitfield"]
    assert read(unsigned, memory_of(*others)).authors == []


def test_who_writes_every_page_is_their_author() -> None:
    byline = '<p class="byline">By Nora Whitfield</p>'
    memory = memory_of(*(page(n, byline=byline) for n in range(1, 7)))
    assert read(page(9, byline=byline), memory).authors == ["Nora Whitfield"]


def test_an_editor_in_the_line_of_the_author_leaves_the_author() -> None:
    said = [meta("author", name) for name in WRITERS]
    lines = [f'<p class="byline">By {name} and Nora Whitfield</p>' for name in WRITERS]
    memory = memory_of(*(page(n, head=said[n], byline=lines[n]) for n in range(1, 7)))
    unsaid = page(9, byline=lines[0])
    assert read(unsaid).authors == ["Ann Harper", "Nora Whitfield"]
    assert read(unsaid, memory).authors == ["Ann Harper"]


def test_a_headline_of_every_page_is_none() -> None:
    box = "<h1>Your voice in the valley</h1>"
    claimed = meta("og:title", "Your voice in the valley")
    others = [
        page(n, title="<title>Council {n} votes again</title>", head=claimed, heading=box)
        for n in range(1, 7)
    ]
    one = page(9, title="<title>Council {n} votes again</title>", head=claimed, heading=box)
    assert read(one).title == "Your voice in the valley"
    assert read(one, memory_of(*others)).title == "Council 9 votes again"


def test_pages_that_all_have_one_title_keep_it() -> None:
    same = {"title": "<title>Letters</title>", "heading": "<h1>Letters to the Herald</h1>"}
    memory = memory_of(*(page(n, **same) for n in range(1, 7)))
    assert read(page(9, **same), memory).title == "Letters to the Herald"


def test_an_ending_of_every_title_is_the_sites() -> None:
    ended = {
        "title": "<title>Council {n} votes again - Tidewater and Vale Weekly Gazetteer</title>",
        "heading": "",
    }
    whole = {"title": "<title>Council {n} votes again - Tidewater and Vale Weekly Gazetteer</title>"}
    memory = memory_of(*(page(n, **whole) for n in range(1, 7)))
    assert read(page(9, **ended)).title == "Council 9 votes again - Tidewater and Vale Weekly Gazetteer"
    assert read(page(9, **ended), memory).title == "Council 9 votes again"


def test_an_ending_that_headlines_print_is_theirs() -> None:
    review = {
        "title": "<title>Play {n} at the harbour – review</title>",
        "heading": "<h1>Play {n} at the harbour – review</h1>",
    }
    memory = memory_of(*(page(n, **review) for n in range(1, 7)))
    assert read(page(9, **review), memory).title == "Play 9 at the harbour – review"


def test_a_page_teaches_what_its_places_say_and_whether_it_was_right() -> None:
    said = meta("og:title", "Herald") + meta("author", "Ann Harper")
    one = page(1, head=said, byline=printed(1))
    memory, place = memory_of(one), read(one).date_from
    for name, meant in (
        ("title\tcouncil1votesagain", 1),
        ("title\therald", 0),
        ("authors\tauthor\tannharper", 1),
        (f"published\t{place}\t2026-11-02", 1),
    ):
        (row,) = memory.texts.rows(hashed([name]))
        assert row >= 0, name
        assert memory.texts.counts[row].tolist() == [1, meant]


def test_a_line_that_names_an_agency_names_no_other_author() -> None:
    credited = '<p class="byline">Reuters</p>'
    one = page(1, head=meta("author", "Ann Harper"), byline=credited)
    assert read(one).authors == ["Ann Harper"]
    facts = memory_of(one).facts
    assert list(facts["authors agrees"]) == ["author"]
    assert not facts["authors differs"]


def test_what_a_page_teaches_has_each_hash_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with a hash twice would be refused when it is read again."""
    twice = "crawler.extraction.learning.hashed"
    monkeypatch.setattr(twice, lambda names: np.full(len(names), 7, dtype=np.uint32))
    taught = extract_and_teach(page(1, head=meta("author", "Ann Harper"))).lesson
    assert taught is not None
    found = unpack(taught)
    assert len(set(found.texts.tolist())) == len(found.texts)
    assert found.text_counts.max() == 1
    assert unpacked(packed(learn(SiteMemory(), found))).pages == 1


def claim(place: str, value: str, trust: float = 0.8) -> Claim[str]:
    return Claim("published", value, place, trust)


@pytest.mark.parametrize(
    ("right", "wrong", "doubted"), [(0, 4, True), (1, 3, True), (2, 2, False), (0, 3, False), (9, 2, False)]
)
def test_a_place_that_mostly_says_something_else_is_doubted(right: int, wrong: int, doubted: bool) -> None:
    facts = {"date agrees": {"meta": float(right)}, "date differs": {"meta": float(wrong)}}
    recalled = Recalled(SiteMemory(pages=9, weight=9.0, facts=facts))
    said, other = recalled.weighed([claim("meta", "a"), claim("time", "b")], "date")
    assert said.trust == (0.8 * DOUBT if doubted else 0.8)
    assert other.trust == 0.8
    assert recalled.weighed([claim("meta", "a")], "date") == [claim("meta", "a")]  # nobody else speaks


def test_nothing_is_recalled_of_a_site_that_no_page_taught() -> None:
    claims = [claim("meta", "a"), claim("time", "b")]
    assert NOTHING.weighed(claims, "date") == Recalled(SiteMemory()).weighed(claims, "date") == claims
    assert NOTHING.titles(["a"]) == NOTHING.sites_own(["a"]) == frozenset()
    assert NOTHING.endings(["a - b"]) == []
