"""Makes the bytes of every address of a site (pages, fronts, feeds, sitemaps, robots.txt) from templates."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.site import PRESS_DAY, Address, Site, moment, read_text
from demo.template import render

DEFAULT_TYPE = "text/html; charset=utf-8"
Listed = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answers at one path."""

    body: bytes
    content_type: str
    last_modified: datetime = PRESS_DAY
    status: int = 200
    location: str | None = None  # of a redirect

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def responses(site: Site) -> dict[str, Response]:
    """Path with query → response, for all of the site's addresses."""
    texts = {a.path: _values(site, a) for a in site.addresses}
    listed = _lists(site, texts)
    return {a.path: _response(site, a, texts[a.path], listed) for a in site.addresses}


def _values(site: Site, address: Address) -> dict[str, Any]:
    """What templates may say about one address: its text's values, its settings, its URLs."""
    file = address.settings.get("file")
    text = read_text(site, file) if file else {}
    urls = {"url": address.url, "canonical": address.same_as or address.url, "path": address.path}
    return {"charset": "utf-8", **text, **address.settings, **urls}


def _lists(site: Site, texts: dict[str, dict[str, Any]]) -> Listed:
    """List name → its items in the order of site.toml; the first of each is marked `first`."""
    listed: Listed = {}
    for address in site.addresses:
        for name in address.lists:
            items = listed.setdefault(name, [])
            items.append({**texts[address.path], "first": not items})
    return listed


def _response(site: Site, address: Address, values: dict[str, Any], listed: Listed) -> Response:
    if location := values.get("redirect"):
        return Response(b"", DEFAULT_TYPE, status=301, location=location)
    items = listed.get(values.get("list", ""), [])
    scope = {"site": site.settings, "base": site.base, "bases": site.bases, "lists": listed, "items": items}
    text = render(site.template(values.get("template", "article.html")), (scope, values), site.template)
    body = text.encode(values.get("encoding", site.settings.get("encoding", "utf-8")))
    if values.get("gzip"):
        body = gzip.compress(body, mtime=0)
    content_type = values.get("type", site.settings.get("type", DEFAULT_TYPE))
    changed = moment(values.get("modified") or values.get("published"))
    return Response(body, content_type, changed if address.settings.get("file") else PRESS_DAY)
