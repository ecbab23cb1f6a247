"""The anchors of a page, gathered by the address they lead to: a card's picture, headline and "read more"
are one candidate. Each candidate knows where on the page it stands.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.discovery.pathwords import paths
from crawler.discovery.texts import MAX_TITLE, cut, length
from crawler.text import squeeze
from crawler.urls import canonicalize

MAX_ANCHORS = 5_000  # the longest fronts have some 1,500
MAX_TEXT = 4_000  # characters looked at of one anchor; a card with its summary has some 500
MAX_CLIMB = 30  # ancestors looked at; what is deeper has its menu nearer than that
MAX_SCRIPT = 1_000  # characters of an onclick
MAX_TITLE_WORDS = 40  # an anchor around a whole card is longer: then its headline is sought in it

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORDS = re.compile(r"[A-Za-z]+")
# What scripts that lead on say: location = "…", location.href = '…', location.replace("…").
LOCATION = re.compile(
    r"""\blocation\s{0,9}(?:\.\s?href\s{0,9})?(?:=|\.\s?(?:replace|assign)\s?\()"""
    r"""\s{0,9}["']([^"'\s]{1,2048})["']"""
)
_ATTRIBUTES = ("data-href", "data-url", "data-link")  # where scripts find a card's address
_SCRIPTED = " or ".join((*(f"@{name}" for name in _ATTRIBUTES), "contains(@onclick, 'location')"))
_PICTURES = ("img", "picture", "amp-img", "video")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor stands. `menu` also covers headers, footers, breadcrumbs and tag lists."""

    menu: bool = False
    aside: bool = False
    heading: bool = False  # inside a heading, or around one
    card: bool = False  # in an <article> or beside a picture
    signature: str = ""  # tags and classes of the anchor and its nearest ancestors


@dataclass(slots=True)
class Candidate:
    """One address with everything that the page's anchors say of it."""

    url: str
    title: str = ""
    rel: str = ""
    places: list[Place] = field(default_factory=list)
    from_heading: bool = False  # the title is a heading's text

    @property
    def words(self) -> int:
        return length(self.title)

    @property
    def menu(self) -> bool:
        """Whether it stands in menus only."""
        return all(place.menu for place in self.places)


def candidates(root: HtmlElement, base: str) -> list[Candidate]:
    """The page's link targets in order of appearance; anchors with unusable addresses are left out."""
    found: dict[str, Candidate] = {}
    for _, anchor in zip(range(MAX_ANCHORS), root.iter("a", "area"), strict=False):
        href = anchor.get("href")
        url = canonicalize(href, base) if href else None
        if url is None:
            continue
        candidate = found.setdefault(url, Candidate(url))
        place = _place(anchor)
        candidate.places.append(place)
        candidate.rel = f"{candidate.rel} {anchor.get('rel') or ''}".strip().lower()
        _take_title(candidate, anchor, place)
    _add_scripted(found, root, base)
    return list(found.values())


def _add_scripted(found: dict[str, Candidate], root: HtmlElement, base: str) -> None:
    """Adds what only a script makes a link, where no anchor leads to the same address."""
    anchored = set(found)
    elements: list[HtmlElement] = root.xpath(f"//*[{_SCRIPTED}]")
    for element in elements[:MAX_ANCHORS]:
        url = canonicalize(_scripted(element), base)
        if url is None or url in anchored:
            continue
        candidate = found.setdefault(url, Candidate(url))
        place = _place(element)
        candidate.places.append(place)
        _take_title(candidate, element, place)


def _scripted(element: HtmlElement) -> str:
    """The address that an element's attributes or its onclick lead to."""
    given = next((value for name in _ATTRIBUTES if (value := element.get(name))), "")
    match = None if given else LOCATION.search((element.get("onclick") or "")[:MAX_SCRIPT])
    return match[1] if match else given


def base_of(root: HtmlElement, url: str) -> str:
    """The URL that relative links are resolved against: <base href>, else the page's own."""
    for element in root.iter("base"):
        if href := element.get("href"):
            return canonicalize(href, url) or url
    return url


def signatures(found: list[Candidate]) -> dict[str, float]:
    """The mean number of title words of each signature that at least three addresses share."""
    counts: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for candidate in found:
        for signature in {place.signature for place in candidate.places}:
            counts[signature] += 1
            words[signature] += min(candidate.words, MAX_TITLE_WORDS)
    return {signature: words[signature] / count for signature, count in counts.items() if count >= 3}


def _place(anchor: HtmlElement) -> Place:
    menu = aside = card = False
    heading = any(True for _ in anchor.iter(*_HEADINGS))
    picture = any(True for _ in anchor.iter(*_PICTURES))
    signature = [_sign(anchor)]
    for depth, element in zip(range(MAX_CLIMB), anchor.iterancestors(), strict=False):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in {"body", "html", "main"}:
            break
        if depth < 3:
            signature.append(_sign(element))
        heading = heading or tag in _HEADINGS
        card = card or tag == "article"
        menu = menu or _is_menu(element, tag, depth)
        aside = aside or tag == "aside" or element.get("role") == "complementary"
    return Place(menu and not (heading and card), aside, heading, card or picture, ">".join(signature))


def _sign(element: HtmlElement) -> str:
    return f"{element.tag}.{' '.join(sorted((element.get('class') or '').split()))[:80]}"


def _is_menu(element: HtmlElement, tag: str, depth: int) -> bool:
    """By tag or role; by class and id only near the anchor, for themes name whole pages "has-menu"."""
    if tag in {"nav", "footer"} or element.get("role") in {
        "navigation",
        "menu",
        "menubar",
        "contentinfo",
        "banner",
    }:
        return True
    if tag == "header":  # an article's own header holds its headline
        return not any(parent.tag == "article" for parent in element.iterancestors("article"))
    if depth > 6:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200].lower()
    return not paths().menus.isdisjoint(_WORDS.findall(names))


