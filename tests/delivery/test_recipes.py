"""docs/recipes.md, each recipe run as it stands there."""

import json
import re
import socketserver
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from pipelines.delivery.destinations import Command, Destinations
from pipelines.storage import Store
from tests.delivery.receiver import fill, page, run
from tests.pipelines.making import NOW

DOCUMENT = (Path(__file__).parents[2] / "docs/recipes.md").read_text("utf-8")
BULK, ROWS, MAIL, LANGCHAIN, LLAMA = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
KEY = "key-of-ours-31"
PASSWORD = "password-of-ours-77"


class Index:
    """A fake of the `_bulk` API that keeps documents, and fails in named ways.

    Modes, one a request: "ok"; "503" or "401" (for all); "busy" (429 for the second document); "mapping"
    (refuses the second document for itself); "cut" (takes all, then drops the connection).
    """

    def __init__(self, *modes: str) -> None:
        self.modes, self.documents, self.keys, self.url = list(modes), dict[str, Any](), [""], ""

    def bulk(self, body: bytes, mode: str) -> list[dict[str, Any]]:
        lines, results = iter(map(json.loads, body.splitlines())), []
        for number, action in enumerate(lines):
            ((name, about),) = action.items()
            document = next(lines) if name == "index" else None
            status, error = 200, {}
            if number == 1 and mode in ("busy", "mapping"):
                status = 429 if mode == "busy" else 400
                error = {"error": {"type": "x", "reason": f"failed to parse {mode}"}}
            elif document is not None:
                self.documents[about["_id"]] = document
            elif self.documents.pop(about["_id"], None) is None:
                status = 404
            results.append({name: {"_id": about["_id"], "status": status, **error}})
        return results


@contextmanager
def serving(index: Index) -> Iterator[Index]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/_bulk"
            assert self.headers["Content-Type"] == "application/x-ndjson"
            index.keys.append(self.headers["Authorization"])
            body = self.rfile.read(int(self.headers["Content-Length"]))
            mode = index.modes.pop(0) if index.modes else "ok"
            if mode.isdigit():
                self.send_error(int(mode))
                return
            results = index.bulk(body, mode)
            if mode == "cut":
                self.close_connection = True
                return
            answer = json.dumps({"errors": mode != "ok", "items": results}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        index.url = f"http://127.0.0.1:{server.server_address[1]}/"
        yield index
        server.shutdown()


@pytest.fixture
def bulk(tmp_path: Path) -> Destinations:
    (tmp_path / "bulk.py").write_text(BULK, "utf-8")
    return Destinations(tmp_path, (Command(name="search", command=(sys.executable, "bulk.py"), rows=10),))


def deliver(store: Store, bulk: Destinations, index: Index) -> str:
    environ = {"SEARCH_URL": index.url, "SEARCH_API_KEY": KEY}
    return str(run(store, bulk, environ=environ, again=True).turns["search"].reason or "")


def test_an_index_has_one_document_an_article(store: Store, bulk: Destinations) -> None:
    fill(store, range(12))
    with serving(Index()) as index:
        assert deliver(store, bulk, index) == ""
        assert len(index.documents) == 12
        assert set(index.keys[1:]) == {f"ApiKey {KEY}"}
        store.commit([page(0, title="Another title")], now=NOW + timedelta(hours=1))
        store.forget("https://harbour.example/1", NOW + timedelta(hours=2))
        assert deliver(store, bulk, index) == ""
    urls = {document["url"]: document for document in index.documents.values()}
    assert len(urls) == 11
    assert urls["https://harbour.example/0"]["title"] == "Another title"


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("503", "the index answered 503"),
        ("401", "the index answered 401"),
        ("busy", "the index is busy: some documents were not taken"),
        ("cut", "the index cannot be reached"),
    ],
)
def test_what_an_index_did_not_take_comes_again(
    store: Store, bulk: Destinations, mode: str, told: str
) -> None:
    fill(store, range(3))
    with serving(Index(mode)) as index:
        said = deliver(store, bulk, index)
        assert told in said
        assert KEY not in said
        assert deliver(store, bulk, index) == ""
        assert len(index.documents) == 3


def test_a_document_that_an_index_refuses_is_kept_and_holds_up_no_other(
    store: Store, bulk: Destinations, tmp_path: Path
) -> None:
    fill(store, range(3))
    with serving(Index("mapping")) as index:
        assert deliver(store, bulk, index) == ""
        assert len(index.documents) == 2
    (line,) = (tmp_path / "refused.jsonl").read_text("utf-8").splitlines()
    refused = json.loads(line)
    assert refused["reason"] == "failed to parse mapping"
    assert refused["article"]["id"] not in index.documents


