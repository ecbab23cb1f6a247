"""`warraq crawl`: the spider, then the dataset and the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from scrapy import signals

from crawler.errors import StorageError
from crawler.runs.process import run_spider, settings_for
from crawler.runs.progress import Progress
from crawler.runs.reading import export_articles
from crawler.runs.report import COLUMNS, Report
from crawler.runs.run import Run

PARTIAL = 4
INTERRUPTED = 130
KILLED = "stopped at once"  # by a second Ctrl-C
REASONS_SHOWN = 5  # a source; the report file has all


@dataclass
class CrawlResult:
    """What a crawl left behind."""

    report: Report
    dataset: Path
    articles: int
    report_file: Path

    @property
    def exit_code(self) -> int:
        if self.report.outcome in ("shutdown", KILLED):
            return INTERRUPTED
        if self.report.outcome == "storage":
            return StorageError.exit_code
        return PARTIAL if self.empty_sources() else 0

    def empty_sources(self) -> list[str]:
        """Sources of which nothing came although something failed."""
        return [
            name
            for name, source in self.report.sources.items()
            if not any(
                source.counts[column] for column in ("stored", "duplicates", "unchanged", "not articles")
            )
            and source.reasons
        ]

    def to_json(self) -> dict[str, Any]:
        return {**self.report.to_json(), "dataset": str(self.dataset), "articles_in_dataset": self.articles}

    def show(self, console: Console) -> None:
        table = Table("source", *COLUMNS, title=f"run {self.report.run}: {self.report.outcome}")
        for column in table.columns[1:]:
            column.justify = "right"
        for row in self.report.rows():
            table.add_row(*row, style="bold" if row[0] == "all" else "")
        console.print(table)
        for name, source in self.report.sources.items():
            for reason, count in source.reasons.most_common(REASONS_SHOWN):
                console.print(f"  {name}: {count} × {reason}", markup=False, soft_wrap=True)
            for note in source.notes:
                console.print(f"  {name}: {note}", markup=False, soft_wrap=True)
        if not self.report.total("found") + self.report.total("fetched"):
            console.print("Nothing new since the last run.")
        where = f"{self.articles} articles in {self.dataset}, the run's report in {self.report_file}"
        console.print(where, soft_wrap=True)


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
    ) -> None:
        self._database, self._quiet, self._console = database, quiet, console
        self._settings = settings_for(
            contact=contact,
            allow_private=allow_private,
            log_level=log_level,
            WARRAQ_DATABASE=database,
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
    ) -> CrawlResult:
        from crawler.spiders.news import NewsSpider
        from crawler.spiders.saved import SavedSpider

        if saved:
            arguments: dict[str, Any] = {"path": ",".join(map(str, saved)), "source": ",".join(targets)}
            report = self._crawl(SavedSpider, arguments)
        else:
            arguments = {"sources": sources, "only": ",".join(targets), "limit": limit, "since": since}
            report = self._crawl(NewsSpider, arguments | {"backfill": "1" if backfill else ""})
        report_file = output.parent / "reports" / f"run-{report.run}.json"
        try:
            articles = export_articles(self._database, str(output))
            report_file.parent.mkdir(parents=True, exist_ok=True)
            text = msgspec.json.format(msgspec.json.encode(report.to_json()), indent=2)
            report_file.write_bytes(text + b"\n")
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}; the store itself is whole"
            raise StorageError(message, url=str(error.filename or output)) from error
        return CrawlResult(report, output, articles, report_file)

    def _crawl(self, spider: Any, arguments: dict[str, Any]) -> Report:
        crawler = run_spider(self._settings, spider, self._console, opened=self._show, **arguments)
        run = Run.of(crawler)
        if run.report.ended is None:  # stopped at once: Scrapy had no time to close the spider
            run.finish(KILLED)
        return run.report

    def _show(self, crawler: Any) -> None:
        progress = Progress(Run.of(crawler).report, console=self._console, quiet=self._quiet)
        progress.start()
        crawler.signals.connect(progress.stop, signals.spider_closed, weak=False)
