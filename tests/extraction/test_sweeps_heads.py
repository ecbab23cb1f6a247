"""Title, kicker, deck, labels, images, kind and access: the bounds and weights around an article's text."""

import json
from collections.abc import Callable
from functools import partial
from itertools import permutations
from typing import Any

import pytest

from tests.extraction.records import TITLE, ld, meta, text
from tests.extraction.telling import claimed, page, said
from tests.sweeps import Sweep, differences, kept

HEAD = claimed("title", "kicker", "subtitle", "summary")
LABELS = claimed("section", "tags", "publisher", "canonical_url", "language")
TAGGED = said("tags", "section")
PICTURES = said("image", "images")
KIND = said("kind", "kind_reason", "access", "rights")
WORDS = "Council votes for forty days of work at the old quay and the wall beside it before winter comes"
LONG = " ".join(["the quay and the wall of the old harbour"] * 45)
SITE = meta(og__site_name="Morning Post")


# Titles. `{0}` is a headline, `{1}` another one.

ONE, TWO, SHORT = TITLE, "Council votes for forty days of work at the quay", "Harbour wall to be rebuilt"
PRINTED = {
    "h1": "<h1>{}</h1>",
    "h2": "<h2>{}</h2>",
    "h2 called title": '<h2 class="entry-title">{}</h2>',
    "div called title": '<div class="post-title">{}</div>',
    "h1 in the header of the site": "</article><div class='site-header'><h1>{}</h1></div><article>",
    "h1 of a sidebar": '<div class="sidebar"><h1>{}</h1></div>',
    "h1 of breadcrumbs": '<ol class="breadcrumb"><li><a href="/">Home</a></li><li><h1>{}</h1></li></ol>',
    "microdata": '<h3 itemprop="headline">{}</h3>',
    "alternative": '<h2 itemprop="alternativeHeadline">{}</h2>',
    "two h1": "<h1>Harbour and Sea</h1><h1>{}</h1>",
    "h1 in pieces": "<h1><span>Coast</span> <span>{}</span></h1>",
    "h1 with a colon": "<h1>Coast: {}</h1>",
}
CLAIMED = {
    "title": "<title>{}</title>",
    "title with site": "<title>{} - Morning Post</title>",
    "title with section and site": "<title>{} | Coast | Morning Post</title>",
    "site first": "<title>Morning Post: {}</title>",
    "og": '<meta property="og:title" content="{}">',
    "twitter": '<meta name="twitter:title" content="{}">',
    "jsonld": '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{}"}}</script>',
    "citation": '<meta name="citation_title" content="{}">',
    "parsely": '<meta name="parsely-title" content="{}">',
    "sailthru": '<meta name="sailthru.title" content="{}">',
    "dc": '<meta name="dc.title" content="{}">',
    "meta": '<meta name="headline" content="{}">',
    "none": "",
}
FORMS = {
    "the same": (ONE, ONE),
    "another": (ONE, TWO),
    "shorter in print": (SHORT, ONE),
    "shorter in claims": (ONE, SHORT),
    "capitals in print": (ONE.upper(), ONE),
    "cut off": (ONE, "Harbour wall to be rebuilt before the…"),
    "the site's name in print": ("Morning Post", ONE),
    "half the words": ("Harbour wall council votes for work", ONE),
    "two words": ("Harbour wall", ONE),
    "one word": ("Harbour", ONE),
    "a section over it": (ONE, "Coast - " + ONE),
    "a colon": (ONE, "Coast: " + ONE),
}


def titled(printed: str, claim: str, form: str) -> Any:
    in_print, in_claim = FORMS[form]
    body = f"<article>{PRINTED[printed].format(in_print)}{text()}</article>"
    return HEAD(page(head=SITE + CLAIMED[claim].format(in_claim), body=body))


def untitled(claim: str, form: str) -> Any:
    return HEAD(page(head=SITE + CLAIMED[claim].format(FORMS[form][1]), body=f"<article>{text()}</article>"))


def contradicted(claims: tuple[str, str, str]) -> Any:
    """Two places against one, without a printed headline."""
    head = "".join(CLAIMED[name].format(words) for name, words in zip(claims, (ONE, TWO, TWO), strict=True))
    return HEAD(page(head=head, body=f"<article>{text()}</article>"))


