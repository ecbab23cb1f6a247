"""The text as people read it: no invisible characters, no title or lead twice, no furniture at the end.

What extraction made needs its characters cleaned alone (`tidy`): its rules have looked at every line. An
item of somebody else's spider goes through the same rules here (`clean`).
"""

from collections import Counter
from collections.abc import Callable

from crawler.items import Article
from crawler.text import word_count
from pipelines.foreign import through
from pipelines.normalize import clean_line, clean_text, needs_joiners

_LINES = ("title", "kicker", "subtitle", "publisher", "section", "date_from")


def clean(article: Article) -> Article:
    """Cleans an article that somebody else extracted, in place, and returns it: its characters, and the
    lines at its begin and end that are no text. Doing it twice changes nothing more."""
    # All of extraction, which an engine has no use for where its items come settled.
    from crawler.extraction.reading.agencies import each_once
    from crawler.extraction.roles.labelled import Apart, Labelled
    from crawler.extraction.roles.linerules import credited
    from crawler.extraction.roles.rules import correct

    tidy(article)
    lines = article.paragraphs
    page = Labelled(lines, range(len(lines)), apart=Apart(article.title, article.kicker))
    correct(page, rules=())
    article.agency = list(each_once((*article.agency, *credited(page))))
    if len(article.blocks) == len(article.paragraphs):
        article.blocks = [article.blocks[place] for place in page.kept]
    article.paragraphs = [article.paragraphs[place] for place in page.kept]
    if article.extraction:
        removed = Counter(article.extraction.removed)
        removed.update(change.after for change in page.trace)
        article.extraction.removed = dict(removed)
    return _counted(article)


def tidy(article: Article) -> Article:
    """Cleans the characters of an article in place and returns it; ends by setting `text` and
    `word_count`.
    """
    beyond = any(map(needs_joiners, (article.title or "", *article.paragraphs)))
    _clean_fields(article, lambda text: clean_line(text, beyond_arabic=beyond))
    article.paragraphs = [clean_text(text, beyond_arabic=beyond) for text in article.paragraphs]
    for block in article.blocks:
        block.text = clean_text(block.text, beyond_arabic=beyond)
    return _counted(article)


def _counted(article: Article) -> Article:
    article.text = "\n\n".join(article.paragraphs) or None
    article.word_count = word_count(*article.paragraphs) if article.text else None
    return article


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


class CleanPipeline:
    """Cleans what came without being settled."""

    def process_item(self, item: object) -> object:
        return through(item, lambda article: article.taken_out is not None or clean(article))
