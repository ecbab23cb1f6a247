"""The worst pages of a set, with what was kept and what was lost: `python -m bench.train.worst CORPUS SET`.

As text, or with --html as a page for people: kept right, kept wrongly, lost, rightly left out; beside it
what trafilatura gives. With --folds by the models of `bench.train --folds`, which have not seen the page's
domain. A table of the kinds of mistakes closes the list. The output holds other people's text: for
looking at on this machine, not for the project.
"""

import argparse
import html
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.train.corpus import Sample, samples
from bench.train.labels import label
from bench.train.measure import scorer
from bench.train.whole import model_of
from crawler.extraction.fields.body import Body, extract_body
from crawler.extraction.roles.choice import ask
from crawler.extraction.roles.labelled import Apart
from crawler.pages.blocks.block import Block

MARKS = {(True, True): "right", (True, False): "extra", (False, True): "lost", (False, False): "out"}
STYLE = (
    "<style>body{font:15px sans-serif;max-width:60em}.right{background:#dfd}.extra{background:#fdd}"
    ".lost{background:#ffc}.out{color:#999;font-size:12px}p{margin:2px;padding:2px}"
    "section{display:grid;grid-template-columns:1fr 1fr;gap:1em;max-width:none}body{max-width:90em}</style>"
)
SHORT = 80  # characters of a short line


@dataclass(frozen=True)
class Looked:
    """One page: its score, how the body was found, (mark, block) of every block, trafilatura's lines."""

    score: float
    sample: Sample
    found: str
    blocks: list[tuple[str, Block]]
    theirs: list[str]


def look(corpus: Path, name: str, folds: Path | None) -> Iterator[Looked]:
    """Extract every page of the set that has a whole text as truth."""
    score = scorer(corpus)
    for sample in samples(corpus, name):
        if not any(sample.lines):
            continue
        document = sample.document()
        model = model_of(folds, sample.fold) if folds else None
        body = extract_body(document, Apart(sample.truth.get("title")), model)
        true, got = score.words("\n".join(sample.lines)), score.words("\n".join(body.paragraphs))
        precision, recall = score.overlap(score.shingles(true), score.shingles(got))
        marked = list(marks(document.blocks, body, label(document.blocks, sample.lines).body.tolist()))
        found = f"{body.method}, confidence {body.confidence}"
        theirs = ask(document.root).split("\n")
        yield Looked(score.f1(precision or 0, recall or 0), sample, found, marked, theirs)


def marks(blocks: Iterable[Block], body: Body, truth: list[bool]) -> Iterator[tuple[str, Block]]:
    kept = set(body.labelled.kept)
    yield from ((MARKS[block.index in kept, truth[block.index]], block) for block in blocks)


def classes(pages: Iterable[Looked]) -> str:
    """The kinds of mistakes, with their share of all characters that are wrong."""
    wrong: Counter[str] = Counter()
    for page in pages:
        right = [block.index for mark, block in page.blocks if mark == "right"]
        for mark, block in page.blocks:
            if mark in ("extra", "lost"):
                wrong[f"{mark}: {kind(block, right)}"] += len(block.text)
    total = sum(wrong.values()) or 1
    return "\n".join(f"{count / total:6.1%}  {name}" for name, count in wrong.most_common())


def kind(block: Block, right: list[int]) -> str:
    """What a wrong block is: its kind, or for paragraphs where it lies to the text that was found."""
    if block.kind != "paragraph":
        return block.kind
    if not right:
        return "paragraph, nothing found"
    place = "before" if block.index < right[0] else "after" if block.index > right[-1] else "amid"
    return f"{'short line' if len(block.text) < SHORT else 'paragraph'} {place} the text"


def as_text(page: Looked) -> str:
    lines = [f"{page.score:.3f}  {page.sample.url}  ({page.found})"]
    signs = {"extra": "+", "lost": "-"}
    lines += [f"    {signs[mark]} {block.text[:150]}" for mark, block in page.blocks if mark in signs]
    return "\n".join(lines)


def as_html(page: Looked) -> str:
    head = f"<h2>{page.score:.3f} {html.escape(page.sample.url)}</h2><p>{html.escape(page.found)}</p>"
    ours = "".join(f"<p dir=auto class={mark}>{html.escape(block.text)}</p>" for mark, block in page.blocks)
    theirs = "".join(f"<p dir=auto>{html.escape(line)}</p>" for line in page.theirs)
    return f"{head}<section><div>{ours}</div><div><h3>trafilatura</h3>{theirs}</div></section>"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("set")
    parser.add_argument("-n", type=int, default=10, help="pages to show")
    parser.add_argument("--html", type=Path, help="write a page for people here")
    parser.add_argument("--folds", type=Path, help="the models of the folds")
    options = parser.parse_args()
    every = sorted(look(options.corpus, options.set, options.folds), key=lambda page: page.score)
    pages = every[: options.n]
    if options.html:
        options.html.write_text(f"<meta charset=utf-8>{STYLE}" + "<hr>".join(map(as_html, pages)), "utf-8")
    else:
        print("\n".join(map(as_text, pages)))
    print(classes(every))


if __name__ == "__main__":
    main()
