"""Rules on lines: by-lines, notes and credits, pointers elsewhere, what has its own field, what is no text.

A news body goes without requests to the reader ("Got a tip? …"), pointers that repeat, and, below the text,
the credits and the author's description. Of any body, what is a field of its own is taken out by its text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache, lru_cache, partial
from itertools import chain, pairwise

from crawler import datafiles
from crawler.extraction.reading.agencies import (
    closing_agencies,
    credited_agencies,
    dateline_agencies,
    own_credits,
    sourced_agencies,
)
from crawler.extraction.reading.keys import key
from crawler.extraction.roles.bylinemarks import YEAR
from crawler.extraction.roles.captions import ends_in_credit, split_credit
from crawler.extraction.roles.labelled import BODY, Labelled, Roles
from crawler.extraction.roles.region import said
from crawler.languages import cldr_months, every, labelled
from crawler.languages.counters import MAX_LINE as MAX_PASSING
from crawler.languages.counters import is_passing
from crawler.languages.credits import agencies_in, is_only_agencies
from crawler.languages.lookup import furniture_family, line_key, opener, opens_credit, opens_editing, plain
from crawler.languages.namewords import lines_of
from crawler.languages.phrases import asks_consent, asks_to_follow, opens_request, senses
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT
from crawler.text import END_CHARS, LINE_END, VOWEL_MARKS, fold, has_unspaced, word_count
from crawler.urls import bare_host

MAX_NOTE = 350  # characters; a longer block is text, whatever it says
SENTENCE = 160  # characters of a line that is one sentence: a request, an e-mail address, a by-line
POINTERS = 3  # linked lines with the same opening make it a pointer's
MAX_CREDIT = 120  # characters of a photo's credit or a source
FOOT = 4  # blocks at the body's end where credits and notes on the author stand
EDGES = slice(5), slice(-2, None)  # of its blocks: where by-lines stand
EMPHASISED = 0.9  # of the characters in bold or italics: set apart from the text
OFFERED = 0.8  # of those of a line that offers a newsletter, whose name may be written otherwise
REQUEST_WORDS = 14  # of a line that begins as a request does, though nothing sets it apart
MAX_SIGNATURE = 40  # characters of a name below the text; longer credits tell who else worked on it
LEAST_TEXT = 3  # lines of a text that may have more notes than lines
MAX_SIZES = 12  # characters of the letters by which the size of the text is set
CONTROL_WORDS, CONTROL_LETTERS = 2, 12  # of a line among the text that only a control says
WHOLE = 0.95  # of the characters of a line that is one link
LABELLED_WORDS = 7  # of one after a label: sources and names of films are shorter
TEASER_WORDS = 4  # of another article's headline, where nothing but the link tells
HEADLINE_WORDS = 4  # of another article's headline among the text
LINKED = 0.4  # of the characters of a pointer elsewhere
MAX_OPENER = 60  # characters of what opens a pointer: "Read this too | "
LINE_WORDS = 14  # beside names and numbers, in such a line: a role, a place, the time that reading takes
ROLE_LETTERS = 5  # of a word of a longer role: "envoyés spéciaux"
EAST_CHARS = 12  # beside a name, in a script without spaces: a role, a place, "reports"
DATE_WORDS = 2  # beside numbers, in a line that is only a date: month and weekday
ABOVE = 2  # lines of the body above its title, as portals print the section
MAX_FIELD = 500  # characters; a longer block is never a title or caption

_senses = lru_cache(maxsize=2_048)(senses)  # asked of a line twice; a site says the same on all its pages
_POINTING = frozenset(("read_more", "related", "most_read", "newsletter", "comments"))
_CONTROLS = frozenset(("share", "follow", "print", "account", "paywall", "consent"))
_LINES = frozenset(("paragraph", "item", "heading"))  # kinds that a by-line may be
_YEAR = re.compile(r"(?:19|20|14|25)\d\d(?:م|هـ?)?")  # 25xx: of the Buddhist era
_DIGITS = re.compile(r"\d")
_TOKEN = re.compile(rf"[\w{VOWEL_MARKS}]+")
_UNSPACED_TOKEN = re.compile(rf"\d+|(?:[^\W\d]|(?!\w)[{VOWEL_MARKS}])+")
# "19.40 น.", "19:40 h.", "9:10 a.m."
_CLOCK_END = re.compile(r"[:.]\d\d ?[^\W\d]{1,4}\.$|\d ?[ap]\.? ?m\.$", re.IGNORECASE)
# The same, and "5. travnja 2025.", "5 април 2025 г."
_DATE_END = re.compile(rf"\d{{4}}(?:\.| ?[^\W\d]{{1,3}}\.)$|{_CLOCK_END.pattern}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w\w")
_RIGHTS = re.compile(r"\W{0,2}(?:[©ⓒ]|\(c\)\s|copyright (?:[©ⓒ]|\(c\)|\d))", re.IGNORECASE)
_VIA = re.compile(r"[(\[](?:via|h/t):? [^()\[\]]{2,60}[)\]]\.?", re.IGNORECASE)  # where the story was found
# The paper that a text is about: "More information: … DOI: 10.1038/…".
_PAPER = re.compile(r"[^\W\d][^:：]{2,25}: .*\bdoi: ?10\.\d{4}", re.IGNORECASE)
_LABELLED = re.compile(
    r"[^\W\d][^:：/]{2,25}[:：] |[\[【［][^\[\]【】［］]{2,12}[\]】］]\s*\w"
)  # "In pictures: …", "【写真】…"
_SHORT_LABEL = re.compile(r"[^\W\d_]{3,15}(?: [^\W\d_]{1,12}){0,2}[:：] (?=.*[^.!?…\"”]$)")
_HANDLES = re.compile(
    r"(?:@[\w.-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?:[\s,;|/]+(?:@[\w.-]+|[\w.+-]+@[\w.-]+))*+"
)
_HASHTAGS = re.compile(r"#[^\s#]{2,40}(?:[\s,،|]{1,3}#[^\s#]{2,40})++")
_ARROW = re.compile(r"\s*(?:[>＞]|\+\s|▶|►|➡|👉|☞|◄|◀|⬅|👈|[»›](?!.*[«‹]))")
_PLACE = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)?\.")  # a dateline alone: "Quillmouth."
_LINE = re.compile("_{2,40}")
_ADDRESSED = re.compile(r"(?<!\w)\w{1,20}://")  # a list of sources
_QUESTION = re.compile(r"[?？؟;][^\w?？؟;]*$")  # also Arabic's and Greek's
_TAKEN = re.compile(r"(?:撮影|提供|摄|攝|供图|供圖)[)）]?$")  # who took a picture, or gave it
_UPWARD = "▲△↑"  # at what stands above: a caption's, in East Asia
_SQUARE = ("[]", "【】")
_SQUARE_SIGNS, _BRACKETS = frozenset("".join(_SQUARE)), ("()", *_SQUARE)
_CLOSED = (")", "]", "）")
_QUOTES = re.compile("^[\"“”„«»‘'「『]")

CLOSING_LINES = 3  # from the end, that can be credits alone
TAIL = 30  # paragraphs: a list of most-read headlines is shorter
MAX_HEADLINE = 140  # characters: what follows "Most read" is headlines; longer is text
MAX_CUT = 0.5  # of the words: more than half is no furniture at the end, whatever its heading says
MIN_LEAD = 30  # characters of a lead that the next paragraph begins with
# A line of these families at the end opens a list: what follows it is furniture too.
_OPENS_LIST = ("most_read", "related", "tags", "sources", "end")
# What a template would have put in, and its own remarks.
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<!--[^<>]*-->")
# A text's end with the time at which it was sent: "// انتهى // 20:14 ت م".
_ENDED = re.compile(r"\W{2,6}([^\W\d_]{3,20})\W{2,6}(?:\d\d?[:.]\d\d(?: [^\W\d_]{1,4}){0,3}\W*)?")
# "ر.ع.", "ع ر / س ب", "rdb"
_INITIALS = re.compile(r"[=\W]*[^\W\d](?:[ ./]+[^\W\d]){1,5}[./ )]*|[a-zß-ÿ]{2,3}")
_OF_ALL = re.compile(r"(\d{1,3}) ?[/／] ?(\d{1,3})")
_FACTS = re.compile(r"[,،/|–—]|\s-\s")  # between a desk and its place
# Of letters: "A+ A-", "가 가".
_SIZES = re.compile(r"[+-]?([^\W\d_])[+-]?(?:[\s/|]{1,3}[+-]?\1[+-]?){1,3}")
_WORD = re.compile(r"[^\W_]")  # "___" is a rule, as agencies set it


def references(page: Labelled) -> Roles:
    """Lines that only point elsewhere: "Read also: …", "Related articles", "Comments (3)"; the linked lines
    under one, and those above the title."""
    found: Roles = {}
    title = page.keys.index(headed) if (headed := key(page.apart.title or "")) in page.keys else 0
    opened = ""
    for place in page.kept:
        block = page.blocks[place]
        linked = block.link_chars + len(block.links) > WHOLE * len(block.text)  # with what parts a menu's
        under = opened or ("menu" if place < title and not _heads_prose(page, place) else "")
        family = said(block) or ("related" if page.news and _announces_links(page, place) else "")
        opened = family if family in _POINTING else under if linked else ""
        if opened or _is_bar(block):
            found[place] = opened or "menu"
    return found


def _heads_prose(page: Labelled, place: int) -> bool:
    """Whether a line is a heading right over text."""
    return page.blocks[place].kind == "heading" and any(each.prose for each in page.blocks[place + 1 :][:1])


def _is_bar(block: Block) -> bool:
    """Whether a line is links with nothing but signs between them: "News | More news | Reports"; or those of
    a page's tools: "Print Send to a friend"."""
    if len(block.links) < 2:
        return False
    if "|" not in block.text and not all(furniture_family(text) for text, _ in block.links):
        return False
    return len(key(block.text)) <= sum(len(key(text)) for text, _ in block.links)


