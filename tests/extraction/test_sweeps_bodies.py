"""Bodies: how long, how near, how often and how linked a line must be to belong to the text, or not to."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.extraction.records import TEXTS, TITLE, ld, meta, paragraphs, text
from tests.extraction.telling import page, said
from tests.sweeps import Sweep, differences, kept

BODY = said("paragraphs", "agency", "kind")
EN = TEXTS["en"]
NEWS = ld(headline=TITLE)
LONG = " ".join(["the quay and the wall of the old harbour"] * 45)
# Texts of our own, so that a page can be longer than four paragraphs.
MORE = [
    f"{start} the harbour office wrote in its {number} report that the wall would hold through another winter, if the sea let it."
    for start, number in zip(
        ("On Monday", "A day later", "In the evening", "At noon", "By then", "On Friday", "At dawn", "In May", "Last year", "Since then", "Once more", "At last"),
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
        strict=True,
    )
]  # fmt: skip


def told(html: str) -> Any:
    return BODY(html)


def of(
    *,
    before: str = "",
    between: str = "",
    after: str = "",
    head: str = NEWS,
    behind: str = "",
    lines: list[str] = EN,
) -> Any:
    """The body of an article with something before, between and after its paragraphs, and behind itself."""
    half = len(lines) // 2
    body = f"<article><h1>{TITLE}</h1>{before}{paragraphs(lines[:half])}{between}{paragraphs(lines[half:])}{after}</article>{behind}"
    return BODY(page(head=head, body=body))


def sized(start: str, size: int, end: str = "") -> str:
    return ((start + " " + LONG)[: size - len(end)].rstrip().ljust(size - len(end), "s")) + end


# Lines that are no text: by their words, at each place.

LINES = {
    "by-line": "<p>By Odell Marsh</p>",
    "by-line with a role": "<p>By Odell Marsh, harbour correspondent</p>",
    "date": "<p>12 November 2026</p>",
    "by-line and date": "<p>Odell Marsh | 12 November 2026, 10:30</p>",
    "agency": "<p>(Reuters)</p>",
    "source": "<p>Source: dpa</p>",
    "rights": "<p>© 2026 Morning Post</p>",
    "request": "<p><em>Sign up for our newsletter to get the news of the harbour every morning.</em></p>",
    "linked request": '<p><a href="/x">Subscribe to our newsletter</a> to read more of the harbour.</p>',
    "tip": "<p>Got a tip? Send it to tips@post.example</p>",
    "read also": '<p>Read also: <a href="/x">The ferry runs again</a></p>',
    "read also alone": "<p>Read also: The ferry runs again</p>",
    "arrow": '<p>> <a href="/x">The ferry to the islands runs again</a></p>',
    "linked headline": '<p><a href="/x">THE FERRY TO THE ISLANDS RUNS AGAIN</a></p>',
    "headline in brackets": '<p>[<a href="/x">The ferry to the islands runs again</a>]</p>',
    "photo": "<p>Photo: Greta Stone</p>",
    "author's note": "<p>Odell Marsh is a writer who lives by the sea.</p>",
    "comments": "<p>Comments (2)</p>",
    "count": "<p>12 comments</p>",
    "age": "<p>3 hours ago</p>",
    "tags": "<p>Tags: wall, sea</p>",
    "share": "<p>Share</p>",
    "rule": "<p>___</p>",
    "heading": "<h2>Forty days of work</h2>",
    "heading of a name": "<h3>Odell Marsh</h3>",
    "title again": f"<p>{TITLE}</p>",
    "first again": f"<p>{EN[0]}</p>",
    "begin of the first": f"<p>{EN[0][:60]}…</p>",
    "quote": "<blockquote><p>Nobody here has forgotten the night on which the sea came.</p></blockquote>",
    "list": "<ul><li>the wall is rebuilt</li><li>the market moves</li></ul>",
    "announced list": "<p>Two things:</p><ul><li>the wall is rebuilt</li><li>the market moves</li></ul>",
    "table": "<table><tr><td>Quay</td><td>Metres</td></tr><tr><td>East</td><td>nine</td></tr></table>",
    "caption": "<figure><img src='/a.jpg'><figcaption>The wall at low tide</figcaption></figure>",
    "called caption": "<div class='caption'>The wall at low tide</div>",
    "box": "<div class='box'><p>The wall was built by hand more than a century ago.</p></div>",
    "aside": "<aside><p>The wall was built by hand more than a century ago.</p></aside>",
    "related": "<div class='related'><p>The wall was built by hand more than a century ago.</p></div>",
    "advertisement": "<div class='ad'><p>Advertisement</p></div>",
    "hidden": "<p hidden>The wall was built by hand more than a century ago.</p>",
    "preformatted": "<pre>High water 04:10\nLow water 10:25</pre>",
    "line breaks": "<p>The quay is closed.<br>The market moves.<br><br>Nobody may tie up.</p>",
    "short": "<p>It is so.</p>",
    "bold": "<p><b>Forty days of work</b></p>",
    "question": "<p><b>When will they return?</b></p>",
    "copyright in text": "<p>All rights reserved. No part may be printed again without leave.</p>",
    "correction": "<p>Correction: an earlier version named another quay.</p>",
    "opinion": "<p>The views expressed here are the author's own.</p>",
}
PLACES: dict[str, Callable[[str], Any]] = {
    "before": lambda line: of(before=line, head=NEWS + meta(author="Odell Marsh")),
    "between": lambda line: of(between=line, head=NEWS + meta(author="Odell Marsh")),
    "after": lambda line: of(after=line, head=NEWS + meta(author="Odell Marsh")),
    "after, no news": lambda line: of(after=line, head=meta(author="Odell Marsh")),
    "twice after": lambda line: of(after=line + line),
    "behind": lambda line: of(behind=line),
}
PLACED = [
    Sweep(f"{name} by place", list(PLACES), lambda place, name=name: PLACES[place](LINES[name]))
    for name in LINES
]


# Bounds of single lines.

NOTE = "Sign up for our newsletter"


def emphasised(letters: int) -> Any:
    """A request of 60 letters, so many of them in italics."""
    line = sized(NOTE, 60)
    return of(after=f"<p><em>{line[:letters]}</em>{line[letters:]}</p>")


def linked(pattern: str, letters: int) -> Any:
    """A line of 60 letters, so many of them a link."""
    line = sized(pattern, 60)
    return of(between=f'<p>{line[: 60 - letters]}<a href="/x">{line[60 - letters :]}</a></p>')


def pointing(opening: str, count: int) -> Any:
    made = []
    for number, line in enumerate((EN + MORE)[:10]):
        made.append(f"<p>{line}</p>")
        if number < count:
            made.append(
                f'<p>{opening}<a href="/news/{number}">The ferry to the islands runs again, day {number}</a></p>'
            )
    return BODY(page(head=NEWS, body=f"<article><h1>{TITLE}</h1>{''.join(made)}</article>"))


def opened(size: int) -> Any:
    return pointing(sized("Look at this", size) + " | ", 4)


def from_end(line: str, distance: int) -> Any:
    lines = (EN + MORE)[:14]
    made = [
        *[f"<p>{one}</p>" for one in lines[: 14 - distance]],
        line,
        *[f"<p>{one}</p>" for one in lines[14 - distance :]],
    ]
    return BODY(
        page(
            head=NEWS + meta(author="Odell Marsh"), body=f"<article><h1>{TITLE}</h1>{''.join(made)}</article>"
        )
    )


def from_begin(line: str, distance: int) -> Any:
    return from_end(line, 14 - distance)


def many_notes(count: int) -> Any:
    return of(after="<p><em>Sign up for our newsletter today.</em></p>" * count)


def headline(count: int) -> Any:
    return of(
        between=f'<p>[<a href="/x">{" ".join(["The", "ferry", "to", "the", "islands", "runs", "again"][:count])}</a>]</p>'
    )


def byline_words(count: int) -> Any:
    words = " ".join(["reporting", "from", "the", "old", "harbour", "wall"] * 4).split()
    return of(
        before=f"<p>Odell Marsh, 12 November 2026 10:30 {' '.join(words[:count])}</p>",
        head=NEWS + meta(author="Odell Marsh"),
    )


def bare_words(count: int) -> Any:
    return of(
        before=f"<p>Odell Marsh {' '.join(['reporting', 'from', 'the', 'old', 'harbour', 'wall'][:count])}</p>",
        head=NEWS + meta(author="Odell Marsh"),
    )


def date_words(count: int) -> Any:
    return of(before=f"<p>12 {' '.join(['November', 'evening', 'late', 'harbour', 'wall'][:count])} 2026</p>")


BOUNDS = [
    Sweep("letters of a request", range(100, 420, 4), lambda n: of(after=f"<p><em>{sized(NOTE, n)}</em></p>")),
    Sweep("letters of a request with an address", range(60, 220, 4), lambda n: of(after=f"<p>{sized('Write to tips@post.example', n)}</p>")),
    Sweep("letters of a linked request", range(60, 220, 4), lambda n: of(between=f"<p><a href='/x'>{NOTE}</a> {sized('about', n - 27)}</p>")),
    Sweep("letters of a request in italics", range(44, 61), emphasised),
    *(Sweep(f"letters of a link, {name}", range(0, 61, 2), partial(linked, start)) for name, start in (("look", "Look at the wall"), ("read also", "Read also: the wall"), ("capitals", "THE FERRY TO THE ISLANDS"))),
    *(Sweep(f"pointers that open with {opening or 'nothing'}", range(9), partial(pointing, opening)) for opening in ("Look at this | ", "See our story: ", "", "https://x.example ")),
    Sweep("letters of what opens a pointer", range(40, 72, 2), opened),
    *(Sweep(f"paragraphs after {name}", range(8), partial(from_end, LINES[name])) for name in ("rights", "photo", "author's note", "agency", "source", "tip", "request", "by-line", "date", "count", "read also", "share", "opinion")),
    *(Sweep(f"paragraphs before {name}", range(8), partial(from_begin, LINES[name])) for name in ("by-line", "date", "by-line and date", "title again", "begin of the first", "heading")),
    Sweep("requests at the end", range(8), many_notes),
    Sweep("words of a headline in brackets", range(1, 8), headline),
    Sweep("words beside name and date", range(20), byline_words),
    Sweep("words beside a name", range(7), bare_words),
    Sweep("words in a date", range(9), date_words),
    Sweep("letters of a credit", range(90, 140, 2), lambda n: of(after=f"<p>{sized('Photo:', n)}</p>")),
    Sweep("letters of a by-line", range(120, 180, 2), lambda n: of(before=f"<p>{sized('Odell Marsh | 12 November 2026 10:30', n)}</p>", head=NEWS + meta(author="Odell Marsh"))),
    Sweep("letters of a caption", [*range(280, 320, 2), *range(580, 620, 2)], lambda n: of(between=f"<figure><img src='/a.jpg'><figcaption>{sized('The wall', n)}</figcaption></figure>")),
    Sweep("letters of a line called caption", [*range(110, 130, 2), *range(280, 320, 4), *range(580, 620, 4)], lambda n: of(between=f"<div class='caption'>{sized('The wall', n)}</div>")),
    Sweep("letters of a line under an image", [*range(20, 60, 4), *range(280, 320, 4)], lambda n: of(between=f"<table><tr><td><img src='/a.jpg'></td></tr><tr><td>{sized('The wall', n)}</td></tr></table>")),
    Sweep("letters of a lead that is cut short", range(24, 40), lambda n: of(before=f"<p>{EN[0][:n]}…</p>")),
    Sweep("letters of a note on the author", [*range(340, 360, 2), *range(680, 720, 4)], lambda n: of(after=f"<p>{sized('Odell Marsh is', n)}</p>", head=NEWS + meta(author="Odell Marsh"))),
]  # fmt: skip


# Copies, comments, lists, tables, columns.


def copied(count: int) -> Any:
    lines = [*EN, *MORE[:2]]
    return BODY(
        page(
            body=f"<article><h1>{TITLE}</h1><div>{paragraphs(lines)}</div><section>{paragraphs(lines[:count])}</section></article>"
        )
    )


def copied_short(size: int) -> Any:
    lines = [f"{n} {LONG}"[:size] for n in ("one", "two", "three", "four")]
    return BODY(
        page(
            body=f"<article><h1>{TITLE}</h1><div>{paragraphs([*EN, *lines])}</div><section>{paragraphs(lines)}</section></article>"
        )
    )


def copied_share(count: int) -> Any:
    """Three paragraphs again, beside so many others."""
    lines = (MORE * 3)[:count]
    lines = [f"{n}: {line}" for n, line in enumerate(lines)]
    short = [f"Line {n} of the table of tides of the harbour, as the office prints it now." for n in range(3)]
    return len(
        BODY(
            page(
                body=f"<article><h1>{TITLE}</h1><div>{paragraphs([*short, *lines])}</div><section>{paragraphs(short)}</section></article>"
            )
        )
        .get("paragraphs", "")
        .split(" | ")
    )


def twice_in_a_row(size: int) -> Any:
    line = sized("Nobody", size)
    return of(between=f"<div><p>{line}</p></div><section><p>{line}</p></section>")


def commented(count: int) -> Any:
    entries = "".join(
        f"<div class='c'>Posted by Ann on 9 March 2026, 11:4{n}</div><p>{MORE[n]}</p>" for n in range(count)
    )
    return of(after=f"<h3>Comments</h3>{entries}")


def comments_far(count: int) -> Any:
    entries = "".join(
        f"<div class='c'>Posted by Ann on 9 March 2026, 11:4{n}</div><p>{MORE[n]}</p>" for n in range(2)
    )
    return of(after="<h3>Comments</h3>" + "<p>row of the page</p>" * count + entries)


def comments_signed(size: int) -> Any:
    entries = "".join(
        f"<div class='c'>{sized(f'Posted by Ann, 11:4{n}', size)}</div><p>{MORE[n]}</p>" for n in range(3)
    )
    return of(after=f"<h3>Comments</h3>{entries}")


def comments_after(size: int) -> Any:
    """Comments after so many letters of body."""
    entries = "".join(
        f"<div class='c'>Posted by Ann on 9 March 2026, 11:4{n}</div><p>{MORE[n]}</p>" for n in range(3)
    )
    return BODY(
        page(
            head=NEWS,
            body=f"<article><h1>{TITLE}</h1><p>{LONG[:size]}</p><h3>Comments</h3>{entries}</article>",
        )
    )


def announced(count: int) -> Any:
    return (
        of(
            between="<p>These were decided:</p><ul>"
            + "".join(f"<li>the wall of quay {n} is rebuilt</li>" for n in range(count))
            + "</ul>"
        )
        .get("paragraphs", "")
        .count("the wall of quay")
    )


def linked_list(letters: int) -> Any:
    item = f"<li>{'x' * (40 - letters)}<a href='/x'>{'y' * letters}</a></li>"
    return of(between=f"<p>These were decided:</p><ul>{item * 3}</ul>")


def list_at_the_end(letters: int) -> Any:
    item = f"<li>{'x' * (40 - letters)}<a href='/x'>{'y' * (letters // 2)}</a> <a href='/z'>{'z' * (letters - letters // 2)}</a></li>"
    return of(after=f"<ul>{item * 3}</ul>")


def more_on_this(count: int) -> Any:
    return of(
        after="<p>Related articles</p>"
        + "".join(f"<p><a href='/{n}'>The ferry runs again on day {n}</a></p>" for n in range(count)),
        behind=f"<p>{MORE[0]}</p>",
    )


def tabled(distance: int) -> Any:
    rows = "<tr><td>Quay</td><td>Metres</td></tr><tr><td>East</td><td>nine</td></tr>"
    return of(
        between="<p class='ad'>Ad</p>" * distance
        + f"<aside class='facts'><table class='most-read'>{rows}</table></aside>"
        + "<p class='ad'>Ad</p>" * distance
    )


def columns(share: int) -> Any:
    """A page in table columns: the article in one, so many tenths of its text in the other."""
    lines = (EN + MORE)[:10]
    return BODY(
        page(
            body=f"<table><tr><td><h1>{TITLE}</h1>{paragraphs(lines[share:])}</td><td>{paragraphs(lines[:share])}</td></tr></table>"
        )
    )


def consented(size: int) -> Any:
    return BODY(
        page(
            body=f"<article><h1>{TITLE}</h1><p>{LONG[:size]}</p><div class='cookie-consent'>{paragraphs(MORE[:3])}</div></article>"
        )
    )


def second_article(count: int) -> Any:
    return BODY(
        page(
            body="".join(
                f"<article><h1>{TITLE} {n}</h1>{paragraphs(MORE[3 * n : 3 * n + 3])}</article>"
                for n in range(count)
            )
        )
    )


def bold_lead(letters: int) -> Any:
    deck = "The quay stays closed for forty days and perhaps for longer than that, says the council"
    lead = f"<p class='subtitle'><b>{deck[:letters]}</b>{deck[letters:]}</p>"
    return BODY(page(body=f"<div><h1>{TITLE}</h1>{lead}<div class='entry'>{text()}</div></div>"))


def most_read(count: int) -> Any:
    return (
        of(after="<p>Most read</p>" + "".join(f"<p>A headline of day {n}</p>" for n in range(count)))
        .get("paragraphs", "")
        .count("headline")
    )


def shares(words: int) -> Any:
    """Furniture at the end of a short text, of so many words."""
    return BODY(
        page(
            head=NEWS,
            body=f"<article><h1>{TITLE}</h1>{text(count=1)}<p>Most read</p>"
            + "".join(f"<p>{' '.join(['harbour'] * 6)} {n}</p>" for n in range(words))
            + "</article>",
        )
    )


EXTENT = [
    Sweep("paragraphs printed again", range(7), copied),
    Sweep("letters of lines printed again", range(50, 90, 2), copied_short),
    Sweep("other paragraphs beside copies", range(4, 36, 2), copied_share),
    Sweep("letters of a line twice in a row", range(20, 44, 2), twice_in_a_row),
    Sweep("signed comments", range(6), commented),
    Sweep("lines between heading and comments", range(30, 46, 2), comments_far),
    Sweep("letters of a comment's signature", range(130, 170, 3), comments_signed),
    Sweep("letters before comments", range(40, 340, 12), comments_after),
    Sweep("items of an announced list", [1, 2, 29, 30, 31, 32], announced),
    Sweep("linked letters of a list", range(0, 41, 2), linked_list),
    Sweep("linked letters of a list at the end", range(0, 41, 2), list_at_the_end),
    Sweep("links under a heading", range(1, 8), more_on_this),
    Sweep("lines between text and table", range(6), tabled),
    Sweep("paragraphs in another column", range(11), columns),
    Sweep("letters beside a consent box", range(220, 380, 8), consented),
    Sweep("articles of a page", range(1, 5), second_article),
    Sweep("bold letters of a lead", range(60, 89, 2), bold_lead),
    Sweep("headlines after the text", range(0, 36, 3), most_read),
    Sweep("headlines after a short text", range(0, 16), shares),
    Sweep("letters of a heading of comments", range(8, 72, 4), lambda n: of(after=f"<h3>{sized('Comments', n)}</h3>" + "".join(f"<div class='c'>Posted by Ann on 9 March 2026, 11:4{i}</div><p>{MORE[i]}</p>" for i in range(3)))),
    Sweep("letters of a line at the edge", range(20, 70, 3), lambda n: of(after=f"<p>{sized('Nobody', n)}</p>", behind="")),
    Sweep("letters of a cell", [*range(380, 420, 4)], lambda n: of(between=f"<table><tr><td>Quay</td><td>{sized('Metres', n)}</td></tr><tr><td>East</td><td>nine</td></tr></table>")),
    Sweep("empty cells", range(8), lambda n: of(between="<table>" + "<tr><td>Quay</td><td>nine</td></tr>" + "<tr><td></td><td></td></tr>" * n + "</table>")),
]  # fmt: skip


# Fronts and lists, bodies that are hidden in the page, other voices.


def teasers(count: int) -> Any:
    cards = "".join(
        f"<div class='teaser'><h3><a href='/{n}'>The ferry to the islands runs again {n}</a></h3><p>{MORE[n % 12][:90]}</p></div>"
        for n in range(count)
    )
    return BODY(page(body=f"<h1>{TITLE}</h1>{cards}"))


def teasers_beside(count: int) -> Any:
    """An article with so many paragraphs, and ten teasers."""
    cards = "".join(
        f"<div class='teaser'><h3><a href='/{n}'>The ferry to the islands runs again {n}</a></h3><p>{MORE[n % 12][:90]}</p></div>"
        for n in range(10)
    )
    return BODY(page(body=f"<article><h1>{TITLE}</h1>{paragraphs(MORE[:count])}</article>{cards}"))


def stated(words: int) -> Any:
    """JSON-LD with an article's body of so many words, where the page shows one line."""
    body = " ".join((LONG.split() * 3)[:words])
    return said("kind", "extraction")(
        page(
            head=ld(headline=TITLE, articleBody=body),
            body=f"<article><h1>{TITLE}</h1><p>{EN[0]}</p></article>",
        )
    )


