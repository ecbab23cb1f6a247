"""Keys of many texts are those of each alone, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.reading.keys import key, keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One, two. Three!", "onetwothree"),
        ("قال: «نعم»، ثم مضى.", "قالنعمثممضى"),
        ("ΟΔΟΣ", "οδος"),  # a sigma at the end of a word, and of a text
        ("İzmir'de", "i\u0307zmirde".replace("\u0307", "")),  # lowering makes two characters of the first
        ("snake_case – 12", "snake_case12"),
        ("😀 ok", "ok"),
        ("𠀀字", "𠀀字"),  # an ideograph beyond the table
        ("—", ""),
    ],
)
def test_letters_and_digits_stay(text: str, expected: str) -> None:
    assert key(text) == expected
    assert keys(["before", text, "", "after"]) == ["before", expected, "", "after"]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_many_are_as_one_by_one(texts: list[str]) -> None:
    assert keys(texts) == [key(text) for text in texts]


def test_no_texts() -> None:
    assert keys([]) == []
