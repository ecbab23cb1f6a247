"""How numbers are told to a person."""

import re
from pathlib import Path

import pytest

from crawler.text import counted

ROOT = Path(__file__).parent.parent
# A number that is computed and then a noun in the plural: what `counted` is for. A named limit is never 1.
WRITTEN_OUT = re.compile(
    r"\{(?!MAX_|most|PAGES_|STRANGERS|scripting\.|guard\.)[^{}]+\} "
    r"(?:articles|sources|records|revisions|rows|runs|sources|addresses|feeds|sites|listings|items)\b"
)


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (12345, "12,345 pages")]
)
def test_a_number_and_its_noun_agree(number: int, told: str) -> None:
    assert counted(number, "page") == told


def test_irregular_nouns_are_given() -> None:
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]


def test_no_plural_is_written_out_behind_a_number() -> None:
    told = {
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for room in ("crawler", "pipelines", "warraq")
        for file in (ROOT / room).rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if WRITTEN_OUT.search(line) and "{len(articles)} articles on one page" not in line
    }
    assert told == set()
