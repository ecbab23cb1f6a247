"""The two libraries that are asked for a language: langdetect, and py3langid where that is not enough.

langdetect reads the profiles of one script only, seeded, so that a text always gets the same answer.
py3langid knows more languages (isiZulu, Basque, Irish); its model takes half a second and 75 MB, so it is
loaded when it is first asked.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from crawler import datafiles
from pipelines.scripts import written_in

SEED = 0
CONFIRMED = 0.99  # probability at which a single trial ends; langdetect's own is .99999
_BETWEEN = "\0"  # stands in no n-gram
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
# Labels of py3langid that are no news page's language (dialects, old and made-up ones), and
# two standards that statistics hardly tell from a neighbour's.
_UNHEARD = frozenset(
    ("ary", "arz", "ext", "gcf", "gcr", "grc", "hbo", "sdh", "uzs", "vo", "wuu", "zxx", "bs", "nn")
)


def knows(language: str) -> bool:
    """Whether langdetect has a profile of a language that others are told from."""
    return any(language in languages for languages in _PROFILES.values())


def detect(sample: str, script: str, trials: int = TRIALS) -> tuple[str | None, float]:
    """langdetect's best guess among the languages of a script, with its probability."""
    if script not in _PROFILES:
        return None, 0.0
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory(script).create()
    detector.seed, detector.n_trial = SEED, trials
    if trials == 1:
        detector.CONV_THRESHOLD = CONFIRMED
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no n-gram that any profile has
        return None, 0.0
    return (str(found[0].lang), float(found[0].prob)) if found else (None, 0.0)


class _Profile(msgspec.Struct):
    """A language in langdetect's files: its n-grams of one to three characters, and their sums."""

    name: str
    freq: dict[str, int]
    n_words: list[int]


class _Table(dict[str, int]):
    """N-gram → its odds in each language, as langdetect wants them: cut out of one array when it asks."""

    def __init__(self, grams: Sequence[str], odds: bytes) -> None:
        self.odds = array("f", odds)
        self.width = len(self.odds) // max(len(grams), 1)
        super().__init__(zip(grams, range(0, len(self.odds), self.width), strict=True))

    def __getitem__(self, gram: str) -> "array[float]":  # type: ignore[override]
        at = super().__getitem__(gram)
        return self.odds[at : at + self.width]


@cache
def _factory(script: str) -> Any:
    """A detector factory with the profiles of one script: quicker to load and to ask than all 55. It holds
    what its own `load_json_profile` makes of them."""
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    factory.langlist, grams, odds = _profiles(script)
    factory.word_lang_prob_map = _Table(grams.split(_BETWEEN), odds)
    return factory


@datafiles.kept_of("langdetect")
def _profiles(script: str) -> tuple[list[str], str, bytes]:
    """langdetect's languages of a script, the n-grams of their profiles, and for each gram its odds in each
    language, in single precision."""
    from importlib import resources

    folder = resources.files("langdetect") / "profiles"
    read = msgspec.json.Decoder(_Profile).decode
    profiles = [read((folder / name).read_bytes()) for name in _PROFILES[script]]
    table: dict[str, array[float]] = {}
    none = array("f", bytes(4 * len(profiles)))
    for place, profile in enumerate(profiles):
        for gram, count in profile.freq.items():
            odds = table.get(gram)
            if odds is None:
                odds = table[gram] = none[:]
            odds[place] = count / profile.n_words[len(gram) - 1]
    return [profile.name for profile in profiles], _BETWEEN.join(table), b"".join(map(bytes, table.values()))


def second_voice(sample: str, script: str) -> tuple[str | None, float]:
    """py3langid's best guess among the languages of a script, with its probability."""
    ranked = _identifier().rank(sample)
    able = ((str(name), float(chance)) for name, chance in ranked)
    return next(((n, c) for n, c in able if n not in _UNHEARD and written_in(n, script)), (None, 0.0))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
