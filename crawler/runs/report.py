"""What a run came to, counted a source at a time: the table that it prints and the JSON that it leaves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler.errors import INTERRUPTED, PARTIAL, NoWorkersError, StorageError
from crawler.items import AddressKind, Article, Outcome, Status
from crawler.runs.anomalies import Finding, examine, source_run, source_runs
from crawler.urls import cause

KILLED = "stopped at once"  # by a second Ctrl-C
ENGINE = "engine"  # one of several died again and again
# By the run itself: no process that extracts can be had, or nothing has come back for minutes.
BROKEN_OFF = ("extraction", "stalled", ENGINE)

COLUMNS = ("found", "fetched", "stored", "duplicates", "not articles", "failed")
MORE = ("unchanged", "new", "changed", "blocked", "refused")  # not in the table: it stays narrow
# What becomes of addresses and pages, in the order of the HTML report; "stored" is "new" and "changed".
FATES = (
    *("found", "fetched", "new", "changed", "unchanged"),
    *("duplicates", "not articles", "refused", "blocked", "failed"),
)
# Fields whose fill rate is watched: those that a page can lose when its site is built anew.
FIELDS = (
    *("title", "subtitle", "kicker", "summary", "text", "authors", "agency", "published_at", "modified_at"),
    *("section", "tags", "image", "language", "publisher"),
)
_COLUMN = {
    Status.ARTICLE: "stored",
    Status.DUPLICATE: "duplicates",
    Status.NOT_ARTICLE: "not articles",
    Status.FAILED: "failed",
    Status.BLOCKED: "failed",
    Status.GONE: "failed",
    Status.REFUSED: "refused",  # by robots.txt or by our own bounds: nothing went wrong
    Status.UNCHANGED: "unchanged",
}


@dataclass
class SourceReport:
    """One source's counts. `found` are article addresses new to the store; the rest are article pages.

    `stored` is `new` and `changed` together; `blocked` is part of `failed`, and counts listings too.
    """

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)  # "status: reason" → pages, listings too
    left: Counter[str] = field(default_factory=Counter)  # why links of listings were not taken up → links
    listings: int = 0
    bytes: int = 0
    notes: list[str] = field(default_factory=list)
    new: bool = False  # no earlier run had it: that nothing is new is then no good news
    repeats: bool = False  # a listing named only what the store knew, from a run that was killed perhaps
    named: frozenset[str] = frozenset()  # the listings that sources.toml names
    troubles: dict[str, str] = field(default_factory=dict)  # of these, those with one → a line that says it
    lost: set[str] = field(default_factory=set)  # articles and named listings that could not be read
    left_out: bool = False  # nothing was asked: another run is at its site
    delay: float | None = None  # seconds between requests as it was at the last one; None: nothing was asked
    filled: Counter[str] = field(default_factory=Counter)  # field → stored articles that have it
    rights: Counter[str] = field(default_factory=Counter)  # what pages and site reserve → stored articles
    findings: list[Finding] = field(default_factory=list)  # against the source's own past
    drift: Finding | None = None  # a new layout, which this run noticed
    _failed: dict[str, str] = field(default_factory=dict)  # URL → reason: a retry may still succeed

    def add(self, outcome: Outcome) -> None:
        self.bytes += outcome.bytes
        self.counts["found"] += outcome.found
        self.left.update(outcome.left)
        again = self._forget_failure(outcome)
        if outcome.reason and outcome.status not in (Status.ARTICLE, Status.LISTING, Status.UNCHANGED):
            self.reasons[f"{outcome.status}: {cause(outcome.reason)}"] += 1
        if outcome.status is Status.FAILED:
            self._failed[outcome.address.url] = outcome.reason
        self.counts["blocked"] += outcome.status is Status.BLOCKED
        if outcome.address.kind is not AddressKind.ARTICLE:
            self.listings += 1
            if outcome.address.url in self.named:
                self._look_after(outcome)
            articles = any(link.kind is AddressKind.ARTICLE for link in outcome.links)
            self.repeats |= outcome.status is Status.UNCHANGED or (articles and not outcome.found)
            return
        self._lose(outcome, outcome.status in (Status.FAILED, Status.BLOCKED))
        # An address that robots.txt or the guard refused was never fetched.
        self.counts["fetched"] += outcome.status is not Status.REFUSED and not again
        self.counts[_COLUMN.get(outcome.status, "failed")] += 1

    def _look_after(self, outcome: Outcome) -> None:
        """A listing that somebody named is missed, where it cannot be read or is none and lists nothing."""
        read = outcome.status in (Status.LISTING, Status.UNCHANGED)
        url, trouble = outcome.address.url, outcome.status is not Status.UNCHANGED and outcome.reason
        self.troubles.pop(url, None)
        if trouble:
            self.troubles[url] = f"{outcome.address.kind} {url}: {trouble}"
        lists = any(link.kind in (AddressKind.ARTICLE, AddressKind.SITEMAP) for link in outcome.links)
        self._lose(outcome, not read or bool(trouble and not lists))

    def _lose(self, outcome: Outcome, lost: bool) -> None:
        (self.lost.add if lost else self.lost.discard)(outcome.address.url)

    def never_brought(self) -> bool:
        """Whether neither this run nor one before found anything."""
        return self.new and not (self.repeats and not self.counts["found"])

    def store(self, article: Article) -> None:
        """A revision was stored: which fields has it?"""
        self.counts["changed" if article.status == "changed" else "new"] += 1
        self.filled.update(name for name in FIELDS if getattr(article, name))
        self.rights.update(set(map(_statement, article.rights)))

    def fill(self) -> dict[str, float]:
        """The share of this run's stored articles that have each field; empty where none was stored."""
        stored = self.counts["new"] + self.counts["changed"]
        return {name: round(self.filled[name] / stored, 3) for name in FIELDS} if stored else {}

    def told(self) -> list[str]:
        """The lines for a person."""
        return [*self.notes, *self.troubles.values()]

    def to_json(self) -> dict[str, Any]:
        return {
            **{column.replace(" ", "_"): self.counts[column] for column in (*COLUMNS, *MORE)},
            "listings": self.listings,
            "bytes": self.bytes,
            "delay": None if self.delay is None else round(self.delay, 1),
            "reasons": dict(self.reasons.most_common()),
            "left": dict(self.left.most_common()),
            "notes": self.told(),
            "fill": self.fill(),
            "rights": dict(self.rights.most_common()),
            "findings": [finding.to_json() for finding in self.findings],
        }

    def _forget_failure(self, outcome: Outcome) -> bool:
        """Whether this address failed before in the run; only its last outcome counts."""
        if (reason := self._failed.pop(outcome.address.url, None)) is None:
            return False
        self.reasons -= Counter({f"{Status.FAILED}: {cause(reason)}": 1})
        if outcome.address.kind is AddressKind.ARTICLE:
            self.counts["failed"] -= 1
        else:
            self.listings -= 1
        return True


