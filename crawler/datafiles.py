"""Our own tables of words and numbers: TOML files beside the code that reads them, and what is worked out of
them. Both are kept in `__pycache__`, as Python keeps modules, until a file changes that they come from: a
process begins in two thirds of the time. Where nothing may be written there, they are made each time.
"""

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import resources
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from types import CodeType
from typing import Any, ParamSpec, TypeVar, cast

T = TypeVar("T")
P = ParamSpec("P")

_ROOT = Path(__file__).parent
_WORDS = ("languages", "text.py")  # what all that is worked out of tables comes from, beside its own module


def read(package: str, name: str) -> dict[str, Any]:
    """What the package's TOML file holds; its lists are tuples."""
    loader = _TomlLoader(f"{package}.{name}", str(resources.files(package) / name))
    code = loader.get_code(loader.name)
    if loader.table is None and code is not None:
        made: dict[str, Any] = {}
        exec(code, made)
        loader.table = made["TABLE"]
    return loader.table or {}


class _TomlLoader(SourceFileLoader):
    """Takes the file for a module that holds one constant; `table` is that where the file itself was read."""

    table: dict[str, Any] | None = None

    def source_to_code(self, data: Any, path: Any) -> CodeType:  # type: ignore[override]
        import tomllib  # where the table is kept, it is not needed

        self.table = _tuples(tomllib.loads(bytes(data).decode()))
        return compile(f"TABLE = {self.table!r}" if _may_keep(path) else "", path, "exec")


def _may_keep(path: str) -> bool:
    """Whether something may be written beside a file of ours."""
    return not sys.dont_write_bytecode and os.access(os.path.dirname(path), os.W_OK)


def _tuples(value: object) -> Any:
    """TOML's lists as tuples, at any depth."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """What a function works out of the word tables, or of what Python knows of characters, once for all
    processes. Each lot of arguments has a file: they are few, and short texts."""
    return _kept(make, _state)


def kept_of(package: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """The same of the files that another package brings."""
    return lambda make: _kept(make, lambda: _installed(package))


def _kept(make: Callable[P, T], state_of: Callable[[], object]) -> Callable[P, T]:
    source = make.__code__.co_filename

    @cache
    def made(*given: P.args, **named: P.kwargs) -> T:
        name = ".".join((make.__name__, *map(str, given)))
        file = Path(cache_from_source(source)).with_suffix(f".{name}.pickle")
        try:
            state = (state_of(), os.stat(source).st_mtime_ns)
        except OSError:  # inside an archive, where nothing says when it changes
            return make(*given, **named)
        with suppress(Exception):  # none there, or a broken one
            found, value = pickle.loads(file.read_bytes())
            if found == state:
                return cast("T", value)
        value = make(*given, **named)
        if _may_keep(source):
            _write(file, (state, value))
        return value

    return cast("Callable[P, T]", made)


def _write(file: Path, value: object) -> None:
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        part.replace(file)


def _installed(package: str) -> tuple[str, int]:
    """Where a package lies, and since when."""
    found = find_spec(package)
    folders = (found and found.submodule_search_locations) or [""]
    return folders[0], os.stat(folders[0]).st_mtime_ns


@cache
def _state() -> tuple[tuple[str, int, int], ...]:
    """The names, times and sizes of the files that words come from."""
    found = [path for name in _WORDS for path in (_ROOT / name, *(_ROOT / name).glob("*.*"))]
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(found))
