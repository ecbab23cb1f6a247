"""By-lines and author fields → names: people, news agencies, other organisations, each in their own script.

A text is freed of what is no name (markup, addresses, handles, dates) and cut where names are joined; each
piece is stripped of by-line words and roles, and judged. What cannot be a name ("admin") is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from crawler.extraction.reading import east
from crawler.languages import all_of
from crawler.languages.counters import is_passing
from crawler.languages.credits import agencies_in, is_only_agencies, may_credit
from crawler.languages.lookup import furniture_family, line_key, plain
from crawler.languages.namewords import (
    EDGES,
    NameWords,
    code_of,
    key_of,
    leading,
    lines_of,
    name_words,
    parts_pattern,
    trailing,
    word_key,
    words_of,
)
from crawler.pages.plain import plain as unmarked

MAX_TEXT = 400  # characters of an author field; more is an essay, or a page in the wrong place
MAX_NAME = 60  # characters of one name
MAX_WORDS = 6  # words of one name: "María del Carmen García de la Torre" has seven with particles
MAX_UNSPACED = 16  # characters of one in a script without spaces
MAX_NAMES = 20  # of one article; more is a list of contributors
LABEL_WORDS = 4  # words of a label before a colon
ORDINARY = 7  # letters of a word written small that no name has
WRITTEN = 0.75  # share of a text's words in capitals from which they look like names

Named = tuple[str, str]  # the kind, a field of Names, and the name

_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]")
_SPLIT = re.compile(
    r"(?<!\s)\s*(?:[;|•·،؛，、\n\t]|(?<!\b\w)/|\s(?:[-–—]{1,3}|ـ{1,5})\s|(?<!\d),|,(?!\d)|\s[+]\s)\s*"
)
# What parts a section or place from names.
_MARK = re.compile(r"(?<!\s)\s*[|•·»›]\s*|\s(?:[-–—/]{1,3}|ـ{1,5})\s")
_MIDDLE = re.compile(r"(\w{1,8})[・=＝](?=\w)")  # after a role: 記者・山田太郎
_GLUED = re.compile(r"([:：])(?=[^\s\d/])")
_COLONS = (":", "：")
_ADDRESS = re.compile(
    r"\S{1,80}(?:@|[\[(](?:at|ät)[\])])\S{1,80}|(?:https?://|www\.)\S{1,300}|(?<!\w)@\w{1,40}", re.IGNORECASE
)
_DATE = re.compile(r"(?:^|(?<=[\s(]))\d{1,4}(?![^\W\d_])|\d[:/.]\d|^\d\d[APap][Mm]$")
# A day of the Hebrew calendar: י"ז בחשון תשפ"ז.
_HEBREW_DAY = re.compile(r"[א-ת]{1,2}['\"׳״]?[א-ת]? ב?[א-ת]{2,6}(?: [אב]['׳])? ה?['׳]?תש[א-ת]?[\"״][א-ת]")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{5})\.$")  # a shorter word may be an abbreviation
_PARTED = re.compile(r"([)\]])\.\s")  # "Harbour Post (with AFP). Jane Doe."
# A word between a name and a date.
_WEEKDAY = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,40})\s([^\W\d_]{4,20}),?\s(?=\d|[^\W\d_]{3,12}\.?\s\d)")
_CLOCK = re.compile(r"@?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[AaPp]\.?[Mm]\b\.?)?")
_BEFORE = re.compile(r"^(?:\S{1,12}\s){0,2}?(?:19|20)\d\d[,.]?\s(?=\D)")  # a date before a name
# The mark of a footnote on a name of several words, as in journals: "Jane Doe1,2".
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{3})(?:[1-9]|[*†‡§¹²³⁴-⁹])(?:,[\d¹²³]){0,4}(?= |$)")
# Letters after a name: "John Smith, MD", "Dr.", "PhD". They are no names of their own.
_LETTERS = re.compile(
    r"^(?:[A-Z]{2,6}[®™]?|(?:[A-Z][a-z]{0,2}\.){1,4}[A-Z]?[a-z]?|Ph\.?D\.?|M[SB][ac]|[A-Z]\.?)$"
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WHOLE = re.compile(_UNSPACED.pattern + "|[\uac00-\ud7af]")  # scripts in which a whole name is one word
_CLINGING = frozenset("وו")
_SMALL = frozenset(("of", "to", "at", "is", "for"))  # short words that end a name
_ARTICLES = frozenset(("the", "die"))  # lower-case words that names are written with, like particles
_SIGNS = frozenset("{}=<>\\^$%@")  # of code and addresses
_NAME_EDGES = EDGES.replace(".", "").replace("'", "").replace(")", "")


@dataclass(frozen=True, slots=True)
class Names:
    """What an author text names, each in the order of the text and once."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()  # "Newsdesk", "Redaktion", "هيئة التحرير"

    def __bool__(self) -> bool:
        return bool(self.people or self.agencies or self.organisations or self.desks)

    def __str__(self) -> str:
        return ", ".join((*self.people, *self.agencies, *self.organisations, *self.desks))


