"""When an article was published and changed, decided from every date that its page gives.

Claims of the same day support each other when they come from different kinds of places: what the page
says of itself, what it prints, its address. The best supported day wins, and the most exact
claim of that day gives the time. The date printed beside the title beats metadata that names another
day, for it is what readers are told, and metadata often tells when a site moved.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from operator import attrgetter

from crawler.extraction.claims.claim import PRINTED, SAID, Claim, Decision
from crawler.extraction.claims.datesaid import MODIFIED, PUBLISHED, last_resorts, said, scripted
from crawler.extraction.claims.recalled import NOTHING, Recalled
from crawler.extraction.reading.dates.moment import Moment, of_datetime
from crawler.extraction.reading.dates.zones import country_offsets, offset_between
from crawler.extraction.roles.printeddates import anywhere, near, printed, pubdate, yearless
from crawler.pages.page import Document

FIRST_DAY = date(1990, 1, 1)  # before the web: the date of something told, not of the page
FUTURE = timedelta(days=1)  # clocks and zones differ by no more
MINUTE = timedelta(minutes=1)
SUPPORT = 0.5  # what a claim of another kind of place adds, of its trust
NEIGHBOUR = 0.6  # the same for a claim of the day before or after, which may be a matter of zones
KNOWN = 0.15  # trust under which a date is as likely another thing's as the page's
LEAST = 0.4  # trust of a printed date of change that stands for all, where there is no other date
CHANGE = "printed change"  # the place of a printed date that was taken as one of change
LATE = 0.7  # factor for a publication that metadata tell after the last change
ENTRIES = 3  # times of a day beside the title, as a live page has them
REVISED = 3  # days after which a changed article is rather one that was published anew
WANTED = 0.5  # with less, scripts and the whole page are searched

_SHOWN = ("time", "printed")  # places of the dates that stand beside the title
Minute = tuple[date, int, int]


@dataclass(frozen=True, slots=True)
class Dates:
    """`published` and `modified` hold RFC 3339 times or bare days; `date_from` is the place of the first."""

    published: Decision
    modified: Decision
    date_from: str | None


def dates(document: Document, recalled: Recalled = NOTHING) -> Dates:
    """Read and decide the dates of a page."""
    return decide_dates(collect(document, recalled), now=document.page.fetched_at, url=document.url)


def collect(document: Document, recalled: Recalled = NOTHING) -> list[Claim[Moment]]:
    """Every claim of a page; scripts and the whole page only where nothing better is found."""
    language, now = document.language, document.page.fetched_at
    page = printed(document, language)
    given = [*said(document, language), *pubdate(document, language), *near(page)]
    claims = recalled.weighed(_plausible(given, now), "date")
    if max([claim.trust for claim in claims if claim.field == PUBLISHED], default=0.0) < WANTED:
        claims += recalled.weighed(_plausible([*scripted(document), *anywhere(page)], now), "date")
        if max([claim.trust for claim in claims], default=0.0) < KNOWN:
            claims += [*yearless(page, document.text), *last_resorts(document, language)]
    return claims


def decide_dates(claims: Iterable[Claim[Moment]], *, now: datetime, url: str = "") -> Dates:
    """Published and modified, from the claims of one page."""
    published: list[Claim[Moment]] = []
    modified: list[Claim[Moment]] = []
    zone: tzinfo | None = None  # the first offset other than UTC among the times of the page
    for claim in _told_apart(_settled(_plausible(claims, now))):
        (published if claim.field == PUBLISHED else modified).append(claim)
        instant = None if zone else claim.value.aware()
        if instant and (offset := instant.utcoffset()):
            zone = timezone(offset)
    best, reason = _published(published, modified)
    first = _decision(best, published, published, zone, url, reason)
    after = [claim for claim in modified if best is None or claim.value.day >= best.value.day]
    last = _best(after)
    reason = "best supported" if last else "earlier than publication" if modified else "no evidence"
    return Dates(first, _decision(last, after, modified, zone, url, reason), first.place or None)


def _plausible(claims: Iterable[Claim[Moment]], now: datetime) -> list[Claim[Moment]]:
    """Claims of a day on which a web page can have been published."""
    latest = now.date() + FUTURE
    return [claim for claim in claims if FIRST_DAY <= claim.value.day <= latest]


def _settled(claims: list[Claim[Moment]]) -> list[Claim[Moment]]:
    """The claims with day and month exchanged where that, and only that, agrees with a clear claim."""
    clear = {claim.value.day for claim in claims if claim.value.other is None}
    for place, claim in enumerate(claims):
        day, other = claim.value.day, claim.value.other
        if other and other in clear and day not in clear:
            claims[place] = replace(claim, value=replace(claim.value, day=other, other=None))
    return claims


def _told_apart(claims: list[Claim[Moment]]) -> list[Claim[Moment]]:
    """The claims as those of change bear on them.

    Metadata that put publication after the last change are trusted less: a site moved. A printed date is
    called the date of change where the metadata explain it so: they give an earlier day of publication and
    that very day as the one of change. JSON-LD that does so alone is not believed, unless the printed time is
    its time of change to the minute and some days later at most: templates often fill it with the day on
    which the site moved.
    """
    published, modified = _told(claims, PUBLISHED), _told(claims, MODIFIED)
    changed = {claim.value.day for claim in modified}
    stated = {claim.value.day for claim in published if claim.place == "meta" and claim.trust > WANTED}
    # The day after may be the same one, in the site's zone.
    explained = {day for day in changed - stated if stated and day > min(stated) + FUTURE}
    revised, latest = _revisions(published, modified), max(changed, default=date.max - FUTURE) + FUTURE
    for place, claim in enumerate(claims):
        if claim.kind == SAID and claim.field == PUBLISHED and claim.value.day > latest:
            claims[place] = replace(claim, trust=claim.trust * LATE)
        elif claim.kind == PRINTED and (claim.value.day in explained or _minute(claim) in revised):
            claims[place] = replace(claim, field=MODIFIED, place=CHANGE)
    return claims


def _told(claims: Iterable[Claim[Moment]], field: str) -> list[Claim[Moment]]:
    """What metadata say of the one or the other date."""
    return [claim for claim in claims if claim.kind == SAID and claim.field == field]


def _revisions(published: Sequence[Claim[Moment]], modified: Sequence[Claim[Moment]]) -> set[Minute | None]:
    """The minutes of changes, some days at most after the publication that all these give, that are not its
    own: a live page prints the last one. The same minute of another hour is its own in another zone."""
    last = max([claim.value.day for claim in published], default=date.max)
    near = [claim for claim in modified if 0 <= (claim.value.day - last).days <= REVISED]
    minutes = set(map(_clock_minute, published))
    changed = [claim for claim in near if claim.value.day > last or _clock_minute(claim) not in minutes]
    return set(map(_minute, changed)) - {None, *map(_minute, published)}


def _clock_minute(claim: Claim[Moment]) -> int | None:
    """The minute of the hour that a claim names."""
    return claim.value.clock.minute if claim.value.clock else None


def _minute(claim: Claim[Moment]) -> Minute | None:
    """The minute that a claim names, by the clocks of the place."""
    clock = claim.value.clock
    return (claim.value.day, clock.hour, clock.minute) if clock and claim.value.precise else None


def _published(
    published: Sequence[Claim[Moment]], modified: Sequence[Claim[Moment]]
) -> tuple[Claim[Moment] | None, str]:
    """The claim of publication, and the reason in words: which places give the day, and what became of the
    others."""
    best = _best(published)
    if best is None or best.trust < WANTED:
        changes = [claim for claim in modified if claim.kind == PRINTED and claim.trust >= LEAST]
        if changes:
            only = max(changes, key=attrgetter("trust"))
            return replace(only, place=CHANGE), "the only date that the page prints, one of change"
    if best is None or best.trust < KNOWN:
        return None, "no evidence" if best is None else "only dates of other things"
    days: dict[date, dict[str, None]] = {}
    for claim in published:
        days.setdefault(claim.value.day, {})[claim.place] = None
    reason = "all dates agree" if len(days) == 1 else f"best supported of {len(days)} days"
    reason = f"{reason}: {', '.join(days[best.value.day])}"
    changed = CHANGE in [claim.place for claim in modified]
    return best, reason + ("; the printed day is one of change" if changed else "")


def _best(claims: Sequence[Claim[Moment]]) -> Claim[Moment] | None:
    """The claim with the best supported day: by its trust and what other kinds of places add to it."""
    best, most = None, -1.0
    for claim in claims:
        support: dict[str, float] = {}
        for other in claims:
            apart = abs((claim.value.day - other.value.day).days)
            if other.kind != claim.kind and apart <= 1:
                told = other.trust * (NEIGHBOUR if apart else 1.0)
                support[other.kind] = max(told, support.get(other.kind, 0.0))
        if (total := claim.trust + SUPPORT * sum(support.values())) > most:
            best, most = claim, total
    return best


def _decision(
    best: Claim[Moment] | None,
    able: Sequence[Claim[Moment]],
    claims: Sequence[Claim[Moment]],
    hint: tzinfo | None,
    url: str,
    reason: str,
) -> Decision:
    """The most exact writing of the best claim's day among the able claims, and the place that gives it."""
    if best is None:
        return Decision(None, reason=reason, claims=tuple(claims))
    near = [
        claim
        for claim in able
        if claim.field == best.field and abs((claim.value.day - best.value.day).days) <= 1
    ]
    timed = [claim for claim in near if claim.value.precise]
    timed.sort(key=_rank_of(timed, best.value.day))
    for claim in timed:
        if value := _written(_to_the_second(claim.value, timed), best.value.day, near, hint, url):
            return Decision(value, claim.place, reason, tuple(claims))
    exact = next((claim for claim in timed if claim.value.day == best.value.day), best)
    value = exact.value.day.isoformat()
    if exact.value.precise:  # midnight is how systems write a bare day
        home = country_offsets(url, datetime.combine(exact.value.day, exact.value.clock or time(0)))
        value = exact.value.render(hint or (home[0] if len(home) == 1 else None))
    return Decision(value, exact.place, reason, tuple(claims))


