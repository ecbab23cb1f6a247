"""News agencies that the body credits: in datelines ("BERLIN (dpa) –"), in brackets at the end of the last
paragraph, and in closing lines that do nothing else ("سيريانيوز")."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import chain

from crawler.languages import all_of
from crawler.languages.credits import agencies_in, is_only_agencies
from crawler.languages.lookup import furniture_family, line_key, plain
from crawler.languages.namewords import lines_of, word_key, words_of
from crawler.text import fold

HEAD = 90  # characters in which a dateline ends
TAIL = 60  # characters of a credit at the end of a paragraph
CLOSING = 80  # characters of a line that only credits
PLACE_WORDS = 5  # of a dateline's place and date: "القاهرة", "NEW DELHI, Nov. 12"
ARTICLE = 4  # letters of a word that begins with the Arabic article
OPENING_WORDS = 4  # before an agency: "with additional material from"
AGENCY_WORDS = 3  # of an agency that no bracket or dash sets off

# Brackets of all scripts, and the slashes of "/TASS/".
_BRACKETED = re.compile(r"[(\[（【《〔/]\s{0,3}([^()\[\]（）【】《》〔〕/]{2,40}?)\s{0,3}[)\]）】》〕/]")
_ENCLOSED = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,60})[)\]）】][.*]?")  # a whole line
_LAST_BRACKETED = re.compile(_BRACKETED.pattern + r"[ .*]*$")
_DASH = re.compile(r"(?<!\s)\s*(?:[-‐‑–—:،]+|/)\s*")
_PARTS = re.compile(r"(?<!\s)\s*[-‐‑–—:،()\[\]/]+\s*")  # of a dateline
_LISTED = re.compile(r"(?<!\s)\s*[,،;؛·+/]\s*")
LABEL = re.compile(r"^[^:：=]{1,30}[:：=]\s*")
_DAY = re.compile(r"\d{1,4}([-/.])\d\d?\1\d{1,4}")
_AFTER_DATE = re.compile(r"^.{0,60}\d\S{0,20}\s")
# A label and what it says, up to the next one, a number or the end.
_FACT = re.compile(
    r"(?<!\S)([^\s:：|•·\d]{2,12})\s?[:：]\s?([^:：|•·\d]{2,40}?)\s*(?=$|[|•·\d]|\s[^\s:：]{1,20}\s?[:：])"
)
# Of who wrote, before the agency: "ق.و/".
_INITIALS = re.compile(r"^[^\W\d]{1,2}(?:[. ][^\W\d]{0,2}){0,3}\s?/")
_EDGES = " \t()[]{}（）【】«»\"'*•.-–—_|/،,؛;"
_SET_OFF = re.compile(r"\d|[,،]$")  # a date, or a comma after the place
# Chinese and Japanese: "新华社北京11月12日电", "［ロンドン 12日 ロイター］".
_WIRE = re.compile(r"^\S{2,8}社\S{0,16}?[电電讯訊]")


def credited_agencies(paragraphs: Sequence[str]) -> list[str]:
    """The agencies that a text's datelines and last brackets credit, each once."""
    found: list[str] = []
    for text in paragraphs[:2]:
        found += dateline_agencies(text)
    last = _LAST_BRACKETED.search(paragraphs[-1][-TAIL:]) if paragraphs else None
    found += _among(last[1]) if last else []
    return list(dict.fromkeys(found))


def _among(credit: str) -> list[str]:
    """The agencies of a credit in brackets that names at most the paper and initials beside them: "(رويترز)",
    "(Harbour Post, Reuters, AFP)", "(dpa/jd)"."""
    if is_only_agencies(credit):
        return agencies_in(credit, strict=False)
    parts = [part for part in _LISTED.split(credit) if part.strip()]
    if any(len(part.split()) > AGENCY_WORDS for part in parts):
        return []
    # Beside others a name counts whose spelling means nothing else: not "(Petra, 34)".
    return list(chain.from_iterable(agencies_in(f"x, {part}") for part in parts if is_only_agencies(part)))


