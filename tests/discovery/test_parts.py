"""An article on several pages: which page of it an address and its links say that one is."""

import pytest
from lxml import html

from crawler.discovery.parts import part_of
from crawler.items import Part

STORY = "https://news.example/2026/11/26/the-harbour-story"
Links = list[tuple[str, str]]  # (address, text); an address that begins with "next:" has rel=next


def part(url: str, links: Links, head: str = "") -> Part | None:
    anchors = "".join(
        f'<a {"rel=next " if href.startswith("next:") else ""}href="{href.removeprefix("next:")}">{text}</a>'
        for href, text in links
    )
    return part_of(html.document_fromstring(f"<head>{head}</head><body><p>Text</p>{anchors}</body>"), url)


@pytest.mark.parametrize(
    ("url", "links", "following"),
    [
        (STORY, [("?page=2", "2"), ("?page=3", "3")], f"{STORY}?page=2"),
        (STORY, [("?page=2", "What the council decided")], f"{STORY}?page=2"),
        (STORY, [("?seite=2", "Weiter")], f"{STORY}?seite=2"),
        (STORY, [("?p=2", "2")], f"{STORY}?p=2"),
        (STORY, [(f"{STORY}/2/", "Next page")], f"{STORY}/2/"),
        (STORY, [(f"next:{STORY}/2", "The second part")], f"{STORY}/2"),
        (STORY, [(f"{STORY}/page/2/", "On")], f"{STORY}/page/2/"),
        (STORY, [(f"{STORY}/seite-2", "Die Fähre")], f"{STORY}/seite-2"),
        (STORY, [(f"{STORY},2", "»")], f"{STORY},2"),
        (f"{STORY}.html", [("the-harbour-story_2.html", "下一页")], f"{STORY}_2.html"),
        (f"{STORY}.html", [("the-harbour-story-2.html", "2")], f"{STORY}-2.html"),
        (f"{STORY}.html", [(f"{STORY}-page2.html", "Story")], f"{STORY}-page2.html"),
        (f"{STORY}/index.html", [("index2.html", "2")], f"{STORY}/index2.html"),
        (f"{STORY}?page=1", [("?page=2", "2")], f"{STORY}?page=2"),
        (f"{STORY}?id=77", [("?id=77&page=2", "2")], f"{STORY}?id=77&page=2"),
        # from 0
        (STORY, [("?page=1", "2"), ("?page=2", "3")], f"{STORY}?page=1"),
        (STORY, [("?page=1", "next ›")], f"{STORY}?page=1"),
        # with digits and words of other scripts
        ("https://news.example/a/7788", [("/a/7788?sayfa=2", "2")], "https://news.example/a/7788?sayfa=2"),
        ("https://news.example/خبر/7788", [("?page=٢", "٢")], None),
    ],
)
def test_a_first_page_leads_to_the_next(url: str, links: Links, following: str | None) -> None:
    found = part(url, links)
    if following is None:  # written with signs that are escaped: what counts is that it leads on
        assert found is not None
        assert found.following is not None
        return
    assert found == Part(1, None, following)


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        (f"{STORY}?page=2", [(STORY, "1"), ("?page=3", "3")], Part(2, STORY, f"{STORY}?page=3")),
        (f"{STORY}?page=3", [("?page=2", "2"), ("?page=1", "1")], Part(3, f"{STORY}?page=1", None)),
        (f"{STORY}?page=3", [("?page=2", "‹")], Part(3, f"{STORY}?page=2", None)),  # which knows the first
        (f"{STORY}/2/", [(f"{STORY}/", "1"), (f"{STORY}/3/", "3")], Part(2, f"{STORY}/", f"{STORY}/3/")),
        (f"{STORY}/seite-2", [(STORY, "Zurück")], Part(2, STORY, None)),
        (f"{STORY}_2.html", [(f"{STORY}.html", "1")], Part(2, f"{STORY}.html", None)),
        (f"{STORY}?page=1", [(STORY, "1"), ("?page=2", "3")], Part(2, STORY, f"{STORY}?page=2")),
        (f"{STORY}?page=2", [(f"{STORY}#comments", "12 comments")], Part(2, STORY, None)),
        (f"{STORY}?page=2", [("?page=3", "Next page")], Part(2, None, f"{STORY}?page=3")),  # no way back
        (f"{STORY}?page=3", [], None),
    ],
)
def test_a_later_page_knows_its_first(url: str, links: Links, expected: Part | None) -> None:
    assert part(url, links) == expected


def test_link_elements_say_so_too() -> None:
    assert part(STORY, [], f"<link rel=next href='{STORY}/2'>") == Part(1, None, f"{STORY}/2")
    assert part(f"{STORY}/2", [], f"<link rel=prev href='{STORY}'>") == Part(2, STORY, None)
    assert part(f"{STORY}-2", [], f"<link rel=canonical href='{STORY}'>") == Part(2, STORY, None)
    assert part(STORY, [], f"<base href='{STORY}/'><link rel=next href='2'>") == Part(1, None, f"{STORY}/2")
    assert part(STORY, [("2", "2")], f"<base href='{STORY}/'>") == Part(1, None, f"{STORY}/2")


def test_chapters_of_a_pager() -> None:
    chapters = "<select><option value='?page=2'>2. The engine</option></select>"
    root = html.document_fromstring(f"<body>{chapters}</body>")
    assert part_of(root, STORY) == Part(1, None, f"{STORY}?page=2")


@pytest.mark.parametrize(
    ("url", "links"),
    [
        # the next article, of WordPress and others
        (STORY, [("next:https://news.example/2026/11/27/another-story", "Another story")]),
        # a story of the same slug on another day or with another number
        (STORY, [(f"{STORY}-2", "The harbour story goes on"), (f"next:{STORY}-2", "Next")]),
        (f"{STORY}-2", [(STORY, "The harbour story")]),
        (STORY, [(f"{STORY}/2", "The harbour story goes on")]),
        # comments, their pages, pictures, print
        (STORY, [(f"{STORY}/comment-page-2", "2"), (f"{STORY}#comment-2", "2")]),
        (STORY, [(f"{STORY}/print", "Print"), (f"{STORY}?share=2", "2"), (f"{STORY}?replytocom=2", "Reply")]),
        # lists of the site
        (STORY, [("/news?page=2", "2"), ("/?page=2", "2"), ("/tag/harbour/page/2", "2")]),
        # numbers of articles
        ("https://news.example/?p=45", [("/", "Home"), ("/?p=46", "Next")]),
        ("https://news.example/news?p=12", [("/news", "News"), ("/news?p=13", "The next story of the day")]),
        ("https://news.example/show.php?page=45", [("/show.php", "News"), ("/show.php?page=46", "46")]),
        ("https://news.example/a/1,2,3.html", [("/a/1,2,4.html", "2 dead in a storm at the harbour of")]),
        # years, times and far too high numbers
        (STORY, [(f"{STORY}/2027", "2027"), (f"{STORY}/99", "99"), (f"{STORY}/02", "02")]),
        (STORY, []),
        ("https://news.example/", [("?page=2", "2")]),
    ],
)
def test_other_links_make_no_pages(url: str, links: Links) -> None:
    assert part(url, links) is None


@pytest.mark.parametrize(
    "url", ["http://[", "", "x", "https://news.example", f"{STORY}/" + "a" * 2_000 + "_2"]
)
def test_any_address_will_do(url: str) -> None:
    assert part(url, [("http://[", "2"), ("?page=2", "2"), ("//", "")]) in (
        None,
        Part(1, None, f"{url}?page=2"),
    )
