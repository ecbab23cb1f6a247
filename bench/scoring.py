"""The corpus's own score.py, which lies beside the corpus and is loaded from there."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

MISSING = """\
{corpus} is not there. The sets are public and can be had from their authors:
  news-world   test data of flairNLP/fundus               news-sites  dobbersc/fundus-evaluation
  articles     WCXB, development split                    web         dragnet data
  readability  test pages of mozilla/readability          snippets    evaluation data of adbar/trafilatura
  publishers   fixtures of postlight/parser               dates       evaluation data of adbar/htmldate
  languages    test data of AndyTheFactory/newspaper4k    portals     ppke-nlpg/CleanPortalEval
Each becomes a folder with pages.warc.gz and truth.jsonl (url, and text or paragraphs, title, authors,
published_at); name the folder that holds them with --corpus, and score.py with --score."""


def load(path: Path) -> ModuleType:
    """The module score.py at this path."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(text: str) -> list[str]:
    """The words of a line, to compare lines with."""
    return re.findall(r"\w+", text.lower())
