"""Scrapy's process, started from our commands: settings, logging and the end of a run in one place."""

import logging
import sys
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.logging import RichHandler
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.fetching import guard
from crawler.fetching.agent import user_agent


def settings_for(*, contact: str, allow_private: Sequence[str], log_level: str, **ours: object) -> Settings:
    """crawler.settings with what the command line said. Checks contact and addresses first."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    user_agent(settings["USER_AGENT"], contact)
    for name in allow_private:
        guard.host_and_port(name)
    settings.setdict(
        {
            "WARRAQ_CONTACT": contact,
            "WARRAQ_ALLOW_PRIVATE": list(allow_private),
            "LOG_LEVEL": log_level,
            "LOG_INSTALL_ROOT_HANDLER": False,
            **ours,
        },
        priority="cmdline",
    )
    return settings


def run_spider(
    settings: Settings,
    spider: str,
    console: Console,
    *,
    opened: Callable[[Crawler], None] | None = None,
    **arguments: object,
) -> Crawler:
    """Run one spider to its end in this process, and return its crawler. Blocks; once a process.

    `spider` is its name: Scrapy finds its class in the SPIDER_MODULES of the settings.

    `opened` is called with the crawler when the reactor runs and the spider is there.
    """
    process = AsyncCrawlerProcess(settings)
    _log_to(console, settings["LOG_LEVEL"])  # after Scrapy has set its own levels
    crawler = process.create_crawler(spider)
    if opened is not None:

        def tell() -> None:
            opened(crawler)

        crawler.signals.connect(tell, signals.spider_opened, weak=False)
    task = process.crawl(crawler, **arguments)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    return crawler


def _log_to(console: Console, level: str) -> None:
    """Scrapy's and our log lines: coloured on a terminal, plain in a file."""
    handler: logging.Handler
    if console.is_terminal:
        handler = RichHandler(console=console, show_path=False, show_time=False)
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
        )
    handler.setLevel(level)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for chatty in ("scrapy", "twisted", "trafilatura", "htmldate", "alembic", "charset_normalizer"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
