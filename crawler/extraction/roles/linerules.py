"""Rules on single lines among the body: by-lines, notes and credits, pointers elsewhere, what has its own
field.

A news body goes without requests to the reader ("Got a tip? …"), pointers that repeat, and, below the text,
the credits and the author's description. Of any body, what is a field of its own is taken out by its text.
"""

import re
from collections.abc import Sequence

from crawler.extraction.reading.keys import key
from crawler.extraction.roles.furniture import said
from crawler.extraction.roles.labelled import Labelled, Roles
from crawler.languages.lookup import opener, opens_credit, plain
from crawler.languages.phrases import senses
from crawler.pages.blocks.block import Block
from crawler.text import END_CHARS, LINE_END, fold, word_count, words

MAX_NOTE = 350  # characters; a longer block is text, whatever it says
MAX_ADDRESS_LINE = 160  # characters of a line at the foot that is there for the e-mail address in it
SENTENCE = 160  # characters of a line that is one sentence, and one request
POINTERS = 3  # linked lines with the same opening make it a pointer's
MAX_CREDIT = 120  # characters of a photo's credit or a source
FOOT = 4  # blocks at the body's end where credits and notes on the author stand
HEAD, TAIL = 5, 2  # blocks at its begin and end where by-lines stand
EMPHASISED = 0.9  # of the characters in bold or italics: set apart from the text
WHOLE = 0.95  # of the characters of a line that is one link
HEADLINE_WORDS = 4  # of another article's headline among the text
LINKED = 0.4  # of the characters of a pointer elsewhere
MAX_OPENER = 60  # characters of what opens a pointer: "Read this too | "
MAX_BYLINE = 160  # characters of a by-line or date line
LINE_WORDS = 14  # beside names and numbers, in such a line: a role, a place, the time that reading takes
DATE_WORDS = 2  # beside numbers, in a line that is only a date: month and weekday
MAX_FIELD = 500  # characters; a longer block is never a title or caption

_POINTING = frozenset(("read_more", "related", "most_read", "newsletter", "comments"))
_LINES = frozenset(("paragraph", "item", "heading"))  # kinds that a by-line may be
_YEAR = re.compile(r"(?:19|20|14)\d\d")
_DIGITS = re.compile(r"\d")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w\w")
_RIGHTS = re.compile(r"\W{0,2}(?:[©ⓒ]|\(c\)\s)", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:>|▶|►|➡|👉|☞)")
_ADDRESSED = re.compile(r"\w+://")  # a list of sources
_QUESTION = re.compile(r"[?？؟;]\W*$")  # also Arabic's and Greek's
_BRACKETS = (("[", "]"), ("(", ")"), ("【", "】"))
_QUOTES = re.compile("^[\"“”„«»‘'「『]")


def references(page: Labelled) -> Roles:
    """Lines that only point elsewhere: "Read also: …", "Related articles", "Comments (3)"."""
    found: Roles = {}
    for place in page.kept:
        if (family := said(page.blocks[place])) in _POINTING:
            found[place] = family
    return found


def bylines(page: Labelled) -> Roles:
    """Lines at the body's edges that only name its authors, or its date."""
    names = [set(words(author)) for author in page.apart.authors]
    left = list(page.kept)
    for edge in (slice(HEAD), slice(-TAIL, None)):  # what goes may lay bare another
        while found := [place for place in left[edge] if _is_byline(page.blocks[place], names)]:
            left = [place for place in left if place not in found]
    return dict.fromkeys(set(page.kept).difference(left), "byline")


def _is_byline(block: Block, names: Sequence[set[str]]) -> bool:
    """Whether a line's words are the authors' names, a date, and little else."""
    if len(block.text) > MAX_BYLINE or block.kind not in _LINES or LINE_END.search(block.text[-END_CHARS:]):
        return False
    line = words(block.text)
    naming = set[str]().union(*(name for name in names if name.issubset(line)))
    others = [word for word in line if word not in naming]
    numbers = sum(_DIGITS.search(word) is not None for word in others)
    if block.kind == "heading":  # "By Ann Lee", but no heading about her; a date alone is one in diaries
        return bool(naming) and len(others) - numbers <= 1
    if not naming:
        return numbers > 1 and len(others) - numbers <= DATE_WORDS and any(map(_YEAR.fullmatch, line))
    # A role, a place, a label may stand beside name and date; little beside a bare name.
    return len(others) - numbers <= (LINE_WORDS if numbers > 1 else len(naming))