TRIOS = {
    " ".join(trio): trio
    for trio in permutations(("og", "twitter", "jsonld", "title", "dc", "parsely"), 3)
    if trio[1] < trio[2]
}


def sharing(printed: str, count: int) -> Any:
    """A printed headline with so many of the claimed words, and others."""
    wanted = WORDS.split()[:10]
    words = " ".join(wanted[:count] + [f"other{n}" for n in range(10 - count)])
    body = f"<article>{PRINTED[printed].format(words)}{text()}</article>"
    return HEAD(page(head=CLAIMED["og"].format(" ".join(wanted)), body=body))


def beginning(printed: str, count: int) -> Any:
    """A printed headline of the first words of a claimed one."""
    body = f"<article>{PRINTED[printed].format(' '.join(WORDS.split()[:count]))}{text()}</article>"
    return HEAD(page(head=CLAIMED["og"].format(WORDS), body=body))


def parted(count: int) -> Any:
    return HEAD(
        page(
            head=SITE + CLAIMED["title"].format(" | ".join([ONE, *(f"Part {n}" for n in range(count))])),
            body=f"<article>{text()}</article>",
        )
    )


def parted_h1(count: int) -> Any:
    pieces = "".join(f"<span>{word}</span> " for word in WORDS.split()[:count])
    return HEAD(
        page(
            head=CLAIMED["og"].format(" ".join(WORDS.split()[1:count])),
            body=f"<article><h1>{pieces}</h1>{text()}</article>",
        )
    )


def sized(printed: str, size: int) -> Any:
    told = said("title")
    return {
        name: len(value)
        for name, value in told(
            page(body=f"<article>{PRINTED[printed].format(LONG[:size].strip())}{text()}</article>")
        ).items()
    }


def deep(depth: int) -> Any:
    box = "<div class='related'>" + "<div>" * depth + f"<h1>{TWO}</h1>" + "</div>" * depth + "</div>"
    return HEAD(page(head=CLAIMED["og"].format(ONE), body=f"<article>{box}<h2>{ONE}</h2>{text()}</article>"))


TITLES = [
    *(Sweep(f"{printed}, {claim}", list(FORMS), partial(titled, printed, claim))
      for printed, claim in (
          *((printed, "og") for printed in PRINTED), *(("h1", claim) for claim in CLAIMED if claim != "og"),
          ("h2", "title with site"), ("div called title", "title"), ("h1 of breadcrumbs", "jsonld"), ("two h1", "none"),
      )),
    *(Sweep(f"{claim} alone", list(FORMS), partial(untitled, claim)) for claim in CLAIMED),
    Sweep("one against two", list(TRIOS), lambda name: contradicted(TRIOS[name])),
    *(Sweep(f"words that {printed} shares", range(11), partial(sharing, printed)) for printed in ("h1", "h2", "two h1", "h2 called title")),
    *(Sweep(f"first words in {printed}", range(1, 19), partial(beginning, printed)) for printed in ("h1", "h2", "two h1")),
    Sweep("parts of a title", range(11), parted),
    Sweep("pieces of a heading", range(2, 12), parted_h1),
    *(Sweep(f"letters of {printed}", [*range(60, 210, 2), *range(290, 310), *range(390, 412)], partial(sized, printed)) for printed in ("h1", "h2 called title")),
    Sweep("boxes between a list and its heading", range(8), deep),
    Sweep("headings before the headline", [*range(36, 44)],
          lambda n: HEAD(page(head=CLAIMED["og"].format(ONE), body=f"<article>{'<h2>Harbour news</h2>' * n}<h2>{ONE}</h2>{text()}</article>"))),
    Sweep("words of a section's name", range(1, 8),
          lambda n: HEAD(page(head=meta(article__section=" ".join(WORDS.split()[:n])) + CLAIMED["og"].format(" ".join(WORDS.split()[:n])), body=f"<article><h1>{' '.join(WORDS.split()[:n])}</h1>{text()}</article>"))),
]  # fmt: skip


# What the site is called, by its host.

HOSTS = (
    "quaypost.example",
    "qp.example",
    "quay-post.example",
    "quay.example",
    "news.quaypost.example",
    "qpn.example",
    "post.co.uk",
    "thequaypostofthenorth.example",
)
TAILS = (
    "Quay Post",
    "QP",
    "quaypost",
    "The Quay Post",
    "Quay Post of the North",
    "Quay",
    "Post",
    "Q",
    "Quay Post News",
    "Harbour Sea Times",
    "Sea and Coast and Wall and Tide",
)


