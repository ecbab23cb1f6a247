"""Everything that extraction needs, imported and loaded: the process from which its processes are forked
imports this once, and each of them begins ready.
"""

import gc

gc.disable()  # nothing of what is made here goes again: looking for cycles in it takes a tenth of the time

from datetime import UTC, datetime

import numpy  # noqa: F401  # in half the time where it comes before typing_extensions, which changes `typing`

from crawler.pages.page import Page
from crawler.runs.forking import leave_main_alone
from crawler.runs.tasks import extract_and_settle

# It has a title, a date and enough text for the model: what is loaded at the first need is loaded now.
_PAGE = f"""<!doctype html><html lang=en><title>A page</title><meta property="og:title" content="A page">
<body><nav><a href="/">Home</a></nav><h1>A page</h1><p class=byline>By A. Writer</p><time>2026-01-01</time>
{"<p>The council of the harbour town voted on Monday to rebuild the old lighthouse.</p>" * 8}</body></html>"""

leave_main_alone()
extract_and_settle(Page("https://a.example/2026/page", _PAGE.encode(), datetime(2026, 1, 2, tzinfo=UTC)))
gc.enable()  # with a thousand objects in cycles, which is not worth the looking
gc.freeze()  # what is there now stays shared between the processes: the collector does not touch it
