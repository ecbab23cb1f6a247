"""What a dataset holds, counted as its records go by: sources, languages, months, and how full fields are."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from crawler.items import Record
from pipelines.record import FIELDS


@dataclass
class Tally:
    """Counts of records. `month` is that of publication; "unknown" where a record says none."""

    rows: int = 0
    words: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    restricted: int = 0  # records whose page opts out of some use, in machine-readable form
    newest: str = ""  # when the last of them was fetched or first seen

    def add(self, record: Record) -> None:
        self.rows += 1
        self.words += record.get("word_count") or 0
        self.sources[record.get("source") or "unknown"] += 1
        self.languages[record.get("language") or "und"] += 1
        self.months[(record.get("published_at") or "unknown")[:7]] += 1
        self.filled.update(name for name in FIELDS if name in record)
        self.restricted += bool(record.get("rights"))
        self.newest = max(self.newest, record.get("fetched_at") or record.get("first_seen_at") or "")

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "words": self.words,
            "newest": self.newest,
            "restricted": self.restricted,
            "sources": ranked(self.sources),
            "languages": ranked(self.languages),
            "months": dict(sorted(self.months.items())),
            "filled": {name: self.filled[name] for name in FIELDS if self.filled[name]},
        }


def ranked(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first, equal ones by name: the same order each time."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
