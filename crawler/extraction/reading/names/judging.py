"""What a piece of a by-line is: a person, a news agency, another organisation, a desk, or nothing.

A piece comes from names.py, cut where names are joined and freed of by-line words and roles.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.extraction.reading.names.namewords import EDGES, PARTICLES, NameWords, key_of, leading, word_key
from crawler.languages.credits import agencies_in, is_only_agencies, may_credit
from crawler.languages.lookup import furniture_family, line_key, plain

MAX_NAME = 60  # characters of one name
MAX_WORDS = 6  # words of one name: "María del Carmen García de la Torre" has seven with particles

ADDRESS = re.compile(
    r"\S{1,80}(?:@|[\[(](?:at|ät)[\])])\S{1,80}|(?:https?://|www\.)\S{1,300}|(?<!\w)@\w{1,40}", re.IGNORECASE
)
_DATE = re.compile(r"(?:^|(?<=[\s(]))\d{1,4}(?![^\W\d_])|\d[:/.]\d|^\d\d[APap][Mm]$")
_PLACE = re.compile(r"\s(?:in|aus|für|for|from|at|à|en|em|via|to|on|من|في|über|about)\s.*$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:\S{1,12}\s){0,2}?(?:19|20)\d\d[,.]?\s(?=\D)")  # a date before a name
# The mark of a footnote on a name of several words, as in journals: "Jane Doe1,2".
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{3})(?:[1-9]|[*†‡§¹²³⁴-⁹])(?:,[\d¹²³]){0,4}(?= |$)")
_UNWRITTEN = frozenset((*PARTICLES, "the", "die"))  # lower-case words that names are written with
_TEAM = re.compile(
    "team|staff|redaktion|redaction|redazione|redacción|redação|redactie|editors|editorial|"
    "newsroom|desk|webteam|編集部|编辑部|تحرير|redaksi|редакция"
)
# Parts of words, as `plain` writes them, that make a by-line without a name that of a newsroom.
_DESK = re.compile(
    "team|staff|desk|redak|redac|redaz|redatt|newsroom|editor|toimitus|編集|编辑|編輯|تحرير|محرر|"
    "تحریر|مراسلين|редакц|מערכת|편집|سرویس|sintaxi|συντακ"
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
_COMPANY = re.compile(
    r"(?:^|\s)(?:g?GmbH|AG|e\. ?V\.?|Inc\.?|Ltd\.?|LLC|Co\.|S\.[AL]\.?|SE|Verlag|Stiftung)(?:$|[\s,])"
)
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NAME_EDGES = EDGES.replace(".", "").replace("'", "").replace(")", "")
_HOST = re.compile(r"^(?:[\w-]{1,60}\.){1,3}[a-z]{2,6}$", re.IGNORECASE)


def judged(
    words: list[str], printed: list[str], tables: NameWords, sites: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """(kind, name) of a piece; nothing where it names nobody. `printed`: the piece with its roles."""
    credits = may_credit(words)
    for count in (2, 1) if credits else ():
        if len(words) > count + 1 and is_only_agencies(" ".join(words[:count])):
            yield "agencies", " ".join(words[:count])
            words = words[count:]
    name = " ".join(words).strip(_NAME_EDGES)
    if " " in name:
        name = _FOOTNOTE.sub("", name)
    name = _without_date(name, tables)
    if credits and is_only_agencies(name):
        yield "agencies", name
    elif credits and (credited := _agencies_among(name)):
        yield from credited
    elif _is_site(name, sites):
        contributor = len(printed) > len(words) == len(name.split())  # "Example News Contributor"
        yield "organisations", " ".join(printed).strip(EDGES) if contributor else name
    elif _COMPANY.search(name):
        yield "organisations", name
    else:
        yield from _named(name, tables)


def _agencies_among(name: str) -> list[tuple[str, str]]:
    """The agencies in a longer text, or the text itself where it is two or three words with one of them."""
    size = len(name.split())
    if size > 3:
        return [("agencies", agency) for agency in agencies_in(name, strict=False)]
    return [("organisations", name)] if size > 1 and agencies_in(name) else []  # "Reuters Staff"


def _is_site(name: str, sites: frozenset[str]) -> bool:
    bare = name[4:] if name[:4].lower() == "the " else name
    if line_key(name) in sites or line_key(bare) in sites:
        return True
    return bool(_HOST.match(name)) and line_key(name.rsplit(".", 1)[0]) in sites


def _named(name: str, tables: NameWords) -> Iterator[tuple[str, str]]:
    """A person or an institution, or nothing."""
    cut = _PLACE.sub("", name).strip(EDGES) if len(name.split()) > 2 else name
    if not is_name(cut) or _is_no_name(key_of(cut.split()), tables) or furniture_family(cut):
        return
    if cut.casefold().endswith("admin"):
        return
    if any(_TEAM.fullmatch(word) or _INSTITUTION.fullmatch(word) for word in key_of(cut.split())):
        if len(cut.split()) > 1:
            yield "organisations", cut
        return
    yield "people", cut


def is_desk(words: Sequence[str], tables: NameWords) -> bool:
    """Whether words that name nobody name a newsroom or its staff: not "admin", not "profile"."""
    key = key_of(words)
    desk = key in tables.staff or (leading(words, tables.staff) and len(words) <= 2)
    return bool(desk) and any(_DESK.search(plain(word)) for word in key)


def is_company(text: str) -> bool:
    """Whether a text has the legal form of a company in it."""
    return bool(_COMPANY.search(text))


def is_institution(word: str) -> bool:
    return bool(_INSTITUTION.fullmatch(word_key(word)))


def _without_date(name: str, tables: NameWords) -> str:
    """A name without the date before it, and without what follows one behind it."""
    if (before := _BEFORE.match(name)) and all(
        word[0].isdigit() or word_key(word) in tables.calendar for word in before.group().split()
    ):
        name = name[before.end() :]
    date = _DATE.search(name)
    return _without_month(name[: date.start()].split(), tables) if date else name


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
    about = (tables.bylines.single - PARTICLES) | (tables.roles.single if len(key) > 1 else frozenset())
    return any(word in about and len(word) > 1 for word in key)


def is_name(text: str) -> bool:
    """Whether a text has the shape of a name: a few words with letters, no sentence, no address."""
    words = text.split()
    if not 1 < len(text) <= MAX_NAME or not any(map(str.isalpha, text)):
        return False
    if sum(word_key(word) not in PARTICLES for word in words) > MAX_WORDS:
        return False
    if UNSPACED.search(text) and len(text.replace(" ", "")) > 16:
        return False
    if text.count(".") > 2 and len(words) == 1 and text.islower():
        return False  # a variable: page.head.author
    if (len(words) > 2 and text[-1] in "!?。؟") or any(sign in text for sign in "{}=<>\\^$%@"):
        return False
    return not ADDRESS.search(text)


def looks_written(names: Iterable[str]) -> bool:
    """Whether printed words look like names: in scripts with cases, their words begin with capitals."""
    words = [word for name in names for word in name.split() if word_key(word) not in _UNWRITTEN]
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return not cased or sum(word[0].isupper() for word in cased) >= 0.75 * len(cased)
