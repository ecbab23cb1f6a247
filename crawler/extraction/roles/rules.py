"""The rules that correct what the model proposes: one table, one loop, and a trace of who changed what.

Each block has one role. The model says which are body; a rule looks at the page as it is labelled so far
and gives some blocks another role. A rule is plain enough to be right on pages unlike any that the model
was trained on, which is where it is needed; what it brings is measured (`python -m bench.train.ablation
--rules`) and stands in its row. The last rules look at lines alone, so that they serve also for texts that
are no blocks of a page.
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from crawler.extraction.roles import extent, linerules, others
from crawler.extraction.roles.labelled import BODY, Change, Labelled, Roles


class Rule(NamedTuple):
    """`effect` gives the places that get another role, `gain` is what the rule brought when it was measured.

    An `unsure` rule is asked only where the model's choice is not trusted.
    """

    name: str
    effect: Callable[[Labelled], Roles]
    gain: str
    unsure: bool = False


RULES = (
    Rule("printed twice", extent.copies, "F1 of 21 pages +.055"),
    Rule("signed comments", extent.signed_comments, "F1 of 14 pages +.084"),
    Rule("running text among the chosen", extent.siblings, "snippets found +.002; F1 -.0016", unsure=True),
    Rule("one column", extent.other_columns, "F1 of 8 pages +.01", unsure=True),
    Rule("lists of links", extent.link_lists, "F1 of 7 news pages +.014", unsure=True),
    Rule(
        "forms and consent", extent.consent, "our pages with a box in the text: 4 blocks of 4, without it 7"
    ),
    Rule("other articles", others.other_articles, "our pages that go on: 4 blocks of 4, without it 14"),
    Rule("pointers elsewhere", linerules.references, "F1 of 11 news pages +.015, 2 more exact"),
    Rule("whole lists and tables", extent.whole_runs, "snippets found +.0025; a news page exact"),
    Rule("nearly chosen", extent.nearly_chosen, "`years`: 12 lines right, none wrong; articles found +.008"),
    Rule("standfirst", extent.standfirst, "news: 12 lines right, one wrong"),
    Rule("key points", extent.key_points, "our pages with points above the text: 4 of 4, without it none"),
    Rule("pull quotes", extent.pull_quotes, "our pages with a sentence printed twice: 2 of 2"),
    Rule("printed captions", linerules.printed_captions, "our pages with unnamed captions: 3 of 3"),
    Rule("by-lines and dates", linerules.bylines, "45 news pages: 9 more exact; snippets leaked -.0008"),
    Rule("bold lead", linerules.bold_lead, "portals that print the content above the text: the demo's page"),
    Rule("notes", linerules.notes, "snippets leaked -.0017; 7 pages exact, of truths with credits 4 less"),
    Rule("title and captions", linerules.fields, "44 news pages: F1 +.0066, 3 more exact"),
)
OF_TEXTS = RULES[-1:]  # those that ask nothing of blocks
# Tried in turn until none of them changes anything: what goes may lay bare another. They serve also for items
# of other spiders, which no model has looked at.
ENDINGS = (
    Rule("lines without words", linerules.wordless, "19 pages: 6 more exact; the same text at the next look"),
    Rule("furniture at the end", linerules.furniture, "4 pages, and items of other spiders"),
    Rule("agency lines", linerules.agencies, "the demo's portal, and items of other spiders"),
    Rule("by-lines laid bare", linerules.bylines_below, "our pages with requests below the name: 4 of 4"),
    Rule("repeated start", linerules.repeated, "5 pages, and items of other spiders"),
    # After all others: an agency in a line of its own is told by many pages too, and is a field.
    Rule("on other pages", extent.of_the_site, "known sites: 7 of 200 pages of `years` more exact"),
)


def correct(page: Labelled, rules: Iterable[Rule] = RULES, off: Collection[str] = ()) -> Labelled:
    """Runs the rules and then the endings over the page; those named in `off` are left out."""
    waiting = [*rules, *ENDINGS]
    while waiting:
        again = False
        for rule in waiting:
            if rule.name in off or (rule.unsure and page.sure):
                continue
            found = rule.effect(page)
            for place, role in found.items():
                page.trace.append(Change(rule.name, place, page.roles[place], role))
                page.roles[place] = role
            if found:
                page.kept = [place for place, role in enumerate(page.roles) if role == BODY]
                again = again or rule in ENDINGS
        waiting = [*ENDINGS] if again else []
    return page
