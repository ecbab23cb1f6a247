"""By-lines and author fields → names: people, news agencies, other organisations, each in their own script.

A text is freed of what is no name (markup, addresses, handles, dates), cut where names are joined, and each
piece is stripped of by-line words and roles and judged. What cannot be a name (an essay, a desk, "admin")
is left out.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.extraction.people.words import EDGES, NameWords, key_of, leading, name_words, trailing, word_key
from crawler.languages.credits import agencies_in, is_only_agencies
from crawler.languages.lookup import furniture_family, line_key
from crawler.text import squeeze

MAX_TEXT = 400  # characters of an author field; more is an essay, or a page in the wrong place
MAX_NAME = 60  # characters of one name
MAX_WORDS = 6  # words of one name: "María del Carmen García de la Torre" has seven with particles
MAX_NAMES = 20  # of one article; more is a list of contributors

_TAG = re.compile(r"<[^<>]{0,300}>")
_ADDRESS = re.compile(r"\S{1,80}@\S{1,80}|(?:https?://|www\.)\S{1,300}|(?<!\w)@\w{1,40}", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPLIT = re.compile(r"\s*(?:[;|/•·،؛，、\n\t]|\s[-–—]\s|(?<!\d),(?!\d)|\s[+]\s)\s*")
_GLUED = re.compile(r"([:：])(?=[^\s\d/])")
_AGENCY_SPLIT = re.compile(r"\s*[/|,;،؛]\s*")
_DATE = re.compile(r"(?:^|(?<=[\s(]))\d{1,4}(?![^\W\d_])|\d[:/.]\d")
_PLACE = re.compile(r"\s(?:in|aus|für|for|from|at|à|en|em|via|to|on|من|في|über|about)\s.*$", re.IGNORECASE)
_ELSEWHERE = frozenset(("in", "under", "für", "for", "en", "em", "dans"))
_PARTICLES = frozenset(
    [
        "de",
        "di",
        "da",
        "von",
        "van",
        "del",
        "della",
        "der",
        "den",
        "das",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "abu",
        "abd",
        "zu",
        "zum",
        "y",
        "e",
        "den",
        "ten",
        "ter",
        "st",
        "los",
        "las",
        "do",
        "op",
        "af",
        "dei",
        "degli",
        "dalla",
        "zur",
    ]
)
# Letters after a name: "John Smith, MD", "Dr.", "PhD". They are no names of their own.
_LETTERS = re.compile(
    r"^(?:[A-Z]{2,6}[®™]?|(?:[A-Z][a-z]{0,2}\.){1,4}[A-Z]?[a-z]?|Ph\.?D\.?|M[SB][ac]|[A-Z]\.?)$"
)
_TEAM = frozenset(
    [
        "team",
        "staff",
        "redaktion",
        "redaction",
        "redazione",
        "redacción",
        "redação",
        "redactie",
        "editors",
        "editorial",
        "newsroom",
        "desk",
        "webteam",
        "編集部",
        "编辑部",
        "تحرير",
        "redaksi",
        "редакция",
    ]
)
# Words of institutions: what holds one is no person, and is not cut at its "and".
_INSTITUTION = re.compile(
    "university|institute|center|centre|foundation|association|ministry|department|council|committee|network"
    "|magazine|news|media|universität|hochschule|institut|stiftung|verband|verein|ministerium|zentrum"
    "|universidad|universidade|fundación|fundação|instituto|ministerio|ministério|asociación|université"
    "|fondation|ministère|università|fondazione|istituto|ministero|universiteit|stichting|ministerie"
    "|uniwersytet|instytut|fundacja|университет|институт|фонд|министерство|центр|üniversitesi|bakanlığı"
    "|derneği|vakfı|جامعه|وزاره|موسسه|مركز|معهد|صحيفه|موقع|قناه|شبكه|جمعيه"
)
_SMALL = frozenset(("of", "to", "at", "is", "for"))  # short words that end a name
_COMPANY = re.compile(
    r"(?:^|\s)(?:g?GmbH|AG|e\. ?V\.?|Inc\.?|Ltd\.?|LLC|Co\.|S\.[AL]\.?|SE|Verlag|Stiftung)(?:$|[\s,])"
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HOST = re.compile(r"^(?:[\w-]{1,60}\.){1,3}[a-z]{2,6}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """What an author text names, each in the order of the text and once."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.agencies or self.organisations)


