"""A simulated month of looks at listings, against fixed intervals and against those who know more.

    python -m bench.revisit [--worth 0.45] [--days 30] [--seeds 3] [--longest HOURS]

Sources publish 1 to 500 articles a day: by day more than by night, less on two days a week, each in its own
time zone, some stories in bursts. One listing a source; each look sees what came since the last. All
policies start without knowledge, and learning counts. "Rhythm known" is the best share for anybody who
knows each source's true rates in advance, but not the moments; the oracle knows the moments.
"""

import argparse
import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from crawler.console import Console, Table
from crawler.sources import rhythm

START = datetime(2026, 11, 2, tzinfo=UTC)
PER_DAY = (1, 2, 5, 10, 20, 50, 100, 200, 500)
IN_TIME = 15.0  # minutes
POLL = 5.0  # minutes; the fixed poll whose requests are 100 %
GOAL = 0.15  # of these
FETCH = 20 / 60  # minutes that a look may come late: queue, delay, download
# Share of a day's articles by local hour: a morning and an evening peak, a thin night.
DAY = (1, 0.6, 0.4, 0.4, 0.6, 1.5, 4, 6, 7, 7, 7, 7, 6.5, 6, 6, 6, 6, 6, 6, 5.5, 4.5, 3.5, 2.5, 1.5)
REST_DAYS = 0.6  # of a working day's articles, on two days of seven
BURST = 0.15  # of the articles draw one to three more within ten minutes


@dataclass(frozen=True)
class Feed:
    """One source's month: when its articles appear, and how many are to be expected, in minutes."""

    per_day: int
    times: tuple[float, ...]
    expected: tuple[float, ...]  # in each quarter of an hour


@dataclass(frozen=True)
class Result:
    delays: tuple[float, ...]
    looks: int

    def in_time(self) -> float:
        return sum(delay <= IN_TIME for delay in self.delays) / max(1, len(self.delays))

    def median(self) -> float:
        return median(self.delays) if self.delays else 0.0


def together(results: Sequence[Result]) -> Result:
    delays = tuple(delay for result in results for delay in result.delays)
    return Result(delays, sum(result.looks for result in results))


