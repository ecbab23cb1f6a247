"""What the pipelines decide, at each side of its bounds: languages, copies, what is true, what changed."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from crawler.errors import WarraqError
from crawler.items import Article, Image, Kind
from pipelines.clean import clean
from pipelines.deduplicate import (
    Incoming,
    Known,
    content_hash,
    identity,
    identity_url,
    one_article,
    same_site,
)
from pipelines.delivery.destinations import is_loopback, load_destinations
from pipelines.difference import difference, words
from pipelines.language import code, decide, direction
from pipelines.normalize import clean_line, clean_text
from pipelines.similarity import compare, sketch
from pipelines.validate import validate, verdict
from tests.pipelines.sentences import SENTENCES
from tests.sweeps import Sweep, differences, kept

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EN = (
    "The council of the harbour town voted on Monday to rebuild the old lighthouse, and the work is to begin in spring, once the"
    " last of the winter storms has passed. The fishermen who paid for half of it asked for a brighter lamp and for a stair of stone."
    " Nobody at the meeting could tell how long the tower would stay dark, nor who would keep the fire on the hill until then."
)  # fmt: skip


# Languages.

CLAIMS = (
    "ar-SY",
    "en_US",
    "iw",
    "in",
    "nb",
    "arz",
    "deu",
    "und",
    "mul",
    "x",
    "xxxx",
    "EN",
    "en-",
    "",
    "jp",
    "cmn",
    "1en",
    "zxx",
    "german",
)
CLAIMED = ("", "en", "de", "fr", "ar", "fa", "no", "da", "la", "xh", "zu", "ku", "pt", "gl", "eu", "ga")


def claimed(name: str, claim: str) -> Any:
    return decide(SENTENCES[name][0], claim or None)


def shortened(name: str, claim: str, size: int) -> Any:
    return decide(SENTENCES[name][0][:size], claim or None)


LETTERS = {
    "ug": ("Arab", "ۇ"), "ckb": ("Arab", "ێ"), "ps": ("Arab", "ټ"), "sd": ("Arab", "ٻ"), "ur": ("Arab", "ٹ"), "fa": ("Arab", "پ"),
    "be": ("Cyrl", "ў"), "uk": ("Cyrl", "ї"), "mk": ("Cyrl", "ѓ"), "sr": ("Cyrl", "ђ"), "kk": ("Cyrl", "ұ"), "tg": ("Cyrl", "ӣ"),
    "tt": ("Cyrl", "җ"), "ky": ("Cyrl", "ң"), "mn": ("Cyrl", "ө"), "az": ("Latn", "ə"), "mt": ("Latn", "ħ"), "is": ("Latn", "þ"),
    "vi": ("Latn", "ạ"), "ig": ("Latn", "ị"), "yo": ("Latn", "ẹ"), "eo": ("Latn", "ĉ"), "tk": ("Latn", "şňý"), "ckb, claimed ku": ("Arab", "ێ"),
}  # fmt: skip
PLAIN = {
    "Arab": "قرر المجلس البلدي إعادة بناء الجدار القديم قبل أن تصل العواصف إلى الساحل " * 8,
    "Cyrl": "Городской совет решил перестроить старую стену порта до первых штормов " * 8,
    "Latn": (EN + " ") * 2,
}


def with_letters(name: str, count: int) -> Any:
    """A text of 500 characters of which so many are letters of a language's own."""
    script, own = LETTERS[name]
    letters = (own * count)[:count]
    text = PLAIN[script][: 500 - count]
    return decide(text + letters, "ku" if "ku" in name else None)


KURDISH = ["û", "ji", "li", "ku", "bi", "di", "de", "jî", "ew", "xwe"]


def kurdish(count: int) -> Any:
    other = [
        "pira",
        "kevn",
        "çem",
        "bazar",
        "dibistan",
        "gel",
        "hefte",
        "zivistan",
        "qeyik",
        "şaredar",
        "roj",
        "nav",
        "dar",
        "av",
        "bajar",
    ] * 4
    return decide(" ".join((KURDISH * 3)[:count] + other[: 60 - count]))


def kana(count: int) -> Any:
    return decide("港口石墙重建工程委员会会议决定" * 7 + "の" * count)


