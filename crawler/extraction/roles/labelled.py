"""The lines of a page with the role of each: what rules look at and what they change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.extraction.roles.view import Vector
from crawler.pages.blocks.block import Block

BODY = "body"

Roles = dict[int, str]  # place of a line → the role that it gets


@dataclass(frozen=True, slots=True)
class Apart:
    """What has a field of its own, and is no part of the body."""

    title: str | None = None
    kicker: str | None = None
    deck: str | None = None
    authors: Collection[str] = ()
    captions: Collection[str] = ()
    descriptions: Collection[str] = ()  # of the page in its metadata, as keys
    agency: Mapping[str, str] = field(default_factory=dict)  # the site's own, see reading/agencies.py


class Change(NamedTuple):
    """What a rule did to one block or line."""

    rule: str
    place: int
    before: str
    after: str


@dataclass(slots=True)
class Labelled:
    """The lines of a page, each with its role; `kept` are the places of those that are body.

    `blocks` is empty where the lines are no blocks of a page. What is `apart` is decided before.
    """

    texts: Sequence[str]
    kept: Sequence[int]
    blocks: Sequence[Block] = ()
    keys: Sequence[str] = ()  # letters and digits of each line, to compare lines by
    sure: bool = True  # whether the model's choice is trusted where rules are not certain
    news: bool = False  # whether the convention of news is followed
    apart: Apart = Apart()
    url: str = ""  # of the page
    chance: Sequence[float] | Vector = ()  # of each line to be body, where a model has said so
    repeated: Sequence[int] = ()  # places of the lines that many other pages of the site have too
    roles: list[str] = field(init=False)  # "" where nothing is known
    trace: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roles = [""] * len(self.texts)
        for place in self.kept:
            self.roles[place] = BODY

    def headings(self, level: int | None = None) -> list[Block]:
        """The headings, or those of a level."""
        found = (block for block in self.blocks if block.kind == "heading")
        return [block for block in found if level in (None, block.level)]
