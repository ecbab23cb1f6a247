"""Feeds, sitemaps, fronts and robots.txt in the dialects of real systems: the new story is found anyway.

Each site's front names the odd and the good story; a third one, the new, is named only in the odd place.
"""

import gzip
import json
import re
from collections.abc import Callable

from bench.hostile.case import (
    GOOD,
    HTML,
    PAGE,
    TEXT,
    Answer,
    Case,
    Reply,
    Request,
    Site,
    front,
    robots,
)

NEW = "/2026/11/26/the-new-story-of-the-harbour.html"
ASKED = "/2026/11/26/the-new-story.html?cat=politics&id=123456"
DECLARED = '<?xml version="1.0" encoding="{}"?>'
NEWS = "http://www.sitemaps.org/schemas/sitemap/0.9"

Text = Callable[[str], str | bytes]  # the site's host:port → what the odd place holds


def cases() -> list[Case]:
    return [*_feeds(), *_sitemaps(), *_fronts(), *_refreshes(), *_rules()]


def _item(link: str, title: str = "How the new story was told") -> str:
    return f"<item><title>{title}</title>{link}</item>"


def _rss(place: str, more: str = "", path: str = NEW, attributes: str = "") -> str:
    item = _item(f"<link>http://{place}{path}</link>{more}")
    return f'<rss version="2.0"{attributes}><channel><title>News</title>{item}</channel></rss>'


def _found(name: str, what: str, site: Site, path: str = NEW, most: int = 40) -> Case:
    return Case(name, what, "article", site=site, subject=path, wanted=path, most=most)


def _feed(name: str, what: str, text: Text, path: str = NEW, kind: str = "text/xml") -> Case:
    def answer(request: Request) -> Reply | None:
        if request.path != "/feed.xml":
            return None
        body = text(request.place)
        return Answer(body.encode() if isinstance(body, str) else body, headers={"Content-Type": kind})

    return _found(f"feed-{name}", f"a feed {what}", answer, path)


def _json_feed(place: str) -> str:
    item = {"id": "1", "url": f"http://{place}{NEW}", "title": "How the new story was told"}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [item]})


def _atom(place: str, links: str, attributes: str = "") -> str:
    entry = f"<entry><title>How the new story was told</title><id>tag:x,2026:1</id>{links}</entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>News</title>{entry}</feed>'


def _rdf(place: str) -> str:
    names = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    item = f'<item rdf:about="x"><title>The new story</title><link>http://{place}{NEW}</link></item>'
    return f"<rdf:RDF {names}><channel rdf:about='x'><title>News</title></channel>{item}</rdf:RDF>"


def _prefixed(place: str) -> str:
    """RSS in a namespace of its own, by a prefix."""
    return re.sub("<(/?)", r"<\1r:", _rss(place, attributes=' xmlns:r="http://backend.userland.com/rss2"'))


