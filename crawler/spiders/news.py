"""The live spider: what is due goes out, what comes back becomes exactly one item each.

    scrapy crawl news -a sources=sources.toml [-a only=NAME,URL] [-a limit=20] [-a since=7d] [-a backfill=1]
        [-a due=1] [-a minutes=10]

A listing (feed, sitemap, front) gives an Outcome with its links; an article page gives an Article, made
by a child process; everything else gives an Outcome that says why.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import canonicalize, guesses, site_of, sitemaps_in
from crawler.discovery.choose import Policy, choose
from crawler.discovery.scope import Scope
from crawler.errors import StorageError
from crawler.fetching import guard
from crawler.fetching.agent import user_agent
from crawler.fetching.answers import explain, header, page_of, request_of, verdict_of
from crawler.fetching.frontier import Frontier
from crawler.fetching.pacing import Pacing
from crawler.fetching.revisit import ROBOTS_CLOSED, seen_before
from crawler.fetching.robots import Kept, Rules
from crawler.fetching.rulebook import Rulebook
from crawler.items import Address, AddressKind, Article, Item, Link, Outcome, Status
from crawler.runs.plan import Plan, choose_sources, parse_since
from crawler.runs.run import Run
from crawler.runs.tasks import read_answer, read_links
from crawler.runs.workers import LISTING_SECONDS
from crawler.sources.file import Source

PERMANENT = {301, 308}  # redirects after which the old address is no more (RFC 9110 §15.4)


class NewsSpider(Spider):
    """Crawls the sources of a plan."""

    name = "news"

    def __init__(self, plan: Plan, run: Run, **kwargs: Any) -> None:  # Any: as Spider has it
        super().__init__(**kwargs)
        self.plan, self.run = plan, run
        self.frontier = Frontier(
            run.rows,
            plan.budgets(),
            clock=run.clock,
            since=plan.since,
            until=plan.until,
            prepare=self.prepare,
            closed=run.rows.is_closed,
        )
        run.on_committed.append(self.frontier.done)
        self.pacing, self.rulebook = Pacing(run, self.frontier), Rulebook(run)
        self._sites: dict[str, tuple[str, ...]] = {}  # of each source that is prepared
        self._at: dict[str, list[Source]] = defaultdict(list)  # host and port → sources
        for source in plan.sources:
            self._at[urlsplit(source.url).netloc].append(source)
        self._failing: set[asyncio.Future[Any]] = set()  # held, for the loop holds tasks only weakly

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":  # as Spider has it
        """From the `-a` arguments: sources (a file), only (names or addresses), and how far and how long."""
        settings = crawler.settings
        contact = settings.get("WARRAQ_CONTACT", "")
        file, only = kwargs.pop("sources", None), str(kwargs.pop("only", "") or kwargs.pop("url", ""))
        private = [guard.host_and_port(name) for name in settings.getlist("WARRAQ_ALLOW_PRIVATE")]
        since, limit, minutes = (kwargs.pop(name, None) for name in ("since", "limit", "minutes"))
        chosen: tuple[Source, ...] = tuple(
            kwargs.pop("chosen", ())
        )  # from `warraq crawl`, which has read them
        run = Run.of(crawler)
        plan = Plan(
            sources=chosen
            or choose_sources(Path(file) if file else None, filter(None, only.split(",")), private),
            limit=int(limit) if limit else None,
            since=parse_since(since, run.clock()) if since else None,
            backfill=_is_yes(kwargs.pop("backfill", "")),
            contact=contact,
            due_only=_is_yes(kwargs.pop("due", "")),
            until=run.clock() + timedelta(minutes=float(minutes)) if minutes else None,
        )
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], contact), priority="spider")
        slots = {
            s.site: {"delay": s.delay, "concurrency": 1, "jitter": 0.5 if s.delay else 0}
            for s in plan.sources
        }
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        # every source may fill its window without holding another's place in the downloader
        settings.set("CONCURRENT_REQUESTS", max(16, 6 * len(plan.sources)), priority="spider")
        spider = super().from_crawler(crawler, plan, run, *args, **kwargs)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        crawler.signals.connect(spider.callback_broke, signals.spider_error)
        crawler.signals.connect(spider.pipeline_broke, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        resolver = guard.installed()
        for host, port in self.plan.private_endpoints():
            resolver.allow(host, port)
        try:
            self.pacing.slots = self.run.slots()
            for source in self.plan.sources:
                self.run.report.of(source.name)
            async for address in self.frontier:
                yield self._request(address)
        except StorageError as error:
            self.logger.error("%s; stopping", error)
            raise CloseSpider("storage") from None

    async def prepare(self, names: Sequence[str]) -> None:
        """What is known of these sources before anything of them is fetched."""
        sources = [self.plan.source(name) for name in names if name not in self._sites]
        if not sources:
            return
        seeds = {source.name: _seeds(source) for source in sources}
        sites = [source.site for source in sources]
        listed, paces = await self.run.prepare(seeds, sites, wake=not self.plan.due_only)
        for source in sources:
            self.pacing.recall(source, paces.get(source.site))
            # where its listings are since it moved; not those that somebody gave
            given = {site_of(url) for url in (*source.feeds, *source.sitemaps, *source.fronts)}
            moved = sorted(listed[source.name] - given - {source.site})
            self._sites[source.name] = (source.site, *moved)

    def closing(self) -> None:
        self.frontier.stop()

    def callback_broke(self, failure: Failure, response: Response) -> None:
        """An error of ours must not leave its address out for ever: it is an outcome too."""
        if address := response.meta.get("address") if response is not None else None:
            self._fail(address, failure)

    def pipeline_broke(self, item: object, failure: Failure) -> None:
        outcome = item.outcome if isinstance(item, Article) else item
        if isinstance(outcome, Outcome):
            self._fail(outcome.address, failure)

    def _fail(self, address: Address, failure: Failure) -> None:
        reason = f"Warraq's own error: {type(failure.value).__name__}: {failure.value}"
        outcome = Outcome(address, Status.FAILED, reason, fetched_at=self.run.clock())
        self._failing.add(task := asyncio.ensure_future(self.run.commit([outcome])))
        task.add_done_callback(self._failing.discard)

    def _request(self, address: Address) -> Request:
        source = self.plan.source(address.source)
        listing = address.kind is not AddressKind.ARTICLE
        headers = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
        return Request(
            address.url,
            callback=self.parse_listing if listing else self.parse_article,
            errback=self.failed,
            headers={name: value for name, value in headers.items() if value},
            dont_filter=True,
            priority=10 if listing else 0,
            meta={
                "address": address,
                "asked_at": monotonic(),
                "download_slot": source.site,
                "download_maxsize": guard.MAX_LISTING if listing else guard.MAX_BODY,
                "dont_obey_robotstxt": not source.obey_robots,
            },
        )

    async def parse_listing(self, response: Response) -> AsyncIterator[Item]:
        outcome = self._outcome(response, Status.LISTING)
        address = outcome.address
        await self.pacing.learn(self.plan.source(address.source), response, outcome)
        if verdict := verdict_of(response, address.url, moved=False):
            outcome.status, outcome.reason = verdict
            yield outcome
            return
        source = self.plan.source(address.source)
        home = self._new_home(source, response) if address.url == source.url else None
        policy = self._policy(source, at_home=address.url == source.url)
        reading = partial(read_links, kind=address.kind, policy=policy)
        found = await self.run.read(
            page_of(response, policy.now, url=response.url), outcome, reading, LISTING_SECONDS
        )
        if found is not None:
            outcome.links, outcome.reason = found.taken, "; ".join(found.problems[:2])
            if address.url == source.url:
                outcome.links += [*_missing(source, found.taken), *([home] if home else [])]
            self.logger.info("%s: %d links of %d", response.url, len(found.taken), found.listed)
        yield outcome

    async def parse_article(self, response: Response) -> AsyncIterator[Item]:
        outcome = self._outcome(response, Status.ARTICLE)
        source = self.plan.source(outcome.address.source)
        await self.pacing.learn(source, response, outcome)
        verdict = verdict_of(response, outcome.address.url)
        if verdict is None and not self._policy(source).scope.decide(response.url)[0]:
            verdict = Status.NOT_ARTICLE, f"redirected out of the source to {response.url}"
        if verdict:
            outcome.status, outcome.reason = verdict
            yield outcome
        else:
            yield await self._extract(response, outcome, source)

    async def _extract(self, response: Response, outcome: Outcome, source: Source) -> Item:
        link = outcome.address.link
        page = page_of(response, self.run.clock(), link=link, language=source.language)
        item = await self.run.extract(
            page,
            outcome,
            partial(read_answer, known=seen_before(outcome.address), work=self.run.workers.work),
        )
        if isinstance(item, Article) and self.plan.since and _before(item.published_at, self.plan.since):
            outcome.status, outcome.reason = Status.NOT_ARTICLE, "older than --since"
            return outcome
        return item

    async def failed(self, failure: Failure) -> AsyncIterator[Item]:
        """Whatever the downloader or a callback raised becomes the address's outcome."""
        (status, reason), request = explain(failure), request_of(failure)
        address: Address = request.meta["address"]
        self.logger.info("%s: %s", address.url, reason)
        yield Outcome(address, status, reason, fetched_at=self.run.clock(), final_url=request.url)

    async def robots_kept(self, origin: str) -> Kept | None:
        """For the robots middleware: what an earlier run read."""
        return await self.rulebook.recall(origin)

    async def robots_seen(self, origin: str, rules: Rules) -> None:
        """From the robots middleware: a site's robots.txt was read."""
        at = self._at.get(urlsplit(origin).netloc, ())
        await self.prepare([source.name for source in at])
        for source in at:
            if rules.closed:
                self.run.note(source.name, rules.closed)
                self.frontier.hold(source.name, self.run.clock() + ROBOTS_CLOSED)
            self.pacing.slow_down(source, rules.delay(self.settings["WARRAQ_ROBOTS_AGENT"]))
            listing = await asyncio.to_thread(sitemaps_in, rules.body, f"{origin}/robots.txt")
            try:
                chosen = await asyncio.to_thread(choose, listing, self._policy(source))
                await self.run.add_links(source.name, chosen.links)
                await self.rulebook.keep(origin, rules, source.name)
            except StorageError as error:  # the pipelines will meet it too, and end the run
                self.logger.error("%s", error)
            self.frontier.woken(source.name)

    def _new_home(self, source: Source, response: Response) -> Link | None:
        """The front of a site that has moved for good: from now on it belongs to the source."""
        reasons = response.meta.get("redirect_reasons") or ()
        site = site_of(response.url)
        if not reasons or not set(reasons) <= PERMANENT or not site or site in self._sites[source.name]:
            return None
        if Scope(self._sites[source.name]).on_site(response.url)[0]:
            return None
        self._sites[source.name] += (site,)
        note = f"has moved for good to {response.url}: change its url in sources.toml"
        self.run.note(source.name, note)
        self.logger.warning("%s %s", source.name, note)
        return Link(canonicalize(response.url) or response.url, AddressKind.FRONT, "source")

    def _policy(self, source: Source, *, at_home: bool = False) -> Policy:
        return Policy(
            scope=Scope(self._sites[source.name], source.include, source.exclude),
            now=self.run.clock(),
            given=[kind for kind, urls in _given(source).items() if urls],
            backfill=self.plan.backfill,
            since=self.plan.since,
            fronts=at_home,
        )

    def _outcome(self, response: Response, status: Status) -> Outcome:
        meta = response.meta
        return Outcome(
            meta["address"],
            status,
            fetched_at=self.run.clock(),
            http_status=response.status,
            final_url=response.url,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            bytes=len(response.body),
            seconds=round(monotonic() - meta["asked_at"], 3),
        )


