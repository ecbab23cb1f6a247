"""Exports in the format that a name says; an article as a document of its own."""

import csv
import gzip
import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import lxml.etree
import pytest
from click.testing import CliRunner, Result
from trafilatura.xml import validate_tei

from crawler import cli
from crawler.cli import app
from crawler.errors import InputError
from crawler.items import Article, BodyBlock
from pipelines.delivery import documents
from pipelines.storage import Store
from tests.pipelines.making import NOW, article


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = str(tmp_path_factory.mktemp("store") / "warraq.db")
    with Store.open(url) as store:
        pages = [
            article(
                f"https://harbour.example/ferry-{n}.html", body=(f"Ferry {n} ran again.",), title=f"=F {n}"
            )
            for n in range(3)
        ]
        for page in pages:
            page.blocks = [BodyBlock("paragraph", page.paragraphs[0])]
            page.authors = ["Ann Reed", "Bo Lind"]
        store.commit(pages, now=NOW)
    return url


def warraq(*words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--quiet"])


def export(database: str, name: Path | str, *words: str) -> Path:
    done = warraq("export", str(name), "--database", database, *words)
    assert done.exit_code == 0, done.output
    return Path(name)


def test_lines_hold_no_tree_unless_asked(database: str, tmp_path: Path) -> None:
    first = json.loads(export(database, tmp_path / "a.jsonl").read_text("utf-8").splitlines()[0])
    assert {"paragraphs", "text"} <= set(first)
    assert "blocks" not in first
    asked = export(database, tmp_path / "b.jsonl", "--fields", "url,blocks").read_text("utf-8")
    assert list(json.loads(asked.splitlines()[0])) == ["url", "blocks"]


def test_a_table_keeps_the_order_of_fields_and_calculates_nothing(database: str, tmp_path: Path) -> None:
    fields = ["title", "authors", "url", "id"]
    file = export(database, tmp_path / "a.csv", "--fields", ", ".join(fields))
    rows = list(csv.reader(file.open(encoding="utf-8", newline="")))
    assert rows[0] == fields
    assert {row[0] for row in rows[1:]} == {"'=F 0", "'=F 1", "'=F 2"}
    assert rows[1][1] == "Ann Reed; Bo Lind"
    packed = gzip.decompress(export(database, tmp_path / "A.CSV.GZ").read_bytes()).decode()
    assert packed.splitlines()[0].startswith("url,title,id,")


def test_parquet_has_times_as_such(database: str, tmp_path: Path) -> None:
    read = import_module("pyarrow.parquet").read_table
    table = read(export(database, tmp_path / "a.parquet"))
    assert table.num_rows == 3
    assert "blocks" not in table.column_names
    for name in ("first_seen_at", "fetched_at", "published"):
        assert str(table.schema.field(name).type) == "timestamp[us, tz=UTC]"
    assert table.column("first_seen_at")[0].as_py() == NOW
    some = read(export(database, tmp_path / "b.parquet", "--fields", "title,url"))
    assert some.column_names == ["title", "url", "published"]


def test_markdown_of_all_in_one_file_and_in_a_folder(database: str, tmp_path: Path) -> None:
    text = export(database, tmp_path / "a.md").read_text("utf-8")
    assert text.count("\n# =F ") == 3
    folder = export(database, f"{tmp_path}/pages/")
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert all(file.stem.endswith(file.read_text("utf-8").split('id: "')[1][:8]) for file in files)
    assert "".join(file.read_text("utf-8") for file in files if "ferry-1" in file.name) in text
    export(database, f"{tmp_path}/pages/", "--form", "json")
    assert len(list(folder.glob("*.json"))) == 3


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.jsonl.rar", "a.parquet.gz"])
@pytest.mark.parametrize("command", ["export", "crawl"])
def test_a_name_without_a_format_is_refused_before_anything_is_done(
    command: str, name: str, database: str, tmp_path: Path
) -> None:
    words = ["export", str(tmp_path / name)] if command == "export" else ["crawl", "--from", str(tmp_path)]
    more = [] if command == "export" else ["--output", str(tmp_path / name)]
    done = warraq(*words, *more, "--database", database)
    assert isinstance(done.exception, InputError)
    assert "says no format: a name ends with .jsonl, .csv" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def page() -> Article:
    return Article(
        "https://harbour.example/2026/ferry-runs.html?from=rss",
        title='The "Ferry": runs & runs',
        authors=["Ann Reed"],
        published_at="2026-11-20",
        language="en",
        tags=["ships", "---"],
        paragraphs=["See the lamp."],
        blocks=[
            BodyBlock("heading", "Light", level=3),
            BodyBlock("item", "one"),
            BodyBlock("item", "two"),
            BodyBlock("quote", "So it is."),
            BodyBlock("paragraph", "See the lamp.", links=[("lamp", "https://lamp.example/?a=1&b=2")]),
        ],
        fetched_at=datetime(2026, 11, 26, tzinfo=UTC),
    )


def test_front_matter_holds_what_a_page_says_as_values(page: Article) -> None:
    head, _, body = documents.markdown(page).removeprefix("---\n").partition("\n---\n")
    values = {name: json.loads(value) for name, value in (line.split(": ", 1) for line in head.splitlines())}
    assert values["title"] == page.title
    assert values["tags"] == ["ships", "---"]
    assert values["fetched_at"] == "2026-11-26T00:00:00Z"
    assert {"text", "paragraphs", "blocks"}.isdisjoint(values)
    assert body.startswith('\n# The "Ferry": runs')


def test_tei_is_valid_and_keeps_structure_and_links(page: Article) -> None:
    tree = lxml.etree.fromstring(documents.tei(page).encode())
    assert validate_tei(tree)
    names = {"t": documents.TEI}
    assert tree.xpath("string(//t:titleStmt/t:title)", namespaces=names) == page.title
    assert tree.xpath("//t:item/text()", namespaces=names) == ["one", "two"]
    assert tree.xpath("//t:ref/@target", namespaces=names) == ["https://lamp.example/?a=1&b=2"]
    assert tree.xpath("string(//t:body//t:p[t:ref])", namespaces=names) == "See the lamp."


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/2026/ferry-runs.html?from=rss", "ferry-runs"),
        ("https://a.example/news/ferry/", "ferry"),
        ("https://a.example/", ""),
        ("https://a.example/%D8%AE%D8%A8%D8%B1", "خبر"),
        ("https://a.example/" + "a" * 300, "a" * 60 + "-c2a908d9"),
    ],
)
def test_a_file_is_named_after_its_page(url: str, name: str) -> None:
    assert documents.slug_of(url) == name


