"""The text of one block-level element, cut at its `<br>` into paragraphs.

Two `<br>` in a row always cut. A single one cuts unless the text reads on: running text that was wrapped by
hand stays together, and so do the lines of a heading. The lines of a list, a poem, an address or below a
letter are lines of their own, and so is a part that is all link (a teaser among the text).
"""

import re

from crawler.pages.blocks.block import Block
from crawler.text import END_CHARS, INVISIBLE, LINE_END

PARAGRAPH_CHARS = 80  # a line of this length is hardly one of several in a heading
WRAPPED_CHARS = 60  # text that was wrapped by hand has lines of at least this length
LOOK_AT_LINES = 50  # of a paragraph, enough to know whether it is all link

_ENDS_AMID = (",", "،", "、", "，", "-", "–", "—", "/", "(", "&")
_LIST_MARK = re.compile(r"[-–—•*·▪►‣■●○✓✔]|\(?\w{1,3}[.):]\s")


def one_line(pieces: list[str]) -> str:
    """The text as a reader sees it: white space folded, nothing invisible."""
    text = " ".join("".join(pieces).split())
    return text if text.isascii() else " ".join(INVISIBLE.sub("", text).split())


def preformatted(pieces: list[str]) -> str:
    """The text of a <pre>: its lines are kept."""
    lines = INVISIBLE.sub("", "".join(pieces)).replace("\t", "    ").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def paragraphs(lines: list[Block], *, whole: bool) -> list[Block]:
    """The lines of an element, cut at its `<br>`, as paragraphs, the `text` of each put together.

    `whole` for an element that is one line by its nature: only its sentences are cut apart.
    """
    done: list[Block] = []
    fresh = True  # does the next line open a paragraph?
    for line in lines:
        line.pieces = [one_line(line.pieces)]  # of a paragraph, its lines
        if not line.pieces[0]:
            fresh = True
            continue
        if fresh or _cut_between(done[-1], line, whole=whole):
            done.append(line)
        else:
            _join(done[-1], line)
        fresh = False
    for line in done:
        line.text = " ".join(line.pieces)
    return done


def _join(paragraph: Block, line: Block) -> None:
    """Take up the next line of the same paragraph."""
    paragraph.pieces += line.pieces
    paragraph.links += line.links
    paragraph.link_chars += line.link_chars
    paragraph.bold_chars += line.bold_chars
    paragraph.italic_chars += line.italic_chars
    paragraph.families &= line.families
    paragraph.breaks += 1


def _cut_between(before: Block, after: Block, *, whole: bool) -> bool:
    if _all_link(before) != _all_link(after):
        return True
    last, text = before.pieces[-1], after.pieces[0]
    if LINE_END.search(last[-END_CHARS:]):
        # A question before its answer is short.
        return not whole or max(len(last), len(text)) >= PARAGRAPH_CHARS
    # Does a line that ends no sentence go on in the next one?
    reads_on = text[0].islower() or last.endswith(_ENDS_AMID)
    return not whole and not reads_on and (len(last) < WRAPPED_CHARS or bool(_LIST_MARK.match(text)))


def _all_link(line: Block) -> bool:
    return line.link_chars >= 0.9 * sum(map(len, line.pieces[-LOOK_AT_LINES:]))
