"""What a revision changed, readably: title, paragraphs added, removed, changed or moved, other fields.

Paragraphs are matched by `difflib` as folded: white space, diacritics and letter variants are no change.
Where a run of them was replaced, each is paired with the one that has most of its words; what has no pair
was removed, or added.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from crawler.items import Record
from crawler.text import fold
from pipelines.normalize import UNSPACED

PAIRED = 0.5  # of the words of both: less alike is another paragraph
MAX_PAIRS = 10_000  # comparisons in one run: two hundred new paragraphs were not edited, they are new
MAX_WORDS = 2_000  # of a paragraph whose words are compared: matching them takes quadratic time


# Title and body are told by their words; the others change with every revision, or follow from these.
TOLD_APART = frozenset(
    {"title", "paragraphs", "text", "blocks", "id", "revision", "status", "schema"}
    | {"fetched_at", "first_seen_at", "content_hash"}
)
# A word, or in scripts without spaces a character, with the space behind it.
_WORD = re.compile(f"[{UNSPACED}]\\s*|[^\\s{UNSPACED}]+\\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph before and after; in `words`, [-what went-] and {+what came+}."""

    before: str
    after: str
    words: str


@dataclass(slots=True)
class Difference:
    title: Change | None = None
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # name → its value before and after

    def as_dict(self) -> dict[str, Any]:
        """Only what there is; ready for JSON."""
        found: dict[str, Any] = {"title": _plain(self.title)} if self.title else {}
        for name in ("added", "removed", "moved"):
            if value := getattr(self, name):
                found[name] = value
        if self.changed:
            found["changed"] = [_plain(change) for change in self.changed]
        if self.fields:
            found["fields"] = {
                name: {"before": before, "after": after} for name, (before, after) in self.fields.items()
            }
        return found


def _plain(change: Change) -> dict[str, str]:
    return {"before": change.before, "after": change.after, "words": change.words}


def difference(before: Record, after: Record) -> Difference:
    """What the second record changed in the first."""
    found = Difference()
    titles = before.get("title") or "", after.get("title") or ""
    if fold(titles[0]) != fold(titles[1]):
        found.title = Change(*titles, words(*titles))
    _paragraphs(found, before.get("paragraphs", ()), after.get("paragraphs", ()))
    flat = _flat(before), _flat(after)
    found.fields = {
        name: (flat[0].get(name), flat[1].get(name))
        for name in dict.fromkeys((*flat[0], *flat[1]))
        if flat[0].get(name) != flat[1].get(name)
    }
    return found


def _flat(record: Record) -> Record:
    """The fields that are told by value, those of `extraction` each by itself; None is absent."""
    values = {name: value for name, value in record.items() if name not in TOLD_APART}
    inner = values.pop("extraction", {})
    return values | {f"extraction.{name}": value for name, value in inner.items()}


def _paragraphs(found: Difference, before: Sequence[str], after: Sequence[str]) -> None:
    folded = [fold(text) for text in before], [fold(text) for text in after]
    for tag, i, j, k, m in SequenceMatcher(None, *folded, autojunk=False).get_opcodes():
        if tag != "equal":
            _replaced(found, before[i:j], after[k:m])
    _find_moved(found)


def _replaced(found: Difference, old: Sequence[str], new: Sequence[str]) -> None:
    pairs = _pairs(old, new)
    found.removed += [text for place, text in enumerate(old) if place not in pairs]
    taken = set(pairs.values())
    found.changed += [
        Change(old[one], new[other], words(old[one], new[other])) for one, other in sorted(pairs.items())
    ]
    found.added += [text for place, text in enumerate(new) if place not in taken]


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which old paragraph became which new one, the most alike first."""
    if len(old) * len(new) > MAX_PAIRS:
        return {}
    bags = [_bag(text) for text in old], [_bag(text) for text in new]
    alike = sorted(
        ((-_share(one, other), i, j) for i, one in enumerate(bags[0]) for j, other in enumerate(bags[1]))
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in alike:
        if -share >= PAIRED and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _bag(text: str) -> Counter[str]:
    return Counter(map(str.rstrip, _WORD.findall(fold(text))))


def _share(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


def _find_moved(found: Difference) -> None:
    """What was removed here and added there has moved."""
    removed = Counter(map(fold, found.removed))
    moved = [text for text in found.added if _take(removed, fold(text))]
    if moved:
        gone, came = Counter(map(fold, moved)), Counter(map(fold, moved))
        found.removed = [text for text in found.removed if not _take(gone, fold(text))]
        found.added = [text for text in found.added if not _take(came, fold(text))]
        found.moved = moved


def _take(bag: Counter[str], text: str) -> bool:
    if bag[text] <= 0:
        return False
    bag[text] -= 1
    return True


def words(before: str, after: str) -> str:
    """One line that shows both: "the [-old-]{+new+} lighthouse"."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MAX_WORDS:
        return _marked(old, new).strip()
    bare = [word.rstrip() for word in old], [word.rstrip() for word in new]
    line = ""
    for tag, i, j, k, m in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        line += "".join(new[k:m]) if tag == "equal" else _marked(old[i:j], new[k:m])
    return line.strip()


def _marked(old: Sequence[str], new: Sequence[str]) -> str:
    went, came = "".join(old).rstrip(), "".join(new).rstrip()
    return (f"[-{went}-]" if went else "") + (f"{{+{came}+}}" if came else "") + " "
