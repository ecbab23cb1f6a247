"""Where extracting processes come from: a process that has imported everything once, and is forked for each.

A forked process shares nothing with the reactor either, for it is not the reactor's process that is forked
(the standard library's "forkserver"); it is there at once, and what all of them only read is in memory once.
Where the system has no such thing, each process is started anew.
"""

import multiprocessing
import os
import select
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from multiprocessing import spawn
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

WARM = "crawler.runs.warm"  # imported there, once
OURS = "warraq-"  # how the names of our processes begin


@cache
def context() -> ForkServerContext | SpawnContext:
    """What processes are made with. The first call has the process that is forked get ready."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([WARM])
    resource_tracker.ensure_running()  # it lets Ctrl-C through again when it has been started
    # Inherited: Ctrl-C and a closed terminal, which reach the whole group, are ours alone.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        with _same_path():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return made


@contextmanager
def _same_path() -> Iterator[None]:
    """Around the start of a process that looks for modules where this one does: it would look first in the
    folder that it is started in, where somebody may have a package with a name of ours."""
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    before = {name: os.environ.get(name) for name in ("PYTHONPATH", "PYTHONSAFEPATH")}
    os.environ.update(PYTHONPATH=path, PYTHONSAFEPATH="1")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def leave_main_alone() -> None:
    """Where processes are forked from: ours do not run the program's first file, as the standard library has
    every new process do. Nothing of it is used there, and it may be slow, or a script without a guard."""
    prepare = spawn.prepare

    def prepare_ours(data: Mapping[str, Any]) -> None:
        ours = str(data.get("name", "")).startswith(OURS)
        prepare({key: data[key] for key in data if not (ours and key.startswith("init_main_"))})

    spawn.prepare = prepare_ours


_LENT = ("_forkserver_address", "_forkserver_authkey")  # the second since Python 3.14


def lend() -> dict[str, object]:
    """What lets a process that comes of `context` have its own children forked from where it came from.

    The standard library means to do that, and forgets the address on the way. Where there is nothing to lend,
    such a process makes a process to fork from of its own: a second of computing, and 70 MB.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return {}
    from multiprocessing import forkserver

    server = getattr(forkserver, "_forkserver", None)
    return {name: value for name in _LENT if (value := getattr(server, name, None)) is not None}


def borrow(lent: Mapping[str, object]) -> None:
    """In such a process, before anything asks for `context`."""
    if not lent:
        return
    from multiprocessing import forkserver

    server: Any = forkserver._forkserver  # see `lend`: it has what its type does not say
    start = server.ensure_running

    def ensure_running() -> None:
        """Of the lender's, nothing but its end can be seen from here: nobody reads from this pipe then."""
        pipe = select.poll()
        pipe.register(server._forkserver_alive_fd, 0)
        if server._forkserver_pid is not None or pipe.poll(0):
            start()

    vars(server).update(lent, ensure_running=ensure_running)
    forkserver.ensure_running = ensure_running


def call_myself(name: str) -> None:
    """The name of this process, and of the thread that says so, for `top` and the like (15 characters)."""
    try:
        with open("/proc/thread-self/comm", "w", encoding="ascii") as file:
            file.write(name)
    except OSError:  # not Linux
        return
