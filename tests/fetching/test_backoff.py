"""How fast a site may be asked, and what is a wall."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.backoff import (
    MAX_DELAY,
    MAX_RETRY_AFTER,
    MIN_RETRY_AFTER,
    UNWELL,
    Pace,
    answered,
    at_least,
    dump,
    load,
    retry_after,
)
from crawler.fetching.walls import text_length, wall
from tests import forked

NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
URL = "https://n.example/2026/11/a"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120 * SECOND),
        (" 120 ", 120 * SECOND),
        ("0", MIN_RETRY_AFTER),
        ("99999999999999999999", MAX_RETRY_AFTER),
        ("Thu, 12 Nov 2026 08:05:00 GMT", 300 * SECOND),
        ("Thursday, 12-Nov-26 08:05:00 GMT", 300 * SECOND),
        ("Thu, 12 Nov 2026 07:00:00 GMT", MIN_RETRY_AFTER),
        ("Thu, 12 Nov 2099 07:00:00 GMT", MAX_RETRY_AFTER),
        *((bad, None) for bad in (None, "", "soon", "-5", "1.5", "٣", "Thu, 99 Nov 2026 08:05:00 GMT")),
    ],
)
def test_retry_after(value: str | None, expected: timedelta | None) -> None:
    assert retry_after(value, NOW) == expected


@given(st.text(max_size=60))
def test_any_retry_after_is_within_limits(value: str) -> None:
    wanted = retry_after(value, NOW)
    assert wanted is None or MIN_RETRY_AFTER <= wanted <= MAX_RETRY_AFTER


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_to_wait_is_left_alone(status: int) -> None:
    pace, reason = answered(Pace(1, 1), status, 0.1, "120", NOW)
    assert pace.until == NOW + 120 * SECOND
    assert reason == f"{status}: the site asks to wait 2 min"
    assert pace.delay == 2
    assert pace.quiet(NOW + 119 * SECOND)
    assert not pace.quiet(NOW + 120 * SECOND)


def test_an_answer_that_was_on_its_way_does_not_end_the_quiet() -> None:
    pace, _ = answered(Pace(1, 1), 429, 0.1, "120", NOW)
    pace, reason = answered(pace, 200, 0.1, None, NOW + SECOND)
    assert reason is None
    assert pace.quiet(NOW + 60 * SECOND)
    pace, _ = answered(pace, 200, 0.1, None, NOW + 200 * SECOND)
    assert pace.until is None


def test_429_without_a_time_waits_longer_each_time() -> None:
    pace, waits = Pace(1, 1), []
    for _ in range(8):
        pace, reason = answered(pace, 429, 0.1, None, NOW)
        assert pace.until
        assert reason
        waits.append(pace.until - NOW)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=12)
    assert pace.delay == MAX_DELAY


def test_one_503_is_a_fault_several_in_a_row_are_a_site_that_is_unwell() -> None:
    pace = Pace(1, 1)
    for n in range(1, UNWELL + 1):
        pace, reason = answered(pace, 503, 0.1, None, NOW)
        assert (reason is not None) == (n == UNWELL)


def test_slow_answers_lengthen_the_delay_and_quick_ones_bring_it_back() -> None:
    pace = Pace(1, 1)
    for _ in range(20):
        pace, _ = answered(pace, 200, 8.0, None, NOW)
    assert 7 < pace.delay <= 8
    for _ in range(100):
        pace, _ = answered(pace, 200, 0.2, None, NOW)
    assert pace.delay == 1
    assert dump(pace) is None


def test_a_quick_error_does_not_make_the_crawl_faster() -> None:
    pace = Pace(1, 5, well=99)
    assert answered(pace, 500, 0.01, None, NOW)[0].delay == 5


def test_a_refusal_is_remembered_for_some_answers() -> None:
    pace, _ = answered(Pace(1, 1), 429, 0.1, "1", NOW)
    for _ in range(20):
        pace, _ = answered(pace, 200, 0.1, None, NOW + 9 * SECOND)
    assert pace.delay == 2
    for _ in range(60):
        pace, _ = answered(pace, 200, 0.1, None, NOW + 9 * SECOND)
    assert pace.delay == 1


@given(st.lists(st.tuples(st.sampled_from([200, 304, 404, 429, 500, 503]), st.floats(0, 1e4)), max_size=40))
def test_the_delay_stays_within_limits_and_the_pace_survives_the_store(
    answers: list[tuple[int, float]],
) -> None:
    pace = Pace(2, 2)
    for status, seconds in answers:
        pace, _ = answered(pace, status, seconds, None, NOW)
        assert 2 <= pace.delay <= MAX_DELAY
    again = load(dump(pace), 2)
    assert again.delay == pytest.approx(pace.delay, abs=0.06)
    assert again.until == pace.until


@pytest.mark.parametrize("text", [None, "", "x", "[]", "[1]", '["a",0,0,null]', "[1,0,0,99999999999999]"])
def test_a_pace_that_cannot_be_read_is_a_fresh_one(text: str | None) -> None:
    assert load(text, 1.5) == Pace(1.5, 1.5)


def test_robots_may_ask_for_more() -> None:
    assert at_least(Pace(1, 1), 10) == Pace(10, 10)
    assert at_least(Pace(1, 20), 10).delay == 20


STORY = "<p>" + "The river rose in the night, and the bridge was closed. " * 20 + "</p>"
WALLS = {
    "header": (403, {"cf-mitigated": "challenge"}, "<html></html>"),
    "header with 200": (200, {"cf-mitigated": "challenge"}, f"<html>{STORY}</html>"),
    "waf": (202, {"x-amzn-waf-action": "challenge"}, ""),
    "cloudflare": (503, {}, "<title>…</title><script>window._cf_chl_opt={cType:'x'}</script>"),
    "imperva": (200, {}, '<iframe src="/_Incapsula_Resource?CWUDNSAI=9&xinfo=1">Request</iframe>'),
    "captcha": (200, {}, '<form><script src="https://js.hcaptcha.com/1/api.js"></script></form>'),
    "refresh": (200, {}, '<meta http-equiv="refresh" content="0; url=/?a=1"><script>go()</script>'),
    "cookie": (200, {}, "<script>document.cookie='a=1';location.reload()</script><p>أهلا</p>"),
}
PAGES = {
    "article": (
        200,
        {},
        f"<html><script src='https://www.google.com/recaptcha/api.js'></script>{STORY}</html>",
    ),
    "Arabic article": (
        200,
        {},
        "<script src='https://hcaptcha.com/1'></script><p>" + "وصلت القافلة إلى المدينة " * 20,
    ),
    "moved": (200, {}, '<meta http-equiv="refresh" content="0; url=https://n.example/b"><p>Moved</p>'),
    "filled by the browser": (
        *(200, {}),
        '<meta property="og:title" content="x"><script src="https://hcaptcha.com/1"></script><div id=app>',
    ),
    "not found": (404, {}, '<script src="https://hcaptcha.com/1"></script>'),
    "mitigated otherwise": (200, {"cf-mitigated": "no"}, STORY),
    "empty": (200, {}, ""),
}


@pytest.mark.parametrize("name", WALLS)
def test_walls(name: str) -> None:
    status, headers, body = WALLS[name]
    assert wall(status, headers, body.encode(), asked=URL, final=URL)


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_no_walls(name: str) -> None:
    status, headers, body = PAGES[name]
    assert wall(status, headers, body.encode(), asked=URL, final=URL) is None


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("https://consent.n.example/v2/collect?id=1", True),
        ("https://n.example/privacy-wall?url=a", True),
        ("https://n.example/2026/11/a-consent", False),
        ("https://www.n.example/2026/11/a", False),
    ],
)
def test_a_redirect_to_a_consent_page(final: str, expected: bool) -> None:
    assert bool(wall(200, {}, STORY.encode(), asked=URL, final=final)) == expected


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("https://n.example/login?next=a", "login page https://n.example/login?next=a"),
        ("https://sso.n.example/user/Sign-In.php", "login page https://sso.n.example/user/Sign-In.php"),
        ("https://n.example/%D9%88%D8%B1%D9%88%D8%AF", "login page"),
        ("https://n.example/subscribe/offer", "subscription page https://n.example/subscribe/offer"),
        ("https://n.example/2026/11/login-records-found", None),
        ("https://n.example/abo/2026/11/harbour-opens-again-12345", None),
        ("https://n.example/2026/11/a", None),
    ],
)  # fmt: skip
def test_a_redirect_to_a_door(final: str, expected: str | None) -> None:
    told = wall(200, {}, STORY.encode(), asked=URL, final=final)
    assert told == expected if expected is None else (told or "").startswith(expected)
    assert wall(200, {}, STORY.encode(), asked=final, final=final) is None


def test_reading_a_hostile_body_takes_no_long_time() -> None:
    for piece in (b"<script ", b"<!-- ", b"<", b"</script  ", b"<meta http-equiv", b"<style>" + b" " * 50):
        assert text_length(piece * (200_000 // len(piece))) >= 0
        wall(200, {}, piece * (200_000 // len(piece)), asked=URL, final=URL)


class Busy(BaseHTTPRequestHandler):
    """Says "too many" to every article but the first, and asks to come back in an hour."""

    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        articles = sum(count for path, count in self.asked.items() if path.startswith("/2026/"))
        link = '<h2><a href="/2026/11/12/a-story-of-bridge-{n}.html">A story of {n} bridges</a></h2>'
        links = "".join(link.format(n=n) for n in range(9))
        body = links if self.path == "/" else f"<article><h1>A story of bridges</h1>{STORY}</article>"
        status = 429 if articles > 1 else 200 if self.path == "/" or articles else 404
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "3600")
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<html><body><main>{body}</main></body></html>".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.mark.slow
def test_a_site_that_asks_to_wait_is_left_alone_by_the_next_run_too(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        file = tmp_path / "s.toml"
        url = f"http://127.0.0.1:{server.server_port}/"
        file.write_text(f'[[source]]\nname = "s"\nurl = "{url}"\ndelay = 0.1\nallow_private = true\n')
        settings = {"WARRAQ_DATABASE": f"sqlite:///{tmp_path}/w.db", "WARRAQ_WORKERS": "1"}
        command = ["crawl", "news", "-a", f"sources={file}"]
        command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        logs = []
        counts = []
        for _ in range(2):
            done = forked.run(*command, program="scrapy")
            assert done.returncode == 0, done.stderr
            logs.append(done.stderr)
            counts.append(Busy.asked.total())
        server.shutdown()
    assert "the site asks to wait 60 min" in logs[0]
    refused = sum(count for path, count in Busy.asked.items() if path.startswith("/2026/")) - 1
    assert 1 <= refused <= 3  # those that were on their way
    assert counts[1] == counts[0]
    assert "as it asked before" in logs[1]


@pytest.mark.parametrize("words", [0, 60, 99, 101, 500])
def test_a_page_with_text_is_known_by_its_first_part(words: int) -> None:
    """Whatever stands in scripts, styles, comments and tags is no text, whole, cut off or at the end."""
    hidden = (
        b"<script>" + b"var a = 1; " * 900 + b"</script ><!-- " + b"remark " * 900 + b"--><style>a{}</style>"
    )
    body = (
        b"<HTML>" + hidden + b"<p class=x>" + b"word " * words + b"</p>" + hidden + b"<script>" + b"x " * 900
    )
    assert (wall(200, {}, body + b" px-captcha", asked=URL, final=URL) is None) == (words > 80)
