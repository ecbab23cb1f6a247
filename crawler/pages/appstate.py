"""Text in a page's application state: the JSON that scripts build the page from.

`__NEXT_DATA__` and other `<script type="application/json">`, assignments (`window.__STATE__ = {…}`, Fusion,
Nuxt), what is pushed to lists, attributes that hold JSON, and the rows that React streams are decoded. Their
strings are grouped by the place of the list or object that they stand in, so that one article's paragraphs
are one group and each teaser is another; what React streams is put together as the page that it makes.
"""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.pages.blocks.families import BIT, families
from crawler.pages.jsonld import MAX_MENDED, mend, texts
from crawler.pages.richtext import Rows, is_data, is_element, line_of, name_of, row_of

MAX_SCRIPT = 6_000_000  # characters; larger states are whole shops
MIN_SCRIPT = 20  # Next.js pushes row heads alone
MIN_ATTRIBUTE = 300  # characters of an attribute that holds a state
MAX_ADDED = 20  # objects that one script adds to lists
MAX_VALUES = 200_000  # JSON values looked at on one page
MAX_DEPTH = 60  # keys and places that lead to a value
MAX_TITLE = 300  # characters of a title beside a text
CACHE_DEPTH = 4  # keys that lead to Apollo's cache
MAX_CACHES = 1_000  # objects among which it is looked for
MIN_STRING = 60  # characters of a string that may be a paragraph, where nothing says that it stands in a text
# `window.__STATE__ = {…`, `… = JSON.parse(…`, `… = function(a, b) { return {…`; the sign comes first, as that
# is found a hundred times as fast as a name.
_ASSIGNED = re.compile(
    r"""=\s*+(?:\(?\s*+function\s*+\([\w$,\s]{0,20000}+\)\s*+\{\s*+return\s*+)?"""
    r"""(?=[{\[]|"\{\\|JSON\.parse\()"""
)
_ADDED = re.compile(r"[\w$)\]]\.push\(\s*+(?=\{)")  # to a queue that a script empties
_NAME_END = re.compile(r"[\w.$\[\]\"']{2}\s*$")
_PUSHED = re.compile(r"__next_f\.push\(\s*(\[.*\])\s*\)\s*(?:;\s*)?$", re.DOTALL)
_QUOTED = re.compile(
    r"""JSON\.parse\(\s*(?:decodeURIComponent\(\s*)?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL
)
_ROW = re.compile(rb"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
_REACTIVE = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
_ANGULAR = re.compile("&([aqslg]);")
_SIGNS = {"a": "&", "q": '"', "s": "'", "l": "<", "g": ">"}
_LONG = re.compile(r'"(?:[^"\\]|\\.){200,}"')  # a string that makes a script worth mending
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|([A-Za-z_$][\w$]*)')
_DECODER = json.JSONDecoder(strict=False)

# Keys under which a part of a text has its text, so that parts of several kinds are one text.
_FLOWS = frozenset(
    (
        *("text", "content", "children", "items", "value", "html", "data", "model", "blocks", "paragraphs"),
        *("elements", "nodes", "contents", "fields", "listItems", "rendered", "processed"),
    )
)
_POINTER = re.compile(r"interstitial|link.?list|related|read.?(?:more|also)|recirc", re.IGNORECASE)
_ADDRESSES = ("url", "href", "link", "permalink", "uri", "canonical_url", "canonicalUrl")
_TITLES = ("title", "headline", "headlines", "heading", "name")
_OWN = ("slug", *_ADDRESSES, "publishedAt")
# Keys of what stands beside a text, besides those that name furniture in markup too.
_BESIDE = re.compile(
    r"alt|desc(?:ription)?|summary|excerpt|teaser|dek|lead|standfirst|bio(?:graphy)?|config\w*|settings"
    r"|i18n|locales?|translations?|messages?|labels?|dictionary|exif|iptc|metadata|meta|seo|ads?|polic\w+",
    re.IGNORECASE,
)
_FURNITURE = BIT["caption"] | BIT["related"] | BIT["comment"] | BIT["author"] | BIT["consent"] | BIT["share"]

Path = tuple[str, ...]


class Told(NamedTuple):
    """A text of a state, as HTML or a line a paragraph; `titles` are those of the objects that hold it."""

    parts: list[str]
    titles: frozenset[str] = frozenset()
    page: bool = False  # whether it is HTML of a whole page or a part of it, with whatever stands there


def state_texts(root: HtmlElement) -> list[Told]:
    """Groups of strings that stand together, in their order; each may be plain text or HTML."""
    values, rows = _values(root)
    state = _State(rows, _referred(values))
    state.take_list([*values, *rows.values()], (), 0)
    found = [
        Told(parts, state.titles_at(place))
        for place, parts in state.groups.items()
        if not any(map(_is_beside, place))
    ]
    return found + [Told([page], page=True) for page in Rows(rows).pages()]


def state_links(root: HtmlElement) -> list[tuple[str, str]]:
    """The addresses that stand beside a title in one object, each with its title, in their order."""
    values, rows = _values(root)
    found: dict[str, str] = {}
    open_values: list[object] = [*values, *rows.values()][::-1]
    seen: set[int] = set()  # what Nuxt writes once may stand in many places, and in itself
    for _ in range(MAX_VALUES):
        if not open_values:
            break
        value = open_values.pop()
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        inner = list(value.values()) if isinstance(value, dict) else value
        open_values += inner[::-1]
        title = next(_titles_of(value), "") if isinstance(value, dict) else ""
        targets = (value.get(key) for key in _ADDRESSES) if isinstance(value, dict) and title else ()
        found.update((each, title) for each in targets if isinstance(each, str) and each not in found)
    return list(found.items())


def _titles_of(node: dict[str, object]) -> Iterator[str]:
    return (text for key in _TITLES if key in node for text in texts(node[key]))


def _is_beside(key: str) -> bool:
    return not key.startswith("#") and bool(_BESIDE.fullmatch(key) or families(key) & _FURNITURE)


class _State:
    """The strings of values, grouped, and the titles of objects.

    A group's place is that of the innermost list, with the keys below it: paragraphs are entries of one list.
    In the flow of a text, everything is of its group.
    """

    def __init__(self, rows: dict[str, object], named: dict[str, object]) -> None:
        self.rows = rows
        self.named = named  # what references of a list lead to
        self.groups: dict[Path, list[str]] = {}
        self.titles: dict[Path, set[str]] = {}
        self.left = MAX_VALUES

    def titles_at(self, place: Path) -> frozenset[str]:
        """The titles of all objects that hold a place."""
        around = (place[:end] for end in range(len(place) + 1))
        return frozenset().union(*(self.titles.get(each, ()) for each in around))

    def take(self, value: object, group: Path, depth: int, *, flow: bool) -> None:
        """Group the strings of a value, which so many keys lead to."""
        self.left -= 1
        if self.left < 0 or (depth > MAX_DEPTH and not isinstance(value, str)):
            return
        if isinstance(value, str) and value.startswith('{"') and depth <= MAX_DEPTH:  # an answer kept whole
            self.take(_decode(value), group, depth + 1, flow=False)
        elif isinstance(value, str):
            self.take_string(row_of(value, self.rows) or value, group, flow=flow)
        elif isinstance(value, dict):
            if line := line_of(value):
                self.take_string(line, group, flow=flow)
            else:
                self.take_object(value, group, depth, flow=flow)
        elif isinstance(value, list):
            if is_element(value):
                self.take(value[3], (*group, "props"), depth + 1, flow=False)
            else:
                self.take_list(value, group, depth, flow=flow)

    def take_string(self, text: str, group: Path, *, flow: bool) -> None:
        # East Asian text has no spaces, and may begin with a tag.
        spaced = len(text) >= MIN_STRING and (" " in text[:400] or max(text[:MIN_STRING]) > "\u2e80")
        if (flow or spaced) and not is_data(text):
            parts = self.groups.setdefault(group, [])
            if not parts or text not in parts[-1]:  # some give a paragraph whole and in pieces
                parts.append(text)

    def take_object(self, node: dict[str, object], group: Path, depth: int, *, flow: bool) -> None:
        said = (text for text in _titles_of(node) if len(text) <= MAX_TITLE)
        self.titles.setdefault(group, set()).update(said)
        for key, value in node.items():
            section = key in ("title", "heading") and not name_of(node)
            if flow and (key in _FLOWS or section):
                self.take(value, group, depth + 1, flow=True)
            else:
                self.take(value, (*group, key), depth + 1, flow=False)

    def take_list(self, entries: list[object], group: Path, depth: int, *, flow: bool = False) -> None:
        inner = group if flow else (*group, "#")
        for place, given in enumerate(entries):
            entry = self.named.get(_reference(given), given) if self.named else given
            if entry is not given and _is_own(entry):
                continue  # another article
            if _is_own(entry) or not depth:
                self.take(entry, (*group, f"#{place}"), depth + 1, flow=False)
            else:
                self.take(entry, inner, depth + 1, flow=True)


def _referred(values: list[object]) -> dict[str, object]:
    """The objects of Apollo's caches by their names, to which other objects refer: {"__ref": "Text:1"}."""
    found: dict[str, object] = {}
    inner = [value for value in values if isinstance(value, dict)]
    for _ in range(CACHE_DEPTH):
        for value in inner:
            found.update(value if "ROOT_QUERY" in value else {})
        inner = [each for value in inner for each in value.values() if isinstance(each, dict)][:MAX_CACHES]
    return found


def _reference(entry: object) -> str:
    """The name that an entry of a list refers to; nothing for other entries."""
    name = entry.get("__ref") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def _is_own(entry: object) -> bool:
    """Whether an entry of a list is a thing of its own: an article among others, with title and address, or
    a pointer to one, between the paragraphs."""
    if not isinstance(entry, dict):
        return False
    titled = any(key in entry for key in ("title", "headline", "headlines", "slug"))
    return (titled and any(key in entry for key in _OWN)) or bool(_POINTER.search(name_of(entry)))


def _values(root: HtmlElement) -> tuple[list[object], dict[str, object]]:
    """The decoded states of all scripts; what Next.js pushes in pieces is put together first."""
    found: list[object] = []
    pushed: list[str] = []
    for script in root.iter("script"):
        text, sort = script.text or "", script.get("type") or ""
        if not MIN_SCRIPT <= len(text) <= MAX_SCRIPT or "ld+json" in sort:
            continue
        if "json" in sort:
            found.append(_hydrated(_decode(_unescaped(text) if text.startswith("{&") else text)))
        elif match := _PUSHED.match(text, max(text.find("__next_f.push("), 0)):
            pieces = _decode(match[1])
            pushed += [part for part in pieces if isinstance(part, str)] if isinstance(pieces, list) else ()
        else:
            found += _assigned(text)
            found += _added(text) if ".push(" in text else ()
    for given in root.xpath(f"//@*[string-length() >= {MIN_ATTRIBUTE}]"):
        if given.lstrip()[:1] in ("{", "["):
            found.append(_decode(given))
    return found, _rows("".join(pushed)[:MAX_SCRIPT])


def _unescaped(text: str) -> str:
    """JSON that stands in a script as if it were text; Angular has names of its own for the five signs."""
    if text.startswith("{&q;"):
        return _ANGULAR.sub(lambda found: _SIGNS[found[1]], text)
    return html.unescape(text)


def _assigned(text: str) -> Iterator[object]:
    """The values that a script assigns; of JavaScript that is no JSON, what can be read."""
    at = 0
    while match := _ASSIGNED.search(text, at):
        at = match.end()
        if not _NAME_END.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        if quoted := _QUOTED.match(text, at):
            at = quoted.end()
            yield _decode(_unquoted(quoted[0], quoted[1]))
            continue
        try:
            value, at = _DECODER.raw_decode(text, at)
            yield value
        except (ValueError, RecursionError):
            if _LONG.search(text, at):
                yield mend(_TOKENS.sub(_as_json, text[at : at + MAX_MENDED]))
            return


def _added(text: str) -> Iterator[object]:
    """The objects that a script adds to lists: `window.data.push({…})`."""
    return (_decode(text[match.end() :]) for match in islice(_ADDED.finditer(text), MAX_ADDED))


def _as_json(token: re.Match[str]) -> str:
    """A name of JavaScript, of a key or of a variable, as a string."""
    return f'"{token[1]}"' if token[1] and token[1] not in ("true", "false", "null") else token[0]


def _unquoted(call: str, string: str) -> str:
    inner = string[1:-1]
    if string[0] == "'":
        inner = inner.replace(r"\'", "'").replace('"', r"\"").replace(r"\\\"", r"\\\"")
    decoded = _decode(f'"{inner}"')
    text = decoded if isinstance(decoded, str) else ""
    return unquote(text) if "decodeURIComponent" in call else text


def _decode(text: str) -> object:
    try:
        value: object = _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None
    return value


def _hydrated(value: object) -> object:
    """The value that a flat list stands for, where numbers are places in it, as Nuxt writes its state."""
    if not isinstance(value, list) or not value or not _is_flat(value[0]):
        return value
    made: list[object] = []
    for each in value:
        made.append({} if isinstance(each, dict) else [] if isinstance(each, list) else each)
    for flat, filled in zip(value, made, strict=True):
        if isinstance(flat, dict) and isinstance(filled, dict):
            filled.update((key, _at(made, place)) for key, place in flat.items())
        elif isinstance(flat, list) and isinstance(filled, list):
            filled += [_at(made, place) for place in flat if isinstance(place, int)]
    return made[0]


def _is_flat(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(type(place) is int for place in value.values())
    return isinstance(value, list) and value[:1] != [] and value[0] in _REACTIVE


def _at(made: list[object], place: object) -> object:
    return made[place] if type(place) is int and 0 <= place < len(made) else None


def _rows(text: str) -> dict[str, object]:
    """Next.js streams rows: "id:JSON" to the end of the line, or "id:Tlength,text", the length in bytes."""
    found: dict[str, object] = {}
    data = text.encode("utf-8", "replace")
    at = 0
    while at < len(data):
        match = _ROW.match(data, at)
        start = match.end() if match else at
        if match and match[2]:
            end = start + int(match[2], 16)
            found[match[1].decode()], at = data[start:end].decode("utf-8", "replace"), end
            continue
        end = data.find(b"\n", start)
        end = end if end >= 0 else len(data)
        if match:
            found[match[1].decode()] = _decode(data[start:end].decode("utf-8", "replace"))
        at = end + 1
    return found
