"""Rules on lines: by-lines, notes and credits, pointers elsewhere, what has its own field, what is no text.

A news body goes without requests to the reader ("Got a tip? …"), pointers that repeat, and, below the text,
the credits and the author's description. Of any body, what is a field of its own is taken out by its text.
"""

import re
from collections.abc import Sequence
from functools import cache

from crawler.extraction.reading.agencies import closing_agencies, credited_agencies, own_credits
from crawler.extraction.reading.keys import key
from crawler.extraction.roles.captions import ends_in_credit, split_credit
from crawler.extraction.roles.labelled import BODY, Labelled, Roles
from crawler.extraction.roles.region import said
from crawler.languages import every
from crawler.languages.counters import is_passing
from crawler.languages.credits import agencies_in
from crawler.languages.lookup import furniture_family, line_key, opener, opens_credit, plain
from crawler.languages.phrases import opens_request, senses
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT
from crawler.text import END_CHARS, LINE_END, fold, word_count, words

MAX_NOTE = 350  # characters; a longer block is text, whatever it says
SENTENCE = 160  # characters of a line that is one sentence: a request, an e-mail address, a by-line
POINTERS = 3  # linked lines with the same opening make it a pointer's
MAX_CREDIT = 120  # characters of a photo's credit or a source
FOOT = 4  # blocks at the body's end where credits and notes on the author stand
EDGES = slice(5), slice(-2, None)  # of its blocks: where by-lines stand
EMPHASISED = 0.9  # of the characters in bold or italics: set apart from the text
REQUEST_WORDS = 14  # of a line that begins as a request does, though nothing sets it apart
WHOLE = 0.95  # of the characters of a line that is one link
HEADLINE_WORDS = 4  # of another article's headline among the text
LINKED = 0.4  # of the characters of a pointer elsewhere
MAX_OPENER = 60  # characters of what opens a pointer: "Read this too | "
LINE_WORDS = 14  # beside names and numbers, in such a line: a role, a place, the time that reading takes
DATE_WORDS = 2  # beside numbers, in a line that is only a date: month and weekday
MAX_FIELD = 500  # characters; a longer block is never a title or caption

_POINTING = frozenset(("read_more", "related", "most_read", "newsletter", "comments"))
_LINES = frozenset(("paragraph", "item", "heading"))  # kinds that a by-line may be
_YEAR = re.compile(r"(?:19|20|14)\d\d")
_DIGITS = re.compile(r"\d")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w\w")
_RIGHTS = re.compile(r"\W{0,2}(?:[©ⓒ]|\(c\)\s|copyright (?:[©ⓒ]|\(c\)|\d))", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:>|▶|►|➡|👉|☞)")
_ADDRESSED = re.compile(r"\w+://")  # a list of sources
_QUESTION = re.compile(r"[?？؟;][^\w?？؟;]*$")  # also Arabic's and Greek's
_BRACKETS = (("[", "]"), ("(", ")"), ("【", "】"))
_QUOTES = re.compile("^[\"“”„«»‘'「『]")

CLOSING_LINES = 3  # from the end, that can be credits alone
TAIL = 30  # paragraphs: a list of most-read headlines is shorter
MAX_HEADLINE = 140  # characters: what follows "Most read" is headlines; longer is text
MAX_CUT = 0.5  # of the words: more than half is no furniture at the end, whatever its heading says
MIN_LEAD = 30  # characters of a lead that the next paragraph begins with
# A line of these families at the end opens a list: what follows it is furniture too.
_OPENS_LIST = ("most_read", "related", "tags")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")  # what a template would have put in
_WORD = re.compile(r"[^\W_]")  # "___" is a rule, as agencies set it


def references(page: Labelled) -> Roles:
    """Lines that only point elsewhere: "Read also: …", "Related articles", "Comments (3)"; the linked lines
    under one, and those above the title."""
    found: Roles = {}
    title = page.keys.index(headed) if (headed := key(page.apart.title or "")) in page.keys else 0
    opened = ""
    for place in page.kept:
        block = page.blocks[place]
        linked = block.link_chars >= WHOLE * len(block.text)
        family = said(block)
        if family in _POINTING or (linked and (opened or place < title)):
            found[place] = opened = family if family in _POINTING else opened or "menu"
        else:
            opened = ""
    return found


