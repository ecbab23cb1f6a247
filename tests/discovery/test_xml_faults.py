"""One fault in the XML of a sitemap or feed costs at most the entry in which it stands."""

import pytest

from crawler.discovery.feeds import parse_feed
from crawler.discovery.sitemaps import parse_sitemap

BASE = "https://n.example"
LINKS = [f"{BASE}/article.php?cat=politics&id={number}&lang=en" for number in (1234, 1235)]
LOCS = "".join(f"<url><loc>{link.replace('&', '&amp;')}</loc></url>" for link in LINKS)
ITEMS = "".join(f"<item><title>A</title><link>{link.replace('&', '&amp;')}</link></item>" for link in LINKS)
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
SITEMAP = DECLARED + '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}' + LOCS + "</urlset>"
FEED = DECLARED + '<rss version="2.0"><channel><title>{}</title>' + ITEMS + "</channel></rss>"

FRONTS = {
    "blank line": "\n",
    "many blank lines": " \r\n" * 3_000,
    "byte order mark": "\ufeff",
    "mark and blank line": "\ufeff\n",
    "comment": "<!-- made by a plugin & more -->",
    "warning": "<br />\n<b>Warning</b>: Undefined variable in <b>/srv/a.php</b> on line <b>3</b><br />\n",
    "notice": "Notice: Undefined index & more\n",
    "nothing": "",
}
FAULTS = {
    "raw ampersand": "<x>A & B</x>",
    "raw less-than": "<x>1 < 2 and 3 <4</x>",
    "entity of HTML": "<x>A&nbsp;B &eacute; &unknown;</x>",
    "control character": "<x>A\x03B\x0b</x>",
    "reference to a control character": "<x>&#3;&#x1F;&#xFFFE;</x>",
    "unclosed element": "<x>A",
    "undeclared prefix": "<image:loc>A</image:loc>",
    "attribute without quotes": "<x a=1>A</x>",
    "doubled attribute": '<x a="1" a="2">A</x>',
    "comment with two hyphens": "<!-- A -- B -->",
    "nothing": "",
}


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("fault", FAULTS)
def test_addresses_stand_as_they_are(front: str, fault: str) -> None:
    sitemap = FRONTS[front] + SITEMAP.format(FAULTS[fault])
    assert sorted(link.url for link in parse_sitemap(sitemap.encode(), f"{BASE}/s.xml").links) == LINKS
    if fault == "unclosed element":
        return  # in a feed it swallows what follows it in its own element
    feed = FRONTS[front] + FEED.format(FAULTS[fault])
    assert [link.url for link in parse_feed(feed.encode(), f"{BASE}/f.xml").links] == LINKS


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "shift_jis"])
def test_encodings(codec: str) -> None:
    declared = SITEMAP.replace("UTF-8", codec.partition("-le")[0].partition("-be")[0])
    body = declared.format("").encode(codec)
    assert sorted(link.url for link in parse_sitemap(body, f"{BASE}/s.xml").links) == LINKS


def test_one_bad_byte() -> None:
    body = SITEMAP.format("<x>A").encode().replace(b"<x>A", b"<x>\xff</x>")
    assert sorted(link.url for link in parse_sitemap(body, f"{BASE}/s.xml").links) == LINKS
    body = FEED.format("A").encode().replace(b"<title>A", b"<title>\xe9", 1)
    assert [link.url for link in parse_feed(body, f"{BASE}/f.xml").links] == LINKS


def test_cdata_stays_as_it_is() -> None:
    body = SITEMAP.format(f"<url><loc><![CDATA[{BASE}/2026/a-story-of-the-town?a=1&b=2]]></loc></url>")
    assert f"{BASE}/2026/a-story-of-the-town?a=1&b=2" in [
        link.url for link in parse_sitemap(body.encode(), BASE).links
    ]


RSS = (
    '<rss version="2.0"{}><channel><title>T</title>{}<item{}><title>A</title><link>{}</link></item></channel>'
)


@pytest.mark.parametrize(
    ("rss", "channel", "item", "link", "wanted"),
    [
        ("", "<link>https://n.example/home/</link>", "", "a.html", "https://n.example/home/a.html"),
        ("", "<link>https://n.example/home/</link>", "", "/a.html", "https://n.example/a.html"),
        ("", "", "", "a.html", "https://feeds.example/all/a.html"),
        ("", "<link/>", "", "../a.html", "https://feeds.example/a.html"),
        (
            ' xml:base="https://b.example/x/"',
            "<link>https://n.example/</link>",
            "",
            "a",
            "https://b.example/x/a",
        ),
        ("", "<link>https://n.example/</link>", ' xml:base="/y/"', "a", "https://feeds.example/y/a"),
    ],
)
def test_relative_links(rss: str, channel: str, item: str, link: str, wanted: str) -> None:
    listing = parse_feed(RSS.format(rss, channel, item, link).encode(), "https://feeds.example/all/rss.xml")
    assert [found.url for found in listing.links] == [wanted]
