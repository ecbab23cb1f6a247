"""Which URLs belong to a source: its sites and their relatives, less what the user excludes.

Patterns are regular expressions searched in the URL. One with `*` and no other sign of a regular expression
is a glob: `*/sport/*`, `https://example.com/news/*`; there `*` is any run of characters and the rest is
literal. Patterns see the URL as it is and with its percent-encoding decoded, so that `/رياضة/` matches.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from crawler.discovery.pathwords import paths, segment_words
from crawler.urls import host_of, registrable, site_of

_REGEX_SIGNS = re.compile(r"[\\^$+()\[\]{}|]|\.\*")
ANOTHER_SITE = "another site"
_SAME_SITE_LABELS = ("www", "www2", "www3", "m", "mobile", "amp")


@dataclass(frozen=True, slots=True)
class Scope:
    """`sites` are "host" or "host:port" (`site_of`); `include` and `exclude` are patterns."""

    sites: tuple[str, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def decide(self, url: str) -> tuple[bool, str]:
        """Whether an article's URL is the source's, and why."""
        belongs, reason = self.on_site(url)
        if not belongs:
            return False, reason
        for text in self.exclude:
            if _matches(text, url):
                return False, f"excluded by {text!r}"
        if self.include and not any(_matches(text, url) for text in self.include):
            return False, "matches no include pattern"
        return True, reason

    def on_site(self, url: str) -> tuple[bool, str]:
        """As `decide`, without the patterns: for feeds, sitemaps and fronts."""
        site = site_of(url)
        if not site:
            return False, "not a web address"
        if site in self.sites:
            return True, "same site"
        verdicts = [_related(site, own) for own in self.sites]
        return next(
            (verdict for verdict in verdicts if verdict[0]), verdicts[0] if verdicts else (False, "no site")
        )


def is_proxy(url: str) -> bool:
    """Whether a link of a feed leads through a service that counts clicks and sends on to the article."""
    host = host_of(site_of(url))
    return host in paths().feed_proxies or registrable(host) in paths().feed_proxies


@lru_cache(maxsize=1_000)
def compile_pattern(text: str) -> re.Pattern[str]:
    """The pattern as a regular expression; raises re.error where it is none."""
    if "*" in text and not _REGEX_SIGNS.search(text):
        return re.compile(".*".join(map(re.escape, text.split("*"))))
    return re.compile(text)


def _matches(text: str, url: str) -> bool:
    try:
        pattern = compile_pattern(text)
    except re.error:  # the sources file's reader complains; here the text is taken literally
        return text in url
    return bool(pattern.search(url) or pattern.search(unquote(url)))


@lru_cache(maxsize=20_000)
def _related(site: str, own: str) -> tuple[bool, str]:
    """Whether `site` is of the same publication as the named site `own`."""
    host, own_host = host_of(site), host_of(own)
    if site[len(host) :] != own[len(own_host) :]:
        return False, "another port" if host == own_host else ANOTHER_SITE
    domain = registrable(own_host)
    if registrable(host) != domain or domain in {"localhost"} or not _has_subdomains(domain):
        return False, ANOTHER_SITE
    bare, own_bare = _bare(host, domain), _bare(own_host, domain)
    if bare == own_bare:
        return True, "same site with or without www"
    if bare.endswith("." + own_bare) and bare != domain:
        label = bare[: -len(own_bare) - 1].rpartition(".")[2]
    else:
        label = bare[: -len(domain) - 1].rpartition(".")[2]
    if (
        segment_words(label) in paths().other_sites
        or segment_words(bare.split(".")[0]) in paths().other_sites
    ):
        return False, f"{label or bare}: another thing of the same owner"
    if (
        own_bare.split(".")[0] in paths().editions
        and own_bare != domain
        and not bare.endswith("." + own_bare)
    ):
        return False, "another edition"
    return True, "subdomain of the same owner"


def _has_subdomains(domain: str) -> bool:
    """Names with a dot that are no IP addresses."""
    return "." in domain and not domain.startswith("[") and not domain.rpartition(".")[2].isdigit()


def _bare(host: str, domain: str) -> str:
    """The host without a leading www, m or amp label."""
    label, _, rest = host.partition(".")
    return rest if host != domain and label in _SAME_SITE_LABELS else host
