"""Feeds as others' tests have them: feedparser (tests/wellformed, illformed, entities, json).

Its cases in our words, as far as they concern what Warraq takes from a feed: addresses, titles, people, times,
languages. Where Warraq differs, the case says why. One kind is left out: the Content-Location of an answer is
no base of its links any more (RFC 7231, appendix B).
"""

import json
from datetime import datetime
from typing import Any

import pytest

from crawler.discovery import Listing, parse_feed
from crawler.items import Link

SITE = "https://gazette.example"
URL = f"{SITE}/feeds/all.xml"
STORY = f"{SITE}/a-story"
FIRST, SECOND = "2026-11-24T10:14:55Z", "2026-11-25T10:14:55Z"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
RDF_NS = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
ATOM_03, ATOM_10 = "http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"
HERE = f"<link>{STORY}</link>"
ENTRY = f'<link href="{STORY}"/>'


def rss(item: str = HERE, channel: str = "", more: str = "") -> str:
    return f'<rss version="2.0" {DC} {CONTENT} {more}><channel>{channel}<item>{item}</item></channel></rss>'


def atom(entry: str, more: str = "", namespace: str = ATOM_10, feed: str = "") -> str:
    return f'<feed xmlns="{namespace}" {more}>{feed}<entry>{entry}</entry></feed>'


def rdf(item: str, namespace: str = "http://purl.org/rss/1.0/", about: str = STORY) -> str:
    return f'<rdf:RDF {RDF_NS} {DC} xmlns="{namespace}"><channel><title>C</title></channel><item rdf:about="{about}">{item}</item></rdf:RDF>'


def read(feed: str | bytes, content_type: str = "application/xml") -> Listing:
    return parse_feed(feed.encode() if isinstance(feed, str) else feed, URL, content_type)


def only(feed: str | bytes, content_type: str = "application/xml") -> Link:
    (link,) = read(feed, content_type).links
    return link


MODULES = f'{RDF_NS} {DC} xmlns:l="http://purl.org/rss/1.0/modules/link/" xmlns:x="http://made.example/x"'
CLASH = "<x:title>wrong</x:title><x:link>https://wrong.example/</x:link><x:description>wrong</x:description>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>wrong</title><desc>wrong</desc><a href="/wrong">w</a></svg>'
XHTML = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content>'

