"""The sets of pages with their truth, read from the corpus folder; which fold a page belongs to."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from crawler.pages.page import Document, Page

FOLDS = 5

# The weight of a page. News pages count more: they are what the model is for.
TRAINED = {
    "news-world": 4.0,
    "news-sites": 4.0,
    "arabic": 4.0,
    "languages": 2.0,
    "articles": 1.0,
    "readability": 0.7,
    "snippets": 1.0,
    "web": 0.5,
}
EVALUATED = ("portals",)  # never trained on: what a set that nobody learned from comes to
# The convention of each set; 0, news, is our own. `web` counts titles, by-lines and captions as text.
STYLES = {"articles": 1, "snippets": 1, "readability": 2, "web": 3}

_PLACEHOLDER = "example.org"
_SECOND_LEVEL = re.compile(r"^(?:com?|org|net|gov|gob|ac|edu|or|ne|go)$")


@dataclass(frozen=True)
class Sample:
    """One page with its truth."""

    corpus: str
    url: str
    body: bytes
    fetched_at: datetime
    truth: dict[str, Any]

    @property
    def lines(self) -> list[str]:
        """The truth's paragraphs; empty where only snippets are known."""
        return self.truth.get("paragraphs") or str(self.truth.get("text") or "").split("\n")

    @property
    def domain(self) -> str:
        return domain(self.url, str(self.truth.get("id", "")))

    @property
    def fold(self) -> int:
        return zlib.crc32(self.domain.encode()) % FOLDS

    def document(self) -> Document:
        return Document(Page(self.url, self.body, self.fetched_at))


def samples(corpus: Path, name: str) -> Iterator[Sample]:
    """The pages of one set that have a truth, in the file's order."""
    with (corpus / name / "truth.jsonl").open(encoding="utf-8") as lines:
        truth = {row["url"]: row for row in map(json.loads, lines)}
    with (corpus / name / "pages.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "response" and url in truth:
                fetched = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
                yield Sample(name, url, record.content_stream().read(), fetched, truth.pop(url))


def domain(url: str, name: str) -> str:
    """The registrable domain; of a page of unknown URL the template that its name tells ("nytimes-2")."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    if host == _PLACEHOLDER or not host:
        return re.sub(r"[-_/.]?\d*$", "", name)
    if len(labels) > 2 and len(labels[-1]) == 2 and _SECOND_LEVEL.match(labels[-2]):
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])