def tailed(host: str, tail: str) -> Any:
    told = said("title", "publisher", url=f"https://{host}/x")
    body = f"<article><h2>{ONE}</h2>{text()}</article>"
    return [
        told(page(head=f"<title>{words}</title>", body=body))
        for words in (f"{ONE} - {tail}", f"{tail}: {ONE}", f"{TWO} | {tail}")
    ]


def home_links(count: int) -> Any:
    links = (
        "".join(f'<a href="/">Quay Post {chr(97 + n)}</a>' for n in range(count))
        + '<a href="/">Harbour Sea</a>'
    )
    return HEAD(page(head=f"<title>{TWO} | Harbour Sea</title>", body=f"{links}<article>{text()}</article>"))


SITES = [
    *(Sweep(f"ends of a title at {host}", TAILS, partial(tailed, host)) for host in HOSTS),
    Sweep("links to the home page", range(9), home_links),
    Sweep("words of a link to the home page", range(1, 10), lambda n: HEAD(page(head=f"<title>{TWO} | {' '.join(WORDS.split()[:n])}</title>", body=f'<a href="/">{" ".join(WORDS.split()[:n])}</a><article>{text()}</article>'))),
    Sweep("words of a site's name", range(1, 11), lambda n: HEAD(page(head=meta(og__site_name=" ".join(WORDS.split()[:n])) + f"<title>{TITLE} | {' '.join(WORDS.split()[:n])}</title>", body=f"<article>{text()}</article>"))),
    Sweep("words of an unknown tail", range(1, 8), lambda n: HEAD(page(head=f"<title>{TITLE} | {' '.join(WORDS.split()[:n])}</title>", body=f"<article>{text()}</article>"))),
    Sweep("words before an unknown tail", range(1, 8), lambda n: HEAD(page(head=f"<title>{' '.join(WORDS.split()[:n])} | Sea News</title>", body=f"<article>{text()}</article>"))),
    Sweep("owners", ("Person", "Organization"), lambda kind: HEAD(page(head=ld(headline=TITLE, author={"@type": "Person", "name": "Odell Marsh"}, publisher={"@type": kind, "name": "Odell Marsh"}) + f"<title>{TITLE} | Odell Marsh</title>"))),
]  # fmt: skip


# Kicker, deck and summary.

OVER = {
    "called kicker": '<p class="kicker">{}</p>',
    "called kicker, linked": '<p class="kicker"><a href="/a">{}</a></p>',
    "called kicker, linked in part": '<p class="kicker">{} <a href="/a">Sea</a></p>',
    "plain": "<p>{}</p>",
    "div": "<div>{}</div>",
    "span": "<span>{}</span>",
    "linked": '<p><a href="/coast">{}</a></p>',
    "two links": '<p class="kicker"><a href="/a">{}</a> <a href="/b">Sea</a></p>',
    "heading": "<h4>{}</h4>",
    "far": "<p>{}</p><p>Harbour</p>",
    "date": '<p class="date">{}</p>',
    "in a box": "<div><div><p>{}</p></div></div>",
    "in a box with others": "<div><p>{}</p><p>Sea</p></div>",
}
UNDER = {
    "called deck": '<p class="subtitle">{}</p>',
    "called lead": '<div class="lead">{}</div>',
    "heading": "<h2>{}</h2>",
    "low heading": "<h5>{}</h5>",
    "plain": "<p>{}</p>",
    "far heading": "<p>Harbour</p><h2>{}</h2>",
    "linked": '<h2><a href="/x">{}</a></h2>',
    "caption": '<figure><figcaption class="subtitle">{}</figcaption></figure>',
    "related": '<div class="related"><p class="subtitle">{}</p></div>',
}
LINES = (
    "At the coast",
    "Coast",
    "12 November 2026",
    "5 minutes to read",
    "Comments",
    TITLE,
    "Sea | Coast",
    "A longer line over it",
)
DECKS = ("The quay stays closed for forty days and longer", "The quay closes", "Quay closed", "12 November 2026, 10:30 at sea",
         "5 minutes to read this story here", TITLE, "Comments on this article", "one two three four five six seven 2026 eight nine")  # fmt: skip


