"""Bodies: what belongs to the text and what does not, at the begin, in the middle and at the end of it."""

import pytest

from tests.extraction.records import TEXTS, TITLE, Case, case, differences, ld, paragraphs, text

EN = TEXTS["en"]
NEWS = ld(headline=TITLE)
QUOTE = "Nobody here has forgotten the night on which the sea came over the wall and took the boats with it."
ROWS = (("Quay", "Metres"), ("East", "nine"), ("West", "fourteen"))
TABLE = (
    "<table>" + "".join(f"<tr><td>{place}</td><td>{length}</td></tr>" for place, length in ROWS) + "</table>"
)

# An aside of a name that the model takes for furniture: only the rule on tables between paragraphs keeps it.
MOST_READ = '<table class="most-read"'
BESIDE = '<p class="caption">The quay at noon</p><div class="ad">Advertisement</div>'


def inside(between: str, language: str = "en") -> str:
    """An article with something between its second and third paragraph."""
    lines = TEXTS[language]
    return f"<article><h1>{TITLE}</h1>{paragraphs(lines[:2])}{between}{paragraphs(lines[2:])}</article>"


def kept(*lines: str, language: str = "en") -> list[str]:
    """The paragraphs, with these between the second and the third."""
    return [*TEXTS[language][:2], *lines, *TEXTS[language][2:]]


def middle(name: str, between: str, *lines: str, head: str = "") -> Case:
    return case(name, body=inside(between), head=head, paragraphs=kept(*lines))


def end(name: str, below: str, *lines: str, language: str = "en", head: str = NEWS) -> Case:
    wanted = [*TEXTS[language], *lines]
    return case(name, language=language, below=below, head=head, paragraphs=wanted)


def pointers(opening: str, count: int) -> str:
    """A longer article with so many linked lines that open in the same way."""
    made = []
    for number, line in enumerate(EN * 2):
        made.append(f"<p>{line}</p>")
        if number < count:
            link = f'<a href="/news/{number}">The ferry to the islands runs again, day {number}</a>'
            made.append(f"<p>{opening}{link}</p>")
    return f"<article><h1>{TITLE}</h1>{''.join(made)}</article>"


BETWEEN = (
    middle("a heading", "<h2>Forty days of work</h2>", "Forty days of work"),
    middle("a quotation", f"<blockquote><p>{QUOTE}</p></blockquote>", QUOTE),
    middle(
        "a list that is announced",
        "<p>Three things were decided:</p><ul><li>the wall is rebuilt</li><li>the market moves</li>"
        "<li>the quay is closed</li></ul>",
        "Three things were decided:",
        "the wall is rebuilt",
        "the market moves",
        "the quay is closed",
    ),
    middle("a table", TABLE, "Quay | Metres", "East | nine", "West | fourteen"),
    middle(
        "a table with a caption and an advertisement on each side",
        f'{BESIDE}<aside class="facts">{TABLE.replace("<table", MOST_READ)}</aside>{BESIDE}',
        "Quay | Metres",
        "East | nine",
        "West | fourteen",
    ),
    middle("a line in bold", "<p><b>Forty days of work</b></p>", "Forty days of work"),
    middle(
        "preformatted lines",
        "<pre>High water 04:10\nLow water 10:25</pre>",
        "High water 04:10\nLow water 10:25",
    ),
    middle("an advertisement", '<div class="advertisement"><p>Advertisement</p></div>'),
    middle("a hidden paragraph", f'<p style="display:none">{QUOTE}</p>'),
    middle("a script and a style", "<script>var a = 'The wall';</script><style>p { margin: 0 }</style>"),
    middle(
        "a box of related articles",
        '<div class="related"><h3>Related articles</h3><ul><li><a href="/a">The ferry runs again</a></li>'
        '<li><a href="/b">The mill is for sale</a></li></ul></div>',
    ),
    middle(
        "a pointer to another article", '<p>Read also: <a href="/a">The ferry runs again</a></p>', head=NEWS
    ),
    middle(
        "an embedded video's frame", '<div class="video"><iframe src="https://v.example/1"></iframe></div>'
    ),
    case(
        "three linked lines that open alike are pointers",
        body=pointers("Look here: ", 3),
        head=NEWS,
        paragraphs=[*EN, *EN],
    ),
    case(
        "five linked lines that open alike are pointers",
        body=pointers("From our pages | ", 5),
        head=NEWS,
        paragraphs=[*EN, *EN],
    ),
)

