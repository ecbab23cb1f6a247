"""When an article was published and changed, decided from every date that its page gives.

Claims of the same day support each other when they come from different kinds of places: what the page
says of itself, what it prints, its address. The best supported day wins, and the most exact
claim of that day gives the time. The date printed beside the title beats metadata that names another
day, for it is what readers are told, and metadata often tells when a site moved.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from crawler.extraction.claims.claim import Claim as Evidence
from crawler.extraction.claims.claim import Decision
from crawler.extraction.claims.datesaid import (
    ADDRESS,
    MODIFIED,
    PRINTED,
    PUBLISHED,
    SAID,
    TITLE,
    Claim,
    said,
    scripted,
)
from crawler.extraction.claims.lastdates import described, pictured, yearless
from crawler.extraction.reading.dates.moment import Moment
from crawler.extraction.reading.dates.zones import at_home, home_offset, local_offset, offset_between, on_day
from crawler.extraction.roles.nearby import of_document
from crawler.extraction.roles.printeddates import Reader
from crawler.extraction.roles.times import MAX_TIMES
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


def collect_dates(document: Document) -> list[Evidence[str]]:
    """The evidence of a page, as `dates` sees it."""
    return [evidence_of(claim) for claim in collect(document)]


def collect(document: Document) -> list[Claim]:
    """Every claim of a page; scripts and the whole page only where nothing better is found."""
    language, now = language_of(document), document.page.fetched_at
    reader = Reader(of_document(document), document.structured.times[:MAX_TIMES], now, language)
    claims = [*said(document, language), *reader.near()]
    if not any(claim.field == PUBLISHED and claim.trust >= WANTED for claim in _plausible(claims, now)):
        claims += [*scripted(document), *reader.anywhere()]
        if not any(claim.trust >= KNOWN for claim in _plausible(claims, now)):
            claims += [*yearless(document, reader), *described(document, language), *pictured(document)]
    return claims


def decide_dates(claims: Sequence[Claim], *, now: datetime, url: str = "") -> Dates:
    """Published and modified, from the claims of one page."""
    believable = _told_apart(_in_order(_settled(_plausible(claims, now))))
    published = [claim for claim in believable if claim.field == PUBLISHED]
    modified = [claim for claim in believable if claim.field == MODIFIED]
    best, reason = _published(published, modified)
    zone = local_offset([claim.moment for claim in believable])
    first = _decision(best, published, zone, url, reason)
    return Dates(first, _modified(modified, best, published + modified, zone, url))


def _plausible(claims: Iterable[Claim], now: datetime) -> list[Claim]:
    """Claims of a day on which a web page can have been published."""
    latest = now.date() + FUTURE
    return [c for c in claims if c.moment.day.year >= FIRST_YEAR and c.moment.day <= latest]


def _settled(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with day and month exchanged where that, and only that, agrees with a clear claim."""
    clear = {claim.moment.day for claim in claims if claim.moment.other is None}
    return [_exchanged(claim, clear) for claim in claims]


def _exchanged(claim: Claim, clear: set[date]) -> Claim:
    moment, other = claim.moment, claim.moment.other
    if other is None or other not in clear or moment.day in clear:
        return claim
    moment = Moment(other, moment.clock, moment.zone, moment.sure)
    return replace(claim, moment=moment)


