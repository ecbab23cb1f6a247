"""The rules that correct what the model proposes: one table, one loop, and a trace of who changed what.

Each block has one role. The model says which are body; a rule looks at the page as it is labelled so far
and gives some blocks another role. A rule is plain enough to be right on pages unlike any that the model
was trained on, which is where it is needed; what it brings is measured (`python -m bench.train.ablation
--rules`) and stands in its row. The last rules look at lines alone, so that they serve also for texts that
are no blocks of a page.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from crawler.extraction.roles import endings, extent, lines
from crawler.extraction.roles.labelled import BODY, Change, Labelled


class Rule(NamedTuple):
    """`effect` gives the places that get another role. `gain`: what it brought when it was measured."""

    name: str
    applies: Callable[[Labelled], bool]
    effect: Callable[[Labelled], Mapping[int, str]]
    gain: str


def _always(page: Labelled) -> bool:
    return True


def _unsure(page: Labelled) -> bool:
    return not page.sure


RULES = (
    Rule("printed twice", _always, extent.copies, ""),
    Rule("signed comments", _always, extent.signed_comments, ""),
    Rule("running text among the chosen", _unsure, extent.siblings, ""),
    Rule("one column", _unsure, extent.other_columns, ""),
    Rule("comments", _unsure, extent.comments, ""),
    Rule("lists of links", _unsure, extent.link_lists, ""),
    Rule("consent box", _always, extent.consent, ""),
    Rule("second article", _always, extent.other_articles, ""),
    Rule("pointers elsewhere", _always, lines.references, ""),
    Rule("announced lists", _always, extent.announced_lists, ""),
    Rule("whole tables", _always, extent.whole_tables, ""),
    Rule("by-lines and dates", _always, lines.bylines, ""),
    Rule("bold lead", lambda page: page.deck is not None, lines.bold_lead, ""),
    Rule("notes", lambda page: page.news, lines.notes, ""),
    Rule("credits below", lambda page: not page.news, lines.credits, ""),
    Rule("title and captions", _always, lines.fields, ""),
)
OF_TEXTS = RULES[-1:]  # those that ask nothing of blocks
# Tried in turn until none of them changes anything: what goes may lay bare another.
ENDINGS = (
    Rule("signs alone", _always, endings.signs, ""),
    Rule("ages and counts", _always, endings.counters, ""),
    Rule("furniture at the end", _always, endings.furniture, ""),
    Rule("agency lines", _always, endings.agencies, ""),
    Rule("repeated start", _always, endings.repeated, ""),
)


def correct(page: Labelled, rules: Iterable[Rule] = RULES, off: Collection[str] = ()) -> Labelled:
    """Runs the rules and then the endings over the page; those named in `off` are left out."""
    for rule in rules:
        if rule.name not in off and rule.applies(page):
            _apply(rule, page)
    changed = True
    while changed and page.kept:
        changed = False
        for rule in ENDINGS:
            if rule.name not in off:
                changed = _apply(rule, page) or changed
    return page


def _apply(rule: Rule, page: Labelled) -> bool:
    found = rule.effect(page)
    for place, role in found.items():
        page.trace.append(Change(rule.name, place, page.roles[place], role))
        page.roles[place] = role
    if found:
        page.kept = [place for place, role in enumerate(page.roles) if role == BODY]
    return bool(found)
