"""By-lines far from the title, for pages that name nobody near it: marked lines anywhere, and the name over
a note on its bearer.

Neither is sure; each yields only where it finds one or two candidates, not those of a list. (A name alone
under the text, and one in the copyright line that the address has too, were tried: most were no people.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from crawler.extraction.claims.authorsaid import MAX_FIELD, NameClaim
from crawler.extraction.reading.names.namewords import word_key
from crawler.extraction.roles.bylinemarks import FULL_NAME
from crawler.extraction.roles.bylinereader import OPENED, Reader, is_label
from crawler.extraction.roles.nearby import Surroundings
from crawler.extraction.roles.unmarked import SHORT
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT

MARKED = 0.6  # factor of the place of a marked line anywhere
NOTE = 0.5
FEW = 2  # claims; more are those of a list
NOTE_BEGIN = 120  # characters in which a note on an author tells a role
NOTE_UP = 4  # elements around a note in which the site may call it the author's


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Reads on where nobody is named near the title."""

    reader: Reader

    @property
    def place(self) -> Surroundings:
        return self.reader.place

    def claims(self) -> Iterator[NameClaim]:
        for read in (self._marked, self._introduced):
            if found := list(read()):
                yield from found
                return

    def _marked(self) -> Iterator[NameClaim]:
        """Lines that say that they name the author, wherever they stand."""
        label, found = False, list[NameClaim]()
        for block in self.place.blocks:
            if len(block.text) > MAX_FIELD:
                label = False
                continue
            opened = self.reader.opened(block)
            labelled, label = label, False
            if (labelled or opened or self.reader.is_byline(block)) and self._may_sign(block):
                for claim in self.reader.line(block, MARKED, None, labelled, opened):
                    sure = claim.place != "byline" or self.reader.is_byline(block)
                    if sure or all(map(FULL_NAME.fullmatch, claim.names.people)):
                        found.append(claim)
                label = is_label(block, opened)
        for claims in ([c for c in found if c.trust >= MARKED * OPENED], found):
            if 0 < len({claim.names for claim in claims}) <= FEW:
                yield from dict.fromkeys(claims)
                return

    def _introduced(self) -> Iterator[NameClaim]:
        """The name over a note on its bearer: "Jane Doe", "Jane Doe is a writer who …"; once a page."""
        first, last = self.place.first or 0, self.place.last or 0
        blocks, found = self.place.blocks[(first + last) // 2 :], dict[str, Block]()
        for block, note in pairwise(blocks):
            name = block.text
            noted = len(name) < SHORT and len(note.text) > 1.5 * SHORT and note.text.startswith(name)
            if noted and FULL_NAME.fullmatch(name) and self._may_sign(block) and self._is_authors(note):
                found[name] = block
        if len(found) == 1 and not self.reader.is_topic(name := next(iter(found))):
            yield from self.reader.full(name, "byline note", NOTE)

    def _may_sign(self, block: Block) -> bool:
        return not self.place.in_frame(block) and not self.place.is_comment(block)

    def _is_authors(self, note: Block) -> bool:
        """Whether a note tells a role ("is a writer"), or an element around it is called the author's."""
        roles = self.reader.words.roles.single
        if any(word_key(word) in roles for word in note.text[:NOTE_BEGIN].split()):
            return True
        box: Container | None = note.container
        for _ in range(NOTE_UP):
            if box is None or box.tag in ("article", "main", "body"):
                return False
            if box.families & BIT["author"]:
                return True
            box = box.parent
        return False
