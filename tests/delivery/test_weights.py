"""What a destination is given where its entry says nothing, and how long one that fails is left alone."""

from datetime import timedelta

import pytest

from pipelines.delivery.carry import backoff, redacted
from pipelines.delivery.destinations import (
    Command,
    Jsonl,
    Parquet,
    Webhook,
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


def test_only_values_that_are_no_words_are_taken_out_of_messages() -> None:
    environ = {"HOOK_TOKEN": "lantern", "API_KEY": "barges", "DB_PASSWORD": "ferry", "SHIP": "harbour"}
    told = "lantern, barges, ferry and harbour"
    assert redacted(told, environ) == "$HOOK_TOKEN, $API_KEY, ferry and harbour"
