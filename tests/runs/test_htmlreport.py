"""The report's pages: whole HTML, nothing from elsewhere, names as they are; a browser sorts them."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, sync_playwright

from crawler.runs import reportfiles
from crawler.runs.charts import spark, trend
from crawler.runs.htmlreport import CHARTED, Cell, render, render_index, size

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


def found(page: str, path: str) -> list[Any]:
    """What an XPath finds in a page: elements or texts."""
    return cast("list[Any]", html.fromstring(page).xpath(path))


def texts(page: str) -> str:
    return " ".join(" ".join(found(page, "//body//text()[not(parent::script)]")).split())


def test_everything_is_said() -> None:
    page = render(THIS, PAST)
    said = texts(page)
    for words in (
        "Run 9: finished",
        "2026-11-12 06:00 UTC, 83 s · 2 sources · 1 not as usual",
        "وادي السنديان",
        "collects nothing since 2026-11-09 06:00",
        "delay 5 s as robots.txt asks",
        "authors 62%",
        "listings 3 · delay 1.5 s",
        "read 3.4 MB",
        "2 × blocked: 403",
        "all 18 4 2 4 5 7 30 33 6.8 MB",
    ):
        assert words in said, words
    assert 'aria-label="new articles in the last 9 runs: 3, 6, 9, 12, 15, 18, 21, 24, 18"' in page


def test_what_is_not_as_usual_stands_first() -> None:
    assert found(render(THIS, PAST), "//summary/bdi/text()") == [EVIL, "وادي السنديان"]


def test_nothing_comes_from_elsewhere_and_one_script_runs() -> None:
    page = render(THIS, PAST)
    assert set(re.findall(r"""(?:src|href)\s*=\s*["']?([^"'\s>]*)""", page)) == {"#s0", "index.html"}
    assert not re.findall(r"https?://|@import|url\(", page)
    (policy,) = found(page, "//meta[@http-equiv]/@content")
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'", policy)


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
    assert found(render(strange, [strange]), "//h1")
    assert found(render_index([strange, strange]), "//h1")


def paths(svg: str) -> list[list[tuple[float, float]]]:
    """The points of each line that is drawn."""
    drawn = re.findall(r'<path [^>]*\bd="([^"]*)"', svg)
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", one)] for one in drawn]


def test_lines_go_as_the_numbers_do() -> None:
    (line,) = paths(spark([0, 5, 10], "x"))
    assert line == [(0, 18), (46, 9), (92, 0)]
    days = [NOW + timedelta(days=n) for n in range(3)]
    new, failed = paths(
        trend({"new": list(zip(days, (0, 2, 4), strict=True)), "failed": [(day, 4) for day in days]}, "x")
    )
    assert new[0][1] - new[1][1] == pytest.approx(new[1][1] - new[2][1])
    assert {y for _, y in failed} == {new[2][1]}
    assert new[2][0] - new[1][0] == pytest.approx(new[1][0] - new[0][0])


def test_a_trend_ends_with_its_last_run() -> None:
    svg = trend({"new": [(NOW, 1), (NOW + timedelta(minutes=17), 2), (NOW + timedelta(minutes=63), 3)]}, "x")
    (line,) = paths(svg)
    ends = [float(x) for x in re.findall(r'<line[^>]* x2="([\d.]+)"', svg)]
    assert line[-1][0] == pytest.approx(max(ends), abs=1)


def test_what_is_none_is_quiet_and_what_failed_stands_out() -> None:
    assert [
        Cell(name, value, "", "wide").look for name, value in (("new", 3), ("new", 0), ("failed", 2))
    ] == [
        "wide",
        "wide none",
        "wide wrong",
    ]


def test_one_run_is_no_trend() -> None:
    assert spark([4], "x") == trend({"new": [(NOW, 4)], "failed": [(NOW, 0)]}, "x") == ""
    assert "<svg" not in render(THIS)


def test_scales_are_whole_numbers_that_reach_the_highest() -> None:
    for most, top in ((0, 4), (3, 4), (5, 8), (90, 200), (1400, 2000)):
        svg = trend({"new": [(NOW, 0), (NOW + timedelta(days=1), most)]}, "x")
        assert re.findall(r"<text[^>]*end[^>]*>(\d+)<", svg)[-2:] == [str(top), "0"], most


def test_thousands_of_sources_get_a_line_each_and_a_bounded_number_of_charts() -> None:
    many = {f"n{n:04}": source(3, 3, 3) for n in range(CHARTED + 50)}
    page = render(report(9, **many), [report(8, **many)])
    assert len(found(page, "//tbody")) == CHARTED + 50
    assert len(found(page, "//tbody[.//svg]")) == CHARTED


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (812, "812 B"), (3400, "3.4 kB"), (12_000_000, "12 MB")]
)
def test_sizes(count: int, text: str) -> None:
    assert size(count) == text


