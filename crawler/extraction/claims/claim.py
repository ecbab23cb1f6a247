"""What one place says of one field (`Claim`), and what was decided from all that is said (`Decision`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

# Kinds of places that do not copy from each other, so that claims of two kinds support one another.
SAID, PRINTED, ADDRESS, TITLE = "said", "printed", "address", "title"


@dataclass(frozen=True, slots=True)
class Claim(Generic[T_co]):
    """One value of one field, as one place on the page, in its feed entry or in its address gives it.

    `place` is a short stable name: "jsonld", "og:title", "h1", "feed", "byline" … `trust` is 0–1, the share
    of pages on which the place told what readers see. `text` is how the page writes a value that was read
    from it.
    """

    field: str
    value: T_co
    place: str
    trust: float
    text: str = ""
    kind: str = SAID


@dataclass(frozen=True, slots=True)
class Decision:
    """A field's value (None where it is not known), the place that gave it, the reason in a line, and every
    claim that was looked at."""

    value: str | None
    place: str = ""
    reason: str = "no evidence"
    claims: tuple[Claim[object], ...] = ()


def most_trusted(able: Sequence[Claim[str]], claims: Sequence[Claim[object]] | None = None) -> Decision:
    """The plainest decision: of the able claims the first of the highest trust. `claims`: all that there
    were, where some were not able."""
    known = tuple(able if claims is None else claims)
    if not able:
        return Decision(None, claims=known)
    best = max(able, key=attrgetter("trust"))
    return Decision(best.value, best.place, f"most trusted of {len(able)}", known)
