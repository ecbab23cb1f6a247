"""From one fetched page to one article: `extract(page)`. Pure: no network, no clock, no Scrapy.

The page is decoded and parsed once (`Document`); headline, dates, people, labels, images and body all
look at the same tree and the same list of blocks. Every field is decided from evidence (evidence.py).
"""

from crawler.extraction.extract import extract
from crawler.pages.page import Document, Page

__all__ = ["Document", "Page", "extract"]
