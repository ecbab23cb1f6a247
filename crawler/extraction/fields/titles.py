"""The title: the headline as printed, without the site's name.

Evidence is of two sorts: claims (JSON-LD, og:title, <title>, microdata, the feed), which may be in a search
engine's wording and have the site's name and section around them, and headings, which readers see. The
heading that agrees with the claims wins; what is cut off a title (site, section, kicker) is what the other
evidence does not have. Lesser headings are read only where no h1 has the words of a claim.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product, repeat
from operator import attrgetter

from crawler.extraction.claims.claim import Claim, Decision
from crawler.extraction.claims.headings import Heading, headings
from crawler.extraction.claims.recalled import NOTHING, Recalled
from crawler.extraction.claims.sitenames import Site, site_of
from crawler.extraction.claims.table import LIMITS, claims
from crawler.extraction.reading.titletext import Tokens, likeness, split, tokens, trim
from crawler.extraction.roles.nearby import of_document
from crawler.pages.page import Document

MAX_PIECES = 8  # of a heading whose parts are tried; more is a heading set word by word
MAX_LONE = 200  # characters of an h1 that is a headline though no claim agrees; longer is a slogan or summary
ABOVE_TEXT = 8  # lines over the first paragraph in which a heading is the text's own
LEAST_OVER = 4  # words of it
MAX_SECTION = 4  # words of a section's name; some sites put the headline there
LONE_AGREEMENT = 0.15  # what the only h1 must share with the claims: they may be a search engine's wording
PARTLY = 0.75  # agreement under which a part of a claim is its lesser part
WHOLE = 0.6  # share of a claim's words from which a part of it can stand for it

_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
# Places that hold the headline alone, where the others may have kicker, section or site with it. Not so
# microdata: its value is the printed heading itself.
EXACT_PLACES = frozenset(("jsonld", "feed", "citation_title"))
_COLON = re.compile(r"(?<!\s)\s*[:：](?:\s|$)|(?<!.).*[:：]\s*$")
_ELLIPSIS = re.compile(r"(?<!\s)\s*(?:…|(?<!\.)\.{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of parts of a claim; `share` of the claim's words (without the site's name) that it has."""

    claim: Claim[str]
    text: str
    share: float


Spans = dict[Tokens, list[Span]]
_SHARE = attrgetter("share")
_PLACE = attrgetter("claim.place")


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """All that the title is decided from. `known`: all claims, with those of every h1; `headings`: those that
    name neither the site nor one of `sections`."""

    known: tuple[Claim[str], ...]
    claims: tuple[Claim[str], ...]
    headings: tuple[Heading, ...]
    site: Site
    sections: frozenset[Tokens]
    spans: Spans


@dataclass(frozen=True, slots=True)
class TitleDecision:
    """The title, the heading that prints it and the text over it in that heading, where there are any."""

    title: Decision
    heading: Heading | None = None
    kicker: str | None = None


def title(document: Document, recalled: Recalled = NOTHING) -> TitleDecision:
    """The title of a page; where its claims are of the site alone, the heading over the text."""
    evidence = recollected(title_evidence(document, recalled), recalled)
    decided = decide_title(evidence)
    if (decided.heading and evidence.spans) or not _is_of_site(evidence):
        return decided
    over, claimed = _over_text(document, evidence), decided.title.value or ""
    is_short = decided.heading is not None and len(tokens(claimed)) < LEAST_OVER  # "Weather"
    if over is None or not (is_short or not _is_printed(document, claimed, evidence.site)):
        return decided
    reason = "the heading over the text; what the page claims is of the site"
    return TitleDecision(Decision(trim(over.text), over.place, reason, evidence.known), over)


def _is_of_site(evidence: TitleEvidence) -> bool:
    """Whether the claims are the site's name, begin with it, or are shorter than a headline."""
    values = [claim.value for claim in evidence.claims]
    firsts = [split(value).span(0, 1) for value in values]
    is_short = all(len(tokens(value)) < LEAST_OVER for value in values)
    return not evidence.spans or is_short or any(map(evidence.site.is_name, firsts))


