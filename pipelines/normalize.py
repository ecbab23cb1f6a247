"""Characters that are not text: invisible, directional, ornamental, or an icon font's.

They make two equal words different and come with every copy from a word processor. What changes the
word stays: the joiners that Persian, Urdu, Indic scripts and emoji are written with.
"""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0\ufdd1]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # icon fonts: share, print, close
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_TATWEEL = re.compile("\u0640+")
# Letters that Persian, Urdu, Kurdish and their neighbours have and Arabic has not.
_BEYOND_ARABIC = re.compile("[پچژگکیےۆێەہھڵڕټډړښګڑٹڈںۇۋې]")
_JOINED = "\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08ff"
_INDIC = "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"
_ZWNJ_INSIDE = re.compile(f"(?<=[{_JOINED}{_INDIC}])\u200c(?=[{_JOINED}{_INDIC}])")
_ZWNJ_INDIC = re.compile(f"(?<=[{_INDIC}])\u200c(?=[{_INDIC}])")
# ZWJ makes one sign of several: emoji families, Indic conjuncts.
_ZWJ_INSIDE = re.compile(f"(?<=[\ufe0f\u2190-\u2bff\U0001f000-\U0001faff{_INDIC}])\u200d(?=\\S)")
_HOLD = {"\u200c": "\ufdd0", "\u200d": "\ufdd1"}  # noncharacters: never in text, so free to stand in
# Thai, Lao, Burmese, Khmer, Japanese, Chinese: written without spaces between words.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Arabic letters drawn as glyphs (old systems, PDF). Ligatures of whole words (ﷺ) stay.
_GLYPHS = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]+")
# What is changed although Python calls it printable. All else that is changed is not: controls, format
# characters (invisible, joiners), private use, surrogates, every space but the plain one.
_PRINTABLE = re.compile(
    "[\u034f\u0640\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]"
)


def storable(text: str) -> str:
    """The text without NUL (PostgreSQL refuses it) and lone surrogates (UTF-8 has none)."""
    return _UNSTORABLE.sub("", text)


def clean_text(text: str, *, beyond_arabic: bool | None = None) -> str:
    """NFC, without invisible characters; single spaces, lines trimmed, no empty lines.

    `beyond_arabic`: whether the whole article is in a language of Arabic script that needs the
    zero-width non-joiner; by default this text alone tells.
    """
    if is_clean(text):
        return text
    text = _BREAKS.sub("\n", text)
    text = _PRIVATE.sub(" ", _CONTROLS.sub("", text))
    text = _GLYPHS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _joiners(text, needs_joiners(text) if beyond_arabic is None else beyond_arabic)
    text = _TATWEEL.sub(_tatweel, text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def is_clean(text: str) -> bool:
    """Whether `clean_text` would give a line as it is: found out many times as fast as by cleaning it."""
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    return text.isascii() or (not _PRINTABLE.search(text) and unicodedata.is_normalized("NFC", text))


def clean_line(text: str, *, beyond_arabic: bool | None = None) -> str:
    """The same, on one line."""
    return clean_text(text, beyond_arabic=beyond_arabic).replace("\n", " ")


def needs_joiners(text: str) -> bool:
    """Whether the text has letters of Arabic script that Arabic does not use."""
    return not text.isascii() and _BEYOND_ARABIC.search(text) is not None


def _joiners(text: str, beyond_arabic: bool) -> str:
    if "\u200c" in text:
        inside = _ZWNJ_INSIDE if beyond_arabic else _ZWNJ_INDIC
        text = inside.sub(_HOLD["\u200c"], text).replace("\u200c", "")
    if "\u200d" in text:
        text = _ZWJ_INSIDE.sub(_HOLD["\u200d"], text).replace("\u200d", "")
    for joiner, held in _HOLD.items():
        text = text.replace(held, joiner)
    return text


def _tatweel(found: re.Match[str]) -> str:
    """Nothing: it only stretches a word. But "هـ" on its own abbreviates the Hijri year."""
    before = found.string[max(found.start() - 2, 0) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    alone = before[-1:] == "ه" and not before[:-1].isalpha() and not after.isalpha()
    return "\u0640" if alone else ""
