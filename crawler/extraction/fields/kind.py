"""What a page is: an article, or a front, gallery, live ticker, video, paywall, consent wall or error page.

Slow to say "not an article": metadata often call an article a website. A page whose body reads like an
article is one, whatever its metadata say, unless it is a live ticker or says itself that it is an error.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from crawler.extraction.reading.titles import tokens
from crawler.extraction.roles.teasers import gallery, is_teaser_list, under_headlines
from crawler.items import BodyBlock, Kind
from crawler.languages import every
from crawler.languages.lookup import furniture_family, line_key
from crawler.pages.jsonld import Node, texts, types
from crawler.pages.page import Document
from crawler.pages.plain import printed
from crawler.text import fold
from crawler.urls import is_home, path_of

ENOUGH_WORDS = 120  # a body of so many is an article's, whatever the metadata say
FEW_WORDS = 40  # under so many there is hardly an article
LITTLE_WORDS = 80  # a picture's or video's: a description, and perhaps a notice beside it
LINKED = 0.6  # share of linked characters from which a body is a list of links
MANY_TEASERS = 12  # headings that are links: a front has dozens, an article's related boxes fewer
FEW_TEASERS = 4  # such headings on a page whose address says "tag" or "category"
MIN_UPDATES = 3  # entries of a live ticker
MAX_ERROR_WORDS = 150  # an error page says little else
MAX_WALL_LINKS = 15  # links of a consent wall; a site's page has more
MAX_LINES = 400  # short lines looked at for a paywall's or consent's words

_FRONT_TYPES = {"collectionpage", "searchresultspage", "profilepage", "itemlist", "contactpage", "aboutpage"}
_LIVE_TYPES = {"liveblogposting"}
_GALLERY_TYPES = {"imagegallery", "mediagallery"}
_VIDEO_TYPES = {"videoobject", "broadcastevent", "clip", "movie", "tvepisode"}
_LIST_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:tags?|topics?|category|categories|authors?|search|archive|themen?|rubriken?|sections?|"
    r"label|etiqueta)/[^/]+/?$",
    re.IGNORECASE,
)


def decide_kind(
    document: Document, body_words: int, link_share: float, body: Sequence[BodyBlock] = ()
) -> tuple[Kind, str]:
    """The kind and the reason. `body`: what extraction found, `body_words`, `link_share`: of it."""
    structured = document.structured
    claimed = bool(structured.article_nodes) or structured.first("og:type") == "article"
    named = {name for item in structured.found for name in item.types}
    said_error = _is_error(document, body_words)
    if said_error:
        return Kind.ERROR, said_error
    if live := _is_live(structured.article_nodes):
        return Kind.LIVE, live
    if not claimed and (reason := _is_list(document, body)):
        return Kind.FRONT, reason
    if body_words >= ENOUGH_WORDS and link_share < LINKED:
        return Kind.ARTICLE, f"a body of {body_words} words"
    if is_home(document.url):
        return Kind.FRONT, "the address is a home page's"
    if not claimed and body_words * (1 - link_share) < LITTLE_WORDS and (reason := gallery(document.root)):
        return Kind.GALLERY, reason
    if reason := _is_front(document, named, body_words, link_share):
        return Kind.FRONT, reason
    if body_words < ENOUGH_WORDS and (other := _of_few_words(document, named, body_words)):
        return other
    if body_words == 0 and not structured.article_nodes:
        return Kind.OTHER, "no text"
    return Kind.ARTICLE, f"a body of {body_words} words, and nothing against it"


def _of_few_words(document: Document, named: set[str], body_words: int) -> tuple[Kind, str] | None:
    """What else a page of hardly any text may be."""
    lines = _families(document)
    if body_words < FEW_WORDS and "consent" in lines and _is_bare(document):
        return Kind.CONSENT, "little text, and a consent wall's words"
    if reason := _is_closed(document.structured.article_nodes, lines, body_words):
        return Kind.PAYWALL, reason
    if named & _GALLERY_TYPES and body_words < FEW_WORDS:
        return Kind.GALLERY, "an image gallery with little text"
    if body_words < _video_words(document, named):
        return Kind.VIDEO, "a video with little text"
    return None


def _is_list(document: Document, body: Sequence[BodyBlock]) -> str | None:
    """The reason, where a body is that of a list of articles."""
    return is_teaser_list(body, document.url) or under_headlines(body, document.blocks, document.url)


def _is_error(document: Document, body_words: int) -> str | None:
    """A page that calls itself not found: its title is a phrase of such pages, or has one as a part."""
    if document.page.status in (404, 410):
        return f"status {document.page.status}"
    if body_words > MAX_ERROR_WORDS or document.structured.article_nodes:
        return None
    given = [printed(element)[:200] for element in islice(document.root.iter("title", "h1"), 4)]
    for text in given:
        for part in (text, *re.split(r"\s+[|–—:·»-]\s+", text)):
            if line_key(part) in _not_found():
                return f"it calls itself {part!r}"
    return None


@cache
def _not_found() -> frozenset[str]:
    """The titles of error pages in all languages."""
    phrases = (phrase for language in every() for phrase in language.furniture.not_found)
    return frozenset(line_key(phrase) for phrase in phrases if len(fold(phrase)) > 2)


def _is_live(nodes: list[Node]) -> str | None:
    for node in nodes[:2]:
        updates = node.get("liveBlogUpdate")
        if types(node) & _LIVE_TYPES and isinstance(updates, list) and len(updates) >= MIN_UPDATES:
            return f"a live ticker of {len(updates)} entries"
    return None


def _is_front(document: Document, named: set[str], body_words: int, link_share: float) -> str | None:
    structured = document.structured
    if structured.article_nodes and body_words >= FEW_WORDS:
        return None
    if link_share >= LINKED and body_words >= FEW_WORDS:
        return f"{link_share:.0%} of its text is links"
    listing = named & _FRONT_TYPES and "breadcrumblist" not in named - _FRONT_TYPES
    teasers = 0 if structured.first("og:type") == "article" else _teasers(document)
    if teasers >= MANY_TEASERS and body_words < FEW_WORDS:
        return f"{teasers} linked headings and hardly any text"
    if listing and not structured.article_nodes and body_words < FEW_WORDS and teasers:
        return f"it calls itself {sorted(named & _FRONT_TYPES)[0]}"
    if teasers >= FEW_TEASERS and _LIST_PATH.match(path_of(document.url)) and not structured.article_nodes:
        return f"the address is a list's, and {teasers} headings are links"
    return None


def _teasers(document: Document) -> int:
    """Headings that are links."""
    headings = islice(document.root.iter("h2", "h3", "h4"), 300)
    up_or_down = (
        heading.getparent() is not None
        and (heading.getparent().tag == "a" or next(heading.iter("a"), None) is not None)
        for heading in headings
    )
    return sum(up_or_down)


def _families(document: Document) -> set[str]:
    """The families of furniture that short lines of the page belong to."""
    found: set[str] = set()
    lines = document.root.iter("p", "div", "h1", "h2", "h3", "h4", "button", "span", "a")
    for element in islice(lines, MAX_LINES):
        text = (element.text or "").strip()
        if 3 < len(text) < 120 and (family := furniture_family(text)):
            found.add(family)
    return found


def _is_closed(nodes: list[Node], lines: set[str], body_words: int) -> str | None:
    closed = any(str(value).lower().endswith("false") for node in nodes[:2] for value in _access(node))
    if closed and body_words < FEW_WORDS:
        return "not free, and hardly any text"
    if closed and "paywall" in lines:
        return "not free, and a paywall's words"
    if "paywall" in lines and body_words < FEW_WORDS:
        return "little text, and a paywall's words"
    return None


def _is_bare(document: Document) -> bool:
    """Whether the page is little else than what was read: no claim to be an article, few links."""
    if document.structured.article_nodes or document.structured.first("og:type") == "article":
        return False
    return len(list(islice(document.root.iter("a"), MAX_WALL_LINKS + 1))) <= MAX_WALL_LINKS


def _access(node: Node) -> list[object]:
    value = node.get("isAccessibleForFree")
    return [value] if isinstance(value, bool) else list(texts(value))


def _video_words(document: Document, named: set[str]) -> int:
    """Under how many words the page is a video: more where it says that the video is what it is about."""
    structured = document.structured
    if structured.article_nodes:
        return 0
    if (structured.first("og:type") or "").startswith("video"):
        return LITTLE_WORDS
    titles = {tokens(title) for title in structured.titles}
    for node in structured.nodes("videoobject"):
        if any(tokens(name) in titles for name in texts(node.get("name"))):
            return LITTLE_WORDS
    return FEW_WORDS if named & _VIDEO_TYPES else 0
