"""The pages of the other tests once more: not what becomes of them, but how far each of their claims is trusted.

Two weights can change and the same claim still win; here each claim of each field stands with its trust, and how
sure the choice of the body is.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction.explain import decisions
from crawler.extraction.extract import decide
from crawler.pages.page import Document, Page
from tests.extraction import (
    test_records_authors,
    test_records_bodies,
    test_records_bounds,
    test_records_dates,
    test_records_edges,
    test_records_kinds,
    test_records_labels,
    test_records_pages,
    test_records_titles,
)
from tests.extraction.records import NOW, Case
from tests.sweeps import Sweep, differences, kept

MODULES = (
    *(test_records_authors, test_records_bodies, test_records_bounds, test_records_dates, test_records_edges),
    *(test_records_kinds, test_records_labels, test_records_pages, test_records_titles),
)
SAVED = {file.stem: file for file in sorted(Path(__file__).with_name("pages").glob("*.html"))}
SHOWN = 24  # characters of a value


def told(page: Page) -> Any:
    """Each field in short with its place, then its claims: trust, place and begin of the value."""
    found = decide(Document(page))
    lines = [f"{found.body.method} {found.body.confidence:.2f} {found.kind[1]}"]
    for name, decision in decisions(found):
        if decision.value or decision.claims:
            claims = [
                f"{claim.trust:.3g} {claim.place} {str(claim.value)[:SHOWN]}"
                for claim in decision.claims[:12]
            ]
            lines.append("; ".join([f"{name} {str(decision.value)[:SHOWN]} ({decision.place})", *claims]))
    return lines


def of_cases(cases: Sequence[Case]) -> Callable[[str], Any]:
    by_name = {one.name: one for one in cases}

    def one_of(name: str) -> Any:
        one = by_name[name]
        return told(Page(one.url, one.html.encode(), NOW, one.headers, link=one.link))

    return one_of


def cases_of(module: Any) -> list[Case]:
    return [
        one
        for value in vars(module).values()
        if isinstance(value, tuple)
        for one in value
        if isinstance(one, Case)
    ]


def sweeps() -> list[Sweep]:
    found = []
    for module in MODULES:
        cases = list({one.name: one for one in cases_of(module)}.values())
        topic = module.__name__.rpartition("_")[2]
        parts = [cases[at : at + 20] for at in range(0, len(cases), 20)]
        found += [
            Sweep(f"cases of {topic}, {number}", [one.name for one in part], of_cases(part))
            for number, part in enumerate(parts, 1)
        ]
    return found


def saved(name: str) -> Any:
    return told(Page(f"https://e.org/{name}", SAVED[name].read_bytes(), NOW, {}))


SWEEPS = (*sweeps(), Sweep("saved pages", list(SAVED), saved))
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_trusts(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
