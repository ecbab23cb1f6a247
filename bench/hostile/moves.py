"""Redirects: without an end, to nowhere, and to where nobody may go."""

from urllib.parse import parse_qs, urlsplit

from bench.hostile.case import GOOD, HTML, PAGE, Answer, Case, Reply, Request, Site


def _to(where: str, status: int = 302) -> Answer:
    return Answer(b"", status, {**HTML, "Location": where})


def _hops(request: Request) -> Reply | None:
    """Each page leads to another one, for ever."""
    if request.path.partition("?")[0] != PAGE:
        return None
    hop = int(parse_qs(urlsplit(request.path).query).get("hop", ["0"])[0])
    return _to(f"{PAGE}?hop={hop + 1}")


def _ring(request: Request) -> Reply | None:
    return {PAGE: _to("/there"), "/there": _to(PAGE)}.get(request.path)


def _moved(case: str) -> Site:
    """The page is at another case's site."""

    def answer(request: Request) -> Reply | None:
        return _to(f"http://{request.places[case]}{GOOD}", 301) if request.path == PAGE else None

    return answer


def cases() -> list[Case]:
    private, scheme = "private", "neither http nor https|redirect"
    return [
        Case("itself", "redirects to itself", "failed|refused", "redirect", _to(PAGE), most=30),
        Case(
            "ring", "two pages that redirect to each other", "failed|refused", "redirect", site=_ring, most=30
        ),
        Case("hops", "redirects for ever", "failed|refused", "redirect", site=_hops, most=30),
        Case(
            "to-file", "redirects to file:///etc/passwd", "failed|refused", scheme, _to("file:///etc/passwd")
        ),
        Case("to-ftp", "redirects to ftp:", "failed|refused", scheme, _to("ftp://127.0.0.1/x")),
        Case(
            "to-javascript", "redirects to javascript:", "failed|refused", scheme, _to("javascript:alert(1)")
        ),
        Case("to-data", "redirects to data:", "failed|refused", scheme, _to("data:text/html,<p>x")),
        Case(
            "to-metadata",
            "redirects to the cloud's metadata",
            "refused",
            private,
            _to("http://169.254.169.254/latest/"),
        ),
        Case("to-lan", "redirects into a private network", "refused", private, _to("http://10.0.0.1/admin")),
        Case(
            "to-port",
            "redirects to another port of its host",
            "refused",
            private,
            _to("http://127.0.0.1:9/secret"),
        ),
        Case(
            "to-name",
            "redirects to a private address by name",
            "refused",
            private,
            _to("http://localhost:9/secret"),
        ),
        Case("to-ipv6", "redirects to ::1", "refused", private, _to("http://[::1]:9/secret")),
        Case(
            "to-mapped",
            "redirects to an IPv4 address in IPv6",
            "refused",
            private,
            _to("http://[::ffff:10.0.0.1]/"),
        ),
        Case(
            "to-number",
            "redirects to 127.0.0.1 as one number",
            "refused|failed",
            "",
            _to("http://2130706433:9/"),
        ),
        Case("to-zero", "redirects to 0.0.0.0", "refused", private, _to("http://0.0.0.0:9/")),
        Case("to-nowhere", "302 without a Location", "failed", "302", Answer(b"", 302)),
        Case(
            "to-nohost",
            "redirects to a name that is none",
            "failed|refused",
            "address|robots",
            _to("http://no-such-host.invalid/"),
        ),
        Case("to-garbage", "redirects to no address at all", "failed|refused", "", _to("http://[/::")),
        Case(
            "to-control",
            "control characters in the Location",
            "failed|refused|gone|not_article",
            "",
            _to("/a\tb\x01c"),
        ),
        Case(
            "to-long", "redirects to an address of 13 KB", "failed|refused", "long", _to("/" + "a" * 13_000)
        ),
        Case("to-front", "redirects to the front", "not_article", "front", _to("/")),
        Case(
            "to-other",
            "redirects to another site's article",
            "not_article",
            "redirected out",
            site=_moved("gone"),
        ),
    ]
