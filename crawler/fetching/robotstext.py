"""robots.txt as it comes → the text that RFC 9309 means, in which a parser can go wrong no more.

Groups are put together as the RFC and its reference parser (google/robotstxt) do: only a rule ends a row of
User-agent lines; other lines, known or not, stand in nobody's way. A group's name is its product token:
"warraq/0.1 (news crawler)" is "warraq".
"""

import codecs
import re
from dataclasses import dataclass, field

MAX_LINE = 2083 * 8 - 1  # characters looked at of one line, as in the reference parser

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8[:2], "utf-8"),  # cut off by an editor; the reference parser takes such a mark too
    (codecs.BOM_UTF8[:1], "utf-8"),
)
LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"[A-Za-z_-]+")
# As people write them; the reference parser takes the same.
_NAMES = {
    "user-agent": "user-agent",
    **dict.fromkeys(("useragent", "user agent"), "user-agent"),
    "allow": "allow",
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"),
    **dict.fromkeys(("crawl-delay", "crawldelay", "crawl delay"), "crawl-delay"),
    **dict.fromkeys(("sitemap", "site-map", "site map"), "sitemap"),
}


@dataclass
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    delays: list[str] = field(default_factory=list)  # no rule of the RFC: they end no row of names
    closed: bool = False  # a rule was seen: the next name begins a new group


def decoded(body: bytes) -> str:
    """The text; UTF-16 too, which Windows' editors write, with a byte order mark or without."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    head = body[:200]
    if len(head) >= 8 and head.count(0) * 10 >= len(head) * 4:
        return body.decode("utf-16-be" if head[0] == 0 else "utf-16-le", "replace")
    return body.decode("utf-8", "replace")


def canonical(text: str) -> str:
    """The same rules in plain groups; "Sitemap" lines follow at the end."""
    groups, sitemaps = [_Group()], []
    for line in LINE_END.split(text.replace("\x00", "")):
        name, value = _read(line[:MAX_LINE])
        if name == "user-agent":
            if groups[-1].closed:
                groups.append(_Group())
            groups[-1].agents.append(agent_of(value))
        elif name in ("allow", "disallow"):
            groups[-1].rules.append(f"{name}: {value}")
            groups[-1].closed = True
        elif name == "crawl-delay" and groups[-1].agents:  # else it is nobody's
            groups[-1].delays.append(f"{name}: {value}")
        elif name == "sitemap":
            sitemaps.append(f"{name}: {value}")
    lines = [line for group in groups for line in _written(group)]
    return "\n".join((*lines, *sitemaps))


def exactly(agent: str) -> str:
    """A name between signs: Protego would take the group of "war" for that of "warraq"."""
    return agent if agent == "*" else f"={agent.lower()}="


def _read(line: str) -> tuple[str, str]:
    """A line's name in one spelling, "" where it is none of ours, and its value without comment."""
    line = line.partition("#")[0].strip(" \t\ufeff")
    before, _, after = line.partition(":")
    if (name := _NAMES.get(before.strip().lower())) is None:  # the colon is forgotten now and then
        before, _, after = line.partition(" ")
        name = _NAMES.get(before.lower(), "")
    return name, after.strip()


def agent_of(value: str) -> str:
    """The product token of a User-agent line (RFC 9309 §2.2.1); "*" may have signs after it."""
    if value.startswith("*") and not value[1:2].isalpha():
        return "*"
    match = _TOKEN.match(value)
    return match[0].lower() if match else ""


def _written(group: _Group) -> list[str]:
    agents = [f"user-agent: {exactly(agent)}" for agent in dict.fromkeys(group.agents) if agent]
    if not agents:
        return []  # rules before the first User-agent line are nobody's
    return [*agents, *(group.rules or ["allow: /"]), *group.delays[:1], ""]
