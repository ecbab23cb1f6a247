"""Collecting the text of one block-level element, and cutting it at `<br>` into paragraphs.

Two `<br>` in a row always cut. A single one cuts unless the text reads on: running text that was wrapped by
hand stays together, and so do the lines of a heading and of a table's row. The lines of a list, a poem, an
address or below a letter are lines of their own, and so is a part that is all link (a teaser among the text).
"""

import re
from dataclasses import dataclass, field

from crawler.text import END_CHARS, INVISIBLE, LINE_END

PARAGRAPH_CHARS = 80  # a line of this length is hardly one of several in a heading
WRAPPED_CHARS = 60  # text that was wrapped by hand has lines of at least this length

_ENDS_AMID = (",", "،", "、", "，", "-", "–", "—", "/", "(", "&")
_LIST_MARK = re.compile(r"[-–—•*·▪►‣■●○✓✔]|\(?\w{1,3}[.):]\s")


@dataclass(slots=True)
class Run:
    """A stretch of text between two cuts, and how much of it stood in which inline elements."""

    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    link_chars: int = 0
    bold_chars: int = 0
    italic_chars: int = 0
    families: int = -1  # bits common to all pieces
    breaks: int = 0
    text: str = ""  # of this line; in the end, of all lines together
    more: list[str] = field(init=False)  # the lines joined to it

    def join(self, other: "Run") -> None:
        """Take up the next line of the same paragraph."""
        self.more.append(other.text)
        self.links += other.links
        self.link_chars += other.link_chars
        self.bold_chars += other.bold_chars
        self.italic_chars += other.italic_chars
        self.families &= other.families
        self.breaks += other.breaks + 1


def preformatted(pieces: list[str]) -> str:
    """The text of a <pre>: its lines are kept."""
    lines = INVISIBLE.sub("", "".join(pieces)).replace("\t", "    ").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def paragraphs(lines: list[Run], *, whole: bool = False) -> list[Run]:
    """The lines of an element, cut at its `<br>`, as paragraphs, the `text` of each put together.

    `whole` for an element that is one line by its nature: only its sentences are cut apart.
    """
    done: list[Run] = []
    fresh = True  # does the next line open a paragraph?
    for line in lines:
        line.more = []
        if not line.text:
            fresh = True
            continue
        if fresh or _cut_between(done[-1], line, whole=whole):
            done.append(line)
        else:
            done[-1].join(line)
        fresh = False
    for run in done:
        if run.more:
            run.text = " ".join([run.text, *run.more])
    return done


def _cut_between(before: Run, after: Run, *, whole: bool) -> bool:
    if _all_link(before) != _all_link(after):
        return True
    last = before.more[-1] if before.more else before.text
    if LINE_END.search(last[-END_CHARS:]):
        # A question before its answer is short.
        return not whole or max(len(last), len(after.text)) >= PARAGRAPH_CHARS
    return not whole and not _reads_on(last, after.text)


def _reads_on(line: str, after: str) -> bool:
    """Whether a line that ends no sentence goes on in the next one."""
    if after[0].islower() or line.endswith(_ENDS_AMID):
        return True
    return len(line) >= WRAPPED_CHARS and not _LIST_MARK.match(after)


def _all_link(run: Run) -> bool:
    return run.link_chars >= 0.9 * (len(run.text) + sum(map(len, run.more[-50:])))
