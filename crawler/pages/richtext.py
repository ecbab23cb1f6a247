"""Trees of text in JSON → HTML: what React streams to a page, and what editors of content systems write.

React's element is a list, `["$", "p", key, {"children": …}]`; a string `"$L5"` or `"$5"` stands for row 5.
Editors write a paragraph as an object with the pieces of its line in a list: ProseMirror, Slate, Lexical,
Portable Text, Contentful each with names of its own. It is known by its pieces: they run on into one another.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

MAX_DEPTH = 150  # elements inside one another; a page's layout has some 40
MAX_PIECES = 50_000  # of one tree: rows may stand for one another again and again
MAX_LINE = 20_000  # characters of a line that is put together

_ROW = re.compile(r"\$[L@]?([0-9a-f]{1,6})")
_DATA = re.compile(r"\s*$|\s*[\[{]\s*[\"{\[]|\$\w{0,20}$")
_TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
_UNSEEN = frozenset(("script", "style", "template", "svg", "link", "meta", "head", "noscript", "iframe"))
_NAMED = ("type", "nodeType", "_type", "tag", "tagName", "name", "kind", "blockType", "style")
_PIECES = ("children", "content", "nodes", "spans", "runs", "inlines", "items", "listItems")
_TEXT = ("text", "value", "content", "insert", "html")
_INLINE = re.compile(
    r"link|hyperlink|a|anchor|em|i|italic|strong|b|bold|u|underline|mention|mark|code|span|sup|sub|entity.*",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"para|^p$|^h[1-6]$|head|title|quote|list|^[uo]l$|^li$|item|image|picture|video|embed|section|divider",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"^(?:\s|[,;:.)!?»”’،؛。，、]|[a-zà-ÿ])")
_KINDS = (("head", "h2"), ("title", "h2"), ("quote", "blockquote"), ("item", "li"))


def is_element(value: object) -> bool:
    """Whether a value is an element as React streams it."""
    return isinstance(value, list) and len(value) >= 4 and value[0] == "$" and isinstance(value[1], str)


def row_of(value: object, rows: Mapping[str, object]) -> str | None:
    """The text that a string stands for, if it is the name of a row."""
    row = _ROW.fullmatch(value) if isinstance(value, str) else None
    text = rows.get(row[1]) if row else None
    return text if isinstance(text, str) else None


def is_data(text: str) -> bool:
    """Whether a string is empty, JSON once more, or one of React's signs."""
    return _DATA.match(text) is not None


class Rows:
    """The rows that React streamed, by their names; those that no other stands for are pages of their own."""

    def __init__(self, rows: Mapping[str, object]) -> None:
        self.rows = rows
        self.budget = MAX_PIECES
        self.open: set[str] = set()

    def pages(self) -> list[str]:
        """The HTML of the rows that are elements; the longest holds what the others hold."""
        found = []
        for name, row in self.rows.items():
            if is_element(row) or (isinstance(row, list) and any(map(is_element, row))):
                self.budget, self.open = MAX_PIECES, {name}
                found.append(self.html(row))
        return found

    def html(self, value: object, depth: int = 0) -> str:
        """What an element, a list of them or a string prints."""
        self.budget -= 1
        if self.budget < 0 or depth > MAX_DEPTH:
            return ""
        if isinstance(value, str):
            return self._string(value, depth)
        if is_element(value):
            assert isinstance(value, list)
            return self._element(value[1], value[3], depth)
        if isinstance(value, list):
            return "".join(self.html(each, depth + 1) for each in value)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

    def _string(self, text: str, depth: int) -> str:
        row = _ROW.fullmatch(text)
        if row is None:
            return (
                ""
                if text.strip() and is_data(text)
                else escape(text.replace("$$", "$", 1) if text.startswith("$$") else text)
            )
        if row[1] not in self.rows or row[1] in self.open:
            return ""
        self.open.add(row[1])
        found = self.html(self.rows[row[1]], depth + 1)
        self.open.discard(row[1])
        return found

    def _element(self, tag: str, props: object, depth: int) -> str:
        if not isinstance(props, dict) or tag in _UNSEEN:
            return ""
        inner = self.html(props.get("children"), depth + 1)
        markup = props.get("dangerouslySetInnerHTML")
        if isinstance(markup, dict) and isinstance(raw := markup.get("__html"), str):
            row = _ROW.fullmatch(raw)
            said = self.rows.get(row[1]) if row else raw
            inner += said if isinstance(said, str) else ""
        if not _TAG.fullmatch(tag):  # a component
            return inner
        names = {"class": props.get("className"), "id": props.get("id"), "href": props.get("href")}
        told = "".join(f' {name}="{escape(text)}"' for name, text in names.items() if isinstance(text, str))
        return f"<{tag}{told}>{inner}</{tag}>"


def name_of(node: Mapping[str, object]) -> str:
    """What an editor calls a node: "paragraph", "heading"; empty where it says nothing."""
    return next((name for key in _NAMED if isinstance(name := node.get(key), str) and len(name) < 40), "")


def line_of(node: object) -> str | None:
    """The HTML of a paragraph, a heading or an item that an editor cut into pieces; else None."""
    if not isinstance(node, dict) or (pieces := _pieces(node)) is None or _address(node):
        return None
    texts = list(map(_inline, pieces))
    if not all(isinstance(text, str) for text in texts):
        return None
    line = "".join(filter(None, texts))
    if not line.strip() or len(line) > MAX_LINE or not (_is_line(node, pieces, line)):
        return None
    tag = next((tag for word, tag in _KINDS if word in name_of(node).lower()), "p")
    return f"<{tag}>{line}</{tag}>"


def _pieces(node: Mapping[str, object]) -> Sequence[object] | None:
    return next((value for key in _PIECES if isinstance(value := node.get(key), list) and value), None)


def _address(node: Mapping[str, object]) -> bool:
    return any(isinstance(node.get(key), str) for key in ("headline", "slug"))


def _inline(piece: object, depth: int = 0) -> str | None:
    """The text of a piece of a line; None where it is no such piece."""
    if isinstance(piece, str):
        return piece if "<" in piece else escape(piece)
    if not isinstance(piece, dict) or depth > 5 or _BLOCK.search(name_of(piece)):
        return None
    if (inner := _pieces(piece)) is not None:
        texts = [_inline(each, depth + 1) for each in inner]
        return "".join(map(str, texts)) if all(isinstance(text, str) for text in texts) else None
    text = next((text for key in _TEXT if isinstance(text := piece.get(key), str)), None)
    if text is None:
        return " " if "break" in name_of(piece).lower() else None
    return escape(text) if "<" not in text else text


def _is_line(node: Mapping[str, object], pieces: Sequence[object], line: str) -> bool:
    """Whether the pieces make one line: something says so, or they run on into one another."""
    name = name_of(node)
    if "list" in name.lower() and "item" not in name.lower():
        return False
    named = bool(re.search(r"para|^p$|^h[1-6]$|head|item|^li$|block", name, re.IGNORECASE))
    if len(pieces) == 1:
        return named or isinstance(pieces[0], dict)
    if any(isinstance(piece, dict) and _INLINE.fullmatch(name_of(piece)) for piece in pieces):
        return True
    texts = [_inline(piece) or "" for piece in pieces]
    return any(one[-1:].isspace() or _RUNS_ON.match(other) for one, other in pairwise(texts))
