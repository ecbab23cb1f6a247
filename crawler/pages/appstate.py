"""Text in a page's application state: the JSON that scripts build the page from.

`__NEXT_DATA__` and other `<script type="application/json">`, assignments (`window.__STATE__ = {…}`) and
the pieces that Next.js pushes are decoded; their strings are grouped by the place of the list or object
that they stand in, so that one article's paragraphs are one group and each teaser is another.
"""

import json
import re

from lxml.html import HtmlElement

MAX_SCRIPT = 6_000_000  # characters; larger states are whole shops
MIN_SCRIPT = 20  # Next.js pushes row heads alone
MAX_VALUES = 200_000  # JSON values looked at on one page
MAX_DEPTH = 60  # keys and places that lead to a value
MIN_STRING = 60  # characters of a string that may be a paragraph
_ASSIGNED = re.compile(r"(?:window\.|self\.|var\s+|const\s+|let\s+)?[\w.$\[\]\"']{2,60}\s*=\s*(?=[{\[])")
_PUSHED = re.compile(r"__next_f\.push\(\s*(\[.*\])\s*\)\s*(?:;\s*)?$", re.DOTALL)
_ROW = re.compile(rb"[0-9a-f]{1,6}:(?:T([0-9a-f]{1,6}),)?")
_DECODER = json.JSONDecoder(strict=False)

Path = tuple[str, ...]


def state_texts(root: HtmlElement) -> list[list[str]]:
    """Groups of strings that stand together, in their order; each may be plain text or HTML.

    A group is the place of the innermost list, with the keys below it: paragraphs are entries of one list.
    """
    groups: dict[Path, list[str]] = {}
    # Values with the keys that lead to them, and with those of their group; depth first, in order.
    stack: list[tuple[Path, Path, object]] = [((), (), _values(root))]
    for _ in range(MAX_VALUES):
        if not stack:
            break
        path, group, value = stack.pop()
        if isinstance(value, str):
            if len(value) >= MIN_STRING and (" " in value[:400] or value[0] > "\u2e80"):
                groups.setdefault(group, []).append(value)
        elif len(path) > MAX_DEPTH:
            continue
        elif isinstance(value, dict):
            for key in reversed(value):
                stack.append(((*path, key), (*group, key), value[key]))
        elif isinstance(value, list):
            for place in range(len(value) - 1, -1, -1):
                stack.append(((*path, f"#{place}"), (*path, "#" if path else f"#{place}"), value[place]))
    return list(groups.values())


def _values(root: HtmlElement) -> list[object]:
    """The decoded states of all scripts; what Next.js pushes in pieces is put together first."""
    found: list[object] = []
    pushed: list[str] = []
    for script in root.iter("script"):
        text, sort = script.text or "", script.get("type") or ""
        if not MIN_SCRIPT <= len(text) <= MAX_SCRIPT or "ld+json" in sort:
            continue
        if "json" in sort:
            found.append(_decode(text))
        elif match := _PUSHED.match(text, max(text.find("__next_f.push("), 0)):
            pieces = _decode(match[1])
            pushed += [part for part in pieces if isinstance(part, str)] if isinstance(pieces, list) else ()
        elif match := _ASSIGNED.search(text[:2000]):
            found.append(_decode(text[match.end() :]))
    return found + _rows("".join(pushed)[:MAX_SCRIPT])


def _decode(text: str) -> object:
    try:
        value: object = _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None
    return value


def _rows(text: str) -> list[object]:
    """Next.js streams rows: "id:JSON" to the end of the line, or "id:Tlength,text", the length in bytes."""
    found: list[object] = []
    data = text.encode("utf-8", "replace")
    at = 0
    while at < len(data):
        match = _ROW.match(data, at)
        start = match.end() if match else at
        if match and match[1]:
            end = start + int(match[1], 16)
            found.append(data[start:end].decode("utf-8", "replace"))
            at = end
            continue
        end = data.find(b"\n", start)
        end = end if end >= 0 else len(data)
        if match:
            found.append(_decode(data[start:end].decode("utf-8", "replace")))
        at = end + 1
    return found