def _feeds() -> list[Case]:
    def coded(encoding: str, title: str) -> Text:
        return lambda place: (
            DECLARED.format(encoding) + _rss(place, f"<description>{title}</description>")
        ).encode(encoding, "replace")

    return [
        _feed("utf-16", "in UTF-16", coded("utf-16", "The harbour")),
        _feed("windows-1256", "in Windows-1256", coded("windows-1256", "قصة الميناء")),
        _feed("euc-kr", "in EUC-KR", coded("euc-kr", "항구 이야기")),
        _feed("gb2312", "in GB 2312", coded("gb2312", "港口的故事")),
        _feed("koi8", "in KOI8-R", coded("koi8-r", "История гавани")),
        _feed(
            "bom", "after a mark and blank lines", lambda p: "\ufeff\n\n" + DECLARED.format("utf-8") + _rss(p)
        ),
        _feed(
            "warning",
            "after a warning of PHP",
            lambda p: "<br />\n<b>Warning</b>: x in <b>/a.php</b><br />" + _rss(p),
        ),
        _feed("two-heads", "with two XML declarations", lambda p: DECLARED.format("utf-8") * 2 + _rss(p)),
        _feed("ampersand", "with a raw &", lambda p: _rss(p, path=ASKED), ASKED),
        _feed("twice", "with &amp;amp;", lambda p: _rss(p, path=ASKED.replace("&", "&amp;amp;")), ASKED),
        _feed(
            "nbsp", "with entities of HTML", lambda p: _rss(p, "<description>a&nbsp;b &hellip;</description>")
        ),
        _feed(
            "control", "with a control character", lambda p: _rss(p, "<description>a\x0bb\x01</description>")
        ),
        _feed(
            "prefix",
            "with an undeclared prefix",
            lambda p: _rss(p, "<media:x><dc:date>2026</dc:date></media:x>"),
        ),
        _feed("own-prefix", "whose own elements have a prefix", _prefixed),
        _feed("guid", "with a guid in place of the link", lambda p: _rss(p).replace("link>", "guid>")),
        _feed(
            "cdata",
            "with a link in CDATA and blanks",
            lambda p: _rss(p).replace("<link>", "<link>\n <![CDATA[ ").replace("</link>", " ]]>\n</link>"),
        ),
        _feed("relative", "with a relative link", lambda p: _rss(p).replace(f"http://{p}{NEW}", NEW)),
        _feed("no-scheme", "with a link without scheme", lambda p: _rss(p).replace(f"http://{p}", f"//{p}")),
        _feed(
            "atom-link",
            "with links of Atom only",
            lambda p: _rss(p, attributes=' xmlns:atom="http://www.w3.org/2005/Atom"').replace(
                f"<link>http://{p}{NEW}</link>", f'<atom:link href="http://{p}{NEW}"/>'
            ),
        ),
        _feed(
            "doctype",
            "with a DOCTYPE",
            lambda p: '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/rss.dtd">' + _rss(p),
        ),
        _feed(
            "style",
            "with a stylesheet and a comment",
            lambda p: '<?xml-stylesheet href="/x.xsl"?><!-- cached -->' + _rss(p),
        ),
        _feed("unclosed", "with a tag that never ends", lambda p: _rss(p, "<category>Sport")),
        _feed(
            "tail",
            "with a page after its end",
            lambda p: _rss(p) + "<script>count()</script>\n<!-- 12 queries -->",
        ),
        _feed("gzip", "that is gzip by its bytes only", lambda p: gzip.compress(_rss(p).encode())),
        _feed("html-type", "called text/html", _rss, kind="text/html"),
        _feed("rdf", "of RSS 1.0", _rdf),
        _feed("json", "of JSON", _json_feed, kind="application/feed+json"),
        _feed("json-html", "of JSON called text/html", _json_feed, kind="text/html"),
        _feed(
            "atom",
            "of Atom with several links",
            lambda p: _atom(
                p,
                f'<link rel="self" href="http://{p}/x.atom"/><link rel="alternate" type="text/html" href="http://{p}{NEW}"/>',
            ),
        ),
        _feed(
            "atom-base",
            "of Atom with xml:base",
            lambda p: _atom(
                p,
                f'<link href="{NEW.rpartition("/")[2]}"/>',
                f' xml:base="http://{p}{NEW.rpartition("/")[0]}/"',
            ),
        ),
    ]


def _map(name: str, what: str, text: Text, path: str = NEW, kind: str = "text/xml") -> Case:
    def answer(request: Request) -> Reply | None:
        if request.path == "/robots.txt":
            return robots("User-agent: *", f"Sitemap: http://{request.place}/s.xml")
        if request.path != "/s.xml":
            return None
        body = text(request.place)
        return Answer(body.encode() if isinstance(body, str) else body, headers={"Content-Type": kind})

    return _found(f"map-{name}", f"a sitemap {what}", answer, path)


