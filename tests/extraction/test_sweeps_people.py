"""Who wrote it: how far from the title, how long and how sure a line may be, and whom two places agree on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from tests.extraction.records import TEXTS, TITLE, ld, meta, paragraphs, text
from tests.extraction.telling import claimed, page, said
from tests.sweeps import Sweep, differences, kept

WHO = claimed("authors", "agency")
NAMED = said("authors", "agency")
NAME, OTHER, THIRD = "Odell Marsh", "Greta Stone", "Ines Calder"
DAY = "12 November 2026"
ROWS = [f"<p>row {number} of the page</p>" for number in "abcdefghijklmnopqrstuvwxyzabcdefghij"]
LONG = " ".join(["the quay and the wall of the old harbour"] * 12)

# By-lines as sites write them.
FORMS = {
    "typed": f"<p>By {NAME}</p>",
    "typed word": "<p>by oz</p>",
    "called": f'<p class="byline">{NAME}</p>',
    "called and opened": f'<p class="byline">By {NAME}</p>',
    "called word": '<p class="author">Oz</p>',
    "called, other script": '<p class="author">ريم</p>',
    "link": f'<p><a href="/authors/odell-marsh">{NAME}</a></p>',
    "called link": f'<p class="byline"><a href="/authors/odell-marsh">{NAME}</a></p>',
    "labelled": f"<p>Written by</p><p>{NAME}</p>",
    "edited": f"<p>Edited by</p><p>{NAME}</p>",
    "inside": f"<p>{DAY}, by {NAME}</p>",
    "segment": f"<p>{DAY} // Author: {NAME}</p>",
    "dated": f"<p>{NAME}, {DAY}</p>",
    "before a date": f"<p>{NAME}</p><p>{DAY}</p>",
    "list before a date": f"<p>{NAME}, {OTHER} and {THIRD}</p><p>{DAY}</p>",
    "agency": "<p>Harbour news - AFP</p>",
    "heading": f"<h3>By {NAME}</h3>",
    "heading of a name": f"<h3>{NAME}</h3>",
    "two elements": f'<p class="author">{NAME}</p><p class="author">{OTHER}</p>',
    "two links": f'<p class="byline"><a href="/authors/odell-marsh">{NAME}</a> <a href="/authors/g">{OTHER}</a></p>',
    "weak word": f"<p>With {NAME}</p>",
    "reviewed": f"<p>By {NAME}. Reviewed by {OTHER}</p>",
    "name": f"<p>{NAME}</p>",
    "bio": f'<p class="author-bio">{NAME}</p>',
}
PLACES: dict[str, Callable[[str], str]] = {
    "over": lambda line: page(over=line),
    "under": lambda line: page(above=line),
    "five under": lambda line: page(above="".join(ROWS[:4]) + line),
    "eight under": lambda line: page(above="".join(ROWS[:7]) + line),
    "fourteen under": lambda line: page(above="".join(ROWS[:13]) + line),
    "after": lambda line: page(below=line),
    "far after": lambda line: page(below="".join(ROWS[:9]) + line),
    "related": lambda line: page(above=f'<div class="related">{line}</div>'),
    "related, eight under": lambda line: page(above="".join(ROWS[:7]) + f'<div class="related">{line}</div>'),
    "related after": lambda line: page(below=f'<div class="related">{line}</div>'),
    "comment": lambda line: page(below=f'<div class="comment">{"".join(ROWS[:9])}{line}</div>'),
    "sidebar": lambda line: page(after=f"<aside>{line}</aside>"),
    "figure": lambda line: page(above=f"<figure><img src='/a.jpg'><figcaption>{line}</figcaption></figure>"),
}


def placed(form: str, place: str) -> Any:
    return WHO(PLACES[place](FORMS[form]))


def below_title(form: str, lines: int) -> Any:
    return WHO(page(above="".join(ROWS[: lines - 1]) + FORMS[form]))


def over_title(form: str, lines: int) -> Any:
    return WHO(page(over=FORMS[form] + "".join(ROWS[: lines - 1])))


def after_text(form: str, lines: int) -> Any:
    return WHO(page(below="".join(ROWS[:lines]) + FORMS[form]))


FAR = ("typed", "called", "labelled", "link", "dated", "before a date", "agency", "list before a date")

PLACED = [Sweep(f"{form} by place", list(PLACES), partial(placed, form)) for form in FORMS]
DISTANCES = [
    *(Sweep(f"{form}, lines under the title", range(1, 28), partial(below_title, form)) for form in FAR),
    *(Sweep(f"{form}, lines over the title", range(1, 15), partial(over_title, form)) for form in FAR),
    *(
        Sweep(f"{form}, lines after the text", range(9), partial(after_text, form))
        for form in ("called", "typed")
    ),
]


# How long a line may be.

MANY = ["Odell", "Anna", "Maria", "Elena", "Rosa", "Clara", "Lund", "Vega", "Marsh"]


def filled(start: str, size: int) -> str:
    return (start + " " + LONG)[:size].rstrip().ljust(size, "s")


def length(form: Callable[[int], str], size: int) -> Any:
    return WHO(page(above=form(size)))


SIZES = [
    Sweep("letters of a line that the site calls a by-line", range(40, 170),
          partial(length, lambda size: f'<p class="byline">By {NAME}, {filled("writing from", size - 16)}</p>')),
    Sweep("letters of a label", range(9, 40),
          partial(length, lambda size: f"<p>{'Written by'.ljust(size)[:size].replace('  ', ' x')}</p><p>{NAME}</p>")),
    Sweep("letters of a linked line", range(3, 90, 3),
          partial(length, lambda size: f'<p><a href="/authors/odell-marsh">{NAME}</a> {filled("saw", size)}</p>')),
    Sweep("linked authors", range(1, 9),
          partial(length, lambda size: f'<p class="byline">{links(size)}</p>')),
    Sweep("words of a name in the by-line", range(1, 10),
          partial(length, lambda size: f'<p class="byline">By {" ".join(MANY[:size])}</p>')),
    Sweep("letters of a name alone beside a date", range(8, 45),
          partial(length, lambda size: f"<p>Odell {'Marshfieldingham' * 3}"[: size + 3] + f"</p><p>{DAY}</p>")),
    Sweep("words of an agency's line", range(0, 7),
          partial(length, lambda size: f"<p>{' '.join(['Harbour'] * size)} - AFP</p>")),
    Sweep("small words in a by-line", range(0, 5),
          partial(length, lambda size: f'<p class="byline">By {" ".join(["Odell Marsh", "Greta", "Lund"][: 5 - size] + ["quay"] * size)}</p>')),
    Sweep("words after a by-line's name", range(0, 8),
          partial(length, lambda size: f"<p>By {NAME}{', head of works and walls at the harbour'[: size * 6]}</p>")),
    Sweep("letters before an editor's name", range(0, 66, 3),
          partial(length, lambda size: f"<p>{'x' * size} by {NAME}</p>")),
]  # fmt: skip
PEOPLE = [
    *("Odell Marsh", "Ines Calder", "Tom Reeve", "Greta Stone", "Anna Lund", "Paul Carver", "Mia Holt"),
    *("Jan Tanner", "Rosa Quill", "Leo Farrow", "Ida Penn", "Max Thorne", "Eva Wick", "Sam Yarrow"),
    *("Nora Flint", "Hugo Marl", "Clara Dene", "Otto Vane", "Lena Ross", "Karl Moss", "Vera Nash"),
    *("Finn Doyle", "Alma Reed", "Ralph Gray"),
]


def links(count: int) -> str:
    return ", ".join(f'<a href="/authors/{n}">{PEOPLE[n]}</a>' for n in range(count))


# A name that nothing calls a by-line, and what else the page says of it.


def bare(said_elsewhere: str, words: str = NAME) -> str:
    elsewhere = {
        "nothing": "",
        "a date": f"<p>{DAY}</p>",
        "a role": "<p>Harbour correspondent</p>",
        "its begin again": f"<p>{words} writes about harbours</p>",
        "itself again": f"<p>{words}</p>",
        "a note": f"<p>{words}</p><p>{words.split(maxsplit=1)[0]} writes about harbours, walls and the sea for this paper and has done so ever since the storm.</p>",
        "a note of the whole name": f"<p>{words}</p><p>{words} is a writer who tells of harbours, walls and storms for this paper and others.</p>",
        "a note far longer": f"<p>{words}</p><p>{words} lives by the sea with a dog, two cats and the tide, and has seen many walls come and go.</p>",
        "a note of the author's": f"<div class='author-box'><p>{words}</p><p>{words} lives by the sea with a dog, two cats and the tide, and saw walls.</p></div>",
        "a link of the frame": "",
    }[said_elsewhere]
    under = said_elsewhere in ("a date", "a role")
    frame = f"<nav><a href='/topic/x'>{words}</a></nav>" if said_elsewhere == "a link of the frame" else ""
    return page(
        above=f"<p>{words}</p>" + (elsewhere if under else ""), below="" if under else elsewhere, after=frame
    )


EVIDENCE = (
    *("nothing", "a date", "a role", "its begin again", "itself again", "a note", "a note of the whole name"),
    *("a note far longer", "a note of the author's", "a link of the frame"),
)


def described(name: str) -> Any:
    return WHO(page(head=meta(description=f"{NAME} saw the wall"), above=f"<p>{name}</p>"))


def noted(size: int) -> Any:
    """The name after the text, over a note of so many letters."""
    note = f"{NAME} is a writer who lives by the sea with a dog, two cats and the tide, for this paper"
    return WHO(page(below=f"<p>{NAME}</p><p>{note[:size]}</p>"))


def recurring(size: int) -> Any:
    """The name again, with so many letters after it."""
    return WHO(page(above=f"<p>{NAME}</p><p>{DAY}</p>", below=f"<p>{'x' * 10} {NAME} {'y' * size}</p>"))


def recurring_late(size: int) -> Any:
    """The name again, after so many letters."""
    return WHO(page(above=f"<p>{NAME}</p><p>Reporter</p>", below=f"<p>{'x' * size} {NAME}</p>"))


BARE = [
    Sweep("a name alone, by what else is there", EVIDENCE, lambda which: WHO(bare(which))),
    Sweep("a name of the title alone", EVIDENCE, lambda which: WHO(bare(which, "Harbour Marsh"))),
    Sweep("a name of three words alone", EVIDENCE, lambda which: WHO(bare(which, "Odell van Marsh"))),
    Sweep("a name alone that begins the description", (NAME, OTHER), described),
    Sweep("letters of a note on the author", range(11, 90), noted),
    Sweep("letters after a name that stands again", range(0, 30), recurring),
    Sweep("letters before a name that stands again", range(0, 90, 2), recurring_late),
    Sweep(
        "lines between title and a name alone", range(0, 6),
        lambda size: WHO(page(above="".join(ROWS[:size]) + f"<p>{NAME}</p><p>{DAY}</p>", below=f"<p>{NAME}</p>")),
    ),
]  # fmt: skip


# Whom two places or three agree on.

SAYING: dict[str, Callable[[Sequence[str]], tuple[str, str]]] = {
    "meta": lambda names: (meta(author=", ".join(names)), ""),
    "jsonld": lambda names: (ld(headline=TITLE, author=[{"@type": "Person", "name": n} for n in names]), ""),
    "byline": lambda names: ("", f'<p class="byline">By {", ".join(names)}</p>'),
    "called": lambda names: ("", f'<p class="author">{", ".join(names)}</p>'),
    "typed": lambda names: ("", f"<p>By {', '.join(names)}</p>"),
    "linked": lambda names: (
        "",
        "<p class='byline'>" + " ".join(f'<a href="/authors/{n[0]}">{n}</a>' for n in names) + "</p>",
    ),
    "dated": lambda names: ("", f"<p>{', '.join(names)}, {DAY}</p>"),
    "citation": lambda names: ("".join(meta(citation_author=name) for name in names), ""),
    "creator": lambda names: (meta(creator=names[0]), ""),
}
TRIOS = {
    "the same": ((NAME,), (NAME,)),
    "another": ((NAME,), (OTHER,)),
    "one more": ((NAME,), (NAME, OTHER)),
    "one fewer": ((NAME, OTHER), (NAME,)),
    "one of two shared": ((NAME, OTHER), (NAME, THIRD)),
    "the first name": (("Odell",), (NAME,)),
    "a user's name": (("odellmarsh",), (NAME,)),
    "another user's name": (("omarsh2",), (NAME,)),
    "small letters": (("odell marsh writes",), (NAME,)),
    "an agency": (("AFP",), (NAME,)),
    "a team": (("Harbour Works Team",), ("Harbour Works Team",)),
    "a team and a person": (("Harbour Works Team",), (NAME,)),
    "a desk": (("Newsdesk",), (NAME,)),
    "a firm": (("Quay Works Ltd",), (NAME,)),
    "letters": (("Odell Marsh, MD",), (NAME,)),
    "a theme's designer": (("Odell Marsh www.themes.example",), (OTHER,)),
}  # fmt: skip


def agreeing(places: Sequence[str], trio: str) -> Any:
    first, second = TRIOS[trio]
    head = above = ""
    for number, place in enumerate(places):
        in_head, in_header = SAYING[place]((first, second, first)[number])
        head, above = head + in_head, above + in_header
    return NAMED(page(head=head, above=above))


PAIRS = (
    ("meta", "byline"), ("byline", "meta"), ("meta", "called"), ("called", "meta"), ("jsonld", "byline"),
    ("byline", "jsonld"), ("jsonld", "typed"), ("typed", "meta"), ("meta", "linked"), ("linked", "jsonld"),
    ("meta", "dated"), ("dated", "jsonld"), ("creator", "dated"), ("citation", "called"), ("meta", "jsonld"),
    ("meta", "byline", "jsonld"), ("creator", "called", "meta"), ("jsonld", "dated", "citation"),
    ("called", "jsonld", "dated"),
)  # fmt: skip
AGREEING = [Sweep(" and ".join(places), list(TRIOS), partial(agreeing, places)) for places in PAIRS]


def alone(place: str, which: str) -> Any:
    head, above = SAYING[place](TRIOS[which][0])
    return NAMED(page(head=head, above=above))


ALONE = [Sweep(f"{place} alone", list(TRIOS), partial(alone, place)) for place in SAYING]

# Texts of an author field.

FIELDS = """
By Odell Marsh
by Odell Marsh and Greta Stone
Odell Marsh, Greta Stone & Ines Calder
Odell Marsh; Greta Stone
Odell Marsh | Greta Stone
Odell Marsh / Greta Stone
Odell Marsh - Greta Stone
Odell Marsh + Greta Stone
Marsh, Odell
Odell Marsh (AFP)
(AFP) Odell Marsh
AFP, MANILA
Odell Marsh, AFP
AFP/Reuters
Reuters Staff
Agencia EFE
Odell Marsh, MD
Odell Marsh, MD, PhD
ODELL MARSH, MD
Odell Marsh | SEO
Odell Marsh, Ph.D.
Odell Marsh Jr.
Odell Marsh, Head of Operations and Finance
Odell Marsh, Harbour Correspondent
Harbour Correspondent Odell Marsh
Chief Editor Odell Marsh, Reporter Greta Stone
Odell Marsh in News
Odell Marsh, in News, Business
Odell Marsh in Hamburg
Odell Marsh aus Hamburg
Odell Marsh, Nairobi
Harbour Post, Hamburg, Germany
Harbour Works Ltd, Hamburg
Odell Marsh, 12 November 2026
12 November 2026 Odell Marsh
2026 Odell Marsh
Odell Marsh on November 12, 2026
Odell Marsh1,2
Odell Marsh*
Odell Marsh odell@post.example
odell@post.example
@odellmarsh
Odell Marsh @odellmarsh
https://post.example/odell
admin
siteadmin
webmaster
Staff
Staff Writers
Staff Reporter
Staff Writer Odell
Staff Writer Odell Marsh
Editor Odell
Odell Editor
Editor and Writer
المحرر أحمد
Newsdesk
News Desk
Redaktion
Online-Redaktion
Online-Experte Max Muster
Max Muster-Experte
هيئة التحرير
المحرر السياسي
المحرر
ريم الخطيب وعمر ناصر
ريم الخطيب، عمر ناصر
كتب ريم الخطيب
كتبت: ريم الخطيب
بقلم ريم الخطيب
وليد جنبلاط
وكالة فرانس برس
ريم الخطيب - وكالات
山田太郎
山田太郎、佐藤花子
記者 山田太郎
김철수 기자
Photo: Odell Marsh
Odell Marsh Photo: Greta Stone
Text: Odell Marsh
Text & Photos: Odell Marsh
Text und Fotos: Odell Marsh
Interview: Odell Marsh
Interview: Odell Marsh, Photos: Greta Stone
Author: Odell Marsh Tags: bridges
Show all posts by Odell Marsh
Posted by Odell Marsh on Monday
De la Cruz
Maria de la Cruz
Von Marsh
von Odell Marsh
Von der Marsh
Van Gogh
y Odell Marsh
Odell
odell
Odell M.
O. Marsh
O.M.
OM
Odell Marsh!
Odell Marsh says no!
Odell {{name}}
Odell <b>Marsh</b>
Odell &amp; Greta
page.head.author
Harbour University
Harbour Institute of Walls
The Harbour Institute
Institute of Walls and Quays
Quay Works GmbH
Quay Works, Inc.
Quay Works Stiftung
Morning Post
The Morning Post
Morning Post Staff
Morning Post Contributor
Odell Marsh, Morning Post
Odell Marsh for Morning Post
Odell Marsh, Contributor
Guest Author
Guest Author Odell Marsh
Odell Marsh is a writer
a writer from the harbour
the quay and the wall
Odell Marsh and the wall
Odell Marsh and
and Odell Marsh
Odell Marsh, and Greta Stone
Odell Marsh, with Greta Stone
Odell Marsh with AFP
Odell Marsh and AFP
AFP and Odell Marsh
AFP Odell Marsh
Associated Press Odell Marsh
Odell Marsh Associated Press
Harbour office of the Associated Press in the north
dpa/Odell Marsh
dpa, Odell Marsh
Odell Marsh (dpa)
Odell Marsh [Reuters]
Odell Marsh (Harbour Post)
Read more
Share
Comments
Monday
November
SEO expert
Dr. Odell Marsh
Prof. Dr. Odell Marsh
Sir Odell Marsh
Odell Marsh Sr., Esq.
Odell Marsh, CPA
Odell Marsh, Marsh
Odell, Greta
Odell and Greta Marsh
Odell Marsh at the quay
Odell Marsh to Greta
Odell Marsh about walls
Odell Marsh via AFP
Odell Marsh, of the Post
Odell Marsh, Post of the north
Odell Marsh\u200b
Odell\u00a0Marsh
ODELL MARSH
odell marsh
oDELL mARSH
Odell marsh
Odell Marsh Team
Team Odell
Harbour Team
Harbour Editors
The Editors
The Editorial Board
Editorial Board
Opinion Editor
Opinion
News
""".strip().splitlines()
FIELDS = [line.encode().decode("unicode_escape") if "\\u" in line else line for line in FIELDS]
SITE = meta(og__site_name="Morning Post")


def in_field(text: str) -> Any:
    return WHO(page(head=SITE + meta(author=text.replace("<", "&lt;").replace("&b", "&amp;b"))))


def in_line(text: str) -> Any:
    return NAMED(page(above=f'<p class="byline">By {text}</p>'))


def letters(place: str, size: int) -> Any:
    head, above = SAYING[place]([("Odell " + "M" + "arsh" * 25)[:size]])
    return NAMED(page(head=head, above=above))


def unspaced(size: int) -> Any:
    return NAMED(page(head=meta(author="山田太郎佐藤花子高橋一郎田中次郎鈴木三郎"[:size]), language="ja"))


def joined(place: str, count: int) -> Any:
    head, above = SAYING[place](PEOPLE[:count])
    return NAMED(page(head=head, above=above))


def field_of(size: int) -> Any:
    return NAMED(page(head=meta(author=(", ".join(PEOPLE) * 2)[:size])))


def label_words(count: int) -> Any:
    return NAMED(page(head=meta(author=f"{' '.join(['Harbour'] * count)} Interview: {NAME}")))


TEXTS_OF_FIELDS = [
    Sweep("texts of an author field", FIELDS, in_field),
    Sweep("texts of a by-line", FIELDS, in_line),
    Sweep("letters of a name in metadata", range(2, 66), partial(letters, "meta")),
    Sweep("letters of a name in a by-line", range(4, 66), partial(letters, "byline")),
    Sweep("letters of a name without spaces", range(1, 20), unspaced),
    Sweep("people in JSON-LD", range(1, 24), partial(joined, "jsonld")),
    Sweep("people in a by-line", range(1, 24), partial(joined, "byline")),
    Sweep("people in citations", range(1, 24), partial(joined, "citation")),
    Sweep("letters of an author field", range(370, 430, 2), field_of),
    Sweep("words before a label", range(0, 7), label_words),
]  # fmt: skip


# Every place of the table that names authors, and how far it is trusted.

PROPERTIES = (
    *(
        "parsely-author",
        "author",
        "article:author",
        "article:author_name",
        "sailthru.author",
        "byl",
        "byline",
    ),
    *(
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "cxenseparse:author",
        "og:article:author",
        "creator",
    ),
    *("authors", "shareaholic:article_author_name"),
)


def property_of(name: str) -> Any:
    return WHO(page(head=f'<meta name="{name}" content="{NAME}"><meta property="{name}" content="{NAME}">'))


def nodes(kind: str, which: str) -> Any:
    person = {"@type": kind, "name": NAME}
    given = {
        "author": ld(headline=TITLE, author=person),
        "creator": ld(headline=TITLE, creator=person),
        "page": ld("WebPage", author=person),
        "second node": ld(headline="x", author=[]) + ld(headline=TITLE, author=person),
        "two nodes": ld(headline=TITLE, author=person)
        + ld(headline=TITLE, author={"@type": kind, "name": OTHER}),
        "three nodes": "".join(
            ld(headline=TITLE, author={"@type": kind, "name": n}) for n in (NAME, OTHER, THIRD)
        ),
        "text": ld(headline=TITLE, author=NAME),
        "given name": ld(headline=TITLE, author={"@type": kind, "givenName": "Odell", "familyName": "Marsh"}),
    }[which]
    return WHO(page(head=given))


NODES = ("author", "creator", "page", "second node", "two nodes", "three nodes", "text", "given name")
MARKUP = {
    "microdata name": f'<p itemprop="author"><span itemprop="name">{NAME}</span></p>',
    "microdata": f'<p itemprop="author">{NAME}</p>',
    "rel": f'<a rel="author" href="/x">{NAME}</a>',
    "rel and another": f'<a rel="author" href="/x">{NAME}</a> <a rel="author" href="/y">{OTHER}</a>',
    "twitter": meta(twitter__label1="Written by", twitter__data1=NAME),
}
TRUSTED = [
    Sweep("meta elements", PROPERTIES, property_of),
    *(Sweep(f"JSON-LD of a {kind}", NODES, partial(nodes, kind)) for kind in ("Person", "Organization", "Thing")),
    Sweep("markup", list(MARKUP), lambda which: WHO(page(head=MARKUP[which] if which == "twitter" else "", above="" if which == "twitter" else MARKUP[which]))),
]  # fmt: skip

# Whose name it is in other scripts, under other titles and in other boxes.


def unspaced_text(language: str, size: int) -> Any:
    """A page whose paragraphs have so many characters, without spaces between words."""
    lines = [line.replace(" ", "")[:size] for line in (*TEXTS[language], *TEXTS[language])]
    byline = '<p class="byline">記者 山田太郎</p><p>2026年11月12日 10:30</p>'
    told = claimed("authors", "published_at")
    body = f"<article><h1>{lines[0][:14]}</h1>{paragraphs(lines[:3])}{byline}{paragraphs(lines[3:])}<p>山田太郎</p></article>"
    return told(page(body=body, language=language))


BOXES = (
    "related",
    "comment",
    "single-no-comments",
    "newsletter",
    "author",
    "post",
    "teaser",
    "promo",
    "sidebar",
    "bio",
)


def in_boxes(box: str) -> Any:
    """The title and the by-line in a box of this name, the by-line alone in one, and one in another."""
    line = f'<p class="byline">By {NAME}</p>'
    title = f"<h1>{TITLE}</h1>"
    pages = (
        f"<div class='{box}'>{title}{line}{text()}</div>",
        f"{title}<div class='{box}'>{line}</div>{text()}",
        f"<div class='{box}'>{title}</div><div class='{box}'>{line}</div>{text()}",
        f"{title}{text()}<div class='{box}'><h3>{NAME}</h3><p>{NAME} is a writer who lives by the sea with a dog and two cats for us all.</p></div>",
    )
    return [WHO(page(body=one)) for one in pages]


def titled_by(words: str) -> Any:
    """Where the title is found, as the distance of its by-line tells."""
    rows = "".join(ROWS[:9])
    pages = (
        f"<h2>{words}</h2>{rows}<h2>{TITLE}</h2>",
        f"<h1>{words}</h1>{rows}<h2>{TITLE}</h2>",
        f"<h3>{words}</h3>{rows}<p>x</p>",
        f"<p class='title'>{words}</p>{rows}<p>x</p>",
    )
    return [
        WHO(page(head=f"<title>{TITLE}</title>", body=f"<article>{one}<p>By {NAME}</p>{text()}</article>"))
        for one in pages
    ]


def of_words(count: int) -> str:
    return " ".join(
        [*TITLE.split()[:count], *["other", "words", "of", "the", "day", "and", "night", "here"][: 8 - count]]
    )


def long_title(size: int) -> Any:
    words = (TITLE + " " + LONG)[:size].strip()
    return WHO(page(head=f"<title>{words}</title>", title=words, above="".join(ROWS[:6]) + FORMS["typed"]))


OWN = (
    "By Odell Marsh reviewed by Greta Stone", "By Odell Marsh and reviewed today by Greta Stone", "By Odell Marsh, edited by Greta Stone", "By Odell Marsh | Photos by Greta Stone",
    "By Odell Marsh. Translated from the French by Greta Stone", "Written by Odell Marsh for us by the sea", "By Odell von Marsh and others", "Von Odell Marsh übersetzt von Greta Stone",
    "By Odell Marsh written by Greta Stone", "Photos by Greta Stone", "Edited by Greta Stone", "By Odell Marsh · by Greta Stone", "By Odell Marsh photos by Greta Stone", "Text by Odell Marsh photographs by Greta Stone",
)  # fmt: skip
TURNED = (
    "Marsh, Odell",
    "van Marsh, Odell",
    "Marsh, Odell Anna Maria",
    "Marsh, Odell Anna Maria Rosa",
    "Marsh, Odell, Stone, Greta",
    "Marsh, O.",
    "Marsh Stone, Odell",
    "Marsh Stone Lund, Odell",
    "Odell Marsh, MD",
    "Marsh, Odell, MD",
    "M, O",
)
OF_SCRIPTS = [
    *(Sweep(f"characters of a paragraph in {language}", range(20, 60, 4), partial(unspaced_text, language)) for language in ("ja", "zh")),
    Sweep("boxes of title and by-line", BOXES, in_boxes),
    Sweep("words of the title in a heading", range(9), lambda n: titled_by(of_words(n))),
    Sweep("first words of the title in a heading", range(1, 9), lambda n: titled_by(" ".join(TITLE.split()[:n]))),
    Sweep("letters of a title over a by-line", range(280, 320, 4), long_title),
    Sweep("by-lines with others' work", OWN, lambda line: [WHO(page(above=f"<p>{line}</p>")), WHO(page(above=f"<p class='byline'>{line}</p>"))]),
    Sweep("names that are turned", TURNED, lambda name: [WHO(page(head="".join(meta(**{key: name}) for _ in range(times)))) for key, times in (("author", 1), ("citation_author", 1), ("citation_author", 2), ("parsely-author", 1))]),
    Sweep("words before a by-line's word", range(8), lambda n: WHO(page(above=f"<p>{' '.join(['harbour'] * n)} by {NAME}</p>"))),
    Sweep("names with points and signs", ("a.b.c", "page.head.author", "a.b.c.d", "O.D.M.", "Odell M. A. R. Marsh", "Odell Marsh.", "X", "Je", "writer", "Writer Odell", "Odell the writer Marsh", "Marsh writer"), lambda name: [WHO(page(head=meta(author=name))), NAMED(page(above=f"<p>By {name}</p>"))]),
    Sweep("microdata authors", range(8, 13), lambda n: NAMED(page(above="".join(f'<p itemprop="author">{name}</p>' for name in PEOPLE[:n])))),
]  # fmt: skip

SWEEPS = (*PLACED, *DISTANCES, *SIZES, *BARE, *AGREEING, *ALONE, *TEXTS_OF_FIELDS, *TRUSTED, *OF_SCRIPTS)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_bounds_and_weights(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
