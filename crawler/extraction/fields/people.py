"""Who wrote an article: people, and the agencies and other organisations that its by-line credits.

Every place that names authors makes a claim. Claims that name the same people support each other when one
is metadata and the other is printed; the best supported set of people wins, and a by-line that has these
people and more completes it. Organisations stand in for people only where nobody is named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from urllib.parse import unquote

from crawler.extraction.claims.authorsaid import authors_said
from crawler.extraction.claims.claim import PRINTED, SAID, Claim
from crawler.extraction.claims.recalled import NOTHING, Recalled
from crawler.extraction.claims.sitenames import site_of
from crawler.extraction.reading.agencies import each_once
from crawler.extraction.reading.names import Names, looks_written, site_keys
from crawler.extraction.roles.bylines import Bylines
from crawler.extraction.roles.nearby import of_document
from crawler.languages.lookup import line_key
from crawler.languages.namewords import code_of, key_of, name_words, word_key
from crawler.pages.blocks.block import Block
from crawler.pages.page import Document
from crawler.urls import path_of

SUPPORT = 0.5  # what a claim of the other kind adds, of its trust and as far as it names the same people
BELIEVED = 0.45  # trust a claim needs alone
LEAST = 0.3  # where nobody else is named at all
TYPED = 1.0  # a by-line typed into the text ("By Example Team") settles it also where it names no person
AGREED = 0.75  # trust with which a field and a by-line settle that a team wrote
USER = 0.6  # factor for user names
THEME = 0.5  # factor for those who made the site's pages
LABEL = 0.5  # factor for one word
COMPLETE = 0.55  # trust of a by-line that may add names to the decided ones

# Places that list all authors of the article, and so may add names to another's.
_COMPLETE = frozenset(("jsonld", "jsonld page", "byline typed", "byline link", "byline list"))
# Places of agencies in a line of their own.
_BESIDE = frozenset(("byline bare", "byline element", "source line"))
_LOOSE = re.compile(r"[\W_]")
_THEME = re.compile(r"https?://|\bwww\.|\bdesign", re.IGNORECASE)  # a theme's designer, not an author
_USER = re.compile(r"[a-z0-9._-]+|[A-Z]?[a-z]+(?:[A-Z]|[0-9_.])\S*")
_LOGIN = re.compile(r"([^\W\d_]{2,})[._-]([^\W\d_]{2,})\d*")
_TRUST = attrgetter("trust")

Claims = Sequence[Claim[Names]]


@dataclass(frozen=True, slots=True)
class People:
    """`agency` holds news agencies first, then other organisations credited as authors; as printed."""

    authors: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: str = ""
    reason: str = "no evidence"
    claims: tuple[Claim[Names], ...] = ()


def people(document: Document, recalled: Recalled = NOTHING) -> People:
    """Read and decide who wrote a page. Lines far from the title are read only where nobody else is named."""
    publishers, language, meta = site_of(document).publishers, document.language, document.structured.meta
    sites = site_keys(publishers)
    descriptions = (*meta.get("og:description", ())[:1], *meta.get("description", ())[:1])
    words = name_words(code_of(language))
    printed = Bylines(of_document(document), language, publishers, words, descriptions)
    claims = list(map(_doubted, (*authors_said(document, language, publishers), *printed.claims())))
    for claim in claims:
        names = claim.value
        named = names.people or names.agencies or (claim.kind == PRINTED and names.organisations)
        enough = LEAST if claim.kind == PRINTED else BELIEVED
        if claim.trust >= enough and named:  # not a system's field that names an organisation
            break
    else:
        unsure = _naming(claims, LEAST)
        claims += (claim for claim in map(_doubted, printed.elsewhere()) if claim.value.people or not unsure)
    sections = frozenset(map(word_key, unquote(path_of(document.url)).split("/")))
    claims = [claim for claim in claims if not _is_section(claim, sections)]
    decided = decide_people(recalled.weighed(claims, "authors"), sites)
    authors = tuple(_as_printed(name, document.blocks) for name in decided.authors)
    return replace(decided, authors=authors, claims=tuple(claims))


def _is_section(claim: Claim[Names], path: frozenset[str]) -> bool:
    """Whether what the site calls a by-line is sections, as they stand in the page's path: "Boats Tests"."""
    words = [word_key(word) for name in claim.value.people for word in name.split()]
    return claim.place == "byline element" and len(words) > 1 and path.issuperset(words)


