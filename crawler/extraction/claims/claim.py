"""What was read about a field, and what was decided from it.

Readers collect `Evidence`: a value, the place where it stands and how far that place is trusted.
A pure function per field turns the list into a `Decision`, which keeps its reason and all it looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value of one field, as one place on the page (or its feed) gives it.

    `place` is a short stable name: "jsonld", "og:title", "h1", "title", "microdata", "feed", "dc",
    "parsely", "block" … `trust` is 0–1.
    """

    field: str
    value: str
    place: str
    trust: float


@dataclass(frozen=True, slots=True)
class Decision:
    """A field's value (None where it is not known), the place that gave it and the reason in a line."""

    value: str | None
    place: str = ""
    reason: str = "no evidence"
    evidence: tuple[Evidence, ...] = ()


def most_trusted(evidence: Iterable[Evidence]) -> Decision:
    """The plainest decision: the first value of the highest trust."""
    all_of_it = tuple(evidence)
    best = max(all_of_it, key=lambda item: item.trust, default=None)
    if best is None:
        return Decision(None)
    return Decision(best.value, best.place, f"most trusted of {len(all_of_it)}", all_of_it)
