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
MIN_PAPER = 4  # characters of a paper's name between a name and the label of the next
MAX_BEFORE = 14  # characters of a paper's name before the first label

_HAN = "\u3400-\u9fff"
HAN = re.compile(f"[{_HAN}]")  # no other line is worth the call
_OTHERS = re.compile("[\u3040-\u30ff\uac00-\ud7af]|[。！？!?]\\s*$")  # kana and Hangul, the end of a sentence
_SIGNED = re.compile(f"([{_HAN}]{{2,4}})\\s*[/／]\\s*([文图圖])(?![{_HAN}])")  # 王小明/文
_STAMP = re.compile(r"[\d\s:：./|年月日时分秒-]+")  # a date and time before the first label
_JOINT = re.compile(f"(?<=[{_HAN}]{{2}})[和与與及](?=[{_HAN}]{{2}})")
_APART = re.compile(f"(?<![{_HAN}])([{_HAN}])\\s([{_HAN}])(?![{_HAN}])")  # 王 明, set to the width of three
_MARKS = " \t:：/／|｜·、，,;；（）()【】[]-"
_SPLIT = re.compile(rf"[\s•{re.escape(_MARKS)}]+")
_NAME = re.compile(f"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{2,6}})*")


# What closes a by-line, with the place it was sent from: 記者王小明／台北報導.
_REPORTED = re.compile(
    f"(?:[/／]\\s{{0,3}}[{_HAN}]{{2,3}})?(?<!\\s)\\s*(?:综合)?(?:报道|报导|報道|報導)\\s*$"
)


class Credited(NamedTuple):
    """What a by-line names, and how it opens: its text up to the first name."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]
    opening: str


class _Labels(NamedTuple):
    """What cuts a line at its labels; of those the ones before authors, and the roles among these; the family
    names."""

    cut: re.Pattern[str]
    authors: frozenset[str]
    roles: frozenset[str]
    surnames: frozenset[str]


@cache
def _labels() -> _Labels:
    table = load("zh")
    if table is None:
        return _Labels(re.compile("(?!)"), frozenset(), frozenset(), frozenset())
    others = {*table.editors, *table.caption}
    authors = {*table.byline, *table.roles} - others
    labels = sorted({*authors, *others}, key=lambda label: -len(label))
    long = "|".join(re.escape(label) for label in labels if len(label) > 1)
    # A single character is a label only before a mark: 文/王小明.
    short = "|".join(re.escape(label) for label in labels if len(label) == 1)
    cut = re.compile(f"({long}|(?<![{_HAN}])(?:{short})(?=\\s*[:：/／|｜]|\\s+[{_HAN}]{{2}}))")
    return _Labels(cut, frozenset(authors), frozenset(table.roles), frozenset(table.surnames))


def credited(text: str) -> Credited | None:
    """What a Chinese by-line with labels names; None for any other text."""
    if len(text) > MAX_LINE or not HAN.search(text) or _OTHERS.search(text):
        return None
    cut, authors, roles, surnames = _labels()
    text = text[stamp.end() :] if (stamp := _STAMP.match(text)) else text
    before, *parts = cut.split(_SIGNED.sub(r"\2:\1 ", _REPORTED.sub("", text)))
    labels, stretches = parts[::2], parts[1::2]
    if authors.isdisjoint(labels) or len(before) > MAX_BEFORE:
        return None
    people, agencies = dict[str, None](), [before.strip(_MARKS)]
    for label, stretch, after in zip(labels, stretches, [*labels[1:], ""], strict=True):
        names = _names(stretch, surnames)
        clings = after and HAN.match(stretch[-1:]) is not None
        if clings and (label not in roles or (len(names) > 1 and len(names[-1]) >= MIN_PAPER)):
            names = names[:-1]  # the paper of 采写：望江日报记者 王小明
        if label in authors:
            people.update(dict.fromkeys(names))
        else:
            agencies.append(stretch.strip(_MARKS))
    named = tuple(people), tuple(filter(is_only_agencies, agencies))
    return Credited(*named, before + labels[0]) if any(named) else None


def _names(text: str, surnames: frozenset[str]) -> list[str]:
    """The names after a label; one that clings to it must begin with a family name."""
    parts = _SPLIT.split(_JOINT.sub(" ", _APART.sub(r"\1\2", text.replace("·", "\0"))))
    names = [part.replace("\0", "·").strip("·") for part in parts]
    if HAN.match(text) and not (_NAME.fullmatch(names[0]) and names[0][0] in surnames):
        return []
    return list(filter(_NAME.fullmatch, names))
