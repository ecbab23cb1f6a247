"""Is this element shown? By its attributes alone: style sheets are not read."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

_NOT_SHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    # The ways to leave a text to screen readers: cut to a pixel, or far outside of the page.
    r"|clip\s*:\s*rect\(\s*[01](?:px)?\b|clip-path\s*:\s*inset\((?:50|100)%|left\s*:\s*-\d{4,}px",
    re.IGNORECASE,
)
# Names that hide an element from sight but not from screen readers.
_HIDING_NAMES = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-?reader(?:-(?:text|only))?|show-for-sr|a11y-?hidden|u-hidden-visually"
    r"|element-invisible|assistive-text|is-hidden|hide-visually|accessibly-hidden|offscreen)(?:\s|$)",
    re.IGNORECASE,
)
_CONTENT = ("h1", "article", "main")
_PARAGRAPHS = 3  # an element with as many holds text, not a label or a message


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
            if value.lower() != "until-found":
                return True
        elif key == "aria-hidden" and value.lower() == "true":
            return not holds_content(element)  # else it lies behind an open dialog, and is the page
    return False


def holds_content(element: HtmlElement) -> bool:
    """Whether there is more in the element than one expects of a control, a label or an icon.

    A `<button>` that was never closed holds the whole page; scripts show what is sent hidden.
    """
    if element.tag in ("html", "body", *_CONTENT) or next(element.iter(*_CONTENT), None) is not None:
        return True
    return next(islice(element.iter("p"), _PARAGRAPHS - 1, None), None) is not None


@lru_cache(maxsize=4096)
def _hides(names: str) -> bool:
    return _HIDING_NAMES.search(names) is not None
