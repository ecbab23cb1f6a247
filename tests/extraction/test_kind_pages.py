"""Whole pages that are no article, in several languages, and what extraction calls them."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction import Page, extract
from crawler.items import Kind

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOST = "https://www.morningpost.example"

# Language: (title of an error page, its text, a paywall's call, a first sentence, a consent wall's lines)
WORDS = {
    "en": (
        "Page not found",
        "The page you are looking for does not exist.",
        "Subscribe to continue reading",
        "The bridge over the river opened on Thursday after seven years of work.",
        ("We value your privacy", "Accept all", "Cookie settings"),
    ),
    "ar": (
        "الصفحة غير موجودة",
        "عذرا، الصفحة التي تبحث عنها غير متوفرة.",
        "اشترك لمتابعة القراءة",
        "افتتح الجسر فوق النهر يوم الخميس بعد سبع سنوات من العمل.",
        ("نحن نهتم بخصوصيتك", "قبول الكل", "سياسة الخصوصية"),
    ),
    "de": (
        "Seite nicht gefunden",
        "Die gesuchte Seite gibt es nicht mehr.",
        "Jetzt abonnieren und weiterlesen",
        "Die Brücke über den Fluss ist am Donnerstag nach sieben Jahren eröffnet worden.",
        ("Wir schätzen Ihre Privatsphäre", "Alle akzeptieren", "Cookie-Einstellungen"),
    ),
    "fr": (
        "Page introuvable",
        "La page que vous cherchez n’existe plus.",
        "Article réservé aux abonnés",
        "Le pont sur la rivière a ouvert jeudi après sept ans de travaux.",
        ("Nous respectons votre vie privée", "Tout accepter", "Gérer les cookies"),
    ),
    "es": (
        "Página no encontrada",
        "La página que busca ya no existe.",
        "Suscríbete para seguir leyendo",
        "El puente sobre el río se abrió el jueves tras siete años de obras.",
        ("Valoramos tu privacidad", "Aceptar todo", "Política de cookies"),
    ),
    "tr": (
        "Sayfa bulunamadı",
        "Aradığınız sayfa artık yok.",
        "Okumaya devam etmek için abone olun",
        "Nehrin üzerindeki köprü yedi yıl sonra perşembe günü açıldı.",
        ("Gizliliğinize önem veriyoruz", "Tümünü kabul et", "Çerez ayarları"),
    ),
    "ru": (
        "Страница не найдена",
        "Страница, которую вы ищете, не существует.",
        "Подпишитесь, чтобы читать дальше",
        "Мост через реку открыли в четверг после семи лет работы.",
        ("Мы ценим вашу конфиденциальность", "Принять все", "Настройки файлов cookie"),
    ),
}
languages = pytest.mark.parametrize("code", WORDS)


def read(code: str, body: str, head: str = "", path: str = "/news/bridge-opens-4711") -> tuple[Kind, str]:
    direction = "rtl" if code == "ar" else "ltr"
    nav = "".join(f'<li><a href="/s{n}">S{n}</a></li>' for n in range(6))
    html = f"""<!doctype html><html lang={code} dir={direction}><head><meta charset=utf-8>{head}</head><body>
    <header><nav><ul>{nav}</ul></nav></header><main>{body}</main><footer><p>© Morning Post</p></footer>
    </body></html>"""
    article = extract(Page(HOST + path, html.encode(), NOW))
    return article.kind, article.kind_reason or ""


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


def teasers(text: str, count: int) -> str:
    return "".join(
        f'<div class=item><h3><a href="/news/{n}">{text} {n}</a></h3><p>{text}</p></div>'
        for n in range(count)
    )


@languages
def test_an_error_page_with_status_200(code: str) -> None:
    title, text, *_ = WORDS[code]
    kind, reason = read(code, f"<h1>{title}</h1><p>{text}</p>", f"<title>{title} | Morning Post</title>")
    assert (kind, title in reason) == (Kind.ERROR, True)


@languages
def test_a_paywall_stub(code: str) -> None:
    _, _, call, sentence, _ = WORDS[code]
    body = f"<article><h1>{sentence}</h1><p>{sentence}</p><div class=wall><h2>{call}</h2></div></article>"
    head = ld(**{"@type": "NewsArticle", "headline": sentence, "isAccessibleForFree": "False"})
    kind, reason = read(code, body, head)
    assert kind is Kind.PAYWALL
    assert reason


@languages
def test_a_paywall_stub_that_metadata_do_not_tell(code: str) -> None:
    _, _, call, sentence, _ = WORDS[code]
    kind, _ = read(code, f"<h1>{sentence}</h1><p>{sentence}</p><p>{call}</p>")
    assert kind is Kind.PAYWALL


@languages
def test_a_consent_wall(code: str) -> None:
    *_, lines = WORDS[code]
    heading, accept, more = lines
    body = f"<h1>{heading}</h1><button>{accept}</button><p><a href=/privacy>{more}</a></p>"
    assert read(code, body, "<title>Morning Post</title>")[0] is Kind.CONSENT


@languages
def test_a_front_a_section_and_a_tag_page(code: str) -> None:
    sentence = WORDS[code][3]
    for path in ("/", "/news/", "/tag/bridge/"):
        kind, reason = read(code, teasers(sentence, 30), "<title>Morning Post</title>", path)
        assert kind is Kind.FRONT, (path, reason)


@languages
def test_a_gallery(code: str) -> None:
    sentence = WORDS[code][3]
    shots = "".join(
        f'<figure><img src="/img/{n}.jpg" width=1200 height=800><figcaption>{n}/12</figcaption></figure>'
        for n in range(12)
    )
    head = ld(**{"@type": "ImageGallery", "name": sentence})
    assert read(code, f"<h1>{sentence}</h1><div class=gallery>{shots}</div>", head)[0] is Kind.GALLERY


@languages
def test_a_page_that_is_a_video(code: str) -> None:
    sentence = WORDS[code][3]
    head = ld(**{"@type": "VideoObject", "name": sentence, "contentUrl": "/v.mp4"})
    body = f"<h1>{sentence}</h1><video src=/v.mp4></video><p>{sentence}</p>"
    assert read(code, body, head + f"<title>{sentence}</title>")[0] is Kind.VIDEO


@languages
def test_a_live_ticker(code: str) -> None:
    sentence = WORDS[code][3]
    entry = {"@type": "BlogPosting", "headline": sentence, "articleBody": sentence}
    head = ld(**{"@type": "LiveBlogPosting", "headline": sentence, "liveBlogUpdate": [entry] * 8})
    entries = "".join(f"<div class=post><time>1{n}:00</time><p>{sentence}</p></div>" for n in range(8))
    assert read(code, f"<h1>{sentence}</h1>{entries}", head)[0] is Kind.LIVE


@languages
def test_an_article_with_all_of_that_around_it_is_an_article(code: str) -> None:
    title, _, call, sentence, lines = WORDS[code]
    text = "".join(f"<p>{sentence} {sentence} {sentence}</p>" for _ in range(8))
    wall = "".join(f"<div class=cookie-banner><p>{line}</p></div>" for line in lines)
    body = (
        f"<article><h1>{sentence}</h1>{text}</article><aside><h2>{call}</h2>{teasers(sentence, 14)}</aside>"
    )
    head = ld(**{"@type": "NewsArticle", "headline": sentence}) + f"<title>{sentence} | {title}?</title>"
    assert read(code, wall + body, head)[0] is Kind.ARTICLE
