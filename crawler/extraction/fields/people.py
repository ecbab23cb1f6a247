"""Who wrote an article: people, and the agencies and other organisations that its by-line credits.

Every place that names authors makes a claim. Claims that name the same people support each other when one
is metadata and the other is printed; the best supported set of people wins, and a by-line that has these
people and more completes it. Organisations stand in for people only where nobody is named.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.extraction.claims.authorsaid import authors_said
from crawler.extraction.claims.claim import PRINTED, SAID, Claim
from crawler.extraction.claims.sitenames import site_of
from crawler.extraction.reading.agencies import each_once
from crawler.extraction.reading.names import Names, looks_written, site_keys
from crawler.extraction.roles.bylines import Bylines
from crawler.extraction.roles.nearby import of_document
from crawler.languages.lookup import line_key
from crawler.languages.namewords import code_of, key_of, name_words
from crawler.pages.page import Document

SUPPORT = 0.5  # what a claim of the other kind adds, of its trust and as far as it names the same people
BELIEVED = 0.45  # trust a claim needs alone
LEAST = 0.3  # where nobody else is named at all
TYPED = 1.0  # a by-line typed into the text ("By Example Team") settles it also where it names no person
AGREED = 0.8  # trust with which a field and a by-line settle that a team wrote
USER = 0.6  # factor for user names
THEME = 0.5  # factor for those who made the site's pages
COMPLETE = 0.55  # trust of a by-line that may add names to the decided ones

# Places that list all authors of the article, and so may add names to another's.
_COMPLETE = frozenset(("jsonld", "jsonld page", "byline typed", "byline link", "byline list"))
_LOOSE = re.compile(r"[\W_]")
_THEME = re.compile(r"https?://|\bwww\.|\bdesign", re.IGNORECASE)  # a theme's designer, not an author
_USER = re.compile(r"[a-z0-9._-]+|[A-Z]?[a-z]+(?:[A-Z]|[0-9_.])\S*")

Claims = Sequence[Claim[Names]]


@dataclass(frozen=True, slots=True)
class People:
    """`agency` holds news agencies first, then other organisations credited as authors; as printed."""

    authors: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: str = ""
    reason: str = "no evidence"
    claims: tuple[Claim[Names], ...] = ()


def people(document: Document) -> People:
    """Read and decide who wrote a page."""
    return decide_people(collect_authors(document), site_keys(site_of(document).publishers))


def collect_authors(document: Document) -> list[Claim[Names]]:
    """The claims of all places of a page; of lines far from the title only where nobody else is named."""
    publishers = site_of(document).publishers
    language, meta = document.language, document.structured.meta
    descriptions = (*meta.get("og:description", ())[:1], *meta.get("description", ())[:1])
    words = name_words(code_of(language))
    printed = Bylines(of_document(document), language, publishers, words, descriptions)
    said = authors_said(document, language, publishers)
    claims = [_doubted(claim) for claim in (*said, *printed.claims())]
    sites = site_keys(publishers)
    for claim in claims:
        if claim.trust >= LEAST and _settles(claim, sites):
            return claims
    return claims + printed.elsewhere()


def _settles(claim: Claim[Names], sites: frozenset[str]) -> bool:
    """Whether a claim leaves nothing to look for: not a system's field that names an organisation."""
    names = claim.value
    others = claim.kind == PRINTED and any(line_key(name) not in sites for name in names.organisations)
    return bool(names.people or names.agencies) or others


def _doubted(claim: Claim[Names]) -> Claim[Names]:
    """A claim of a system's user name ("jdoe2", "jane.doe", "JaneD") counts less than one of a name."""
    named = claim.value.people
    if claim.kind == SAID and named:
        phrase = any(" " in name for name in named) and not looks_written(named)
        if phrase or all(map(_USER.fullmatch, named)):
            return replace(claim, trust=claim.trust * USER)
        if _THEME.search(claim.text):
            return replace(claim, trust=claim.trust * THEME)
    if claim.place == "byline typed" and len(named) == 1 and " " not in named[0] and named[0].islower():
        return replace(claim, trust=claim.trust * USER)
    return claim


def decide_people(claims: Claims, sites: frozenset[str] = frozenset()) -> People:
    """The people that the claims of one page support best, and the organisations credited beside them.

    The site itself counts as credited only where the page names nobody else at all.
    """
    everything = tuple(claims)
    named = [claim for claim in claims if claim.value.people and claim.trust >= BELIEVED]
    typed = any(claim.trust >= TYPED and not claim.value.people for claim in claims)
    if not named or typed or _is_collective(claims, sites):
        if credited := _organised(claims, sites):
            return replace(credited, claims=everything)
        named = [claim for claim in claims if claim.value.people and claim.trust >= LEAST]
    decided = _best(named, claims, sites) if named else _without_people(claims)
    return replace(decided, claims=everything)


def _best(named: list[Claim[Names]], claims: Claims, sites: frozenset[str]) -> People:
    """The best supported of the claims that name people, with what others say of the same people."""
    if agencies := _instead_of_bare(named, claims):
        return People((), agencies, "byline element", "an agency is credited, a bare line is not sure")
    named = _who_wrote(named)
    best = max(named, key=lambda claim: _supported(claim, named))
    full = _spelled_out(best, claims) or _taken_apart(best, named) or _completed(best, named)
    reason = "best supported" if len(named) > 1 else "only claim"
    if full is not best:
        reason = "the by-line names more"
    others = tuple(name for name in each_once(_credited(full, claims)) if line_key(name) not in sites)
    return People(full.value.people, others, full.place, reason)


