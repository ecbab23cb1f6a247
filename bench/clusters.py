"""Near copies: precision and recall on pairs made from real texts, and what a look-up costs.

    python -m bench.clusters [--corpus DIR] [--texts N] [--stored N]

Pairs are made at run time from the demo's articles and, where it is there, the corpus of saved pages: a
text and its copy (cut, reordered, other lead, other agency line, changed numbers), a text and what is no
copy of it (another story on the same event, a report of the same template). Both of a pair are committed
to a real store; what it answered is counted. Then the store is filled and single look-ups are timed.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.reports import reports
from crawler.console import Console, Table
from crawler.items import Address, AddressKind, Article, Outcome, Status
from crawler.text import word_count
from crawler.urls import site_of
from pipelines.normalize import UNSPACED
from pipelines.similarity import MIN_WORDS, sketch
from pipelines.storage import Store, clusters

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SETS = ("news-world", "news-sites", "portals", "articles", "web", "arabic", "languages", "readability")
MIN_TEXT = 130  # words: 40 % of it is a text that can be told from others
USUAL = 900  # words: look-ups are timed on articles of a usual length
AGENCY = (
    ("LONDON (Reuters) -", "(Reporting by the London bureau; editing by the desk)"),
    ("دمشق - سانا", "المصدر: وكالات"),
)
_PIECE = re.compile(r"\S+\s*")
_NUMBER = re.compile(r"\d+")

Text = list[str]


@dataclass(frozen=True, slots=True)
class Pair:
    kind: str
    one: Text
    other: Text
    copy: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one kind of pairs: named a copy rightly, wrongly, and copies that were missed."""

    kind: str
    pairs: int
    right: int
    wrong: int
    missed: int


def texts(corpus: Path, limit: int) -> list[Text]:
    """Long enough texts: the demo's, then the corpus's, each set in its order."""
    found = [
        json.loads(file.read_text())["paragraphs"] for file in sorted(Path("demo").rglob("articles/*.json"))
    ]
    for name in SETS:
        file = corpus / name / "truth.jsonl"
        lines = filter(None, file.read_text("utf-8").split("\n")) if file.is_file() else ()
        for line in map(json.loads, lines):
            found.append(line.get("paragraphs") or re.split(r"\n+", line.get("text") or ""))
    long = [text for text in found if word_count(" ".join(text)) >= MIN_TEXT]
    return _distinct(long)[:limit]


def _distinct(found: Sequence[Text]) -> list[Text]:
    """The sets overlap, and sites repeat themselves: each text once, by its rarest words in a row."""
    seen: set[int] = set()
    kept = []
    for text in found:
        keys = set(sketch(text).keys)
        if not keys & seen:
            kept.append(text)
        seen |= keys
    return kept


def _pieces(text: Text) -> Text:
    """Words; characters, where there are no spaces."""
    joined = "\n".join(text)
    return list(joined) if _unspaced(text) else _PIECE.findall(joined)


def _unspaced(text: Text) -> bool:
    joined = "".join(text)
    return 2 * len(re.findall(f"[{UNSPACED}]", joined)) > len(joined)


def cut(text: Text, start: float, end: float) -> Text:
    pieces = _pieces(text)
    return "".join(pieces[int(start * len(pieces)) : int(end * len(pieces))]).split("\n")


def lead(text: Text, spare: "Spare", share: float) -> Text:
    """The first words are another text's."""
    return [*spare.like(text, share), *cut(text, share, 1)]


class Spare:
    """Texts that are stored nowhere: what is put into others is taken from them."""

    def __init__(self, found: Sequence[Text], chance: random.Random) -> None:
        self._found, self._chance = found, chance

    def like(self, text: Text, share: float) -> Text:
        """As many words as this share of the text has, of one text or more."""
        wanted = round(share * len(_pieces(text)))
        taken: Text = []
        while wanted > 0:
            other = self._chance.choice([one for one in self._found if _unspaced(one) == _unspaced(text)])
            size = len(_pieces(other))
            taken += cut(other, 0, min(1, wanted / size))
            wanted -= size
        return taken


def agency(text: Text, chance: random.Random) -> Text:
    before, after = chance.choice(AGENCY)
    return [f"{before} {text[0]}", *text[1:], after]


def numbers(text: Text, chance: random.Random, share: float, most: int) -> Text:
    """Some of the numbers changed; each keeps its length."""
    joined = "\n".join(text)
    places = list(_NUMBER.finditer(joined))
    chosen = chance.sample(places, min(most, round(share * len(places))))
    for place in sorted(chosen, key=lambda found: -found.start()):
        new = "".join(str((int(digit) + chance.randint(1, 9)) % 10) for digit in place[0])
        joined = joined[: place.start()] + new + joined[place.end() :]
    return joined.split("\n")


def pairs(found: Sequence[Text], spare: Spare, chance: random.Random) -> Iterator[Pair]:
    """Every kind from every text; what a copy is not has half of it."""
    for text in found:
        yield Pair("other title only", text, list(text), True)
        yield Pair("cut to 40 %", text, cut(text, 0, 0.4), True)
        yield Pair("cut to 40 %, stub first", cut(text, 0, 0.4), text, True)
        yield Pair("the last 40 %", text, cut(text, 0.6, 1), True)
        yield Pair("paragraphs reordered", text, chance.sample(text, len(text)), True)
        yield Pair("other agency line", text, agency(text, chance), True)
        yield Pair("lead changed (12 %)", text, lead(text, spare, 0.12), True)
        yield Pair("a few numbers changed", text, numbers(text, chance, 0.34, 3), True)
        both = agency(cut(lead(text, spare, 0.05), 0, 0.7), chance)
        yield Pair("agency line, lead, cut to 70 %", text, both, True)
        background = [*spare.like(text, 0.7), *cut(text, 0.7, 1)]
        yield Pair("no copy: 30 % background in common", text, background, False)
        retold = [*cut(text, 0, 0.25), *spare.like(text, 0.4), *cut(text, 0.75, 1)]
        yield Pair("no copy: half of it in another story", text, retold, False)
        if len(_NUMBER.findall(" ".join(text))) >= 0.03 * word_count(" ".join(text)):
            yield Pair("no copy: all of many numbers changed", text, numbers(text, chance, 1, 10**6), False)
    for one, other in reports(chance):
        yield Pair("no copy: reports of one template", one, other, False)


