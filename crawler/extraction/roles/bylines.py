"""By-lines as printed: lines near the title, after the text, and where nobody is found there, anywhere.

`RULES` are the ways in which sites write that a line names the author: an element that the site calls
author, links to authors' pages, a line that begins like "By" or "كتب" or follows one that says only that, a
name on or beside a line with a date. Each line is first given its marks; then the rules are tried in their
order, and the first that finds names makes a claim of them. Its trust is the rule's, less where the line
stands far off or among other articles.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from crawler.extraction.claims.authorsaid import SHOWN, shortest
from crawler.extraction.claims.claim import PRINTED, Claim
from crawler.extraction.reading.names import Names, clean_names, is_company, looks_written
from crawler.extraction.roles.bylinemarks import (
    FULL_NAME,
    MAX_LINKED,
    MAY_BE_GLUED,
    SEGMENTS,
    YEAR,
    is_author_page,
    parts_of,
    says_byline,
    spaced,
)
from crawler.extraction.roles.nearby import Spots, Surroundings, is_prose
from crawler.languages.credits import is_only_agencies, may_credit
from crawler.languages.namewords import NameWords, key_of, leading, trailing, word_key
from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT

MAX_LINE = 160  # characters of a line that names authors
OPENING = 60  # characters in which a by-line's words stand
LABEL = 30  # characters of a line that only announces a name: "Written by"
SHORT, SHORT_WORDS = 40, 4  # characters and words of a line that is a name alone
CREDIT_WORDS = 5  # of a line that credits an agency: "Haberler - Anadolu Ajansı", "AFP, MANILA"
LEAST_OWN = 5  # words of a line that can name somebody else's work too
ALL_NAMES = 0.75  # share of a line's characters that the names of a list of authors are
NOTE_BEGIN = 120  # characters in which a note on an author tells a role
UP, NOTE_UP = 3, 4  # elements around a line, or a note, whose names count for it

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
NOTED = 0.5  # trust of the name over a note on its bearer
OPENED_TRUST = 0.82

_WEAK = frozenset(("from", "aus", "with", "mit", "avec", "con"))  # by-line words that begin sentences as well
# Of the by-line words, those that stand inside a line: "12 November, by Jane Doe".
_BY = frozenset(("by", "von", "par", "por", "di", "door", "av", "af", "przez"))
_NOBLE = frozenset(("von", "di", "av", "af"))  # of them, those that stand inside names as well
_ELEMENTS = frozenset(("byline element", "byline link"))  # places of claims with an element of their own
_BARE = frozenset(("paragraph", "item"))  # kinds of blocks that may be a name alone
_WHOLE_PAGE = frozenset(("article", "main", "body"))

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
BETWEEN = 1024  # beside a date, or right over the text
SURE = 2048  # a name with a date, or beside one
NEXT_TO = 4096  # a name alone next to the title

Where = Literal["near", "after", "anywhere"]  # the title, the text


class Line(NamedTuple):
    """A line with its marks. `own`: its text up to other people's work; `linked`: what links to the pages of
    authors; `beside`: the lines before and after it."""

    block: Block
    marks: int
    own: str
    linked: Sequence[str]
    beside: Sequence[Block]


@dataclass(frozen=True, slots=True)
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
        near, late = list[Claim[Names]](), list[Claim[Names]]()
        elements: list[tuple[int, Claim[Names]]] = []
        for distance, block, claim in self._read(self.place.around_title(), "near"):
            (late if claim.place == "byline" and distance > TYPED_AT[-1] else near).append(claim)
            elements.append((block.container.signature, claim))
        if len({claim.value.people for claim in late}) > 1:  # "Author: …" in each entry of a list
            late = [replace(late[0], trust=min(late[0].trust, LATE))]
        after = [claim for *_, claim in self._read(self.place.after_body(), "after")]
        if len({claim.value.people for claim in after if claim.place == "byline"}) >= FEW:
            after = []
        return near + late + self._together(elements) + after

    def _together(self, elements: list[tuple[int, Claim[Names]]]) -> list[Claim[Names]]:
        """Authors in elements of their own, written by one template, as one claim."""
        same: list[Claim[Names]] = []
        template = 0
        for signature, claim in elements:
            people = claim.value.people
            if claim.place in _ELEMENTS and len(people) == 1 and FULL_NAME.fullmatch(people[0]):
                template = template if same else signature
                same += [claim] if signature == template else []
        if len(same) < 2:
            return []
        linked = any(claim.place == "byline link" for claim in same)  # may be reviewers too
        texts, trust = [claim.text for claim in same], min(claim.trust for claim in same)
        return self.claim(texts, "byline links" if linked else "byline list", trust)

    def elsewhere(self) -> list[Claim[Names]]:
        """The claims of marked lines wherever they stand, and of the name over a note on its bearer.

        Neither is sure; each counts only where it finds one or two, not those of a list. (A name alone under
        the text, and one in the copyright line that the address has too, were tried: most were no people.)
        """
        found = []
        for _, block, claim in self._read([(0, block) for block in self.place.blocks], "anywhere"):
            sure = claim.place != "byline" or self._is_called(block)
            if sure or all(map(FULL_NAME.fullmatch, claim.value.people)):
                found.append(claim)
        for claims in ([claim for claim in found if claim.trust >= ANYWHERE * OPENED_TRUST], found):
            if 0 < len({claim.value for claim in claims}) <= FEW:
                return list(dict.fromkeys(claims))
        return self._introduced()

    def _read(self, spots: Spots, where: Where) -> list[tuple[int, Block, Claim[Names]]]:
        """What the rules find in these lines: (distance, block, claim)."""
        found = []
        label = edits = False
        for rank, (distance, block) in enumerate(spots):
            labelled, label, edited, edits = label, False, edits, False
            if len(block.text) > MAX_LINE:
                continue
            opened = self._opened(block.text)
            marks = self._told(block, opened, labelled, where)
            if not self._may_name(block, opened, marks, where):
                continue
            line = self._line(spots, rank, marks, where)
            claim = self._tried(line)
            only = len(block.text) <= LABEL and 0 < opened == len(block.text.split())
            if not (claim or only) or self.place.in_frame(block):
                continue
            label = only
            edits = (edited and labelled) or (
                opened > 0 and key_of(spaced(block.text[:OPENING]).split()[:opened]) in self.words.editors
            )
            if claim and (share := self._share(block, distance, where)):
                field = "editors" if edits else "authors"
                found.append((distance, block, replace(claim, field=field, trust=claim.trust * share)))
        return found

    def _told(self, block: Block, opened: int, labelled: bool, where: Where) -> int:
        """The marks of a line that says in some way that it names the author."""
        marks = LABELLED * labelled
        if self._is_called(block):
            marks |= CALLED if where == "near" else CALLED_LATER
        return marks | OPENED * (opened > 0 and word_key(block.text.split(None, 1)[0]) not in _WEAK)

    def _may_name(self, block: Block, opened: int, marks: int, where: Where) -> bool:
        """Whether a line may be a by-line: of headings "By" and full names, anywhere what says that it is."""
        if where == "anywhere":
            return bool(opened or marks)
        if where == "after" or block.kind != "heading" or marks & CALLED:
            return True
        return opened > 0 and bool(self._full([spaced(block.text)], "byline", 1.0))

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
        """The claim of the first rule that finds names in a line."""
        for rule in RULES:
            if line.marks & rule.marks and (rule.applies is None or rule.applies(self, line)):
                for claim in rule.read(self, line, rule):
                    return claim
        return None

    # What a line is.

    def _opened(self, text: str) -> int:
        """How many words of a by-line ("Written by") open a text."""
        text = text[:OPENING]
        first = text.split(None, 1)[0] if text else ""
        if word_key(first) not in self.words.bylines.first and not MAY_BE_GLUED.match(first):
            return 0
        return leading(spaced(text).split(), self.words.bylines)

    def _is_called(self, block: Block) -> bool:
        """Whether the site calls the block, or what directly holds it, a by-line or author."""
        for box in block.container.upwards(UP):
            if (said := self._called.get(box.signature)) is None:
                said = self._called[box.signature] = says_byline(names_of(box.element))
            if said:
                return True
        return False

    def _line(self, spots: Spots, rank: int, marks: int, where: Where) -> Line:
        """A line with all its marks."""
        distance, block = spots[rank]
        own = self._own(block.text)
        linked = [text for text, href in block.links if text in own and is_author_page(text, href)]
        if linked and len(linked := shortest(linked)) <= MAX_LINKED:
            if marks & TOLD:
                marks |= LINKED
            elif _letters(block.text) < 3 * _letters("".join(linked)):
                marks |= LINKED_OVER if where == "near" and distance < 0 else LINKED_ALONE
        if where != "near":
            return Line(block, marks, own, linked, ())
        marks |= TYPED * (marks & (OPENED | CALLED) == OPENED and distance in TYPED_AT)
        beside = [other for _, other in (*spots[max(0, rank - 1) : rank], *spots[rank + 1 : rank + 2])]
        if distance in UNMARKED or block.index + 1 == self.place.first:
            marks |= self._unmarked(block, distance, beside)
        return Line(block, marks, own, linked, beside)

    def _unmarked(self, block: Block, distance: int, beside: Sequence[Block]) -> int:
        """The marks of a line that may name its author without a word for it: "Jane Doe | 12 Nov 2026"."""
        text, given = block.text, block.text.split()
        dated, begins = bool(YEAR.search(text)), block.index + 1 == self.place.first
        marks = DATED * dated | CREDITS * (len(given) <= CREDIT_WORDS and may_credit(given))
        dates = any(YEAR.search(other.text[:OPENING]) for other in beside)
        marks |= BETWEEN * ((begins and "," not in text) or (dates and distance in NEXT))
        if FULL_NAME.search(text):
            short = not block.links and len(given) <= SHORT_WORDS and len(text) < SHORT
            cased = text[0].lower() != text[0].upper()  # the script tells names from words by capitals
            marks |= SURE * (dated or (short and dates))
            marks |= NEXT_TO * (short and cased and distance in NEXT and block.kind in _BARE)
        return marks

    def _own(self, text: str) -> str:
        """A line up to other people's work: "By Jane Doe. Reviewed by John Smith"."""
        given = text.split()
        for at in range(2, len(given) if len(given) >= LEAST_OWN else 0):
            if (key := word_key(given[at])) not in _BY or given[at - 1].endswith((",", "|", ":", "·")):
                continue
            opening = self.words.bylines
            told = any(leading(given[start:], opening) > at - start for start in range(max(0, at - 3), at))
            if not told and (key not in _NOBLE or leading(given[at - 1 :], self.words.credits)):
                return " ".join(given[: at - 1]).rstrip(" .,;|-–—")
        return text

    # How its names are read.

    def claim(self, given: Iterable[str], place: str, trust: float) -> list[Claim[Names]]:
        """The claim of these texts, if they name anybody."""
        given = list(given)
        names = clean_names(given, publishers=self.publishers, language=self.language)
        return [Claim("authors", names, place, trust, " | ".join(given)[:SHOWN], PRINTED)] if names else []

    def _linked(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        return self.claim(line.linked, rule.place, rule.trust)

    def _written(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        """The claim of a line, where its words look like names."""
        whole = line.own == line.block.text
        texts = (parts_of(line.block) if whole else []) or [spaced(line.own)]
        found = []
        for claim in self.claim(texts, rule.place, rule.trust):
            names = claim.value
            people = names.people or names.organisations
            # "by oz", "by oz on December 4, 2026"
            short = rule.place == "byline typed" and len(line.own.split()) == 2
            sure = short or line.marks & (CALLED | CALLED_LATER) or YEAR.search(line.block.text)
            given = (*names.people, *names.organisations)
            alone = len(people) == 1 and " " not in people[0] and sure
            if alone or looks_written(name for name in given if not is_company(name)):
                found.append(claim)
        return found

    def _element(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        """The claim of a line that only the site calls a by-line: not "Reviewed by Jane Doe"."""
        if not _BY.isdisjoint(map(word_key, line.block.text.split())):
            return []
        found = self._written(line, rule)
        given = [name for claim in found for name in (*claim.value.people, *claim.value.organisations)]
        if any(" " in name or not name.isascii() for name in given):
            return found
        # One word may be any label: "Updated", "Contributor".
        return [replace(claim, trust=claim.trust / 2) for claim in found]

    def _inside(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        """A by-line inside a dated line: "12 Nov 2026 by Jane Doe", "12 Nov 2026 // Author: Jane Doe"."""
        opening, given = self.words.bylines, line.block.text.split()
        begins = (" ".join(given[at:]) for at in range(1, len(given)) if word_key(given[at]) in _BY)
        for text in (*begins, *SEGMENTS.split(line.block.text)[1:]):
            if leading(text.split(), opening):
                found = self.claim([text], rule.place, rule.trust)
                names = [name for claim in found for name in claim.value.people]
                # Pseudonyms are written in any way.
                short = all(" " not in name or FULL_NAME.fullmatch(name) for name in names)
                return found if short else []
        return []

    def _credit(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        """An agency alone: without the links with which its line begins, and without a place: "News › AFP,
        MANILA". With an image it credits the image."""
        text = line.block.text
        for link, _ in line.block.links:
            text = text.removeprefix(link).lstrip(" -–—›»|/·")
        text = text.split(",")[0]
        if not is_only_agencies(text) or _is_within(
            line.block, UP, BIT["caption"], frozenset(("figure", "figcaption"))
        ):
            return []
        return self.claim([text], rule.place, rule.trust)

    def _may_list(self, line: Line) -> bool:
        """Whether a line can be several full names: in capitals, but for what joins and belongs to them."""
        if line.block.kind != "paragraph" or line.block.links:
            return False
        words = line.block.text.split()
        joined = any(word[-1] in ",;|&" or "/" in word or len(word) <= 3 for word in words[1:-1])
        return joined and all(word[0].isupper() or len(word) <= 3 for word in words)

    def _listed(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        """The claim of a line that is two full names or more and nothing else."""
        found = self._bare(line, rule)
        names = found[0].value.people if found else ()
        size = sum(map(len, names))
        return found if len(names) > 1 and size >= ALL_NAMES * len(line.block.text) else []

    def _bare(self, line: Line, rule: "Rule") -> list[Claim[Names]]:
        """The claim of full names of whom the page is not about."""
        found = self._full([line.block.text], rule.place, rule.trust)
        return [claim for claim in found if not any(map(self._is_topic, claim.value.people))]

    def _full(self, texts: list[str], place: str, trust: float) -> list[Claim[Names]]:
        """The claim of texts, where all of them are first and last names."""
        found = self.claim(texts, place, trust)
        names = found[0].value.people if found else ()
        return found if names and all(map(FULL_NAME.fullmatch, names)) else []

    def _is_topic(self, name: str) -> bool:
        """Whether the page is about the name, or a link in the page's frame has it."""
        title = self.place.blocks[self.place.title].text if self.place.title is not None else ""
        if not set(map(word_key, name.split())).isdisjoint(map(word_key, title.split())):
            return True
        linking = (block for block in self.place.blocks if self.place.in_frame(block))
        return any(
            name == text and not is_author_page(text, href) for block in linking for text, href in block.links
        )

    # What the rest of the page says of a name alone.

    def _begins_text(self, line: Line) -> bool:
        """Whether the page's description begins with a line, and no other block does."""
        name = line.block.text
        return any(text.startswith(name) for text in self.descriptions) and not any(
            other is not line.block and other.text.startswith(name) for other in self.place.blocks
        )

    def _is_introduced(self, line: Line) -> bool:
        """Whether the name stands once more, over a note on its bearer: "Jane Doe", "Jane writes …"."""
        first = line.block.text.split(None, 1)[0]
        for name, note in pairwise(self.place.blocks[line.block.index + 1 :]):
            if name.text == line.block.text and is_prose(note) and note.text.startswith(first):
                return True
        return False

    def _recurs(self, line: Line) -> bool:
        """Whether other blocks begin with a line's text, or hold little more: a note on the author."""
        name = line.block.text
        return any(
            other is not line.block
            and name in other.text[: 2 * SHORT]
            and (len(other.text) < len(name) + SHORT // 2 or other.text.startswith(name))
            for other in self.place.blocks
        )

    def _recurs_surely(self, line: Line) -> bool:
        """Whether the name recurs, and has a date or a role ("correspondent") beside it."""
        roles = self.words.roles
        sure = line.marks & SURE or any(
            len(other.text) < SHORT and trailing(other.text.split(), roles) for other in line.beside
        )
        return bool(sure) and self._recurs(line)

    def _introduced(self) -> list[Claim[Names]]:
        """The name over a note on its bearer: "Jane Doe", "Jane Doe is a writer who …"; once a page."""
        blocks = self.place.blocks[((self.place.first or 0) + (self.place.last or 0)) // 2 :]
        names = set()
        for block, note in pairwise(blocks):
            name = block.text
            if len(name) < SHORT and len(note.text) > 1.5 * SHORT and note.text.startswith(name):
                signs = not self.place.in_frame(block) and not self.place.is_comment(block)
                if FULL_NAME.fullmatch(name) and signs and self._is_authors(note):
                    names.add(name)
        found = self._full(list(names), "byline note", NOTED) if len(names) == 1 else []
        return [] if any(map(self._is_topic, names)) else found

    def _is_authors(self, note: Block) -> bool:
        """Whether a note tells a role ("is a writer"), or an element around it is called the author's."""
        told = set(map(word_key, note.text[:NOTE_BEGIN].split()))
        return not told.isdisjoint(self.words.roles.single) or _is_within(note, NOTE_UP, BIT["author"])


def _is_within(block: Block, up: int, families: int, tags: frozenset[str] = frozenset()) -> bool:
    """Whether one of so many elements around a block, up to the article, has a family or tag."""
    for box in block.container.upwards(up):
        if box.tag in _WHOLE_PAGE:
            return False
        if box.tag in tags or box.families & families:
            return True
    return False


def _letters(text: str) -> int:
    """Letters of a line; its date and time do not count."""
    return sum(map(str.isalpha, text))


class Rule(NamedTuple):
    """A way in which lines name their authors, tried on lines with one of these marks to which it applies.

    `trust`: the share of right names, as measured on some 1,200 pages; a by-line typed into the text, which
    no system filled in, beats any two of metadata. `gain`: how many more of 1,282 pages have the right
    authors with the rule; those of 0 keep agencies, desks and pages right that have no known authors.
    """

    place: str  # as the claims name it
    marks: int
    trust: float
    read: Callable[[Bylines, Line, "Rule"], list[Claim[Names]]]
    applies: Callable[[Bylines, Line], bool] | None = None
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
    Rule("byline bare", BETWEEN, 0.5, Bylines._listed, Bylines._may_list, gain=1),
    Rule("byline bare", NEXT_TO, 1.4, Bylines._bare, Bylines._begins_text, gain=2),
    Rule("byline bare", NEXT_TO, 0.6, Bylines._bare, Bylines._is_introduced, gain=0),
    Rule("byline bare", NEXT_TO, 0.5, Bylines._bare, Bylines._recurs_surely, gain=2),
    Rule("byline bare", SURE, 0.4, Bylines._bare, gain=7),
    Rule("byline bare", NEXT_TO, 0.36, Bylines._bare, Bylines._recurs, gain=2),
)
