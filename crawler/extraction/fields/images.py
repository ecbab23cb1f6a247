"""The article's images: the lead image that the page claims, and those printed in the article, with captions.

The article is taken to be the smallest element that holds the headline and the bulk of the paragraphs;
in it, what stands in other articles' boxes, links to other pages, or is as small as an icon is left out.
Lazy pages keep an image's address out of `src`, `srcset` lists several sizes, and what stands in `src` until
then is a placeholder.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.table import base_of, claims
from crawler.extraction.roles.captions import MAX_CAPTION, MAX_CREDIT, caption_of
from crawler.items import Image
from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT, families
from crawler.pages.page import Document
from crawler.pages.plain import plain
from crawler.urls import absolute, path_of

MAX_IMAGES = 40  # of one article; galleries have more
MAX_SEEN = 400  # <img> elements looked at
MIN_SIDE = 100  # pixels: icons and faces are smaller
MIN_PARAGRAPH = 60  # characters of a block that counts for where the article is
LEVELS = 14  # ancestors looked at
MAX_SRCSET = 8_000  # characters

_ELSEWHERE = sum(
    BIT[name] for name in ["related", "teaser", "newsletter", "author", "comment", "share", "ad"]
)
_APART = frozenset(["nav", "aside", "footer", "form"])
_FRAMES = frozenset(("figure", "picture"))
_LINES = frozenset(["p", "blockquote", "li", "font", "b", "strong"])
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|placeholder|blank|spacer|pixel|1x1|avatar|gravatar|icon|sprite|loading|lazy|default|"
    r"transparent|emoji|smil\w+|share|badge|no-?image)(?:[/_.-]|\d|$)|\.svg$|gravatar\.com",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)$", re.IGNORECASE)
_SOURCES = [
    "src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-srcset",
    "srcset",
    "data-lazy",
    "data-url",
]
_NUMBERS = re.compile(r"\d{6,}|[0-9a-f]{16,}")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_DESCRIPTOR = re.compile(r"(\d{1,5})(?:\.\d+)?([wx])(?:,(.*))?$")
_SIZES = re.compile(r"[-_]?\d{2,4}x\d{2,4}|\.(?:jpe?g|png|webp|gif|avif)")

Size = tuple[int | None, int | None]  # width and height in pixels, as far as the page says


@dataclass(frozen=True, slots=True)
class Images:
    lead: Decision
    images: tuple[Image, ...]

    @property
    def captions(self) -> list[str]:
        """Every caption and credit as printed, which are no text of the body."""
        return [text for image in self.images for text in (image.caption, image.credit) if text]


def images(document: Document) -> Images:
    said = claims(document)["image"]
    claimed = decide_image(said).value
    found = tuple(_printed_images(document, claimed))
    if found:
        said = [*said, Claim("image", found[0].url, "block", 0.4)]
    lead = decide_image(said)
    return Images(lead, _with_lead(found, lead, document))


def decide_image(said: list[Claim[str]]) -> Decision:
    """The most trusted address that is no logo's or placeholder's."""
    return most_trusted([claim for claim in said if not _NO_PICTURE.search(path_of(claim.value))], said)


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
        holder = block.container.element
        holder = holder.getparent() if holder.tag in _LINES else holder
        if holder is not None:
            weight[holder] += size
            if (above := holder.getparent()) is not None:
                weight[above] += size // 2
    if not weight:
        return None
    best = max(weight, key=weight.__getitem__)
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
    too_small = min(size[0] or MIN_SIDE, size[1] or MIN_SIDE) < MIN_SIDE
    if url is None or too_small or "{" in url or _NO_PICTURE.search(path_of(url)):
        return None
    if _is_elsewhere(element, article, page, claimed is not None and is_same(url, claimed)):
        return None
    caption, credit = caption_of(element, article)
    told = bool(caption or credit)
    return Image(url, caption, credit, *size) if told or _is_picture(element, url, size[0]) else None


def _is_picture(element: HtmlElement, url: str, width: int | None) -> bool:
    """Whether an image without a caption is one all the same: by its frame, its size or its file's kind."""
    if (width or 0) >= 2 * MIN_SIDE or _PHOTO.search(path_of(url)):
        return True
    return not _FRAMES.isdisjoint([up.tag for up in islice(element.iterancestors(), 3)])


def _is_elsewhere(element: HtmlElement, article: HtmlElement, page: str, is_claimed: bool) -> bool:
    """Whether it belongs to another article, to a person, or to the page's furniture.

    Of the lead image that the page claims, the names around it ("post-thumbnail") prove nothing.
    """
    for ancestor in islice(element.iterancestors(), LEVELS):
        if ancestor is article:
            return False
        if ancestor.tag in _APART or (ancestor.tag == "a" and _leads_elsewhere(ancestor, page)):
            return True
        if not is_claimed and ancestor.attrib and families(names_of(ancestor)) & _ELSEWHERE:
            return True
    return False