ENDS = (
    end("a line on rights", "<p>© 2026 Morning Post. All rights reserved.</p>"),
    end("a call to subscribe", '<p><a href="/s">Subscribe to our newsletter</a> and never miss a story.</p>'),
    end("a pointer", '<p>Read more: <a href="/a">The ferry runs again</a></p>'),
    end(
        "links under a line",
        '<h3>More on this</h3><ul><li><a href="/a">The ferry runs again after eleven days</a></li>'
        '<li><a href="/b">The mill on the river is for sale</a></li></ul>',
    ),
    end("tags", '<div class="tags"><a href="/tag/harbour">harbour</a> <a href="/tag/storm">storm</a></div>'),
    end(
        "comments",
        '<section id="comments"><h3>Comments (2)</h3><div class="comment">'
        "<p>Jan: About time that somebody did it,"
        ' I have said so for years.</p></div><div class="comment"><p>Mia: And who pays for it'
        " in the end?</p></div>"
        "</section>",
    ),
    end("a footer", "<footer><p>Morning Post, 4 Quay Street</p></footer>"),
    end(
        "teasers",
        '<aside class="teasers">'
        + "".join(
            f'<div class="teaser"><h3><a href="/n/{n}">The ferry to the islands runs again, day {n}'
            "</a></h3><p>After days of storm it left the quay.</p></div>"
            for n in range(5)
        )
        + "</aside>",
    ),
    end("a German pointer", '<p>Lesen Sie auch: <a href="/a">Die Fähre fährt wieder</a></p>', language="de"),
    end("a French pointer", '<p>Lire aussi : <a href="/a">Le bac circule de nouveau</a></p>', language="fr"),
    end("a Spanish pointer", '<p>Lea también: <a href="/a">El transbordador vuelve</a></p>', language="es"),
    end("an Arabic pointer", '<p>اقرأ أيضا: <a href="/a">العبارة تعود إلى العمل</a></p>', language="ar"),
    end("a Russian pointer", '<p>Читайте также: <a href="/a">Паром снова ходит</a></p>', language="ru"),
    end(
        "a Persian pointer", '<p>بیشتر بخوانید: <a href="/a">کشتی دوباره به راه افتاد</a></p>', language="fa"
    ),
    end("a Japanese pointer", '<p>関連記事：<a href="/a">連絡船が再び動き出す</a></p>', language="ja"),
    end("a Chinese pointer", '<p>相关阅读：<a href="/a">渡轮恢复航行</a></p>', language="zh"),
)

LAYOUTS = (
    case("a language without much structure", body=f"<h1>{TITLE}</h1>{text()}"),
    case("text in divs", body=f"<h1>{TITLE}</h1>" + "".join(f"<div>{line}</div>" for line in EN)),
    case("text between line breaks", body=f"<h1>{TITLE}</h1><div>{'<br><br>'.join(EN)}</div>"),
    case(
        "a menu before and a footer after",
        body='<nav><ul><li><a href="/">Home</a></li><li><a href="/coast">Coast</a></li></ul></nav>'
        f"<main><article><h1>{TITLE}</h1>{text()}</article></main>"
        '<footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>',
    ),
    case(
        "columns of a table",
        body='<table><tr><td><a href="/">Home</a><br><a href="/coast">Coast</a></td>'
        f"<td><h1>{TITLE}</h1>{text()}</td></tr></table>",
    ),
    case(
        "a box about cookies",
        body='<div class="cookie-consent"><p>We use cookies to make our pages better. Do you agree?</p>'
        f"<button>Accept</button></div><article><h1>{TITLE}</h1>{text()}</article>",
    ),
    case(
        "a second article below, with an h1 of its own",
        head=f"<title>{TITLE}</title>",
        body=f"<article><h1>{TITLE}</h1>{text()}</article><article><h1>The mill on the river is for sale</h1>"
        + paragraphs(
            [QUOTE, "The owner of the mill wants to sell it before the end of the year, he said on Friday."]
        )
        + "</article>",
    ),
    case(
        "the text stands twice, for print and for screens",
        body=f"<article><h1>{TITLE}</h1><div>{text()}</div><div class='print'>{text()}</div></article>",
    ),
    case(
        "the text stands only in the page's data",
        head=ld(headline=TITLE, articleBody="\n\n".join(EN * 2)),
        body=f"<div id='app'><h1>{TITLE}</h1><p>Loading</p></div>",
        paragraphs=EN * 2,
    ),
    case(
        "microdata says where the body is",
        body='<div itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{TITLE}</h1><div itemprop="articleBody">{text()}</div>'
        "<div><p>The weather of the coast: rain and nine degrees, wind from the west.</p></div></div>",
    ),
    *(case(f"a plain page in {code}", language=code) for code in TEXTS if code != "en"),
)

CASES = (*BETWEEN, *ENDS, *LAYOUTS)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
