"""The caption and the credit of a printed image: which element holds them, and where the one ends.

A credit is an element of its own, or the end of the caption: in brackets, after ©, or after a word such
as "Photo:" (the word tables have it in every language).
"""

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.languages.lookup import credit_words, plain
from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.families import BIT, families
from crawler.pages.plain import printed
from crawler.text import word_count

MAX_CREDIT = 120  # characters
MAX_CAPTION = 600  # characters
_CREDIT_CLASS = re.compile(
    r"credit|copyright|copyrigth|photographer|photo-?by|byline|\bsource\b|urheber|quelle|fotograf",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"caption|l[eé]gend|bildunter|pie-?(?:de-)?foto|cutline|didascal|image-?(?:text|title|desc)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]{3,120})[)\]）]\s*$")
_MARKED = re.compile(r"(?:^|[\s.|/–—-])((?:©|\(c\)).{2,100})$", re.IGNORECASE)
_LEADING = ["a", "h1", "h2", "h3", "h4", "form", "ul", "ol"]
_FRAMES = frozenset(("body", "main", "article", "html"))
MAX_BOXES = 6  # ancestors: td, tr, tbody, table
MAX_IN_BOX = 20  # elements of one
MAX_UNNAMED = 300  # characters of a caption that nothing calls one
MIN_WORDS = 3  # fewer are a number or a label on the image
_COLON = re.compile(r"\s*[:：]\s*")


def caption_of(element: HtmlElement, article: HtmlElement) -> tuple[str | None, str | None]:
    """(caption, credit) of the figure around the image, or of the element so called beside it."""
    for depth, ancestor in enumerate(islice(element.iterancestors(), 5)):
        if ancestor is article:
            break
        found = next(ancestor.iter("figcaption"), None) if ancestor.tag == "figure" or depth < 3 else None
        found = found if found is not None else _named(ancestor, _CAPTION_CLASS)
        credit = _named(ancestor, _CREDIT_CLASS) if found is not None or ancestor.tag == "figure" else None
        if found is not None or credit is not None:
            return _parted(found, credit)
        if ancestor.tag == "figure" or len(list(islice(ancestor.iter("img"), 2))) > 1:
            return None, None
    return _unnamed(element, article)


def _unnamed(element: HtmlElement, article: HtmlElement) -> tuple[str | None, str | None]:
    """The text alone in one small box with the image: in a layout table, with a credit at its end, or in a
    box that is named after its image."""
    for box in islice(element.iterancestors(), MAX_BOXES):
        if box is article or box.tag in _FRAMES or len(list(islice(box.iter(), MAX_IN_BOX))) == MAX_IN_BOX:
            return None, None
        text = printed(box)
        if not text:
            continue
        if len(text) > MAX_UNNAMED or len(list(islice(box.iter("img"), 2))) > 1 or _leads_on(box):
            return None, None
        caption, credit = split_credit(text)
        told = credit or box.tag == "table" or _is_named_after_image(box, text)
        return (caption or None, credit or None) if told else (None, None)
    return None, None


def _is_named_after_image(box: HtmlElement, text: str) -> bool:
    return bool(families(names_of(box)) & BIT["media"]) and word_count(text) >= MIN_WORDS


def _leads_on(box: HtmlElement) -> bool:
    """Whether a box has links with text or headings: more than an image and its caption."""
    return any(child.tag != "a" or child.text_content().strip() for child in box.iter(*_LEADING))


def _named(box: HtmlElement, pattern: re.Pattern[str]) -> HtmlElement | None:
    """The innermost element of a small box whose class or itemprop is so called."""
    for child in islice(box.iterdescendants(), 40):
        is_text = isinstance(child.tag, str) and child.tag not in ("img", "picture", "source")
        if is_text and child.attrib and pattern.search(names_of(child)):
            return child
    return None


def _parted(caption: HtmlElement | None, credit: HtmlElement | None) -> tuple[str | None, str | None]:
    """The caption's text without the credit's; a credit at its end is found by its mark or word."""
    text = printed(caption) if caption is not None else ""
    by = _without_word(printed(credit)) if credit is not None and credit is not caption else ""
    if by and len(by) <= MAX_CREDIT:
        whole = printed(credit) if credit is not None else ""
        text = text.replace(whole, " ").strip(" |·-–—/") if whole else text
    elif text:
        text, by = split_credit(text)
    text = " ".join(text.split())
    return (text if 0 < len(text) <= MAX_CAPTION else None), (by if 0 < len(by) <= MAX_CREDIT else None)


def split_credit(text: str) -> tuple[str, str]:
    """A caption that ends in "(AP Photo/…)", "© Name" or "Foto: Name" → caption and credit."""
    if len(text) > MAX_CAPTION + MAX_CREDIT:
        return text, ""
    for pattern in (_BRACKETED, _MARKED):
        if (match := pattern.search(text)) and (pattern is _MARKED or _opens_credit(match[1])):
            return text[: match.start()].strip(" |·-–—/"), _without_word(match[1].strip())
    for match in reversed(list(_COLON.finditer(text))):
        before = text[: match.start()].split()
        for count in (2, 1):  # "Photo courtesy:", "Photo:"
            word = " ".join(before[-count:]).strip("(/|–—-.")
            if plain(word) in credit_words() and len(text) - match.end() <= MAX_CREDIT:
                rest = text[: match.start()].rstrip()
                return rest[: len(rest) - len(word)].strip(" |·-–—/("), text[match.end() :].strip(" )")
    return text, ""


def _opens_credit(text: str) -> bool:
    words = plain(text)
    return (
        any(words.startswith(word) or f" {word}" in words for word in credit_words())
        or "/" in text
        or "©" in text
    )


def _without_word(text: str) -> str:
    """The name alone out of "Photo: Name" or "© Name"."""
    text = text.strip(" |")
    text = text[1:-1].strip() if text[:1] + text[-1:] in ("()", "[]") else text
    text = re.sub(r"^(?:©|\(c\)|copyright)\s*", "", text, flags=re.IGNORECASE)
    head, mark, rest = text.partition(":")
    return rest.strip() if mark and plain(head) in credit_words() else text
