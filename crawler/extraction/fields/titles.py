"""The title: the headline as printed, without the site's name.

Claim is of two sorts (see titleclaims): claims, which may be in a search engine's wording, and headings,
which readers see. The heading that agrees with the claims wins; what is cut off a title (site, section,
kicker) is what the other evidence does not have.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from crawler.extraction.claims.claim import Decision
from crawler.extraction.claims.headings import Heading
from crawler.extraction.claims.sitenames import SiteNames, Tokens, tokens
from crawler.extraction.claims.titlesaid import (
    EXACT_PLACES,
    Span,
    Spans,
    TitleEvidence,
    collect_title,
    is_prominent,
    trim,
)
from crawler.pages.page import Document

MAX_PIECES = 8  # of a heading whose parts are tried; more is a heading set word by word
MAX_LONE = 200  # characters of an h1 that is a headline though no claim agrees
LONE_AGREEMENT = 0.15  # what the only h1 must share with the claims: they may be a search engine's wording
PARTLY = 0.75  # agreement under which a part of a claim is its lesser part
WHOLE = 0.6  # share of a claim's words from which a part of it can stand for it

_COLON = re.compile(r"\s*[:：](?:\s|$)|.*[:：]\s*$")
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,})\s*$")


@dataclass(frozen=True, slots=True)
class TitleDecision:
    """The title, the heading that prints it and the text over it in that heading, where there are any."""

    title: Decision
    names: SiteNames
    heading: Heading | None = None
    kicker: str | None = None


def title(document: Document) -> TitleDecision:
    return decide_title(collect_title(document))


def likeness(one: Tokens, other: Tokens) -> float:
    """Shared words, 0-1, order left out; at least a half where one begins the other."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    begins = 0.5 if long[: len(short)] == short else 0.0
    first, second = _features(one), _features(other)
    return max(begins, 2 * len(first & second) / (len(first) + len(second)) * 0.99)


def _features(words: Tokens) -> set[Tokens]:
    """Words; where they are single characters (no spaces in the script), pairs of them."""
    if sum(map(len, words)) > 1.5 * len(words) or len(words) == 1:
        return {(word,) for word in words}
    return set(pairwise(words))


def decide_title(evidence: TitleEvidence) -> TitleDecision:
    """The printed heading that the claims confirm; else what most claims have; else the only h1."""
    known = evidence.listed()
    if best := _best_heading(evidence):
        kicker, text, note = _wording(best.heading, evidence.spans, evidence.names)
        reason = f"a heading that agrees with the page's claims ({best.agreement:.2f}){note}"
        return TitleDecision(
            Decision(text, best.heading.place, reason, known), evidence.names, best.heading, kicker
        )
    if voted := _vote(evidence):
        return TitleDecision(Decision(*voted, known), evidence.names)
    if lone := _lone_h1(evidence):
        reason = "the only h1, and no claim says more"
        text = evidence.names.trimmed(lone.text)
        return TitleDecision(Decision(text, "h1", reason, known), evidence.names, lone)
    if evidence.claims:
        longest = max(evidence.claims, key=lambda claim: len(claim.value))
        reason = "nothing but the site's name"
        return TitleDecision(Decision(longest.value, longest.place, reason, known), evidence.names)
    return TitleDecision(Decision(None), evidence.names)


@dataclass(frozen=True, slots=True)
class _Ranked:
    heading: Heading
    agreement: float
    rank: float


def _best_heading(evidence: TitleEvidence) -> _Ranked | None:
    """The heading most like a claim; an h1 before others, one in the article before one apart."""
    spans = evidence.spans
    able = {tokens(heading.text) for heading in evidence.headings if _is_able_h1(heading, evidence)}
    telling = any(len(key) >= 3 and key not in evidence.sections for key in spans)
    wholes = [key for key, found in spans.items() if any(span.share >= WHOLE for span in found)]
    ranked: list[_Ranked] = []
    for heading in evidence.headings:
        own = tokens(evidence.names.trimmed(heading.text))
        exact = max((0.4 + 0.6 * span.share for span in spans.get(own, ())), default=0.0)
        agreement = exact or max((likeness(own, key) for key in wholes), default=0.0)
        if heading.place == "h1":
            partly = bool(exact) and agreement < PARTLY and all(s.claim.place == "title" for s in spans[own])
            rank = _rank_h1(heading, agreement, partly, LONE_AGREEMENT if telling else 0.0, len(able) == 1)
        else:
            begins = any(len(key) >= 4 and own[: len(key)] == key for key in wholes)
            rank = _rank_other(
                heading, max(agreement, 0.85 if begins else 0.0), bool(exact) or begins, len(own)
            )
        if rank > 0 and not _is_no_headline(heading, evidence):
            support = 0.02 * sum(span.claim.trust for span in spans.get(own, ()))
            ranked.append(_Ranked(heading, agreement, rank + support))
    return max(ranked, key=lambda item: (item.rank, -item.heading.order), default=None)


def _is_no_headline(heading: Heading, evidence: TitleEvidence) -> bool:
    return evidence.names.is_name(heading.text) or tokens(heading.text) in evidence.sections


def _is_able_h1(heading: Heading, evidence: TitleEvidence) -> bool:
    """Whether it can be the headline by its place and text alone."""
    return heading.place == "h1" and is_prominent(heading) and not _is_no_headline(heading, evidence)


