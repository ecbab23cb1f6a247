"""Articles on several pages, in the ways in which sites number them: one article, whole, within a bound."""

import re
from collections.abc import Callable

from bench.hostile.case import GOOD, HTML, PAGE, Answer, Case, Reply, Request, Site, front, paragraphs

PAGES = 3
STEM = PAGE.removesuffix(".html")

Address = Callable[[int], str]  # of a page, from 1


def page(seed: str, number: int, pager: str, head: str = "", title: str = "") -> Answer:
    """One page of an article: six lines that no other page has, and a pager."""
    lines = "".join(f"<p>{line}</p>" for line in paragraphs(f"{seed} {number}"))
    title = title or " ".join(paragraphs(f"title {seed}", 1)[0].split()[:7])
    body = f"<article><h1>{title}</h1>{lines}</article><div class='pager'>{pager}</div>"
    return Answer(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode())


def _paged(name: str, address: Address, pager: Callable[[Address, int], str], count: int = PAGES) -> Site:
    """A site whose odd story has so many pages at these addresses; its front leads to all of them."""
    numbers = {address(number): number for number in range(1, count + 1)}

    def answer(request: Request) -> Reply | None:
        if request.path == "/":
            return front(GOOD, *list(numbers)[:5])
        if number := numbers.get(request.path):
            return page(name, number, pager(address, number))
        return None

    return answer


def _numbers(address: Address, here: int) -> str:
    return " ".join(str(n) if n == here else f"<a href='{address(n)}'>{n}</a>" for n in range(1, PAGES + 1))


def _arrows(address: Address, here: int) -> str:
    back = f"<a rel=prev href='{address(here - 1)}'>‹</a>" if here > 1 else ""
    return back + (f"<a rel=next href='{address(here + 1)}'>›</a>" if here < PAGES else "")


def _words(address: Address, here: int) -> str:
    more = f"<a href='{address(here + 1)}'>Next page</a>" if here < PAGES else ""
    back = f"<a href='{address(here - 1)}'>Previous page</a>" if here > 1 else ""
    return f"{back} Page {here} of {PAGES} {more}"


def _endless(address: Address, here: int) -> str:
    return f"<a href='{address(1)}'>1</a> <a href='{address(here + 1)}'>{here + 1}</a>"


def _at(form: str, first: str = PAGE) -> Address:
    return lambda number: first if number == 1 else form.format(number, number - 1)


def _same_again(request: Request) -> Reply | None:
    """Every page number gives the whole article, as some sites do."""
    if request.path.partition("?")[0] != PAGE:
        return None
    number = int((re.findall(r"page=(\d+)", request.path) or ["1"])[0])
    return page("same", 1, _endless(_at(PAGE + "?page={}"), number))


def _lost(request: Request) -> Reply | None:
    """The second page is gone."""
    if request.path == PAGE:
        return page("lost", 1, f"<a rel=next href='{PAGE}?page=2'>2</a>")
    return Answer(b"nothing", 404, HTML) if request.path.startswith(PAGE) else None


def _elsewhere(request: Request) -> Reply | None:
    """What calls itself the next page is another story."""
    if request.path == PAGE:
        return page("elsewhere", 1, f"<a rel=next href='{STEM}/2'>Next</a>")
    if request.path == f"{STEM}/2":
        return page("elsewhere else", 1, "<a href='/'>Home</a>")
    return None


def cases() -> list[Case]:
    ways = {
        "query": ("a parameter and numbers", _at(PAGE + "?page={}"), _numbers),
        "query-zero": ("a parameter that counts from 0", _at(PAGE + "?page={1}"), _numbers),
        "folder": ("a number in the path and arrows", _at(STEM + "/{}/"), _arrows),
        "named": ("a word and number in the path", _at(STEM + "/page-{}"), _words),
        "suffix": ("a number before the ending", _at(STEM + "_{}.html"), _arrows),
        "words": ("links that say next page", _at(STEM + ",{}.html"), _words),
    }
    return [
        *(
            Case(
                f"pages-{name}", f"an article on 3 pages: {what}", "article", site=_paged(name, where, pager)
            )
            for name, (what, where, pager) in ways.items()
        ),
        Case(
            "pages-endless",
            "an article whose every page has a next one",
            "article",
            site=_paged("endless", _at(PAGE + "?page={}"), _endless, 500),
            most=60,
        ),
        # two of them are for what the site allows, tdmrep.json and ai.txt
        Case("pages-same", "the same text under each page's number", "article", site=_same_again, most=10),
        Case("pages-lost", "an article whose second page is gone", "article", site=_lost),
        Case("pages-elsewhere", "a next page that is another story", "article", site=_elsewhere),
    ]
