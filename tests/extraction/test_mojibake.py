"""Text that was encoded twice is repaired; text that only looks so stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.decode import decode, repaired

ENGLISH = "The harbour’s new ferry – the “Blue Heron” – sails at nine … and it’s free. " * 3
FRENCH = "Le château a rouvert après l’été ; l’entrée coûte cinq euros à présent. " * 3
ARABIC = "وصلت القافلة إلى المدينة بعد يومين من السفر. " * 3
RUSSIAN = "В городе открылась выставка старых карт. " * 3
PORTUGUESE = "“É A VEZ DA NAÇÃO”: A DECISÃO SÓ SAIRÁ AMANHÃ… NÃO HÁ DÚVIDA, DIZ O PATRÃO. " * 3


def misread(text: str, codec: str) -> str:
    """Encoded as UTF-8, read in another encoding, as browsers read it: undefined bytes stay."""
    bytes_ = text.encode()
    return "".join(
        part.decode(codec)
        if codec != "cp1252" or part not in b"\x81\x8d\x8f\x90\x9d"
        else part.decode("latin-1")
        for part in (bytes_[at : at + 1] for at in range(len(bytes_)))
    )


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize("text", [ENGLISH, FRENCH, ARABIC, RUSSIAN])
def test_a_text_that_was_encoded_twice_comes_back(text: str, codec: str) -> None:
    assert repaired(misread(text, codec)) == text


@pytest.mark.parametrize(
    "text", [ENGLISH, FRENCH, ARABIC, RUSSIAN, PORTUGUESE, "Â£5 is how a wrong £5 looks."]
)
def test_a_text_that_was_not_stays(text: str) -> None:
    assert repaired(text) == text


def test_only_the_spoilt_part_is_changed() -> None:
    page = f"<h1>Château – متحف</h1><p>{misread(ENGLISH, 'cp1252')}</p>"
    assert decode(page.encode()) == (f"<h1>Château – متحف</h1><p>{ENGLISH}</p>", "utf-8")


@given(st.text(alphabet="ÃÂâØÐ\x80\x81©\u2019€™ \nab", max_size=80))
def test_any_text_gives_a_text(text: str) -> None:
    assert isinstance(repaired(text), str)
