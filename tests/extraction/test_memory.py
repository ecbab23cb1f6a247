"""What a site's memory learns, forgets, bounds, and refuses to read."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from crawler.errors import MemoryFormError
from crawler.extraction.roles.recall import prints_of
from crawler.memory import SiteMemory, learn, looked_at
from crawler.memory.addresses import MAX_PATTERN, MAX_PATTERNS, Addresses
from crawler.memory.counts import Counts
from crawler.memory.form import MAX_BYTES, as_text, from_text, packed, unpacked
from crawler.memory.lesson import Lesson, pack, unpack
from crawler.memory.site import MAX_BOXES, MAX_TEXTS, MAX_VALUE, MAX_VALUES
from crawler.pages.page import Document, Page
from tests.extraction.memorypages import FIRST_DAY, article, lesson, sentences, taught_by

SITE = [article(number) for number in range(1, 7)]
RIGHTS = "All rights reserved by the Example Herald."


def made_up(number: int, rows: int) -> Lesson:
    """A lesson of hashes that no other page has."""
    hashes = np.arange(number * rows, (number + 1) * rows, dtype=np.uint32)
    ones = np.ones((rows, 3), dtype=np.float32)
    facts = {f"fact {place}": ["新" * 500 + str(number)] for place in range(14)}
    return Lesson(hashes, ones, hashes, ones[:, :2], hashes, hashes, hashes, hashes, facts)


def count_of(memory: SiteMemory, html: str, text: str) -> list[float]:
    """On how many pages a text of this one stood where it stands here, and on how many as body."""
    document = Document(Page("https://herald.example/", html.encode(), FIRST_DAY))
    place = [block.text for block in document.blocks].index(text)
    row = int(memory.texts.rows(prints_of(document).texts[place : place + 1])[0])
    return [] if row < 0 else memory.texts.counts[row].tolist()


def test_a_text_of_every_page_is_told_from_the_body_of_one() -> None:
    memory = taught_by(*SITE)
    assert memory.pages == 6
    furniture = count_of(memory, SITE[0], RIGHTS)
    assert furniture[0] == pytest.approx(memory.weight, abs=0.01)
    assert furniture[1] == 0
    assert count_of(memory, SITE[5], sentences(6, 0)) == [1, 1]


def test_the_deck_of_one_article_may_be_a_teaser_of_others() -> None:
    deck = "A plan of seven years that nobody wanted was voted for by all."
    teaser = f"<ul><li><a href='/x'>{deck}</a></li></ul>"
    memory = taught_by(*(article(number, after=teaser) for number in range(1, 7)))
    own = article(9, before=f"<p>{deck}</p>")
    assert count_of(memory, own, deck) == []
    assert count_of(memory, article(9, after=teaser), deck)[0] > 5


def test_containers_know_how_much_of_them_was_body() -> None:
    memory = taught_by(*SITE)
    pages, blocks, body = memory.boxes.counts.T
    everywhere = pages > memory.weight - 0.01
    assert ((body == blocks) & (blocks > 30) & everywhere).any()  # the body's own
    assert ((body == 0) & (blocks > 15) & everywhere).any()  # the menu's


def test_learning_changes_nothing_in_place() -> None:
    memory = taught_by(*SITE[:3])
    before = as_text(memory)
    found = lesson(SITE[3])
    assert found is not None
    assert as_text(learn(memory, found)) == as_text(learn(memory, found)) != before
    assert as_text(memory) == before


def test_a_page_without_a_body_teaches_nothing() -> None:
    assert lesson("<html><body><nav><a href='/a'>Home</a></nav></body></html>") is None
    memory = taught_by(*SITE[:2])
    assert learn(memory, replace(made_up(1, 3), kept=np.empty(0, dtype=np.uint32))) is memory


def test_the_same_body_again_teaches_nothing() -> None:
    memory = taught_by(*SITE[:2])
    again = lesson(SITE[1], 2)
    assert again is not None
    assert learn(memory, again) is memory


def test_a_start_of_ten_walls_is_one_page_of_many() -> None:
    wall = "".join(
        f"<p>We and our partners store cookies on your device to show you part {n} of the news that you "
        "like, and to measure what you read. You can change this at any time in your settings.</p>"
        for n in range(5)
    )
    memory = taught_by(*(article(number, names="wall", body=wall) for number in range(10)), *SITE)
    assert memory.pages == 1 + len(SITE)
    assert not memory.drift.layouts


def test_where_fields_stood_and_which_claims_agreed() -> None:
    facts = taught_by(*SITE).facts
    assert list(facts["title in"]) == ["h1 “story-title”"]
    assert list(facts["body in"]) == ["div “story-body”"]
    assert {"h1", "title"} <= set(facts["title agrees"])
    assert not facts["title differs"]
    assert list(facts["language"]) == ["en"]


def test_hashes_are_the_same_in_every_process() -> None:
    code = "from tests.extraction.memorypages import *; from crawler.memory.form import as_text;"
    code += "print(as_text(taught_by(article(1), article(2))), end='')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == as_text(taught_by(*SITE[:2]))


def test_names_are_known_whatever_their_numbers() -> None:
    memory = taught_by(*(article(number, names=f"story-{number}") for number in range(1, 7)))
    assert len(memory.boxes) == len(taught_by(*SITE).boxes)


def test_a_million_signatures_do_not_fit_and_do_no_harm() -> None:
    memory = taught_by(*SITE)
    for number in range(200):
        memory = learn(memory, made_up(number + 10, 5_000))
    assert len(memory.boxes) <= MAX_BOXES
    assert len(memory.texts) <= MAX_TEXTS
    assert all(len(of) <= MAX_VALUES and all(len(v) <= MAX_VALUE for v in of) for of in memory.facts.values())
    assert len(packed(memory)) <= MAX_BYTES
    assert as_text(unpacked(packed(memory))) == as_text(memory)


def test_addresses_are_remembered_by_pattern_and_bounded() -> None:
    memory = taught_by(SITE[0])
    for number in range(300):
        memory = looked_at(memory, f"/{number % 90}{'ب' * 30}/*", is_article=number % 2 == 0)
        memory = looked_at(memory, "/news/*", is_article=True)
    assert len(memory.addresses.counts) == MAX_PATTERNS
    assert memory.addresses.are_articles("/news/*")
    assert max(len(pattern.encode()) for pattern in memory.addresses.counts) <= MAX_PATTERN
    assert from_text(as_text(memory)).addresses == unpacked(packed(memory)).addresses == memory.addresses


def test_a_pattern_of_which_nothing_is_looked_at_any_more_is_open_again() -> None:
    known = Addresses()
    for _ in range(8):
        known = known.after("/tag/+", is_article=False)
    assert known.are_articles("/tag/+") is False
    for _ in range(60):
        known = known.after("/news/*", is_article=True)
    assert known.are_articles("/tag/+") is None


def test_what_stands_on_many_pages_outlives_a_flood() -> None:
    memory = taught_by(*SITE)
    for number in range(20):
        memory = learn(memory, made_up(number + 10, 5_000))
    assert count_of(memory, SITE[0], RIGHTS)[0] > 5


def test_new_rows_get_in_where_all_rows_are_old() -> None:
    keys = np.arange(100, dtype=np.uint32)
    table = Counts.empty(1).with_page(keys, np.full((100, 1), 1, dtype=np.float32), 1, 100)
    table = table.with_page(keys + 1_000, np.full((100, 1), 1, dtype=np.float32), 2, 100)
    assert (table.rows(keys + 1_000) >= 0).sum() > 80
    assert len(table) <= 100


def test_a_lesson_travels_as_bytes() -> None:
    found = lesson(SITE[0])
    assert found is not None
    assert len(pack(found)) < 4_000
    again = unpack(pack(found))
    assert as_text(learn(SiteMemory(), again)) == as_text(learn(SiteMemory(), found))
    assert again.at == found.at


@pytest.mark.parametrize("memory", [SiteMemory(), taught_by(*SITE)])
def test_what_was_written_is_read(memory: SiteMemory) -> None:
    assert as_text(from_text(as_text(memory))) == as_text(memory)
    assert as_text(unpacked(packed(memory))) == as_text(memory)
    json.loads(as_text(memory))


BROKEN = {
    "nothing": ("", "not a site memory of Warraq"),
    "no JSON": ("{", "not a site memory of Warraq"),
    "a list": ("[]", "not a site memory of Warraq"),
    "something else": ('{"kind": "recipe"}', "not a site memory of Warraq"),
    "deep": ("[" * 100_000, "not a site memory of Warraq"),
    "too long": (" " * 1_000_001, "not a site memory of Warraq"),
    "no version": ('{"kind": "warraq site memory"}', "version None; this Warraq reads 1"),
    "another version": ('{"kind": "warraq site memory", "version": 2}', "version 2; this Warraq reads 1"),
    "without tables": ('{"kind": "warraq site memory", "version": 1, "pages": 1}', "a broken site memory"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_another_file_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(MemoryFormError) as caught:
        from_text(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("pages", -1),
        ("pages", "many"),
        ("weight", None),
        ("layouts", [{}]),
        ("facts", {"title": 3}),
        ("addresses", {"/news/*": [1, 2]}),
        ("addresses", {"/news/*": [0, 0]}),
        ("addresses", {"/news/*": [float("nan"), 0]}),
        ("addresses", {"/news/*": 3}),
        ("boxes", {"0000000g": [1, 1, 1, 1]}),
        ("boxes", {"00000001": [1, 1, 1]}),
        ("boxes", {"00000001": [1, float("nan"), 1, 1]}),
        ("boxes", {"00000001": [-1, 1, 1, 1]}),
        ("texts", {"00000001": [1, 1, 1], "1": [1, 1, 1]}),
        ("texts", {"100000000": [1, 1, 1]}),
        ("texts", {f"{key:08x}": [1, 1, 1] for key in range(MAX_TEXTS + 1)}),
    ],
)
def test_a_broken_part_is_refused(part: str, value: object) -> None:
    read = json.loads(as_text(taught_by(SITE[0])))
    with pytest.raises(MemoryFormError, match="a broken site memory"):
        from_text(json.dumps(read | {part: value}))


@pytest.mark.parametrize("cut", [0, 1, 10, 100, -1])
def test_packed_bytes_that_were_cut_are_refused(cut: int) -> None:
    with pytest.raises(MemoryFormError):
        unpacked(packed(taught_by(SITE[0]))[:cut])
