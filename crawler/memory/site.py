"""What a site's pages taught: a value. `learn` gives the next one; nothing is changed in place.

Two things are counted of each page: its containers, by signature (on how many pages they stood, how many
blocks they held, how many of these were body), and its texts (on how many pages they stood, on how many as
body). What was found of its fields is counted too, so that a person can read what the site is like.

A page whose body the memory has met already teaches nothing: it is the same article at another look, or a
wall that stands before every page. Whether the site has a new layout is told by `drift`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crawler.memory.addresses import Addresses
from crawler.memory.counts import DIGITS, FADING, Counts
from crawler.memory.drift import Drift, after
from crawler.memory.lesson import Lesson

# Real pages have some 150 each; what stands on many pages of a site is a few hundred.
MAX_BOXES = 1_100
MAX_TEXTS = 1_100
MAX_FACTS = 20
MAX_VALUES = 6  # of one fact
MAX_VALUE = 60  # characters; with all of the above a memory has 62 KB at worst

BOX_COLUMNS = 3
TEXT_COLUMNS = 2

MET = 0.5  # of the body's blocks, from which the body as a whole counts as met before

Facts = Mapping[str, Mapping[str, float]]  # fact → its values, with the pages that had them


@dataclass(frozen=True, slots=True, eq=False)
class SiteMemory:
    """`pages` have been learned from; `weight` is their number with older ones counting less, the measure for
    all counts. `boxes` counts pages, blocks and blocks of body, `texts` pages and pages with it as body."""

    pages: int = 0
    weight: float = 0.0
    boxes: Counts = field(default_factory=lambda: Counts.empty(BOX_COLUMNS))
    texts: Counts = field(default_factory=lambda: Counts.empty(TEXT_COLUMNS))
    facts: Facts = field(default_factory=dict)
    drift: Drift = field(default_factory=Drift)
    addresses: Addresses = field(default_factory=Addresses)


def looked_at(memory: SiteMemory, pattern: str, *, is_article: bool) -> SiteMemory:
    """The memory after an address of this pattern was looked at."""
    return replace(memory, addresses=memory.addresses.after(pattern, is_article=is_article))


def learn(memory: SiteMemory, page: Lesson) -> SiteMemory:
    """The memory after one more page; the same where the page has no body, or one that was met before."""
    if not len(page.kept) or is_met(memory, page):
        return memory
    number = memory.pages + 1
    return replace(
        memory,
        pages=number,
        weight=round(memory.weight * FADING + 1, DIGITS),
        boxes=memory.boxes.with_page(page.boxes, page.box_counts, number, MAX_BOXES),
        texts=memory.texts.with_page(page.texts, page.text_counts, number, MAX_TEXTS),
        facts=_facts(memory.facts, page.facts),
        drift=after(memory.drift, memory.boxes, page, number),
    )


def is_met(memory: SiteMemory, page: Lesson) -> bool:
    """Whether most of the body's texts were body on a page before."""
    rows = memory.texts.rows(page.kept_texts)
    rows = rows[rows >= 0]
    return int((memory.texts.counts[rows, 1] > 0).sum()) > MET * len(page.kept_texts)


def _facts(before: Facts, page: Mapping[str, Sequence[str]]) -> Facts:
    """The counts with a page's values; of each fact the most frequent are kept."""
    facts = {name: {value: count * FADING for value, count in of.items()} for name, of in before.items()}
    for name, values in page.items():
        if name not in facts and len(facts) >= MAX_FACTS:
            continue
        counts = facts.setdefault(name, {})
        for value in dict.fromkeys(value[:MAX_VALUE] for value in values):
            counts[value] = counts.get(value, 0.0) + 1
    return {name: _frequent(counts) for name, counts in facts.items()}


def _frequent(counts: Mapping[str, float]) -> dict[str, float]:
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return {value: round(count, DIGITS) for value, count in ranked[:MAX_VALUES] if count >= 0.01}
