"""What the site calls itself, and splitting titles at the marks between headline, section and site.

Nothing here knows any site: names come from the page's own claims (og:site_name, JSON-LD publisher, the
link to its home page) and from the host name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.pages.jsonld import texts
from crawler.pages.plain import plain, printed
from crawler.pages.structured import Structured
from crawler.text import fold

MAX_PARTS = 8  # of one title; more parts are no title
MAX_HOME_LINKS = 6
MAX_NAME = 7  # words of a site's name
MAX_HOME = 6  # words of a link to the home page that names the site
MAX_TAIL = 4  # words of a last part that is taken for a site's name without evidence

SITE_MARKS = frozenset(
    (
        "|",
        "│",
        "ㅣ",
        "--",
        "//",
        ">>",
        "-",
        "–",
        "—",
        "»",
        "·",
        "::",
        "•",
        "｜",
        "_",
        "«",
        "‹",
        "›",
        "－",
        "/",
    )
)

Tokens = tuple[str, ...]

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_SEPARATOR = re.compile(
    r"\s+[|\-‐‑–—―·•∙⋅»«›‹:/\\~⟩>*+]{1,3}\s+|\s*[|｜¦┃│∣ㅣ»«›‹－_]+\s*|\s*:{2,}\s*|[:：]\s+|\s+[-–—]|[-–—]\s+|：|\s+•"
    rf"|(?<=[{_UNSPACED}”』」）!?！？。])\s*-\s*(?=[{_UNSPACED}])"
)
_SHORT_LINKS = etree.XPath("//a[@href][string-length(@href) <= $longest]")
_META_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher")
_SUFFIX_LABELS = {
    "co",
    "com",
    "net",
    "org",
    "gov",
    "edu",
    "ac",
    "or",
    "go",
    "ne",
    "in",
    "info",
    "gob",
    "gouv",
}


@lru_cache(maxsize=4_096)  # titles, headings and sections of one page are compared many times
def tokens(text: str) -> Tokens:
    """The folded words of a text; in scripts without spaces, its characters."""
    return tuple(_TOKEN.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Parts:
    """A title cut at its separators: `texts[i:j]` with what stands between is `span(i, j)`."""

    whole: str
    bounds: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.bounds)

    def span(self, begin: int, end: int) -> str:
        return self.whole[self.bounds[begin][0] : self.bounds[end - 1][1]].strip()

    def mark(self, place: int) -> str:
        """What stands before part `place`."""
        return self.whole[self.bounds[place - 1][1] : self.bounds[place][0]].strip()

    def spans(self) -> Iterator[tuple[int, int, str]]:
        """Every run of parts, longest first."""
        for length in range(len(self), 0, -1):
            for begin in range(len(self) - length + 1):
                yield begin, begin + length, self.span(begin, begin + length)


@lru_cache(maxsize=1_024)  # the same claims and headings are cut again for each comparison
def split(title: str) -> Parts:
    bounds: list[tuple[int, int]] = []
    begin = 0
    quoted = "«" in title and "»" in title
    for match in _SEPARATOR.finditer(title):
        if len(bounds) >= MAX_PARTS - 1:
            break
        if quoted and ("«" in match[0] or "»" in match[0]):
            continue  # guillemets around a quotation
        if title[begin : match.start()].strip():
            bounds.append((begin, match.start()))
        begin = match.end()
    if title[begin:].strip():
        bounds.append((begin, len(title)))
    return Parts(title, tuple(bounds) or ((0, len(title)),))


@dataclass(frozen=True, slots=True)
class SiteNames:
    """`names`: what the page calls its site, in tokens; `labels`: the host's telling labels."""

    names: frozenset[Tokens]
    labels: tuple[str, ...]
    host: str

    def is_name(self, text: str) -> bool:
        """Whether a text is the site's name: as the page gives it, or as its host has it."""
        found = tokens(text)
        if not found or found in self.names:
            return bool(found)
        joined = "".join(found)
        hosts, names = _run_together(self.names, self.labels, self.host)
        bare = joined.removeprefix("the") or joined
        return joined in hosts or bare in hosts or joined in names

    def resembles(self, text: str) -> bool:
        """Whether a last (or first) part of a title names the site as nothing else on the page does."""
        found = tokens(text)
        return self.is_name(text) or any(_named_by(label.replace("-", ""), found) for label in self.labels)

    def trimmed(self, title: str, loosely: bool = False) -> str:
        """A title less the parts at its ends that name the site, as long as something is left.

        `loosely`: for a claim that nothing on the page confirms, whose last short part is more often the
        site's than the headline's.
        """
        parts = split(title)
        begin, end = 0, len(parts)
        while end - begin > 1 and self._ends_with_site(parts, end, loosely and begin == 0):
            end -= 1
        while end - begin > 1 and self.is_name(parts.span(begin, begin + 1)):
            begin += 1
        return parts.span(begin, end) if end - begin < len(parts) else title

    def _ends_with_site(self, parts: Parts, end: int, loosely: bool) -> bool:
        tail, mark = parts.span(end - 1, end), parts.mark(end - 1)
        if self.is_name(tail) or (mark in SITE_MARKS and self.resembles(tail)):
            return True
        head, last = tokens(parts.span(0, end - 1)), tokens(tail)
        return (
            loosely
            and mark in SITE_MARKS
            and len(head) >= 3
            and len(last) <= MAX_TAIL
            and len(last) < len(head)
        )