# Each has one story, at STORY with the title "T".
DIALECTS = {
    "RSS 0.90": rdf(f"<title>T</title>{HERE}", "http://my.netscape.com/rdf/simple/0.9/"),
    **{
        f"RSS {number}": f'<rss version="{number}"><channel><item><title>T</title>{HERE}</item></channel></rss>'
        for number in ("0.91", "0.92", "0.93", "0.94", "2.0", "2.01", "2.1")
    },
    "RSS 0.91 of Netscape": f'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item><title>T</title>{HERE}</item></channel></rss>',
    "RSS without a version": f"<rss><channel><item><title>T</title>{HERE}</item></channel></rss>",
    **{
        f"RSS in a namespace, {number}": f'<rss xmlns="{name}"><channel><item><title>T</title>{HERE}</item></channel></rss>'
        for number, name in enumerate(
            ("http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://backend.userland.com/rss2.1",
             "http://blogs.law.harvard.edu/tech/rss", "")
        )
    },
    "RSS 1.0": rdf(f"<title>T</title>{HERE}"),
    "RSS 1.0 by its about": rdf("<title>T</title>"),
    "RSS 1.0, its namespace by a prefix": f'<rdf:RDF {RDF_NS} xmlns:r="http://purl.org/rss/1.0/"><r:channel><r:title>C</r:title></r:channel><r:item rdf:about="{STORY}"><r:title>T</r:title><r:link>{STORY}</r:link></r:item></rdf:RDF>',
    "RSS 1.0, an empty textinput": rdf("<title>T</title>").replace("</channel>", '<textinput rdf:resource="https://wrong.example/"/></channel>').replace("</rdf:RDF>", '<textinput rdf:about="https://wrong.example/"> </textinput></rdf:RDF'),
    "RSS 1.0, a DOCTYPE with entities": f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY % H PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent"> %H; ]>{rdf("<title>T</title>")}',
    "RSS 1.0 with modules": f'<rdf:RDF {MODULES} xmlns="http://purl.org/rss/1.0/"><item rdf:about="{STORY}"><title>T</title>{HERE}<l:link l:rel="permalink" rdf:resource="https://wrong.example/"/></item></rdf:RDF>',
    "RSS 2.0 with modules of the same names": f"<rss {MODULES}><channel><item>{CLASH}<title>T</title>{HERE}{CLASH}</item></channel></rss>",
    "RSS 2.0 in a namespace, with modules": f'<rss {MODULES} xmlns="http://backend.userland.com/rss2"><channel><item>{CLASH}<title>T</title>{HERE}{CLASH}</item></channel></rss>',
    "RSS 2.0 by a prefix": f'<r:rss {MODULES} xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item><r:title>T</r:title><r:link>{STORY}</r:link></r:item></r:channel></r:rss>',
    "RSS 2.0 by a prefix, with modules of the same names": f'<r:rss {MODULES} xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item>{CLASH}<r:title>T</r:title><r:link>{STORY}</r:link>{CLASH}</r:item></r:channel></r:rss>',
    "RSS with Atom's link": rss(f"<title>T</title>{HERE}", f'<a:link xmlns:a="{ATOM_10}" rel="self" href="https://wrong.example/"/>'),
    "Atom 0.3": atom(f'<title>T</title><link rel="alternate" type="text/html" href="{STORY}"/>', 'version="0.3"', ATOM_03),
    "Atom 1.0": atom(f"<title>T</title>{ENTRY}"),
    **{
        f"Atom in an old namespace, {number}": atom(f"<title>T</title>{ENTRY}", namespace=name)
        for number, name in enumerate(("http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/", "uri/of/echo/namespace#", "http://purl.org/pie/"))
    },
    "Atom by a prefix": f'<a:feed xmlns:a="{ATOM_10}"><a:entry><a:title>T</a:title><a:link href="{STORY}"/></a:entry></a:feed>',
    "Atom with a drawing": atom(f"<title>T</title>{ENTRY}{XHTML.format(SVG)}"),
    "Atom with a link within a drawing": atom(f'<title>T</title>{ENTRY}{XHTML.format("<s:svg><s:a x:href=&apos;/wrong&apos;/></s:svg>")}', 'xmlns:s="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'),
    "Atom with an answer's number": atom(f'<title>T</title>{ENTRY}<thr:in-reply-to ref="tag:a" href="https://wrong.example/"/>', 'xmlns:thr="http://purl.org/syndication/thread/1.0"'),
    "an unknown element": atom(f"<title>T</title>{ENTRY}<Made:Up>wrong</Made:Up>", 'xmlns:Made="http://made.example/"'),
    "an element of XLink": f'<rss><bogus xmlns="http://www.w3.org/1999/xlink"/><channel><item><title>T</title>{HERE}</item></channel></rss>',
    "an element twice, the other within": atom(f'<source><title>wrong</title><id>wrong</id><link href="https://wrong.example/"/></source><title>T</title>{ENTRY}'),
    "CDF": f'<CHANNEL><ITEM HREF="{STORY}"><TITLE>T</TITLE></ITEM></CHANNEL>',
    "an undeclared prefix": f"<rss><channel><itunes:subtitle>x</itunes:subtitle><item><title>T</title>{HERE}</item></channel></rss>",
    "a DOCTYPE of XHTML": f'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://site.invalid/"><rss><channel><item><title>T</title>{HERE}</item></channel></rss>',
    "a root whose end is cut off": f"<rss><channel><item><title>T</title>{HERE}</item></channel></rss",
    "CDATA cut off": f"<rss><channel><item><title>T</title>{HERE}</item><item><title><![CD",
    "tags of its own": rss(f"<tags>one, two</tags><category>three</category><title>T</title>{HERE}"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIALECTS)
def test_dialects(name: str) -> None:
    assert [(link.url, link.title) for link in read(DIALECTS[name]).links] == [(STORY, "T")]


# An item, and the path of its address; the feed is at /feeds/all.xml.
LINKS = {
    "a link": (rss(HERE), "/a-story"),
    "a guid": (rss(f"<guid>{STORY}</guid>"), "/a-story"),
    "a guid that is a permalink": (rss(f'<guid isPermaLink="true">{STORY}</guid>'), "/a-story"),
    "a link before a guid": (rss(f"{HERE}<guid>{SITE}/guid</guid>"), "/a-story"),
    "a link before a permalink": (rss(f'{HERE}<guid isPermaLink="true">{SITE}/guid</guid>'), "/a-story"),
    "a link before a guid that is none": (rss(f'{HERE}<guid isPermaLink="false">{SITE}/guid</guid>'), "/a-story"),
    # feedparser has no link here. WordPress's guids are such, and lead to the article: better than none.
    "a guid that is no permalink": (rss(f'<guid isPermaLink="false">{SITE}/?p=45</guid>'), "/?p=45"),
    "a guid that is no address": (rss('<guid isPermaLink="false">abc</guid>', more=f'xml:base="{SITE}/"'), None),
    "a guid that cannot be an address": (rss('<guid isPermaLink="true">https://gazette.e[xample/</guid>'), None),
    "a guid of entities": (f'<!DOCTYPE rss [<!ENTITY id "tag:gazette.example,">]>{rss("<guid isPermaLink=&apos;false&apos;>&id;2026:/a/</guid>".replace("&apos;", chr(39)))}', None),
    "an image's link": (rss(f"{HERE}<image><link>{SITE}/image</link></image>"), "/a-story"),
    "an image's link, before": (rss(f"<image><link>{SITE}/image</link></image>{HERE}"), "/a-story"),
    "links of the channel's image and field": (rss(HERE, f"<link>{SITE}</link><image><link>{SITE}/i</link></image><textInput><link>{SITE}/t</link></textInput>"), "/a-story"),
    "an enclosure": (rss(f'<enclosure url="{SITE}/a.jpg" length="10" type="image/jpeg"/>{HERE}'), "/a-story"),
    "a source": (rss(f'<source url="{SITE}/other.xml">Other</source>{HERE}'), "/a-story"),
    "comments": (rss(f"<comments>{STORY}#comments</comments>{HERE}"), "/a-story"),
    "ampersands": (rss(f"<link>{SITE}/get?a=1&amp;b=2</link>"), "/get?a=1&b=2"),
    "ampersands, the end cut off": (rss(f"<link>{SITE}/get?a=1&amp;b=2</link>")[:-1], "/get?a=1&b=2"),
    "an address cut off": (f"<rss><channel><item><title>T</title>{HERE}</item><item><title>U</title><link>{SITE}/the-oth", "/a-story"),
    "an address of Atom cut off": (f'<feed xmlns="{ATOM_10}"><entry>{ENTRY}</entry><entry><link href="{SITE}/the-oth', "/a-story"),
    "an address in CDATA": (rss(f"<link><![CDATA[{SITE}/get?a=1&b=2]]></link>"), "/get?a=1&b=2"),
    "blanks about an address": (rss(f"<link>\n  {STORY}\n</link>"), "/a-story"),
    "an alternate": (atom(f'<link rel="alternate" type="text/html" href="{STORY}"/>'), "/a-story"),
    "an alternate of XHTML": (atom(f'<link rel="alternate" type="application/xhtml+xml" href="{STORY}"/>'), "/a-story"),
    "an alternate without a type": (atom(f'<link rel="alternate" href="{STORY}"></link><link rel="related" type="text/html" href="{SITE}/related"></link><link rel="via" type="text/html" href="{SITE}/via"></link>'), "/a-story"),
    "an alternate behind others": (atom(f'<link rel="self" href="{SITE}/self"/><link rel="enclosure" type="text/html" href="{SITE}/e"/><link rel="license" href="{SITE}/l"/>{ENTRY}'), "/a-story"),
    "an alternate and a place to write to": (atom(f'<link rel="alternate" type="application/xhtml+xml" href="{STORY}"/><link rel="service.post" type="application/atom+xml" href="{SITE}/post"/>'), "/a-story"),
    "no relation is an alternate": (atom(f'<link type="text/html" href="{STORY}"/>'), "/a-story"),
    **{f"a link that is {rel.rpartition('/')[2]}": (atom(f'<link rel="{rel}" type="text/html" href="{SITE}/other"/>'), None) for rel in ("related", "via", "enclosure", "license", "https://made.example/rel/own")},
    "an id": (atom(f"<id>{STORY}</id>"), "/a-story"),
    "an id with attributes": (atom(f'<id b:attr="wrong">{STORY}</id>', 'xmlns:b="https://made.example/"'), "/a-story"),
    "an id beside a link": (atom(f"<id>{SITE}/id</id>{ENTRY}"), "/a-story"),
    "a link without an address": (atom('<link rel="alternate" type="text/html"/>' + f"<id>{STORY}</id>"), "/a-story"),
    "a link without an address before one": (atom(f'<link rel="alternate"/>{ENTRY}'), "/a-story"),
    "an enclosure without an address": (atom(f'<link rel="enclosure"/>{ENTRY}'), "/a-story"),
    "content elsewhere": (atom(f'<content type="text/html" src="{SITE}/content"/>{ENTRY}'), "/a-story"),
    "a relative link": (rss("<link>../a-story</link>"), "/a-story"),
    "a relative link of Atom": (atom('<link href="/a-story"/>'), "/a-story"),
    "a base": (atom('<link href="a-story"/>', f'xml:base="{SITE}/base/"'), "/base/a-story"),
    "a base of the entry": (f'<feed xmlns="{ATOM_10}"><entry xml:base="{SITE}/base/"><link href="a-story"/></entry></feed>', "/base/a-story"),
    "a base in a base": (f'<feed xmlns="{ATOM_10}" xml:base="{SITE}/base/"><entry xml:base="two/"><link href="a-story"/></entry></feed>', "/base/two/a-story"),
    "a base against a base": (f'<feed xmlns="{ATOM_10}" xml:base="https://wrong.example/"><entry xml:base="{SITE}/base/"><link href="a-story"/></entry></feed>', "/base/a-story"),
    "a base of the link": (atom(f'<link xml:base="{SITE}/base/" href="a-story"/>'), "/base/a-story"),
    "a base with letters of no ASCII": (atom('<link href="a-story"/>', f'xml:base="{SITE}/résumé/"'), "/r%C3%A9sum%C3%A9/a-story"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_addresses(name: str) -> None:
    feed, path = LINKS[name]
    assert [link.url for link in read(feed).links] == ([SITE + path] if path else [])


def escaped(markup: str) -> str:
    return markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_xhtml(name: str, markup: str) -> str:
    return f'<{name} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{markup}</div></{name}>'


LINKED = '<a href="http://a.example/?a=1&amp;b=2">harbour</a>'
TITLES = {
    "plain": (rss(f"<title>The harbour opens</title>{HERE}"), "The harbour opens"),
    "an apostrophe": (rss(f"<title>Mark&apos;s harbour</title>{HERE}"), "Mark's harbour"),
    "an apostrophe, escaped twice": (rss(f"<title>it&amp;apos;s correct</title>{HERE}"), "it's correct"),
    "greater": (rss(f"<title>2 &gt; 1</title>{HERE}"), "2 > 1"),
    "less": (rss(f"<title>1 &lt; 2</title>{HERE}"), "1 < 2"),
    "of Dublin Core": (rss(f"<dc:title>The harbour</dc:title>{HERE}"), "The harbour"),
    "a base64 text": (atom(f'<title type="application/octet-stream" mode="base64">VGhlIGhhcmJvdXI=</title>{ENTRY}', namespace=ATOM_03), "The harbour"),
    "of a type": (atom(f'<title type="text">The harbour</title>{ENTRY}'), "The harbour"),
    "of an empty type": (atom(f'<title type="">The harbour</title>{ENTRY}'), "The harbour"),
    "brackets in a text": (atom(f'<title type="text">History of the &lt;blink&gt; tag</title>{ENTRY}'), "History of the tag", "markup in a title is dropped, whatever is said of it"),
    "escaped markup": (atom(f'<title type="html">The {escaped("<b>harbour</b>")}</title>{ENTRY}'), "The harbour"),
    "escaped markup of Atom 0.3": (atom(f'<title type="text/html" mode="escaped">The {escaped("<b>harbour</b>")}</title>{ENTRY}', namespace=ATOM_03), "The harbour"),
    "markup within": (atom(in_xhtml("title", "The <b>harbour</b>") + ENTRY), "The harbour"),
    "naked markup": (atom(f"<title>The <b>harbour</b></title>{ENTRY}", namespace=ATOM_03), "The harbour"),
    "a link within": (atom(in_xhtml("title", f"The {LINKED}") + ENTRY), "The harbour"),
    "a quote in an attribute": (atom(in_xhtml("title", """<a title='"x"'>The harbour</a>""") + ENTRY), "The harbour"),
    "a quote that is missing": (atom(f'<title type="html"><![CDATA[<a href=http://a.example/">The harbour</a>]]></title>{ENTRY}'), "The harbour"),
    "a tag in an attribute": (atom(f'<title type="html"><![CDATA[The <img src="/c.jpg" alt="cat<br />dog">harbour]]></title>{ENTRY}'), "The harbour"),
    "a character's number": (rss(f"<title>don&#8217;t</title>{HERE}"), "don’t"),
    "a number with a small x": (rss(f"<title>don&#x2019;t</title>{HERE}"), "don’t"),
    "a number with a large X": (rss(f"<title>don&#X2019;t</title>{HERE}"), "don’t"),
    "a number of windows-1252": (rss(f"<title>don&#146;t</title>{HERE}"), "don’t"),
    "a number of windows-1252, escaped": (rss(f"<title>don&amp;#146;t</title>{HERE}"), "don’t"),
    "a byte of windows-1252": (rss(f"<title>don\x92t</title>{HERE}"), "don’t"),
    "a number out of range": (rss(f"<title>A &#99999999999; B</title>{HERE}"), "A � B"),
    **{f"&{name};": (rss(f"<title>testing &{name}; entity</title>{HERE}"), f"testing {sign} entity")
       for name, sign in {"eacute": "é", "hellip": "…", "ldquo": "“", "mdash": "—", "euro": "€", "alpha": "α", "forall": "∀", "trade": "™", "yuml": "ÿ", "Ouml": "Ö", "Zopf": "ℤ"}.items()},
    "&nbsp;": (rss(f"<title>testing&nbsp;entity</title>{HERE}"), "testing entity"),
    "&lang;": (rss(f"<title>&lang;a&rang;</title>{HERE}"), "⟨a⟩", "the HTML Standard's signs; feedparser has HTML 4's"),
    "an entity that does not exist": (rss(f"<title>testing &doesnotexist; entity</title>{HERE}"), "testing &doesnotexist; entity"),
}  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
def test_titles(name: str) -> None:
    assert only(TITLES[name][0]).title == TITLES[name][1]


SUMMARIES = {
    "a description": (rss(f"{HERE}<description>The text</description>"), "The text"),
    "of Dublin Core": (rss(f"{HERE}<dc:description>The text</dc:description>"), "The text"),
    "escaped markup": (rss(f"{HERE}<description>{escaped('<p>The text</p>')}</description>"), "The text"),
    "naked markup": (rss(f"{HERE}<description><p>The text</p></description>"), "The text"),
    "line ends": (rss(f"{HERE}<description><![CDATA[title<br /><br /> by-line<br/><br/>text]]></description>"), "title by-line text"),
    "a line end last": (rss(f"{HERE}<description>{escaped('<b>The text</b><br/>')}</description>"), "The text"),
    "a description and a summary": (rss(f"{HERE}<description>One</description><summary>Two</summary>"), "One"),
    "a summary and a description": (rss(f"{HERE}<summary>One</summary><description>Two</description>"), "One"),
    "content alone": (rss(f"{HERE}<content:encoded><![CDATA[<p>The text</p>]]></content:encoded>"), "The text"),
    "XHTML alone": (rss(f'{HERE}<body xmlns="http://www.w3.org/1999/xhtml"><p>The text</p></body>'), "The text"),
    "of Atom": (atom(f"{ENTRY}<summary>The text</summary>"), "The text"),
    "of Atom, content and a summary": (atom(f"{ENTRY}<content>Two</content><summary>One</summary>"), "One"),
    "of Atom, content alone": (atom(ENTRY + in_xhtml("content", "The <b>text</b>")), "The text"),
    "of Atom, base64": (atom(f'{ENTRY}<content mode="base64" type="text/html">PHA+VGhlIHRleHQ8L3A+</content>', namespace=ATOM_03), "The text"),
    "of CDF": (f'<CHANNEL><ITEM HREF="{STORY}"><ABSTRACT>The text</ABSTRACT></ITEM></CHANNEL>', "The text"),
    "an attribute with a character's number": (rss(f"{HERE}<description><![CDATA[<img alt='&#169;'/>The text]]></description>"), "The text"),
    "nothing": (rss(), None),
}  # fmt: skip


@pytest.mark.parametrize("name", SUMMARIES)
def test_summaries(name: str) -> None:
    assert only(SUMMARIES[name][0]).summary == SUMMARIES[name][1]


PEOPLE = {
    "an author": (rss(f"{HERE}<author>Lina Khoury</author>"), ["Lina Khoury"]),
    "an address behind the name": (rss(f"{HERE}<author>Lina Khoury (me@gazette.example)</author>"), ["Lina Khoury"]),
    "an address between signs": (rss(f"{HERE}<author>Lina Khoury &lt;me@gazette.example&gt;</author>"), ["Lina Khoury"]),
    "an address before the name": (rss(f"{HERE}<author>me@gazette.example (Lina Khoury)</author>"), ["Lina Khoury"]),
    "an address at a long domain's": (rss(f"{HERE}<author>Lina Khoury (me@gazette.online)</author>"), ["Lina Khoury"]),
    "an address alone": (rss(f"{HERE}<author>me@gazette.example</author>"), []),
    "a place behind the name": (rss(f"{HERE}<author>Lina Khoury (Beirut)</author>"), ["Lina Khoury (Beirut)"]),
    "a creator": (rss(f"{HERE}<dc:creator>Lina Khoury</dc:creator>"), ["Lina Khoury"]),
    "an author of Dublin Core": (rss(f"{HERE}<dc:author>Lina Khoury</dc:author>"), ["Lina Khoury"]),
    "a creator with an address": (rss(f"{HERE}<dc:creator>Lina Khoury (me@gazette.example)</dc:creator>"), ["Lina Khoury"]),
    "two creators": (rss(f"{HERE}<dc:creator>Lina Khoury</dc:creator><dc:creator>Sami Haddad</dc:creator>"), ["Lina Khoury", "Sami Haddad"]),
    "of Atom": (atom(f"{ENTRY}<author><name>Lina Khoury</name><email>me@gazette.example</email><uri>/l</uri></author>"), ["Lina Khoury"]),
    "of Atom, two": (atom(f"{ENTRY}<author><name>Lina Khoury</name></author><author><name>Sami Haddad</name></author>"), ["Lina Khoury", "Sami Haddad"]),
    "who contributed": (atom(f"{ENTRY}<contributor><name>Sami Haddad</name></contributor>"), []),
    "of a source": (atom(f"{ENTRY}<source><author><name>Sami Haddad</name></author></source>"), []),
    "a publisher": (rss(f"{HERE}<dc:publisher>The Gazette</dc:publisher>"), []),
}  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_people(name: str) -> None:
    assert list(only(PEOPLE[name][0]).authors) == PEOPLE[name][1]


# What is said, then which time is published and which modified: 1 the first, 2 the second, 0 none.
TIMES = {
    "pubDate": (rss(f"{HERE}<pubDate>Tue, 24 Nov 2026 10:14:55 GMT</pubDate>"), 1, 0),
    "dc:date": (rss(f"{HERE}<dc:date>{FIRST}</dc:date>"), 0, 1),
    "dcterms:created": (rss(f"{HERE}<dcterms:created>{FIRST}</dcterms:created>"), 1, 0),
    "dcterms:issued": (rss(f"{HERE}<dcterms:issued>{FIRST}</dcterms:issued>"), 1, 0),
    "dcterms:modified": (rss(f"{HERE}<dcterms:modified>{FIRST}</dcterms:modified>"), 0, 1),
    "dcterms:created and modified": (rss(f"{HERE}<dcterms:created>{FIRST}</dcterms:created><dcterms:modified>{SECOND}</dcterms:modified>"), 1, 2),
    "pubDate and dc:date": (rss(f"{HERE}<pubDate>Tue, 24 Nov 2026 10:14:55 GMT</pubDate><dc:date>{SECOND}</dc:date>"), 1, 2),
    "when it expires": (rss(f"{HERE}<expirationDate>{FIRST}</expirationDate>"), 0, 0),
    "the channel's alone": (rss(HERE, f"<pubDate>{FIRST}</pubDate><lastBuildDate>{SECOND}</lastBuildDate><dc:date>{FIRST}</dc:date>"), 0, 0),
    "published": (atom(f"{ENTRY}<published>{FIRST}</published>"), 1, 0),
    "updated": (atom(f"{ENTRY}<updated>{FIRST}</updated>"), 0, 1),
    "published and updated": (atom(f"{ENTRY}<published>{FIRST}</published><updated>{SECOND}</updated>"), 1, 2),
    "updated twice, the last counts": (atom(f"{ENTRY}<updated>{SECOND}</updated><updated>{FIRST}</updated>"), 0, 1),
    "created twice, the last counts": (atom(f"{ENTRY}<created>{SECOND}</created><created>{FIRST}</created>", namespace=ATOM_03), 1, 0),
    "issued, then published": (atom(f"{ENTRY}<issued>{SECOND}</issued><published>{FIRST}</published>", namespace=ATOM_03), 1, 0),
    "issued": (atom(f"{ENTRY}<issued>{FIRST}</issued>", namespace=ATOM_03), 1, 0),
    "created": (atom(f"{ENTRY}<created>Tue, 24 Nov 2026 10:14:55 GMT</created>", namespace=ATOM_03), 1, 0),
    "modified": (atom(f"{ENTRY}<modified>{FIRST}</modified>", namespace=ATOM_03), 0, 1),
    "issued and modified": (atom(f"{ENTRY}<issued>{FIRST}</issued><modified>{SECOND}</modified>", namespace=ATOM_03), 1, 2),
    "the source's": (atom(f"{ENTRY}<source><updated>{FIRST}</updated></source>"), 0, 0),
    "the feed's": (atom(ENTRY, feed=f"<updated>{FIRST}</updated>"), 0, 0),
    "of CDF": (f'<CHANNEL><ITEM HREF="{STORY}" LASTMOD="2026-11-24T05:14:55-05:00"/></CHANNEL>', 0, 1),
    "of RSS 1.0": (rdf(f"{HERE}<dc:date>{FIRST}</dc:date>"), 0, 1),
    "none": (rss(), 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", TIMES)
def test_times(name: str) -> None:
    feed, published, modified = TIMES[name]
    times = (None, datetime.fromisoformat(FIRST), datetime.fromisoformat(SECOND))
    link = only(feed)
    assert (link.published_at, link.modified_at) == (times[published], times[modified])


LANGUAGES = {
    "the channel's": (rss(HERE, "<language>en</language>"), "en", "en"),
    "the channel's, of Dublin Core": (rss(HERE, "<dc:language>ar</dc:language>"), "ar", "ar"),
    "the item's, of Dublin Core": (rss(f"{HERE}<dc:language>ar</dc:language>", "<language>en</language>"), "en", "ar"),
    "the feed's": (atom(ENTRY, 'xml:lang="ar"'), "ar", "ar"),
    "a low line": (atom(ENTRY, 'xml:lang="en_us"'), "en-us", "en-us"),
    "a plain attribute": (atom(ENTRY, 'lang="ar"'), "ar", "ar"),
    "the feed's title's alone": (atom(ENTRY, feed='<title xml:lang="ar">F</title>'), None, None),
    "the title's": (atom(f'{ENTRY}<title xml:lang="ar">T</title>', 'xml:lang="en"'), "en", "ar"),
    "the title has the feed's": (atom(f"{ENTRY}<title>T</title>", 'xml:lang="en"'), "en", "en"),
    "the entry's": (f'<feed xmlns="{ATOM_10}" xml:lang="en"><entry xml:lang="ar">{ENTRY}<title>T</title></entry></feed>', "en", "ar"),
}  # fmt: skip


@pytest.mark.parametrize("name", LANGUAGES)
def test_languages(name: str) -> None:
    feed, of_feed, of_entry = LANGUAGES[name]
    listing = read(feed)
    assert (listing.language, listing.links[0].language) == (of_feed, of_entry)


def item(**fields: Any) -> str:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"url": STORY, **fields}]}
    )


JSON = {
    "an address": (item(), "url", STORY),
    "an empty address, an id that is one": (item(url="", id=f"{SITE}/id"), "url", f"{SITE}/id"),
    "an id that is a number": (item(id=2347259), "url", STORY),
    "an id that is no text": (item(id={"a": []}), "url", STORY),
    "an address elsewhere": (item(url=None, external_url=f"{SITE}/other"), "url", f"{SITE}/other"),
    "a title": (item(title="The harbour"), "title", "The harbour"),
    "a title with blanks": (item(title="  The harbour\t"), "title", "The harbour"),
    "an empty title": (item(title=""), "title", None),
    "a title that is no text": (item(title=1), "title", None),
    "text before HTML": (item(content_html="<p>Two</p>", content_text="One"), "summary", "One"),
    "HTML alone": (item(content_html="<p>The text</p>"), "summary", "The text"),
    "no content": (item(), "summary", None),
    "an author": (item(author={"name": " Lina Khoury "}), "authors", ("Lina Khoury",)),
    "an author without a name": (item(author={"url": "mailto:me@gazette.example"}), "authors", ()),
    "an author that is no object": (item(author="Lina"), "authors", ()),
    "a name that is no text": (item(author={"name": 1}), "authors", ()),
    "a time": (item(date_published="2026-11-24T10:14:55-00:00"), "published_at", datetime.fromisoformat(FIRST)),
    "a time that is no text": (item(date_published=20261124), "published_at", None),
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
def test_json_feeds(name: str) -> None:
    feed, field, value = JSON[name]
    assert getattr(only(feed, "application/feed+json"), field) == value


def test_no_feed() -> None:
    assert read("").problems
    assert read('<rss version="2.0"> </rss').links == ()
