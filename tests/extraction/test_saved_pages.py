"""Pages of our own words with the structure of reported trouble, and what a careful reader takes from each.

`pages/NAME.html` is the page and `pages/NAME.expected.json` what its record must say. Only the fields that
stand there are judged: `…*` is the begin of a value, a list one of several right ones, `authors_any` and
`agency_any` lists of right answers; `optional` are lines that may stand in the text or not, `without` words
that stand in none of its paragraphs, `paragraphs_start` its first paragraphs.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.extraction.records import found_on

FOLDER = Path(__file__).with_name("pages")
NAMES = sorted(file.stem for file in FOLDER.glob("*.html"))
CANONICAL = re.compile(rb'<link rel="canonical" href="(https?://[^"]+)">')
PLAIN = ("kind", "title", "subtitle", "published_at", "modified_at", "language")


def squeezed(line: str) -> str:
    """Without what is no difference to a reader: kinds of spaces, and tatweel, which is an ornament."""
    return " ".join(line.replace("\u00a0", " ").replace("\u0640", "").split())


def is_right(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, str) and wanted.endswith("*"):
        return isinstance(got, str) and got.startswith(wanted[:-1])
    return got in wanted if isinstance(wanted, list) else got == wanted


def faults(wanted: dict[str, Any], got: dict[str, Any]) -> list[str]:
    told = [
        f"{name}: {got.get(name)!r} instead of {wanted[name]!r}"
        for name in PLAIN
        if name in wanted and not is_right(wanted[name], got.get(name))
    ]
    for name in ("authors", "agency"):
        allowed = wanted.get(f"{name}_any") or ([wanted[name]] if name in wanted else None)
        if allowed is not None and got.get(name, []) not in allowed:
            told.append(f"{name}: {got.get(name)!r} instead of one of {allowed!r}")
    lines = [squeezed(line) for line in got.get("paragraphs", [])]
    told += [
        f"in the text: {words}" for words in wanted.get("without", []) if squeezed(words) in "\n".join(lines)
    ]
    begin = [squeezed(line) for line in wanted.get("paragraphs_start", [])]
    if lines[: len(begin)] != begin:
        told.append("the first paragraphs differ")
    if "paragraphs" in wanted:
        text = [squeezed(line) for line in wanted["paragraphs"]]
        lines = [line for line in lines if line not in wanted.get("optional", [])]
        told += [f"- {line}" for line in text if line not in lines]
        told += [f"+ {line}" for line in lines if line not in text]
        told += ["the order of the paragraphs differs"] * (lines != text and sorted(lines) == sorted(text))
    return told


def test_each_page_has_its_expectation() -> None:
    assert sorted(file.name.removesuffix(".expected.json") for file in FOLDER.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_record(name: str) -> None:
    page = (FOLDER / f"{name}.html").read_bytes()
    claimed = CANONICAL.search(page)
    url = claimed[1].decode() if claimed else f"https://www.morningpost.example/{name}.html"
    wanted = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    assert faults(wanted, found_on(url, page)) == []