def article(source: str, number: int, text: Text) -> Article:
    url = f"https://{source}.example/{number}"
    address = Address(url, source, site_of(url), AddressKind.ARTICLE)
    outcome = Outcome(address, Status.ARTICLE, fetched_at=NOW)
    return Article(url=url, title=f"{source} {number}", source=source, paragraphs=text, outcome=outcome)


def measure(kind: str, chosen: Sequence[Pair]) -> Counts:
    """Stores the pairs of one kind, first all the ones, then all the others on another site."""
    ones = [article("one", number, pair.one) for number, pair in enumerate(chosen)]
    others = [article("other", number, pair.other) for number, pair in enumerate(chosen)]
    with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/pairs.db") as store:
        for batch in (ones, others):
            for start in range(0, len(batch), 100):
                store.commit(batch[start : start + 100], now=NOW)
    right = wrong = missed = 0
    for pair, one, other in zip(chosen, ones, others, strict=True):
        joined = other.cluster != other.id
        right += pair.copy and other.cluster == one.cluster
        missed += pair.copy and other.cluster != one.cluster
        wrong += joined and not (pair.copy and other.cluster == one.cluster)
    return Counts(kind, len(chosen), right, wrong, missed)


def filler(words: Sequence[str], chance: random.Random) -> Text:
    """A text of runs out of real ones: it shares phrases with others, as articles do, but is no copy."""
    size = chance.randint(150, 700)
    sentences: Text = []
    while size > 0:
        runs: list[str] = []
        for _ in range(6):
            start = chance.randrange(len(words) - 5)
            runs += words[start : start + chance.randint(1, 5)]
        size -= len(runs)
        sentences.append(" ".join(runs) + ".")
    return [" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)]


def time_lookups(
    found: Sequence[Text], stored: int, chance: random.Random
) -> tuple[list[float], list[float]]:
    """Processor milliseconds of one article's look-up (with sketch and comparison), and of storing one."""
    words = [word for text in found for word in " ".join(text).split()]
    with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/many.db") as store:
        texts = [*found, *(filler(words, chance) for _ in range(stored - len(found)))]
        chance.shuffle(texts)
        for start in range(0, len(texts), 200):
            batch = [article("one", start + n, text) for n, text in enumerate(texts[start : start + 200])]
            store.commit(batch, now=NOW)
        looked: list[float] = []
        for text in [
            *chance.sample(list(found), min(300, len(found))),
            *(filler(words, chance) for _ in range(300)),
        ]:
            with store._reading() as connection:
                began = time.process_time()
                made = sketch(text)
                likely = clusters.candidates(made, clusters.look_up(connection, made.keys))
                clusters.seeds_on(connection).nearest(made, "other", likely)
                looked.append((time.process_time() - began) * 1000)
        kept: list[float] = []
        for number in range(20):
            batch = [article("late", 100 * number + n, filler(words, chance)) for n in range(16)]
            began = time.process_time()
            store.commit(batch, now=NOW)
            kept.append((time.process_time() - began) * 1000 / 16)
    return sorted(looked), sorted(kept)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--texts", type=int, default=500, help="texts that pairs are made of")
    parser.add_argument("--stored", type=int, default=10_000, help="articles in the store of the look-ups")
    wanted = parser.parse_args()
    found = texts(wanted.corpus, 2 * wanted.texts)
    spare = Spare(found[1::2], random.Random(0))
    found = found[::2]
    kinds: dict[str, list[Pair]] = {}
    for pair in pairs(found, spare, random.Random(1)):
        long = all(word_count(" ".join(text)) >= MIN_WORDS for text in (pair.one, pair.other))
        if long and (pair.one != pair.other or pair.kind == "other title only"):
            kinds.setdefault(pair.kind, []).append(pair)
    rows = [measure(kind, chosen) for kind, chosen in kinds.items()]
    show(len(found), rows)
    usual = [text for text in found if word_count(" ".join(text)) <= USUAL]
    looked, kept = time_lookups(usual, wanted.stored, random.Random(2))
    for name, times in (("look-up", looked), ("storing", kept)):
        median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(
            f"{name} of one article at {wanted.stored:,}: median {median:.2f} ms of CPU, 95 % {late:.2f} ms"
        )


def show(count: int, rows: Sequence[Counts]) -> None:
    numbers = ("pairs", "right", "wrong", "missed")
    table = Table("kind", *numbers, right=numbers, title=f"Pairs made of {count} texts")
    for row in rows:
        table.row(row.kind, *map(str, (row.pairs, row.right, row.wrong, row.missed)))
    Console(width=100).print(table)
    right, wrong, missed = (sum(getattr(row, name) for row in rows) for name in ("right", "wrong", "missed"))
    print(f"precision {right / (right + wrong):.4f}  recall {right / (right + missed):.4f}")


if __name__ == "__main__":
    main()