def _announces_links(page: Labelled, place: int) -> bool:
    """Whether a short line ends in a colon, and the two below it are links of the site and nothing else."""
    line, *below = page.blocks[place : place + 3]
    if not line.text.endswith((":", "：")) or len(line.text) > MAX_OPENER or len(below) < 2:
        return False
    hosts = {bare_host(href) for block in below for _, href in block.links}
    alone = all(block.link_chars >= WHOLE * len(block.text) and block.kind != "item" for block in below)
    return alone and hosts <= {"", bare_host(page.url)}


def bylines(page: Labelled, edges: Sequence[slice] = EDGES) -> Roles:
    """Lines at the body's edges that only name its authors, its date, or the place that it comes from."""
    left, places = list(page.kept), _datelines(page) if edges is EDGES else []
    text = next((place for place in page.kept if _is_text(page.texts[place])), 0) if page.news else 0
    for edge in edges:  # what goes may lay bare another
        while found := set(filter(partial(_is_byline, page, text), left[edge])):
            left = [place for place in left if place not in found]
    return dict.fromkeys(set(page.kept).difference(left).union(places), "byline")


def bylines_below(page: Labelled) -> Roles:
    """A name at its end, once what stood below it is gone."""
    found = bylines(page, EDGES[1:]) if page.blocks else {}
    return {place: role for place, role in found.items() if len(page.texts[place]) <= MAX_SIGNATURE}


