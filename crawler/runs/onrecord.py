"""A run's row in the store: written when the run begins, and again with its report when it has ended."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from crawler.runs.report import Report
from crawler.text import counted, moment
from crawler.urls import without_passwords
from pipelines.storage import Store

logger = logging.getLogger(__name__)

PAST_RUNS = 600  # reports to compare with: six days of quarter hours; 30 MB of JSON at forty sources


def utc_now() -> datetime:
    return datetime.now(UTC)


def begin(store: Store, now: datetime, command: str) -> int:
    """The number of the run that begins; `command` is what it was told."""
    if found := store.set_right(now):
        latest = moment(found[0])
        logger.warning(
            "the clock was set back: a run before saw %s; %s due again",
            latest,
            counted(found[1], "address is", "addresses are"),
        )
    return store.start_run(now, without_passwords(command))


def end(store: Store, report: Report, now: datetime) -> list[dict[str, Any]]:
    """Settles the run's clusters, compares its report with those of earlier runs and stores it.

    Gives the earlier ones, newest first.
    """
    assert report.run is not None
    with logged("the run's near copies could not be settled"):
        store.settle(report.run)
    past: list[dict[str, Any]] = []
    with logged("the runs before could not be read"):
        runs = store.last_runs(PAST_RUNS, list(report.sources))
        past += [run["report"] for run in runs if run["report"] and run["id"] != report.run]
        report.compare(past)
    with logged("the run's report could not be stored"):
        store.finish_run(report.run, now, report.to_json())
    return past


@contextmanager
def logged(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # the end of a run must not hide what the run did
        logger.error("%s: %s", what, error)
