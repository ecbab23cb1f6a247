"""By-lines as printed: lines near the title, after the text, and where nobody is found there, anywhere.

`RULES` are the ways in which sites write that a line names the author: an element that the site calls
author, links to authors' pages, a line that begins like "By" or "كتب" or follows one that says only that, a
name on or beside a line with a date. Each line is first given its marks; then the rules are tried in their
order, and the first that finds names makes a claim of them. Its trust is the rule's, less where the line
stands far off or among other articles.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import filterfalse, pairwise, zip_longest
from operator import attrgetter, itemgetter
from typing import Literal, NamedTuple

from crawler.extraction.claims.authorsaid import SHOWN
from crawler.extraction.claims.claim import PRINTED, Claim
from crawler.extraction.reading import east
from crawler.extraction.reading.agencies import LABEL, dateline_agencies, own_agency, sourced_agencies
from crawler.extraction.reading.names import Names, clean_names, is_company, looks_written, undated
from crawler.extraction.roles.bylinemarks import (
    DATELINE,
    FULL_NAME,
    JOINT,
    MAX_LINE,
    MAY_BE_GLUED,
    PLACED,
    SEGMENTS,
    WIRE,
    YEAR,
    is_author_page,
    parted,
    parts_of,
    says_byline,
    spaced,
)
from crawler.extraction.roles.nearby import Spots, Surroundings
from crawler.languages.credits import is_only_agencies, may_credit
from crawler.languages.lookup import line_key, opens_credit
from crawler.languages.namewords import NameWords, key_of, leading, trailing, word_key, words_of
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT
from crawler.text import fold, is_east_asian

OPENING = 60  # characters in which a by-line's words stand
SHORT, SHORT_WORDS = 40, 4  # characters and words of a line that is a name alone
PLACED_WORDS = 8  # of a place and a name
CREDIT_WORDS = 5  # of a line that credits an agency: "Haberler - Anadolu Ajansı", "AFP, MANILA"
LEAST_OWN = 5  # words of a line that can name somebody else's work too
ALL_NAMES = 0.75  # share of a line's characters that the names of a list of authors are
TELLING = 3  # blocks from the text's begin in which its place is told
NOTE = 4  # lines below a name of which one may begin a note on its bearer
NOTE_BEGIN = 120  # characters in which a note on an author tells a role
UP = 3  # elements around a line whose names count for it

# Distances from the title.
NEAR = range(-3, 11)  # at which by-lines stand
UNMARKED = range(-3, 7)  # at which a line may name its author without a word for it
TYPED_AT = range(-1, 6)  # at which "By …" is the article's own
NEXT = range(1, 4)  # at which a line may be a name and nothing else
CLOSE = 3  # within which whatever the site calls a line belongs to the article

# Factors of the place.
FAR, FOREIGN_CLOSE, FOREIGN, AFTER, FOREIGN_AFTER, ANYWHERE = 0.7, 0.9, 0.6, 0.7, 0.55, 0.6
LATE = 0.46  # trust at most of the first of several lines below the begin of the text
FEW = 2  # claims after the text or anywhere; more are those of other articles
OPENED_TRUST = 0.82

_ELEMENTS = frozenset(("byline element", "byline link"))  # places of claims with an element of their own
_WORDED = frozenset(("byline", "byline typed"))  # places of claims of a line's own words
_BARE = frozenset(("paragraph", "item"))  # kinds of blocks that may be a name alone
_IMAGE = frozenset(("figure", "figcaption"))  # what credits an agency there credits the image

# Marks of a line.
OPENED = 1 << 0  # words of a by-line open it
LABELLED = 1 << 1  # the line before only announces a name
CALLED = 1 << 2  # the site calls it a by-line or author, near the title
CALLED_LATER = 1 << 3  # the same after the text or anywhere
TOLD = OPENED | LABELLED | CALLED | CALLED_LATER
TYPED = 1 << 4  # it is opened, near the title, and the site calls it nothing: somebody typed it
LINKED, LINKED_OVER, LINKED_ALONE = 1 << 5, 1 << 6, 1 << 7  # to authors: is told, over the title, or not
DATED = 1 << 8  # it has a date
CREDITS = 1 << 9  # few words, of an agency
BETWEEN = 1 << 10  # joined words, beside a date or right over the text
PLACE = 1 << 11  # a place that the title or the begin of the text has, and a name that they do not have
SURE = 1 << 12  # a name with a date, or beside one
# A name alone next to the title: the page's description begins with it and no other block does; other blocks
# begin with it or hold little more; and a date or a role ("correspondent") is beside it, or one of these
# blocks stands over a note on the bearer.
BEGINS_TEXT, RECURS, RECURS_SURELY = 1 << 13, 1 << 14, 1 << 15
NOTED = 1 << 16  # a name over a note on its bearer
DOUBTED = 1 << 17  # a heading, or anywhere, and not called a by-line: of its words, only full names count

SIGNED = 1 << 18  # a short line at the right margin below the text, as papers set who wrote it
WIRED = 1 << 20  # a place, an agency and a name: "بغداد - واع - ريم الخطيب"
# A bold name, in a script without capitals, right over a text that begins with a place.
OVER_DATELINE = 1 << 21
SOURCED = 1 << 22  # it gives an agency as its source
INSIDE = 1 << 23  # a label stands in it
ENCLOSED = 1 << 19  # a name in brackets, or before its role, below a Japanese or Korean text
# What an element's style, classes or alignment say of such a line.
_SIGNING = re.compile(
    r"text-align\s*:\s*(?:right|end)|\b(?:text|align)-?(?:right|end)\b|^right$", re.IGNORECASE
)

_POINT = re.compile(r"[-–—·•▲△■□▶◆]\s?(?=\S)")
_PARTS = re.compile(r"\s[|/]\s")
_SLASH = re.compile(r"\s?[/|]\s?")
_CLAIM, _TEMPLATE = itemgetter(2), attrgetter("template")
Where = Literal["near", "after", "anywhere"]  # the title, the text
CALLED_AT: Mapping[Where, int] = {"near": CALLED, "after": CALLED_LATER, "anywhere": CALLED_LATER}


class Found(NamedTuple):
    """What a line says, and how far from the title it stands."""

    distance: int
    block: Block
    claim: Claim[Names]


class Line(NamedTuple):
    """A line with its marks. `opening`: the words of a by-line that open it; `own`: its text up to other
    people's work; `linked`: what links to the pages of authors."""

    block: Block
    marks: int
    opening: Sequence[str]
    own: str = ""
    linked: Sequence[str] = ()


