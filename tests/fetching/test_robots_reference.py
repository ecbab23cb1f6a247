"""robots.txt as others' tests have it: google/robotstxt (robots_test.cc, reporting_robots_test.cc) and Protego.

Their cases in our words: what a robots.txt says, for whom, which paths are free and which are not. Where the
two differ, or Warraq differs from both, the case says why.
"""

from typing import NamedTuple

import pytest

from crawler.discovery import sitemaps_in
from crawler.fetching.robots import read_rules

SITE = "https://gazette.example"


class Case(NamedTuple):
    """`free` and `closed` are paths, one word each."""

    robots: str | bytes
    agent: str
    free: str = ""
    closed: str = ""
    why: str = ""  # Warraq differs from one of the two


def lines(*several: str) -> str:
    return "\n".join(several) + "\n"


def rules(*several: str, agent: str = "dallah") -> str:
    return lines(f"User-agent: {agent}", *several)


FISH = "/fish /fish.html /fish/salmon.html /fishheads /fishheads/yummy.html /fish.html?id=anything"
NO_FISH = "/bar /Fish.asp /catfish /?id=fish"
THREE = lines(
    "allow: /foo/bar/", "",
    "user-agent: dallah", "disallow: /", "allow: /x/",
    "user-agent: finjan", "disallow: /", "allow: /y/", "", "", "allow: /w/",
    "user-agent: ibrik", "",
    "user-agent: dallah", "allow: /z/", "disallow: /",
)  # fmt: skip
OF_1996 = lines(
    "# comments to the webmaster", "",
    "User-agent: unhip", "Disallow: /", "",
    "User-agent: finjan", "User-agent: ibrik", "Disallow:", "",
    "User-agent: *", "Disallow: /org/plans.html", "Allow: /org/", "Allow: /serv", "Allow: /~mak", "Disallow: /",
)  # fmt: skip
PATHS_OF_1996 = "/ /index.html /server.html /services/fast.html /orgo.gif /org/about.html /org/plans.html /~jim/jim.html /~mak/mak.html"
NAMES = lines("user-agent: dallah-news", "disallow: /", "allow: /1", "user-agent: *", "disallow: /",
              "allow: /2", "user-agent: dallah", "disallow: /", "allow: /3")  # fmt: skip
TYPOS = ("Disallow", "Dissallow", "Dissalow", "Disalow", "Diasllow", "Disallaw")
# One character of what follows is still read: the reference parser takes 2,083 × 8 − 1 of a line.
LONG = "/x/" + "a" * (2083 * 8 - 2 - len("disallow: ") - len("/x/"))

