"""What each HTML element is to segmentation: one role a tag, and the kind of block that its text makes."""

from typing import Final

from crawler.items import BlockKind

# Up to BREAK the tag alone decides; of the later ones also what the element holds or says.
(
    PLAIN,  # inline, and nothing more
    BOX,  # block-level: its start and its end cut the text
    NAMED,  # inline, but sites use it for lines of their own, too
    LINK,
    BOLD,
    ITALIC,
    CITED,  # italic, and never a line of its own
    SKIPPED,  # no text of the page
    BREAK,
    RULE,
    PICTURE,
    PICTURE_BOX,
    PICTURE_SKIPPED,
    CONTROL,  # skipped unless it holds content: left open by mistake, it holds the rest of the page
    PICTURE_CONTROL,
    DIALOG,  # a box, hidden unless it says that it is open
    UNKNOWN,
) = range(17)

_TAGS: Final = {
    BOX: """
        html body address article aside blockquote caption center dd details dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre search section
        summary table tbody td tfoot th thead tr ul
        """,
    NAMED: "span small time label",
    LINK: "a",
    BOLD: "b strong",
    ITALIC: "i em",
    CITED: "cite",
    SKIPPED: """
        head script style noscript template option optgroup textarea input applet canvas map
        datalist progress meter frame frameset noframes amp-ad amp-analytics amp-consent amp-sidebar amp-embed
        """,
    BREAK: "br",
    RULE: "hr",
    PICTURE: "img embed",
    PICTURE_BOX: "amp-img amp-video amp-iframe",
    PICTURE_SKIPPED: "iframe video audio",
    CONTROL: "button select svg",
    PICTURE_CONTROL: "object",
    DIALOG: "dialog",
}
ROLES: Final = {tag: role for role, tags in _TAGS.items() for tag in tags.split()}
# What pictures are besides.
PICTURES: Final = {PICTURE: PLAIN, PICTURE_BOX: BOX, PICTURE_SKIPPED: SKIPPED, PICTURE_CONTROL: CONTROL}
LISTS: Final = frozenset(("ul", "ol", "menu", "dir", "dl"))
CELLS: Final = frozenset(("td", "th"))
# What these elements hold is of this kind, whatever stands around them; a heading's with its level.
Kind = tuple[BlockKind, int | None]
PARAGRAPH: Final[Kind] = ("paragraph", None)
EMBED: Final[Kind] = ("embed", None)  # a post of a social network, as its own script would show it
KINDS: Final[dict[str, Kind]] = {
    **{f"h{level}": ("heading", level) for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), ("item", None)),
    **dict.fromkeys(("article", "main", "body", "table"), PARAGRAPH),
    "blockquote": ("quote", None),
    "pre": ("preformatted", None),
}
# In these, beside running text, an inline element that is named so is a line of its own.
HOLDS_LINES: Final = frozenset(
    ("div", "section", "article", "body", "main", "aside", "header", "footer", "figure", "td")
)


def role_of_unknown(tag: object) -> int:
    """An element that a site made up is block-level, as most of them are; others are inline."""
    if not isinstance(tag, str):
        return SKIPPED  # a comment
    return BOX if "-" in tag else PLAIN
