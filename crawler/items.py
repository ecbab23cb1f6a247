"""The items that travel from spider to store: an `Article`, or the `Outcome` of a fetch that gave none.

`Article` is the record, version 1: its public fields, in this order, are what exports hold and what
`warraq schema` describes. Absent is absent: None and empty lists are left out of a record.
Times are timezone-aware datetimes, written as RFC 3339.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta

SCHEMA_VERSION = 1

BlockKind = Literal["paragraph", "heading", "item", "quote", "table", "preformatted", "embed"]


class Kind(StrEnum):
    """What a page turned out to be; only ARTICLE enters a dataset unless asked for."""

    ARTICLE = "article"
    FRONT = "front"
    GALLERY = "gallery"
    VIDEO = "video"
    LIVE = "live"
    PAYWALL = "paywall"
    CONSENT = "consent"
    ERROR = "error"
    OTHER = "other"


class Status(StrEnum):
    """What a fetch came to. Every fetch ends as exactly one of these."""

    ARTICLE = "article"  # a new article or a new revision
    UNCHANGED = "unchanged"  # 304, or the same content again
    DUPLICATE = "duplicate"  # another address or a copy of an article that is already stored
    LISTING = "listing"  # a feed, sitemap, front or robots.txt, read
    NOT_ARTICLE = "not_article"
    GONE = "gone"  # 404, 410
    BLOCKED = "blocked"  # 401, 403, 429, 451, challenge pages
    REFUSED = "refused"  # by robots.txt or by our own guard
    FAILED = "failed"  # network, server or extraction


class AddressKind(StrEnum):
    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"
    FRONT = "front"
    ROBOTS = "robots"
    ARCHIVE = "archive"  # a file of saved pages that is being read


LISTINGS = (AddressKind.SITEMAP, AddressKind.FEED, AddressKind.FRONT)  # they name articles, and are never one


@dataclass(slots=True, frozen=True)
class Link:
    """One address as a feed, sitemap or front names it, with what is said there about the page.

    `url` is canonicalized. The descriptive fields are evidence, not truth.
    """

    url: str
    kind: AddressKind = AddressKind.ARTICLE
    found_in: Literal["feed", "sitemap", "news_sitemap", "front", "robots", "source"] = "front"
    title: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str | None = None
    permalink: str | None = None  # another address that a feed gives for it, canonicalized


@dataclass(slots=True, frozen=True)
class Address:
    """A URL that Warraq knows: one row of the frontier."""

    url: str
    source: str
    site: str  # "host" or "host:port", the unit of politeness
    kind: AddressKind
    etag: str | None = None
    last_modified: str | None = None
    link: Link | None = None  # how it was found, with the evidence given there
    attempts: int = 0  # failures in a row
    memo: str | None = None  # what its fetches taught, as text for the module that wrote it


@dataclass(slots=True, frozen=True)
class DueQuery:
    """Which of the addresses that are due are asked for; None is all of them.

    Articles known to be older than `since` stay out, and so do the URLs in `exclude`.
    """

    source: str | None = None
    site: str | None = None
    kinds: Collection[AddressKind] | None = None
    since: datetime | None = None
    exclude: Collection[str] = ()


@dataclass(slots=True)
class Outcome:
    """What the fetch of one address came to; the item where there is no article."""

    address: Address
    status: Status
    reason: str = ""  # one line for a person; empty where the status says it all
    fetched_at: datetime | None = None
    http_status: int | None = None
    final_url: str | None = None  # after redirects
    etag: str | None = None
    last_modified: str | None = None
    bytes: int = 0  # of the body as decoded
    seconds: float = 0.0  # from request to body
    kind: Kind | None = None  # of a page that is no article
    next_due: datetime | None = None  # when to ask again; None is never
    memo: str | None = None  # what this fetch taught; None is nothing
    left: dict[str, int] = field(default_factory=dict)  # why links were not taken up → how many
    body_hash: str = ""  # of an article's page as it came
    read_with: int | None = None  # pages that the site's memory knew when the page was read; None: not read
    links: list[Link] = field(default_factory=list)  # of a listing: what to crawl next
    found: int = 0  # of these, articles that were not known; set when the outcome is stored


@dataclass(slots=True)
class BodyBlock:
    """One piece of the body, in the page's order."""

    kind: BlockKind
    text: str
    level: int | None = None  # heading 1-6, list depth from 1
    links: list[tuple[str, str]] = field(default_factory=list)  # (anchor text, absolute URL)


@dataclass(slots=True)
class Image:
    url: str
    caption: str | None = None
    credit: str | None = None
    width: int | None = None  # pixels
    height: int | None = None


@dataclass(slots=True, frozen=True)
class Part:
    """Which page of an article of several pages one is, as it says itself; addresses are canonicalized."""

    number: int = 1
    first: str | None = None  # of a later page: the address of the first one, or of one nearer to it
    following: str | None = None  # the address of the next page


UNSURE = 0.4  # confidence; in cross-validation two in three bodies below it were not the whole text


