"""The words over an article: title, kicker, subtitle and summary, each decided from its evidence."""

from dataclasses import dataclass

from crawler.extraction.evidence import Decision
from crawler.extraction.page import Document
from crawler.extraction.titles import title


@dataclass(frozen=True, slots=True)
class Headline:
    title: Decision
    kicker: Decision
    subtitle: Decision
    summary: Decision


def headline(document: Document) -> Headline:
    decided = title(document)
    return Headline(decided.title, Decision(None), Decision(None), Decision(None))
