"""Pages that a browser or mail program saved as MHTML (RFC 2557): the HTML part and where it came from."""

import re
from email import message_from_bytes
from email.message import Message

from crawler.fetching.compression import MAX_BODY

_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+\r?\n")
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
MAX_HEAD = 32 * 1024  # bytes of header: mails that came a long way have some KiB


def is_mhtml(body: bytes) -> bool:
    """Whether a file begins with a mail's header that announces parts or HTML."""
    match = _HEADERS.match(body[:MAX_HEAD].lstrip(b"\r\n"))
    return match is not None and bool(_MIME.search(match[0]) and _TYPE.search(match[0]))


def html_part(body: bytes) -> tuple[bytes, str, str] | None:
    """(HTML, its Content-Type, its address or "") of the page itself; None where the file holds none.

    The root of a saved page is its first HTML part (RFC 2557 §8.2; browsers put first what `start` names).
    """
    message = message_from_bytes(body.lstrip(b"\r\n"))
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return payload[:MAX_BODY], str(part.get("Content-Type", "")), _address(part, message)
    return None


def _address(part: Message, whole: Message) -> str:
    for text in (
        part.get("Content-Location"),
        whole.get("Snapshot-Content-Location"),
        part.get("Content-Base"),
    ):
        if text and str(text).strip().startswith(("http://", "https://")):
            return "".join(str(text).split())
    return ""
