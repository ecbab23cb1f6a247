"""`warraq crawl`: one engine or several, then the dataset and the report."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.console import Console, Table
from crawler.errors import InputError, StorageError
from crawler.fetching import guard
from crawler.fetching.agent import user_agent
from crawler.fetching.credentials import Access
from crawler.runs.anomalies import KINDS
from crawler.runs.engines import Order, children_of, divide, parse_workers
from crawler.runs.plan import choose_sources, parse_since, require_contact
from crawler.runs.report import COLUMNS, Report
from crawler.runs.storecommands import export_articles, require_output
from crawler.runs.supervise import crawl_together
from crawler.sources.file import Source
from crawler.text import counted

REASONS_SHOWN = 5  # a source; the report file has all

Reports = tuple[Report, Sequence[dict[str, Any]]]  # the run's, and those of earlier runs


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
        if not self.report.sources:
            return "Nothing was found: what was given holds no page."
        if all(source.left_out for source in self.report.sources.values()):
            return "Nothing was asked: another run is at work."
        if self.first:
            return "Nothing was found: no listing of these sources names an article that could be fetched."
        return "Nothing new since the last run."

    def show(self, console: Console) -> None:
        title = f"run {self.report.run}: {self.report.outcome}"
        table = Table("source", *COLUMNS, right=COLUMNS, title=title)
        for row in self.report.rows():
            table.row(*row, bold=row[0] == "all")
        console.print(table)
        for name, source in self.report.sources.items():
            for reason, count in source.reasons.most_common(REASONS_SHOWN):
                console.print(f"  {name}: {count} × {reason}")
            for reason, count in source.left.most_common(REASONS_SHOWN):
                console.print(f"  {name}: {counted(count, 'link')} left: {reason}")
            for said, count in source.rights.most_common(REASONS_SHOWN):
                console.print(f"  {name}: {count} with rights: {said}")
            for note in (*source.told(), *(finding.text for finding in source.findings)):
                console.print(f"  {name}: {note}")
        if not self.report.total("found") + self.report.total("fetched"):
            console.print(self._nothing())
        dataset = f"{counted(self.articles or 0, 'article')} in {self.dataset}, " if self.dataset else ""
        console.print(f"{dataset}the run's report in {self.page}")


class Crawl:
    """One crawl with everything that the command line said about how."""

    def __init__(
        self,
        *,
        database: str,
        contact: str,
        allow_private: Sequence[str],
        workers: str,
        log_level: str,
        quiet: bool,
        console: Console,
        fail_on: Sequence[str] = (),
        warc: Path | None = None,
        browser: str = "",
    ) -> None:
        if unknown := set(fail_on) - set(KINDS):
            raise InputError(f"--fail-on knows {', '.join(KINDS)}", name=sorted(unknown)[0])
        user_agent("", contact)  # refuses what reaches nobody
        self._private = [guard.host_and_port(name) for name in allow_private]
        self._workers = parse_workers(workers)
        self._quiet, self._console = quiet, console
        self._order = Order(
            database,
            settings={"WARRAQ_WARC": str(warc) if warc else "", "WARRAQ_BROWSER": browser},
            contact=contact,
            allow_private=tuple(allow_private),
            log_level=log_level,
            fail_on=tuple(fail_on),
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
            report, past = self._read(saved, targets)
        else:
            if since is not None:
                parse_since(since, datetime.now(UTC))  # a wrong one makes no store
            chosen = choose_sources(sources, targets, self._private)
            require_contact(chosen, self._order.contact, limit=limit, backfill=backfill)
            for source in chosen:
                Access.of(source, os.environ)  # what cannot be had is said before anything is done
            arguments = {"limit": limit, "since": since, "minutes": minutes}
            flags = {"backfill": "1" if backfill else "", "due": "1" if due else ""}
            report, past = self._crawl(chosen, arguments | flags)
        from crawler.runs import reportfiles  # what fills a page is loaded when there is one to fill

        try:
            articles = export_articles(self._order.database, str(output)) if export else None
            file, page = reportfiles.write(report.to_json(), past, output.parent / "reports")
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}; the store itself is whole"
            raise StorageError(message, url=str(error.filename or output)) from error
        return CrawlResult(report, output if export else None, articles, file, page, not past)

    def _read(self, saved: Sequence[Path], targets: Sequence[str]) -> Reports:
        from crawler.runs.crawlsites import read_saved

        arguments = {"path": ",".join(map(str, saved)), "source": ",".join(targets)}
        order = replace(self._order, arguments=arguments, workers=self._workers or 0)
        run = read_saved(order, self._console, self._quiet)
        return run.report, run.past

    def _crawl(self, chosen: Sequence[Source], arguments: dict[str, Any]) -> Reports:
        """By one engine in this process, or by several in theirs."""
        shares = divide(chosen, self._workers)
        order = replace(self._order, arguments=arguments, workers=children_of(len(shares)))
        if len(shares) > 1:
            orders = [replace(order, chosen=share) for share in shares]
            return crawl_together(chosen, orders, self._console, self._quiet)
        from crawler.runs.crawlsites import crawl_alone  # Scrapy, which a supervisor has no use for

        run = crawl_alone(replace(order, chosen=shares[0]), self._console, self._quiet)
        return run.report, run.past
