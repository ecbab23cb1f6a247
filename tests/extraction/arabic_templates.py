"""Arabic news pages as sites of the region build them: portals, agencies, papers, blogs. All written by us.

Each template takes the same headline and paragraphs, so that one test can ask of all of them: is exactly
the text there? `PAGES` maps a name to the page's bytes and its Content-Type header.
"""

from collections.abc import Callable

TITLE = "افتتاح مركز صحي جديد في ريف المدينة"
PARAGRAPHS = [
    "افتتحت مديرية الصحة صباح اليوم مركزاً صحياً جديداً في ريف المدينة بعد توقف دام سبع سنوات.",
    "وقال مدير الصحة خلال الافتتاح إن المركز سيقدم خدمات الإسعاف الأولي واللقاح ورعاية الأم والطفل مجاناً.",
    "وأوضح أن الكادر الطبي يضم اثني عشر طبيباً وعشرين ممرضة يعملون على مدار الساعة في ثلاث مناوبات.",
    "من جهتهم عبّر الأهالي عن ارتياحهم بعد أن كانوا يقطعون أكثر من أربعين كيلومتراً للوصول إلى أقرب مشفى.",
    "وبلغت كلفة إعادة تأهيل المركز نحو مئة وخمسين مليون ليرة قدمتها منظمات محلية ودولية.",
    "ومن المتوقع أن يستقبل المركز أكثر من ثلاثمئة مراجع يومياً من القرى المجاورة خلال فصل الشتاء.",
]
OTHERS = [
    "ارتفاع أسعار الخضار في الأسواق المحلية",
    "المنتخب الوطني يتعادل في مباراته الودية",
    "موجة برد تضرب المناطق الشمالية نهاية الأسبوع",
    "معرض الكتاب يفتح أبوابه أمام الزوار",
    "اجتماع وزاري لبحث خطة الطوارئ الشتوية",
]

MENU = "".join(
    f"<li><a href='/{n}'>{word}</a></li>"
    for n, word in enumerate(("الرئيسية", "سياسة", "اقتصاد", "رياضة", "ثقافة", "منوعات", "اتصل بنا"))
)
LINKS = "".join(f"<li><a href='/news/{n}'>{text}</a></li>" for n, text in enumerate(OTHERS))
TOP = f"<header><div class='logo'><a href='/'>صدى المدينة</a></div><nav><ul>{MENU}</ul></nav></header>"
SIDE = f"<div class='sidebar'><h3>الأكثر قراءة</h3><ul>{LINKS}</ul></div>"
FOOT = "<footer><p>جميع الحقوق محفوظة © صدى المدينة 2026</p></footer>"
SHARE = "<div class='share'><a href='#f'>فيسبوك</a> <a href='#t'>تويتر</a> <a href='#w'>واتساب</a></div>"

H1 = f"<h1>{TITLE}</h1>"
END = f"{SIDE}{FOOT}"
ART = f"{TOP}<article>{H1}"


