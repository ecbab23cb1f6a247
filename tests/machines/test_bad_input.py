"""What workers meet that is nobody's plan: a password that is refused, a partition, a clock ahead."""

import asyncio
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from procrastinate.jobs import Status

from crawler.errors import StorageError
from crawler.items import Article
from crawler.machines.job import Again, SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.queueing import Schedule
from crawler.machines.worker import OTHER_VERSION, Machine, open_shared
from crawler.ops.followed import Followed
from crawler.runs.engines import Order
from crawler.sources.file import Source
from pipelines.storage import Log, Store
from tests.pipelines.making import article, rows

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


def waiting(url: str) -> list[tuple[str, dict[str, object]]]:
    """The sites that wait, and what their jobs say."""
    found = rows(url, "SELECT lock, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY lock")
    return [(lock, arguments) for lock, arguments in found]


def test_a_job_of_a_newer_version_waits_for_a_worker_that_knows_it(url: str) -> None:
    """Two versions of workers at once: the older one gives back what it cannot read, whole."""
    job = SiteJob((Source(name="harbour", url=f"https://{SITE}/"),))
    newer = msgspec.json.decode(msgspec.json.encode({**job.arguments(), "region": "north"}))

    async def work() -> None:
        one = Queue(url)
        with Store.open(url) as store:
            machine = Machine(store, one, Order(url), rounds=1, minutes=1)
            async with one.open():
                await machine._take(newer, SITE)

    asyncio.run(work())
    assert waiting(url) == [(SITE, newer)]
    [[wait]] = rows(url, "SELECT extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs")
    assert 0 < wait <= OTHER_VERSION, "another is asked soon"


def test_a_job_of_an_older_version_is_read() -> None:
    """It lacks what came later."""
    source = Source(name="harbour", url=f"https://{SITE}/")
    assert SiteJob.read({"sources": [{"name": "harbour", "url": f"https://{SITE}/"}]}) == SiteJob((source,))


HARBOUR, VALLEY = (
    f'[[source]]\nname = "{name}"\nurl = "https://{name}.example/"\n' for name in ("harbour", "valley")
)


def test_a_source_that_is_deleted_while_it_is_crawled_does_not_come_back(url: str, tmp_path: Path) -> None:
    """Its slice ends as usual; what that had left is taken out of the queue."""
    file = tmp_path / "sources.toml"
    file.write_text(HARBOUR + VALLEY, "utf-8")
    followed = Followed(file, "you@example.org")
    followed.load()
    one = Queue(url)

    async def work() -> None:
        with Store.open(url) as store:
            schedule = Schedule(followed, store, one, clock=lambda: NOW)
            async with one.open():
                await schedule.look()
                worker = await one.app.job_manager.register_worker()
                taken = await one.app.job_manager.fetch_job([CRAWL], worker)
                assert taken is not None
                deleted = SiteJob.read(dict(taken.task_kwargs))
                file.write_text(VALLEY if deleted.names == ("harbour",) else HARBOUR, "utf-8")
                await schedule.look()
                assert len(store.queued_locks(CRAWL)) == 2, "it is in hand still"
                assert await one.give_back(Again(deleted, "its slice of time was over"))
                await one.app.job_manager.finish_job(taken, Status.SUCCEEDED, delete_job=True)
                await schedule.look()
                assert deleted.site not in store.queued_locks(CRAWL)
                assert len(store.queued_locks(CRAWL)) == 1
                await schedule.look()
                assert schedule._gone == {}, "and that is that"

    asyncio.run(work())


def test_what_a_clock_an_hour_ahead_put_off_is_due_again(database: str) -> None:
    ahead = NOW + timedelta(hours=1)
    with Store.open(database) as store:
        store.start_run(ahead, "crawl")
        store.commit(pages(), now=ahead)
        assert store.set_right(NOW) == (ahead, 5)
        assert store.set_right(ahead) is None
