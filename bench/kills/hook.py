"""A webhook's server for the kills: it notes what came under which key, and now and then drops the line."""

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

from bench.kills.tally import Row, Tally

DROPPED = 0.1  # of the requests get no answer although their rows were taken


@dataclass
class Hook:
    """What came: (key, body) of each request."""

    url: str
    came: list[tuple[str, bytes]] = field(default_factory=list)

    def judge(self, wanted: set[Row], tally: Tally) -> None:
        """Each row came, under one key; each key had one body."""
        keys: dict[Row, set[str]] = {}
        times: Counter[Row] = Counter()
        bodies: set[tuple[str, bytes]] = set()
        for key, body in self.came:
            records = [msgspec.json.decode(line) for line in body.splitlines()]
            # A record's address may give way to a better one in its place (`_lead` in storage/articles.py).
            lasting = [{name: value for name, value in one.items() if name != "url"} for one in records]
            bodies.add((key, msgspec.json.encode(lasting)))
            for record in records:
                row = record["id"], record["revision"]
                keys.setdefault(row, set()).add(key)
                times[row] += 1
        tally.compare(wanted, Counter(dict.fromkeys(times, 1)))
        tally.rekeyed += sum(len(found) > 1 for found in keys.values())
        tally.sent_again += sum(count - 1 for count in times.values())
        if len(bodies) != len({key for key, _ in bodies}):
            tally.problems.append("a key with two bodies")


@contextmanager
def serving(chance: random.Random) -> Iterator[Hook]:
    """Serves on loopback."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed in the middle
                self.close_connection = True
                return
            with lock:
                hook.came.append((self.headers["webhook-id"], body))
                dropped = chance.random() < DROPPED
            if dropped:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(204)
            self.end_headers()

        def handle(self) -> None:
            with suppress(OSError):
                super().handle()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        hook = Hook(f"http://127.0.0.1:{server.server_address[1]}/articles")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield hook
        finally:
            server.shutdown()
            thread.join()
