"""Addresses on a page: made absolute, or found to be none; and the page's claim of its canonical URL."""

from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.pages.jsonld import Node, texts
from crawler.pages.page import Document, once_a_page

MAX_URL = 2_048  # characters, as browsers allow


@once_a_page
def base_of(document: Document) -> str:
    """What relative addresses are relative to: <base href>, else the page."""
    return next(
        (found for element in document.root.iter("base") if (found := element.get("href"))), document.url
    )


def path_of(url: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def absolute(base: str, page: str, reference: str) -> str | None:
    """An http(s) address without fragment, resolved against <base> and the page; None where it is none."""
    reference = reference.strip()
    if not reference or len(reference) > MAX_URL:
        return None
    try:
        given = urlsplit(reference)
        if given.scheme and not given.netloc:
            return None  # mailto:, javascript:, a bare "https://"
        parts = urlsplit(url := urljoin(_origin(page, base), reference))
        if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > MAX_URL:
            return None
        return parts._replace(fragment="").geturl()
    except ValueError:
        return None


@lru_cache(maxsize=64)  # all addresses of a page have the same
def _origin(page: str, base: str) -> str:
    return urljoin(page, base)


def collect_canonical(document: Document) -> list[Claim[str]]:
    structured = document.structured
    base = base_of(document)
    found = [("link", text, 0.9) for text in structured.links.get("canonical", ())]
    found += [("og:url", text, 0.6) for text in structured.meta.get("og:url", ())[:1]]
    found += [
        ("jsonld", text, 0.5) for node in structured.article_nodes[:1] for text in texts(_page_of(node))[:1]
    ]
    evidence = []
    for place, raw, trust in found:
        if (url := absolute(base, document.url, raw)) is not None:
            evidence.append(Claim("canonical_url", url, place, trust))
    return evidence


def _page_of(node: Node) -> object:
    value = node.get("mainEntityOfPage")
    return (
        (value.get("@id") or value.get("url"))
        if isinstance(value, dict)
        else value
        if isinstance(value, str)
        else node.get("url")
    )


def decide_canonical(evidence: list[Claim[str]], url: str) -> Decision:
    """The page's own claim. One that names the home page for an article, or that contradicts another claim of
    the same trust (two different <link rel=canonical>), is an error of the site's."""
    able = [item for item in evidence if path_of(item.value).strip("/") or not path_of(url).strip("/")]
    links = {item.value for item in able if item.place == "link"}
    if len(links) > 1:
        able = [item for item in able if item.place != "link"]
    decided = most_trusted(able)
    return Decision(decided.value, decided.place, decided.reason, tuple(evidence))
