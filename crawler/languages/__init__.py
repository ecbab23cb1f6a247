"""Word tables, one TOML file a language, the agencies of the world in `agencies.toml`,
the abbreviations of time zones in `zones.toml`, the months of further languages in `months.toml`, and what
stands before their dates and names in `labels.toml`.

The words that sites use around an article (share, most read, by-lines, months) are data, so that a
speaker of a language adds a file without reading code. See docs/languages.md.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from crawler import datafiles


@dataclass(frozen=True, slots=True)
class Furniture:
    """Phrases that make a whole line furniture, by family. Compared with `fold`ed text."""

    share: tuple[str, ...] = ()
    most_read: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    newsletter: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # a heading over what a text was made from
    close: tuple[str, ...] = ()
    advertisement: tuple[str, ...] = ()
    read_more: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    account: tuple[str, ...] = ()  # log in, subscribe, register
    paywall: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    print: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()  # all rights reserved
    not_found: tuple[str, ...] = ()  # titles of error pages
    end: tuple[str, ...] = ()  # what says below a text that it ends
    label: tuple[str, ...] = ()  # what calls a text a text, above it
    key_points: tuple[str, ...] = ()  # headings over the sentences in which a text is summed up


@dataclass(frozen=True, slots=True)
class Language:
    """One language's table. All words as people write them; comparison folds them."""

    code: str  # ISO 639-1, else 639-3
    name: str  # in English
    native: str
    script: str  # ISO 15924, e.g. Arab, Latn, Cyrl
    direction: str  # rtl or ltr
    domains: tuple[str, ...] = ()  # top-level, of countries whose press is written in it
    months: tuple[tuple[str, ...], ...] = ()  # 12 tuples of spellings, full and short
    weekdays: tuple[tuple[str, ...], ...] = ()  # 7 tuples, Monday first
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)  # minute hour day week month year second
    duals: dict[str, tuple[str, ...]] = field(default_factory=dict)  # words that say two of a unit: ساعتين
    jalali_months: tuple[tuple[str, ...], ...] = ()  # Solar Hijri, 12 or none
    hijri_months: tuple[tuple[str, ...], ...] = ()  # lunar Hijri, 12 or none
    days: tuple[tuple[str, ...], ...] = ()  # of a month, in words: 31 or none
    ago: tuple[str, ...] = ()  # "ago", "منذ", "vor": words that make "3 hours" the past
    today: tuple[str, ...] = ()
    yesterday: tuple[str, ...] = ()
    now: tuple[str, ...] = ()  # "just now"
    counters: tuple[str, ...] = ()  # what is counted beside an article: views, shares, minutes to read
    of: tuple[str, ...] = ()  # between the number of a picture and that of all: "1 of 6"
    am: tuple[str, ...] = ()
    pm: tuple[str, ...] = ()
    published: tuple[str, ...] = ()  # labels before a publication time
    updated: tuple[str, ...] = ()
    other_dates: tuple[str, ...] = ()  # labels before the time of something else: when a photo was taken
    byline: tuple[str, ...] = ()  # words before names: By, كتب, Von
    byline_weak: tuple[str, ...] = ()  # before agencies, though they begin sentences as well: from, mit
    byline_inside: tuple[str, ...] = ()  # of them, those that stand inside a line: "12 November, by Jane Doe"
    editors: tuple[str, ...] = ()  # of them, those before who edited or translated
    written_for: tuple[str, ...] = ()  # before the name of a paper in a by-line: Special to
    name_ends: tuple[str, ...] = ()  # small words after a name that turn to a place or medium: in, for, من
    name_stops: tuple[str, ...] = ()  # of them, those after which no further name follows
    companies: tuple[str, ...] = ()  # legal forms, as written: GmbH, Inc.
    name_joins: tuple[str, ...] = ()  # between names: and, و, und
    roles: tuple[str, ...] = ()  # correspondent, مراسل, Redakteur
    beats: tuple[str, ...] = ()  # what stands before a role: technology, sports
    surnames: tuple[str, ...] = ()  # family names, where names have no spaces around them
    staff: tuple[str, ...] = ()  # by-lines that are no person: staff, newsroom, admin
    agency_words: tuple[str, ...] = ()  # of the names of news agencies: وكالة, news agency
    desks: tuple[str, ...] = ()  # parts of words that tell a newsroom among these: redak
    teams: tuple[str, ...] = ()  # words that make a by-line's name that of a team: Redaktion
    institutions: tuple[str, ...] = ()  # words that make a name that of an institution: university, جامعة
    particles: tuple[str, ...] = ()  # small words inside names: de, van, bin
    author_names: tuple[str, ...] = ()  # of elements and folders, as sites write "author" in their code
    author_pages: tuple[str, ...] = ()  # other folders of addresses that lead to an author's page: profile
    people_pages: tuple[str, ...] = ()  # folders of people's pages, and of others too: team
    caption: tuple[str, ...] = ()  # words that open a credit: Photo, صورة, Foto
    appeals: tuple[str, ...] = ()  # inside a line that asks something of the reader: get in touch
    closing: tuple[str, ...] = ()  # inside a line below the text: who else worked on it, whose opinion it is
    notices: tuple[str, ...] = ()  # inside a line about the page: this content comes from elsewhere
    openers: tuple[
        str, ...
    ] = ()  # that begin a short line which is no text: "Originally published", "Download"
    embeds: tuple[str, ...] = ()  # that begin a notice about cookies, of what is built in: "This content"
    follows: tuple[str, ...] = ()  # that begin a short line which names a social network: "Follow"
    aids: tuple[str, ...] = ()  # in brackets after a link, for screen readers: opens in a new window
    sections: tuple[str, ...] = ()  # names of a newspaper's sections, as its menu has them
    newspapers: tuple[str, ...] = ()  # words of newspapers' names, with * for what may stand around: *times*
    furniture: Furniture = Furniture()


