"""Rules on how far the body goes: what the page prints twice, comments, columns, lists, tables.

Each takes the page as it is labelled so far and gives the places that get another role.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice, pairwise, takewhile

from lxml.html import HtmlElement

from crawler.extraction.reading.keys import key
from crawler.extraction.roles.labelled import Labelled, Roles
from crawler.extraction.roles.region import family_of, home, said, with_siblings
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import END_CHARS, LINE_END, word_count

LONG = 70  # characters of at least two copied lines; shorter ones stand twice in many a text
RUN = 3  # copied blocks; a sentence or two may be said again
MAX_RUN = 500  # blocks compared at once; a longer copy goes in stretches
MIN_LEAD = 30  # characters of a line that stands twice in a row
SHARE = 0.1  # of the body's characters, in copied runs: a list may repeat a few of its lines

MIN_ECHO, MAX_ECHO = 25, 300  # letters, characters of a pull quote
QUOTES = "\"'“”„«»‘’「」『』"
FEW_POINTS, MANY_POINTS = 2, 3  # items of a list, lines in bold that sum the text up
HALF_CHANCE, SMALL_CHANCE = 0.3, 0.15  # of the model, for a line among the body, and below it
AMID_CHANCE = 0.05  # for a paragraph between two others of the body, whose name may be one of these
_MISNAMED = ("", "comments", "tags", "share")
_MISNAMING = BIT["comment"] | BIT["tags"] | BIT["share"] | BIT["chrome"]
FEW_LINKS = 0.3  # of its characters, in a guide
PARTS = 4  # headings of a text that is a guide, with parts in elements of their own
HEADING_WORDS = 8  # of a cross-heading
BESIDE_NAME = 2  # words beside a name in a list of who wrote and what they are
POINT_WORDS = 4  # a shorter line is a label, a place, a name
MAX_POINT = 300  # characters
RUNNING = 0.75  # of the lines from the first point to the last
POINT_BOXES = 5  # elements around one whose names are asked
_NO_POINTS = BIT["share"] | BIT["author"] | BIT["date"] | BIT["tags"] | BIT["related"] | BIT["comment"]

MAX_HEADING = 60  # characters of a line that opens comments or a list of links
BEFORE = 300  # characters of body besides a form, or a box about consent: else it means something else
MAX_SIGNUP, SIGNUP_UP, MAX_SIGNUPS = 600, 4, 5  # characters of a box with such a field, elements, fields
SIGNUP_SHARE = 0.25  # of the body at most: a short text may stand in one element with a form
BEFORE_SIGNED = 80  # characters of body before comments
SIGNATURES = 2  # by one template, within NEAR blocks of the heading
NEAR = 40
MAX_SIGNATURE = 150  # characters of "Posted by Ann on 9 March 2026, 11:40"

COLUMN_SHARE = 0.5  # of the chosen text lies in the column of the body
UNDER = (
    3  # blocks from a heading to the text that it heads; between them stands a picture or an advertisement
)
BESIDE = 3  # blocks: between text and its table stand a caption, a source, an advertisement
# Lines below the headline of which one is it; its words at least; its chance to be body.
STANDFIRST, STANDFIRST_WORDS, STANDFIRST_CHANCE = 3, 6, 0.25
BOLD = 0.9  # of a line's characters, in bold: the whole line is
ENTRIES = 3  # bold lines of one template, each above text: headings of a live page's entries
MAX_LIST = 30  # items of a list that belongs to the text
LINK_SHARE = 0.7  # of a block's characters: it lists links

_MACHINE = re.compile(r"(?:^|[\s_-])ai(?=[A-Z_-])")  # a summary that no editor wrote: "aiSummary", "ai-box"
_QUOTED = re.compile(
    r"zitat|cita(?:te|tion|zione|cao|\b)|pull-?(?:out|quote)|\bpq\b|alinti|cytat", re.IGNORECASE
)
_TIME = re.compile(r"\d{1,2}[:.h]\d\d")
_WORD = re.compile(r"[^\W\d]{2,}")
_POINTERS = ("related", "most_read", "read_more")
_ASKS = ("?", "？", "؟")


def of_the_site(page: Labelled) -> Roles:
    """What many other pages of the site say in the same words, but for headings over text of this page:
    "Ingredients" stands on every recipe."""
    if not page.repeated:
        return {}
    often, kept = frozenset(page.repeated), page.kept
    found = {place for place in kept if place in often}
    for place, after in pairwise(kept):
        if _heads(page.blocks[place], page.blocks[after]) and after not in often and after - place <= UNDER:
            found.discard(place)
    return dict.fromkeys(found, "of the site")


def _heads(line: Block, text: Block) -> bool:
    """Whether a line is the heading over this text; that over key points need not be marked as one."""
    return text.kind != "heading" and (line.kind == "heading" or said(line) == "key_points")


def copies(page: Labelled) -> Roles:
    """What the page prints twice, for small and for wide screens, behind an overlay, as a lead.

    The second printing stands in another element: what is said again in the same one is said on purpose.
    Runs of blocks that say, one by one, what an earlier run said are copies; where they are much of the
    body, its long lines are copies also where they stand alone. So are lines that the next block only
    repeats.
    """
    lines = list(map(page.texts.__getitem__, page.kept))
    if len(set(lines)) == len(lines):
        return {}
    gone = _runs(page, lines)
    for place, after in pairwise(place for place in page.kept if place not in gone):
        one, other = page.blocks[place], page.blocks[after]
        if one.text == other.text and len(one.text) >= MIN_LEAD and one.holder is not other.holder:
            gone.append(place)
    return dict.fromkeys(gone, "copy")


def _runs(page: Labelled, lines: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    gone: set[int] = set()
    at = 0
    while at < len(lines):
        before, length = first.setdefault(lines[at], at), 0
        if page.blocks[page.kept[before]].holder is not page.blocks[page.kept[at]].holder:
            length = _copied(lines, before, at)
        gone.update(range(at, at + length))
        at += length or 1
    if sum(len(lines[at]) for at in gone) < SHARE * sum(map(len, lines)):
        return []
    gone.update(at for at, text in enumerate(lines) if len(text) >= LONG and first[text] != at)
    return [page.kept[at] for at in sorted(gone)]


def _copied(lines: Sequence[str], before: int, at: int) -> int:
    """How many lines from here say the same as those from `before` on; 0 where that is no copy."""
    length = long = 0
    end = min(at - before, len(lines) - at, MAX_RUN)
    while length < end and lines[before + length] == lines[at + length]:
        long += len(lines[at + length]) >= LONG
        length += 1
    return length if length >= RUN and long > 1 else 0


def pull_quotes(page: Labelled) -> Roles:
    """Lines set apart from the text that only say again what a longer paragraph says."""
    if not page.news:  # guides and reference works repeat themselves
        return {}
    running = "|".join(page.keys[place] for place in page.kept if len(page.texts[place]) >= LONG)
    found: Roles = {}
    for place in page.kept:
        block, said_again = page.blocks[place], page.keys[place]
        short = len(said_again) >= MIN_ECHO and len(block.text) <= MAX_ECHO
        itself = len(block.text) >= LONG
        if short and _is_set_apart(block) and running.count(said_again) > itself:
            found[place] = "pull quote"
    return found


def _is_set_apart(block: Block) -> bool:
    quoted = block.text[0] in QUOTES and block.text[-1] in QUOTES
    named = any(
        box.families & BIT["box"] or box.tag in ("aside", "blockquote") or _QUOTED.search(box.template)
        for box in block.boxes[:2]
    )
    # A <q> says what it quotes without marks.
    named = named or any(key(quote.text_content()) == key(block.text) for quote in block.element.iter("q"))
    return (quoted or named or block.kind == "quote") and block.kind not in ("heading", "item", "table")


def key_points(page: Labelled) -> Roles:
    """The sentences between headline and text in which the publisher sums it up: a list of them, or lines in
    bold, and the heading over them that says so, where there is one."""
    tops = page.headings(1)
    first = next((place for place in page.kept if page.blocks[place].kind in ("paragraph", "quote")), None)
    if not tops or first is None or not page.news:
        return {}
    above = page.blocks[tops[0].index + 1 : first]
    label = next((block for block in above if said(block) == "key_points"), None)
    points = [block for block in above if _is_point(block, label)]
    if not _are_points(points) or _name_one(points, page.apart.authors):
        return {}
    start = points[0].index
    start -= said(page.blocks[start - 1]) == "key_points"
    places = (start, *(block.index for block in points))
    return {place: "body" for place in places if page.roles[place] != "body"}


def _name_one(lines: Sequence[Block], authors: Collection[str]) -> bool:
    """Whether one of these lines is little more than an author's name."""
    return any(
        name in line.text and word_count(line.text) <= word_count(name) + BESIDE_NAME
        for line in lines
        for name in authors
    )