@lru_cache(maxsize=64)
def _run_together(
    names: frozenset[Tokens], labels: tuple[str, ...], host: str
) -> tuple[frozenset[str], frozenset[str]]:
    """A host's labels and a site's names, each without spaces and hyphens."""
    hosts = {label.replace("-", "") for label in labels} | {"".join(tokens(host))}
    return frozenset(hosts), frozenset("".join(name) for name in names)


def _named_by(label: str, found: Tokens) -> bool:
    """A host's label names a text: the one in the other for the most part, or its initials."""
    joined = "".join(found)
    if len(found) <= 5 and len(label) >= 4 and label in joined and len(label) >= 0.6 * len(joined):
        return True
    if len(joined) >= 4 and joined in label and len(joined) >= 0.5 * len(label):
        return True
    initials = "".join(word[0] for word in found)
    if len(found) >= 2 and len(label) >= 2 and initials == label:
        return True
    return len(found) <= 3 and len(label) in (2, 3) and label in (found[:1] + found[-1:])


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def site_names(root: HtmlElement, structured: Structured) -> SiteNames:
    host = host_of(structured.url)
    labels = [label for label in host.split(".")[:-1] if len(label) > 1 and label not in _SUFFIX_LABELS]
    given = [text for name in _META_NAMES for text in structured.meta.get(name, ())]
    for node in structured.nodes("website", "organization", "newsmediaorganization"):
        given += texts(node.get("name")) + texts(node.get("alternateName"))
    for node in structured.article_nodes[:3]:
        publisher = structured.resolve(node.get("publisher"))
        given += texts(publisher.get("name")) if isinstance(publisher, dict) else texts(publisher)
    given += [name.lstrip("@") for name in structured.meta.get("twitter:site", ())]
    if not given:
        given = _home_links(root, host)
    names = {found for text in given if (found := tokens(plain(text))) and len(found) <= MAX_NAME}
    return SiteNames(frozenset(names), tuple(labels), host)


def _home_links(root: HtmlElement, host: str) -> list[str]:
    """What the links to the home page say: the logo's text or alternative text."""
    found: list[str] = []
    homes = {
        "/",
        *(
            f"{scheme}//{www}{host}{end}"
            for scheme in ("https:", "http:", "")
            for www in ("", "www.")
            for end in ("", "/")
        ),
    }
    links = _SHORT_LINKS(root, longest=len(host) + len("https://www./"))
    for link in list[HtmlElement](links) if isinstance(links, list) else []:
        if (link.get("href") or "").strip().lower() not in homes:
            continue
        found += [text for key in ("title", "aria-label") if (text := link.get(key))]
        found += [text for image in link.iter("img") if (text := image.get("alt"))]
        found.append(printed(link)[:100])
        if len(found) >= MAX_HOME_LINKS:
            break
    return [text for text in found if len(tokens(text)) <= MAX_HOME]