def mixed(script: str, count: int) -> Any:
    """English with so many letters of another script."""
    text = PLAIN[script][:count] + EN[: 120 - count]
    return [decide(text), direction(text, None)]


LANGUAGES = [
    Sweep("claims of a language", CLAIMS, code),
    *(Sweep(f"claims of a text in {name}", CLAIMED, partial(claimed, name)) for name in SENTENCES),
    *(Sweep(f"letters of a text in {name}, claimed {claim or 'nothing'}", [*range(1, 30), *range(40, 60), *range(90, 110)], partial(shortened, name, claim))
      for name, claim in (("en", ""), ("en", "de"), ("de", "en"), ("ar", ""), ("ar", "en"), ("he", "en"), ("fa", "ar"), ("tr", "en"))),
    *(Sweep(f"letters of {name}", range(0, 30), partial(with_letters, name)) for name in LETTERS),
    Sweep("Kurdish words", range(0, 16), kurdish),
    Sweep("kana among Han", range(0, 14), kana),
    *(Sweep(f"letters of {script} in English", range(40, 80, 2), partial(mixed, script)) for script in ("Arab", "Cyrl")),
    Sweep("directions", ("ar", "en", "he", "ku", "dv", "xx", ""), lambda name: direction("2026 - 12", name or None)),
    Sweep("figures in the middle", range(0, 30, 3), lambda n: decide(" ".join(SENTENCES["de"][0].split()[:n]) + " 1 2 3 4 5" * 100, None)),
]  # fmt: skip


# Near copies.

WORDS = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(400)]
OTHERS = [f"other{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(400)]


def likeness(one: list[str], other: list[str]) -> Any:
    found = compare(sketch([" ".join(one)]), sketch([" ".join(other)]))
    return [found.copy, found.reason, round(found.share, 3)]


def shared(count: int) -> Any:
    return likeness(WORDS[:100], WORDS[:count] + OTHERS[: 100 - count])


def cut(count: int) -> Any:
    return likeness(WORDS[:200], WORDS[:count])


def numbers(others: int) -> Any:
    """Two texts of one template: so many of twenty numbers differ."""
    one = [part for n in range(20) for part in (WORDS[5 * n], *WORDS[5 * n + 1 : 5 * n + 20], str(100 + n))]
    two = list(one)
    for n in range(others):
        two[21 * n + 20] = str(900 + n)
    return likeness(one, two)


def few_numbers(count: int) -> Any:
    """A long text, of which all of its few numbers differ."""
    one, two = WORDS[:300], WORDS[:300]
    for n in range(count):
        one, two = [*one[: 40 * n], str(n), *one[40 * n :]], [*two[: 40 * n], str(n + 500), *two[40 * n :]]
    return likeness(one, two)


def keys(count: int) -> Any:
    text = [f"w{n}" for n in range(count)]
    found = sketch([" ".join(text)])
    return [len(found.keys), found.words, sum(found.keys) % 10**6]


def kept_keys(count: int) -> Any:
    """Keys that a text of 300 words and its piece of so many have in common."""
    return len(
        set(sketch([" ".join(WORDS[:300])]).keys) & set(sketch([" ".join(WORDS[100 : 100 + count])]).keys)
    )


def unspaced(count: int) -> Any:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(300))
    one, two = sketch([text[:200]]), sketch([text[:count] + "x"])
    return [two.words, compare(one, two).reason, len(two.keys)]


NUMBERED = (
    "12 people",
    "people 12",
    "12 13",
    "the 12 people and 13 dogs",
    "12",
    "in 2026, 12. of",
    "a1 b2 3c",
)
COPIES = [
    Sweep("shared words of a hundred", range(0, 101), shared),
    Sweep("words of a piece", range(40, 70), cut),
    Sweep("other numbers of twenty", range(21), numbers),
    Sweep("other numbers of a long text", range(8), few_numbers),
    Sweep("keys of a text", [*range(45, 75, 2), *range(100, 800, 50), 1000, 3000, 3500, 5000, 20_050], keys),
    Sweep("keys of a piece", range(40, 201, 10), kept_keys),
    Sweep("characters without spaces", range(80, 125, 2), unspaced),
    Sweep("numbers of a text", NUMBERED, lambda text: sorted(map(list, sketch([text]).numbers))),
    Sweep("sentences", ("a b c d e. f g h", "a b c d e f g h", "a b. c d", "a\u00adb c", "a? b! c… d", "你好。你好"), lambda text: len(sketch([text]).shingles)),
]  # fmt: skip


