"""Runs a command and says what it cost: seconds, and CPU and memory of each process and thread by its name.

Names are those that Linux knows (`/proc/PID/comm`): Warraq's processes and threads name themselves. What a
process used is read while it lives, so up to one look of it is missing; the sum of all comes from the kernel.
"""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LOOK = 0.1  # seconds between two looks: some 2 ms of CPU each
_TICK = 1 / os.sysconf("SC_CLK_TCK")

Usage = dict[tuple[int, int], tuple[str, float]]  # process and thread → name and seconds of CPU


@dataclass
class Cost:
    """What one command took; seconds, megabytes."""

    wall: float = 0.0
    cpu: float = 0.0  # of the process and its descendants
    threads: dict[str, float] = field(default_factory=dict)  # "process/thread" → seconds of CPU
    memory: dict[str, float] = field(default_factory=dict)  # process → the most that one of its name held
    code: int = 0


def measure(command: Sequence[str], **options: object) -> Cost:
    """Runs the command to its end; `options` are those of Popen."""
    used: Usage = {}
    memory: dict[int, tuple[str, float]] = {}
    begun = time.perf_counter()
    child = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        for one in tree(child.pid):
            look(one, used, memory)
        time.sleep(LOOK)
    child.returncode = os.waitstatus_to_exitcode(status)
    cost = Cost(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, code=child.returncode)
    for name, seconds in used.values():
        cost.threads[name] = cost.threads.get(name, 0.0) + seconds
    # A process that its parent does not wait for is in the second figure alone.
    cost.cpu = max(cost.cpu, sum(cost.threads.values()))
    for name, held in memory.values():
        cost.memory[name] = max(cost.memory.get(name, 0.0), held)
    return cost


def tree(root: int) -> Iterator[int]:
    """A process and its descendants."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += map(int, _read(path).split())


def look(pid: int, used: Usage, memory: dict[int, tuple[str, float]]) -> None:
    """Notes what a process and its threads have used so far, and the most memory that it held."""
    process = name_of(pid)
    for task in Path(f"/proc/{pid}/task").glob("[0-9]*"):
        thread, numbers = _read(task / "comm").strip(), _read(task / "stat").rpartition(")")[2].split()
        if numbers:
            name = process if thread == process else f"{process}/{thread}"
            used[pid, int(task.name)] = name, (int(numbers[11]) + int(numbers[12])) * _TICK
    for line in _read(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmHWM:"):
            memory[pid] = process, int(line.split()[1]) / 1024


def name_of(pid: int) -> str:
    """What a process calls itself; empty where it has ended."""
    return _read(Path(f"/proc/{pid}/comm")).strip()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended
        return ""
