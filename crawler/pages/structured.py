"""What a page says of itself in machine-readable form: JSON-LD, meta elements, microdata/RDFa.

Read once per page; microdata only when it is asked for, since that looks at every attribute of every element
and the body does without. Nothing here is believed yet: other modules take evidence from it. The one
judgement is `article_nodes`: which JSON-LD nodes describe this page's article, not a teaser on it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.pages.jsonld import (
    MAX_SCRIPTS,
    Found,
    Node,
    decode_script,
    flatten,
    texts,
    types,
)
from crawler.pages.microdata import in_scope, read_microdata
from crawler.text import squeeze, words

MAX_META = 5_000  # meta elements read; real pages have up to some 200
MAX_TITLES = 5  # <title>s and h1s that say which article the page is about
MAX_CONTENT = 20_000  # characters of one meta's content

_TAGS = ("meta", "link", "script", "title", "h1", "time", "abbr")
_TIMES = ("time", "abbr")
_ARTICLE_TYPES = {"report", "review", "criticreview", "recipe", "howto", "liveblogposting"}
# Keys under which other articles than the page's own are listed.
_ELSEWHERE = {
    *("itemListElement", "hasPart", "relatedLink", "citation", "isPartOf", "liveBlogUpdate", "comment"),
    *(
        "isBasedOn",
        "mentions",
        "about",
        "blogPost",
        "blogPosts",
        "significantLink",
        "review",
        "publisher",
        "author",
    ),
}


@dataclass
class Structured:
    """`jsonld`: every node with an @type, @graph, lists and nested values flattened, in page order.

    `meta`: lower-case name, property, itemprop or http-equiv → contents in page order.
    `links`: lower-case rel of <link> → addresses as written.
    """

    root: HtmlElement
    jsonld: list[Node] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    url: str = ""
    titles: list[str] = field(default_factory=list)  # og:title, <title>, h1: to tell the article from teasers
    found: list[Found] = field(default_factory=list)
    title: str = ""  # the text of the first <title>
    h1s: list[HtmlElement] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)  # <time>, and <abbr> of microformats

    def first(self, *names: str) -> str | None:
        """The first non-empty meta content under these names, in the order of the names."""
        return next((text for name in names for text in self.meta.get(name, ()) if text), None)

    @cached_property
    def micro(self) -> dict[str, list[str]]:
        """Lower-case itemprop/property of the main article's scope → values ("author/name" for nested)."""
        return read_microdata(self.root, self.titles)

    @cached_property
    def article_nodes(self) -> list[Node]:
        """JSON-LD nodes of the page's article, best first; teasers and list entries are left out."""
        titles = [tokens for tokens in map(words, self.titles) if tokens]
        here = _address(self.url)
        ranked = [
            (_rank(item, here, titles), -place, item.node)
            for place, item in enumerate(self.found)
            if _is_article(item.node)
        ]
        ranked.sort(key=lambda entry: entry[:2], reverse=True)
        return [node for rank, _, node in ranked if rank > 0]

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        for node in self.jsonld:
            if isinstance(name := node.get("@id"), str):
                nodes.setdefault(name, node)
        return nodes

    @cached_property
    def _typed(self) -> list[tuple[Node, set[str]]]:
        return [(node, types(node)) for node in self.jsonld]

    def resolve(self, value: object) -> object:
        """The node that a bare {"@id": …} refers to; any other value as it is."""
        if isinstance(value, dict) and "@type" not in value and isinstance(name := value.get("@id"), str):
            return self._by_id.get(name, value)
        return value

    def nodes(self, *names: str) -> Iterator[Node]:
        """The nodes that have one of these types (lower-case), in page order."""
        wanted = set(names)
        return (node for node, its_types in self._typed if its_types & wanted)


