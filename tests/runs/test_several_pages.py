"""An article on several pages becomes one, whole: by the crawl and by `extract` of its address."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.hostile.case import GOOD, PAGE, paragraphs
from bench.hostile.server import HostileWeb
from bench.hostile.several import PAGES, cases
from crawler.runs.whole import MAX_PARTS
from tests import forked

pytestmark = pytest.mark.slow

ENTRY = '[[source]]\nname = "{}"\nurl = "http://{}/"\ndelay = 0\nallow_private = true\n'


def lines(seed: str, *pages: int) -> list[str]:
    return [line for number in pages for line in paragraphs(f"{seed} {number}")]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The name of each site → its records, but for the good story's."""
    folder = tmp_path_factory.mktemp("several")
    with HostileWeb(cases()) as web:
        sources = folder / "sources.toml"
        sources.write_text("\n".join(ENTRY.format(*place) for place in web.places.items()), "utf-8")
        store = ["--database", str(folder / "w.db"), "--output", str(folder / "a.jsonl")]
        forked.run("crawl", "--sources", str(sources), *store, "--quiet", "--workers", "1")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in web.places}
    for line in (folder / "a.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if not record["url"].endswith(GOOD):
            found[record["source"]].append(record)
    return found


@pytest.mark.parametrize("name", ["query", "query-zero", "folder", "named", "suffix", "words"])
def test_it_is_one_article_with_all_its_text(crawled: dict[str, list[dict[str, Any]]], name: str) -> None:
    (record,) = crawled[f"pages-{name}"]
    assert record["url"].endswith(PAGE)
    assert record["paragraphs"] == lines(name, *range(1, PAGES + 1))


def test_an_endless_one_has_a_bound(crawled: dict[str, list[dict[str, Any]]]) -> None:
    (record,) = crawled["pages-endless"]
    assert record["paragraphs"] == lines("endless", *range(1, MAX_PARTS + 1))


@pytest.mark.parametrize(("name", "count"), [("same", 1), ("lost", 1), ("elsewhere", 1)])
def test_what_is_no_later_page_adds_nothing(
    crawled: dict[str, list[dict[str, Any]]], name: str, count: int
) -> None:
    (record,) = (one for one in crawled[f"pages-{name}"] if one["url"].endswith(PAGE))
    assert len(crawled[f"pages-{name}"]) == count
    assert record["paragraphs"] == lines(name, 1)


def test_extract_of_an_address_follows_too(tmp_path: Path) -> None:
    (case,) = (case for case in cases() if case.name == "pages-query")
    with HostileWeb([case]) as web:
        (place,) = web.places.values()
        done = forked.run("extract", f"http://{place}{PAGE}", "--allow-private", place)
    assert json.loads(done.stdout)["paragraphs"] == lines("query", *range(1, PAGES + 1))
