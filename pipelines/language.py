"""Which language a text is in: its script and letters first, then two voices, with the page's claim as prior.

Where the script settles it (Greek, Korean, Thai), or letters do (Persian and Urdu against Arabic; Kurdish,
which langdetect does not know), nothing is computed. Else langdetect reads a short sample from the middle of
the text, which mostly confirms the claim. Where it does not, or the page claims nothing or a language that
langdetect does not know, it reads more, and a second voice is asked (voices.py). The claim decides between
languages that are hard to tell apart; templates claim "en" for anything, so two voices overrule it.
"""

import re

from crawler.items import Article
from crawler.text import squeeze
from pipelines.foreign import through
from pipelines.scripts import RTL, SOLE, by_letters, main_script, written_in
from pipelines.voices import detect, knows, second_voice

SAMPLE = 600  # characters: langdetect's time grows with them, its answer hardly gets better
QUICK = 100  # characters of it in which a claim is looked for first; mostly it is right
MIN_LETTERS = 20  # fewer say nothing but their script
MAX_TEXT = 200_000  # characters looked through for words
SURE_LETTERS = 100  # in a shorter text a claim is worth more than letter statistics
AGREED_LETTERS = 50  # the same where both voices say one language, or one that langdetect does not know
SURE = 0.90  # probability from which a voice alone overrules a claim

PLACEHOLDER = "la"  # "lorem ipsum" on unfinished pages; Latin where the page claims it

# Of each group, the statistics of a page tell little and the page's own claim much.
_ALIKE = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "sr", "bs", "sl", "cnr"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"es", "gl", "pt", "ca", "oc", "ast"}),
    frozenset({"nl", "af", "fy"}),
    frozenset({"bg", "mk"}),
    frozenset({"hi", "mr", "ne", "mai", "bho"}),
    frozenset({"it", "co", "sc"}),
    frozenset({"de", "lb", "als"}),
    frozenset({"zu", "xh", "ss", "nr"}),
    frozenset({"st", "nso", "tn"}),
    frozenset({"rw", "rn"}),
)
# Codes that pages write, as ISO 639-1 where there is one, else 639-3.
_CODES = {
    **{
        "iw": "he",
        "in": "id",
        "ji": "yi",
        "mo": "ro",
        "sh": "sr",
        "nb": "no",
        "fil": "tl",
        "cn": "zh",
        "jp": "ja",
    },
    **{
        "eng": "en",
        "ara": "ar",
        "arb": "ar",
        "arz": "ar",
        "ary": "ar",
        "apc": "ar",
        "fas": "fa",
        "per": "fa",
    },
    **{
        "pes": "fa",
        "prs": "fa",
        "deu": "de",
        "ger": "de",
        "fra": "fr",
        "fre": "fr",
        "spa": "es",
        "por": "pt",
    },
    **{
        "rus": "ru",
        "tur": "tr",
        "ita": "it",
        "zho": "zh",
        "chi": "zh",
        "jpn": "ja",
        "kor": "ko",
        "kmr": "ku",
    },
    **{
        "urd": "ur",
        "heb": "he",
        "ell": "el",
        "gre": "el",
        "nld": "nl",
        "dut": "nl",
        "cmn": "zh",
        "pus": "ps",
    },
}
_QUOTES = ".,;:!?()\"'«»“”„"
_TAG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def code(claim: str | None) -> str | None:
    """The language of a claim as pages make it ("ar-SY", "en_US", "iw"); None if it names none."""
    match = _TAG.match(claim.strip()) if claim else None
    if match is None:
        return None
    found = _CODES.get(match[0].lower(), match[0].lower())
    return None if found in {"und", "mul", "zxx"} else found


