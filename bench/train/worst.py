"""The worst pages of a set, with what was kept and what was lost: `python -m bench.train.worst CORPUS SET`.

As text, or with --html as a page for people: kept right, kept wrongly, lost, rightly left out. The output
holds other people's text: for looking at on this machine, not for the project.
"""

import argparse
import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.train.corpus import Sample, samples
from bench.train.labels import label
from bench.train.measure import scorer
from crawler.extraction.body.assemble import extract_body

MARKS = {(True, True): "right", (True, False): "extra", (False, True): "lost", (False, False): "out"}
STYLE = (
    "<style>body{font:15px sans-serif;max-width:60em}.right{background:#dfd}.extra{background:#fdd}"
    ".lost{background:#ffc}.out{color:#999;font-size:12px}p{margin:2px;padding:2px}</style>"
)


@dataclass(frozen=True)
class Looked:
    """One page: its score, how the body was found, and (mark, text) of every block."""

    score: float
    sample: Sample
    found: str
    blocks: list[tuple[str, str]]


def look(corpus: Path, name: str) -> Iterator[Looked]:
    """Extract every page of the set that has a whole text as truth."""
    score = scorer(corpus)
    for sample in samples(corpus, name):
        if not any(sample.lines):
            continue
        document = sample.document()
        body = extract_body(document, title=sample.truth.get("title"))
        true, got = score.words("\n".join(sample.lines)), score.words("\n".join(body.paragraphs))
        precision, recall = score.overlap(score.shingles(true), score.shingles(got))
        truth = label(document.blocks, sample.lines).body
        kept = set(body.places)
        marks = [MARKS[block.index in kept, bool(truth[block.index])] for block in document.blocks]
        texts = [block.text for block in document.blocks]
        value = score.f1(precision or 0, recall or 0)
        found = f"{body.method}, confidence {body.confidence}"
        yield Looked(value, sample, found, list(zip(marks, texts, strict=True)))


def as_text(page: Looked) -> str:
    lines = [f"{page.score:.3f}  {page.sample.url}  ({page.found})"]
    signs = {"extra": "+", "lost": "-"}
    lines += [f"    {signs[mark]} {text[:150]}" for mark, text in page.blocks if mark in signs]
    return "\n".join(lines)


def as_html(page: Looked) -> str:
    head = f"<h2>{page.score:.3f} {html.escape(page.sample.url)}</h2><p>{html.escape(page.found)}</p>"
    return head + "".join(f"<p dir=auto class={mark}>{html.escape(text)}</p>" for mark, text in page.blocks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("set")
    parser.add_argument("-n", type=int, default=10, help="pages to show")
    parser.add_argument("--html", type=Path, help="write a page for people here")
    options = parser.parse_args()
    pages = sorted(look(options.corpus, options.set), key=lambda page: page.score)[: options.n]
    if options.html:
        options.html.write_text(f"<meta charset=utf-8>{STYLE}" + "<hr>".join(map(as_html, pages)), "utf-8")
    else:
        print("\n".join(map(as_text, pages)))


if __name__ == "__main__":
    main()
