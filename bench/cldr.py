"""Writes crawler/languages/months.toml: the names of the months in every official language, from the CLDR.

    python -m bench.cldr

The CLDR (Unicode's data on languages) comes with Babel, which is needed for this alone. A language is taken
that is official somewhere, in each script in which it is written; names that are a number ("11月", "M11") are
left out: the shapes of dates know those. What speakers of a language add stands in its own table.
"""

import re
import tomllib
from importlib import resources
from itertools import product
from pathlib import Path

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

import crawler.languages

FILE = Path(str(resources.files(crawler.languages))) / "months.toml"
HEAD = (
    "# Months of the Gregorian calendar, from the CLDR by way of Babel. Written by `python -m bench.cldr`.\n"
)
MAX_NAME = 30  # characters of a name; longer ones are explanations
WIDTHS = ("wide", "abbreviated")  # of one letter there is none that tells

# What the dates of a language set at the month's name: the word for month where the script has no spaces, an
# ending; and the name cut short in the ordinary way.
AFFIXED = {
    "th": "เดือน{}",
    "km": "ខែ{}",
    "lo": "ເດືອນ{}",
    "my": "{}လ",
    "ckb": "{}ی",
    "eu": "{}ren",
    "tg": "{}и",
}
CUT = {"th": re.compile("(?:คม|ยน|พันธ์)$")}


def official() -> set[str]:
    """The codes of the languages that are official in some country or part of one."""
    found = set()
    for languages in get_global("territory_languages").values():
        found |= {code.split("_")[0] for code, about in languages.items() if about["official_status"]}
    return found


def spellings(code: str, identifiers: list[str]) -> list[list[str]]:
    """Twelve lists of the names of a language's months, in all its scripts and countries."""
    months: list[dict[str, None]] = [{} for _ in range(12)]
    for identifier in identifiers:
        # Babel 2.18 lets what one language has flow into the root that others inherit from.
        localedata._cache.clear()
        try:
            said = Locale.parse(identifier).months
        except UnknownLocaleError:
            continue
        for context, width in product(("format", "stand-alone"), WIDTHS):
            for number, name in said[context][width].items():
                known = set(map(str.casefold, months[number - 1]))
                if not re.search(r"\d", name) and 1 < len(name) <= MAX_NAME and name.casefold() not in known:
                    months[number - 1][name.strip()] = None
    for names in months:
        for name in list(names):
            if code in CUT and len(short := CUT[code].sub("", name)) < len(name):
                names.setdefault(short)
            if code in AFFIXED and "." not in name:
                names.setdefault(AFFIXED[code].format(name))
    return [list(names) for names in months]


def main() -> None:
    told = official()
    of: dict[str, list[str]] = {}
    for identifier in localedata.locale_identifiers():
        code = identifier.split("_")[0]
        if code in told:
            of.setdefault(code, []).append(identifier)
    lines = [HEAD]
    for code, identifiers in sorted(of.items()):
        months = spellings(code, sorted(identifiers, key=len))
        if all(months):
            rows = ", ".join(f"[{', '.join(map(_quoted, names))}]" for names in months)
            lines.append(f"{code} = [{rows}]\n")
    text = "".join(lines)
    tomllib.loads(text)
    FILE.write_text(text, "utf-8")
    print(f"{len(lines) - 1} languages in {FILE}")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main()