def _as_printed(name: str, blocks: Sequence[Block]) -> str:
    """The name that the page prints of somebody who is named as a system's user: "jane.doe"."""
    if not (login := _LOGIN.fullmatch(name)):
        return name
    full = re.compile(rf"\b{login[1]}(?: [^\W\d_]\.)? {login[2]}\b", re.IGNORECASE)
    return next((found.group() for block in blocks if (found := full.search(block.text))), name)


def _doubted(claim: Claim[Names]) -> Claim[Names]:
    """A claim of a system's user name ("jdoe2", "jane.doe", "JaneD") counts less than one of a name, and so
    does one word in an element, which may be any label: "Updated", "Contributor"."""
    named, factor = claim.value.people, 1.0
    people, every = "".join(named), "".join((*named, *claim.value.organisations))
    if claim.kind == SAID and named:
        if all(map(_USER.fullmatch, named)) or (" " in people and not looks_written(named)):
            factor = USER
        elif _THEME.search(claim.text):
            factor = THEME
    elif claim.place == "byline typed" and len(named) == 1 and " " not in people and people.islower():
        factor = USER
    elif claim.place == "byline element" and " " not in every and every.isascii() and not _is_wire(claim):
        factor = LABEL
    return replace(claim, trust=claim.trust * factor)


def _is_wire(claim: Claim[Names]) -> bool:
    """Whether a claim names agencies and nobody else."""
    return bool(claim.value.agencies) and not (claim.value.people or claim.value.organisations)


def decide_people(claims: Claims, sites: frozenset[str] = frozenset()) -> People:
    """The people that the claims of one page support best, and the organisations credited beside them.

    The site itself counts as credited only where the page names nobody else at all.
    """
    named, ranked = _naming(claims, BELIEVED), sorted(claims, key=_TRUST, reverse=True)
    alone = not named or _is_collective(claims, sites)
    credited = _organised(ranked, sites) if alone else None
    # A source beside a name that is not sure says where the news is from, not that nobody wrote it up.
    if credited and (credited.place != "source line" or not _naming(claims, LEAST)):
        return credited
    if named := named or _naming(claims, LEAST):
        return _best(named, claims, sites)
    for claim in ranked:
        if claim.trust >= LEAST and (desks := claim.value.desks or claim.value.organisations):
            return People((), each_once(desks), claim.place, "a desk is credited")
    return People()


def _naming(claims: Claims, least: float) -> list[Claim[Names]]:
    """The claims of at least this trust that name people."""
    return [claim for claim in claims if claim.value.people and claim.trust >= least]


def _is_collective(claims: Claims, sites: frozenset[str]) -> bool:
    """Whether a by-line typed into the text names no person, or one and a field both name the same team or
    organisation, other than the site."""
    sure = [claim for claim in claims if claim.trust >= AGREED]
    nobody = [claim for claim in sure if not claim.value.people]
    if any(claim.trust >= TYPED for claim in nobody):
        return True
    teams: dict[str, set[str]] = {SAID: set(), PRINTED: set()}
    for claim in nobody:
        teams[claim.kind].update(map(line_key, claim.value.organisations))
    named = any(claim.kind == SAID and claim.value.people for claim in sure)
    return not named and bool((teams[SAID] & teams[PRINTED]) - sites)


def _organised(ranked: Claims, sites: frozenset[str]) -> People | None:
    """No person is named: the agency, else the organisation, of the most trusted claim; the site last."""
    found: People | None = None
    for claim in ranked:
        names = claim.value
        if claim.trust < BELIEVED or not (names.agencies or names.organisations):
            continue
        reason = "a printed agency, where a field names the site" if found else "no person is named"
        if not found or (claim.kind == PRINTED and names.agencies):
            found = People((), each_once((*names.agencies, *names.organisations)), claim.place, reason)
        if names.agencies or not sites.issuperset(map(line_key, names.organisations)):
            break
    return found