def bylines(page: Labelled) -> Roles:
    """Lines at the body's edges that only name its authors, or its date."""
    names = [set(words(author)) for author in page.apart.authors]
    left = list(page.kept)
    for edge in EDGES:  # what goes may lay bare another
        while found := [place for place in left[edge] if _is_byline(page.blocks[place], names)]:
            left = [place for place in left if place not in found]
    return dict.fromkeys(set(page.kept).difference(left), "byline")


def _is_byline(block: Block, names: Sequence[set[str]]) -> bool:
    """Whether a line's words are the authors' names, a date, and little else."""
    if len(block.text) > SENTENCE or block.kind not in _LINES or LINE_END.search(block.text[-END_CHARS:]):
        return False
    line = words(block.text)
    naming = set[str]().union(*(name for name in names if name.issubset(line)))
    others = [word for word in line if word not in naming]
    numbers = sum(_DIGITS.search(word) is not None for word in others)
    if block.kind == "heading":  # "By Ann Lee", but no heading about her; a date alone is one in diaries
        return bool(naming) and len(others) - numbers <= 1
    if not naming:
        dates = len([word for word in line if _YEAR.fullmatch(word)])
        labels = len([word for word in others if word in _label_words()])
        return numbers > 1 and dates > 0 and len(others) - numbers - labels <= DATE_WORDS * dates
    # A role, a place, a label may stand beside name and date; little beside a bare name.
    return len(others) - numbers <= (LINE_WORDS if numbers > 1 else len(naming))


@cache
def _label_words() -> frozenset[str]:
    """The words of what stands before dates, in all languages: "Published", "mis à jour le"."""
    phrases = (phrase for language in every() for phrase in (*language.published, *language.updated))
    return frozenset(word for phrase in phrases for word in words(phrase))


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
    """A request to the reader, or a pointer elsewhere."""
    text = block.text
    if len(text) > MAX_NOTE or _QUOTES.match(text):
        return False
    if senses(text[:SENTENCE])["notice"]:  # a longer line may be text that one was glued to
        return True
    if len(text) <= SENTENCE and word_count(text) <= REQUEST_WORDS and opens_request(text):
        return True
    address = "@" in text and _ADDRESS.search(text) is not None
    if (address and at_foot and len(text) <= SENTENCE) or (block.links and _ARROW.match(text)):
        return True
    # A paragraph may end in one: "… (Watch the video below.)"
    enough = 1 if len(text) <= SENTENCE else 2
    asks = (address or _is_set_apart(block)) and senses(text)["appeal"] >= enough
    return asks or _is_headline(block) or _is_bracketed(text)


def _is_headline(block: Block) -> bool:
    """Another article's: a line that is one link, in capitals or in brackets."""
    text = block.text
    headed = text.isupper() or (text[0], text[-1]) in _BRACKETS
    return headed and block.link_chars >= WHOLE * (len(text) - 2) and word_count(text) >= HEADLINE_WORDS


def _is_bracketed(text: str) -> bool:
    """Whether a whole line stands in square brackets: a note of the editors, another article's headline."""
    inner = text[1:-1]
    inside = (text[0], text[-1]) in _BRACKETS[::2] and not any(sign in inner for sign in "[]【】")
    return inside and len(text) <= SENTENCE and word_count(text) >= HEADLINE_WORDS


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


def printed_captions(page: Labelled) -> Roles:
    """Short lines right below a picture that nothing calls captions: in italics in the picture's paragraph,
    in a box named after pictures, or ending in a credit."""
    found: Roles = {}
    for place in page.kept if page.news else ():  # a guide shows what it says
        block = page.blocks[place]
        if (
            block.pictures
            and len(block.text) <= SENTENCE
            and block.kind == "paragraph"
            and _is_caption(block)
        ):
            found[place] = "caption"
    return found


