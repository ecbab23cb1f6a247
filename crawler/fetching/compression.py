"""Content-Encoding undone with a cap: gzip, deflate, brotli, zstd.

What is not encoded as its header says is left as it is: archives often keep the header of a body that they
have decoded, and some servers send one by mistake. A body that is cut off gives what it holds, and says so.
"""

import bz2
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

from crawler.pages.inflate import inflate
from crawler.zstandards import zstd

ACCEPTED = "gzip, deflate, br, zstd"  # what we ask for
MAX_BODY = 10 * 2**20  # bytes of a page, decoded; the largest of 833 real article pages has 1.8 MB
MAX_CODINGS = 4  # in one header; real ones have one, seldom two
_GZIP, _ZSTD, _BZIP2 = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh"


MAX_FRAMES = 10_000  # of zstd, or members of gzip, in a row; servers send one, tools one for some MiB
_ZSTD_STEP = 64 * 1024  # bytes
_TRAILER = 8  # bytes after gzip's data: checksum and length; some servers leave them out


@dataclass(frozen=True, slots=True)
class Decoded:
    body: bytes
    cut: bool = False  # it ends before its coding does, or is broken


def decode(body: bytes, header: str, limit: int) -> bytes:
    """The body without the codings that the header names, never longer than `limit`."""
    return undo(body, header, limit).body


def undo(body: bytes, header: str, limit: int) -> Decoded:
    """The same, and whether all of it was there."""
    names = [name.strip().lower() for name in header.split(",")][-MAX_CODINGS:]
    cut = False
    for name in reversed(names):
        if decoder := _DECODERS.get(name):
            decoded = decoder(body, limit)
            body, cut = decoded.body, cut or decoded.cut
    return Decoded(body[:limit], cut)


def _gzip(body: bytes, limit: int) -> Decoded:
    if not body.startswith(_GZIP):
        return Decoded(body)
    return _inflate(body, limit, zlib.MAX_WBITS | 16) or Decoded(b"", cut=True)


def _members(body: bytes, limit: int) -> Decoded:
    """Gzip as files have it: several members in a row are one (RFC 1952 §2.2)."""
    decoded, problem = inflate(body, limit)
    return Decoded(decoded, cut=problem is not None and len(decoded) < limit)


def _deflate(body: bytes, limit: int) -> Decoded:
    """Servers send it with and without zlib's two bytes."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        if (decoded := _inflate(body, limit, bits)) is not None:
            return decoded
    return Decoded(body)


def _inflate(body: bytes, limit: int, bits: int) -> Decoded | None:
    """What can be had; None where nothing can."""
    stream, out = zlib.decompressobj(wbits=bits), bytearray()
    try:
        while body and not stream.eof and len(out) < limit:
            out += stream.decompress(body, limit - len(out))
            body = stream.unconsumed_tail
    except zlib.error:
        return Decoded(bytes(out), cut=True) if out else None
    return Decoded(bytes(out), cut=not stream.eof and len(out) < limit and not _lacks_trailer_only(stream))


def _lacks_trailer_only(stream: "zlib._Decompress") -> bool:
    """Whether the data are whole: zeros after them are then read as a checksum, and a wrong one."""
    try:
        stream.decompress(bytes(_TRAILER), 1)
    except zlib.error as error:
        return "incorrect data check" in str(error) or "incorrect length check" in str(error)
    return bool(stream.eof)  # what was missing were zeros


def _brotli(body: bytes, limit: int) -> Decoded:
    stream, out, data = brotli.Decompressor(), bytearray(), body
    try:
        while not stream.is_finished() and len(out) < limit:
            piece = stream.process(data, output_buffer_limit=64 * 1024)
            if not piece and stream.can_accept_more_data():
                break
            out += piece
            data = b""
    except brotli.error:
        return Decoded(bytes(out), cut=True) if out else Decoded(body)
    return Decoded(bytes(out), cut=not stream.is_finished() and len(out) < limit)


def _zstd(body: bytes, limit: int) -> Decoded:
    """Frame by frame, in steps, for what is left of a step behind a frame is copied."""
    if not body.startswith(_ZSTD):
        return Decoded(body)
    out, data, place = bytearray(), memoryview(body), 0
    for _ in range(MAX_FRAMES):
        if data[place : place + 4] != _ZSTD or len(out) >= limit:
            return Decoded(bytes(out))
        stream = zstd.ZstdDecompressor()
        try:
            while not stream.eof and len(out) < limit and (place < len(body) or not stream.needs_input):
                step = data[place : place + _ZSTD_STEP] if stream.needs_input else b""
                out += stream.decompress(step, limit - len(out))
                place += len(step)
        except zstd.ZstdError:
            return Decoded(bytes(out), cut=True)
        if not stream.eof:
            return Decoded(bytes(out), cut=len(out) < limit)
        place -= len(stream.unused_data)
    return Decoded(bytes(out), cut=True)


def _bzip2(body: bytes, limit: int) -> Decoded:
    """No coding of HTTP, but one of files."""
    out, data, stream = bytearray(), body, bz2.BZ2Decompressor()
    try:
        while data.startswith(_BZIP2) and len(out) < limit:
            out += stream.decompress(data, limit - len(out))
            while not stream.eof and not stream.needs_input and len(out) < limit:
                out += stream.decompress(b"", limit - len(out))
            if not stream.eof:
                return Decoded(bytes(out), cut=len(out) < limit)
            data, stream = stream.unused_data, bz2.BZ2Decompressor()
    except (OSError, EOFError):
        return Decoded(bytes(out), cut=True)
    return Decoded(bytes(out))


def unwrapped(body: bytes, limit: int) -> Decoded:
    """The body without the gzip, zstd or bzip2 that its first bytes show, never longer than `limit`."""
    cut = False
    for _ in range(MAX_CODINGS):
        found = next((undo for mark, undo in _WRAPPINGS.items() if body.startswith(mark)), None)
        if found is None:
            break
        decoded = found(body, limit)
        body, cut = decoded.body, cut or decoded.cut
    return Decoded(body[:limit], cut)


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    **{"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate},
    **{"br": _brotli, "zstd": _zstd},
}
_WRAPPINGS: dict[bytes, Callable[[bytes, int], Decoded]] = {_GZIP: _members, _ZSTD: _zstd, _BZIP2: _bzip2}