def _are_points(points: Sequence[Block]) -> bool:
    """Whether there are enough of them, of one template; not some entries of a list that says other things:
    the weather, a match."""
    least = FEW_POINTS if all(block.kind == "item" for block in points) else MANY_POINTS
    if len(points) < least or len({block.container.signature for block in points}) != 1:
        return False
    return len(points) >= RUNNING * (points[-1].index - points[0].index + 1)


def _is_point(block: Block, label: Block | None) -> bool:
    """Whether a line is a sentence of a summary: an item of a list, bold, or beside the heading over it; no
    link, no by-line."""
    beside = label is not None and label.holder is block.holder and label.index < block.index
    item, bold = block.kind == "item", _is_bold(block)
    told = word_count(block.text) >= POINT_WORDS and len(block.text) <= MAX_POINT and not block.links
    foreign = any(
        box.families & _NO_POINTS or box.tag == "nav" or _MACHINE.search(box.template)
        for box in block.boxes[:POINT_BOXES]
    )
    line = item or ((bold or beside) and block.kind == "paragraph")
    return told and line and not foreign and said(block) is None


def standfirst(page: Labelled) -> Roles:
    """Of news, the line right below the headline that the page gives as its description too, where the model
    gave it some chance: share bars and pictures say it as well."""
    if not page.news or not page.kept or not len(page.chance):
        return {}
    title, said = key(page.apart.title or ""), frozenset(page.apart.descriptions)
    heads = [block.index for block in page.headings() if page.keys[block.index] == title]
    for place in range(heads[0] + 1, page.kept[0])[:STANDFIRST] if heads else ():
        free = page.keys[place] in said and not page.roles[place]
        if free and page.chance[place] >= STANDFIRST_CHANCE and _is_said(page.blocks[place]):
            return {place: "body"}
    return {}


