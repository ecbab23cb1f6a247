"""What a page says of itself in machine-readable form: JSON-LD, meta elements, microdata/RDFa.

Read once per page; microdata only when it is asked for, since that looks at every attribute of every element
and the body does without. Nothing here is believed yet: other modules take evidence from it. The one
judgement is `article_nodes`: which JSON-LD nodes describe this page's article, not a teaser on it.
"""

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.pages.jsonld import MAX_SCRIPTS, Found, Node, decode_script, flatten, texts
from crawler.pages.microdata import alike, in_scope, read_microdata
from crawler.text import squeeze, words

MAX_META = 5_000  # meta elements read; real pages have up to some 200
MAX_TITLES = 5  # <title>s and h1s that say which article the page is about
MAX_CONTENT = 20_000  # characters of one meta's content

_TAGS = ("meta", "link", "script", "title", "h1", "time", "abbr")
_ARTICLE_TYPES = frozenset(("report", "review", "criticreview", "recipe", "howto", "liveblogposting"))
# What a node says of itself that hardly any teaser does.
_TOLD = ("headline", "datePublished", "author", "articleBody")


class Structured:
    """`found`: every JSON-LD node with an @type, @graph, lists and nested values flattened, in page order.

    `meta`: lower-case name, property, itemprop or http-equiv → contents in page order.
    `links`: lower-case rel of <link> → addresses as written.
    `titles`: og:title, <title>, h1: to tell the article from teasers; `title`: the text of the first <title>.
    `times`: <time>, and <abbr> of microformats.
    """

    def __init__(self, root: HtmlElement, url: str) -> None:
        self.root, self.url = root, url
        by_tag: dict[str, list[HtmlElement]] = defaultdict(list)
        for element in root.iter(*_TAGS):  # one pass: each costs as much as the tree is large
            by_tag["time" if element.tag == "abbr" else element.tag].append(element)
        self.h1s, self.times, titles = by_tag["h1"], by_tag["time"], by_tag["title"]
        self.meta = _metas(by_tag["meta"][:MAX_META])
        self.links = _links(by_tag["link"][:MAX_META])
        self.title = (titles[0].text or "") if titles else ""
        self.titles = [*self.meta.get("og:title", ()), *self.meta.get("twitter:title", ())]
        for element in titles[:MAX_TITLES] + self.h1s[:MAX_TITLES]:
            self.titles.append(" ".join(" ".join(element.itertext())[:1000].split()))
        scripts: list[object] = []
        for element in by_tag["script"]:
            if "ld+json" in (element.get("type") or "").lower() and len(scripts) < MAX_SCRIPTS:
                scripts.append(decode_script(element.text or ""))
        self.found = flatten(scripts)

    def first(self, *names: str) -> str | None:
        """The first non-empty meta content under these names, in the order of the names."""
        for name in names:
            for text in self.meta.get(name, ()):
                if text:
                    return text
        return None

    @cached_property
    def title_words(self) -> list[list[str]]:
        """The titles, cut into words."""
        return list(filter(None, map(words, self.titles)))

    @cached_property
    def micro(self) -> dict[str, list[str]]:
        """Lower-case itemprop/property of the main article's scope → values ("author/name" for nested)."""
        return read_microdata(self.root, self.title_words)

    @cached_property
    def article_nodes(self) -> list[Node]:
        """JSON-LD nodes of the page's article, best first; teasers and list entries are left out."""
        ranked: list[tuple[int, Node]] = []
        here = _address(self.url) if self.found else ""
        for item in self.found:
            for name in item.types:
                if name.endswith(("article", "posting")) or name in _ARTICLE_TYPES:
                    ranked.append((_rank(item, here, self.title_words), item.node))
                    break
        ranked.sort(key=itemgetter(0), reverse=True)
        return [node for rank, node in ranked if rank > 0]

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        for item in self.found:
            if isinstance(name := item.node.get("@id"), str):
                nodes.setdefault(name, item.node)
        return nodes

    def resolve(self, value: object) -> object:
        """The node that a bare {"@id": …} refers to; any other value as it is."""
        if isinstance(value, dict) and "@type" not in value and isinstance(name := value.get("@id"), str):
            return self._by_id.get(name, value)
        return value

    def nodes(self, *names: str) -> list[Node]:
        """The nodes that have one of these types (lower-case), in page order."""
        nodes = []
        for item in self.found:
            if not item.types.isdisjoint(names):
                nodes.append(item.node)
        return nodes


def _metas(elements: list[HtmlElement]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements:
        content = " ".join((element.get("content") or element.get("value") or "")[:MAX_CONTENT].split())
        names: dict[str, None] = {}
        for key in ("name", "property", "http-equiv", "itemprop") if content else ():
            if (name := element.get(key)) and (key != "itemprop" or not in_scope(element)):
                names[name.strip().lower()] = None
        for name in names:
            found.setdefault(name, []).append(content)
    # Parse.ly's older way has all in one as JSON: parsely-title, parsely-author …
    parsely = decode_script(found["parsely-page"][0]) if "parsely-page" in found else None
    for key, item in parsely.items() if isinstance(parsely, dict) else ():
        if strings := [squeeze(text[:MAX_CONTENT]) for text in texts(item)]:
            found.setdefault(f"parsely-{key.lower()}", []).extend(strings)
    return found


def _links(elements: list[HtmlElement]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements:
        address = (element.get("href") or "").strip()[:MAX_CONTENT]
        for rel in (element.get("rel") or element.get("itemprop") or "").lower().split() if address else ():
            found.setdefault(rel, []).append(address)
    return found


def _rank(item: Found, here: str, titles: list[list[str]]) -> int:
    """How surely a node is the page's article; 0 or less for a teaser."""
    node, rank, addresses = item.node, 2, _addresses(item.node)
    headlines = list(map(words, texts(node.get("headline")) + texts(node.get("name"))))
    if here and here in addresses:
        rank += 4
    if any(alike(headline, title) for headline in headlines for title in titles):
        rank += 3
    elif addresses and here not in addresses and headlines and titles:
        rank -= 1
    if item.aside:
        rank -= 4
    return rank * 10 + sum(key in node for key in _TOLD)


def _addresses(node: Node) -> list[str]:
    """Those that a node gives for its page."""
    found: list[str] = []
    for value in map(node.get, ("mainEntityOfPage", "url", "@id")):
        known = [value.get("@id"), value.get("url")] if isinstance(value, dict) else texts(value)
        found += [_address(text) for text in known if isinstance(text, str) and "/" in text]
    return found


def _address(url: str) -> str:
    """Host (without www., m. or amp.) and path, to compare addresses loosely; no fragment, no query."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    return host + unquote(parts.path).rstrip("/").lower() if parts.path.strip("/") else ""