def _is_text(line: str) -> bool:
    """Whether a line is a sentence that is too long for a desk's or an agency's line."""
    if has_unspaced(line):
        return len(line) > MAX_SIGNATURE
    return len(line) > MAX_OPENER and LINE_END.search(line[-END_CHARS:]) is not None


def _datelines(page: Labelled) -> list[int]:
    """Of news, the places of lines above the text that name the place and nothing else."""
    edge = page.kept[EDGES[0]] if page.news else ()
    above = [place for place, after in pairwise(edge) if len(page.texts[after]) > SENTENCE]
    return [place for place in above if _PLACE.fullmatch(page.texts[place])]


def _is_byline(page: Labelled, text: int, place: int) -> bool:
    """Whether a line's words are the authors' names, a date, and little else. `text` is where the first
    sentence of news stands."""
    block, authors = page.blocks[place], page.apart.authors
    if len(block.text) > SENTENCE or block.kind not in _LINES:
        return False
    if place < text and _opens(block, authors):
        return True
    line = _tokens(block.text)
    naming = _naming(line, authors)
    others = [word for word in line if word not in naming]
    # "كتبت هالة:" announces the text; a name alone may be a speaker's.
    announcing = naming and others and block.text.endswith(":")
    if not announcing and _ends_sentence(block.text, authors, bool(naming)):
        return False
    if not naming and (naming := set(_naming(line, sourced_agencies(block.text)))):
        others = [word for word in line if word not in naming]
    return _says_little(block, Counter(map(_kind_of, others)), len(naming))


