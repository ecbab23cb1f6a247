"""A very small template language, so that the demo's pages need nothing but the standard library.

It is a part of mustache: `{{name}}` is escaped for HTML, `{{&name}}` is put in raw, `{{$name}}` is a
JSON string; `{{#name}}…{{/name}}` repeats for each item of a list or shows once for a value that is
there, `{{^name}}…{{/name}}` shows when it is not, and `{{>file}}` includes another template. Names may
have dots; they are looked up in the innermost scope first. What is not known renders as nothing.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_TAG = re.compile(r"\{\{\s*([#^/>&$]?)\s*([\w.\-]+)\s*\}\}")

Scopes = tuple[Mapping[str, Any], ...]
Include = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Tag:
    sigil: str
    name: str
    inside: tuple["Tag | str", ...] = ()


class TemplateError(ValueError):
    """A template of ours is wrong."""


def render(text: str, scopes: Scopes, include: Include) -> str:
    """The template with its tags replaced; `include` gives the text of a template by its name."""
    return "".join(_write(parse(text), scopes, include))


@lru_cache(maxsize=256)
def parse(text: str) -> tuple[Tag | str, ...]:
    """The text as a tree: strings and tags, sections holding what is inside them."""
    pieces = iter(_TAG.split(text))
    return tuple(_parse_until(None, pieces))


def _parse_until(closing: str | None, pieces: Iterator[str]) -> list[Tag | str]:
    nodes: list[Tag | str] = [next(pieces)]
    for sigil in pieces:
        name = next(pieces)
        if sigil == "/":
            if name != closing:
                raise TemplateError(f"{{{{/{name}}}}} closes {closing or 'nothing'}")
            return nodes
        if sigil in ("#", "^"):
            nodes.append(Tag(sigil, name, tuple(_parse_until(name, pieces))))
        else:
            nodes.append(Tag(sigil, name))
        nodes.append(next(pieces))
    if closing is not None:
        raise TemplateError(f"{{{{#{closing}}}}} is not closed")
    return nodes


def _write(nodes: Sequence[Tag | str], scopes: Scopes, include: Include) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.sigil == ">":
            yield render(include(node.name), scopes, include)
        else:
            yield from _write_value(node, look_up(node.name, scopes), scopes, include)


def _write_value(tag: Tag, value: Any, scopes: Scopes, include: Include) -> Iterator[str]:
    if tag.sigil == "#":
        last = len(value) - 1 if isinstance(value, list) else 0
        for number, item in enumerate(value if isinstance(value, list) else [value] if value else []):
            scope = dict(item) if isinstance(item, Mapping) else {}
            yield from _write(tag.inside, (*scopes, {**scope, "it": item, "more": number < last}), include)
    elif tag.sigil == "^":
        if not value:
            yield from _write(tag.inside, scopes, include)
    elif tag.sigil == "$":
        yield json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    elif value is not None:
        yield str(value) if tag.sigil == "&" else html.escape(str(value))


def look_up(name: str, scopes: Scopes) -> Any:
    """The value of a dotted name in the innermost scope that has its first part, else None."""
    first, *rest = name.split(".")
    value: Any = next((scope[first] for scope in reversed(scopes) if first in scope), None)
    for part in rest:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
