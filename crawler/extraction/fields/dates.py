"""When an article was published and changed, decided from every date that its page gives.

Claims of the same day support each other when they come from different kinds of places: what the page
says of itself, what it prints, its address. The best supported day wins, and the most exact
claim of that day gives the time. The date printed beside the title beats metadata that names another
day, for it is what readers are told, and metadata often tells when a site moved.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from crawler.extraction.claims.claim import PRINTED, SAID, Claim, Decision
from crawler.extraction.claims.datesaid import MODIFIED, PUBLISHED, last_resorts, said, scripted
from crawler.extraction.reading.dates.moment import Moment
from crawler.extraction.reading.dates.zones import at_home, home_offset, local_offset, offset_between, on_day
from crawler.extraction.roles.printeddates import anywhere, near, printed, pubdate, yearless
from crawler.pages.page import Document

FIRST_YEAR = 1990  # before the web: the date of something told, not of the page
FUTURE = timedelta(days=1)  # clocks and zones differ by no more
SUPPORT = 0.5  # what a claim of another kind of place adds, of its trust
NEIGHBOUR = 0.6  # the same for a claim of the day before or after, which may be a matter of zones
KNOWN = 0.15  # trust under which a date is as likely another thing's as the page's
LEAST = 0.4  # trust of a printed date of change that stands for all, where there is no other date
CHANGE = "printed change"  # the place of a printed date that was taken as one of change
LATE = 0.7  # factor for a publication that metadata tell after the last change
WANTED = 0.5  # with less, scripts and the whole page are searched


@dataclass(frozen=True, slots=True)
class Dates:
    """`published` and `modified` hold RFC 3339 times or bare days; `date_from` is the place of the first."""

    published: Decision
    modified: Decision

    @property
    def date_from(self) -> str | None:
        return self.published.place or None


def dates(document: Document) -> Dates:
    """Read and decide the dates of a page."""
    return decide_dates(collect(document), now=document.page.fetched_at, url=document.url)


def collect(document: Document) -> list[Claim[Moment]]:
    """Every claim of a page; scripts and the whole page only where nothing better is found."""
    language, now = document.language, document.page.fetched_at
    page = printed(document, language)
    claims = [*said(document, language), *pubdate(document, language), *near(page)]
    if _most(claims, now, PUBLISHED) < WANTED:
        claims += [*scripted(document), *anywhere(page)]
        if _most(claims, now) < KNOWN:
            claims += [*yearless(page, document.text), *last_resorts(document, language)]
    return claims


def _most(claims: Iterable[Claim[Moment]], now: datetime, field: str = "") -> float:
    """The trust of the claim that is trusted most, of those of a day that can be."""
    able = [claim.trust for claim in _plausible(claims, now) if field in ("", claim.field)]
    return max(able, default=0.0)


def decide_dates(claims: Sequence[Claim[Moment]], *, now: datetime, url: str = "") -> Dates:
    """Published and modified, from the claims of one page."""
    believable = _told_apart(_settled(_plausible(claims, now)))
    published = [claim for claim in believable if claim.field == PUBLISHED]
    modified = [claim for claim in believable if claim.field == MODIFIED]
    zone = local_offset([claim.value for claim in believable])
    best, reason = _published(published, modified)
    first = _decision(best, published, zone, url, reason)
    after = [claim for claim in modified if best is None or claim.value.day >= best.value.day]
    reason = "earlier than publication" if modified and not after else "no evidence"
    last = _best(after)
    return Dates(first, _decision(last, modified, zone, url, "best supported" if last else reason, after))


def _plausible(claims: Iterable[Claim[Moment]], now: datetime) -> list[Claim[Moment]]:
    """Claims of a day on which a web page can have been published."""
    latest = now.date() + FUTURE
    return [c for c in claims if c.value.day.year >= FIRST_YEAR and c.value.day <= latest]


def _settled(claims: Sequence[Claim[Moment]]) -> list[Claim[Moment]]:
    """The claims with day and month exchanged where that, and only that, agrees with a clear claim."""
    clear = {claim.value.day for claim in claims if claim.value.other is None}
    settled = list(claims)
    for place, claim in enumerate(claims):
        moment, other = claim.value, claim.value.other
        if other is not None and other in clear and moment.day not in clear:
            exchanged = Moment(other, moment.clock, moment.zone, moment.sure)
            settled[place] = replace(claim, value=exchanged)
    return settled


def _told_apart(claims: Sequence[Claim[Moment]]) -> list[Claim[Moment]]:
    """The claims as those of change bear on them.

    Metadata that put publication after the last change are trusted less: a site moved. A printed date is
    called the date of change where the metadata explain it so: they give an earlier day of publication and
    that very day as the one of change. JSON-LD that does so alone is not believed: templates often fill it
    with the day on which the site moved.
    """
    changed = _stated(claims, MODIFIED)
    if not changed:
        return list(claims)
    stated = _stated([c for c in claims if c.place == "meta" and c.trust > WANTED], PUBLISHED)
    last, explained = max(changed) + FUTURE, changed - stated
    # The day after may be the same one, in the site's zone.
    first = min(stated, default=date.max - FUTURE) + FUTURE
    told = list(claims)
    for place, claim in enumerate(claims):
        day = claim.value.day
        if claim.kind == SAID and claim.field == PUBLISHED and day > last:
            told[place] = replace(claim, trust=claim.trust * LATE)
        elif claim.kind == PRINTED and day in explained and day > first:
            told[place] = replace(claim, field=MODIFIED, place=CHANGE)
    return told


def _stated(claims: Sequence[Claim[Moment]], field: str) -> set[date]:
    """The days that metadata state."""
    return {claim.value.day for claim in claims if claim.kind == SAID and claim.field == field}


def _published(
    published: Sequence[Claim[Moment]], modified: Sequence[Claim[Moment]]
) -> tuple[Claim[Moment] | None, str]:
    """The claim of publication, and the reason in words."""
    best = _best(published)
    if best is None or best.trust < WANTED:
        printed_change = [claim for claim in modified if claim.kind == PRINTED and claim.trust >= LEAST]
        if printed_change:
            only = max(printed_change, key=_trust)
            return replace(only, place=CHANGE), "the only date that the page prints, one of change"
    if best is None or best.trust < KNOWN:
        return None, "no evidence" if best is None else "only dates of other things"
    return best, _because(best, published, modified)


def _because(
    best: Claim[Moment], published: Sequence[Claim[Moment]], modified: Sequence[Claim[Moment]]
) -> str:
    """The reason in words: which places give the day, and what became of the others."""
    days = len({claim.value.day for claim in published})
    givers = dict.fromkeys(claim.place for claim in published if claim.value.day == best.value.day)
    reason = "all dates agree" if days == 1 else f"best supported of {days} days"
    changed = CHANGE in [claim.place for claim in modified]
    return f"{reason}: {', '.join(givers)}" + ("; the printed day is one of change" if changed else "")


def _trust(claim: Claim[Moment]) -> float:
    return claim.trust


def _best(claims: Sequence[Claim[Moment]]) -> Claim[Moment] | None:
    """The claim with the best supported day: by its trust and what other kinds of places add to it."""
    best, most = None, -1.0
    for claim in claims:
        support: dict[str, float] = {}
        for other in claims:
            if other.kind != claim.kind:
                told = _agreement(claim, other) * other.trust
                support[other.kind] = max(told, support.get(other.kind, 0.0))
        if (total := claim.trust + SUPPORT * sum(support.values())) > most:
            best, most = claim, total
    return best


def _agreement(one: Claim[Moment], two: Claim[Moment]) -> float:
    apart = abs((one.value.day - two.value.day).days)
    return 1.0 if apart == 0 else NEIGHBOUR if apart == 1 else 0.0


def _decision(
    best: Claim[Moment] | None,
    claims: Sequence[Claim[Moment]],
    hint: tzinfo | None,
    url: str,
    reason: str,
    able: Sequence[Claim[Moment]] | None = None,
) -> Decision:
    """The most exact writing of the best claim's day among the able claims, and the place that gives it."""
    if best is None:
        return Decision(None, reason=reason, claims=tuple(claims))
    near = [c for c in (claims if able is None else able) if _agreement(best, c) and c.field == best.field]
    timed = [claim for claim in near if claim.value.precise]
    timed.sort(key=lambda claim: (-claim.trust, abs((claim.value.day - best.value.day).days)))
    for claim in timed:
        instant = claim.value.aware()
        if instant and (value := _written(instant, claim, best, near, hint, url)):
            return Decision(value, claim.place, reason, tuple(claims))
    exact = next((claim for claim in timed if claim.value.day == best.value.day), best)
    zone = hint or home_offset(url, exact.value)
    # Midnight is how systems write a bare day.
    value = exact.value.render(zone) if exact.value.precise else exact.value.day.isoformat()
    return Decision(value, exact.place, reason, tuple(claims))


