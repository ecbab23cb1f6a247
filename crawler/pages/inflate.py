"""Gzip inside a body (sitemap.xml.gz), decompressed with a cap: a bomb costs the cap, not the memory."""

import zlib

MAX_DECODED = 50 * 1024 * 1024  # the sitemap protocol's own limit for one file, decoded
GZIP = b"\x1f\x8b"
_STEP = 64 * 1024
_PIECE = 16 * 1024  # of what goes in at once
MAX_MEMBERS = 10_000  # of one file; log rotation leaves some dozens
_LAYERS = 2  # some servers gzip a .gz once more


def inflate(body: bytes, limit: int = MAX_DECODED) -> tuple[bytes, str | None]:
    """The body, decompressed if it is gzip and never longer than `limit`, and what was wrong with it."""
    problem = None
    for _ in range(_LAYERS):
        if not body.startswith(GZIP):
            break
        body, problem = _gunzip(body, limit)
    if len(body) > limit:
        return body[:limit], f"cut off at {limit} bytes"
    return body, problem


def _gunzip(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """Piece by piece, so that what is left after a member is never copied whole."""
    out, data, place = bytearray(), memoryview(body), 0
    for _ in range(MAX_MEMBERS):  # a file may be several members in a row (RFC 1952 §2.2)
        if body[place : place + 2] != GZIP:
            return bytes(out), None  # what else stands behind them is padding
        stream = zlib.decompressobj(wbits=31)
        try:
            while place < len(body) and not stream.eof:
                piece: bytes | memoryview = data[place : place + _PIECE]
                place += len(piece)
                while piece and not stream.eof:
                    out += stream.decompress(piece, _STEP)
                    piece = stream.unconsumed_tail
                    if len(out) > limit:
                        return bytes(out[:limit]), f"cut off at {limit} bytes"
        except zlib.error:
            return bytes(out), "broken gzip"
        if not stream.eof:
            return bytes(out), "gzip ends too early"
        place -= len(stream.unused_data)
    return bytes(out), f"more than {MAX_MEMBERS} gzip members"
