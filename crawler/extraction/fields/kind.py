"""What a page is: an article, or a front, gallery, live ticker, video, paywall, consent wall or error page.

Slow to say "not an article": metadata often call an article a website. A page whose body reads like an
article is one, whatever its metadata say, unless it is a live ticker or says itself that it is an error.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from crawler import datafiles
from crawler.extraction.claims.table import claims
from crawler.extraction.fields.access import is_closed
from crawler.extraction.reading.titletext import tokens
from crawler.extraction.roles.teasers import gallery, is_teaser_list, under_headlines
from crawler.items import BodyBlock, Kind
from crawler.languages import every
from crawler.languages.lookup import furniture_family, line_key
from crawler.pages.jsonld import texts, types
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

_FRONT_TYPES = frozenset(
    ["collectionpage", "searchresultspage", "profilepage", "itemlist", "contactpage", "aboutpage"]
)
_GALLERY_TYPES = {"imagegallery", "mediagallery"}
_VIDEO_TYPES = frozenset(["videoobject", "broadcastevent", "clip", "movie", "tvepisode"])
_PARTS = re.compile(r"(?<!\s)\s+[|–—:·»-]\s+")
_LIST_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:tags?|topics?|category|categories|authors?|search|archive|themen?|rubriken?|sections?|"
    r"label|etiqueta)/[^/]+/?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the kind is decided from. `words` and `link_share` are of the `body` that extraction found."""

    document: Document
    words: int
    link_share: float
    body: Sequence[BodyBlock]
    named: bool  # og:type calls it an article
    has_node: bool  # JSON-LD describes the page's article

    @property
    def few(self) -> bool:
        return self.words < FEW_WORDS

    def types(self) -> set[str]:
        """The schema.org types of all that the page describes."""
        return {name for item in self.document.structured.found for name in item.types}

    def linked_headings(self) -> int:
        count = 0
        for heading in islice(self.document.root.iter("h2", "h3", "h4"), 300):
            above = heading.getparent()
            count += (above is not None and above.tag == "a") or next(heading.iter("a"), None) is not None
        return count

    def says(self, family: str) -> bool:
        """Whether a short line of the page is of this family of furniture."""
        lines = self.document.root.iter("p", "div", "h1", "h2", "h3", "h4", "button", "span", "a")
        for element in islice(lines, MAX_LINES):
            text = (element.text or "").strip()
            if 3 < len(text) < 120 and furniture_family(text) == family:
                return True
        return False


def decide_kind(
    document: Document, body_words: int, link_share: float, body: Sequence[BodyBlock] = ()
) -> tuple[Kind, str]:
    """The kind of the first rule that applies, and the reason."""
    said = document.structured
    named, has_node = said.first("og:type") == "article", bool(said.article_nodes)
    facts = Facts(document, body_words, link_share, body, named, has_node)
    for kind, applies in RULES:
        if reason := applies(facts):
            return kind, reason
    return Kind.ARTICLE, f"a body of {body_words} words, and nothing against it"


def _error(facts: Facts) -> str | None:
    """A page that calls itself not found: its title is a phrase of such pages, or has one as a part, or its
    whole body is one."""
    status = facts.document.page.status
    if status in (404, 410):
        return f"status {status}"
    if facts.words > MAX_ERROR_WORDS or facts.has_node:
        return None
    titles = [printed(element)[:200] for element in islice(facts.document.root.iter("title", "h1"), 4)]
    parts = [part for text in titles for part in (text, *_PARTS.split(text))]
    parts += [block.text for block in facts.body if len(facts.body) == 1]
    called = next((part for part in parts if line_key(part) in _not_found()), None)
    return None if called is None else f"it calls itself {called!r}"


@datafiles.kept
def _not_found() -> frozenset[str]:
    """The titles of error pages in all languages."""
    phrases = (phrase for language in every() for phrase in language.furniture.not_found)
    return frozenset(line_key(phrase) for phrase in phrases if len(fold(phrase)) > 2)