CASES = {
    # lines
    "an empty file": Case("", "dallah", free="/ /x/y"),
    "a rule for all": Case(rules("disallow: /"), "dallah", closed="/ /x/y"),
    "an address without a path": Case(rules("disallow: /"), "dallah", closed="-"),
    "unknown names": Case(lines("foo: dallah", "bar: /"), "dallah", free="/x/y"),
    "no colon": Case(lines("user-agent dallah", "disallow /"), "dallah", closed="/x/y"),
    "no colon, a comment": Case(rules("Disallow /x # no"), "dallah", closed="/x", free="/y"),
    "space for a hyphen": Case(lines("user agent: dallah", "disallow: /x"), "dallah", closed="/x", free="/y"),
    "upper case": Case(lines("USER-AGENT: Dallah", "ALLOW: /x/", "DISALLOW: /"), "dallah", "/x/y", "/a/b"),
    "lower case": Case(lines("user-agent: Dallah", "allow: /x/", "disallow: /"), "dallah", "/x/y", "/a/b"),
    "camel case": Case(lines("uSeR-aGeNt: Dallah", "AlLoW: /x/", "dIsAlLoW: /"), "dallah", "/x/y", "/a/b"),
    "typing errors": Case(rules(*(f"{name}: /{n}" for n, name in enumerate(TYPOS))), "dallah", "/9",
                          "/0 /1 /2 /3 /4 /5"),
    "useragent": Case(lines("useragent: dallah", "disallow: /"), "dallah", closed="/x"),
    "random lines": Case(rules("disallow: /x", "utterly random", "unicorns: /extinct", "noarchive: /y",
                               "Error #and more", "disallow: /z"), "dallah", "/y /extinct", "/x /z"),
    "comments": Case(lines("# 1", "User-Agent: dallah # 2", "# 3", "User-Agent: finjan", "Disallow: /x",
                           "# Disallow: /y", "User-Agent: *", "Disallow: /z"), "dallah", "/y /z", "/x"),
    "a comment in a path": Case(rules("# Disallow: /", "Disallow: /foo/quz#qux", "Allow: /"), "dallah",
                                "/foo/bar", "/foo/quz"),
    "blanks at the ends": Case("User-agent: dallah \nDisallow: /d \n", "dallah", "/abc/d", "/d /disallowed"),
    "lines of DOS": Case("User-Agent: finjan\r\nAllow: /some\r\nUser-Agent: dallah\r\n\r\n\r\nDisallow: /\r\n",
                         "dallah", closed="/some"),
    "lines of Unix": Case("User-Agent: finjan\nAllow: /some\nUser-Agent: dallah\n\n\nDisallow: /\n",
                          "dallah", closed="/some"),
    "lines of old Macintoshes": Case("User-Agent: finjan\rAllow: /some\rUser-Agent: dallah\r\r\rDisallow: /\r",
                                     "dallah", closed="/some"),
    "no last line end": Case("User-Agent: dallah\nAllow: /some\nUser-Agent: finjan\n\n\nDisallow: /",
                             "finjan", closed="/some"),
    "mixed line ends": Case("User-Agent: dallah\nAllow: /some\r\nUser-Agent: finjan\n\r\n\nDisallow: /",
                            "finjan", closed="/some"),
    "mixed line ends, the other": Case("User-Agent: dallah\nAllow: /some\r\nUser-Agent: finjan\n\r\n\nDisallow: /",
                                       "dallah", free="/some /x"),
    # byte order marks
    "a byte order mark": Case(b"\xef\xbb\xbf" + rules("disallow: /x").encode(), "dallah", "/y", "/x"),
    "two bytes of one": Case(b"\xef\xbb" + rules("disallow: /x").encode(), "dallah", "/y", "/x"),
    "one byte of one": Case(b"\xef" + rules("disallow: /x").encode(), "dallah", "/y", "/x"),
    "a broken one spoils its line": Case(b"\xef\x11\xbf" + rules("disallow: /x").encode(), "dallah", "/x"),
    "one in the middle": Case(rules("\ufeffdisallow: /x"), "dallah", "/y", "/x", "two files put together, each"
                              " with its mark; the reference drops the line, and we would fetch what is closed"),
    # groups
    "three groups, ours in two parts": Case(THREE, "dallah", "/x/b /z/d", "/y/c /foo/bar/"),
    "three groups, the second": Case(THREE, "finjan", "/y/c /w/a", "/z/d /foo/bar/"),
    "three groups, one without rules of its own": Case(THREE, "ibrik", "/z/d", "/foo/bar/"),
    "two names": Case(lines("User-Agent: dallah", "User-Agent: finjan", "Disallow: /x", "User-Agent: *",
                            "Disallow: /y"), "finjan", "/y", "/x"),
    "rules before any name": Case(lines("Disallow: /x", "Allow: /x/y", "User-Agent: finjan", "Disallow: /z"),
                                  "dallah", "/x /x/y /z"),
    "rules before any name, the other": Case(lines("Disallow: /x", "User-Agent: finjan", "Disallow: /z"),
                                             "finjan", "/x", "/z"),
    "no group of ours, none for all": Case(lines("user-agent: finjan", "disallow: /", "user-agent: ibrik",
                                                 "disallow: /"), "dallah", "/x/y"),
    "ours before that of all": Case(lines("user-agent: *", "allow: /", "user-agent: dallah", "disallow: /"),
                                    "dallah", closed="/x/y"),
    "that of all, where none is ours": Case(lines("user-agent: *", "allow: /", "user-agent: finjan",
                                                  "disallow: /"), "dallah", "/x/y"),
    "that of all is not added to ours": Case(lines("User-agent: *", "Disallow: /x/", "User-agent: dallah",
                                                   "Disallow: /y/"), "dallah", "/x/page", "/y/page"),
    "that of all between others": Case(lines("User-Agent: robot", "Disallow: /1", "", "User-Agent: *",
                                             "Disallow: /2", "", "User-Agent: finjan", "Disallow: /3"),
                                       "dallah", "/1 /3", "/2"),
    "a name at the end": Case(lines("User-Agent: finjan", "Disallow: /", "User-Agent: dallah"), "dallah", "/x"),
    "empty rules": Case(lines("User-agent: *", "Disallow: /", "User-agent: dallah", "Disallow:"), "dallah",
                        "/ /bar.html"),
    "an empty allow": Case(rules("Allow:"), "dallah", "/1 /2"),
    "an unknown line": Case(lines("User-Agent: dallah", "Disallow: /1", "Harry: Potter", "User-Agent: finjan",
                                  "Disallow: /2"), "dallah", "/2", "/1"),
    "a line without a colon": Case(lines("User-Agent: dallah", "Disallow: /1", "Harry Potter",
                                         "User-Agent: finjan", "Disallow: /2"), "finjan", "/1", "/2"),
    "an unknown line between names": Case(
        lines("User-agent: *", "Invalid: /gb.html", "User-agent: ia_archiver", "Disallow: /"), "dallah",
        closed="/foo", why="RFC 9309 §2.2.4: other lines do not break a group; Protego ends it there"),
    "the same, the other name": Case(
        lines("User-agent: *", "Invalid: /gb.html", "User-agent: ia_archiver", "Disallow: /"), "ia_archiver",
        closed="/foo /bar"),
    "a sitemap before all": Case(lines("Sitemap: /s.xml", "User-Agent: dallah", "Disallow: /x"), "dallah", "/y",
                                 "/x"),
    "a sitemap within a group": Case(rules("Disallow: /x", "Sitemap: /s.xml", "Allow: /x/y"), "dallah", "/x/y",
                                     "/x"),
    # names
    "a name in upper case": Case(rules("Allow: /x/", "Disallow: /", agent="DALLAH"), "dallah", "/x/y", "/a/b"),
    "a name in mixed case": Case(rules("Allow: /x/", "Disallow: /", agent="dAlLaH"), "DALLAH", "/x/y", "/a/b"),
    "a name with a word behind it": Case(
        lines("User-Agent: *", "Disallow: /", "User-Agent: Dallah Bar", "Allow: /x/", "Disallow: /"), "dallah",
        "/x/y", "/a/b"),
    "a name with a version": Case(rules("Disallow: /", agent="dallah/2.1"), "dallah", closed="/x"),
    "a name with a hyphen": Case(rules("Disallow: /", agent="dallah-bar"), "dallah-bar", closed="/x"),
    "a name with a low line": Case(rules("Disallow: /", agent="dallah_bar"), "dallah_bar", closed="/x"),
    "the longer of two names": Case(NAMES, "dallah-news", "/1", "/2 /3"),
    "the shorter of two names": Case(NAMES, "dallah", "/3", "/1 /2"),
    "a part of the name": Case(NAMES, "dalla", "/2", "/1 /3"),
    "another name": Case(NAMES, "a", "/2", "/1 /3"),
    "a longer name than any": Case(NAMES, "dallah-images", "/2", "/1 /3", "RFC 9309 §2.2.1: a group is found by"
                                   " the whole product token; Protego takes the longest that it begins with"),
    "a star in a name": Case(rules("disallow: /x", agent="dal*lah"), "dallah", "/x", why="a token has letters,"
                             " hyphens and low lines alone (RFC 9309 §2.2.1); Protego reads a pattern"),
    "a star in a name, its token": Case(rules("disallow: /x", agent="dal*lah"), "dal", closed="/x"),
    "letters of no token": Case(lines("User-Agent: *", "Disallow: /y", "User-Agent: kahvé-bot", "Disallow: /x"),
                                "kahvé-bot", "/x", "/y", "no crawler may have such a name (RFC 9309 §2.2.1)"),
    # which rule
    "the longest rule closes": Case(rules("disallow: /x/page.html", "allow: /x/"), "dallah", "/x/y",
                                    "/x/page.html"),
    "the longest rule frees": Case(rules("allow: /x/page.html", "disallow: /x/"), "dallah", "/x/page.html",
                                   "/x/"),
    "two empty rules": Case(rules("disallow: ", "allow: "), "dallah", "/x/page.html"),
    "as long, of all": Case(rules("disallow: /", "allow: /"), "dallah", "/x/page.html"),
    "as long, of a page": Case(rules("disallow: /x/page.html", "allow: /x/page.html"), "dallah",
                               "/x/page.html"),
    "as long, the other order": Case(rules("allow: /folder", "disallow: /folder"), "dallah", "/folder/page"),
    "longer by a slash": Case(rules("disallow: /x", "allow: /x/"), "dallah", "/x/", "/x"),
    "a star counts": Case(rules("allow: /page", "disallow: /*.html"), "dallah", "/page", "/page.html"),
    "a star does not win": Case(rules("allow: /x/page.", "disallow: /*.html"), "dallah", "/x/page.html",
                                "/x/y.html"),
    "shorter, of three letters": Case(rules("allow: /page", "disallow: /*.htm"), "dallah", closed="/page.htm"),
    "the home page alone": Case(rules("allow: /$", "disallow: /"), "dallah", "/", "/page.html"),
    "one letter frees": Case(rules("allow: /p", "disallow: /"), "dallah", "/page", "/x"),
    "a star at the begin frees": Case(rules("allow: */p", "disallow: /"), "dallah", "/page", "/x"),
    "a star at the begin closes": Case(rules("allow: /page", "disallow: */*.htm"), "dallah", "/page",
                                       "/page.htm"),
    "letters' case in paths": Case(rules("disallow: /X/"), "dallah", "/x/y", "/X/y"),
    # what a rule covers
    "a word": Case(rules("disallow: /", "allow: /fish"), "dallah", FISH, NO_FISH),
    "a word and a star": Case(rules("disallow: /", "allow: /fish*"), "dallah", FISH, NO_FISH),
    "a folder": Case(rules("disallow: /", "allow: /fish/"), "dallah",
                     "/fish/ /fish/salmon /fish/?salmon /fish/salmon.html /fish/?id=anything",
                     "/bar /fish /fish.html /Fish/Salmon.html"),
    "an ending": Case(rules("disallow: /", "allow: /*.php"), "dallah",
                      "/filename.php /folder/filename.php /folder/filename.php?parameters"
                      " //folder/any.php.file.html /filename.php/ /index?f=filename.php/",
                      "/bar /php/ /index?php /windows.PHP"),
    "an ending at the end": Case(rules("disallow: /", "allow: /*.php$"), "dallah",
                                 "/filename.php /folder/filename.php",
                                 "/bar /filename.php?parameters /filename.php/ /filename.php5 /php/"
                                 " /filename?php /aaaphpaaa //windows.PHP"),
    "a word and an ending": Case(rules("disallow: /", "allow: /fish*.php"), "dallah",
                                 "/fish.php /fishheads/catfish.php?parameters", "/bar /Fish.PHP"),
    "a star alone": Case(rules("disallow: /*"), "dallah", closed="/harry /device/turner /x.html"),
    "a star without a slash": Case(rules("Allow: /foo/bar.html", "Disallow: *"), "dallah", "/foo/bar.html",
                                   "/fo.html /foo /foo/bar.txt"),
    "a letter anywhere": Case(rules("Disallow: *m"), "dallah", "/foo /foo/bar.txt",
                              "/foo.htm /foo.html /foom /moo /foo/bar.html"),
    "two stars": Case(rules("Disallow: /foo*/*bar.html"), "dallah", "/food/rebarf.html",
                      "/foo/bar.html /food/rebar.html /foo/a/b/c/rebar.html /foo/a/b/c/bar.html"),
    "a star within": Case(rules("Disallow: /foo*/bar.html"), "dallah", "/fo.html /food/xyz.html",
                          "/foo/bar.html /food/bar.html /foo/a/b/c/x/y/z/bar.html"),
    "a star within a word": Case(rules("Disallow: /closed/*/end$", "Disallow: /news*work"), "dallah",
                                 "/closed /closed/x/endinglater /ews_does_work /news_does_wor",
                                 "/closed/xyz/end /closed/abc/end /newsworks /news_works /news/works"),
    "very many stars": Case(rules("Disallow: /", "Allow: *****************/****.js"), "dallah", "/xyz/foo.js",
                            "/inlife/daily/fashion-20160727/"),
    "a star between slashes": Case(rules("Disallow: /foo/bar/quz", "Allow: /foo/*/qux"), "dallah",
                                   "/foo/quz /foo//quz /foo/bax/quz", "/foo/bar/quz"),
    "the end": Case(rules("Disallow: /foo/bar$", "Allow: /foo/bar/qux"), "dallah",
                    "/foo/bar/qux /foo/bar/ /foo/bar/baz", "/foo/bar"),
    "the end frees": Case(rules("Allow: /foo$", "Disallow: /foo"), "dallah", "/foo",
                          "/foo/ /foo/bar.html /fooey"),
    "a dollar within": Case(rules("disallow: /x$/abc", "disallow: /y/abc$", "disallow: /x*x$/abc",
                                  "disallow: /y*y/abc$"), "dallah", "/y/abcdef /yabcy/abcdef",
                            "/x$/abcdef /x%24/abcdef /y/abc /xabcx$/abcdef /xabcx%24/abcdef /yabcy/abc"),
    "escaped signs are plain": Case(rules("disallow: /x/abc%24", "disallow: /x%2Ax/abc"), "dallah",
                                    "/x/abc /xabcx/abc", "/x/abc$abc /x/abc$ /x*x/abc /x*x/abcdef"),
    "signs are plain in an address": Case(rules("disallow: /x*x/abc"), "dallah", closed="/x*x/abc /x%2Ax/abc"),
    "two slashes": Case(rules("Disallow: //folder/*"), "dallah",
                        "/ /folder /folder/ /folder/page //folder", "//folder/page"),
    "a question mark": Case(rules("Disallow: /?"), "dallah", "/", "/?query"),
    "a semicolon": Case(rules("Disallow: /;"), "dallah", "/", "/;params"),
    "a query's name anywhere": Case(rules("Disallow: /*s="), "dallah", "/ /s/", "/?s=asd"),
    "all parts of an address": Case(rules("Disallow: /path;params?query"), "dallah", "/path",
                                    "/path;params?query#fragment"),
    "an absolute address": Case(rules("disallow: http://mirror.example/"), "dallah",
                                "/", "/http://mirror.example/"),
    "index.html is its folder": Case(rules("Allow: /slash/index.html", "Disallow: /", agent="*"), "dallah",
                                     "/slash/ /slash/index.html", "/slash/index.htm /other"),
    "of 1994": Case(rules("Disallow: /cyber/map/ # endless", "Disallow: /tmp/ # soon", "Disallow: /foo.html",
                          agent="*"), "dallah", "/ /foo.htm /foo.shtml /cyber/index.html",
                    "/foo.html /foo.htmlx /tmp/foo.html"),
    "of 1996, shut out": Case(OF_1996, "unhip", closed=PATHS_OF_1996),
    "of 1996, let in": Case(OF_1996, "finjan", free=PATHS_OF_1996),
    "of 1996, let in with it": Case(OF_1996, "ibrik", free=PATHS_OF_1996),
    "of 1996, all others": Case(OF_1996, "dallah", "/server.html /services/slow.html /org/about.html"
                                " /%7Emak/mak.html", "/ /index.html /orgo.gif /org/plans.html /%7Ejim/jim.html"),
    # escapes
    "a query with an address": Case(rules("Disallow: /", "Allow: /foo/bar?qux=taz&baz=http://a.example?tar&par"),
                                    "dallah", "/foo/bar?qux=taz&baz=http://a.example?tar&par", "/foo/bar"),
    "a letter of three bytes": Case(rules("Disallow: /", "Allow: /foo/bar/ツ"), "dallah",
                                    "/foo/bar/%E3%83%84 /foo/bar/ツ", "/foo/bar/", "both sides are escaped before"
                                    " they are compared (RFC 9309 §2.2.2); the reference leaves it to its caller"),
    "the same, escaped": Case(rules("Disallow: /", "Allow: /foo/bar/%E3%83%84"), "dallah",
                              "/foo/bar/%E3%83%84 /foo/bar/ツ", "/foo/bar/", "the same"),
    "letters needlessly escaped": Case(rules("Disallow: /", "Allow: /foo/bar/%62%61%7A"), "dallah",
                                       "/foo/bar/baz /foo/bar/%62%61%7A", "/foo/bar/x", "RFC 9309 §2.2.2 has it in"
                                       " its table; the reference compares the letters as they stand"),
    "escapes in two cases": Case(rules("Disallow: /", "Allow: /a%3cd.html"), "dallah",
                                 "/a%3cd.html /a%3Cd.html /a<d.html"),
    "an escape and a star": Case(rules("Disallow: /", "Allow: /a%3c*"), "dallah", "/a<d.html /a%3cd.html"),
    "no escape": Case(rules("Disallow: /", "Allow: /a<d.html"), "dallah", "/a<d.html /a%3cd.html"),
    "no escape and a star": Case(rules("Disallow: /", "Allow: /a<*"), "dallah", "/a<d.html /a%3cd.html"),
    "an escaped slash is no slash": Case(rules("Allow: /a%2fb.html", "Disallow: /"), "dallah", "/a%2fb.html",
                                         "/a/b.html"),
    "a slash is no escaped slash": Case(rules("Allow: /a/b.html", "Disallow: /"), "dallah", "/a/b.html",
                                        "/a%2fb.html"),
    "an escaped tilde": Case(rules("Allow: /%7ejoe/index.html", "Disallow: /"), "dallah", "/~joe/index.html"),
    "a tilde": Case(rules("Allow: /~joe/index.html", "Disallow: /"), "dallah", "/%7Ejoe/index.html"),
    "letters with accents": Case(rules("Disallow: /wiki/K%C3%A4ytt:", "Disallow: /wiki/Keskustelu_käytt:"),
                                 "dallah", "/wiki/", "/wiki/Käytt: /wiki/K%C3%A4ytt: /wiki/Keskustelu_käytt:"
                                 " /wiki/Keskustelu_k%C3%A4ytt:"),
    "escapes of nothing": Case(rules("Disallow: /%xab", "Disallow: /%F3%B1"), "dallah", "/x", "/%xab"),
    "a plus is no blank": Case(rules("Disallow: /are+there"), "dallah", "/are%20there", "/are+there"),
    # long lines
    "a long rule, other path": Case(rules(f"disallow: {LONG}/qux"), "dallah", "/fux"),
    "a long rule is cut": Case(rules(f"disallow: {LONG}/qux"), "dallah", closed=f"{LONG}/fux"),
    "long rules that free": Case(rules("disallow: /", f"allow: {LONG[3:]}/qux", f"allow: {LONG[:-1]}/qux"),
                                 "dallah", f"{LONG[:-1]}/qux", "/"),
    "a line behind a long one": Case(rules(f"disallow: {LONG}{LONG}", "disallow: /y"), "dallah", "/x", "/y"),
}  # fmt: skip
CHECKS = [
    (name, path, free)
    for name, case in CASES.items()
    for paths, free in ((case.free, True), (case.closed, False))
    for path in paths.split()
]


