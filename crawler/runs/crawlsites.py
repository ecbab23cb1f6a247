"""Whole sites, leased and crawled by Scrapy in this process: the work of one engine."""

import asyncio
import logging
import sys
from collections.abc import Callable, Collection, Mapping, Sequence

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.console import Console
from crawler.errors import StorageError
from crawler.runs.engines import Line, Order
from crawler.runs.leases import LEASE, Leases
from crawler.runs.process import run_spider, settings_for
from crawler.runs.progress import Progress
from crawler.runs.report import Report
from crawler.runs.run import Run
from crawler.sources.file import Source

logger = logging.getLogger(__name__)

LEFT_OUT = "left out: another run is at this site"
DISOBEYS = "robots.txt is not asked, as sources.toml says"

STEP = 0.05  # seconds between two looks whether Scrapy's engine runs, to stop it

Opened = Callable[[Run, Crawler], None]


def crawl_alone(order: Order, console: Console, quiet: bool) -> Run:
    """The one engine of a run, in the command's own process."""
    return _crawl(order, console, _progress(console, quiet))


def read_saved(order: Order, console: Console, quiet: bool) -> Run:
    """Saved pages: no site, and so no lease."""
    return _run(order, "saved", console, _progress(console, quiet), order.arguments)


def crawl_part(order: Order, line: Line, log: logging.Handler) -> str:
    """One engine of several; how it ended. Its supervisor hears of the rest through the line."""

    def opened(run: Run, crawler: Crawler) -> None:
        def tell(sources: Collection[str]) -> None:
            line.say({name: run.report.of(name) for name in sources})

        run.on_report = tell
        _stop_with(line, crawler)

    try:
        run = _crawl(order, log, opened)
    except StorageError as error:
        logger.error("%s", error)
        return "storage"
    line.say(run.report.sources)
    return run.report.outcome


def _progress(console: Console, quiet: bool) -> Opened:
    def opened(run: Run, crawler: Crawler) -> None:
        progress = Progress(run.report, console=console, quiet=quiet)
        progress.start()
        crawler.signals.connect(progress.stop, signals.spider_closed, weak=False)

    return opened


def _stop_with(line: Line, crawler: Crawler) -> None:
    """What Scrapy does at a signal, at the supervisor's word: the first time in an orderly way."""
    from twisted.internet import reactor  # only where Scrapy has installed its own

    loop = asyncio.get_running_loop()

    async def stop() -> None:
        while crawler.engine is None or not crawler.engine.running:  # it has just been opened
            await asyncio.sleep(STEP)
        await crawler.stop_async()

    def begin() -> None:
        tasks.append(asyncio.ensure_future(stop()))

    tasks: list[asyncio.Future[None]] = []  # held, for the loop holds them only weakly
    at_once: Callable[[], None] = reactor.stop  # type: ignore[misc]  # zope's interface

    def told(times: int) -> None:
        loop.call_soon_threadsafe(begin if times == 1 else at_once)

    line.on_stop(told)


def _crawl(order: Order, log: Console | logging.Handler, opened: Opened) -> Run:
    """Crawls those of the order's sources whose site nobody else is crawling now."""
    with Leases(order.database, lease=order.lease or LEASE) as leases:
        ours = leases.take({source.site for source in order.chosen})
        free = [source for source in order.chosen if source.site in ours]
        sites = {source.name: source.site for source in free}

        def begun(run: Run, crawler: Crawler | None) -> None:
            run.rows.closed = lambda name: sites.get(name) in leases.lost
            _note(run.report, order.chosen, sites)
            if crawler is not None:
                opened(run, crawler)

        if free:
            return _run(order, "news", log, begun, {**order.arguments, "chosen": free})
        # A run that had nothing to ask for, on record as any other.
        run = Run(order.database, command=" ".join(sys.argv), part=order.part)
        run.report.fail_on = order.fail_on
        begun(run, None)
        run.finish()
        return run


def _note(report: Report, chosen: Sequence[Source], ours: Collection[str]) -> None:
    """What the report has to say of sources before anything is fetched."""
    for source in chosen:
        one = report.of(source.name)
        one.left_out = source.name not in ours
        note = LEFT_OUT if one.left_out else "" if source.obey_robots else DISOBEYS
        if note and note not in one.notes:  # by the engine before, which died
            one.notes.append(note)


def _run(
    order: Order,
    spider: str,
    log: Console | logging.Handler,
    opened: Opened,
    arguments: Mapping[str, object],
) -> Run:
    """Runs Scrapy to its end; `opened` is called when it has begun."""

    def begun(crawler: Crawler) -> None:
        run = Run.of(crawler)
        run.report.fail_on = order.fail_on
        opened(run, crawler)

    settings = settings_for(
        contact=order.contact,
        allow_private=order.allow_private,
        log_level=order.log_level,
        WARRAQ_DATABASE=order.database,
        WARRAQ_WORKERS=order.workers,
        WARRAQ_PART=order.part,
        **order.settings,
    )
    hears = order.part is None
    crawler = run_spider(settings, spider, log, opened=begun, hears_signals=hears, **arguments)
    run = Run.of(crawler)
    if run.report.ended is None:  # stopped at once: Scrapy had no time to close the spider
        run.finish(run.ending)
    return run
