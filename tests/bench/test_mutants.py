"""What is changed, what is left alone, and that a seed always gives the same changes."""

import pytest

from bench.mutants import AREAS, ROOT, Mutant, mutate, places, places_of, sample

SOURCE = '''"""Three words, 3 of them."""
import re
from dataclasses import dataclass

LIMIT = 3  # a comment with 4
_NAME = re.compile(r"a{2,3}" + "b")


@dataclass(frozen=True, order=1)
class Two:
    first: int = 0


def told(text: str, size: int = 10) -> bool:
    """At most 5."""
    ö = f"ä{size + 1}"
    if not text or len(text) < 2 and size not in (1, 7):
        return size - 1 > 0.5
    return "a" + text == ö
'''


def changed() -> list[tuple[int, str, tuple[str, ...]]]:
    return [(one.line, one.before, one.ways) for one in places_of("m.py", SOURCE.encode())]


def test_places_and_their_ways() -> None:
    assert changed() == [
        (5, "3", ("6", "1")),
        (11, "0", ("1",)),
        (14, "10", ("20", "5")),
        (17, "not ", ("",)),
        (17, "or", ("and",)),
        (17, "<", ("<=", ">=")),
        (17, "2", ("4", "1")),
        (17, "and", ("or",)),
        (17, "not in", ("in",)),
        (17, "1", ("2",)),
        (17, "7", ("14", "3")),
        (18, "-", ("+",)),
        (18, "1", ("2",)),
        (18, ">", (">=", "<=")),
        (18, "0.5", ("0.0", "1.0", "0.25")),
        (19, "==", ("!=",)),
    ]


def test_a_mutant_differs_in_one_place() -> None:
    source = SOURCE.encode()
    for place in places_of("m.py", source):
        for way in place.ways:
            text = mutate(source, Mutant(place, way)).decode()
            differing = [
                number
                for number, (one, two) in enumerate(
                    zip(SOURCE.splitlines(), text.splitlines(), strict=True), 1
                )
                if one != two
            ]
            assert differing == [place.line]


def test_a_constant_is_known_by_its_name() -> None:
    (limit,) = (one for one in places_of("m.py", SOURCE.encode()) if one.constant == "LIMIT")
    assert (limit.line, limit.before) == (5, "3")


def test_a_seed_gives_the_same_sample() -> None:
    found = places(ROOT, AREAS)
    assert len(found) > 3_000
    assert not [place for place in found if "migrations" in place.file]
    assert sample(ROOT, found, 30, 7) == sample(ROOT, found, 30, 7)
    assert sample(ROOT, found, 30, 7) != sample(ROOT, found, 30, 8)


@pytest.mark.parametrize("area", ["pages", "discovery"])
def test_an_area_alone(area: str) -> None:
    found = places(ROOT, [area])
    assert found
    assert all(place.file.startswith(AREAS[area]) for place in found)


def test_the_size_of_a_cache_is_left_alone_unless_it_is_read_elsewhere() -> None:
    source = b"""SIZE = 5
MOST = 7


@lru_cache(maxsize=SIZE)
def one(text): ...


@lru_cache(maxsize=MOST)
def two(text):
    return len(text) < MOST
"""
    assert [place.before for place in places_of("m.py", source)] == ["7", "<"]
