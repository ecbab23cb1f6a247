"""The title: the headline as printed, without the site's name.

Evidence is of two sorts. Claims (JSON-LD, og:title, <title>, microdata, the feed) say what the headline is,
often with the site's name and section around it or in a search engine's wording. Headings are what
readers see. The heading that agrees with the claims wins; what is cut off a title (site, section, kicker) is
what the other evidence does not have.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.evidence import Decision, Evidence
from crawler.extraction.jsonld import texts
from crawler.extraction.page import Document
from crawler.extraction.plain import is_hidden, pieces, plain
from crawler.extraction.sitename import SiteNames, Tokens, site_names, split, tokens

MAX_TITLE = 400  # characters; the longest real headlines have some 250
MAX_HEADINGS = 60  # headings looked at

MAX_PIECES = 8  # of a heading whose parts are tried; more is a heading set word by word

_SITE_MARKS = frozenset(("|", "-", "–", "—", "»", "·", "::", "•", "｜", "_", "«", "‹", "›"))

FIELD = "title"
# How far a place is trusted for the wording of a headline.
TRUST = {
    "h1": 1.0,
    "jsonld": 0.9,
    "microdata": 0.8,
    "heading": 0.8,
    "feed": 0.8,
    "parsely": 0.75,
    "og:title": 0.7,
    "twitter:title": 0.6,
    "citation": 0.7,
    "sailthru": 0.6,
    "dc": 0.5,
    "meta": 0.4,
    "title": 0.4,
}
_META = {
    "og:title": ("og:title",),
    "twitter:title": ("twitter:title",),
    "parsely": ("parsely-title",),
    "sailthru": ("sailthru.title",),
    "citation": ("citation_title",),
    "dc": ("dc.title", "dcterms.title", "dc:title"),
    "meta": ("title", "headline", "hdl", "article:title", "fb_title"),
}
_APART = frozenset(("nav", "footer", "aside", "form", "dialog"))
_APART_CLASS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|sidebar|side-?bar|widget|related|recommend\w*|popup|modal|cookie\w*|"
    r"newsletter|comments?|teasers?|logo|branding|site-?(?:title|name|header|branding)|masthead|most-?read|popular)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|news|content|page|main|node|single|item|detail)[_-]*"
    r"(?:title|headline|heading|header)|headline|title|titre|titulo|titolo|titel|p-name)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLED = etree.XPath(
    "//*[self::div or self::p or self::span or self::td or self::font or self::strong or self::a]"
    "[contains(@class,'itle') or contains(@class,'eadline') or contains(@class,'itre') or contains(@class,'itulo')"
    " or @itemprop='headline' or @itemprop='name']"
)
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed, with its pieces (text cut where inline elements begin and end)."""

    element: HtmlElement
    text: str
    pieces: tuple[str, ...]
    place: str  # h1, or heading
    apart: bool  # in navigation, sidebar, footer or the site's header
    titled: bool  # its class or itemprop calls it a title
    order: int


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """All that the title is decided from."""

    claims: tuple[Evidence, ...]
    headings: tuple[Heading, ...]
    names: SiteNames
    sections: frozenset[Tokens]

    def as_evidence(self) -> tuple[Evidence, ...]:
        shown = tuple(
            Evidence(FIELD, heading.text, heading.place, TRUST[heading.place])
            for heading in self.headings
            if heading.place == "h1"
        )
        return (*shown, *self.claims)


def title(document: Document) -> tuple[Decision, Heading | None]:
    """The title's decision, and the heading that prints it where there is one."""
    return decide_title(collect_title(document))


def collect_title(document: Document) -> TitleEvidence:
    structured, root = document.structured, document.root
    found: list[tuple[str, str]] = []
    if document.page.link and document.page.link.title:
        found.append(("feed", document.page.link.title))
    for node in structured.article_nodes[:2]:
        found += [("jsonld", text) for key in ("headline", "name") for text in texts(node.get(key))[:1]]
    found += [("microdata", text) for key in ("headline", "name") for text in structured.micro.get(key, ())[:1]]
    for place, names in _META.items():
        found += [(place, text) for name in names for text in structured.meta.get(name, ())[:1]]
    found += [("title", text) for element in list(root.iter("title"))[:1] if (text := element.text)]
    claims = [Evidence(FIELD, text, place, TRUST[place]) for place, raw in found if (text := _clean(raw))]
    return TitleEvidence(
        claims=tuple(dict.fromkeys(claims)),
        headings=tuple(_headings(root)),
        names=site_names(root, structured),
        sections=frozenset(
            tokens(plain(text)) for name in ("article:section", "section") for text in structured.meta.get(name, ())
        ),
    )


