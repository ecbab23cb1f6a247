"""Which pages say that they need scripts, what is learned of a site, what a browser's page may ask for."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from crawler.errors import RenderError
from crawler.fetching import pageparts
from crawler.fetching.browser import executable
from crawler.fetching.pageparts import MAX_PARTS, Part, Parts, ScriptCache, is_advert
from crawler.fetching.scripted import EMPTY, MESSAGE, is_without_text, wants_scripts
from crawler.fetching.scripting import AGAIN, TRIES, Scripting, dump, learned, load
from crawler.fetching.walls import LITTLE_TEXT, NO_TEXT
from crawler.items import Article, Kind
from crawler.pages.page import Page

NOW = datetime(2026, 11, 26, tzinfo=UTC)
LOADS = '<script src="/app.js"></script>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", ""),
        ("<noscript>You need to enable JavaScript to run this app.</noscript><p>x", MESSAGE),
        ("<noscript>يرجى تفعيل جافا سكريبت لعرض الصفحة</noscript>", MESSAGE),
        ("<noscript>このサイトではJavaScriptを使用しています</noscript>", MESSAGE),
        ('<noscript><img src="https://count.example/javascript.gif"></noscript>' + LOADS, ""),
        ("<p>We write about JavaScript.</p>" + LOADS, ""),
        (f'<div id="root"></div>{LOADS}', EMPTY),
        (f'<div id="root"> \n </div>{LOADS}', EMPTY),
        (f"<app-root></app-root>{LOADS}", EMPTY),
        ('<main id="app"></main><script type="module">import "/a.js"</script>', EMPTY),
        (f'<div id="root"><p>Loading</p></div>{LOADS}', ""),
        ('<div id="root"></div>', ""),
        ('<div id="root"></div><script>1</script>', ""),
        (f"<div></div>{LOADS}", ""),
        (f'<div id="ad"></div><p>{"x" * (LITTLE_TEXT - 1)}</p>{LOADS}', EMPTY),
        (f'<div id="ad"></div><p>{"x" * LITTLE_TEXT}</p>{LOADS}', ""),
    ],
)
def test_pages_that_say_they_need_scripts(body: str, said: str) -> None:
    html = f"<html><head><title>{'t' * 500}</title></head><body>{body}</body></html>"
    assert wants_scripts(Page("https://lamp.example/a", html.encode(), NOW)) == said


@pytest.mark.parametrize(
    ("kind", "size", "without"),
    [
        (Kind.ARTICLE, NO_TEXT - 1, True),
        (Kind.ARTICLE, NO_TEXT, False),
        (Kind.OTHER, LITTLE_TEXT - 1, True),
        (Kind.OTHER, LITTLE_TEXT, False),
        (Kind.PAYWALL, 0, False),
        (Kind.CONSENT, 0, False),
        (Kind.GALLERY, 0, False),
    ],
)
def test_what_counts_as_no_text(kind: Kind, size: int, without: bool) -> None:
    article = Article(url="https://lamp.example/a", kind=kind, paragraphs=["x" * size] if size else [])
    assert is_without_text(article) is without


def test_three_pages_without_help_are_enough_for_a_month() -> None:
    known = Scripting()
    for n in range(1, TRIES + 1):
        assert not known.hopeless(NOW)
        known = learned(known, False, NOW)
        assert known.failed == n
    assert known.hopeless(NOW)
    assert known.hopeless(NOW + AGAIN - timedelta(seconds=1))
    assert not known.hopeless(NOW + AGAIN)
    assert not known.hopeless(NOW - timedelta(days=1)), "a clock that was ahead"
    later = learned(known, False, NOW + AGAIN)
    assert later.hopeless(NOW + AGAIN), "then one page decides"
    assert learned(later, True, NOW + AGAIN) == Scripting(helped=True, at=NOW + AGAIN)
    assert load(dump(known)) == known


@pytest.mark.parametrize("text", [None, "", "x", "[]", '[true, 0, "x"]', "[true, 0, 1e99]"])
def test_what_cannot_be_read_is_learned_anew(text: str | None) -> None:
    assert load(text) == Scripting()


class Engine:
    """Answers every request, in the place of Scrapy's downloader."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        await asyncio.sleep(0)
        if "refused" in request.url:
            raise IgnoreRequest("disallowed by robots.txt")
        if "broken" in request.url:
            raise OSError
        return Response(request.url, body=b"x" * 100)


