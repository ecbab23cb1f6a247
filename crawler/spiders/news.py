"""The live spider: what is due goes out, what comes back becomes exactly one item each.

    scrapy crawl news -a sources=sources.toml [-a only=NAME,URL] [-a limit=20] [-a since=7d] [-a backfill=1]
        [-a due=1] [-a minutes=10]

A listing (feed, sitemap, front) gives an Outcome with its links; an article page gives an Article, made
by a child process; everything else gives an Outcome that says why.
"""

import asyncio
import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.discovery import canonicalize, guesses, site_of, sitemaps_in
from crawler.discovery.choose import Policy, choose
from crawler.discovery.scope import Scope
from crawler.discovery.sections import is_shared
from crawler.errors import NoWorkersError, StalledError, StorageError
from crawler.fetching import guard
from crawler.fetching.agent import user_agent
from crawler.fetching.answers import explain, header, page_of, refreshes_to, request_of, verdict_of
from crawler.fetching.credentials import KEY as ACCESS
from crawler.fetching.credentials import Access
from crawler.fetching.frontier import Frontier
from crawler.fetching.pacing import Pacing
from crawler.fetching.pageparts import SLOT, slot_of
from crawler.fetching.revisit import ROBOTS_CLOSED, is_better_known, seen_before, validators
from crawler.fetching.rightsbook import Rightsbook
from crawler.fetching.robots import Kept, Rules
from crawler.fetching.rulebook import Rulebook
from crawler.fetching.siterights import rights_in
from crawler.fetching.walls import REFRESH_ONLY
from crawler.items import Address, AddressKind, Article, Item, Kind, Link, Outcome, Status
from crawler.pages.page import Page
from crawler.runs.listingwork import Read, read_and_choose
from crawler.runs.plan import Plan, choose_sources, parse_since
from crawler.runs.projects import bring_settings
from crawler.runs.run import Run
from crawler.runs.siteparser import extract_with
from crawler.runs.tasks import put_together, read_answer, read_part
from crawler.sources.file import Source
from crawler.spiders.filling import Filling
from crawler.spiders.following import LATER, fetched, later_pages
from crawler.spiders.vouching import vouch
from crawler.text import counted
from crawler.urls import without_www

T = TypeVar("T")

MAX_LED = 1_000  # pages of a source that lead on to others, in a run: none leads on for ever
MAX_REFRESHES = 3  # fronts in a row that lead on by themselves: language, then section


