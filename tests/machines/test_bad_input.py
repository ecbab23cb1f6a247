"""What workers meet that is nobody's plan: a password that is refused, a partition, a clock ahead."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from crawler.errors import StorageError
from crawler.items import Article
from crawler.machines.worker import open_shared
from pipelines.storage import Log, Store
from tests.pipelines.making import article

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SITE, PASSWORD = "harbour.example", "hidden-and-wrong"
LEASE = timedelta(seconds=40)
# https://www.postgresql.org/docs/current/protocol-message-formats.html: asked for before anything is said.
SSL, GSS = 80877103, 80877104


class _Refusing(socketserver.BaseRequestHandler):
    """Speaks PostgreSQL's protocol as far as to refuse whoever comes, as a server does a wrong password."""

    def handle(self) -> None:
        while True:
            head = self.request.recv(8, 0x100)  # MSG_WAITALL
            if len(head) < 8:
                return
            length, code = struct.unpack("!II", head)
            self.request.recv(length - 8) if length > 8 else None
            if code not in (SSL, GSS):
                break
            self.request.sendall(b"N")
        said = b'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "ann"\0\0'
        self.request.sendall(b"E" + struct.pack("!I", 4 + len(said)) + said)


@contextmanager
def refusing() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_password_that_is_refused_is_one_line_without_it() -> None:
    with refusing() as port, pytest.raises(StorageError) as caught:
        open_shared(f"postgresql://ann:{PASSWORD}@127.0.0.1:{port}/news?sslmode=disable")
    assert "password authentication failed" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert "\n" not in str(caught.value)


def pages() -> list[Article]:
    return [article(f"https://{SITE}/{n}", source="harbour", body=(f"Ship {n} came.",)) for n in range(5)]


def test_a_worker_that_was_cut_off_finds_its_site_taken_and_stores_nothing_twice(database: str) -> None:
    """It is away for two minutes with a batch in flight; another has crawled its site by then."""
    with Store.open(database) as cut_off, Store.open(database) as other:
        assert cut_off.lease(SITE, "cut off", NOW, NOW + LEASE)
        assert not other.lease(SITE, "other", NOW + LEASE / 2, NOW + 2 * LEASE), "its lease still runs"
        back = NOW + timedelta(minutes=2)
        assert other.lease(SITE, "other", NOW + LEASE, back + LEASE)
        other.commit(pages(), now=NOW + LEASE)
        end = Log(other).end()
        assert not cut_off.lease(SITE, "cut off", back, back + LEASE)
        outcomes = cut_off.commit(pages(), now=back)
        assert [str(outcome.status) for outcome in outcomes] == ["unchanged"] * 5
        assert Log(other).end() == end
        cut_off.release_all("cut off")
        assert not cut_off.lease(SITE, "third", back, back + LEASE), "it gives back nothing of another's"


def test_what_a_clock_an_hour_ahead_put_off_is_due_again(database: str) -> None:
    ahead = NOW + timedelta(hours=1)
    with Store.open(database) as store:
        store.start_run(ahead, "crawl")
        store.commit(pages(), now=ahead)
        assert store.set_right(NOW) == (ahead, 5)
        assert store.set_right(ahead) is None
