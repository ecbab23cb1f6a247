"""What the names that sites give to their elements say: class, id, itemprop, role → families.

Names are split into words (`articleBody`, `article-body`, `article_body`: article, body); each word has
families, and some pairs of words have one of their own. A family is one bit; an element's families are
the union over its names. These are conventions of markup, used by sites of every language, and only
evidence: features.py measures how far up the nearest one stands, nothing is dropped for a name alone.
"""

import re
from functools import lru_cache
from typing import Final

# Order is part of the model's features: append only, and train again.
FAMILIES: Final = {
    "caption": r"caption|credit|legend|figdesc|copyright|bildunter|\bpie\b",
    "related": r"relat|recom|popular|trending|outbrain|taboola|latest|similar|recirc|onward|mehr",
    "teaser": r"teaser|\bcards?\b|promo|thumb|\btiles?\b|carousel|slider|swiper|listing|headlines|feed"
    r"|loop",
    "newsletter": r"newsletter|subscri|signup|wall|premium|piano|donat|membership|inscription|\babo|offer",
    "author": r"author|byline|writer|\bbio|profile|contributor|reporter|journalist|\bautor|auteur|redact",
    "comment": r"comment|disqus|respond|reply|discuss|komment|reaction|feedback",
    "share": r"shar(?:e|ing)|social|facebook|twitter|whatsapp|addthis|follow|toolbar|tools?\b|print",
    "date": r"dates?\b|dateline|time|publish|posted|\bmeta\b|updated|\binfo\b",
    "tags": r"\btags?\b|keyword|topic|categor|label|hashtag",
    "lead": r"\blead|lede|standfirst|summary|excerpt|\bintro|subtitle|subhead|\bdeck?\b|chapo|abstract"
    r"|description|sommario|bajada|vorspann|sapo\b|snippet",
    "body": r"(?:article|story|post|entry|news|rich|main|body)(?:body|content|text|detail|copy)"
    r"|\bprose\b|\bdetails?\b|texto|paragraph",
    "ad": r"\bads?\b|adver|sponsor|banner|\bdfp|\bgpt\b|adsby|adslot|publicid|werbung|reklam|anzeige",
    "media": r"image|\bimg|photo|video|media\b|player|galler|galeria|slideshow|embed|figure|picture"
    r"|podcast|audio",
    "chrome": r"\bnav|nav\b|menu|foot|side|aside|header|masthead|modal|popup|overlay|cookie|consent|gdpr"
    r"|breadcrumb|search|login|copyright|widget|pager|paginat|\bskip|logo|ticker|rail\b|\btoc\b",
    "note": r"\bnotes?\b|footnote|source|correction|disclaim|legal|reference|citation|endnote",
    "box": r"box\b|\bbox|pullquote|inset|callout|highlight|sidebar|aside|quote|\bfact",
    "title": r"title|headline|heading|\bh1\b|kicker|overline|eyebrow|rubri|titre|titulo|uberschrift",
    "article": r"article|story|\bposts?\b|entry|\bnews\b|single|hentry|content|\bmain\b",
    "live": r"liveblog|\blive\b|ticker|timeline|keypoint|keyevent",
    "product": r"product|price|shop|\bcart\b|\bbuy|deal|affiliate|rating|review|recipe|ingredient",
    "embed": r"tweet|twitter|instagram|tiktok|youtube|embed|iframe|datawrapper|infogram",
    "expand": r"collaps|toggle|accordion|expand|\btabs?\b|tooltip|dropdown|\bfaq",
    "hidden": r"(?!)",  # set by what the markup says, not by names
    "consent": r"consent|cookie|gdpr|ccpa|onetrust|didomi|usercentrics|truste",
}
NAMES = tuple(FAMILIES)
BIT = {name: 1 << place for place, name in enumerate(NAMES)}
# No family, but a bit of words of which names are made that hide an element (attributes.py).
HINT: Final = 1 << 60
_HINT = re.compile(
    r"hid|sr|reader|invisible|assistive|offscreen|note|margin|tip|popover|gloss|furigana|rub[yi]|yomi"
)
# Two neighbouring words that mean more than each alone.
_PAIRS = {
    "body": r"(?:article|story|post|entry|news|rich|main|page|single|field)"
    r"-(?:body|content|text|details?|copy|main|paragraph)",
    "author": r"writ(?:e|ten)-by",
    "caption": r"(?:img|image|photo|pic)-desc",
    "related": r"most-(?:read|viewed|popular|watched|shared)|read-(?:more|next|also)|see-also|also-read"
    r"|more-(?:from|on|in|stories|news|articles|links)|you-(?:may|might)|next-(?:article|post|up|story)"
    r"|top-(?:stories|news)|inline-(?:link|article|promo)",
}
_PATTERNS = [(BIT[name], re.compile(pattern)) for name, pattern in FAMILIES.items()]
_NEIGHBOURS = [(BIT[name], re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _PAIRS.items()]
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=32_768)
def families(names: str) -> int:
    """The families of these names, as bits, and `HINT`."""
    words = list(map(str.lower, _WORD.findall(names)))
    bits = 0
    for word in words:
        bits |= _word(word)
    row = "-".join(words)
    for bit, pattern in _NEIGHBOURS:
        if pattern.search(row):
            bits |= bit
    return bits


@lru_cache(maxsize=32_768)
def _word(word: str) -> int:
    bits = HINT if _HINT.search(word) else 0
    for bit, pattern in _PATTERNS:
        if pattern.search(word):
            bits |= bit
    return bits
