"""The battery of hostile answers: each ends as the right outcome with a reason, at nobody else's cost."""

import json
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bench.hostile.battery import MAX_CRAWL, MAX_MEMORY, PART, WHOLE_RUN, Battery, Result, run
from bench.hostile.case import GOOD, PAGE, Answer, Case, article
from bench.hostile.cases import cases
from pipelines.record import json_schema
from tests import forked

pytestmark = pytest.mark.slow

# The time limit itself is the matter of `hangs`: a tag of fewer attributes is read within it.
ATTRIBUTES = 8_000


def _quick(case: Case) -> Case:
    if case.name != "attributes":
        return case
    tag = b"<html><body " + b" ".join(b"a%d=1" % n for n in range(ATTRIBUTES)) + b">"
    return replace(case, page=Answer(tag + article(case.name)))


CASES = [_quick(case) for case in cases(PART)]


@pytest.fixture(scope="module")
def battery(tmp_path_factory: pytest.TempPathFactory) -> Battery:
    def python(*words: str) -> "CompletedProcess[str]":
        return forked.Command(*words, program=forked.PYTHON).ended(WHOLE_RUN)

    return run(CASES, tmp_path_factory.mktemp("hostile"), quick=True, python=python)


@pytest.fixture(scope="module")
def results(battery: Battery) -> dict[str, Result]:
    return {result.case.name: result for result in battery.results}


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_each_ends_as_the_right_outcome(results: dict[str, Result], name: str) -> None:
    assert results[name].faults == []


def test_the_run_ends_well_and_within_its_memory(battery: Battery) -> None:
    assert battery.code in (0, 4)
    assert "Traceback" not in battery.log
    assert "own error" not in battery.log
    assert battery.worker_memory <= MAX_MEMORY
    assert battery.memory <= MAX_CRAWL


def test_every_line_of_the_dataset_is_a_record(battery: Battery) -> None:
    import jsonschema

    validator = jsonschema.Draft202012Validator(json_schema())
    assert len(battery.lines) > len([case for case in CASES if case.good])
    for record in battery.lines:
        validator.validate(record)
        json.dumps(record, ensure_ascii=False).encode()  # no halves of characters


def test_a_foreign_canonical_is_kept_as_a_claim_only(battery: Battery) -> None:
    (record,) = (
        r for r in battery.lines if r.get("canonical_url") == "https://elsewhere.example/their-story"
    )
    assert record["url"].endswith(PAGE)


def test_nothing_of_this_machine_is_in_the_dataset(battery: Battery) -> None:
    passwords = Path("/etc/passwd").read_text("utf-8").splitlines()[0]
    assert not [record for record in battery.lines if passwords in json.dumps(record)]
    assert len({record["url"] for record in battery.lines}) == len(battery.lines)
    assert any(record["url"].endswith(GOOD) for record in battery.lines)
