"""Which language a text is in: its script and letters first, then langdetect, with the page's claim as prior.

Where the script settles it (Greek, Korean, Thai), or letters do (Persian and Urdu against Arabic; Kurdish,
which langdetect does not know), nothing is computed. Else langdetect reads a sample from the middle of the
text against the profiles of that script only, seeded, so that the same text always gives the same answer.
The page's claim decides between languages that are hard to tell apart and for those that langdetect does
not know; templates claim "en" for anything, so elsewhere a sure voice overrules it.
"""

import re
from functools import cache
from typing import Any

from crawler.items import Article
from crawler.text import squeeze
from pipelines.foreign import through
from pipelines.scripts import RTL, SOLE, by_letters, main_script, written_in

SAMPLE = 600  # characters: langdetect's time grows with them, its answer hardly gets better
QUICK = 250  # characters of it in which a claim is looked for first; mostly it is right
MIN_LETTERS = 20  # fewer say nothing but their script
MAX_TEXT = 200_000  # characters looked through for words
SURE_LETTERS = 100  # in a shorter text a claim is worth more than letter statistics
SURE = 0.90  # probability from which langdetect overrules a claim
SEED = 0
TRIALS = 3  # random starts; langdetect takes 7, which agree with 3 on all but the shortest texts

_PROFILES = {
    "Latn": (
        *(
            "af",
            "ca",
            "cs",
            "cy",
            "da",
            "de",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "hr",
            "hu",
            "id",
            "it",
            "lt",
            "lv",
        ),
        *("nl", "no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi"),
    ),
    "Cyrl": ("bg", "mk", "ru", "uk"),
    "Deva": ("hi", "mr", "ne"),
}
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
    if script == "Latn" and fitting and not _knows(fitting):
        found, _ = detect(sample, script)  # English is never mistaken for a language it does not know
        return "en" if found == "en" else fitting
    if fitting and detect(sample[:QUICK], script, 1)[0] == fitting:
        return fitting
    return _with_prior(fitting, *detect(sample, script), letters)


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


def _with_prior(claimed: str | None, found: str | None, chance: float, letters: int) -> str | None:
    if found is None or found == claimed:
        return claimed
    if claimed is None:
        return found
    if any(claimed in group and found in group for group in _ALIKE):
        return claimed
    return found if chance >= SURE and letters >= SURE_LETTERS else claimed


def _knows(language: str) -> bool:
    return any(language in languages for languages in _PROFILES.values())


def middle(text: str) -> str:
    """A sample from the middle: the beginning has names and datelines, the end has agencies."""
    if len(text) > SAMPLE:
        start = (len(text) - SAMPLE) // 2
        text = text[start : start + SAMPLE]
    return squeeze(text)


def _words_of(text: str) -> str:
    """The words of a text without its numbers and signs."""
    return " ".join(word for word in text[:MAX_TEXT].split() if word.strip(_QUOTES).isalpha())


def detect(sample: str, script: str, trials: int = TRIALS) -> tuple[str | None, float]:
    """langdetect's best guess among the languages of a script, with its probability."""
    if script not in _PROFILES:
        return None, 0.0
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory(script).create()
    detector.seed, detector.n_trial = SEED, trials
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no n-gram that any profile has
        return None, 0.0
    return (str(found[0].lang), float(found[0].prob)) if found else (None, 0.0)


@cache
def _factory(script: str) -> Any:
    """A detector factory with the profiles of one script: quicker to load and to ask than all 55."""
    from importlib import resources

    from langdetect.detector_factory import DetectorFactory

    folder = resources.files("langdetect") / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(folder / name).read_text("utf-8") for name in _PROFILES[script]])
    return factory


def direction(text: str, language: str | None) -> str | None:
    """rtl or ltr by the letters; by the language where there are none."""
    script, _ = main_script(middle(text))
    if script is not None:
        return "rtl" if script in RTL else "ltr"
    if language is None:
        return None
    return "rtl" if any(written_in(language, one) for one in RTL) else "ltr"


def settle(article: Article) -> Article:
    """Sets language and direction, from the text or, where it is too short, the title with it."""
    body = article.text or "\n".join(article.paragraphs)
    text = body if len(body) >= SAMPLE else f"{article.title or ''}\n{body}"
    article.language = decide(text, article.page_language or article.language)
    found = direction(text, article.language)
    article.direction = "rtl" if found == "rtl" else "ltr" if found else None
    return article


class LanguagePipeline:
    """Settles the language of what has none yet."""

    def process_item(self, item: Any) -> Any:
        return through(item, lambda article: article if article.direction else settle(article))
