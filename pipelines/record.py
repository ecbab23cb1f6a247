"""The public record of an article, as exports hold it, and its JSON Schema.

Absent is absent: None, empty strings and empty lists are left out, at every depth. Times are RFC 3339.
The field order is the order of `Article`.
"""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_type_hints

import msgspec

from crawler.items import SCHEMA_VERSION, Article, Record
from pipelines.normalize import storable

SCHEMA_ID = f"urn:warraq:article:{SCHEMA_VERSION}"


def _is_internal(hint: object) -> bool:
    return any((meta.extra or {}).get("internal") for meta in getattr(hint, "__metadata__", ()))


_HINTS = get_type_hints(Article, include_extras=True)
FIELDS = tuple(f.name for f in fields(Article) if not _is_internal(_HINTS[f.name]))
_ALWAYS = ("url", "schema", "kind")  # a record has these, stored or not


def record(article: Article) -> Record:
    """The article's public fields as plain values, ready for JSON."""
    return _present_in({name: _plain(getattr(article, name)) for name in FIELDS})


def value_of(value: object) -> object:
    """One field's value as a record holds it."""
    return _present(_plain(value))


def is_there(value: object) -> bool:
    """Whether a record has the field: what is absent is left out, zero and false are not."""
    return bool(value) or isinstance(value, int | float)


def _plain(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return msgspec.to_builtins(value, str_keys=True)


def encode(article: Article) -> bytes:
    """The record as one line of JSON, without the line's end."""
    try:
        return msgspec.json.encode(record(article))
    except UnicodeEncodeError:  # a lone surrogate: no UTF-8 has it
        return msgspec.json.encode(_mend(record(article)))


def _present_in(values: Record) -> Record:
    return {key: inner for key, value in values.items() if is_there(inner := _present(value))}


def _present(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _present_in(value)
    if isinstance(value, tuple):  # a pair keeps both its places
        return list(value)
    if isinstance(value, list):
        return [inner for inner in map(_present, value) if is_there(inner)]
    return value


def _mend(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _mend(inner) for key, inner in value.items()}
    return [_mend(inner) for inner in value] if isinstance(value, list) else value


def json_schema() -> Record:
    """The JSON Schema of a record: of Article, less what is internal and what is never written."""
    whole = msgspec.json.schema(Article)
    definitions = whole["$defs"]
    article = definitions.pop("Article")
    article["properties"] = {name: article["properties"][name] for name in FIELDS}
    article["required"] = list(_ALWAYS)
    article["description"] = Article.__doc__
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **_without_absent(article),
    }
    schema["$defs"] = _reachable(schema, {name: _without_absent(one) for name, one in definitions.items()})
    return schema


def _without_absent(schema: object) -> Any:  # JSON of any depth, read by its keys
    """Drops defaults and "or null": a record leaves such fields out."""
    if isinstance(schema, list):
        return [_without_absent(one) for one in schema if one != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_absent(value) for key, value in schema.items() if key != "default"}
    if "enum" in kept:
        kept["enum"] = [value for value in kept["enum"] if value is not None]
    if len(kept.get("anyOf", ())) == 1:
        return {**{key: value for key, value in kept.items() if key != "anyOf"}, **kept["anyOf"][0]}
    return kept


def _reachable(schema: Record, definitions: Record) -> Record:
    """The definitions that the schema refers to, and those that these refer to."""
    found: Record = {}
    waiting = [schema]
    while waiting:
        text = msgspec.json.encode(waiting.pop()).decode()
        for name in definitions:
            if f'"#/$defs/{name}"' in text and name not in found:
                found[name] = definitions[name]
                waiting.append(definitions[name])
    return {name: found[name] for name in sorted(found)}
