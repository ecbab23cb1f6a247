"""Which page is a later one of an article, and what becomes of their texts."""

from crawler.items import Article, BodyBlock, Image, Part
from crawler.runs.whole import belongs, join


def page(*lines: str, title: str | None = "The harbour", part: Part | None = None) -> Article:
    blocks = [BodyBlock("paragraph", line) for line in lines]
    return Article("https://n.example/a", title=title, paragraphs=list(lines), blocks=blocks, part=part)


FIRST = page("One.", "Two.")


def test_a_later_page_says_so_or_has_the_title_and_another_text() -> None:
    assert belongs(page("Three."), FIRST)
    assert belongs(page("Three.", title="The harbour - page 2"), FIRST)
    assert belongs(page("Three.", title="2: The harbour"), FIRST)
    assert belongs(page("Three.", title="The engine", part=Part(2, "https://n.example/a")), FIRST)
    assert not belongs(page("Three.", title="The mill"), FIRST)
    assert not belongs(page("Three.", title=None), FIRST)
    assert not belongs(page("Three.", title="The mill", part=Part(1, None, "https://n.example/b")), FIRST)
    assert not belongs(page("One.", "Two.", part=Part(2, "https://n.example/a")), FIRST)  # the same again


def test_each_line_and_picture_is_there_once_in_its_order() -> None:
    first, second = page("Deck.", "One."), page("Deck.", "Two.", "One.")
    first.images, second.images = [Image("a.jpg")], [Image("a.jpg"), Image("b.jpg")]
    second.authors = ["Ann Bell"]
    whole = join(first, [second, page("Three.", "Two.")])
    assert whole.paragraphs == ["Deck.", "One.", "Two.", "Three."]
    assert [block.text for block in whole.blocks] == whole.paragraphs
    assert [image.url for image in whole.images] == ["a.jpg", "b.jpg"]
    assert whole.authors == ["Ann Bell"]
    assert whole.part == Part()  # nothing follows any more