def bold_lead(page: Labelled) -> Roles:
    """The deck, where it is a bold line above the element of the body: portals print the article's content
    there, and the first paragraph says it again in other words. A standfirst that opens the text stays."""
    if not page.apart.deck or len(page.kept) < 3 or fold(page.texts[page.kept[0]]) != fold(page.apart.deck):
        return {}
    lead, *text = map(page.blocks.__getitem__, page.kept)
    bold = lead.bold_chars >= EMPHASISED * len(lead.text)
    apart = sum(block.holder is lead.holder for block in text) <= len(text) // 4
    return {lead.index: "deck"} if bold and apart else {}


def notes(page: Labelled) -> Roles:
    """Below the text the credits; of news also the author's description, the requests to the reader and the
    pointers elsewhere. None where little else would be left."""
    names = [re.escape(fold(author)) for author in page.apart.authors if page.news and " " in author]
    about = re.compile(rf"(?:{'|'.join(names)})(?:, | \w)") if names else None  # a colon: who speaks
    pointers = _pointers([page.blocks[place] for place in page.kept if page.news])
    foot = page.kept[1:][-FOOT:]
    found = []
    for place in page.kept:
        closes = place in foot and _is_closing(page.texts[place], about)
        asks = page.news and _appeals(page.blocks[place], at_foot=place in foot)
        if closes or asks or place in pointers:
            found.append(place)
    return dict.fromkeys(found, "note") if 2 * len(found) < len(page.kept) else {}


def _pointers(blocks: Sequence[Block]) -> set[int]:
    """Places of linked lines that open with the same words: "Read this too | …", in any language."""
    openings: dict[str, set[int]] = {}
    for block in blocks:
        linked = block.link_chars >= LINKED * len(block.text) and len(block.text) <= MAX_NOTE
        opening = opener(block.text, MAX_OPENER) if linked and not _ADDRESSED.match(block.text) else None
        openings.setdefault(plain(opening or ""), set()).add(block.index)
    openings.pop("", None)
    return set().union(*(places for places in openings.values() if len(places) >= POINTERS))


def _appeals(block: Block, *, at_foot: bool) -> bool:
    text = block.text
    if len(text) > MAX_NOTE or _QUOTES.match(text):
        return False
    address = "@" in text and _ADDRESS.search(text) is not None
    if (address and at_foot and len(text) <= MAX_ADDRESS_LINE) or (block.links and _ARROW.match(text)):
        return True
    # Another article's headline: a line that is one link, in capitals or in brackets.
    headed = text.isupper() or (text[0], text[-1]) in _BRACKETS
    if headed and block.link_chars >= WHOLE * (len(text) - 2) and word_count(text) >= HEADLINE_WORDS:
        return True
    # A paragraph may end in one: "… (Watch the video below.)"
    enough = 1 if len(text) <= SENTENCE else 2
    return (address or _is_set_apart(block)) and senses(text)["appeal"] >= enough


def _is_set_apart(block: Block) -> bool:
    if block.links or block.text.endswith((":", "：")):
        return True
    emphasis = max(block.bold_chars, block.italic_chars) >= EMPHASISED * len(block.text)
    return emphasis and not _QUESTION.search(block.text)  # an interview's questions are bold too


def _is_closing(text: str, about: re.Pattern[str] | None) -> bool:
    """A line on who else worked on the text, on rights or sources, or on the author, who is named first."""
    if _RIGHTS.match(text) or (len(text) <= MAX_NOTE and senses(text)["closing"] > 0):
        return True
    if len(text) <= MAX_CREDIT and opens_credit(text):
        return True
    return about is not None and len(text) <= 2 * MAX_NOTE and about.match(fold(text)) is not None


def fields(page: Labelled) -> Roles:
    """Lines that are the title, the kicker, a caption or a credit, wherever they stand."""
    apart = page.apart
    roles = {key(text): "caption" for text in (*apart.captions, apart.kicker or "") if len(text) <= MAX_FIELD}
    roles |= {key(apart.title or ""): "title", "": ""}
    found: Roles = {}
    for place in page.kept:
        if (role := roles.get(page.keys[place])) and len(page.texts[place]) <= MAX_FIELD:
            found[place] = role
    return found