def _is_yes(value: object) -> bool:
    return str(value).lower() in ("1", "true", "yes")


def _given(source: Source) -> dict[AddressKind, tuple[str, ...]]:
    """The listings that somebody named in sources.toml."""
    return {
        AddressKind.FEED: source.feeds,
        AddressKind.SITEMAP: source.sitemaps,
        AddressKind.FRONT: source.fronts,
    }


def _seeds(source: Source) -> list[Link]:
    """What is known of a source before anything was fetched."""
    seeds = [Link(url, kind, "source") for kind, urls in _given(source).items() for url in urls]
    if not source.fronts:
        seeds.append(Link(source.url, AddressKind.FRONT, "source"))
    return seeds


def _missing(source: Source, links: list[Link]) -> list[Link]:
    """Well-known feed and sitemap addresses, where neither the source nor its home page names any."""
    named = {link.kind for link in links}
    named |= {AddressKind.FEED} if source.feeds else set()
    named |= {AddressKind.SITEMAP} if source.sitemaps or AddressKind.FEED in named else set()
    named.add(AddressKind.ROBOTS)  # the middleware has read it
    return [link for link in guesses(source.url) if link.kind not in named]


def _before(published: str | None, since: datetime) -> bool:
    """Whether an article is older than `since`; a bare day counts to its end."""
    if published is None:
        return False
    when = datetime.fromisoformat(published)
    return when < since if when.tzinfo else published[:10] < since.date().isoformat()
