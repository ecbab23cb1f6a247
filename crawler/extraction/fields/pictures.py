"""One <img>: the address of its picture, its size, and whether two addresses are one picture.

Lazy pages keep the address out of `src`, `srcset` lists several sizes, and what stands in `src` until then is
a placeholder.
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.claims.addresses import path_of

NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|placeholder|blank|spacer|pixel|1x1|avatar|gravatar|icon|sprite|loading|lazy|default|"
    r"transparent|emoji|smil\w+|share|badge|no-?image)(?:[/_.-]|\d|$)|\.svg$|gravatar\.com",
    re.IGNORECASE,
)
_SOURCES = (
    "src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-srcset",
    "srcset",
    "data-lazy",
    "data-url",
)
_NUMBERS = re.compile(r"\d{6,}|[0-9a-f]{16,}")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_DESCRIPTOR = re.compile(r"(\d{1,5})(?:\.\d+)?([wx])(?:,(.*))?$")
_SIZES = re.compile(r"[-_]?\d{2,4}x\d{2,4}|\.(?:jpe?g|png|webp|gif|avif)")
MAX_SRCSET = 8_000  # characters


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels, as far as the page says."""

    width: int | None = None
    height: int | None = None

    def __bool__(self) -> bool:
        return self.width is not None or self.height is not None

    def is_less_than(self, side: int) -> bool:
        return any(given is not None and given < side for given in (self.width, self.height))


def source_of(element: HtmlElement) -> tuple[str | None, Size]:
    """The image's address as written, the largest of several, and its size."""
    size = Size(pixels(element.get("width")), pixels(element.get("height")))
    for key in _SOURCES:
        value = (element.get(key) or "").strip()
        if not value or value.startswith("data:"):
            continue
        width = None
        if "srcset" in key:
            value, width = _largest(value)
        if value and not NO_PICTURE.search(value.split("?")[0]):
            return value, _scaled(size, width)
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


def _scaled(size: Size, width: int | None) -> Size:
    """The size of a candidate `width` pixels wide, where the attributes give the picture's proportions."""
    if width is None:
        return size
    if size.width and size.height:
        return Size(width, round(width * size.height / size.width))
    return Size(width)


def pixels(value: object) -> int | None:
    """Pixels out of 1200, "1200" or "1200px"; a QuantitativeValue's value."""
    if isinstance(value, dict):
        value = value.get("value")
    match = _PIXELS.match(str(value)) if isinstance(value, str | int | float) else None
    return int(match[1]) or None if match else None


def is_same(one: str, other: str) -> bool:
    """Whether two addresses are one picture at two sizes: same file name, or the same long number in it."""
    if one == other or _file(one) == _file(other) != "":
        return True
    numbers = [set(_NUMBERS.findall(path_of(url).rstrip("/").rsplit("/", 1)[-1])) for url in (one, other)]
    return bool(numbers[0] & numbers[1])


def _file(url: str) -> str:
    """The file's name without size marks and ending."""
    name = path_of(url).rstrip("/").rsplit("/", 1)[-1].lower()
    return _SIZES.sub("", name)
