"""Does a URL alone look like an article's? Points for slug, number, date and words of the path.

Each feature that news sites' URLs have adds a little; what listings, service pages and files have takes
away much. No feature needs Latin letters. The result is clamped to 0–1 and comes with its reasons.
"""

from collections.abc import Iterator
from functools import lru_cache

from crawler.discovery.pathwords import paths, segment_words
from crawler.discovery.shape import Shape, shape_of
from crawler.discovery.traps import is_trap
from crawler.text import counted

ARTICLE_FROM = 0.5  # from here on a URL is taken for an article on its own
NEVER_BELOW = 0.2  # below, it is left out even where a sitemap lists it

_SLUG_POINTS = {2: 0.15, 3: 0.3, 4: 0.4}  # words → points
_LONG_SLUG = 0.5
_BASE = 0.1
MAX_URLS = 50_000  # judgements remembered: a whole sitemap is judged when read and again when chosen from


@lru_cache(maxsize=MAX_URLS)
def article_likeness(url: str) -> tuple[float, str]:
    """How much the URL looks like an article's, 0 to 1, and why."""
    if reason := is_trap(url):
        return 0.0, reason
    shape = shape_of(url)
    if shape.ending in paths().media:
        return 0.0, f"a .{shape.ending} file"
    if not shape.segments and not shape.id_parameter:
        return 0.0, "home page"
    points = [*_for(shape), *_against(shape)]
    score = min(1.0, max(0.0, _BASE + sum(value for value, _ in points)))
    return round(score, 2), ", ".join(reason for _, reason in points) or "short path"


def _for(shape: Shape) -> list[tuple[float, str]]:
    points = []
    if shape.slug_words >= 2:
        points.append(
            (_SLUG_POINTS.get(shape.slug_words, _LONG_SLUG), f"slug of {counted(shape.slug_words, 'word')}")
        )
    if shape.id_digits >= 5:
        points.append((0.4, "number in the last segments"))
    elif shape.id_digits >= 3:
        points.append((0.25, "short number in the last segments"))
    if shape.date == "within":
        points.append((0.4, "date in the path"))
    if shape.ending in paths().pages:
        points.append((0.15, f".{shape.ending}"))
    if _has_article_word(shape):
        points.append((0.2, "article word in the path"))
    if shape.id_parameter:
        points.append((0.45, "parameter names an article"))
    return points


def _against(shape: Shape) -> list[tuple[float, str]]:
    return [*_words_against(shape), *_form_against(shape)]


def _words_against(shape: Shape) -> Iterator[tuple[float, str]]:
    """Segments that name a list of articles or a service of the site."""
    table = paths()
    words = [segment_words(segment) for segment in (*shape.segments[:-1], shape.last)]
    name = _name_before_number(shape)
    if listing := next((word for word in (*words, name) if word in table.listing), None):
        # An article may lie under such a word, with a long slug or a number or date of its own.
        own = shape.last_words >= 4 and (shape.id_digits >= 5 or shape.date == "within")
        yield -0.25 if own or shape.last_words >= 6 else -0.6, f"listing word {listing!r}"
    if service := next((word for word in (*words[-2:], name) if word in table.service), None):
        yield -0.2 if shape.last_words >= 4 else -0.6, f"service word {service!r}"


def _form_against(shape: Shape) -> Iterator[tuple[float, str]]:
    if shape.page is not None:
        yield -0.5, "page of a list"
    if shape.date == "end" and shape.last_words < 2 and shape.id_digits < 9:
        yield -0.3, "ends with a date"
    if shape.segments and shape.segments[-1].startswith("@"):
        yield -0.6, "account page"


def _has_article_word(shape: Shape) -> bool:
    """Whether the word is a segment or has a number after it: /article/…, /article123, /article.php?id=5."""
    words = paths().article
    for segment in shape.segments[:-1]:
        if segment_words(segment) in words:
            return True
    stem = segment_words(shape.last.rstrip("0123456789"))
    numbered = shape.id_digits > 0 or shape.id_parameter
    return numbered and (stem in words or stem.split(" ")[0] in words)


def _name_before_number(shape: Shape) -> str:
    """What remains of "impressum-316443" or "home-15770732" without its number."""
    name = segment_words(shape.last).rstrip("0123456789 ")
    return name if name != segment_words(shape.last) else ""
