"""Web archives in the dialects of other tools, and what is broken in them."""

import bz2
import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from crawler.fetching.archives import read_saved
from crawler.fetching.located import Bad
from crawler.fetching.webarchive import unpacked
from crawler.pages.page import Page

HTML = "<html><body><p>The ferry to the island number {} runs again.</p></body></html>"


def page(number: int) -> bytes:
    return HTML.format(number).encode()


def record(
    number: int,
    *,
    status: bytes = b"HTTP/1.1 200 OK",
    http: bytes = b"",
    body: bytes | None = None,
    address: str | None = "http://n.example/{}",
    more: int = 0,
    bare: bool = False,
) -> bytes:
    """A WARC record; `more` is how far its Content-Length is off."""
    body = page(number) if body is None else body
    block = body if bare else status + b"\r\nContent-Type: text/html\r\n" + http + b"\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
    head += "" if address is None else f"WARC-Target-URI: {address.format(number)}\r\n"
    head += "WARC-Date: 2026-11-20T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % (len(block) + more) + block + b"\r\n\r\n"


THREE = [record(1), record(2), record(3)]
SKIPPABLE = b"\x5d\x2a\x4d\x18"


def with_dictionary(records: list[bytes], *, packed: bool) -> bytes:
    samples: list[bytes | bytearray | memoryview] = [record(number) for number in range(300)]
    trained = zstandard.train_dictionary(1024, samples)
    machine = zstandard.ZstdCompressor(dict_data=trained)
    data = trained.as_bytes()
    data = zstandard.compress(data) if packed else data
    frame = SKIPPABLE + len(data).to_bytes(4, "little") + data
    return frame + b"".join(machine.compress(one) for one in records)


def arc() -> bytes:
    block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(1)
    first = b"1 0 test\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 0.0.0.0 20261120000000 text/plain %d\n" % len(first) + first + b"\n"
    return head + b"http://n.example/1 10.0.0.1 20261120080000 text/html %d\n" % len(block) + block + b"\n"


@pytest.mark.parametrize(
    ("name", "data", "numbers"),
    [
        ("a.warc", b"".join(THREE), "123"),
        ("members.warc.gz", b"".join(map(gzip.compress, THREE)), "123"),
        ("one-member.warc.gz", gzip.compress(b"".join(THREE)), "123"),
        ("named-wrong.warc", b"".join(map(gzip.compress, THREE)), "123"),
        ("not-packed.warc.gz", b"".join(THREE), "123"),
        ("frames.warc.zst", b"".join(map(zstandard.compress, THREE)), "123"),
        ("one-frame.warc.zst", zstandard.compress(b"".join(THREE)), "123"),
        ("dictionary.warc.zst", with_dictionary(THREE, packed=False), "123"),
        ("packed-dictionary.warc.zst", with_dictionary(THREE, packed=True), "123"),
        ("a.warc.bz2", bz2.compress(b"".join(THREE)), "123"),
        ("no-such-ending", b"".join(THREE), "123"),
        ("nothing-between.warc", b"".join(one.removesuffix(b"\r\n\r\n") for one in THREE), "123"),
        ("filled-up.warc", record(1) + bytes(4096), "1"),
        ("filled-up.warc.gz", gzip.compress(record(1)) + bytes(4096), "1"),
        ("filled-up-between.warc.gz", gzip.compress(record(1)) + bytes(512) + gzip.compress(record(3)), "13"),
        ("old.arc", arc(), "1"),
        ("old.arc.gz", gzip.compress(arc()), "1"),
        ("lines.warc", record(1).replace(b"\r\n\r\nHTTP", b"\n\nHTTP"), "1"),
        ("wget.warc", record(1, address="<http://n.example/{}>"), "1"),
        ("http2.warc", record(1, status=b"HTTP/2 200"), "1"),
        ("lower.warc", record(1, status=b"http/1.1 200 OK"), "1"),
        ("chunked-no-more.warc", record(1, http=b"Transfer-Encoding: chunked\r\n"), "1"),
        ("gzip-no-more.warc", record(1, http=b"Content-Encoding: gzip\r\n"), "1"),
        ("brotli.warc", record(1, http=b"Content-Encoding: br\r\n", body=brotli.compress(page(1))), "1"),
        ("without-http.warc", record(1, bare=True), "1"),
    ],
)
def test_dialects(tmp_path: Path, name: str, data: bytes, numbers: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = list(read_saved(tmp_path / name))
    assert [one.body for one in found if isinstance(one, Page)] == [page(int(n)) for n in numbers]
    assert not [one for one in found if isinstance(one, Bad)]


BROKEN = [
    ("no address", [record(1), record(2, address=None), record(3)], "13", "has no WARC-Target-URI"),
    ("too long", [record(1), record(2, more=60), record(3)], "13", "is wrong"),
    ("too short", [record(1), record(2, more=-30), record(3)], "13", "is wrong"),
    (
        "no length",
        [record(1), record(2).replace(b"Content-Length", b"Length"), record(3)],
        "13",
        "no Content-Length",
    ),
    ("rubbish between", [record(1), b"\x00\x01 rubbish\r\n\r\n", record(3)], "13", "cannot be read"),
    ("cut off", [record(1), record(2), record(3)[:-60]], "12", "is cut short"),
    ("cut off in its head", [record(1), record(2), record(3)[:90]], "12", ""),
]


@pytest.mark.parametrize(("what", "records", "numbers", "reason"), BROKEN, ids=[one[0] for one in BROKEN])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_broken_record_costs_itself_and_is_named(
    tmp_path: Path, what: str, records: list[bytes], numbers: str, reason: str, packed: bool
) -> None:
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    file.write_bytes(b"".join(map(gzip.compress, records)) if packed else b"".join(records))
    found = list(read_saved(file))
    assert [one.body for one in found if isinstance(one, Page)] == [page(int(n)) for n in numbers]
    bad = [one for one in found if isinstance(one, Bad)]
    assert bad, "nothing is lost in silence"
    assert all(one.name == str(file) and "the record at byte" in one.reason for one in bad)
    assert packed or any(reason in one.reason for one in bad)


def test_a_broken_member_costs_itself(tmp_path: Path) -> None:
    members = list(map(gzip.compress, THREE))
    members[1] = members[1][:40] + bytes(30) + members[1][70:]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members))
    found = list(read_saved(tmp_path / "a.warc.gz"))
    assert [one.body for one in found if isinstance(one, Page)] == [page(1), page(3)]
    assert len([one for one in found if isinstance(one, Bad)]) == 1


