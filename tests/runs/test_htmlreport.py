"""The report's page: whole HTML, nothing from elsewhere, names as they are, and a real browser opens it."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from crawler.runs.htmlreport import POLICY, bars, render, size, stack

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOW = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
EVIL = '<script>alert(1)</script>"&'
COUNTS = ("found", "fetched", "stored", "duplicates", "not_articles", "failed", "unchanged", "new", "changed")


def source(*counts: int, **more: Any) -> dict[str, Any]:
    fill = {"title": 1.0, "authors": 0.62, "kicker": 0.1}
    numbers = {"listings": 3, "bytes": 3_400_000, "delay": 1.5, "reasons": {}, "notes": [], "findings": []}
    return {**dict(zip(COUNTS, counts, strict=False)), "blocked": 0, "fill": fill, **numbers, **more}


def report(run: int, **sources: dict[str, Any]) -> dict[str, Any]:
    started = NOW - timedelta(days=9 - run)
    ended = started + timedelta(seconds=83)
    times = {"started": started.isoformat(), "ended": ended.isoformat()}
    return {"run": run, "outcome": "finished", "exit": 0, **times, "sources": sources}


QUIET = {
    "kind": "quiet",
    "text": "collects nothing since 2026-11-09 06:00",
    "since": "2026-11-09T06:00:00+00:00",
}
THIS = report(
    9,
    **{
        "وادي السنديان": source(30, 31, 20, 5, 4, 2, 7, 18, 2, notes=["delay 5 s as robots.txt asks"]),
        EVIL: source(
            0, 2, 0, 0, 0, 2, findings=[QUIET], fill={}, reasons={f"blocked: 403 {EVIL}": 2}, blocked=2
        ),
    },
)
PAST = [
    report(run, **{"وادي السنديان": source(9, 9, run * 3, 0, 0, 0, 0, run * 3, 0)}) for run in range(8, 0, -1)
]


def texts(page: str) -> str:
    return " ".join("".join(map(str, html.fromstring(page).itertext())).split())


def test_everything_is_said() -> None:
    page = render(THIS, PAST)
    said = texts(page)
    for words in (
        "Run 9: finished",
        "2026-11-12 06:00 UTC, 83 s",
        "وادي السنديان",
        "collects nothing since 2026-11-09 06:00",
        "delay 5 s as robots.txt asks",
        "authors62%",
        "3 listings · 3.4 MB read · delay 1.5 s",
        "2 × blocked: 403",
        "Not as usual",
    ):
        assert words in said, words
    assert 'aria-label="new articles in the last 9 runs: 3, 6, 9, 12, 15, 18, 21, 24, 18"' in page


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    page = render(THIS, PAST)
    assert "<script" not in page
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?!#|")[^"'\s>]*""", page)
    assert not re.findall(r"https?://|@import|url\(", page)
    assert html.fromstring(page).xpath("//meta[@http-equiv]/@content") == [POLICY]


def test_names_of_any_script_are_set_apart() -> None:
    page = html.fromstring(render(THIS, PAST))
    assert page.xpath("//h2/bdi/text()") == ["وادي السنديان", EVIL]
    assert page.xpath("//tbody//bdi/text()") == ["وادي السنديان", EVIL]


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"run": 1, "sources": {}},
        {"run": 1, "sources": {"n": {}}},
        {"run": 1, "started": NOW.isoformat(), "ended": None, "sources": {"n": {"reasons": {}, "fill": {}}}},
        {
            "run": 2,
            "sources": {"n": {"stored": 4, "bytes": None, "delay": None, "fill": None}},
        },  # an older version
    ],
)
def test_a_report_with_gaps_is_a_page_all_the_same(strange: dict[str, Any]) -> None:
    assert html.fromstring(render(strange, [strange])).xpath("//h1")


def widths(svg: str) -> list[float]:
    return [float(rect.attrib["width"]) for rect in html.fromstring(svg).iter("rect")]


def test_the_charts_add_up() -> None:
    assert sum(widths(stack([("new", 1), ("failed", 2), ("changed", 0)], "x"))) == pytest.approx(100, abs=0.1)
    assert widths(stack([("new", 0)], "x")) == [100]
    drawn = html.fromstring(bars([0, 5, 10], "x")).iter("rect")
    heights = [float(rect.attrib["height"]) for rect in drawn]
    assert heights == [1, 18, 36]
    assert len(widths(bars([], "x"))) == 0


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (812, "812 B"), (3400, "3.4 kB"), (12_000_000, "12 MB")]
)
def test_sizes(count: int, text: str) -> None:
    assert size(count) == text


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed to open the page in")
@pytest.mark.parametrize("dark", [False, True])
def test_a_real_browser_opens_it(tmp_path: Path, dark: bool) -> None:
    assert BROWSER is not None
    page, picture = tmp_path / "run-9.html", tmp_path / "page.png"
    page.write_text(render(THIS, PAST), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    flags += ["--window-size=1100,1200", f"--screenshot={picture}", "--hide-scrollbars"]
    flags += [
        "--blink-settings=preferredColorScheme=0" if dark else "--blink-settings=preferredColorScheme=1"
    ]
    done = subprocess.run(
        [BROWSER, *flags, page.as_uri()], capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Refused" not in done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000  # an empty page of that size has 5 kB