def _urls(place: str, path: str = NEW, more: str = "") -> str:
    return f'<urlset xmlns="{NEWS}"><url><loc>http://{place}{path}</loc>{more}</url></urlset>'


def _sitemaps() -> list[Case]:
    return [
        _map("utf-16", "in UTF-16", lambda p: (DECLARED.format("utf-16") + _urls(p)).encode("utf-16")),
        _map("blank", "after a blank line", lambda p: "\n \n" + DECLARED.format("utf-8") + _urls(p)),
        _map("bom", "after two marks", lambda p: "\ufeff\ufeff" + DECLARED.format("utf-8") + _urls(p)),
        _map("ampersand", "with a raw &", lambda p: _urls(p, ASKED), ASKED),
        _map(
            "nbsp",
            "with &nbsp; before &amp;",
            lambda p: _urls(p, ASKED.replace("&", "&amp;")).replace(
                "<url>", "<!-- x --><note>a&nbsp;b</note><url>"
            ),
            ASKED,
        ),
        _map(
            "control",
            "with a control character",
            lambda p: "\x00".join(("", DECLARED.format("utf-8"))) + "\x0c" + _urls(p),
        ),
        _map(
            "bad-byte",
            "with a byte that is no UTF-8",
            lambda p: _urls(p, more="<note>\xe9</note>").encode("latin-1"),
        ),
        _map(
            "prefix",
            "with a prefix",
            lambda p: (
                _urls(p)
                .replace("<url", "<s:url")
                .replace("</url", "</s:url")
                .replace("<loc", "<s:loc")
                .replace("</loc", "</s:loc")
                .replace("xmlns=", "xmlns:s=")
            ),
        ),
        _map("no-namespace", "without a namespace", lambda p: _urls(p).replace(f' xmlns="{NEWS}"', "")),
        _map(
            "unclosed",
            "whose tags do not end",
            lambda p: _urls(p).replace("</url>", "").replace("</urlset>", ""),
        ),
        _map("cut", "that ends in the middle", lambda p: _urls(p).replace("</urlset>", "<url><loc>http://")),
        _map(
            "cdata",
            "with an address in CDATA",
            lambda p: _urls(p).replace("<loc>", "<loc>\n<![CDATA[ ").replace("</loc>", " ]]>\n</loc>"),
        ),
        _map("relative", "with a relative address", lambda p: _urls(p).replace(f"http://{p}", "")),
        _map("numbers", "with references by number", lambda p: _urls(p).replace("/2026", "&#47;&#x32;026")),
        _map(
            "text",
            "of text with CRLF and a mark",
            lambda p: f"\ufeffhttp://{p}/\r\nhttp://{p}{NEW}\r\n",
            kind="text/plain",
        ),
        _map("gzip", "that is gzip called XML", lambda p: gzip.compress(_urls(p).encode())),
        _map("html-type", "called text/html", _urls, kind="text/html"),
        _map("rss", "that is a feed", _rss),
        _map(
            "warning",
            "after a warning of PHP",
            lambda p: "<br />\n<b>Notice</b>: x in <b>/a.php</b><br />\n" + _urls(p),
        ),
        _map(
            "tail", "with more after its end", lambda p: _urls(p) + "\n<!-- generated -->\n<script></script>"
        ),
        _map(
            "wrapped",
            "with one element too many",
            lambda p: _urls(p).replace("<url>", "<urls><url>").replace("</url>", "</url></urls>"),
        ),
        _map(
            "images",
            "with pictures in its entries",
            lambda p: _urls(p, more=f"<image:image><image:loc>http://{p}/i.jpg</image:loc></image:image>"),
        ),
    ]


def _front(name: str, what: str, links: Text, head: str = "", path: str = NEW) -> Case:
    def answer(request: Request) -> Reply | None:
        more = links(request.place)
        assert isinstance(more, str)
        return front(PAGE, GOOD, more=more, head=head) if request.path == "/" else None

    return _found(f"front-{name}", f"a front {what}", answer, path)


