"""The dataset's README: a card that says what is in it, as the Hugging Face hub and people read it.

https://huggingface.co/docs/hub/datasets-cards: YAML between dashes first, then Markdown. No time of writing
stands in it, so the same records give the same card.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from crawler.text import counted
from pipelines.delivery.shards import Form, Shard
from pipelines.delivery.tally import Tally, ranked
from pipelines.record import json_schema

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
LARGEST = "1M<n<10M"
TOP = 50  # rows of a table; the manifest has them all
LICENSE_NOTE = (
    "The texts belong to their publishers; collecting them gives no right to pass them on. Check each "
    "publisher's terms and your country's law (text and data mining, quotation, press rights) before you "
    "publish or use this dataset. `rights` keeps the machine-readable opt-outs that the pages carried."
)


def card(title: str, license_: str, form: Form, tally: Tally, shards: Sequence[Shard]) -> str:
    """The whole README.md."""
    months = dict(sorted(tally.months.items(), reverse=True))
    origin = f"{counted(len(tally.sources), 'source')} in {counted(len(tally.languages), 'language')}"
    parts = [
        _front_matter(title, license_, form, tally),
        f"# {_plain(title)}",
        f"{counted(tally.rows, 'news article')}, {counted(tally.words, 'word')}, from {origin}; "
        f"the newest fetched {tally.newest or 'never'}.",
        _loading(form),
        _table("Sources", ("source", "articles"), ranked(tally.sources)),
        _table("Languages", ("language", "articles"), ranked(tally.languages)),
        _table("Months of publication", ("month", "articles"), months),
        _fields(tally),
        f"## License\n\n{_plain(license_)}. {LICENSE_NOTE}\n\n"
        f"Such opt-outs: {tally.restricted:,} of {counted(tally.rows, 'article')}.",
        "## Files\n\n`manifest.json` names each data file with its rows, bytes and SHA-256; "
        f"`sha256sum -c SHA256SUMS` checks them ({counted(len(shards), 'data file')}). `schema.json` is the "
        "JSON Schema of a record. Made with Warraq.",
    ]
    return "\n\n".join(parts) + "\n"


def _front_matter(title: str, license_: str, form: Form, tally: Tally) -> str:
    """YAML; every string as JSON, which is YAML too, so that no title can break it."""
    languages = [language for language in ranked(tally.languages) if language != "und"]
    size = next((name for limit, name in SIZES if tally.rows < limit), LARGEST)
    known = license_.islower() and " " not in license_
    values: dict[str, Any] = {
        "pretty_name": title,
        "license": license_ if known else "other",
        "language": languages,
        "task_categories": ["text-generation", "text-classification", "summarization"],
        "tags": ["news"],
        "size_categories": [size],
        "configs": [{"config_name": "default", "data_files": [f"data/*.{form}"]}],
    }
    if form != "parquet":  # a file that lacks a column would not go with the others
        values["dataset_info"] = {"features": _features(json_schema())}
    lines = [f"{key}: {msgspec.json.encode(value).decode()}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---"])


def _features(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns of the data files, as the `datasets` library names their types."""
    left_out = ("blocks", "removed")
    pairs = schema["properties"].items()
    return [{"name": name, **_feature(one, schema)} for name, one in pairs if name not in left_out]


def _feature(one: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in one:
        named = schema["$defs"][one["$ref"].rpartition("/")[2]] | {"$defs": schema["$defs"]}
        return {"struct": _features(named)} if "properties" in named else _feature(named, schema)
    if one.get("type") == "array":
        inner = _feature(one["items"], schema)
        return {"list": inner.get("struct", inner.get("dtype"))}
    dtypes = {"integer": "int64", "number": "float64", "boolean": "bool"}
    return {"dtype": dtypes.get(str(one.get("type")), "string")}


def _loading(form: Form) -> str:
    pandas = "pandas.read_parquet" if form == "parquet" else "pandas.read_json"
    lines = "" if form == "parquet" else ", lines=True"
    duckdb = "read_parquet" if form == "parquet" else "read_json"
    return (
        "```python\n"
        'datasets.load_dataset("path/to/this/folder")\n'
        f'{pandas}("data/articles-00000.{form}"{lines})\n'
        f"duckdb.sql(\"SELECT source, count(*) FROM {duckdb}('data/*.{form}') GROUP BY source\")\n"
        "```"
    )


def _table(title: str, heads: tuple[str, str], counts: Mapping[str, int]) -> str:
    rows = [f"| {_plain(name)} | {count} |" for name, count in list(counts.items())[:TOP]]
    if len(counts) > TOP:
        rest = sum(list(counts.values())[TOP:])
        rows.append(f"| {len(counts) - TOP} others | {rest} |")
    return "\n".join([f"## {title}", "", f"| {heads[0]} | {heads[1]} |", "|---|---:|", *rows])


def _fields(tally: Tally) -> str:
    """Each field with what it means and in how many of the records it is."""
    properties = json_schema()["properties"]
    rows = [
        f"| `{name}` | {_plain(properties[name].get('description', ''))} | {_share(count, tally.rows)} |"
        for name, count in tally.to_json()["filled"].items()
    ]
    head = ["## Fields", "", "Absent is absent: no empty strings, no invented values.", ""]
    return "\n".join([*head, "| field | what | filled |", "|---|---|---:|", *rows])


def _share(count: int, rows: int) -> str:
    return f"{count / rows:.1%}" if rows else "–"


def _plain(text: str) -> str:
    """On one line of Markdown, in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
