"""The text of one block-level element, cut at its `<br>` into paragraphs.

Two `<br>` in a row always cut. A single one cuts unless the text reads on: running text that was wrapped by
hand stays together, and so do the lines of a heading. The lines of a list, a poem, an address or below a
letter are lines of their own, and so is a part that is all link (a teaser among the text).
"""

import re
from textwrap import dedent

from crawler.pages.blocks.block import Block
from crawler.text import END_CHARS, LINE_END, UNSPACED

PARAGRAPH_CHARS = 80  # a line of this length is hardly one of several in a heading
WRAPPED_CHARS = 60  # text that was wrapped by hand has lines of at least this length
ALL_LINK = 0.9  # of the characters: hardly anything stands beside the link
LOOK_AT_LINES = 50  # of a paragraph, enough to know whether it is all link
WRAPPED_ROW = 40  # characters that a row of such text has on the average
SIGN_EVERY = 100  # characters of prose hold one sign of code at the most

_PARTS = re.compile(r"\n\s*\n|\n(?=[ \u3000])")
_EMPTY = re.compile(r"^[ \u3000]*$", re.MULTILINE)
_WIDE = re.compile(f"[{UNSPACED}]")
_JOINT = re.compile(f"(?<=[{UNSPACED}，、。])\n(?=[{UNSPACED}])")
_SIGNS = re.compile(r"[{}=<>_\[\]\\|#;]|\(\)")
_ENDS_AMID = (",", "،", "、", "，", "-", "–", "—", "/", "(", "&")
_LIST_MARK = re.compile(r"[-–—•*·▪►‣■●○✓✔]|\(?\w{1,3}[.):]\s")


def paragraphs(lines: list[Block], *, whole: bool) -> list[Block]:
    """The lines of an element, cut at its `<br>`, as paragraphs, the `text` of each put together.

    `whole` for an element that is one line by its nature: only its sentences are cut apart.
    """
    done: list[tuple[Block, list[str]]] = []  # the first line of each, and all lines' texts
    fresh = True  # does the next line open a paragraph?
    for line in lines:
        if not line.text:
            fresh = True
            continue
        if fresh or _cut_between(*done[-1], line, whole=whole):
            done.append((line, [line.text]))
        else:
            paragraph, parts = done[-1]
            parts.append(line.text)
            paragraph.links += line.links
            paragraph.link_chars += line.link_chars
            paragraph.bold_chars += line.bold_chars
            paragraph.italic_chars += line.italic_chars
            paragraph.families &= line.families
            paragraph.breaks += 1
        fresh = False
    for paragraph, parts in done:
        paragraph.text = " ".join(parts)
    return [paragraph for paragraph, _ in done]


def _cut_between(before: Block, parts: list[str], after: Block, *, whole: bool) -> bool:
    """Whether a line begins a paragraph of its own, after one that has these lines so far."""
    text, last = after.text, parts[-1]
    all_link = before.link_chars >= ALL_LINK * sum(map(len, parts[-LOOK_AT_LINES:]))
    if all_link != (after.link_chars >= ALL_LINK * len(text)):
        return True
    if _bold(before) and not _bold(after) and not whole and not text[0].islower():
        return True  # a heading above its text
    if LINE_END.search(last[-END_CHARS:]):
        # A question before its answer is short.
        return not whole or max(len(last), len(text)) >= PARAGRAPH_CHARS
    # Does a line that ends no sentence go on in the next one?
    reads_on = text[0].islower() or last.endswith(_ENDS_AMID)
    return not whole and not reads_on and (len(last) < WRAPPED_CHARS or bool(_LIST_MARK.match(text)))


def unwrapped(text: str) -> list[str]:
    """The paragraphs of running text that was wrapped by hand, or set on one line each; none of other text.

    An empty line or an indented one begins a paragraph. Verses are short; code is full of signs.
    """
    text = dedent(text)
    rows = text.count("\n") + 1 - len(_EMPTY.findall(text))
    parts = [" ".join(_JOINT.sub("", part).split()) for part in _PARTS.split(text) if part.strip()]
    prose = [part for part in parts if LINE_END.search(part[-END_CHARS:])]
    wide = sum(map(len, parts)) + len(_WIDE.findall(text)) >= WRAPPED_ROW * rows
    signs = len(_SIGNS.findall(text))
    return parts if wide and 2 * len(prose) >= len(parts) and signs * SIGN_EVERY <= len(text) else []


def _bold(line: Block) -> bool:
    return line.bold_chars >= ALL_LINK * len(line.text)
