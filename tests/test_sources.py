"""sources.toml: what it may say, and the errors for what it may not."""

from pathlib import Path

import pytest

from crawler.errors import InputError, SourcesError
from crawler.sources.file import Source, load_sources, source_of, to_toml

GOOD = """
[[source]]
name = "valley"
url = "https://Valley.example"

[[source]]
name = "صدى"
url = "https://sada.example/ar/"
feeds = ["/rss", "https://feeds.example/sada"]
delay = 2.5
language = "ar"
include = ["/news/"]
"""

TWO = (
    "[[source]]\nname = 'a'\nurl = 'https://a.example'\n\n[[source]]\nname = 'b'\nurl = 'https://b.example'\n"
)
# (text, line, words that the error holds)
WRONG = [
    (
        "[[source]]\nname = 'a'\nurl = 'https://a.example'\n".replace("'a'", '"a\\u001b[31m"'),
        2,
        ["name", "signs"],
    ),
    (
        "[[source]]\nname = 'a'\nurl = 'https://a.example'\n".replace("'a'", '"a\\u202eb"'),
        2,
        ["name", "signs"],
    ),
    ("", None, ["[[source]]"]),
    ("[[source]]\nname = 'a'\n", 1, ["url", "missing"]),
    ("[[source]]\nurl = 'https://a.example'\n", 1, ["name", "missing"]),
    (
        "[[source]]\nname = 'a'\nurl = 'https://a.example'\nfeed = 'x'\n",
        4,
        ["feed", "unknown", "feeds", "delay"],
    ),
    ("[[source]]\nname = 'a'\nurl = 'ftp://a.example'\n", 3, ["url", "http"]),
    ("[[source]]\nname = 'a'\nurl = 'https://a.example'\ndelay = 'soon'\n", 4, ["delay", "float"]),
    ("[[source]]\nname = 'a'\nurl = 'https://a.example'\ndelay = -1\n", 4, ["delay", "0 to"]),
    ("[[source]]\nname = 'a'\nurl = 'https://a.example'\nlimit = 0\n", 4, ["limit", "from 1"]),
    (
        "[[source]]\nname = 'a'\nurl = 'https://a.example'\nexclude = ['(']\n",
        4,
        ["exclude", "regular expression"],
    ),
    ("[source]\nname = 'a'\nurl = 'https://a.example'\n", 1, ["[[source]]"]),
    ("sites = 1\n", None, ["sites", "unknown"]),
    ("[[source]]\nname = \n", 2, ["nvalid"]),
    (
        "[[source]]\nname = 'a'\nurl = 'https://a.example'\n\n[[source]]\nname = 'a'\nurl = 'https://b.example'\n",
        6,
        ["name", "twice"],
    ),
    (
        TWO + "limit = 'x'\n",
        8,
        ["limit", "int"],
    ),
]


def test_a_good_file(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(GOOD, "utf-8")
    valley, sada = load_sources(file)
    assert (valley.name, valley.url, valley.delay, valley.limit) == (
        "valley",
        "https://valley.example/",
        1.0,
        100,
    )
    assert valley.site == "valley.example"
    assert sada.feeds == ("https://sada.example/rss", "https://feeds.example/sada")


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_a_wrong_file_is_told_where_and_what(
    tmp_path: Path, text: str, line: int | None, words: list[str]
) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SourcesError) as caught:
        load_sources(file)
    message = str(caught.value)
    assert message.startswith(str(file) + (f":{line}:" if line else ":"))
    assert "\n" not in message
    for word in words:
        assert word in message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="cannot be read"):
        load_sources(tmp_path / "none.toml")


def test_an_entry_is_read_back_as_it_was(tmp_path: Path) -> None:
    source = Source(
        name='a "b" ب', url="https://a.example/", feeds=("https://a.example/f",), delay=3.5, limit=7
    )
    file = tmp_path / "sources.toml"
    file.write_text(to_toml(source), "utf-8")
    assert load_sources(file) == (source,)


def test_a_bare_address() -> None:
    assert source_of("www.news.example").name == "news.example"
    assert source_of("http://127.0.0.1:8970/").name == "127.0.0.1:8970"
    with pytest.raises(InputError):
        source_of("mailto://x")