def _written(
    instant: datetime,
    claim: Claim[Moment],
    best: Claim[Moment],
    near: Sequence[Claim[Moment]],
    hint: tzinfo | None,
    url: str,
) -> str | None:
    """An instant in the site's offset, as the best claim's day; None where no offset makes it that day."""
    same = claim.value.day == best.value.day
    if instant.utcoffset() and same:
        return instant.isoformat(timespec="seconds")
    for other in near:
        local_time = other.kind == PRINTED and other.value.precise and not other.value.zone
        if local_time and (zone := offset_between(instant, other.value)):
            return instant.astimezone(zone).isoformat(timespec="seconds")
    if not same:
        local = on_day(instant, best.value.day, url, hint)
        return local.isoformat(timespec="seconds") if local else None
    shown = any(other.kind == PRINTED and other.value.day == claim.value.day for other in near)
    return _told_at_home(instant, url, shown)


def _told_at_home(instant: datetime, url: str, shown: bool) -> str:
    """An instant, on the day that it was where the site is at home, unless the page prints the day of UTC.

    Midnight there is how systems write a bare day.
    """
    home = at_home(instant, url)
    if isinstance(home, datetime) and home.time() == time(0) and home.utcoffset():
        return home.date().isoformat()
    if shown:
        home = instant
    return home.isoformat(timespec="seconds") if isinstance(home, datetime) else home.isoformat()
