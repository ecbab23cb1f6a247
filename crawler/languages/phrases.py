"""Phrases inside a line: what it asks of the reader, what it says of who worked on the text.

Furniture is a whole line (lookup.py); a sentence of a newspaper's own about itself, set below or between the
paragraphs, is known by a few of its words: "Got a tip? Get in touch", "… contributed to this report".
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from crawler import datafiles
from crawler.languages import all_of, every
from crawler.languages.lookup import COLON, plain
from crawler.text import has_unspaced

Sense = Literal["appeal", "closing", "notice"]

MIN_WORDS = 3  # of a phrase of furniture that tells inside a line too: two words may be anybody's
MAX_OPENING = 80  # characters in which a line's first phrase stands
MIN_UNSPACED = 4  # characters of a phrase in a script without spaces

# Families of furniture whose longer phrases are requests wherever they stand in a line.
_REQUESTS = ("share", "follow", "newsletter", "paywall", "read_more", "related")


# Of social networks, as their names begin: languages inflect them, "na Facebooku".
NETWORKS = (
    *("whatsapp", "facebook", "instagram", "telegram", "youtube", "google", "tiktok", "twitter", "linkedin"),
    *("bluesky", "threads", "viber", "zalo", "телеграм", "ватсап", "вотсап", "واتساب", "تلغرام", "تيليغرام"),
    *("فيسبوك", "تويتر", "يوتيوب", "انستغرام", "فیسبوک", "فېسبوک", "تلگرام", "اینستاگرام", "واټساپ"),
    *("ফেসবুক", "গুগল", "ইউটিউব", "फेसबुक", "गूगल", "यूट्यूब", "व्हाट्सएप", "네이버", "카카오", "구글", "유튜브"),
)

# What cookies are called, as the word begins; compared with `plain` text.
COOKIES = (
    *("cookie", "kakor", "kaker", "evaste", "cerez", "ciastecz", "sutik", "kolacic", "piskot", "slapuk"),
    *("クッキー", "쿠키", "куки", "бисквит", "كوكي", "تعريف الارتباط", "کوکی", "עוגיות"),
)

_BRACKETS = re.compile(r"(?<!\s)\s*[(\[（]([^()\[\]（）]{1,60})[)\]）]")
_BEFORE_AID = " \t\n,;–-"  # between a link's text and the words
_COLON_WORD = "\N{MODIFIER LETTER TRIANGULAR COLON}"  # a letter, which `plain` keeps


def senses(line: str) -> Counter[Sense]:
    """How many phrases of each sense this line holds; of phrases that overlap, the first and longest."""
    table, words = _phrases(), _words(line)
    found: Counter[Sense] = Counter()
    at = 0
    while at < len(words):
        opened = table.get(words[at], ())
        length, sense = next(
            ((len(phrase), sense) for phrase, sense in opened if words[at : at + len(phrase)] == phrase),
            (1, None),
        )
        if sense:
            found[sense] += 1
        at += length
    if has_unspaced(line):
        run = " ".join(words)  # punctuation parts: "…值得关注，我们…" holds no "关注我们"
        found.update(sense for phrase, sense in _unspaced().items() if phrase in run)
    return found


def _words(text: str) -> list[str]:
    """A colon is a word too: "Edited by:" in a table is a label, found only before a colon."""
    return plain(COLON.sub(f" {_COLON_WORD} ", text)).split()


@datafiles.kept
def _phrases() -> Mapping[str, list[tuple[list[str], Sense]]]:
    """First word → the phrases that it opens, in words, and their sense."""
    table: dict[str, list[tuple[list[str], Sense]]] = {}
    for phrase, sense in _all():
        if words := _words(phrase):
            table.setdefault(words[0], []).append((words, sense))
    for opened in table.values():
        opened.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _unspaced() -> Mapping[str, Sense]:
    runs = {" ".join(_words(phrase)): sense for phrase, sense in _all() if has_unspaced(phrase)}
    return {run: sense for run, sense in runs.items() if len(run.replace(" ", "")) >= MIN_UNSPACED}


def _all() -> Iterable[tuple[str, Sense]]:
    for language in every():
        for family in _REQUESTS:
            for phrase in getattr(language.furniture, family):
                if len(plain(phrase).split()) >= MIN_WORDS:
                    yield plain(phrase), "appeal"
        yield from ((phrase, "appeal") for phrase in language.appeals)
        yield from ((phrase, "closing") for phrase in language.closing)
        yield from ((phrase, "notice") for phrase in language.notices)


def opens_request(line: str) -> bool:
    """Whether a line begins with a request to the reader, or with a phrase that opens no text."""
    words = plain(line[:MAX_OPENING]).split()
    if has_unspaced(line):
        run = " ".join(words)
        return any(run.startswith(" ".join(opened)) for many in _openers().values() for opened in many)
    return any(words[: len(opened)] == opened for opened in _openers().get(words[0] if words else "", ()))


def asks_to_follow(line: str) -> bool:
    """Whether a line asks to follow somebody on a social network: "Follow the Post on WhatsApp"."""
    words = plain(line)
    named = any(word.startswith(_networks()) for word in words.split()[1:])
    if not named and not (has_unspaced(line) and any(map(words.__contains__, (*_networks(), "line")))):
        return False
    return words.startswith(_begins("follows")) or senses(line)["appeal"] > 0


def asks_consent(line: str) -> bool:
    """Whether a line asks for cookies where something is built in: "This content … accept cookies"."""
    if not plain(line[:MAX_OPENING]).startswith(_begins("embeds")):
        return False
    words = plain(line)
    return any(map(words.__contains__, COOKIES))


@cache
def _networks() -> tuple[str, ...]:
    """The names of networks as `plain` writes them."""
    return tuple(map(plain, NETWORKS))


@datafiles.kept
def _begins(table: str) -> tuple[str, ...]:
    """What lines begin with by a table of all languages: whole words, where words are set apart."""
    begins = set(map(plain, all_of(table)))
    return tuple(begin if has_unspaced(begin) else f"{begin} " for begin in begins)


@datafiles.kept
def _openers() -> Mapping[str, list[list[str]]]:
    """First word → the phrases that it opens, in words."""
    table: dict[str, list[list[str]]] = {}
    for language in every():
        for phrase in (*language.openers, *language.appeals):
            if opened := plain(phrase).split():
                table.setdefault(opened[0], []).append(opened)
    return table


def without_aids(text: str) -> str:
    """A text without what screen readers say after a link: "(opens in a new window)", in any language."""
    if not any(map(text.__contains__, "([（")):
        return text
    return _BRACKETS.sub(lambda found: "" if plain(found[1]) in _aids() else found[0], text)


def without_aid(linked: str) -> str:
    """A link's text without such words at its end that stand in no brackets.

    Two words of them may be what is linked: "the external link".
    """
    words = linked.split()
    for number in range(min(_longest_aid(), len(words) - 1), MIN_WORDS - 1, -1):
        if plain(" ".join(words[-number:])) in _aids():
            return linked.rsplit(None, number)[0].rstrip(_BEFORE_AID)
    return linked


@datafiles.kept
def _aids() -> frozenset[str]:
    return frozenset(map(plain, all_of("aids")))


@cache
def _longest_aid() -> int:
    """In words."""
    return max(len(phrase.split()) for phrase in _aids())
