"""One rule on a page that a test writes: what stays of the choice."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from crawler.extraction.reading.keys import keys
from crawler.extraction.roles.furniture import said
from crawler.extraction.roles.labelled import BODY, Apart, Labelled
from crawler.pages.blocks.block import Block

Effect = Callable[[Labelled], Mapping[int, str]]


def labelled(blocks: Sequence[Block], kept: Iterable[int]) -> Labelled:
    chosen = list(kept)
    roles = [BODY if place in set(chosen) else "" for place in range(len(blocks))]
    texts = [block.text for block in blocks]
    return Labelled(texts, chosen, blocks, roles, said=said(blocks), keys=keys(texts))


def of_texts(texts: Sequence[str]) -> Labelled:
    return Labelled(texts, list(range(len(texts))), roles=[BODY] * len(texts))


def after(
    effect: Effect, blocks: Sequence[Block], kept: Iterable[int], authors: Collection[str] = ()
) -> list[int]:
    """The chosen places after the effect of a rule."""
    page = labelled(blocks, kept)
    page.apart = Apart(authors=authors)
    roles = dict.fromkeys(page.kept, BODY) | dict(effect(page))
    return sorted(place for place, role in roles.items() if role == BODY)
