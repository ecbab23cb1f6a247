"""HTML that is large, deep, broken or means harm, and claims that no page should make."""

import json
import struct
import zlib

from bench.hostile.case import HTML, Answer, Case, article, paragraphs

HANG, KILL, EAT = "data-hang", "data-kill", "data-eat"  # marks at which the battery's extractor misbehaves


def _page(body: bytes) -> Answer:
    return Answer(body, headers=HTML)


def cases(part: int) -> list[Case]:
    return [*_large(part), *_broken(), *_claims(), *_traps()]


def _large(part: int) -> list[Case]:
    """`part` divides the sizes that are nobody's limit."""
    anything = "article|not_article|failed"
    line = paragraphs("line", 1)[0].encode()
    return [
        Case(
            "elements",
            "100,000 elements",
            anything,
            "",
            _page(article("elements", after="<b>x</b>" * 100_000)),
        ),
        Case(
            "deep",
            "50,000 elements inside each other",
            "article",
            "",
            _page(b"<html><body>" + b"<div>" * 50_000 + article("deep")),
        ),
        Case(
            "deep-lists",
            "5,000 lists inside each other after the text",
            "article",
            "",
            _page(article("lists", after="<ul><li>" * 5_000)),
        ),
        Case(
            "deep-tables",
            "2,000 tables inside each other",
            anything,
            "",
            _page(article("tables", before="<table><tr><td>" * 2_000)),
        ),
        Case(
            "attributes",
            "80,000 attributes in one tag",
            anything,
            "",
            _page(
                b"<html><body "
                + b" ".join(b"a%d=1" % n for n in range(80_000))
                + b">"
                + article("attributes")
            ),
        ),
        Case(
            "long-attribute",
            "an attribute of 5 MB",
            "article",
            "",
            _page(article("attribute", before=f"<i title='{'a ' * (2_500_000 // part)}'></i>")),
        ),
        Case(
            "long-tag",
            "a tag's name of 1 MB",
            anything,
            "",
            _page(article("tag", before=f"<{'a' * (10**6 // part)}>")),
        ),
        Case(
            "long-title",
            "a title of 1 MB",
            "article|not_article",
            "",
            _page(article("title", title="Bridge " * (150_000 // part))),
        ),
        Case(
            "one-line",
            "9 MB of text in one paragraph",
            anything,
            "",
            _page(
                b"<html><body><article><h1>Long story</h1><p>" + line * (40_000 // part) + b"</p></article>"
            ),
        ),
        Case(
            "spaces",
            "9 MB of white space",
            "article",
            "",
            _page(article("spaces", after=" \n\t" * (3_000_000 // part))),
        ),
        Case(
            "links",
            "60,000 links",
            anything,
            "",
            _page(article("links", after="<a href=/x>more on this</a> " * (60_000 // part))),
        ),
        Case(
            "open-tags",
            "200,000 tags that nobody closes",
            anything,
            "",
            _page(article("open", after="<b><i>" * (100_000 // part))),
        ),
        Case(
            "comments",
            "9 MB of comments that never end",
            anything,
            "",
            _page(article("comments", after="<!-- " * (1_800_000 // part))),
        ),
        Case(
            "brackets",
            "9 MB of opening brackets",
            anything,
            "",
            _page(article("brackets", after="<" * (9_000_000 // part))),
        ),
        Case(
            "entities",
            "a million entities",
            anything,
            "",
            _page(article("entities", after="<p>" + "&amp;" * (10**6 // part))),
        ),
        Case(
            "scripts",
            "9 MB of script",
            "article",
            "",
            _page(article("scripts", after="<script>" + "var a=1;" * (1_100_000 // part) + "</script>")),
        ),
    ]


def _broken() -> list[Case]:
    entity = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return [
        Case(
            "control",
            "references to control characters",
            "article",
            "",
            _page(article("control", before="&#x1;&#x0;&#x1b;con&#x1;trol")),
        ),
        Case(
            "noncharacter",
            "U+FFFE, as itself and as a reference",
            "article",
            "",
            _page(article("noncharacter", before="\ufffe&#xFFFE;&#xFFFF;")),
        ),
        Case(
            "surrogates",
            "references to halves of characters",
            "article",
            "",
            _page(article("surrogates", title="Bridge &#xD800; of &#xDFFF; the valley")),
        ),
        Case(
            "out-of-range",
            "references beyond Unicode",
            "article",
            "",
            _page(article("beyond", before="&#x110000;&#99999999999999;")),
        ),
        Case(
            "bad-utf-8",
            "bytes that are no UTF-8",
            "article",
            "",
            _page(article("bad bytes").replace(b"valley", b"val\xff\xfeley")),
        ),
        Case(
            "zero-bytes",
            "zero bytes among the text",
            "article",
            "",
            _page(article("zero bytes").replace(b" river", b" ri\x00ver")),
        ),
        Case(
            "bidi",
            "signs that turn the text around",
            "article",
            "",
            _page(article("bidi", title="The bridge \u202e egdirb eht of the valley")),
        ),
        Case(
            "entity-bomb",
            "entities declared in the page",
            "article",
            "",
            _page(entity.encode() + article("entity")),
        ),
        Case(
            "unclosed-script",
            "a script that is not closed, before the text",
            "article|not_article",
            "",
            _page(article("unclosed", before="<script>var a = '")),
        ),
        Case(
            "no-text",
            "navigation and nothing else",
            "not_article",
            "",
            _page(b"<html><body><nav><a href=/>home</a></nav></body></html>"),
        ),
        Case(
            "cut-page",
            "a page that ends in the middle of a tag",
            "article",
            "",
            _page(article("cut page")[:-40]),
        ),
        Case(
            "two-pages", "two pages in one answer", "article", "", _page(article("first") + article("second"))
        ),
    ]


def _claims() -> list[Case]:
    canonical = '<link rel="canonical" href="https://elsewhere.example/their-story">'
    deep = "[" * 100_000
    nested = '{"@graph":' * 3_000 + "1" + "}" * 3_000
    data = '<script type="application/ld+json">{}</script>'
    names = json.dumps({"@type": "NewsArticle", "author": [{"name": f"A{n}"} for n in range(50_000)]})
    absurd = json.dumps(
        {
            "@type": "NewsArticle",
            "datePublished": "99999-99-99T99:99:99Z",
            "headline": ["x"] * 9,
            "author": {"name": {"name": 1}},
        }
    )
    images = "".join(f'<meta property="og:image" content="http://[{n}">' for n in range(5_000))
    base = '<base href="javascript:void(0)//">'
    return [
        Case(
            "foreign-canonical",
            "says that it is another site's article",
            "article",
            "",
            _page(article("canonical", head=canonical)),
        ),
        Case(
            "deep-json",
            "JSON-LD of 100,000 brackets",
            "article",
            "",
            _page(article("deep json", head=data.format(deep))),
        ),
        Case(
            "nested-json",
            "JSON-LD 3,000 objects deep",
            "article",
            "",
            _page(article("nested json", head=data.format(nested))),
        ),
        Case(
            "names",
            "JSON-LD with 50,000 authors",
            "article",
            "",
            _page(article("names", head=data.format(names))),
        ),
        Case(
            "absurd",
            "dates and names of no known type",
            "article",
            "",
            _page(article("absurd", head=data.format(absurd))),
        ),
        Case(
            "bad-images",
            "5,000 images with broken addresses",
            "article",
            "",
            _page(article("images", head=images)),
        ),
        Case(
            "bad-base",
            "a base that is javascript:",
            "article",
            "",
            _page(article("base", head=base, after="<a href=x>x</a>")),
        ),
        Case(
            "refresh",
            "a page that reloads itself",
            "article",
            "",
            _page(article("refresh", head='<meta http-equiv="refresh" content="0">')),
        ),
    ]


def _traps() -> list[Case]:
    """At a mark the battery's own extractor hangs, dies or eats memory: no page is known that does it."""
    return [
        Case(
            "hangs",
            "a page at which extraction hangs",
            "failed",
            "took more than",
            _page(article("hangs", before=f"<i {HANG}></i>")),
        ),
        Case(
            "kills",
            "a page that kills its extractor",
            "failed",
            "killed its process",
            _page(article("kills", before=f"<i {KILL}></i>")),
        ),
        Case(
            "eats",
            "a page that eats memory",
            "failed",
            "memory",
            _page(article("eats", before=f"<i {EAT}></i>")),
        ),
        Case(
            "png-bomb",
            "a picture of 50,000 × 50,000 in an article's place",
            "not_article",
            "image",
            _page(_png_bomb()),
        ),
    ]


def _png_bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6)))
