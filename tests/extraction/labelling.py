"""One rule on a page that a test writes: what stays of the choice."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from crawler.extraction.reading.keys import keys
from crawler.extraction.roles.labelled import BODY, Apart, Labelled
from crawler.pages.blocks.block import Block

Effect = Callable[[Labelled], Mapping[int, str]]


def labelled(blocks: Sequence[Block], kept: Iterable[int]) -> Labelled:
    texts = [block.text for block in blocks]
    return Labelled(texts, list(kept), blocks, keys(texts))


def of_texts(texts: Sequence[str]) -> Labelled:
    return Labelled(texts, range(len(texts)))


def after(
    effect: Effect,
    blocks: Sequence[Block],
    kept: Iterable[int],
    authors: Collection[str] = (),
    *,
    news: bool = False,
) -> list[int]:
    """The chosen places after the effect of a rule."""
    page = labelled(blocks, kept)
    page.apart, page.news = Apart(authors=authors), news
    roles = dict.fromkeys(page.kept, BODY) | dict(effect(page))
    return sorted(place for place, role in roles.items() if role == BODY)
