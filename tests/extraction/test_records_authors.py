"""Authors: by-lines and claims, in several languages; who is nobody; agencies and organisations."""

from typing import Any

import pytest

from tests.extraction.records import TITLE, URL, Case, case, differences, ld, meta, text


def by(words: str, name: str = "byline") -> str:
    return f'<div class="{name}">{words}</div>'


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def line(name: str, words: str, *authors: str, language: str = "en") -> Case:
    """A page with a by-line under its headline and no other word on who wrote it."""
    return case(
        f"{language}, {name}",
        language=language,
        above=by(words),
        authors=list(authors) or None,
    )


LINES = (
    line("one name", "By Odell Marsh", "Odell Marsh"),
    line("two names", "By Odell Marsh and Ines Calder", "Odell Marsh", "Ines Calder"),
    line(
        "three names", "By Odell Marsh, Ines Calder and Tom Reeve", "Odell Marsh", "Ines Calder", "Tom Reeve"
    ),
    line("a label", "Written by Odell Marsh", "Odell Marsh"),
    line("a particle", "By Anna van der Berg", "Anna van der Berg"),
    line("a double name", "By Marie-Claire O'Neill", "Marie-Claire O'Neill"),
    line("initials", "By J. R. Harrow", "J. R. Harrow"),
    line("nobody", "By Admin"),
    line("von", "Von Anna Seidel", "Anna Seidel", language="de"),
    line("zwei Namen", "Von Anna Seidel und Jörg Brandt", "Anna Seidel", "Jörg Brandt", language="de"),
    line("par", "Par Élise Morel", "Élise Morel", language="fr"),
    line("deux noms", "Par Élise Morel et Luc Garnier", "Élise Morel", "Luc Garnier", language="fr"),
    line("por", "Por Lucía Herrera", "Lucía Herrera", language="es"),
    line("dos nombres", "Por Lucía Herrera y Pablo Ortiz", "Lucía Herrera", "Pablo Ortiz", language="es"),
    line("a reporter", "記者 佐藤健一", "佐藤健一", language="ja"),
    line("a reporter", "记者 王小明", "王小明", language="zh"),
    line("author", "Автор: Мария Соколова", "Мария Соколова", language="ru"),
    line("kataba", "كتب: أحمد سليمان", "أحمد سليمان", language="ar"),
    line("bi-qalam", "بقلم: ليلى حداد", "ليلى حداد", language="ar"),
    line("nevisande", "نویسنده: مریم کریمی", "مریم کریمی", language="fa"),
)

