"""Saved pages: files, folders, WARC, and what is broken in them."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import InputError
from crawler.fetching.archives import Bad, own_url, read_saved
from crawler.pages.page import Page

BODY = "<html><body><p>وصلت القافلة</p></body></html>".encode()


def warc(path: Path, *urls: str) -> None:
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for url in urls:
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(BODY),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-11-12T08:00:00Z"},
            )
            writer.write_record(record)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc(tmp_path: Path, name: str) -> None:
    warc(tmp_path / name, "https://n.example/1", "https://n.example/2")
    pages = [page for page in read_saved(tmp_path / name) if isinstance(page, Page)]
    assert [page.url for page in pages] == ["https://n.example/1", "https://n.example/2"]
    assert pages[0].body == BODY
    assert pages[0].headers["content-type"] == "text/html; charset=utf-8"
    assert pages[0].fetched_at == datetime(2026, 11, 12, 8, tzinfo=UTC)


def test_addresses_that_are_none_of_the_webs(tmp_path: Path) -> None:
    names = ["hard::n.example-a.html", "xhttps://n.example/b", "https://n.example/robots.txt"]
    warc(tmp_path / "a.warc.gz", *names)
    assert [page.url for page in read_saved(tmp_path / "a.warc.gz") if isinstance(page, Page)] == names[:2]


def test_a_warc_that_was_cut_off_costs_its_tail(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    warc(file, "https://n.example/1", "https://n.example/2", "https://n.example/3")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 2 // 3 - 20])
    found = list(read_saved(file))
    assert isinstance(found[0], Page)
    assert len([page for page in found if isinstance(page, Page) and page.body == BODY]) < 3


def test_a_folder_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.htm").write_bytes(BODY)
    (tmp_path / "a.html").write_bytes(BODY)
    (tmp_path / "notes.txt").write_bytes(b"no page")
    warc(tmp_path / "c.warc.gz", "https://n.example/c")
    urls = [page.url for page in read_saved(tmp_path) if isinstance(page, Page)]
    assert [url.rsplit("/", 1)[1] for url in urls] == ["a.html", "c", "b.htm"]


def test_what_browsers_save_beside_a_page_is_no_page(tmp_path: Path) -> None:
    for name in ("a_files/frame.html", "b_files/c.html"):  # there is no b.html
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(BODY)
    (tmp_path / "a.htm").write_bytes(BODY)
    urls = [page.url for page in read_saved(tmp_path) if isinstance(page, Page)]
    assert [url.rsplit("/", 1)[1] for url in urls] == ["a.htm", "c.html"]


def test_a_page_names_its_own_address(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(b'<html><head><link rel="canonical" href="https://n.example/a"></head></html>')
    assert next(iter(read_saved(file))) == Page(
        url="https://n.example/a",
        body=file.read_bytes(),
        fetched_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
    )
    assert own_url(b"<meta property='og:url' content='https://n.example/b'>") == "https://n.example/b"
    assert own_url(b"<!-- saved from url=(0021)https://n.example/c?d -->\n<html>") == "https://n.example/c?d"
    assert own_url(b"<p>none</p>") is None


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        list(read_saved(tmp_path / "none.html"))
    with pytest.raises(InputError):
        list(read_saved(tmp_path))
    (tmp_path / "a.warc.gz").write_bytes(b"no gzip at all")
    assert all(isinstance(found, Bad) for found in read_saved(tmp_path))