@pytest.mark.parametrize(
    ("recipe", "module", "text"),
    [(LANGCHAIN, "langchain_core.documents", "page_content"), (LLAMA, "llama_index.core", "text")],
    ids=["langchain", "llama_index"],
)
def test_documents_for_a_vector_store(
    recipe: str,
    module: str,
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a class that takes the arguments which the libraries document for theirs."""
    made: list[dict[str, Any]] = []

    def document(**given: Any) -> SimpleNamespace:
        made.append(given)
        return SimpleNamespace(**given)

    names = module.split(".")
    for end in range(1, len(names) + 1):
        fake = ModuleType(".".join(names[:end]))
        vars(fake)["Document"] = document
        monkeypatch.setitem(sys.modules, fake.__name__, fake)
    monkeypatch.chdir(tmp_path)
    with Store.open("news.db") as store:
        fill(store, range(2))
    exec(compile(recipe, "docs/recipes.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == len(made) == 2
    assert made[0][text].startswith("harbour ")
    assert {one["metadata"]["url"][-2:] for one in made} == {"/0", "/1"}
    assert set(made[0]) <= {text, "id", "doc_id", "metadata", "excluded_embed_metadata_keys"}


def into_table(store: Store, folder: Path, url: str) -> str:
    (folder / "rows.py").write_text(ROWS, "utf-8")
    entry = Command(name="table", command=(sys.executable, "rows.py"), rows=10)
    turn = run(store, Destinations(folder, (entry,)), environ={"NEWS_URL": url}, again=True).turns["table"]
    return str(turn.reason or "")


def test_a_table_has_one_row_an_article(store: Store, tmp_path: Path) -> None:
    fill(store, range(12))
    url = f"sqlite:///{tmp_path}/news.db"
    assert into_table(store, tmp_path, url) == ""
    store.commit([page(0, title="Another title")], now=NOW + timedelta(hours=1))
    store.forget("https://harbour.example/1", NOW + timedelta(hours=2))
    assert into_table(store, tmp_path, url) == ""
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        rows = dict(database.execute("SELECT url, title FROM news").fetchall())
    assert len(rows) == 11
    assert rows["https://harbour.example/0"] == "Another title"


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("read-only", "attempt to write a readonly database"),
        ("locked", "database is locked"),
        ("another table", "has no column named url"),
        ("no folder", "unable to open database file"),
        ("no driver", "Can't load plugin"),
    ],
)
def test_what_a_database_did_not_take_comes_again(store: Store, tmp_path: Path, mode: str, told: str) -> None:
    fill(store, range(3))
    file = tmp_path / "news.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(
            "CREATE TABLE news (id TEXT)" if mode == "another table" else "CREATE TABLE other (id TEXT)"
        )
        if mode == "locked":
            other.execute("BEGIN EXCLUSIVE")
        urls = {
            "read-only": f"sqlite:///file:{file}?mode=ro&uri=true",
            "locked": f"sqlite:///{file}?timeout=0.1",
            "no folder": f"sqlite:///{tmp_path}/nowhere/news.db",
            "no driver": f"oddbase://news:{PASSWORD}@db.example/news",
        }
        said = into_table(store, tmp_path, urls.get(mode, f"sqlite:///{file}"))
        assert f"the database did not take the rows: {said.partition('rows: ')[2]}" in said
        assert told in said
        assert PASSWORD not in said
    assert into_table(store, tmp_path, f"sqlite:///{tmp_path}/whole.db") == ""


class MailServer(socketserver.StreamRequestHandler):
    """A fake of SMTP without TLS. `mode`: "ok", "busy" (421 at once), "unknown" (550), "cut"."""

    mode = "ok"
    letters: list[bytes]

    def handle(self) -> None:
        self.say("421 come back later" if self.mode == "busy" else "220 mail.example")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word == "DATA":
                if self.mode == "cut":
                    return
                self.say("354 go on")
                self.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            if word == "QUIT":
                self.say("221 bye")
                return
            refused = word.startswith("RCPT") and self.mode == "unknown"
            self.say("550 no such mailbox" if refused else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(mode: str) -> Iterator[tuple[int, list[bytes]]]:
    letters: list[bytes] = []
    kind = type("Ours", (MailServer,), {"mode": mode, "letters": letters})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), kind) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1], letters
        server.shutdown()


FINDING = {"kind": "quiet", "text": "collects nothing since 2026-11-09 06:00"}


def mail(port: int, findings: list[dict[str, str]], **environ: str) -> tuple[int, str]:
    report = {"run": 7, "sources": {"صدى": {"findings": findings}, "harbour": {"findings": []}}}
    environ |= {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(port)}
    environ |= {"MAIL_FROM": "warraq@news.example", "MAIL_TO": "desk@news.example"}
    done = subprocess.run(
        [sys.executable, "-c", MAIL],
        input=json.dumps(report),
        env=environ,
        text=True,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_findings_are_mailed_and_a_usual_run_is_not() -> None:
    with mail_server("ok") as (port, letters):
        assert mail(port, []) == (0, "")
        assert letters == []
        assert mail(port, [FINDING]) == (0, "")
    letter = message_from_bytes(letters[0], policy=policy.default)
    assert letter["Subject"] == "Warraq, run 7: 1 not as usual"
    assert letter.get_content().strip() == "صدى: collects nothing since 2026-11-09 06:00"


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("busy", "(421, b'come back later')"),
        ("unknown", "no such mailbox"),
        ("cut", "Connection unexpectedly closed"),
        ("no TLS", "STARTTLS extension not supported by server."),
        ("no server", "Connection refused"),
    ],
)
def test_a_mail_that_was_not_taken_is_one_line(mode: str, told: str) -> None:
    with mail_server(mode) as (port, letters):
        secret = {"MAIL_PASSWORD": PASSWORD} if mode == "no TLS" else {}
        code, said = mail(1 if mode == "no server" else port, [FINDING], **secret)
    assert (code, letters) == (1, [])
    assert said.startswith("the findings could not be mailed: ")
    assert told in said
    assert len(said.splitlines()) == 1
    assert PASSWORD not in said
