"""Which writing system a text is in, and the languages that this, or a few letters, settles by itself."""

import re
from collections import Counter
from functools import cache, lru_cache

# ISO 15924 code → its letters, as a character class. Kana and Hangul are told apart from Han below.
_RANGES = {
    "Latn": "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdfb\ufe70-\ufefc",
    "Cyrl": "\u0400-\u0481\u048a-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebr": "\u05d0-\u05f2",
    "Deva": "\u0904-\u0963\u0971-\u097f",
    "Hani": "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "Kana": "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff",
    "Hang": "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e",
    "Thai": "\u0e01-\u0e4e",
    "Laoo": "\u0e81-\u0ede",
    "Khmr": "\u1780-\u17d2",
    "Mymr": "\u1000-\u1049\u1050-\u109f\uaa60-\uaa7f",
    "Beng": "\u0980-\u09e3\u09f0-\u09f1",
    "Guru": "\u0a01-\u0a5e\u0a70-\u0a75",
    "Gujr": "\u0a81-\u0ae3",
    "Orya": "\u0b01-\u0b63\u0b71",
    "Taml": "\u0b82-\u0bd7",
    "Telu": "\u0c00-\u0c63",
    "Knda": "\u0c80-\u0ce3",
    "Mlym": "\u0d00-\u0d63",
    "Sinh": "\u0d80-\u0df3",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Armn": "\u0531-\u0587",
    "Ethi": "\u1200-\u135a",
    "Tibt": "\u0f40-\u0fbc",
    "Thaa": "\u0780-\u07b1",
    "Syrc": "\u0710-\u074f",
    "Tfng": "\u2d30-\u2d67",
    "Mong": "\u1820-\u18aa",
    "Nkoo": "\u07ca-\u07ea",
}
_LETTERS = {script: re.compile(f"[{letters}]") for script, letters in _RANGES.items()}
RTL = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo"})

# Scripts of one news language each; a claim of another language of the script is believed.
SOLE = {
    "Grek": "el",
    "Hebr": "he",
    "Hang": "ko",
    "Kana": "ja",
    "Thai": "th",
    "Laoo": "lo",
    "Khmr": "km",
    "Mymr": "my",
    "Beng": "bn",
    "Guru": "pa",
    "Gujr": "gu",
    "Orya": "or",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Sinh": "si",
    "Geor": "ka",
    "Armn": "hy",
    "Ethi": "am",
    "Tibt": "bo",
    "Thaa": "dv",
    "Syrc": "syr",
    "Tfng": "zgh",
    "Hani": "zh",
    "Mong": "mn",
    "Nkoo": "nqo",
}
# Languages beside the sole one that are written in the script.
_ALSO = {
    "Hebr": {"yi", "lad"},
    "Beng": {"as", "mni"},
    "Ethi": {"ti", "om"},
    "Mymr": {"shn", "mnw", "kar"},
    "Hani": {"yue", "wuu", "ja"},
    "Tibt": {"dz"},
    "Geor": {"xmf"},
    "Tfng": {"ber", "tzm"},
    "Syrc": {"aii", "arc"},
}
_ARABIC_SCRIPT = {
    "ar",
    "fa",
    "ur",
    "ps",
    "ckb",
    "ku",
    "ug",
    "sd",
    "pnb",
    "azb",
    "bal",
    "lrc",
    "mzn",
    "ks",
    "ms",
}
_CYRILLIC = {
    *(
        "ru",
        "uk",
        "bg",
        "mk",
        "sr",
        "be",
        "kk",
        "ky",
        "tg",
        "mn",
        "uz",
        "tt",
        "ba",
        "cv",
        "os",
        "ce",
        "sah",
        "bs",
    ),
    *("az", "tk", "ab", "kv", "udm", "rue"),
}
_DEVANAGARI = {"hi", "mr", "ne", "sa", "mai", "bho", "awa", "new", "kok", "sd", "doi", "brx"}

KANA_SHARE = 0.05  # of kana and Han: a Japanese text has at least a particle a clause
_SAMPLE_LETTERS = 4_000  # counted at most: the script of a text shows in its first lines


