"""A command's standard input: each batch starts the command anew; exit status 0 says that it has the rows.

The batch is put into a file without a name first, and that file is the command's standard input: should we be
killed, the command still reads whole lines to the end. What it writes on standard output is dropped;
the last line of its standard error is the reason when it fails.
"""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from crawler.errors import DeliveryError
from pipelines.delivery.destinations import Command
from pipelines.delivery.sink import MAX_BYTES, SLACK, Lines
from pipelines.storage.cursors import Part

MAX_REASON = 200  # characters of the command's last words
KEY_VARIABLE = "WARRAQ_BATCH"  # tells the command the batch's key, the same when it is given again


class CommandSink:
    """Runs the command in `folder`, in its own process group."""

    remembers = False
    size = MAX_BYTES

    def __init__(self, entry: Command, folder: Path, environ: Mapping[str, str]) -> None:
        self._entry, self._folder, self._environ = entry, folder, environ
        self.rows, self.seconds = entry.rows, entry.timeout + SLACK

    def open(self) -> None:
        """Nothing: what may have been given is given again under the same key."""

    def prepare(self, batch: Lines) -> Sequence[Part]:
        """None."""
        return ()

    def send(self, batch: Lines) -> Mapping[Part, int]:
        with tempfile.TemporaryFile() as rows, tempfile.TemporaryFile() as said:
            rows.write(batch.ndjson())
            rows.flush()
            rows.seek(0)
            code = self._run(batch.key, rows, said)
            if code != 0:
                how = f"ended with status {code}" if code > 0 else f"was killed by signal {-code}"
                raise DeliveryError(f"{self._entry.command[0]} {how}{_last_words(said)}")
        return {}

    def _run(self, key: str, rows: IO[bytes], said: IO[bytes]) -> int:
        try:
            process = subprocess.Popen(
                self._entry.command,
                stdin=rows,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=self._folder,
                env={**self._environ, KEY_VARIABLE: key},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise DeliveryError(f"{self._entry.command[0]} cannot be started ({reason})") from error
        try:
            return process.wait(self._entry.timeout)
        except subprocess.TimeoutExpired as error:
            raise DeliveryError(
                f"{self._entry.command[0]} did not end in {self._entry.timeout:g} s"
            ) from error
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _last_words(said: IO[bytes]) -> str:
    said.seek(0, os.SEEK_END)
    said.seek(max(said.tell() - 4 * MAX_REASON, 0))
    lines = said.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last[:MAX_REASON]}" if last else ""
