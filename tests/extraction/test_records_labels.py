"""Labels, pictures, kinds and access: what a page says of itself, and what it is."""

import pytest

from tests.extraction.records import TEXTS, TITLE, URL, Case, case, differences, ld, meta, text

SITE = "https://www.morningpost.example"
WALL = f"{SITE}/wall.jpg"


def figure(caption: str = "", src: str = "/wall.jpg", size: str = 'width="900" height="600"') -> str:
    line = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{src}" {size}>{line}</figure>'


def picture(**more: object) -> dict[str, object]:
    return {"url": WALL, **more, "width": 900, "height": 600}


PICTURES = (
    case("no picture"),
    case("a picture without a caption", lead=figure(), image=WALL, images=[picture()]),
    case(
        "a picture and its caption",
        lead=figure("The cracked wall at low tide."),
        image=WALL,
        images=[picture(caption="The cracked wall at low tide.")],
    ),
    case(
        "caption and credit",
        lead=figure("The cracked wall at low tide. Photo: Greta Stone"),
        image=WALL,
        images=[picture(caption="The cracked wall at low tide.", credit="Greta Stone")],
    ),
    case(
        "a credit in an element of its own",
        lead='<figure><img src="/wall.jpg" width="900" height="600"><figcaption>The cracked wall at low tide.'
        ' <span class="credit">Greta Stone/Coast Pictures</span></figcaption></figure>',
        image=WALL,
        images=[picture(caption="The cracked wall at low tide.", credit="Greta Stone/Coast Pictures")],
    ),
    case(
        "a German credit",
        language="de",
        lead=figure("Die Mauer bei Ebbe. Foto: Greta Stein"),
        image=WALL,
        images=[picture(caption="Die Mauer bei Ebbe.", credit="Greta Stein")],
    ),
    case(
        "a French credit",
        language="fr",
        lead=figure("Le mur à marée basse. Photo : Odile Pierre"),
        image=WALL,
        images=[picture(caption="Le mur à marée basse.", credit="Odile Pierre")],
    ),
    case("an icon is no picture", lead=figure(size='width="32" height="32"')),
    case(
        "just large enough",
        lead=figure(size='width="100" height="100"'),
        image=WALL,
        images=[{"url": WALL, "width": 100, "height": 100}],
    ),
    case("just too small", lead=figure(size='width="99" height="99"')),
    case("a tracker's pixel", below='<img src="/p.gif" width="1" height="1">'),
    case(
        "the picture that the page claims",
        head=meta(og__image=f"{SITE}/claimed.jpg"),
        image=f"{SITE}/claimed.jpg",
        images=[{"url": f"{SITE}/claimed.jpg"}],
    ),
    case(
        "the claimed picture is the printed one",
        head=meta(og__image=WALL),
        lead=figure("The cracked wall at low tide."),
        image=WALL,
        images=[picture(caption="The cracked wall at low tide.")],
    ),
    case(
        "a picture that is loaded later",
        lead='<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/wall.jpg" width="900"'
        ' height="600"></figure>',
        image=WALL,
        images=[picture()],
    ),
    case(
        "a teaser's picture below the text",
        lead=figure(),
        below='<aside class="related"><a href="/n"><img src="/ferry.jpg" width="300" height="200">'
        "The ferry runs again</a></aside>",
        image=WALL,
        images=[picture()],
    ),
)

