"""Bounds and weights, held from both sides: one thing varies, everything else stays, and the outcome is told.

A `Sweep` varies one thing over its values: how long a line is, how far it stands from the title, which of
many forms it has. `FILE.json` beside the test keeps its outcomes as runs: from this value to that one, the
same outcome. A test looks at the first and the last value of every run, so a bound that moves by one, a
weight that changes or a comparison that turns is seen. Where an outcome should change, look at it, and write
the files anew: `python -m tests.sweeps`. What they say was read by a person when it was written.
"""

import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

MODULES = (
    "tests.extraction.test_sweeps_people",
    "tests.extraction.test_sweeps_dates",
    "tests.extraction.test_sweeps_heads",
    "tests.extraction.test_sweeps_bodies",
    "tests.extraction.test_sweeps_cases",
    "tests.extraction.test_sweeps_limits",
    "tests.extraction.test_sweeps_machine",
    "tests.discovery.test_sweeps",
    "tests.pipelines.test_sweeps",
)

NEAR = 0.0015  # records round to three places
Run = tuple[Any, Any, Any]  # the first value, the last one, and the outcome of both


@dataclass(frozen=True)
class Sweep:
    """What varies, over which values, and what is told of each: something that JSON can hold."""

    name: str
    values: Sequence[int | str]
    told: Callable[..., Any]

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def runs(self) -> Iterator[Run]:
        """The outcomes of all values; where a range makes larger steps, of those at its bounds too."""
        told = ((value, self._outcome(value)) for value in self.values)
        grouped = groupby(told, key=lambda pair: pair if isinstance(pair[0], str) else pair[1])
        found = [list(same) for _, same in grouped]
        runs = [(same[0][0], same[-1][0], same[0][1]) for same in found]
        if isinstance(self.values, range) and self.values.step > 1:
            runs = list(self._refined(runs))
        yield from ((first, last, json.loads(outcome)) for first, last, outcome in runs)

    def _outcome(self, value: int | str) -> str:
        return json.dumps(self.told(value))

    def _refined(self, runs: Sequence[tuple[Any, Any, str]]) -> Iterator[tuple[Any, Any, str]]:
        """The same runs, each up to the very value at which the next one begins."""
        waiting = list(runs[::-1])
        while len(waiting) > 1:
            (first, last, outcome), (begin, end, other) = waiting.pop(), waiting.pop()
            if begin - last < 2:
                yield first, last, outcome
                waiting.append((begin, end, other))
                continue
            between = (last + begin) // 2
            told = self._outcome(between)
            if told == outcome:
                waiting += [(begin, end, other), (first, between, outcome)]
            elif told == other:
                waiting += [(between, end, other), (first, last, outcome)]
            else:
                waiting += [(begin, end, other), (between, between, told), (first, last, outcome)]
        yield from waiting


def kept(file: str) -> dict[str, list[Run]]:
    """The runs of a test file's sweeps."""
    stored = Path(file).with_suffix(".json")
    return json.loads(stored.read_text("utf-8")) if stored.exists() else {}


def alike(one: Any, other: Any) -> bool:
    """Whether two outcomes are the same, but for the last place of what a model is sure of."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < NEAR
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def differences(sweep: Sweep, runs: Iterable[Run]) -> list[str]:
    """Values at which another outcome is told than the one that is kept, an outcome a line."""
    found = []
    for first, last, outcome in runs:
        for value in dict.fromkeys((first, last)):
            told = json.loads(json.dumps(sweep.told(value)))
            if not alike(told, outcome):
                found.append(f"{sweep.name}, {value}: {told!r} instead of {outcome!r}")
    return found


def main() -> None:
    for name in MODULES:
        module = importlib.import_module(name)
        lines = [
            f" {json.dumps(sweep.name)}: [\n"
            + ",\n".join(f"  {json.dumps(run, ensure_ascii=False)}" for run in sweep.runs())
            + "\n ]"
            for sweep in module.SWEEPS
        ]
        file = Path(str(module.__file__)).with_suffix(".json")
        file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
        print(f"{file.name}: {len(lines)} sweeps")


if __name__ == "__main__":
    main()
