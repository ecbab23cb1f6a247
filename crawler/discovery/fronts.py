"""Home and section pages: which links lead to articles, which to other fronts, where the feeds are.

Each link gets points for its URL (likeness.py) and for its anchor: words of the text, headings, cards,
menus, and what the links of the same make lead to. No feature asks for a language; texts are measured in
words, which in scripts without spaces are counted by characters.
"""

from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.discovery.anchors import Candidate, base_of, candidates, signatures
from crawler.discovery.likeness import ARTICLE_FROM, article_likeness
from crawler.discovery.listing import Listing, unique
from crawler.discovery.shape import shape_of
from crawler.discovery.tables import paths, segment_words
from crawler.discovery.texts import MAX_TITLE, language_of, plain
from crawler.discovery.traps import is_trap
from crawler.discovery.urls import canonicalize, host_of, registrable, site_of
from crawler.items import AddressKind, Link

MAX_ARTICLES = 500  # of one front; home pages show 50 to 300
MAX_FRONTS = 30  # sections of one menu; more are regions, teams and tags
MAX_FEEDS = 20
SECTION_WORDS = 5  # a menu's entry is short
SECTION_SEGMENTS = 3

__all__ = ["Evidence", "article_likeness", "judge", "parse_front"]

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED_SEGMENTS = ("rss", "feed", "atom", "rss.xml", "feed.xml", "atom.xml")
_FEED_ENDINGS = (".rss", ".rdf", ".atom")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a link; `judge` makes a score of it."""

    url: float  # article_likeness
    words: int  # of the anchor's headline
    heading: bool = False
    card: bool = False
    menu: bool = False
    aside: bool = False
    kin_words: float | None = None  # mean words of the links of the same make; None if there are few
    rel: str = ""


def judge(evidence: Evidence) -> tuple[float, str]:
    """The score (an article from ARTICLE_FROM on) and its reasons."""
    if evidence.url <= 0.0:
        return 0.0, "URL is no article's"
    points = [(evidence.url, f"URL {evidence.url:.2f}"), *_text_points(evidence), *_place_points(evidence)]
    score = min(1.0, max(0.0, sum(value for value, _ in points)))
    return round(score, 2), ", ".join(reason for _, reason in points)


def _text_points(evidence: Evidence) -> list[tuple[float, str]]:
    if evidence.words >= 7:
        return [(0.25, "headline")]
    if evidence.words >= 4:
        return [(0.15, "short headline")]
    return [(-0.3, f"{evidence.words} words")] if evidence.words <= 2 else []


def _place_points(evidence: Evidence) -> list[tuple[float, str]]:
    points = []
    if evidence.heading:
        points.append((0.2, "heading"))
    if evidence.card:
        points.append((0.1, "card"))
    if evidence.menu:
        points.append((-0.35, "menu"))
    elif evidence.aside:
        points.append((-0.05, "aside"))
    if evidence.kin_words is not None and evidence.kin_words >= 4:
        points.append((0.1, "among headlines"))
    elif evidence.kin_words is not None and evidence.kin_words <= 2.5:
        points.append((-0.15, "among short texts"))
    if {"tag", "author", "category", "sponsored", "search"} & set(evidence.rel.split()):
        points.append((-0.6, f"rel {evidence.rel}"))
    return points


def parse_front(root: HtmlElement, url: str) -> Listing:
    """Articles in the page's order, then its feeds, then the sections of its menu."""
    base = base_of(root, url)
    own = canonicalize(url) or url
    found = [candidate for candidate in candidates(root, base) if candidate.url != own]
    kin = signatures(found)
    language = language_of(root.get("lang"))
    articles = [
        Link(candidate.url, title=candidate.title or None, language=None)
        for candidate in found
        if not _is_shared(candidate.url) and judge(_evidence(candidate, kin))[0] >= ARTICLE_FROM
    ]
    taken = {link.url for link in articles}
    feeds = unique([*_alternates(root, base), *_feed_anchors(found)])[:MAX_FEEDS]
    fronts = [
        _front(candidate) for candidate in found if candidate.url not in taken and _is_section(candidate, own)
    ]
    links = unique([*articles[:MAX_ARTICLES], *feeds, *fronts[:MAX_FRONTS]])
    problems = (
        (f"{len(articles)} articles on one page, {MAX_ARTICLES} taken",)
        if len(articles) > MAX_ARTICLES
        else ()
    )
    return Listing(links, plain(root.findtext(".//title"), MAX_TITLE), language, problems)


def _evidence(candidate: Candidate, kin: dict[str, float]) -> Evidence:
    means = [kin[place.signature] for place in candidate.places if place.signature in kin]
    return Evidence(
        url=article_likeness(candidate.url)[0],
        words=candidate.words,
        heading=any(place.heading for place in candidate.places),
        card=any(place.card for place in candidate.places),
        menu=candidate.menu,
        aside=all(place.aside for place in candidate.places),
        kin_words=max(means) if means else None,
        rel=candidate.rel,
    )


def _is_shared(url: str) -> bool:
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


def _front(candidate: Candidate) -> Link:
    return Link(candidate.url, AddressKind.FRONT, title=candidate.title or None)


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


def _feed_anchors(found: list[Candidate]) -> list[Link]:
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
        if feed and not _of_comments(candidate.url) and not _is_shared(candidate.url):
            links.append(Link(candidate.url, AddressKind.FEED, title=candidate.title or None))
    return links


def _of_comments(url: str) -> bool:
    return any(
        segment_words(segment) in {"comments", "comment", "kommentare"} for segment in shape_of(url).segments
    )
