"""Warraq in a Scrapy project: the one of docs/scrapy.md, and the feeds of our own spiders."""

import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess, run
from typing import Any

import pytest

from crawler.items import Article
from pipelines.clean import CleanPipeline
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.language import LanguagePipeline
from pipelines.storage import Store
from pipelines.validate import ValidatePipeline
from tests import forked

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/scrapy.md").read_text("utf-8")
FERRY, MILL = "/2026/11/20/ferry-runs-again.html", "/2026/11/20/the-mill-turns.html"
FRONT = f"""<html lang="en"><body><main><a href="{FERRY}">Ferry runs again</a>
<a href="{MILL}">The mill turns</a></main><p class="tide">high at 6.40</p></body></html>"""
STORY = """<html lang="en"><head><title>{title} | The Lamp</title></head><body data-desk="{desk}"><article>
<h1>{title}</h1><p class="code">{code}</p><p>{lead} on Thursday, after eleven days of storm, and forty sacks
of flour were carried over the pier before the first passenger came aboard.</p><p>The warden of the {desk}
said that the lamps would be lit by Sunday, and thanked those who had brought lanterns.</p></article>
</body></html>"""
PAGES = {
    "/": FRONT,
    FERRY: STORY.format(title="Ferry runs again", desk="harbour", code="hm", lead="The ferry sailed"),
    MILL: STORY.format(title="The mill turns", desk="village", code="--", lead="The mill was opened"),
}


class Lamp(BaseHTTPRequestHandler):
    readers: list[str | None]

    def do_GET(self) -> None:
        self.readers.append(self.headers.get("X-Reader"))
        page = PAGES.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "<p>nothing here</p>").encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def lamp() -> Iterator[str]:
    Lamp.readers = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Lamp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document's project, written out as it says."""
    return written(tmp_path_factory.mktemp("project"), "lamp")


def written(root: Path, project: str) -> Path:
    files = rf"`({project}/\S+\.py)`[^\n]*\n\n```python\n(.*?)```"
    for name, code in re.findall(files, DOCUMENT, re.DOTALL):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code, "utf-8")
        (file.parent / "__init__.py").touch()
    (root / "scrapy.cfg").write_text(f"[settings]\ndefault = {project}.settings\n")
    return root


