"""Titles: which of the page's claims and headings is the headline, and what is cut off."""

import pytest

from tests.extraction.records import TEXTS, TITLE, Case, case, differences, ld, meta, text

SITE = meta(og__site_name="Morning Post")
PUBLISHER = "Morning Post"

CASES = (
    case("a heading alone"),
    case("the title element alone", body=f"<article>{text()}</article>", head=f"<title>{TITLE}</title>"),
    case(
        "the site's name is cut off the end",
        head=f"{SITE}<title>{TITLE} | Morning Post</title>",
        body=f"<article>{text()}</article>",
        publisher=PUBLISHER,
    ),
    case(
        "the site's name is cut off the begin",
        head=f"{SITE}<title>Morning Post - {TITLE}</title>",
        body=f"<article>{text()}</article>",
        publisher=PUBLISHER,
    ),
    case(
        "section and site are cut off",
        head=f"{SITE}<title>{TITLE} - Coast - Morning Post</title>{meta(article__section='Coast')}",
        publisher=PUBLISHER,
        section="Coast",
    ),
    case(
        "a dash of the headline's own stays",
        head=f"{SITE}<title>Harbour wall – forty days of work | Morning Post</title>",
        title="Harbour wall – forty days of work",
        publisher=PUBLISHER,
    ),
    case(
        "a headline with a colon stays whole",
        head=meta(og__title="Storms: harbour wall to be rebuilt"),
        title="Storms: harbour wall to be rebuilt",
    ),
    case(
        "the printed headline before the search engine's",
        head=f"<title>Harbour wall Quillmouth: plan, dates, cost</title>"
        f"{meta(og__title='Harbour wall Quillmouth: plan, dates, cost')}",
    ),
    case(
        "the site's name is the h1",
        head=f"{SITE}<title>{TITLE} | Morning Post</title>",
        body=f"<header><h1>Morning Post</h1></header><article><h2>{TITLE}</h2>{text()}</article>",
        publisher=PUBLISHER,
    ),
    case(
        "the section is the h1",
        head=f"<title>{TITLE}</title>{meta(og__title=TITLE, article__section='Coast')}",
        body=f"<h1>Coast</h1><article><h2>{TITLE}</h2>{text()}</article>",
        section="Coast",
    ),
    case(
        "a box after the text has an h1 too",
        head=f"<title>{TITLE}</title>",
        body=f"<article><h1>{TITLE}</h1>{text()}</article><aside><h1>Most read this week</h1></aside>",
    ),
    case(
        "the headline that JSON-LD claims, where nothing is printed",
        head=ld(headline=TITLE),
        body=f"<article>{text()}</article>",
    ),
    case(
        "entities that were escaped twice",
        head=meta(og__title="Harbour wall &amp;amp; quay to be rebuilt"),
        body=f"<article><h1>Harbour wall &amp; quay to be rebuilt</h1>{text()}</article>",
        title="Harbour wall & quay to be rebuilt",
    ),
    case(
        "a headline in two spans keeps its space",
        body="<article><h1><span>Harbour wall to be rebuilt</span> <span>before the winter storms</span></h1>"
        f"{text()}</article>",
    ),
    case(
        "a line broken inside of the headline",
        body=f"<article><h1>Harbour wall to be rebuilt<br>before the winter storms</h1>{text()}</article>",
    ),
    case(
        "the kicker over the headline",
        body=f'<article><p class="kicker">Quillmouth</p><h1>{TITLE}</h1>{text()}</article>',
        kicker="Quillmouth",
    ),
    case(
        "the kicker in the headline's element",
        head=ld(headline=TITLE),
        body=f'<article><h1><span class="kicker">Quillmouth</span> <span>{TITLE}</span></h1>{text()}'
        "</article>",
        kicker="Quillmouth",
    ),
    case(
        "the kicker in the headline's element and in the title's",
        head=f"<title>Quillmouth {TITLE}</title>" + ld(headline=TITLE),
        body=f"<article><h1><span>Quillmouth</span> <span>{TITLE}</span></h1>{text()}</article>",
        kicker="Quillmouth",
    ),
    case(
        "a headline in capitals, as a claim spells it",
        head=meta(og__title=TITLE),
        body=f"<article><h1>{TITLE.upper()}</h1>{text()}</article>",
    ),
    case(
        "a headline in capitals that nothing spells otherwise",
        body=f"<article><h1>{TITLE.upper()}</h1>{text()}</article>",
        title=TITLE.upper(),
    ),
    case(
        "the deck under the headline",
        body=f'<header><h1>{TITLE}</h1><div class="subtitle">Boats longer than nine metres must'
        " leave the quay"
        f" for forty days</div></header><article>{text()}</article>",
        subtitle="Boats longer than nine metres must leave the quay for forty days",
        paragraphs=["Boats longer than nine metres must leave the quay for forty days", *TEXTS["en"]],
    ),
    case(
        "a summary that the page gives",
        head=meta(description="Boats longer than nine metres must leave the quay for forty days."),
        summary="Boats longer than nine metres must leave the quay for forty days.",
    ),
    case(
        "an Arabic headline with the site behind a bar",
        language="ar",
        head=f"{meta(og__site_name='صحيفة المرفأ')}<title>إعادة بناء جدار الميناء"
        " قبل الشتاء | صحيفة المرفأ</title>",
        title="إعادة بناء جدار الميناء قبل الشتاء",
        publisher="صحيفة المرفأ",
    ),
    case(
        "a German headline with a kicker and a colon in its claim",
        language="de",
        head=meta(og__title="Quillmünde: Hafenmauer wird vor dem Winter erneuert"),
        body='<article><h1><span class="kicker">Quillmünde</span> <span>Hafenmauer wird vor dem'
        " Winter erneuert"
        f"</span></h1>{text('de')}</article>",
        title="Hafenmauer wird vor dem Winter erneuert",
        kicker="Quillmünde",
    ),
    case(
        "a French headline with spaces before its marks",
        language="fr",
        head="<title>Le mur du port sera-t-il reconstruit avant l’hiver ? - Le Quai</title>"
        f"{meta(og__site_name='Le Quai')}",
        title="Le mur du port sera-t-il reconstruit avant l’hiver ?",
        publisher="Le Quai",
    ),
    case(
        "a Japanese headline with the site in brackets behind a bar",
        language="ja",
        head=f"{meta(og__site_name='港新聞')}<title>港の壁、冬の嵐の前に建て直しへ｜港新聞</title>",
        title="港の壁、冬の嵐の前に建て直しへ",
        publisher="港新聞",
    ),
    case(
        "a Chinese headline with the site behind an underscore",
        language="zh",
        head=f"{meta(og__site_name='海港日报')}<title>旧港口石墙将在冬天前重建_海港日报</title>",
        title="旧港口石墙将在冬天前重建",
        publisher="海港日报",
    ),
    case(
        "a Russian headline in quotation marks",
        language="ru",
        head="<title>«Море решает»: стену порта перестроят до зимы — Причал</title>"
        f"{meta(og__site_name='Причал')}",
        title="«Море решает»: стену порта перестроят до зимы",
        publisher="Причал",
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
