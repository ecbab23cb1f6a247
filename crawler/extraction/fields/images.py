"""The article's images: the lead image that the page claims, and those printed in the article, with captions.

The article is taken to be the smallest element that holds the headline and the bulk of the paragraphs;
in it, what stands in other articles' boxes, links to other pages, or is as small as an icon is left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.claims.addresses import absolute, base_of, path_of
from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.fields.pictures import NO_PICTURE, Size, is_same, pixels, source_of
from crawler.extraction.roles.captions import MAX_CAPTION, MAX_CREDIT, caption_of
from crawler.items import Image
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT, families
from crawler.pages.jsonld import Node
from crawler.pages.page import Document
from crawler.pages.plain import names_of, plain

MAX_IMAGES = 40  # of one article; galleries have more
MAX_SEEN = 400  # <img> elements looked at
MIN_SIDE = 100  # pixels: icons and faces are smaller
MIN_PARAGRAPH = 60  # characters of a block that counts for where the article is
LEVELS = 14  # ancestors looked at

_ELSEWHERE = (
    BIT["related"]
    | BIT["teaser"]
    | BIT["newsletter"]
    | BIT["author"]
    | BIT["comment"]
    | BIT["share"]
    | BIT["ad"]
)
_APART = frozenset(("nav", "aside", "footer", "form"))
_LINES = frozenset(("p", "blockquote", "li", "font", "b", "strong"))


@dataclass(frozen=True, slots=True)
class Images:
    lead: Decision
    images: tuple[Image, ...]

    @property
    def captions(self) -> list[str]:
        """Every caption and credit as printed, which are no text of the body."""
        return [text for image in self.images for text in (image.caption, image.credit) if text]


def images(document: Document) -> Images:
    claimed = decide_image(collect_image(document)).value
    found = tuple(_printed_images(document, claimed))
    lead = decide_image(collect_image(document, found))
    return Images(lead, _with_lead(found, lead, document))


def collect_image(document: Document, found: Iterable[Image] = ()) -> list[Claim[str]]:
    structured = document.structured
    given: list[tuple[str, str, float]] = []
    for node in structured.article_nodes[:1]:
        given += [("jsonld", image.url, 0.85) for image in _node_images(node, document)[:1]]
    for name, trust in (
        ("og:image", 0.9),
        ("og:image:url", 0.9),
        ("twitter:image", 0.7),
        ("twitter:image:src", 0.7),
    ):
        given += [(name, url, trust) for url in structured.meta.get(name, ())[:1]]
    given += [("parsely", url, 0.6) for url in structured.meta.get("parsely-image-url", ())[:1]]
    given += [("image_src", url, 0.6) for url in structured.links.get("image_src", ())[:1]]
    given += [
        ("microdata", url, 0.5)
        for name in ("image", "image/url")
        for url in structured.micro.get(name, ())[:1]
    ]
    given += [("block", image.url, 0.4) for image in islice(found, 1)]
    return [
        Claim("image", url, place, trust)
        for place, raw, trust in given
        if (url := absolute(base_of(document), document.url, raw)) and not NO_PICTURE.search(path_of(url))
    ]


def decide_image(evidence: list[Claim[str]]) -> Decision:
    return most_trusted(evidence)


def _node_images(node: Node, document: Document) -> list[Image]:
    """The images of a JSON-LD node: addresses, ImageObjects, or lists of them."""
    value = node.get("image")
    found: list[Image] = []
    for given in value[:MAX_IMAGES] if isinstance(value, list) else [value]:
        item = document.structured.resolve(given)
        if isinstance(item, str):
            found.append(Image(item.strip()))
        elif isinstance(item, dict):
            url = item.get("url") or item.get("contentUrl") or item.get("@id")
            url = url[0] if isinstance(url, list) and url else url
            if isinstance(url, str):
                caption = _short(item.get("caption") or item.get("description"), MAX_CAPTION)
                credit = _short(item.get("creditText") or item.get("copyrightNotice"), MAX_CREDIT)
                found.append(
                    Image(url.strip(), caption, credit, pixels(item.get("width")), pixels(item.get("height")))
                )
    base = base_of(document)
    known = ((image, absolute(base, document.url, image.url)) for image in found)
    return [replace(image, url=url) for image, url in known if url]


def _short(value: object, limit: int) -> str | None:
    text = plain(value) if isinstance(value, str) else ""
    return text if 0 < len(text) <= limit else None


def _printed_images(document: Document, claimed: str | None) -> Iterator[Image]:
    article = article_element(document.blocks)
    if article is None:
        return
    base, seen = base_of(document), set[str]()
    for element in islice(article.iter("img", "amp-img"), MAX_SEEN):
        if len(seen) >= MAX_IMAGES:
            return
        image = _read(element, article, base, document.url, claimed)
        if image and image.url not in seen:
            seen.add(image.url)
            yield image


def article_element(blocks: Sequence[Block]) -> HtmlElement | None:
    """The smallest element that holds most of the running text and, where there is one, a headline."""
    weight: Counter[HtmlElement] = Counter()
    for block in blocks:
        size = len(block.text) - block.link_chars
        if size < MIN_PARAGRAPH or block.kind not in ("paragraph", "quote"):
            continue
        holder = block.element.getparent() if block.element.tag in _LINES else block.element
        if holder is not None:
            weight[holder] += size
            if (above := holder.getparent()) is not None:
                weight[above] += size // 2
    if not weight:
        return None
    best = weight.most_common(1)[0][0]
    up = [best, *islice(best.iterancestors(), LEVELS)]
    for element in up:
        if element.tag in ("article", "main"):
            return element
    for element in up:
        if element.tag in ("body", "html"):
            return best
        if next(element.iter("h1"), None) is not None:
            return element
    return best


def _read(
    element: HtmlElement, article: HtmlElement, base: str, page: str, claimed: str | None
) -> Image | None:
    address, size = source_of(element)
    url = absolute(base, page, address) if address else None
    if url is None or "{" in url or NO_PICTURE.search(path_of(url)) or size.is_less_than(MIN_SIDE):
        return None
    if _is_elsewhere(element, article, page, claimed is not None and is_same(url, claimed)):
        return None
    caption, credit = caption_of(element, article)
    if not caption and not credit and not _is_picture(element, url, size.width):
        return None
    return Image(url, caption, credit, size.width, size.height)


def _is_picture(element: HtmlElement, url: str, width: int | None) -> bool:
    """Whether an image without a caption is one all the same: by its frame, its size or its file's kind."""
    if (width or 0) >= 2 * MIN_SIDE or re.search(r"\.(?:jpe?g|webp|avif)$", path_of(url), re.IGNORECASE):
        return True
    return any(up.tag in ("figure", "picture") for up in islice(element.iterancestors(), 3))