@lru_cache(maxsize=16)  # a text's language and its direction both ask
def main_script(text: str) -> tuple[str | None, int]:
    """The script that most letters are of, and how many letters."""
    counts: Counter[str] = Counter()
    for letter, times in Counter(text[:_SAMPLE_LETTERS]).items():
        if script := _script_of(letter):
            counts[script] += times
    if not counts:
        return None, 0
    east = counts["Kana"] + counts["Hani"]
    if counts["Kana"] > KANA_SHARE * east:
        counts["Kana"] = east
    script, _ = max(counts.items(), key=lambda one: (one[1], one[0]))
    return script, counts[script]


@lru_cache(maxsize=16_384)  # a page has some eighty different letters, each many times
def _script_of(letter: str) -> str | None:
    return next((script for script, one in _LETTERS.items() if one.match(letter)), None)


def written_in(language: str, script: str) -> bool:
    """Whether a language can be written in a script; unknown languages count as Latin."""
    if script == "Arab":
        return language in _ARABIC_SCRIPT
    if script == "Cyrl":
        return language in _CYRILLIC
    if script == "Deva":
        return language in _DEVANAGARI
    if script in SOLE:
        return language == SOLE[script] or language in _ALSO.get(script, set())
    return script == "Latn" and not _never_latin(language)


@cache
def _never_latin(language: str) -> bool:
    only = {*SOLE.values(), *_ARABIC_SCRIPT, *_CYRILLIC, *_DEVANAGARI}
    also_latin = {"ku", "az", "uz", "tk", "sr", "bs", "ms", "tt", "om", "ce", "ab", "zgh"}
    return language in only - also_latin


# Letters of one language among those of its script: (language, letters, least share of the letters).
# Earlier rows are asked first: Kurdish, Sindhi and Uyghur have letters that Persian or Urdu have too.
_ARAB = (
    ("ug", "ۇۈڭ", 0.03),
    ("ckb", "ێۆڵڕەڤ", 0.03),
    ("ps", "ټډړږښګڼېۍ", 0.01),
    ("sd", "ٻڀٺٽڃڄڇڍڌڏڙڦڪڱڳڻ", 0.02),
    ("ur", "ٹڈڑںےہھ", 0.02),
    ("fa", "پچژگکی", 0.03),
)
_CYRL = (
    ("be", "ў", 0.001),
    ("uk", "їєґ", 0.002),
    ("mk", "ѓќѕ", 0.001),
    ("sr", "ђћјљњџ", 0.01),
    ("kk", "ұ", 0.002),
    ("tg", "ӣӯҷҳ", 0.005),
    ("tt", "җә", 0.03),
    ("ky", "ңөү", 0.005),
    ("mn", "өү", 0.005),
)
_LATN = (
    ("az", "əƏ", 0.02),
    ("mt", "ħĦġĠ", 0.005),
    ("is", "þÞ", 0.002),
    ("vi", "ạảấầẩẫậắằặẻếềểễệỏốồổộớờởợủứừửựỳỵơưđ", 0.05),
    ("ig", "ịỊụỤṅṄ", 0.02),
    ("yo", "ẹọṣẸỌṢ", 0.02),
    ("eo", "ĉĝĥĵŝŭ", 0.005),
)
_TURKMEN_SHARE = 0.02
# Kurmanji has no letter of its own, but small words that no other language has together.
_KURMANJI = frozenset({"û", "ji", "li", "ku", "bi", "di", "de", "jî", "ew", "xwe"})
_KURMANJI_SHARE = 0.12  # of the words


def by_letters(text: str, script: str) -> str | None:
    """The language that letters of its own give away; None where they leave it open."""
    if text.isascii():
        return None
    rows = {"Arab": _ARAB, "Cyrl": _CYRL, "Latn": _LATN}.get(script, ())
    letters = len(_LETTERS[script].findall(text)) or 1
    counts = Counter(text)
    for language, own, share in rows:
        if sum(counts[letter] for letter in own) >= share * letters:
            return language
    if script == "Latn" and _is_turkmen(counts, letters):
        return "tk"
    return "ku" if script == "Latn" and _is_kurmanji(text) else None


def _is_turkmen(counts: Counter[str], letters: int) -> bool:
    """Turkmen has ş with Turkish, ň and ý with Czech, and neither's other letters."""
    shared = counts["ň"] + counts["ý"]
    return bool(counts["ş"] and counts["ň"] and shared >= _TURKMEN_SHARE * letters and not counts["ı"])


def _is_kurmanji(text: str) -> bool:
    words = text.casefold().split()
    return "û" in words and sum(word in _KURMANJI for word in words) >= _KURMANJI_SHARE * len(words)
