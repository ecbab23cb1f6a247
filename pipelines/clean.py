"""The text as people read it: no invisible characters, no title or lead twice, no furniture at the end.

`clean` is pure but for the article that it is given, and doing it twice changes nothing more. It ends by
setting `text` and `word_count`; an article that has its text was cleaned (by an extraction worker, say).
"""

import re
from collections.abc import Callable, Sequence

from crawler.extraction.reading.agencies import agencies_in_body, each_once
from crawler.items import Article
from crawler.languages.counters import is_passing
from crawler.languages.lookup import furniture_family
from crawler.text import fold, word_count
from pipelines.foreign import through
from pipelines.normalize import clean_line, clean_text, needs_joiners

TAIL = 30  # paragraphs: a list of most-read headlines is shorter
MAX_HEADLINE = 140  # characters: what follows "Most read" is headlines; longer is text
MAX_CUT = 0.5  # of the words: more than half is no furniture at the end, whatever its heading says
MIN_LEAD = 30  # characters of a lead that the next paragraph begins with
# A line of these families at the end opens a list: what follows it is furniture too.
_OPENS_LIST = frozenset({"most_read", "related", "tags"})
_SENTENCE_END = re.compile("[.!?…。！？؟۔।:][\"'”’»)\\]]*$")
_WORD = re.compile(r"[^\W_]")  # "___" is a rule, as agencies set it
_LINES = ("title", "kicker", "subtitle", "publisher", "section", "date_from")


def clean(article: Article) -> Article:
    """Cleans the article in place and returns it."""
    beyond = any(map(needs_joiners, (article.title or "", *article.paragraphs)))
    _clean_fields(article, lambda text: clean_line(text, beyond_arabic=beyond))
    article.paragraphs = [clean_text(text, beyond_arabic=beyond) for text in article.paragraphs]
    for block in article.blocks:
        block.text = clean_text(block.text, beyond_arabic=beyond)
    _cut(article, [i for i, text in enumerate(article.paragraphs) if not _WORD.search(text)], "")
    _cut(article, [i for i, text in enumerate(article.paragraphs) if is_passing(text)], "counters")
    before = -1
    while before != len(article.paragraphs):  # what goes at one end may lay bare the other
        before = len(article.paragraphs)
        _clean_end(article)
        # not the subtitle: a standfirst that opens the text is part of it
        start = repeated_start(article.paragraphs, (article.title, article.kicker))
        _cut(article, list(range(start)), "repeated")
    article.text = "\n\n".join(article.paragraphs) or None
    article.word_count = word_count(article.text) if article.text else None
    return article


def _clean_end(article: Article) -> None:
    """Furniture, and the agencies' own lines, in the order in which they stand at the end."""
    while True:  # each turn takes a paragraph at least
        tail = furniture_tail(article.paragraphs)
        for family, indexes in tail.items():
            _cut(article, indexes, family)
        credited, kept = agencies_in_body(article.paragraphs)
        article.agency = list(each_once((*article.agency, *credited)))
        lines = range(len(kept), len(article.paragraphs))
        _cut(article, lines, "agency")
        if not tail and not lines:
            return


def _clean_fields(article: Article, line: Callable[[str], str]) -> None:
    for name in _LINES:
        value = getattr(article, name)
        setattr(article, name, (line(value) or None) if value else None)
    article.summary = (line(article.summary) or None) if article.summary else None
    for name in ("authors", "agency", "tags"):
        cleaned = filter(None, map(line, getattr(article, name)))
        setattr(article, name, list(dict.fromkeys(cleaned)))
    for image in article.images:
        image.caption = (line(image.caption) or None) if image.caption else None
        image.credit = (line(image.credit) or None) if image.credit else None


def repeated_start(paragraphs: Sequence[str], printed: Sequence[str | None]) -> int:
    """How many paragraphs at the start only repeat what is `printed` over the body, or the next paragraph."""
    keys = {fold(text) for text in printed if text}
    for start in range(len(paragraphs) - 1):
        lead = fold(paragraphs[start])
        if lead not in keys and not _begins(fold(paragraphs[start + 1]), lead):
            return start
    return max(len(paragraphs) - 1, 0)


def _begins(paragraph: str, lead: str) -> bool:
    """Whether it begins with the lead, and goes on: of a line printed twice extraction knows more."""
    stem = lead.rstrip(". ")  # a lead cut short ends in dots; folding writes the one sign "…" as three
    return len(stem) >= MIN_LEAD and paragraph.startswith(stem) and paragraph != lead


def furniture_tail(paragraphs: Sequence[str]) -> dict[str, list[int]]:
    """The paragraphs at the end that are furniture: family → indexes."""
    found: dict[str, list[int]] = {}
    end = _list_start(paragraphs, found)
    while end > 1:
        family = furniture_family(paragraphs[end - 1])
        if family is None:
            break
        end -= 1
        found.setdefault(family, []).append(end)
    return found


def _list_start(paragraphs: Sequence[str], found: dict[str, list[int]]) -> int:
    """Where a list of headlines under "Most read" or "Related" begins, if the text ends in one."""
    count = len(paragraphs)
    start = opened = count
    family = ""
    while start > max(1, count - TAIL):
        line = paragraphs[start - 1]
        kind = furniture_family(line)
        if kind is None and (len(line) > MAX_HEADLINE or _SENTENCE_END.search(line)):
            break
        start -= 1
        if kind in _OPENS_LIST:
            opened, family = start, kind or ""
    words = [word_count(text) for text in paragraphs]
    if opened == count or sum(words[opened:]) > MAX_CUT * sum(words):
        return count
    found[family] = list(range(opened, count))
    return opened


def _cut(article: Article, indexes: Sequence[int], family: str) -> None:
    """Takes paragraphs out, of the blocks too where these run parallel; counts them by family."""
    gone = frozenset(indexes)
    if not gone:
        return
    if len(article.blocks) == len(article.paragraphs):
        article.blocks = [block for i, block in enumerate(article.blocks) if i not in gone]
    article.paragraphs = [text for i, text in enumerate(article.paragraphs) if i not in gone]
    if family and article.extraction:
        removed = article.extraction.removed
        removed[family] = removed.get(family, 0) + len(gone)


class CleanPipeline:
    """Cleans what was not cleaned yet."""

    def process_item(self, item: object) -> object:
        return through(item, lambda article: article if article.word_count else clean(article))
