"""What is read of the parts that programs are meant to read, and how much: JSON-LD, meta, microdata, states, bytes."""

import gzip
import json
from typing import Any

import pytest

from crawler.pages.appstate import state_texts
from crawler.pages.decode import decode, repaired
from crawler.pages.inflate import inflate
from crawler.pages.jsonld import decode_script, flatten, mend, texts, types
from crawler.pages.parse import parse
from crawler.pages.structured import Structured
from tests.extraction.records import TEXTS, TITLE, URL, ld, meta
from tests.extraction.telling import claimed, page
from tests.sweeps import Sweep, differences, kept

LINE = TEXTS["en"][0]


def structured(head: str, body: str = "") -> Structured:
    return Structured(parse(f"<html><head>{head}</head><body>{body}</body></html>"), URL)


def scripts(count: int) -> int:
    return len(structured(ld(headline=TITLE) * count).found)


def nested_nodes(depth: int) -> Any:
    """Brackets that nothing closes: the nodes are mended."""
    found = flatten(mend('{"@type": "A", "x": ' * depth))
    return len(found)


def tokens(count: int) -> int:
    (found,) = mend("[" + "1 " * count)
    return len(found)


def mended(size: int) -> Any:
    return mend('["' + "x" * (size - 7) + '", x]')[0][1:]


def whole_script(size: int) -> Any:
    text = json.dumps({"a": "x" * (size - 18), "b": 1})
    assert len(text) == size - 1
    return decode_script(text + " ").get("b") if size <= 2_000_001 else type(decode_script(text)).__name__


def metas(count: int) -> Any:
    return structured('<meta name="x" content="">' * count + '<meta name="y" content="here">').first("y")


def content(size: int) -> int:
    return len(structured(meta(description="x" * size)).meta["description"][0])


def headings(count: int) -> Any:
    return len(structured("<title>The harbour</title>" * count, "<h1>The harbour</h1>" * count).titles)


def scopes(count: int) -> Any:
    """So many teasers before the article whose headline the page claims."""
    one = "<div itemscope itemtype='https://schema.org/Article'><h2>Another of them</h2></div>"
    main = f"<div itemscope itemtype='https://schema.org/Article'><h1>{TITLE}</h1><p itemprop='genre'>Port</p></div>"
    return structured(f"<title>{TITLE}</title>", one * count + main).micro


def annotated(count: int) -> Any:
    """So many annotated elements before one more."""
    return len(structured("", "<p itemprop='a'>x</p>" * count + "<p itemprop='b'>x</p>").micro)


def alike_title(shared: int) -> Any:
    """Of ten words of the claimed title a scope's heading has so many."""
    words = [f"word{number}" for number in range(10)]
    mine = " ".join([*words[1 : shared + 1], *(f"other{n}" for n in range(10 - shared))])
    article = (
        "<div itemscope itemtype='https://schema.org/Article'><h2>{}</h2><p itemprop='genre'>{}</p></div>"
    )
    return structured(
        f"<title>{' '.join(words)}</title>", article.format("Nothing of it", "a") + article.format(mine, "b")
    ).micro


def names_of_one(count: int) -> int:
    return len(structured("", f"<p itemprop='{' '.join(f'n{n}' for n in range(count))}'>x</p>").micro)


def state(value: object, prefix: str = "window.state = ") -> list[int]:
    root = parse(f"<html><body><script>{prefix}{json.dumps(value)}</script></body></html>")
    return [len(text) for group in state_texts(root) for text in group.parts]


def stated_line(size: int) -> Any:
    return state([LINE[:size]])


def stated_early_space(size: int) -> Any:
    """A string whose first space comes after so many letters is no text."""
    return state(["x" * size + " harbour"])


def stated_depth(depth: int) -> Any:
    value: object = LINE
    for _ in range(depth):
        value = [value]
    return state(value)


def stated_far(size: int) -> Any:
    """The state is assigned after so many letters of the script."""
    return state([LINE], "//" + "x" * size + "\nwindow.state = ")


def short_script(size: int) -> Any:
    root = parse(f"<html><body><script type='application/json'>\"{LINE[:size]}\"</script></body></html>")
    return [len(text) for group in state_texts(root) for text in group.parts]


