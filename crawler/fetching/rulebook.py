"""robots.txt kept from run to run: a row of `addresses` a site, its text as what the row remembers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec

from crawler.discovery import site_of
from crawler.errors import StorageError
from crawler.fetching.robots import Kept, Rules, read_rules
from crawler.items import Address, AddressKind, Outcome, Status

GOOD_FOR = timedelta(hours=24)  # RFC 9309 §2.4: not used for longer without asking


class Rulebook:
    """`run` is the run's clock and store."""

    def __init__(self, run: Any) -> None:
        self._run = run
        self._fresh: set[str] = set()

    async def recall(self, place: str) -> Kept | None:
        """What an earlier run read at `place` (scheme and host)."""
        try:
            known = await self._run.recall(f"{place}/robots.txt")
        except StorageError:  # the pipelines will meet it too, and end the run
            return None
        if known is None:
            return None
        address, at = known
        try:
            status, text = msgspec.json.decode(address.memo or "", type=tuple[int, str])
        except msgspec.MsgspecError:
            return None
        rules = replace(
            read_rules(status, text.encode()), etag=address.etag, last_modified=address.last_modified
        )
        fresh = at is not None and timedelta(0) <= self._run.clock() - at < GOOD_FOR
        if fresh:
            self._fresh.add(place)
        return Kept(rules, fresh)

    async def keep(self, place: str, rules: Rules, source: str) -> None:
        """For the runs to come; what could not be had is asked for again."""
        if rules.closed or place in self._fresh:
            return
        url = f"{place}/robots.txt"
        text = msgspec.json.encode([rules.status, rules.body.decode("utf-8-sig", "replace")]).decode()
        outcome = Outcome(
            Address(url, source, site_of(url), AddressKind.ROBOTS),
            Status.LISTING,
            fetched_at=self._run.clock(),
            etag=rules.etag,
            last_modified=rules.last_modified,
            memo=text,
        )
        await self._run.keep(outcome)
