"""An article's other editions by their addresses: for printing, for phones, as AMP.

An edition is the story's own address with a mark in it. It often names no canonical URL, so the marks alone
tell which of two addresses with one text is the story's own. They are a claim as a canonical URL is one, and
believed where title or text bear it out.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.urls import site_of, without_www

_SEGMENT = re.compile(r"/(?:print|printer|print-version|printversion|drucken|imprimir|imprimer|amp)(?=/|$)")
_ENDING = re.compile(r"[._](?:amp|print)(?=\.[a-z]{2,5}$|$)")  # story.amp.html
_PARAMETER = re.compile(
    r"(?:print|printer|printable|print_view|amp|_amp)(?:=(?:1|true|yes|y|on)?)?"
    r"|(?:view|mode|format|version|layout|output|outputtype|output_type)=(?:print|printer|printable|amp)"
    r"|output=1|tmpl=component|m=1"
)
_HOST_LABEL = re.compile(r"^(?:m|mobile|amp|print)\.")


@lru_cache(maxsize=1_024)  # of an article that comes, and of what it is compared with
def story_of(url: str) -> str:
    """The address without the marks of an edition; the same where it has none, or nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = _ENDING.sub("", _SEGMENT.sub("", parts.path))
    query = "&".join(part for part in parts.query.split("&") if not _PARAMETER.fullmatch(part.lower()))
    if not path.strip("/") or (path, query) == (parts.path, parts.query):
        return url
    return parts._replace(path=path, query=query).geturl()


def is_edition(url: str, story: str) -> bool:
    """Whether `url` is the edition whose own address is `story`."""
    if url == story or not (marks(url) > marks(story)):
        return False
    return _bare(url) == _bare(story)


def marks(url: str) -> int:
    """How many marks of an edition the address has: one in its host, one behind it."""
    return (story_of(url) != url) + (_HOST_LABEL.match(site_of(url)) is not None)


def _bare(url: str) -> tuple[str, str, str]:
    """What an edition and its story have in common: host, path and query."""
    parts = urlsplit(story_of(url))
    return without_www(_HOST_LABEL.sub("", site_of(url))), parts.path.rstrip("/"), parts.query