def _who_wrote(named: list[Claim[Names]]) -> list[Claim[Names]]:
    """The claims without those of who edited or translated, where a printed line names somebody else."""
    editors = {key for claim in named if claim.field == "editors" for key in _keys(claim.value.people)}
    wrote = [claim for claim in named if not _keys(claim.value.people) <= editors]
    printed = any(claim.kind == PRINTED and claim.trust >= COMPLETE for claim in wrote)
    return wrote if editors and printed else named


def _instead_of_bare(named: Claims, claims: Claims) -> tuple[str, ...]:
    """The agencies that a marked line credits, where people are named by an unmarked line only."""
    if any(claim.place != "byline bare" for claim in named):
        return ()
    marked = (claim for claim in claims if claim.place != "byline bare" and claim.trust >= LEAST)
    return tuple(dict.fromkeys(agency for claim in marked for agency in claim.value.agencies))


def _is_collective(claims: Claims, sites: frozenset[str]) -> bool:
    """Whether a by-line and a field both name the same team or organisation, other than the site."""
    teams: dict[str, set[str]] = {SAID: set(), PRINTED: set()}
    for claim in claims:
        if claim.trust < AGREED:
            continue
        if not claim.value.people:
            teams[claim.kind].update(map(line_key, claim.value.organisations))
        elif claim.kind == SAID:
            return False
    return bool((teams[SAID] & teams[PRINTED]) - sites)


def _supported(claim: Claim[Names], claims: Claims) -> float:
    """The trust of a claim with what the best one of the other kind adds that shares names with it."""
    mine, most = _keys(claim.value.people), 0.0
    for other in claims:
        if other.kind != claim.kind:
            yours = _keys(other.value.people)
            most = max(most, other.trust * len(mine & yours) / len(mine | yours))
    return claim.trust + SUPPORT * most


def _completed(best: Claim[Names], claims: Claims) -> Claim[Names]:
    """The claim that names all these people and most beside them, those printed near the title."""
    mine, printed = _keys(best.value.people), set[str]()
    trusted = [claim for claim in claims if claim.trust >= COMPLETE]
    for claim in trusted:
        printed |= _keys(claim.value.people) if claim.kind == PRINTED else set()
    for claim in sorted(trusted, key=lambda claim: -claim.trust):
        keys = _keys(claim.value.people)
        field = claim.kind == SAID and claim.place != "rel"
        if mine < keys and (claim.place in _COMPLETE or (field and keys - mine <= printed)):
            return claim
    return best


def _spelled_out(best: Claim[Names], claims: Claims) -> Claim[Names] | None:
    """The claim with the full name of the one person whom the best names in a word: "Jane", "janedoe"."""
    if len(best.value.people) != 1 or " " in best.value.people[0].strip():
        return None
    (short,) = _keys(best.value.people) or {""}
    for claim in claims:
        if claim.trust >= LEAST and len(claim.value.people) == 1:
            (full,) = _keys(claim.value.people) or {""}
            words = full.split()
            if len(words) > 1 and (short == words[0] or _LOOSE.sub("", short) == "".join(words)):
                return claim
    return None


def _taken_apart(best: Claim[Names], claims: Claims) -> Claim[Names] | None:
    """The claim that links as two authors what the best has as a name and letters: "Jane Doe, TIME"."""
    joined = [set(name.split(", ")) for name in best.value.people if ", " in name]
    for claim in claims if joined else ():
        if claim.place == "byline link" and any(names <= set(claim.value.people) for names in joined):
            return claim
    return None


def _keys(names: Iterable[str]) -> set[str]:
    return {" ".join(key_of(name.split())) for name in names}


def _credited(best: Claim[Names], claims: Claims) -> Iterator[str]:
    """The organisations that the winning claim, or one with the same people, credits too, and agencies in
    lines of their own near the title."""
    for claim in claims:
        if claim is best or _keys(claim.value.people) == _keys(best.value.people):
            yield from (*claim.value.agencies, *claim.value.organisations)
        elif claim.place == "byline bare" and not claim.value.people:
            yield from claim.value.agencies


def _organised(claims: Claims, sites: frozenset[str]) -> People | None:
    """No person is named: the agency, else the organisation, of the most trusted claim; the site last."""
    ranked = sorted((claim for claim in claims if claim.trust >= BELIEVED), key=lambda claim: -claim.trust)
    credits = [claim for claim in ranked if claim.value.agencies or claim.value.organisations]
    if not credits:
        return None
    best, reason = credits[0], "no person is named"
    if not best.value.agencies and sites.issuperset(map(line_key, best.value.organisations)):
        for claim in credits:
            if claim.kind == PRINTED and claim.value.agencies:
                best, reason = claim, "a printed agency, where a field names the site"
                break
    return People((), each_once((*best.value.agencies, *best.value.organisations)), best.place, reason)


def _without_people(claims: Claims) -> People:
    """Nobody is believed: the desk, else the organisation, that the page credits at all."""
    for claim in sorted(claims, key=lambda claim: -claim.trust):
        if claim.trust >= LEAST and (credited := claim.value.desks or claim.value.organisations):
            return People((), each_once(credited), claim.place, "a desk is credited")
    return People()