def _statement(said: str) -> str:
    """A statement of `rights` without the address in it, which each page may have another of."""
    name, _, value = said.partition(":")
    return name if value.startswith(("http://", "https://")) else said


@dataclass
class Report:
    """One run. `outcome` is what it ended with: finished, interrupted, storage, …"""

    started: datetime
    run: int | None = None
    ended: datetime | None = None
    outcome: str = "running"
    sources: dict[str, SourceReport] = field(default_factory=dict)
    fail_on: tuple[str, ...] = ()  # kinds of findings that give an exit code of their own

    @property
    def exit_code(self) -> int:
        """What the command ends with, by what the run ended with."""
        if self.outcome in ("shutdown", KILLED):
            return INTERRUPTED
        if self.outcome == "storage":
            return StorageError.exit_code
        if self.outcome in BROKEN_OFF:
            return NoWorkersError.exit_code
        left_out = any(report.left_out for report in self.sources.values())
        lost = any(report.lost for report in self.sources.values())
        partial = left_out or lost or self.empty_sources() or (bool(self.failing()))
        return PARTIAL if partial else 0

    def empty_sources(self) -> list[str]:
        """Sources of which nothing came: something failed, links were left, or it never brought anything."""
        some = ("stored", "duplicates", "unchanged", "not articles")
        empty = [name for name, one in self.sources.items() if not any(one.counts[c] for c in some)]
        return [
            n for n in empty if self.sources[n].reasons or (self.ended and self.sources[n].never_brought())
        ]

    def of(self, source: str) -> SourceReport:
        return self.sources.setdefault(source, SourceReport())

    def add(self, outcome: Outcome) -> None:
        self.of(outcome.address.source).add(outcome)

    def store(self, source: str, article: Article) -> None:
        self.of(source).store(article)

    def compare(self, past: Sequence[dict[str, Any]]) -> None:
        """Find what is unlike the source's earlier runs; `past` holds their reports as JSON."""
        for name, report in self.sources.items():
            this = source_run(self.started, report.to_json())
            before = source_runs(name, past)
            report.new = not any(name in (run.get("sources") or {}) for run in past)
            report.findings = [*([report.drift] if report.drift else []), *examine(this, before)]

    def failing(self) -> list[str]:
        """Sources with a finding of a kind that was asked to give an exit code of its own."""
        kinds = set(self.fail_on)
        return [n for n, report in self.sources.items() if kinds & {f.kind for f in report.findings}]

    def found(self, source: str, new: int) -> None:
        self.of(source).counts["found"] += new

    def total(self, column: str) -> int:
        return sum(report.counts[column] for report in self.sources.values())

    def rows(self) -> list[tuple[str, ...]]:
        """The table: one row a source, and a last one with the sums where there are several."""
        rows = [(name, *(str(r.counts[c]) for c in COLUMNS)) for name, r in self.sources.items()]
        if len(rows) > 1:
            rows.append(("all", *(str(self.total(column)) for column in COLUMNS)))
        return rows

    def to_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat() if self.ended else None,
            "outcome": self.outcome,
            "exit": self.exit_code if self.ended else None,
            "sources": {name: report.to_json() for name, report in self.sources.items()},
        }
