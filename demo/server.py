"""Serves the demo news web on loopback: one port a site, a thread a request, conditional requests answered.

with DemoWeb() as web:
    web.sites       # {"harbour": "http://127.0.0.1:8970", …}
    web.expected()  # the records that a crawl must give, with these URLs
    web.addresses() # every address and what a crawl must make of it
    web.requests    # {"harbour": ["/robots.txt", "/", …], …}: what was asked for, in order
    web.bodies      # the same, but only what a body was sent for
"""

import base64
import os
import threading
from contextlib import ExitStack, suppress
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from demo.render import Response, responses
from demo.site import Address, Site, read_site

HOST = "127.0.0.1"
FIRST_PORT = 8970
# How many ports after the wanted one are tried: more than a few webs at once are not meant.
PORTS_TRIED = 200
SITES = Path(__file__).parent / "sites"
TRACKING = ("utm_", "fbclid", "gclid", "at_medium", "at_campaign", "ref", "relatedposts_hit")

# A transparent pixel for every picture under /media/: the pages are read, not looked at.
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
NOT_FOUND = Response(
    b"<!doctype html><title>404</title><h1>Not found</h1>", "text/html; charset=utf-8", status=404
)


class DemoWeb:
    """The whole web as a context manager; on any free ports, or on the first free ones from `port` on."""

    def __init__(self, port: int | None = None, sites: Path = SITES) -> None:
        self._port = port
        self._folders = sorted(path.parent for path in sites.glob("*/site.toml"))
        self._stack = ExitStack()
        self._read: list[Site] = []
        self.sites: dict[str, str] = {}
        self.requests: dict[str, list[str]] = {folder.name: [] for folder in self._folders}
        self.bodies: dict[str, list[str]] = {folder.name: [] for folder in self._folders}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            servers = {folder.name: stack.enter_context(self._bind()) for folder in self._folders}
            self.sites = {name: f"http://{HOST}:{server.server_port}" for name, server in servers.items()}
            self._read = [read_site(folder, self.sites) for folder in self._folders]
            for site in self._read:
                name = site.name
                servers[name].start(responses(site), self.requests[name], self.bodies[name])
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def forget(self) -> None:
        """Start the records of what was asked and answered anew."""
        for log in (*self.requests.values(), *self.bodies.values()):
            log.clear()

    def addresses(self, *roles: str) -> list[Address]:
        """Every address of the web, or those with one of the roles."""
        return [a for site in self._read for a in site.addresses if not roles or a.role in roles]

    def expected(self) -> list[dict[str, Any]]:
        """The record of every article and of every copy, without fields that a page does not determine."""
        return [address.record for address in self.addresses("article", "copy") if address.record]

    def languages(self) -> dict[str, str]:
        """Site name → its language."""
        return {site.name: site.settings["language"] for site in self._read}

    def _bind(self) -> "_SiteServer":
        if self._port is None:
            return _SiteServer((HOST, 0))
        taken: OSError | None = None
        for port in range(self._port, self._port + PORTS_TRIED):
            try:
                server = _SiteServer((HOST, port))
            except OSError as error:
                taken = error
            else:
                self._port = port + 1
                return server
        raise OSError(f"no free port from {self._port} on") from taken


class _SiteServer(ThreadingHTTPServer):
    """One site's server. Bound when made, answering after `start`, stopped and closed on leaving."""

    daemon_threads = True
    # The same port again right after a run: a second run must meet the same URLs. On Windows the
    # option means something else: it would let two webs share a port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 64

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, _Handler)
        self.pages: dict[str, Response] = {}
        self.log: list[str] = []
        self.bodies: list[str] = []
        self._thread: threading.Thread | None = None

    def server_bind(self) -> None:
        """Without the reverse lookup of http.server, which can take seconds on some machines."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def start(self, pages: dict[str, Response], log: list[str], bodies: list[str]) -> None:
        self.pages, self.log = {unquote(path): page for path, page in pages.items()}, log
        self.bodies = bodies
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        if self._thread:
            self.shutdown()
            self._thread.join()
        self.server_close()

    def find(self, target: str) -> Response:
        """The response for a request's target; tracking parameters change nothing."""
        if urlsplit(target).path.startswith("/media/"):
            return Response(PIXEL, "image/gif")
        return self.pages.get(unquote(target)) or self.pages.get(unquote(_untracked(target)), NOT_FOUND)


def _untracked(target: str) -> str:
    parts = urlsplit(target)
    query = [pair for pair in parse_qsl(parts.query) if not pair[0].startswith(TRACKING)]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


class _Handler(BaseHTTPRequestHandler):
    server: _SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "DemoWeb"

    def do_GET(self) -> None:
        self.server.log.append(self.path)
        response = self.server.find(self.path)
        unchanged = response.status == 200 and self._holds(response)
        self.send_response(304 if unchanged else response.status)
        self._headers(response)
        if unchanged:
            self.end_headers()
            return
        if response.status == 200:
            self.server.bodies.append(self.path)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_HEAD = do_GET

    def _headers(self, response: Response) -> None:
        self.send_header("Content-Type", response.content_type)
        if response.location:
            self.send_header("Location", response.location)
        if response.status == 200:
            self.send_header("ETag", response.etag)
            self.send_header("Last-Modified", format_datetime(response.last_modified, usegmt=True))
            self.send_header("Cache-Control", "max-age=60")

    def _holds(self, response: Response) -> bool:
        """Whether the client already has this response (RFC 9110, 13.2.2: If-None-Match goes first)."""
        if tags := self.headers.get("If-None-Match"):
            return "*" in tags or response.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since") or "")
            return response.last_modified <= since
        except (TypeError, ValueError):
            return False

    def handle(self) -> None:
        with suppress(ConnectionError):  # a crawler that was killed is nobody's error here
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: `requests` is the log."""
