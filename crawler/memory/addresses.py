"""Which of a site's addresses turned out to be articles, by their patterns: "/news/*-#.html", "/tag/+".

What a pattern is says discovery (shape.py). Each address that is looked at makes those before it weigh a
little less. So a pattern that is left alone, for none of its addresses was an article, is tried anew after
some hundred other pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.memory.counts import DIGITS, FADING

MAX_PATTERNS = 32
MAX_PATTERN = 40  # bytes; a longer one is remembered by its beginning
ENOUGH = 6.0  # addresses from which a pattern tells something
MOSTLY = 0.8  # of them articles
HARDLY = 0.02

Counted = tuple[float, float]  # addresses that were looked at, and those that were articles


@dataclass(frozen=True, slots=True)
class Addresses:
    """A value; `after` gives the next one."""

    counts: Mapping[str, Counted] = field(default_factory=dict)

    def after(self, pattern: str, *, is_article: bool) -> "Addresses":
        """What is known after one more address was looked at; past the bound the rarest patterns go."""
        counts = {of: (tried * FADING, found * FADING) for of, (tried, found) in self.counts.items()}
        pattern = shortened(pattern)
        tried, found = counts.get(pattern, (0.0, 0.0))
        counts[pattern] = tried + 1, found + is_article
        ranked = sorted(counts.items(), key=lambda pair: -pair[1][0])[:MAX_PATTERNS]
        return Addresses({of: (round(t, DIGITS), round(f, DIGITS)) for of, (t, f) in ranked})

    def are_articles(self, pattern: str) -> bool | None:
        """Whether the addresses of a pattern are articles; None where that is not known."""
        tried, found = self.counts.get(shortened(pattern), (0.0, 0.0))
        if tried < ENOUGH:
            return None
        return True if found >= MOSTLY * tried else False if found <= HARDLY * tried else None


def shortened(pattern: str) -> str:
    return pattern.encode()[:MAX_PATTERN].decode(errors="ignore")
