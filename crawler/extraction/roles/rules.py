"""The rules that correct what the model proposes: one table, one loop, and a trace of who changed what.

Each block has one role. The model says which are body; a rule looks at the page as it is labelled so far
and gives some blocks another role. A rule is plain enough to be right on pages unlike any that the model
was trained on, which is where it is needed; what it brings is measured (`python -m bench.train.ablation
--rules`) and stands in its row. The last rules look at lines alone, so that they serve also for texts that
are no blocks of a page.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from crawler.extraction.roles import endings, extent, linerules
from crawler.extraction.roles.labelled import BODY, Change, Labelled


class Rule(NamedTuple):
    """`applies` says on which pages (None: on all); `effect` gives the places that get another role; `gain`
    is what the rule brought when it was measured.
    """

    name: str
    applies: Callable[[Labelled], bool] | None
    effect: Callable[[Labelled], Mapping[int, str]]
    gain: str


def _says_twice(page: Labelled) -> bool:
    return len(frozenset(map(page.texts.__getitem__, page.kept))) < len(page.kept)


RULES = (
    Rule("printed twice", _says_twice, extent.copies, "F1 of 21 pages +.055"),
    Rule("signed comments", None, extent.signed_comments, "F1 of 14 pages +.084"),
    Rule(
        "running text among the chosen",
        lambda page: not page.sure,
        extent.siblings,
        "snippets found +.002; 2 news pages exact; articles F1 -.0016",
    ),
    Rule("one column", lambda page: not page.sure, extent.other_columns, "F1 of 8 pages +.01"),
    Rule("lists of links", lambda page: not page.sure, extent.link_lists, "F1 of 7 news pages +.014"),
    Rule(
        "consent box",
        None,
        extent.consent,
        "small pages with a box among or before the text: 4 blocks of 4, without it 7",
    ),
    Rule(
        "second article",
        None,
        extent.other_articles,
        "small pages that go on with the next story: 4 blocks of 4, without it 14",
    ),
    Rule("pointers elsewhere", None, linerules.references, "F1 of 11 news pages +.015, 2 more exact"),
    Rule(
        "announced lists",
        lambda page: "item" in page.kinds,
        extent.announced_lists,
        "snippets found +.0015; a news page exact",
    ),
    Rule(
        "whole tables",
        lambda page: "table" in page.kinds,
        extent.whole_tables,
        "snippets found +.001; articles F1 -.0005",
    ),
    Rule(
        "by-lines and dates", None, linerules.bylines, "45 news pages: 9 more exact; snippets leaked -.0008"
    ),
    Rule(
        "bold lead",
        None,
        linerules.bold_lead,
        "portals of the Syrian manner print the content there: the demo's page",
    ),
    Rule(
        "notes",
        lambda page: page.news,
        linerules.notes,
        "snippets leaked -.0017; truths that keep credits lose 4 exact pages of 17",
    ),
    Rule("credits below", lambda page: not page.news, linerules.credits, "16 news pages: 7 more exact"),
    Rule("title and captions", None, linerules.fields, "44 news pages: F1 +.0066, 3 more exact"),
)
OF_TEXTS = RULES[-1:]  # those that ask nothing of blocks
# Tried in turn until none of them changes anything: what goes may lay bare another.
ENDINGS = (
    Rule(
        "signs alone",
        None,
        endings.signs,
        "40 pages, no figure: a rule of underscores is no paragraph",
    ),
    Rule(
        "ages and counts",
        None,
        endings.counters,
        "19 pages: 6 more exact; the same text at the next look",
    ),
    Rule(
        "furniture at the end",
        None,
        endings.furniture,
        "4 pages, and items of other spiders, which no model has looked at",
    ),
    Rule("agency lines", None, endings.agencies, "the demo's portal, and items of other spiders"),
    Rule("repeated start", None, endings.repeated, "5 pages, and items of other spiders"),
)


def correct(page: Labelled, rules: Iterable[Rule] = RULES, off: Collection[str] = ()) -> Labelled:
    """Runs the rules and then the endings over the page; those named in `off` are left out."""
    endings = [rule for rule in ENDINGS if rule.name not in off]
    waiting = [*(rule for rule in rules if rule.name not in off), *endings]
    while waiting:
        again = False
        for rule in waiting:
            if rule.applies is not None and not rule.applies(page):
                continue
            found = rule.effect(page)
            for place, role in found.items():
                page.trace.append(Change(rule.name, place, page.roles[place], role))
                page.roles[place] = role
            if found:
                page.kept = [place for place, role in enumerate(page.roles) if role == BODY]
                again = again or rule in endings
        waiting = endings if again else []
    return page
