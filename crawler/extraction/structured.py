"""What a page says of itself in machine-readable form: JSON-LD, meta elements, microdata/RDFa."""

from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement


@dataclass(slots=True)
class Structured:
    """`jsonld`: every node with an @type, @graph and lists flattened, in page order.

    `meta`: lower-case name/property/itemprop → contents in page order.
    """

    jsonld: list[dict[str, Any]] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)


def read_structured(root: HtmlElement, url: str) -> Structured:
    """Read everything, once. Broken JSON is mended where that is safe, else left out."""
    raise NotImplementedError