def over(form: str, line: str) -> Any:
    return HEAD(page(over=OVER[form].format(line)))


def over_sectioned(form: str, line: str) -> Any:
    return HEAD(page(head=meta(article__section="Coast"), over=OVER[form].format(line)))


def under(form: str, line: str) -> Any:
    return HEAD(page(above=UNDER[form].format(line)))


def between(form: str, count: int) -> Any:
    return HEAD(page(above="<p>row</p>" * count + UNDER[form].format(DECKS[0])))


def between_over(form: str, count: int) -> Any:
    return HEAD(page(over=OVER[form].format(LINES[0]) + "<p>row</p>" * count))


def boxed(count: int) -> Any:
    body = f"<article>{'<div>' * count}<h1>{TITLE}</h1>{'</div>' * count}<p class='subtitle'>{DECKS[0]}</p>{text()}</article>"
    return HEAD(page(body=body))


def boxed_plain(count: int) -> Any:
    body = f"<article>{'<div>' * count}<h1>{TITLE}</h1>{'</div>' * count}{'<div>' * 2}<h2>{DECKS[0]}</h2>{'</div>' * 2}{text()}</article>"
    return HEAD(page(body=body))


def inside(count: int) -> Any:
    return HEAD(page(above=f"<div>{'<span>row</span>' * count}<p class='subtitle'>{DECKS[0]}</p></div>"))


def alternative(count: int) -> Any:
    words = TITLE.split()[:count] + [f"other{n}" for n in range(8 - count)]
    return HEAD(page(head=ld(headline=TITLE, alternativeHeadline=" ".join(words))))


def captioned(count: int) -> Any:
    box = (
        "<figure>" + "<div>" * count + f"<p class='subtitle'>{DECKS[0]}</p>" + "</div>" * count + "</figure>"
    )
    return HEAD(page(above=box))


SUMMARIES = (
    *(
        "og:description",
        "description",
        "twitter:description",
        "dc.description",
        "dcterms.abstract",
        "sailthru.description",
    ),
)
AROUND = [
    *(Sweep(f"over the title, {form}", LINES, partial(over, form)) for form in OVER),
    *(Sweep(f"over the title of a section, {form}", LINES, partial(over_sectioned, form)) for form in ("plain", "div", "linked", "called kicker")),
    *(Sweep(f"under the title, {form}", DECKS, partial(under, form)) for form in UNDER),
    Sweep("letters of a kicker", range(84, 98), lambda n: HEAD(page(over=OVER["called kicker"].format(LONG[:n].strip().ljust(n, "s"))))),
    Sweep("letters of a deck", [*range(9, 22), *range(690, 712)], lambda n: [line[:40] for line in HEAD(page(above=UNDER["called deck"].format(("at a quay " + LONG)[:n].strip().ljust(n, "s"))))]),
    Sweep("words of a deck", range(1, 6), lambda n: HEAD(page(above=UNDER["called deck"].format(" ".join(["harbourside"] * n))))),
    Sweep("words of a dated deck", range(4, 12), lambda n: HEAD(page(above=UNDER["called deck"].format(" ".join([*["harbourside"] * n, "2026"]))))),
    Sweep("letters of a line called lead", range(180, 220, 3), lambda n: HEAD(page(above=f"<p class='lead'>{LONG[:n]}</p><p class='subtitle'>{DECKS[0]}</p>"))),
    *(Sweep(f"lines between title and {form}", range(8), partial(between, form)) for form in ("called deck", "heading")),
    *(Sweep(f"lines between {form} and title", range(8), partial(between_over, form)) for form in ("called kicker", "plain")),
    Sweep("boxes around a title with a deck", range(7), boxed),
    Sweep("boxes around a title with a heading under it", range(7), boxed_plain),
    Sweep("elements before a deck in its box", range(8, 17), inside),
    Sweep("boxes between figure and deck", range(7), captioned),
    Sweep("words of the title in the alternative headline", range(9), alternative),
    Sweep("descriptions", SUMMARIES, lambda name: HEAD(page(head=f'<meta name="{name}" property="{name}" content="The wall is built again."><meta name="dc.description" content="Another summary of the wall."> '))),
    Sweep("words of a description", range(1, 6), lambda n: HEAD(page(head=meta(description=" ".join(["harbourside"] * n))))),
    Sweep("letters of a description", range(1490, 1512, 2), lambda n: [line[:60] for line in HEAD(page(head=meta(description=LONG[:n].strip().ljust(n, "s"))))]),
]  # fmt: skip


