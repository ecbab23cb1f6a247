"""What the names that sites give to their elements say: class, id, itemprop, role → families.

A family is one bit; an element's families are the union over its names. These are conventions of
markup ("caption", "most-read"), used by sites of every language, and only evidence: blocks.py keeps
them, features.py measures how far up the nearest one stands, nothing is dropped for a name alone.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

# Order is part of the model's features: append only, and train again.
FAMILIES: tuple[tuple[str, str], ...] = (
    (
        "caption",
        r"caption|credit|legend|fig-?desc|copyright|photo-?(?:by|info|text|desc)|bildunter|pie-?(?:de-)?foto",
    ),
    (
        "related",
        r"relat|recommend|most-?(?:read|view|pop)|popular|trending|read-?(?:more|next|also)|more-?(?:from|on|stor"
        r"|news|articles)|see-?also|you-?may|outbrain|taboola|latest|similar|recirc|next-?(?:article|post|up)|onward|mehr",
    ),
    (
        "teaser",
        r"teaser|card|promo|thumb|tile|carousel|slider|swiper|listing|list-?item|headlines|post-?list|feed|loop",
    ),
    (
        "newsletter",
        r"newsletter|subscri|sign-?up|paywall|regwall|premium|piano|donat|membership|inscription|abo-|offer",
    ),
    ("author", r"author|by-?line|writer|\bbio\b|profile|contributor|reporter|journalist|autor|auteur|redact"),
    ("comment", r"comment|disqus|respond|reply|discuss|kommentar|reaction|feedback"),
    ("share", r"share|sharing|social|facebook|twitter|whatsapp|addthis|follow|toolbar|tools\b|\bprint"),
    ("date", r"date|time|publish|posted|meta\b|meta-|-meta|entry-?info|post-?info|article-?info|updated"),
    ("tags", r"\btags?\b|tag-|-tags|keyword|topic|categor|label|hashtag"),
    (
        "lead",
        r"\blead\b|lead-|-lead|lede|standfirst|summary|excerpt|\bintro|subtitle|sub-?head|deck|dek\b|chapo|abstract"
        r"|description|sommario|bajada|vorspann|sapo|teaser-?text|snippet",
    ),
    (
        "body",
        r"article-?(?:body|content|text|detail)|articlebody|story-?(?:body|content|text)|entry-?content"
        r"|post-?(?:body|content|text)|content-?(?:body|text|main)|body-?(?:content|text|copy)|main-?(?:content|text)"
        r"|news-?(?:body|content|text|detail)|rich-?text|\bprose\b|\bdetails?\b|single-?content|texto|paragraph|td-post",
    ),
    (
        "ad",
        r"\bads?\b|\bad-|-ad\b|-ads\b|adver|sponsor|banner|dfp|gpt\b|adsby|adslot|publicid|werbung|reklam|anzeige",
    ),
    (
        "media",
        r"image|photo|video|media\b|player|gallery|galeria|slideshow|embed|figure|picture|podcast|audio|caroussel",
    ),
    (
        "chrome",
        r"\bnav|nav\b|menu|foot|sidebar|side-?bar|aside|header|masthead|modal|popup|pop-up|overlay|cookie|consent"
        r"|gdpr|breadcrumb|search|login|copyright|widget|pager|pagination|skip-|logo|ticker|rail\b|toc\b|contents?-table",
    ),
    (
        "note",
        r"\bnote|footnote|source|correction|disclaim|editor-?note|fine-?print|legal|reference|citation|endnote",
    ),
    (
        "box",
        r"box\b|\bbox|pull-?quote|factbox|info-?box|inset|callout|highlight|sidebar|aside|blockquote|quote|block-?inset",
    ),
    ("title", r"title|headline|heading|\bh1\b|kicker|overline|eyebrow|rubri|titre|titulo|uberschrift"),
    ("article", r"article|story|\bpost\b|post-|entry|\bnews\b|single|hentry|content|main"),
    ("live", r"live-?blog|live-?(?:update|ticker|entry)|ticker|timeline|key-?(?:event|point)"),
    ("product", r"product|price|shop|cart\b|buy|deal|affiliate|rating|review|recipe|ingredient"),
    (
        "embed",
        r"tweet|twitter|instagram|tiktok|youtube|embed|iframe|datawrapper|infogram|facebook-post|fb-post",
    ),
    ("expand", r"collaps|toggle|accordion|expand|tab-?(?:content|pane|panel)|tooltip|dropdown|faq"),
)
NAMES = tuple(name for name, _ in FAMILIES)
BIT = {name: 1 << place for place, name in enumerate(NAMES)}

_PATTERNS = [(1 << place, re.compile(pattern)) for place, (_, pattern) in enumerate(FAMILIES)]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
_NAMED = frozenset(
    ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-type", "data-qa")
)
MAX_NAMES = 400  # characters of names looked at: utility-class soup runs to thousands


def names_of(attributes: Sequence[tuple[str, str]]) -> str:
    """Everything the site calls an element with these attributes, joined."""
    return " ".join([value for key, value in attributes if key in _NAMED])[:MAX_NAMES]


@lru_cache(maxsize=16_384)
def families(names: str) -> int:
    """The families of these names, as bits."""
    plain = _CAMEL.sub("-", names).lower().replace("_", "-")
    bits = 0
    for bit, pattern in _PATTERNS:
        if pattern.search(plain):
            bits |= bit
    return bits


@lru_cache(maxsize=16_384)
def template_name(names: str) -> str:
    """The names without digits: equal for elements that one template wrote."""
    return _DIGITS.sub("", names)