def _opens(block: Block, authors: Collection[str]) -> bool:
    """Whether a line that is no sentence opens as a by-line: with a desk, with who edited or took the
    pictures, with a label and an author's name; or in a script without spaces has little beside the name."""
    text = block.text
    if not _is_unended(block):
        return False
    if len(text) <= MAX_OPENER and any(map(_is_desk, _FACTS.split(text))):
        return True
    if len(text) <= MAX_CREDIT and (opens_credit(text) or opens_editing(text)):
        return True
    before = [text.partition(name) for name in authors if name in text]
    if has_unspaced(text):
        return any(len(opening + rest) <= EAST_CHARS for opening, _, rest in before)
    labels = lines_of("byline")
    return any(line_key(opening) in labels and word_count(rest) <= LINE_WORDS for opening, _, rest in before)


def _is_desk(name: str) -> bool:
    """Whether a part of a line is a desk or an agency."""
    return line_key(name) in lines_of("staff") or is_only_agencies(name)


def _naming(line: Sequence[str], names: Collection[str]) -> set[str]:
    """The words of those of the names that a line has whole."""
    return set[str]().union(*filter(set(line).issuperset, map(set, map(_tokens, names))))


def _ends_sentence(text: str, authors: Collection[str], naming: bool) -> bool:
    """Whether a line ends as sentences do, not with a time of day, a date or "Jane Doe Jr."."""
    tail = text[-END_CHARS:]
    dated = (_CLOCK_END if naming else _DATE_END).search(tail)
    named = any(name.endswith(".") and text.endswith(name) for name in authors)
    return bool(LINE_END.search(tail)) and not (dated or named)


def _says_little(block: Block, count: Counter[str], naming: int) -> bool:
    """Whether a line is hardly more than its dates and so many words of names, by the kinds of its others."""
    numbers, others = count["year"] + count["number"], count["date"] + count["credit"] + count["word"]
    if block.kind == "heading":  # "By Ann Lee", but no heading about her; a date alone is one in diaries
        return naming > 0 and others <= 1
    if not naming:
        others = count["credit"] + count["word"]
        if not others and _is_moment(block.text, numbers):
            return True
        return numbers > 1 and count["year"] > 0 and others <= DATE_WORDS * count["year"]
    # A role, a place, a label may stand beside name and date; little beside a bare name.
    return others - count["credit"] <= (LINE_WORDS if numbers > 1 else naming)


def _is_moment(text: str, numbers: int) -> bool:
    """Whether a line of so many numbers and words of dates is one: "Published yesterday at 17:02",
    "17.11.26 | 10:30"."""
    if numbers > DATE_WORDS and YEAR.search(text):
        return True
    return numbers > 0 and line_key(text.split(None, 1)[0]) in _date_labels()


def _kind_of(word: str) -> str:
    if _DIGITS.search(word):
        year = _YEAR.fullmatch(word) or _YEAR.fullmatch(_decimal(word))
        return "year" if year else "number"
    if word in _credit_words():
        return "credit"
    return "date" if len(word) == 1 or word in _date_words() else "word"  # "พ.ศ.", "h"


def _tokens(text: str) -> list[str]:
    """The words of a text, with the marks of which scripts of India and its neighbours make vowels; in
    scripts without spaces numbers are words of their own: "2026年11月17日"."""
    return (_UNSPACED_TOKEN if has_unspaced(text) else _TOKEN).findall(fold(text))


def _decimal(word: str) -> str:
    """A number in Western digits; nothing for other words."""
    return "".join(map(str, map(int, word))) if word.isdecimal() else ""


@datafiles.kept
def _credit_words() -> frozenset[str]:
    """The words around names in by-lines, in all languages: "Text", "Photo", "correspondent"."""
    phrases = (
        one
        for tongue in (*every(), *labelled().values())
        for one in (*tongue.byline, *tongue.roles, *tongue.caption, *tongue.name_joins)
    )
    single = {said[0] for phrase in phrases if len(said := _tokens(phrase)) == 1}
    roles = (word for tongue in every() for role in tongue.roles for word in _tokens(role))
    return frozenset(single.union(word for word in roles if len(word) >= ROLE_LETTERS)) - _date_words()


@datafiles.kept
def _date_words() -> frozenset[str]:
    """The words of dates and of what stands before them, in all languages: "Published", "November"."""
    names = list(cldr_months().values())
    for language in (*every(), *labelled().values()):
        names += [language.months, language.weekdays, tuple(language.units.values())]
        names += [language.jalali_months, language.hijri_months]
        names += [(language.published, language.updated, language.ago, language.am, language.pm)]
        names += [(language.today, language.yesterday)]
    return frozenset(word for many in names for one in many for name in one for word in _tokens(name))