def _rank_h1(heading: Heading, agreement: float, partly: bool, least: float, lone: bool) -> float:
    """`partly`: a lesser part of <title>, as likely the blog's name; `least`: what a lone one must have."""
    if heading.crumb:
        return 0.0
    if heading.apart or heading.alternative:
        return agreement + 0.1 if agreement >= 0.5 else 0.0
    if len(heading.text) > MAX_LONE and agreement < 0.5:
        return 0.0  # a slogan or summary in an h1
    return agreement + (0.1 if partly else 0.5) if agreement >= (least if lone else 0.5) else 0.0


def _rank_other(heading: Heading, agreement: float, exact: bool, words: int) -> float:
    """Another heading must have a claim's words; one word alone is as likely a section."""
    if words < 2 or not (exact or (heading.titled and agreement > 0.7)):
        return 0.0
    bonus = 0.5 if heading.marked and agreement > 0.9 else 0.1 if heading.titled else 0.0
    return agreement + bonus - (0.5 if heading.apart else 0.0)


def _wording(heading: Heading, spans: Spans, names: SiteNames) -> tuple[str | None, str, str]:
    """(kicker, title, note): the heading's text, or those of its pieces that claims take for the headline."""
    claimed = spans.get(tokens(heading.text)) or spans.get(tokens(" ".join(heading.pieces))) or []
    whole = [span for span in claimed if span.claim.place != "microdata"]
    if not any(span.claim.place in EXACT_PLACES for span in whole):
        for begin, end in _ranges(len(heading.pieces)):
            text, before = " ".join(heading.pieces[begin:end]), " ".join(heading.pieces[:begin])
            found = spans.get(tokens(text), ()) if len(tokens(text)) > 1 else ()
            exact = any(span.claim.place in EXACT_PLACES and span.share == 1.0 for span in found)
            if exact or (found and _is_kicker(before, text, whole)) or (not whole and _is_most(found)):
                return trim(before) or None, _recase(trim(text), spans), ", less some of its pieces"
    # Pieces may stand on lines of their own: the claim has the mark between them.
    text = whole[0].text if whole and len(heading.pieces) > 1 else heading.text
    return None, _recase(names.trimmed(text), spans), ""


def _is_kicker(before: str, text: str, whole: list[Span]) -> bool:
    """Whether claims join two lines with a colon that is not printed: they are kicker and headline."""
    if not whole or not before or _COLON.search(before) or _COLON.match(text):
        return False
    return any(_COLON.match(span.text[len(before) :]) for span in whole)


def _is_most(found: Iterable[Span]) -> bool:
    return any(span.share >= WHOLE for span in found)


def _ranges(count: int) -> list[tuple[int, int]]:
    """Runs of a heading's pieces that may be the headline: first those that leave out a beginning."""
    if count > MAX_PIECES:
        return []
    return [(begin, count) for begin in range(1, count)] + [(0, end) for end in range(count - 1, 0, -1)]


def _recase(text: str, spans: Spans) -> str:
    """A headline printed in capitals, as a claim spells it."""
    if not text.isupper():
        return text
    return next((span.text for span in spans.get(tokens(text), ()) if not span.text.isupper()), text)


def _lone_h1(evidence: TitleEvidence) -> Heading | None:
    able = [heading for heading in evidence.headings if _is_able_h1(heading, evidence)]
    return able[0] if len({heading.text for heading in able}) == 1 else None


def _vote(evidence: TitleEvidence) -> tuple[str, str, str] | None:
    """The run of parts that most claims have or begin with; of equals the longest.

    Where an h1 ends the breadcrumbs, it and the claims like it are in a search engine's wording, and JSON-LD
    is more often in the printed one.
    """
    shown = {tokens(heading.text) for heading in evidence.headings if not heading.apart and not heading.crumb}
    crumbs = {tokens(heading.text) for heading in evidence.headings if heading.crumb}
    best: tuple[float, int] = (0.0, 0)
    chosen: Span | None = None
    for key, holders in evidence.spans.items():
        if (key in evidence.sections and len(evidence.spans) > 1) or not any(
            span.share == 1.0 for span in holders
        ):
            continue
        support = _support(key, evidence.spans)
        support += (
            1.0
            if crumbs and any(span.claim.place == "jsonld" and span.share == 1.0 for span in holders)
            else 0.0
        )
        support += 1.0 if key in shown and len(key) > 1 else 0.0
        if (round(support, 3), len(key)) > best:
            best, chosen = (round(support, 3), len(key)), max(holders, key=lambda span: span.claim.trust)
    if chosen is None:
        return None
    loosely = not any(span.claim.place in EXACT_PLACES for span in evidence.spans[tokens(chosen.text)])
    text = evidence.names.trimmed(_completed(chosen.text, evidence.spans), loosely)
    return text, chosen.claim.place, f"support {best[0]} of the claims"


def _support(key: Tokens, spans: Spans) -> float:
    """The trust of the places that have these words, or begin with them."""
    places = {span.claim.place: span.claim.trust for span in spans[key]}
    for other, holders in spans.items() if len(key) > 2 else ():
        if other[: len(key)] == key:
            places |= {span.claim.place: span.claim.trust for span in holders}
    return sum(places.values())


def _completed(text: str, spans: Spans) -> str:
    """A claim cut off with an ellipsis, in the longer form that another claim has."""
    if not _ELLIPSIS.search(text):
        return text
    begun = tokens(_ELLIPSIS.sub("", text))[:-1]  # the last word may be cut too
    longer = [key for key in spans if len(key) > len(begun) and key[: len(begun)] == begun]
    return spans[max(longer, key=len)][0].text if len(begun) > 1 else text
