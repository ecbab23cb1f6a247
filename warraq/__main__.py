"""`python -m warraq` is the command `warraq`."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command. The process that extraction's processes are forked from takes longest to be ready:
    where it will be needed it begins first."""
    if sys.argv[1:2] == ["extract"] and len(sys.argv) > 2 and "--help" not in sys.argv:
        from crawler.runs.forking import context

        context()
    from crawler.cli import main as run

    run()


if __name__ == "__main__":
    main()
