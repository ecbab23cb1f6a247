"""Home and section pages: which links lead to articles, which to other fronts, where the feeds are.

Each link gets points for its URL (likeness.py) and for its anchor: words of the text, headings, cards,
menus, and what the links of the same make lead to. No feature asks for a language; texts are measured in
words, which in scripts without spaces are counted by characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.discovery.anchors import LOCATION, Candidate, base_of, candidates, signatures
from crawler.discovery.likeness import ARTICLE_FROM, article_likeness
from crawler.discovery.listing import Listing, unique
from crawler.discovery.sections import feeds_of, is_shared, sections_of
from crawler.discovery.shape import Known, shape_of, unknown
from crawler.discovery.texts import MAX_TITLE, language_of, plain
from crawler.items import Link
from crawler.pages.appstate import state_links
from crawler.pages.jsonld import MAX_SCRIPTS, Node, decode_script, flatten
from crawler.text import counted
from crawler.urls import canonicalize, registrable, site_of

MAX_WAIT = 30  # seconds: a page that sends its readers on later is one to stay on
_REFRESH = re.compile(r"\s*(\d{1,5})[\d.]*(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(\S.*)", re.IGNORECASE)
MAX_SCRIPT = 20_000  # characters of a script; one that leads on has a line
MAX_CONTENT = 3_000  # of a refresh
MAX_ARTICLES = 500  # of one front; home pages show 50 to 300
MET = 0.6  # likeness of an address, others like which turned out to be articles: a menu outweighs it

__all__ = ["Evidence", "article_likeness", "judge", "parse_front"]


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
    return [(-0.3, counted(evidence.words, "word"))] if evidence.words <= 2 else []


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


def parse_front(root: HtmlElement, url: str, known: Known = unknown) -> Listing:
    """Articles in the page's order, then its feeds, then the sections of its menu. `known`: which addresses
    of the site turned out to be articles."""
    base = base_of(root, url)
    own = canonicalize(url) or url
    found = [candidate for candidate in candidates(root, base) if candidate.url != own]
    kin = signatures(found)
    language = language_of(root.get("lang"))
    articles = [
        Link(candidate.url, title=candidate.title or None)
        for candidate in found
        if not is_shared(candidate.url) and judge(_evidence(candidate, kin, known))[0] >= ARTICLE_FROM
    ]
    articles = list(unique([*articles, *_listed(root, base, own), *_in_state(root, base, own)]))
    taken = {link.url for link in articles}
    feeds = feeds_of(root, base, found)
    fronts = sections_of((candidate for candidate in found if candidate.url not in taken), own)
    links = unique([*articles[:MAX_ARTICLES], *feeds, *fronts])
    problems = (
        (f"{len(articles)} articles on one page, {MAX_ARTICLES} taken",)
        if len(articles) > MAX_ARTICLES
        else ()
    )
    leads_to = None if articles else leads_on(root, base)
    title = plain(root.findtext(".//title"), MAX_TITLE)
    return Listing(links, title, language, problems, leads_to=leads_to)


def _listed(root: HtmlElement, base: str, own: str) -> list[Link]:
    """Articles of JSON-LD's ItemList: fronts that a browser builds may name them nowhere else."""
    scripts = [one.text or "" for one in root.iter("script") if "ld+json" in (one.get("type") or "").lower()]
    found = flatten([decode_script(text) for text in scripts[:MAX_SCRIPTS] if "ListItem" in text])
    links = [_of_item(one.node, base) for one in found if "listitem" in one.types]
    return [link for link in links if link is not None and link.url != own]


def _in_state(root: HtmlElement, base: str, own: str) -> list[Link]:
    """Articles of the state that scripts build the page from: a whole front, or what scrolling shows."""
    targets = ((canonicalize(target, base), title) for target, title in state_links(root))
    found = [(url, title) for url, title in targets if url and url != own and _alone(url)]
    return [Link(url, title=plain(title, MAX_TITLE)) for url, title in found]


def _alone(url: str) -> bool:
    """Whether an address is an article's by itself."""
    return article_likeness(url)[0] >= ARTICLE_FROM and not is_shared(url)


def _of_item(node: Node, base: str) -> Link | None:
    """The article of a ListItem, which names it by its own url, or by an item that is one or has one."""
    item = node.get("item")
    item = item if isinstance(item, dict) else {"url": item}
    named = (node.get("url"), item.get("url"), item.get("@id"))
    url = canonicalize(next((one for one in named if isinstance(one, str)), ""), base)
    if url is None or not _alone(url):
        return None
    return Link(url, title=plain(node.get("name") or item.get("name"), MAX_TITLE))


def leads_on(root: HtmlElement, base: str) -> str | None:
    """Where a page without articles sends its readers: by a refresh, a script or a frame."""
    return next((url for url in _ways_on(root, base) if url != canonicalize(base)), None)


def refreshes(root: HtmlElement, base: str) -> Iterator[str]:
    """Where the page's <meta> elements lead soon."""
    metas = (one for one in root.iter("meta") if (one.get("http-equiv") or "").strip().lower() == "refresh")
    yield from filter(None, (refresh(one.get("content") or "", base) for one in metas))


def _ways_on(root: HtmlElement, base: str) -> Iterator[str]:
    yield from refreshes(root, base)
    yield from filter(None, (canonicalize(one.get("src") or "", base) for one in root.iter("frame")))
    owner = registrable(site_of(base))
    urls = filter(None, (canonicalize(target, base) for target in _embedded(root)))
    yield from (url for url in urls if registrable(site_of(url)) == owner)


def _embedded(root: HtmlElement) -> Iterator[str]:
    """Where scripts and inner frames lead: to all the world, so that what stays with the owner is meant."""
    scripts = (LOCATION.search((one.text or "")[:MAX_SCRIPT]) for one in root.iter("script"))
    yield from (match[1] for match in scripts if match)
    yield from (one.get("src") or "" for one in root.iter("iframe"))


def refresh(content: str, base: str) -> str | None:
    """Where a refresh leads soon, as <meta> and the header write it: "0; url=/home"."""
    match = _REFRESH.match(content[:MAX_CONTENT])
    return canonicalize(match[2].strip("'\" "), base) if match and int(match[1]) <= MAX_WAIT else None


def _evidence(candidate: Candidate, kin: dict[str, float], known: Known) -> Evidence:
    means = [kin[place.signature] for place in candidate.places if place.signature in kin]
    looks, _ = article_likeness(candidate.url)
    met = looks > 0.0 and known(shape_of(candidate.url).pattern)
    return Evidence(
        url=max(looks, MET) if met else looks,
        words=candidate.words,
        heading=any(place.heading for place in candidate.places),
        card=any(place.card for place in candidate.places),
        menu=candidate.menu,
        aside=all(place.aside for place in candidate.places),
        kin_words=max(means) if means else None,
        rel=candidate.rel,
    )
