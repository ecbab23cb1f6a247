"""Lines at the body's edges, names from the home page's link, and other evidence that stands alone."""

import pytest

from tests.extraction.records import TEXTS, TITLE, URL, Case, case, differences, ld, meta, paragraphs, text

EN = TEXTS["en"]
ADDRESS = "https://www.morningpost.example/coast/the-wall"


def signed(*lines: str, before: str = "") -> str:
    """An article with lines after its text."""
    return f"<article><h1>{TITLE}</h1>{before}{text()}{paragraphs(lines)}</article>"


def logo(words: str) -> str:
    """A page whose only evidence for its site's name is the link to the home page."""
    return f'<header><a href="/">{words}</a></header><article><h1>{TITLE}</h1>{text()}</article>'


BYLINES = (
    case(
        "the author's name below the text",
        head=meta(author="Odell Marsh"),
        body=signed("Odell Marsh"),
        authors=["Odell Marsh"],
    ),
    case(
        "name and day below the text",
        head=meta(author="Odell Marsh", article__published_time="2026-11-16T18:40:00+00:00"),
        body=signed("Odell Marsh", "16 November 2026"),
        authors=["Odell Marsh"],
        published_at="2026-11-16T18:40:00+00:00",
    ),
    case(
        "two names below the text",
        head=ld(
            headline=TITLE,
            author=[{"@type": "Person", "name": "Odell Marsh"}, {"@type": "Person", "name": "Ines Calder"}],
        ),
        body=signed("Odell Marsh", "Ines Calder"),
        authors=["Odell Marsh", "Ines Calder"],
    ),
    case(
        "a last sentence that names the author stays",
        head=meta(author="Odell Marsh"),
        body=signed("This is what Odell Marsh saw from the quay on that morning."),
        authors=["Odell Marsh"],
        paragraphs=[*EN, "This is what Odell Marsh saw from the quay on that morning."],
    ),
    case(
        "a short last paragraph stays",
        body=signed("And the sea is calm."),
        paragraphs=[*EN, "And the sea is calm."],
    ),
)

SITES = (
    case(
        "a site's name of four words in the home link",
        head=f"<title>{TITLE} | The Quillmouth Morning Post</title>",
        body=logo("The Quillmouth Morning Post"),
    ),
    case(
        "a site's name of six words in the home link",
        head=f"<title>{TITLE} | The Post of Quillmouth and Sandhaven</title>",
        body=logo("The Post of Quillmouth and Sandhaven"),
    ),
    case(
        "a long name of a site is cut off where the home link has it",
        head=f"<title>{TITLE} | The Post of Quillmouth and Sandhaven</title>",
        body=logo("The Post of Quillmouth and Sandhaven").replace(f"<h1>{TITLE}</h1>", ""),
    ),
    case("a site's name that the host has", head=f"<title>{TITLE} | MorningPost</title>"),
    case("an unknown last part of two words", head=f"<title>{TITLE} | Coast Daily</title>"),
    case(
        "the application's name", head=meta(**{"application-name": "Morning Post"}), publisher="Morning Post"
    ),
    case(
        "the site's name before the application's",
        head=meta(**{"application-name": "Post App", "og:site_name": "Morning Post"}),
        publisher="Morning Post",
    ),
    case(
        "the publisher in JSON-LD before the site's name",
        head=ld(headline=TITLE, publisher={"@type": "Organization", "name": "Morning Post Ltd"})
        + meta(og__site_name="Morning Post"),
        publisher="Morning Post Ltd",
    ),
)

ADDRESSES = (
    case("the address in og:url", head=meta(og__url=ADDRESS), canonical_url=ADDRESS),
    case(
        "the link before og:url",
        head=f'<link rel="canonical" href="{URL}">' + meta(og__url=ADDRESS),
        canonical_url=URL,
    ),
    case("the address in JSON-LD", head=ld(headline=TITLE, mainEntityOfPage=ADDRESS), canonical_url=ADDRESS),
    case(
        "the first article's address in JSON-LD",
        head=ld(headline=TITLE, mainEntityOfPage=URL) + ld(headline="Another one", mainEntityOfPage=ADDRESS),
        canonical_url=URL,
    ),
    case(
        "og:url before JSON-LD",
        head=meta(og__url=URL) + ld(headline=TITLE, mainEntityOfPage=ADDRESS),
        canonical_url=URL,
    ),
)

LANGUAGES = tuple(
    case(f"a plain page in {code}", language=code, title=TEXTS[code][0][:40].strip())
    for code in ("th", "ko", "tr", "he", "hi")
)

CASES = (*BYLINES, *SITES, *ADDRESSES, *LANGUAGES)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