def _over_text(document: Document, evidence: TitleEvidence) -> Heading | None:
    """The heading over the first paragraph that shares most boxes with it; of those the highest."""
    first = of_document(document).first
    if first is None:
        return None
    boxes = document.blocks[first].boxes
    lines = document.blocks[max(0, first - ABOVE_TEXT) : first]
    # Of a standfirst that is printed twice, above the text and in it, the first printing counts.
    shared = {block.text: len(set(boxes).intersection(block.boxes)) for block in reversed(lines)}
    best, most = None, (0, 0)
    for heading in evidence.headings:
        rank = (shared.get(heading.text, 0), -_LEVELS.get(heading.element.tag, len(_LEVELS) + 1))
        if (
            rank[0]
            and not heading.apart
            and len(tokens(heading.text)) >= LEAST_OVER
            and (not best or rank > most)
        ):
            best, most = heading, rank
    return best


def _is_printed(document: Document, claimed: str, site: Site) -> bool:
    """Whether a claim stands in a line over the text that is no sentence, and is not the site's name."""
    if not claimed or site.is_name(claimed):
        return False
    place = of_document(document)
    lines = (block for block in document.blocks[: place.first] if len(block.text) <= LIMITS["title"])
    return any(claimed in block.text and not block.prose for block in lines)


def recollected(evidence: TitleEvidence, recalled: Recalled) -> TitleEvidence:
    """The evidence without what most pages of the site have in its place, as long as something is left."""
    texts = [*(claim.value for claim in evidence.claims), *(heading.text for heading in evidence.headings)]
    own = recalled.titles(texts)
    claims = tuple(claim for claim in evidence.claims if claim.value not in own)
    headings = tuple(heading for heading in evidence.headings if heading.text not in own)
    if not own or not (claims or headings):
        return evidence
    return replace(evidence, claims=claims, headings=headings, spans=_spans(claims, evidence.site))


def title_evidence(document: Document, recalled: Recalled = NOTHING) -> TitleEvidence:
    """What a page says of its title, and what is known of how the site ends its titles."""
    said, site = claims(document), site_of(document)
    found: dict[Claim[str], None] = {}
    for claim in said["title"]:
        if text := trim(claim.value):
            found[replace(claim, value=text)] = None
    if endings := recalled.endings(claim.value for claim in found):
        site = replace(site, joined=site.joined.union(map("".join, map(tokens, endings))))
    sections = set()
    for claim in said["section"]:
        if len(name := tokens(claim.value)) <= MAX_SECTION:
            sections.add(name)
    spans = _spans(found, site)
    printed, h1s = [], []
    for rank in headings(document):
        is_confirmed = False
        for heading in rank:
            if heading.place == "h1":
                h1s.append(Claim("title", heading.text, "h1", 1.0))
            key = tokens(heading.text)
            if key not in sections and not site.is_name(heading.text):
                printed.append(heading)
                is_confirmed |= not heading.apart and 1.0 in map(_SHARE, spans.get(key, ()))
        if is_confirmed:  # it has the words of a whole claim: no lesser ones need be read
            break
    return TitleEvidence((*h1s, *found), tuple(found), tuple(printed), site, frozenset(sections), spans)


def _spans(claims: Iterable[Claim[str]], site: Site) -> Spans:
    """Every run of parts of every claim that does not begin or end with the site's name, longest first."""
    spans: Spans = {}
    for claim in claims:
        parts = split(claim.value)
        count = len(parts.bounds)
        whole = len(tokens(site.trimmed(claim.value))) or 1
        ends = [n for n in range(count) if not site.is_name(parts.span(n, n + 1))]
        seen: set[Tokens] = set()
        for length, begin in product(range(count, 0, -1), ends):
            if begin + length - 1 in ends:
                text = parts.span(begin, begin + length)
                if (key := tokens(text)) and key not in seen:
                    seen.add(key)
                    spans.setdefault(key, []).append(Span(claim, text, min(1.0, len(key) / whole)))
    return spans


