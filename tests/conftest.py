"""Databases for every test, how many examples hypothesis draws, and how xdist shares the tests out."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.storage import Store
from tests.postgresql import TEMPLATE, Server

# No deadline: a loaded machine is slow at times, and the first example may read word tables.
settings.register_profile(
    "suite", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("suite")

# What takes long begins first, so that nothing is left for one worker alone at the end: the files that mostly
# wait for servers, processes and clocks before those that compute, which then fill what the others leave.
LONGEST = (
    *("test_hostile.py", "test_kills.py", "test_workers.py", "test_crawl.py", "test_filling.py"),
    *("test_watch.py", "test_second_look.py", "test_watchday.py", "test_backoff.py", "test_package.py"),
    *("test_several_pages.py", "test_scrapy.py", "test_engines.py", "test_kill.py", "test_htmlreport.py"),
    *("test_commands.py", "test_recipes.py", "test_access.py", "test_leases.py", "test_patterns.py"),
    *("test_store_clusters.py", "test_store_copy.py", "test_store_writers.py", "test_sweeps_dates.py"),
    *("test_sweeps_people.py", "test_sweeps_heads.py", "test_sweeps_bodies.py"),
)
# Folders of tests that only compute: they come last.
COMPUTING = frozenset(("discovery", "extraction", "languages", "pipelines"))


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: the slow tests mostly wait for servers, processes and clocks."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_finish() -> None:
    """What was collected lives to the end: the garbage collector need not go through it after each page."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; each stays in one worker, with its fixtures (`--dist loadfile`)."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.path.name in LONGEST:
        return LONGEST.index(item.path.name)
    return len(LONGEST) + (item.path.parent.name in COMPUTING)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server a process of the tests, started when the first test asks for it."""
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and no rows, to be copied: that takes a hundredth of what the migrations do."""
    file = tmp_path_factory.mktemp("migrated") / "warraq.db"
    Store.open(str(file)).close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables; the test runs on each kind."""
    yield from _database(request, tmp_path, "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own, with its tables; the test runs on each kind."""
    yield from _database(request, tmp_path, TEMPLATE)


def _database(request: pytest.FixtureRequest, tmp_path: Path, template: str) -> Iterator[str]:
    if request.param == "sqlite":
        file = tmp_path / "warraq.db"
        if template == TEMPLATE:
            shutil.copyfile(request.getfixturevalue("migrated"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.create(template=template)
    yield url
    server.drop(url)
