"""Log lines that a person can read: an item is not printed whole, and a refused page is no error."""

import logging

from itemadapter import ItemAdapter
from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Scrapy's formatter, one short line an item."""

    def scraped(
        self, item: object, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        adapter = ItemAdapter(item)
        outcome = getattr(item, "outcome", item)
        url = adapter.get("url") or getattr(getattr(outcome, "address", None), "url", "?")
        words = [str(getattr(outcome, "status", "item")), str(url), str(getattr(outcome, "reason", ""))]
        return {"level": logging.DEBUG, "msg": "%(line)s", "args": {"line": " ".join(filter(None, words))}}

    def item_error(
        self, item: object, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        adapter = ItemAdapter(item)
        url = adapter.get("url") or getattr(response, "url", "?")
        args = {"url": url, "error": f"{type(exception).__name__}: {exception}"}
        return {"level": logging.ERROR, "msg": "%(url)s was not stored: %(error)s", "args": args}
