"""The version stands in one place, and is told wherever one looks for it."""

import subprocess
import sys

from crawler import __version__
from crawler.settings import USER_AGENT


def test_the_command_tells_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"warraq {__version__}\n"


def test_sites_are_told_it() -> None:
    assert USER_AGENT.startswith(f"warraq/{__version__} ")
