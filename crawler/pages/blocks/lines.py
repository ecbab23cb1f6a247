"""Collecting the text of one block-level element, and cutting it at `<br>` into paragraphs.

Two `<br>` in a row always cut. A single one cuts unless the text reads on: running text that was wrapped by
hand stays together, and so do the lines of a heading and of a table's row. The lines of a list, a poem, an
address or below a letter are lines of their own, and so is a part that is all link (a teaser among the text).
"""

import re
from dataclasses import dataclass, field

PARAGRAPH_CHARS = 80  # a line of this length is hardly one of several in a heading
WRAPPED_CHARS = 60  # text that was wrapped by hand has lines of at least this length

# Never printed: soft hyphen, zero-width space, word joiner, direction marks, byte order mark.
# Zero-width (non-)joiners stay: Persian and Indic spelling needs them.
_UNPRINTED = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ENDS_SENTENCE = re.compile(r"""[.!?:…。！？؟۔।॥]["'”’»«“」』)\]]*$""")
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
    text: str = ""  # of this line; see close()
    more: list[str] = field(init=False)  # the lines joined to it

    def reset(self) -> None:
        """Begin anew, after a block was made of this; a new object for each block would cost more."""
        self.pieces.clear()
        self.links = []
        self.link_chars = self.bold_chars = self.italic_chars = self.breaks = 0
        self.families = -1

    def join(self, other: "Run") -> None:
        """Take up the next line of the same paragraph."""
        self.more.append(other.text)
        self.links += other.links
        self.link_chars += other.link_chars
        self.bold_chars += other.bold_chars
        self.italic_chars += other.italic_chars
        self.families &= other.families
        self.breaks += other.breaks + 1

    def last_line(self) -> str:
        return self.more[-1] if self.more else self.text

    def close(self) -> None:
        """Set `text` to all lines together."""
        if self.more:
            self.text = " ".join([self.text, *self.more])


def printed(pieces: list[str]) -> str:
    """The text as a reader sees it: white space folded, nothing invisible."""
    text = " ".join("".join(pieces).split())
    return text if text.isascii() else " ".join(_UNPRINTED.sub("", text).split())


def preformatted(pieces: list[str]) -> str:
    """The text of a <pre>: its lines are kept."""
    lines = _UNPRINTED.sub("", "".join(pieces)).replace("\t", "    ").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def paragraphs(lines: list[Run], *, whole: bool = False) -> list[Run]:
    """The lines of an element, cut at its `<br>`, as paragraphs; their `text` is set here.

    `whole` for an element that is one line by its nature: only its sentences are cut apart.
    """
    done: list[Run] = []
    fresh = True  # does the next line open a paragraph?
    for line in lines:
        line.text, line.more = printed(line.pieces), []
        if not line.text:
            fresh = True
            continue
        if fresh or _cut_between(done[-1], line, whole=whole):
            done.append(line)
        else:
            done[-1].join(line)
        fresh = False
    for run in done:
        run.close()
    return done


def _cut_between(before: Run, after: Run, *, whole: bool) -> bool:
    if _all_link(before) != _all_link(after):
        return True
    last = before.last_line()
    if _ENDS_SENTENCE.search(last[-8:]):
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