LABELS = (
    case("the site's name", head=meta(og__site_name="Morning Post"), publisher="Morning Post"),
    case(
        "the publisher in JSON-LD",
        head=ld(headline=TITLE, publisher={"@type": "Organization", "name": "Morning Post"}),
        publisher="Morning Post",
    ),
    case("a section", head=meta(article__section="Coast"), section="Coast"),
    case("a section in JSON-LD", head=ld(headline=TITLE, articleSection="Coast"), section="Coast"),
    case(
        "a section in the breadcrumbs",
        head=ld(
            "BreadcrumbList",
            itemListElement=[
                {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{SITE}/"},
                {"@type": "ListItem", "position": 2, "name": "Coast", "item": f"{SITE}/coast"},
                {"@type": "ListItem", "position": 3, "name": TITLE, "item": URL},
            ],
        ),
        section="Coast",
    ),
    case(
        "a section that is a sentence",
        head=meta(article__section="All that we know of the coast and of those who live there, every day"),
    ),
    case(
        "tags of their own elements",
        head='<meta property="article:tag" content="harbour"><meta property="article:tag" content="storm">',
        tags=["harbour", "storm"],
    ),
    case("tags in one element", head=meta(keywords="harbour, storm"), tags=["harbour", "storm"]),
    case(
        "keywords in JSON-LD",
        head=ld(headline=TITLE, keywords=["harbour", "storm"]),
        tags=["harbour", "storm"],
    ),
    case(
        "keywords of an Arabic page",
        language="ar",
        head=meta(keywords="الميناء، العواصف"),
        tags=["الميناء", "العواصف"],
    ),
    case("what the page calls itself", head=f'<link rel="canonical" href="{URL}">', canonical_url=URL),
    case(
        "another site's address is kept as a claim",
        head='<link rel="canonical" href="https://other.example/the-wall">',
        canonical_url="https://other.example/the-wall",
    ),
    case(
        "the language of the text before the page's claim",
        language="de",
        html=f'<html lang="en"><body><article><h1>Hafenmauer wird erneuert</h1>{text("de")}</article>'
        "</body></html>",
        title="Hafenmauer wird erneuert",
    ),
)

ACCESS = (
    case("free, as JSON-LD says", head=ld(headline=TITLE, isAccessibleForFree=True), access="free"),
    case("free, as a word", head=ld(headline=TITLE, isAccessibleForFree="True"), access="free"),
    case("paid for, as JSON-LD says", head=ld(headline=TITLE, isAccessibleForFree=False), access="paywalled"),
    case("free in a meta element", head=meta(article__content_tier="free"), access="free"),
    case("metered in a meta element", head=meta(article__content_tier="metered"), access="metered"),
    case("locked in a meta element", head=meta(article__content_tier="locked"), access="paywalled"),
    case("no opt-out", head=meta(robots="index, follow")),
    case("no learning from it", head=meta(robots="noai, noimageai"), rights=["noai", "noimageai"]),
    case("no mining", head='<meta name="tdm-reservation" content="1">', rights=["tdm-reservation"]),
    case("no opt-out where the reservation is none", head='<meta name="tdm-reservation" content="0">'),
)


def links(count: int) -> str:
    return "".join(
        f'<div class="teaser"><h2><a href="/news/{n}">The ferry to the islands runs again, day {n}</a></h2>'
        f"<p>After {n} days of storm it left the quay.</p></div>"
        for n in range(count)
    )


KINDS = (
    ("front", f"<html><body><h1>Morning Post</h1><main>{links(30)}</main></body></html>", f"{SITE}/"),
    ("front", f"<html><body><h1>Coast</h1><main>{links(30)}</main></body></html>", f"{SITE}/category/coast"),
    (
        "error",
        "<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1>"
        "<p>Sorry, this page does not exist.</p></body></html>",
        URL,
    ),
    (
        "consent",
        "<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>"
        "<p>We and our partners use cookies. By clicking accept you consent to our use of"
        " cookies and of your data.</p><button>Accept all</button><button>Reject all</button></body></html>",
        URL,
    ),
    (
        "paywall",
        f"<html><head>{ld(headline=TITLE, isAccessibleForFree=False)}</head><body><article><h1>{TITLE}"
        f"</h1><p>{TEXTS['en'][0][:90]} …</p><div class='paywall'><p>Subscribe to continue reading"
        " this article.</p><a href='/login'>Log in</a></div></article></body></html>",
        URL,
    ),
    (
        "video",
        f"<html><head>{meta(og__type='video.other')}{ld('VideoObject', name=TITLE)}</head><body>"
        f"<h1>{TITLE}</h1><video src='/a.mp4'></video><p>The wall in one minute.</p></body></html>",
        URL,
    ),
    (
        "live",
        "<html><head>"
        + ld(
            "LiveBlogPosting",
            headline=TITLE,
            liveBlogUpdate=[
                {
                    "@type": "BlogPosting",
                    "headline": f"Update {n}",
                    "datePublished": f"2026-11-16T1{n}:00:00+00:00",
                    "articleBody": TEXTS["en"][n],
                }
                for n in range(4)
            ],
        )
        + f"</head><body><h1>{TITLE}</h1>"
        + "".join(
            f"<div class='update'><time>1{n}:00</time><p>{line}</p></div>"
            for n, line in enumerate(TEXTS["en"])
        )
        + "</body></html>",
        URL,
    ),
)

CASES = (*PICTURES, *LABELS, *ACCESS)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []


@pytest.mark.parametrize(("kind", "html", "url"), KINDS, ids=[f"{kind}-{url}" for kind, _, url in KINDS])
def test_the_kind(kind: str, html: str, url: str) -> None:
    assert Case(kind, html, {}, url=url).found()["kind"] == kind
