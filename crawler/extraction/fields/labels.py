"""Section, tags, publisher, canonical URL and the page's own claim of its language."""

import re
from dataclasses import dataclass, replace
from operator import attrgetter

from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.sitenames import site_of
from crawler.extraction.claims.table import LIMITS, claims
from crawler.extraction.reading.titletext import Tokens, tokens
from crawler.languages.credits import is_only_agencies
from crawler.languages.lookup import furniture_family
from crawler.pages.page import Document
from crawler.urls import path_of

MAX_TAGS = 40  # of one article; more is a keyword dump
MIN_STEM = 10  # characters of a title that was cut short

_TAG_SPLIT = re.compile(r"(?<!\s)\s*[,;،؛、，|]\s*")
_SYSTEM = re.compile(
    r"^_|[0-9a-f]{8}-[0-9a-f]{4}-|^[\w ]{2,20}:\s|^\w{3,20}:\w|[_=]\w*[_=]|^\w+-\w+-\w+-\w+", re.ASCII
)
# What templates print for want of an address, two of them in one, and the machine that the site is made on.
_NO_CANONICAL = re.compile(r"/(?:undefined|null|none)/?$|,\s*https?:|^https?://localhost\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{2,8})*\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a page calls itself, its site and its subjects."""

    section: Decision
    tags: tuple[str, ...]
    publisher: Decision
    canonical_url: Decision
    language: Decision


def labels(document: Document, title: str | None) -> Labels:
    said = claims(document)
    named = [claim for claim in said["publisher"] if "://" not in claim.value]
    named = [claim for claim in named if not furniture_family(claim.value)]
    # An agency publishes on its own site; on others it is whose text it is.
    own = [claim for claim in named if not is_only_agencies(claim.value)]
    publisher = most_trusted(own or named, said["publisher"])
    return Labels(
        decide_section(said["section"], title or ""),
        decide_tags(said["tags"], title, publisher.value, *site_of(document).publishers),
        publisher,
        decide_canonical(said["canonical_url"], document.url),
        decide_language(said["language"]),
    )


def decide_section(said: list[Claim[str]], title: str = "") -> Decision:
    """The section's name; not the title, cut short ("Council decides to ke…")."""
    trimmed = [replace(claim, value=claim.value.strip(" ,;/>|")) for claim in said]
    able = [claim for claim in trimmed if _is_label(claim.value) and not _is_cut(claim.value, title)]
    return most_trusted(able, said)


def _is_cut(text: str, title: str) -> bool:
    """Whether a text is the beginning of the title, and says so with dots."""
    stem = text.rstrip(".… ")
    return stem != text and len(stem) >= MIN_STEM and title.startswith(stem)


def decide_tags(said: list[Claim[str]], *others: str | None) -> tuple[str, ...]:
    """The tags of the most trusted place that has any. `others`: the title and what the site
    is called, which are no tags."""
    known = set(map(tokens, filter(None, others)))
    places: dict[str, dict[Tokens, str]] = {}
    for claim in sorted(said, key=attrgetter("trust"), reverse=True):
        tags = places.setdefault(claim.place, {})
        for part in _TAG_SPLIT.split(claim.value):
            tag = part.strip().removeprefix("#")
            # Labels for readers, not the marks that an editorial system sets for itself.
            if _is_label(tag) and not _SYSTEM.search(tag) and tokens(tag) not in known:
                tags.setdefault(tokens(tag), tag)
    return next((tuple(tags.values()) for tags in places.values() if 0 < len(tags) <= MAX_TAGS), ())


def _is_label(text: str) -> bool:
    is_short = 1 < len(text) <= LIMITS["section"]
    return is_short and bool(tokens(text)) and "://" not in text and not text.isdigit()


def decide_language(said: list[Claim[str]]) -> Decision:
    """The code that most trust stands behind."""
    codes: dict[str, Claim[str]] = {}
    for claim in said:
        if match := _LANGUAGE.match(claim.value):
            code = match[1].lower()
            known = codes.get(code, replace(claim, value=code, trust=0.0))
            codes[code] = replace(known, trust=known.trust + claim.trust)
    return most_trusted(list(codes.values()), said)


def decide_canonical(said: list[Claim[str]], url: str) -> Decision:
    """The page's own claim. One that names the home page for an article, or nothing that readers could reach,
    or that contradicts another claim of the same trust (two different <link rel=canonical>), is an error of
    the site's."""
    is_front = not path_of(url).strip("/")
    able = [claim for claim in said if is_front or path_of(claim.value).strip("/")]
    able = [claim for claim in able if claim.value == url or not _NO_CANONICAL.search(claim.value)]
    if len({claim.value for claim in able if claim.place == "link"}) > 1:
        able = [claim for claim in able if claim.place != "link"]
    return most_trusted(able, said)