def _in_order(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, with less trust in metadata that put publication after the last change: a site moved."""
    changed = [claim.moment.day for claim in claims if claim.field == MODIFIED and claim.kind == SAID]
    if not changed:
        return list(claims)
    last = max(changed) + timedelta(days=1)
    return [
        replace(claim, trust=claim.trust * LATE)
        if claim.field == PUBLISHED and claim.kind == SAID and claim.moment.day > last
        else claim
        for claim in claims
    ]


def _told_apart(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with a printed date called the date of change where the metadata explain it so.

    They give an earlier day of publication and that very day as the one of change. JSON-LD that does
    so alone is not believed: templates often fill it with the day on which the site moved.
    """
    stated = [
        claim.moment.day
        for claim in claims
        if claim.field == PUBLISHED and claim.place == "meta" and claim.trust > WANTED
    ]
    changed = {claim.moment.day for claim in claims if claim.field == MODIFIED and claim.kind == SAID}
    changed.difference_update(stated)
    if not stated or not changed:
        return list(claims)
    first = min(stated) + timedelta(days=1)  # the day after may be the same one, in the site's zone
    return [
        replace(claim, field=MODIFIED, place=CHANGE)
        if claim.kind == PRINTED and claim.moment.day in changed and claim.moment.day > first
        else claim
        for claim in claims
    ]


def _published(published: Sequence[Claim], modified: Sequence[Claim]) -> tuple[Claim | None, str]:
    best = _best(published)
    if best is None or best.trust < WANTED:
        printed = [claim for claim in modified if claim.kind == PRINTED and claim.trust >= LEAST]
        only = max(printed, key=lambda claim: claim.trust, default=None)
        if only is not None:
            return replace(only, place=CHANGE), "the only date that the page prints, one of change"
    if best is None or best.trust < KNOWN:
        return None, "no evidence" if best is None else "only dates of other things"
    return best, _because(best, published, modified)


def _because(best: Claim, published: Sequence[Claim], modified: Sequence[Claim]) -> str:
    """The reason in words: which places give the day, and what became of the others."""
    days = {claim.moment.day for claim in published}
    givers = dict.fromkeys(claim.place for claim in published if claim.moment.day == best.moment.day)
    reason = "all dates agree" if len(days) == 1 else f"best supported of {len(days)} days"
    changed = any(claim.place == CHANGE for claim in modified)
    return f"{reason}: {', '.join(givers)}" + ("; the printed day is one of change" if changed else "")


def _best(claims: Sequence[Claim]) -> Claim | None:
    """The claim with the best supported day."""
    return max(claims, key=lambda claim: _supported(claim, claims), default=None)


def _supported(claim: Claim, claims: Sequence[Claim]) -> float:
    """A claim's trust and what other kinds of places add to it."""
    total = claim.trust
    for kind in {SAID, PRINTED, ADDRESS, TITLE} - {claim.kind}:
        total += SUPPORT * max(
            (_agreement(claim, other) * other.trust for other in claims if other.kind == kind), default=0.0
        )
    return total


def _agreement(one: Claim, two: Claim) -> float:
    apart = abs((one.moment.day - two.moment.day).days)
    return 1.0 if apart == 0 else NEIGHBOUR if apart == 1 else 0.0


def _decision(
    best: Claim | None, claims: Sequence[Claim], hint: tzinfo | None, url: str, reason: str
) -> Decision:
    evidence = tuple(map(evidence_of, claims))
    if best is None:
        return Decision(None, reason=reason, claims=evidence)
    value, place = _exact(best, claims, hint, url)
    return Decision(value, place, reason, evidence)


def _exact(best: Claim, claims: Sequence[Claim], hint: tzinfo | None, url: str) -> tuple[str, str]:
    """The most exact writing of the best claim's day, and the place that gives it."""
    near = [c for c in claims if _agreement(best, c) and c.field == best.field]
    instants = [(c, instant) for c in near if (instant := c.moment.aware()) and c.moment.precise]
    instants.sort(key=lambda item: (-item[0].trust, abs((item[0].moment.day - best.moment.day).days)))
    local_times = [c.moment for c in near if c.kind == PRINTED and c.moment.precise and not c.moment.zone]
    for claim, instant in instants:
        if instant.utcoffset() and claim.moment.day == best.moment.day:
            return instant.isoformat(timespec="seconds"), claim.place
        for printed in local_times:
            if zone := offset_between(instant, printed):
                return instant.astimezone(zone).isoformat(timespec="seconds"), claim.place
        if claim.moment.day == best.moment.day:
            shown = any(c.kind == PRINTED and c.moment.day == claim.moment.day for c in near)
            return _told_at_home(instant, url, shown), claim.place
        if local := on_day(instant, best.moment.day, url, hint):
            return local.isoformat(timespec="seconds"), claim.place
    timed = [c for c in near if c.moment.day == best.moment.day and c.moment.precise]
    exact = max(timed, key=lambda claim: claim.trust, default=best)
    zone = hint or home_offset(url, exact.moment)
    if zone is not None and exact.moment.precise:
        return exact.moment.render(zone), exact.place
    return _without_midnight(exact.moment), exact.place


def _told_at_home(instant: datetime, url: str, shown: bool) -> str:
    """An instant, on the day that it was where the site is at home, unless the page prints the day of UTC.

    Midnight there is how systems write a bare day.
    """
    local = at_home(instant, url)
    if isinstance(local, datetime) and local.time() == time(0) and local.utcoffset():
        local = local.date()
    elif shown:
        local = instant
    return local.isoformat(timespec="seconds") if isinstance(local, datetime) else local.isoformat()


def _without_midnight(moment: Moment) -> str:
    """Midnight is how systems write a bare day."""
    return moment.render() if moment.precise else moment.day.isoformat()


def _modified(
    modified: Sequence[Claim], published: Claim | None, near: Sequence[Claim], hint: tzinfo | None, url: str
) -> Decision:
    """The date of change: after publication, and not its very moment."""
    after = [c for c in modified if published is None or c.moment.day >= published.moment.day]
    evidence = tuple(map(evidence_of, modified))
    best = _best(after)
    if best is None:
        reason = "earlier than publication" if modified else "no evidence"
        return Decision(None, reason=reason, claims=evidence)
    value, place = _exact(best, after, hint, url)
    return Decision(value, place, "best supported", evidence)


def evidence_of(claim: Claim) -> Evidence[str]:
    return Evidence(claim.field, claim.moment.render(), claim.place, round(claim.trust, 2))


def language_of(document: Document) -> str | None:
    """The language and region that the page claims, as far as they bear on reading its dates."""
    given = document.root.get("lang") or document.root.get("xml:lang") or document.page.language
    given = given or document.structured.first("og:locale", "content-language")
    return given.strip()[:20].replace("_", "-") if given else None
