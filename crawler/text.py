"""Small pure functions over text, and the sets of characters, that all rooms share."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import Final

# Never printed: soft hyphen, zero-width space, word joiner, direction marks, byte order mark. The joiners
# U+200C and U+200D are left out: Persian and Indic spelling needs them.
INVISIBLE: Final = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Scripts written without spaces between words, as ranges for a character class: Thai and Lao, Burmese, Khmer,
# kana, Han. Korean sets spaces.
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# What ends a line in the scripts that newspapers are printed in, with the quotes and brackets that close
# after it: a sentence's end, or a colon, for what that announces is another line.
LINE_END: Final = re.compile("""[.!?:…。！？؟۔।॥]["'”’»«“」』)\\]]*$""")
# Scripts of India, Thai, Lao and Burmese write vowels as marks, no \w for Python. Ranges for a class.
VOWEL_MARKS: Final = "\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f"
END_CHARS: Final = 8  # of a line, that are enough to see its end
MAX_KEPT: Final = 2_000  # characters of a text whose words are remembered

_UNSPACED = re.compile(f"[{UNSPACED}]")
# From kana on, the first of these scripts but for their marks; so put, it is compiled four times as fast.
_EAST_ASIAN = re.compile("[^\x00-\u303f]")
# Ornaments and joiners are no part of a word where words are compared.
_MARKS = re.compile(f"[\u0640\u200c\u200d{INVISIBLE.pattern[1:]}")
_ARABIC_DIACRITICS = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARABIC_FORMS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ؤ": "و"}
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 4)
_VARIANTS = _ARABIC_FORMS | _DIGITS
# To look for one is many times as fast as to translate.
_ANY_VARIANT = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")
_WORD = re.compile(r"\w+")
_DAY_AND_SIGN = re.compile(r"(\d{4}-?\d\d-?\d\d)([+-].*)", re.DOTALL)
# Without any of these, three of `fold`'s four steps change nothing.
_FOLDED_AWAY = re.compile(
    f"{_MARKS.pattern[:-1]}{_ARABIC_DIACRITICS.pattern[1:-1]}{_ANY_VARIANT.pattern[1:]}"
)


def squeeze(text: str) -> str:
    """White space folded to single spaces, ends trimmed."""
    return " ".join(text.split())


def moment(when: datetime) -> str:
    """A time as a person reads it, with its zone: "2026-11-26 10:00 UTC"."""
    return f"{when:%Y-%m-%d %H:%M %Z}".rstrip()


def from_iso(text: str) -> datetime:
    """An ISO 8601 date or time. Raises ValueError.

    `fromisoformat` takes any sign between day and time, and so reads the offset of a day ("2026-11-26+02:00",
    a date of XML Schema) as a time.
    """
    day = _DAY_AND_SIGN.fullmatch(text)
    return datetime.fromisoformat(f"{day[1]}T00:00:00{day[2]}" if day else text)


def span(seconds: float) -> str:
    """ "0.8 s", "40 s", "35 min", "8 h", "3 days": the unit that says it in a small number."""
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size * 2:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{round(seconds, 1):g} s"


def counted(number: int, noun: str, several: str = "") -> str:
    """A number with what it counts, for a person: "1 source", "1,200 sources", "2 entries"."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def latin_digits(text: str) -> str:
    """Arabic-Indic, Persian, Devanagari and Bengali digits as 0-9."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """The form in which words are compared: NFKC, casefolded, no marks, diacritics or letter variants.

    Arabic alef, ya, kaf and ta marbuta forms fall together; digits become 0-9; white space is squeezed.
    """
    if text.isascii():  # none of the rest changes it
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKC", text)
    if not _FOLDED_AWAY.search(text):
        return " ".join(text.casefold().split())
    text = _MARKS.sub("", text).casefold()
    text = _ARABIC_DIACRITICS.sub("", text)
    return " ".join((text.translate(_VARIANTS) if _ANY_VARIANT.search(text) else text).split())


def words(text: str) -> list[str]:
    """The words of the folded text, punctuation left out."""
    return _WORD.findall(fold(text))


def word_count(*lines: str) -> int:
    """Words as people count them; in scripts without spaces, two characters a word.

    Of several lines it is that of the text which they make together.
    """
    words = unspaced = 0
    for text in lines:
        one, other = _counts(text) if len(text) <= MAX_KEPT else _counts.__wrapped__(text)
        words, unspaced = words + one, unspaced + other
    return words + (unspaced + 1) // 2


@lru_cache(maxsize=1_024)  # one decision after another counts the same lines
def _counts(text: str) -> tuple[int, int]:
    """The words of a text, and its characters of scripts that set no spaces."""
    if not has_unspaced(text):
        return len(_WORD.findall(text)), 0
    return len(_WORD.findall(_UNSPACED.sub(" ", text))), len(_UNSPACED.findall(text))


def is_east_asian(text: str) -> bool:
    """Whether it holds kana, Han or Hangul, or something as far up in Unicode: a cheap first look."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None


def has_unspaced(text: str) -> bool:
    """Whether it holds a script that sets no spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None