def extraction(html: str) -> Any:
    """How sure the choice of the body is, and by which method."""
    found = said("extraction", "paragraphs")(html)
    made = found["extraction"]
    return [made.method, made.confidence, found.get("paragraphs", "")]


def pictured(count: int) -> Any:
    return BODY(
        page(
            body=f"<h1>{TITLE}</h1>"
            + "<figure><img src='/a.jpg'><figcaption>The wall at low tide</figcaption></figure>" * count
            + f"<p>{EN[0]}</p>"
        )
    )


def linked_cards(letters: int) -> Any:
    """Teasers whose headlines of 40 letters have so many in their link."""
    words = "The ferry to the islands runs again so."
    cards = "".join(
        f"<h3><a href='/{n}'>{words[:letters]}</a>{words[letters:]}</h3><p>{MORE[n][:90]}</p>"
        for n in range(8)
    )
    return BODY(page(body=f"<h1>{TITLE}</h1>{cards}"))


def summarised(words: int) -> Any:
    cards = "".join(
        f"<p><a href='/{n}'>The ferry to the islands runs again {n}</a></p><p>{' '.join(LONG.split()[n : n + words])}</p>"
        for n in range(8)
    )
    return BODY(page(body=f"<article><h1>{TITLE}</h1>{cards}</article>"))