def read_structured(root: HtmlElement, url: str) -> Structured:
    """Read everything, once. Broken JSON is mended where that is safe, else left out."""
    by_tag: dict[str, list[HtmlElement]] = {tag: [] for tag in _TAGS}
    times: list[HtmlElement] = []
    for element in root.iter(*_TAGS):  # one pass: each costs as much as the tree is large
        (times if element.tag in _TIMES else by_tag[element.tag]).append(element)
    meta = _read_meta(by_tag["meta"][:MAX_META])
    titles = [*meta.get("og:title", ()), *meta.get("twitter:title", ())]
    for element in by_tag["title"][:MAX_TITLES] + by_tag["h1"][:MAX_TITLES]:
        titles.append(squeeze(" ".join(element.itertext())[:1000]))
    scripts = _json_scripts(by_tag["script"])
    found = flatten([value for script in scripts if (value := decode_script(script)) is not None])
    return Structured(
        root,
        jsonld=[item.node for item in found],
        meta=meta,
        links=_read_links(by_tag["link"][:MAX_META]),
        url=url,
        titles=titles,
        found=found,
        title=(by_tag["title"][0].text or "") if by_tag["title"] else "",
        h1s=by_tag["h1"],
        times=times,
    )


def _json_scripts(elements: list[HtmlElement]) -> list[str]:
    typed = (element for element in elements if "ld+json" in (element.get("type") or "").lower())
    return [element.text for element in typed if element.text][:MAX_SCRIPTS]


def _read_meta(elements: list[HtmlElement]) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in elements:
        content = squeeze((element.get("content") or element.get("value") or "")[:MAX_CONTENT])
        if not content:
            continue
        names = [element.get(key) for key in ("name", "property", "http-equiv")]
        if (prop := element.get("itemprop")) and not in_scope(element):
            names.append(prop)
        for name in dict.fromkeys(name.strip().lower() for name in names if name):
            meta.setdefault(name, []).append(content)
    if page := meta.get("parsely-page"):
        _add_parsely(meta, page[0])
    return meta


def _add_parsely(meta: dict[str, list[str]], content: str) -> None:
    """The JSON in <meta name="parsely-page"> (Parse.ly's older way) as parsely-title, parsely-author …"""
    try:
        value = json.loads(content, strict=False)
    except (ValueError, RecursionError):
        return
    for key, item in value.items() if isinstance(value, dict) else ():
        if strings := [squeeze(text[:MAX_CONTENT]) for text in texts(item)]:
            meta.setdefault(f"parsely-{key.lower()}", []).extend(strings)


def _read_links(elements: list[HtmlElement]) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for element in elements:
        address = (element.get("href") or "").strip()
        for rel in (element.get("rel") or element.get("itemprop") or "").lower().split() if address else ():
            links.setdefault(rel, []).append(address[:MAX_CONTENT])
    return links


def _is_article(node: Node) -> bool:
    return any(name.endswith(("article", "posting")) or name in _ARTICLE_TYPES for name in types(node))


def _rank(item: Found, here: str, titles: list[list[str]]) -> int:
    """How surely a node is the page's article; 0 or less for a teaser."""
    node, rank = item.node, 2
    addresses = [
        _address(text) for key in ("mainEntityOfPage", "url", "@id") for text in _addresses(node.get(key))
    ]
    if here and here in addresses:
        rank += 4
    headlines = [words(text) for text in texts(node.get("headline")) + texts(node.get("name"))]
    if any(_alike(headline, title) for headline in headlines for title in titles):
        rank += 3
    elif addresses and here not in addresses and headlines and titles:
        rank -= 1
    if any(key in _ELSEWHERE for key in item.path):
        rank -= 4
    return rank * 10 + sum(key in node for key in ("headline", "datePublished", "author", "articleBody"))


def _addresses(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key in ("@id", "url") if isinstance(text := value.get(key), str)]
    return [text for text in texts(value) if "/" in text]


def _address(url: str) -> str:
    """Host (without www., m. or amp.) and path, to compare addresses loosely; no fragment, no query."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    return host + unquote(parts.path).rstrip("/").lower() if parts.path.strip("/") else ""


def _alike(one: list[str], other: list[str]) -> bool:
    """One begins the other (site names and truncation come at the end), or most words are shared."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if len(short) > 1 and short == long[: len(short)]:
        return True
    return len(set(short) & set(long)) >= 0.7 * len(set(long))
