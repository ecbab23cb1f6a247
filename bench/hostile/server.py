"""Serves cases on loopback, one port each, byte by byte as the case wants it."""

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from bench.hostile.case import Case, Request, reply

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds; a client that keeps a connection open for longer is let go


class HostileWeb:
    """`with HostileWeb(cases) as web:`; `web.asked` counts requests for (case, path)."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = {case.name: case for case in cases}
        self.places: dict[str, str] = {}
        self.asked: Counter[tuple[str, str]] = Counter()
        self._listening: list[socket.socket] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        for name in self.cases:
            listening = socket.create_server((HOST, 0), backlog=16)
            self._listening.append(listening)
            self.places[name] = f"{HOST}:{listening.getsockname()[1]}"
            threading.Thread(target=self._serve, args=(listening, name), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listening in self._listening:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()

    def requests(self, name: str) -> int:
        """How often a case's site was asked for anything."""
        return sum(count for (case, _), count in self.asked.items() if case == name)

    def _serve(self, listening: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):  # closed: the battery is over
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=self._talk, args=(connection, name), daemon=True).start()

    def _talk(self, connection: socket.socket, name: str) -> None:
        """One request a connection: each answer may end as it likes."""
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError), connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            request = Request.read(head, self.places[name], self.places)
            with self._lock:
                self.asked[name, request.path] += 1
            answer = self.cases[name].answer(request)
            if callable(answer):
                answer(connection, request)
            else:
                connection.sendall(reply(answer))
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
