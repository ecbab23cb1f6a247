"""What a run is asked for."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.errors import InputError
from crawler.fetching.agent import PAGES_WITHOUT_CONTACT, user_agent
from crawler.fetching.frontier import MAX_LISTINGS
from crawler.items import AddressKind
from crawler.runs.plan import BACKFILL_LISTINGS, Plan, choose_sources, parse_since
from crawler.sources.file import Source

NOW = datetime(2026, 11, 12, 12, tzinfo=UTC)
SOURCE = Source(name="n", url="https://n.example/")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("36h", NOW - timedelta(hours=36)),
        ("7d", NOW - timedelta(days=7)),
        ("2 w", NOW - timedelta(weeks=2)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T06:00+03:00", datetime(2026, 11, 1, 3, tzinfo=UTC)),
        ("2026-11-01T06:00Z", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ],
)
def test_since(text: str, when: datetime) -> None:
    assert parse_since(text, NOW) == when


@pytest.mark.parametrize("text", ["", "soon", "7", "2026-13-01", "-3d"])
def test_since_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match="2026-11-01"):
        parse_since(text, NOW)


def test_without_a_contact_a_site_gives_fifty_pages_at_most() -> None:
    budget = Plan((SOURCE,), backfill=True).budgets()["n"]
    assert budget.pages == budget.articles == PAGES_WITHOUT_CONTACT
    assert budget.listings < PAGES_WITHOUT_CONTACT


def test_with_a_contact_the_source_says_how_many() -> None:
    contact = "me@example.org"
    assert Plan((SOURCE,), contact=contact).budgets()["n"].articles == SOURCE.limit
    assert Plan((SOURCE,), contact=contact, limit=7).budgets()["n"].articles == 7
    everything = Plan((SOURCE,), contact=contact, backfill=True).budgets()["n"]
    assert (everything.articles, everything.pages, everything.listings) == (None, None, BACKFILL_LISTINGS)
    assert Plan((SOURCE,), contact=contact).budgets()["n"].listings == MAX_LISTINGS


def test_a_spent_budget_hands_out_nothing() -> None:
    budget = Plan((SOURCE,), limit=3).budgets()["n"]
    assert AddressKind.ARTICLE in budget.kinds()
    budget.found = 3
    assert budget.kinds() == ()
    assert budget.room() == 0


def test_sources_by_name_and_address(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        '[[source]]\nname = "a"\nurl = "https://a.example/"\n[[source]]\nname = "b"\nurl = "https://b.example/"\n'
    )
    assert [s.name for s in choose_sources(file, [])] == ["a", "b"]
    assert [s.name for s in choose_sources(file, ["b"])] == ["b"]
    assert [s.url for s in choose_sources(None, ["c.example"])] == ["https://c.example/"]
    private = choose_sources(None, ["http://127.0.0.1:8970/"], [("127.0.0.1", 8970)])
    assert private[0].allow_private
    with pytest.raises(InputError, match="a, b"):
        choose_sources(file, ["z"])


def test_the_user_agent_names_a_contact() -> None:
    assert user_agent("warraq/0.1", "") == "warraq/0.1"
    assert user_agent("warraq/0.1", " me@example.org ") == "warraq/0.1 (+me@example.org)"
    for wrong in ("me", "me@example.org\nX: y"):
        with pytest.raises(InputError):
            user_agent("warraq/0.1", wrong)


@pytest.mark.parametrize(
    ("delay", "sources", "window"), [(0, 1, 4), (0, 5, 3), (0, 500, 2), (1, 1, 2), (1, 9, 2)]
)
def test_a_kill_costs_no_more_pages_than_are_out(delay: float, sources: int, window: int) -> None:
    names = [f"s{number}" for number in range(sources)]
    plan = Plan(tuple(Source(name=name, url=f"https://{name}.example/", delay=delay) for name in names))
    assert {budget.window for budget in plan.budgets().values()} == {window}