def clean_names(
    raw: str | Iterable[str], *, publishers: Iterable[str] = (), language: str | None = None
) -> Names:
    """The names in an author field or by-line. `publishers`: what the site calls itself."""
    code = language.lower().replace("_", "-").split("-")[0] if language else None
    sites = site_keys(tuple(publishers))
    found: dict[str, list[str]] = {"people": [], "agencies": [], "organisations": []}
    for text in [raw] if isinstance(raw, str) else raw:
        for kind, name in _named(text, code, sites) if len(text) <= MAX_TEXT else ():
            if name.casefold() not in map(str.casefold, found[kind]) and len(found[kind]) < MAX_NAMES:
                found[kind].append(name)
    return Names(*(tuple(found[kind]) for kind in ("people", "agencies", "organisations")))


@lru_cache(maxsize=256)
def site_keys(publishers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for name in publishers if (key := line_key(name)))


@lru_cache(maxsize=1_024)
def _named(text: str, code: str | None, sites: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """(kind, name) of each name in a text; pages say the same text in several places."""
    return tuple(_without_places(list(_names_in(text, name_words(code), sites)), text))


def _names_in(text: str, words: NameWords, sites: frozenset[str]) -> Iterator[tuple[str, str]]:
    text = _TAG.sub(" ", html.unescape(text))
    text = _GLUED.sub(r"\1 ", squeeze(_CONTROL.sub(" ", text)))
    if line_key(text) in sites:
        yield "organisations", text.strip(EDGES)
        return
    text, inside = _BRACKETS.sub(" ", text), _BRACKETS.findall(text)
    elsewhere, role, named = -1, -1, False
    for stretch, piece in _pieces(_ADDRESS.sub(" ", text), words):
        if (word_key(piece[0]) in _ELSEWHERE and piece[0].islower()) or 0 <= elsewhere < stretch:
            break  # "By Jane Doe, in News, Business", "Jane Doe in News, Business"
        if any(word.islower() and word_key(word) in _ELSEWHERE for word in piece[1:]):
            elsewhere = stretch
        if named and (stretch == role or piece[0].islower() or any(map(_is_common, piece))):
            role = stretch
            continue  # "Jane Doe, Head of Operations and Finance"
        for kind, name in _judged(piece, words, sites):
            named = named or (kind == "people" and " " in name and not name.islower())
            yield kind, name
    for piece in inside:
        for part in _AGENCY_SPLIT.split(piece) if is_only_agencies(piece) else []:
            yield "agencies", part


def _is_common(word: str) -> bool:
    """Whether a word of a name's text is written as ordinary words are, and no particle of names."""
    return word.islower() and (len(word) > 4 or word in _SMALL) and word not in _PARTICLES


def _without_places(names: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The names of one text without places ("Jane Doe, Nairobi"); letters after a name stay with it."""
    full = False
    kept: list[tuple[str, str]] = []
    for kind, name in names:
        alone = kind == "people" and " " not in name and not _UNSPACED.search(name)
        if full and kind == "people" and _is_titles(name, names):
            if f", {name}" in text:  # not "Jane Doe | SEO"
                kept.append(("people", f"{kept.pop()[1]}, {name}"))
            continue
        if full and kind == "people" and alone:
            continue
        if alone and kind == "people" and any(other != "people" for other, _ in names) and name.isupper():
            continue  # "AFP, MANILA"
        full = full or (kind == "people" and not alone)
        kept.append((kind, name))
    return kept


def _is_titles(name: str, names: Sequence[tuple[str, str]]) -> bool:
    """Whether a piece is letters after a name (MD, RD), where names are not all in capitals."""
    return all(map(_LETTERS.match, name.split())) and names[0][0] == "people" and not names[0][1].isupper()


def _pieces(text: str, words: NameWords) -> Iterator[tuple[int, list[str]]]:
    """The text cut where names are joined, each piece as words, without by-line words and roles.

    With the number of the stretch between commas and the like that it stands in.
    """
    for number, stretch in enumerate(_SPLIT.split(text)):
        piece: list[str] = []
        pieces = [piece]
        whole = any(_INSTITUTION.fullmatch(word_key(word)) for word in stretch.split()[:2])
        for place, word in enumerate(given := stretch.split()):
            joint = word_key(word) or word
            if joint in words.joins and not word.endswith(".") and not whole:
                if not piece and not word.islower():
                    piece.append(word)
                    continue
                if not piece:
                    continue  # ", and Jane Doe"
                piece = []
                pieces.append(piece)
            elif _clinging_and(given, place):
                piece = [word[1:]]
                pieces.append(piece)
            else:
                piece.append(word)
        for part in pieces:
            if stripped := _stripped(part, words):
                yield number, stripped


def _clinging_and(words: Sequence[str], place: int) -> bool:
    """Arabic joins names with a letter that clings to the second: ريم الخطيب وعمر ناصر."""
    word = words[place]
    return place >= 2 and word.startswith("و") and len(word) > 3 and place + 1 < len(words)


def _stripped(words: list[str], tables: NameWords) -> list[str]:
    """A piece without by-line words before the name, roles around it, and what follows a date's label."""
    for place in range(1, len(words)):
        credited = leading(words[place:], tables.credits)  # "Jane Doe Photo: John Smith"
        if leading(words[place:], tables.labels) or (credited and words[place + credited - 1].endswith(":")):
            words = words[:place]
            break
    words = _after_label(words, tables)
    for place in range(2, len(words)):
        if words[place].endswith(":"):  # "Author: Jane Doe Tags: bridges"
            words = words[:place]
            break
    for _ in range(3):
        count = leading(words, tables.bylines)
        if not count or (count == 1 and _is_particle_of_name(words)):
            break
        words = words[count:]
    if key_of(words) in tables.staff or key_of(words) in tables.roles:
        return []
    if (count := leading(words, tables.staff)) and len(words) - count <= 1 < len(words):
        return []  # "المحرر السياسي", "Staff Writers"
    whole = len(words)
    for _ in range(2):
        words = words[leading(words, tables.roles) or _compound_role(words, tables) :]
        if count := trailing(words, tables.roles):
            words = words[:-count]
    rest = " ".join(words)
    return [] if len(words) < whole and len(words) == 1 and rest.isupper() else words  # "SEO expert"


def _compound_role(words: Sequence[str], tables: NameWords) -> int:
    """1 where the first word is a compound with a role: "Online-Experte Max Muster"."""
    first, hyphen, last = word_key(words[0]).rpartition("-") if len(words) > 2 else ("", "", "")
    return int(bool(first and hyphen) and last in tables.roles.single)


def _is_particle_of_name(words: Sequence[str]) -> bool:
    """ "De la Cruz", "Van Gogh": a particle that belongs to the name, not a by-line word."""
    if word_key(words[0]) not in _PARTICLES or is_only_agencies(" ".join(words[1:])):
        return False
    if len(words) > 1 and word_key(words[1]) in _PARTICLES:
        return True
    return len(words) <= 2 and words[0][0].isupper() and word_key(words[0]) not in ("von", "y", "e")


def _after_label(words: list[str], tables: NameWords) -> list[str]:
    """What follows "Interview:", "Show all posts by"; nothing after "Photo:"."""
    for place, word in enumerate(words[:-1]):
        if word.endswith((":", "：")) and place < 4:
            credited = any(leading(words[start:], tables.credits) for start in range(place + 1))
            written = any(leading(words[start:], tables.bylines) for start in range(place + 1))
            return words[place + 1 :] if written or not credited else []
        if (
            place > 1
            and (word_key(word),) in tables.bylines.keys
            and word_key(words[place - 1]) in tables.furniture
        ):
            return words[place + 1 :]
    return words


def _judged(words: list[str], tables: NameWords, sites: frozenset[str]) -> Iterator[tuple[str, str]]:
    """A piece as the kind of name that it is; nothing where it is none."""
    for count in (2, 1):
        if len(words) > count + 1 and is_only_agencies(" ".join(words[:count])):
            yield "agencies", " ".join(words[:count])
            words = words[count:]
    name = " ".join(words).strip(EDGES.replace(".", "").replace("'", "").replace(")", ""))
    if date := _DATE.search(name):
        name = _without_month(name[: date.start()].split(), tables)
    if is_only_agencies(name):
        yield "agencies", name
        return
    agencies = agencies_in(name, strict=False)
    if agencies and len(name.split()) > 3:
        yield from (("agencies", agency) for agency in agencies)
        return
    key = line_key(name)
    if _COMPANY.search(name):
        yield "organisations", name
        return
    if key in sites or (_HOST.match(name) and line_key(name.rsplit(".", 1)[0]) in sites):
        yield "organisations", name
        return
    cut = _PLACE.sub("", name).strip(EDGES) if len(name.split()) > 2 else name
    if not is_name(cut) or _is_no_name(key_of(cut.split()), tables) or furniture_family(cut):
        return
    if cut.casefold().endswith("admin"):
        return
    if any(word in _TEAM or _INSTITUTION.fullmatch(word) for word in key_of(cut.split())):
        if len(cut.split()) > 1:
            yield "organisations", cut
        return
    yield "people", cut


def _without_month(words: list[str], tables: NameWords) -> str:
    """What stands before a date's number, without its month, weekday and preposition."""
    while words and (
        word_key(words[-1]) in tables.calendar
        or (len(words) > 1 and words[-1].islower() and len(words[-1]) < 4)
    ):
        words = words[:-1]
    return " ".join(words).strip(EDGES)


def _is_no_name(key: tuple[str, ...], tables: NameWords) -> bool:
    """Words of desks, buttons, dates and roles only, or a sentence about an author."""
    if not key or key in tables.staff or key in tables.roles or leading(key, tables.labels):
        return True
    if all(
        word in tables.furniture or word in tables.calendar or word in tables.bylines.single for word in key
    ):
        return True
    about = (tables.bylines.single - _PARTICLES) | (tables.roles.single if len(key) > 1 else frozenset())
    return any(word in about and len(word) > 1 for word in key)


def is_name(text: str) -> bool:
    """Whether a text has the shape of a name: a few words with letters, no sentence, no address."""
    words = text.split()
    if not 1 < len(text) <= MAX_NAME or not any(map(str.isalpha, text)):
        return False
    if sum(word_key(word) not in _PARTICLES for word in words) > MAX_WORDS:
        return False
    if _UNSPACED.search(text) and len(text.replace(" ", "")) > 16:
        return False
    if text.count(".") > 2 and len(words) == 1 and text.islower():
        return False  # a variable: page.head.author
    if (len(words) > 2 and text[-1] in "!?。؟") or any(sign in text for sign in "{}=<>\\^$%@"):
        return False
    return not _ADDRESS.search(text)


def looks_written(names: Iterable[str]) -> bool:
    """Whether printed words look like names: in scripts with cases, their words begin with capitals."""
    words = [word for name in names for word in name.split() if word_key(word) not in _PARTICLES]
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return not cased or sum(word[0].isupper() for word in cased) >= 0.75 * len(cased)
