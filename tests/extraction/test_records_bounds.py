"""Pages on each side of a bound: what is just short enough, near enough or often enough, and what is not."""

import pytest

from tests.extraction.records import TEXTS, TITLE, Case, case, differences, ld, meta, paragraphs, text

EN = TEXTS["en"]
NEWS = ld(headline=TITLE)
PEOPLE = [
    "Odell Marsh",
    "Ines Calder",
    "Tom Reeve",
    "Greta Stone",
    "Anna Lund",
    "Paul Carver",
    "Mia Holt",
    "Jan Tanner",
    "Rosa Quill",
    "Leo Farrow",
    "Ida Penn",
    "Max Thorne",
    "Eva Wick",
    "Sam Yarrow",
    "Nora Flint",
    "Hugo Marl",
    "Clara Dene",
    "Otto Vane",
    "Lena Ross",
    "Karl Moss",
    "Vera Nash",
    "Finn Doyle",
    "Alma Reed",
    "Ralph Gray",
]
LINE = "A line over the headline that says where all of this happened and for whom it mattered most"


def kicker(words: str) -> str:
    return f'<article><p class="kicker">{words}</p><h1>{TITLE}</h1>{text()}</article>'


def deck(words: str) -> str:
    return f'<header><h1>{TITLE}</h1><div class="subtitle">{words}</div></header><article>{text()}</article>'


def persons(count: int) -> str:
    """JSON-LD with so many authors."""
    return ld(headline=TITLE, author=[{"@type": "Person", "name": name} for name in PEOPLE[:count]])


def tags(count: int) -> list[str]:
    return [f"subject {number}" for number in range(count)]


def copied(lines: list[str]) -> str:
    """The whole text, and these of its paragraphs again."""
    return f"<article><h1>{TITLE}</h1>{paragraphs([*EN, *lines])}</article>"


def closing(place: int) -> str:
    """A long article with a line on its rights so many paragraphs before the end."""
    lines = [*EN, *EN]
    rest = len(lines) - place
    note = ["© 2026 Morning Post"]
    return f"<article><h1>{TITLE}</h1>{paragraphs([*lines[:rest], *note, *lines[rest:]])}</article>"


HEADLINES = (
    case("a kicker of 90 letters", body=kicker(LINE[:90].strip()), kicker=LINE[:90].strip()),
    case("a deck of 15 letters", body=deck("The quay closes"), subtitle="The quay closes"),
    case(
        "a section of 60 letters",
        head=meta(article__section="Coast and islands " * 3),
        section="Coast and islands " * 2 + "Coast and islands",
    ),
    case("a section of 71 letters", head=meta(article__section="Coast and islands " * 4)),
    case("forty tags", head=ld(headline=TITLE, keywords=tags(40)), tags=tags(40)),
    case("forty-one tags are a keyword dump", head=ld(headline=TITLE, keywords=tags(41))),
)

AUTHORS = (
    case("three authors", head=persons(3), authors=PEOPLE[:3]),
    case("twelve authors", head=persons(12), authors=PEOPLE[:12]),
    case("twenty authors", head=persons(20), authors=PEOPLE[:20]),
    case("a name of two words", head=meta(author="Ada Lund"), authors=["Ada Lund"]),
    case(
        "a name of five words",
        head=meta(author="Maria Elena Rosa Lund Vega"),
        authors=["Maria Elena Rosa Lund Vega"],
    ),
    case(
        "a name of six words",
        head=meta(author="Maria Elena Rosa Clara Lund Vega"),
        authors=["Maria Elena Rosa Clara Lund Vega"],
    ),
)

COPIES = (
    case("one paragraph again", body=copied(EN[:1]), paragraphs=[*EN, *EN[:1]]),
    case("two paragraphs again", body=copied(EN[:2]), paragraphs=[*EN, *EN[:2]]),
    case("three paragraphs again are a copy", body=copied(EN[:3])),
    case("the whole text again is a copy", body=copied(EN)),
)

NOTES = (
    case("rights in the last paragraph", head=NEWS, body=closing(0), paragraphs=[*EN, *EN]),
    case("rights one before the last", head=NEWS, body=closing(1), paragraphs=[*EN, *EN]),
    case("rights three before the last", head=NEWS, body=closing(3), paragraphs=[*EN, *EN]),
)

CASES = (*HEADLINES, *AUTHORS, *COPIES, *NOTES)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
