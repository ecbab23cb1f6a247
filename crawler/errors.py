"""What can go wrong, as types: one base, one kind for each party at fault.

What goes wrong with a single page is not here: that is an `Outcome` (crawler/items.py), a value that
travels through the pipelines into the run's report.
"""

# Exit codes that are no error's: README lists them all.
PARTIAL = 4  # done, but a source or page brought nothing
INTERRUPTED = 130  # as shells count SIGINT


class WarraqError(Exception):
    """Base of every error that Warraq raises on purpose; its text is one line for a person."""

    exit_code = 1


class SourcesError(WarraqError):
    """The sources file is wrong. `path`, `line` (from 1, None if unknown) and `key` say where."""

    exit_code = 2

    def __init__(self, message: str, *, path: str = "", line: int | None = None, key: str = "") -> None:
        self.path, self.line, self.key = path, line, key
        place = ":".join(str(part) for part in (path, line) if part)
        super().__init__(": ".join(part for part in (place, key, message) if part))


class MemoryFormError(WarraqError):
    """A site's memory cannot be read: it is of another version, broken, or something else."""

    exit_code = 2


class StorageError(WarraqError):
    """The database cannot be opened, read or written. `url` names it without its password."""

    exit_code = 3

    def __init__(self, message: str, *, url: str = "") -> None:
        self.url = url
        super().__init__(f"{url}: {message}" if url else message)


class NewerSchemaError(StorageError):
    """The store was written by a newer Warraq: its schema is version `found`, this program's is `known`."""

    def __init__(self, found: str, known: str, *, url: str = "") -> None:
        self.found, self.known = found, known
        super().__init__(
            f"was written by a newer Warraq (schema {found}, this is {known}); update it", url=url
        )


class LostClaimError(WarraqError):
    """Another program has taken over the cursor of `destination`, which this one had claimed."""

    def __init__(self, destination: str) -> None:
        self.destination = destination
        super().__init__(f"{destination}: another program took it over")


class DeliveryError(WarraqError):
    """A destination could not be given the rows. `wait`: seconds that it asked for until the next try."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(reason)


class UnreachableError(DeliveryError):
    """One attempt failed in a way that may pass, and is worth another attempt."""


class ExtractionFailedError(WarraqError):
    """The page at `url` could not be extracted; `reason` says why, in one line."""

    def __init__(self, reason: str, *, url: str = "") -> None:
        self.reason, self.url = reason, url
        super().__init__(reason)


class NoWorkersError(WarraqError):
    """No process can be had that extracts pages; a run cannot go on, and what it has not done stays due."""


class StalledError(WarraqError):
    """A run waits for addresses that are out, and nothing comes back; `out` names some of them."""

    def __init__(self, message: str, *, out: tuple[str, ...] = ()) -> None:
        self.out = out
        super().__init__(message)


class TooManyHeadersError(WarraqError):
    """An answer's header is over the limits: it has `bytes` in `lines`, as far as it was read."""

    def __init__(self, message: str, *, bytes: int, lines: int) -> None:
        self.bytes, self.lines = bytes, lines
        super().__init__(message)


class ProxyError(WarraqError):
    """A source's proxy cannot be reached, or opens no tunnel; `proxy` is its host and port, no password."""

    def __init__(self, message: str, *, proxy: str) -> None:
        self.proxy = proxy
        super().__init__(f"the proxy {proxy}: {message}")


class InputError(WarraqError):
    """A file, folder, address or option that the user named is not usable. `name` is what was named."""

    exit_code = 2

    def __init__(self, message: str, *, name: str = "") -> None:
        self.name = name
        super().__init__(f"{name}: {message}" if name else message)


class RenderError(WarraqError):
    """A browser cannot be had, or could not fill a page; the text says why, in one line."""
