"""Rules on lines alone, for blocks of a page as for any list of paragraphs: what stands at the begin and at
the end that is no text."""

import re
from collections.abc import Callable, Iterator

from crawler.extraction.reading.agencies import closing_agencies, credited_agencies
from crawler.extraction.roles.labelled import Labelled
from crawler.languages.counters import is_passing
from crawler.languages.credits import agencies_in
from crawler.languages.lookup import MAX_LINE, furniture_family
from crawler.text import fold, word_count

TAIL = 30  # paragraphs: a list of most-read headlines is shorter
CLOSING_LINES = 3  # from the end, that can be credits alone
MAX_HEADLINE = 140  # characters: what follows "Most read" is headlines; longer is text
MAX_CUT = 0.5  # of the words: more than half is no furniture at the end, whatever its heading says
MIN_LEAD = 30  # characters of a lead that the next paragraph begins with
# A line of these families at the end opens a list: what follows it is furniture too.
_OPENS_LIST = frozenset({"most_read", "related", "tags"})
_SENTENCE_END = re.compile("[.!?…。！？؟۔।:][\"'”’»)\\]]*$")
_WORD = re.compile(r"[^\W_]")  # "___" is a rule, as agencies set it

Roles = dict[int, str]


def lines_that(are: Callable[[str], bool], role: str) -> Callable[[Labelled], Roles]:
    """The effect that gives the role to the lines of which this is true."""

    def effect(page: Labelled) -> Roles:
        return {place: role for place in page.kept if are(page.texts[place])}

    return effect


def has_no_word(text: str) -> bool:
    """Whether a line is signs alone, without a letter or digit."""
    return _WORD.search(text) is None


def is_age_or_count(text: str) -> bool:
    """Whether a line says only "3 hours ago" or "12 comments": it would make a revision at every look."""
    return len(text) <= MAX_LINE and is_passing(text)


signs = lines_that(has_no_word, "rule")
counters = lines_that(is_age_or_count, "counters")


def furniture(page: Labelled) -> Roles:
    """At the end, a list of headlines under "Most read" or "Related", and lines that are furniture before
    it.
    """
    found = _headlines(page)
    for place in reversed(page.kept[1 : len(page.kept) - len(found)]):
        if (family := furniture_family(page.texts[place])) is None:
            break
        found[place] = family
    return found


def _headlines(page: Labelled) -> Roles:
    start = opened = len(page.kept)
    family = ""
    for start in range(len(page.kept) - 1, max(0, len(page.kept) - TAIL - 1), -1):
        line = page.texts[page.kept[start]]
        kind = furniture_family(line)
        if kind is None and (len(line) > MAX_HEADLINE or _SENTENCE_END.search(line)):
            break
        if kind in _OPENS_LIST:
            opened, family = start, kind or ""
    words = [word_count(page.texts[place]) for place in page.kept] if family else []
    if not family or sum(words[opened:]) > MAX_CUT * sum(words):
        return {}
    return dict.fromkeys(page.kept[opened:], family)


def agencies(page: Labelled) -> Roles:
    """Closing lines that only credit agencies: "(رويترز)", "Quelle: dpa"."""
    return dict.fromkeys(_credits(page), "agency")


def _credits(page: Labelled) -> Iterator[int]:
    for place in reversed(page.kept[1:][-CLOSING_LINES:]):
        if not closing_agencies(page.texts[place]):
            return
        yield place


def repeated(page: Labelled) -> Roles:
    """At the begin, lines that only repeat the title or the kicker, or that the next paragraph begins with.
    Not the subtitle: a standfirst that opens the text is part of it."""
    printed = {fold(text) for text in (page.apart.title, page.apart.kicker) if text}
    found: Roles = {}
    for place, after in zip(page.kept, page.kept[1:], strict=False):
        lead = fold(page.texts[place])
        if lead not in printed and not _begins(fold(page.texts[after]), lead):
            break
        found[place] = "repeated"
    return found


def _begins(paragraph: str, lead: str) -> bool:
    """Whether it begins with the lead, and goes on: of a line printed twice the rule on copies knows more."""
    stem = lead.rstrip(". ")  # a lead cut short ends in dots; folding writes the one sign "…" as three
    return len(stem) >= MIN_LEAD and paragraph.startswith(stem) and paragraph != lead


def credited(page: Labelled) -> list[str]:
    """The agencies that the remaining lines and the cut ones credit."""
    found = credited_agencies([page.texts[place] for place in page.kept])
    cut = sorted((change.place, change.after) for change in page.trace)
    for place in [place for place, role in cut if role == "agency"]:
        found += closing_agencies(page.texts[place])
    for place in [place for place, role in cut if role == "note"]:
        found += agencies_in(page.texts[place])
    return found
