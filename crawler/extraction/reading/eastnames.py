"""Names in Korean and Japanese by-lines: before a role, whatever stands before them, a paper or a town; and
alone in the brackets that close a Japanese text.
"""

import re
from functools import cache

from crawler.languages import load
from crawler.languages.credits import is_only_agencies
from crawler.languages.lookup import furniture_family, line_key
from crawler.languages.namewords import lines_of

MAX_LINE = 80  # characters; a by-line is no longer
MAX_CLOSING = 40  # of one below a text, with a paper or an address

_HANGUL = "[가-힣]"
_JOINTS = re.compile(r"[·ㆍ,]\s*")
# A family name and a given name of Japanese writing: four or five characters of Han, or two words.
_JAPANESE = "[一-鿿々]{4,5}|[一-鿿々]{1,3}[\\s　][一-鿿々ぁ-んァ-ヶー]{1,4}"
_CLOSING = re.compile(f"\\s*(?:[（(]({_JAPANESE})[)）]|【({_JAPANESE})】)\\s*")
_SIGNED = re.compile(f"(?<=[。」])(?:{_CLOSING.pattern})$")  # "…と話した。【佐藤花子】"
_WIRED = re.compile(
    r"[（(][^（()）]{0,8}?[記记]者([\u3400-\u9fff]{3})[\u3400-\u9fff]{2,4}\d{1,2}日[專专]?[電电][)）]"
)
_OPENING = re.compile(r"[(\[][가-힣·ㆍ ]{1,20}=[^()\[\]=]{2,20}[)\]]\s?([^=]{2,60}?)\s?=\s")


@cache
def _korean() -> re.Pattern[str]:
    """Names before a role, one or several: "김하나·박두리 기자"."""
    table = load("ko")
    roles = "|".join(map(re.escape, sorted(table.roles if table else (), key=len, reverse=True)))
    name = f"{_HANGUL}{{2,4}}"
    return re.compile(f"(?<!{_HANGUL})({name}(?:[·ㆍ,]\\s{{0,3}}{name}){{0,9}})\\s(?:{roles})(?!{_HANGUL})")


def korean(text: str) -> tuple[str, ...]:
    """The names that stand before a role in a short line; none in a sentence."""
    if len(text) > MAX_LINE or text.rstrip().endswith(("다.", "다", "?", "!")):
        return ()
    stretches: list[str] = _korean().findall(text)
    names = (name for stretch in stretches for name in _JOINTS.split(stretch))
    return tuple(name for name in names if line_key(name) not in lines_of("staff"))


def opening(text: str) -> tuple[str, ...]:
    """The names in the dateline of a Korean or Taiwanese text: "(서울=연합뉴스) 김하나 기자 = …",
    "（中央社記者王小明台北17日電）…"."""
    if wired := _WIRED.match(text):
        return (wired[1],)
    found = _OPENING.match(text)
    return korean(found[1]) if found else ()


def signed(text: str) -> tuple[str, ...]:
    """The name in the brackets with which a Japanese text ends."""
    found = _SIGNED.search(text[-MAX_CLOSING:])
    name = enclosed(found[0]) if found else None
    return (name,) if name else ()


def closing(text: str) -> bool:
    """Whether a line below a text is a name and no more: "（佐藤花子）", "/김하나 기자"."""
    return enclosed(text) is not None or (len(text) <= MAX_CLOSING and bool(korean(text)))


def enclosed(text: str) -> str | None:
    """The name that is all that a line says in brackets, "（佐藤花子）"; no agency and no label."""
    found = _CLOSING.fullmatch(text)
    name = (found[1] or found[2]) if found else ""
    known = is_only_agencies(name) or furniture_family(name) or line_key(name) in lines_of("staff")
    return name if name and not known else None