@pytest.mark.parametrize(
    ("name", "path", "free"), CHECKS, ids=[f"{name}: {path[:30]}" for name, path, _ in CHECKS]
)
def test_who_may_fetch_what(name: str, path: str, free: bool) -> None:
    case = CASES[name]
    body = case.robots.encode() if isinstance(case.robots, str) else case.robots
    url = SITE if path == "-" else SITE + path
    assert (read_rules(200, body).refusal(url, case.agent) is None) == free


@pytest.mark.parametrize(
    ("robots", "agent", "seconds"),
    [
        (rules("Disallow: /x", "Allow: /y", "Crawl-delay: 10", agent="*"), "dallah", 10),
        (lines("User-agent: *", "Crawl-delay: 10", "Disallow: /x", "User-agent: dallah", "Crawl-delay: 15"), "dallah", 15),
        (rules("Crawl-delay: 5.2"), "dallah", 5.2),
        (rules("Disallow: /x", "Crawl-delay: random_word", agent="*"), "dallah", None),
        (rules("Disallow: /x", agent="*"), "dallah", None),
        (lines("Crawl-delay: 5.2", "User-Agent: dallah", "Disallow: /x"), "dallah", None),  # nobody's
    ],
)  # fmt: skip
def test_delays(robots: str, agent: str, seconds: float | None) -> None:
    assert read_rules(200, robots.encode()).delay(agent) == seconds


@pytest.mark.parametrize(
    ("robots", "named"),
    [
        (rules("Allow: /some/path", "User-Agent: finjan", "", "", f"Sitemap: {SITE}/s.xml"), ["s"]),
        (lines(f"Sitemap: {SITE}/s.xml", "User-Agent: dallah", "Allow: /some/path"), ["s"]),
        (rules(f"Sitemap: {SITE}/s.xml ", "Allow: /x", "User-agent: finjan ", f"Sitemap: {SITE}/t.xml"), ["s", "t"]),
        (lines("site-map: /s.xml #comment", "sitemap: /t.xml"), ["s", "t"]),
        (rules("Disallow: /x", "Crawl-delay: 10"), []),
    ],
)  # fmt: skip
def test_sitemaps(robots: str, named: list[str]) -> None:
    listing = sitemaps_in(robots.encode(), f"{SITE}/robots.txt")
    assert [link.url for link in listing.links] == [f"{SITE}/{name}.xml" for name in named]
