"""Which file a row goes to: a configured path with its {day}, {month}, {source}, {language} filled in."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever names a file after a page needs no database
    from pipelines.storage.log import Entry

_UNSAFE = re.compile(r"[^\w.-]|^\.")  # in a name out of a source's or language's
MAX_NAME = 60  # characters of such a name; a file's may have 255 bytes


def file_of(template: str, entry: Entry) -> str:
    """The file that an entry belongs to; days are those of the commit, in UTC."""
    day = entry.committed_at.date().isoformat()
    source, language = safe(entry.source), safe(entry.language or "und")
    return template.format(day=day, month=day[:7], source=source, language=language)


def safe(name: str) -> str:
    """The name as one part of a path; what had to be changed stays apart by a short hash."""
    plain = _UNSAFE.sub("_", name)[:MAX_NAME] or "_"
    return plain if plain == name else f"{plain}-{sha256(name.encode()).hexdigest()[:8]}"


def split(name: str) -> tuple[str, str]:
    """Stem and all suffixes of ours: "a.b.jsonl.gz" is "a.b" and ".jsonl.gz"."""
    found = re.search(r"\.(jsonl|csv)(\.gz|\.zst)?$", name)
    cut = found.start() if found else len(name)
    return name[:cut], name[cut:]


def fixed(template: str) -> str:
    """The folder of a path as far as it holds no braces."""
    return template.partition("{")[0].rpartition("/")[0]
