"""Text in a page's application state: the JSON that scripts build the page from.

`__NEXT_DATA__` and other `<script type="application/json">`, assignments (`window.__STATE__ = {…}`) and
the pieces that Next.js pushes are decoded; their strings are grouped by the place of the list or object
that they stand in, so that one article's paragraphs are one group and each teaser is another.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

MAX_SCRIPT = 6_000_000  # characters; larger states are whole shops
MIN_SCRIPT = 20  # Next.js pushes row heads alone
MAX_VALUES = 200_000  # JSON values looked at on one page
MIN_STRING = 60  # characters of a string that may be a paragraph
_ASSIGNED = re.compile(r"(?:window\.|self\.|var\s+|const\s+|let\s+)?[\w.$\[\]\"']{2,60}\s*=\s*(?=[{\[])")
_PUSHED = re.compile(r"__next_f\.push\(\s*(\[.*\])\s*\)\s*;?\s*$", re.DOTALL)
_ROW = re.compile(rb"[0-9a-f]{1,6}:(?:T([0-9a-f]{1,6}),)?")
_DECODER = json.JSONDecoder(strict=False)

Path = tuple[str, ...]


def state_texts(root: HtmlElement) -> list[list[str]]:
    """Groups of strings that stand together, in their order; each may be plain text or HTML."""
    groups: dict[Path, list[str]] = {}
    left = [MAX_VALUES]
    for number, value in enumerate(_values(root)):
        for path, text in _strings(value, left):
            groups.setdefault((str(number), *_group(path)), []).append(text)
    return list(groups.values())


def _values(root: HtmlElement) -> Iterator[Any]:
    pushed: list[str] = []
    for script in root.iter("script"):
        text = script.text or ""
        if not MIN_SCRIPT <= len(text) <= MAX_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        if "json" in (script.get("type") or ""):
            start = 0
        elif match := _PUSHED.search(text):
            pushed += [part for part in _decode(match[1], 0) or () if isinstance(part, str)]
            continue
        elif match := _ASSIGNED.search(text[:2000]):
            start = match.end()
        else:
            continue
        if (value := _decode(text, start)) is not None:
            yield value
    if pushed:
        yield from _chunks("".join(pushed)[:MAX_SCRIPT])


def _decode(text: str, start: int) -> Any:
    text = text[start:].lstrip()
    try:
        return _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _chunks(text: str) -> Iterator[Any]:
    """Next.js streams rows: "id:JSON" to the end of the line, or "id:Tlength,text", the length in bytes."""
    data = text.encode("utf-8", "replace")
    at = 0
    while at < len(data):
        match = _ROW.match(data, at)
        start = match.end() if match else at
        size = int(match[1], 16) if match and match[1] else None
        end = data.find(b"\n", start) if size is None else start + size
        end = end if end >= 0 else len(data)
        part = data[start:end].decode("utf-8", "replace")
        if size is not None:
            yield part
        elif match and part[:1] in ("[", "{", '"'):
            yield _decode(part, 0)
        at = end + (size is None)


def _strings(value: Any, left: list[int]) -> Iterator[tuple[Path, str]]:
    """The strings long enough to be text, with the keys that lead to them; depth first, in order.

    `left` counts down the values that may still be looked at on this page.
    """
    stack: list[tuple[Path, Any]] = [((), value)]
    while stack and left[0] > 0:
        path, at = stack.pop()
        left[0] -= 1
        if isinstance(at, str):
            if len(at) >= MIN_STRING and " " in at[:400] + " " * (at[:1] > "\u2e80"):
                yield path, at
        elif isinstance(at, dict) and len(path) < 60:
            stack += [((*path, str(key)), part) for key, part in reversed(at.items())]
        elif isinstance(at, list) and len(path) < 60:
            stack += [((*path, f"#{place}"), part) for place, part in reversed(list(enumerate(at)))]


def _group(path: Path) -> Path:
    """The place of the innermost list, with the keys below it: paragraphs are entries of one list."""
    places = [place for place, step in enumerate(path) if step.startswith("#")]
    if not places:
        return path
    return (*path[: places[-1]], "#", *path[places[-1] + 1 :])