def _is_caption(block: Block) -> bool:
    inside = next(block.element.iter("img", "picture"), None) is not None
    italic = block.italic_chars >= EMPHASISED * len(block.text)
    named = any(box.families & BIT["media"] for box in block.boxes[:2])
    unended = not LINE_END.search(block.text[-END_CHARS:])
    return (inside and italic) or (named and unended) or (unended and bool(split_credit(block.text)[1]))


def fields(page: Labelled) -> Roles:
    """Lines that are the title, the kicker, a caption or a credit, wherever they stand; those of a slide show
    are known by the credits that they end in."""
    apart = page.apart
    roles = {key(text): "caption" for text in (*apart.captions, apart.kicker or "") if len(text) <= MAX_FIELD}
    roles |= {key(apart.title or ""): "title", "": ""}
    found: Roles = {}
    for place in page.kept:
        text = page.texts[place]
        role = roles.get(page.keys[place]) if len(text) <= MAX_FIELD else None
        if role or ends_in_credit(text):
            found[place] = role or "caption"
    return found


# Rules on lines alone, for blocks of a page as for any list of paragraphs.


def wordless(page: Labelled) -> Roles:
    """Lines that are signs alone, or say only "3 hours ago", "12 comments": those would make a revision at
    every look."""
    found: Roles = {}
    for place in page.kept:
        if not _WORD.search(_TEMPLATE.sub("", page.texts[place])):
            found[place] = "rule"
        elif is_passing(page.texts[place]):
            found[place] = "counters"
    return found


def furniture(page: Labelled) -> Roles:
    """At the end, a list of headlines under "Most read" or "Related", and lines that are furniture before
    it."""
    opened, headed = len(page.kept), ""
    for at in range(len(page.kept) - 1, max(0, len(page.kept) - TAIL - 1), -1):
        line = page.texts[page.kept[at]]
        family = furniture_family(line)
        if family in _OPENS_LIST:
            opened, headed = at, family
        elif family is None and (len(line) > MAX_HEADLINE or LINE_END.search(line)):
            break
    counts = [word_count(page.texts[place]) for place in page.kept] if headed else []
    if sum(counts[opened:]) > MAX_CUT * sum(counts):
        opened = len(page.kept)
    found = dict.fromkeys(page.kept[opened:], headed)
    for place in reversed(page.kept[1:opened]):
        if (family := furniture_family(page.texts[place])) is None:
            break
        found[place] = family
    return found


def agencies(page: Labelled) -> Roles:
    """Closing lines that only credit agencies: "(رويترز)", "Quelle: dpa"."""
    found: Roles = {}
    for place in reversed(page.kept[1:][-CLOSING_LINES:]):
        text = page.texts[place]
        if not closing_agencies(text) and line_key(text) not in page.apart.agency:
            break
        found[place] = "agency"
    return found


def repeated(page: Labelled) -> Roles:
    """At the begin, lines that only repeat the title or the kicker, or that the next paragraph begins with.

    Not the subtitle: a standfirst that opens the text is part of it. Nor what is printed twice: of that the
    rule on copies knows more.
    """
    printed = list(map(fold, filter(None, (page.apart.title, page.apart.kicker))))
    found: Roles = {}
    for place, after in zip(page.kept, page.kept[1:], strict=False):
        lead, paragraph = fold(page.texts[place]), fold(page.texts[after])
        if furniture_family(page.texts[place]) == "label":
            found[place] = "label"
            continue
        stem = lead.rstrip(". ")  # a lead cut short ends in dots; folding writes the one sign "…" as three
        begins = len(stem) >= MIN_LEAD and paragraph.startswith(stem) and paragraph != lead
        if lead not in printed and not begins:
            break
        found[place] = "repeated"
    return found


def credited(page: Labelled) -> list[str]:
    """The agencies that the text credits, its closing lines and the notes below it."""
    lines = list(zip(page.texts, page.roles, strict=True))
    body, own = [text for text, role in lines if role == BODY], page.apart.agency
    found = credited_agencies(body)
    closing = [text for text, role in lines if role == "agency"]
    if own and any(own_credits(text, own) for text in (*body[:2], *closing)):
        found += list(own.values())[:1]
    for text, role in lines:
        if role == "agency":
            found += closing_agencies(text)
    for text, role in lines:
        if role == "note":
            found += agencies_in(text)
    return found
