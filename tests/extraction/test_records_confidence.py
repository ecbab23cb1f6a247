"""How sure the model is of the bodies that it chose: the features that it is given hold still.

A feature that is computed otherwise seldom changes the body of a small page, but it does change the
confidence. After a training, `python -m tests.extraction.test_records_confidence` writes the table anew.
"""

import json
from pathlib import Path

import pytest

from tests.extraction.records import found_on
from tests.extraction.test_records_bodies import LAYOUTS
from tests.extraction.test_records_edges import CASES as EDGES
from tests.extraction.test_records_pages import CASES

TABLE = Path(__file__).with_name("confidence.json")
NEAR = 0.0015  # the record rounds to three places
SAVED = sorted(Path(__file__).with_name("pages").glob("*.html"))


def told() -> dict[str, list[object]]:
    """For each page how its body was found, the confidence, and what was removed as furniture."""
    found = {one.name: one.found() for one in (*CASES, *LAYOUTS, *EDGES)}
    found |= {file.stem: found_on(f"https://e.org/{file.stem}", file.read_bytes()) for file in SAVED}
    parts = ("method", "confidence", "removed")
    return {name: [record["extraction"].get(part) for part in parts] for name, record in found.items()}


def test_the_confidence_of_each_body() -> None:
    wanted = {
        name: [method, pytest.approx(confidence, abs=NEAR), removed]
        for name, (method, confidence, removed) in json.loads(TABLE.read_text("utf-8")).items()
    }
    assert told() == wanted


if __name__ == "__main__":
    rows = (f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in told().items())
    TABLE.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