CLAIMED = (
    case("nobody is named"),
    case("a meta element", head=meta(author="Odell Marsh"), authors=["Odell Marsh"]),
    case(
        "two persons in JSON-LD",
        head=ld(headline=TITLE, author=[person("Odell Marsh"), person("Ines Calder")]),
        authors=["Odell Marsh", "Ines Calder"],
    ),
    case(
        "JSON-LD and by-line agree",
        head=ld(headline=TITLE, author=person("Odell Marsh")),
        above=by("By Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "two places of different kinds that agree outweigh the most trusted one",
        head=ld(headline=TITLE, author=person("Greta Stone")) + meta(author="Odell Marsh"),
        above=by("By Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "the most trusted one where no two agree",
        head=ld(headline=TITLE, author=person("Greta Stone")),
        above=by("By Odell Marsh"),
        authors=["Greta Stone"],
    ),
    case(
        "the site in the author's field counts for nobody",
        head=meta(author="Morning Post", og__site_name="Morning Post"),
        above=by("By Odell Marsh"),
        authors=["Odell Marsh"],
        publisher="Morning Post",
    ),
    case("a placeholder", head=meta(author="admin")),
    case("an e-mail address alone", head=meta(author="desk@morningpost.example")),
    case("an address", head=meta(author="https://www.facebook.com/morningpost")),
    case(
        "microdata",
        body='<article itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{TITLE}</h1><span itemprop="author" itemscope'
        ' itemtype="https://schema.org/Person"><span itemprop="name">Odell Marsh</span></span>'
        f'<div itemprop="articleBody">{text()}</div></article>',
        authors=["Odell Marsh"],
    ),
    case(
        "a link to the author's page",
        above='<a rel="author" href="/authors/odell-marsh">Odell Marsh</a>',
        authors=["Odell Marsh"],
    ),
    case(
        "a teaser's by-line is another article's",
        above=by("By Odell Marsh"),
        below='<aside class="related"><h3><a href="/news/ferry">The ferry runs again</a></h3>'
        '<div class="byline">By Greta Stone</div></aside>',
        authors=["Odell Marsh"],
    ),
    case(
        "the photographer is no author",
        above=by("By Odell Marsh"),
        lead='<figure><img src="/wall.jpg" width="900" height="600">'
        "<figcaption>The cracked wall at low tide. Photo: Greta Stone</figcaption></figure>",
        authors=["Odell Marsh"],
        image="https://www.morningpost.example/wall.jpg",
        images=[
            {
                "url": "https://www.morningpost.example/wall.jpg",
                "caption": "The cracked wall at low tide.",
                "credit": "Greta Stone",
                "width": 900,
                "height": 600,
            }
        ],
    ),
)

AGENCIES = (
    case("an agency in the by-line", above=by("By Reuters"), agency=["Reuters"]),
    case(
        "a person and an agency",
        above=by("By Odell Marsh, Reuters"),
        authors=["Odell Marsh"],
        agency=["Reuters"],
    ),
    case("an agency in the author's field", head=meta(author="Reuters"), agency=["Reuters"]),
    case(
        "an agency in the dateline",
        body=f"<article><h1>{TITLE}</h1>{text().replace('<p>The', '<p>QUILLMOUTH (AP) - The', 1)}</article>",
        agency=["AP"],
        paragraphs=[
            "QUILLMOUTH (AP) - " + case("").expected()["paragraphs"][0],
            *case("").expected()["paragraphs"][1:],
        ],
    ),
    case("a closing line that credits an agency", below="<p>(Reuters)</p>", agency=["Reuters"]),
    case(
        "dpa at the end of a German text",
        language="de",
        below="<p>dpa</p>",
        agency=["dpa"],
    ),
    case("AFP in a French by-line", language="fr", above=by("Par AFP"), agency=["AFP"]),
)


def node(headline: str, name: str, **more: Any) -> str:
    return ld(headline=headline, author=person(name), **more)


FERRY, FERRY_URL = "The ferry to the islands runs again", "https://www.morningpost.example/news/ferry"
# JSON-LD that speaks of several articles: whose author is the page's?
NODES = (
    case(
        "the node with the page's headline, after another's",
        head=node(FERRY, "Greta Stone", url=FERRY_URL) + node(TITLE, "Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "the node with the page's address, after another's",
        head=node(FERRY, "Greta Stone", url=FERRY_URL) + node("The wall", "Odell Marsh", url=URL),
        canonical_url=URL,
        authors=["Odell Marsh"],
    ),
    case(
        "the node with the page's address before the one with its headline",
        head=node(TITLE, "Greta Stone") + node("The wall", "Odell Marsh", url=URL),
        canonical_url=URL,
        authors=["Odell Marsh"],
    ),
    case(
        "a headline that the page's begins with",
        head=node(FERRY, "Greta Stone") + node("Harbour wall to be rebuilt", "Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "a headline that shares most words with the page's",
        head=node(FERRY, "Greta Stone")
        + node("Harbour wall to be rebuilt before winter storms", "Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "of two nodes in other words the one that is not at another address",
        head=node(FERRY, "Greta Stone", url=FERRY_URL) + node("Quillmouth pays for its quay", "Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "a part of a list is another article",
        head=ld(
            "ItemList",
            itemListElement=[{"@type": "NewsArticle", "headline": FERRY, "author": person("Greta Stone")}],
        ),
    ),
    case(
        "the fuller of two nodes without a headline of the page's",
        head=node("One", "Greta Stone") + node("Two", "Odell Marsh", articleBody=FERRY, datePublished=None),
        authors=["Odell Marsh"],
    ),
)

MENU = '<nav><a href="/">Home</a> <a href="/coast">Coast</a></nav>'
# A name in a line that nothing calls a by-line, and desks in the author's field.
BARE = (
    *(
        case(
            f"a bare line with a name and {what}",
            body=f"{MENU}<article><header><h1>{TITLE}</h1><p>{words}</p></header>{text()}</article>",
            authors=["Odell Marsh"],
            published_at="2026-11-16",
        )
        for what, words in (
            ("its day behind a bar", "Odell Marsh | 16 November 2026"),
            ("its day in the next line", "Odell Marsh <br>16 November 2026"),
        )
    ),
    case("a desk stands in for people", head=meta(author="News Desk"), agency=["News Desk"]),
    case("a newsroom stands in for people", above=by("By Newsroom"), agency=["Newsroom"]),
    case("an unnamed correspondent is nobody", head=meta(author="Our Correspondent")),
)

CASES = (*LINES, *CLAIMED, *AGENCIES, *NODES, *BARE)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
