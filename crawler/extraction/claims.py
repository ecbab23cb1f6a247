"""What the page itself says its title, description and text are, as keys to compare blocks with."""

from dataclasses import dataclass

from crawler.extraction.jsonld import texts
from crawler.extraction.page import Document
from crawler.extraction.trafilatura_voice import key

MAX_BODY = 500_000  # characters of articleBody read
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
MIN_NAME, MAX_NAME = 4, 80  # letters of an author's name
MIN_BODY = 200  # a shorter articleBody is a summary


@dataclass(frozen=True, slots=True)
class Claims:
    titles: frozenset[str] = frozenset()
    descriptions: tuple[str, ...] = ()
    body: str = ""  # JSON-LD articleBody
    authors: frozenset[str] = frozenset()


def read_claims(document: Document) -> Claims:
    """The claims of a page; empty where it makes none."""
    said = document.structured
    titles = {key(title[:400]) for title in said.titles[:10]}
    descriptions = [
        text
        for name in ("og:description", "description", "twitter:description")
        for text in said.meta.get(name, ())
    ]
    authors = [text for name in _AUTHORS for text in said.meta.get(name, ())]
    body = ""
    for node in said.article_nodes[:5]:
        titles.update(key(text[:400]) for text in texts(node.get("headline"))[:3])
        descriptions += texts(node.get("description"))[:2]
        authors += texts(node.get("author"))[:10]
        if not body:
            body = key(" ".join(texts(node.get("articleBody"))[:3])[:MAX_BODY])
    keys = dict.fromkeys(key(text[:1000]) for text in descriptions[:8])
    return Claims(
        frozenset(titles - {""}), tuple(k for k in keys if k), body if len(body) >= MIN_BODY else ""
    )