def _take_title(candidate: Candidate, anchor: HtmlElement, place: Place) -> None:
    """Keep the best text so far: a heading's before any other, then the one with more words."""
    text, from_heading = _headline(anchor, place)
    if not text:
        return
    better = from_heading > candidate.from_heading or (
        from_heading == candidate.from_heading and length(text) > candidate.words
    )
    if better:
        candidate.title, candidate.from_heading = cut(text, MAX_TITLE), from_heading


def _headline(anchor: HtmlElement, place: Place) -> tuple[str, bool]:
    """The anchor's headline, and whether it is a heading's text."""
    for heading in anchor.iter(*_HEADINGS):
        if text := _text(heading):
            return text, True
    text = _text(anchor)
    if length(text) > MAX_TITLE_WORDS:
        text = next((part for part in _parts(anchor) if length(part) >= 3), text)
    return (text or _described(anchor)), bool(text) and place.heading


def _text(element: HtmlElement) -> str:
    """Its text, as far as a headline can go: an anchor that was never closed holds the rest of the page."""
    pieces, room = [], MAX_TEXT
    for piece in element.itertext():
        pieces.append(str(piece)[:room])
        room -= len(pieces[-1])
        if room <= 0:
            break
    return squeeze("".join(pieces))


def _parts(anchor: HtmlElement) -> Iterator[str]:
    """The texts of the elements below an anchor that hold no other elements, in order."""
    for element in anchor.iterdescendants():
        if isinstance(element.tag, str) and not len(element):
            yield _text(element)


def _described(anchor: HtmlElement) -> str:
    """What an anchor without text says of itself: its label or title, its picture's alternative text."""
    texts = [
        anchor.get("aria-label"),
        anchor.get("title"),
        anchor.get("alt"),  # of an <area>
        *(image.get("alt") for image in anchor.iter("img")),
    ]
    return next((squeeze(text) for text in texts if text and text.strip()), "")
