"""One article is stored once: what its content is, and which stored article an incoming one is.

`content_hash` names the content: folded title and paragraphs, so that white space, marks and letter
variants make no difference, nor do counters and ages ("1,204 views", "3 hours ago"). `identity` decides,
from the URLs and the content of what is already stored, whether an article is new, a revision, the same
again, another address or a copy. It is a pure function: the store calls it inside the transaction that
acts on it.

A canonical URL, a redirect and an address seen before are claims: sites repeat one canonical on every page,
and redirect what is gone to something else. Such a claim is believed where title or text bear it out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from crawler.items import Article, Status
from crawler.languages.counters import is_passing
from crawler.text import fold
from crawler.urls import canonicalize, host_of, registrable, site_of
from pipelines.editions import is_edition, marks, story_of
from pipelines.foreign import through

ID_LENGTH = 20  # hex digits, 80 bits: a collision among 10^9 articles has a chance below 10^-6
SHARED_PARAGRAPHS = 0.5  # of the shorter text: an edited article keeps more, another article has none
UNITING_PARAGRAPHS = 0.8  # of the shorter: to make one of two stored articles takes more than to tell them
LONG_PARAGRAPH = 40  # characters: shorter ones ("Read also:") are shared by articles of a site


def content_hash(title: str | None, paragraphs: Sequence[str]) -> str:
    """SHA-256 over the folded title and paragraphs; lines that change by themselves are left out."""
    lasting = (text for text in paragraphs if not is_passing(text))
    parts = [fold(title or ""), *(folded for folded in map(fold, lasting) if folded)]
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def article_id(url: str) -> str:
    """The id of the article whose identity URL this is."""
    return sha256(url.encode("utf-8", "replace")).hexdigest()[:ID_LENGTH]


def identity_url(url: str, canonical: str | None) -> str:
    """The canonical URL, where the page claims one of its own site that is no home page; else the URL."""
    url = canonicalize(url) or url
    claimed = canonicalize(canonical) if canonical else None
    if claimed and same_site(claimed, url) and urlsplit(claimed).path.strip("/"):
        return claimed
    return url


def same_site(one: str, other: str) -> bool:
    """Whether the pages may speak for each other: one host and port, or hosts of one owner on usual ports."""
    first, second = site_of(one), site_of(other)
    if first == second:
        return bool(first)
    if first != host_of(first) or second != host_of(second):
        return False
    return registrable(first) == registrable(second)


@dataclass(frozen=True, slots=True)
class Known:
    """An article in the store, as far as the decision needs it."""

    id: str
    url: str
    canonical: str  # its identity URL
    source: str
    content_hash: str
    revision: int
    status: str
    first_seen: datetime
    cluster: str
    cluster_first: str
    title: str | None = None
    paragraphs: tuple[str, ...] = ()
    seed: bool = False  # its cluster's other texts were compared with its own


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article that was just fetched."""

    url: str  # after redirects
    asked: str  # before
    identity: str
    source: str
    content_hash: str
    title: str | None = None
    paragraphs: tuple[str, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        """Under what it may be known, the most telling first; an edition also by its story's address."""
        return tuple(dict.fromkeys((self.identity, self.url, self.asked, story_of(self.identity))))


@dataclass(frozen=True, slots=True)
class Decision:
    """What the article is, and why. `write` says which revision to write, if any."""

    status: Status
    reason: str
    known: Known | None = None  # the article that it is
    copy_of: Known | None = None  # the article of another source whose content it has
    identity: str = ""  # of a new article
    write: Literal["new", "changed"] | None = None
    aliases: tuple[str, ...] = ()  # URLs that are this article from now on
    leads: bool = False  # it came from the article's own URL: that is its address from now on


def identity(incoming: Incoming, by_url: Mapping[str, Known], by_content: Sequence[Known]) -> Decision:
    """`by_url`: what is stored under its URLs; `by_content`: what has its content, earliest first."""
    for url in incoming.urls:
        known = by_url.get(url)
        if known and _believed(incoming, known):
            return _again(incoming, known, by_url)
    for known in by_content:
        if known.source == incoming.source:
            return _again(incoming, known, by_url)
    free = next((url for url in (incoming.identity, incoming.url) if url not in by_url), None)
    if free is None:  # every name is taken, by articles that look different: the page was replaced
        return _again(incoming, by_url.get(incoming.url) or by_url[incoming.identity], by_url)
    aliases = _unclaimed(incoming, by_url)
    if by_content:
        first = by_content[0]
        reason = f"copy of {first.url} ({first.source})"
        return Decision(Status.DUPLICATE, reason, copy_of=first, identity=free, write="new", aliases=aliases)
    return Decision(Status.ARTICLE, "", identity=free, write="new", aliases=aliases)


def near_copy(decision: Decision, seed: Known) -> Decision:
    """A new article that turned out to be a near copy of another source's."""
    reason = f"near copy of {seed.url} ({seed.source})"
    return replace(decision, status=Status.DUPLICATE, reason=reason, copy_of=seed)


def one_article(incoming: Incoming, by_url: Mapping[str, Known]) -> tuple[Known, ...]:
    """The stored articles that a page says are one, the earliest first; fewer than two: nothing to unite.

    It says so by its canonical URL or by a redirect; that is believed of what has its text.
    """
    found = {known.id: known for known in map(by_url.get, incoming.urls) if known}
    alike = [
        known
        for known in found.values()
        if known.content_hash == incoming.content_hash
        or _share_text(incoming.paragraphs, known.paragraphs, UNITING_PARAGRAPHS)
    ]
    return tuple(sorted(alike, key=lambda known: (known.first_seen, known.id)))


def _again(incoming: Incoming, known: Known, by_url: Mapping[str, Known]) -> Decision:
    """The incoming article is `known`: the same again, another address, or a revision."""
    aliases = _unclaimed(incoming, by_url)
    own = is_edition(known.canonical, incoming.url)
    if incoming.content_hash == known.content_hash and known.status != "gone":
        if incoming.url == known.url and (incoming.asked in by_url or incoming.asked == known.url):
            return Decision(Status.UNCHANGED, "", known, aliases=aliases)
        plainer = marks(incoming.url) < marks(known.canonical)  # and it has the same text
        leads = plainer or incoming.url == known.canonical != known.url
        reason = f"another address of {known.url}"
        return Decision(Status.DUPLICATE, reason, known, aliases=aliases, leads=leads)
    # A print or mobile edition reads a little differently: only the article's own address revises it,
    # or the two would take turns for ever.
    at_home = own or {incoming.url, incoming.asked} & {known.url, known.canonical}
    if not at_home and known.status != "gone":
        return Decision(Status.DUPLICATE, f"another edition of {known.url}", known, aliases=aliases)
    reason = "was gone, is back" if known.status == "gone" else "changed"
    return Decision(Status.ARTICLE, reason, known, write="changed", aliases=aliases, leads=own)


def _unclaimed(incoming: Incoming, by_url: Mapping[str, Known]) -> tuple[str, ...]:
    return tuple(url for url in incoming.urls if url not in by_url)


def _believed(incoming: Incoming, known: Known) -> bool:
    """Whether the two are one article: the same address saying the same of itself, or alike to read."""
    if incoming.url == known.url and incoming.identity == known.canonical:
        return True
    if incoming.content_hash == known.content_hash:
        return True
    if incoming.title and known.title and fold(incoming.title) == fold(known.title):
        return True
    return _share_text(incoming.paragraphs, known.paragraphs)


def _share_text(one: Sequence[str], other: Sequence[str], least: float = SHARED_PARAGRAPHS) -> bool:
    first, second = ({fold(text) for text in texts if len(text) >= LONG_PARAGRAPH} for texts in (one, other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= least * shorter


class DeduplicatePipeline:
    """Gives each article its content hash; what it is a copy of, the store decides in its transaction."""

    def process_item(self, item: object) -> object:
        return through(item, _name_content)


def _name_content(article: Article) -> None:
    if article.taken_out is None:
        article.content_hash = content_hash(article.title, article.paragraphs)
