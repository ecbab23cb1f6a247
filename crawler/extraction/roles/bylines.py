"""By-lines as printed: near the title or after the text. Lines are read by reader.py and unmarked.py."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.extraction.claims.authorsaid import MAX_FIELD, NameClaim
from crawler.extraction.roles.bylinemarks import FULL_NAME, spaced
from crawler.extraction.roles.bylinereader import OPENED, TYPED_AT, Reader, is_label
from crawler.extraction.roles.nearby import Surroundings
from crawler.extraction.roles.unmarked import Unmarked
from crawler.pages.blocks.block import Block

CLOSE = 3  # blocks from the title in which whatever the site calls them belongs to the article
NEAR = range(-3, 11)  # distances from the title at which by-lines stand
DATED = range(-3, 7)  # distances at which a line with a date may name its author without a word for it
LATE = 0.46  # trust at most of the first of several lines below the begin of the text
FEW = 2  # by-lines after the text; more are those of other articles
FAR, FOREIGN_CLOSE, FOREIGN, AFTER, FOREIGN_AFTER = 0.7, 0.9, 0.6, 0.7, 0.55  # factors of the place


@dataclass(frozen=True, slots=True)
class Bylines:
    """Reads the printed by-lines of one page."""

    reader: Reader
    unmarked: Unmarked

    @property
    def place(self) -> Surroundings:
        return self.reader.place

    def claims(self) -> Iterator[NameClaim]:
        yield from self._near_title()
        after = list(self._after_body())
        if (
            len({claim.names.people for claim in after if claim.place == "byline"}) < FEW
        ):  # not of other articles
            yield from after

    def _is_other_heading(self, block: Block) -> bool:
        """Whether a heading is no by-line: neither called one nor "By" and full names."""
        if block.kind != "heading" or self.reader.is_byline(block):
            return False
        return not self.reader.opened(block) or not any(
            self.reader.full(spaced(block.text), "byline", OPENED)
        )

    def _listed(self, elements: list[tuple[int, NameClaim]]) -> Iterator[NameClaim]:
        """Authors in elements of their own, written by one template, as one claim."""
        same = [claim for signature, claim in elements if signature == elements[0][0]]
        if len(same) > 1:
            linked = any(claim.place == "byline link" for claim in same)  # may be reviewers too
            place = "byline links" if linked else "byline list"
            yield from self.reader.claim([claim.text for claim in same], place, min(c.trust for c in same))

    def _near_title(self) -> Iterator[NameClaim]:
        label = edits = False
        around = list(self.place.around_title())
        elements: list[tuple[int, NameClaim]] = []
        late: list[NameClaim] = []  # lines below the begin of the text
        for rank, (distance, block) in enumerate(around):
            if len(block.text) > MAX_FIELD or self._is_other_heading(block) or self.place.in_frame(block):
                label = edits = False
                continue
            share = 1.0 if distance in NEAR else FAR
            if self.place.is_foreign(block):
                share *= FOREIGN_CLOSE if abs(distance) <= CLOSE else FOREIGN
            opened = self.reader.opened(block)
            found = list(self.reader.line(block, share, distance, label, opened))
            if not found and (distance in DATED or block.index + 1 == self.place.first):
                beside = [around[at][1] for at in (rank - 1, rank + 1) if 0 <= at < len(around)]
                found = list(self.unmarked.line(block, share, distance, beside))
            edits = self.reader.edits(block, opened) or (edits and label)
            found = [replace(claim, edited=True) for claim in found] if edits else found
            below = distance > TYPED_AT[-1]
            late += [claim for claim in found if below and claim.place == "byline"]
            yield from (claim for claim in found if claim not in late)
            elements += [(block.container.signature, claim) for claim in found if _is_one_full_name(claim)]
            label = is_label(block, opened)
        if len({claim.names.people for claim in late}) > 1:  # "Author: …" in each entry of a list
            late = [replace(late[0], trust=min(late[0].trust, LATE))]
        yield from late
        yield from self._listed(elements)

    def _after_body(self) -> Iterator[NameClaim]:
        label = edits = False
        for _, block in self.place.after_body():
            opened = self.reader.opened(block)
            edits = self.reader.edits(block, opened) or (edits and label)
            if len(block.text) <= MAX_FIELD and not self.place.in_frame(block):
                share = FOREIGN_AFTER if self.place.is_foreign(block) else AFTER
                for claim in self.reader.line(block, share, None, label, opened):
                    yield replace(claim, edited=True) if edits else claim
            label = is_label(block, opened)


def _is_one_full_name(claim: NameClaim) -> bool:
    people = claim.names.people
    placed = claim.place in ("byline element", "byline link")
    return placed and len(people) == 1 and bool(FULL_NAME.fullmatch(people[0]))