def clean_names(
    raw: str | Iterable[str], *, publishers: Iterable[str] = (), language: str | None = None
) -> Names:
    """The names in an author field or by-line. `publishers`: what the site calls itself."""
    texts = (raw,) if isinstance(raw, str) else tuple(raw)
    return _cleaned(texts, code_of(language), site_keys(tuple(publishers)))


@lru_cache(maxsize=256)
def site_keys(publishers: tuple[str, ...]) -> frozenset[str]:
    """The names of a site as they are compared."""
    return frozenset(filter(None, map(line_key, publishers)))


@lru_cache(maxsize=1_024)  # pages say the same text in several places
def _cleaned(texts: tuple[str, ...], code: str | None, sites: frozenset[str]) -> Names:
    words = name_words(code)
    found: dict[str, dict[str, str]] = {"people": {}, "agencies": {}, "organisations": {}, "desks": {}}
    for text in texts:
        for kind, name in _without_places(_names_in(text, words, sites), text):
            if len(found[kind]) < MAX_NAMES:
                found[kind].setdefault(name.casefold(), name)
    return Names(*(tuple(names.values()) for names in found.values()))


def _names_in(text: str, words: NameWords, sites: frozenset[str]) -> list[Named]:
    """The names of one text, its places and the letters after names among them."""
    if len(text) > MAX_TEXT:
        return []
    text = _HEBREW_DAY.sub(" ", _GLUED.sub(r"\1 ", unmarked(text)))
    if text.endswith(_COLONS) and not leading(text.split(), words.bylines):
        return []  # a label, or who speaks
    if line_key(text) in sites:
        return [("organisations", text.strip(EDGES))]
    if eastern := east.named(text):
        return eastern
    text = _ADDRESS.sub(" ", _CLOCK.sub(" 0:00 ", _without_weekday(_without_joint_role(text), words)))
    inside = [("agencies", name) for piece in _BRACKETS.findall(text) for name in _in_brackets(piece, words)]
    text = _BRACKETS.sub(" ", _PARTED.sub(r"\1; ", text))
    # A word before a mark is a section where names follow: "Politics · Jane Doe".
    mark = _MARK.search(text)
    if mark and len(text[: mark.start()].split()) == 1 and not _WHOLE.search(text):
        found = _up_to_turn(text[mark.end() :], words, sites)
        if any(kind == "people" and " " in name for kind, name in found):
            return found + inside
    return _up_to_turn(text, words, sites) + inside


def _without_joint_role(text: str) -> str:
    """A text less the role that a sign joins to the name: 記者・山田太郎."""
    joint = _MIDDLE.match(text)
    role = joint is not None and line_key(joint[1]) in lines_of("roles") | lines_of("byline")
    return text[joint.end() :] if joint and role else text


def _without_weekday(text: str, words: NameWords) -> str:
    """A text less the day of the week between a name and a date: "Na Asha Mwinyi Jumamosi, Novemba 28"."""
    return _WEEKDAY.sub(lambda day: f"{day[1]}, " if day[2] in words.weekdays else day.group(), text)


def _in_brackets(piece: str, words: NameWords) -> list[str]:
    """The agencies that brackets hold, and nothing else: "(AFP)", "(avec AFP)"."""
    given = piece.split()
    joined = [
        " ".join(part) for part in _unjoined(given[leading(given, words.bylines) :], words.joins) if part
    ]
    found = [piece] if is_only_agencies(piece) else joined
    return found if all(map(is_only_agencies, found)) else []