def _clean(raw: str) -> str:
    text = plain(raw).strip("|-–—·•»« \t")
    return text if len(text) <= MAX_TITLE else ""


def _headings(root: HtmlElement) -> Iterable[Heading]:
    """h1, h2 and h3, and elements whose class calls them a title."""
    order = 0
    for element in root.iter("h1", "h2", "h3"):
        if order >= MAX_HEADINGS:
            return
        heading = _heading(element, "h1" if element.tag == "h1" else "heading", order)
        if heading:
            order += 1
            yield heading
    found = _TITLED(root)
    for element in found[:MAX_HEADINGS] if isinstance(found, list) else ():
        if _calls_itself_title(element) and (heading := _heading(element, "heading", order)):
            order += 1
            yield heading


def _calls_itself_title(element: HtmlElement) -> bool:
    return bool(_TITLE_CLASS.search(element.get("class") or "")) or element.get("itemprop") in ("headline", "name")


def _heading(element: HtmlElement, place: str, order: int) -> Heading | None:
    parts = tuple(pieces(element))
    text = plain("".join(parts))
    if not text or len(text) > MAX_TITLE or (place != "h1" and is_hidden(element)):
        return None
    apart = any(_is_apart(ancestor) for ancestor in element.iterancestors())
    kept = tuple(part for part in (plain(part) for part in parts) if part)
    return Heading(element, text, kept, place, apart, _calls_itself_title(element), order)


def _is_apart(ancestor: HtmlElement) -> bool:
    if ancestor.tag in ("html", "body", "article", "main"):
        return False
    names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
    return ancestor.tag in _APART or bool(len(names) > 1 and _APART_CLASS.search(names))


def likeness(one: Tokens, other: Tokens) -> float:
    """Shared words, 0–1; word order is left out."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    return 2 * len(first & second) / (len(first) + len(second)) * 0.99


def decide_title(evidence: TitleEvidence) -> tuple[Decision, Heading | None]:
    """The printed heading that the claims confirm; else the claim that most others confirm; else a lone h1."""
    spans = _claimed_spans(evidence)
    known = evidence.as_evidence()
    heading, agreement = _best_heading(evidence, spans)
    if heading and agreement >= 0.5:
        text, cut = _wording(heading, spans, evidence)
        reason = f"heading agrees with the page's claims ({agreement:.2f}){cut}"
        return Decision(_recase(text, spans), heading.place, reason, known), heading
    lone = _lone_heading(evidence, agreement)
    if lone and (agreement >= 0.2 or not _telling(spans, evidence)):
        reason = "the only heading of its rank, and the claims say nothing else"
        return Decision(_without_site(lone.text, evidence.names), lone.place, reason, known), lone
    voted = _vote(evidence, spans)
    if voted:
        return Decision(voted[0], voted[1], voted[2], known), None
    if lone:
        return Decision(_without_site(lone.text, evidence.names), lone.place, "no claim", known), lone
    return Decision(None, "", "no evidence", known), None


Spans = dict[Tokens, list[tuple[Evidence, str]]]


def _claimed_spans(evidence: TitleEvidence) -> Spans:
    """Every run of parts of every claim, the site's own names left out."""
    spans: Spans = {}
    for claim in evidence.claims:
        seen: set[Tokens] = set()
        for _, _, text in split(claim.value).spans():
            key = tokens(text)
            if key and key not in seen and not evidence.names.is_name(text):
                seen.add(key)
                spans.setdefault(key, []).append((claim, text))
    return spans


def _best_heading(evidence: TitleEvidence, spans: Spans) -> tuple[Heading | None, float]:
    """The heading most like a claim; an h1 before others, one in the article before one apart."""
    best: tuple[tuple[float, ...], Heading | None, float] = ((0.0,), None, 0.0)
    for heading in evidence.headings:
        whole = tokens(heading.text)
        agreement = max((likeness(whole, span) for span in spans), default=0.0)
        if heading.place != "h1":
            if agreement < 0.99 and not (heading.titled and agreement > 0.7):
                continue
        elif whole in evidence.sections or evidence.names.is_name(heading.text):
            agreement = 0.0 if agreement < 0.99 or evidence.names.is_name(heading.text) else agreement
        if agreement and len(whole) == 1 and heading.place != "h1":
            continue  # one word is as likely a section
        rank = agreement + (0.3 if heading.place == "h1" else 0.0) - (0.4 if heading.apart else 0.0)
        longest = len(whole) / 1000
        if agreement and (rank + longest, -heading.order) > best[0]:
            best = ((rank + longest, -heading.order), heading, agreement)
    return best[1], best[2]


