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


class StorageError(WarraqError):
    """The database cannot be opened, read or written. `url` names it without its password."""

    exit_code = 3

    def __init__(self, message: str, *, url: str = "") -> None:
        self.url = url
        super().__init__(f"{url}: {message}" if url else message)


class InputError(WarraqError):
    """A file, folder, address or option that the user named is not usable. `name` is what was named."""

    exit_code = 2

    def __init__(self, message: str, *, name: str = "") -> None:
        self.name = name
        super().__init__(f"{name}: {message}" if name else message)
