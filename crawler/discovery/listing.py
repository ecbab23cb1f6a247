"""What one feed, sitemap, front or robots.txt lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.items import Link


@dataclass(frozen=True, slots=True)
class Listing:
    """Links in the order in which they should be taken, each URL once.

    `problems` are one-line texts for the run's report (broken feed, cut off …). `skipped` counts links
    that were left out because they are plainly no articles (sections, tags, media files).
    """

    links: tuple[Link, ...] = ()
    title: str | None = None
    language: str | None = None
    problems: tuple[str, ...] = ()
    skipped: int = 0
    leads_to: str | None = None  # where a page without articles sends its readers by itself


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links without later repetitions of a URL."""
    seen: dict[str, Link] = {}
    for link in links:
        seen.setdefault(link.url, link)
    return tuple(seen.values())
