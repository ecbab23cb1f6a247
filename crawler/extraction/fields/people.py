"""Who wrote an article: people, and the agencies and other organisations that its by-line credits.

Every place that names authors makes a claim (bylines.py). Claims that name the same people support each
other when one is metadata and the other is printed; the best supported set of people wins, and a by-line
that has these people and more completes it. Organisations stand in for people only where nobody is named.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.extraction.claims.authorsaid import PRINTED, SAID, Fields, NameClaim
from crawler.extraction.claims.claim import Claim as Evidence
from crawler.extraction.claims.sitenames import site_of
from crawler.extraction.fields.dates import language_of
from crawler.extraction.reading.agencies import each_once
from crawler.extraction.reading.names.cleaning import clean_names, site_keys
from crawler.extraction.reading.names.judging import looks_written
from crawler.extraction.reading.names.namewords import code_of, key_of, name_words
from crawler.extraction.roles.bylinereader import Reader
from crawler.extraction.roles.bylines import Bylines
from crawler.extraction.roles.elsewhere import Elsewhere
from crawler.extraction.roles.nearby import of_document
from crawler.extraction.roles.unmarked import Unmarked
from crawler.languages.lookup import line_key
from crawler.pages.page import Document

__all__ = ["People", "clean_names", "collect_authors", "decide_people", "people", "publishers_of"]

SUPPORT = 0.5  # what a claim of the other kind adds, of its trust and as far as it names the same people
BELIEVED = 0.45  # trust a claim needs alone
LEAST = 0.3  # where nobody else is named at all
TYPED = 1.0  # a by-line typed into the text ("By Example Team") settles it also where it names no person
AGREED = 0.8  # trust with which a field and a by-line settle that a team wrote
USER = 0.6  # factor for user names
THEME = 0.5  # factor for those who made the site's pages
COMPLETE = 0.55  # trust of a by-line that may add names to the decided ones


_TITLE = re.compile(r"^(?:(?:dr|prof|professor|mag|dipl-ing)(?: |$))+(?=\S)")
_LOOSE = re.compile(r"[\W_]")
_THEME = re.compile(r"https?://|\bwww\.|\bdesign", re.IGNORECASE)  # a theme's designer, not an author
_USER = re.compile(r"[a-z0-9._-]+|[A-Z]?[a-z]+(?:[A-Z]|[0-9_.])\S*")


@dataclass(frozen=True, slots=True)
class People:
    """`agency` holds news agencies first, then other organisations credited as authors; as printed."""

    authors: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: str = ""
    reason: str = "no evidence"
    evidence: tuple[Evidence[str], ...] = ()


def people(document: Document) -> People:
    """Read and decide who wrote a page."""
    publishers = publishers_of(document)
    return decide_people(_claims(document, publishers), publishers)


def collect_authors(document: Document) -> list[Evidence[str]]:
    """The evidence of a page, as `people` sees it."""
    return [_evidence(claim) for claim in _claims(document, publishers_of(document))]


def _claims(document: Document, publishers: tuple[str, ...]) -> list[NameClaim]:
    language = language_of(document)
    fields = Fields(document, language, publishers)
    meta = document.structured.meta
    descriptions = (*meta.get("og:description", ())[:1], *meta.get("description", ())[:1])
    reader = Reader(of_document(document), language, publishers, name_words(code_of(language)))
    printed = Bylines(reader, Unmarked(reader, descriptions))
    claims = list(map(_doubted, (*fields.claims(), *printed.claims())))
    if not _is_agreed(claims):
        claims += map(_doubted, fields.linked())
    sites = site_keys(publishers)
    if not any(claim.trust >= LEAST and _settles(claim, sites) for claim in claims):
        claims += Elsewhere(reader).claims()
    return claims


def _is_agreed(claims: Sequence[NameClaim]) -> bool:
    """Whether a field and a by-line name the same people, so that a link can add nothing."""
    said, printed = (
        {
            frozenset(_keys(c.names.people))
            for c in claims
            if c.kind == kind and c.trust >= AGREED and c.names.people
        }
        for kind in (SAID, PRINTED)
    )
    return bool(said & printed)


def _settles(claim: NameClaim, sites: frozenset[str]) -> bool:
    """Whether a claim leaves nothing to look for: not a system's field that names an organisation."""
    others = claim.kind == PRINTED and any(line_key(name) not in sites for name in claim.names.organisations)
    return bool(claim.names.people or claim.names.agencies) or others


