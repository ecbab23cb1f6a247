"""The counting behind the kill table: what is lost, torn, twice or under another key is seen."""

import gzip
import random
from collections import Counter
from pathlib import Path
from urllib.request import Request, urlopen

import msgspec

from bench.kills.crawls import more
from bench.kills.hook import serving
from bench.kills.tally import Tally, rows_of


def line(key: str, revision: int = 1) -> bytes:
    return msgspec.json.encode({"id": key, "revision": revision}) + b"\n"


def test_what_is_torn_or_twice_is_counted(tmp_path: Path) -> None:
    tally = Tally("files")
    (tmp_path / "a.jsonl").write_bytes(line("a") + line("b") + line("b") + b'{"id": "c", "re')
    packed = gzip.compress(line("d"))
    (tmp_path / "b.jsonl.gz").write_bytes(packed + packed[:-3])
    found = Counter(rows_of(sorted(tmp_path.iterdir()), tally))
    tally.compare({("a", 1), ("b", 1), ("c", 1)}, found)
    assert (tally.rows, tally.lost, tally.repeated) == (3, 1, 1)
    assert tally.torn == 3, "no end of line, no JSON, half a member"
    assert not tally.clean
    tally.compare({("a", 1)}, Counter({("a", 1): 1, ("x", 1): 1}))
    assert tally.problems == ["1 rows that are not in the store"]


def test_a_row_under_two_keys_is_seen() -> None:
    tally = Tally("hook")
    with serving(random.Random(1)) as hook:
        for key, body in (("one", line("a")), ("one", line("a")), ("two", line("a") + line("b"))):
            request = Request(hook.url, body, {"webhook-id": key}, method="POST")
            with urlopen(request, timeout=5) as answer:
                assert answer.status == 204
    hook.judge({("a", 1), ("b", 1), ("c", 1)}, tally)
    assert (tally.lost, tally.repeated, tally.rekeyed, tally.sent_again) == (1, 0, 1, 2)


def test_pages_asked_formore_often_than_usual() -> None:
    one, two, three = ("n", "/1"), ("n", "/2"), ("n", "/3")
    usual = {one: 1, two: 2, three: 1}
    before, after = {one: 1, two: 1}, {one: 3, two: 2, three: 1}
    assert more(before, after, usual) == 2
    assert more({}, {one: 2}, usual) == 1
