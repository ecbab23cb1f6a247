"""The second voice: languages that langdetect does not know, and what the two voices and the claim settle."""

import subprocess
import sys

import pytest

from pipelines.language import decide
from pipelines.voices import knows, second_voice
from tests.pipelines.sentences import SENTENCES

# Two sentences each, in languages that langdetect has no profile of.
UNKNOWN = {
    "zu": "Umasipala uthi umgwaqo omkhulu uzovulwa kabusha ngoMgqibelo ngemuva kokuthi kulungiswe ibhuloho "
    "elawohloka ngenyanga edlule. Abafundi bakulesi sikole bathi bajabule.",
    "xh": "Urhulumente uthe iindlela ezitsha ziya kwakhiwa kulo mmandla emva kokuba abantu bekhalazile "
    "ngemeko yeendlela. Abahlali balapha bathi bafuna amanzi acocekileyo.",
    "eu": "Udalak astelehenean zubi berria inauguratuko du, eta auzokideek ospakizun handia antolatu dute "
    "plazan. Gobernuak esan du datorren urtean eskola gehiago eraikiko dituztela.",
    "gl": "O concello inaugurará a nova ponte o vindeiro sábado e os veciños xa prepararon unha gran festa "
    "na praza. A alcaldesa explicou que as obras duraron máis do previsto.",
    "ga": "Dúirt an tAire go n-osclófar an droichead nua ar an Satharn seo chugainn agus go mbeidh fáilte "
    "roimh chách. Tá muintir na háite an-sásta leis an scéal seo.",
    "rw": "Umuyobozi w'akarere yavuze ko ikiraro gishya kizafungurwa ku wa gatandatu nyuma y'uko gisanwe. "
    "Abaturage bavuga ko bishimiye iki gikorwa.",
    "ha": "Gwamnati ta ce za a bude sabuwar gada a ranar Asabar bayan an kammala gyaran da aka yi a watan da "
    "ya gabata. Mazauna garin sun ce suna farin ciki.",
    "yo": "Ijọba sọ pé afárá tuntun náà yóò ṣí ní ọjọ́ Sátidé lẹ́yìn tí wọ́n bá parí àtúnṣe rẹ̀ ní oṣù tó kọjá.",
    "ig": "Gọọmentị kwuru na a ga-emeghe àkwà mmiri ọhụrụ ahụ n'ụbọchị Satọdee mgbe e mechara nrụzi ya.",
    "ms": "Majlis perbandaran mengumumkan bahawa jambatan baharu itu akan dibuka pada hari Sabtu selepas "
    "kerja pembaikan selesai.",
}


@pytest.mark.parametrize("language", UNKNOWN)
def test_languages_that_langdetect_does_not_know(language: str) -> None:
    assert not knows(language)
    assert decide(UNKNOWN[language]) == language
    assert decide(UNKNOWN[language], language) == language


@pytest.mark.parametrize("language", ["zu", "xh", "eu", "rw", "ha", "yo", "ig"])
def test_a_template_that_claims_english_for_them(language: str) -> None:
    assert decide(UNKNOWN[language], "en-ZA") == language


def test_two_voices_overrule_a_claim_sooner_than_one() -> None:
    assert decide("Der Rat der Hafenstadt hat am Montag beschlossen, den Leuchtturm zu bauen.", "en") == "de"
    assert decide("Der Rat hat am Montag beschlossen.", "en") == "en"  # too few letters for that


def test_a_claim_of_an_unknown_language_on_a_page_in_a_known_one() -> None:
    assert decide(SENTENCES["fr"][0], "ga") == "fr"
    assert decide(SENTENCES["en"][0], "zu") == "en"
    assert decide(UNKNOWN["zu"], "xh") == "xh"  # hard to tell apart: the page knows better


def test_placeholder_text_tells_nothing() -> None:
    lorem = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut."
    assert decide(lorem, "en") == "en"
    assert decide(lorem) is None
    assert decide(lorem, "la") == "la"


def test_the_second_voice_keeps_to_the_script() -> None:
    assert second_voice(SENTENCES["ru"][0], "Cyrl")[0] == "ru"
    assert second_voice(SENTENCES["ru"][0], "Latn")[0] != "ru"
    assert second_voice("", "Latn")[1] < 0.5


def test_the_answer_is_the_same_in_every_process_and_the_model_waits_until_it_is_needed() -> None:
    program = (
        "import sys; from pipelines.language import decide;"
        f"print(decide({SENTENCES['de'][0]!r}, 'de'), 'py3langid' in sys.modules,"
        f"decide({UNKNOWN['zu']!r}, 'en'))"
    )
    told = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert told == {"de False zu\n"}
