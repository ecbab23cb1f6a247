"""What a robots.txt says of the use of a site's pages, beside who may fetch them. Pure.

`Content-Signal: ai-train=no, search=yes` (https://contentsignals.org/), in the group of our name or of all;
`License: https://…` (Really Simple Licensing, https://rslstandard.org/), of the whole site.
"""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.fetching.robotstext import LINE_END, MAX_LINE, agent_of

SIGNALS = frozenset({"search", "ai-input", "ai-train"})
MAX_LICENCES = 3  # a site has one; a list of hundreds is no statement


def rights_in(text: str, agent: str, url: str) -> list[str]:
    """ "content-signal:ai-train=no", "license:https://…": what a robots.txt says for a page, each once."""
    own, of_all, licences = _said(text, agent)
    path = urlsplit(url).path or "/"
    signals = [signal for value in own for signal in _signals(value, path)]
    signals = signals or [signal for value in of_all for signal in _signals(value, path)]
    return list(dict.fromkeys([*signals, *licences[:MAX_LICENCES]]))


@lru_cache(maxsize=256)  # each page of a site asks, in the reactor; a robots.txt has up to half a megabyte
def _said(text: str, agent: str) -> tuple[list[str], list[str], list[str]]:
    """The values of the Content-Signal lines in our group and in that of all, and the licences."""
    own, of_all, licences = list[str](), list[str](), list[str]()
    agents: list[str] = []
    named = False  # the line before was a name: another one joins its group
    for name, value in _lines(text):
        if name == "user-agent":
            agents = [*(agents if named else ()), agent_of(value)]
        elif name == "content-signal":
            own += [value] if agent in agents else []
            of_all += [value] if "*" in agents or not agents else []
        elif name == "license" and value.startswith(("https://", "http://")):
            licences.append(f"license:{value.split()[0]}")
        named = name == "user-agent"
    return own, of_all, licences


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in LINE_END.split(text):
        name, colon, value = line[:MAX_LINE].partition("#")[0].partition(":")
        if colon:
            yield name.strip(" \t\ufeff").lower(), value.strip()


def _signals(value: str, path: str) -> Iterator[str]:
    """The signals that refuse something; a value may begin with the path that it is about."""
    if value.startswith("/"):
        prefix, _, value = value.partition(" ")
        if not path.startswith(prefix):
            return
    for part in value.lower().split(","):
        signal, _, answer = part.strip().partition("=")
        if signal.strip() in SIGNALS and answer.strip() == "no":
            yield f"content-signal:{signal.strip()}=no"