def _up_to_turn(text: str, words: NameWords, sites: frozenset[str]) -> list[Named]:
    """The names up to where a text turns to a section or place: "Jane Doe in News, Business"."""
    found: list[Named] = []
    elsewhere, role, staffed = -1, -1, False
    for stretch, whole in _untitled(_pieces(text, words), words):
        of_site = _is_staff_of(whole, words, sites)
        if not (piece := [] if of_site else _without_roles(whole, words)):
            staffed |= not of_site and leading(whole, words.staff) > 0
            found += _newsroom(whole, words, of_site=of_site, named=_has_full(found))
            continue
        alone = len(piece) == 1 and not is_only_agencies(piece[0])
        if alone and (staffed or (found and trailing(whole, words.roles))):
            continue  # the place of "Newsdesk, Harbourtown"; "Jane - Product Manager"
        end = _turn(piece)
        if not end or 0 <= elsewhere < stretch:
            break
        if end < len(piece):
            elsewhere, piece = stretch, piece[:end]
        if _is_aside(piece, found, words, in_role=stretch == role):
            role = stretch
            continue  # "Jane Doe, Head of Operations and Finance"
        found += _judged(piece, whole, words, sites)
    return found


def _is_aside(piece: Sequence[str], found: Sequence[Named], tables: NameWords, *, in_role: bool) -> bool:
    """Whether a piece after a full name goes on about it, as an agency in "Jane Doe, dpa" does not."""
    if not _has_full(found) or not (in_role or _is_prose(piece)):
        return False
    return not (may_credit(piece) and is_only_agencies(undated(" ".join(piece), tables)))


def _has_full(found: Sequence[Named]) -> bool:
    """Whether somebody is named in full."""
    return any(kind == "people" and " " in name and not name.islower() for kind, name in found)


def _newsroom(words: Sequence[str], tables: NameWords, *, of_site: bool, named: bool) -> list[Named]:
    """What words that name nobody name of the site's staff; `named`: somebody is before them."""
    if not of_site and (named or not _is_desk(words, tables)):
        return []
    return [("organisations" if of_site else "desks", " ".join(words).strip(EDGES))]


def _untitled(pieces: Iterable[tuple[int, list[str]]], tables: NameWords) -> Iterator[tuple[int, list[str]]]:
    """The pieces without stretches that are one role of several subjects: "Privacy and Security Expert"."""
    for stretch, numbered in groupby(pieces, itemgetter(0)):
        joined = [piece for _, piece in numbered]
        *others, last = joined
        if not (others and min(map(len, others)) == 1 and trailing(last, tables.roles)):
            yield from ((stretch, piece) for piece in joined)


def _turn(words: Sequence[str]) -> int:
    """Where a piece turns to a section or a place: "Jane Doe in News"; no name of a company is cut."""
    for at, word in enumerate(words):
        if word.islower() and word_key(word) in words_of("name_stops"):
            return len(words) if at and is_company(" ".join(words)) else at
    return len(words)


def _is_staff_of(words: Sequence[str], tables: NameWords, sites: frozenset[str]) -> bool:
    """Whether words are a newsroom's and the site's name: "Redaktion Hafenpost"."""
    count = leading(words, tables.staff)
    return bool(count) and line_key(" ".join(words[count:])) in sites


def _is_desk(words: Sequence[str], tables: NameWords) -> bool:
    """Whether words that name nobody name a newsroom or its staff: not "admin", not "profile"."""
    staff = leading(words, tables.staff)
    staff = staff if len(words) in (1, 2, staff) else 0
    return bool(staff and parts_pattern("desks").search(plain(" ".join(words))))


def _is_prose(words: Sequence[str]) -> bool:
    """Whether a piece has a word that is written as ordinary words are, and is no particle of names."""
    small = [word for word in words if word.islower() and (len(word) > 4 or word in _SMALL)]
    return words[0].islower() or not words_of("particles").issuperset(small)


def _without_places(names: list[Named], text: str) -> list[Named]:
    """The names of one text without places ("Jane Doe, Nairobi"); letters after a name stay with it."""
    people = [name for kind, name in names if kind == "people"]
    others = [named for named in names if named[0] != "people"]
    if others and len(people) > 1 and " " not in "".join(people) and text.endswith(", " + ", ".join(people)):
        return others  # "Harbour Post, Hamburg, Germany"
    return _with_letters(names, text, bool(others))


