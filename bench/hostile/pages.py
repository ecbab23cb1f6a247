"""Answers that are no article, or one under another name: errors, walls, other types and character sets."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bench.hostile.case import HTML, Answer, Case, article


def _page(body: bytes, **headers: str) -> Answer:
    return Answer(
        body, headers={**HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )


def _typed(body: bytes, content_type: str) -> Answer:
    return Answer(body, headers={"Content-Type": content_type})


def cases() -> list[Case]:
    return [*_answers(), *_walls(), *_types()]


def _answers() -> list[Case]:
    soon = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    return [
        Case("error", "500", "failed", "500", Answer(b"boom", 500)),
        Case("teapot", "418", "failed", "418", Answer(b"no", 418)),
        Case("gone", "410", "gone", "410", Answer(b"gone", 410)),
        Case("missing", "404", "gone", "404", Answer(b"404", 404)),
        Case("forbidden", "403", "blocked", "403", Answer(b"no", 403)),
        Case("legal", "451", "blocked", "451", Answer(b"no", 451)),
        Case("paid", "402", "blocked", "402", Answer(b"no", 402)),
        Case("soft-404", "an error page that says 200", "not_article", "", _page(_error_page())),
        Case(
            "retry-date",
            "429, wait until a date",
            "blocked",
            "429",
            Answer(b"", 429, {"Retry-After": soon}),
            good=False,
        ),
        Case(
            "retry-nonsense",
            "429, wait for nonsense",
            "blocked",
            "429",
            Answer(b"", 429, {"Retry-After": "\x00soon, maybe"}),
            good=False,
        ),
        Case(
            "retry-years",
            "429, wait for 300 years",
            "blocked",
            "429",
            Answer(b"", 429, {"Retry-After": "9" * 10}),
            good=False,
        ),
        Case(
            "retry-past",
            "503, wait until last year",
            "failed",
            "503",
            Answer(b"", 503, {"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}),
        ),
    ]


def _error_page() -> bytes:
    return (
        b"<html><head><title>Page not found</title></head><body><nav><a href=/>Home</a></nav>"
        b"<h1>Page not found</h1><p>The page you are looking for does not exist.</p></body></html>"
    )


def _walls() -> list[Case]:
    challenge = (
        b"<html><head><title>Just a moment...</title></head><script>window._cf_chl_opt={}</script></html>"
    )
    reload = b"<html><script>document.cookie='a=1';location.reload()</script></html>"
    captcha = (
        b"<html><script src='https://www.google.com/recaptcha/api.js'></script><p>Are you human?</p></html>"
    )
    consent = b"<html><body><form action='/collectConsent'>We value your privacy</form></body></html>"
    return [
        Case("challenge", "a challenge with 403", "blocked", "challenge", Answer(challenge, 403)),
        Case("challenge-200", "a challenge that says 200", "blocked", "challenge", Answer(challenge)),
        Case(
            "cookie-wall",
            "a page that sets a cookie and reloads",
            "blocked",
            "script and refresh",
            Answer(reload),
        ),
        Case("captcha", "a captcha", "blocked", "captcha", Answer(captcha)),
        Case("consent", "a consent wall in the page's place", "blocked", "consent", Answer(consent)),
        Case(
            "consent-moved",
            "a redirect to a consent wall",
            "blocked",
            "consent",
            Answer(b"", 302, {"Location": "/privacy-wall?back=1"}),
        ),
    ]


def _types() -> list[Case]:
    pdf = b"%PDF-1.7\n1 0 obj <</Length 9>> stream\n" + bytes(range(256)) * 40
    return [
        Case("pdf", "a PDF", "not_article", "pdf", _typed(pdf, "application/pdf")),
        Case("pdf-as-html", "a PDF called HTML", "not_article", "pdf", _page(pdf)),
        Case(
            "png-as-html",
            "an image called HTML",
            "not_article",
            "image",
            _page(b"\x89PNG\r\n\x1a\n" + bytes(4000)),
        ),
        Case("binary", "bytes called HTML", "not_article", "binary", _page(bytes(range(256)) * 64)),
        Case("zeros", "a megabyte of zeros", "not_article", "binary|text", _page(bytes(2**20))),
        Case("json", "JSON called HTML", "not_article", "", _page(json.dumps({"a": [1] * 999}).encode())),
        Case(
            "feed-as-page",
            "a feed in an article's place",
            "not_article",
            "feed",
            _page(b"<rss><channel></channel></rss>"),
        ),
        Case(
            "html-as-bytes",
            "an article called application/octet-stream",
            "article",
            "",
            _typed(article("octets"), "application/octet-stream"),
        ),
        Case(
            "html-as-png", "an article called image/png", "article", "", _typed(article("png"), "image/png")
        ),
        Case("no-type", "an article without a Content-Type", "article", "", _typed(article("no type"), "")),
        Case(
            "no-charset",
            "a character set that there is not",
            "article",
            "",
            _typed(article("charset"), "text/html; charset=klingon"),
        ),
        Case(
            "wrong-charset",
            "UTF-8 called UTF-16",
            "article",
            "",
            _typed(article("utf-16"), "text/html; charset=utf-16"),
        ),
        Case("wide", "UTF-16 called UTF-8", "article", "", _page(article("wide").decode().encode("utf-16"))),
        Case(
            "utf-7",
            "a character set that hides tags",
            "article",
            "",
            _typed(article("utf-7", before="+ADw-script+AD4-"), "text/html; charset=utf-7"),
        ),
    ]
