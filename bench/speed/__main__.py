"""Warraq, the naive crawler and Scrapy that only fetches, in alternation, on a news web on loopback.

    python -m bench.speed [--sites 20] [--articles 100] [--runs 5] [--only warraq,naive] [--files] [-- …]

The news web and the naive crawler are two programs beside the repository (`--programs`, ../shared/bench), fed
with sets of pages (`--sets`). Where they are missing, Warraq crawls the demo's web, and nothing is compared.
With --files it is `warraq extract` over saved pages against trafilatura's own command, two processes each.

A machine is never quiet: what counts is CPU a page, and the median of the ratios of runs that followed one
another.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, PIPE, Popen, run

import msgspec

from bench.speed.meter import Cost, measure
from crawler.console import Console, Table
from demo.crawl import SOURCE, sources_toml
from demo.server import DemoWeb

PROGRAMS = Path("../shared/bench")
SETS = ("../shared/corpus/news-sites", "../shared/corpus/news-world")
WARRAQ = [sys.executable, "-m", "crawler.cli"]
REFERENCE = ("naive", "trafilatura")  # what the others are compared with


@dataclass(frozen=True)
class Contender:
    """A command, made for a new folder, and how many pages it left there."""

    name: str
    command: Callable[[Path], list[str]]
    pages: Callable[[Path], int]


@dataclass(frozen=True)
class Measured:
    """One run of one contender."""

    cost: Cost
    pages: int

    @property
    def rate(self) -> float:
        return self.pages / self.cost.wall

    @property
    def cpu(self) -> float:
        """Milliseconds a page."""
        return 1000 * self.cost.cpu / max(self.pages, 1)


def crawl(sources: str, *more: str) -> Contender:
    """`warraq crawl` of these sources, with an empty store."""

    def command(folder: Path) -> list[str]:
        (folder / "sources.toml").write_text(sources, "utf-8")
        options = ["--sources", str(folder / "sources.toml"), "--database", str(folder / "warraq.db")]
        return [*WARRAQ, "crawl", *options, "--output", str(folder / "out.jsonl"), "--json", "-q", *more]

    def pages(folder: Path) -> int:
        report = msgspec.json.decode((folder / "stdout").read_bytes())
        return sum(source["fetched"] for source in report["sources"].values())

    return Contender("warraq", command, pages)


def naive(program: Path, mode: str, sites: int, port: int) -> Contender:
    """The naive crawler, or its fetching alone."""
    return Contender(
        "naive" if mode == "full" else "fetch only",
        lambda folder: [sys.executable, str(program), str(sites), str(port), str(folder / "out"), mode],
        lambda folder: _lines(folder / "out"),
    )


def extract(saved: Path) -> Contender:
    command = [*WARRAQ, "extract", str(saved), "--workers", "2", "--quiet", "-o"]
    return Contender(
        "warraq", lambda folder: [*command, str(folder / "out")], lambda folder: _lines(folder / "out")
    )


def trafilatura(saved: Path) -> Contender:
    program = [str(Path(sys.executable).parent / "trafilatura"), "--parallel", "2", "--json"]
    return Contender(
        "trafilatura",
        lambda folder: [*program, "--input-dir", str(saved), "--output-dir", str(folder / "out")],
        lambda folder: len(list((folder / "out").rglob("*.json"))),
    )


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def once(contender: Contender) -> Measured:
    """One run in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = contender.command(folder)
        with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as errors:
            cost = measure(command, stdout=out, stderr=errors)
        if cost.code:
            raise RuntimeError(f"{contender.name} ended with {cost.code}: {(folder / 'stderr').read_text()}")
        return Measured(cost, contender.pages(folder))


def alternate(contenders: Sequence[Contender], runs: int) -> dict[str, list[Measured]]:
    """Each contender in turn, `runs` times."""
    found: dict[str, list[Measured]] = defaultdict(list)
    for _ in range(runs):
        for contender in contenders:
            found[contender.name].append(one := once(contender))
            print(f"{contender.name}: {one.pages} pages, {one.rate:.1f}/s, {one.cpu:.1f} ms", file=sys.stderr)
    return found