def decide_title(evidence: TitleEvidence) -> TitleDecision:
    """The printed heading that the claims confirm; else what most claims have; else the only h1."""
    known, h1s = evidence.known, dict[str, Heading]()  # of one text the first that can be the headline
    for heading in evidence.headings:
        if heading.place == "h1" and not heading.apart:
            h1s.setdefault(heading.text, heading)
    lone = h1s.popitem()[1] if len(h1s) == 1 else None
    if best := _best_heading(evidence, lone):
        heading, agreement = best
        kicker, text, note = _wording(heading, evidence.spans, evidence.site)
        reason = f"a heading that agrees with the page's claims ({agreement:.2f}){note}"
        return TitleDecision(Decision(text, heading.place, reason, known), heading, kicker)
    if voted := _vote(evidence):
        return TitleDecision(Decision(*voted, known))
    if lone:
        text = evidence.site.trimmed(lone.text)
        return TitleDecision(Decision(text, "h1", "the only h1, and no claim says more", known), lone)
    if evidence.claims:
        longest = max(evidence.claims, key=lambda claim: len(claim.value))
        return TitleDecision(Decision(longest.value, longest.place, "nothing but the site's name", known))
    return TitleDecision(Decision(None))


def _best_heading(evidence: TitleEvidence, lone: Heading | None) -> tuple[Heading, float] | None:
    """The heading most like a claim, and how far it agrees; an h1 before others, one in the article before
    one apart. The only h1 need have hardly a word of the claims, and none where these say nothing."""
    spans = evidence.spans
    wholes = [key for key, found in spans.items() if max(map(_SHARE, found)) >= WHOLE]
    longest = max(map(len, spans.keys() - evidence.sections), default=0)
    best, highest = None, 0.0
    for heading in evidence.headings:
        own = tokens(evidence.site.trimmed(heading.text))
        if found := spans.get(own, []):  # as a part of claims, else like them
            agreement = 0.4 + 0.6 * max(map(_SHARE, found))
        else:
            agreement = max([likeness(own, key) for key in wholes], default=0.0)
        if heading.place == "h1":
            least = 0.5 if heading is not lone else LONE_AGREEMENT * (longest >= 3)
            rank = _rank_h1(heading, agreement, found, least)
        else:
            begins = any(len(key) >= 4 and own[: len(key)] == key for key in wholes)
            begins = begins or _opens_only_claim(own, evidence)
            rank = _rank_other(heading, len(own), max(agreement, 0.85 * begins), begins or bool(found))
        if rank > 0:
            rank += 0.02 * sum([span.claim.trust for span in found])
        if rank > highest:
            best, highest = (heading, agreement), rank
    return best


def _opens_only_claim(own: Tokens, evidence: TitleEvidence) -> bool:
    """Whether a heading has the words with which <title> begins, perhaps after a section, where there is no
    h1 and no other claim: the site's name may cling to it ("Bridge reopens after ten years Harbour Post")."""
    h1s = any(heading.place == "h1" for heading in evidence.headings)
    if h1s or len(own) < LEAST_OVER or {claim.place for claim in evidence.claims} != {"title"}:
        return False
    wholes = [split(claim.value) for claim in evidence.claims]
    rests = [parts.span(at, len(parts.bounds)) for parts in wholes for at in range(min(2, len(parts.bounds)))]
    opened = (
        tokens(rest)[: len(own)] == own and len(tokens(rest)) - len(own) <= LEAST_OVER for rest in rests
    )
    return any(opened)


def _rank_h1(heading: Heading, agreement: float, found: list[Span], least: float) -> float:
    """`found`: the parts of claims that have its words. A lesser part of <title> alone is as likely the
    blog's name."""
    if heading.apart or len(heading.text) > MAX_LONE:
        least = 0.5
    if heading.crumb or agreement < least:
        return 0.0
    is_partly = found and agreement < PARTLY and set(map(_PLACE, found)) == {"title"}
    return agreement + (0.1 if heading.apart or is_partly else 0.5)


def _rank_other(heading: Heading, words: int, agreement: float, exact: bool) -> float:
    """Another heading must have a claim's words; one word alone is as likely a section."""
    if words < 2 or not (exact or (heading.titled and agreement > 0.7)):
        return 0.0
    bonus = 0.5 if heading.marked and agreement > 0.9 else 0.1 if heading.titled else 0.0
    return agreement + bonus - (0.5 if heading.apart else 0.0)


