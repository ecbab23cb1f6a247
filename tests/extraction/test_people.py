"""Authors of whole pages that we wrote, and names in texts as a table of cases."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.fields.people import people
from crawler.extraction.reading.names import MAX_NAME, MAX_NAMES, Names, clean_names
from crawler.extraction.roles.bylinemarks import is_author_page
from crawler.items import Link
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TEXT = "The council decided on Thursday to rebuild the old bridge over the river, after years of debate. " * 2

PEOPLE = [
    ("By Jane Doe and John Smith", "en", ["Jane Doe", "John Smith"]),
    ("BY JANE DOE, JOHN SMITH AND MARY MAJOR", "en", ["JANE DOE", "JOHN SMITH", "MARY MAJOR"]),
    ("ByJane Doe", "en", ["ByJane Doe"]),  # only a by-line as printed is cut apart
    ("Jane Doe, Political editor", "en", ["Jane Doe"]),
    ("Jane Doe, MD, RD", "en", ["Jane Doe, MD, RD"]),
    ("Jane Doe | jane.doe@example.com | @janedoe", "en", ["Jane Doe"]),
    ("Jane Doe, Nairobi", "en", ["Jane Doe"]),
    ("By Jane Doe Updated: Dec 19, 2025", "en", ["Jane Doe"]),
    ("By Jane Doe December 2, 2025", "en", ["Jane Doe"]),
    ("<a href='/jane'>Jane</a> &amp; John", "en", ["Jane", "John"]),
    ("Dr. Jane O'Neill Jr.", "en", ["Dr. Jane O'Neill Jr."]),
    ("كتب: أحمد علي", "ar", ["أحمد علي"]),
    ("بقلم الكاتب محمد حسن", "ar", ["محمد حسن"]),
    ("ريم الخطيب وعمر ناصر - دمشق", "ar", ["ريم الخطيب", "عمر ناصر"]),
    ("سعد الله ونوس", "ar", ["سعد الله ونوس"]),
    ("مراسل سانا أحمد درويش", "ar", ["أحمد درويش"]),
    ("Von Roland Muster und Eva Beispiel", "de", ["Roland Muster", "Eva Beispiel"]),
    ("Christoph von Muster", "de", ["Christoph von Muster"]),
    ("von muster2000", "de", ["muster2000"]),
    ("Text: Eva Beispiel", "de", ["Eva Beispiel"]),
    ("Par Jean Exemple", "fr", ["Jean Exemple"]),
    ("De la Cruz", "es", ["De la Cruz"]),
    ("Автор: Андрей Примеров", "ru", ["Андрей Примеров"]),
    ("松岡大地", "ja", ["松岡大地"]),
    ("大渡 美咲", "ja", ["大渡 美咲"]),
    ("김철수, 이영희", "ko", ["김철수", "이영희"]),
    ("Tim Example", "en", ["Tim Example"]),  # "tim" is a desk in Indonesian
    ("Jane Doe | SEO | 8 min read", "en", ["Jane Doe"]),
    ("Jane Doe, Head of Operations and Finance", "en", ["Jane Doe"]),
    ("Jane Doe, CEO of Example", "en", ["Jane Doe"]),
    ("By Jane Doe, Privacy and Harbour Safety Expert", "en", ["Jane Doe"]),
    ("Jane - Product Manager", "en", ["Jane"]),
    ("Posted by JaneD on Friday December 19, 2025 @08:00PM", "en", ["JaneD"]),
    ("von Eva in Reisen, Kultur", "de", ["Eva"]),
    ("Eva Beispiel, Leiterin der ABC", "de", ["Eva Beispiel"]),
    ("Online-Experte Roland Muster", "de", ["Roland Muster"]),
    ("Text: Eva Beispiel Foto: Roland Muster", "de", ["Eva Beispiel"]),
    ("Alex Doe, Jane Roe, and Mary Major", "en", ["Alex Doe", "Jane Roe", "Mary Major"]),
    ("by oz on December 4, 2006", "en", ["oz"]),
    ("حوار: ريم الخطيب", "ar", ["ريم الخطيب"]),
    ("Na Asha Mwinyi Jumamosi, Novemba 28, 2026", "sw", ["Asha Mwinyi"]),
    ("José Luis Domingo, 28 de noviembre", "es", ["José Luis Domingo"]),
    ("Ni Juan Salonga", "fil", ["Juan Salonga"]),
    ("شارع النهر ــ ريم الخطيب", "ar", ["شارع النهر", "ريم الخطيب"]),  # the page tells the place
]

CREDITED = [
    ("Von Eva Beispiel und Roland Muster, dpa", "de", ["Eva Beispiel", "Roland Muster"], ["dpa"]),
    ("Par Jean Exemple (avec AFP)", "fr", ["Jean Exemple"], ["AFP"]),
    ("By Jane Doe (with Reuters and AP)", "en", ["Jane Doe"], ["Reuters", "AP"]),
    ("By Jane Doe (with her sister)", "en", ["Jane Doe"], []),
    ("Harbour Post (with AFP). Jane EXAMPLE.", "en", ["Harbour Post", "Jane EXAMPLE"], ["AFP"]),
    ("Thu Trang (Theo TTXVN)", "vi", ["Thu Trang"], ["TTXVN"]),
    ("Аутор: Јована Илић | Извор: Бета", "sr", ["Јована Илић"], ["Бета"]),
]


@pytest.mark.parametrize(("text", "language", "people", "agencies"), CREDITED)
def test_agencies_beside_people(text: str, language: str, people: list[str], agencies: list[str]) -> None:
    names = clean_names(text, language=language)
    assert (list(names.people), list(names.agencies)) == (people, agencies)


NOBODY = [
    "",
    "admin",
    "Staff Writers",
    "المحرر السياسي",
    "هيئة التحرير",
    "https://www.facebook.com/janedoe",
    "jane.doe@example.com",
    "@janedoe",
    "www.example.com",
    "Read more",
    "3 min read",
    "page.head.extra.author",
    "12 November 2026",
    "\x00\x01\x02",
    "An essay about everything. " * 40,
    "siteadmin",
    "Center for Bridges and Roads",
    "جامعة دمشق",
]


@pytest.mark.parametrize(("text", "language", "expected"), PEOPLE)
def test_people_in_texts(text: str, language: str, expected: list[str]) -> None:
    assert list(clean_names(text, language=language).people) == expected


@pytest.mark.parametrize("text", NOBODY)
def test_texts_that_name_nobody(text: str) -> None:
    assert clean_names(text, language="ar" if not text.isascii() else "en").people == ()


def test_agencies_desks_and_publishers_are_no_people() -> None:
    names = clean_names("Le Quotidien et AFP", publishers=["Le Quotidien"], language="fr")
    assert names == Names((), ("AFP",), ("Le Quotidien",))
    assert clean_names("John Smith (Reuters)", language="en") == Names(("John Smith",), ("Reuters",), ())
    assert clean_names("AFP, MANILA", language="en") == Names((), ("AFP",), ())

    assert clean_names("Example Team", language="en") == Names((), (), ("Example Team",))
    assert clean_names("Beispiel Verlag GmbH", language="de").organisations == ("Beispiel Verlag GmbH",)


def test_where_a_publisher_sits_is_no_author() -> None:
    site = ["Harbour Post"]
    assert not clean_names("Harbour Post, Hamburg, Germany", publishers=site).people
    assert not clean_names("Hafenpost GmbH, Munich, Germany", publishers=site).people
    assert clean_names("Ada Quill, Harbour Post, Hamburg", publishers=site).people == ("Ada Quill",)
    assert clean_names("Harbour Post, Marta", publishers=site).people == ("Marta",)


def page(body: str = "", head: str = "", lang: str = "en", link: Link | None = None) -> Document:
    html = f"""<html lang={lang}><head><title>The bridge will be rebuilt | Example</title>
    <meta property="og:title" content="The bridge will be rebuilt">
    <meta property="og:site_name" content="Example News">
    {head}</head><body><h1>The bridge will be rebuilt</h1>{body}<p>{TEXT}</p><p>{TEXT}</p>
    <aside><h3>More</h3><div class=author>By <a href=/author/other>Other Person</a></div></aside>
    </body></html>"""
    return Document(Page("https://news.example/a/1", html.encode(), NOW, link=link))


def jsonld(author: str) -> str:
    node = f'{{"@type":"NewsArticle","headline":"x","author":{author}}}'
    return f'<script type="application/ld+json">{node}</script>'


PLACES = [
    (jsonld('{"@type":"Person","name":"Jane Doe"}'), "", "jsonld"),
    (jsonld('["Jane Doe"]'), "", "jsonld"),
    (jsonld('"By Jane Doe"'), "", "jsonld"),
    ('<meta name="author" content="Jane Doe">', "", "author"),
    ('<meta name="parsely-author" content="Jane Doe">', "", "parsely-author"),
    ('<meta name="citation_author" content="Doe, Jane">', "", "citation_author"),
    (
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">',
        "",
        "twitter:data",
    ),
    ("", "<p>By Jane Doe</p>", "byline typed"),
    ("", "<div class=byline>Jane Doe</div>", "byline element"),
    ("", "<div class=authorName>Jane Doe</div>", "byline element"),
    ("", "<div>Written by</div><div>Jane Doe</div>", "byline"),
    ("", "<div>12 November 2026 · 3 min read · By Jane Doe</div>", "byline"),
    ("", "<div>Jane Doe</div><div>12 November 2026</div>", "byline bare"),
    ("", '<div class=meta>By <a href="/author/jane-doe">Jane Doe</a></div>', "byline link"),
    ("", '<div class=meta>By <a href="/people/jane-doe">Jane Doe</a></div>', "byline link"),
    ("", "<p>By Jane Doe. Reviewed by John Smith</p>", "byline typed"),
    ('<meta name="description" content="Jane Doe The council">', "<p><b>Jane Doe</b></p>", "byline bare"),
]


@pytest.mark.parametrize(("head", "body", "place"), PLACES)
def test_places_that_name_the_author(head: str, body: str, place: str) -> None:
    found = people(page(body, head))
    assert found.authors == ("Jane Doe",)
    assert found.place == place
    assert found.claims


def test_a_graph_s_person_is_found_by_its_id() -> None:
    head = """<script type="application/ld+json">{"@graph":[
    {"@type":"NewsArticle","headline":"The bridge will be rebuilt","author":{"@id":"#jane"}},
    {"@type":"Person","@id":"#jane","name":"Jane Doe"}]}</script>"""
    assert people(page(head=head)).authors == ("Jane Doe",)


def test_a_feed_names_the_author() -> None:
    link = Link("https://news.example/a/1", authors=("Jane Doe",))
    assert people(page(link=link)).authors == ("Jane Doe",)


def test_nobody_is_invented_and_teasers_authors_are_not_the_page_s() -> None:
    found = people(page())
    assert found.authors == ()
    assert found.reason == "no evidence"


def test_an_address_is_no_author() -> None:
    assert (
        people(page(head='<meta property="article:author" content="https://www.facebook.com/jane">')).authors
        == ()
    )


def test_the_typed_by_line_beats_the_system_s_user() -> None:
    found = people(
        page("<p>By Jane Doe</p>", '<meta name="author" content="webmaster2">' + jsonld('"Peter Poster"'))
    )
    assert found.authors == ("Jane Doe",)


def test_a_by_line_with_more_names_completes_the_metadata() -> None:
    found = people(page("<p>By Jane Doe and John Smith</p>", jsonld('"Jane Doe"')))
    assert found.authors == ("Jane Doe", "John Smith")


def test_an_agency_stands_where_no_person_is_named() -> None:
    found = people(page(head=jsonld('{"@type":"Organization","name":"Reuters"}')))
    assert (found.authors, found.agency) == ((), ("Reuters",))


def test_person_and_agency_are_told_apart() -> None:
    found = people(page("<p>By Jane Doe (AFP)</p>"))
    assert (found.authors, found.agency) == (("Jane Doe",), ("AFP",))


def test_the_publisher_is_no_person() -> None:
    assert people(page(head='<meta name="author" content="Example News">')).authors == ()


def test_arabic_by_line() -> None:
    found = people(page("<div class=writer>كتبت: ريم الخطيب</div>", lang="ar"))
    assert found.authors == ("ريم الخطيب",)


def test_sentences_that_begin_like_a_by_line_name_nobody() -> None:
    assert people(page("<p>By clicking accept, you agree to our terms.</p>")).authors == ()


@pytest.mark.parametrize(
    "junk", ["x" * 100_000, "\ud800", "<" * 1000, "{'name': 1}", "1" * 50, "،،،،", "By By By"]
)
def test_junk_in_an_author_field_leaves_it_out(junk: str) -> None:
    head = f'<meta name="author" content="{junk}">'.encode("utf-8", "replace").decode()
    assert people(page(head=head)).authors == ()


def test_evidence_is_listed() -> None:
    document = page("<p>By Jane Doe</p>", jsonld('"Jane Doe"'))
    places = [claim.place for claim in people(document).claims]
    assert places == ["jsonld", "byline typed"]


@given(st.text(max_size=450), st.sampled_from(["en", "ar", "de", "ja", None]))
def test_any_text_gives_bounded_clean_names(text: str, language: str | None) -> None:
    names = clean_names(text, language=language)
    for name in names.people:
        assert 1 < len(name) <= 2 * MAX_NAME
        assert name == name.strip()
        assert "@" not in name
        assert "://" not in name
    assert len(names.people) <= MAX_NAMES


@given(
    st.lists(
        st.sampled_from(["Jane Doe", "ريم الخطيب", "Андрей Примеров", "José Ejemplo"]), min_size=1, max_size=4
    )
)
def test_names_joined_by_commas_come_apart_in_order(given_names: list[str]) -> None:
    assert list(clean_names(", ".join(given_names), language="en").people) == list(dict.fromkeys(given_names))


def after(*lines: str) -> Document:
    """A page that names its author only after the text."""
    body = "".join(f"<p>{TEXT}</p>" for _ in range(9)) + "".join(lines)
    html = (
        f"<html lang=en><title>A bridge</title><body><article><h1>A bridge</h1>{body}</article></body></html>"
    )
    return Document(Page("https://news.example/a/1", html.encode(), NOW))


SIGNED = [
    [f"<p>{TEXT}</p>", "<p><b><i>Jane Doe</i></b></p>", "<h2>Ticker</h2>", f"<ul><li>{TEXT}</li></ul>"],
    [f"<p>{TEXT}</p>", "<p align=right><em>Jane Doe</em></p>", f"<p>(1) {TEXT}</p>", f"<p>{TEXT}</p>"],
    [f"<p>{TEXT}</p>", "<p><i>Jane Doe</i></p>", f"<p>{TEXT}</p>"],
]


@pytest.mark.parametrize("lines", SIGNED)
def test_a_name_set_as_a_signature_below_text_is_its_author_s(lines: list[str]) -> None:
    assert people(after(*lines)).authors == ("Jane Doe",)


def test_names_below_the_letters_to_the_editor_are_not_the_page_s_author_s() -> None:
    letters = [
        part for name in ("Ann Ames", "Bea Bond") for part in (f"<p>{TEXT}</p>", f"<p><i>{name}</i></p>")
    ]
    assert people(after(*letters, f"<p>{TEXT}</p>")).authors == ()


def test_a_name_in_italics_inside_other_words_signs_nothing() -> None:
    lines = [f"<p>{TEXT}</p>", "<p><i>Jane Doe</i> was there.</p>", f"<p>{TEXT}</p>"]
    assert people(after(*lines)).authors == ()


LAST_RESORTS = [
    ["<div>Written by</div>", "<div>Jane Doe</div>", f"<p>She builds. {TEXT}</p>", f"<p>{TEXT}</p>"],
    ["<div class=author-box><a href=/author/jane>Jane Doe</a></div>", f"<p>{TEXT}</p>", f"<p>{TEXT}</p>"],
    ["<h3>Jane Doe</h3>", f"<p>Jane Doe is a writer. {TEXT}</p>"],
]


@pytest.mark.parametrize("lines", LAST_RESORTS)
def test_authors_named_only_after_the_text(lines: list[str]) -> None:
    assert people(after(*lines)).authors == ("Jane Doe",)


def test_by_lines_of_a_list_of_other_articles_are_not_the_page_s() -> None:
    names = ("Ann Ames", "Bea Bond", "Cyd Cole", "Dee Dunn")
    teasers = [f"<div><h3>Other news</h3><div>By {name}</div></div>" for name in names]
    assert people(after(*teasers)).authors == ()


def test_a_user_name_gives_way_to_the_printed_name() -> None:
    assert people(page("<div class=author>Jane Doe</div>", jsonld('"peter.poster"'))).authors == ("Jane Doe",)
    assert people(page("<p>By Jane Doe</p>", jsonld('"janedoe"'))).authors == ("Jane Doe",)
    assert people(page(head=jsonld('"janedoe"'))).authors == ("janedoe",)
    printed = people(page(f"<p>{TEXT} (Jane P. Doe) +++</p>", jsonld('"jane.doe"')))
    assert printed.authors == ("Jane P. Doe",)
    assert people(page(head=jsonld('"jane.doe"'))).authors == ("jane.doe",)


@pytest.mark.parametrize(
    ("printed", "author"),
    [
        ("Jane Doe CNN", "Jane Doe"),
        ("JANE DOE CNN", "JANE DOE CNN"),
        ("Jane CNN", "Jane CNN"),
        ("By Jane Doe Harbour News, Quillmouth", "Jane Doe"),
        ("Jane Doe Follow @janedoe", "Jane Doe"),
    ],
)
def test_the_site_and_a_button_after_a_name(printed: str, author: str) -> None:
    assert clean_names(printed, publishers=["CNN", "Harbour News"], language="en").people == (author,)


@pytest.mark.parametrize(
    ("href", "told"), [("/user,profile,30,ann.html", True), ("/user/ann", True), ("/ferries,30.html", False)]
)
def test_the_folders_of_an_author_s_page_may_be_parted_by_commas(href: str, told: bool) -> None:
    assert is_author_page("Ann", href) is told


@pytest.mark.parametrize(
    "text", ["Submitted on Mon, 2026-01-12 13:49", "Follow the news at:", "ติดตามข่าวได้ที่:"]
)
def test_labels_name_nobody(text: str) -> None:
    assert not clean_names(text, language="en")


@pytest.mark.parametrize("name", ["author-description", "author-job-title", "author-credentials"])
def test_what_describes_the_author_names_nobody(name: str) -> None:
    described = f"<p class=author-name>Jane Doe</p><p class={name}>Licensed Boat Builder, M.A. Journalism</p>"
    assert people(page(described)).authors == ("Jane Doe",)
    assert people(page(described.partition("</p>")[2])).authors == ()


@pytest.mark.parametrize(("path", "authors"), [("/Boats/Tests/new-boat", ()), ("/news/1", ("Boats Tests",))])
def test_sections_in_an_element_for_the_author_are_nobody(path: str, authors: tuple[str, ...]) -> None:
    html = f"<html lang=en><article><h1>A boat</h1><div class=byline>Boats Tests</div><p>{TEXT}</p></article>"
    found = people(Document(Page(f"https://news.example{path}", html.encode(), NOW)))
    assert found.authors == authors


def test_a_first_name_is_spelled_out_by_the_by_line() -> None:
    assert people(page("<div>By</div><div>Jane Doe</div>", jsonld('"Jane"'))).authors == ("Jane Doe",)


def test_metadata_that_name_more_of_the_printed_authors_complete() -> None:
    head = jsonld('"Jane Doe"') + '<meta name="author" content="Jane Doe, John Smith">'
    body = "".join(f'<div>By <a href="/author/{n}">{n} Doe</a></div>' for n in ("Jane",))
    body += '<div>By <a href="/author/john">John Smith</a></div>'
    assert people(page(body, head)).authors == ("Jane Doe", "John Smith")


def test_a_team_that_field_and_by_line_name_leaves_no_place_for_the_reviewer() -> None:
    body = '<div>By <a href="/author/1">The Bridge Team</a></div><div class=author>John Smith</div>'
    found = people(page(body, jsonld('{"@type":"Organization","name":"The Bridge Team"}')))
    assert (found.authors, found.agency) == ((), ("The Bridge Team",))


def test_the_publisher_beside_a_person_is_not_credited() -> None:
    found = people(page(head=jsonld('["Jane Doe", {"@type":"Organization","name":"Example News"}]')))
    assert (found.authors, found.agency) == (("Jane Doe",), ())


def test_the_owner_of_a_personal_site_is_its_author() -> None:
    head = """<meta property="og:site_name" content="Jane Doe"><script type="application/ld+json">
    {"@type":"BlogPosting","headline":"x","author":{"@type":"Person","name":"Jane Doe"},
    "publisher":{"@type":["Person","Organization"],"name":"Jane Doe"}}</script>"""
    assert people(page(head=head)).authors == ("Jane Doe",)


HEADED = """<html lang="en"><head><meta property="og:title" content="Old bridges of the river"></head><body>
<h1>Old bridges of the river: a walk</h1>{near}<p>{text}</p><h2>Old bridges of the river</h2><p>{text}</p>
<p>{text}</p>{below}</body></html>"""
NOTE = "Jane Doe is a freelance writer, who has lived on the river for thirty years and knows its bridges."


@pytest.mark.parametrize(
    ("near", "below"),
    [
        ("<p>By Jane Doe</p>", ""),  # under the h1, which says more than the title, not under the h2
        ("<h3>Jane Doe</h3><p>3 min read</p>" + f"<p>{NOTE}</p>", ""),
        ("", f"<h3>Jane Doe</h3><p>{NOTE}</p>"),
        ("<h3>Article written by:</h3><h4>Jane Doe, MD, PhD</h4>", ""),
    ],
)
def test_lines_near_the_headline_and_notes(near: str, below: str) -> None:
    html = HEADED.format(near=near, text=TEXT, below=below)
    found = people(Document(Page("https://quillmouth.example/2026/11/bridges", html.encode(), NOW)))
    assert [name.partition(",")[0] for name in found.authors] == ["Jane Doe"]


def test_a_team_is_no_person() -> None:
    assert clean_names("Quillmouth.de-Redaktion", language="de").organisations == ("Quillmouth.de-Redaktion",)
    assert clean_names("Reuters Tax & Accounting", language="en").people == ()


def test_who_made_the_page_gives_way_to_a_by_line_below() -> None:
    """A field that names the designers is hardly believed: lines are looked at wherever they stand."""
    html = HEADED.format(
        near="", text=TEXT, below="<div class='credits'>by</div><span class='author'>Ann Reed, editor</span>"
    )
    made = '<meta name="author" content="content: Quillmouth, design: Jane Doe, code: John Roe"></head>'
    page = Page("https://quillmouth.example/2026/11/bridges", html.replace("</head>", made).encode(), NOW)
    assert people(Document(page)).authors == ("Ann Reed",)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://news.example.de/1", ("Anna Schmidt",)),
        ("https://www.news.example.at/1", ("Anna Schmidt",)),
        ("https://news.example.com/1", ()),
    ],
)
def test_a_page_that_names_no_language_is_read_in_its_country_s(url: str, told: tuple[str, ...]) -> None:
    text = "<p>Der Hafenrat hat am Dienstagabend beschlossen, den alten Anleger zu sperren.</p>" * 4
    html = f"<html><body><h1>Der Anleger schließt</h1><p>Von Anna Schmidt, dpa</p>{text}</body></html>"
    document = Document(Page(url, html.encode(), datetime(2026, 11, 12, tzinfo=UTC)))
    assert people(document).authors == told


@pytest.mark.parametrize(
    "paper",
    ["Harbour Times", "The Quillmouth Herald", "Neue Zeitung", "Hafen Nachrichten", "Diario del Puerto"],
)
def test_a_newspaper_in_the_author_field_is_no_person(paper: str) -> None:
    text = "<p>The harbour council voted on Tuesday evening to close the old ferry pier.</p>" * 4
    html = f"""<html lang=en><head><meta name=author content="{paper}"></head><body>
    <h1>The pier</h1><p class=byline>By Ann Quill</p>{text}</body></html>"""
    document = Document(Page("https://news.example/1", html.encode(), datetime(2026, 11, 12, tzinfo=UTC)))
    assert people(document).authors == ("Ann Quill",)