def declared(size: int) -> str:
    return decode(b"<!--" + b"x" * size + b"--><meta charset='windows-1251'>\xef\xf0\xe8\xe2\xe5\xf2")[1]


def stray(count: int) -> str:
    """So many bytes of Latin-1 in UTF-8 text that is cut in no character."""
    return decode(
        ("é harbour " * 200).encode() + b"\xe9 wall " * count + b"end of it", "text/html; charset=utf-8"
    )[1]


def twice(count: int) -> str:
    return repaired("Ã© harbour " * count)[:2]


def members(count: int) -> Any:
    return inflate(gzip.compress(b"x") * count)[1]


def layers(count: int) -> bool:
    body = b"harbour"
    for _ in range(count):
        body = gzip.compress(body)
    return inflate(body)[0] == b"harbour"


def inflated(limit: int) -> Any:
    """A body of 1,000 bytes, packed and not."""
    return [
        (len(body), problem)
        for body, problem in (inflate(gzip.compress(b"x" * 1000), limit), inflate(b"x" * 1000, limit))
    ]


def head_of(field: str, size: int) -> str:
    value = ("harbour wall " * 500)[:size].rstrip().ljust(size, "x")
    return {
        "publisher": meta(og__site_name=value),
        "section": meta(article__section=value),
        "published_at": meta(article__published_time="2026-11-12T10:30:00Z".rjust(size, "-")),
        "summary": meta(description=value),
        "title": f"<title>{value}</title>",
    }[field]  # fmt: skip


def believed(field: str, size: int) -> int:
    """How many claims a value of so many letters makes."""
    return len([line for line in claimed(field)(page(head=head_of(field, size))) if "…" not in line])


LENGTHS = {
    "publisher": range(118, 123),
    "section": range(58, 63),
    "published_at": range(78, 83),
    "summary": range(1_498, 1_503),
    "title": range(398, 403),
}

SWEEPS = (
    Sweep("scripts of JSON-LD", range(57, 64), scripts),
    Sweep("nodes that nothing closes", range(56, 66), nested_nodes),
    Sweep("tokens of a broken script", [199_999, 200_000], tokens),
    Sweep("letters of a broken script", range(499_997, 500_006), mended),
    Sweep("letters of a script", range(1_999_996, 2_000_006, 3), whole_script),
    Sweep("nodes of a page", range(2_996, 3_004), lambda n: len(flatten([{"@type": "A"}] * n))),
    Sweep("values of a page", range(49_994, 50_004), lambda n: len(flatten([{}] * n + [{"@type": "A"}]))),
    Sweep("letters of a type", range(196, 204), lambda n: [len(name) for name in types({"@type": "x" * n})]),
    Sweep(
        "letters of a type in a list",
        range(196, 204),
        lambda n: [len(name) for name in types({"@type": ["x" * n]})],
    ),
    Sweep("texts of a property", range(996, 1_004), lambda n: len(texts(["x"] * n))),
    Sweep("meta elements before one", range(4_996, 5_004), metas),
    Sweep("letters of a meta element", range(19_998, 20_003), content),
    Sweep("titles and headings", range(3, 8), headings),
    Sweep("scopes before the article's", range(46, 54), scopes),
    Sweep("annotated elements", range(19_997, 20_003), annotated),
    Sweep("words of a scope's heading", range(5, 11), alike_title),
    Sweep("properties of an element", range(5, 12), names_of_one),
    Sweep("letters of a string in a state", range(56, 64), stated_line),
    Sweep("letters before a string's first space", range(396, 404), stated_early_space),
    Sweep("lists around a string", range(56, 66), stated_depth),
    Sweep("letters before a state", range(1_960, 2_010, 2), stated_far),
    Sweep("letters of a state", range(57, 63), short_script),
    Sweep("bytes before a declared encoding", range(65_480, 65_550, 2), declared),
    Sweep("stray bytes", range(1, 8), stray),
    Sweep("traces of text encoded twice", range(2, 8), twice),
    Sweep("gzip members", [9_998, 9_999, 10_000, 10_001], members),
    Sweep("layers of gzip", range(4), layers),
    Sweep("bytes of an inflated body", [998, 999, 1_000, 1_001], inflated),
    *(
        Sweep(f"letters of a claimed {field}", sizes, lambda n, field=field: believed(field, n))
        for field, sizes in LENGTHS.items()
    ),
)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_limits(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
