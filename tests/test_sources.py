"""sources.toml: what it may say, and the errors for what it may not."""

from pathlib import Path

import pytest

from crawler.errors import InputError, SourcesError
from crawler.runs.find import listed_sources
from crawler.sources.file import Source, check_sources, load_sources, source_of, to_toml

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
include = ["/news/", "*/sport/*"]
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
    (f"a = {'[' * 3_000}{']' * 3_000}", None, ["lists in lists"]),
    (f"a = {'9' * 9_000}", None, ["digits"]),
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


def test_every_error_of_a_file_at_once(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        """
[[source]]
name = "a"
url = "https://a.example/"
delay = "soon"
limit = "many"
color = "red"

[[source]]
url = "https://b.example/"

[[source]]
name = "a"
url = "ftp://c.example/"
exclude = ["("]
concurrency = 99
render = "sometimes"
headers = { Authorization = "hidden" }
cookies = { session = "x", "a b" = "y" }
proxy = "http://ann:hidden@proxy.example:3128"
user_agent = "naïve"
parser = { titel = "h1", title = "h1[", authors = "//a[", tags = ".tag" }

[[source]]
name = "d"
url = "https://d.example/"
parser = "no.such.module"
""",
        "utf-8",
    )
    sources, errors = check_sources(file)
    assert sources == ()
    assert [(error.line, error.key) for error in errors] == [
        (5, "delay"),
        (6, "limit"),
        (7, "color"),
        (9, "name"),
        (13, "name"),
        (14, "url"),
        (15, "exclude"),
        (16, "concurrency"),
        (17, "render"),
        (18, "headers"),
        (19, "cookies"),
        (20, "proxy"),
        (21, "user_agent"),
        (22, "parser"),
        (22, "parser"),
        (22, "parser"),
        (27, "parser"),
    ]
    assert "hidden" not in "".join(map(str, errors))
    with pytest.raises(SourcesError, match="delay"):
        load_sources(file)


def test_a_good_file_has_no_errors(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(TWO + "cookies = 'jar.txt'\n", "utf-8")
    sources, errors = check_sources(file)
    assert errors == []
    assert sources == load_sources(file)
    assert sources[1].cookies == str(tmp_path / "jar.txt")


@pytest.mark.parametrize("text", [text for text, _, _ in WRONG])
def test_what_one_says_all_say(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SourcesError) as first:
        load_sources(file)
    assert str(first.value) in map(str, check_sources(file)[1])


OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="2.0"><head><title>&x;</title></head><body><outline text="News">
<outline type="rss" text="The Lamp, daily" xmlUrl="https://lamp.example/rss" htmlUrl="https://lamp.example"/>
<outline type="rss" text="Lamp: sport" xmlUrl="https://lamp.example/sport.rss" htmlUrl="https://lamp.example/"/>
<outline type="rss" text="The Lamp  daily" xmlUrl="https://other.example/feed"/>
<outline type="rss" xmlUrl="http://mill.example:8080/atom.xml"/>
<outline type="link" text="no feed" url="https://x.example/"/><outline text="bad" xmlUrl="feed:nowhere"/>
</outline></body></opml>"""


def test_a_feed_readers_list_becomes_sources(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML, "utf-8")
    target = tmp_path / "sources.toml"
    target.write_text("[[source]]\nname = 'mill'\nurl = 'http://mill.example:8080/'\n", "utf-8")
    listed = listed_sources(tmp_path / "list.opml", target)
    assert listed.told == "2 sources, 1 is there already"
    _, lamp, other = load_sources(target)
    assert (lamp.name, lamp.url) == ("The Lamp daily", "https://lamp.example/")
    assert lamp.feeds == ("https://lamp.example/rss", "https://lamp.example/sport.rss")
    assert (other.name, other.url) == ("The Lamp daily 2", "https://other.example/")
    assert listed_sources(tmp_path / "list.opml", target).sources == []


def test_a_list_of_five_thousand_feeds(tmp_path: Path) -> None:
    feeds = "".join(f'<outline text="Feed" xmlUrl="https://n{n}.example/rss"/>' for n in range(5000))
    (tmp_path / "list.opml").write_text(f"<opml version='1.0'><body>{feeds}</body></opml>")
    target = tmp_path / "sources.toml"
    assert len(listed_sources(tmp_path / "list.opml", target).sources) == 5000
    assert len(load_sources(target)) == 5000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no XML"),
        ("<html><body/></html>", "is no OPML"),
        ("<opml><body><outline text='x'/></body></opml>", "names no feed"),
    ],
)
def test_what_is_no_list_of_feeds(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(text)
    with pytest.raises(InputError, match=told):
        listed_sources(tmp_path / "list.opml", None)