def test_the_index_has_the_runs_whose_files_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reportfiles, "KEPT", 5)
    for run in [*reversed(PAST), THIS]:
        reportfiles.write(run, [], tmp_path)
    (tmp_path / "run-8.json").write_text("{", "utf-8")  # of a run that is just writing
    file, page = reportfiles.write(THIS, PAST, tmp_path)
    assert (file.name, page.name) == ("run-9.json", "run-9.html")
    index = (tmp_path / "index.html").read_text("utf-8")
    assert found(index, "//tbody//a/@href") == ["run-9.html", "run-7.html", "run-6.html", "run-5.html"]
    assert len(found(index, "//svg")) == 2
    assert len(list(tmp_path.glob("run-*"))) == 10


def test_the_index_is_made_of_no_more_than_can_be_read_quickly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in [*reversed(PAST), THIS]:
        reportfiles.write(run, [], tmp_path)
    monkeypatch.setattr(reportfiles, "MAX_INDEXED", 2 * (tmp_path / "run-9.json").stat().st_size)
    reportfiles.write(THIS, PAST, tmp_path)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert found(index, "//tbody[1]//a/@href") == ["run-9.html"]
    assert len(found(index, "//tbody")) < len(PAST)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests here: each opens a window in a profile of its own."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=BROWSER, args=flags) as one,
    ):
        yield one


@contextmanager
def opened(browser: Browser, page: str, folder: Path, width: int) -> Iterator[Page]:
    """The page in a window; what the browser refused to load or run is an error."""
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    with browser.new_page(viewport={"width": width, "height": 900}) as shown:
        said: list[str] = []
        shown.on("console", lambda message: said.append(message.text))
        shown.goto(file.as_uri())
        yield shown
        assert said == []


FORTY = {
    f"The Gazette and Advertiser of Lower Marsh {n:02}": source(n, n, n * 37 % 40, reasons={"x" * 300: 1})
    for n in range(40)
}


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed to open the page in")
@pytest.mark.parametrize("width", [1000, 700, 390])
@pytest.mark.parametrize("kind", ["run", "index"])
def test_no_table_is_wider_than_the_window(browser: Browser, tmp_path: Path, width: int, kind: str) -> None:
    runs = [report(run, **FORTY) for run in range(9, 0, -1)]
    page = render(runs[0], runs[1:]) if kind == "run" else render_index(runs)
    with opened(browser, page, tmp_path, width) as shown:
        if kind == "run":
            shown.locator("summary").first.click()
            assert shown.locator(".more").first.is_visible()
            assert not shown.locator(".more").nth(1).is_visible()
        assert shown.evaluate("document.scrollingElement.scrollWidth") == width


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed to open the page in")
def test_a_click_on_a_heading_sorts(browser: Browser, tmp_path: Path) -> None:
    def column(place: int) -> list[str]:
        script = "at => [...document.querySelectorAll('tbody')].map(b => b.rows[0].cells[at].dataset.key)"
        keys: list[str] = shown.evaluate(script, place)
        return keys

    with opened(browser, render(report(9, **FORTY)), tmp_path, 1000) as shown:
        news = shown.locator("th", has_text=re.compile("^new$"))
        assert len(set(column(2))) > 10
        news.locator("button").click()
        assert column(2) == sorted(column(2), key=float, reverse=True)
        assert news.get_attribute("aria-sort") == "descending"
        news.locator("button").click()
        assert column(2) == sorted(column(2), key=float)
        shown.locator("th button").first.click()
        assert column(0) == sorted(FORTY)
        assert news.get_attribute("aria-sort") == "none"
