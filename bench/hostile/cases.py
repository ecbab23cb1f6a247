"""The whole table."""

from bench.hostile import bodies, fronts, listings, moves, pages, wire
from bench.hostile.case import Case


def cases() -> list[Case]:
    found = [
        *wire.cases(),
        *moves.cases(),
        *pages.cases(),
        *bodies.cases(),
        *listings.cases(),
        *fronts.cases(),
    ]
    assert len({case.name for case in found}) == len(found)
    return found
