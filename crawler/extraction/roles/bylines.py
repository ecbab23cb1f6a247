"""By-lines as printed: lines near the title, after the text, and where nobody is found there, anywhere.

`RULES` are the ways in which sites write that a line names the author: an element that the site calls
author, links to authors' pages, a line that begins like "By" or "كتب" or follows one that says only that, a
name on or beside a line with a date. Each line is first given its marks; then the rules are tried in their
order, and the first that finds names makes a claim of them. Its trust is the rule's, less where the line
stands far off or among other articles.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from operator import itemgetter
from typing import Literal, NamedTuple

from crawler.extraction.claims.authorsaid import SHOWN
from crawler.extraction.claims.claim import PRINTED, Claim
from crawler.extraction.reading import hannames
from crawler.extraction.reading.names import Names, clean_names, is_company, looks_written
from crawler.extraction.roles.bylinemarks import (
    FULL_NAME,
    JOINT,
    MAY_BE_GLUED,
    PLACED,
    SEGMENTS,
    YEAR,
    is_author_page,
    parts_of,
    says_byline,
    spaced,
)
from crawler.extraction.roles.nearby import Spots, Surroundings
from crawler.languages.credits import is_only_agencies, may_credit
from crawler.languages.namewords import NameWords, key_of, leading, trailing, word_key, words_of
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT
from crawler.text import fold

MAX_LINE = 160  # characters of a line that names authors
OPENING = 60  # characters in which a by-line's words stand
SHORT, SHORT_WORDS = 40, 4  # characters and words of a line that is a name alone
PLACED_WORDS = 8  # of a place and a name
CREDIT_WORDS = 5  # of a line that credits an agency: "Haberler - Anadolu Ajansı", "AFP, MANILA"
LEAST_OWN = 5  # words of a line that can name somebody else's work too
ALL_NAMES = 0.75  # share of a line's characters that the names of a list of authors are
TELLING = 3  # blocks from the text's begin in which its place is told
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
OPENED = 1  # words of a by-line open it
LABELLED = 2  # the line before only announces a name
CALLED = 4  # the site calls it a by-line or author, near the title
TYPED = 8  # it is opened, near the title, and the site calls it nothing: somebody typed it
LINKED, LINKED_OVER, LINKED_ALONE = 16, 32, 64  # to authors' pages: and is told, or over the title, or not
CALLED_LATER = 128  # the site calls it a by-line, after the text or anywhere
TOLD = OPENED | LABELLED | CALLED | CALLED_LATER
DATED = 256  # it has a date
CREDITS = 512  # few words, of an agency
BETWEEN = 1024  # joined words, beside a date or right over the text
SURE = 2048  # a name with a date, or beside one
# A name alone next to the title: the page's description begins with it and no other block does; other blocks
# begin with it or hold little more; and a date or a role ("correspondent") is beside it, or one of these
# blocks stands over a note on the bearer.
BEGINS_TEXT, RECURS, RECURS_SURELY = 4096, 8192, 16384
NOTED = 32768  # a name over a note on its bearer
PLACE = 131072  # a place that the title or the begin of the text has, and a name that they do not have
DOUBTED = 65536  # a heading, or anywhere, and not called a by-line: of its words, only full names count

Where = Literal["near", "after", "anywhere"]  # the title, the text
_CLAIM = itemgetter(2)


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


@dataclass(frozen=True, slots=True)
class Bylines:
    """Reads the printed by-lines of one page. `publishers`: what the site calls itself; `descriptions`: the
    page's meta descriptions, often the begin of the text."""

    place: Surroundings
    language: str | None
    publishers: tuple[str, ...]
    words: NameWords  # of that language
    descriptions: tuple[str, ...] = ()
    _opened: list[str] = field(default_factory=list)  # title and begin of the text, and the site's names
    _called: dict[int, bool] = field(default_factory=dict)  # signature of an element → whether a by-line

    def claims(self) -> list[Claim[Names]]:
        """The claims of lines near the title and after the text."""
        near, late = list[Found](), list[Found]()
        for found in self._read(self.place.around_title(), "near"):
            (late if found.claim.place == "byline" and found.distance > TYPED_AT[-1] else near).append(found)
        if len(late) > 1 and len({found.claim.value.people for found in late}) > 1:
            first = late[0].claim  # "Author: …" in each entry of a list
            late = [late[0]._replace(claim=replace(first, trust=min(first.trust, LATE)))]
        near += late
        after = self._read(self.place.after_body(), "after")
        if after and len({claim.value.people for *_, claim in after if claim.place == "byline"}) >= FEW:
            after = []
        return [*map(_CLAIM, near), *(self._together(near) if len(near) > 1 else ()), *map(_CLAIM, after)]

    def _together(self, found: list[Found]) -> list[Claim[Names]]:
        """Authors in elements of their own, written by one template, as one claim."""
        same: list[Claim[Names]] = []
        template = 0
        for _, block, claim in found:
            people, signature = claim.value.people, block.container.signature
            if claim.place in _ELEMENTS and len(people) == 1 and FULL_NAME.fullmatch(people[0]):
                template = template if same else signature
                same += [claim] if signature == template else []
        if len(same) < 2:
            return []
        linked = any(claim.place == "byline link" for claim in same)  # may be reviewers too
        texts, trust = [claim.text for claim in same], min(claim.trust for claim in same)
        together = self._claim(texts, "byline links" if linked else "byline list", trust)
        return [together] if together else []

    def elsewhere(self) -> list[Claim[Names]]:
        """The claims of marked lines wherever they stand, and of the name over a note on its bearer.

        Neither is sure; each counts only where it finds one or two, not those of a list. (A name alone under
        the text, and one in the copyright line that the address has too, were tried: most were no people.)
        """
        found = self._read(tuple(enumerate(self.place.blocks)), "anywhere")
        for least in (ANYWHERE * OPENED_TRUST, 0.0) if found else ():
            claims = dict.fromkeys([claim for *_, claim in found if claim.trust >= least])
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
            claim, opening = self._tried(line) if line.marks else None, line.opening
            only = not claim and 0 < len(opening) == len(block.text.split())
            if not (claim or only) or self.place.in_frame(block):
                continue
            if self.place.is_pictured(block):  # that is a photographer's
                continue
            label, edits = only, (edited and labelled) or key_of(opening) in self.words.editors
            if claim and (share := self._share(block, distance, where)):
                field = "editors" if edits else "authors"
                claim = replace(claim, field=field, trust=claim.trust * share)
                found.append(Found(distance, block, claim))
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

    def _tried(self, line: Line) -> Claim[Names] | None:
        """The claim of the first rule that finds names in a line; where it is doubted, of full names."""
        for rule in RULES:
            if line.marks & rule.marks and (claim := rule.read(self, line, rule)):
                doubted = line.marks & DOUBTED and rule.place in _WORDED
                return claim if not doubted or _are_full(claim.value.people) else None
        return None

    # What a line is.

    def _line(self, spots: Spots, rank: int, labelled: bool, where: Where) -> Line:
        """A line with its marks. Of headings, only those count that begin like a by-line or are called one;
        anywhere on the page, only what says in some way that it is one."""
        distance, block = spots[rank]
        opening = self._opening(block.text)
        marks = self._told(block, opening, labelled, where)
        if marks & DOUBTED and not opening and not marks & TOLD:
            noted = where == "anywhere" and len(block.text) < SHORT and self._is_noted(spots, rank)
            return Line(block, NOTED * noted, opening)
        own = self._own(block.text)
        linked = _author_links(block, own, bool(marks & TOLD)) if block.links else []
        if linked:
            over = where == "near" and distance < 0
            marks |= LINKED if marks & TOLD else LINKED_OVER if over else LINKED_ALONE
        if where == "near":
            marks |= TYPED * (marks & (OPENED | CALLED) == OPENED and distance in TYPED_AT)
            if distance in UNMARKED or block.index + 1 == self.place.first:
                marks |= self._unmarked(block, distance, spots[max(0, rank - 1) : rank + 2])
        return Line(block, marks, opening, own, linked)

    def _told(self, block: Block, opening: Sequence[str], labelled: bool, where: Where) -> int:
        """The marks of a line that says in some way that it names the author, and of one that is doubted."""
        marks = LABELLED * labelled
        if opening and word_key(opening[0]) not in words_of("byline_weak"):
            marks |= OPENED
        if self._is_called(block):
            return marks | (CALLED if where == "near" else CALLED_LATER)
        return marks | DOUBTED * (where == "anywhere" or block.kind == "heading")

    def _opening(self, text: str) -> list[str]:
        """The words of a by-line ("Written by") that open a text."""
        if not text.isascii() and (credited := hannames.credited(text)):
            return [credited.opening]
        text = text[:OPENING]
        first = text.split(None, 1)[0] if text else ""
        if word_key(first) not in self.words.bylines.first and not MAY_BE_GLUED.match(first):
            return []
        given = spaced(text).split()
        return given[: leading(given, self.words.bylines)]

    def _is_called(self, block: Block) -> bool:
        """Whether the site calls the block, or what directly holds it, a by-line or author."""
        place = block.container.signature
        if (said := self._called.get(place)) is None:
            said = self._called[place] = any(says_byline(box.template) for box in block.boxes[:UP])
        return said

    def _unmarked(self, block: Block, distance: int, around: Spots) -> int:
        """The marks of a line that may name its author without a word for it: "Jane Doe | 12 Nov 2026"."""
        text, given, marks = block.text, block.text.split(), 0
        if (block.families | block.container.families) & BIT["share"]:
            return 0
        dates = False
        for _, other in around:
            dates = dates or (other is not block and YEAR.search(other.text[:OPENING]) is not None)
        if len(given) <= CREDIT_WORDS and may_credit(given):
            marks |= CREDITS
        if YEAR.search(text):
            marks |= DATED
        if (block.index + 1 == self.place.first and "," not in text) or (dates and distance in NEXT):
            marks |= BETWEEN * bool(JOINT.search(text))
        marks |= PLACE * (distance in NEXT and len(given) <= PLACED_WORDS and self._is_placed(text))
        return marks | self._named(block, distance, around, dates) if FULL_NAME.search(text) else marks

    def _is_placed(self, text: str) -> bool:
        """Whether a line is a place of which the text tells, and a name of which it does not."""
        parts = PLACED.fullmatch(text)
        return parts is not None and self._is_told(parts[1]) and not self._is_told(parts[2])

    def _named(self, block: Block, distance: int, around: Spots, dates: bool) -> int:
        """The marks of a line with a full name: a date is in it or beside it, or it is the name alone."""
        text, marks = block.text, 0
        short = not block.links and len(text.split()) <= SHORT_WORDS and len(text) < SHORT
        cased = text[0].lower() != text[0].upper()  # only capitals tell names from words
        if YEAR.search(text) or (short and dates):
            marks |= SURE
        if short and cased and distance in NEXT and block.kind in _BARE:
            marks |= self._alone(block)
        if marks & RECURS and (marks & SURE or self._has_role(around)):
            marks |= RECURS_SURELY
        return marks

    def _has_role(self, around: Spots) -> bool:
        """Whether one of these lines ends in a role: "correspondent"."""
        short = [block.text.split() for _, block in around if len(block.text) < SHORT]
        return any(trailing(given, self.words.roles) for given in short)

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

    def _is_noted(self, spots: Spots, rank: int) -> bool:
        """Whether a block is a name over a note that tells its bearer's role: "Jane Doe", "Jane Doe is a
        writer who …"."""
        if rank + 1 == len(spots):
            return False
        name, note = spots[rank][1].text, spots[rank + 1][1]
        if len(note.text) < 1.5 * SHORT or not note.text.startswith(name):
            return False
        told = set(map(word_key, note.text[:NOTE_BEGIN].split()))
        return FULL_NAME.fullmatch(name) is not None and not told.isdisjoint(self.words.roles.single)

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

    # How its names are read.

    def _claim(self, given: Sequence[str], place: str, trust: float) -> Claim[Names] | None:
        """The claim of these texts, if they name anybody."""
        names = clean_names(given, publishers=self.publishers, language=self.language)
        if len(names.people) == 2 and (parts := PLACED.fullmatch(spaced(given[0]))):
            names = replace(names, people=self._without_place(names.people, parts))
        return Claim("authors", names, place, trust, " | ".join(given)[:SHOWN], PRINTED) if names else None

    def _without_place(self, people: tuple[str, ...], parts: re.Match[str]) -> tuple[str, ...]:
        """Two names of which one is a place: in scripts without capitals the first, unless only the second is
        told of; else the one that the text tells of."""
        told = [self._is_told(name) for name in people]
        uncased = parts[1].lower() == parts[1].upper()
        if told[0] == told[1] and not uncased:
            return people
        return people[:1] if told == [False, True] else people[1:]

    def _is_told(self, name: str) -> bool:
        """Whether the title or the begin of the text has a name, or the site does."""
        if not self._opened:
            first, title = self.place.first, self.place.title
            blocks = self.place.blocks[first : first + TELLING] if first is not None else ()
            texts = [block.text for block in blocks]
            texts += [self.place.blocks[title].text] if title is not None else []
            self._opened.extend([fold(" ".join(texts)), *map(fold, self.publishers)])
        name = fold(name)
        return name in self._opened[0] or name in self._opened[1:]

    def _linked(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        return self._claim(line.linked, rule.place, rule.trust)

    def _written(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """The claim of a line, where its words look like names."""
        parted = line.own == line.block.text and len(line.block.element) > 1
        texts = (parts_of(line.block.element) if parted else []) or [spaced(line.own)]
        if not (claim := self._claim(texts, rule.place, rule.trust)):
            return None
        names = claim.value
        people = names.people or names.organisations
        if len(people) == 1 and " " not in people[0]:  # "by oz", "by oz on December 4, 2026"
            short = rule.place == "byline typed" and len(line.own.split()) == 2
            if short or line.marks & (CALLED | CALLED_LATER) or YEAR.search(line.block.text):
                return claim
        given = [name for name in (*names.people, *names.organisations) if not is_company(name)]
        return claim if looks_written(given) else None

    def _element(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """The claim of a line that only the site calls a by-line: not "Reviewed by Jane Doe"."""
        if not words_of("byline_inside").isdisjoint(map(word_key, line.block.text.split())):
            return None
        claim = self._written(line, rule)
        given = (*claim.value.people, *claim.value.organisations) if claim else ()
        if claim is None or any(" " in name or not name.isascii() for name in given):
            return claim
        # One word may be any label: "Updated", "Contributor".
        return replace(claim, trust=claim.trust / 2)

    def _inside(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """A by-line inside a dated line: "12 Nov 2026 by Jane Doe", "12 Nov 2026 // Author: Jane Doe"."""
        given = line.block.text.split()
        by = words_of("byline_inside")
        begins = [" ".join(given[at:]) for at in range(1, len(given)) if word_key(given[at]) in by]
        for text in (*begins, *SEGMENTS.split(line.block.text)[1:]):
            if leading(text.split(), self.words.bylines):
                claim = self._claim([text], rule.place, rule.trust)
                names = claim.value.people if claim else ()
                # Pseudonyms are written in any way.
                return claim if all(" " not in name or FULL_NAME.fullmatch(name) for name in names) else None
        return None

    def _credit(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """An agency alone: without the links with which its line begins, and without a place: "News › AFP,
        MANILA". With an image it credits the image."""
        text = line.block.text
        for link, _ in line.block.links:
            text = text.removeprefix(link).lstrip(" -–—›»|/·")
        text = text.split(",")[0]
        for box in line.block.boxes[:UP]:
            if box.tag in _IMAGE or box.families & BIT["caption"]:
                return None
        return self._claim([text], rule.place, rule.trust) if is_only_agencies(text) else None

    def _listed(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """The claim of a line that is two full names or more and nothing else."""
        claim = self._bare(line, rule)
        names = claim.value.people if claim else ()
        return claim if len(names) > 1 and sum(map(len, names)) >= ALL_NAMES * len(line.block.text) else None

    def _placed(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """The claim of a place and one full name."""
        claim = self._claim([line.block.text], rule.place, rule.trust)
        one = claim.value.people if claim else ()
        full = len(one) == 1 and (_are_full(one) or (not one[0].isascii() and " " in one[0]))
        return claim if full and looks_written(one) else None

    def _bare(self, line: Line, rule: "Rule") -> Claim[Names] | None:
        """The claim of full names of whom the page is not about."""
        claim = self._claim([line.block.text], rule.place, rule.trust)
        names = claim.value.people if claim else ()
        return claim if names and _are_full(names) and not any(map(self._is_topic, names)) else None

    def _is_topic(self, name: str) -> bool:
        """Whether the page is about the name, or a link in the page's frame has it."""
        title = self.place.blocks[self.place.title].text if self.place.title is not None else ""
        if not set(map(word_key, name.split())).isdisjoint(map(word_key, title.split())):
            return True
        linking = (block for block in self.place.blocks if self.place.in_frame(block))
        return any(
            name == text and not is_author_page(text, href) for block in linking for text, href in block.links
        )


def _are_full(names: Iterable[str]) -> bool:
    """Whether all are first and last names."""
    return all(map(FULL_NAME.fullmatch, names))


def _author_links(block: Block, own: str, told: bool) -> list[str]:
    """What links to pages of authors; where the line does not tell, only links that are most of it."""
    linked = []
    for text, href in block.links:
        if text in own and is_author_page(text, href):
            linked.append(text)
    return linked if not linked or told or _letters(block.text) < 3 * _letters("".join(linked)) else []


def _letters(text: str) -> int:
    """Letters of a line; its date and time do not count."""
    return sum(map(str.isalpha, text))


class Rule(NamedTuple):
    """A way in which lines name their authors, tried on lines with one of these marks.

    `trust`: the share of right names, as measured on some 1,200 pages; a by-line typed into the text, which
    no system filled in, beats any two of metadata. `gain`: how many more of 1,282 pages have the right
    authors with the rule; those of 0 keep agencies, desks and pages right that have no known authors.
    """

    place: str  # as the claims name it
    marks: int
    trust: float
    read: Callable[[Bylines, Line, "Rule"], Claim[Names] | None]
    gain: int = 0


RULES = (
    Rule("byline link", LINKED, 0.86, Bylines._linked, gain=18),
    Rule("byline link", LINKED_OVER, 0.4, Bylines._linked, gain=1),
    Rule("byline link", LINKED_ALONE, 0.6, Bylines._linked, gain=6),
    Rule("byline typed", TYPED, 1.2, Bylines._written, gain=6),
    Rule("byline", OPENED | LABELLED, OPENED_TRUST, Bylines._written, gain=42),
    Rule("byline element", CALLED, 0.72, Bylines._element, gain=13),
    Rule("byline element", CALLED_LATER, 0.5, Bylines._element, gain=0),
    Rule("byline", DATED, 0.8, Bylines._inside, gain=3),
    Rule("byline bare", CREDITS, 0.5, Bylines._credit, gain=0),
    Rule("byline bare", BETWEEN, 0.5, Bylines._listed, gain=1),
    Rule("byline bare", PLACE, 0.5, Bylines._placed, gain=0),
    Rule("byline bare", BEGINS_TEXT, 1.4, Bylines._bare, gain=2),
    Rule("byline bare", RECURS_SURELY, 0.5, Bylines._bare, gain=2),
    Rule("byline bare", SURE, 0.4, Bylines._bare, gain=7),
    Rule("byline bare", RECURS, 0.36, Bylines._bare, gain=2),
    Rule("byline note", NOTED, 0.8, Bylines._bare, gain=0),
)
