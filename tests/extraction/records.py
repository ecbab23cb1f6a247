"""Small pages with the whole record that each has to become: the table's row, the texts, the comparison.

A case holds a page of our own words and what a careful reader takes from it. Every field of the record
is compared; one that the case does not name must be absent, but for what the page's language settles and
for the text, which is that of `TEXTS` where the case names no other. The way from page to record is
imported here and nowhere else: it is what a crawl runs in its child processes.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.items import Link
from crawler.pages.page import Page
from crawler.runs.tasks import extract_and_settle
from pipelines.record import FIELDS, record

URL = "https://www.morningpost.example/news/the-harbour-wall"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TITLE = "Harbour wall to be rebuilt before the winter storms"
# What the run and the store add, what follows from other fields, and how the body was found.
NOT_COMPARED = {
    *("id", "revision", "schema", "status", "merged_into", "source", "text", "blocks", "date_from"),
    *("first_seen_at", "fetched_at", "word_count", "content_hash", "cluster", "cluster_first", "extraction"),
}
COMPARED = tuple(name for name in FIELDS if name not in NOT_COMPARED)
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")

TEXTS: Mapping[str, list[str]] = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    """A page and what becomes of it. `fields` are the record's, as JSON has them."""

    name: str
    html: str
    fields: Mapping[str, Any]
    language: str = "en"
    url: str = URL
    headers: Mapping[str, str] = field(default_factory=dict)
    link: Link | None = None

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def expected(self) -> dict[str, Any]:
        rest: dict[str, Any] = {
            "url": self.url,
            "kind": "article",
            "access": "unknown",
            "language": self.language,
            "direction": "rtl" if self.language in RIGHT_TO_LEFT else "ltr",
            "paragraphs": list(TEXTS[self.language]),
        }
        return {name: value for name, value in (rest | dict(self.fields)).items() if value is not None}

    def found(self) -> dict[str, Any]:
        return found_on(self.url, self.html.encode(), self.headers, self.link)


def case(
    name: str,
    *,
    head: str = "",
    body: str | None = None,
    above: str = "",
    lead: str = "",
    below: str = "",
    language: str = "en",
    url: str = URL,
    headers: Mapping[str, str] | None = None,
    link: Link | None = None,
    html: str | None = None,
    **fields: Any,
) -> Case:
    """A row of a table. Without `body` the page holds a headline and the texts of its language; `above`
    stands under the headline in its header, `lead` before the texts, `below` after them."""
    title = fields.setdefault("title", TITLE)
    if body is None:
        header = f"<header><h1>{title}</h1>{above}</header>"
        body = f"<article>{header}{lead}{text(language)}{below}</article>"
    page = html or f'<html lang="{language}"><head>{head}</head><body>{body}</body></html>'
    return Case(name, page, fields, language, url, headers or {}, link)


def found_on(
    url: str, html: bytes, headers: Mapping[str, str] | None = None, link: Link | None = None
) -> dict[str, Any]:
    """The record of a page, by the way that a crawl's pages go."""
    return record(extract_and_settle(Page(url, html, NOW, headers or {}, link=link)))


def text(language: str = "en", count: int = 4) -> str:
    """The texts of a language as paragraphs."""
    return paragraphs(TEXTS[language][:count])


def paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{line}</p>\n" for line in lines)


def meta(**values: str) -> str:
    """Meta elements; `og_title` is og:title, `article__published_time` article:published_time."""
    made = []
    for name, value in values.items():
        key = name.replace("__", ":") if "__" in name else name
        kind = "property" if ":" in key else "name"
        made.append(f'<meta {kind}="{key}" content="{value}">')
    return "".join(made)


def ld(kind: str = "NewsArticle", **values: Any) -> str:
    """A JSON-LD script with one node."""
    node = {"@context": "https://schema.org", "@type": kind, **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def differences(one: Case) -> list[str]:
    """What differs, a field a line."""
    expected, found = one.expected(), one.found()
    told = []
    for name in COMPARED:
        want, got = expected.get(name), found.get(name)
        if want == got:
            continue
        if name == "paragraphs":
            told += [f"- {line}" for line in want or () if line not in (got or ())]
            told += [f"+ {line}" for line in got or () if line not in (want or ())]
            told += ["the paragraphs' order or number differs"] * (sorted(want or ()) == sorted(got or ()))
        else:
            told.append(f"{name}: {got!r} instead of {want!r}")
    return told
