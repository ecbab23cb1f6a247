"""The demo news web over real sockets: what it serves, in which bytes, and that its tables fit its pages."""

import gzip
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from lxml import html
from msgspec import convert

from crawler.items import Article
from demo.crawl import sources_toml
from demo.server import DemoWeb
from demo.site import Address

CONTENT = ("article", "copy", "alias", "not_article", "front", "static")


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


def get(url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request(method, url.removeprefix(f"http://{parts.netloc}"), headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def tree(page: bytes | str) -> Any:
    return html.document_fromstring(page)


def test_every_address_answers(web: DemoWeb) -> None:
    statuses = {a.url: get(a.url)[0].status for a in web.addresses()}
    redirects = {a.url for a in web.addresses() if "redirect" in a.settings}
    assert {url for url, status in statuses.items() if status != 200} == redirects
    assert {statuses[url] for url in redirects} == {301}


def test_no_placeholder_is_left(web: DemoWeb) -> None:
    for address in web.addresses():
        assert b"{{" not in get(address.url)[1], address.url
    assert "{{" not in json.dumps(web.expected())


def test_every_link_leads_somewhere(web: DemoWeb) -> None:
    links = {
        urldefrag(urljoin(address.url, target)).url: address.url
        for address in web.addresses(*CONTENT)
        for target in tree(urlopen(address.url).read()).xpath("//a/@href")
    }
    own = {url: page for url, page in links.items() if url.startswith(tuple(web.sites.values()))}
    assert len(own) > 100
    assert {url: page for url, page in own.items() if get(url)[0].status not in (200, 301)} == {}


@pytest.mark.parametrize("headers", [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")])
def test_conditional_requests(web: DemoWeb, headers: tuple[str, str]) -> None:
    url = web.sites["harbour"] + "/"
    validator = get(url)[0].headers[headers[1]]
    response, body = get(url, **{headers[0]: validator})
    assert (response.status, body) == (304, b"")
    assert get(url, **{headers[0]: '"other"'})[0].status == 200


def test_head_has_no_body_and_unknown_paths_are_404(web: DemoWeb) -> None:
    response, body = get(web.sites["harbour"] + "/", "HEAD")
    assert (response.status, body) == (200, b"")
    assert get(web.sites["harbour"] + "/nothing")[0].status == 404


@pytest.mark.parametrize("query", ["utm_source=x&utm_medium=y", "fbclid=abc", "ref=home"])
def test_tracking_parameters_change_nothing(web: DemoWeb, query: str) -> None:
    for address in web.addresses("article"):
        joined = f"{address.url}{'&' if '?' in address.path else '?'}{query}"
        assert get(joined)[1] == get(address.url)[1]


def test_gzip_sitemap_lists_its_articles(web: DemoWeb) -> None:
    listed = [a.url for a in web.addresses() if a.site == "harbour" and "archive" in a.lists]
    response, body = get(web.sites["harbour"] + "/sitemaps/2026-11.xml.gz")
    assert response.headers["content-type"] == "application/gzip"
    found = [
        node.text
        for node in ElementTree.fromstring(gzip.decompress(body)).iter()
        if node.tag.endswith("}loc")
    ]
    assert found == listed


@pytest.mark.parametrize("role", ["feed", "sitemap"])
def test_feeds_and_sitemaps_are_well_formed(web: DemoWeb, role: str) -> None:
    for address in web.addresses(role):
        response, body = get(address.url)
        kind = response.headers["content-type"]
        if "json" in kind:
            assert json.loads(body)["items"]
        elif "xml" in kind and "windows-1256" not in body[:60].decode("ascii"):
            assert len(list(ElementTree.fromstring(body).iter())) > 2


def test_robots_txt_closes_what_is_linked(web: DemoWeb) -> None:
    for address in web.addresses("disallowed"):
        rules = get(f"{web.sites[address.site]}/robots.txt")[1].decode()
        closed = re.findall(r"^Disallow: (\S+)", rules, re.MULTILINE)
        assert any(address.path.startswith(path) for path in closed)
        assert address.lists
    assert (
        f"Sitemap: {web.sites['harbour']}/sitemap.xml"
        in get(web.sites["harbour"] + "/robots.txt")[1].decode()
    )


def test_encodings(web: DemoWeb) -> None:
    response, body = get(web.sites["sada"] + "/article/20398.html")
    assert response.headers["content-type"] == "text/html"
    assert "charset=windows-1256" in body[:200].decode("ascii", "ignore")
    assert "معمل صابون" in body.decode("windows-1256")
    response, body = get(web.sites["talbote"] + "/")
    assert response.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert "März" in body.decode("windows-1252")
    feed = get(web.sites["sada"] + "/rss.php")[1].decode("windows-1256")
    assert 'encoding="windows-1256"' in feed
    assert "<![CDATA[<p>" in feed


def test_two_webs_at_once_know_their_own_ports() -> None:
    with DemoWeb() as one, DemoWeb() as two:
        assert not set(one.sites.values()) & set(two.sites.values())
        for web in (one, two):
            assert {urljoin(record["url"], "/")[:-1] for record in web.expected()} == set(web.sites.values())
            assert web.sites["harbour"] in get(web.sites["harbour"] + "/feeds/news.xml")[1].decode()


def test_a_taken_port_is_passed_over_and_free_again_afterwards() -> None:
    with DemoWeb() as one:
        taken = min(int(url.rsplit(":", 1)[1]) for url in one.sites.values())
        with DemoWeb(taken) as two:
            ports = {int(url.rsplit(":", 1)[1]) for url in two.sites.values()}
            assert min(ports) > taken
            get(two.sites["harbour"] + "/")
            again = min(ports)
        with DemoWeb(again) as three:
            assert three.sites == two.sites


def test_requests_are_logged_in_order() -> None:
    with DemoWeb() as web:
        get(web.sites["harbour"] + "/robots.txt")
        get(web.sites["harbour"] + "/?x=1")
        assert web.requests["harbour"] == ["/robots.txt", "/?x=1"]
        assert web.requests["sada"] == []


def test_expected_records_have_the_fields_of_an_article(web: DemoWeb) -> None:
    for record in web.expected():
        assert convert(record, Article).paragraphs
        assert None not in record.values()
        assert "" not in record.values()


def stored(address: Address) -> str:
    return f"{address.site} {address.path}"


def test_expected_words_are_on_the_page(web: DemoWeb) -> None:
    """Each title, paragraph, caption and author stands on the page as a reader sees it."""
    for address in web.addresses("article", "copy"):
        body = urlopen(address.url).read()
        meant = address.settings.get("encoding", "windows-1252" if address.site == "talbote" else "utf-8")
        if address.path.endswith("20398.html"):
            meant = "windows-1256"
        seen = " ".join(tree(body.decode(meant)).text_content().split())
        record = address.record or {}
        for text in [record["title"], *record.get("authors", ()), *record.get("agency", ())]:
            assert text in seen, stored(address)
        for text in record["paragraphs"]:
            for cell in text.split(" | "):
                assert cell in seen, stored(address)


def test_the_syndicated_story_is_word_for_word(web: DemoWeb) -> None:
    (copy,) = web.addresses("copy")
    original = next(r for r in web.expected() if r["url"] == copy.settings["same_as_story"])
    assert copy.record is not None
    assert (copy.record["title"], copy.record["paragraphs"]) == (original["title"], original["paragraphs"])


def test_aliases_name_their_article(web: DemoWeb) -> None:
    articles = {a.url for a in web.addresses("article")}
    for alias in web.addresses("alias"):
        assert alias.same_as in articles
        response, body = get(alias.url)
        canonical = response.headers["location"] or tree(body).xpath("//link[@rel='canonical']")[0].get(
            "href"
        )
        assert canonical == alias.same_as


def test_one_article_a_site_hangs_on_a_front_alone(web: DemoWeb) -> None:
    fronts = {(a.site, a.settings["list"]) for a in web.addresses("front")}
    alone = {
        a.site
        for a in web.addresses("article")
        if all((a.site, name) in fronts or name == "most_read" for name in a.lists)
    }
    assert alone == set(web.sites)


def test_plain_trafilatura_loses_much_of_the_portal(web: DemoWeb) -> None:
    """The case that the portal's template stands for; without it that site would show nothing."""
    trafilatura = pytest.importorskip("trafilatura")
    url = web.sites["sada"] + "/article/20411.html"
    record = next(record for record in web.expected() if record["url"] == url)
    got = " ".join((trafilatura.extract(urlopen(url).read()) or "").split())
    lost = [text for text in record["paragraphs"] if text not in got]
    words = sum(len(text.split()) for text in record["paragraphs"])
    assert sum(len(text.split()) for text in lost) >= 0.3 * words


def test_sources_file(web: DemoWeb) -> None:
    sources = tomllib.loads(sources_toml(web))["source"]
    assert {source["name"]: source["url"].rstrip("/") for source in sources} == web.sites
    assert all(source["allow_private"] is True and source["delay"] == 0 for source in sources)


@pytest.mark.slow
def test_serve_command_prints_the_sites() -> None:
    command = [sys.executable, "-m", "demo", "serve", "--port", "9170"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        status = get(line.split()[1])[0].status
        child.terminate()
    assert status == 200