@dataclass(frozen=True)
class Bylines:
    """Reads the printed by-lines of one page. `publishers`: what the site calls itself; `descriptions`: the
    page's meta descriptions, often the begin of the text."""

    place: Surroundings
    language: str | None
    publishers: tuple[str, ...]
    words: NameWords  # of that language
    descriptions: tuple[str, ...] = ()
    _called: dict[int, bool] = field(default_factory=dict)  # signature of an element → whether a by-line

    def claims(self) -> list[Claim[Names]]:
        """The claims of lines near the title and after the text."""
        near, late = list[Found](), list[Found]()
        for found in self._read(parted(self.place.around_title()), "near"):
            (late if found.claim.place == "byline" and found.distance > TYPED_AT[-1] else near).append(found)
        if len(late) > 1 and len({found.claim.value.people for found in late}) > 1:
            first = late[0].claim  # "Author: …" in each entry of a list
            late = [late[0]._replace(claim=replace(first, trust=min(first.trust, LATE)))]
        near += late
        after = self._read([*self.place.after_body(), *self._signatures()], "after")
        if after and len({claim.value.people for *_, claim in after if claim.place == "byline"}) >= FEW:
            after = []
        together = self._together(near) if len(near) > 1 else ()
        return [*(map(_CLAIM, near) if near else self._in_text()), *together, *map(_CLAIM, after)]

    def _in_text(self) -> list[Claim[Names]]:
        """The claim of a Korean dateline at the text's begin, or of a Japanese name at its end."""
        blocks, first, last = self.place.blocks, self.place.first, self.place.last
        names = () if first is None or last is None else east.in_text(blocks[first].text, blocks[last].text)
        value = Names(people=names)
        return [Claim("authors", value, "byline typed", OPENED_TRUST, str(value), PRINTED)] if names else []

    def _signatures(self) -> Spots:
        """A line right below text that is set as its author is; a note may follow, or another text. Two or
        more sign letters."""
        if self.place.first is None:
            return []
        known = {block.index for distance, block in self.place.after_body() if distance > 0}
        found = [
            (1, block)
            for text, block in pairwise(self.place.blocks[self.place.first :])
            if text.prose
            and text.container.parent is block.container.parent
            and block.index not in known
            and _is_signature(block)
        ]
        return found if len(found) == 1 else []

    def _together(self, found: list[Found]) -> list[Claim[Names]]:
        """Authors in elements of their own, written by one template, as one claim."""
        alone = [(block.container.signature, claim) for _, block, claim in found if _is_element(claim)]
        same = [claim for signature, claim in alone if signature == alone[0][0]]
        if len(same) < 2:
            return []
        linked = any(claim.place == "byline link" for claim in same)  # may be reviewers too
        texts, place = [claim.text for claim in same], "byline links" if linked else "byline list"
        return self._claim(texts, place, min(claim.trust for claim in same))

    def elsewhere(self) -> list[Claim[Names]]:
        """The claims of marked lines wherever they stand, and of the name over a note on its bearer.

        Neither is sure; each counts only where it finds one or two, not those of a list. (A name alone under
        the text, and one in the copyright line that the address has too, were tried: most were no people.)
        """
        found = list(map(_CLAIM, self._read(tuple(enumerate(self.place.blocks)), "anywhere")))
        for least in (ANYWHERE * OPENED_TRUST, 0.0):
            claims = dict.fromkeys([claim for claim in found if claim.trust >= least])
            if 0 < len({claim.value for claim in claims}) <= FEW:
                return list(claims)
        return []

    def _read(self, spots: Spots, where: Where) -> list[Found]:
        """What the rules find in these lines."""
        found = list[Found]()
        label = edits = False
        for rank, (distance, block) in enumerate(spots):
            labelled, label, edited, edits = label, False, edits, False
            if len(block.text) > MAX_LINE:
                continue
            line = self._line(spots, rank, labelled, where)
            claims, opening = self._tried(line) if line.marks else (), line.opening
            only = not claims and 0 < len(opening) == len(block.text.split())
            # A line with a picture is the photographer's.
            if not (claims or only) or self.place.in_frame(block) or self.place.is_pictured(block):
                continue
            label, edits = only, (edited and labelled) or key_of(opening) in self.words.editors
            share = self._share(block, distance, where)
            for claim in claims if share else ():
                told = "editors" if edits else "authors"
                found.append(Found(distance, block, replace(claim, field=told, trust=claim.trust * share)))
        return found

    def _share(self, block: Block, distance: int, where: Where) -> float:
        """What the place of a line leaves of its trust."""
        if where == "anywhere":
            return 0.0 if self.place.is_comment(block) else ANYWHERE
        foreign = self.place.is_foreign(block)
        if where == "after":
            return FOREIGN_AFTER if foreign else AFTER
        share = 1.0 if distance in NEAR else FAR
        return share * (FOREIGN_CLOSE if abs(distance) <= CLOSE else FOREIGN) if foreign else share

    def _tried(self, line: Line) -> list[Claim[Names]]:
        """The claim of the first rule that finds names in a line; where it is doubted, of full names."""
        for rule in RULES:
            if not line.marks & rule.marks:
                continue
            texts = rule.texts(self, line) if rule.texts else [spaced(line.block.text)]
            for claim in self._claim(texts, rule.place, rule.trust):
                if not rule.holds or rule.holds(self, line, claim.value):
                    doubted = line.marks & DOUBTED and rule.place in _WORDED
                    named = [name.partition(",")[0] for name in claim.value.people]  # without "MD"
                    return [_with_sources(claim, line)] if not doubted or _are_full(named) else []
        return []

    def _claim(self, texts: Sequence[str], place: str, trust: float) -> list[Claim[Names]]:
        """The claim of these texts, if they name anybody."""
        if not texts:
            return []
        names = clean_names(texts, publishers=self.publishers, language=self.language)
        if len(names.people) == 2 and (parts := self._placed(spaced(texts[0]))):
            names = replace(names, people=self._without_place(names.people, parts))
        elif len(names.people) > 1 and not self._is_told(names.people[0]):
            names = replace(names, people=self._without_segment(names.people, texts[0]))
        return [Claim("authors", names, place, trust, " | ".join(texts)[:SHOWN], PRINTED)] if names else []

    # What a line is.

    def _line(self, spots: Spots, rank: int, labelled: bool, where: Where) -> Line:
        """A line with its marks. Of headings, only those count that begin like a by-line or are called one;
        anywhere on the page, only what says in some way that it is one."""
        distance, block = spots[rank]
        opening, marks = self._opening(block.text), LABELLED * labelled
        if opening and word_key(opening[0]) not in words_of("byline_weak"):
            marks |= OPENED
        if self._is_called(block):
            marks |= CALLED_AT[where]
        elif where == "anywhere" or block.kind == "heading":
            if not opening and not labelled:
                noted = len(block.text) < SHORT and self._is_noted(block.text, spots[rank + 1 : rank + NOTE])
                return Line(block, NOTED * noted, opening)
            marks |= DOUBTED
        own = self._own(block.text)
        over = where == "near" and distance < 0
        linked, mark = _author_links(block, own, bool(marks & TOLD), over)
        marks |= mark
        if where == "after":
            marks |= _signing(distance, block, eastern=self._eastern)
        if where == "near":
            marks |= TYPED * (marks & (OPENED | CALLED) == OPENED and distance in TYPED_AT)
            marks |= self._unmarked(block, distance, spots[max(0, rank - 1) : rank + 2])
        return Line(block, marks, opening, own, linked)

    def _opening(self, text: str) -> Sequence[str]:
        """The words of a by-line ("Written by") that open a text."""
        if self._eastern and (opening := east.opening(text)) is not None:
            return [opening]
        text = text[:OPENING]
        first = text.split(None, 1)[0] if text else ""
        if word_key(first) not in self.words.bylines.first and not MAY_BE_GLUED.match(first):
            return ()
        given = spaced(text).split()
        return given[: leading(given, self.words.bylines)]

    def _is_called(self, block: Block) -> bool:
        """Whether the site calls the block, or what directly holds it, a by-line or author."""
        place = block.container.signature
        if (said := self._called.get(place)) is None:
            said = self._called[place] = any(map(says_byline, map(_TEMPLATE, block.boxes[:UP])))
        return said

    def _unmarked(self, block: Block, distance: int, around: Spots) -> int:
        """The marks of a line that may name its author without a word for it: "Jane Doe | 12 Nov 2026"."""
        opens = block.index + 1 == self.place.first
        if not (opens or distance in UNMARKED) or _is_apart(block, around):
            return 0
        text, given = block.text, block.text.split()
        beside = [other.text[:OPENING] for _, other in around if other is not block]
        dates = YEAR.search("\n".join(beside)) is not None
        marks = DATED * bool(YEAR.search(text))
        if may_credit(given):
            marks |= CREDITS * (len(undated(text, self.words).split()) <= CREDIT_WORDS)
        marks |= ENCLOSED * self._is_korean(text) | SOURCED * bool(sourced_agencies(text))
        marks |= WIRED * bool(self._wired(text)) | INSIDE * self._is_inside(text)
        marks |= OVER_DATELINE * (opens and self._is_over_dateline(block))
        if (opens and "," not in text) or (dates and distance in NEXT):
            marks |= BETWEEN * bool(JOINT.search(text))
        if distance in NEXT and len(given) <= PLACED_WORDS:
            marks |= PLACE * self._is_placed(text)
        return marks | self._named(block, distance, marks, dates, beside) if FULL_NAME.search(text) else marks

    def _is_korean(self, text: str) -> bool:
        return self._eastern and east.is_korean(text)

    def _is_inside(self, text: str) -> bool:
        """Whether a label with its colon stands in a line: "دمشق - مراسلنا: عمر الشامي"."""
        return ":" in text and any(map(self._opening, SEGMENTS.split(text)[1:]))

    def _wired(self, text: str) -> Sequence[str]:
        """The name in a line after a place, beside an agency, and that; or beside the site that is one."""
        parts = WIRE.fullmatch(text)
        for agency, name in (parts.groups(), parts.groups()[::-1]) if parts else ():
            if is_only_agencies(agency):
                return name, agency
            if line_key(agency) in own_agency(self.publishers):
                return (name,)
        return ()

    def _is_over_dateline(self, block: Block) -> bool:
        """Whether a line of two or three words in bold stands over a text that begins with a place."""
        text, count = block.text, len(block.text.split())
        bold = block.kind == "paragraph" and block.bold_chars >= len(text.replace(" ", ""))
        uncased = text.lower() == text.upper() and text.replace(" ", "").isalpha()
        return bold and uncased and 1 < count < SHORT_WORDS and bool(DATELINE.match(self._after(block)))

    def _after(self, block: Block) -> str:
        """The begin of the text of the block after one."""
        return "".join(after.text[:OPENING] for after in self.place.blocks[block.index + 1 : block.index + 2])

    def _placed(self, text: str) -> re.Match[str] | None:
        """The two parts of a line that joins a place and a name, perhaps before a date."""
        return PLACED.fullmatch(text) or PLACED.fullmatch(undated(text, self.words))

    def _is_placed(self, text: str) -> bool:
        """Whether a line is a place of which the text tells, and a name of which it does not; the place may
        stand behind a bar."""
        bar = text.split(" | ")
        parts = self._placed(text)
        place, name = parts.groups() if parts else bar[::-1] if len(bar) == 2 else ("", "")
        return bool(name) and self._is_told(place) and not self._is_told(name)

    def _named(self, block: Block, distance: int, marks: int, dates: bool, beside: Sequence[str]) -> int:
        """The marks of a line with a full name: a date is in it or beside it, or it is the name alone."""
        sure = marks & DATED
        parts = [part for part in SEGMENTS.split(block.text) if part not in self.publishers]
        text = " ".join(parts) or block.text  # "Jane Doe - Harbour Post"
        if not block.links and len(text.split()) <= SHORT_WORDS and len(text) < SHORT:
            sure = sure or dates
            cased = text[0].lower() != text[0].upper()  # only capitals tell names from words
            if cased and distance in NEXT and block.kind in _BARE:
                marks |= self._alone(block)
        marks |= SURE * bool(sure)
        if marks & RECURS and (sure or self._is_role([text, *beside])):
            marks |= RECURS_SURELY
        return marks

    def _is_role(self, texts: Sequence[str]) -> bool:
        """Whether one of these lines ends in a role: "correspondent"."""
        return any(trailing(text.split(), self.words.roles) for text in texts if len(text) < SHORT)

    def _alone(self, block: Block) -> int:
        """The marks of a name alone next to the title, by what the rest of the page says of it."""
        name, first = block.text, block.text.split(None, 1)[0]
        marks = BEGINS_TEXT if any(text.startswith(name) for text in self.descriptions) else 0
        for other, note in zip_longest(self.place.blocks, self.place.blocks[1:]):
            if other is block or name not in other.text[: 2 * SHORT]:
                continue
            if other.text.startswith(name):
                marks = marks & ~BEGINS_TEXT | RECURS
            elif len(other.text) < len(name) + SHORT // 2:
                marks |= RECURS
            if other.text == name and note and note.prose and note.text.startswith(first):
                marks |= RECURS_SURELY
        return marks

    def _is_noted(self, name: str, after: Spots) -> bool:
        """Whether a line is a name over a note that tells a role: "Jane Doe", "Jane Doe is a writer who"."""
        notes = [block.text for _, block in after if block.text.startswith(name)]
        if not notes or len(notes[0]) < 1.5 * SHORT or not FULL_NAME.fullmatch(name):
            return False
        told = set(map(word_key, notes[0][:NOTE_BEGIN].split()))
        return not told.isdisjoint(self.words.roles.single)

    def _own(self, text: str) -> str:
        """A line up to other people's work: "By Jane Doe. Reviewed by John Smith"."""
        given = text.split()
        inside, noble = words_of("byline_inside"), words_of("particles")
        for at in range(2, len(given) if len(given) >= LEAST_OWN else 0):
            if (key := word_key(given[at])) not in inside or given[at - 1].endswith((",", "|", ":", "·")):
                continue
            opening = self.words.bylines
            told = any(leading(given[start:], opening) > at - start for start in range(max(0, at - 3), at))
            if not told and (key not in noble or leading(given[at - 1 :], self.words.credits)):
                return " ".join(given[: at - 1]).rstrip(" .,;|-–—")
        return text

    def _without_place(self, people: tuple[str, ...], parts: re.Match[str]) -> tuple[str, ...]:
        """Two names of which one is a place: in scripts without capitals the first, unless only the second is
        told of; else the one that the text tells of."""
        told = [self._is_told(name) for name in people]
        uncased = parts[1].lower() == parts[1].upper()
        if told[0] == told[1] and not uncased:
            return people
        return people[:1] if told == [False, True] else people[1:]

    def _without_segment(self, people: tuple[str, ...], text: str) -> tuple[str, ...]:
        """The names of a line without a place that is a part of its own: "Jane Doe | Quillmouth"."""
        others = SEGMENTS.split(text)[1:]
        return tuple(name for name in people if name not in others or not self._is_told(name))

    def _is_told(self, name: str) -> bool:
        """Whether the title or the begin of the text has a name, or the site does."""
        text, sites = self._opened
        return fold(name) in text or fold(name) in sites

    @cached_property
    def _eastern(self) -> bool:
        """Whether the page has East Asian text: only then are its lines read for it."""
        return is_east_asian("".join([block.text for block in self.place.blocks]))

    @cached_property
    def _opened(self) -> tuple[str, list[str]]:
        """Begin of the text and title, and the names of the site."""
        first, blocks = self.place.first, self.place.blocks
        texts = [block.text for block in blocks[first : first + TELLING]] if first is not None else []
        return fold(" ".join([*texts, self._title])), list(map(fold, self.publishers))

    @cached_property
    def _title(self) -> str:
        return "" if self.place.title is None else self.place.blocks[self.place.title].text

    # In which texts of a line a rule reads names.

    def _links(self, line: Line) -> Sequence[str]:
        return line.linked

    def _written(self, line: Line) -> Sequence[str]:
        parted = line.own == line.block.text and len(line.block.element) > 1
        return (parts_of(line.block.element) if parted else []) or [spaced(line.own)]

    def _element(self, line: Line) -> Sequence[str]:
        """Of a line that only the site calls a by-line: not "Reviewed by Jane Doe", and what follows the
        section in "Culture | By Jane Doe"."""
        first, *others = SEGMENTS.split(line.block.text)
        for part in filter(None, others):
            if word_key(part.split(None, 1)[0]) in words_of("byline_inside") and not self._opening(first):
                return [part]
        plain = words_of("byline_inside").isdisjoint(map(word_key, line.block.text.split()))
        return self._written(line) if plain else ()

    def _inside(self, line: Line) -> Sequence[str]:
        """A by-line inside a line: "12 Nov 2026 by Jane Doe", "12 Nov 2026 // Author: Jane Doe"."""
        text = spaced(line.block.text)
        given = text.split()
        by = words_of("byline_inside")
        told = (at for at in range(1, len(given)) if word_key(given[at]) in by or given[at].endswith(":"))
        begins = [" ".join(given[at:]) for at in told]
        texts = (*begins, *SEGMENTS.split(text)[1:])
        return [text for text in texts if leading(text.split(), self.words.bylines)][:1]

    def _credit(self, line: Line) -> Sequence[str]:
        """An agency alone: without the links with which its line begins, and without a place or date: "News ›
        AFP, MANILA", "Source: AFP, 12 Nov 2026". With an image it credits the image."""
        text = self._apart(line.block.text) or undated(line.block.text, self.words)
        for link, _ in line.block.links:
            text = text.removeprefix(link).lstrip(" -–—›»|/·")
        text = text.split(",")[0]
        if not opens_credit(text):
            text = LABEL.sub("", text)
        given = text.split()
        if staff := leading(given, self.words.staff):  # "Redacción / EFE / Valdeluna"
            text = _SLASH.split(" ".join(given[staff:]).strip(" /|-–—"))[0]
        boxes = line.block.boxes[:UP]
        # A line may itself be called a credit; with an image, what is around it is called a caption.
        pictured = line.block.pictures > 0 or any(box.tag in _IMAGE for box in boxes)
        pictured = pictured or any(box.families & BIT["caption"] for box in boxes[1:])
        return [text] if not pictured and is_only_agencies(text) else ()

    def _apart(self, text: str) -> str:
        """The agency that is a part of its own, beside a place or date: "Baghdad / INA", "12 Nov 2026 | AFP".

        Beside a name it is a picture's."""
        parts = _PARTS.split(text)
        others = [part for part in parts if not is_only_agencies(part)]
        if any(FULL_NAME.fullmatch(part) and not self._is_told(part) for part in others):
            return ""
        return next((part for part in parts if others and part not in others), "")

    # Whether a rule takes the names.

    def _as_written(self, line: Line, names: Names) -> bool:
        """Names as names are written; one word in any way, where the line tells that it is one."""
        people = names.people or names.organisations
        if len(people) == 1 and " " not in people[0]:  # "by oz", "by oz on December 4, 2026"
            short = line.marks & TYPED and len(line.own.split()) == 2
            if short or line.marks & (CALLED | CALLED_LATER) or YEAR.search(line.block.text):
                return True
        return looks_written(filterfalse(is_company, (*names.people, *names.organisations)))

    def _pseudonyms(self, line: Line, names: Names) -> bool:
        """Full names, and pseudonyms, which are written in any way; so are names of scripts without cases."""
        return _are_full([name for name in names.people if " " in name and name.lower() != name.upper()])

    def _one(self, line: Line, names: Names) -> bool:
        """One full name, of which the text does not tell, as a line of a place and a name has it."""
        one = names.people
        full = len(one) == 1 and (_are_full(one) or (not one[0].isascii() and " " in one[0]))
        return full and looks_written(one) and not self._is_told(one[0])

    def _sources(self, line: Line) -> Sequence[str]:
        """The agencies that a line gives as its source."""
        return sourced_agencies(line.block.text)

    def _wire_name(self, line: Line) -> Sequence[str]:
        """The name and the agency in a line of a place and both."""
        return self._wired(line.block.text)

    def _strangers(self, line: Line, names: Names) -> bool:
        """Full names of whom the page is not about; in scripts without capitals no place before an agency."""
        people = names.people
        uncased = bool(people) and people[0].lower() == people[0].upper()
        if uncased and names.agencies and dateline_agencies(line.block.text):
            return False
        return bool(people) and _are_full(people) and not any(map(self._is_topic, people))

    def _list(self, line: Line, names: Names) -> bool:
        """Two such names or more, in a line that is nothing else."""
        all_ = len(names.people) > 1 and sum(map(len, names.people)) >= ALL_NAMES * len(line.block.text)
        return all_ and self._strangers(line, names)

    def _is_topic(self, name: str) -> bool:
        """Whether the page is about the name, or a link in the page's frame has it."""
        if not set(map(word_key, name.split())).isdisjoint(map(word_key, self._title.split())):
            return True
        linking = (block for block in self.place.blocks if self.place.in_frame(block))
        return any(
            name == text and not is_author_page(text, href) for block in linking for text, href in block.links
        )


