"""Bytes to text: declared, wrongly declared and undeclared encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.decode import decode
from crawler.pages.parse import parse

ARABIC = (
    "<html><head>{}</head><body><p>"
    + "وصلت القافلة إلى المدينة بعد يومين من السفر في البر. " * 8
    + "</p></body></html>"
)
GERMAN = (
    "<html><head>{}</head><body><p>"
    + "Über den Flüssen liegt früh am Morgen Nebel, und die Fähre fährt spät. " * 8
    + "</p></body></html>"
)
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'

CASES = [
    # text, encoded as, declared in <meta>, declared in the header
    (ARABIC, "utf-8", "", ""),
    (ARABIC, "utf-8", "utf-8", ""),
    (ARABIC, "utf-8", "windows-1256", ""),  # wrong meta
    (ARABIC, "utf-8", "iso-8859-1", "text/html; charset=iso-8859-1"),
    (ARABIC, "cp1256", "windows-1256", ""),
    (ARABIC, "cp1256", "", "text/html; charset=windows-1256"),
    (ARABIC, "cp1256", "", ""),  # nothing says so
    (ARABIC, "cp1256", "utf-8", ""),  # wrong
    (ARABIC, "cp1256", "iso-8859-1", ""),  # wrong
    (ARABIC, "iso8859-6", "iso-8859-6", ""),
    (ARABIC, "utf-16", "", ""),  # with a BOM
    (ARABIC, "utf-16-le", "utf-16", ""),
    (ARABIC, "utf-16-be", "", ""),
    (GERMAN, "latin-1", "iso-8859-1", ""),
    (GERMAN, "cp1252", "", ""),
    (GERMAN, "utf-8", "iso-8859-1", ""),  # wrong
    (GERMAN, "utf-8-sig", "iso-8859-1", "text/html; charset=iso-8859-1"),  # a BOM beats both
    (GERMAN, "latin-1", "utf-8", ""),  # wrong
    ("<p>" + "東京で会議が開かれた。" * 20 + "</p>{}", "shift_jis", "Shift_JIS", ""),
    ("<p>" + "会议在北京举行，代表们讨论了合作问题。" * 20 + "</p>{}", "gb18030", "gb2312", ""),
    # 0x8D, which stands for nothing in windows-1252
    (
        "<p>" + "Íñigo volvió a Galicia después de cuatro años en África. " * 8 + "</p>{}",
        "utf-8",
        "cp1252",
        "",
    ),
    ("<p>" + "В городе открылась выставка старых карт и книг. " * 8 + "</p>{}", "cp1251", "", ""),
]


@pytest.mark.parametrize(("text", "codec", "meta", "header"), CASES)
def test_the_text_comes_back(text: str, codec: str, meta: str, header: str) -> None:
    page = text.format(META.format(meta) if meta else "")
    assert decode(page.encode(codec), header)[0] == page


def test_one_bad_byte_does_not_change_the_encoding() -> None:
    body = ARABIC.format(META.format("utf-8")).encode() + b"\xff<p>end</p>"
    text, name = decode(body)
    assert name == "utf-8"
    assert text.endswith("<p>end</p>")


def test_a_page_cut_off_inside_a_letter() -> None:
    body = ARABIC.format("").encode()[:301]
    assert decode(body)[1] == "utf-8"


@pytest.mark.parametrize(
    "header", ["text/html; charset=klingon", "text/html; charset=", ";;;", "text/html; charset=\x00"]
)
def test_an_unknown_name_is_passed_over(header: str) -> None:
    assert decode(ARABIC.format("").encode(), header)[1] == "utf-8"


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_decode_and_parse(body: bytes, header: str) -> None:
    text, _ = decode(body, header)
    assert parse(text).tag == "html"


@pytest.mark.parametrize(
    "page",
    ["a&#x1;b", "a&#1b", "a\x00b", "a&#xFFFE;b", "a\ufffeb", "<?xml version='1.0' encoding='utf-16'?><p>a b"],
)
def test_control_characters_cost_nothing(page: str) -> None:
    text = "".join(parse(f"<html><body><p>{page}</p></body></html>").itertext())
    assert text.replace(" ", "").startswith("ab")
    assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