def _doubted(claim: NameClaim) -> NameClaim:
    """A claim of a system's user name ("jdoe2", "jane.doe", "JaneD") counts less than one of a name."""
    named = claim.names.people
    if claim.kind == SAID and named:
        phrase = any(" " in name for name in named) and not looks_written(named)
        if phrase or all(map(_USER.fullmatch, named)):
            return replace(claim, trust=claim.trust * USER)
        if claim.place == "meta" and _THEME.search(claim.text):
            return replace(claim, trust=claim.trust * THEME)
    if claim.place == "byline typed" and len(named) == 1 and " " not in named[0] and named[0].islower():
        return replace(claim, trust=claim.trust * USER)
    return claim


def decide_people(claims: Sequence[NameClaim], publishers: tuple[str, ...] = ()) -> People:
    """The people that the claims of one page support best, and the organisations credited beside them.

    The site itself counts as credited only where the page names nobody else at all.
    """
    sites = site_keys(publishers)
    evidence = tuple(map(_evidence, claims))
    named = [claim for claim in claims if claim.names.people and claim.trust >= BELIEVED]
    typed = any(claim.trust >= TYPED and not claim.names.people for claim in claims)
    typed = typed or _is_collective(claims, sites)
    if not named or typed:
        credited = _organised(claims, sites, evidence)
        if credited.agency:
            return credited
        named = [claim for claim in claims if claim.names.people and claim.trust >= LEAST]
    if not named:
        return _without_people(claims, sites, evidence)
    if agencies := _instead_of_bare(named, claims):
        return People(
            (), agencies, "byline element", "an agency is credited, a bare line is not sure", evidence
        )
    named = _who_wrote(named)
    best = max(named, key=lambda claim: _supported(claim, named))
    full = _spelled_out(best, claims) or _taken_apart(best, named) or _completed(best, named)
    reason = (
        "the by-line names more" if full is not best else "best supported" if len(named) > 1 else "only claim"
    )
    others = tuple(name for name in each_once(_credited(full, claims)) if line_key(name) not in sites)
    return People(full.names.people, others, full.place, reason, evidence)


def _who_wrote(named: list[NameClaim]) -> list[NameClaim]:
    """The claims without those of people who edited, as the page prints, where it prints others who wrote.

    Systems often fill the author's field with the editor.
    """
    editors = {key for claim in named if claim.edited for key in _keys(claim.names.people)}
    wrote = [claim for claim in named if not _keys(claim.names.people) <= editors]
    printed = any(claim.kind == PRINTED and claim.trust >= COMPLETE for claim in wrote)
    return wrote if editors and printed else named


def _instead_of_bare(named: Sequence[NameClaim], claims: Sequence[NameClaim]) -> tuple[str, ...]:
    """The agencies that a marked line credits, where people are named by an unmarked line only."""
    if any(claim.place != "byline bare" for claim in named):
        return ()
    marked = (claim for claim in claims if claim.place != "byline bare" and claim.trust >= LEAST)
    return tuple(dict.fromkeys(agency for claim in marked for agency in claim.names.agencies))


def _is_collective(claims: Sequence[NameClaim], sites: frozenset[str]) -> bool:
    """Whether a by-line and a field both name the same team or organisation, other than the site."""
    if any(claim.kind == SAID and claim.trust >= AGREED and claim.names.people for claim in claims):
        return False
    teams = [claim for claim in claims if claim.names.organisations and not claim.names.people]
    said, printed = (
        {
            key
            for claim in teams
            if claim.kind == kind and claim.trust >= AGREED
            for name in claim.names.organisations
            if (key := line_key(name)) not in sites
        }
        for kind in (SAID, PRINTED)
    )
    return bool(said & printed)


def _supported(claim: NameClaim, claims: Sequence[NameClaim]) -> float:
    other = PRINTED if claim.kind == SAID else SAID
    shares = (_shared(claim, item) * item.trust for item in claims if item.kind == other)
    return claim.trust + SUPPORT * max(shares, default=0.0)


