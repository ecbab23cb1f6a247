"""The lead image and the article's own images, with captions and credits."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.images import Images, images
from crawler.extraction.roles.captions import split_credit
from crawler.items import Image
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://www.morningpost.example/politics/new-bridge-opens"
BODY = f"<p>{'The river town has waited for this day. ' * 4}</p>" * 3


def read(inner: str, head: str = "") -> Images:
    body = f"<body><article><h1>New bridge opens</h1>{inner}{BODY}</article></body>"
    html = f"<html><head>{head}</head>{body}</html>"
    return images(Document(Page(URL, html.encode(), NOW)))


def at(path: str) -> str:
    return f"https://www.morningpost.example{path}"


PRINTED = {
    "figure": (
        '<figure><img src="/i/bridge.jpg" width="800" height="600"><figcaption>The bridge at dawn'
        ' <span class="credit">Photo: Ann Lens</span></figcaption></figure>',
        [Image(at("/i/bridge.jpg"), "The bridge at dawn", "Ann Lens", 800, 600)],
    ),
    "lazy": ('<p><img src="data:image/gif;base64,x" data-src="/i/b.jpg"></p>', [Image(at("/i/b.jpg"))]),
    "srcset": (
        '<picture><img srcset="/i/s.jpg 320w, /i/l.jpg 1280w"></picture>',
        [Image(at("/i/l.jpg"), width=1280)],
    ),
    "srcset, its largest not last, in the attributes' proportions": (
        '<img width="600" height="400" srcset="/i/l,w_1.jpg 1200w,/i/x.jpg 300w, /i/s.jpg 320w">',
        [Image(at("/i/l,w_1.jpg"), width=1200, height=800)],
    ),
    "named for the site's tests": (
        '<div class="bQ"><picture><img src="/i/b.jpg"></picture><div class="iA" data-testid="legende">'
        "Le pont, au matin. <span>Crédit : A. Lens</span></div></div>",
        [Image(at("/i/b.jpg"), "Le pont, au matin.", "A. Lens")],
    ),
    "layout table": (
        '<table><tr><td><img src="/i/b.jpg" width="272" height="181"></td></tr>'
        '<tr><td class="bu">Die Brücke am Morgen. Foto: Lens</td></tr></table>',
        [Image(at("/i/b.jpg"), "Die Brücke am Morgen.", "Lens", 272, 181)],
    ),
    "a line with a credit beside it": (
        '<div><img src="/i/b.jpg"><br>الجسر في الصباح. تصوير: سانا</div>',
        [Image(at("/i/b.jpg"), "الجسر في الصباح.", "سانا")],
    ),
    "in a box named after its image": (
        '<div class="img-cont"><img src="/i/b.jpg"><span>الجسر الجديد عند الفجر</span></div>',
        [Image(at("/i/b.jpg"), "الجسر الجديد عند الفجر")],
    ),
    "a number in a box named after its image": (
        '<div class="img-cont"><img src="/i/b.jpg"><span>3 / 12</span></div>',
        [Image(at("/i/b.jpg"))],
    ),
    "a line that may be anything beside it": (
        '<div><img src="/i/b.jpg"><div>Our reporters were there</div></div>',
        [Image(at("/i/b.jpg"))],
    ),
    "links beside it": (
        '<table><tr><td><img src="/i/b.jpg"></td></tr><tr><td><a href="/x">All</a></td></tr></table>',
        [Image(at("/i/b.jpg"))],
    ),
    "placeholder in src": (
        '<img src="/static/placeholder.png" data-original="/i/b.jpg">',
        [Image(at("/i/b.jpg"))],
    ),
    "class caption": (
        '<div class="photo"><img src="/i/b.jpg"><p class="caption">The bridge (AFP/Ann Lens)</p></div>',
        [Image(at("/i/b.jpg"), "The bridge", "AFP/Ann Lens")],
    ),
    "Arabic credit": (
        '<figure><img src="/i/b.jpg"><figcaption>الجسر الجديد صورة: سانا</figcaption></figure>',
        [Image(at("/i/b.jpg"), "الجسر الجديد", "سانا")],
    ),
    "linked to itself": ('<a href="/i/b-large.jpg"><img src="/i/b.jpg"></a>', [Image(at("/i/b.jpg"))]),
}


@pytest.mark.parametrize("name", PRINTED)
def test_images_of_the_article(name: str) -> None:
    inner, expected = PRINTED[name]
    assert list(read(inner).images) == expected


LEFT_OUT = {
    "icon by size": '<img src="/i/b.jpg" width="16" height="16">',
    "logo": '<img src="/img/logo.png">',
    "svg": '<img src="/img/chart.svg">',
    "tracker": '<img src="https://stats.example/hit?id=1">',
    "teaser": '<div class="related-teasers"><figure><img src="/i/other.jpg"></figure></div>',
    "link to another article": '<a href="/politics/other"><img src="/i/other.jpg"></a>',
    "aside": '<aside><img src="/i/other.jpg"></aside>',
    "author": '<div class="author-bio"><img src="/i/ann.jpg"></div>',
    "template": '<img src="/i/${id}.jpg">',
    "no address": "<img><img src=''>",
    "data": '<img src="data:image/png;base64,AAAA">',
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_images_of_others(name: str) -> None:
    assert read(LEFT_OUT[name]).images == ()


def test_a_caption_in_a_layout_table_is_known_though_nothing_names_it() -> None:
    table = (
        '<table align="right" width="226"><tr><td><div><img src="/i/tooth.jpg" width="226" height="170">'
        '<div class="cap">The fangs are made of bone</div></div></td></tr></table>'
    )
    icons = '<p><img src="/i/dot.gif" width="5" height="1"><img src="/i/end.gif" width="9" height="9"></p>'
    (image,) = read(f"{icons}{table}").images
    assert (image.url, image.caption) == (at("/i/tooth.jpg"), "The fangs are made of bone")


def test_images_outside_the_article_are_not_its_own() -> None:
    html = (
        f'<body><div><img src="/i/banner.jpg"></div><main><h1>T</h1>{BODY}<img src="/i/b.jpg"></main></body>'
    )
    found = images(Document(Page(URL, html.encode(), NOW)))
    assert [image.url for image in found.images] == [at("/i/b.jpg")]


def test_the_claimed_lead_comes_first_and_borrows_the_printed_caption() -> None:
    head = '<meta property="og:image" content="/i/1200x630/bridge-20261112.jpg">'
    inner = (
        '<figure><img src="/i/other.jpg"><figcaption>Mayor</figcaption></figure>'
        '<figure><img src="/i/bridge-20261112-800x600.jpg"><figcaption>The bridge</figcaption></figure>'
    )
    found = read(inner, head)
    assert found.lead.value == at("/i/1200x630/bridge-20261112.jpg")
    assert [(image.url, image.caption) for image in found.images] == [
        (at("/i/1200x630/bridge-20261112.jpg"), "The bridge"),
        (at("/i/other.jpg"), "Mayor"),
    ]
    assert found.captions == ["The bridge", "Mayor"]


def test_the_claimed_lead_is_found_though_its_box_is_named_like_a_teaser() -> None:
    inner = '<figure class="post-thumbnail"><img src="/i/b.jpg" width="1024" height="683"></figure>'
    head = '<meta property="og:image" content="/i/b.jpg">'
    assert read(inner).images == ()
    assert list(read(inner, head).images) == [Image(at("/i/b.jpg"), width=1024, height=683)]


def test_the_lead_s_size_is_that_of_its_own_file() -> None:
    head = '<meta property="og:image" content="/i/1200x630/bridge-20261112.jpg">'
    inner = '<figure><img src="/i/bridge-20261112-800x600.jpg" width="800" height="600"></figure>'
    assert (read(inner, head).images[0].width, read(inner, head).images[0].height) == (None, None)
    said = '<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">'
    lead = read(inner, head + said).images[0]
    assert (lead.width, lead.height) == (1200, 630)


def test_the_article_s_text_need_not_stand_in_paragraphs() -> None:
    text = "<br><br>".join(["The river town has waited for this day. " * 4] * 3)
    html = (
        f"<td><h1>T</h1><table><tr><td><img src=/i/b.jpg width=272></td></tr></table><div>{text}</div></td>"
    )
    page = f"<table><tr><td><img src=/i/banner.jpg></td></tr><tr>{html}</tr></table>"
    found = images(Document(Page(URL, page.encode(), NOW)))
    assert [image.url for image in found.images] == [at("/i/b.jpg")]


JSONLD: list[tuple[object, str | None]] = [
    ("/i/b.jpg", at("/i/b.jpg")),
    (["/i/a.jpg", "/i/b.jpg"], at("/i/a.jpg")),
    (
        {"@type": "ImageObject", "url": "/i/b.jpg", "width": "1200px", "height": {"value": 630}},
        at("/i/b.jpg"),
    ),
    ({"@type": "ImageObject", "contentUrl": ["/i/b.jpg"]}, at("/i/b.jpg")),
    ({"@type": "ImageObject", "url": 5}, None),
    (7, None),
    ("javascript:x", None),
    (["http://[broken", "/i/b.jpg"], at("/i/b.jpg")),
]


@pytest.mark.parametrize(("value", "expected"), JSONLD)
def test_json_ld_images_of_any_shape(value: object, expected: str | None) -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": "New bridge opens", "image": value})
    assert read("", f'<script type="application/ld+json">{node}</script>').lead.value == expected


CREDITS = [
    ("The bridge. Photo: Ann Lens", ("The bridge.", "Ann Lens")),
    ("The bridge (Foto: dpa)", ("The bridge", "dpa")),
    ("The bridge © Ann Lens", ("The bridge", "Ann Lens")),
    ("The bridge (AP Photo/Ann Lens)", ("The bridge", "AP Photo/Ann Lens")),
    ("The bridge (Ann Lens/Morning Post)", ("The bridge", "Ann Lens/Morning Post")),
    ("The bridge (© Ann Lens)", ("The bridge", "Ann Lens")),
    ("The mayor (left) at the bridge", ("The mayor (left) at the bridge", "")),
    ("The mayor at the bridge (left)", ("The mayor at the bridge (left)", "")),
    ("The mayor: 'a good day'", ("The mayor: 'a good day'", "")),
    ("© Ann Lens", ("", "Ann Lens")),
    ("", ("", "")),
]


@pytest.mark.parametrize(("text", "expected"), CREDITS)
def test_credits_are_parted_from_captions(text: str, expected: tuple[str, str]) -> None:
    assert split_credit(text) == expected
