"""Warraq in somebody else's Scrapy project: what our spiders and pipelines need beyond Scrapy's defaults.

A project's own settings stay as they are, except for those that would fetch behind the frontier's back while
one of our spiders runs: these belong to the spider. In our own project nothing changes.
"""

from typing import Any

from scrapy.extensions.feedexport import ItemFilter
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from crawler.items import Article, Outcome, Status

# With another value of these, an address may be fetched twice, or not end as exactly one item.
NEEDED = (
    *("CONCURRENT_ITEMS", "COOKIES_ENABLED", "DOWNLOAD_HANDLERS", "DUPEFILTER_CLASS", "HTTPERROR_ALLOW_ALL"),
    *("HTTPPROXY_ENABLED", "METAREFRESH_ENABLED", "RETRY_ENABLED", "ROBOTSTXT_OBEY"),
)
# What a project may have said better itself.
WELCOME = (
    *("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY", "DOWNLOAD_MAXSIZE"),
    *("DOWNLOAD_TIMEOUT", "DOWNLOAD_VERIFY_CERTIFICATES", "DOWNLOAD_WARNSIZE", "LOG_FORMATTER"),
    *("REDIRECT_MAX_TIMES", "URLLENGTH_LIMIT", "USER_AGENT"),
)


class StoredArticles(ItemFilter):
    """What a feed holds if nobody says otherwise: of our spiders the articles alone, of others every item."""

    def accepts(self, item: object) -> bool:
        if isinstance(item, Outcome):
            return False
        if isinstance(item, Article) and item.outcome is not None:
            copy = item.outcome.status is Status.DUPLICATE and item.status == "new"
            if item.outcome.status is not Status.ARTICLE and not copy:
                return False
        return super().accepts(item)


def set_defaults(settings: BaseSettings) -> None:
    """Every setting that begins with WARRAQ_, as far as nobody has set it; and what feeds hold."""
    for name, value in _ours().items():
        if name.startswith("WARRAQ_"):
            settings.setdefault(name, value, "default")
    for options in settings.getdict("FEEDS").values():
        options.setdefault("item_filter", StoredArticles)


def setting(settings: BaseSettings, name: str) -> Any:
    """A setting of ours in a project that may not have it."""
    return settings.get(name, _ours()[name])


def add_components(settings: BaseSettings, *names: str) -> None:
    """Ours at their order, but for those that the project has put elsewhere, or switched off."""
    for name in names:
        for path, order in _ours()[name].items():
            settings.setdefault_in_component_priority_dict(name, load_object(path), order)


def bring_settings(settings: BaseSettings) -> None:
    """For the `update_settings` of a spider of ours: what it needs in whatever project it runs."""
    ours = _ours()
    for name in NEEDED:
        settings.set(name, ours[name], priority="spider")
    for name in WELCOME:
        settings.set(name, ours[name], priority="addon")
    add_components(settings, "DOWNLOADER_MIDDLEWARES", "ITEM_PIPELINES")
    set_defaults(settings)


def _ours() -> dict[str, Any]:
    """The settings of our own project, by name."""
    ours = BaseSettings()
    ours.setmodule("crawler.settings")
    return dict(ours)
