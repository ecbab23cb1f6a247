"""`python -m demo serve [--port N]` serves the demo web; `python -m demo crawl [ARGS…]` crawls it."""

import argparse
import sys
import threading
from collections.abc import Sequence

from demo.crawl import crawl
from demo.server import FIRST_PORT, DemoWeb


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve the sites until Ctrl-C")
    serving.add_argument("--port", type=int, default=FIRST_PORT, help="first port to try (%(default)s)")
    commands.add_parser("crawl", help="serve the sites, crawl them with `warraq crawl ARGS`, stop")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["crawl"]:  # the rest belongs to the crawler, its options too
        return crawl(given[1:], FIRST_PORT)
    return serve(parser.parse_args(given).port)


def serve(port: int) -> int:
    """Serves until Ctrl-C."""
    with DemoWeb(port) as web:
        for name, url in web.sites.items():
            print(f"{name:12} {url}/", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