@dataclass(slots=True)
class Extraction:
    """How the body was found."""

    method: str
    confidence: Annotated[float, Meta(ge=0, le=1)]
    unsure: bool | None = None  # true below UNSURE: the text may be another one, or a part of it
    memory: int | None = None  # pages that the site memory had learned from
    removed: dict[str, int] = field(default_factory=dict)  # furniture: kind -> count of blocks
    better: bool | None = None  # true: the page is as it was at the last look, the extraction is better


Doc = Meta  # a field's description, for the JSON Schema


@dataclass(slots=True)
class Article:
    """One clean article: the record, version 1."""

    url: Annotated[str, Doc(description="Where it was fetched, canonicalized, after redirects.")]
    title: Annotated[str | None, Doc(description="The headline as printed, without the site's name.")] = None
    id: Annotated[str | None, Doc(description="Stable id of the article, the same for every revision.")] = (
        None
    )
    revision: Annotated[int | None, Doc(description="1, 2, … of this article.")] = None
    schema: Annotated[int, Doc(description="Version of this record.")] = SCHEMA_VERSION
    status: Annotated[
        Literal["new", "changed", "gone", "merged", "forgotten"] | None,
        Doc(description="What this revision is."),
    ] = None
    merged_into: Annotated[
        str | None, Doc(description="Id of the article that this one turned out to be.")
    ] = None
    kind: Annotated[Kind, Doc(description="What the page is.")] = Kind.ARTICLE
    canonical_url: Annotated[str | None, Doc(description="What the page calls itself (a claim).")] = None
    source: Annotated[str | None, Doc(description="The source's name in sources.toml.")] = None
    publisher: Annotated[str | None, Doc(description="The publisher as the page names it.")] = None
    kicker: Annotated[str | None, Doc(description="The line over the title.")] = None
    subtitle: Annotated[str | None, Doc(description="Deck under the title.")] = None
    summary: Annotated[str | None, Doc(description="Description that the page or its feed gives.")] = None
    paragraphs: Annotated[
        list[str], Doc(description="The body in order, one string a paragraph, heading, item or quote.")
    ] = field(default_factory=list)
    text: Annotated[str | None, Doc(description="The paragraphs joined by blank lines.")] = None
    blocks: Annotated[
        list[BodyBlock], Doc(description="The body with kinds, levels and links, on request.")
    ] = field(default_factory=list)
    authors: Annotated[list[str], Doc(description="People.")] = field(default_factory=list)
    agency: Annotated[list[str], Doc(description="News agencies credited.")] = field(default_factory=list)
    published_at: Annotated[str | None, Doc(description="RFC 3339; a bare day where no more is known.")] = (
        None
    )
    modified_at: Annotated[str | None, Doc(description="RFC 3339, when the page says it was changed.")] = None
    date_from: Annotated[str | None, Doc(description="Which evidence gave published_at.")] = None
    first_seen_at: datetime | None = None
    fetched_at: datetime | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    image: Annotated[str | None, Doc(description="URL of the lead image.")] = None
    images: list[Image] = field(default_factory=list)
    language: Annotated[str | None, Doc(description="ISO 639-1, else 639-3.")] = None
    direction: Literal["rtl", "ltr"] | None = None
    word_count: int | None = None
    access: Literal["free", "metered", "paywalled", "unknown"] | None = None
    rights: Annotated[
        list[str], Doc(description="Opt-outs and licences of page and site, e.g. noai, tdm-reservation.")
    ] = field(default_factory=list)
    content_hash: Annotated[str | None, Doc(description="SHA-256 of normalized title and paragraphs.")] = None
    cluster: Annotated[str | None, Doc(description="The copies of one story share this.")] = None
    cluster_first: Annotated[str | None, Doc(description="Id of the cluster's earliest article.")] = None
    extraction: Extraction | None = None

    # Not part of the record: where the item came from, and what the pipelines decided about it.
    outcome: Annotated[Outcome | None, Doc(extra={"internal": True})] = None
    page_language: Annotated[str | None, Doc(extra={"internal": True})] = None  # the page's own claim
    kind_reason: Annotated[str | None, Doc(extra={"internal": True})] = None  # why it is no article
    scripts: Annotated[str, Doc(extra={"internal": True})] = ""  # how a page without text says it needs them
    part: Annotated[Part | None, Doc(extra={"internal": True})] = None  # where the article has several pages
    # What validation took out, a line each; None where the article is not settled yet (pipelines/settle.py).
    taken_out: Annotated[list[str] | None, Doc(extra={"internal": True})] = None
    body_hash: Annotated[str, Doc(extra={"internal": True})] = ""  # of the page's bytes, where it was fetched
    sketch: Annotated[bytes | None, Doc(extra={"internal": True})] = None  # packed (pipelines/similarity.py)
    # What the page teaches its site's memory, packed (crawler/memory).
    lesson: Annotated[bytes | None, Doc(extra={"internal": True})] = None


Item = Article | Outcome
Record = dict[str, Any]
