"""What the site calls itself: names that the page claims, its host, and titles less these.

Nothing here knows any site: names come from the page's own claims (og:site_name, JSON-LD publisher, the
link to its home page) and from the host name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.claims.table import claims
from crawler.extraction.reading.titletext import SITE_MARKS, Parts, Tokens, split, tokens
from crawler.languages.lookup import line_key
from crawler.pages.jsonld import texts, types
from crawler.pages.page import Document, once_a_page
from crawler.pages.plain import printed
from crawler.urls import bare_host

MAX_HOME_LINKS = 6
MAX_NAME = 7  # words of a site's name
MAX_HOME = 6  # words of a link to the home page that names the site
MAX_TAIL = 4  # words of a last part that is taken for a site's name without evidence

_SHORT_LINKS = etree.XPath("//a[@href][string-length(@href) <= $longest]")
_SUFFIX_LABELS = frozenset(
    ["co", "com", "net", "org", "gov", "edu", "ac", "or", "go", "ne", "in", "info", "gob", "gouv"]
)
# Places that name who publishes; other organisations of a page need not be its own.
_PUBLISHING = frozenset(
    ("jsonld", "website publisher", "og:site_name", "application-name", "publisher", "dc.publisher")
)


@dataclass(frozen=True, slots=True)
class Site:
    """`names`: what the page calls its site, in tokens; `labels`: the host's telling labels.

    `joined` has names and labels, `hosts` labels alone, each without spaces and hyphens. `publishers`: the
    names of who publishes and the forms of the host, as written; without those of a person whose own site
    it is.
    """

    names: frozenset[Tokens]
    labels: tuple[str, ...]
    joined: frozenset[str]
    hosts: frozenset[str]
    publishers: tuple[str, ...] = ()

    def is_name(self, text: str) -> bool:
        """Whether a text is the site's name: as the page gives it, or as its host has it."""
        joined = "".join(tokens(text))
        return bool(joined) and (joined in self.joined or joined.removeprefix("the") in self.hosts)

    def resembles(self, text: str) -> bool:
        """Whether a last (or first) part of a title names the site as nothing else on the page does."""
        found = tokens(text)
        return any(_named_by(label.replace("-", ""), found) for label in self.labels)

    def trimmed(self, title: str, loosely: bool = False) -> str:
        """A title less the parts at its ends that name the site, as long as something is left.

        `loosely`: for a claim that nothing on the page confirms, whose last short part is more often the
        site's than the headline's.
        """
        parts = split(title)
        begin, end = 0, len(parts.bounds)
        while end - begin > 1 and self._ends_with_site(parts, end, loosely and begin == 0):
            end -= 1
        while end - begin > 1 and self.is_name(parts.span(begin, begin + 1)):
            begin += 1
        return parts.span(begin, end) if end - begin < len(parts.bounds) else title

    def _ends_with_site(self, parts: Parts, end: int, loosely: bool) -> bool:
        tail = parts.span(end - 1, end)
        if self.is_name(tail):
            return True
        if parts.mark(end - 1) not in SITE_MARKS:
            return False
        head, last = tokens(parts.span(0, end - 1)), tokens(tail)
        return self.resembles(tail) or (
            loosely and len(head) >= 3 and len(last) <= MAX_TAIL and len(last) < len(head)
        )


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


def site_called(given: Iterable[str], host: str, publishers: tuple[str, ...] = ()) -> Site:
    """The site of these names at this host."""
    labels = tuple(label for label in host.split(".")[:-1] if len(label) > 1 and label not in _SUFFIX_LABELS)
    names = frozenset(found for text in given if (found := tokens(text)) and len(found) <= MAX_NAME)
    hosts = frozenset(("".join(tokens(host)), *(label.replace("-", "") for label in labels)))
    return Site(names, labels, hosts | frozenset(map("".join, names)), hosts, publishers)


@once_a_page
def site_of(document: Document) -> Site:
    """The site of a page; the links to its home page name it where nothing else does."""
    host = bare_host(document.url)
    said = claims(document)
    named = [*said["publisher"], *said["site"]]
    owners = _owners(document)
    publishers = [claim.value for claim in named if claim.place in _PUBLISHING]
    if owners:
        publishers = [name for name in publishers if line_key(name) not in owners]
    if host:
        publishers += [host, f"www.{host}", host.partition(".")[0]]
    # Of microdata the publisher's name is too often the article's.
    given = [claim.value for claim in named if claim.place != "microdata"] or _home_links(document.root, host)
    return site_called(given, host, tuple(publishers))


def _owners(document: Document) -> set[str]:
    """The names of persons who publish: on a person's own site the author has the site's name."""
    said = document.structured
    found: set[str] = set()
    for node in (*said.article_nodes[:2], *islice(said.nodes("website"), 2)):
        publisher = said.resolve(node.get("publisher"))
        if isinstance(publisher, dict) and "person" in types(publisher):
            found.update(map(line_key, texts(publisher.get("name"))[:1]))
    return found


@lru_cache(maxsize=64)
def _homes(host: str) -> frozenset[str]:
    """The addresses of a host's home page as links have them."""
    starts = [f"{scheme}//{www}{host}" for scheme in ("https:", "http:", "") for www in ("", "www.")]
    return frozenset(("/", *starts, *(f"{start}/" for start in starts)))


def _home_links(root: HtmlElement, host: str) -> list[str]:
    """What the links to the home page say: the logo's text or alternative text."""
    found: list[str] = []
    homes = _homes(host)
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
