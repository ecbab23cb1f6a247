"""`warraq crawl`: the spider, then the dataset and the report."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler

from crawler.errors import InputError, StorageError
from crawler.fetching import guard
from crawler.fetching.credentials import Access
from crawler.runs.anomalies import QUIET
from crawler.runs.htmlreport import render
from crawler.runs.leases import Leases
from crawler.runs.plan import choose_sources, parse_since, require_contact
from crawler.runs.process import run_spider, settings_for
from crawler.runs.progress import Progress
from crawler.runs.report import COLUMNS, Report
from crawler.runs.run import Run
from crawler.runs.storecommands import export_articles, require_output
from crawler.sources.file import Source

FAIL_ON = (QUIET,)
LEFT_OUT = "left out: another run is at this site"
DISOBEYS = "robots.txt is not asked, as sources.toml says"
REASONS_SHOWN = 5  # a source; the report file has all
REPORTS_KEPT = 200  # files of each kind: two days of quarter hours; a month of rounds would be thousands


@dataclass
class CrawlResult:
    """What a crawl left behind."""

    report: Report
    dataset: Path | None  # None: none was wanted
    articles: int | None
    report_file: Path
    page: Path
    first: bool = False  # no earlier run of these sources is known

    @property
    def exit_code(self) -> int:
        return self.report.exit_code

    def to_json(self) -> dict[str, Any]:
        dataset = str(self.dataset) if self.dataset else None
        return {**self.report.to_json(), "dataset": dataset, "articles_in_dataset": self.articles}

    def _nothing(self) -> str:
        """What to say of a run that found nothing to fetch."""
        if all(source.left_out for source in self.report.sources.values()):
            return "Nothing was asked: another run is at work."
        if self.first:
            return "Nothing was found: no listing of these sources names an article that could be fetched."
        return "Nothing new since the last run."

    def show(self, console: Console) -> None:
        table = Table("source", *COLUMNS, title=f"run {self.report.run}: {self.report.outcome}")
        for column in table.columns[1:]:
            column.justify = "right"
        for row in self.report.rows():
            table.add_row(*map(escape, row), style="bold" if row[0] == "all" else "")
        console.print(table)
        for name, source in self.report.sources.items():
            for reason, count in source.reasons.most_common(REASONS_SHOWN):
                console.print(f"  {name}: {count} × {reason}", markup=False, soft_wrap=True)
            for reason, count in source.left.most_common(REASONS_SHOWN):
                console.print(
                    f"  {name}: {_links(count)} left: {reason}", markup=False, highlight=False, soft_wrap=True
                )
            for note in (*source.notes, *(finding.text for finding in source.findings)):
                console.print(f"  {name}: {note}", markup=False, soft_wrap=True)
        if not self.report.total("found") + self.report.total("fetched"):
            console.print(self._nothing())
        dataset = f"{self.articles} articles in {self.dataset}, " if self.dataset else ""
        console.print(f"{dataset}the run's report in {self.page}", markup=False, soft_wrap=True)


def _links(count: int) -> str:
    return "1 link" if count == 1 else f"{count} links"


class Crawl:
    """One crawl with everything that the command line said about how."""

    def __init__(
        self,
        *,
        database: str,
        contact: str,
        allow_private: Sequence[str],
        workers: int,
        log_level: str,
        quiet: bool,
        console: Console,
        fail_on: Sequence[str] = (),
        warc: Path | None = None,
    ) -> None:
        if unknown := set(fail_on) - set(FAIL_ON):
            raise InputError(f"--fail-on knows {', '.join(FAIL_ON)}", name=sorted(unknown)[0])
        self._database, self._quiet, self._console = database, quiet, console
        self._notes: dict[str, str] = {}  # source → what its report has to say before anything is fetched
        self._left_out: list[str] = []
        self._closed: Callable[[str], bool] = lambda source: False
        self._contact, self._allow_private, self._fail_on = contact, allow_private, tuple(fail_on)
        self._settings = settings_for(
            contact=contact,
            allow_private=allow_private,
            log_level=log_level,
            WARRAQ_DATABASE=database,
            WARRAQ_WARC=str(warc) if warc else "",
            WARRAQ_WORKERS=workers,
        )

    def run(
        self,
        *,
        sources: Path | None,
        targets: Sequence[str],
        saved: Sequence[Path],
        limit: int | None,
        since: str | None,
        backfill: bool,
        output: Path,
        due: bool = False,
        minutes: float | None = None,
        export: bool = True,
    ) -> CrawlResult:
        if export:
            require_output(str(output))
        if saved:
            run = self._read(saved, targets)
        else:
            private = [guard.host_and_port(name) for name in self._allow_private]
            if since:
                parse_since(since, datetime.now(UTC))  # a wrong one makes no store
            chosen = choose_sources(sources, targets, private)
            require_contact(chosen, self._contact, limit=limit, backfill=backfill)
            for source in chosen:
                Access.of(source, os.environ)  # what cannot be had is said before anything is done
            arguments = {"limit": limit, "since": since, "minutes": minutes}
            flags = {"backfill": "1" if backfill else "", "due": "1" if due else ""}
            run = self._crawl(chosen, arguments | flags)
        try:
            articles = export_articles(self._database, str(output)) if export else None
            file, page = _write_report(run, output.parent / "reports")
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}; the store itself is whole"
            raise StorageError(message, url=str(error.filename or output)) from error
        return CrawlResult(run.report, output if export else None, articles, file, page, not run.past)

    def _read(self, saved: Sequence[Path], targets: Sequence[str]) -> Run:
        return self._spider("saved", path=",".join(map(str, saved)), source=",".join(targets))

    def _crawl(self, chosen: Sequence[Source], arguments: dict[str, Any]) -> Run:
        """Crawls those of the chosen sources whose site nobody else is crawling now."""
        with Leases(self._database) as leases:
            ours = leases.take({source.site for source in chosen})
            free = [source for source in chosen if source.site in ours]
            self._left_out = [source.name for source in chosen if source.site not in ours]
            self._notes = dict.fromkeys(self._left_out, LEFT_OUT)
            self._notes |= {source.name: DISOBEYS for source in free if not source.obey_robots}
            sites = {source.name: source.site for source in free}
            self._closed = lambda name: sites.get(name) in leases.lost
            if not free:
                return self._nothing()
            return self._spider("news", chosen=free, **arguments)

    def _nothing(self) -> Run:
        """A run that had nothing to ask for, on record as any other."""
        run = Run(self._database, command=" ".join(sys.argv))
        self._prepare(run)
        run.finish()
        return run

    def _spider(self, spider: str, **arguments: object) -> Run:
        crawler = run_spider(self._settings, spider, self._console, opened=self._show, **arguments)
        run = Run.of(crawler)
        if run.report.ended is None:  # stopped at once: Scrapy had no time to close the spider
            run.finish(run.ending)
        return run

    def _prepare(self, run: Run) -> None:
        run.report.fail_on, run.rows.closed = self._fail_on, self._closed
        for name, note in self._notes.items():
            run.report.of(name).notes.append(note)
        for name in self._left_out:
            run.report.of(name).left_out = True

    def _show(self, crawler: Crawler) -> None:
        self._prepare(Run.of(crawler))
        progress = Progress(Run.of(crawler).report, console=self._console, quiet=self._quiet)
        progress.start()
        crawler.signals.connect(progress.stop, signals.spider_closed, weak=False)


def _write_report(run: Run, folder: Path) -> tuple[Path, Path]:
    """As JSON and as a page; the oldest ones go, for the store has all."""
    folder.mkdir(parents=True, exist_ok=True)
    file, page = folder / f"run-{run.id}.json", folder / f"run-{run.id}.html"
    report = run.report.to_json()
    file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    page.write_text(render(report, run.past), "utf-8")
    for suffix in (".json", ".html"):
        numbers = {int(p.stem[4:]): p for p in folder.glob(f"run-*{suffix}") if p.stem[4:].isdecimal()}
        for number in sorted(numbers)[:-REPORTS_KEPT]:
            numbers[number].unlink(missing_ok=True)
    return file, page