def scrapy(folder: Path, *words: str) -> "CompletedProcess[str]":
    return forked.run(*words, program="scrapy", folder=folder)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_the_documents_project_runs(project: Path, lamp: str) -> None:
    Lamp.readers.clear()
    words = ["crawl", "stories", "-a", f"home={lamp}", "-O", "stories.jsonl"]
    command = [sys.executable, "-m", "scrapy", *words]  # as a user starts it
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = run(command, cwd=project, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    items = lines(project / "stories.jsonl")
    assert {"tide": "high at 6.40"} in items
    found = {item["title"]: item for item in items if "title" in item}
    (said,) = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
    ferry = found["Ferry runs again"]
    assert {name: ferry[name] for name in json.loads(said)} == json.loads(said)
    assert (ferry["source"], ferry["status"], ferry["revision"]) == ("stories", "new", 1)
    assert {"outcome", "taken_out", "body_hash", "sketch"}.isdisjoint(ferry)
    assert "tags" not in found["The mill turns"]
    assert set(Lamp.readers) == {"library 7"}
    with Store.open(str(project / "lamp.db")) as store:
        rows = {row["url"]: row for row in map(json.loads, store.records())}
    assert rows[ferry["url"]] == ferry


@pytest.mark.skipif(not find_spec("scrapy_poet"), reason="skipped: no scrapy-poet (warraq[poet])")
def test_page_objects_that_ask_for_an_article(tmp_path: Path, lamp: str) -> None:
    project = written(tmp_path, "quay")
    done = scrapy(project, "crawl", "stories", "-a", f"home={lamp}", "-O", "stories.jsonl")
    assert "Traceback" not in done.stderr, done.stderr
    found = {item["title"]: item for item in lines(project / "stories.jsonl")}
    assert set(found) == {"Ferry runs again", "The mill turns"}
    ferry = found["Ferry runs again"]
    assert (ferry["authors"], ferry["language"], ferry["revision"]) == (["Hanna Maier"], "en", 1)
    assert "authors" not in found["The mill turns"]
    assert ferry["paragraphs"][-1].startswith("The warden of the harbour said")


@pytest.mark.skipif(not find_spec("scrapy_poet"), reason="skipped: no scrapy-poet (warraq[poet])")
def test_the_provider_without_the_add_on(tmp_path: Path, lamp: str) -> None:
    project = written(tmp_path, "quay")
    settings = (project / "quay/settings.py").read_text("utf-8")
    alone = (
        'ADDONS = {"scrapy_poet.Addon": 300}\nSCRAPY_POET_PROVIDERS = {"warraq.poet.ArticleProvider": 500}\n'
    )
    (project / "quay/settings.py").write_text(re.sub(r"ADDONS = .*\n", alone, settings), "utf-8")
    (project / "quay/spiders/callback.py").write_text(
        """
import scrapy
import warraq
class Callback(scrapy.Spider):
    name = "callback"
    def __init__(self, page, **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [page]
    def parse(self, response, article: warraq.Article):
        yield {"title": article.title, "kind": str(article.kind)}
""",
        "utf-8",
    )
    page = lamp.rstrip("/") + FERRY
    done = scrapy(project, "crawl", "callback", "-a", f"page={page}", "-O", "out.jsonl")
    assert "Traceback" not in done.stderr, done.stderr
    assert lines(project / "out.jsonl") == [{"title": "Ferry runs again", "kind": "article"}]


def test_our_spider_in_a_project_of_others(project: Path, lamp: str) -> None:
    host = lamp.removeprefix("http://").strip("/")
    (project / "sources.toml").write_text(f'[[source]]\nname = "lamp"\nurl = "{lamp}"\ndelay = 0\n')
    Lamp.readers.clear()
    done = scrapy(
        project,
        *("crawl", "news", "-a", "sources=sources.toml", "-O", "feed.jsonl", "-O", "feed.csv"),
        *("-s", f"WARRAQ_ALLOW_PRIVATE={host}", "-s", "WARRAQ_DATABASE=sqlite:///news.db"),
    )
    assert "Traceback" not in done.stderr, done.stderr
    feed = lines(project / "feed.jsonl")
    assert {item["title"] for item in feed} == {"Ferry runs again", "The mill turns"}
    with Store.open(str(project / "news.db")) as store:
        rows = {row["url"]: row for row in map(json.loads, store.records())}
    assert {item["url"]: item for item in feed} == rows
    table = (project / "feed.csv").read_text("utf-8").splitlines()
    assert table[0].startswith("url,title,id,revision,schema,status,merged_into,kind,")
    assert set(Lamp.readers) == {"library 7"}, "their middleware sees our requests too"


def test_private_addresses_stay_closed_in_a_project_of_others(project: Path, lamp: str) -> None:
    Lamp.readers.clear()
    done = scrapy(project, "crawl", "news", "-a", f"only={lamp}", "-s", "WARRAQ_DATABASE=sqlite:///closed.db")
    assert "refused to connect" in done.stderr
    assert Lamp.readers == []


def test_a_pipeline_alone_needs_no_setting(tmp_path: Path) -> None:
    (tmp_path / "alone.py").write_text(
        """
import scrapy
class Alone(scrapy.Spider):
    name = "alone"
    custom_settings = {"ITEM_PIPELINES": {"warraq.scrapy.StorePipeline": 1}}
    async def start(self):
        yield {"url": "https://a.example/1", "title": "One", "text": "The ferry ran again after all."}
        yield {"name": "a lamp", "price": 7}
""",
        "utf-8",
    )
    done = scrapy(tmp_path, "runspider", "alone.py", "-O", "items.jsonl")
    assert "Traceback" not in done.stderr, done.stderr
    other, one = sorted(lines(tmp_path / "items.jsonl"), key=len)
    assert other == {"name": "a lamp", "price": 7}
    assert (one["id"], one["language"], one["source"]) == (one["cluster"], "en", "alone")
    with Store.open(str(tmp_path / "output/warraq.db")) as store:
        assert [json.loads(row)["title"] for row in store.records()] == ["One"]


OTHERS: list[object] = [
    {},
    {"name": "a lamp", "price": 7},
    {"title": "no address", "text": "A text of more than five words, without an address."},
    {"url": "https://shop.example/7", "title": "A lamp", "price": 7},
    {"url": "file.html", "text": "A text of more than five words at no address."},
    {"url": 7, "text": ["not", "text"]},
    {"url": "https://shop.example/7", "text": "  "},
    "no item at all",
]


@pytest.mark.parametrize("pipeline", [ValidatePipeline, CleanPipeline, LanguagePipeline, DeduplicatePipeline])
@pytest.mark.parametrize("item", OTHERS, ids=str)
def test_what_is_none_of_ours_passes_untouched(pipeline: Any, item: object) -> None:
    before = json.dumps(item)
    assert pipeline().process_item(item) is item
    assert json.dumps(item) == before


def test_what_others_see_of_an_article() -> None:
    from itemadapter import ItemAdapter

    from pipelines.itemfields import register

    register()
    article = Article("https://a.example/1", title="One")
    adapter = ItemAdapter(article)
    assert adapter.asdict() == {"url": "https://a.example/1", "title": "One", "schema": 1, "kind": "article"}
    adapter["tags"] = ["ships"]
    assert article.tags == ["ships"]
    with pytest.raises(KeyError):
        adapter["outcome"]