def more_links(count: int) -> Any:
    cards = "".join(
        f"<p>{MORE[n]} {'<a href=/' + str(n) + '>read on</a>' if n < count else ''}</p>" for n in range(8)
    )
    return BODY(page(body=f"<article><h1>{TITLE}</h1>{cards}</article>"))


def deep_caption(count: int) -> Any:
    return of(
        between="<figure>"
        + "<div>" * count
        + "<img src='/a.jpg'>"
        + "</div>" * count
        + "<div><figcaption>The wall at low tide</figcaption></div></figure>"
    )


OTHERS = [
    Sweep("linked letters of teasers' headlines", range(28, 40), linked_cards),
    Sweep("words of teasers", range(2, 90, 4), summarised),
    Sweep("links to more", range(9), more_links),
    Sweep("boxes around an image", range(8), deep_caption),
    Sweep("words of a comment's signature", range(5), lambda n: of(after="<h3>Comments</h3>" + "".join(f"<div class='c'>{' '.join(['harbour'] * n)} 11:4{i}</div><p>{MORE[i]}</p>" for i in range(3)))),
    Sweep("teasers", range(0, 16), teasers),
    Sweep("paragraphs beside teasers", range(0, 12), teasers_beside),
    Sweep("pictures", range(0, 12), pictured),
    *(Sweep(f"letters of a page in {language}", range(60, 260, 20), lambda n, language=language: BODY(page(body=f"<article><h1>{TITLE}</h1><p>{' '.join(TEXTS[language])[:n]}</p></article>", language=language))) for language in ("en", "ar", "ja")),
]  # fmt: skip


