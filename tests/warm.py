"""Everything that a crawl, an export or a migration imports at its first need, imported now.

The process from which the tests' commands are forked loads this once (`tests/forked.py`). What Scrapy loads
by name, its settings say; the reactor is left to each command, for processes cannot share one.
"""

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import suppress

from scrapy.settings import BaseSettings, Settings
from scrapy.utils.misc import load_object

from pipelines.voices import second_voice

ALSO = (
    "crawler.runs.warm",
    "crawler.cli",
    "crawler.runs.crawl",
    "crawler.runs.crawlsites",
    "crawler.runs.supervise",
    "crawler.runs.find",
    "crawler.runs.reportfiles",
    "crawler.ops.watch",
    "crawler.sources.opml",
    "crawler.spiders.news",
    "crawler.spiders.pages",
    "crawler.spiders.saved",
    "crawler.spiders.survey",
    "alembic.command",
    "pipelines.delivery.deliver",
    "pipelines.store",
    "scrapy.cmdline",
    "tests.forked",
)


def names_in(value: object) -> Iterator[str]:
    """The names of classes and functions that a setting holds, at any depth."""
    if isinstance(value, str):
        if value.startswith(("scrapy.", "crawler.", "pipelines.")):
            yield value
    elif isinstance(value, dict | BaseSettings):
        for key, inner in value.items():
            yield from names_in(key)
            yield from names_in(inner)


for module in ALSO:
    importlib.import_module(module)
with suppress(ImportError):  # where `warraq[machines]` is not installed, its tests are skipped
    importlib.import_module("tests.machines.warm")
settings = Settings()
settings.setmodule("crawler.settings")
for setting in settings.values():  # some name a module, or a protocol that is not installed
    for name in names_in(setting):
        with suppress(ImportError, NameError, ValueError):
            load_object(name)
assert "twisted.internet.reactor" not in sys.modules, "each command installs its own"
# Loaded where a short text asks for it, by each extracting process: half a second of computing, more than the
# rest of its life. That it waits until then is the matter of `test_voices`, in processes of its own.
second_voice("Hello there", "Latn")
gc.collect()
gc.freeze()  # a collection in a forked process would write to, and so copy, all that it shares