@pytest.mark.parametrize(
    "url", ["https://a.example/..", "https://a.example/a%2Fb", "https://a.example/.hidden"]
)
def test_no_name_leaves_its_folder(url: str) -> None:
    name = documents.slug_of(url)
    assert "/" not in name
    assert not name.startswith(".")


HTML = """<html lang="en"><head><title>{0}</title><link rel="canonical" href="https://news.example/{1}"></head>
<body><article><h1>{0}</h1><p>The ferry to the island ran again on Thursday, after eleven days of storm, and
forty sacks of flour went aboard.</p><table><tr><th>day</th><th>sacks</th></tr><tr><td>Monday</td>
<td>40</td></tr></table><p>The harbour master said that the pier had held, and that lamps
would be lit by Sunday.</p></article></body></html>"""


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    for name in ("ferry", "mill"):
        (folder / f"{name}.html").write_text(HTML.format(f"The {name} runs", f"{name}.html"), "utf-8")
    file = folder / "pages.txt"
    file.write_text(f"# two pages\n{folder}/ferry.html\n\n{folder}/mill.html\n", "utf-8")
    return file


def test_a_list_of_pages_into_a_folder(listing: Path, tmp_path: Path) -> None:
    words = [
        "extract",
        "-i",
        str(listing),
        "-o",
        f"{tmp_path}/out/",
        "--format",
        "markdown",
        "--workers",
        "1",
    ]
    done = warraq(*words)
    assert done.exit_code == 0, done.output
    files = {file.name: file.read_text("utf-8") for file in (tmp_path / "out").iterdir()}
    assert set(files) == {"ferry.md", "mill.md"}
    assert files["ferry.md"].startswith(
        '---\nurl: "https://news.example/ferry.html"\ntitle: "The ferry runs"\n'
    )
    assert "| day | sacks |\n| --- | --- |\n| Monday | 40 |" in files["ferry.md"]


def test_a_table_of_pages(listing: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    done = warraq("extract", "-i", str(listing), "-o", str(file), "--format", "csv", "--workers", "1")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
    assert [row["title"] for row in rows] == ["The ferry runs", "The mill runs"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "name addresses, files or folders"),
        (["-i", "nowhere.txt"], "nowhere.txt: cannot be read: No such file"),
    ],
)
def test_nothing_to_extract_is_said(words: list[str], told: str) -> None:
    done = warraq("extract", *words)
    assert isinstance(done.exception, InputError)
    assert told in str(done.exception)


def test_help_shows_the_choices_in_eighty_columns() -> None:
    from crawler.runs.rendering import FORMS
    from pipelines.delivery import formats, reserved, shards

    assert tuple(FORMS) == cli.EXTRACT_FORMS
    assert formats.PAGES == cli.PAGE_FORMS
    assert shards.FORMS == cli.DATASET_FORMS
    assert reserved.USES == cli.USES
    shown = CliRunner().invoke(app, ["extract", "--help"], env={"COLUMNS": "80", "TERM": "dumb"}).output
    assert max(map(len, shown.splitlines())) <= 80
    assert "json|csv|markdown" in shown
    for command in app.commands:
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "80"}).output
        assert max(map(len, shown.splitlines())) <= 80


def test_no_command_is_told_in_half_a_sentence() -> None:
    assert "..." not in CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).output.partition("\n")[2]


@pytest.mark.parametrize("shell", cli.SHELLS)
def test_shells_complete(shell: str) -> None:
    assert "_WARRAQ_COMPLETE" in CliRunner().invoke(app, ["completion", shell]).output


def test_another_shell_is_wrong_input() -> None:
    assert str(CliRunner().invoke(app, ["completion", "csh"]).exception) == "csh: allowed are bash, zsh, fish"


def test_choices_are_completed() -> None:
    asked = {
        "_WARRAQ_COMPLETE": "bash_complete",
        "COMP_WORDS": "warraq extract --format m",
        "COMP_CWORD": "3",
    }
    done = CliRunner().invoke(app, [], prog_name="warraq", env=asked)
    assert done.output == "plain,markdown\n"