# How sure the choice is: what the model is told of a page.

AROUND = {
    "nothing": "{}",
    "article": "<article>{}</article>",
    "main": "<main>{}</main>",
    "named body": "<div class='article-body'>{}</div>",
    "named related": "<div class='related'>{}</div>",
    "named comments": "<div id='comments'>{}</div>",
    "sidebar": "<aside class='sidebar'>{}</aside>",
    "footer": "<footer>{}</footer>",
    "table": "<table><tr><td>{}</td></tr></table>",
    "list": "<ul><li>{}</li></ul>",
    "deep": "<div><div><div><div><div>{}</div></div></div></div></div>",
    "form": "<form>{}</form>",
    "hidden": "<div style='display:none'>{}</div>",
    "beside navigation": "<nav><a href='/'>Home</a> <a href='/sea'>Sea</a></nav><div>{}</div><footer><p>© 2026</p><p><a href='/about'>About</a></p></footer>",
    "beside teasers": "<div>{}</div><div class='teasers'><h3><a href='/1'>The ferry runs again</a></h3><p>Nobody expected it before spring.</p><h3><a href='/2'>The market moves</a></h3></div>",
}  # fmt: skip
INSIDE = {
    "paragraphs": "".join(f"<p>{line}</p>" for line in EN),
    "one paragraph": f"<p>{EN[0]}</p>",
    "short lines": "<p>The quay is closed.</p><p>The market moves.</p><p>Nobody may tie up.</p>",
    "links": "".join(f"<p><a href='/{n}'>{line}</a></p>" for n, line in enumerate(EN)),
    "half links": "".join(f"<p><a href='/{n}'>{line[:80]}</a>{line[80:]}</p>" for n, line in enumerate(EN)),
    "bold": "".join(f"<p><b>{line}</b></p>" for line in EN),
    "headings": "".join(f"<h2>Part {n}</h2><p>{line}</p>" for n, line in enumerate(EN)),
    "items": "<ul>" + "".join(f"<li>{line}</li>" for line in EN) + "</ul>",
    "breaks": "<br><br>".join(EN),
    "quotes": "".join(f"<blockquote>{line}</blockquote>" for line in EN),
    "with furniture": "".join(f"<p>{line}</p><p>Share</p><p>12 November 2026</p><p>By Odell Marsh</p>" for line in EN),
    "with pictures": "".join(f"<p>{line}</p><figure><img src='/a.jpg'><figcaption>The wall</figcaption></figure>" for line in EN),
    "numbers": "".join(f"<p>{n}.{n}{n} {n}{n}, {n} – {line[:30]} 2026, 12:30, 14 %.</p>" for n, line in enumerate(EN)),
    "with an announced text": "".join(f"<p>{line}</p>" for line in EN) + "<p>Read also: the ferry runs again</p><p>Photo: AFP</p>",
}  # fmt: skip


