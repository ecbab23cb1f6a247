"""Scrapy's process, started from our commands: settings, logging and the end of a run in one place."""

import ctypes
import logging
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings, default_settings

from crawler.console import Console
from crawler.fetching import guard
from crawler.fetching.agent import user_agent
from crawler.runs.progress import log_to

_ARENA_MAX = -8  # an option of glibc's `mallopt`
_HANDLER = "LOG_INSTALL_ROOT_HANDLER"  # of Scrapy's own; the log is ours
# Parts of Scrapy that are switched off, or of no use to pages without a store. A component that is set to
# None is imported all the same: these take a tenth of a second each (aiohttp; tldextract with Requests).
_OFF = frozenset(("scrapy.extensions.remote_control.RemoteControl", "scrapy.extensions.telnet.TelnetConsole"))
_COOKIES = frozenset(("scrapy.downloadermiddlewares.cookies.CookiesMiddleware",))


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
            "EXTENSIONS_BASE": _without(_OFF, default_settings.EXTENSIONS_BASE),
            **ours,
        },
        priority="cmdline",
    )
    return settings


def without_cookies() -> dict[str, int]:
    """The value of DOWNLOADER_MIDDLEWARES_BASE for requests that keep no cookies."""
    return _without(_COOKIES, default_settings.DOWNLOADER_MIDDLEWARES_BASE)


def _without(names: Set[str], components: Mapping[str, int]) -> dict[str, int]:
    return {name: at for name, at in components.items() if name not in names}


def run_spider(
    settings: Settings,
    spider: str,
    log: Console | logging.Handler,
    *,
    opened: Callable[[Crawler], None] | None = None,
    hears_signals: bool = True,
    **arguments: object,
) -> Crawler:
    """Run one spider to its end in this process, and return its crawler. Blocks; once a process.

    `spider` is its name: Scrapy finds its class in the SPIDER_MODULES of the settings.

    `opened` is called with the crawler when the reactor runs and the spider is there. Where the process does
    not hear signals, its parent does.
    """
    _share_heap()
    settings.set(_HANDLER, False, priority="cmdline")
    older = {} if hasattr(default_settings, _HANDLER) else {"install_root_handler": False}  # before 2.19
    process = AsyncCrawlerProcess(settings, **older)
    log_to(log, settings["LOG_LEVEL"])  # after Scrapy has set its own levels
    crawler = process.create_crawler(spider)
    if opened is not None:

        def tell() -> None:
            opened(crawler)

        crawler.signals.connect(tell, signals.spider_opened, weak=False)
    task = process.crawl(crawler, **arguments)
    process.start(install_signal_handlers=hears_signals)
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    return crawler


def _share_heap() -> None:
    """Threads take memory from one heap, where the C library can be told so (glibc). From heaps of their own
    they gain nothing, for one computes at a time, and what pages leave behind in each is a quarter more."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
