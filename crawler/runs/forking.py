"""Where extracting processes come from: a process that has imported everything once, and is forked for each.

A forked process shares nothing with the reactor either, for it is not the reactor's process that is forked
(the standard library's "forkserver"); it is there at once, and what all of them only read is in memory once.
Where the system has no such thing, each process is started anew.
"""

import multiprocessing
import signal
from functools import cache
from multiprocessing.context import ForkServerContext, SpawnContext

WARM = "crawler.runs.warm"  # imported there, once


@cache
def context() -> ForkServerContext | SpawnContext:
    """What processes are made with. The first call has the process that is forked get ready."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([WARM])
    resource_tracker.ensure_running()  # it lets Ctrl-C through again when it has been started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: Ctrl-C is ours alone
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return made


def call_myself(name: str) -> None:
    """The name of this process, and of the thread that says so, for `top` and the like (15 characters)."""
    try:
        with open("/proc/thread-self/comm", "w", encoding="ascii") as file:
            file.write(name)
    except OSError:  # not Linux
        return
