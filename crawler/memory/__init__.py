"""What is learned of a site from its own pages: a value, bounded, pure. See site.py."""

from crawler.memory.lesson import Lesson
from crawler.memory.site import SiteMemory, learn, looked_at

__all__ = ["Lesson", "SiteMemory", "learn", "looked_at"]
