"""Rules on lines alone, for blocks of a page as for any list of paragraphs: what stands at the begin and at
the end that is no text."""

import re

from crawler.extraction.reading.agencies import CLOSING_LINES, agencies_in_body, closing_agencies
from crawler.extraction.roles.labelled import BODY, Labelled, Roles
from crawler.languages.counters import is_passing
from crawler.languages.credits import agencies_in
from crawler.languages.lookup import furniture_family
from crawler.text import LINE_END, fold, word_count

TAIL = 30  # paragraphs: a list of most-read headlines is shorter
MAX_HEADLINE = 140  # characters: what follows "Most read" is headlines; longer is text
MAX_CUT = 0.5  # of the words: more than half is no furniture at the end, whatever its heading says
MIN_LEAD = 30  # characters of a lead that the next paragraph begins with
# A line of these families at the end opens a list: what follows it is furniture too.
_OPENS_LIST = ("most_read", "related", "tags")
_WORD = re.compile(r"[^\W_]")  # "___" is a rule, as agencies set it


def wordless(page: Labelled) -> Roles:
    """Lines that are signs alone, or say only "3 hours ago", "12 comments": those would make a revision at
    every look."""
    found: Roles = {}
    for place in page.kept:
        if not _WORD.search(page.texts[place]):
            found[place] = "rule"
        elif is_passing(page.texts[place]):
            found[place] = "counters"
    return found


def furniture(page: Labelled) -> Roles:
    """At the end, a list of headlines under "Most read" or "Related", and lines that are furniture before
    it."""
    opened, headed = len(page.kept), ""
    for at in range(len(page.kept) - 1, max(0, len(page.kept) - TAIL - 1), -1):
        line = page.texts[page.kept[at]]
        family = furniture_family(line)
        if family in _OPENS_LIST:
            opened, headed = at, family
        elif family is None and (len(line) > MAX_HEADLINE or LINE_END.search(line)):
            break
    counts = [word_count(page.texts[place]) for place in page.kept] if headed else []
    if sum(counts[opened:]) > MAX_CUT * sum(counts):
        opened = len(page.kept)
    found = dict.fromkeys(page.kept[opened:], headed)
    for place in reversed(page.kept[1:opened]):
        if (family := furniture_family(page.texts[place])) is None:
            break
        found[place] = family
    return found


def agencies(page: Labelled) -> Roles:
    """Closing lines that only credit agencies: "(رويترز)", "Quelle: dpa"."""
    found: Roles = {}
    for place in reversed(page.kept[1:][-CLOSING_LINES:]):
        if not closing_agencies(page.texts[place]):
            break
        found[place] = "agency"
    return found


def repeated(page: Labelled) -> Roles:
    """At the begin, lines that only repeat the title or the kicker, or that the next paragraph begins with.

    Not the subtitle: a standfirst that opens the text is part of it. Nor what is printed twice: of that the
    rule on copies knows more.
    """
    printed = list(map(fold, filter(None, (page.apart.title, page.apart.kicker))))
    found: Roles = {}
    for place, after in zip(page.kept, page.kept[1:], strict=False):
        lead, paragraph = fold(page.texts[place]), fold(page.texts[after])
        stem = lead.rstrip(". ")  # a lead cut short ends in dots; folding writes the one sign "…" as three
        begins = len(stem) >= MIN_LEAD and paragraph.startswith(stem) and paragraph != lead
        if lead not in printed and not begins:
            break
        found[place] = "repeated"
    return found


def credited(page: Labelled) -> list[str]:
    """The agencies that the text credits, its closing lines and the notes below it."""
    lines = zip(page.texts, page.roles, strict=True)
    found, _ = agencies_in_body([text for text, role in lines if role in (BODY, "agency")])
    for text, role in zip(page.texts, page.roles, strict=True):
        if role == "note":
            found += agencies_in(text)
    return found
