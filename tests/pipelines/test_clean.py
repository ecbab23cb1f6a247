"""Cleaning text: characters, repeated starts, furniture and agencies at the end."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.roles import linerules as endings
from crawler.extraction.roles.labelled import Apart
from crawler.items import Article, BodyBlock, Extraction, Image
from pipelines.clean import clean
from pipelines.normalize import clean_line, clean_text, is_clean
from tests.extraction.labelling import of_texts

LEAD = "The council of the harbour town voted on Monday to rebuild the lighthouse"
NEXT = "Work is to begin in spring, once the last of the storms has passed."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  two\u00a0 \t spaces\u2009here ", "two spaces here"),
        ("cafe\u0301", "café"),
        ("soft\u00adhyphen zero\u200bwidth \ufeffbom", "softhyphen zerowidth bom"),
        ("\u200fقال\u200e \u202bالوزير\u202c", "قال الوزير"),
        ("المنـــــارة", "المنارة"),
        ("عام 1447 هـ", "عام 1447 هـ"),
        ("1447هـ.", "1447هـ."),
        ("وجـه", "وجه"),
        ("ـــــــــ", ""),
        ("\ufef3\ufee0\ufea4\ufe96", "يلحت"),
        ("قال ﷺ", "قال ﷺ"),
        ("می\u200cخواهم کتاب\u200cها", "می\u200cخواهم کتاب\u200cها"),
        ("قال\u200cت", "قالت"),
        ("\u200cمی\u200c ", "می"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("👩\u200d🚀 lands", "👩\u200d🚀 lands"),
        ("a\u200db", "ab"),
        ("\ue8a1 share \uf0c9", "share"),
        ("bell\x07 and \x85next", "bell and\nnext"),
        ("line\r\n\r\n  line \u2028end", "line\nline\nend"),
        ("lone \ud83d half", "lone half"),
        ("ไทย\u200bแลนด์", "ไทยแลนด์"),
        ("", ""),
    ],
)
def test_characters(given: str, expected: str) -> None:
    assert clean_text(given) == expected


def test_joiners_follow_the_whole_article() -> None:
    assert clean_text("خانه\u200cام", beyond_arabic=True) == "خانه\u200cام"
    assert clean_text("خانه\u200cام") == "خانهام"
    page = clean(Article("u", title="خانه\u200cام", paragraphs=["گفت که پنجره باز است."]))
    assert page.title == "خانه\u200cام"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in clean_line(text)


@given(
    st.lists(
        st.sampled_from([LEAD, NEXT, "Share", "Most read", "Reuters", "A headline", "…", "شارك"]), max_size=9
    )
)
def test_cleaning_an_article_twice_changes_nothing(paragraphs: list[str]) -> None:
    once = clean(Article("u", title=LEAD, paragraphs=list(paragraphs)))
    kept = list(once.paragraphs)
    assert clean(once).paragraphs == kept
    assert kept or not [text for text in paragraphs if text in (LEAD, NEXT)]


@pytest.mark.parametrize(
    ("paragraphs", "start"),
    [
        (["Town rebuilds  its LIGHTHOUSE", NEXT], 1),
        (["Harbour", "Town rebuilds its lighthouse", NEXT], 2),
        ([f"{LEAD}…", f"{LEAD}, after years of talk.", NEXT], 1),
        ([LEAD, f"{LEAD}.", NEXT], 1),
        (["Town rebuilds its lighthouse"], 0),  # all there is
        ([NEXT, "Town rebuilds its lighthouse", NEXT], 0),
        (["In brief", "In brief, nothing happened today at all."], 0),  # too short to be a lead
        ([], 0),
    ],
)
def test_repeated_start(paragraphs: list[str], start: int) -> None:
    page = of_texts(paragraphs)
    page.apart = Apart("Town rebuilds its lighthouse", "Harbour")
    assert list(endings.repeated(page)) == list(range(start))


@pytest.mark.parametrize(
    ("tail", "kept"),
    [
        (["Share"], 0),
        (["SHARE", "Comments (12)"], 0),
        (["Most read", "Storm sinks two boats", "Baker wins prize", "Mayor resigns"], 0),
        (["المواضيع الأكثر قراءة", "عاصفة تغرق قاربين", "استقالة رئيس البلدية"], 0),
        (["Related articles", "A sentence that ends the text, as articles do."], 2),
        (["Most read", "x" * 200], 2),
        (["The end of the story."], 1),
    ],
)
def test_furniture_at_the_end(tail: list[str], kept: int) -> None:
    body = [LEAD + ".", NEXT, NEXT]
    page = clean(Article("u", paragraphs=[*body, *tail], extraction=Extraction("test", 1.0)))
    assert page.paragraphs == [*body, *tail][: 3 + kept]
    assert page.extraction is not None
    assert sum(page.extraction.removed.values()) == len(tail) - kept


def test_most_of_a_text_is_no_furniture() -> None:
    lines = ["One line of a poem", "Share", *(f"Another line of the poem, number {n}" for n in range(9))]
    assert endings.furniture(of_texts(lines)) == {}
    assert endings.furniture(of_texts(["Share"])) == {}, "never all of it"


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("سيريانيوز", ["سيريانيوز"]),
        ("(رويترز، أ ف ب)", ["Reuters", "AFP"]),
        ("Reuters", ["Reuters"]),
        ("Source: dpa/AFP", ["dpa", "AFP"]),
        ("المصدر: رويترز", ["Reuters"]),
        ("Reuters opened an office in the harbour town.", []),
        ("The mayor", []),
    ],
)
def test_closing_agencies(line: str, agencies: list[str]) -> None:
    page = clean(Article("u", paragraphs=[LEAD, NEXT, line, "Share"]))
    assert page.agency == agencies
    assert page.paragraphs == ([LEAD, NEXT] if agencies else [LEAD, NEXT, line])
    assert clean(Article("u", paragraphs=[line])).paragraphs == [line], "it would leave nothing"


def test_every_field_is_cleaned() -> None:
    page = Article(
        "u",
        title=" The\nlight\u00adhouse ",
        kicker="\u200b",
        authors=["Ann\u00a0Reed", "Ann Reed", "\u200e"],
        tags=["sea"],
        images=[Image("https://a.example/i.jpg", caption=" A  lamp ", credit="\ufeff")],
        paragraphs=["A\u00a0lamp.", "***", "___", "Light."],
        blocks=[
            BodyBlock("paragraph", "A\u00a0lamp."),
            BodyBlock("paragraph", "***"),
            BodyBlock("paragraph", "___"),
            BodyBlock("quote", "Light."),
        ],
    )
    clean(page)
    assert (page.title, page.kicker, page.authors, page.tags) == (
        "The lighthouse",
        None,
        ["Ann Reed"],
        ["sea"],
    )
    assert (page.images[0].caption, page.images[0].credit) == ("A lamp", None)
    assert page.text == "A lamp.\n\nLight."
    assert page.word_count == 3
    assert [block.text for block in page.blocks] == ["A lamp.", "Light."]
    empty = clean(Article("u"))
    assert (empty.text, empty.word_count) == (None, None)


def test_an_agency_is_named_once_whatever_its_spelling() -> None:
    body = ["The ferry ran again on Thursday, after eleven days of storm.", "It was full.", "AP"]
    page = clean(Article("u", paragraphs=body, agency=["Associated Press"]))
    assert (page.agency, page.paragraphs) == (["Associated Press"], body[:2])


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from("ab  \u0640\u0301\u034f\u115f\ufb50\ufffc\u200c\u06af")
        )
    )
)
def test_text_that_is_called_clean_is_not_changed_by_cleaning(text: str) -> None:
    assert not is_clean(text) or clean_text(f"{text}\x07") == text, (
        "the bell has every step done, and goes itself"
    )
