"""Reads one site's folder: `site.toml` (its addresses), `articles/` and `pages/` (texts), `templates/`.

A text is TOML between two lines of `+++` and the HTML of the body below. Beside each article lies the
record that a crawl must give, as JSON. In all of these `{{base}}` is the site's own base URL and
`{{bases.NAME}}` another site's, for ports are known only when the web is up.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

Role = Literal[
    "article", "copy", "alias", "not_article", "disallowed", "front", "feed", "sitemap", "robots", "static"
]
Bases = dict[str, str]

# Last-Modified of what has no date of its own: after every demo article, and never "now".
PRESS_DAY = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
_BASE = re.compile(r"\{\{base(?:s\.(\w+))?\}\}")
# Reserved characters that stay as they are in the path and query of an address.
_URL_SAFE = "/?=&%+~:,;@-._"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the demo web and what a crawl must make of it.

    article: stored, with `record`. copy: the same words as `same_as` on another site. alias: another
    URL of the article `same_as`. not_article: fetched and left out. disallowed: linked, never fetched.
    static: what else menus link (about us, weather); nothing of it may be stored.
    """

    site: str
    path: str
    url: str
    role: Role
    lists: tuple[str, ...] = ()  # the fronts, feeds and sitemaps that name it
    same_as: str | None = None
    kind: str | None = None  # of a page that is no article
    record: dict[str, Any] | None = None
    settings: dict[str, Any] = field(default_factory=dict)  # the rest of its table in site.toml


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    folder: Path
    bases: Bases
    settings: dict[str, Any]
    addresses: tuple[Address, ...]

    @property
    def base(self) -> str:
        return self.bases[self.name]

    def template(self, name: str) -> str:
        return (self.folder / "templates" / name).read_text("utf-8")


def read_site(folder: Path, bases: Bases) -> Site:
    """The site in a folder, with the real base URLs put in."""
    table = tomllib.loads(_put_bases((folder / "site.toml").read_text("utf-8"), folder.name, bases))
    static = [
        {"path": path, "role": "static", "template": "static.html", "heading": heading}
        for path, heading in table.get("static", {}).items()
    ]
    addresses = tuple(_address(folder, bases, dict(entry)) for entry in [*table["address"], *static])
    return Site(folder.name, folder, bases, table["site"], addresses)


def read_text(site: Site, file: str) -> dict[str, Any]:
    """The values and the `body` of one text, with its dates in the forms that feeds use."""
    source = _put_bases((site.folder / f"{file}.html").read_text("utf-8"), site.name, site.bases)
    _, head, body = source.split("+++\n", 2)
    values = tomllib.loads(head)
    dates = {f"{name}_rfc822": _rfc822(values[name]) for name in ("published", "modified") if name in values}
    return {**values, **dates, "body": body.strip()}


def moment(value: str | None) -> datetime:
    """An ISO time as an aware UTC datetime; a bare day is its midnight."""
    if not value:
        return PRESS_DAY
    time = datetime.fromisoformat(value)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def _address(folder: Path, bases: Bases, entry: dict[str, Any]) -> Address:
    path, role = entry.pop("path"), entry.pop("role", "article")
    record_file = folder / f"{entry.get('file')}.json"
    record = None
    if role in ("article", "copy"):
        record = json.loads(_put_bases(record_file.read_text("utf-8"), folder.name, bases))
    return Address(
        site=folder.name,
        path=path,
        url=bases[folder.name] + quote(path, safe=_URL_SAFE),
        role=role,
        lists=tuple(entry.pop("lists", ())),
        same_as=entry.pop("same_as", None),
        kind=entry.pop("kind", None),
        record=record,
        settings=entry,
    )


def _put_bases(text: str, own: str, bases: Bases) -> str:
    return _BASE.sub(lambda match: bases[match[1] or own], text)


def _rfc822(value: str) -> str:
    time = datetime.fromisoformat(value)
    return format_datetime(time if time.tzinfo else time.replace(tzinfo=UTC))
