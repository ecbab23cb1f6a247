"""What `warraq extract` writes: each article in the format asked for, to a stream or a file of its own."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO

from crawler.items import Article
from crawler.urls import host_of
from pipelines.delivery import csvlines
from pipelines.record import encode

CSV = csvlines.columns(())


class Out(Protocol):
    """Where articles go. `on_terminal`: a person reads them as they come."""

    on_terminal: bool

    def write(self, article: Article) -> None: ...


class StreamOut:
    """One article after the other; a table has its header once."""

    def __init__(self, stream: TextIO, form: str, blocks: bool) -> None:
        self._stream, self._form, self._blocks = stream, form, blocks
        self.on_terminal = stream.isatty()
        self._head = _head(form)

    def write(self, article: Article) -> None:
        self._stream.write(self._head + rendered(article, self._form, self._blocks))
        self._head = ""
        self._stream.flush()


class FolderOut:
    """A file an article, named after the page."""

    on_terminal = False

    def __init__(self, folder: Path, form: str, blocks: bool) -> None:
        self._folder, self._form, self._blocks = folder, form, blocks
        self._names: Counter[str] = Counter()
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, article: Article) -> None:
        from pipelines.delivery import documents

        stem = documents.slug_of(article.url) or host_of(article.url) or "page"
        self._names[stem] += 1
        again = f"-{self._names[stem]}" if self._names[stem] > 1 else ""
        file = self._folder / f"{stem}{again}.{FORMS[self._form][0]}"
        file.write_text(_head(self._form) + rendered(article, self._form, self._blocks), "utf-8", newline="")


def _head(form: str) -> str:
    return csvlines.line(CSV).decode() + "\n" if form == "csv" else ""


def rendered(article: Article, form: str, blocks: bool) -> str:
    """The article in one of FORMS; `blocks` says whether JSON has the body's structure."""
    return FORMS[form][1](article, blocks) + "\n"


def _json(article: Article, blocks: bool) -> str:
    if not blocks:
        article.blocks = []
    return encode(article).decode()


def _markdown(article: Article, _: bool) -> str:
    from pipelines.delivery import documents  # it imports all of extraction, which JSON needs nothing of

    return documents.markdown(article)


def _text(article: Article, _: bool) -> str:
    from pipelines.delivery import documents

    return documents.plain(article)


def _tei(article: Article, _: bool) -> str:
    from pipelines.delivery import documents

    return documents.tei(article)


def _html(article: Article, _: bool) -> str:
    from crawler.extraction.render import to_html

    return to_html(article)


# Name → (ending of a file, how it is written).
FORMS: dict[str, tuple[str, Callable[[Article, bool], str]]] = {
    "json": ("json", _json),
    "csv": ("csv", lambda article, _: csvlines.row(encode(article), CSV).decode()),
    "markdown": ("md", _markdown),
    "text": ("txt", _text),
    "html": ("html", _html),
    "xml-tei": ("xml", _tei),
}