def _shared(one: NameClaim, two: NameClaim) -> float:
    """The share of names that two claims have in common."""
    mine, yours = _keys(one.names.people), _keys(two.names.people)
    return len(mine & yours) / len(mine | yours)


def _completed(best: NameClaim, claims: Sequence[NameClaim]) -> NameClaim:
    """The claim that names all these people and most beside them, those printed near the title."""
    mine = _keys(best.names.people)
    printed = {
        key for c in claims if c.kind == PRINTED and c.trust >= COMPLETE for key in _keys(c.names.people)
    }
    wider = [
        c
        for c in claims
        if c.trust >= COMPLETE
        and mine < (keys := _keys(c.names.people))
        and (c.completes or (c.kind == SAID and keys - mine <= printed))
    ]
    return max(wider, key=lambda claim: claim.trust, default=best)


def _spelled_out(best: NameClaim, claims: Iterable[NameClaim]) -> NameClaim | None:
    """The claim with the full name of the one person whom the best names in a word: "Jane", "janedoe"."""
    if len(best.names.people) != 1 or " " in best.names.people[0].strip():
        return None
    (short,) = _keys(best.names.people) or {""}
    for claim in claims:
        if claim.trust >= LEAST and len(claim.names.people) == 1:
            (full,) = _keys(claim.names.people) or {""}
            words = full.split()
            if len(words) > 1 and (short == words[0] or _LOOSE.sub("", short) == "".join(words)):
                return claim
    return None


def _taken_apart(best: NameClaim, claims: Iterable[NameClaim]) -> NameClaim | None:
    """The claim that links as two authors what the best has as a name and letters: "Jane Doe, TIME"."""
    joined = {name for name in best.names.people if ", " in name}
    for claim in claims if joined else ():
        if claim.place == "byline link" and any(
            set(name.split(", ")) <= set(claim.names.people) for name in joined
        ):
            return claim
    return None


def _keys(names: Iterable[str]) -> set[str]:
    return {_TITLE.sub("", " ".join(key_of(name.split()))) for name in names}


def _credited(best: NameClaim, claims: Iterable[NameClaim]) -> Iterator[str]:
    """The organisations that the winning claim, or one with the same people, credits too, and agencies in
    lines of their own near the title."""
    for claim in claims:
        if claim is best or _keys(claim.names.people) == _keys(best.names.people):
            yield from (*claim.names.agencies, *claim.names.organisations)
        elif claim.place == "byline bare" and not claim.names.people:
            yield from claim.names.agencies


def _organised(
    claims: Sequence[NameClaim], sites: frozenset[str], evidence: tuple[Evidence[str], ...]
) -> People:
    """No person is named: the agency, else the organisation, of the most trusted claim; the site last."""
    ranked = sorted((claim for claim in claims if claim.trust >= BELIEVED), key=lambda claim: -claim.trust)
    credits = [claim for claim in ranked if claim.names.agencies or claim.names.organisations]
    if not credits:
        return People(evidence=evidence)
    best, reason = credits[0], "no person is named"
    if not best.names.agencies and all(line_key(name) in sites for name in best.names.organisations):
        wire = next((claim for claim in credits if claim.kind == PRINTED and claim.names.agencies), best)
        best, reason = wire, reason if wire is best else "a printed agency, where a field names the site"
    names = each_once((*best.names.agencies, *best.names.organisations))
    return People((), names, best.place, reason, evidence)


def _without_people(
    claims: Sequence[NameClaim], sites: frozenset[str], evidence: tuple[Evidence[str], ...]
) -> People:
    """Nobody is believed: the desk, else the organisation, that the page credits at all."""
    ranked = sorted((claim for claim in claims if claim.trust >= LEAST), key=lambda claim: -claim.trust)
    for claim in ranked:
        if credited := claim.names.desks or claim.names.organisations:
            return People((), each_once(credited), claim.place, "a desk is credited", evidence)
    return People(evidence=evidence)


def publishers_of(document: Document) -> tuple[str, ...]:
    """What the site calls itself: names in its metadata, and its host with and without ending."""
    return site_of(document).publishers


def _evidence(claim: NameClaim) -> Evidence[str]:
    return Evidence("authors", claim.text, claim.place, round(claim.trust, 2))
