"""The whole table."""

from bench.hostile import bodies, dialects, fronts, listings, moves, pages, several, wire
from bench.hostile.case import Case


def cases(part: int = 1) -> list[Case]:
    """Of all sizes; `part` divides those of the largest pages, for a quick look."""
    found = [
        *wire.cases(),
        *moves.cases(),
        *pages.cases(),
        *bodies.cases(part),
        *listings.cases(),
        *fronts.cases(part),
        *dialects.cases(),
        *several.cases(),
    ]
    assert len({case.name for case in found}) == len(found)
    return found