def _with_letters(names: list[Named], text: str, others: bool) -> list[Named]:
    """People without the single words after them; `others`: the text names organisations too."""
    full, kept = False, list[Named]()
    for kind, name in names:
        alone = " " not in name and not _WHOLE.search(name)
        if kind != "people":
            kept.append((kind, name))
        # Letters (MD, RD), where names are not all in capitals.
        elif full and not names[0][1].isupper() and all(map(_LETTERS.match, name.split())):
            if f", {name}" in text:  # not "Jane Doe | SEO"
                kept.append((kind, f"{kept.pop()[1]}, {name}"))
        # Not the place of "AFP, MANILA", nor half of "Quillmouth Tax & Accounting".
        elif not alone or not (full or (others and (name == name.upper() or f"& {name}" in text))):
            full = full or not alone
            kept.append((kind, name))
    return kept


def _pieces(text: str, words: NameWords) -> Iterator[tuple[int, list[str]]]:
    """The text cut where names are joined, each piece as words, without by-line words.

    With the number of the stretch between commas and the like that it stands in.
    """
    if (count := leading(opening := text.split(), words.bylines)) > 1:
        text = " ".join(opening[count:])  # "Text, Photos: Jane Doe" is no list either
    for number, stretch in enumerate(_SPLIT.split(text)):
        given = stretch.split()
        whole = not words_of("institutions").isdisjoint(map(word_key, given[:2]))
        whole = whole or 0 < len(given) == leading(given, words.staff)  # "Staff and wire reports"
        if number and leading(given, words.editors):
            continue  # "Jane Doe, edited by John Smith"
        if (count := leading(given, words.bylines)) > 1:
            given = given[count:]  # "Text & Photos: Jane Doe" is no list
        for part in _unjoined(given, frozenset() if whole else words.joins):
            if part and (credited := _without_bylines(part, words)):
                yield number, credited


def _unjoined(words: Sequence[str], joins: frozenset[str]) -> list[list[str]]:
    """Words cut at "and" and the like."""
    pieces: list[list[str]] = [[]]
    for at, word in enumerate(words):
        if (word_key(word) or word) in joins and not word.endswith("."):
            pieces.append([])
        elif at >= 2 and word[0] in _CLINGING and len(word) > 3 and at + 1 < len(words):
            # Arabic and Hebrew join names with a letter that clings to the second: ريم الخطيب وعمر ناصر.
            pieces.append([word[1:]])
        else:
            pieces[-1].append(word)
    return pieces


def _without_bylines(words: list[str], tables: NameWords) -> list[str]:
    """A piece without by-line words before the name, and what follows a date's label or "Special to"."""
    for place in range(len(words)):
        rest = words[place:]
        credited = leading(rest, tables.credits) if place else 0  # "Jane Doe Photo: John Smith"
        dated = leading(rest, tables.labels) > (0 if place else leading(rest, tables.bylines))
        noted = credited and rest[credited - 1].endswith(":")
        if dated or noted or leading(rest, tables.written_for):
            words = words[:place]
            break
    words = _after_label(words, tables)
    other = (place for place, word in enumerate(words[:-1]) if place > 1 and word.endswith(":"))
    words = words[: next(other, None)]  # "Author: Jane Doe Tags: bridges"
    words = _without_button(words)
    for _ in range(3):
        count = leading(words, tables.bylines)
        if not count or (count == 1 and _is_particle_of_name(words)):
            break
        words = words[count:]
    return words


def _without_button(words: list[str]) -> list[str]:
    """A name without the button beside it: "Jane Doe Follow"."""
    return words[:-1] if len(words) > 2 and furniture_family(words[-1]) == "follow" else words


def _after_label(words: list[str], tables: NameWords) -> list[str]:
    """What follows "Interview:", "Show all posts by"; nothing after "Photo:"."""
    for place, word in enumerate(words[:-1]):
        if word.endswith(_COLONS) and place < LABEL_WORDS:
            openings = [words[start:] for start in range(place + 1)]
            written = any(leading(opening, tables.bylines) for opening in openings)
            credited = any(leading(opening, tables.credits) for opening in openings)
            return words[place + 1 :] if written or not credited else []
        button = place > 1 and word_key(words[place - 1]) in tables.furniture
        if button and word_key(word) in tables.bylines.single:
            return words[place + 1 :]
    return words