def p(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(inner: str, head: str = "") -> str:
    title = f"<title>{TITLE} | صدى المدينة</title><meta property='og:title' content='{TITLE}'>"
    start = "<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8>"
    return f"{start}{title}{head}</head><body>{inner}</body></html>"


def presentation_forms(text: str) -> str:
    """Some of the letters as old systems wrote them: shaped."""
    return text.translate({0x0627: 0xFE8D, 0x0644: 0xFEDF, 0x0645: 0xFEE3, 0x0646: 0xFEE7, 0x064A: 0xFEF3})


def arabic_digits(text: str) -> str:
    return text.translate({ord(str(n)): 0x0660 + n for n in range(10)})


ONE, TWO, THREE, FOUR, FIVE, SIX = PARAGRAPHS

TEMPLATES: dict[str, Callable[[], str]] = {
    "article of paragraphs": lambda: f"{ART}{SHARE}{p(PARAGRAPHS)}</article>{END}",
    "br br": lambda: (
        f"{TOP}<div class=post>{H1}<div class=entry>{'<br><br>'.join(PARAGRAPHS)}</div></div>{END}"
    ),
    "single br": lambda: f"{TOP}<div class=news>{H1}<div id=text>{'<br/>'.join(PARAGRAPHS)}</div></div>{END}",
    "div paragraphs": lambda: (
        f"{TOP}<div id=content>{H1}<div class=body>"
        + "".join(f"<div>{text}</div>" for text in PARAGRAPHS)
        + f"</div></div>{END}"
    ),
    "portal mixes p, div, bare text": lambda: (
        f"{TOP}<div class=details>{H1}{SHARE}<p>{ONE}</p><div>{TWO}</div>{THREE}<br><br>{FOUR}"
        f"<p>{FIVE}</p><div>{SIX}</div></div>{END}"
    ),
    "layout tables": lambda: (
        f"<table width=980><tr><td>{TOP}</td></tr><tr><td><table><tr><td valign=top width=600>{H1}"
        f"{p(PARAGRAPHS)}</td><td>{SIDE}</td></tr></table></td></tr><tr><td>{FOOT}</td></tr></table>"
    ),
    "font and center": lambda: (
        f"{TOP}<center><h2><font color=navy>{TITLE}</font></h2></center><div align=right><font size=4>"
        + "<br><br>".join(PARAGRAPHS)
        + f"</font></div>{END}"
    ),
    "span paragraphs": lambda: (
        f"{TOP}<main>{H1}<div class=story-body>"
        + "".join(f"<p><span style='font-size:18px'>{text}</span></p>" for text in PARAGRAPHS)
        + f"</div></main>{END}"
    ),
    "non-breaking spaces between": lambda: (
        f"{ART}" + "<p>&nbsp;</p>".join(f"<p>{t}</p>" for t in PARAGRAPHS) + f"</article>{SIDE}"
    ),
    "photo with caption": lambda: (
        f"{ART}<figure><img src=a.jpg><figcaption>المركز الصحي الجديد (صدى المدينة)"
        f"</figcaption></figure>{p(PARAGRAPHS)}</article>{END}"
    ),
    "read also among the text": lambda: (
        f"{ART}{p(PARAGRAPHS[:3])}<div class=related><b>اقرأ أيضاً</b><ul>{LINKS}</ul>"
        f"</div>{p(PARAGRAPHS[3:])}</article>{END}"
    ),
    "date and share above": lambda: (
        f"{ART}<div class=meta><time>12 تشرين الثاني 2026 - 10:30</time></div>{SHARE}"
        f"<div class=article-content>{p(PARAGRAPHS)}</div>{SHARE}</article>{END}"
    ),
    "tags below": lambda: (
        f"{ART}{p(PARAGRAPHS)}<div class=tags>الوسوم: <a href=/t/1>صحة</a> <a href=/t/2>ريف</a>"
        f"</div></article>{END}"
    ),
    "comments below": lambda: (
        f"{ART}{p(PARAGRAPHS)}</article><div id=comments><h3>التعليقات</h3>"
        f"<div class=comment><b>زائر</b><p>خبر جميل وننتظر المزيد منها.</p></div></div>{FOOT}"
    ),
    "newsletter among the text": lambda: (
        f"{ART}{p(PARAGRAPHS[:2])}<div class=newsletter-box><p>اشترك في النشرة البريدية ليصلك كل جديد</p>"
        f"<form><input type=email><button>اشترك</button></form></div>{p(PARAGRAPHS[2:])}</article>{FOOT}"
    ),
    "cards of others below": lambda: (
        f"{ART}{p(PARAGRAPHS)}</article><section class=more><h3>أخبار ذات صلة</h3>"
        + "".join(f"<div class=card><a href='/{n}'><h4>{t}</h4></a></div>" for n, t in enumerate(OTHERS))
        + f"</section>{FOOT}"
    ),
    "tatweel and diacritics": lambda: f"{ART}{p(PARAGRAPHS).replace('المركز', 'المـركـز')}</article>{END}",
    "direction marks": lambda: (
        f"{ART}" + "".join(f"<p>\u202b{text}\u202c\u200f</p>" for text in PARAGRAPHS) + f"</article>{END}"
    ),
    "presentation forms": lambda: f"{ART}{presentation_forms(p(PARAGRAPHS))}</article>{END}",
    "builder's nested divs": lambda: (
        f"{TOP}{'<div class=row>' * 12}{H1}<div class=col-md-8><div class=text>{p(PARAGRAPHS)}</div></div>"
        f"{'</div>' * 12}{END}"
    ),
}
UTF8 = "text/html; charset=utf-8"
PAGES: dict[str, tuple[bytes, str]] = {
    name: (page(make()).encode(), UTF8) for name, make in TEMPLATES.items()
}
_PLAIN = page(TEMPLATES["article of paragraphs"]())
PAGES |= {
    "windows-1256, declared so": (
        _PLAIN.replace("utf-8", "windows-1256").encode("cp1256", "ignore"),
        "text/html",
    ),
    "windows-1256, declared latin-1": (
        _PLAIN.replace("utf-8", "iso-8859-1").encode("cp1256", "ignore"),
        "text/html; charset=iso-8859-1",
    ),
    "windows-1256, not declared": (
        _PLAIN.replace("<meta charset=utf-8>", "").encode("cp1256", "ignore"),
        "text/html",
    ),
    "utf-8, declared windows-1256": (_PLAIN.encode(), "text/html; charset=windows-1256"),
}
