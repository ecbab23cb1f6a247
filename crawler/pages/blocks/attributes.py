"""What an element's own attributes say: its names, and whether it is shown. Style sheets are not read."""

import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from crawler.pages.blocks.families import MAX_NAMES, NAMED, families, template_name

MAX_KNOWN = 20_000  # names remembered; on the pages of a site the same few hundred stand again and again
MAX_KEPT = 1_000  # characters of names that are remembered

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
_HIDING = frozenset(("style", "hidden", "aria-hidden"))
_CONTENT = ("h1", "article", "main")
_PARAGRAPHS = 3  # an element with as many holds text, not a label or a message

# Is an element shown? BEHIND: if it holds content, for then it lies behind an open dialog, and is the page.
SHOWN, HIDDEN, BEHIND = range(3)

# Families (bits of roles.FAMILIES), the template's name for the element, and whether it is shown.
Said = tuple[int, str, int]
NOTHING: Final[Said] = (0, "", SHOWN)

# What names say, those of a class attribute or all of an element. No lru_cache: to keep its order it writes
# to cold memory at each hit, and takes twice as long.
_known: dict[str, Said] = {}


def read(attributes: Sequence[tuple[str, str]]) -> Said:
    """What these attributes say."""
    own, names, said, shown = "", "", NOTHING, SHOWN
    for key, value in attributes:
        if key == "class":
            own, said = value, _known.get(value) or _learn(value)
            shown = shown or said[2]
        elif key in _HIDING:
            shown = shown or _shown(key, value)
            continue
        elif key not in NAMED:
            continue
        names = f"{names} {value}" if names else value
    if names is not own:
        said = _known.get(names) or _learn(names)
    return said if shown == said[2] else (said[0], said[1], shown)


def _learn(names: str) -> Said:
    cut = names[:MAX_NAMES]
    said = families(cut), template_name(cut), HIDDEN if _HIDING_NAMES.search(names) else SHOWN
    if len(names) <= MAX_KEPT:
        if len(_known) >= MAX_KNOWN:
            _known.clear()
        _known[names] = said
    return said


def _shown(key: str, value: str) -> int:
    """What one of _HIDING says."""
    if key == "style":
        return HIDDEN if _NOT_SHOWN.search(value) else SHOWN
    if key == "hidden":
        return HIDDEN if value.lower() != "until-found" else SHOWN
    return BEHIND if value.lower() == "true" else SHOWN


def holds_content(element: HtmlElement) -> bool:
    """Whether there is more in the element than one expects of a control, a label or an icon.

    A `<button>` that was never closed holds the whole page; scripts show what is sent hidden.
    """
    if element.tag in ("html", "body"):
        return True
    found = enumerate(element.iter("p", *_CONTENT), start=1)
    return any(inside.tag != "p" or count == _PARAGRAPHS for count, inside in found)
