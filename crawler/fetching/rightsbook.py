"""What a site's files say of the use of its pages: asked for once a site and day, kept as `addresses`.

A file that cannot be had says nothing, and is asked for again by the next run. So does one at a site that has
just asked to be left alone: it is not asked for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
from scrapy import Request
from scrapy.http import Response

from crawler.errors import StorageError
from crawler.fetching.middlewares import FIRST
from crawler.fetching.robotstext import decoded
from crawler.fetching.rulebook import GOOD_FOR, RememberingRun
from crawler.fetching.siterights import AiTxt, Reservation, reservations, reserved
from crawler.items import Address, AddressKind, Outcome, Status
from crawler.urls import site_of

logger = logging.getLogger(__name__)

TDMREP, AI_TXT = "/.well-known/tdmrep.json", "/ai.txt"
MAX_FILE = 64 * 2**10  # bytes; real ones have a few hundred
TIMEOUT = 5.0  # seconds; a site that needs longer for a small file is not well

Fetch = Callable[[Request], Awaitable[Response | tuple[Status, str]]]


@dataclass(frozen=True)
class Said:
    """What both files of one site say."""

    rules: tuple[Reservation, ...]
    training: AiTxt

    def of(self, url: str) -> list[str]:
        return [*reserved(self.rules, url), *self.training.said(url)]


class Rightsbook:
    """One run's. `fetch` brings an answer, or why there is none; `agent` is what we are in a robots.txt;
    `left_alone` says of a source whether its site is to be asked nothing more by this run."""

    def __init__(
        self, run: RememberingRun, fetch: Fetch, agent: str, left_alone: Callable[[str], bool]
    ) -> None:
        self._run, self._fetch, self._agent, self._left_alone = run, fetch, agent, left_alone
        self._said: dict[str, asyncio.Task[Said]] = {}

    async def of(self, url: str, source: str, meta: Mapping[str, object]) -> list[str]:
        """What the files at a page's site say of it. `meta` is that of the page's request."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._said:
            self._said[origin] = asyncio.ensure_future(self._read(origin, source, dict(meta)))
        # shielded: one cancelled page takes nothing from those that wait too
        return (await asyncio.shield(self._said[origin])).of(url)

    async def _read(self, origin: str, source: str, meta: dict[str, object]) -> Said:
        paths = (TDMREP, AI_TXT)
        rules, training = await asyncio.gather(
            *(self._file(f"{origin}{path}", source, meta) for path in paths)
        )
        return await asyncio.to_thread(_understood, rules, training, self._agent)

    async def _file(self, url: str, source: str, meta: dict[str, object]) -> bytes:
        """A file's bytes, from the store where they are of today; empty where there is none."""
        try:
            if (kept := await self._kept(url)) is not None:
                return kept
            if self._left_alone(source):
                return b""
            limits = {"download_timeout": TIMEOUT, "download_maxsize": 0, FIRST: MAX_FILE}
            request = Request(
                url,
                headers={"Accept-Encoding": "identity"},
                meta={**meta, **limits, "dont_merge_cookies": True},
                dont_filter=True,
            )
            response = await self._fetch(request)
            if isinstance(response, Response):
                body = b"" if _is_page(response) else response.body[:MAX_FILE]
            elif response[0] is Status.GONE:
                body = b""
            else:
                return b""  # not known: the next run asks again
            await self._keep(url, source, body)
        except StorageError as error:  # the pipelines will meet it too, and end the run
            logger.error("%s", error)
            return b""
        return body

    async def _kept(self, url: str) -> bytes | None:
        known = await self._run.recall(url)
        if known is None or known[1] is None:
            return None
        if not timedelta(0) <= self._run.clock() - known[1] < GOOD_FOR:
            return None
        try:
            return msgspec.json.decode(known[0].memo or "", type=str).encode()
        except msgspec.MsgspecError:
            return None

    async def _keep(self, url: str, source: str, body: bytes) -> None:
        address = Address(url, source, site_of(url), AddressKind.ROBOTS)
        memo = msgspec.json.encode(decoded(body)).decode()
        await self._run.keep(Outcome(address, Status.LISTING, fetched_at=self._run.clock(), memo=memo))


def _understood(rules: bytes, training: bytes, agent: str) -> Said:
    return Said(reservations(rules), AiTxt(decoded(training), agent))


def _is_page(response: Response) -> bool:
    """Some sites answer whatever is asked with a page."""
    head = response.body[:200].lstrip().lower()
    return head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body"))
