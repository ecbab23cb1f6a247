"""JSON-LD scripts → their nodes, flattened; of broken JSON, what can be read.

A script is decoded by the standard library; what it refuses goes through `mend`, one pass over the tokens
that makes values of what they seem to mean. Nothing recurses: json's own recursion guard is caught, and nodes
are walked with a stack.
"""

import html
import json
import re
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

Node = dict[str, Any]  # whatever a page writes into its JSON

MAX_CHARS = 2_000_000  # of one script; real live tickers reach 600,000. More is cut and mended
MAX_SCRIPTS = 60  # real pages have up to some 20
MAX_MENDED = 500_000  # characters that are mended, and
MAX_TOKENS = 200_000  # tokens of them: what comes after is as good as cut off
MAX_NODES = 3_000  # nodes kept of one page; long live tickers have some 1,000
MAX_STEPS = 50_000  # values looked at while flattening
MAX_TYPE = 200  # characters of a type's name
MAX_DEPTH = 60  # brackets open at once in what is mended; real ones stay under 15

# Keys under which other articles than the page's own are listed.
_ELSEWHERE = frozenset(
    (
        *("itemListElement", "hasPart", "relatedLink", "citation", "isPartOf", "liveBlogUpdate", "comment"),
        *("isBasedOn", "mentions", "about", "blogPost", "blogPosts", "significantLink", "review"),
        *("publisher", "author"),
    )
)
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
# Escapes in a row, for surrogates come in pairs, or JavaScript's quote. Any other backslash is one.
_ESCAPES = re.compile(r"""(?:\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt]))+|\\'""")
_TEXTS = ("@value", "name", "basic", "rendered", "url", "@id")  # keys of an object that stands for a text
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "None": None}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?\Z")
_NAMESPACE = re.compile(r"[/#:]")


class Found(NamedTuple):
    """A node, whether other articles than the page's own are told of where it stands, and its types."""

    node: Node
    aside: bool
    types: frozenset[str]


def decode_script(text: str) -> Any:
    """The value of one JSON-LD script, which may be any; of a broken one, a list of what can be read."""
    text = text[:MAX_CHARS].strip()
    if _ESCAPED.match(text):
        text = html.unescape(text)
    if "\\u" in text:  # most scripts have none, and are long
        text = _CONTROL.sub(" ", _SURROGATE.sub(r"\\ufffd", text))
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        return mend(text)


def mend(text: str) -> list[Any]:
    """The lists and objects of nearly-JSON: stray and missing commas, comments, bare words, inner quotes, a
    cut end, what else stands in the script."""
    found: list[Any] = []
    opened: list[Any] = [found]  # lists and objects, outermost first
    name, colon = "", False  # of the property that the innermost object gets next
    for token in islice(_TOKEN.finditer(text[:MAX_MENDED]), MAX_TOKENS):
        mark, holder = token["mark"], opened[-1]
        if mark == ":":
            colon = isinstance(holder, dict)
        elif mark and mark in ",}]":
            name, colon = "", False
            if mark != ",":
                _close(opened, dict if mark == "}" else list)
        elif not token["comment"]:
            value = _value(token)
            if isinstance(holder, list):
                holder.append(value)
            elif colon or not isinstance(value, str):
                holder[name] = value
                name, colon = "", False
            else:
                holder[value] = None  # should none follow
                name = value
            if mark:
                opened.append(value)
            if len(opened) > MAX_DEPTH:
                break
    return [value for value in found if isinstance(value, dict | list)]


def _value(token: re.Match[str]) -> Any:
    """What an opening bracket, a string or a bare word stands for: any value of JSON."""
    if mark := token["mark"]:
        return {} if mark == "{" else []
    if (string := token["string"]) is not None:
        return _ESCAPES.sub(lambda run: "'" if run[0] == r"\'" else json.loads(f'"{run[0]}"'), string)
    word = token["literal"]
    return json.loads(word) if _NUMBER.match(word) else _WORDS.get(word, word)


def _close(opened: list[Any], sort: type) -> None:
    """Close the innermost list or object, and what is open inside it; a bracket that closes none is stray."""
    for depth in range(len(opened) - 1, 0, -1):
        if isinstance(opened[depth], sort):
            del opened[depth:]
            return


def flatten(values: list[Any]) -> list[Found]:
    """Every node that has an @type, at any depth and in page order, within the limits. `values`: any JSON."""
    found: list[Found] = []
    stack: list[tuple[Any, bool]] = [(values, False)]
    for _ in range(MAX_STEPS):
        if not stack or len(found) >= MAX_NODES:
            break
        value, aside = stack.pop()
        if isinstance(value, list):
            for item in reversed(value):
                if isinstance(item, dict | list):
                    stack.append((item, aside))
        else:
            if "@type" in value:
                found.append(Found(value, aside, types(value)))
            for key, item in reversed(value.items()):
                if isinstance(item, dict | list):
                    stack.append((item, aside or key in _ELSEWHERE))
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


def texts(value: object) -> list[str]:
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
            stack.append(next(filter(None, map(item.get, _TEXTS)), None))
    return [text for text in found if text.strip()]
