"""Which place is believed where two or three contradict each other, for dates, authors and titles.

No reader can tell which of two claims is the right one; what the corpora taught is held here, so that a
weight does not change unnoticed. Two places that agree are believed against a third, but for the rows that
say otherwise.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest

from tests.extraction.records import TITLE, URL, Case, ld, meta, text

Part = tuple[str, str]  # where it stands, and the markup
Places = dict[str, Callable[[str], Part]]


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


DATES: Places = {
    "address": lambda day: ("url", f"https://www.morningpost.example/2026/11/{day}/the-wall"),
    "meta": lambda day: ("head", meta(article__published_time=f"2026-11-{day}T18:40:00+00:00")),
    "ld": lambda day: ("head", ld(headline=TITLE, datePublished=f"2026-11-{day}T18:40:00+00:00")),
    "printed": lambda day: ("above", f'<div class="date">{day} November 2026</div>'),
    "labelled": lambda day: ("above", f'<div class="date">Published: {day} November 2026</div>'),
    "time": lambda day: ("above", f'<time datetime="2026-11-{day}T18:40:00+00:00"></time>'),
    "meta date": lambda day: ("head", meta(date=f"2026-11-{day}")),
}
AUTHORS: Places = {
    "meta": lambda name: ("head", meta(author=name)),
    "ld": lambda name: ("head", ld(headline=TITLE, author=person(name))),
    "byline": lambda name: ("above", f'<div class="byline">By {name}</div>'),
    "named": lambda name: ("above", f'<div class="author">{name}</div>'),
    "link": lambda name: ("above", f'<a rel="author" href="/authors/{slug(name)}">{name}</a>'),
    "page link": lambda name: ("above", f'<p><a href="/authors/{slug(name)}">{name}</a></p>'),
    "dc": lambda name: ("head", f'<meta name="DC.creator" content="{name}">'),
    "article:author": lambda name: ("head", f'<meta property="article:author" content="{name}">'),
}
TITLES: Places = {
    "title": lambda words: ("head", f"<title>{words}</title>"),
    "og": lambda words: ("head", meta(og__title=words)),
    "ld": lambda words: ("head", ld(headline=words)),
    "twitter": lambda words: ("head", meta(twitter__title=words)),
    "dc": lambda words: ("head", f'<meta name="DC.title" content="{words}">'),
    "h1": lambda words: ("title", f"<h1>{words}</h1>"),
    "h2": lambda words: ("title", f"<h2>{words}</h2>"),
    "named h2": lambda words: ("title", f'<h2 class="headline">{words}</h2>'),
    "micro": lambda words: ("title", f'<h2 itemprop="headline">{words}</h2>'),
}
ONE, OTHER = (
    "Harbour wall to be rebuilt before the winter storms",
    "Council votes for forty days of work at the quay",
)
NAMES = ("Odell Marsh", "Greta Stone")
DAYS = ("14", "17")  # so far apart that they are no matter of zones


def page(places: Places, said: Sequence[tuple[str, str]], *, titled: bool = True) -> dict[str, object]:
    """The record of a page on which these places say these values."""
    parts = {"url": "", "head": "", "above": "", "title": ""}
    for name, value in said:
        where, markup = places[name](value)
        parts[where] += markup
    title = parts["title"] or (f"<h1>{TITLE}</h1>" if titled else "")
    header = f"<header>{title}{parts['above']}</header>"
    html = (
        f"<html lang='en'><head>{parts['head']}</head><body><article>{header}{text()}</article></body></html>"
    )
    return Case("", html, {}, url=parts["url"] or URL).found()


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


# One place, another that contradicts it, and the one that is believed.
DATE_PAIRS = rows("""
address | meta | meta
address | ld | ld
address | printed | printed
address | labelled | labelled
address | time | address
address | meta date | address
meta | ld | ld
meta | printed | printed
meta | labelled | labelled
meta | time | meta
meta | meta date | meta
ld | printed | printed
ld | labelled | labelled
ld | time | ld
ld | meta date | ld
printed | labelled | labelled
printed | time | printed
printed | meta date | printed
labelled | time | labelled
labelled | meta date | labelled
time | meta date | meta date
""")
# The place that is believed against two others that agree.
DATE_ALONE = rows("""
meta | address | time
ld | address | time
printed | address | time
labelled | address | time
address | time | meta date
printed | meta | ld
labelled | meta | ld
ld | meta | time
ld | meta | meta date
printed | meta | time
printed | meta | meta date
labelled | meta | time
labelled | meta | meta date
meta | time | meta date
printed | ld | time
printed | ld | meta date
labelled | ld | time
labelled | ld | meta date
ld | time | meta date
labelled | printed | time
printed | time | meta date
labelled | time | meta date
""")

# One place, another that contradicts it, and the one that is believed.
AUTHOR_PAIRS = rows("""
meta | ld | ld
meta | byline | meta
meta | named | meta
meta | link | link
meta | page link | meta
meta | dc | meta
meta | article:author | meta
ld | byline | ld
ld | named | ld
ld | link | link
ld | page link | ld
ld | dc | ld
ld | article:author | ld
byline | named | byline
byline | link | link
byline | page link | byline
byline | dc | byline
byline | article:author | byline
named | link | link
named | page link | named
named | dc | dc
named | article:author | article:author
link | page link | link
link | dc | link
link | article:author | link
page link | dc | dc
page link | article:author | article:author
dc | article:author | article:author
""")
# The place that is believed against two others that agree.
AUTHOR_ALONE = rows("""
link | meta | ld
ld | meta | dc
ld | meta | article:author
meta | byline | named
meta | byline | page link
meta | named | page link
link | meta | dc
link | meta | article:author
meta | dc | article:author
ld | byline | named
ld | byline | page link
ld | named | page link
link | ld | dc
link | ld | article:author
ld | dc | article:author
link | byline | named
byline | named | page link
link | byline | page link
byline | dc | article:author
link | named | page link
dc | named | page link
article:author | named | page link
link | dc | article:author
""")

# One place, another that contradicts it, and the one that is believed.
TITLE_PAIRS = rows("""
title | og | og
title | ld | ld
title | twitter | twitter
title | dc | dc
title | h1 | title
title | h2 | title
title | named h2 | title
title | micro | micro
og | ld | ld
og | twitter | og
og | dc | og
og | h1 | og
og | h2 | og
og | named h2 | og
og | micro | micro
ld | twitter | ld
ld | dc | ld
ld | h1 | ld
ld | h2 | ld
ld | named h2 | ld
ld | micro | micro
twitter | dc | twitter
twitter | h1 | twitter
twitter | h2 | twitter
twitter | named h2 | twitter
twitter | micro | micro
dc | h1 | dc
dc | h2 | dc
dc | named h2 | dc
dc | micro | micro
h1 | h2 | h1
h1 | named h2 | h1
h1 | micro | micro
h2 | micro | micro
named h2 | micro | micro
""")
# The place that is believed against two others that agree.
TITLE_ALONE = rows("""
micro | title | og
micro | title | ld
micro | title | twitter
micro | title | dc
title | h1 | h2
title | h1 | named h2
title | h2 | named h2
micro | title | h2
micro | title | named h2
micro | og | ld
micro | og | twitter
micro | og | dc
og | h1 | h2
og | h1 | named h2
og | h2 | named h2
micro | og | h2
micro | og | named h2
micro | ld | twitter
micro | ld | dc
ld | h1 | h2
ld | h1 | named h2
ld | h2 | named h2
micro | ld | h2
micro | ld | named h2
micro | twitter | dc
twitter | h1 | h2
twitter | h1 | named h2
twitter | h2 | named h2
micro | twitter | h2
micro | twitter | named h2
dc | h1 | h2
dc | h1 | named h2
dc | h2 | named h2
micro | dc | h2
micro | dc | named h2
h1 | h2 | named h2
micro | h1 | h2
micro | h1 | named h2
micro | h2 | named h2
""")


def read(places: Places, said: Sequence[tuple[str, str]]) -> str | None:
    """The day, the author or the title that a page comes to."""
    if places is TITLES:
        return str(page(places, said, titled=False).get("title"))
    found = page(places, said)
    if places is DATES:
        return str(found.get("published_at"))[8:10]
    names = found.get("authors")
    return names[0] if isinstance(names, list) and len(names) == 1 else None


PAIRS = [
    *((DATES, DAYS, *row) for row in DATE_PAIRS),
    *((AUTHORS, NAMES, *row) for row in AUTHOR_PAIRS),
    *((TITLES, (ONE, OTHER), *row) for row in TITLE_PAIRS),
]


@pytest.mark.parametrize(("places", "values", "one", "other", "believed"), PAIRS)
def test_of_two_places_one_is_believed(
    places: Places, values: tuple[str, str], one: str, other: str, believed: str
) -> None:
    wanted = values[0] if believed == one else values[1]
    assert read(places, [(one, values[0]), (other, values[1])]) == wanted


@pytest.mark.parametrize(
    ("places", "values", "alone"),
    [(DATES, DAYS, DATE_ALONE), (AUTHORS, NAMES, AUTHOR_ALONE), (TITLES, (ONE, OTHER), TITLE_ALONE)],
    ids=["dates", "authors", "titles"],
)
def test_two_that_agree_are_believed_against_a_third(
    places: Places, values: tuple[str, str], alone: list[tuple[str, ...]]
) -> None:
    found = []
    for three in combinations(places, 3):
        for lone in three:
            said = [(name, values[0] if name == lone else values[1]) for name in three]
            if read(places, said) == values[0]:
                found.append((lone, *(name for name in three if name != lone)))
    assert found == alone