# Labels.

TEXTS = (
    *(
        "Coast",
        "C",
        "2026",
        "https://e.example",
        "Coast > Sea",
        "Coast/Sea",
        "_internal",
        "a-b-c-d",
        "key: value",
    ),
    *(
        "#coast",
        "coast, sea",
        "coast; sea",
        "coast|sea",
        "coast، sea",
        TITLE,
        "Morning Post",
        "ab12cd34-ab12-x",
        "Comments",
    ),
)
SECTIONS = (
    "article:section",
    "section",
    "parsely-section",
    "dc.subject.section",
    "sailthru.section",
    "cXenseParse:section",
)
TAGS = (
    "article:tag",
    "parsely-tags",
    "news_keywords",
    "keywords",
    "sailthru.tags",
    "dc.subject",
    "dcterms.subject",
)
PUBLISHERS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "publisher",
    "cre",
    "apple-mobile-web-app-title",
    "twitter:site",
)
LOCALES = ("og:locale", "content-language", "dc.language")
CRUMBS = {
    "list": '<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/coast">{}</a></li></ol>',
    "arrows": '<p><a href="/">Home</a> &gt; <a href="/coast">{}</a> &gt; Wall</p>',
    "not from home": '<p><a href="/sea">Sea</a> &gt; <a href="/coast">{}</a></p>',
    "slashes": '<p><a href="/">Home</a> / <a href="/coast">{}</a></p>',
    "jsonld": '<script type="application/ld+json">{{"@type": "BreadcrumbList", "itemListElement": [{{"@type": "ListItem", "position": 1, "name": "Home", "item": "/"}}, {{"@type": "ListItem", "position": 2, "name": "{}", "item": "/coast"}}]}}</script>',
    "category": '<a rel="category tag" href="/coast">{}</a>',
    "tag": '<a rel="tag" href="/coast">{}</a>',
    "microdata": '<span itemprop="articleSection">{}</span>',
}


def crumbs(form: str, words: str) -> Any:
    return LABELS(page(over=CRUMBS[form].format(words)))


def crumb_depth(count: int) -> Any:
    box = (
        '<div class="breadcrumb">'
        + "<div>" * count
        + '<a href="/">Home</a> <a href="/coast">Coast</a>'
        + "</div>" * count
        + "</div>"
    )
    return TAGGED(page(over=box))


def many_crumbs(count: int) -> Any:
    links = "".join(f'<li><a href="/{n}">Part {chr(97 + n)}</a></li>' for n in range(count))
    return TAGGED(page(over=f'<ol class="breadcrumb"><li><a href="/">Home</a></li>{links}</ol>'))


