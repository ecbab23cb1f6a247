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
        self.open: list[str] = []
        self.last = "start"  # start, value, key, comma, colon

    def value(self, text: str, is_string: bool) -> None:
        self._separate()
        is_key = is_string and bool(self.open) and self.open[-1] == "{" and self.last != "colon"
        self.out.append(text)
        self.last = "key" if is_key else "value"

    def literal(self, text: str) -> None:
        if text in ("undefined", "NaN", "None"):
            text = "null"
        known = text in ("true", "false", "null") or _NUMBER.match(text)
        self.value(text if known else json.dumps(text), not known)

    def opener(self, mark: str) -> None:
        self._separate()
        if len(self.open) >= MAX_DEPTH:
            raise ValueError("nested too deep")
        self.out.append(mark)
        self.open.append(mark)
        self.last = "start"

    def closer(self, mark: str) -> None:
        if mark not in ("}" if bracket == "{" else "]" for bracket in self.open):
            return  # closes nothing
        while self._close() != mark:
            pass

    def comma(self) -> None:
        if self.last == "key":
            self.out.append(":null")
            self.last = "value"
        if self.last == "colon":
            self.out.append("null")
            self.last = "value"
        if self.last == "value":
            self.out.append(",")
            self.last = "comma"

    def colon(self) -> None:
        if self.last == "key":
            self.out.append(":")
            self.last = "colon"

    def finish(self) -> str:
        while self.open:
            self._close()
        if self.last == "comma":
            self.out.pop()
        return "[" + "".join(self.out) + "]"

    def _separate(self) -> None:
        """A forgotten comma, or a key without a value."""
        if self.last in ("value", "key"):
            self.comma()

    def _close(self) -> str:
        if self.last in ("key", "colon"):
            self.comma()
        if self.last == "comma":
            self.out.pop()
        mark = "}" if self.open.pop() == "{" else "]"
        self.out.append(mark)
        self.last = "value"
        return mark


def mend(text: str) -> str:
    """JSON out of nearly-JSON: stray and missing commas, comments, bare words, inner quotes, a cut end."""
    mender = _Mender()
    for token in islice(_TOKEN.finditer(text[:MAX_MENDED]), MAX_TOKENS):
        if token["string"] is not None:
            mender.value(f'"{_mend_string(token["string"])}"', True)
        elif token["literal"] is not None:
            mender.literal(token["literal"])
        elif mark := token["mark"]:
            if mark in "{[":
                mender.opener(mark)
            elif mark in "}]":
                mender.closer(mark)
            elif mark == ",":
                mender.comma()
            else:
                mender.colon()
    return mender.finish()


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
