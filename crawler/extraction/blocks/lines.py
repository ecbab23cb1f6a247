"""Collecting the text of one block-level element, and cutting it at `<br>` into paragraphs.

Two `<br>` in a row always cut. A single one cuts between parts that read as paragraphs (the one before
ends a sentence, one of them is long) and around a part that is all link (a teaser among the text); other
lines, as of poems and addresses, stay together.
"""

import re
from dataclasses import dataclass, field

PARAGRAPH_CHARS = 80  # a line of this length is hardly a line of a poem or an address

# Never printed: soft hyphen, zero-width space, word joiner, direction marks, byte order mark.
# Zero-width (non-)joiners stay: Persian and Indic spelling needs them.
_UNPRINTED = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ENDS_SENTENCE = re.compile(r"""[.!?:…。！？؟۔।॥]["'”’»«“」』)\]]*$""")


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


def paragraphs(lines: list[Run]) -> list[Run]:
    """The lines of an element, cut at its `<br>`, as paragraphs. Their `text` is set here."""
    done: list[Run] = []
    fresh = True  # does the next line open a paragraph?
    for line in lines:
        line.text, line.more = printed(line.pieces), []
        if not line.text:
            fresh = True
            continue
        if fresh or _cut_between(done[-1], line):
            done.append(line)
        else:
            done[-1].join(line)
        fresh = False
    for run in done:
        run.close()
    return done


def _cut_between(before: Run, after: Run) -> bool:
    if _all_link(before) != _all_link(after):
        return True
    last = before.last_line()
    long = max(len(last), len(after.text)) >= PARAGRAPH_CHARS  # a question before its answer is short
    return long and bool(_ENDS_SENTENCE.search(last[-8:]))


def _all_link(run: Run) -> bool:
    return run.link_chars >= 0.9 * (len(run.text) + sum(map(len, run.more[-50:])))