@cache
def _date_labels() -> frozenset[str]:
    """The labels before dates, in all languages, as `line_key` writes them."""
    return lines_of("published") | lines_of("updated")


def bold_lead(page: Labelled) -> Roles:
    """The deck, where it is a bold line above the element of the body: portals print the article's content
    there, and the first paragraph says it again in other words. A standfirst that opens the text stays."""
    if not page.apart.deck or len(page.kept) < 3 or fold(page.texts[page.kept[0]]) != fold(page.apart.deck):
        return {}
    lead, *text = map(page.blocks.__getitem__, page.kept)
    bold = lead.bold_chars >= EMPHASISED * len(lead.text)
    apart = sum(block.holder is lead.holder for block in text) <= len(text) // 4
    return {lead.index: "deck"} if bold and apart else {}


def notes(page: Labelled) -> Roles:
    """Below the text the credits; of news also the author's description, the requests to the reader and the
    pointers elsewhere. None where little else would be left."""
    names = [_any_initial(author) for author in page.apart.authors if page.news and " " in author]
    # An article may stand before a name; behind it a colon: who speaks.
    about = re.compile(rf"(?:[^\W\d]{{1,2}} )?(?:{'|'.join(names)})(?:, | [–—] | \w)") if names else None
    told = _pointers(page) | _below_lines(page) | _asides(page) if page.news else ()
    foot = page.kept[1:][-FOOT:]
    found: Roles = {}
    for place in page.kept:
        block, low = page.blocks[place], place in foot
        closes = place in told or (low and _is_closing(block.text, about))
        asks = _appeals(block, at_foot=low) if page.news else low and _insists(block)
        if closes or asks:
            found[place] = "note"
    return found if _are_few(page, found) else {}


def _are_few(page: Labelled, places: Collection[int]) -> bool:
    """Whether these are less than half of the lines; or, where some text is left, of their characters."""
    gone, whole = (sum(len(page.texts[place]) for place in some) for some in (places, page.kept))
    left = len(page.kept) - len(places)
    return len(places) < left or (left >= LEAST_TEXT and 2 * gone < whole)


def _is_teaser(page: Labelled, block: Block) -> bool:
    """Whether a line that is no sentence is another article's headline: one link within the site that nothing
    announces."""
    if len(block.links) != 1 or block.link_chars < WHOLE * len(block.text):
        return False
    href, before = block.links[0][1], page.texts[block.index - 1] if block.index else ""
    own = bare_host(href) in ("", bare_host(page.url)) and not href.startswith("#")
    return own and not before.endswith((":", "：")) and word_count(block.text) >= TEASER_WORDS


def _asides(page: Labelled) -> set[int]:
    """Places of pictures' credits, "Photo: Jane Doe", and of other articles' headlines."""
    unended = [page.blocks[place] for place in page.kept if _is_unended(page.blocks[place])]
    credits = {each.index for each in unended if len(each.text) <= MAX_CREDIT and opens_credit(each.text)}
    return credits.union(each.index for each in unended if _is_teaser(page, each))


def _is_unended(block: Block) -> bool:
    """Whether it is a paragraph that does not end as sentences do."""
    return block.kind == "paragraph" and not LINE_END.search(block.text[-END_CHARS:])


def _any_initial(name: str) -> str:
    """A folded name as a pattern, with or without another initial: "Ann Writer", "Ann B. Writer"."""
    return r"(?: \w\.)? ".join(map(re.escape, _straight(name).split()))


def _straight(text: str) -> str:
    return fold(text).replace("’", "'")


def _below_lines(page: Labelled) -> set[int]:
    """Places of the addresses that agencies list between two lines of underscores at a text's end, and of the
    notes below. Text between two such lines is a part of a report."""
    lines = [block.index for block in page.blocks if _LINE.fullmatch(block.text)]
    below = [place for place in page.kept if len(lines) == 2 and place > lines[0]]
    listed = [page.texts[place] for place in below if place < lines[1]]
    if not (listed and all(text.endswith(":") or _ADDRESSED.search(text) for text in listed)):
        return set()
    few = len(below) - len(listed) < FOOT
    return set(below) if few and all(len(page.texts[place]) <= MAX_NOTE for place in below) else set()


def _pointers(page: Labelled) -> set[int]:
    """Places of linked lines that open with the same words: "Read this too | …", in any language."""
    openings: dict[str, set[int]] = {}
    for block in map(page.blocks.__getitem__, page.kept):
        linked = block.link_chars >= LINKED * len(block.text) and len(block.text) <= MAX_NOTE
        opening = opener(block.text, MAX_OPENER) if linked and not _ADDRESSED.match(block.text) else None
        if opening and (opening := plain(opening)):
            openings.setdefault(opening, set()).add(block.index)
    return set().union(*(places for places in openings.values() if len(places) >= POINTERS))


