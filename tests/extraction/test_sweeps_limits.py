"""How much of a page is read: each limit from both sides, by a page that has a little less and a little more."""

from functools import partial
from typing import Any

import pytest
from lxml.html import fragment_fromstring

from crawler.extraction.roles.captions import ends_in_credit, split_credit
from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse
from crawler.pages.plain import pieces, plain, printed
from crawler.pages.sniff import sniff
from tests.extraction.records import TEXTS, TITLE, ld, meta, paragraphs, text
from tests.extraction.telling import claimed, page, said
from tests.sweeps import Sweep, differences, kept

WHEN = claimed("published_at")
IMAGES = said("images")
LABELS = said("section", "tags")
DECK, HEAD, REMOVED = said("subtitle"), said("title"), said("extraction")


def trail(size: int) -> Any:
    """The name that tells stands at the end of so many letters of names."""
    names = f"{'x' * (size - 1)} breadcrumb"
    return LABELS(page(over=f"<div class='{names}'><a href='/'>Home</a> <a href='/port'>Port</a></div>"))


def parts(count: int) -> int:
    return len(pieces(fragment_fromstring(f"<p>{'<br>' * count}</p>")))


def long_parts(size: int) -> int:
    return len(printed(fragment_fromstring(f"<p><b>{'x' * size}</b><b>y</b><b>z</b></p>")))


def blocks(count: int) -> int:
    return len(segment(parse("<p>x" * count)))


def letters(count: int) -> int:
    """Of so many blocks of 400,000 letters."""
    return len(segment(parse(f"<p>{'harbour ' * 50_000}</p>" * count)))


def printed_date(size: int) -> Any:
    line = ("The ferry of 12 November 2026 " + "harbour " * 60)[:size]
    return WHEN(page(above=f"<p class='byline'>{line}</p>"))


def dated_lines(count: int) -> Any:
    """So many lines with a number far from the text, then one with a date."""
    lines = paragraphs(f"Ferry {number}" for number in range(count))
    return WHEN(page(after=f"<div>{lines}<p class='date'>12 November 2026 10:30</p></div>"))


def times(count: int) -> Any:
    """So many elements without a moment, then one that has it."""
    before, then = "<p><time>soon</time></p>" * count, "<time datetime='2026-11-12T10:30:00Z'>then</time>"
    return WHEN(page(after=f"<div>{before}<p class='date'>{then}</p></div>"))


def moment(size: int) -> Any:
    return WHEN(page(above=f"<time datetime='{' ' * (size - 20)}2026-11-12T10:30:00Z'>then</time>"))


def pictures(lead: str) -> int:
    return len(IMAGES(page(lead=lead)).get("images", []))


def seen_pictures(count: int) -> int:
    """So many icons before a picture."""
    return pictures("<img src='/icon.png'>" * count + "<img src='/a.jpg'>")


def sized_picture(size: int) -> int:
    return pictures(f"<img src='/a.jpg' width='{size}'>")


def square_picture(size: int) -> int:
    """Of a kind of file that icons have too."""
    return pictures(f"<img src='/a.png' width='{size}' height='{size}'>")


def told_pictures(count: int) -> Any:
    """The last of so many images that JSON-LD tells of is the one that Open Graph names."""
    named = [{"url": f"https://i.example/{n}.jpg", "caption": f"The quay {n}"} for n in range(count)]
    head = ld(headline=TITLE, image=named) + meta(og__image=f"https://i.example/{count - 1}.jpg")
    return IMAGES(page(head=head))["images"][0].caption


def boxed_picture(depth: int) -> int:
    """In so many boxes of the article, the outermost of which is an advertisement's."""
    return pictures("<div class='ad'>" + "<div>" * depth + "<img src='/a.jpg'>" + "</div>" * depth + "</div>")


def framed_picture(depth: int) -> int:
    return pictures("<figure>" + "<i>" * depth + "<img src='/a.png'>" + "</i>" * depth + "</figure>")


def srcset(size: int) -> Any:
    """The larger picture of two is named so many letters further on."""
    names = f"/s.jpg 320w, {' ' * size}/l.jpg 1024w"
    return [image.url for image in IMAGES(page(lead=f"<img srcset='{names}'>")).get("images", [])]


def spaces_before_type(size: int) -> str:
    return sniff(b" " * size + b"%PDF-1.7", "", "https://e.org/a")


def far_deck(count: int) -> Any:
    """So many elements, of four boxes, between the headline and the line under it."""
    boxes = "".join(f"<div>{'<b>x</b>' * inside}</div>" for inside in (11, 11, 11, count - 37))
    deck = "<p class='deck'>The harbour wall held through the night, and so did the lamp.</p>"
    return DECK(page(body=f"<header><div><h1>{TITLE}</h1>{boxes}</div>{deck}</header>{text()}"))


def boxed_heading(depth: int) -> Any:
    """The only heading of its rank, in boxes of which the outermost holds other articles."""
    inside = "<div>" * depth + "<h1>The lamp of the mill</h1>" + "</div>" * depth
    return HEAD(page(body=f"<div class='related'>{inside}</div><h2>{TITLE}</h2>{text()}"))


def crumbed_heading(size: int) -> Any:
    trail = f"<div class='breadcrumb'><i>{'x' * (size - len(TITLE))}</i><h1>{TITLE}</h1></div>"
    return HEAD(page(body=trail + text()))