def _rank_of(timed: Sequence[Claim[Moment]], day: date) -> Callable[[Claim[Moment]], tuple[bool, float, int]]:
    """Which of the times of a day come first: the most trusted. Several beside the title are those of a live
    page's entries, and come last."""
    shown = [claim.value for claim in timed if claim.place in _SHOWN]
    said = {claim.value.aware() for claim in timed if claim.place not in _SHOWN}
    late = {moment for moment in shown if moment.aware() not in said}
    if len({moment.clock for moment in shown}) < ENTRIES:
        late = set()
    return lambda claim: (claim.value in late, -claim.trust, abs((claim.value.day - day).days))


def _to_the_second(moment: Moment, others: Sequence[Claim[Moment]]) -> Moment:
    """A moment to the minute with the seconds that another claim of the same minute has."""
    instant = moment.aware()
    for other in map(Moment.aware, (claim.value for claim in others if instant and not instant.second)):
        if instant and other and instant < other < instant + MINUTE:
            return of_datetime(other.astimezone(instant.tzinfo), sure=moment.sure)
    return moment


def _written(
    moment: Moment, day: date, near: Sequence[Claim[Moment]], hint: tzinfo | None, url: str
) -> str | None:
    """An instant in the site's offset, on this day; None where no offset makes it that day."""
    instant = moment.aware()
    if instant is None:
        return None
    if instant.utcoffset() and moment.day == day:
        return instant.isoformat(timespec="seconds")
    for other in near:
        local_time = other.kind == PRINTED and other.value.precise and not other.value.zone
        if local_time and (zone := offset_between(instant, other.value)):
            return instant.astimezone(zone).isoformat(timespec="seconds")
    home = country_offsets(url, instant)
    if moment.day == day:
        shown = day in [other.value.day for other in near if other.kind == PRINTED]
        return _told_at_home(instant, home, shown)
    for zone in (hint, *home):
        if zone is not None and (local := instant.astimezone(zone)).date() == day:
            return local.isoformat(timespec="seconds")
    return None


def _told_at_home(instant: datetime, home: Sequence[tzinfo], shown: bool) -> str:
    """An instant in UTC, on the day that it was where the site is at home, unless the page prints UTC's.

    Midnight there is how systems write a bare day; of a country with many offsets only the day is sure.
    """
    times = [instant.astimezone(zone) for zone in home]
    if len({local.date() for local in times}) == 1 and times[0].date() != instant.date():
        bare = times[0].time() == time(0)
        if len(times) == 1 and not bare and not shown:
            return times[0].isoformat(timespec="seconds")
        if not shown or (len(times) == 1 and bare):
            return times[0].date().isoformat()
    return instant.isoformat(timespec="seconds")
