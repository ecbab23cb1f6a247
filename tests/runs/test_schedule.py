"""When a source is due: periods, cron times through summer time, sleep, and clocks that jump."""

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.errors import SourcesError
from crawler.sources.file import Source, load_sources, to_toml
from crawler.sources.schedule import LONGEST_REST, REST, Due, Timetable, check_cron, parse_every

NOW = datetime(2026, 11, 12, 12, 7, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def source(name: str = "n", *, every: str | None = None, cron: str | None = None) -> Source:
    return Source(name=name, url=f"https://{name}.example/", every=every, cron=cron)


def next_time(
    one: Source, last: datetime | None, now: datetime, zone: tzinfo = UTC, *, address: datetime | None = None
) -> Due:
    """When one source is due that began its last run at `last` and has an address due at `address`."""
    known = {one.name: address} if address else {}
    return Timetable({one.name: last} if last else {}, known, zone).next_time(one, now)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1m", timedelta(minutes=1)),
        ("15m", timedelta(minutes=15)),
        (" 6 H ", timedelta(hours=6)),
        ("1d", timedelta(days=1)),
        ("4w", timedelta(weeks=4)),
    ],
)
def test_periods(text: str, period: timedelta) -> None:
    assert parse_every(text) == period


@pytest.mark.parametrize(
    "text", ["", "0m", "15", "15 minutes", "30s", "5w", "-1h", "1.5h", "٣m", "9" * 9 + "w"]
)
def test_periods_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match='"15m"'):
        parse_every(text)


@pytest.mark.parametrize(
    "text", ["*/15 * * * *", "30 5 * * MON-FRI", "0 6 1 jan *", "0 0 29 2 *", "5,35 * * * *"]
)
def test_cron_expressions(text: str) -> None:
    check_cron(text)


@pytest.mark.parametrize(
    "text", ["", "* * * *", "0 * * * * *", "61 * * * *", "0 0 31 2 *", "*/0 * * * *", "@daily"]
)
def test_cron_expressions_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="minute hour day month weekday"):
        check_cron(text)


# (source, minutes since its last run or None, minutes until it is due; negative is overdue)
CASES = [
    (source(), None, 0),
    (source(every="1h"), 5, 55),
    (source(every="1h"), 60, 0),
    (source(every="15m"), 3000, -2985),
    (source(cron="*/15 * * * *"), 5, 8),
    (source(cron="0 * * * *"), 10, -7),
    (source(cron="0 * * * *"), 7, 53),  # the run that began on the hour was this hour's
    (source(cron="0 * * * *"), 600, -547),
]


@pytest.mark.parametrize(("one", "ago", "until"), CASES)
def test_when_a_source_is_due(one: Source, ago: int | None, until: int) -> None:
    last = None if ago is None else NOW - timedelta(minutes=ago)
    assert next_time(one, last, NOW).at == NOW + timedelta(minutes=until)


def test_the_reason_names_the_key() -> None:
    assert next_time(source(every="1h"), NOW, NOW).reason == 'every = "1h"'
    assert next_time(source(cron="0 * * * *"), NOW, NOW).reason == 'cron = "0 * * * *"'
    assert next_time(source(), NOW, NOW, address=NOW).reason == "its own rhythm"
    assert next_time(source(), None, NOW).reason == "never ran"


def test_what_was_missed_runs_once() -> None:
    one = source(every="15m")
    asleep = {"n": NOW - timedelta(days=2)}
    assert [d.name for d in Timetable(asleep).due([one], NOW)] == ["n"]
    assert Timetable({"n": NOW}).due([one], NOW) == []


def test_the_longest_overdue_comes_first() -> None:
    all_of_them = [source("a", every="1h"), source("b", every="15m"), source("c"), source("d", every="1d")]
    all_of_them.append(source("e"))
    last = {name: NOW - timedelta(hours=2) for name in "abde"}
    table = Timetable(last, {"e": NOW - timedelta(minutes=70), "d": NOW})
    assert [d.name for d in table.due(all_of_them, NOW)] == ["b", "e", "a", "c"]
    assert [d.name for d in table.times(all_of_them, NOW)] == ["b", "e", "a", "c", "d"]


def test_a_clock_that_was_set_back_silences_nobody() -> None:
    assert next_time(source(), NOW + timedelta(days=400), NOW, address=NOW).at == NOW + REST
    assert next_time(source(every="1h"), NOW + timedelta(days=400), NOW).at == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("address", "until"),
    [
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(minutes=-40), REST - timedelta(minutes=5)),  # what is left of a run waits for the next
        (timedelta(minutes=7), REST - timedelta(minutes=5)),
        (None, LONGEST_REST - timedelta(minutes=5)),
    ],
)
def test_a_source_without_a_word_follows_its_addresses(address: timedelta | None, until: timedelta) -> None:
    due_at = None if address is None else NOW + address
    assert next_time(source(), NOW - timedelta(minutes=5), NOW, address=due_at).at == NOW + until


def test_cron_follows_the_zone() -> None:
    one = source(cron="0 6 * * *")
    last = datetime(2026, 11, 12, 6, 0, tzinfo=BERLIN)
    assert next_time(one, last, NOW, BERLIN).at == datetime(2026, 11, 13, 5, 0, tzinfo=UTC)
    assert next_time(one, last, NOW, UTC).at == datetime(2026, 11, 12, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # 2026-03-29: 02:00 to 03:00 does not exist; 2026-10-25: it comes twice, and counts once
        (datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 2, 30, tzinfo=BERLIN), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_daily_time_comes_once_a_day_through_summer_time(day: datetime, expected: datetime) -> None:
    now = day + timedelta(hours=1)
    assert next_time(source(cron="30 2 * * *"), day, now, BERLIN).at == expected


WRONG = [
    ('every = "soon"', "every", '"1m" to "4w"'),
    ("every = 15", "every", "str"),
    ('cron = "61 * * * *"', "cron", "Bad minute"),
    ('cron = "hourly"', "cron", "five fields"),
    ('every = "15m"\ncron = "0 * * * *"', "cron", "one of the two"),
]


@pytest.mark.parametrize(("lines", "key", "word"), WRONG)
def test_a_wrong_schedule_is_told_where_and_what(tmp_path: Path, lines: str, key: str, word: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(f'[[source]]\nname = "a"\nurl = "https://a.example"\n{lines}\n', "utf-8")
    with pytest.raises(SourcesError) as caught:
        load_sources(file)
    assert (caught.value.line, caught.value.key) == (4 + lines.count("\n"), key)
    assert word in str(caught.value)


def test_a_schedule_is_written_and_read_back(tmp_path: Path) -> None:
    both = (source("a", every="6h"), source("b", cron="*/15 6-22 * * *"))
    file = tmp_path / "sources.toml"
    file.write_text("\n".join(map(to_toml, both)), "utf-8")
    assert load_sources(file) == both


def test_a_name_with_a_comma_is_two_names_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nname = "a, b"\nurl = "https://a.example"\n', "utf-8")
    with pytest.raises(SourcesError, match="comma"):
        load_sources(file)
