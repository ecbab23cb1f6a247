"""What is learned of a site from its own pages: a value, bounded, pure. See site.py."""

from crawler.extraction.memory.lesson import Lesson
from crawler.extraction.memory.site import SiteMemory, learn

__all__ = ["Lesson", "SiteMemory", "learn"]