LABELLED = [
    *(Sweep(f"texts of {name}", TEXTS, lambda words, name=name: TAGGED(page(head=SITE + f'<meta property="{name}" content="{words}">'))) for name in ("article:section", "article:tag", "keywords")),
    Sweep("meta elements of sections", SECTIONS, lambda name: LABELS(page(head=f'<meta name="{name}" content="Coast">'))),
    Sweep("meta elements of tags", TAGS, lambda name: LABELS(page(head=f'<meta name="{name}" content="Coast"><meta name="{name}" content="Sea"><meta name="keywords" content="Other">'))),
    Sweep("meta elements of publishers", PUBLISHERS, lambda name: LABELS(page(head=f'<meta name="{name}" content="Quay Post">'))),
    Sweep("meta elements of languages", LOCALES, lambda name: LABELS(page(head=f'<meta name="{name}" content="de-DE">'))),
    Sweep("publishers of JSON-LD", ("Organization", "NewsMediaOrganization", "WebSite", "Person"),
          lambda kind: LABELS(page(head=ld(kind, name="Quay Post", alternateName="QP") + ld(headline=TITLE, publisher={"@type": kind, "name": "Harbour Post"})))),
    Sweep("properties of JSON-LD", ("articleSection", "keywords", "inLanguage", "url", "mainEntityOfPage", "image", "publisher"),
          lambda name: LABELS(page(head=ld(headline=TITLE, **{name: "Coast" if name[0] in "ak" else "de" if name[0:2] == "in" else "https://e.example/x"})))),
    *(Sweep(f"crumbs as {form}", ("Coast", "Coast and sea and wall", "Coast " * 4, "Coast " * 9, TITLE, "‹ Back", "C"), partial(crumbs, form)) for form in CRUMBS),
    Sweep("boxes around crumbs", range(9), crumb_depth),
    Sweep("crumbs", range(1, 16), many_crumbs),
    Sweep("letters of a crumb", range(34, 46), lambda n: TAGGED(page(over=CRUMBS["list"].format(("Coastal" * 9)[:n])))),
    Sweep("letters of a crumb of words", range(54, 66), lambda n: TAGGED(page(over=CRUMBS["list"].format(("Coastal walls and seas of the old northern harbour " * 2)[:n].replace(" ", "", n // 3))))),
    Sweep("words of a crumb", range(1, 10), lambda n: TAGGED(page(over=CRUMBS["list"].format(" ".join(["Sea"] * n))))),
    Sweep("letters of a section", range(54, 66), lambda n: TAGGED(page(head=meta(article__section=("Coastal" * 12)[:n])))),
    Sweep("tags", range(36, 46), lambda n: len(TAGGED(page(head=meta(keywords=", ".join(f"tag x{i}" for i in range(n))))).get("tags", []))),
    Sweep("canonical addresses", ("/", "/x", "https://other.example/y", "/x#y", "/x?a=1"),
          lambda href: LABELS(page(head=f'<link rel="canonical" href="{href}"><meta property="og:url" content="/og">'))),
    Sweep("two canonical addresses", ("/x", "/y"), lambda href: LABELS(page(head=f'<link rel="canonical" href="/x"><link rel="canonical" href="{href}"><meta property="og:url" content="/og">'))),
]  # fmt: skip


# Images.


def pictured(attributes: str, around: str = "{}") -> Any:
    return PICTURES(page(lead=around.format(f"<img {attributes}>")))


ATTRIBUTES = (
    'srcset="/a.jpg 0w, /b.jpg 1w"', 'srcset="/a.jpg 1x, /b.jpg 1x"', 'srcset="/a.jpg 5w"', 'srcset="/b.jpg 900w" width="3" height="2"',
    'src="/a.jpg"', 'src="/a.png"', 'src="/a.png" width="300"', 'src="/a.svg"', 'src="/logo.jpg"', 'src="/a.jpg" data-src="/b.jpg"',
    'src="data:image/gif;base64,R0" data-src="/b.jpg"', 'src="/blank.gif" data-lazy-src="/b.jpg"', 'srcset="/s.jpg 320w, /l.jpg 1200w, /m.jpg 640w"',
    'srcset="/s.jpg 1x, /l.jpg 2x"', 'srcset="/s.jpg 320w,/l.jpg 1200w" width="320" height="160"', 'src="/a.jpg" width="320px" height="160.5"',
    'src="/a{w}.jpg"', 'src="/avatar/a.jpg"', 'data-original="/a.webp"', 'src="/a.jpg" width="0"', 'srcset="/one.jpg"', 'srcset="/l.jpg 1200w, /s.jpg 320w, "',
)  # fmt: skip
FRAMES = {
    "none": "{}",
    "figure": "<figure>{}</figure>",
    "caption": "<figure>{}<figcaption>The wall at low tide</figcaption></figure>",
    "caption and credit": '<figure>{}<figcaption>The wall at low tide <span class="credit">Photo: Greta Stone</span></figcaption></figure>',
    "link": '<a href="/other">{}</a>',
    "link to itself": '<a href="/a.jpg">{}</a>',
    "related": '<div class="related">{}</div>',
    "aside": "<aside>{}</aside>",
    "author": '<div class="author">{}</div>',
    "deep figure": "<figure><div><div>{}</div></div></figure>",
    "deeper figure": "<figure><div><div><div>{}</div></div></div></figure>",
}
CLAIMS_OF_IMAGES = {
    "og": meta(og__image="https://i.example/a-800x600.jpg", og__image__width="800", og__image__height="600"),
    "twitter": meta(twitter__image="https://i.example/t.jpg"),
    "parsely": '<meta name="parsely-image-url" content="https://i.example/p.jpg">',
    "link": '<link rel="image_src" href="https://i.example/l.jpg">',
    "jsonld": ld(
        headline=TITLE,
        image={
            "@type": "ImageObject",
            "url": "https://i.example/a.jpg",
            "width": 640,
            "height": "480px",
            "caption": "The wall",
            "creditText": "Greta Stone",
        },
    ),
    "jsonld list": ld(headline=TITLE, image=["https://i.example/j1.jpg", "https://i.example/j2.jpg"]),
    "jsonld sizes": ld(
        headline=TITLE,
        image={"url": "https://i.example/j.jpg", "width": {"value": 640}, "height": {"value": 480}},
    ),
    "logo": meta(og__image="https://i.example/logo.png", twitter__image="https://i.example/t.jpg"),
}


def claims_of_image(which: str, frame: str) -> Any:
    printed = FRAMES[frame].format('<img src="https://i.example/a.jpg" width="320" height="240">')
    return PICTURES(page(head=CLAIMS_OF_IMAGES[which], lead=printed))


def many_images(count: int) -> Any:
    return len(PICTURES(page(lead="".join(f'<img src="/{n}.jpg">' for n in range(count)))).get("images", []))


def hidden_deep(count: int) -> Any:
    return pictured(
        'src="/a.jpg"', '<div class="related">' + "<div>" * count + "{}" + "</div>" * count + "</div>"
    )


def captioned_image(size: int) -> Any:
    return [
        len(image.get("caption") or "")
        for image in json.loads(
            json.dumps(
                [
                    {"caption": i.caption}
                    for i in PICTURES(
                        page(
                            lead=f"<figure><img src='/a.jpg'><figcaption>{LONG[:size]}</figcaption></figure>"
                        )
                    ).get("images", [])
                ]
            )
        )
    ]


def told_image(value: Any) -> Any:
    return json.loads(
        json.dumps(
            value, default=lambda image: [image.url, image.caption, image.credit, image.width, image.height]
        )
    )


IMAGES = [
    Sweep("attributes of an image", ATTRIBUTES, lambda attributes: told_image(pictured(attributes))),
    *(Sweep(f"frames of {name}", list(FRAMES), lambda frame, name=name: told_image(pictured(f'src="/{name}"', FRAMES[frame]))) for name in ("a.jpg", "a.png")),
    *(Sweep(f"claims of {which}", list(FRAMES), lambda frame, which=which: told_image(claims_of_image(which, frame))) for which in CLAIMS_OF_IMAGES),
    Sweep("width of an image", range(94, 106), lambda n: told_image(pictured(f'src="/a.jpg" width="{n}" height="300"'))),
    Sweep("height of an image", range(94, 106), lambda n: told_image(pictured(f'src="/a.jpg" width="300" height="{n}"'))),
    Sweep("width of an unframed drawing", range(190, 210, 2), lambda n: told_image(pictured(f'src="/a.png" width="{n}"'))),
    Sweep("images", range(37, 44), many_images),
    Sweep("boxes between a list and an image", range(8, 18), lambda n: told_image(hidden_deep(n))),
    Sweep("letters of a caption", [*range(490, 510), *range(990, 1010), *range(1490, 1510)], captioned_image),
]  # fmt: skip


# What kind of page it is, and who may read it.

PAGES: dict[str, Callable[[int], str]] = {
    "words": lambda n: f"<h1>{TITLE}</h1><p>{' '.join(['harbour'] * n)}</p>",
    "linked headings": lambda n: (
        f"<h1>{TITLE}</h1>{'<h3><a href=/x>Harbour wall to be rebuilt</a></h3>' * n}<p>quay</p>"
    ),
    "entries": lambda n: (
        f"<h1>{TITLE}</h1>"
        + "".join(
            f"<div class='live-entry'><time datetime='2026-11-22T0{i}:00:00Z'>0{i}:00</time><p>The wall stands still, and so does the sea at hour {i}.</p></div>"
            for i in range(n)
        )
    ),
    "pictures": lambda n: (
        f"<h1>{TITLE}</h1>{'<figure><img src=/a.jpg><figcaption>The wall</figcaption></figure>' * 8}<p>{' '.join(['harbour'] * n)}</p>"
    ),
}
HEADS = {
    "nothing": "",
    "article": meta(og__type="article"),
    "news": ld(headline=TITLE),
    "website": meta(og__type="website"),
    "gallery": ld("ImageGallery", name="x"),
    "video": ld("VideoObject", name="x"),
    "og video": meta(og__type="video.other"),
    "collection": ld("CollectionPage", name="x"),
    "profile": meta(og__type="profile"),
    "live": ld("LiveBlogPosting", headline=TITLE),
    "updates": ld(
        "LiveBlogPosting",
        headline=TITLE,
        liveBlogUpdate=[{"@type": "BlogPosting", "headline": f"x{n}"} for n in range(5)],
    ),
    "not free": ld(headline=TITLE, isAccessibleForFree=False),
    "error": "<title>404 - Page not found</title>",
}
SIZES = [*range(0, 12, 3), *range(36, 44), *range(76, 84), *range(116, 124), *range(146, 154)]


def kinds(head: str, which: str, count: int) -> Any:
    return KIND(page(head=HEADS[head], body=f"<article>{PAGES[which](count)}</article>"))


ACCESS = (
    *(
        "free",
        "metered",
        "locked",
        "premium",
        "registration",
        "open",
        "x",
        "paid subscriber",
        "false",
        "true",
    ),
)
WALLS = (
    "Subscribe to continue reading",
    "This article is for subscribers",
    "Log in to read on",
    "Sign up for our newsletter",
    "We use cookies",
    "Page not found",
    "Accept all cookies",
)


def walled(line: str) -> Any:
    return KIND(
        page(
            head=HEADS["news"],
            body=f"<article><h1>{TITLE}</h1>{text(count=1)}<div class='paywall'><p>{line}</p></div></article>",
        )
    )


def walled_short(line: str) -> Any:
    return KIND(page(body=f"<h1>{line}</h1><p>{line}</p><button>{line}</button>"))


def consenting(count: int) -> Any:
    return KIND(
        page(
            body="<h1>We use cookies</h1><p>Accept all cookies</p><button>Accept all</button>"
            + "<a href=/x>quay</a>" * count
        )
    )


PATHS = ("tag/coast", "category/coast/", "en/topics/coast", "search/x", "author/x", "tag/a/b", "coast")


def listed(path: str, count: int) -> Any:
    told = said("kind", "kind_reason", url=f"https://www.morningpost.example/{path}")
    return told(page(body=f"<h1>Coast</h1>{PAGES['linked headings'](count)}"))


KINDS = [
    *(Sweep(f"words of a page, {head}", SIZES, partial(kinds, head, "words")) for head in HEADS),
    *(Sweep(f"words of a page of pictures, {head}", SIZES, partial(kinds, head, "pictures")) for head in ("nothing", "gallery", "news", "video")),
    *(Sweep(f"linked headings, {head}", range(16), partial(kinds, head, "linked headings")) for head in ("nothing", "article", "website", "collection", "news")),
    *(Sweep(f"entries, {head}", range(7), partial(kinds, head, "entries")) for head in ("nothing", "live", "article", "updates")),
    *(Sweep(f"linked headings at {path}", range(8), partial(listed, path)) for path in PATHS),
    Sweep("words of a wall", WALLS, walled),
    Sweep("words of a page that is a wall", WALLS, walled_short),
    Sweep("links of a wall", range(11, 20), consenting),
    *(Sweep(f"values of {name}", ACCESS, lambda value, name=name: KIND(page(head=f'<meta name="{name}" content="{value}">'))) for name in ("article:content_tier", "access", "paywall")),
    *(Sweep(f"values of {name} in JSON-LD", ACCESS, lambda value, name=name: KIND(page(head=ld(headline=TITLE, **({"isAccessibleForFree": value} if name == "whole" else {"hasPart": {"isAccessibleForFree": value}}))))) for name in ("whole", "part")),
    Sweep("robots", ("noindex", "noai, noimageai", "otherbot: noindex", "index", "none"), lambda value: KIND(page(head=meta(robots=value)))),
    Sweep("reservations", ("0", "1", " 1 ", "2"), lambda value: KIND(page(head=f'<meta name="tdm-reservation" content="{value}"><meta name="tdm-policy" content="https://e.example/p">'))),
]  # fmt: skip

SWEEPS = (*TITLES, *SITES, *AROUND, *LABELLED, *IMAGES, *KINDS)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_bounds_and_weights(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