# What cannot be true is taken out.

FIELDS = {
    "title": 500,
    "kicker": 300,
    "subtitle": 2_000,
    "summary": 5_000,
    "publisher": 200,
    "section": 200,
    "date_from": 200,
}


def article(**given: Any) -> Article:
    return Article(
        **{"url": "https://post.example/x", "title": "T", "paragraphs": [EN], "fetched_at": NOW, **given}
    )


def validated(**given: Any) -> Any:
    one = article(**given)
    removed = validate(one)
    return [removed, {name: shown(getattr(one, name)) for name in given}]


def shown(value: Any) -> Any:
    if isinstance(value, list):
        return [len(value), *(asdict(v) if isinstance(v, Image) else str(v)[:20] for v in value[:3])]
    return value[:20] if isinstance(value, str) else str(value)


def sized(name: str, size: int) -> Any:
    return validated(**{name: "x" * size})


def day(name: str, hours: int) -> Any:
    return validated(**{name: (NOW + timedelta(hours=hours)).isoformat()})


URLS = (
    "https://p.example/a",
    "http://p.example/a",
    "ftp://p.example",
    "https:///a",
    "p.example",
    "HTTPS://P.example/a",
    "https://p.example/" + "x" * 2065,
    "https://p.example/" + "x" * 2066,
)
TIMES = (
    "1599-12-31",
    "1600-01-01",
    "1899-01-01",
    "x",
    "2026-11-22T10:00:00+00:00",
    "2026-13-01",
    "2026-11-24",
    "2026-11-25",
    "2026-11-24T23:00:00-05:00",
)
VALID = [
    *(Sweep(f"letters of {name}", [limit - 1, limit, limit + 1, 2 * limit, 4 * limit], partial(sized, name)) for name, limit in FIELDS.items()),
    *(Sweep(f"letters of one of {name}", range(97, 104), lambda n, name=name: validated(**{name: ["a", "x" * n, "a", " "]})) for name in ("authors", "agency", "tags")),
    *(Sweep(f"number of {name}", range(97, 104), lambda n, name=name: validated(**{name: [f"x{i}" for i in range(n)]})) for name in ("authors", "tags")),
    *(Sweep(f"times of {name}", TIMES, lambda time, name=name: validated(**{name: time, "date_from": "meta"})) for name in ("published_at", "modified_at")),
    *(Sweep(f"hours of {name} after the fetch", range(0, 100, 6), partial(day, name)) for name in ("published_at", "modified_at")),
    Sweep("years", [*range(1595, 1605), 0, 1, 9999], lambda n: validated(published_at=f"{n:04d}-11-12")),
    Sweep("languages", ("en", "eng", "e", "engl", "EN", "en-us", ""), lambda name: validated(language=name)),
    Sweep("addresses", URLS, lambda url: [validated(canonical_url=url), validated(image=url), validated(images=[Image(url, width=0, height=5), Image("https://p.example/b", width=-1, height=0)])]),
    Sweep("words of a text", range(8), lambda n: [verdict(article(paragraphs=[" ".join(["storm"] * n)])), verdict(article(title=None, paragraphs=[" ".join(["storm"] * n)]))]),
    Sweep("letters of a text", [1_999_998, 2_000_000, 2_000_001], lambda n: verdict(article(paragraphs=["wordy " * (n // 6) + "x" * (n % 6)]))),
    Sweep("letters of an address", range(2080, 2087), lambda n: verdict(article(url="https://p.example/".ljust(n, "x")))),
    Sweep("kinds", [kind.value for kind in Kind], lambda kind: [verdict(article(kind=Kind(kind))), verdict(article(kind=Kind(kind), kind_reason="because"))]),
]  # fmt: skip


# Which article it is.

TEXT = [f"Paragraph {n} tells of the harbour wall and of those who build it again." for n in range(20)]
OTHER = [f"Sentence {n} is about a ferry that nobody expected before the spring." for n in range(20)]
HERE, THERE, MOVED = (
    "https://www.p.example/wall",
    "https://www.p.example/print/17",
    "https://www.p.example/new",
)


def known(
    text: list[str],
    *,
    key: str = "a1",
    url: str = HERE,
    source: str = "post",
    title: str = "The wall",
    status: str = "new",
    day: int = 0,
) -> Known:
    when = NOW + timedelta(days=day)
    return Known(
        key,
        url,
        url,
        source,
        content_hash(title, text),
        1,
        status,
        when,
        key,
        key,
        title=title,
        paragraphs=tuple(text),
    )


def incoming(
    text: list[str], *, url: str = THERE, asked: str = THERE, names: str = HERE, title: str = "Forty days"
) -> Incoming:
    return Incoming(url, asked, names, "post", content_hash(title, text), title=title, paragraphs=tuple(text))


def told(decision: Any) -> Any:
    return [
        str(decision.status),
        decision.reason,
        decision.known and decision.known.id,
        decision.copy_of and decision.copy_of.id,
        decision.identity,
        decision.write,
        list(decision.aliases),
        decision.leads,
    ]


def same_text(length: int, count: int) -> Any:
    """So many of ten paragraphs are those of the article that the page calls itself."""
    return told(identity(incoming(TEXT[:count] + OTHER[: length - count]), {HERE: known(TEXT[:10])}, []))


def united(count: int) -> Any:
    page = incoming(TEXT[:count] + OTHER[: 10 - count])
    return [
        one.id
        for one in one_article(
            page, {HERE: known(TEXT[:10]), THERE: known(TEXT[:10], key="b2", url=THERE, day=-1)}
        )
    ]


def long_lines(size: int) -> Any:
    lines = [f"{n} ".ljust(size, "x") for n in range(4)]
    return told(identity(incoming([*lines[:3], OTHER[0]]), {HERE: known(lines)}, []))


CASES: dict[str, tuple[Incoming, dict[str, Known], list[Known]]] = {
    "new": (incoming(TEXT), {}, []),
    "the same again": (incoming(TEXT, url=HERE, asked=HERE, title="The wall"), {HERE: known(TEXT)}, []),
    "the same, asked elsewhere": (incoming(TEXT, url=HERE, asked=THERE, title="The wall"), {HERE: known(TEXT)}, []),
    "another address": (incoming(TEXT, title="The wall"), {HERE: known(TEXT)}, []),
    "changed": (incoming(OTHER, url=HERE, asked=HERE), {HERE: known(TEXT)}, []),
    "gone and back": (incoming(TEXT, url=HERE, asked=HERE, title="The wall"), {HERE: known(TEXT, status="gone")}, []),
    "gone, elsewhere": (incoming(TEXT, title="The wall"), {HERE: known(TEXT, status="gone")}, []),
    "the same title": (incoming(OTHER, title="the  Wall"), {HERE: known(TEXT)}, []),
    "another article under the canonical": (incoming(OTHER), {HERE: known(TEXT)}, []),
    "all names taken": (incoming(OTHER), {HERE: known(TEXT), THERE: known(TEXT, key="b2", url=THERE)}, []),
    "the same content": (incoming(TEXT, title="The wall"), {}, [known(TEXT, url=MOVED)]),
    "a copy": (incoming(TEXT, title="The wall"), {}, [known(TEXT, url=MOVED, source="other")]),
    "a copy and its own": (incoming(TEXT, title="The wall"), {}, [known(TEXT, source="other", key="b2"), known(TEXT, url=MOVED)]),
    "leads": (incoming(TEXT, url=HERE, asked=HERE, title="The wall"), {HERE: Known("a1", THERE, HERE, "post", content_hash("The wall", TEXT), 1, "new", NOW, "a1", "a1")}, []),
}  # fmt: skip
PAIRS = (
    "www.p.example www.p.example", "www.p.example p.example", "www.p.example sport.p.example", "p.example:80 p.example:81", "p.example other.example",
    "p.example:8080 www.p.example", "a.co.uk b.co.uk", "10.0.0.1 10.0.0.2", "localhost localhost",
)  # fmt: skip
CANONICALS = (
    "/wall",
    "https://www.p.example/wall",
    "https://www.p.example/",
    "https://other.example/wall",
    "",
    "x",
    "https://sport.p.example/wall",
)
IDENTITIES = [
    *(Sweep(f"shared paragraphs of {length}", range(length + 1), partial(same_text, length)) for length in (3, 5, 10)),
    Sweep("shared paragraphs that unite", range(11), united),
    Sweep("letters of a shared line", range(34, 46), long_lines),
    Sweep("which article it is", list(CASES), lambda which: told(identity(*CASES[which]))),
    Sweep("sites", PAIRS, lambda pair: same_site(*(f"https://{host}/x" for host in pair.split()))),
    Sweep("canonical addresses", CANONICALS, lambda url: identity_url("https://www.p.example/x", url or None)),
    Sweep("lines that pass", ("3 hours ago", "12 comments", "1,204 views", "The wall", "12"), lambda line: content_hash("T", [line]) == content_hash("T", [])),
]  # fmt: skip


# What a revision changed, and the characters of a text.


def edited(count: int) -> Any:
    """A paragraph of ten words, so many of them others."""
    found = difference(
        {"paragraphs": [" ".join(WORDS[:10])]}, {"paragraphs": [" ".join(OTHERS[:count] + WORDS[count:10])]}
    )
    return [
        len(found.changed),
        len(found.added),
        len(found.removed),
        [change.words[:80] for change in found.changed],
    ]


def moved(count: int) -> Any:
    found = difference({"paragraphs": TEXT[:5]}, {"paragraphs": TEXT[count:5] + TEXT[:count]})
    return found.as_dict()


def many(count: int) -> Any:
    found = difference(
        {"paragraphs": [f"alpha beta {n}" for n in range(count)]},
        {"paragraphs": [f"alpha beta x{n}" for n in range(100)]},
    )
    return [len(found.changed), len(found.added), len(found.removed)]


def compared(count: int) -> Any:
    return len(
        words(
            " ".join(WORDS[n % 400] for n in range(count)) + " a",
            " ".join(WORDS[n % 400] for n in range(count)) + " b",
        )
    )


SIGNS = (
    "a\u00adb", "a\u200bb", "a\u200cb", "می\u200cخواهم", "كتاب\u200cها", "क\u200cष", "👩\u200d👩", "a\u200db", "هـ", "1448 هـ", "كتـــاب", "ه\u0640ا",
    "a\x00b", "a\x07b", "a\r\nb\rc\u2028d", "a\n\n b \n", "  a \t b ", "\ue001a", "ﻼ", "ﷺ", "e\u0301", "\ud800a", "a\x85b", "\ufeffa", "باهـ", "هـج", " ه\u0640 ",
)  # fmt: skip
LINES = (
    "Read also: the wall",
    "Share",
    "Most read",
    "(Reuters)",
    "Source: dpa",
    "12 comments",
    "___",
    "Photo: AFP",
    "The wall stands.",
    "Tags: wall, sea",
    "Related articles",
)


def ended(line: str) -> Any:
    one = clean(article(paragraphs=[EN, TEXT[0], TEXT[1], line], title="The wall"))
    return [len(one.paragraphs), one.agency, one.word_count]


def listed(count: int) -> Any:
    one = clean(article(paragraphs=[EN, *TEXT[:3], "Most read", *["A headline of the day"] * count]))
    return len(one.paragraphs)


def headline(size: int) -> Any:
    one = clean(
        article(paragraphs=[EN, *TEXT[:3], "Most read", ("A headline of the day " * 20)[:size].strip()])
    )
    return len(one.paragraphs)


def lead(size: int) -> Any:
    one = clean(article(paragraphs=[EN[:size].strip() + ("." if size % 2 else ""), EN, *TEXT[:3]]))
    return len(one.paragraphs)


def credits_at_the_end(count: int) -> Any:
    one = clean(
        article(paragraphs=[EN, *TEXT[:3], *["(Reuters)", "(dpa)", "(AFP)", "(AP)", "(EFE)"][:count]])
    )
    return [len(one.paragraphs), one.agency]


CHANGES = [
    Sweep("other words of a paragraph", range(11), edited),
    Sweep("moved paragraphs", range(5), moved),
    Sweep("replaced paragraphs", range(97, 104), many),
    Sweep("words that are compared", [1997, 1998, 1999, 2000, 2001], compared),
    Sweep("changes of a title", ("The wall", "the  wall", "The new wall", ""), lambda title: difference({"title": "The wall"}, {"title": title}).as_dict()),
    Sweep("signs", range(len(SIGNS)), lambda n: [clean_text(SIGNS[n]).encode("unicode_escape").decode(), clean_line(SIGNS[n], beyond_arabic=True).encode("unicode_escape").decode()]),
    Sweep("lines at the end", LINES, ended),
    Sweep("headlines at the end", range(0, 36), listed),
    Sweep("letters of a headline at the end", range(130, 150), headline),
    Sweep("letters of a lead", range(20, 40), lead),
    Sweep("credits at the end", range(6), credits_at_the_end),
]  # fmt: skip


# What a destination may be.

LIMITS = (
    ("webhook", "rows", (0, 1, 100_000, 100_001, 200_000)), ("webhook", "timeout", ("0.0", "0.05", "0.1", "0.2", "3600.0", "3600.5", "7200.0")),
    ("jsonl", "max_mb", ("0.0", "0.0005", "0.001", "1e6", "1.1e6", "2e6")), ("jsonl", "every", ("-1.0", "0.0", "0.5", "3600.0", "3601.0")), ("parquet", "rows", (0, 1, 2, 100_000, 100_001)),
    ("command", "rows", (0, 1, 100_001)), ("jsonl", "start", ("'first'", "'now'", "'x'")), ("webhook", "secret_env", ("'A'", "'A-B'", "'1A'", "''")), ("webhook", "token_env", ("'A_1'", "'A B'")),
    ("jsonl", "fields", ("['title']", "['x']", "[]")), ("jsonl", "name", ("' '", "''")),
)  # fmt: skip
MORE = {
    "webhook": "url = 'https://h.example/'",
    "jsonl": "path = 'a.jsonl'",
    "csv": "path = 'a.csv'",
    "parquet": "path = 'a'",
    "command": "command = ['cat']",
}
PLACES = (
    "a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.json", "a/", "{day}.jsonl", "{host}.jsonl", "{day!r}.jsonl", "{day:x}.jsonl", "{.jsonl", "s3://b/a.jsonl", "https://b/a.jsonl",
    "s3://u:p@b/a.jsonl", "s3://u@b/a.jsonl", "s3://b/a.jsonl?x", "file://a.jsonl", "file:///a.jsonl", "s3::x://b/a.jsonl", "nope://b/a.jsonl", "git://b/a.jsonl", "{{day}}.jsonl",
)  # fmt: skip
HOOKS = (
    "https://h.example/", "http://h.example/", "http://127.0.0.1/", "http://localhost:1/", "http://[::1]/", "https://u:p@h.example/", "https://u@h.example/", "ftp://h.example/", "https:///x",
    "https://h.example:x/", "https://hé.example/", "http://10.0.0.1/",
)  # fmt: skip


def destination(kind: str, lines: str) -> Any:
    with TemporaryDirectory() as folder:
        file = Path(folder, "destinations.toml")
        name = "" if lines.startswith("name") else "name = 'a'\n"
        file.write_text(f"[[destination]]\n{name}type = '{kind}'\n{lines}\n", "utf-8")
        try:
            return str(load_destinations(file).entries)
        except WarraqError as error:
            return str(error).replace(folder, "")[:200]


DESTINATIONS = [
    *(Sweep(f"{key} of {kind}", list(map(str, values)), lambda value, kind=kind, key=key: destination(kind, f"{key} = {value}\n{MORE[kind]}")) for kind, key, values in LIMITS),
    Sweep("paths", PLACES, lambda path: destination("jsonl", f"path = '{path}'")),
    Sweep("paths of tables", ("a", "{day}", "a}", "a/"), lambda path: destination("parquet", f"path = '{path}'")),
    Sweep("hooks", HOOKS, lambda url: destination("webhook", f"url = '{url}'")),
    Sweep("commands", ("[]", "['']", "['cat', '-']"), lambda words: destination("command", f"command = {words}")),
    Sweep("kinds of destinations", list(MORE), lambda kind: destination(kind, MORE[kind])),
    Sweep("loopback", ("127.0.0.1", "127.9.9.9", "::1", "localhost", "10.0.0.1", "h.example"), is_loopback),
]  # fmt: skip

SWEEPS = (*LANGUAGES, *COPIES, *VALID, *IDENTITIES, *CHANGES, *DESTINATIONS)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_bounds_and_weights(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