def dateline_agencies(text: str) -> list[str]:
    """The agencies that a paragraph's dateline names."""
    head = text[:HEAD]
    bracketed = _BRACKETED.search(head)
    if bracketed and len(head[: bracketed.start()].split()) <= PLACE_WORDS:
        inside = bracketed[1].rpartition("=")[2]  # "(AFP)", "(서울=연합뉴스)", "[ロンドン 12日 ロイター]"
        if within := _ending(inside, whole=True):
            return within
    told = head.split(None, 2)  # "به گزارش ایسنا، …"
    if line_key(" ".join(told[:2])) in lines_of("byline_weak") and (opened := _opening(told[-1])):
        return opened
    if wire := _WIRE.match(head):
        return agencies_in(wire.group(), strict=False)
    # Between dashes any spelling counts; at the begin, and before the text, only those that mean nothing
    # else: "دمشق-سانا بحث وزير …", but not "Petra - a city".
    place, *parts = _DASH.split(head, maxsplit=3)
    if ending := _ending(place) or (_opening(place) if is_only_agencies(place) else []):
        return ending
    for part in parts[:-1] if len(place.split()) <= PLACE_WORDS else ():
        if is_only_agencies(part):
            return agencies_in(part, strict=False)
    return _opening(parts[0]) if parts else []


def _ending(part: str, whole: bool = False) -> list[str]:
    """The agency with which a place and date end: "TEHRAN, IRNA", "الرياض 12 نوفمبر 2026 واس"; or that is
    the whole part."""
    words = part.split()
    for at in range(0 if whole else 1, len(words)):
        text = " ".join(words[at:])
        if (not at or _SET_OFF.search(" ".join(words[:at]))) and is_only_agencies(text):
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
    """The agencies of a line that credits and does nothing else: "(رويترز)", "Quelle: dpa", "Con información
    de EFE", "ق.و/واج"."""
    bare = text.strip(_EDGES) if len(text) <= CLOSING else ""
    if (whole := _ENCLOSED.fullmatch(text.strip())) and (among := _among(whole[1])):
        return among
    labelled = LABEL.sub("", bare).strip(_EDGES)
    for credit in (bare, labelled, _INITIALS.sub("", bare).strip(_EDGES), *_after_opening(bare)):
        if is_only_agencies(credit):
            return agencies_in(credit, strict=False)
    return sourced_agencies(text)


def _after_opening(line: str) -> list[str]:
    """What follows the words with which a credit opens: "with material from"."""
    words = line.split()
    first = word_key(words[0]) if words else ""
    if first not in words_of("byline_weak") and first not in words_of("byline"):
        return []
    return [" ".join(words[at:]) for at in range(1, min(len(words), OPENING_WORDS + 1))]


def sourced_agencies(line: str) -> list[str]:
    """The agencies that a line of facts gives as the source: "12 Nov 2026 | Source: AFP", "منبع: ایسنا"."""
    told = (found for found in _FACT.finditer(line) if furniture_family(found[1]) == "sources")
    return [found[2] for found in told if is_only_agencies(found[2])]


def own_agency(publishers: Iterable[str]) -> dict[str, str]:
    """Where a site is a news agency itself ("وكالة سنابل للأنباء"): the keys of its name, and of that less
    what makes it an agency's, each with the name as it is written."""
    found: dict[str, str] = {}
    for name in publishers:
        parts = (name, *_PARTS.split(name)) if _agency_words().search(plain(name)) else ()
        for part in parts:
            if bare := " ".join(_agency_words().sub(" ", plain(part)).split()):
                for spelling in (line_key(name), line_key(bare), _bare_word(bare)):
                    found.setdefault(spelling, name)
    return found


def _bare_word(name: str) -> str:
    """The key of a name; of one Arabic word without its article: "وكالة الأنوار" is "أنوار"."""
    key = line_key(name)
    return key.removeprefix("ال") if " " not in name and len(key) > ARTICLE else key


@cache
def _agency_words() -> re.Pattern[str]:
    phrases = set(map(plain, all_of("agency_words")))
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def own_credits(text: str, own: Collection[str]) -> bool:
    """Whether a paragraph's dateline, or a line that does nothing else, names the site's own agency."""
    parts = _PARTS.split(_DAY.sub(" 0 ", text[:HEAD]))[:AGENCY_WORDS]
    near = parts[:-1] if len(parts[0].split()) <= PLACE_WORDS else []
    after_date = (_AFTER_DATE.sub("", part) for part in near)  # "رام الله 12-11-2026 وفا- قال"
    return any(line_key(part) in own for part in (*near, *after_date, text))


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Each organisation once, in its first spelling, whatever the spellings of an agency."""
    kept: dict[str, str] = {}
    for name in names:
        canonical = agencies_in(name, strict=False)
        kept.setdefault(canonical[0] if canonical else fold(name), name)
    return tuple(kept.values())