def linked_heading(size: int) -> Any:
    """After two links on one line and something that is so long."""
    links = "<a href='/'>Home</a> <a href='/port'>Port</a>"
    return HEAD(page(body=f"<div>{links}<i>{'x' * size}</i><h1>{TITLE}</h1></div>{text()}"))


def links_before_heading(count: int) -> Any:
    """So many elements between the links and the heading."""
    links = "<a href='/'>Home</a> <a href='/port'>Port</a>"
    return HEAD(page(body=f"<div>{links}{'<i>-</i>' * count}<h1>{TITLE}</h1></div>{text()}"))


def counted(count: int) -> Any:
    """So many lines of furniture after the text."""
    return REMOVED(page(after="<p>Share</p>" * count))["extraction"].removed


def caption(lead: str) -> Any:
    """Caption and credit of the article's picture."""
    return [(image.caption, image.credit) for image in IMAGES(page(lead=lead)).get("images", [])]


def boxed_caption(kind: str, depth: int) -> Any:
    inside = "<i>" * depth + "<img src='/a.jpg'>" + "</i>" * depth
    tag, _, name = kind.partition(" ")
    return caption(f"<div>{inside}<{tag} class='{name}'>The quay at night</{tag}></div>")


def named_caption(count: int) -> Any:
    """So many elements before the one that is called a caption."""
    return caption(f"<figure><img src='/a.jpg'>{'<i></i>' * count}<p class='caption'>The quay</p></figure>")


def small_box(count: int) -> Any:
    """A table with a picture, a line and so many other elements."""
    line = f"<tr><td>The quay at night{'<i></i>' * count}</td></tr>"
    return caption(f"<table><tr><td><img src='/a.jpg'></td></tr>{line}</table>")


def credit(size: int) -> list[int]:
    return [len(part) for part in split_credit(f"The quay Photo: {('Odell Marsh ' * 20)[:size]}")]


def credited(size: int) -> list[int]:
    """Of a line of so many letters, the credit at its end included."""
    return [len(part) for part in split_credit("The quay ".ljust(size - 20, "x") + " Photo: Odell Marsh.")]


def ends_so(size: int) -> bool:
    return ends_in_credit("The quay ".ljust(size - 25, "x") + " (AP Photo/Ann Lee Marsh)")


def pointer(size: int) -> Any:
    """A linked line of so many letters that opens as pointers do."""
    line = f"<p><a href='/x'>{('Read more: ' + 'the harbour wall ' * 20)[:size]}</a></p>"
    return REMOVED(page(below=line + paragraphs(TEXTS["en"][:1])))["extraction"].removed


def partly_linked(size: int) -> Any:
    words = ("Read more: " + "the harbour wall " * 20)[:100]
    line = f"<p><a href='/x'>{words[:size]}</a>{words[size:]}</p>"
    return REMOVED(page(below=line + paragraphs(TEXTS["en"][:1])))["extraction"].removed


SWEEPS = (
    *(
        Sweep(f"elements between a picture and {kind}", range(8), partial(boxed_caption, kind))
        for kind in ("figcaption", "p caption", "p credit")
    ),
    Sweep("elements before a caption", range(34, 44), named_caption),
    Sweep("elements of a small box", range(10, 22), small_box),
    Sweep("letters of a credit", range(118, 123), credit),
    Sweep("letters of a caption with its credit", range(716, 724), credited),
    Sweep("letters of a line that ends in a credit", range(597, 604), ends_so),
    Sweep("letters of a pointer", range(244, 256), pointer),
    Sweep("linked letters of a pointer", range(36, 44), partly_linked),
    Sweep("elements between headline and deck", range(37, 49), far_deck),
    Sweep("boxes around a heading", range(8), boxed_heading),
    Sweep("letters around a heading in a trail", range(794, 806), crumbed_heading),
    Sweep("letters between links and a heading", range(36, 44), linked_heading),
    Sweep("elements between links and a heading", range(8), links_before_heading),
    Sweep("lines of furniture", range(140, 158), counted),
    Sweep("letters of names before a trail's", range(280, 305), trail),
    Sweep("letters of a text", range(4_998, 5_003), lambda n: len(plain("x" * n))),
    Sweep("parts of a text", range(2_496, 2_504), parts),
    Sweep("letters of a text's first part", range(4_996, 5_003), long_parts),
    Sweep("blocks of a page", [60_000, 60_003], blocks),
    Sweep("letters of a page's blocks", range(8, 14), letters),
    Sweep("letters of a line with a date", range(200, 240, 2), printed_date),
    Sweep("lines with numbers before a date", [*range(396, 404)], dated_lines),
    Sweep("elements before one with a time", range(76, 84), times),
    Sweep("letters of a moment", range(50, 70), moment),
    Sweep("icons before a picture", range(396, 404), seen_pictures),
    Sweep("pixels of a picture", range(96, 104), sized_picture),
    Sweep("pixels of a square", [*range(96, 104), *range(196, 204)], square_picture),
    Sweep("pictures that are told", range(38, 43), told_pictures),
    Sweep("boxes of a picture", range(10, 18), boxed_picture),
    Sweep("elements between frame and picture", range(6), framed_picture),
    Sweep("letters before a larger picture", range(7_960, 8_000, 2), srcset),
    Sweep("spaces before a file's kind", [*range(1_010, 1_034, 2)], spaces_before_type),
)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_limits(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
