"""What lies between a program and its database server, and can be cut: bytes go in and none come out.

In the place of a server's Unix socket: `Cable(server.folder, folder)`, and `host=folder` in the URL.
"""

import socket
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

NAME = ".s.PGSQL.5432"  # of libpq's sockets, at the usual port


class Cable:
    def __init__(self, server: Path, folder: Path) -> None:
        self._server, self._place = str(server / NAME), str(folder / NAME)
        self._whole = threading.Event()
        self._whole.set()
        self._ended = False
        self._ends: list[socket.socket] = []
        self._listening = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> Self:
        self._listening.bind(self._place)
        Path(self._place).chmod(0o777)
        self._listening.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        self._whole.set()
        self._listening.close()
        self._break()

    def cut(self) -> None:
        """From now on nothing comes through, and nobody is told."""
        self._whole.clear()

    def mend(self) -> None:
        """What was said meanwhile is lost with its connections; new ones go through."""
        self._break()
        self._whole.set()

    def _break(self) -> None:
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._ended:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._whole.wait()
            far = socket.socket(socket.AF_UNIX)
            with suppress(OSError):
                far.connect(self._server)
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                self._whole.wait()
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
