"""A real HTTP server on loopback that receives webhooks and fails in named ways, and a store to deliver."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

from crawler.items import Article
from pipelines.delivery.deliver import Report, deliver
from pipelines.storage import Store
from tests.pipelines.making import NOW, article

HANG = 30.0  # seconds: longer than any time-out of the tests


def clock() -> datetime:
    return datetime.now(UTC)


def page(number: int, source: str = "harbour", **more: Any) -> Article:
    """An article with a text of its own."""
    words = f"{source} {number}: ship {number * 7919} of the line {number * 104729} came in on time."
    return article(f"https://{source}.example/{number}", source=source, body=(words,), **more)


def fill(store: Store, numbers: Sequence[int], source: str = "harbour", now: datetime = NOW) -> None:
    store.commit([page(number, source) for number in numbers], now=now)


def run(store: Store, destinations: Any, **more: Any) -> Report:
    return deliver(store, destinations, clock, **{"environ": {}, **more})


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    """Until it is so; a machine that is busy may need long."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The file's rows; the last line is whole, too."""
    data = path.read_bytes()
    assert data == b"" or data.endswith(b"\n")
    return [msgspec.json.decode(line) for line in data.splitlines()]


@dataclass
class Receiver:
    """What came, and how to answer: each request takes the next mode, then all are "ok".

    Modes: a status code; "hang" (no answer), "drip" (a byte now and then), "cut" (takes the rows, then
    drops the connection without an answer).
    """

    url: str = ""
    modes: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)  # of acknowledged and cut requests
    ended: threading.Event = field(default_factory=threading.Event)

    def keys(self) -> list[str]:
        return [headers["webhook-id"] for headers in self.headers]

    def rows(self) -> list[tuple[str, int]]:
        """(id, revision) of what was taken, request by request."""
        lines = (msgspec.json.decode(line) for body in self.taken for line in body.splitlines())
        return [(row["id"], row["revision"]) for row in lines]


@contextmanager
def receiving(*modes: str, certificate: Path | None = None) -> Iterator[Receiver]:
    """Serves on loopback, over TLS with a certificate (a file with its key)."""
    receiver = Receiver(modes=list(modes))
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                mode = receiver.modes.pop(0) if receiver.modes else "200"
                receiver.headers.append(dict(self.headers.items()))
                receiver.bodies.append(body)
                if mode in ("200", "204", "cut"):
                    receiver.taken.append(body)
            self.answer(mode)

        def answer(self, mode: str) -> None:
            self.close_connection = True
            if mode == "hang":
                receiver.ended.wait(HANG)
            elif mode == "drip":
                while not receiver.ended.wait(0.05):
                    self.wfile.write(b"H")
            elif mode == "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                status, _, after = mode.partition(" ")
                self.send_response(int(status))
                if after:
                    self.send_header("Retry-After", after)
                if status.startswith("3"):
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True  # the client gave up, as it should

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        scheme = "https" if certificate else "http"
        receiver.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/articles?to=search"
        try:
            yield receiver
        finally:
            receiver.ended.set()
            server.shutdown()
            thread.join()