def _appeals(block: Block, *, at_foot: bool) -> bool:
    """A request to the reader, or a pointer elsewhere."""
    text = block.text
    pointing = bool(block.links) and _ARROW.match(text) is not None
    if len(text) > MAX_NOTE or (_QUOTES.match(text) and not pointing):
        return False
    # A longer line may be text that a notice was glued to, or end in a request: "… (Watch the video below.)"
    short = len(text) <= SENTENCE
    if pointing or _is_headline(block) or _is_notice(text):
        return True
    address = "@" in text and _ADDRESS.search(text) is not None
    if short and ((address and at_foot) or _requests(block)):
        return True
    return (address or _is_set_apart(block)) and _senses(text)["appeal"] >= 2 - short


def _is_notice(text: str) -> bool:
    return bool(_senses(text[:SENTENCE])["notice"]) or asks_consent(text)


def _insists(block: Block) -> bool:
    """Two requests to the reader in a line in bold or italics, and not where a long sentence ends."""
    text = block.text
    asks = len(text) <= MAX_NOTE and _senses(text)["appeal"] > 1 and _senses(text[:SENTENCE])["appeal"] > 0
    return asks and _emphasis(block) >= EMPHASISED


def _requests(block: Block) -> bool:
    """A short request, or in italics or bold an offer: "Get Harbour Notes, the Post's newsletter"."""
    # Marks that are vowels part words, as they are counted elsewhere.
    count = word_count(block.text) if has_unspaced(block.text) else len(block.text.split())
    if count > REQUEST_WORDS:
        return False
    *_, last = block.text.split()
    offers = _emphasis(block) >= OFFERED and furniture_family(last) == "newsletter"
    return offers or opens_request(block.text) or _is_control(block.text) or asks_to_follow(block.text)


def _is_control(text: str) -> bool:
    """Whether a line of several words is what a control says: "Share this article"."""
    long = word_count(text) >= CONTROL_WORDS and (len(text) >= CONTROL_LETTERS or not text.isascii())
    return long and furniture_family(text) in _CONTROLS


def _is_headline(block: Block) -> bool:
    """Another article's: a line that is one link, in capitals, in brackets, labelled, or a heading that leads
    on. Also a whole line in square brackets, or with a link and no sentence in round ones: a note of the
    editors."""
    text = block.text
    ends, inner = text[0] + text[-1], text[1:-1]
    leads = _is_leading(block) or ends in _BRACKETS or text.isupper() or _LABELLED.match(text) is not None
    linked = (block.link_chars >= WHOLE * len(inner) and leads) or _is_labelled(block)
    aside = ends == "()" and bool(block.links) and not LINE_END.search(inner) and ")" not in inner
    noted = (ends in _SQUARE or aside) and len(text) <= SENTENCE and _SQUARE_SIGNS.isdisjoint(inner)
    return (linked or noted) and word_count(text) >= HEADLINE_WORDS


def _is_labelled(block: Block) -> bool:
    """A headline that is a link, after a word or two: "Background: …"; no source, no address."""
    label = _SHORT_LABEL.match(block.text)
    if label is None or _ADDRESSED.search(block.text) or "www." in block.text:
        return False
    headline = block.text[label.end() :]
    return block.link_chars >= WHOLE * len(headline) and word_count(headline) >= LABELLED_WORDS


def _is_leading(block: Block) -> bool:
    """A heading to elsewhere; one with a number is one of the text's parts."""
    inside = block.text[0].isdigit() or any("#" in href for _, href in block.links)
    return block.kind == "heading" and not inside


def _is_set_apart(block: Block) -> bool:
    if block.links or block.kind == "heading" or block.text.endswith((":", "：")):
        return True
    # An interview's questions are bold too.
    return _emphasis(block) >= EMPHASISED and not _QUESTION.search(block.text)


def _emphasis(block: Block) -> float:
    """Which share of its characters is in bold, or in italics."""
    return max(block.bold_chars, block.italic_chars) / len(block.text)