def _live(facts: Facts) -> str | None:
    said = facts.document.structured
    for node in said.article_nodes[:2]:
        updates = node.get("liveBlogUpdate", said.times)  # the page's own entries, where none are told
        if isinstance(updates, list) and len(updates) >= MIN_UPDATES and "liveblogposting" in types(node):
            return f"a live ticker of {len(updates)} entries"
    return None


def _list(facts: Facts) -> str | None:
    """A body that is that of a list of articles."""
    if facts.has_node or facts.named:
        return None
    document, body = facts.document, facts.body
    return is_teaser_list(body, document.url) or under_headlines(body, document.blocks, document.url)


def _enough(facts: Facts) -> str | None:
    enough = facts.words >= ENOUGH_WORDS and facts.link_share < LINKED
    return f"a body of {facts.words} words" if enough else None


def _home(facts: Facts) -> str | None:
    return "the address is a home page's" if is_home(facts.document.url) else None


def _links(facts: Facts) -> str | None:
    linked = facts.link_share >= LINKED and not facts.few and not facts.has_node
    return f"{facts.link_share:.0%} of its text is links" if linked else None


def _teasers(facts: Facts) -> str | None:
    """A page of headings that are links: with hardly any text, or where its types or address say so."""
    if facts.named or (facts.has_node and not facts.few):
        return None
    count = facts.linked_headings()
    if count >= MANY_TEASERS and facts.few:
        return f"{count} linked headings and hardly any text"
    if not count or facts.has_node:
        return None
    named = facts.types()
    if facts.few and named & _FRONT_TYPES and "breadcrumblist" not in named:
        return f"it calls itself {min(named & _FRONT_TYPES)}"
    if count >= FEW_TEASERS and _LIST_PATH.match(path_of(facts.document.url)):
        return f"the address is a list's, and {count} headings are links"
    return None


def _gallery(facts: Facts) -> str | None:
    """Pictures and little text beside them; or hardly any, where the page calls itself a gallery."""
    little = facts.words * (1 - facts.link_share) < LITTLE_WORDS and not (facts.has_node or facts.named)
    if little and (shown := gallery(facts.document.root)):
        return shown
    return "an image gallery with little text" if facts.few and facts.types() & _GALLERY_TYPES else None


def _consent(facts: Facts) -> str | None:
    """A page that is little else than what was read: no claim to be an article, few links."""
    if not facts.few or facts.has_node or facts.named or not facts.says("consent"):
        return None
    links = len(list(islice(facts.document.root.iter("a"), MAX_WALL_LINKS + 1)))
    return "little text, and a consent wall's words" if links <= MAX_WALL_LINKS else None


def _paywall(facts: Facts) -> str | None:
    if facts.words >= ENOUGH_WORDS:
        return None
    closed = is_closed(claims(facts.document)["access"])
    if closed and facts.few:
        return "not free, and hardly any text"
    if (closed or facts.few) and facts.says("paywall"):
        return "not free, and a paywall's words" if closed else "little text, and a paywall's words"
    return None


def _video(facts: Facts) -> str | None:
    """More words may stand beside a video where the page says that it is what it is about."""
    if facts.has_node or facts.words >= LITTLE_WORDS:
        return None
    said = facts.document.structured
    about = (said.first("og:type") or "").startswith("video")
    titles = set(map(tokens, said.titles))
    for node in said.nodes("videoobject"):
        about = about or not titles.isdisjoint(map(tokens, texts(node.get("name"))))
    is_video = about or (facts.few and facts.types() & _VIDEO_TYPES)
    return "a video with little text" if is_video else None


def _empty(facts: Facts) -> str | None:
    return "no text" if facts.words == 0 and not facts.has_node else None


# Tried in this order; the first that gives a reason decides.
RULES: tuple[tuple[Kind, Callable[[Facts], str | None]], ...] = (
    (Kind.ERROR, _error),
    (Kind.LIVE, _live),
    (Kind.FRONT, _list),
    (Kind.ARTICLE, _enough),
    (Kind.FRONT, _home),
    (Kind.GALLERY, _gallery),
    (Kind.FRONT, _links),
    (Kind.FRONT, _teasers),
    (Kind.CONSENT, _consent),
    (Kind.PAYWALL, _paywall),
    (Kind.VIDEO, _video),
    (Kind.OTHER, _empty),
)