def parts_of(engine: Engine, scripts: ScriptCache | None = None) -> Parts:
    crawler: Any = SimpleNamespace(engine=engine)
    meta = {"download_slot": "lamp.example parts"}
    return Parts(crawler, "https://www.lamp.example/a", meta, "warraq/1", scripts or ScriptCache())


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        (Part("https://www.lamp.example/app.js", "script"), True),
        (Part("https://cdn.other.example/app.js", "script"), True),
        (Part("https://lamp.example/style.css", "stylesheet"), True),
        (Part("https://api.lamp.example/story", "fetch"), True),
        (Part("https://www.lamp.example/query", "xhr", "POST", body=b"{}"), True),
        (Part("https://api.other.example/query", "xhr", "POST"), False),
        (Part("https://lamp.example/app.js", "script", "POST"), False),
        (Part("https://api.lamp.example/story", "fetch", "DELETE"), False),
        (Part("https://lamp.example/a.png", "image"), False),
        (Part("https://lamp.example/a.mp4", "media"), False),
        (Part("https://lamp.example/a.woff2", "font"), False),
        (Part("https://lamp.example/frame", "document"), False),
        (Part("https://lamp.example/beacon", "ping"), False),
        (Part("wss://lamp.example/socket", "websocket"), False),
        (Part("data:text/javascript,1", "script"), False),
        (Part("https://securepubads.g.doubleclick.net/tag/js/gpt.js", "script"), False),
    ],
)
def test_what_a_page_may_ask_for(part: Part, asked: bool) -> None:
    engine = Engine()
    response = asyncio.run(parts_of(engine).fetched(part))
    assert (response is not None) is asked
    assert len(engine.asked) == asked


def test_what_is_refused_or_broken_is_missing() -> None:
    for name in ("refused", "broken"):
        assert asyncio.run(parts_of(Engine()).fetched(Part(f"https://lamp.example/{name}", "fetch"))) is None


def test_only_what_an_answer_is_chosen_by_is_passed_on() -> None:
    engine = Engine()
    headers = {"accept": "application/json", "cookie": "a=b", "user-agent": "Mozilla", "sec-fetch-site": "x"}
    asyncio.run(parts_of(engine).fetched(Part("https://lamp.example/story", "fetch", "GET", headers)))
    (request,) = engine.asked
    assert dict(request.headers.to_unicode_dict()) == {"Accept": "application/json", "User-Agent": "warraq/1"}
    assert request.meta["download_slot"] == "lamp.example parts"


def test_a_page_asks_for_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(parts: Parts, times: int) -> int:
        return sum(
            [
                await parts.fetched(Part(f"https://lamp.example/{n}", "fetch")) is not None
                for n in range(times)
            ]
        )

    assert asyncio.run(ask(parts_of(Engine()), MAX_PARTS + 5)) == MAX_PARTS
    monkeypatch.setattr(pageparts, "MAX_BYTES", 250)
    assert asyncio.run(ask(parts_of(Engine()), 9)) == 3


def test_a_script_is_asked_for_once_and_the_oldest_is_forgotten() -> None:
    async def ask() -> list[str]:
        engine, scripts = Engine(), ScriptCache(limit=250)
        pages = [parts_of(engine, scripts) for _ in range(2)]
        for name in "aabca":
            await asyncio.gather(
                *(page.fetched(Part(f"https://lamp.example/{name}", "script")) for page in pages)
            )
        return [request.url[-1] for request in engine.asked]

    assert asyncio.run(ask()) == ["a", "b", "c", "a"]


@pytest.mark.parametrize(
    ("host", "advert"),
    [("doubleclick.net", True), ("g.doubleclick.net", True), ("notdoubleclick.net", False), ("net", False)],
)
def test_adverts(host: str, advert: bool) -> None:
    assert is_advert(host) is advert


def test_the_browser_that_is_named_or_one_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RenderError, match=r"^/no/such is no program that can be started$"):
        executable("/no/such")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderError, match="no browser is on PATH"):
        executable()
    (tmp_path / "google-chrome").write_text("#!/bin/sh\n")
    (tmp_path / "google-chrome").chmod(0o755)
    assert executable() == str(tmp_path / "google-chrome")
