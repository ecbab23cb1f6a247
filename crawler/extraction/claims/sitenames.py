"""What the site calls itself: names that the page claims, its host, and titles less these.

Nothing here knows any site: names come from the page's own claims (og:site_name, JSON-LD publisher, the
link to its home page) and from the host name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from crawler.extraction.claims.table import claims
from crawler.extraction.reading.titletext import SITE_MARKS, Parts, Tokens, split, tokens
from crawler.languages.lookup import line_key
from crawler.pages.jsonld import texts, types
from crawler.pages.page import Document, once_a_page
from crawler.pages.plain import printed
from crawler.urls import absolute, bare_host, registrable

MAX_HOME_LINKS = 6
MAX_SCHEME = 16  # characters of the home page's address beside its host
MAX_NAME = 7  # words of a site's name; in scripts without spaces three characters count as one
MAX_HOME = 6  # words of a link to the home page that names the site
MORE = 2  # words beside the site's name: "Online Edition"
LEAST_NAME = 6  # letters of a name that may have more beside it; in scripts without spaces half as many
MAX_TAIL = 4  # words of a last part that is taken for a site's name without evidence

# Marks after which a headline may begin; what stands before a dash may be its own first words.
_HEAD_MARKS = frozenset((*"|│_»", "::", ">>"))
# "… (Harbour Post)", "…, Harbour Post"
_ENCLOSED = re.compile(r"(?<!\s)\s*(?:[(（\[]([^()（）\[\]]{1,80})[)）\]]|,\s([^,]{1,80}))$")
# Places that name who publishes; other organisations of a page need not be its own.
_PUBLISHING = frozenset(
    ("jsonld", "website publisher", "og:site_name", "application-name", "publisher", "dc.publisher")
)


_DOMAIN = re.compile(r"(?<=\w)\.(?:com|org|net|info|news)$", re.IGNORECASE)  # "WSJ.com" is also called "WSJ"


@dataclass(frozen=True, slots=True)
class Site:
    """`names`: what the page calls its site, in tokens; `labels`: the host's telling labels; `joined`: both,
    without spaces and hyphens. `publishers`: the names of who publishes and the forms of the host, as
    written; without those of a person whose own site it is.
    """

    names: frozenset[Tokens]
    labels: tuple[str, ...]
    joined: frozenset[str]
    publishers: tuple[str, ...] = ()

    def is_name(self, text: str) -> bool:
        """Whether a text is the site's name: as the page gives it, or as its host has it."""
        return "".join(tokens(text)) in self.joined

    def trimmed(self, title: str, loosely: bool = False) -> str:
        """A title less the parts at its ends that name the site, as long as something is left.

        `loosely`: for a claim that nothing on the page confirms, whose last short part is more often the
        site's than the headline's.
        """
        if (closed := _ENCLOSED.search(title)) and closed.start() and self.is_name(closed[1] or closed[2]):
            title = title[: closed.start()]
        parts = split(title)
        begin, end = 0, self._before_slogan(parts)
        while end > 1 and self._is_tail(parts, end - 1, loosely):
            end -= 1
        while end - begin > 1 and self._is_head(parts, begin, loosely):
            begin += 1
        return parts.span(begin, end) if end - begin < len(parts.bounds) else title

    def _before_slogan(self, parts: Parts) -> int:
        """How many parts stand before the site's name and what it says of itself: "… - Harbour Post - The
        paper of the bay"; all, where these are the longer half."""
        count = len(parts.bounds)
        for place in range(1, count - 1):
            head, tail = parts.span(0, place), parts.span(place + 1, count)
            if self.is_name(parts.span(place, place + 1)) and len(tokens(head)) > len(tokens(tail)):
                return place
        return count

    def _is_head(self, parts: Parts, first: int, loosely: bool) -> bool:
        """Whether a first part names the site; loosely, with a word or two more."""
        head = parts.span(first, first + 1)
        more = loosely and parts.mark(first + 1) in _HEAD_MARKS and self._has_name(tokens(head))
        return more or self.is_name(head)

    def _has_name(self, own: Tokens) -> bool:
        """Whether words are the site's name and little more: "Harbour Post Online Edition"."""
        for name in self.names:
            size, letters = len(name), sum(map(len, name))
            least = LEAST_NAME if letters > size else LEAST_NAME // 2
            fits = 0 < len(own) - size <= MORE and letters >= least
            if fits and any(own[at : at + size] == name for at in range(len(own) - size + 1)):
                return True
        return False

    def _is_tail(self, parts: Parts, last: int, loosely: bool) -> bool:
        """Whether a last part names the site, or looks like its name as nothing else on the page does."""
        tail = parts.span(last, last + 1)
        if self.is_name(tail):
            return True
        if parts.mark(last) not in SITE_MARKS:
            return False
        head, own = tokens(parts.span(0, last)), tokens(tail)
        if self._has_name(own):
            return True
        if loosely and len(head) >= 3 and len(own) <= MAX_TAIL and len(own) < len(head):
            return True
        return any(_names(label, own) for label in self.labels)


