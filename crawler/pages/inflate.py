"""Gzip inside a body (sitemap.xml.gz), decompressed with a cap: a bomb costs the cap, not the memory."""

import zlib

MAX_DECODED = 50 * 1024 * 1024  # the sitemap protocol's own limit for one file, decoded
GZIP = b"\x1f\x8b"
_STEP = 64 * 1024
_LAYERS = 2  # some servers gzip a .gz once more


def inflate(body: bytes, limit: int = MAX_DECODED) -> tuple[bytes, str | None]:
    """The body, decompressed if it is gzip and never longer than `limit`, and what was wrong with it."""
    problem = None
    for _ in range(_LAYERS):
        if body.startswith(GZIP):
            body, problem = _gunzip(body, limit)
    return (body[:limit], f"cut off at {limit} bytes") if len(body) > limit else (body, problem)


def _gunzip(data: bytes, limit: int) -> tuple[bytes, str | None]:
    """All members of a file, up to a step more than `limit`."""
    out = bytearray()
    while data.startswith(GZIP):  # a file may be several members in a row (RFC 1952 §2.2)
        stream = zlib.decompressobj(wbits=31)
        try:
            while data and not stream.eof and len(out) <= limit:
                out += stream.decompress(data, _STEP)
                data = stream.unconsumed_tail
        except zlib.error:
            return bytes(out), "broken gzip"
        if not stream.eof:
            return bytes(out), "gzip ends too early"
        data = stream.unused_data
    return bytes(out), None