def _is_apart(block: Block, around: Spots) -> bool:
    """Whether a line shares the page, or is one of several points that sum up the text."""
    points = [other for _, other in around if _POINT.match(other.text)]
    shares = (block.families | block.container.families) & BIT["share"]
    return bool(shares) or (len(points) > 1 and block in points)


def _signing(distance: int, block: Block, *, eastern: bool) -> int:
    """The marks of a line after the text, as far from its last paragraph, of a page with East Asian text or
    without."""
    marks = ENCLOSED * (eastern and distance >= 0 and east.closes(block.text))
    if distance > 0:
        marks |= SIGNED * _is_signature(block) | SOURCED * bool(sourced_agencies(block.text))
    return marks


def _is_signature(block: Block) -> bool:
    """Whether a short text holds a full name, and its element's own attributes set it to the right."""
    if len(block.text) > 2 * SHORT or not FULL_NAME.search(block.text):
        return False
    if block.italic_chars == len(block.text) and FULL_NAME.fullmatch(block.text):
        return True
    return any(_SIGNING.search(block.element.get(name) or "") for name in ("style", "class", "align"))


def _with_sources(claim: Claim[Names], line: Line) -> Claim[Names]:
    """A claim with the agencies that its line gives as the source, where it names none."""
    if not line.marks & SOURCED or claim.value.agencies:
        return claim
    return replace(claim, value=replace(claim.value, agencies=tuple(sourced_agencies(line.block.text))))