def _is_closing(text: str, about: re.Pattern[str] | None) -> bool:
    """A line on who else worked on the text, on rights or sources, or on the author, who is named first."""
    if _RIGHTS.match(text) or (len(text) <= MAX_NOTE and _senses(text)["closing"] > 0):
        return True
    if _VIA.fullmatch(text) or (len(text) <= MAX_NOTE and _PAPER.match(text)):
        return True
    if len(text) <= MAX_CREDIT and (opens_credit(text) or opens_editing(text) or _lists_tags(text)):
        return True
    return about is not None and len(text) <= 2 * MAX_NOTE and about.match(_straight(text)) is not None


def _lists_tags(text: str) -> bool:
    """ "Tagged with: harbour, ferries", "Filed in Ports. Read more about ferries."."""
    label, colon, tags = text.partition(":")
    opening = label if colon and tags else " ".join(text.split()[:2])
    return furniture_family(opening) == "tags" and opening != text


def printed_captions(page: Labelled) -> Roles:
    """Short lines right below a picture that nothing calls captions: in italics in the picture's paragraph,
    in a box named after pictures, or ending in a credit."""
    blocks = map(page.blocks.__getitem__, page.kept if page.news else ())  # a guide shows what it says
    return {block.index: "caption" for block in blocks if block.pictures and _is_caption(block)}


def _is_caption(block: Block) -> bool:
    if len(block.text) > SENTENCE or block.kind != "paragraph":
        return False
    if block.text[0] in _UPWARD:
        return True
    inside = next(block.element.iter("img", "picture"), None) is not None
    if inside and block.italic_chars >= EMPHASISED * len(block.text):
        return True
    named = any(box.families & BIT["media"] for box in block.boxes[:2])
    unended = not LINE_END.search(block.text[-END_CHARS:])
    credited = bool(split_credit(block.text)[1]) or _TAKEN.search(block.text) is not None
    return unended and (named or credited)


def fields(page: Labelled) -> Roles:
    """Lines that are the title, the kicker, a caption or a credit, wherever they stand; those of a slide show
    are known by the credits that they end in. What stands in a word or two above the title is a label."""
    apart, title = page.apart, key(page.apart.title or "")
    roles = {key(text): "caption" for text in (*apart.captions, apart.kicker or "") if len(text) <= MAX_FIELD}
    roles |= {title: "title", key(apart.kicker or "") + title: "title", "": ""}
    found: Roles = {}
    for place in page.kept:
        text = page.texts[place]
        role = roles.get(page.keys[place]) if len(text) <= MAX_FIELD else None
        if title and page.keys[place].startswith(title) and _is_top(page, place):
            role = "title"  # with the words of a share bar behind it
        if role or (text.endswith(_CLOSED) and ends_in_credit(text)):
            found[place] = role or "caption"
    return _above_title(page, found) | found


def _above_title(page: Labelled, found: Roles) -> Roles:
    head = page.kept[: ABOVE + 1] if page.blocks else ()
    above = [place for place, after in pairwise(head) if found.get(after) == "title"]
    title = key(page.apart.title or "")
    above += [place for place in head[:1] if title and page.keys[place + 1 : place + 2] == [title]]
    return {place: "label" for place in above if word_count(page.texts[place]) <= HEADLINE_WORDS}


def _is_top(page: Labelled, place: int) -> bool:
    return bool(page.blocks) and page.blocks[place].kind == "heading" and page.blocks[place].level == 1


# Rules on lines alone, for blocks of a page as for any list of paragraphs.


def wordless(page: Labelled) -> Roles:
    """Lines that are signs or addresses alone, or that a template was to fill, or say only "3 hours ago",
    "12 comments": those would make a revision at every look."""
    found: Roles = {}
    numbers = _slide_numbers(page)
    for place in page.kept:
        text = page.texts[place]
        filled = _TEMPLATE.sub("", text)
        told = filled == text or not page.blocks or _quotes_code(page.blocks[place])
        if not (told and _WORD.search(filled)):
            found[place] = "rule"
        elif place in numbers or (len(text) <= MAX_PASSING and is_passing(text)):
            found[place] = "counters"
        elif len(text) <= MAX_SIZES and _SIZES.fullmatch(text):
            found[place] = "print"
        elif "@" in text and _HANDLES.fullmatch(text):
            found[place] = "note"
        elif text.startswith("#") and _HASHTAGS.fullmatch(text):
            found[place] = "tags"
    return found