def _names(label: str, found: Tokens) -> bool:
    """A host's label names a text: the one in the other for the most part, or its initials."""
    initials = "".join([word[0] for word in found])
    short, long = sorted((label, "".join(found)), key=len)
    return (
        (len(short) >= 4 and short in long and len(short) >= 0.5 * len(long))
        or (len(found) >= 2 and initials == label)
        or (len(found) <= 3 and len(label) in (2, 3) and label in (found[:1] + found[-1:]))
    )


def site_called(given: Sequence[str], host: str, publishers: tuple[str, ...] = ()) -> Site:
    """The site of these names at this host."""
    names, joined = set(), set()
    telling = host.removesuffix(registrable(host).partition(".")[2]).replace("-", "")
    labels = tuple([label for label in telling.split(".") if len(label) > 1])
    for name in filter(None, ("".join(tokens(host)), *labels)):
        joined |= {name, f"the{name}"}
    given = [*given, *(_DOMAIN.sub("", name) for name in given)]
    for found in map(tokens, given):
        unspaced = sum(map(len, found)) == len(found)
        if 0 < len(found) <= MAX_NAME * (3 if unspaced else 1):
            names.add(found)
            joined.add("".join(found))
    return Site(frozenset(names), labels, frozenset(joined), publishers)


@once_a_page
def site_of(document: Document) -> Site:
    """The site of a page; the links to its home page name it where nothing else does."""
    host, said, persons = bare_host(document.url), claims(document), _persons(document)
    names, publishers = [], []
    for claim in (*said["publisher"], *said["site"]):
        if claim.place != "microdata":  # there the publisher's name is too often the article's
            names.append(claim.value)
        if claim.place in _PUBLISHING and not (persons and line_key(claim.value) in persons):
            publishers.append(claim.value)
    if not publishers:  # the home page's name is the site's where the title has it too
        parts = split(document.structured.title)
        titled = (
            {tokens(parts.span(at, at + 1)) for at in range(len(parts.bounds))}
            if len(parts.bounds) > 1
            else set()
        )
        publishers += [name for name in _home_links(document, host) if tokens(name) in titled]
    if host:
        publishers += [host, f"www.{host}", host.partition(".")[0]]
    return site_called(names or _home_links(document, host), host, tuple(publishers))


def _persons(document: Document) -> set[str]:
    """The names of persons who publish: on a person's own site the author has the site's name."""
    said = document.structured
    found: set[str] = set()
    for node in (*said.article_nodes[:2], *islice(said.nodes("website"), 2)):
        publisher = said.resolve(node.get("publisher"))
        if isinstance(publisher, dict) and "person" in types(publisher):
            found.update(map(line_key, texts(publisher.get("name"))[:1]))
    return found


def _home_links(document: Document, host: str) -> list[str]:
    """What the links to the home page say: the logo's text or alternative text."""
    found: list[str] = []
    for link in document.root.iter("a"):
        address = link.get("href") or ""
        if address.startswith("#") or len(address) > len(host) + MAX_SCHEME:
            continue
        home = absolute(document.url, document.url, address) or ""
        if home.lower().partition("//")[2].rstrip("/").removeprefix("www.") == host:
            found += filter(None, [link.get("title"), link.get("aria-label"), printed(link)[:100]])
            found += [text for image in link.iter("img") if (text := image.get("alt"))]
        if len(found) >= MAX_HOME_LINKS:
            break
    return [text for text in found if len(tokens(text)) <= MAX_HOME]
