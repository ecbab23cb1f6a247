"""Crawls the demo web with the ordinary command: a sources file for the real ports, and a child process."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from demo.server import DemoWeb

SOURCE = """\
[[source]]
name = "{name}"
url = "{url}/"
language = "{language}"
delay = 0
allow_private = true
"""


def sources_toml(web: DemoWeb) -> str:
    """The sources file of a web that is up."""
    languages = web.languages()
    return "\n".join(
        SOURCE.format(name=name, url=url, language=languages[name]) for name, url in web.sites.items()
    )


def crawl(arguments: Sequence[str], port: int) -> int:
    """Runs `crawl --sources FILE ARGUMENTS` on a web of its own; gives the child's exit code."""
    with DemoWeb(port) as web, tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "sources.toml"
        sources.write_text(sources_toml(web), "utf-8")
        command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources", str(sources), *arguments]
        return _wait(subprocess.Popen(command))


def _wait(child: subprocess.Popen[bytes]) -> int:
    """Waits through Ctrl-C: the terminal sends it to the child too, which finishes and saves first."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
