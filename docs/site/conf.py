"""The documentation as a site: README, docs/ and the docstrings of `import warraq`. `make docs` builds it."""

import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from crawler import __version__  # noqa: E402 - of the checkout

project = "Warraq"
author = "The Warraq authors"
copyright = author
version = release = __version__

root_doc = "docs/site/index"
include_patterns = ["README.md", "README.ar.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**"]
default_role = "literal"  # docstrings name things between single backticks
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# README.ar.md is a <div dir="rtl">; docs link to headings of each other.
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # README's title has two scripts; levels are skipped nowhere else

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True, "undoc-members": False}
nitpicky = True
# Stands in signatures and has its reference elsewhere, or, as our own rooms do, none.
nitpick_ignore_regex = [
    ("py:.*", r"(collections\.abc|datetime|pathlib|types|typing|scrapy|crawler)\..*|Path|datetime|Any|Self")
]

html_theme = "furo"
html_title = f"Warraq {__version__}"
html_permalinks = False
html_static_path = ["_static"]
html_css_files = ["site.css"]


def setup(app: Any) -> None:
    app.connect("autodoc-process-docstring", describe_record)
    app.connect("autodoc-process-signature", leave_out_record)


def describe_record(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """The record's fields with what the JSON Schema says of them, in place of a signature of all fields."""
    if name != "warraq.Article":
        return
    for field, hint in get_type_hints(obj, include_extras=True).items():
        said = [meta.description for meta in get_args(hint)[1:] if getattr(meta, "description", None)]
        if said:
            lines += [f"* ``{field}``: {said[0]}"]


def leave_out_record(
    app: Any, what: str, name: str, obj: Any, options: Any, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    return ("", None) if name == "warraq.Article" else (signature, returns)
