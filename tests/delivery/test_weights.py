"""What a destination is given where its entry says nothing, and how long one that fails is left alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.delivery.carry import backoff, redacted
from pipelines.delivery.destinations import (
    Command,
    DestinationsError,
    Jsonl,
    Parquet,
    Webhook,
    load_destinations,
)

URL = "https://search.example/articles"


def test_batches_and_patience_where_nothing_is_said() -> None:
    columns, hook = Parquet(name="columns", path="set"), Webhook(name="search", url=URL)
    program = Command(name="program", command=("cat",))
    assert columns.rows == 20_000
    assert (hook.rows, hook.timeout) == (100, 30.0)
    assert (program.rows, program.timeout) == (1_000, 600.0)
    assert Jsonl(name="all", path="all.jsonl").max_mb is None


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 15), (1, 30), (2, 60), (5, 480), (7, 1920), (8, 3600), (60, 3600)]
)
def test_each_failure_in_a_row_doubles_the_wait_up_to_an_hour(failures: int, seconds: int) -> None:
    assert backoff(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("kind", "key", "low", "high", "step"),
    [
        ("webhook", "rows", 1, 100_000, 1),
        ("webhook", "timeout", 0.1, 3600, 0.01),
        ("command", "rows", 1, 100_000, 1),
        ("parquet", "rows", 1, 100_000, 1),
        ("parquet", "every", 0, 3600, 0.01),
        ("jsonl", "max_mb", 0.001, 1_000_000, 0.0001),
    ],
)
def test_numbers_are_taken_within_their_limits(
    kind: str, key: str, low: float, high: float, step: float, tmp_path: Path
) -> None:
    rest = {"webhook": f'url = "{URL}"', "command": 'command = ["cat"]', "parquet": 'path = "set"'}
    rest["jsonl"] = 'path = "a.jsonl"'
    file = tmp_path / "destinations.toml"

    def told(value: float) -> object:
        entry = f'[[destination]]\nname = "a"\ntype = "{kind}"\n{rest[kind]}\n{key} = {value}\n'
        file.write_text(entry, "utf-8")
        try:
            return getattr(load_destinations(file).entries[0], key)
        except DestinationsError as error:
            return str(error).partition("; ")[2]

    allowed = f"allowed are {low} to {high:g}"
    assert [told(value) for value in (low - step, low, high, high + step)] == [allowed, low, high, allowed]


def test_only_values_that_are_no_words_are_taken_out_of_messages() -> None:
    environ = {"HOOK_TOKEN": "lantern", "API_KEY": "barges", "DB_PASSWORD": "ferry", "SHIP": "harbour"}
    told = "lantern, barges, ferry and harbour"
    assert redacted(told, environ) == "$HOOK_TOKEN, $API_KEY, ferry and harbour"
