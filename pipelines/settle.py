"""What follows extraction: validated, cleaned, given its language, the hash of its content and the sketch by
which near copies are found, in this order.

It is the order of `ITEM_PIPELINES`. The extracting child does it once, for it is pure and costs time; the
pipelines then only check and pass on what it settled, and do the same work, through the same functions, for
items of others.
"""

from crawler.items import Article
from pipelines.clean import tidy
from pipelines.deduplicate import content_hash
from pipelines.language import set_language
from pipelines.similarity import pack, sketch
from pipelines.validate import validate, verdict


def settle(article: Article) -> Article:
    """Settles an article that extraction made, in place, and returns it."""
    article.taken_out = validate(article)
    tidy(article)
    set_language(article)
    article.content_hash = content_hash(article.title, article.paragraphs)
    if verdict(article) is None:
        article.sketch = pack(sketch(article.paragraphs))
    return article
