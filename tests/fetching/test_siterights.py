"""What a site's files say of the use of its pages: robots.txt, tdmrep.json, ai.txt."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import thread_time

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.fetching.outcomes import judge
from crawler.fetching.rightsbook import AI_TXT, TDMREP, Rightsbook
from crawler.fetching.siterights import (
    MAX_LICENCES,
    MAX_RULES,
    AiTxt,
    Reservation,
    reservations,
    reserved,
    rights_in,
)
from crawler.items import Address, Outcome, Status

URL = "https://n.example/news/ferry"
TRAIN, SEARCH = "content-signal:ai-train=no", "content-signal:search=no"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("User-agent: *\nAllow: /", []),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /", [TRAIN]),
        ("User-Agent: *\nContent-signal: ai-train=no,search=no # both", [TRAIN, SEARCH]),
        ("Content-Signal: ai-train=no", [TRAIN]),
        ("User-agent: other\nContent-Signal: ai-train=no", []),
        ("User-agent: other\nUser-agent: warraq/0.1\nContent-Signal: search=no", [SEARCH]),
        (
            "User-agent: *\nContent-Signal: ai-train=no\n\nUser-agent: warraq\nContent-Signal: search=no",
            [SEARCH],
        ),
        ("User-agent: *\nContent-Signal: /news ai-train=no", [TRAIN]),
        ("User-agent: *\nContent-Signal: /sport ai-train=no", []),
        ("User-agent: *\nContent-Signal: ai-train=perhaps, nonsense=no, =no", []),
        ("License: https://n.example/license.xml", ["license:https://n.example/license.xml"]),
        ("license: javascript:alert(1)\nLicense: /relative", []),
        ("# License: https://n.example/a\n#Content-Signal: ai-train=no", []),
        (
            "\ufeffUser-agent: *\r\nDisallow: /x\r\nContent-Signal: ai-input=no\r\n",
            ["content-signal:ai-input=no"],
        ),
    ],
)
def test_rights(text: str, said: list[str]) -> None:
    assert rights_in(text, "warraq", URL) == [f"robots.txt {one}" for one in said]


def test_a_list_of_licences_is_cut() -> None:
    many = "\n".join(f"License: https://n.example/{n}" for n in range(500))
    assert len(rights_in(many, "warraq", URL)) == MAX_LICENCES


POLICY = "https://n.example/tdm-policy.json"


def rule(location: str, reservation: object = 1, **more: object) -> dict[str, object]:
    return {"location": location, "tdm-reservation": reservation, **more}


ALL = "tdmrep.json tdm-reservation"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([], []),
        ([rule("/")], [ALL]),
        ([rule("*")], [ALL]),
        ([rule("/", 0)], []),
        ([rule("/", "1")], [ALL]),
        ([rule("/news/*", **{"tdm-policy": POLICY})], [ALL, f"tdmrep.json tdm-policy:{POLICY}"]),
        ([rule("/", **{"tdm-policy": "javascript:alert(1)"})], [ALL]),
        ([rule("/", **{"tdm-policy": "https://n.example/" + "x" * 500})], [ALL]),
        ([rule("/sport/")], []),
        ([rule("/"), rule("/news/", 0)], []),
        ([rule("/news/", 0), rule("/")], []),
        ([rule("/news/*ferry"), rule("/news/", 0)], [ALL]),
        ([rule("/news/", 0), rule("/news/")], [ALL]),
        ([rule("/news/ferry$")], [ALL]),
        ([rule("/news/fer$")], []),
        ([rule("/*rry$")], [ALL]),
        ([rule("/*e*r*y$")], [ALL]),
        ([rule("/*y*r$")], []),
        ([rule("/news/f*ferry$")], []),
        ([rule("*ferry*", 1), "nonsense", {"location": 7}, None], [ALL]),
        ([{"tdm-reservation": 1}], []),
        (rule("/"), [ALL]),
        ("text", []),
    ],
)
def test_what_a_tdmrep_reserves(rules: object, said: list[str]) -> None:
    assert reserved(reservations(json.dumps(rules).encode()), URL) == said


@pytest.mark.parametrize("body", [b"", b"<html>", b"[", b"\xff\xfe", b"[" * 100_000])
def test_a_tdmrep_that_is_none(body: bytes) -> None:
    assert reservations(body) == ()


def test_a_mark_before_it_and_more_rules_than_any_site_has() -> None:
    assert reservations(b"\xef\xbb\xbf" + json.dumps([rule("/")]).encode()) == (Reservation("/", True),)
    assert len(reservations(json.dumps([rule("/")] * (MAX_RULES + 1)).encode())) == MAX_RULES


def test_a_query_is_part_of_what_is_compared() -> None:
    rules = reservations(json.dumps([rule("/a?id=*")]).encode())
    assert reserved(rules, "https://n.example/a?id=7") == [ALL]
    assert reserved(rules, "https://n.example/a") == []


NO_TRAINING = ["ai.txt ai-train=no"]


@pytest.mark.parametrize(
    ("text", "url", "said"),
    [
        ("", URL, []),
        ("User-Agent: *\nDisallow: /", URL, NO_TRAINING),
        ("User-Agent: *\nAllow: /", URL, []),
        ("User-Agent: *\nDisallow: /sport/", URL, []),
        ("User-Agent: *\nDisallow: *.jpg\nAllow: *.html", URL, []),
        ("User-Agent: *\nDisallow: *.html", URL, NO_TRAINING),
        ("User-Agent: *\nDisallow: *.html", f"{URL}.html", NO_TRAINING),
        ("User-Agent: *\nDisallow: *.html", f"{URL}/?page=2", NO_TRAINING),
        ("User-Agent: *\nDisallow: *.html", f"{URL}.php", []),
        ("User-Agent: other\nDisallow: /", URL, []),
        ("User-Agent: warraq\nDisallow: /\n\nUser-Agent: *\nAllow: /", URL, NO_TRAINING),
        ("User-Agent: *\nDisallow:", URL, []),
        ("User-Agent: *\nDisallow: /\nAllow: /news/", URL, []),
        ("User-Agent: *\nAllow: /news/\nDisallow: /news/", URL, []),
        ("User-Agent: other\nUser-Agent: *\nDisallow: /news/*rry$", URL, NO_TRAINING),
        (
            "User-agent: *\nDisallow: /a\n\nUser-agent: x\nAllow: /\n\nUser-agent: *\nDisallow: /n",
            URL,
            NO_TRAINING,
        ),
        ("# About us\n\nWe are a paper. You may not train on us.", URL, []),
    ],
)
def test_what_an_ai_txt_allows(text: str, url: str, said: list[str]) -> None:
    assert AiTxt(text, "warraq").said(url) == said


@dataclass
class Run:
    """A run whose store is a dictionary, and whose site answers from another."""

    files: dict[str, tuple[int, str]]
    now: datetime = datetime(2026, 11, 26, tzinfo=UTC)
    rows: dict[str, tuple[Address, datetime | None]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    left_alone: bool = False

    @property
    def clock(self) -> Callable[[], datetime]:
        return lambda: self.now

    async def recall(self, url: str) -> tuple[Address, datetime | None] | None:
        return self.rows.get(url)

    async def keep(self, outcome: Outcome) -> None:
        one = outcome.address
        kept = Address(one.url, one.source, one.site, one.kind, memo=outcome.memo)
        self.rows[one.url] = kept, outcome.fetched_at

    async def fetch(self, request: Request) -> Response | tuple[Status, str]:
        path = request.url.removeprefix("https://n.example")
        self.asked[path] += 1
        status, body = self.files.get(path, (404, "not here"))
        response = Response(request.url, status=status, body=body.encode())
        return judge(status, len(body), asked=request.url, final=request.url) or response

    async def said(self, *urls: str) -> list[list[str]]:
        book = Rightsbook(self, self.fetch, "warraq", lambda source: self.left_alone)
        return list(await asyncio.gather(*(book.of(url, "n", {}) for url in urls)))


def test_files_are_asked_for_once_a_site_and_day() -> None:
    files = {TDMREP: (200, json.dumps([rule("/news/")])), AI_TXT: (200, "User-Agent: *\nDisallow: /news/")}
    run = Run(files)
    both, none = [ALL, *NO_TRAINING], list[str]()
    assert asyncio.run(run.said(URL, URL, "https://n.example/sport/a")) == [both, both, none]
    assert run.asked == {TDMREP: 1, AI_TXT: 1}
    run.now += timedelta(hours=23)
    assert asyncio.run(run.said(URL)) == [both]
    assert run.asked.total() == 2
    run.now += timedelta(hours=1)
    run.files = {}
    assert asyncio.run(run.said(URL)) == [none]
    assert run.asked.total() == 4
    run.now += timedelta(hours=1)
    assert asyncio.run(run.said(URL)) == [none]
    assert run.asked.total() == 4, "that there is no file is kept, too"


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_file_that_cannot_be_had_says_nothing_and_is_asked_for_again(status: int) -> None:
    run = Run({TDMREP: (status, "[]"), AI_TXT: (status, "")})
    assert asyncio.run(run.said(URL)) == [[]]
    assert not run.rows
    asyncio.run(run.said(URL))
    assert run.asked.total() == 4


def test_a_site_that_wants_to_be_left_alone_is_not_asked_for_files_but_what_is_kept_of_them_counts() -> None:
    run = Run({TDMREP: (200, json.dumps([rule("/news/")]))}, left_alone=True)
    assert asyncio.run(run.said(URL)) == [[]]
    assert (run.asked.total(), run.rows) == (0, {})
    run.left_alone = False
    assert asyncio.run(run.said(URL)) == [[ALL]]
    run.left_alone = True
    assert asyncio.run(run.said(URL)) == [[ALL]]
    assert run.asked.total() == 2


def test_a_page_in_the_place_of_a_file_is_none() -> None:
    page = "<!DOCTYPE html><p>User-Agent: *</p>\nUser-Agent: *\nDisallow: /"
    assert asyncio.run(Run({AI_TXT: (200, page)}).said(URL)) == [[]]


def test_a_pattern_of_wildcards_takes_no_time() -> None:
    hostile = "*".join("ab" * 150)
    page = "https://n.example/" + "a" * 2_000
    rules = [rule(hostile)] * MAX_RULES
    before = thread_time()
    assert reserved(reservations(json.dumps(rules).encode()), page) == []
    assert AiTxt("User-Agent: *\n" + f"Disallow: {hostile}\n" * MAX_RULES, "warraq").said(page) == []
    assert thread_time() - before < 0.5