def _wording(heading: Heading, spans: Spans, evidence: TitleEvidence) -> tuple[str, str]:
    """The heading's text; or the run of its pieces that claims state, where the rest is kicker or by-line."""
    if tokens(heading.text) in spans:
        return _without_site(heading.text, evidence.names), ""
    count = len(heading.pieces)
    if 1 < count <= MAX_PIECES:
        for length in range(count - 1, 0, -1):
            for begin in range(count - length + 1):
                text = " ".join(heading.pieces[begin : begin + length])
                key = tokens(text)
                if len(key) > 1 and key in spans:
                    return text, ", which leave out some of its pieces"
    return _without_site(heading.text, evidence.names), ""


def _without_site(text: str, names: SiteNames) -> str:
    """Parts at either end that name the site are dropped, as long as something is left."""
    parts = split(text)
    begin, end = 0, len(parts)
    while end - begin > 1 and names.is_name(parts.span(end - 1, end)):
        end -= 1
    while end - begin > 1 and names.is_name(parts.span(begin, begin + 1)):
        begin += 1
    return parts.span(begin, end) if end - begin < len(parts) else text


def _recase(text: str, spans: Spans) -> str:
    """A headline printed in capitals, as a claim spells it."""
    if not text.isupper():
        return text
    return next((span for _, span in spans.get(tokens(text), ()) if not span.isupper()), text)


def _lone_heading(evidence: TitleEvidence, agreement: float) -> Heading | None:
    """The only h1 that can be a headline by itself."""
    able = [
        heading
        for heading in evidence.headings
        if heading.place == "h1" and not evidence.names.is_name(heading.text) and not heading.apart
    ]
    return able[0] if len(able) == 1 and len(tokens(able[0].text)) >= 2 else None


def _telling(spans: Spans, evidence: TitleEvidence) -> bool:
    """Whether the claims hold more than site and section names."""
    return any(len(key) >= 3 and key not in evidence.sections for key in spans)


def _vote(evidence: TitleEvidence, spans: Spans) -> tuple[str, str, str] | None:
    """The run of parts that most claims have; the longest of equals; cut-off claims count for their longer form."""
    printed = {tokens(heading.text) for heading in evidence.headings if not heading.apart}
    best: tuple[float, int] = (0.0, 0)
    chosen: tuple[str, str, str] | None = None
    for key, holders in spans.items():
        if key in evidence.sections:
            continue
        support = sum(claim.trust for claim in {claim.place: claim for claim, _ in holders}.values())
        support += 1.0 if key in printed and len(key) > 1 else 0.0
        if (round(support, 3), len(key)) > best:
            claim, text = max(holders, key=lambda holder: holder[0].trust)
            best, chosen = (round(support, 3), len(key)), (text, claim.place, f"{len(holders)} claims have it")
    if chosen is None:
        return None
    text = _without_site(_completed(chosen[0], spans), evidence.names)
    return _without_tail(text), chosen[1], chosen[2]


def _completed(text: str, spans: Spans) -> str:
    """A claim cut off with an ellipsis, in the longer form that another claim has."""
    if not _ELLIPSIS.search(text):
        return text
    begun = tokens(_ELLIPSIS.sub("", text))
    longer = [key for key in spans if len(key) >= len(begun) and key[: len(begun) - 1] == begun[:-1] and key != begun]
    return spans[max(longer, key=len)][0][1] if longer and len(begun) > 2 else text


def _without_tail(text: str) -> str:
    """A last short part that no evidence names is the site's more often than the headline's."""
    parts = split(text)
    if len(parts) < 2:
        return text
    head, tail = tokens(parts.span(0, len(parts) - 1)), tokens(parts.span(len(parts) - 1, len(parts)))
    between = text[parts.bounds[-2][1] : parts.bounds[-1][0]].strip()
    if between in _SITE_MARKS and len(head) >= 3 and len(tail) <= 4 and len(tail) < len(head):
        return parts.span(0, len(parts) - 1)
    return text
