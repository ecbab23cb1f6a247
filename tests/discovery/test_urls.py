"""Canonical URLs, after RFC 3986 §6.2, WHATWG URL and UTS 46."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import canonicalize, registrable, site_of
from crawler.urls import MAX_BYTES

CASES = [
    # case, ports, fragments, empty parts
    ("HTTP://Example.COM:80", "http://example.com/"),
    ("https://example.com:443/A?", "https://example.com/A"),
    ("https://example.com:8443/a", "https://example.com:8443/a"),
    ("https://example.com/a#comments", "https://example.com/a"),
    ("https://example.com/#!/story/5", "https://example.com/#!/story/5"),
    ("https://user:pass@example.com/a", "https://example.com/a"),
    ("https://example.com./a", "https://example.com/a"),
    ("  https://example.com/a\n-b ", "https://example.com/a-b"),
    (r"https:\\example.com\a", "https://example.com/a"),
    # the scheme by which readers are opened
    ("feed://example.com/rss", "http://example.com/rss"),
    ("feed:https://example.com/rss", "https://example.com/rss"),
    ("FEED://https://example.com/rss", "https://example.com/rss"),
    # names in other scripts
    ("https://مثال.إختبار/خبر", "https://xn--mgbh0fb.xn--kgbechtv/%D8%AE%D8%A8%D8%B1"),
    ("https://新闻.中国/头条", "https://xn--efvy88h.xn--fiqs8s/%E5%A4%B4%E6%9D%A1"),
    ("https://חדשות.example/כתבה", "https://xn--7dbee7eg.example/%D7%9B%D7%AA%D7%91%D7%94"),
    ("https://Bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    # percent-encoding
    ("https://e.org/%d8%ae%7euser%2Fx", "https://e.org/%D8%AE~user%2Fx"),
    ("https://e.org/100%-sure", "https://e.org/100%25-sure"),
    ("https://e.org/?q=%C7%E1", "https://e.org/?q=%C7%E1"),  # windows-1256 bytes stay
    ("https://e.org/a b", "https://e.org/a%20b"),
    # dot segments; doubled slashes may mean something
    ("https://e.org/a/./b/../c", "https://e.org/a/c"),
    ("https://e.org/a/%2e%2e/b", "https://e.org/b"),
    ("https://e.org/../../a/..", "https://e.org/"),
    ("https://e.org/a//b/", "https://e.org/a//b/"),
    # tracking goes, what may name the article stays, in its order
    ("https://e.org/a?utm_source=x&id=5&UTM_Medium=y", "https://e.org/a?id=5"),
    ("https://e.org/a?z=1&fbclid=abc&b=2", "https://e.org/a?z=1&b=2"),
    ("https://e.org/a?at_medium=RSS&at_campaign=KARANGA", "https://e.org/a"),
    ("https://e.org/a?ref=rss", "https://e.org/a"),
    ("https://e.org/a?ref=chapter2", "https://e.org/a?ref=chapter2"),
    ("https://e.org/?p=1234&amp;utm_source=rss", "https://e.org/?p=1234"),
    ("https://e.org/s?story_id=7&newsid=8", "https://e.org/s?story_id=7&newsid=8"),
    # session ids go, a story's number under the same name stays
    ("https://e.org/a.jsp;jsessionid=0A1B2C?id=3", "https://e.org/a.jsp?id=3"),
    ("https://e.org/a?PHPSESSID=abc&x=1", "https://e.org/a?x=1"),
    ("https://e.org/a?sid=123", "https://e.org/a?sid=123"),
    ("https://e.org/a?sid=0123456789abcdef0123456789abcdef", "https://e.org/a"),
    # addresses
    ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ("http://[2001:DB8::0:1]:80/", "http://[2001:db8::1]/"),
]


@pytest.mark.parametrize(("url", "expected"), CASES)
def test_canonical(url: str, expected: str) -> None:
    assert canonicalize(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#top",
        "javascript:void(0)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "mailto:a@e.org",
        "tel:+123",
        "ftp://e.org/a",
        "file:///etc/passwd",
        "http://",
        "http:///a",
        "https://[::1",
        "https://e.org:99999/",
        "https://e.org:port/",
        "http://2130706433/",
        "http://0x7f.1/",
        "https://a b/",
        "https://-.-/",
        "https://e..org/",
        "https://" + "a" * 64 + ".org/",
        "https://e.org/" + "a" * MAX_BYTES,
        "https://e.org/" + "خ" * 400,
    ],
)
def test_hopeless(url: str) -> None:
    assert canonicalize(url) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a", "https://e.org/a"),
        ("b?x=1", "https://e.org/news/b?x=1"),
        ("../c", "https://e.org/c"),
        ("//cdn.e.org/d", "https://cdn.e.org/d"),
        ("?id=2", "https://e.org/news/?id=2"),
        ("خبر", "https://e.org/news/%D8%AE%D8%A8%D8%B1"),
        ("javascript:void(0)", None),
    ],
)
def test_relative(url: str, expected: str | None) -> None:
    assert canonicalize(url, "https://e.org/news/?id=1#x") == expected


URL_LIKE = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["http://", "https://", "HTTP:\\\\", "//", ""]),
        st.text(alphabet="abcÄخ新.:@[]%-_0 1", max_size=20),
        st.text(alphabet="/?#.%;&=!+~\\aZ2eEfFخ \t\x00خ", max_size=60),
    ),
)


@given(st.one_of(st.text(), URL_LIKE), st.one_of(st.none(), st.text(), URL_LIKE))
def test_never_raises_and_idempotent(url: str, base: str | None) -> None:
    once = canonicalize(url, base)
    if once is not None:
        assert canonicalize(once) == once
        assert once.isascii()
        assert once.startswith(("http://", "https://"))
        assert site_of(once)
    site_of(url)
    registrable(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Example.com:443/a", "www.example.com"),
        ("http://example.com:8080/a", "example.com:8080"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("https://مثال.إختبار/", "xn--mgbh0fb.xn--kgbechtv"),
        ("nonsense", ""),
        ("http://[", ""),
    ],
)
def test_site(url: str, expected: str) -> None:
    assert site_of(url) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("a.b.example.com:8080", "example.com"),
        ("news.example.com.sy", "example.com.sy"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("localhost", "localhost"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]:80", "[::1]"),
        ("co.uk", "co.uk"),
        ("www.xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("a.b.xn--o1ach.xn--90a3ac", "b.xn--o1ach.xn--90a3ac"),  # under a suffix of two names
        ("www.пример.рф", "пример.рф"),
        ("www.xn--a.example.com", "example.com"),  # no name that can be read
    ],
)
def test_registrable(host: str, expected: str) -> None:
    assert registrable(host) == expected
