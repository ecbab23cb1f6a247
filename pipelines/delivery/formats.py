"""What a name's ending says of an export: JSON Lines, CSV, Parquet, Markdown, or a folder of files.

The default JSON Lines leave `blocks` out, as `warraq extract` does: `paragraphs` and `text` hold the body
already. `--fields` names it where the structure is wanted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from crawler.errors import DeliveryError, InputError
from crawler.items import Article
from pipelines.delivery import csvlines, parquet
from pipelines.delivery.pick import only
from pipelines.record import FIELDS

LINES = tuple(name for name in FIELDS if name != "blocks")
PACKED = (".gz", ".zst")
# What stands in a folder of files, one an article.
PAGES = ("md", "json", "html", "txt", "xml")

Rows = Iterable[bytes]
Encode = Callable[[Rows, Sequence[str] | None], Iterator[bytes]]

_decode = msgspec.json.Decoder(Article).decode


def json_lines(rows: Rows, fields: Sequence[str] | None) -> Iterator[bytes]:
    return (row + b"\n" for row in only(rows, fields or LINES))


def csv(rows: Rows, fields: Sequence[str] | None) -> Iterator[bytes]:
    names = tuple(fields or csvlines.columns(()))
    yield csvlines.line(names) + b"\n"
    yield from (csvlines.row(row, names) + b"\n" for row in rows)


def markdown(rows: Rows, fields: Sequence[str] | None) -> Iterator[bytes]:
    """One article after the other, each behind its front matter."""
    from pipelines.delivery import documents

    for number, row in enumerate(rows):
        yield (b"\n" if number else b"") + documents.markdown(_decode(row), fields).encode()


ENDINGS: dict[str, Encode] = {".jsonl": json_lines, ".csv": csv, ".md": markdown}
ALLOWED = (
    "a name ends with .jsonl, .csv or .md (each with .gz or .zst, if you like), with .parquet, or with /"
)


def encoder(name: str) -> Encode | None:
    """How a file of this name is written; None: as Parquet. InputError for a name that says nothing."""
    if name == "-" or _is_stream(Path(name)):
        return json_lines
    if Path(name).is_dir():
        raise InputError("is a folder; name a file in it, or end with / for a file an article", name=name)
    bare = Path(name.lower())
    if bare.suffix == ".parquet":
        try:
            parquet.require()
        except DeliveryError as error:
            raise InputError(str(error), name=name) from error
        return None
    ending = bare.with_suffix("").suffix if bare.suffix in PACKED else bare.suffix
    if ending not in ENDINGS:
        raise InputError(f"says no format: {ALLOWED}", name=name)
    return ENDINGS[ending]


def _is_stream(path: Path) -> bool:
    """A pipe or a device, whose name says nothing."""
    return path.exists() and not path.is_file() and not path.is_dir()


def page(row: bytes, form: str) -> tuple[str, str]:
    """(file name, text) of an article as a file of its own; `form` is one of PAGES."""
    from crawler.extraction.render import to_html
    from pipelines.delivery import documents

    article = _decode(row)
    made: dict[str, Callable[[Article], str]] = {
        "md": documents.markdown,
        "json": lambda _: msgspec.json.format(row, indent=2).decode() + "\n",
        "html": to_html,
        "txt": documents.plain,
        "xml": documents.tei,
    }
    return f"{documents.file_stem(article)}.{form}", made[form](article)