class NewsSpider(Spider):
    """Crawls the sources of a plan."""

    name = "news"
    rights: Rightsbook

    def __init__(self, plan: Plan, run: Run, **kwargs: Any) -> None:  # Any: as Spider has it
        super().__init__(**kwargs)
        self.plan, self.run = plan, run
        before = run.report.sources if run.part else {}  # of an engine that died: this one goes on
        self._read_before = {name for name, report in before.items() if report.listings}
        self.frontier = Frontier(
            run.rows,
            plan.budgets(before),
            clock=run.clock,
            since=plan.since,
            until=plan.until,
            prepare=self.prepare,
            closed=run.rows.is_closed,
            note=run.note,
        )
        run.on_committed.append(self.frontier.done)
        self.pacing, self.rulebook = Pacing(run, self.frontier), Rulebook(run)
        self.filling = Filling(run, self._parts)
        self._access = {source.name: Access.of(source, os.environ) for source in plan.sources}
        self._sites: dict[str, tuple[str, ...]] = {}  # of each source that is prepared
        self._at: dict[str, list[Source]] = defaultdict(list)  # site, without www → sources that live there
        for source in plan.sources:
            for site in dict.fromkeys(map(without_www, _own_sites(source))):
                self._at[site].append(source)
        self._rules: dict[str, Rules] = {}  # site → its robots.txt, as far as this run read them
        self._led: Counter[str] = Counter()  # pages that lead on to others, a source
        self._refreshes: Counter[str] = Counter()  # fronts that lead on by themselves, a source
        self._failing: set[asyncio.Future[Any]] = set()  # held, for the loop holds tasks only weakly

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        bring_settings(settings)
        super().update_settings(settings)

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
            since=parse_since(since, run.report.started) if since else None,
            backfill=_is_yes(kwargs.pop("backfill", "")),
            contact=contact,
            due_only=_is_yes(kwargs.pop("due", "")),
            until=run.report.started + timedelta(minutes=float(minutes)) if minutes else None,
            shared_by=run.part.sources if run.part else None,
        )
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], contact), priority="spider")
        slots = {
            s.site: {"delay": s.delay, "concurrency": s.concurrency, "jitter": 0.5 if s.delay else 0}
            for s in plan.sources
        }
        slots |= {slot_of(s.site): dict(SLOT) for s in plan.sources if s.render != "never"}
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        # every source may fill its window without holding another's place in the downloader
        settings.set("CONCURRENT_REQUESTS", max(16, 6 * len(plan.sources)), priority="spider")
        spider = super().from_crawler(crawler, plan, run, *args, **kwargs)
        spider.filling.open(crawler)
        agent, left_alone = settings["WARRAQ_ROBOTS_AGENT"], spider.pacing.left_alone
        spider.rights = Rightsbook(run, partial(fetched, crawler), agent, left_alone)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        crawler.signals.connect(spider.callback_broke, signals.spider_error)
        crawler.signals.connect(spider.pipeline_broke, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        resolver = guard.install(self.settings.getlist("WARRAQ_ALLOW_PRIVATE"))
        for host, port in self.plan.private_endpoints():
            resolver.allow(host, port)
        for access in self._access.values():
            if access is not None and access.proxy_endpoint:
                resolver.allow(*access.proxy_endpoint)
        try:
            self.pacing.slots = self.run.slots()
            self._vouching = asyncio.ensure_future(vouch(self.crawler, self._access, self.run.note))
            for source in self.plan.sources:
                self.run.report.of(source.name)
            async for address in self.frontier:
                yield self._request(address)
        except StorageError as error:
            if self.run.storage.closed:
                return
            self.logger.error("%s; stopping", error)
            raise CloseSpider("storage") from None
        except StalledError as error:
            self.logger.error("%s; stopping", error)
            self.run.stop_soon("stalled")
            raise CloseSpider("stalled") from None

    async def prepare(self, names: Sequence[str]) -> None:
        """What is known of these sources before anything of them is fetched."""
        sources = [self.plan.source(name) for name in names if name not in self._sites]
        if not sources:
            return
        seeds = {source.name: _seeds(source) for source in sources}
        sites = [source.site for source in sources]
        wake = [source.name for source in sources if self._wakes(source)]
        fronts, paces = await self.run.prepare(seeds, sites, wake=wake)
        for source in sources:
            if source.name in self._sites:
                continue  # by another call meanwhile
            self.pacing.recall(source, paces.get(source.site))
            self.run.report.of(source.name).named = frozenset(chain(*_given(source).values()))
            own = _own_sites(source)
            # where its fronts are since it moved; not those that somebody gave
            given = {site_of(url) for url in (*source.feeds, *source.sitemaps, *source.fronts)}
            self._sites[source.name] = own
            for site in sorted(fronts[source.name] - given - set(own)):
                self._lives_at(source, site)

    def _wakes(self, source: Source) -> bool:
        """Whether its listings are looked at, however lately they were: what is asked for is done, once."""
        asked = not self.plan.due_only or source.every is not None or source.cron is not None
        return asked and source.name not in self._read_before

    def _lives_at(self, source: Source, site: str) -> None:
        """From now on this site is the source's too."""
        self._sites[source.name] += (site,)
        self._at[without_www(site)].append(source)

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
        return Request(
            address.url,
            callback=self.parse_listing if listing else self.parse_article,
            errback=self.failed,
            headers=({} if self._again(address) else validators(address, self.run.clock()))
            | self._agent(source),
            dont_filter=True,
            priority=10 if listing else 0,
            meta=self._meta(source)
            | {
                "address": address,
                "asked_at": monotonic(),
                "download_slot": source.site,
                "download_maxsize": guard.MAX_LISTING if listing else guard.MAX_BODY,
                # Some sites let nobody in who does not bring back what their front gave out.
                "cookiejar": source.name,
                "dont_merge_cookies": address.kind is not AddressKind.FRONT,
            },
        )

    def _again(self, address: Address) -> bool:
        """Whether an article is read anew, though its page be the same."""
        memory = self.run.memories.of(address.source)
        if memory is None or not self.plan.source(address.source).second_look:
            return False
        return is_better_known(address, memory.version)

    def _meta(self, source: Source) -> dict[str, Any]:
        """What every request of a source carries, whatever it asks for."""
        return {ACCESS: self._access[source.name], "dont_obey_robotstxt": not source.obey_robots}

    def _agent(self, source: Source) -> dict[str, str]:
        """The User-Agent, where a source has something to add to ours."""
        if source.user_agent is None:
            return {}
        return {"User-Agent": f"{self.settings['USER_AGENT']} {source.user_agent}"}

    async def parse_listing(self, response: Response) -> AsyncIterator[Item]:
        outcome = self._outcome(response, Status.LISTING)
        address = outcome.address
        await self.pacing.learn(self.plan.source(address.source), response, outcome)
        verdict = verdict_of(response, address.url, moved=False)
        front = address.kind is AddressKind.FRONT
        if verdict and not (front and verdict[1].endswith(REFRESH_ONLY)):
            outcome.status, outcome.reason = verdict
            yield outcome
            return
        source = self.plan.source(address.source)
        at_home = address.url == source.url
        home = await self._new_home(source, response.url) if at_home else None
        trusted = _trusted(source, address, response.url)
        policy = self._policy(source, at_home=at_home or _leads_on(address), trusted=trusted)
        read = await self._read(response, outcome, source, policy)
        if read is not None and front and await self.filling.wanted(source, read.scripts):

            def again(filled: Response) -> Awaitable[Read | None]:
                return self._read(filled, replace(outcome), source, policy)

            read = await self.filling.front(read, response, outcome, source, again)
        if read is None:
            yield outcome
            return
        outcome.links, outcome.left = read.links, dict(read.left)
        outcome.reason = "; ".join(read.problems[:2])
        self.logger.info("%s: %s of %d", response.url, counted(len(read.links), "link"), read.total)
        if at_home:
            outcome.links += [*_missing(source, read.links), *([home] if home else [])]
        if read.leads_to and (at_home or _leads_on(address)):
            outcome.links += await self._further(source, read.leads_to)
        yield outcome

    async def _read(
        self, response: Response, outcome: Outcome, source: Source, policy: Policy
    ) -> Read | None:
        """The listing, read in a child: of 50 MiB it must not hold up the other sites."""
        page = page_of(response, policy.now, url=response.url, language=source.language)
        kind = outcome.address.kind
        work = partial(read_and_choose, kind=kind, home=source.url, policy=policy)
        read = await self._done(self.run.read(page, outcome, work, self.run.listing_workers))
        if outcome.status is Status.FAILED:
            outcome.reason = f"{kind} not read: {outcome.reason}"
        return read

    def _parts(self, source: Source) -> tuple[dict[str, Any], str]:
        """The meta and the User-Agent of requests for what a source's pages ask for in a browser."""
        meta = self._meta(source) | {"download_slot": slot_of(source.site)}
        return meta, self._agent(source).get("User-Agent", self.settings["USER_AGENT"])

    async def _done(self, reading: Awaitable[T]) -> T:
        """What the run's processes make of an answer; where there are none, the run is over."""
        try:
            return await reading
        except NoWorkersError as error:
            self.logger.error("%s; stopping", error)
            raise CloseSpider("extraction") from None

    async def parse_article(self, response: Response) -> AsyncIterator[Item]:
        outcome = self._outcome(response, Status.ARTICLE)
        source = self.plan.source(outcome.address.source)
        await self.pacing.learn(source, response, outcome)
        verdict = verdict_of(response, outcome.address.url)
        if verdict is None and not self._policy(source, named=_named(source)).scope.decide(response.url)[0]:
            moved = response.url != outcome.address.url
            why = f"redirected out of the source to {response.url}" if moved else "another site"
            verdict = Status.NOT_ARTICLE, why
        if (verdict is None or verdict[1].endswith(REFRESH_ONLY)) and (target := refreshes_to(response)):
            verdict = Status.NOT_ARTICLE, f"leads on to {target}"
            self._led[source.name] += 1
            outcome.links = [Link(target)] if self._led[source.name] <= MAX_LED else []
        if verdict:
            outcome.status, outcome.reason = verdict
            yield outcome
            return
        link = outcome.address.link
        page = page_of(response, self.run.clock(), link=link, language=source.language)
        for item in await self._extract(page, outcome, source, response):
            if isinstance(item, Article) and item.kind is Kind.ARTICLE:
                said = await self._rights(response, source)
                item.rights = list(dict.fromkeys((*item.rights, *said)))
            yield item

    async def _rights(self, response: Response, source: Source) -> list[str]:
        """What the site's files say of the use of a page."""
        agent, rules = self.settings["WARRAQ_ROBOTS_AGENT"], self._rules.get(site_of(response.url))
        said = rights_in(rules.text, agent, response.url) if rules else []
        meta = self._meta(source) | {"download_slot": source.site}
        return said + await self.rights.of(response.url, source.name, meta)

    async def _extract(self, page: Page, outcome: Outcome, source: Source, response: Response) -> list[Item]:
        """The article, or why there is none; and what came of the pages that follow it."""
        reading = partial(extract_with, parser=source.parser) if source.parser else self.run.workers.work
        known, anew = seen_before(outcome.address), self._again(outcome.address)
        work = partial(read_answer, known=known, work=reading, again=anew)
        item = await self._done(self.run.extract(page, outcome, work))
        if isinstance(item, Article) and await self.filling.wanted(source, item.scripts):

            def again(filled: Page) -> Awaitable[Item]:
                return self._done(self.run.extract(filled, replace(outcome), work))

            page, item = await self.filling.article(item, page, response, source, again)
        if not isinstance(item, Article):
            return [item]
        if item.part is not None and item.part.first is not None:
            return [await self._of_first(item.part.first, outcome)]
        if self.plan.since and _before(item.published_at, self.plan.since):
            outcome.status, outcome.reason = Status.NOT_ARTICLE, "older than --since"
            return [outcome]
        return await self._whole(item, page, outcome, source) if item.part is not None else [item]

    async def _of_first(self, first: str, outcome: Outcome) -> Outcome:
        """A later page of an article is none; the first one is fetched, with all that follow."""
        outcome.status, outcome.reason, outcome.links = Status.NOT_ARTICLE, LATER, [Link(first)]
        if outcome.address.attempts:  # the article was stored without it
            await self.run.wake(first)
        return outcome

    async def _whole(self, first: Article, page: Page, outcome: Outcome, source: Source) -> list[Item]:
        """The article with the text of its later pages, and an outcome for each of these."""
        told: list[Item] = []

        async def ask(url: str) -> Article | None:
            address = Address(url, source.name, site_of(url), AddressKind.ARTICLE, link=Link(url))
            told.append(one := Outcome(address, Status.NOT_ARTICLE, LATER, fetched_at=self.run.clock()))
            return await self._later(one, source)

        if not (parts := await later_pages(first, ask)):
            return [first, *told]
        item = await self._done(self.run.extract(page, outcome, partial(put_together, parts=parts)))
        # The bytes of the first page say nothing of the others: all are read at each look.
        outcome.etag = outcome.last_modified = None
        return [item, *told]

    async def _later(self, outcome: Outcome, source: Source) -> Article | None:
        """A later page of an article; None where the outcome now says why there is none."""
        inside, why = self._policy(source, named=_named(source)).scope.decide(outcome.address.url)
        if not inside:
            outcome.status, outcome.reason = Status.REFUSED, why
            return None
        response = await fetched(self.crawler, self._request(outcome.address))
        if isinstance(response, tuple):
            outcome.status, outcome.reason = response
            return None
        page = page_of(response, self.run.clock(), language=source.language)
        part = await self._done(self.run.read(page, outcome, read_part))
        if part is None or not await self.filling.wanted(source, part.scripts):
            return part

        async def again(filled: Page) -> Item:
            found = replace(outcome)
            return await self._done(self.run.read(filled, found, read_part)) or found

        part.outcome = outcome
        _, item = await self.filling.article(part, page, response, source, again)
        return item if isinstance(item, Article) else None

    async def failed(self, failure: Failure) -> AsyncIterator[Item]:
        """Whatever the downloader or a callback raised becomes the address's outcome."""
        (status, reason), request = explain(failure), request_of(failure)
        address: Address = request.meta["address"]
        rules = self._rules.get(site_of(request.url))
        if rules is None or not rules.closed:  # that was said once
            self.logger.info("%s: %s", address.url, reason)
        yield Outcome(address, status, reason, fetched_at=self.run.clock(), final_url=request.url)

    async def robots_kept(self, origin: str) -> Kept | None:
        """For the robots middleware: what an earlier run read."""
        return await self.rulebook.recall(origin)

    async def robots_seen(self, origin: str, rules: Rules) -> None:
        """From the robots middleware: a site's robots.txt was read."""
        site = site_of(origin)
        self._rules[site] = rules
        at = list(self._at.get(without_www(site), ()))
        try:
            await self.prepare([source.name for source in at])
        except StorageError as error:  # the frontier will meet it too, and end the run
            self.logger.error("%s", error)
            return
        for source in at:
            if site == source.site and rules.closed:
                self.frontier.hold(source.name, self.run.clock() + ROBOTS_CLOSED)
            if self._at_home(source, origin):
                await self._follow(source, origin, rules)

    def _at_home(self, source: Source, origin: str) -> bool:
        """Whether a host is one at which a source lives: its own, with or without www, or where it moved."""
        site = site_of(origin)
        return site in self._sites[source.name] or without_www(site) == without_www(source.site)

    async def _follow(self, source: Source, origin: str, rules: Rules) -> None:
        """What the robots.txt of a source's host says beyond allow and disallow."""
        self.pacing.slow_down(source, rules.delay(self.settings["WARRAQ_ROBOTS_AGENT"]))
        listing = await asyncio.to_thread(sitemaps_in, rules.body, f"{origin}/robots.txt")
        try:
            chosen = await asyncio.to_thread(choose, listing, self._policy(source))
            await self.run.add_links(source.name, chosen.links)
            await self.rulebook.keep(origin, rules, source.name)
        except StorageError as error:  # the pipelines will meet it too, and end the run
            self.logger.error("%s", error)
        self.frontier.woken(source.name)

    async def _new_home(self, source: Source, url: str) -> Link | None:
        """The front to which a source's home leads, on another site that is the source's from now on."""
        site = site_of(url)
        if not site or Scope(self._sites[source.name]).on_site(url)[0] or is_shared(url):
            return None
        self._lives_at(source, site)
        note = f"its home is now {url}: change its url in sources.toml"
        self.run.note(source.name, note)
        self.logger.warning("%s: %s", source.name, note)
        if (rules := self._rules.get(site)) is not None:  # read before it was known whose it is
            await self._follow(source, f"{urlsplit(url).scheme}://{urlsplit(url).netloc}", rules)
        return Link(canonicalize(url) or url, AddressKind.FRONT, "source")

    async def _further(self, source: Source, url: str) -> list[Link]:
        """The front to which a front without articles refreshes itself; a few in a row at most."""
        self._refreshes[source.name] += 1
        if self._refreshes[source.name] > MAX_REFRESHES:
            return []
        if home := await self._new_home(source, url):
            return [home]
        inside = Scope(self._sites[source.name]).on_site(url)[0]
        return [Link(url, AddressKind.FRONT, "source")] if inside else []

    def _policy(
        self,
        source: Source,
        *,
        at_home: bool = False,
        trusted: Collection[str] = (),
        named: tuple[str, ...] = (),
    ) -> Policy:
        """`named`: sites of the feeds that the user named, whose articles are the source's too."""
        return Policy(
            scope=Scope(self._sites[source.name] + named, source.include, source.exclude),
            now=self.run.clock(),
            given=[kind for kind, urls in _given(source).items() if urls],
            backfill=self.plan.backfill,
            since=self.plan.since,
            fronts=at_home,
            trusted=trusted,
            known=self.run.memories.addresses(source.name).are_articles,
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


def _own_sites(source: Source) -> tuple[str, ...]:
    """The sites that sources.toml names as a source's."""
    further = (site_of(f"http://{domain}/") for domain in source.domains)
    return tuple(dict.fromkeys((source.site, *further)))


def _named(source: Source) -> tuple[str, ...]:
    """The sites of the feeds that the user named: what they list there is meant."""
    return tuple(dict.fromkeys(site_of(url) for url in source.feeds))


def _trusted(source: Source, address: Address, final: str) -> set[str]:
    """Other sites at which a listing may name what it lists: its own, where the site or the user named it."""
    if address.kind is AddressKind.SITEMAP or address.url in source.feeds:
        return {site_of(address.url), site_of(final)}
    return set()


def _leads_on(address: Address) -> bool:
    """Whether it is a front that the home led to."""
    link = address.link
    return address.kind is AddressKind.FRONT and link is not None and link.found_in == "source"


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
