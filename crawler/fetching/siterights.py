"""What a site's own files say of the use of its pages, beside who may fetch them. Pure.

- robots.txt: `Content-Signal: ai-train=no` (https://contentsignals.org/), in the group of our name or of all;
  `License: https://…` (Really Simple Licensing, https://rslstandard.org/), of the whole site.
- /.well-known/tdmrep.json: the reservation of text and data mining, path by path (W3C's TDM Reservation
  Protocol, https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/).
- /ai.txt: what may be used for training, in the form of a robots.txt (https://site.spawning.ai/spawning-ai-txt).

Each statement begins with the file that makes it; what a page says of itself stands alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

from crawler.fetching.robotstext import LINE_END, MAX_LINE, agent_of, canonical, exactly

SIGNALS = frozenset({"search", "ai-input", "ai-train"})
MAX_LICENCES = 3  # a site has one; a list of hundreds is no statement
MAX_RULES = (
    200  # of a tdmrep.json, each of which every page of its site is compared with; real ones have a few
)
MAX_PATTERN = 300  # characters of a rule's location
MAX_ADDRESS = 500  # of a policy: longer is none

TDMREP, AI_TXT, ROBOTS = "tdmrep.json", "ai.txt", "robots.txt"
TRAINING = f"{AI_TXT} ai-train=no"


def rights_in(text: str, agent: str, url: str) -> list[str]:
    """What a robots.txt says for a page, each once: "robots.txt content-signal:ai-train=no", …"""
    own, of_all, licences = _said(text, agent)
    path = urlsplit(url).path or "/"
    signals = [signal for value in own for signal in _signals(value, path)]
    signals = signals or [signal for value in of_all for signal in _signals(value, path)]
    return [f"{ROBOTS} {said}" for said in dict.fromkeys([*signals, *licences[:MAX_LICENCES]])]


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


@dataclass(frozen=True, slots=True)
class Reservation:
    """One rule of a tdmrep.json: a path with `*` for anything and `$` for its end, as in robots.txt."""

    location: str
    reserved: bool
    policy: str = ""


class _Rule(msgspec.Struct):
    location: str
    reservation: int | str | bool = msgspec.field(name="tdm-reservation", default=0)
    policy: str | None = msgspec.field(name="tdm-policy", default=None)


def reservations(body: bytes) -> tuple[Reservation, ...]:
    """The rules of a tdmrep.json, in its order; of one that cannot be read, those that can."""
    try:
        found = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        return ()
    rules = []
    for one in (found if isinstance(found, list) else [found])[:MAX_RULES]:
        try:
            rule = msgspec.convert(one, _Rule)
        except msgspec.ValidationError:
            continue
        policy = rule.policy or ""
        usable = policy.startswith(("https://", "http://")) and len(policy) <= MAX_ADDRESS
        reserved = str(rule.reservation).strip().lower() in ("1", "true")
        rules.append(Reservation(rule.location[:MAX_PATTERN], reserved, policy if usable else ""))
    return tuple(rules)


def reserved(rules: tuple[Reservation, ...], url: str) -> list[str]:
    """What they say of a page; of several that match, the longest location counts (RFC 9309 §2.2.2)."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fitting = [rule for rule in rules if _matches(rule.location, path)]
    rule = max(fitting, key=lambda one: (len(one.location), one.reserved), default=None)
    if rule is None or not rule.reserved:
        return []
    policy = [f"{TDMREP} tdm-policy:{rule.policy}"] if rule.policy else []
    return [f"{TDMREP} tdm-reservation", *policy]


def _matches(location: str, path: str) -> bool:
    """Piece by piece, each at its first place: in proportion to both texts, whatever they are."""
    first, *others = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in others[:-1]:
        if (at := path.find(piece, at)) < 0:
            return False
        at += len(piece)
    last = others[-1] if others else None
    if not location.endswith("$"):
        return last is None or path.find(last, at) >= 0
    return at == len(path) if last is None else path.endswith(last) and len(path) - len(last) >= at


class AiTxt:
    """The rules of an ai.txt for us. `text` may be anything; without rules nothing is reserved."""

    def __init__(self, text: str, agent: str) -> None:
        self._rules = _rules_for(canonical(text), agent)[:MAX_RULES]

    def said(self, url: str) -> list[str]:
        """What it says of a page. Its patterns name kinds of files: a page is one of text, `*.html`, too."""
        path = urlsplit(url).path or "/"
        names = [path]
        if "." not in path.rpartition("/")[2]:
            names.append(f"{path.rstrip('/')}.html")
        return [] if all(map(self._allows, names)) else [TRAINING]

    def _allows(self, path: str) -> bool:
        """As RFC 9309 §2.2.2 has it: the longest pattern counts, and of two alike the one that allows."""
        fitting = [(len(pattern), allows) for allows, pattern in self._rules if _matches(pattern, path)]
        return max(fitting, default=(0, True))[1]


def _rules_for(text: str, agent: str) -> list[tuple[bool, str]]:
    """(allows, pattern) of our groups in a canonical robots.txt, or else of those for all."""
    rules: dict[str, list[tuple[bool, str]]] = {}
    agents: list[str] = []
    before = ""
    for line in text.split("\n"):
        name, _, value = line.partition(": ")
        if name == "user-agent":
            agents = [*(agents if before == name else ()), value]
            for one in agents:
                rules.setdefault(one, [])
        elif name in ("allow", "disallow") and value:
            for one in agents:
                rules[one].append((name == "allow", value[:MAX_PATTERN]))
        before = name
    return rules.get(exactly(agent), rules.get("*", []))