def decide(text: str, claim: str | None = None) -> str | None:
    """The language of a text as ISO 639-1, else 639-3; None where nothing tells."""
    claimed = code(claim)
    sample = middle(text)
    script, letters = main_script(sample)
    if letters < MIN_LETTERS and len(text) > SAMPLE:  # a table of figures stands in the middle
        sample = middle(_words_of(text))
        script, letters = main_script(sample)
    if script is None or letters < MIN_LETTERS:
        return _of_little(script, claimed)
    fitting = claimed if claimed and written_in(claimed, script) else None
    if script in SOLE:
        return fitting or SOLE[script]
    told = by_letters(sample, script)
    if script == "Arab":
        return _arabic_script(told, fitting)
    if told is not None:
        return told
    if fitting and knows(fitting) and detect(sample[:QUICK], script, 1)[0] == fitting:
        return fitting
    return _of_voices(fitting, sample, script, letters)


def _of_little(script: str | None, claimed: str | None) -> str | None:
    """Too few letters to tell: the claim if the script allows it, else what the script alone says."""
    if claimed and (script is None or written_in(claimed, script)):
        return claimed
    return SOLE.get(script or "")


def _arabic_script(told: str | None, claimed: str | None) -> str:
    """Letters tell Arabic from the rest; the claim names languages without letters of their own."""
    if told == "ckb" and claimed == "ku":
        return "ckb"
    if told is not None and claimed in {"pnb", "azb", "bal", "lrc", "mzn", "ks"}:
        return claimed
    return told or "ar"


def _of_voices(claimed: str | None, sample: str, script: str, letters: int) -> str | None:
    """What two of the claim and the two voices say; where all differ, the one that has most reason."""
    found, chance = detect(sample, script)
    if found is not None and found == claimed:
        return claimed
    heard, sure = second_voice(sample, script)
    if heard is None or heard == claimed:
        return claimed or found
    if heard == PLACEHOLDER:
        return claimed
    if claimed is None:
        return _unclaimed(found, heard, sure)
    if _are_alike(claimed, heard) or _are_alike(claimed, found):
        return claimed
    return _contradicted(claimed, (found, chance), (heard, sure), letters)


def _unclaimed(found: str | None, heard: str, sure: float) -> str:
    """The second voice only where the first is silent, or does not know what the second is sure of."""
    if found is None:
        return heard
    apart = not (_are_alike(heard, found) and knows(heard))
    return heard if sure >= SURE and apart else found


def _contradicted(
    claimed: str, first: tuple[str | None, float], second: tuple[str, float], letters: int
) -> str | None:
    """Neither voice says what the page claims: what it takes to believe them, each with its chance."""
    (found, chance), (heard, sure) = first, second
    if found == heard:
        return found if letters >= AGREED_LETTERS else claimed
    if not knows(heard) and sure >= SURE and letters >= AGREED_LETTERS:
        return heard
    return found if chance >= SURE and letters >= SURE_LETTERS and knows(claimed) else claimed


def _are_alike(one: str | None, two: str | None) -> bool:
    return any(one in group and two in group for group in _ALIKE)


def middle(text: str) -> str:
    """A sample from the middle: the beginning has names and datelines, the end has agencies."""
    if len(text) > SAMPLE:
        start = (len(text) - SAMPLE) // 2
        text = text[start : start + SAMPLE]
    return squeeze(text)


def _words_of(text: str) -> str:
    """The words of a text without its numbers and signs."""
    return " ".join(word for word in text[:MAX_TEXT].split() if word.strip(_QUOTES).isalpha())


def direction(text: str, language: str | None) -> str | None:
    """rtl or ltr by the letters; by the language where there are none."""
    script, _ = main_script(middle(text))
    if script is not None:
        return "rtl" if script in RTL else "ltr"
    if language is None:
        return None
    return "rtl" if any(written_in(language, one) for one in RTL) else "ltr"


def set_language(article: Article) -> Article:
    """Sets language and direction, from the text or, where it is too short, the title with it."""
    body = article.text or "\n".join(article.paragraphs)
    text = body if len(body) >= SAMPLE else f"{article.title or ''}\n{body}"
    article.language = decide(text, article.page_language or article.language)
    found = direction(text, article.language)
    article.direction = "rtl" if found == "rtl" else "ltr" if found else None
    return article


class LanguagePipeline:
    """Gives a language to what came without being settled."""

    def process_item(self, item: object) -> object:
        return through(item, lambda article: article.taken_out is not None or set_language(article))