def _best(named: list[Claim[Names]], claims: Claims, sites: frozenset[str]) -> People:
    """The best supported of the claims that name people, with what others say of the same people."""
    bare = all(claim.place == "byline bare" for claim in named)
    unsure = ("byline bare", "source line")
    marked = [claim for claim in claims if claim.place not in unsure and claim.trust >= LEAST]
    if bare and (agencies := [agency for claim in marked for agency in claim.value.agencies]):
        reason = "an agency is credited, a bare line is not sure"
        return People((), tuple(dict.fromkeys(agencies)), "byline element", reason)
    named = _who_wrote(named)
    best = max(named, key=lambda claim: _supported(claim, named))
    full = _spelled_out(best, claims) or _completed(best, named)
    reason = "best supported" if len(named) > 1 else "only claim"
    if full is not best:
        reason = "the by-line names more"
    others = tuple(name for name in each_once(_credited(full, claims)) if line_key(name) not in sites)
    return People(full.value.people, others, full.place, reason)


def _credited(full: Claim[Names], claims: Claims) -> Iterator[str]:
    """The organisations that the winning claim, or one with the same people, credits too, and agencies in
    lines of their own near the title."""
    for claim in claims:
        if _keys(claim) == _keys(full):
            yield from (*claim.value.agencies, *claim.value.organisations)
        elif claim.place in _BESIDE and not claim.value.people:
            yield from claim.value.agencies


def _who_wrote(named: list[Claim[Names]]) -> list[Claim[Names]]:
    """The claims without those of who edited or translated, where a printed line names somebody else."""
    editors = set[str]().union(*(_keys(claim) for claim in named if claim.field == "editors"))
    wrote = [claim for claim in named if not _keys(claim) <= editors]
    printed = any(claim.kind == PRINTED and claim.trust >= COMPLETE for claim in wrote)
    return wrote if editors and printed else named


def _supported(claim: Claim[Names], claims: Claims) -> float:
    """The trust of a claim with what the best one of the other kind adds that shares names with it."""
    mine, most = _keys(claim), 0.0
    for other in claims:
        if other.kind != claim.kind:
            yours = _keys(other)
            most = max(most, other.trust * len(mine & yours) / len(mine | yours))
    return claim.trust + SUPPORT * most


def _spelled_out(best: Claim[Names], claims: Claims) -> Claim[Names] | None:
    """The claim with the full name of the one person whom the best names in a word: "Jane", "janedoe"."""
    names, mine = best.value.people, _keys(best)
    (short,) = mine if len(names) == 1 == len(mine) and " " not in names[0] else {""}
    for claim in _naming(claims, LEAST) if short else ():
        (full,) = _keys(claim) if len(claim.value.people) == 1 else {""}
        words = full.split()
        if len(words) > 1 and (short == words[0] or _LOOSE.sub("", short) == "".join(words)):
            return claim
    return None


def _completed(best: Claim[Names], named: Claims) -> Claim[Names]:
    """The claim that links as two authors what the best has as a name and letters ("Jane Doe, TIME"), or that
    names all these people and most beside them, in a place that lists all authors or in a field that adds
    only those printed near the title."""
    mine, printed = _keys(best), set[str]()
    joined = [set(name.split(", ")) for name in best.value.people if ", " in name]
    for claim in named:
        if claim.place == "byline link" and any(names <= set(claim.value.people) for names in joined):
            return claim
        printed |= _keys(claim) if claim.kind == PRINTED and claim.trust >= COMPLETE else set()
    for claim in sorted(_naming(named, COMPLETE), key=_TRUST, reverse=True):
        keys = _keys(claim)
        field = claim.kind == SAID and claim.place != "rel" and keys - mine <= printed
        if mine < keys and (field or claim.place in _COMPLETE):
            return claim
    return best


def _keys(claim: Claim[Names]) -> set[str]:
    """The people of a claim, as they are compared."""
    return {" ".join(key_of(name.split())) for name in claim.value.people}
