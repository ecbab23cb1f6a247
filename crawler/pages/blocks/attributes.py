"""What an element's own attributes say: its names, and whether it is shown. Style sheets are not read."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from lxml.html import HtmlElement

from crawler.pages.blocks.families import HINT, families

MAX_NAMES = 300  # characters of names looked at: utility-class soup runs to thousands
MAX_KEPT = 1_000  # characters of names in which one that hides is looked for

# Attributes that name an element; sites with made-up classes have names for their own tests.
NAMING: Final = frozenset(
    (
        *("class", "id", "itemprop", "role", "data-testid", "data-component", "data-type", "data-qa"),
        *("data-test", "data-test-id", "data-cy", "data-name", "data-element", "data-role"),
    )
)
# Is an element shown? BESIDE: but within a sentence. BEHIND: if it holds content, for then it lies behind an
# open dialog, and is the page.
SHOWN, BESIDE, BEHIND, HIDDEN = range(4)
HIDING: Final = {
    "hidden": (re.compile(r"^(?!until-found$)", re.IGNORECASE), HIDDEN),
    # What a click opens over the page.
    "popover": (re.compile(r"^(?:auto|manual|hint)?$", re.IGNORECASE), HIDDEN),
    "aria-hidden": (re.compile(r"^true$", re.IGNORECASE), BEHIND),
    "style": (
        re.compile(
            r"display\s*:\s*none|visibility\s*:\s*hidden"
            # The ways to leave a text to screen readers: cut to a pixel, or far outside of the page.
            r"|clip\s*:\s*rect\(\s*[01](?:px)?\b|clip-path\s*:\s*inset\((?:50|100)%|left\s*:\s*-\d{4,}px",
            re.IGNORECASE,
        ),
        HIDDEN,
    ),
}
# Classes that hide an element from sight but not from screen readers; or set it over the line.
_HIDING_NAME = re.compile(
    r"(?!not-)(?:[\w-]*[-_])?"
    r"(?:visually-?hidden|hidden-?visually|sr-?only|screen-?reader(?:-?(?:text|only))?)(?:[-_]\w(?:-?\w)*)?"
    r"|show-for-sr|a11y-?hidden|element-invisible|assistive-text|is-hidden|hide-visually|accessibly-hidden"
    r"|offscreen|(?:ui-helper-)?hidden-accessible"
    r"|furigana|ruby-?(?:text|rt)|yomi(?:gana)?|rubi",  # the reading over a word, where it is no <rt>
    re.IGNORECASE,
)
# Classes of what is printed beside or over a text, but stands within its sentence.
_BESIDE_NAME = re.compile(
    r"(?:[\w-]*[-_])?(?:(?:side|margin)-?note|margin-toggle"
    r"|(?:tool-?tip|tippy|popover|gloss(?:ary)?|foot-?note)[-_]*"
    r"(?:content|text|body|inner|pop(?:up|over)?|bubble|description|definition)"
    r"|foot-?note[-_]*(?:mark(?:er)?|ref|number|num)|note-?ref)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")

# Families (bits of FAMILIES), the template's name for the element (without digits), and whether it is shown.
Said = tuple[int, str, int]
NOTHING: Final[Said] = (0, "", SHOWN)


@cache  # on the pages of a site the same few hundred stand again and again; `segment` empties it
def said_by(names: str) -> Said:
    """What names say, those of a class attribute or all of an element."""
    cut = names[:MAX_NAMES]
    bits = families(cut)
    shown = SHOWN
    if bits & HINT or len(names) > MAX_NAMES:
        shown = max(map(_shown, names.split()), default=SHOWN)
    return bits & ~HINT, _DIGITS.sub("", cut), shown


def _shown(name: str) -> int:
    if _HIDING_NAME.fullmatch(name):
        return HIDDEN
    return BESIDE if _BESIDE_NAME.fullmatch(name) else SHOWN


def names_of(element: HtmlElement) -> str:
    """Everything that the page calls an element, joined by spaces; empty for most."""
    names = ""
    for key, value in element.items():
        if key in NAMING:
            names = f"{names} {value}" if names else value
    return names[:MAX_NAMES]


def read(given: Sequence[tuple[str, str]]) -> tuple[int, str, int]:
    """What the attributes of an element say; of several that hide it, the first counts."""
    own, names, said, shown = "", "", NOTHING, SHOWN
    for key, value in given:
        if key in NAMING:
            names = f"{names} {value}" if names else value
            if key == "class":
                own, said = value, said_by(value[:MAX_KEPT])
                shown = shown or said[2]
            elif value == "tooltip":
                shown = HIDDEN
            elif value == "definition":
                shown = shown or BESIDE
        elif key in HIDING and shown < BEHIND:
            pattern, hidden = HIDING[key]
            shown = hidden if pattern.search(value) else shown
    if names is not own:
        said = said_by(names[:MAX_KEPT])
    return said if shown == said[2] else (*said[:2], shown)