def make(per_day: int, days: int, chance: random.Random) -> Feed:
    """Draws a month: a Poisson process a quarter of an hour, and bursts."""
    zone, rest = chance.randrange(24), chance.randrange(7)
    times: list[float] = []
    expected: list[float] = []
    for quarter in range(days * 96):
        hour, day = (quarter // 4 + zone) % 24, (quarter // 4 + zone) // 24
        mean = per_day * DAY[hour] / sum(DAY) / 4 * (REST_DAYS if (day + rest) % 7 < 2 else 1.0)
        expected.append(mean)
        mean /= 1 + BURST * 2
        for _ in range(_poisson(mean, chance)):
            at = quarter * 15 + chance.random() * 15
            more = chance.randint(1, 3) if chance.random() < BURST else 0
            times += [at, *(at + chance.random() * 10 for _ in range(more))]
    return Feed(per_day, tuple(sorted(time for time in times if time < days * 1440)), tuple(expected))


def _poisson(mean: float, chance: random.Random) -> int:
    count, at = 0, chance.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count


Policy = Callable[[float, int], float]  # (minute of the look, new links) → minutes until the next


def adaptive(worth: float = rhythm.WORTH, longest: timedelta = rhythm.LONGEST) -> Policy:
    """Ours, with its state as the store would keep it."""
    state: str | None = None

    def after(minute: float, new: int) -> float:
        nonlocal state
        seen = rhythm.look(rhythm.load(state), START + timedelta(minutes=minute), new)
        state = rhythm.dump(seen)
        return rhythm.wait(seen, worth=worth, longest=longest) / timedelta(minutes=1)

    return after


def fixed(minutes: float) -> Policy:
    return lambda minute, new: minutes


def simulate(feed: Feed, policy: Policy, days: int, seed: int) -> Result:
    """Looks from the first minute to the last; what nobody has seen by then is seen at the end."""
    chance, minute, seen, looks = random.Random(seed), 0.0, 0, 0
    delays: list[float] = []
    while minute < days * 1440:
        looks += 1
        now = bisect_right(feed.times, minute)
        delays += [minute - time for time in feed.times[seen:now]]
        new, seen = now - seen, now
        minute += policy(minute, new) + chance.random() * FETCH
    delays += [days * 1440 - time for time in feed.times[seen:]]
    return Result(tuple(delays), looks)


def rhythm_known(feeds: Sequence[Feed], looks: int) -> float:
    """Share in time for one who spends that many looks on the quarters of an hour that promise most."""
    quarters = sorted((value for feed in feeds for value in feed.expected), reverse=True)
    return sum(quarters[:looks]) / sum(quarters)


def oracle(feeds: Sequence[Feed], looks: int) -> float:
    """Share in time for one who knows every moment: the best choice of windows, by a price a look."""
    low, high = 0.0, 1000.0
    for _ in range(40):
        price = (low + high) / 2
        used = sum(_best(feed.times, price)[1] for feed in feeds)
        low, high = (price, high) if used > looks else (low, price)
    return sum(_best(feed.times, high)[0] for feed in feeds) / max(1, sum(len(f.times) for f in feeds))


def _best(times: Sequence[float], price: float) -> tuple[int, int]:
    """(articles seen in time, looks) where a look costs `price` articles."""
    value, seen, looks = [0.0], [0], [0]
    first = 0
    for last, time in enumerate(times):
        while times[first] < time - IN_TIME:
            first += 1
        gain = value[first] + (last - first + 1) - price
        if gain > value[last]:
            value.append(gain)
            seen.append(seen[first] + last - first + 1)
            looks.append(looks[first] + 1)
        else:
            value.append(value[last])
            seen.append(seen[last])
            looks.append(looks[last])
    return seen[-1], looks[-1]


def row(name: str, feeds: Sequence[Feed], days: int, worth: float, longest: timedelta) -> list[str]:
    """One line of the table: these sources together."""
    ours = [simulate(feed, adaptive(worth, longest), days, n) for n, feed in enumerate(feeds)]
    looks, minutes = sum(result.looks for result in ours), days * 1440 * len(feeds)
    same = [simulate(feed, fixed(minutes / looks), days, n) for n, feed in enumerate(feeds)]
    both = together(ours), together(same)
    budget = round(minutes / POLL * GOAL)
    return [
        name,
        f"{looks / (minutes / POLL):.1%}",
        f"{looks / max(1, len(both[0].delays)):.2f}",
        *(f"{result.in_time():.1%}" for result in both),
        *(f"{result.median():.1f}" for result in both),
        f"{rhythm_known(feeds, looks):.1%}",
        f"{oracle(feeds, looks):.1%}",
        f"{rhythm_known(feeds, budget):.1%}",
        f"{oracle(feeds, budget):.1%}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--worth", type=float, default=rhythm.WORTH)
    parser.add_argument("--longest", type=float, default=rhythm.LONGEST / timedelta(hours=1))
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seeds", type=int, default=3)
    wanted = parser.parse_args()
    longest = timedelta(hours=wanted.longest)
    table = Table(
        *("articles a day", "requests", "per article", "in 15 min", "fixed", "median min", "fixed"),
        *("rhythm known", "oracle", "known, 15 %", "oracle, 15 %"),
    )
    feeds = {
        n: [make(n, wanted.days, random.Random(f"{n}/{s}")) for s in range(wanted.seeds)] for n in PER_DAY
    }
    for per_day, group in feeds.items():
        table.row(*row(str(per_day), group, wanted.days, wanted.worth, longest))
    everything = [feed for group in feeds.values() for feed in group]
    table.row(*row("all", everything, wanted.days, wanted.worth, longest), bold=True)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