def _is_particle_of_name(words: Sequence[str]) -> bool:
    """ "De la Cruz", "Van Gogh": a particle that belongs to the name, not a by-line word."""
    first, particles = word_key(words[0]), words_of("particles")
    if first not in particles or is_only_agencies(" ".join(words[1:])):
        return False
    if len(words) > 1 and word_key(words[1]) in particles:
        return True
    return len(words) <= 2 and words[0][0].isupper() and first not in ("von", "y", "e")


def _without_roles(words: list[str], tables: NameWords) -> list[str]:
    """A piece without the roles around a name; nothing where no name is left."""
    if may_credit(words) and is_only_agencies(" ".join(words)):  # "Agencia EFE"
        return words
    if (count := leading(words, tables.staff)) and len(words) - count <= 1:
        return []  # "المحرر السياسي", "Staff Writers"
    whole = len(words)
    role = word_key(words[0]).rpartition("-")[2] if len(words) > 2 else ""  # "Online-Experte Max Muster"
    words = words[leading(words, tables.roles) or int(role in tables.roles.single) :]
    if count := trailing(words, tables.roles):
        words = words[:-count]
        if len(words) > 1 and word_key(words[0]) in tables.ranks:
            return []  # "Senior Harbour Correspondent"
        while count := trailing(words, tables.beats):
            named = words[:-count]  # "Jane Doe AP Technology Writer", "AP Technology Writer"
            if len(named) == 1 and not is_only_agencies(named[0]):
                break
            words = named
    return [] if len(words) == 1 < whole and words[0].isupper() else words  # "SEO expert"


def _judged(
    words: list[str], printed: list[str], tables: NameWords, sites: frozenset[str]
) -> Iterator[Named]:
    """(kind, name) of a piece; nothing where it names nobody. `printed`: the piece with its roles."""
    credits = may_credit(words)
    head = _agency(words) if credits else 0  # "سانا أحمد درويش"
    tail = _paper(words[head:], sites) if 2 < len(words) - head < len(printed) else _site_after(words, sites)
    for beside in (words[:head], words[len(words) - tail :]):
        if is_only_agencies(" ".join(beside)):
            yield "agencies", " ".join(beside)
    words = words[head : len(words) - tail]
    name = _FULL_STOP.sub("", " ".join(words).strip(_NAME_EDGES))
    name = undated(_FOOTNOTE.sub("", name) if " " in name else name, tables)
    credited = _credited(name) if credits else []
    yield from credited or _named(name, words, printed, tables, sites)


def _named(
    name: str, words: list[str], printed: list[str], tables: NameWords, sites: frozenset[str]
) -> Iterator[Named]:
    """What a name that is no agency's names: the site, another organisation, a person, or nobody."""
    key = line_key(name)
    if not sites.isdisjoint((key, key.removeprefix("the") if name.lower().startswith("the ") else key)):
        contributor = len(printed) > len(words) == len(name.split())  # "Example News Contributor"
        yield "organisations", " ".join(printed).strip(EDGES) if contributor else name
    elif is_company(name):
        yield "organisations", name
    else:
        name = _without_place(name.split()).strip(_NAME_EDGES) if len(name.split()) > 2 else name
        if kind := _kind_of(name, tables):
            yield kind, name


def _agency(words: Sequence[str]) -> int:
    """How many words before a name are an agency."""
    able = (count for count in (2, 1) if len(words) > count + 1 and is_only_agencies(" ".join(words[:count])))
    return next(able, 0)


def _paper(words: Sequence[str], sites: frozenset[str]) -> int:
    """How many words between a name and its role are an agency or the site: "Jane Doe AP", "… Courier"."""
    for count in range(min(MAX_WORDS, len(words) - 2), 0, -1):
        text = " ".join(words[-count:])
        key = line_key(text)
        if is_only_agencies(text) or (len(key) >= LABEL_WORDS and any(site.endswith(key) for site in sites)):
            return count
    return 0


def _site_after(words: Sequence[str], sites: frozenset[str]) -> int:
    """How many words after a name are the site's, several or in capitals: "Jane Doe CNN", "… BBC News"."""
    for count in range(min(MAX_WORDS, len(words) - 2), 0, -1):
        if line_key(" ".join(words[-count:])) in sites:
            return count if count > 1 or (words[-1].isupper() and not words[0].isupper()) else 0
    return 0


def _without_place(words: Sequence[str]) -> str:
    """A name of several words up to one that turns to a place or a medium: "Jane Doe in London"."""
    for at in range(1, len(words) - 1):
        if word_key(words[at]) in words_of("name_ends"):
            return " ".join(words[:at])
    return " ".join(words)


