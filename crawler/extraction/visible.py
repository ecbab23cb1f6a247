"""Is this element shown? By its attributes alone: style sheets are not read."""

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml.html import HtmlElement

_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Names that hide an element from sight but not from screen readers.
_HIDING_NAMES = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-?reader(?:-(?:text|only))?|show-for-sr|a11y-?hidden|u-hidden-visually"
    r"|element-invisible|assistive-text|is-hidden|hide-visually|accessibly-hidden|offscreen)(?:\s|$)",
    re.IGNORECASE,
)
_CONTENT = ("h1", "article", "main")  # an aria-hidden element with one of these lies behind a dialog


def is_hidden(element: HtmlElement, attributes: Sequence[tuple[str, str]]) -> bool:
    """True where the markup itself says that a reader does not see the element."""
    for key, value in attributes:
        if key == "class":
            if _hides(value):
                return True
        elif key == "style":
            if _NOT_SHOWN.search(value):
                return True
        elif key == "hidden":
            return value.lower() != "until-found"
        elif key == "aria-hidden" and value.lower() == "true" and not _holds_content(element):
            return True
    return element.tag == "dialog" and element.get("open") is None


def _holds_content(element: HtmlElement) -> bool:
    return (
        element.tag in ("html", "body", "main", "article") or next(element.iter(*_CONTENT), None) is not None
    )


@lru_cache(maxsize=4096)
def _hides(names: str) -> bool:
    return _HIDING_NAMES.search(names) is not None
