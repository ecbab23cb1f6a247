"""A page of our own with a date in one place or another, for the tests of dates."""

from datetime import UTC, datetime

from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TEXT = "The council decided on Thursday to rebuild the old bridge over the river, after years of debate. " * 2


def page(body: str = "", head: str = "", url: str = "https://news.example/a/1", lang: str = "en") -> Document:
    text = f"""<html lang={lang}><head><title>The bridge will be rebuilt | Example</title>
    <meta property="og:title" content="The bridge will be rebuilt">{head}</head>
    <body><nav><ul><li>Home</li><li>News</li></ul></nav>
    <main><h1>The bridge will be rebuilt</h1>{body}<p>{TEXT}</p><p>{TEXT}</p></main>
    <aside><h3>More</h3><a href=/b>Other news</a> <time datetime="2026-11-20">20 November 2026</time></aside>
    <footer>© 1998–2026 Example. All rights reserved. Today is 23 November 2026</footer></body></html>"""
    return Document(Page(url, text.encode(), NOW))


def jsonld(**properties: str) -> str:
    inner = "".join(f',"{key}":"{value}"' for key, value in properties.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x"{inner}}}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'