def _credited(name: str) -> list[Named]:
    """The agencies that a text names, or the text itself where it is two or three words with one of them."""
    size = len(name.split())
    if is_only_agencies(name):
        return [("agencies", name)]
    if size > 3:
        return [("agencies", agency) for agency in agencies_in(name, strict=False)]
    return [("organisations", name)] if size > 1 and agencies_in(name) else []  # "Reuters Staff"


def _kind_of(name: str, tables: NameWords) -> str:
    """ "people" or "organisations"; empty where a text is no name, or one word of a newsroom."""
    words = name.split()
    key = key_of(words)
    if _names_nobody(name, key, tables):
        return ""
    if len(words) > 1 and words[0] == "The":
        return "organisations"  # "The Harbour Quarterly"
    parts = {part for word in key for part in (word, word.rpartition("-")[2])}  # "Example.com-Redaktion"
    if words_of("teams").isdisjoint(parts) and words_of("institutions").isdisjoint(key):
        sentence = len(words) > 2 and name != name.lower() and any(map(_is_ordinary, words))
        return "" if sentence else "people"
    return "organisations" if " " in name or "-" in name else ""


def _names_nobody(name: str, key: tuple[str, ...], tables: NameWords) -> bool:
    """Whether a text is no name: of buttons, an age, a newsroom (which a date behind it hid)."""
    if not is_name(name) or _is_no_name(key, tables) or furniture_family(name) or is_passing(name):
        return True
    words = name.split()
    return leading(words, tables.staff) == len(words)


def _is_ordinary(word: str) -> bool:
    """Whether a word is written small and is longer than what joins names: "Hamburg berichtet Max"."""
    return word.islower() and len(word) >= ORDINARY and word_key(word) not in words_of("particles")


def undated(name: str, tables: NameWords) -> str:
    """A name without the date before it, and without what follows one behind it."""
    if before := _BEFORE.match(name):
        dated = before.group().split()
        if all(word[0].isdigit() or word_key(word) in tables.calendar for word in dated):
            name = name[before.end() :]
    if not (date := _DATE.search(name)):
        return name
    words = name[: date.start()].split()
    if before and words and word_key(words[-1]) in tables.calendar:
        return ""  # between a day and its time: "at the hour of"
    while words and (
        word_key(words[-1]) in tables.calendar
        or (len(words) > 1 and words[-1].islower() and len(words[-1]) < 4)
    ):
        words.pop()  # the date's month, weekday and preposition
    return " ".join(words).strip(EDGES)


def _is_no_name(key: tuple[str, ...], tables: NameWords) -> bool:
    """Words of buttons, dates and roles only, or a sentence about an author."""
    if not key or key[-1].endswith("admin") or leading(key, tables.labels):
        return True
    about, particles, roles = tables.bylines.single, words_of("particles"), tables.roles.single
    if any(len(word) > 1 and (word in roles or (word in about and word not in particles)) for word in key):
        return True
    return all(word in tables.furniture or word in tables.calendar for word in key)


def is_name(text: str) -> bool:
    """Whether a text has the shape of a name: a few words with letters, no sentence, no address."""
    words = text.split()
    if not 1 < len(text) <= MAX_NAME or not any(map(str.isalpha, text)):
        return False
    if len([word for word in words if word_key(word) not in words_of("particles")]) > MAX_WORDS:
        return False
    if _UNSPACED.search(text) and len(text.replace(" ", "")) > MAX_UNSPACED:
        return False
    if text.count(".") > 2 and text.islower():
        return False  # a variable: page.head.author
    sentence = len(words) > 2 and text[-1] in "!?。؟"
    return not sentence and _SIGNS.isdisjoint(text) and not _ADDRESS.search(text)


def is_company(text: str) -> bool:
    """Whether a text has the legal form of a company in it."""
    return bool(_companies().search(text))


@cache
def _companies() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{'|'.join(map(re.escape, sorted(all_of('companies'))))})(?:$|[\s,])")


def looks_written(names: Iterable[str]) -> bool:
    """Whether printed words look like names: in scripts with cases, their words begin with capitals."""
    unwritten = words_of("particles") | _ARTICLES
    words = [word for name in names for word in name.split() if word_key(word) not in unwritten]
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return not cased or len([word for word in cased if word[0].isupper()]) >= WRITTEN * len(cased)