def _slide_numbers(page: Labelled) -> list[int]:
    """The places of the numbers of a slide show's pictures: "1/4" and "2/4"; one alone may be a mark."""
    told = [(place, _OF_ALL.fullmatch(page.texts[place])) for place in page.kept]
    slides = [(place, int(number[1]), number[2]) for place, number in told if number]
    counted = [(place, number) for place, number, whole in slides if whole == slides[0][2]]
    rising = all(before < after for (_, before), (_, after) in pairwise(counted))
    return [place for place, _ in counted] if len(counted) > 1 and rising else []


def _quotes_code(block: Block) -> bool:
    """Whether a text on programs may mean the braces that stand in it."""
    return next(block.element.iter("code", "pre", "kbd", "samp", "tt"), None) is not None


def furniture(page: Labelled) -> Roles:
    """At the end, a list of headlines under "Most read" or "Related", and lines that are furniture before
    it."""
    opened, headed = len(page.kept), ""
    for at in range(len(page.kept) - 1, max(0, len(page.kept) - TAIL - 1), -1):
        line = page.texts[page.kept[at]]
        family = _family(page, line)
        if family in _OPENS_LIST and not line.isdecimal():  # "30" may stand in a list
            opened, headed = at, family
        elif family is None and (len(line) > MAX_HEADLINE or LINE_END.search(line)):
            break
    counts = [word_count(page.texts[place]) for place in page.kept] if headed else []
    if sum(counts[opened:]) > MAX_CUT * sum(counts):
        opened = len(page.kept)
    found = dict.fromkeys(page.kept[opened:], headed)
    for place in reversed(page.kept[1:opened]):
        if (family := _family(page, page.texts[place])) is None:
            break
        found[place] = family
    return found


def _family(page: Labelled, line: str) -> str | None:
    """Of which kind of furniture a line is; the sources that a guide lists belong to it."""
    ended = _ENDED.fullmatch(line)
    family = furniture_family(ended[1] if ended else line)
    return None if family == "sources" and not page.news else family


def agencies(page: Labelled) -> Roles:
    """Closing lines that only credit agencies or a newsroom, or are initials: "(رويترز)", "ر.ع."."""
    found: Roles = {}
    for place in reversed(page.kept[1:][-CLOSING_LINES:]):
        text = page.texts[place]
        label, _, source = text.rpartition(":")
        desk = source if furniture_family(label) == "sources" else text
        own = line_key(text) in page.apart.agency or line_key(desk) in lines_of("staff")
        if not (own or closing_agencies(text)) and not _INITIALS.fullmatch(text):
            break
        found[place] = "agency"
    return found


def repeated(page: Labelled) -> Roles:
    """At the begin, lines that only repeat the title or the kicker, or that the next paragraph begins with.

    Not the subtitle: a standfirst that opens the text is part of it. Nor what is printed twice: of that the
    rule on copies knows more.
    """
    printed = list(map(fold, filter(None, (page.apart.title, page.apart.kicker))))
    found: Roles = {}
    for place, after in pairwise(page.kept):
        lead, paragraph = fold(page.texts[place]), fold(page.texts[after])
        stem = lead.rstrip(". ")  # a lead cut short ends in dots; folding writes the one sign "…" as three
        begins = len(stem) >= MIN_LEAD and paragraph.startswith(stem) and paragraph != lead
        if furniture_family(page.texts[place]) == "label":
            found[place] = "label"
        elif lead in printed or begins:
            found[place] = "repeated"
        else:
            break
    return found


def credited(page: Labelled) -> list[str]:
    """The agencies that the text credits, its closing lines and the notes below it."""
    lines = defaultdict[str, list[str]](list)
    for text, role in zip(page.texts, page.roles, strict=True):
        lines[role].append(text)
    body, closing, own = lines[BODY], lines["agency"], page.apart.agency
    found = credited_agencies(body)
    if own and any(own_credits(text, own) for text in (*body[:2], *closing)):
        found += list(own.values())[:1]
    dated = [text for text in lines["byline"] if "year" in map(_kind_of, _tokens(text))]
    facts = lines["byline"]
    above = ((sourced_agencies, facts), (_beside_place, facts), (dateline_agencies, dated))
    for reader, texts in (*above, (closing_agencies, closing), (agencies_in, lines["note"])):
        found += chain.from_iterable(map(reader, texts))
    return found


def _beside_place(line: str) -> list[str]:
    """The agencies that are parts of a short line above the text, but for a picture's: "Quillmouth, AA"."""
    parts = [] if len(line) > MAX_OPENER or opens_credit(line) else _FACTS.split(line)
    return [name for part in parts if is_only_agencies(part) for name in agencies_in(part, strict=False)]
