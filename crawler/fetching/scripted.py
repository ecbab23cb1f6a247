"""Whether a page says that it shows its text only with scripts. Pure.

It is asked of pages in which no text was found. `NAMES` is data: what the language is called in a <noscript>.
"""

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from crawler.fetching.walls import LITTLE_TEXT, NO_TEXT
from crawler.items import Article, Kind
from crawler.pages.decode import decode
from crawler.pages.page import Page
from crawler.pages.parse import parse

# In Latin letters it has one name everywhere; some languages write it in their own.
NAMES: tuple[str, ...] = (
    "javascript",
    "java script",
    "جافا سكريبت",
    "جافاسكريبت",
    "جاوا اسکریپت",
    "جاوااسکریپت",
)
NAMES += ("جاوا اسکرپٹ", "자바스크립트", "ジャバスクリプト", "джаваскрипт", "ג'אווה סקריפט", "जावास्क्रिप्ट")
MAX_LOOKED_AT = 2**20  # bytes; shells of such pages have a few KiB, a few hundred with data in them

MESSAGE = "a message for browsers without scripts"
EMPTY = "an empty element that scripts fill"

# What a page may be taken for while its scripts have not run. A wall is none of these: it is left alone.
_UNREAD = (Kind.ARTICLE, Kind.OTHER, Kind.FRONT, Kind.ERROR)
_UNSEEN = frozenset({"script", "style", "template", "noscript", "title"})
_BOXES = frozenset({"div", "main", "section", "article"})


def text_of(article: Article) -> int:
    """Characters of an article's body."""
    return sum(map(len, article.paragraphs))


def is_without_text(article: Article) -> bool:
    """Whether so little text was found that it may be a message, a menu or nothing at all."""
    enough = NO_TEXT if article.kind is Kind.ARTICLE else LITTLE_TEXT
    return article.kind in _UNREAD and text_of(article) < enough


def wants_scripts(page: Page) -> str:
    """How a page says that it needs scripts; "" where it does not."""
    root = parse(decode(page.body[:MAX_LOOKED_AT], page.headers.get("content-type", ""))[0])
    messages = (" ".join(one.itertext()).lower() for one in root.iter("noscript"))
    if any(name in message for message in messages for name in NAMES):
        return MESSAGE
    if _loads_scripts(root) and _has_empty_root(root) and sum(map(len, _shown(root))) < LITTLE_TEXT:
        return EMPTY
    return ""


def _loads_scripts(root: HtmlElement) -> bool:
    return any(one.get("src") or one.get("type") == "module" for one in root.iter("script"))


def _has_empty_root(root: HtmlElement) -> bool:
    """Whether an element with a name of its own, an id or the tag of a component, has nothing in it."""
    return any(
        ("-" in one.tag or (one.tag in _BOXES and one.get("id")))
        and not len(one)
        and not (one.text or "").strip()
        for one in root.iter(etree.Element)
    )


def _shown(root: HtmlElement) -> Iterator[str]:
    """The texts that a reader would see, without the spaces around them."""
    for one in root.iter(etree.Element):
        if one.tag not in _UNSEEN and one.text:
            yield one.text.strip()
        if one.tail:
            yield one.tail.strip()
