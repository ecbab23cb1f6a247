"""Header values in files of TOML: as text, or the name of what holds them, for nothing secret stands there.

headers = { X-Reader = "library 7", Authorization = { env = "LAMP_TOKEN" } }
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_NAME = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)  # RFC 9110 §5.6.2: token
_SECRET = re.compile("authorization|cookie|token|secret|passw|key|auth", re.IGNORECASE)


class FromEnv(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that the environment holds under this name."""

    env: str


Value = str | FromEnv
Values = dict[str, Value]


def problems_of(
    values: Mapping[str, Value], taken: frozenset[str] = frozenset(), kind: str = "header"
) -> Iterator[str]:
    """What is wrong with headers or cookies of a file. `taken`: names, in lower case, that are ours."""
    for name, value in values.items():
        if not _NAME.fullmatch(name):
            yield f"{name!r} is no name of a {kind}"
        elif name.lower() in taken:
            yield f"{name} is set by Warraq itself"
        elif isinstance(value, FromEnv):
            if not VARIABLE.fullmatch(value.env):
                yield f"{name} names no environment variable"
        elif _SECRET.search(name):
            yield f'{name} may be secret; allowed is {name} = {{ env = "NAME" }}'
        elif not _fits(value):
            yield f"{name} holds characters that no {kind} may"


def resolved(values: Mapping[str, Value], environ: Mapping[str, str]) -> dict[str, str]:
    """The values themselves. ValueError, which names the variable alone, where one cannot be used."""
    found = {}
    for name, value in values.items():
        if isinstance(value, FromEnv):
            found[name] = environ.get(value.env, "")
            if not found[name]:
                raise ValueError(f"the environment variable {value.env} is not set")
            if not _fits(found[name]):
                raise ValueError(f"the environment variable {value.env} holds characters that no header may")
        else:
            found[name] = value
    return found


def _fits(value: str) -> bool:
    return value.isascii() and value.isprintable()
