"""What a front names besides articles: the sections of its menu and its feeds."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from crawler.discovery.anchors import Candidate
from crawler.discovery.likeness import ARTICLE_FROM, article_likeness
from crawler.discovery.listing import unique
from crawler.discovery.pathwords import paths, segment_words
from crawler.discovery.shape import shape_of
from crawler.discovery.texts import MAX_TITLE, plain
from crawler.discovery.traps import is_trap
from crawler.items import AddressKind, Link
from crawler.urls import canonicalize, host_of, registrable, site_of

MAX_FRONTS = 30  # sections of one menu; more are regions, teams and tags
MAX_FEEDS = 20
SECTION_WORDS = 5  # a menu's entry is short
SECTION_SEGMENTS = 3

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED_SEGMENTS = ("rss", "feed", "atom", "rss.xml", "feed.xml", "atom.xml")
_FEED_ENDINGS = (".rss", ".rdf", ".atom")


def sections_of(found: Iterable[Candidate], page: str) -> tuple[Link, ...]:
    """The sections that the page's menu leads to, in its order."""
    sections = (candidate for candidate in found if _is_section(candidate, page))
    links = [Link(section.url, AddressKind.FRONT, title=section.title or None) for section in sections]
    return tuple(links[:MAX_FRONTS])


def feeds_of(root: HtmlElement, base: str, found: Iterable[Candidate]) -> tuple[Link, ...]:
    """The feeds (and sitemaps) that the page declares, then those that it links to."""
    return unique([*_alternates(root, base), *_feed_anchors(found)])[:MAX_FEEDS]


def is_shared(url: str) -> bool:
    """Whether the link leads to a network where pages are shared or followed."""
    host = host_of(site_of(url))
    return registrable(host) in paths().share_hosts or host in paths().share_hosts


def _is_section(candidate: Candidate, page: str) -> bool:
    """A short entry of a menu that leads to a page of the same owner and is no service page, tag or file."""
    if not candidate.menu and not _heads_a_list(candidate):
        return False
    site, own = site_of(candidate.url), site_of(page)
    if site != own and registrable(host_of(site)) != registrable(host_of(own)):
        return False
    if not 1 <= candidate.words <= SECTION_WORDS or is_trap(candidate.url):
        return False
    shape = shape_of(candidate.url)
    words = {segment_words(segment) for segment in (*shape.segments, shape.last)}
    label = segment_words(host_of(site).split(".")[0])
    return (
        len(shape.segments) <= SECTION_SEGMENTS
        and bool(shape.segments or site != own)
        and shape.ending not in paths().media
        and shape.page is None
        and words.isdisjoint(paths().service | _NO_SECTION)
        and label not in paths().other_sites
        and article_likeness(candidate.url)[0] < ARTICLE_FROM
    )


# Listings that are no section of the news; "category" and "section" themselves may lead to one.
_NO_SECTION = frozenset(
    map(
        segment_words,
        (
            "tag",
            "tags",
            "author",
            "authors",
            "user",
            "profile",
            "search",
            "archive",
            "feed",
            "rss",
            "sitemap",
        ),
    )
)


def _heads_a_list(candidate: Candidate) -> bool:
    """A short heading that is a link: "Politics" over its block of articles."""
    return candidate.words <= 3 and any(place.heading and not place.card for place in candidate.places)


def _alternates(root: HtmlElement, base: str) -> list[Link]:
    """<link rel=alternate> feeds; those of comments are left out."""
    links = []
    for element in root.iter("link"):
        rel = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().split(";")[0].strip()
        url = canonicalize(element.get("href") or "", base)
        if url is None:
            continue
        if "alternate" in rel and kind in _FEED_TYPES and not _of_comments(url):
            links.append(Link(url, AddressKind.FEED, title=plain(element.get("title"), MAX_TITLE)))
        elif "sitemap" in rel:
            links.append(Link(url, AddressKind.SITEMAP))
    return links


def _feed_anchors(found: Iterable[Candidate]) -> list[Link]:
    """Anchors whose URL names a feed."""
    links = []
    for candidate in found:
        segments = [segment.lower() for segment in shape_of(candidate.url).segments]
        last = segments[-1] if segments else ""
        feed = (
            last.endswith(_FEED_ENDINGS)
            or last in _FEED_SEGMENTS[2:]
            or (last in _FEED_SEGMENTS and len(segments) > 1)
        )
        if feed and not _of_comments(candidate.url) and not is_shared(candidate.url):
            links.append(Link(candidate.url, AddressKind.FEED, title=candidate.title or None))
    return links


def _of_comments(url: str) -> bool:
    return any(
        segment_words(segment) in {"comments", "comment", "kommentare"} for segment in shape_of(url).segments
    )
