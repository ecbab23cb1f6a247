"""Names in Chinese by-lines, which have no spaces to tell them by: 望江日报记者王小明 通讯员 李华.

What tells are the labels. Each stands before the names that it is about, with anything or nothing between;
what stands before the first is the paper. Names are runs of two to four characters.
"""

import re
from functools import cache
from typing import NamedTuple

from crawler.languages import load
from crawler.languages.credits import is_only_agencies

MAX_LINE = 80  # characters; a by-line is no longer
MAX_BEFORE = 14  # characters of a paper's name before the first label

_HAN = "\u3400-\u9fff"
_ANY = re.compile(f"[{_HAN}]")
_KANA = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_ENDS = re.compile("[。！？!?]\\s*$")
_MARKS = "\\s:：/／|｜·•、，,;；（）()【】\\[\\]-"
_SIGNED = re.compile(f"([{_HAN}]{{2,4}})\\s*[/／]\\s*([文图圖])(?![{_HAN}])")  # 王小明/文
_JOINT = re.compile(f"(?<=[{_HAN}]{{2}})[和与與及](?=[{_HAN}]{{2}})")
_APART = re.compile(f"(?<![{_HAN}])([{_HAN}])\\s([{_HAN}])(?![{_HAN}])")  # 王 明, set to the width of three
_SPLIT = re.compile(f"[{_MARKS}]+")
_EDGES = " \t:：/／|｜·、，,;；（）()【】[]-"
_NAME = re.compile(f"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{2,6}})*")


class Credited(NamedTuple):
    """What a by-line names, and how it opens: its text up to the first name."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]
    opening: str


@cache
def _labels() -> tuple[re.Pattern[str], frozenset[str], frozenset[str], frozenset[str]]:
    """What finds labels; of those the ones before authors, and the roles among these; the family names."""
    table = load("zh")
    if table is None:
        return re.compile("(?!)"), frozenset(), frozenset(), frozenset()
    others = {*table.editors, *table.caption}
    authors = {*table.byline, *table.roles} - others
    labels = sorted({*authors, *others}, key=lambda label: -len(label))
    long = "|".join(re.escape(label) for label in labels if len(label) > 1)
    # A single character is a label only before a mark: 文/王小明.
    short = "|".join(re.escape(label) for label in labels if len(label) == 1)
    pattern = re.compile(f"(?:{long})|(?<![{_HAN}])(?:{short})(?=\\s*[:：/／|｜]|\\s+[{_HAN}]{{2}})")
    return pattern, frozenset(authors), frozenset(table.roles), frozenset(table.surnames)


def credited(text: str) -> Credited | None:
    """What a Chinese by-line with labels names; None for any other text."""
    if len(text) > MAX_LINE or not _ANY.search(text) or _KANA.search(text) or _ENDS.search(text):
        return None
    pattern, authors, roles, surnames = _labels()
    text = _SIGNED.sub(r"\2:\1 ", text)
    labels = list(pattern.finditer(text))
    if not labels or labels[0].start() > MAX_BEFORE:
        return None
    people: dict[str, None] = {}
    before = text[: labels[0].start()].strip(_EDGES)
    agencies = [before] if is_only_agencies(before) else []
    ends = [label.start() for label in labels[1:]]
    told = False
    for label, end in zip(labels, [*ends, len(text)], strict=True):
        told = told or label[0] in authors
        names = _names(text[label.end() : end], surnames)
        if label[0] not in roles and end < len(text) and _ANY.match(text, end - 1):
            names = names[:-1]  # the paper of 采写：望江日报记者 王小明
        if label[0] in authors:
            people.update(dict.fromkeys(names))
        elif is_only_agencies(given := text[label.end() : end].strip(_EDGES)):
            agencies.append(given)
    if not told or not (people or agencies):
        return None
    return Credited(tuple(people), tuple(agencies), text[: labels[0].end()])


def _names(text: str, surnames: frozenset[str]) -> list[str]:
    """The names after a label; one that clings to it must begin with a family name."""
    clings = bool(text) and _ANY.match(text)
    found: list[str] = []
    for part in _SPLIT.split(_JOINT.sub(" ", _APART.sub(r"\1\2", text.replace("·", "\0")))):
        name = part.replace("\0", "·").strip("·")
        if not _NAME.fullmatch(name) or (clings and not found and name[0] not in surnames):
            if clings and not found:
                return []
            continue
        found.append(name)
    return found
