"""`import warraq`: what other programs call."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import warraq
from demo.server import DemoWeb
from tests import forked

BODY = """
<p>The ferry to the island ran again on Thursday, after eleven days of storm, and forty sacks of flour went
aboard before the first passenger did.</p><p>The harbour master said that the pier had held, and that the
lamps would be lit again by Sunday evening.</p>"""
PAGE = f"""<html lang="en"><head><meta charset="utf-8"><title>Ferry runs again | The Lamp</title>
<link rel="canonical" href="https://news.example/ferry"></head>
<body><article><h1>Ferry runs again</h1>{BODY}</article></body></html>"""
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


DOCUMENT = (Path(__file__).parents[2] / "docs/python.md").read_text("utf-8")


def test_the_first_example_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    first = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[0]
    exec(compile(first, "docs/python.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"print\(.*\)  # (.*)", first)


def test_importing_loads_nothing_heavy() -> None:
    heavy = "{'scrapy', 'lxml', 'trafilatura', 'sqlalchemy', 'numpy', 'click'}"
    code = f"import sys, warraq; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_command_of_a_page_leaves_extraction_to_its_processes() -> None:
    heavy = "{'scrapy', 'trafilatura', 'sqlalchemy', 'numpy', 'crawler.extraction.extract'}"
    code = f"import sys, crawler.cli, crawler.runs.extracting; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_packages_of_our_names_where_the_command_is_called_are_nobodys_concern(tmp_path: Path) -> None:
    """The process that others are forked from looks for modules where the command does."""
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    for name in ("crawler", "pipelines", "numpy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    command = [str(Path(sys.executable).with_name("warraq")), "extract", "page.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["title"] == "Ferry runs again"
    assert done.stderr == ""


def test_the_command_of_an_address_needs_neither_store_nor_cookies() -> None:
    """Nobody listens at that port: what is looked at is what was imported on the way there."""
    code = """import sys
from crawler.cli import main
sys.argv = ["warraq", "extract", "http://127.0.0.1:9/a", "--allow-private", "127.0.0.1:9"]
try:
    main()
except SystemExit as end:
    print(end.code, sorted({"sqlalchemy", "aiohttp", "tldextract", "numpy"} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "4 []\n"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ferry") / "ferry.html"
    file.write_text(PAGE, "utf-8")
    return file


@pytest.fixture(scope="module")
def said(ferry: Path) -> bytes:
    """What the command prints of it."""
    done = forked.run("extract", "--blocks", str(ferry))
    assert done.returncode == 0, done.stderr
    return done.stdout.encode()


@pytest.mark.parametrize("form", ["bytes", "text", "file"])
def test_a_page_in_any_form_gives_what_the_command_gives(form: str, ferry: Path, said: bytes) -> None:
    forms: dict[str, bytes | str | Path] = {"bytes": PAGE.encode(), "text": PAGE, "file": ferry}
    article = warraq.extract(forms[form], fetched_at=NOW)
    printed = json.loads(said)
    ours = article.to_dict()
    assert ours.pop("fetched_at") == "2026-11-26T12:00:00Z"
    printed.pop("fetched_at")
    assert ours == printed
    assert (article.language, article.word_count, article.url) == ("en", 46, "https://news.example/ferry")


def test_the_forms_of_an_article() -> None:
    article = warraq.extract(PAGE, "https://news.example/f", fetched_at=NOW)
    assert json.loads(article.to_json()) == article.to_dict()
    assert article.markdown().startswith("# Ferry runs again\n\nThe ferry to the island")
    assert article.html().startswith('<article lang="en" dir="ltr">\n<h1>Ferry runs again</h1>')


def test_text_keeps_its_letters_whatever_the_page_says_of_its_bytes() -> None:
    said = PAGE.replace("utf-8", "windows-1252").replace("Ferry", "Fähre")
    assert warraq.extract(said).title == "Fähre runs again"


def test_headers_decode_bytes_and_time_reads_dates() -> None:
    page = PAGE.replace('<meta charset="utf-8">', "").replace("<h1>Ferry", "<p>2 hours ago</p><h1>Fähre")
    headers = {"Content-Type": "text/html; charset=iso-8859-15"}
    article = warraq.extract(page.encode("iso-8859-15"), headers=headers, fetched_at=NOW)
    assert article.title == "Fähre runs again"
    assert (article.published_at or "").startswith("2026-11-26T10:00")


@pytest.mark.parametrize(("language", "day"), [("en-US", "2026-03-04"), ("en-GB", "2026-04-03")])
def test_the_language_of_a_page_that_does_not_say_it(language: str, day: str) -> None:
    page = PAGE.replace(' lang="en"', "").replace("</h1>", '</h1><p class="date">03/04/2026</p>')
    assert warraq.extract(page, language=language, fetched_at=NOW).published_at == day


@pytest.mark.parametrize("wrong", ["ferry.html", Path("/nowhere/ferry.html")])
def test_what_is_no_page_is_refused(wrong: str | Path) -> None:
    with pytest.raises(warraq.InputError, match=r"ferry\.html: "):
        warraq.extract(wrong)


def test_threads_share_nothing() -> None:
    pages = [PAGE.replace("Thursday", f"the {day}th").replace("Ferry", f"Ferry {day}") for day in range(40)]
    alone = [warraq.extract(page, fetched_at=NOW).to_json() for page in pages]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda page: warraq.extract(page, fetched_at=NOW).to_json(), pages)) == alone


