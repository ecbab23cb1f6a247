"""News agencies that the body credits: in datelines ("BERLIN (dpa) –") and closing lines ("سيريانيوز").

A closing line that only names agencies is no part of the text and is taken off; a credit in brackets at the
end of the last paragraph, and a dateline, stay where they are printed.
"""

import re
from collections.abc import Iterable, Sequence

from crawler.languages.credits import agencies_in, is_only_agencies
from crawler.text import fold

HEAD = 90  # characters in which a dateline ends
TAIL = 60  # characters of a credit at the end of a paragraph
CLOSING = 80  # characters of a line that only credits
CLOSING_LINES = 3  # paragraphs from the end that can be credits
PLACE_WORDS = 5  # of a dateline's place and date: "القاهرة", "NEW DELHI, Nov. 12"
AGENCY_WORDS = 3  # of an agency that no bracket or dash sets off

# Brackets of all scripts, and the slashes of "/TASS/".
_BRACKETED = re.compile(r"[(\[（【《〔/]\s*([^()\[\]（）【】《》〔〕/]{2,40}?)\s*[)\]）】》〕/]")
_DASH = re.compile(r"\s*[-‐‑–—:،]+\s*|\s*/\s*")
_LABEL = re.compile(r"^[^:：=]{1,30}[:：=]\s*")
_EDGES = " \t()[]{}（）【】«»\"'*•.-–—_|/،,؛;"
_SET_OFF = re.compile(r"\d|[,،]$")  # a date, or a comma after the place
# Chinese and Japanese: "新华社北京11月12日电", "［ロンドン 12日 ロイター］".
_WIRE = re.compile(r"^\S{2,8}社\S{0,16}?[电電讯訊]")


def agencies_in_body(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """(agencies credited, each once; the paragraphs without closing lines that only credit them)."""
    kept = list(paragraphs)
    found: list[str] = []
    for text in kept[:2]:
        found += dateline_agencies(text)
    closing: list[str] = []
    for _ in range(CLOSING_LINES):
        credited = closing_agencies(kept[-1]) if len(kept) > 1 else []
        if not credited:
            break
        closing = credited + closing
        kept.pop()
    # The agencies in brackets at the end of the last paragraph that is left.
    tail = kept[-1].rstrip(" .*")[-TAIL:] if kept else ""
    for last in _BRACKETED.finditer(tail):
        if last.end() == len(tail) and is_only_agencies(last[1]):
            closing = agencies_in(last[1], strict=False) + closing
    return list(dict.fromkeys(found + closing)), kept


def dateline_agencies(text: str) -> list[str]:
    """The agencies that a paragraph's dateline names."""
    head = text[:HEAD]
    if bracketed := _BRACKETED.search(head):
        inside = bracketed[1].rpartition("=")[2]  # "(AFP)", "(서울=연합뉴스)", "[ロンドン 12日 ロイター]"
        if len(head[: bracketed.start()].split()) <= PLACE_WORDS:
            within = agencies_in(inside, strict=False) if is_only_agencies(inside) else _ending(bracketed[1])
            if within:
                return within
    if wire := _WIRE.match(head):
        return agencies_in(wire.group(), strict=False)
    # Between dashes any spelling counts; at the begin, and before the text, only those that mean nothing
    # else: "دمشق-سانا بحث وزير …", but not "Petra - a city".
    place, *parts = _DASH.split(head, maxsplit=3)
    if ending := _ending(place) or (_opening(place) if is_only_agencies(place) else []):
        return ending
    before = len(place.split())
    for at, part in enumerate(parts[:-1] if len(parts) > 1 else parts):
        if before > PLACE_WORDS:
            break
        if is_only_agencies(part):
            return agencies_in(part, strict=False)
        if not at and (opening := _opening(part)):
            return opening
        before += len(part.split())
    return []


def _ending(part: str) -> list[str]:
    """The agency with which a place and date end: "TEHRAN, IRNA", "الرياض 12 نوفمبر 2026 واس"."""
    words = part.split()
    for count in range(min(AGENCY_WORDS, len(words) - 1), 0, -1):
        text = " ".join(words[-count:])
        if is_only_agencies(text) and _SET_OFF.search(" ".join(words[:-count])):
            return agencies_in(text, strict=False)
    return []


def _opening(part: str) -> list[str]:
    """The agency with which a part begins, where its spelling means nothing else."""
    words = part.split()
    for count in range(min(AGENCY_WORDS, len(words)), 0, -1):
        text = " ".join(words[:count])
        if is_only_agencies(text) and (certain := agencies_in(f"x, {text}")):
            return certain
    return []


def closing_agencies(text: str) -> list[str]:
    """The agencies of a line that credits and does nothing else: "(رويترز)", "Quelle: dpa"."""
    line = text.strip()
    bare = line.strip(_EDGES) if len(line) <= CLOSING else ""
    for credit in (bare, _LABEL.sub("", bare).strip(_EDGES)):
        if is_only_agencies(credit):
            return agencies_in(credit, strict=False)
    return []


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Each organisation once, in its first spelling, whatever the spellings of an agency."""
    kept: dict[str, str] = {}
    for name in names:
        canonical = agencies_in(name, strict=False)
        kept.setdefault(canonical[0] if canonical else fold(name), name)
    return tuple(kept.values())
