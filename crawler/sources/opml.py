"""A list of feeds as feed readers export it (OPML 2.0, http://opml.org/spec2.opml) → sources.

Feeds of one home page make one source. No network: what is wrong with a feed, the first crawl says.
"""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import lxml.etree

from crawler.errors import InputError
from crawler.sources.file import Source
from crawler.urls import canonicalize, host_of

MAX_BYTES = 50 * 2**20  # a list of 5,000 feeds has 2 MB


def read_opml(path: Path) -> list[Source]:
    """The sources in the order of their first feeds. InputError where it is no OPML, or names no feed."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", name=str(path)) from error
    if len(data) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES // 2**20} MiB", name=str(path))
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        raise InputError(f"is no XML: {error}", name=str(path)) from error
    if root is None or root.tag != "opml":
        raise InputError("is no OPML: its root is not <opml>", name=str(path))
    found = _by_home(root)
    if not found:
        raise InputError("names no feed with an http or https address (xmlUrl)", name=str(path))
    return _named(found)


def _by_home(root: lxml.etree._Element) -> dict[str, tuple[str, list[str]]]:
    """Home page → (what the list calls it, its feeds)."""
    found: dict[str, tuple[str, list[str]]] = {}
    for outline in root.iter("outline"):
        feed = canonicalize(outline.get("xmlUrl") or "")
        if feed is None:
            continue
        parts = urlsplit(feed)
        home = canonicalize(outline.get("htmlUrl") or "") or f"{parts.scheme}://{parts.netloc}/"
        name = outline.get("title") or outline.get("text") or ""
        feeds = found.setdefault(home, (name, []))[1]
        if feed not in feeds:
            feeds.append(feed)
    return found


def _named(found: dict[str, tuple[str, list[str]]]) -> list[Source]:
    """Sources need names of their own, without commas; several of one name are counted."""
    names: Counter[str] = Counter()
    sources = []
    for home, (said, feeds) in found.items():
        name = " ".join(said.replace(",", " ").split()) or host_of(home)
        names[name] += 1
        while names[name] > 1 and f"{name} {names[name]}" in names:
            names[name] += 1
        own = f"{name} {names[name]}" if names[name] > 1 else name
        names[own] = max(names[own], 1)
        sources.append(Source(name=own, url=home, feeds=tuple(feeds)))
    return sources
