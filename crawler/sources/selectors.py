"""`parser` of a source: selectors for fields, or a Python class, checked before anything is fetched.

parser = { title = "h1.headline", authors = ".byline a", paragraphs = "article > p" }
parser = "lamp.parsers.lamp_article"
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

ONE = ("title", "kicker", "subtitle", "summary", "section", "published_at", "modified_at", "image")
MANY = ("paragraphs", "authors", "agency", "tags")


def problems_of(parser: str | Mapping[str, str]) -> Iterator[str]:
    """What is wrong with it."""
    if isinstance(parser, str):
        try:
            loaded(parser)
        except Exception as error:  # whatever somebody's module does when it is imported
            yield f"{parser!r} cannot be loaded ({type(error).__name__}: {error})"
        return
    for field, selector in parser.items():
        if field not in ONE + MANY:
            yield f"{field!r} cannot be selected; allowed are {', '.join(ONE + MANY)}"
        elif problem := _problem(selector):
            yield f"{field}: {problem}"


def loaded(name: str) -> Callable[[Any, Any], Any]:
    """The function or class of a dotted name; a project's folder is where the command was started."""
    module, _, attribute = name.replace(":", ".").rpartition(".")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    if not module:
        raise ImportError("write package.module.name")
    found = getattr(import_module(module), attribute)
    if not callable(found):
        raise TypeError("is no function and no class")
    return found  # type: ignore[no-any-return]  # somebody else's


def is_xpath(selector: str) -> bool:
    return selector.startswith(("/", "(", "./"))


def _problem(selector: str) -> str | None:
    from parsel import Selector

    try:
        root = Selector("<p></p>")
        root.xpath(selector) if is_xpath(selector) else root.css(selector)
    except Exception as error:  # cssselect's and lxml's, which share no base
        return f"{selector!r} is no selector ({error})"
    return None