def _wording(heading: Heading, spans: Spans, site: Site) -> tuple[str | None, str, str]:
    """(kicker, title, note): the heading's text, or those of its pieces that claims take for the headline."""
    pieces, kicker, note = heading.pieces, "", ""
    claimed = spans.get(tokens(heading.text)) or spans.get(tokens(" ".join(pieces))) or []
    whole = [span for span in claimed if span.claim.place != "microdata"]
    # Pieces may stand on lines of their own: the claim has the mark between them.
    text = site.trimmed(whole[0].text if whole and len(pieces) > 1 else heading.text)
    if len(pieces) <= MAX_PIECES and EXACT_PLACES.isdisjoint(map(_PLACE, whole)):
        # Runs of pieces that may be the headline: first those that leave out a beginning.
        begins, ends = range(1, len(pieces)), range(len(pieces) - 1, 0, -1)
        for begin, end in (*zip(begins, repeat(None)), *zip(repeat(0), ends)):
            run, before = " ".join(pieces[begin:end]), " ".join(pieces[:begin])
            if _is_headline(run, before, spans, whole):
                kicker, text, note = trim(before), trim(run), ", less some of its pieces"
                break
    return kicker or None, _spelled(text, spans) if text.isupper() else text, note


def _spelled(text: str, spans: Spans) -> str:
    """What is printed in capitals, as a claim spells it."""
    return next((span.text for span in spans.get(tokens(text), ()) if not span.text.isupper()), text)


def _is_headline(text: str, before: str, spans: Spans, whole: list[Span]) -> bool:
    """Whether claims take these pieces of a heading for the headline. `whole`: claims of all of it.

    Where claims join two lines with a colon that is not printed, they are kicker and headline.
    """
    found = spans.get(tokens(text), []) if len(tokens(text)) > 1 else []
    if any(span.claim.place in EXACT_PLACES and span.share == 1.0 for span in found):
        return True
    if not whole:
        return any(span.share >= WHOLE for span in found)
    if not found or not before or _COLON.search(before) or _COLON.match(text):
        return False
    return any(_COLON.match(span.text[len(before) :]) for span in whole)


def _vote(evidence: TitleEvidence) -> tuple[str, str, str] | None:
    """The run of parts that most claims have or begin with; of equals the longest.

    One that a heading prints has one voice more; so has JSON-LD's where an h1 ends the breadcrumbs: it and
    the claims like it are then in a search engine's wording.
    """
    spans, shown = evidence.spans, {tokens(head.text) for head in evidence.headings if not head.apart}
    is_crumb = any(heading.crumb for heading in evidence.headings)
    best, chosen = (0.0, 0), list[Span]()
    for key, holders in spans.items():
        whole = {span.claim.place for span in holders if span.share == 1.0}
        support = _support(key, spans) + (is_crumb and "jsonld" in whole) + (len(key) > 1 and key in shown)
        is_section = key in evidence.sections and len(spans) > 1
        if whole and not is_section and (round(support, 3), len(key)) > best:
            best, chosen = (round(support, 3), len(key)), holders
    if not chosen:
        return None
    first = max(chosen, key=attrgetter("claim.trust"))
    is_loose = EXACT_PLACES.isdisjoint(map(_PLACE, chosen))
    text = evidence.site.trimmed(_completed(first.text, spans), is_loose)
    return text, first.claim.place, f"support {best[0]} of the claims"


def _support(key: Tokens, spans: Spans) -> float:
    """The trust of the places that have these words, or begin with them."""
    places = {}
    for other, holders in spans.items():
        if other == key or (len(key) > 2 and other[: len(key)] == key):
            for span in holders:
                places[span.claim.place] = span.claim.trust
    return sum(places.values())


def _completed(text: str, spans: Spans) -> str:
    """A claim cut off with an ellipsis, in the longer form that another claim has."""
    begun = tokens(_ELLIPSIS.sub("", text))[:-1]  # the last word may be cut too
    longer = [key for key in spans if len(key) > len(begun) and key[: len(begun)] == begun]
    is_cut = _ELLIPSIS.search(text) and len(begun) > 1
    return spans[max(longer, key=len)][0].text if is_cut and longer else text