def test_a_later_member_with_several_records_costs_all_but_its_first(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(record(1)) + gzip.compress(record(2) + record(3)))
    found = list(read_saved(tmp_path / "a.warc.gz"))
    assert [one.body for one in found if isinstance(one, Page)] == [page(1), page(2)]
    [bad] = [one for one in found if isinstance(one, Bad)]
    assert "gzip block continues" in bad.reason


def test_a_file_cut_off_inside_its_wrapping_gives_what_is_there(tmp_path: Path) -> None:
    for name, data in (
        ("a.warc.gz", gzip.compress(b"".join(THREE))),
        ("a.warc.bz2", bz2.compress(b"".join(THREE))),
    ):
        (tmp_path / name).write_bytes(data[: len(data) // 2])
        assert [one for one in read_saved(tmp_path / name) if isinstance(one, Bad)], name


def test_a_file_whose_records_can_be_reached_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, THREE)))
    with unpacked(tmp_path / "a.warc.gz") as stream:
        assert stream.name == str(tmp_path / "a.warc.gz")


MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://n.example/a\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b-1"\r\n\r\n\r\n--b-1\r\n'
    "Content-Type: text/html; charset={}\r\nContent-Transfer-Encoding: {}\r\n"
    "Content-Location: https://n.example/a\r\n\r\n{}\r\n--b-1"
    "\r\nContent-Type: text/css\r\n\r\np {{}}\r\n--b-1--\r\n"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mhtml", MHTML.format("utf-8", "quoted-printable", "<p>Der Fluss f=C3=BChrt =\r\nEis</p>")),
        ("a.mht", MHTML.format("utf-8", "base64", "PHA+RGVyIEZsdXNzIGbDvGhydCBFaXM8L3A+")),
        ("a.html", MHTML.format("utf-8", "8bit", "<p>Der Fluss führt Eis</p>")),
    ],
)
def test_mhtml(tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_bytes(data.encode())
    (found,) = read_saved(tmp_path / name)
    assert isinstance(found, Page)
    assert (found.url, found.body.strip()) == ("https://n.example/a", "<p>Der Fluss führt Eis</p>".encode())


NO_PAGES = {
    "pdf": b"%PDF-1.7\n" + bytes(range(256)) * 9,
    "image": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9,
    "archive": b"PK\x03\x04" + bytes(range(256)) * 9,
    "json": b'{"title": "A", "paragraphs": ["<p>B</p>"]}\n{"title": "C"}',
    "text": b"A note about the ferry.",
    "binary": bytes(range(256)) * 9,
}


@pytest.mark.parametrize("kind", NO_PAGES)
@pytest.mark.parametrize("wrapping", [bytes, gzip.compress, zstandard.compress, bz2.compress])
def test_what_is_no_page_is_named_whatever_it_is_called(tmp_path: Path, kind: str, wrapping: object) -> None:
    assert callable(wrapping)
    (tmp_path / "a.html").write_bytes(wrapping(NO_PAGES[kind]))
    assert list(read_saved(tmp_path / "a.html")) == [Bad(str(tmp_path / "a.html"), f"{kind}, not a page")]


@pytest.mark.parametrize("wrapping", [gzip.compress, zstandard.compress, bz2.compress])
def test_a_wrapped_page_is_opened(tmp_path: Path, wrapping: object) -> None:
    assert callable(wrapping)
    (tmp_path / "a.html.gz").write_bytes(wrapping(page(1)))
    (found,) = read_saved(tmp_path)
    assert isinstance(found, Page)
    assert found.body == page(1)