def _fronts() -> list[Case]:
    words = "How the new story of the harbour was told"

    def linked(href: str) -> Text:
        return lambda place: f"<h2><a href='{href.replace('PLACE', place)}'>{words}</a></h2>"

    items = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "itemListElement": [{"@type": "ListItem", "position": 1, "url": NEW}],
        }
    )
    return [
        _front("blanks", "with blanks and line ends in a link", linked(f" \n{NEW[:12]}\n{NEW[12:]}\t ")),
        _front("backslash", "with backslashes", linked(NEW.replace("/", "\\"))),
        _front("no-scheme", "with a link without scheme", linked(f"//PLACE{NEW}")),
        _front("loud", "with a scheme and host in capitals", linked(f"HTTP://PLACE{NEW}")),
        _front(
            "escaped",
            "with escapes that need not be",
            linked(NEW.replace("-", "%2D", 1).replace("s", "%73", 1)),
        ),
        _front("dots", "with dots in a link", linked(f"/a/../.{NEW}")),
        _front("base", "with <base>", linked(NEW[1:]), head="<base href='/'>"),
        _front("fragment", "with a fragment", linked(f"{NEW}#comments")),
        _front("tracked", "with tracking parameters", linked(f"{NEW}?utm_source=home&fbclid=a1")),
        _front("areas", "with an image map", lambda p: f"<map><area href='{NEW}' alt='{words}'></map>"),
        _front(
            "list",
            "whose story stands in JSON-LD only",
            lambda p: f"<script type='application/ld+json'>{items}</script>",
        ),
        _front(
            "template",
            "with a story in a shadow root",
            lambda p: (
                f"<div><template shadowrootmode=open><h2><a href='{NEW}'>{words}</a></h2></template></div>"
            ),
        ),
        _front(
            "noscript",
            "with a story for those without scripts",
            lambda p: f"<noscript><h2><a href='{NEW}'>{words}</a></h2></noscript>",
        ),
    ]


def _moved(name: str, what: str, answer: Callable[[Request], Answer | None]) -> Case:
    """A front that leads on to /home, where the stories are."""

    def site(request: Request) -> Reply | None:
        if request.path == "/home":
            return front(NEW, PAGE, GOOD)
        return answer(request) if request.path == "/" else None

    return _found(f"moved-{name}", f"a front that leads on {what}", site)


def _refreshes() -> list[Case]:
    def page(head: str, body: str = "") -> Answer:
        return Answer(f"<html><head>{head}</head><body>{body}</body></html>".encode())

    def refresh(content: str) -> Callable[[Request], Answer]:
        return lambda request: page(f"<meta http-equiv='Refresh' content=\"{content}\">")

    def cookie(request: Request) -> Answer:
        if b"seen=1" in request.head:
            return front(NEW, PAGE, GOOD)
        return Answer(b"", 302, {"Location": "/", "Set-Cookie": "seen=1; Path=/"})

    return [
        _moved("refresh", "by a refresh", refresh("0;url=/home")),
        _moved("refresh-quotes", "by a refresh in quotes", refresh("0; URL='/home'")),
        _moved("refresh-bare", "by a refresh without url=", refresh("0; /home")),
        _moved("refresh-comma", "by a refresh with a comma", refresh("1,url=/home")),
        _moved(
            "refresh-noscript",
            "by a refresh for those without scripts",
            lambda r: page("<noscript><meta http-equiv=refresh content='0;url=/home'></noscript>"),
        ),
        _moved(
            "refresh-header",
            "by a header",
            lambda r: Answer(b"<html></html>", headers={**HTML, "Refresh": "0; url=/home"}),
        ),
        _moved("script", "by a script", lambda r: page("<script>window.location.href = '/home';</script>")),
        _moved(
            "script-replace",
            "by a script that replaces",
            lambda r: page('<script>location.replace("/home")</script>'),
        ),
        _moved(
            "frames", "by a frame", lambda r: Answer(b"<html><frameset><frame src='/home'></frameset></html>")
        ),
        _moved(
            "iframe",
            "by a frame of its whole size",
            lambda r: page("", "<iframe src='/home' width='100%'></iframe>"),
        ),
        _moved("303", "by 303", lambda r: Answer(b"", 303, {"Location": "/home"})),
        _moved("308", "by 308", lambda r: Answer(b"", 308, {"Location": "home"})),
        _moved(
            "302-blanks", "by a Location with blanks", lambda r: Answer(b"", 302, {"Location": "  /home "})
        ),
        _moved("cookie", "to itself, with a cookie", cookie),
    ]


