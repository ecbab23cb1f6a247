"""What a site's memory says of the claims of a page.

The memory counts what places of a site's pages said, and how often that was what was decided. A value that
one place gives on many pages and that seldom was the page's own is the site's: the day of its last release,
the editor of all its pages, the name that ends its titles. A place that mostly names something else than what
was decided is trusted less wherever another place speaks. With an empty memory all claims stay as they are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from crawler.extraction.claims.claim import Claim
from crawler.extraction.reading.dates.moment import Moment
from crawler.extraction.reading.keys import key
from crawler.extraction.reading.names import Names
from crawler.extraction.reading.titletext import split
from crawler.memory.lesson import hashed
from crawler.memory.site import SiteMemory

OFTEN = 1 / 3  # of the site's pages, from which a value is said on many of them,
FEW = 2.9  # if it is so many: two articles may well have an author or a day in common; the third weighs 2.98
SELDOM = 0.5  # of the pages that say it, on which it was also what was decided
DOUBT = 0.5  # factor for a place that mostly says something else
KNOWN = 4  # pages on which a place spoke, before it is judged by them

TITLE, ENDING = "title\t", "ending\t"  # before a title, and the end of one, as they are remembered

T = TypeVar("T")


def told(claims: Iterable[Claim[Any]], decided: Iterable[str]) -> dict[str, bool]:
    """What the claims of one field teach; `decided` are the field's values, in the words of `values`."""
    right = set(decided)
    return {name_of(claim, value): value in right for claim in claims for value in values(claim.value)}


def values(value: object) -> Iterator[str]:
    """A claim's value, or each name of it, as it is compared; only the day of a date counts."""
    if isinstance(value, Moment):
        yield value.day.isoformat()
    elif isinstance(value, Names):
        yield from map(key, value.people)
    else:
        yield key(str(value))


def name_of(claim: Claim[Any], value: str) -> str:
    """What a value is remembered by: a title is the site's wherever it stands, a name or day in one place."""
    return TITLE + value if claim.field == "title" else f"{claim.field}\t{claim.place}\t{value}"


class Recalled:
    """The claims of a page, as its site's memory knows them."""

    def __init__(self, memory: SiteMemory | None = None) -> None:
        self._memory = memory if memory is not None and memory.pages else None

    def weighed(self, claims: Sequence[Claim[T]], fact: str) -> list[Claim[T]]:
        """The claims of one field, with no trust left where the value is the site's own, and less where the
        place mostly says something else than what was decided and another one speaks. `fact`: the field's
        name among the memory's facts."""
        if self._memory is None:
            return list(claims)
        names = [name_of(claim, value) for claim in claims for value in values(claim.value)]
        own = self.sites_own(names)
        left = list(map(partial(_without, own), claims))
        doubted = self._doubted(fact)
        if doubted.issuperset(claim.place for claim in left if claim.trust):
            return left
        return [replace(each, trust=each.trust * DOUBT) if each.place in doubted else each for each in left]

    def titles(self, texts: Sequence[str]) -> frozenset[str]:
        """Those that many pages claim or print as title: the site's, even if nothing better was found."""
        own = self.sites_own([TITLE + key(text) for text in texts], even_if_meant=True)
        return frozenset(text for text in texts if TITLE + key(text) in own)

    def endings(self, titles: Iterable[str]) -> list[str]:
        """The last parts of these titles that are the site's name, or another of its own."""
        parts = list(filter(None, map(ending, titles)))
        own = self.sites_own([ENDING + key(part) for part in parts])
        return [part for part in parts if ENDING + key(part) in own]

    def sites_own(self, names: Sequence[str], even_if_meant: bool = False) -> frozenset[str]:
        """Those that many pages say and that seldom were what was decided, or whatever was decided."""
        memory = self._memory
        if memory is None or not names:
            return frozenset()
        own = set()
        for name, row in zip(names, memory.texts.rows(hashed(names)).tolist(), strict=True):
            said, meant = memory.texts.counts[row].tolist() if row >= 0 else (0.0, 0.0)
            if said >= max(FEW, OFTEN * memory.weight) and (even_if_meant or meant <= SELDOM * said):
                own.add(name)
        return frozenset(own)

    def _doubted(self, fact: str) -> frozenset[str]:
        """The places that mostly say something else."""
        facts = self._memory.facts if self._memory is not None else {}
        right, wrong = facts.get(f"{fact} agrees", {}), facts.get(f"{fact} differs", {})
        return frozenset(
            place
            for place, times in wrong.items()
            if times > right.get(place, 0) and times + right.get(place, 0) >= KNOWN
        )


def ending(title: str) -> str | None:
    """The last part of a title that has several: mostly the site's name."""
    parts = split(title)
    return parts.span(len(parts.bounds) - 1, len(parts.bounds)) if len(parts.bounds) > 1 else None


def endings_told(claims: Iterable[Claim[Any]], title: str) -> dict[str, bool]:
    """What the claims of the title teach of how titles end."""
    parts = filter(None, (ending(str(claim.value)) for claim in claims))
    return {ENDING + key(part): key(title).endswith(key(part)) for part in parts}


def _without(own: Collection[str], claim: Claim[T]) -> Claim[T]:
    """The claim less the names that are the site's; with no trust left where nothing else is."""
    if not own or not any(name_of(claim, value) in own for value in values(claim.value)):
        return claim
    if isinstance(claim.value, Names):
        left = tuple(name for name in claim.value.people if name_of(claim, key(name)) not in own)
        if names := replace(claim.value, people=left):
            return replace(claim, value=names)
    return replace(claim, trust=0.0)


NOTHING = Recalled()  # of a site that no page taught
