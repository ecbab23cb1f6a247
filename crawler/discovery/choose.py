"""Which of a listing's links a run takes up: pure, with a count of what was left and why.

New articles come first by nature of the frontier; this keeps old news, other sites and traps out.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.discovery.fronts import article_likeness
from crawler.discovery.listing import Listing
from crawler.discovery.scope import ANOTHER_SITE, Scope, is_proxy
from crawler.discovery.shape import Known, shape_of, unknown
from crawler.discovery.traps import is_trap
from crawler.items import AddressKind, Link
from crawler.urls import host_of, site_of

MAX_CHILDREN = 8  # sitemaps of one index without a backfill: newest first, so the rest is archive
MAX_LINKS = 1_000  # articles taken from one listing without a backfill
STALE_SITEMAP = timedelta(days=30)  # a child sitemap unchanged for longer holds no news
FROZEN = 2  # children of an index that are read whatever their date says: many never change it
MIN_LIKENESS = 0.3  # of a sitemap's URL: below are sections, tags and service pages
TRIED = 3  # addresses of a pattern that are taken though none like them was an article


@dataclass
class Chosen:
    links: list[Link] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # reason → links


@dataclass(frozen=True)
class Policy:
    """What a source and a run allow. `given`: kinds that the source lists itself, no others of these."""

    scope: Scope
    now: datetime
    given: Collection[AddressKind] = ()
    backfill: bool = False
    since: datetime | None = None
    fronts: bool = False  # section fronts too: only where the home page was read
    trusted: Collection[str] = ()  # other sites at which what is listed is the source's all the same
    known: Known = unknown  # which addresses of the site turned out to be articles, by pattern


def choose(listing: Listing, policy: Policy) -> Chosen:
    """The links to take up, in the listing's order, newest first where dates are known."""
    chosen, taken, tried = Chosen(), Counter[AddressKind](), Counter[str]()
    bounds = {} if policy.backfill else {AddressKind.SITEMAP: MAX_CHILDREN, AddressKind.ARTICLE: MAX_LINKS}
    for given in _newest_first(listing.links):
        link = _at_home(given, policy)
        full = taken[link.kind] >= bounds.get(link.kind, len(listing.links))
        reason = "beyond the newest" if full else _left_because(link, policy, taken[link.kind])
        reason = reason or _of_its_pattern(link, policy.known, tried)
        if reason:
            chosen.left[reason] += 1
            continue
        taken[link.kind] += 1
        chosen.links.append(link)
    return chosen


def _at_home(link: Link, policy: Policy) -> Link:
    """The link with the feed's other address for it, where only that one is on the site."""
    if link.permalink is None:
        return link
    elsewhere = not policy.scope.on_site(link.url)[0] and policy.scope.on_site(link.permalink)[0]
    return replace(link, url=link.permalink if elsewhere else link.url, permalink=None)


def _newest_first(links: Collection[Link]) -> list[Link]:
    """Dated articles before undated ones; all else in the listing's order, which knows news sitemaps."""

    def has_date(link: Link) -> bool:
        return link.kind is AddressKind.ARTICLE and bool(link.published_at or link.modified_at)

    dated = [link for link in links if has_date(link)]
    undated = [link for link in links if not has_date(link)]
    return sorted(dated, key=lambda link: link.published_at or link.modified_at, reverse=True) + undated  # type: ignore[arg-type,return-value]


def _left_because(link: Link, policy: Policy, taken: int) -> str:
    """Why a link is not taken, or ""."""
    return (
        _of_its_kind(link, policy)
        or _of_its_address(link, policy)
        or _of_its_age(link, policy, taken)
        or _of_its_looks(link, policy.known)
    )


def _of_its_kind(link: Link, policy: Policy) -> str:
    if link.kind in policy.given:
        return "the source names its own"
    if link.kind is AddressKind.FRONT and not policy.fronts:
        return "a front of a front"
    return ""


def _of_its_address(link: Link, policy: Policy) -> str:
    article = link.kind is AddressKind.ARTICLE
    inside, why = (policy.scope.decide if article else policy.scope.on_site)(link.url)
    if not inside and not _vouched_for(link, policy):  # include and exclude are about articles
        return f"{why} ({host_of(site_of(link.url))})" if why == ANOTHER_SITE else why
    if trap := is_trap(link.url):
        return trap
    return ""


def _vouched_for(link: Link, policy: Policy) -> bool:
    """Whether the site itself, or the user, names what lies elsewhere.

    A sitemap of a robots.txt may lie on any host (sitemaps.org, "Sitemaps & Cross Submits"), and its children
    with it. Links through a counting proxy lead back to the site: where they end is judged once they are.
    """
    if link.kind is AddressKind.SITEMAP:
        return link.found_in == "robots" or site_of(link.url) in policy.trusted
    return link.found_in == "feed" and (site_of(link.url) in policy.trusted or is_proxy(link.url))


def _of_its_age(link: Link, policy: Policy, taken: int) -> str:
    if policy.since and link.published_at and link.published_at < policy.since:
        return "older than wanted"
    newest = link.published_at or link.modified_at
    stale = newest is not None and policy.now - newest > STALE_SITEMAP and taken >= FROZEN
    return "an old sitemap" if stale and link.kind is AddressKind.SITEMAP and not policy.backfill else ""


def _of_its_looks(link: Link, known: Known) -> str:
    """Sitemaps list all pages of a site, so of their addresses only what looks like an article's is taken, or
    has turned out to be one."""
    listed = link.kind is AddressKind.ARTICLE and link.found_in == "sitemap"
    if not listed or article_likeness(link.url)[0] >= MIN_LIKENESS:
        return ""
    return "" if known(shape_of(link.url).pattern) else "no article by its address"


def _of_its_pattern(link: Link, known: Known, tried: Counter[str]) -> str:
    """Of what fronts and sitemaps list, not what never turned out to be an article, but for the newest few: a
    site may change, or a wall have stood before all of it."""
    if link.kind is not AddressKind.ARTICLE or link.found_in not in ("sitemap", "front"):
        return ""
    pattern = shape_of(link.url).pattern
    if known(pattern) is not False:
        return ""
    tried[pattern] += 1
    return "no article was at such an address" if tried[pattern] > TRIED else ""