def show(found: dict[str, list[Measured]], console: Console) -> None:
    """Medians; ratios of neighbouring runs; then CPU and memory of each process and thread."""
    reference = next((name for name in REFERENCE if name in found), None)
    table = Table("", "pages/s", "CPU ms a page", f"rate against {reference}", "CPU against it")
    for name, runs in found.items():
        row = [f"{median(one.rate for one in runs):.1f}", f"{median(one.cpu for one in runs):.1f}"]
        if reference:
            pairs = list(zip(runs, found[reference], strict=True))
            row += [f"{median(one.rate / other.rate for one, other in pairs):.2f}"]
            row += [f"{median(other.cpu / one.cpu for one, other in pairs):.2f}"]
        table.row(name, *row)
    console.print(table)
    for name, runs in found.items():
        threads = {key for one in runs for key in one.cost.threads}
        table = Table(f"{name}: process/thread", "CPU ms a page", "peak MB")
        for key in sorted(threads):
            cpu = median(1000 * one.cost.threads.get(key, 0.0) / max(one.pages, 1) for one in runs)
            memory = max(one.cost.memory.get(key, 0.0) for one in runs)
            table.row(key, f"{cpu:.2f}", f"{memory:.0f}" if memory else "")
        console.print(table)


@contextmanager
def newsweb(options: argparse.Namespace) -> Iterator[str]:
    """The news web, served; gives its sources file."""
    sources = "\n".join(_source(number, options.port) for number in range(options.sites))
    if options.up:
        yield sources
        return
    command = [sys.executable, str(options.programs / "newsweb.py"), *options.sets, "--gzip"]
    command += ["--sites", str(options.sites), "--articles", str(options.articles)]
    with Popen([*command, "--port", str(options.port)], stdout=PIPE, stderr=DEVNULL, text=True) as web:
        try:
            assert web.stdout is not None
            if not web.stdout.readline().startswith("ready"):
                raise RuntimeError("the news web does not start")
            yield sources
        finally:
            web.kill()


def _source(number: int, port: int) -> str:
    url = f"http://127.0.{1 + number // 250}.{1 + number % 250}:{port}"
    entry = SOURCE.format(name=f"daily-{number}", url=url, language="")
    return entry.replace('language = ""\n', "limit = 100000\n")


@contextmanager
def written(options: argparse.Namespace) -> Iterator[Path]:
    """The news web's articles as files."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(options.programs / "newsweb.py"), *options.sets, "--write", folder]
        command += ["--sites", str(options.sites), "--articles", str(options.articles)]
        run(command, check=True, stderr=DEVNULL)
        yield Path(folder)


def measured(options: argparse.Namespace, more: Sequence[str]) -> dict[str, list[Measured]]:
    program = options.programs / "naive.py"
    if options.files:
        with written(options) as saved:
            return alternate(chosen([extract(saved), trafilatura(saved)], options.only), options.runs)
    if not program.exists():
        with DemoWeb() as web:
            return alternate([crawl(sources_toml(web), *more)], options.runs)
    with newsweb(options) as sources:
        peers = [naive(program, mode, options.sites, options.port) for mode in ("full", "fetch")]
        return alternate(chosen([crawl(sources, *more), *peers], options.only), options.runs)


def chosen(contenders: Sequence[Contender], only: str) -> list[Contender]:
    return [one for one in contenders if not only or one.name in only.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--programs", type=Path, default=PROGRAMS)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--articles", type=int, default=100, help="a site")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--port", type=int, default=8801)
    parser.add_argument("--up", action="store_true", help="the news web is served at that port already")
    parser.add_argument("--only", default="", help="some of: warraq, naive, fetch only, trafilatura")
    parser.add_argument("--files", action="store_true")
    options, more = parser.parse_known_args()
    show(measured(options, [word for word in more if word != "--"]), Console())


if __name__ == "__main__":
    main()