def _is_elsewhere(element: HtmlElement, article: HtmlElement, page: str, is_claimed: bool) -> bool:
    """Whether it belongs to another article, to a person, or to the page's furniture.

    Of the lead image that the page claims, the names around it ("post-thumbnail") prove nothing.
    """
    for ancestor in islice(element.iterancestors(), LEVELS):
        if ancestor is article:
            return False
        if ancestor.tag in _APART or (ancestor.tag == "a" and _leads_elsewhere(ancestor, page)):
            return True
        if not is_claimed and families(names_of(ancestor)) & _ELSEWHERE:
            return True
    return False


def _leads_elsewhere(link: HtmlElement, page: str) -> bool:
    """Whether a link around an image goes to another page, not to the image itself."""
    address = (link.get("href") or "").split("#")[0].split("?")[0]
    if not address or address == page.split("?", maxsplit=1)[0] or address.startswith("javascript:"):
        return False
    return not re.search(r"\.(?:jpe?g|png|webp|gif|avif)$", address, re.IGNORECASE)


def _with_lead(found: tuple[Image, ...], lead: Decision, document: Document) -> tuple[Image, ...]:
    """The lead image first, with what JSON-LD says of it; a printed copy of it lends its caption."""
    if lead.value is None:
        return found
    same = next((image for image in found if is_same(image.url, lead.value)), None)
    said = [image for node in document.structured.article_nodes[:1] for image in _node_images(node, document)]
    told = next((image for image in said if is_same(image.url, lead.value)), Image(lead.value))
    size = next((size for size in _claimed_sizes(lead, told, same, document) if size), Size())
    first = Image(
        lead.value,
        (same.caption if same else None) or told.caption,
        (same.credit if same else None) or told.credit,
        size.width,
        size.height,
    )
    return (first, *(image for image in found if image is not same))


def _claimed_sizes(lead: Decision, told: Image, same: Image | None, document: Document) -> Iterator[Size]:
    """The lead image's size: as Open Graph, JSON-LD or the element that prints this very file has it."""
    if lead.place.startswith("og:image"):
        meta = document.structured.meta
        yield Size(
            *(pixels(next(iter(meta.get(f"og:image:{side}", ())), None)) for side in ("width", "height"))
        )
    yield Size(told.width, told.height)
    if same is not None and path_of(same.url) == path_of(lead.value or ""):
        yield Size(same.width, same.height)