def _is_element(claim: Claim[Names]) -> bool:
    """Whether a claim is one full name in an element of its own."""
    return claim.place in _ELEMENTS and len(claim.value.people) == 1 and _are_full(claim.value.people)


def _are_full(names: Iterable[str]) -> bool:
    """Whether all are first and last names."""
    return all(map(FULL_NAME.fullmatch, names))


def _author_links(block: Block, own: str, told: bool, over: bool) -> tuple[Sequence[str], int]:
    """What links to pages of authors, and the mark of that; where the line does not tell, only links that are
    most of it."""
    if not block.links:
        return (), 0
    linked = [text for text, href in block.links if text in own and is_author_page(text, href)]
    if linked and told:
        return linked, LINKED
    alone = linked and _letters(block.text) < 3 * _letters("".join(linked))
    return (linked, LINKED_OVER if over else LINKED_ALONE) if alone else ((), 0)


def _letters(text: str) -> int:
    """Letters of a line; its date and time do not count."""
    return sum(map(str.isalpha, text))


class Rule(NamedTuple):
    """A way in which lines name their authors, tried on lines with one of these marks: in these texts, where
    it takes the names that they give.

    `trust`: the share of right names, as measured on some 1,200 pages; a by-line typed into the text, which
    no system filled in, beats any two of metadata. `gain`: how many more of 1,282 pages have the right
    authors with the rule; those of 0 keep agencies, desks and pages right that have no known authors.
    """

    place: str  # as the claims name it
    marks: int
    trust: float
    gain: int
    holds: Callable[[Bylines, Line, Names], bool] | None = None
    texts: Callable[[Bylines, Line], Sequence[str]] | None = None  # None: the line


