"""Sitemaps: urlset, index, news, text files, gzip, and feeds used as sitemaps (sitemaps.org/protocol);
and the Sitemap lines of a robots.txt, which say where they are.

XML is read as a stream of local names, so that wrong and missing namespaces do not matter and 50 MiB need no
tree. Entries come newest first, where they say how new they are: a run that takes only some takes those.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from crawler.discovery.feeds import parse_feed
from crawler.discovery.likeness import NEVER_BELOW, article_likeness
from crawler.discovery.listing import Listing, unique
from crawler.discovery.order import newest_first
from crawler.discovery.repair import unambiguous
from crawler.discovery.texts import MAX_TITLE, OtherDates, language_of, plain, time_of
from crawler.items import AddressKind, Link
from crawler.pages.decode import decode
from crawler.pages.inflate import inflate
from crawler.pages.sniff import sniff
from crawler.urls import canonicalize

MAX_URLS = 50_000  # the protocol's own limit for one file
MAX_READ = 150_000  # entries looked at before the newest MAX_URLS are kept: files that ignore the limit
MAX_DEPTH = 100  # open elements; a sitemap has five
MAX_PARTS = 20_000  # elements from one entry to the next; the image extension allows 1,000 images

MAX_ROBOTS = 500 * 1024  # bytes that RFC 9309 §2.5 makes every parser read; the rest is not looked at
MAX_NAMED = 200  # sitemaps of one robots.txt: the largest publishers name some dozens

Entry = dict[str, str]  # local element name → text

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex|sitemap)\b", re.IGNORECASE)
_ENTRIES = ("url", "sitemap")
_FIELDS = {
    "loc": _ENTRIES,
    "lastmod": _ENTRIES,
    "publication_date": ("news",),
    "title": ("news",),
    "language": ("publication",),
}
# sitemaps.org, "Specifying the Sitemap location in your robots.txt file"; RFC 9309 §2.2.4.
_SITEMAP_LINE = re.compile(r"^[ \t\ufeff]*site-?map[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def sitemaps_in(body: bytes, url: str) -> Listing:
    """The sitemaps that a robots.txt names, in its order. What it forbids is the fetching room's business."""
    text = body[:MAX_ROBOTS].decode("utf-8", "replace").replace("\r", "\n")
    targets = (canonicalize(match[1].split("#")[0], url) for match in _SITEMAP_LINE.finditer(text))
    links = unique(Link(target, AddressKind.SITEMAP, "robots") for target in targets if target)
    problems = (f"{len(links)} sitemaps named, {MAX_NAMED} taken",) if len(links) > MAX_NAMED else ()
    return Listing(links[:MAX_NAMED], problems=problems)


def parse_sitemap(body: bytes, url: str, content_type: str = "", dates: OtherDates | None = None) -> Listing:
    """The sitemap's articles, newest first, or the index's children: news first, then newest, tags last."""
    body, problem = inflate(body)
    problems = (problem,) if problem else ()
    sort = sniff(body, "", url)
    if sort == "feed":
        feed = parse_feed(body, url, content_type, dates)
        return Listing(feed.links, feed.title, feed.language, problems + feed.problems)
    if sort == "text":
        return _text(body, url, problems)
    if sort != "sitemap":
        return Listing(problems=(*problems, f"no sitemap: {sort}"))
    return _xml(body, url, content_type, problems, dates)


def _xml(
    body: bytes, url: str, content_type: str, problems: tuple[str, ...], dates: OtherDates | None
) -> Listing:
    links, skipped, count = [], 0, 0
    entries = _entries(unambiguous(body, content_type, _ROOT))
    fault = ""
    while True:
        try:
            entry = next(entries, None)
        except (etree.XMLSyntaxError, ValueError) as error:
            fault = f"broken XML: {str(error)[:100]}"
            break
        if entry is None or count >= MAX_READ:
            break
        count += 1
        link = _link(entry, url, dates)
        if link is not None and _wanted(link):
            links.append(link)
        else:
            skipped += 1
    ordered = newest_first(unique(links))
    if len(ordered) > MAX_URLS or count >= MAX_READ:
        problems = (*problems, f"more than {MAX_URLS} URLs, the newest taken")
    if fault:
        problems = (*problems, fault)
    return Listing(ordered[:MAX_URLS], problems=problems, skipped=skipped)


def _entries(body: bytes) -> Iterator[Entry]:
    """One dictionary an entry; a missing end tag ends with the next entry's begin."""
    stream = etree.iterparse(
        BytesIO(body), events=("start", "end"), recover=True, resolve_entities=False, no_network=True,
        huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    open_names: list[str] = []
    entry: Entry = {}
    parts = 0
    for event, element in stream:
        name = _local(element.tag)
        if event == "start":
            open_names.append(name)
            if name in _ENTRIES and entry:
                yield entry
                entry = {}
            if name in _ENTRIES:
                entry["is"] = name
            parts += 1
            if len(open_names) > MAX_DEPTH or parts > MAX_PARTS:
                break
            continue
        open_names.pop()
        parent = open_names[-1] if open_names else ""
        if parent in _FIELDS.get(name, ()) and element.text:
            entry.setdefault(name, element.text.strip())
        if name in _ENTRIES:
            if "loc" in entry:
                yield entry
            entry = {}
            parts = 0
        if len(open_names) == 1:
            _forget(element)
    if "loc" in entry:
        yield entry


def _forget(element: etree._Element) -> None:
    """Free what was read; without this, 50 MiB of XML are a gigabyte of tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(tag: object) -> str:
    """The name without namespace or undeclared prefix, lower case."""
    return str(tag).rpartition("}")[2].rpartition(":")[2].lower()


def _link(entry: Entry, base: str, dates: OtherDates | None) -> Link | None:
    target = canonicalize(entry.get("loc", ""), base)
    if target is None:
        return None
    modified = time_of(entry.get("lastmod"), dates)
    if entry.get("is") == "sitemap":
        return Link(target, AddressKind.SITEMAP, "sitemap", modified_at=modified)
    published = time_of(entry.get("publication_date"), dates)
    news = published is not None or "title" in entry
    return Link(
        target,
        found_in="news_sitemap" if news else "sitemap",
        title=plain(entry.get("title"), MAX_TITLE),
        published_at=published,
        modified_at=modified,
        language=language_of(entry.get("language")),
    )


def _wanted(link: Link) -> bool:
    """Whether an entry may be an article: sections and files are listed too. News sitemaps are trusted."""
    return (
        link.kind is AddressKind.SITEMAP
        or link.found_in == "news_sitemap"
        or article_likeness(link.url)[0] >= NEVER_BELOW
    )


def _text(body: bytes, url: str, problems: tuple[str, ...]) -> Listing:
    """One URL a line (sitemaps.org, "Text file")."""
    lines = decode(body)[0].split("\n", MAX_READ)[:MAX_READ]
    if problems:  # of unpacking: half an address is another one
        lines.pop()
    absolute = dict.fromkeys(line.strip() for line in lines if line.strip()[:4].lower() == "http")
    if not absolute:
        return Listing(problems=(*problems, "no sitemap: text without URLs"))
    links = [Link(target, found_in="sitemap") for line in absolute if (target := canonicalize(line, url))]
    wanted = unique(link for link in links if _wanted(link))
    if len(wanted) > MAX_URLS:
        problems = (*problems, f"more than {MAX_URLS} URLs, the first taken")
    return Listing(wanted[:MAX_URLS], problems=problems, skipped=len(links) - len(wanted))
