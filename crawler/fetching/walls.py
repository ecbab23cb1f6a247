"""Challenge, consent and login pages: answers that look like a page and hold none, whatever the status says.

`MARKS` and `HEADERS` are data: what the common walls leave in headers, addresses and code, not words in some
language. A mark inside a body counts only where the page holds almost no text of its own, for
articles load the same scripts.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from crawler.discovery.likeness import ARTICLE_FROM, article_likeness
from crawler.discovery.pathwords import paths, segment_words

# header → (words in its value, "" for any; why)
HEADERS: dict[str, tuple[str, str]] = {
    "cf-mitigated": ("challenge", "Cloudflare challenge"),
    "x-amzn-waf-action": ("", "AWS WAF challenge"),
    "x-sucuri-block": ("", "Sucuri firewall"),
}
# bytes in the body, lower case → why
MARKS: dict[bytes, str] = {
    b"_cf_chl_opt": "Cloudflare challenge",
    b"/orchestrate/chl_page": "Cloudflare challenge",
    b"challenges.cloudflare.com": "Cloudflare challenge",
    b"_incapsula_resource?cwudnsai": "Imperva challenge",
    b"captcha-delivery.com": "DataDome challenge",
    b"px-captcha": "HUMAN challenge",
    b"/_sec/cp_challenge": "Akamai challenge",
    b"token.awswaf.com": "AWS WAF challenge",
    b"gokuprops": "AWS WAF challenge",
    b"/.well-known/sgcaptcha": "SiteGround challenge",
    b"/.within.website/x/cmd/anubis": "Anubis challenge",
    b"slowaes.decrypt": "cookie challenge",
    b"/.well-known/ddos-guard": "DDoS-Guard challenge",
    b"sucuri_cloudproxy_js": "Sucuri challenge",
    b"hcaptcha.com": "captcha",
    b"google.com/recaptcha": "captcha",
    b"recaptcha.net": "captcha",
    b"/collectconsent": "consent page",
}
# first labels of a host, or parts of a path, that a redirect ends at
CONSENT_HOSTS = frozenset({"consent", "guce", "cmp", "myprivacy", "privacywall"})
CONSENT_PATHS = (
    "/privacy-wall",
    "/privacy-gate",
    "/cookiewall",
    "/cookie-wall",
    "/collectconsent",
    "/consent?",
)

WALL_STATUS = frozenset({401, 403, 405, 429, 503})  # beside 2xx; a small 404 page with a captcha is a 404
MAX_WALL = 256 * 2**10  # bytes; challenge pages come with their scripts, but no larger
MAX_TINY = 16 * 2**10  # bytes; of a page of script and refresh only
LITTLE_TEXT = 400  # characters; the shortest articles have more, with their site around them
NO_TEXT = 120  # characters; "please wait", a title, a noscript line

REFRESH_ONLY = "a page of script and refresh only"

_UNSEEN = re.compile(rb"<(script|style|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_TAG = re.compile(rb"<[^<>]*>")
_OPENING = re.compile(rb"<(?:(script|style|template|svg)\b|!--)")
_CLOSING = {name: re.compile(rb"</%s\s*>" % name) for name in (b"script", b"style", b"template", b"svg")}
_CLOSING[b""] = re.compile(rb"-->")
_PIECE = 8 * 2**10  # bytes that are looked at at once for text
_REFRESH = re.compile(rb"<meta\b[^<>]{0,200}http-equiv\s*=\s*[\"']?refresh", re.I)
# A page that a browser fills has no text either, but it says what it is: it is left to extraction.
_SAYS_WHAT_IT_IS = re.compile(
    rb"application/ld\+json|property\s*=\s*[\"']?og:|__NEXT_DATA__|__NUXT__|__INITIAL_STATE__", re.I
)
_SCRIPT = re.compile(rb"<script\b", re.I)
_SETS_COOKIE = re.compile(rb"document\s*\.\s*cookie\s*=", re.I)
_RELOADS = re.compile(rb"location\s*\.\s*(?:reload|replace|assign|href)|location\s*=", re.I)


def wall(status: int, headers: Mapping[str, str], body: bytes, *, asked: str, final: str) -> str | None:
    """Why an answer is a wall and no page, or None. Header names are lower case."""
    return wall_before(status, headers, asked=asked, final=final) or wall_inside(status, body)


def wall_before(status: int, headers: Mapping[str, str], *, asked: str, final: str) -> str | None:
    """What its header and its address say, without a look at the body."""
    for name, (word, why) in HEADERS.items():
        if name in headers and word in headers[name].lower():
            return why
    if _leads_to_consent(asked, final):
        return f"consent page {final[:200]}"
    if door := _leads_to_door(asked, final):
        return f"{door} {final[:200]}"
    return None


def wall_inside(status: int, body: bytes) -> str | None:
    """What its body says."""
    if status >= 300 and status not in WALL_STATUS:
        return None
    return _in_body(body) if 0 < len(body) <= MAX_WALL else None


def _leads_to_consent(asked: str, final: str) -> bool:
    before, after = urlsplit(asked), urlsplit(final)
    if after.netloc != before.netloc and (after.hostname or "").partition(".")[0] in CONSENT_HOSTS:
        return True
    path = f"{after.path}?{after.query}".lower()
    return asked != final and any(part in path and part not in asked.lower() for part in CONSENT_PATHS)


def _leads_to_door(asked: str, final: str) -> str | None:
    """What is wanted where a redirect ends, if that is not what was asked for. Articles for subscribers lie
    under such words too."""
    if asked == final or article_likeness(final)[0] >= ARTICLE_FROM:
        return None
    parts = _parts(final) - _parts(asked)
    if parts & paths().login:
        return "login page"
    return "subscription page" if parts & paths().offer else None


def _parts(url: str) -> set[str]:
    """The words of a path's parts, with and without a file's ending."""
    parts = unquote(urlsplit(url).path).split("/")
    return {segment_words(text) for part in parts for text in (part, part.partition(".")[0])}


def _in_body(body: bytes) -> str | None:
    if _SAYS_WHAT_IT_IS.search(body):
        return None
    lower = body.lower()
    if _has_much_text(lower) or (text := text_length(body)) > LITTLE_TEXT:
        return None
    if why := next((why for mark, why in MARKS.items() if mark in lower), None):
        return why
    if text > NO_TEXT or len(body) > MAX_TINY or not _SCRIPT.search(body):
        return None
    if _REFRESH.search(body) or (_SETS_COOKIE.search(body) and _RELOADS.search(body)):
        return REFRESH_ONLY
    return None


def _has_much_text(lower: bytes) -> bool:
    """Whether there is plainly more text than on any wall: most pages show that in their first part, and
    none of the rest is looked at. A character takes four bytes at most."""
    seen = 0
    for piece in _outside(lower):
        seen += len(b"".join(_TAG.sub(b" ", piece).split()))
        if seen > 4 * LITTLE_TEXT:
            return True
    return False


def _outside(lower: bytes) -> Iterator[bytes]:
    """What stands outside of scripts, styles and comments, in pieces."""
    at = 0
    while at < len(lower):
        opening = _OPENING.search(lower, at)
        end = opening.start() if opening else len(lower)
        for start in range(at, end, _PIECE):
            yield lower[start : min(start + _PIECE, end)]
        closing = _CLOSING[opening[1] or b""].search(lower, opening.end()) if opening else None
        at = closing.end() if closing else len(lower)


def text_length(body: bytes) -> int:
    """About how many characters of text a page shows; two bytes of other scripts count as one."""
    shown = b" ".join(_TAG.sub(b" ", _UNSEEN.sub(b" ", body)).split())
    return len(shown.decode("utf-8", "replace"))
