"""What an answer means for its address, by status code and place: pure, the reason in the result."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.errors import ProxyError, TooManyHeadersError
from crawler.items import Status

# 401, 402, 403, 451: somebody decided that we may not read; 429: not now. 407 and 511 are walls on the way.
_BLOCKED = {401: "login wanted", 402: "payment wanted", 403: "forbidden", 407: "proxy login wanted"}
_BLOCKED |= {429: "too many requests", 451: "unavailable for legal reasons", 511: "network login wanted"}


NO_CONNECTION = (
    "no connection"  # begins the reason where no robots.txt could be asked for: it is not at fault
)
UNASKED = (NO_CONNECTION, "robots.txt")  # begin the reasons of what was refused for want of a robots.txt
_ENDED = ("ConnectionDone", "ConnectionLost", "ConnectionAborted")  # Twisted's, in an error that they caused
_LOOPED = Status.FAILED, "redirected without an end"  # "max redirections reached" in Scrapy's words
UNREACHABLE = ("the host name has no address", "the connection was refused")


def judge(
    status: int, size: int, *, asked: str, final: str, conditional: bool = True
) -> tuple[Status, str] | None:
    """(status, reason) of an answer that holds nothing to read, or None where its body is to be read.

    `size` is the body's length in bytes; `asked` and `final` are URLs before and after redirects;
    `conditional` is whether we said what we have.
    """
    if status == 304:
        if not conditional:
            return Status.FAILED, "304 not modified, though nothing was known"
        return Status.UNCHANGED, "not modified"
    if status in (404, 410):
        return Status.GONE, f"{status}"
    if status in _BLOCKED:
        return Status.BLOCKED, f"{status} {_BLOCKED[status]}"
    if status >= 400 or status < 200:
        return Status.FAILED, f"the server answered {status}"
    if status >= 300:
        return Status.FAILED, f"redirect {status} without an end"
    if size == 0:
        return Status.FAILED, "the answer was empty"
    if urlsplit(asked).path.strip("/") and not urlsplit(final).path.strip("/") and not urlsplit(final).query:
        return Status.NOT_ARTICLE, f"redirected to the front {final}"
    return None


def describe(error: BaseException, limit: int) -> tuple[Status, str]:
    """(status, reason) of a download that raised. `limit` is the size limit in bytes, for the text."""
    name = type(error).__name__
    text = str(error).strip() or name
    if name == "DownloadCancelledError" or "DOWNLOAD_MAXSIZE" in text:
        return Status.REFUSED, f"larger than {limit / 2**20:.0f} MiB"
    if isinstance(error, ProxyError):
        return Status.FAILED, text
    if name == "IgnoreRequest":
        return _LOOPED if text == "max redirections reached" else (Status.REFUSED, text.splitlines()[0])
    if name == "ValueError" and text.startswith("Missing scheme"):
        return Status.FAILED, f"redirected to no web address: {text.partition(': ')[2][:200]}"
    inner = list(_inside(error))
    if told := next((str(value) for value in inner if isinstance(value, TooManyHeadersError)), ""):
        return Status.FAILED, told
    known = {
        "CannotResolveHostError": "the host name has no address",
        "DownloadConnectionRefusedError": "the connection was refused",
        "DownloadTimeoutError": "the answer took too long",
        "TimeoutError": "the answer took too long",
        "ResponseDataLossError": "the answer was cut off",
        "UnsupportedURLSchemeError": "neither http nor https",
    }
    if name not in known and any(type(value).__name__ in _ENDED for value in inner):
        return Status.FAILED, "the connection was closed before the answer was there"
    return Status.FAILED, known.get(name, f"{name}: {text.splitlines()[0][:200]}")


def _inside(error: BaseException) -> Iterator[object]:
    """What Twisted's and Scrapy's wrappers hold: the faults that they stand for."""
    seen: BaseException | None = error
    while seen is not None:
        reasons = (
            seen.args[0] if seen.args and isinstance(seen.args[0], list) else getattr(seen, "reasons", ())
        )
        yield from (getattr(failure, "value", failure) for failure in reasons or ())
        seen = seen.__cause__