def surrounded(around: str, inside: str) -> Any:
    head = "" if around == "nothing" else meta(og__title=TITLE, og__description=EN[0][:120])
    return extraction(page(head=head, body=f"<h1>{TITLE}</h1>" + AROUND[around].format(INSIDE[inside])))


def in_language(language: str) -> Any:
    return extraction(
        page(
            body=f"<h1>{TITLE}</h1><div>{text(language)}<p>2026</p></div><div class='x'><p>{TEXTS[language][0][:50]}</p></div>",
            language=language,
        )
    )


SURE = [
    *(Sweep(f"how sure, {inside}", list(AROUND), partial(lambda inside, around: surrounded(around, inside), inside)) for inside in INSIDE),
    Sweep("how sure in a language", list(TEXTS), in_language),
    Sweep("how sure of so many letters", range(40, 420, 20), lambda n: extraction(page(body=f"<h1>{TITLE}</h1><p>{LONG[:n]}</p>"))),
    Sweep("how sure beside so many links", range(0, 30, 3), lambda n: extraction(page(body="<p><a href='/x'>The ferry runs</a></p>" * n + f"<h1>{TITLE}</h1>{text()}"))),
    Sweep("words that the page does not show", [*range(70, 90, 2), *range(100, 200, 10)], lambda n: [v.confidence if hasattr(v, "confidence") else v for v in stated(n).values()]),
]  # fmt: skip

SWEEPS = (*PLACED, *BOUNDS, *EXTENT, *OTHERS, *SURE)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_bounds_and_weights(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