def _is_said(block: Block) -> bool:
    """Whether a line says something, and is in no share bar."""
    shared = block.link_chars or any(box.families & BIT["share"] for box in block.boxes[:2])
    return not shared and word_count(block.text) >= STANDFIRST_WORDS


def nearly_chosen(page: Labelled) -> Roles:
    """What the model gave some chance. Of news a line, a quotation or a paragraph between two chosen ones, a
    paragraph right before the first or after the last, or a little before the first and of its class; of
    guides the prose in the element of the text: there a part that is left out is missed more often than
    another is too much."""
    if not page.kept or not len(page.chance):
        return {}
    said_before = {page.texts[place] for place in page.kept}
    found: Roles = {}
    for place, least in _near(page) if page.news else _inside(page):
        named = _MISNAMED if least == AMID_CHANCE else ("",)
        linked = 0 if page.news else FEW_LINKS
        unlinked = page.blocks[place].link_chars <= linked * len(page.texts[place])
        free = page.roles[place] in named and unlinked
        if free and page.chance[place] >= least and page.texts[place] not in said_before:
            found[place] = "body"
    return found


def _near(page: Labelled) -> list[tuple[int, float]]:
    """The places that are asked about, with the least chance of each."""
    between = [before + 1 for before, after in pairwise(page.kept) if after == before + 2]
    near = [(place, HALF_CHANCE) for place in between if _is_short(page.blocks[place])]
    near += [(place, SMALL_CHANCE) for place in between if _is_quoted(page.blocks[place])]
    near += [(place, AMID_CHANCE) for place in between if _is_amid(page.blocks[place - 1 : place + 2])]
    edges = ((page.kept[0] - 1, HALF_CHANCE), (page.kept[-1] + 1, SMALL_CHANCE))
    inside = [(place, least) for place, least in edges if 0 <= place < len(page.blocks)]
    near += [(place, least) for place, least in inside if _is_running(page.blocks[place])]
    first = page.kept[0]
    before = page.blocks[max(0, first - BESIDE) : first]
    return near + [(one.index, HALF_CHANCE) for one in before if _is_of_class(one, page.blocks[first])]