def test_the_example_of_many_pages_runs(tmp_path: Path) -> None:
    second = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[1]
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/ferry.html").write_text(PAGE, "utf-8")
    (tmp_path / "many.py").write_text(second, "utf-8")
    command = [sys.executable, "many.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == ["https://lamp.example/ferry"]


def test_many_pages_in_order_and_a_bad_one_among_them(tmp_path: Path) -> None:
    pages = [warraq.SavedPage(PAGE.replace("Ferry", f"Ferry {n}"), fetched_at=NOW) for n in range(20)]
    gone = warraq.SavedPage(tmp_path / "gone.html", url="https://news.example/gone")
    found = list(warraq.extract_many([*pages[:7], gone, *pages[7:]], workers=1))
    error = found.pop(7)
    assert isinstance(error, warraq.ExtractionFailedError)
    assert (error.url, error.reason.endswith("No such file or directory")) == (
        "https://news.example/gone",
        True,
    )
    titles = [one.title for one in found if isinstance(one, warraq.Article)]
    assert titles == [f"Ferry {n} runs again" for n in range(20)]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[warraq.Report, str]]:
    """The demo's Arabic portal, crawled."""
    folder = tmp_path_factory.mktemp("crawled")
    with DemoWeb() as web:
        site = next(a.url for a in web.addresses("article") if a.path == "/article/20411.html")
        home = site.removesuffix("article/20411.html")
        host = home.removeprefix("http://").strip("/")
        database = str(folder / "store.db")
        sources = folder / "sources.toml"
        sources.write_text(f'[[source]]\nname = "sada"\nurl = "{home}"\ndelay = 0\n', "utf-8")
        report = warraq.crawl(
            sources,
            database=database,
            output=folder / "articles.jsonl",
            limit=5,
            allow_private=[host],
            workers=1,
        )
        yield report, database


def test_a_crawl_reports(crawled: tuple[warraq.Report, str]) -> None:
    report, _ = crawled
    assert (report.outcome, report.exit_code) == ("finished", 0)
    assert report.total("stored") == report.articles == 5
    assert report.dataset is not None
    assert len(report.dataset.read_text("utf-8").splitlines()) == 5


def test_the_store_is_read_as_articles(crawled: tuple[warraq.Report, str]) -> None:
    report, database = crawled
    assert report.dataset is not None
    with warraq.Store(database) as store:
        articles = list(store.articles())
        lines = report.dataset.read_text("utf-8").splitlines()
        assert [{**one.to_dict(), "blocks": 0} for one in articles] == [
            {**json.loads(line), "blocks": 0} for line in lines
        ]
        assert list(store.articles(language="ar")) == articles
        assert not list(store.articles(language="fr"))
        last = articles[-1]
        (revision,) = store.revisions(last.url)
        assert (revision.id, revision.revision, revision.status) == (last.id, 1, "new")
        assert (revision.title, revision.difference) == (last.title, {})
        assert store.revisions("https://nowhere.example/") == []


def test_the_example_of_the_store_runs(
    crawled: tuple[warraq.Report, str], capsys: pytest.CaptureFixture[str]
) -> None:
    report, database = crawled
    third = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[2]
    fake = "from types import SimpleNamespace; report = SimpleNamespace(outcome='', exit_code=0, total=len)"
    lines = [fake if "warraq.crawl(" in line else line for line in third.splitlines()]
    exec(compile("\n".join(lines).replace("news.db", database).replace('"en"', '"ar"'), "docs", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 1 + (report.articles or 0)


PROGRAM = """
from collections.abc import Iterator
from pathlib import Path

import warraq


def titles(folder: Path) -> Iterator[str]:
    for found in warraq.extract_many([warraq.SavedPage(file) for file in folder.glob("*.html")]):
        yield found.title or "" if isinstance(found, warraq.Article) else found.reason


with warraq.Store("news.db") as store:
    counts: list[int | None] = [article.word_count for article in store.articles(language="en")]
    report: warraq.Report = warraq.crawl("https://news.example/", limit=5)
"""


# What Warraq itself imports of others is not read: that takes three quarters of the time, and no public type
# is one of theirs. Faults within its rooms are `make lint`'s to find.
MYPY = """
[mypy]
strict = True
[mypy-alembic.*,bs4.*,feedparser.*,lxml.*,msgspec.*,numpy.*,pydantic.*,rich.*,scrapy.*,sqlalchemy.*,twisted.*,typer.*]
follow_imports = skip
[mypy-crawler.*,pipelines.*]
ignore_errors = True
"""


@pytest.mark.slow
def test_a_strict_type_checker_reads_a_program_that_uses_it(tmp_path: Path) -> None:
    wrong = PROGRAM.replace("article.word_count", "article.word_cuont")
    for name, text in (("good.py", PROGRAM), ("wrong.py", wrong)):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "mypy.ini").write_text(MYPY, "utf-8")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), "good.py", "wrong.py"]
    environ = {**os.environ, "MYPYPATH": str(Path(warraq.__file__).parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    (line, _) = done.stdout.splitlines()
    assert line.startswith('wrong.py:14: error: "Article" has no attribute "word_cuont"'), done.stdout


def test_what_cannot_be_crawled_or_read_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(warraq.InputError, match="is no http or https address"):
        warraq.crawl("gopher://news.example/", database=str(tmp_path / "store.db"))
    with pytest.raises(warraq.StorageError, match="there is no such database"):
        warraq.Store(str(tmp_path / "store.db"))
