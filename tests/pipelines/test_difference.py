"""What a revision changed, as people read it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.difference import difference, words

A = "The council voted on Monday to rebuild the old lighthouse."
B = "Work is to begin in spring, once the last storm has passed."
C = "The guild asked for a brighter lamp."
D = "A museum of knots is to open on the ground floor."


def told(before: list[str], after: list[str], *titles: str) -> dict[str, Any]:
    first, second = titles or ("T", "T")
    return difference(
        {"title": first, "paragraphs": before}, {"title": second, "paragraphs": after}
    ).as_dict()


def test_nothing() -> None:
    assert told([A, B], [A, B]) == {}
    assert told([], []) == {}
    assert told(["إعادة بناء"], ["اعادة  بناء"]) == {}, "letter forms and white space are no change"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([A, B], [A, B, C], {"added": [C]}),
        ([A, B, C], [A, C], {"removed": [B]}),
        ([A, B, C], [C, A, B], {"moved": [C]}),
        ([A, B], [A, D], {"removed": [B], "added": [D]}),
    ],
)
def test_paragraphs(before: list[str], after: list[str], says: dict[str, Any]) -> None:
    assert told(before, after) == says


def test_a_changed_paragraph_shows_its_words() -> None:
    new = A.replace("Monday", "Tuesday evening")
    [change] = told([A, B], [new, B])["changed"]
    assert (change["before"], change["after"]) == (A, new)
    assert (
        change["words"] == "The council voted on [-Monday-]{+Tuesday evening+} to rebuild the old lighthouse."
    )


def test_a_title() -> None:
    assert told([A], [A], "Town votes", "Town has voted")["title"]["words"] == "Town [-votes-]{+has voted+}"
    assert (
        difference({"paragraphs": [A]}, {"title": "New", "paragraphs": [A]}).as_dict()["title"]["before"]
        == ""
    )


def test_changed_and_added_in_one_run() -> None:
    new = B.replace("spring", "autumn")
    assert told([A, B], [A, D, new]) == {
        "added": [D],
        "changed": [{"before": B, "after": new, "words": words(B, new)}],
    }


def test_scripts_without_spaces_are_compared_by_character() -> None:
    old, new = "议会星期一投票决定重建旧灯塔", "议会星期二投票决定重建旧灯塔"
    [change] = told([old], [new])["changed"]
    assert change["words"].replace(" ", "") == "议会星期[-一-]{+二+}投票决定重建旧灯塔"


def test_long_texts_take_bounded_time() -> None:
    old = [f"Paragraph {number} of the old text." for number in range(400)]
    new = [f"Another line, the {number}th, quite new." for number in range(400)]
    assert len(told(old, new)["added"]) == 400
    huge = "word " * 50_000
    assert told([huge], [huge + "more"])["changed"]


paragraphs = st.lists(st.sampled_from([A, B, C, D, "", "x"]), max_size=8)


@given(paragraphs, paragraphs)
def test_every_paragraph_is_accounted_for(before: list[str], after: list[str]) -> None:
    found = difference({"paragraphs": before}, {"paragraphs": after})
    came, went = len(found.added), len(found.removed)
    assert len(after) - came == len(before) - went