def _inside(page: Labelled) -> list[tuple[int, float]]:
    """Of a text in parts, the places of the prose in the element that holds it and not all of the page, with
    the least chance of each."""
    around = home(page.blocks, page.kept)
    parts = sum(page.blocks[place].kind == "heading" for place in page.kept)
    if around is None or around.tag in ("body", "html") or parts < PARTS:
        return []
    return [(b.index, SMALL_CHANCE) for b in page.blocks[around.first : around.end] if b.prose]


def _is_short(block: Block) -> bool:
    """Whether it may be a cross-heading."""
    return word_count(block.text) <= HEADING_WORDS and not block.pictures and said(block) is None


def _is_quoted(block: Block) -> bool:
    """Whether it is a quotation, and not who said it."""
    return block.kind == "quote" and word_count(block.text) > HEADING_WORDS


def _is_amid(three: Sequence[Block]) -> bool:
    """Whether of three paragraphs side by side in one element the middle one is of sentences, and only its
    own name is against it."""
    beside = {(block.container.tag, block.holder) for block in three}
    named = three[1].container.families & _MISNAMING
    return len(beside) == 1 and three[1].container.tag == "p" and bool(named) and _is_running(three[1])


def _is_running(block: Block) -> bool:
    """Whether it is a paragraph of sentences."""
    return block.prose and _is_sentence(block)


def _is_sentence(block: Block) -> bool:
    ended = LINE_END.search(block.text[-END_CHARS:]) is not None
    return block.kind == "paragraph" and ended and word_count(block.text) > HEADING_WORDS


def _is_of_class(block: Block, other: Block) -> bool:
    """Whether the elements of two sentences have a class in common."""
    one, two = ((each.element.get("class") or "").split() for each in (block, other))
    return not set(one).isdisjoint(two) and _is_sentence(block) and _is_sentence(other)


def signed_comments(page: Labelled) -> Roles:
    """What follows a line "Comments (2)", in any language, where comments are signed: that cannot be
    mistaken."""
    length = 0
    for block in page.blocks[page.kept[0] : page.kept[-1] + 1] if page.kept else ():
        label = len(block.text) <= MAX_HEADING and length >= BEFORE_SIGNED and not block.link_chars
        if label and said(block) == "comments" and _signed(page.blocks[block.index + 1 :][:NEAR]):
            return {place: "comments" for place in page.kept if place >= block.index}
        length += len(block.text) if page.roles[block.index] == "body" else 0
    return {}


def _signed(blocks: Sequence[Block]) -> bool:
    """Whether short lines of one template have a time and words beside it: an entry of a live page has the
    time alone."""
    signatures: Counter[int] = Counter()
    for block in blocks:
        if len(block.text) <= MAX_SIGNATURE and _TIME.search(block.text):
            signatures[block.container.signature] += len(_WORD.findall(block.text)) >= 2
    return max(signatures.values(), default=0) >= SIGNATURES


def siblings(page: Labelled) -> Roles:
    """The running text among the chosen blocks, and right before and after them."""
    around = home(page.blocks, page.kept)
    foreign = {block.index for block in page.blocks if family_of(block, around)}
    more = with_siblings(page.blocks, page.kept, foreign)
    return dict.fromkeys(set(more).difference(page.kept), "body")


