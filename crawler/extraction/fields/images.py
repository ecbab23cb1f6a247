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
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT, families
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.plain import plain
from crawler.urls import absolute, path_of

MAX_IMAGES = 40  # of one article; galleries have more
MAX_SEEN = 400  # <img> elements looked at
MIN_SIDE = 100  # pixels: icons and faces are smaller
MIN_PARAGRAPH = 60  # characters of a block that counts for where the article is
LEVELS = 14  # ancestors looked at
MAX_SRCSET = 8_000  # characters

_FOREIGN = BIT["related"] | BIT["teaser"] | BIT["newsletter"] | BIT["comment"] | BIT["ad"]
_ELSEWHERE = _FOREIGN | BIT["author"] | BIT["share"]
_APART = frozenset(["nav", "aside", "footer", "form"])
_LINES = frozenset(("p", "blockquote", "li"))
_FRAMES = frozenset(("figure", "picture"))
# Begins with its separator alone, and is asked of lower-case text with one before it: so it is found fastest.
_NO_PICTURE = re.compile(
    r"[/_.-](?:logo|favicon|placeholder|blank|spacer|pixel|1x1|avatar|gravatar|icon|sprite|loading|lazy|default|"
    r"transparent|emoji|smil\w+|share|badge|no-?image)(?:[/_.-]|\d|$)"
)
_OWN = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$|^javascript:|^$", re.IGNORECASE)
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)$", re.IGNORECASE)
_SOURCES = (
    *("src", "data-src", "data-original", "data-lazy-src"),
    *("data-srcset", "srcset", "data-lazy", "data-url"),
)
_NUMBERS = re.compile(r"\d{6,}|[0-9a-f]{16,}")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px\s*)?$")
_CANDIDATE = re.compile(r"(?:^|(?<=[\s,]))(\S++)\s+(\d{1,5})(?:\.\d+)?([wx])(?=[\s,]|$)")  # of a srcset
_SIZES = re.compile(r"[-_]?\d{2,4}x\d{2,4}|\.(?:jpe?g|png|webp|gif|avif)")


@dataclass(frozen=True, slots=True)
class Images:
    lead: Decision
    images: tuple[Image, ...]

    @property
    def captions(self) -> list[str]:
        """Every caption and credit as printed, which are no text of the body."""
        return [text for image in self.images for text in (image.caption, image.credit) if text]


def images(document: Document) -> Images:
    said, able = list(claims(document)["image"]), []
    for claim in said:
        if not _is_no_picture(path_of(claim.value)):
            able.append(claim)
    found = _printed_images(document, most_trusted(able).value or "")
    if found:
        said.append(Claim("image", found[0].url, "block", 0.4))
        able.append(said[-1])
    lead = most_trusted(able, said)
    return Images(lead, tuple(_with_lead(found, lead, document)))


def _printed_images(document: Document, claimed: str) -> list[Image]:
    article, base = article_element(document.blocks), base_of(document)
    found: dict[str, Image] = {}
    for element in islice(article.iter("img", "amp-img"), MAX_SEEN) if article is not None else ():
        address, width, height = _source(element)
        url = absolute(base, document.url, address)
        is_small = min(width or MIN_SIDE, height or MIN_SIDE) < MIN_SIDE
        if url is None or url in found or is_small or _is_no_picture(path_of(url)):
            continue
        if _is_elsewhere(element, article, document.url, is_same(url, claimed)):
            continue
        caption, credit = caption_of(element, article)
        if caption or credit or _is_picture(element, url, width):
            found[url] = Image(url, caption, credit, width, height)
        if len(found) == MAX_IMAGES:
            break
    return list(found.values())


def article_element(blocks: Sequence[Block]) -> HtmlElement | None:
    """The smallest element that holds most of the running text and, where there is one, a headline."""
    weight: Counter[Container] = Counter()
    for block in blocks:
        size = len(block.text) - block.link_chars
        if size >= MIN_PARAGRAPH and block.kind in ("paragraph", "quote"):
            boxes = block.boxes[:3][block.container.tag in _LINES :]
            for share, box in zip((2, 1), boxes, strict=False):
                weight[box] += share * size
    if not weight:
        return None
    best = max(weight, key=weight.__getitem__)
    up = best.upwards(LEVELS)
    for box in up:
        if box.tag in ("article", "main"):
            return box.element
    for box in up:
        if box.tag in ("body", "html"):
            break
        if next(box.element.iter("h1"), None) is not None:
            return box.element
    return best.element


def _is_no_picture(address: str) -> bool:
    """Whether an address is that of a logo, an icon, a placeholder, or has a hole for a script to fill."""
    text = f"/{address.lower()}"
    return text.endswith(".svg") or "gravatar.com" in text or "{" in text or bool(_NO_PICTURE.search(text))


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
            break
        if ancestor.tag in _APART:
            return True
        if ancestor.tag == "a":  # a link around an image may lead to the image itself
            address = (ancestor.get("href") or "").split("#")[0].split("?")[0]
            if address != page.partition("?")[0] and not _OWN.search(address):
                return True
        if not is_claimed and ancestor.attrib and families(names_of(ancestor)) & _ELSEWHERE:
            return True
    return False


def _with_lead(found: list[Image], lead: Decision, document: Document) -> list[Image]:
    """The lead image first, with what JSON-LD says of it; a printed copy of it lends its caption."""
    url, said = lead.value, document.structured
    if url is None:
        return found
    same, told = _copy_of(url, found), _copy_of(url, _told_images(document))
    first = Image(url, same.caption or told.caption, same.credit or told.credit, told.width, told.height)
    # The size is the first that is told of this very file: by Open Graph, JSON-LD or the printed element.
    if lead.place.startswith("og:image"):
        width, height = pixels(said.first("og:image:width")), pixels(said.first("og:image:height"))
        if width or height:
            first.width, first.height = width, height
    if not (first.width or first.height) and path_of(same.url) == path_of(url):
        first.width, first.height = same.width, same.height
    if same in found:
        found.remove(same)
    return [first, *found]


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
        if not isinstance(item, dict):
            item = {"url": item}
        for address in texts(item.get("url") or item.get("contentUrl") or item.get("@id"))[:1]:
            if url := absolute(base, document.url, address):
                caption = _short(item.get("caption") or item.get("description"), MAX_CAPTION)
                credit = _short(item.get("creditText") or item.get("copyrightNotice"), MAX_CREDIT)
                yield Image(url, caption, credit, pixels(item.get("width")), pixels(item.get("height")))


def _short(value: object, limit: int) -> str | None:
    text = plain(value) if isinstance(value, str) else ""
    return text if 0 < len(text) <= limit else None


def _source(element: HtmlElement) -> tuple[str, int | None, int | None]:
    """The image's address as written, the largest of several, with its width and height."""
    width, height = pixels(element.get("width")), pixels(element.get("height"))
    for key in _SOURCES:
        value = (element.get(key) or "").strip()
        if "srcset" in key and value:
            candidates = _CANDIDATE.findall(value[:MAX_SRCSET])
            alone = (value.split()[0].strip(","), "", "")
            value, size, unit = max(candidates, key=lambda found: int(found[1]), default=alone)
            if unit == "w":  # the attributes give the picture's proportions
                height = round(int(size) * height / width) if width and height else None
                width = int(size)
        if value and not value.startswith("data:") and not _is_no_picture(value.split("?")[0]):
            return value, width, height
    return "", width, height


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
