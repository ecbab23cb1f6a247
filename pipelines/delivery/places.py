"""Where whole files are put: a local folder, or whatever fsspec knows (s3://, gs://, sftp://, …).

`put` replaces a file at once: a reader sees the whole old one or the whole new one. Object stores do so by
themselves; elsewhere the bytes go to a name beside it, which then takes its place. Drivers find their
credentials in the environment, as their own documentation says (AWS_ACCESS_KEY_ID, GOOGLE_APPLICATION_
CREDENTIALS, …; FSSPEC_S3_ENDPOINT_URL and the like set any option of a driver's).
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from glob import glob
from pathlib import Path
from typing import IO, Any, Literal, Protocol, TypeVar

from crawler.errors import DeliveryError
from pipelines.delivery.files import sync_folder

T = TypeVar("T")

# A put to these is one request (or a multipart upload that its last request makes visible).
# memory:// keeps what it is given in one assignment.
WHOLE = frozenset(
    {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oci", "oss", "tos", "tosfs", "hf", "memory"}
)
MAX_REASON = 200  # characters of a driver's words
_ADDRESS = re.compile(r"\w+://\S+")  # a driver's message may hold a signed one


class Place(Protocol):
    """Names are paths below the place, with "/"."""

    def put(self, name: str, data: bytes) -> None:
        """The file holds the data, and is there after a crash."""

    def has(self, name: str) -> bool:
        """Whether the file is there."""

    def lacks(self, folder: str) -> bool:
        """Whether a folder that once was there is not; buckets have none."""

    def remove(self, name: str) -> None:
        """The file is not there any more, nor what an unfinished `put` left of it."""


def place_of(path: str, folder: Path) -> tuple[Place, str]:
    """The place of a configured path, and the path below it. Relative ones count from `folder`."""
    if path.startswith("file://"):
        return Folder(Path("/")), path.removeprefix("file:///")
    if "://" in path:
        return _bucket(path)
    return Folder(folder), path


def _part(name: str) -> str:
    """The name under which a file is written before it takes its place."""
    head, slash, last = name.rpartition("/")
    return f"{head}{slash}.{last}.part"


class Folder:
    """A folder of this machine's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, data: bytes) -> None:
        path, part = self._folder / name, self._folder / _part(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise DeliveryError(f"{path}: cannot be written ({error.strerror or error})") from error
        sync_folder(path.parent)

    def has(self, name: str) -> bool:
        return os.path.lexists(self._folder / name)

    def lacks(self, folder: str) -> bool:
        return not (self._folder / folder).is_dir()

    def remove(self, name: str) -> None:
        try:
            for one in (name, _part(name)):
                (self._folder / one).unlink(missing_ok=True)
        except OSError as error:
            raise DeliveryError(f"{name}: cannot be removed ({error.strerror or error})") from error


class LocalFiles:
    """What archives are looked for with, as a file system of fsspec's is asked, on this machine."""

    isdir, isfile = staticmethod(os.path.isdir), staticmethod(os.path.isfile)
    size = staticmethod(os.path.getsize)

    def glob(self, pattern: str) -> list[str]:
        return glob(pattern, recursive=True)

    def cat_file(self, path: str) -> bytes:
        return Path(path).read_bytes()

    def open(self, path: str, mode: Literal["rb"], block_size: int) -> IO[bytes]:
        return Path(path).open(mode)

    def unstrip_protocol(self, path: str) -> str:
        return f"file://{path}"


class Bucket:
    """A file system of fsspec's. `whole`: what is put there appears at once."""

    def __init__(self, files: Any, protocol: str, whole: bool) -> None:  # fsspec ships no types
        self._files, self._protocol, self._whole = files, protocol, whole

    def put(self, name: str, data: bytes) -> None:
        self._asked("cannot be written", self._put, name, data)

    def _put(self, name: str, data: bytes) -> None:
        if self._whole:
            self._files.pipe_file(name, data)
            return
        part = _part(name)
        self._files.makedirs(name.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(part, data)
        if self._files.exists(name):  # not every one of them moves a file onto another
            self._files.rm_file(name)
        self._files.mv(part, name)

    def has(self, name: str) -> bool:
        return bool(self._asked("cannot be looked for", self._files.exists, name))

    def lacks(self, folder: str) -> bool:
        return False

    def remove(self, name: str) -> None:
        self._asked("cannot be removed", self._remove, name)

    def _remove(self, name: str) -> None:
        for one in (name,) if self._whole else (name, _part(name)):
            with suppress(FileNotFoundError):
                self._files.rm_file(one)

    def _asked(self, what: str, work: Callable[..., T], name: str, *rest: bytes) -> T:
        try:
            return work(name, *rest)
        except Exception as error:  # each driver has its own kinds
            reason = f"{what} ({_reason(error)})"
            raise DeliveryError(f"{self._protocol}://{name.lstrip('/')}: {reason}") from error


def _bucket(url: str) -> tuple[Bucket, str]:
    protocol = url.partition("://")[0]
    files, path = files_of(url)
    return Bucket(files, protocol, protocol in WHOLE), path


def files_of(url: str) -> tuple[Any, str]:
    """A URL's file system, of fsspec's, and the path in it; DeliveryError where it cannot be used.

    A path is one of this machine's. fsspec's own words name the package of a driver that is not installed.
    """
    protocol, mark, path = url.partition("://")
    if not mark or protocol == "file":
        return LocalFiles(), os.path.abspath(path if mark else url)
    try:
        import fsspec
    except ModuleNotFoundError as error:
        hint = 'pip install "warraq[remote]"'
        raise DeliveryError(f"{protocol}:// needs fsspec, which is not installed: {hint}") from error
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise DeliveryError(f"{protocol}:// needs a driver that is not installed: {error}") from error
    except Exception as error:  # a driver's own: no credentials, an option that it does not know
        raise DeliveryError(f"{protocol}:// cannot be used ({_reason(error)})") from error
    return found


def _reason(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _ADDRESS.sub("…", " ".join(str(said).split()))[:MAX_REASON]