RULES = (
    Rule("byline link", LINKED, 0.86, 18, texts=Bylines._links),
    Rule("byline link", LINKED_OVER, 0.4, 1, texts=Bylines._links),
    Rule("byline link", LINKED_ALONE, 0.6, 6, texts=Bylines._links),
    Rule("byline typed", TYPED, 1.2, 6, Bylines._as_written, Bylines._written),
    Rule("byline", OPENED | LABELLED, OPENED_TRUST, 42, Bylines._as_written, Bylines._written),
    Rule("byline element", CALLED, 0.72, 13, Bylines._as_written, Bylines._element),
    Rule("byline element", CALLED_LATER, 0.5, 0, Bylines._as_written, Bylines._element),
    Rule("byline", DATED | INSIDE, 0.8, 3, Bylines._pseudonyms, Bylines._inside),
    Rule("byline bare", CREDITS, 0.5, 0, texts=Bylines._credit),
    Rule("source line", SOURCED, 0.7, 0, texts=Bylines._sources),
    Rule("byline bare", WIRED, 0.7, 0, Bylines._one, Bylines._wire_name),
    Rule("byline bare", OVER_DATELINE, 0.5, 0, Bylines._one),
    Rule("byline bare", BETWEEN, 0.5, 1, Bylines._list),
    Rule("byline bare", PLACE, 0.5, 0, Bylines._one),
    Rule("byline bare", BEGINS_TEXT, 1.4, 2, Bylines._strangers),
    Rule("byline bare", RECURS_SURELY, 0.5, 2, Bylines._strangers),
    Rule("byline bare", SURE, 0.4, 7, Bylines._strangers),
    Rule("byline bare", SIGNED, 0.7, 0, Bylines._strangers),
    Rule("byline bare", ENCLOSED, 0.7, 0),
    Rule("byline bare", RECURS, 0.36, 2, Bylines._strangers),
    Rule("byline note", NOTED, 0.8, 0, Bylines._strangers),
)