def other_columns(page: Labelled) -> Roles:
    """On a page laid out in table columns, what does not stand in the column of the body.

    The column is the innermost cell that holds most of the chosen text; a cell that holds all of it, or a
    page without such cells, changes nothing.
    """
    column = home(page.blocks, page.kept, COLUMN_SHARE, "td")
    outside = [place for place in page.kept if column and column not in page.blocks[place].boxes]
    return dict.fromkeys(outside, "other column")


def link_lists(page: Labelled) -> Roles:
    """The links under a line such as "More on this", and lists of links after the last paragraph."""
    gone = set[int]()
    for place in reversed(page.kept[1:]):
        if not _is_links(page.blocks[place]) or len(page.blocks[place].links) < 2:
            break
        gone.add(place)
    links = None  # how many blocks ago such a line stood
    for block in page.blocks:
        if len(block.text) <= MAX_HEADING and said(block) in _POINTERS:
            links = 0
        elif links is not None and links < MAX_LIST and _is_links(block):
            links += 1
            gone.add(block.index)
        else:
            links = None
    return dict.fromkeys(gone.intersection(page.kept), "teaser")


def _is_links(block: Block) -> bool:
    return block.link_chars >= LINK_SHARE * len(block.text)


def consent(page: Labelled) -> Roles:
    """What a form says, or a small box that asks for an address, or one named after consent or cookies,
    unless there is hardly anything else or it holds a headline: an article's own name may be about cookies,
    and some pages are one form."""
    headed, inside, rest = _headed(page), Roles(), 0
    asked = {place for box in _signups(page) for place in range(box.first, box.end)}
    for place in page.kept:
        box = _outermost(page.blocks[place].holder)
        if place in asked:
            inside[place] = "newsletter"
        elif box is not None and box not in headed:
            inside[place] = "form" if box.tag == "form" else "consent"
        else:
            rest += len(page.texts[place])
    return inside if rest >= BEFORE else {}


def _signups(page: Labelled) -> list[Container]:
    """The largest elements of little text around each field for an e-mail address."""
    fields = page.blocks[0].element.getroottree().iter("input") if page.kept else ()
    emails = [
        field for field in islice(filter(_takes_email, fields), MAX_SIGNUPS) if not _is_of_comment(field)
    ]
    held = {box.element: box for place in page.kept if emails for box in page.blocks[place].boxes}
    found: list[Container] = []
    for email in emails:
        around = (held[up] for up in islice(email.iterancestors(), SIGNUP_UP) if up in held)
        small = takewhile(lambda box: _is_small(page, box), around)
        found += list(small)[-1:]
    return found


def _takes_email(field: HtmlElement) -> bool:
    return (
        field.get("type") == "email"
        or "mail" in (field.get("placeholder") or field.get("name") or "").lower()
    )


def _is_of_comment(field: HtmlElement) -> bool:
    """Whether the form of a field also takes text: a comment, a letter."""
    form = next(field.iterancestors("form"), None)
    return form is not None and next(form.iter("textarea"), None) is not None


def _is_small(page: Labelled, box: Container) -> bool:
    """Whether an element holds little text, and little of the body."""
    if sum(map(len, page.texts[box.first : box.end])) > MAX_SIGNUP:
        return False
    inside = sum(len(page.texts[place]) for place in page.kept if box.first <= place < box.end)
    return inside <= SIGNUP_SHARE * sum(len(page.texts[place]) for place in page.kept)


def _headed(page: Labelled) -> set[Container]:
    """The outermost such elements that hold an h1."""
    return set(filter(None, (_outermost(block.container) for block in page.headings(1))))


def _outermost(box: Container | None) -> Container | None:
    """The outermost form or box about consent, of this one and those around it."""
    found = None
    while box is not None and box.tag != "body":
        if box.tag == "form" or box.families & BIT["consent"]:
            found = box
        box = box.parent
    return found


