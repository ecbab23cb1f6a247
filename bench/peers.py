"""Other extractors, each as one function from a page to a record's fields, for `bench.quality`.

    python -m bench.peers NAME PAGES.warc.gz OUT.jsonl

Each runs as its documentation shows it, in a process of its own so that its CPU time is its own. All but
trafilatura come with `pip install '.[bench]'`; one that is not installed is left out of the table.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.scoring import words

Row = dict[str, Any]


def trafilatura(html: bytes, url: str, **options: Any) -> Row:
    """bare_extraction with metadata."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False, **options)
    if not isinstance(found, Document):
        return {}
    authors = [name for name in (found.author or "").split("; ") if name]
    return {"text": found.text, "title": found.title, "published_at": found.date, "authors": authors}


def trafilatura_less_title(html: bytes, url: str) -> Row:
    """Without a first line that is the title, for sets whose truth has the title apart."""
    row = trafilatura(html, url)
    first, _, rest = (row.get("text") or "").partition("\n")
    return row | {"text": rest} if row.get("title") and words(first) == words(row["title"]) else row


def trafilatura_precise(html: bytes, url: str) -> Row:
    """With favor_precision."""
    return trafilatura(html, url, favor_precision=True)


def newspaper4k(html: bytes, url: str) -> Row:
    import newspaper

    article = newspaper.Article(url, fetch_images=False)  # else it asks the pictures' hosts, page by page
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date.isoformat() if article.publish_date else None
    return {"text": article.text, "title": article.title, "authors": article.authors, "published_at": date}


def readability(html: bytes, url: str) -> Row:
    """readability-lxml's summary, its text as lxml gives it, a line a block."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(html, url=url)
    blocks = fromstring(document.summary()).iter("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "td")
    lines = (" ".join(str(block.xpath("string()")).split()) for block in blocks)
    return {"text": "\n".join(filter(None, lines)), "title": document.short_title()}


def resiliparse(html: bytes, url: str) -> Row:
    """Main content only."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    text = bytes_to_str(html, detect_encoding(html) or "utf-8")
    return {"text": extract_plain_text(text, main_content=True, alt_texts=False, form_fields=False)}


PEERS: dict[str, tuple[str, Callable[[bytes, str], Row]]] = {  # name → (module that it needs, extractor)
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura less title": ("trafilatura", trafilatura_less_title),
    "trafilatura precise": ("trafilatura", trafilatura_precise),
    "newspaper4k": ("newspaper", newspaper4k),
    "readability-lxml": ("readability", readability),
    "resiliparse": ("resiliparse", resiliparse),
}


def installed() -> list[str]:
    """The peers that can be run here."""
    return [name for name, (module, _) in PEERS.items() if find_spec(module)]


def rows(extract: Callable[[bytes, str], Row], pages: Iterator[tuple[str, bytes]]) -> Iterator[Row]:
    """One row a page; a page on which the peer fails is an empty one."""
    for url, html in pages:
        try:
            found = extract(html, url)
        except ImportError:  # half installed: no figure of it would be true
            raise
        except Exception:  # what a peer raises over a page is its answer to it
            found = {}
        yield {"url": url, **found}


def read(path: Path) -> Iterator[tuple[str, bytes]]:
    """(address, bytes) of the saved pages."""
    from crawler.fetching.archives import read_saved
    from crawler.pages.page import Page

    yield from ((page.url, page.body) for page in read_saved(path) if isinstance(page, Page))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("pages", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    with options.target.open("w", encoding="utf-8") as out:
        for row in rows(PEERS[options.name][1], read(options.pages)):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
