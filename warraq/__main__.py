"""`python -m warraq` is the command `warraq`."""

from crawler.cli import main

if __name__ == "__main__":
    main()
