"""Encodings of feeds as others' tests have them: feedparser (tests/encoding, tests/illformed/chardet), in our words."""

import codecs

import pytest

from tests.discovery.test_feeds_reference import ATOM_03, ENTRY, HERE, atom, only, read, rss

# What Python has no codec for (ms-arab, viscii, tcvn …) feedparser leaves out too; it reads the declaration of
# cp875 as well, the EBCDIC of Greece, in which no page of the web is.
CODECS = [
    "437", "850", "852", "855", "857", "860", "861", "862", "863", "865", "866", "cp1125",
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp437", "cp737", "cp775", "cp850", "cp852", "cp855", "cp856", "cp857", "cp860", "cp861",
    "cp862", "cp863", "cp864", "cp865", "cp866", "cp874", "cp_is", "cskoi8r", "csibm855",
    "csibm857", "csibm860", "csibm861", "csibm863", "csibm864", "csibm865", "csibm866",
    "cspc775baltic", "cspc850multilingual", "cspc862latinhebrew", "cspc8codepage437", "cspcp852",
    "ibm437", "ibm775", "ibm850", "ibm852", "ibm855", "ibm857", "ibm860", "ibm861", "ibm862",
    "ibm863", "ibm864", "ibm865", "ibm866", "koi8-r", "koi8-t", "koi8-u", "mac-cyrillic",
    "maccentraleurope", "maccyrillic", "macgreek", "maciceland", "macintosh", "maclatin2",
    "macroman", "macturkish", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
    "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
    "windows_1250", "windows_1251", "windows_1252", "windows_1253", "windows_1254", "windows_1255",
    "windows_1256", "windows_1257", "windows_1258", "ebcdic-cp-ca", "ebcdic-cp-ch", "ebcdic-cp-nl",
    "ebcdic-cp-wt", "ebcdic_cp_be", "ebcdic_cp_ca", "ebcdic_cp_ch", "ebcdic_cp_us", "ebcdic_cp_wt",
    "cp037", "cp500", "csibm037",
    "csibm500", "ebcdic-cp-be", "ebcdic-cp-us", "ebcdic_cp_nl", "ibm037", "ibm039", "ibm1140",
    "ibm500",
]  # fmt: skip


@pytest.mark.parametrize("name", CODECS)
def test_declared_encodings(name: str) -> None:
    sign = b"\x80".decode(name)
    feed = f'<?xml version="1.0" encoding="{name}"?>\n<feed xmlns="{ATOM_03}"><title>The {sign} harbour</title></feed>'
    assert read(feed.encode(name)).title == " ".join(f"The {sign} harbour".split())


WORD = "Iñtërnâtiônàlizætiøn – سلام"
WIDE = {
    "UTF-8 with a mark": (codecs.BOM_UTF8, "utf-8", ""),
    "UTF-16 with a mark": (codecs.BOM_UTF16_LE, "utf-16-le", ""),
    "UTF-16 with the other mark": (codecs.BOM_UTF16_BE, "utf-16-be", ""),
    "UTF-16 by itself": (b"", "utf-16-le", ""),
    "UTF-16 by itself, the other": (b"", "utf-16-be", ""),
    "UTF-16, declared": (b"", "utf-16-le", "utf-16le"),
    "UTF-16, declared, the other": (b"", "utf-16-be", "utf-16be"),
    "UTF-16, declared without its order": (codecs.BOM_UTF16_LE, "utf-16-le", "u16"),
    "UTF-32 with a mark": (codecs.BOM_UTF32_LE, "utf-32-le", ""),
    "UTF-32 with the other mark": (codecs.BOM_UTF32_BE, "utf-32-be", ""),
    "UTF-8 declared as something unknown": (b"", "utf-8", "bogus"),
    "UTF-8 declared as UTF-16": (b"", "utf-8", "utf-16"),
}


@pytest.mark.parametrize("name", WIDE)
def test_wide_encodings(name: str) -> None:
    mark, codec, declared = WIDE[name]
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    feed = declaration + rss(f"<title>{WORD}</title>{HERE}")
    assert only(mark + feed.encode(codec)).title == WORD


HEADERS = {
    "none, nothing declared": ("", "", "utf-8"),
    "none, declared": ("", "iso-8859-1", "iso-8859-1"),
    "no charset": ("application/atom+xml", "", "utf-8"),
    "no charset, declared": ("application/xml", "iso-8859-1", "iso-8859-1"),
    "a charset": ("text/xml; charset=windows-1252", "", "windows-1252"),
    "a charset between quotes": ('application/rss+xml;charset= "windows-1252"', "", "windows-1252"),
    "a charset between single quotes": ("text/xml;charset = 'windows-1252'", "", "windows-1252"),
    "a charset against the declaration": ("text/xml; charset=windows-1252", "iso-8859-1", "windows-1252"),
    "a charset that is none": ("text/xml; charset:iso-8859-1", "", "utf-8"),
    "an unknown charset": ("text/xml; charset=bogus", "iso-8859-1", "iso-8859-1"),
    "text/xml without a charset": ("text/xml", "iso-8859-1", "iso-8859-1"),  # RFC 7303, no longer US-ASCII
    "text/plain": ("text/plain", "iso-8859-1", "iso-8859-1"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_what_the_header_says_of_the_encoding(name: str) -> None:
    content_type, declared, codec = HEADERS[name]
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    title = "This is a £“test.”" if codec == "windows-1252" else "This is a £test, señor."
    feed = declaration + rss(f"<title>{title}</title>{HERE}")
    assert only(feed.encode(codec), content_type).title == title


@pytest.mark.parametrize(
    ("codec", "word"),
    [
        ("euc-kr", "새해 복 많이 받으세요"),
        ("big5", "我希望這篇文章容易翻譯"),
        ("gb2312", "我希望这篇文章容易翻译"),
    ],
)
def test_east_asian_encodings(codec: str, word: str) -> None:
    feed = f'<?xml version="1.0" encoding="{codec}"?>' + rss(
        f"<title>{word}</title>{HERE}<description>&lt;img alt='{word}'/>{word}</description>"
    )
    link = only(feed.encode(codec))
    assert (link.title, link.summary) == (word, word)


def test_a_name_for_less_than_is_written() -> None:
    """GB 2312 is said, and GB 18030 is written."""
    feed = '<?xml version="1.0" encoding="gb2312"?>' + rss(f"<title>嗞</title>{HERE}")
    assert only(feed.encode("gb18030"), "text/xml").title == "嗞"


def test_entities_are_not_grown() -> None:
    entities = '<!DOCTYPE feed [<!ENTITY a "bogus "><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
    feed = f'<?xml version="1.0" encoding="utf-16be"?>{entities}{atom(f"<title>&c;</title>{ENTRY}")}'
    assert "bogus" not in (only(codecs.BOM_UTF16_BE + feed.encode("utf-16-be")).title or "")