_OTHER_TABLES = ("agencies.toml", "zones.toml", "months.toml", "labels.toml")

# Codes that sites use for a language that has its table under another code.
ALIASES = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "prs": "fa",
    "pes": "fa",
    "kmr": "ku",
    "arb": "ar",
    "cmn": "zh",
}


def load(code: str) -> Language | None:
    """The table of a language by its code ("ar", "ar-SY" too), or None where there is none."""
    code = code.strip().lower().replace("_", "-").split("-")[0]
    code = ALIASES.get(code, code)
    return _read(code) if code in codes() else None


@cache
def _read(code: str) -> Language:
    table = datafiles.read(__package__, f"{code}.toml")
    return Language(code=code, furniture=Furniture(**table.pop("furniture", {})), **table)


@cache
def codes() -> tuple[str, ...]:
    """The codes of all tables, sorted."""
    names = (file.name for file in resources.files(__package__).iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and name not in _OTHER_TABLES))


@cache
def every() -> tuple[Language, ...]:
    """All tables, for decisions made before the language is known."""
    return tuple(language for language in map(load, codes()) if language)


@datafiles.kept
def all_of(field: str) -> tuple[str, ...]:
    """The phrases of one field of all tables, each once."""
    return tuple(dict.fromkeys(phrase for language in every() for phrase in getattr(language, field)))


@datafiles.kept
def _by_domain() -> dict[str, str]:
    return {domain: language.code for language in every() for domain in language.domains}


def spoken_at(host: str) -> str | None:
    """The code of the language that a host's country writes its news in; None where that is not told."""
    return _by_domain().get(host.rpartition(".")[2].lower())


@cache
def agencies() -> dict[str, str]:
    """Spelling (as written) → the agency's name in its own script, e.g. "رويترز" → "Reuters"."""
    table: dict[str, tuple[str, ...]] = datafiles.read(__package__, "agencies.toml")["agencies"]
    return {spelling: name for name, spellings in table.items() for spelling in [name, *spellings]}


@cache
def cldr_months() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Code → 12 tuples of spellings, of every official language (see bench/cldr.py), written as the CLDR has
    them."""
    return datafiles.read(__package__, "months.toml")


@cache
def labelled() -> dict[str, Language]:
    """Code → what is known of a language that has no table: words before its dates and names in by-lines."""
    table = datafiles.read(__package__, "labels.toml")
    return {code: Language(code, code, code, "", "", **words) for code, words in table.items()}


def zones() -> dict[str, float | str]:
    """Abbreviation, in small letters → the offset from UTC in hours, or a place of the tz database."""
    return datafiles.read(__package__, "zones.toml")
