"""JSON-LD scripts → their nodes, flattened; broken JSON is mended where that is safe.

A script is decoded by the standard library; what it refuses goes through `mend`, one pass over the
tokens that drops, inserts and closes until it is JSON. Nothing recurses: json's own recursion guard
is caught, and nodes are walked with a stack. What still cannot be read is left out.
"""

import html
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

Node = dict[str, Any]

MAX_CHARS = 2_000_000  # of one script; real live tickers reach 600,000. More is cut and mended
MAX_SCRIPTS = 60  # real pages have up to some 20
MAX_MENDED = 500_000  # characters that are mended, and
MAX_TOKENS = 200_000  # tokens of them: what comes after is as good as cut off
MAX_NODES = 3_000  # nodes kept of one page; long live tickers have some 1,000
MAX_STEPS = 50_000  # values looked at while flattening
MAX_TYPE = 200  # characters of a type's name
MAX_DEPTH = 60  # brackets open at once in what is mended; real ones stay under 15

_OPENING = re.compile(r"(?:(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/|//)?\s*)+")
_CLOSING = re.compile(r"(?:(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?[\s;]*)+\Z")
_CLOSING_CHARS = 60  # a comment's end is searched in so many last characters
_ESCAPED = re.compile(r"\s*[\[{\s]*&(?:quot|#34|#x22);", re.IGNORECASE)
_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_CONTROL = re.compile(r"\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])")
# A quote closes its string only where JSON can go on after it, so that `"he said "no" today"` is one string.
_TOKEN = re.compile(
    r'"(?P<string>(?:[^"\\]++|\\.|"(?!\s*(?::|[}\]]|,\s*["{\[\dtfn}\]-]|"[^"\\]{1,60}"\s*:|,?\s*\Z)))*+)(?:"|\\?\Z)'
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<comment>/\*.*?\*/|//[^\n]*)"
    r'|(?P<literal>[^\s{}\[\],:"]++)',
    re.DOTALL,
)
_BAD_ESCAPE = re.compile(r"\\(?:u(?![0-9a-fA-F]{4})|'|(?![\"\\/bfnrtu]))|\\\\")
_NAMESPACE = re.compile(r"[/#:]")
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """A node with the keys that lead to it, outermost first; empty for one at the top or in @graph."""

    node: Node
    path: tuple[str, ...]
    types: frozenset[str]


