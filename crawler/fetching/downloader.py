"""Scrapy's downloader, which never asks a site for more at a time than its slot allows."""

from collections import deque
from typing import Any

from scrapy import Request, Spider
from scrapy.core import downloader
from scrapy.core.downloader import Slot


class Downloader(downloader.Downloader):
    """Counts a request as being transferred from when it leaves its slot's queue.

    Scrapy (2.19) counts it when its task begins, one turn of the loop later: of requests that come in
    the same turn too many were let go, two where one was allowed.
    """

    def _get_slot(self, request: Request, spider: Spider | None = None) -> tuple[str, Slot]:
        key, slot = super()._get_slot(request)
        if not isinstance(slot.queue, _Counted):
            slot.queue = _Counted(slot)
        return key, slot


class _Counted(deque[Any]):
    """A slot's queue, empty as yet."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self._slot = slot

    def popleft(self) -> Any:
        entry = super().popleft()
        self._slot.transferring.add(entry[0])
        return entry
