"""Small web archives by Ray, with one worker and with two in turn; then killed on the way, and gone on with.

Each run is a program of its own (`python -m bench.machines.rayrun`), with as many of Ray's processors as it
has workers, so that a kill ends Ray as well. The archives hold pages of one template, of an address each.
"""

import gzip
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGES = 10  # of an archive
LOOK = 0.1  # seconds between two looks at how many archives are done
PATIENCE = 3600.0
# Some 50 KB, as a page of a news site has: menus, an article, other stories, scripts.
PAGE = """<!doctype html><html lang=en><head><title>Ship {0} came in | Harbour Post</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="Harbour Post">
{scripts}</head>
<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>Ship {0} came in</h1>
<p class=byline>By Anna Writer</p><time datetime="2026-01-01T09:00:00Z">1 January 2026</time>{text}</article>
<aside class=related><h2>More stories</h2>{others}</aside></main>
<footer><ul>{menu}</ul></footer></body></html>"""
MENU = "".join(f'<li class="nav-item"><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
TEASER = """<div class="teaser card"><a href="/2026/other-{0}.html">
<h3>The council votes on bridge {0}</h3></a><p>It is to be open before the summer of 20{0}.</p></div>"""
OTHERS = "".join(map(TEASER.format, range(27, 87)))
SCRIPTS = "".join(f"<script>window.setting{n} = 'the value of {n}';</script>" for n in range(400))
WORDS = """<p>The council of the harbour town voted on Monday to rebuild the old lighthouse number {0},
after a debate of {1} hours in which its {1} members spoke.</p>"""


class Ran(msgspec.Struct):
    """What a run says of itself. `seconds` are without Ray's own beginning."""

    seconds: float
    archives: int
    records: int
    failed: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Seconds of each pair of runs: with one worker, and with two."""

    pairs: Sequence[tuple[float, float]]

    @property
    def ratio(self) -> float:
        return median(one / two for one, two in self.pairs)


@dataclass(frozen=True, slots=True)
class Resumed:
    """A run that was killed after `done` of the archives, and the one that went on."""

    archives: int
    done: int
    seconds: float  # of the run that went on
    missing: int  # pages without a record
    twice: int  # records too many


def compare(archives: int, runs: int) -> Compared:
    with _archives(archives) as folder:
        pairs = []
        for _ in range(runs):
            pair = [_timed(folder, archives, workers) for workers in (1, 2)]
            print(f"one worker {pair[0]:.1f} s, two {pair[1]:.1f} s", file=sys.stderr, flush=True)
            pairs.append((pair[0], pair[1]))
        return Compared(pairs)


def resume(archives: int, share: float) -> Resumed:
    """Kills a run with two workers when so much of it is done, all of its processes at once."""
    with _archives(archives) as folder, tempfile.TemporaryDirectory() as name:
        out = Path(name)
        with _run(folder, out, 2) as first:
            begun = time.monotonic()
            while (done := len(list(out.glob(".done/*.json")))) < archives * share:
                if first.poll() is not None or time.monotonic() - begun > PATIENCE:
                    raise RuntimeError(f"it ended after {done} archives, before it was killed")
                time.sleep(LOOK)
        with _run(folder, out, 2) as second:
            ran = _ran(second)
        urls = written(out)
        return Resumed(
            archives, done, ran.seconds, archives * PAGES - len(set(urls)), len(urls) - len(set(urls))
        )


def written(folder: Path) -> list[str]:
    """The addresses of all records of a folder."""
    lines = (line for file in folder.glob("*.gz") for line in gzip.decompress(file.read_bytes()).splitlines())
    return [msgspec.json.decode(line)["url"] for line in lines]


def make(folder: Path, archives: int) -> None:
    """So many archives, with pages that are numbered through."""
    for number in range(archives):
        (folder / f"{number:05}.warc.gz").write_bytes(_warc(number * PAGES))


def _warc(first: int) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number in range(first, first + PAGES):
        body = io.BytesIO(_page(number).encode())
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        url = f"https://harbour.example/2026/{number}.html"
        writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=http))
    return out.getvalue()


def _page(number: int) -> str:
    text = "".join(WORDS.format(number, hours) for hours in range(2, 22))
    return PAGE.format(number, text=text, menu=MENU, others=OTHERS, scripts=SCRIPTS)


@contextmanager
def _archives(count: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), count)
        yield Path(folder)


@contextmanager
def _run(folder: Path, out: Path, workers: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A run; in the end all of its processes are killed, Ray's as well."""
    command = [sys.executable, "-m", "bench.machines.rayrun", str(folder), str(out), str(workers)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        for pid in _session(process.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()


def _session(leader: int) -> list[int]:
    """The processes of a session, and their descendants: Ray puts its own into groups of their own."""
    found, parents = {leader}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        pid = int(path.parent.name)
        parents[pid] = int(fields[1])
        if int(fields[3]) == leader:
            found.add(pid)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def _timed(folder: Path, archives: int, workers: int) -> float:
    with tempfile.TemporaryDirectory() as out, _run(folder, Path(out), workers) as process:
        ran = _ran(process)
        if (ran.archives, ran.records) != (archives, archives * PAGES):
            raise RuntimeError(f"of {archives} archives it made {ran}")
        return ran.seconds


def _ran(process: "subprocess.Popen[bytes]") -> Ran:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(b"{"):
            return msgspec.json.decode(line, type=Ran)
    raise RuntimeError(f"the run ended with {process.wait()}")