def whole_runs(page: Labelled) -> Roles:
    """The items of a list that a chosen line announces with a colon, or that has body right before and after
    it, where no item is a link; and all rows of a data table of which some are chosen, or that has body
    before and after it; and headings as others that are."""
    runs: dict[Container | int | None, list[Block]] = {}
    start, found = 0, Roles()
    for block in page.blocks:
        if block.kind == "table":  # of one table, whatever stands in its other cells
            runs.setdefault(_nearest_table(block), []).append(block)
        if block.kind == "item" and (start in runs or page.roles[block.index] != "body"):
            runs.setdefault(start, []).append(block)
        else:
            start = block.index + 1
    for run in runs.values() if page.kept else ():
        if _belongs(page, run):
            found.update((block.index, "body") for block in run if page.roles[block.index] != "body")
    return found | _headings(page)


def _headings(page: Labelled) -> Roles:
    """A heading over body, where others of its template are body, whatever stands between, as entries of a
    live page have it; and between body and body what opens a text that is folded away, but for "Read on"."""
    bold = _bold_headings(page)
    headings = [
        block for block in page.blocks if block.kind == "heading" or block.index in bold or _is_folding(block)
    ]
    alike = {block.container.signature for block in headings if page.roles[block.index] == "body"}
    found: Roles = {}
    for block in headings:
        told = block.index in bold or block.container.signature in alike
        told = (told and page.kept[0] < block.index) or _opens_folded(page, block)
        over = page.roles[block.index + 1 :][:1] == ["body"]
        if told and over and not _leads_away(block) and not page.roles[block.index]:
            found[block.index] = "body"
    return found


def _leads_away(block: Block) -> bool:
    return any(not href.startswith("#") for _, href in block.links)


def _opens_folded(page: Labelled, block: Block) -> bool:
    """Whether a line between body and body opens a text that is folded away."""
    opens = _is_folding(block) or (bool(block.links) and not _leads_away(block))
    return opens and page.roles[block.index - 1] == "body" and said(block) is None


def _is_folding(block: Block) -> bool:
    """Whether it is a summary, or a question that leads to its answer on the page."""
    asks = bool(block.links) and block.text.endswith(_ASKS) and not _leads_away(block)
    return asks or block.container.tag == "summary"


def _is_bold(block: Block) -> bool:
    return block.bold_chars >= BOLD * len(block.text)


def _bold_headings(page: Labelled) -> set[int]:
    """The places of bold lines or headings of one template, each right above body, as a live page's entries
    have."""
    found: dict[int, list[int]] = {}
    for block, role in zip(page.blocks, page.roles[1:] if page.news else (), strict=False):
        bold = block.kind == "paragraph" and _is_bold(block)
        bold = bold or (block.kind == "heading" and not block.links)
        if role == "body" and bold and word_count(block.text) > 1 and said(block) is None:
            found.setdefault(block.container.signature, []).append(block.index)
    return {place for places in found.values() if len(places) >= ENTRIES for place in places}


def _nearest_table(block: Block) -> Container | None:
    for box in block.boxes:
        if box.tag == "table":
            return box
    return None


def _is_announced(page: Labelled, items: Sequence[Block]) -> bool:
    """Whether a list stands under a line that ends in a colon; or under a heading, and its items are
    sentences: the steps of a recipe."""
    above = page.blocks[items[0].index - 1]
    if above.text.endswith((":", "：")):
        return True
    return above.kind == "heading" and all(
        LINE_END.search(item.text[-END_CHARS:]) and word_count(item.text) > HEADING_WORDS for item in items
    )


def _belongs(page: Labelled, run: Sequence[Block]) -> bool:
    """Whether all of a run of blocks of one kind, items or rows, is body."""
    first, last, is_list = run[0].index, run[-1].index, run[0].kind == "item"
    beside = 1 if is_list else BESIDE
    before = page.roles[max(0, first - beside) : first]
    after = page.roles[last + 1 : last + 1 + beside]
    if not is_list and last < page.kept[-1] and "body" in page.roles[first : last + 1]:
        return True
    announced = is_list and _is_announced(page, run)
    if "body" not in before or ("body" not in after and not announced):
        return False
    above = page.blocks[first - 1].container
    if is_list and (len(run) > MAX_LIST or any(family_of(block, above) for block in run)):
        return False
    share = 0.5 if is_list else LINK_SHARE
    return all(block.link_chars <= share * len(block.text) for block in run)