def _ruled(name: str, what: str, text: str | bytes, *, closed: bool = True, status: int = 200) -> Case:
    """The odd story is forbidden by robots.txt (or only seems so); the good one is not."""

    def site(request: Request) -> Reply | None:
        body = text.encode() if isinstance(text, str) else text
        return Answer(body, status, TEXT) if request.path == "/robots.txt" else None

    expected, reason = ("refused", "disallowed") if closed else ("article", "")
    return Case(f"rules-{name}", f"robots.txt {what}", expected, reason, site=site)


def _rules() -> list[Case]:
    odd = PAGE.removesuffix(".html")
    rule = f"Disallow: {odd}"
    ours = f"User-agent: *\n{rule}\n"
    return [
        _ruled("utf-16", "in UTF-16", ours.encode("utf-16")),
        _ruled("bom", "after a mark", "\ufeff" + ours),
        _ruled("half-mark", "after half a mark", b"\xef\xbb" + ours.encode()),
        _ruled("returns", "with carriage returns only", ours.replace("\n", "\r")),
        _ruled("spaces", "with blanks around its colons", f"  user-AGENT :  *\n\tDISALLOW\t:\t{odd}  # x\n"),
        _ruled("no-colon", "without colons", f"User-agent *\nDisallow {odd}\n"),
        _ruled("misspelt", "with a misspelt word", f"User-agent: *\nDissallow: {odd}\n"),
        _ruled(
            "named", "with our name in capitals", f"User-agent: WARRAQ\n{rule}\n\nUser-agent: *\nDisallow:\n"
        ),
        _ruled("version", "with our name and a version", f"User-agent: warraq/0.1 (news)\n{rule}\n"),
        _ruled("others", "that forbids others", f"User-agent: otherbot\n{rule}\n", closed=False),
        _ruled("prefix", "for a name that begins as ours", f"User-agent: warraqbot\n{rule}\n", closed=False),
        _ruled(
            "two-groups",
            "with two groups of one name",
            f"User-agent: *\nDisallow: /x\n\nUser-agent: *\n{rule}\n",
        ),
        _ruled(
            "between",
            "with another line between two names",
            f"User-agent: a\nSitemap: http://x/s\nUser-agent: *\n{rule}\n",
        ),
        _ruled("stars", "with stars", "User-agent: *\nDisallow: /*/odd*$\nDisallow: /*the-odd*.html$\n"),
        _ruled("end", "with a $ elsewhere", f"User-agent: *\nDisallow: {odd}$\n", closed=False),
        _ruled(
            "longer",
            "whose longer rule allows",
            f"User-agent: *\nDisallow: /2026/\nAllow: {odd}\nAllow: {GOOD}\n",
            closed=False,
        ),
        _ruled("tie", "with a tie", f"User-agent: *\n{rule}\nAllow: {odd}\n", closed=False),
        _ruled("escaped", "with escapes", f"User-agent: *\nDisallow: {odd.replace('odd', '%6Fdd')}\n"),
        _ruled("410", "that is gone", ours, closed=False, status=410),
        _ruled("401", "that wants a login", ours, closed=False, status=401),
    ]