def decode_script(text: str) -> Any:
    """The value of one JSON-LD script; several in a row become a list; None where nothing can be read."""
    text = _unwrap(text[:MAX_CHARS].strip())
    if not text:
        return None
    if _ESCAPED.match(text):
        text = html.unescape(text)
    if "\\u" in text:  # most scripts have none, and are long
        text = _CONTROL.sub(" ", _SURROGATE.sub(r"\\ufffd", text))
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        pass
    try:
        return json.loads(mend(text), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrap(text: str) -> str:
    """Without the HTML comment or CDATA section around it, or a statement's semicolon."""
    if opening := _OPENING.match(text):
        text = text[opening.end() :]
    tail = _CLOSING.sub("", text[-_CLOSING_CHARS:])
    return (text[:-_CLOSING_CHARS] + tail).strip().rstrip("; \n\r\t")


class _Mender:
    """The state of `mend`: what was written, which brackets are open, what came last."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.ends: list[str] = []  # the closing bracket of each open one
        self.last = "start"  # start, value, key, comma, colon

    def put(self, text: str, last: str) -> None:
        """Write a token; a value or key after another one first gets the comma that was forgotten."""
        if last in ("start", "value", "key") and self.last in ("value", "key"):
            self.comma()
        self.out.append(text)
        self.last = last

    def string(self, text: str) -> None:
        self.put(text, "key" if self.ends[-1:] == ["}"] and self.last != "colon" else "value")

    def literal(self, text: str) -> None:
        text = "null" if text in ("undefined", "NaN", "None") else text
        if text in ("true", "false", "null") or _NUMBER.match(text):
            self.put(text, "value")
        else:
            self.string(json.dumps(text))

    def mark(self, mark: str) -> None:
        if mark in "{[":
            self.put(mark, "start")
            self.ends.append("}" if mark == "{" else "]")
            if len(self.ends) > MAX_DEPTH:
                raise ValueError("nested too deep")
        elif mark == ",":
            self.comma()
        elif mark != ":":
            while mark in self.ends and self.close() != mark:
                pass
        elif self.last == "key":
            self.put(":", "colon")

    def comma(self) -> None:
        """End a value, or a key that was given none."""
        if self.last in ("key", "colon"):
            self.put(":null" if self.last == "key" else "null", "null")
        if self.last in ("value", "null"):
            self.put(",", "comma")

    def close(self) -> str:
        """Close the innermost bracket; the comma before it is one too many."""
        if self.last in ("key", "colon"):
            self.comma()
        if self.last == "comma":
            self.out.pop()
        self.out.append(mark := self.ends.pop())
        self.last = "value"
        return mark


def mend(text: str) -> str:
    """JSON out of nearly-JSON: stray and missing commas, comments, bare words, inner quotes, a cut end."""
    mender = _Mender()
    for token in islice(_TOKEN.finditer(text[:MAX_MENDED]), MAX_TOKENS):
        if token["string"] is not None:
            mender.string(f'"{_mend_string(token["string"])}"')
        elif token["literal"] is not None:
            mender.literal(token["literal"])
        elif token["mark"]:
            mender.mark(token["mark"])
    mender.ends.insert(0, "]")
    while mender.ends:
        mender.close()
    return "[" + "".join(mender.out)


def _mend_string(text: str) -> str:
    text = _BAD_ESCAPE.sub(_mend_escape, text)
    return re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', text) if '"' in text else text


def _mend_escape(match: re.Match[str]) -> str:
    """A backslash that escapes nothing stands for itself; JavaScript's \\' is only a quote."""
    if match[0] == r"\\":
        return match[0]
    return "'" if match[0].endswith("'") else r"\\" + match[0][1:]


def flatten(values: list[Any]) -> list[Found]:
    """Every node that has an @type, at any depth and in page order, within the limits."""
    found: list[Found] = []
    stack: list[tuple[Any, tuple[str, ...]]] = [(value, ()) for value in reversed(values)]
    for _ in range(MAX_STEPS):
        if not stack or len(found) >= MAX_NODES:
            break
        value, path = stack.pop()
        if isinstance(value, list):
            stack.extend((item, path) for item in reversed(value) if isinstance(item, dict | list))
        elif isinstance(value, dict):
            if "@type" in value:
                found.append(Found(value, path, types(value)))
            if len(path) < MAX_DEPTH:
                stack.extend(
                    (item, path if key == "@graph" else (*path, key))
                    for key, item in reversed(value.items())
                    if isinstance(item, dict | list)
                )
    return found


def types(node: Node) -> frozenset[str]:
    """The node's types without namespace, lower-case: {"newsarticle"}."""
    given = node.get("@type")
    if isinstance(given, str):  # as most have it
        return _one_type(given[:MAX_TYPE])
    names = given if isinstance(given, list) else ()
    return frozenset().union(*(_one_type(name[:MAX_TYPE]) for name in names if isinstance(name, str)))


@lru_cache(maxsize=1_024)  # a page has hundreds of nodes, of the same few types
def _one_type(name: str) -> frozenset[str]:
    return frozenset((_NAMESPACE.split(name)[-1].strip().lower(),))


def texts(value: Any) -> list[str]:
    """The strings of a property that should be text: a string, a list, {"@value": …} or {"name": …}."""
    found: list[str] = []
    stack = [value]
    for _ in range(1_000):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            stack.append(item.get("@value") or item.get("name") or item.get("url") or item.get("@id"))
    return [text for text in found if text.strip()]