def _leads_elsewhere(link: HtmlElement, page: str) -> bool:
    """Whether a link around an image goes to another page, not to the image itself."""
    address = (link.get("href") or "").split("#")[0].split("?")[0]
    if not address or address == page.split("?", maxsplit=1)[0] or address.startswith("javascript:"):
        return False
    return not _FILE.search(address)


def _with_lead(found: tuple[Image, ...], lead: Decision, document: Document) -> tuple[Image, ...]:
    """The lead image first, with what JSON-LD says of it; a printed copy of it lends its caption."""
    url = lead.value
    if url is None:
        return found
    same = _copy_of(url, found)
    told = _copy_of(url, _told_images(document))
    # The size is the first that is told of this very file: by Open Graph, JSON-LD or the printed element.
    sizes: list[Size] = [(told.width, told.height)]
    if lead.place.startswith("og:image"):
        said = document.structured
        sizes.insert(0, (pixels(said.first("og:image:width")), pixels(said.first("og:image:height"))))
    if path_of(same.url) == path_of(url):
        sizes.append((same.width, same.height))
    size = next(filter(any, sizes), (None, None))
    first = Image(url, same.caption or told.caption, same.credit or told.credit, *size)
    return (first, *[image for image in found if image is not same])


def _copy_of(url: str, given: Iterable[Image]) -> Image:
    """The first of the images that is the same picture; an image of which nothing is known where none is."""
    for image in given:
        if is_same(image.url, url):
            return image
    return Image("")


def _told_images(document: Document) -> Iterator[Image]:
    """The images that JSON-LD describes: addresses, ImageObjects, or lists of them."""
    nodes, base = document.structured.article_nodes, base_of(document)
    value = nodes[0].get("image") if nodes else None
    for given in value[:MAX_IMAGES] if isinstance(value, list) else [value]:
        item = document.structured.resolve(given)
        if isinstance(item, str):
            item = {"url": item}
        if isinstance(item, dict):
            url = item.get("url") or item.get("contentUrl") or item.get("@id")
            url = url[0] if isinstance(url, list) and url else url
            if isinstance(url, str) and (address := absolute(base, document.url, url)):
                caption = _short(item.get("caption") or item.get("description"), MAX_CAPTION)
                credit = _short(item.get("creditText") or item.get("copyrightNotice"), MAX_CREDIT)
                yield Image(address, caption, credit, pixels(item.get("width")), pixels(item.get("height")))


def _short(value: object, limit: int) -> str | None:
    text = plain(value) if isinstance(value, str) else ""
    return text if 0 < len(text) <= limit else None


def source_of(element: HtmlElement) -> tuple[str | None, Size]:
    """The image's address as written, the largest of several, and its size."""
    size = (pixels(element.get("width")), pixels(element.get("height")))
    for key in _SOURCES:
        value = (element.get(key) or "").strip()
        if not value or value.startswith("data:"):
            continue
        width = None
        if "srcset" in key:
            value, width = _largest(value)
        if value and not _NO_PICTURE.search(value.split("?")[0]):
            if width is None:
                return value, size
            # The attributes give the picture's proportions.
            return value, (width, round(width * size[1] / size[0]) if size[0] and size[1] else None)
    return None, size


def _largest(srcset: str) -> tuple[str, int | None]:
    """The candidate with the greatest width or density, and its width."""
    best, rank, width = "", -1, None
    address = ""
    for token in srcset[:MAX_SRCSET].split():
        if not (found := _DESCRIPTOR.match(token)) or not address:
            address = token.strip(",")
            best = best or address
            continue
        if int(found[1]) >= rank:
            best, rank, width = address, int(found[1]), int(found[1]) if found[2] == "w" else None
        address = found[3] or ""  # the next one, where no space comes before it
    return best, width


def pixels(value: object) -> int | None:
    """Pixels out of 1200, "1200" or "1200px"; a QuantitativeValue's value."""
    if isinstance(value, dict):
        value = value.get("value")
    match = _PIXELS.match(str(value)) if isinstance(value, str | int | float) else None
    return int(match[1]) or None if match else None


def is_same(one: str, other: str) -> bool:
    """Whether two addresses are one picture at two sizes: same file name, or the same long number in it."""
    if one == other:
        return True
    first, second = path_of(one).rstrip("/").rpartition("/")[2], path_of(other).rstrip("/").rpartition("/")[2]
    if "" != _SIZES.sub("", first.lower()) == _SIZES.sub("", second.lower()):
        return True
    return not set(_NUMBERS.findall(first)).isdisjoint(_NUMBERS.findall(second))
