"""Content-Encoding undone with a cap, for saved answers: gzip, deflate, brotli, zstd.

What is not encoded as its header says is left as it is: archives often keep the header of a body that they
have decoded. A body that is cut off gives what it holds.
"""

import zlib
from collections.abc import Callable
from io import BytesIO

import brotli  # type: ignore[import-untyped]
import zstandard

MAX_CODINGS = 4  # in one header; real ones have one, seldom two
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def decode(body: bytes, header: str, limit: int) -> bytes:
    """The body without the codings that the header names, never longer than `limit`."""
    names = [name.strip().lower() for name in header.split(",")][-MAX_CODINGS:]
    for name in reversed(names):
        if decoder := _DECODERS.get(name):
            body = decoder(body, limit)
    return body[:limit]


def _gzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, limit, zlib.MAX_WBITS | 16) or b"" if body.startswith(_GZIP) else body


def _deflate(body: bytes, limit: int) -> bytes:
    """Servers send it with and without zlib's two bytes."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        if (decoded := _inflate(body, limit, bits)) is not None:
            return decoded
    return body


def _inflate(body: bytes, limit: int, bits: int) -> bytes | None:
    """What can be had; None where nothing can."""
    stream, out = zlib.decompressobj(wbits=bits), bytearray()
    try:
        while body and not stream.eof and len(out) < limit:
            out += stream.decompress(body, limit - len(out))
            body = stream.unconsumed_tail
    except zlib.error:
        return bytes(out) or None
    return bytes(out)


def _brotli(body: bytes, limit: int) -> bytes:
    stream, out, data = brotli.Decompressor(), bytearray(), body
    try:
        while not stream.is_finished() and len(out) < limit:
            piece = stream.process(data, output_buffer_limit=64 * 1024)
            if not piece and stream.can_accept_more_data():
                break
            out, data = out + piece, b""
    except brotli.error:
        return bytes(out) or body
    return bytes(out)


def _zstd(body: bytes, limit: int) -> bytes:
    if not body.startswith(_ZSTD):
        return body
    try:
        return zstandard.ZstdDecompressor().stream_reader(BytesIO(body), read_across_frames=True).read(limit)
    except zstandard.ZstdError:
        return b""


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    **{"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate},
    **{"br": _brotli, "zstd": _zstd},
}
