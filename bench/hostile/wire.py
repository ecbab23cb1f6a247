"""Answers that break HTTP, its codings or anybody's patience."""

import gzip
import socket
import struct
import time
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import zstandard

from bench.hostile.case import HTML, Answer, Case, Request, Wire, article

BOMB = 50 * 2**20  # bytes decoded
LONG = 40.0  # seconds that a slow answer goes on, longer than anybody should wait


def _bytes(*pieces: bytes) -> Wire:
    def write(connection: socket.socket, request: Request) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return write


def _then_silence(start: bytes) -> Wire:
    def write(connection: socket.socket, request: Request) -> None:
        connection.sendall(start)
        time.sleep(LONG)

    return write


def _drip(start: bytes, piece: Callable[[int], bytes], pause: float) -> Wire:
    def write(connection: socket.socket, request: Request) -> None:
        connection.sendall(start)
        until, n = time.monotonic() + LONG, 0
        while time.monotonic() < until:
            connection.sendall(piece(n))
            time.sleep(pause)
            n += 1

    return write


def _reset(connection: socket.socket, request: Request) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _flood(start: bytes, piece: bytes) -> Wire:
    """As fast as the other side takes it, up to a gigabyte."""

    def write(connection: socket.socket, request: Request) -> None:
        connection.sendall(start)
        block = piece * (2**20 // len(piece))
        for _ in range(1024):
            connection.sendall(block)

    return write


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
WHOLE = article("wire")
CHUNKED = OK + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"


def _coded(coding: str, body: bytes) -> Answer:
    return Answer(body, headers={**HTML, "Content-Encoding": coding})


def _brotli_bomb() -> bytes:
    return bytes(brotli.compress(b"<p>" + bytes(BOMB), quality=1))


def cases() -> list[Case]:
    return [*_codings(), *_slow(), *_heads(), *_lengths()]


def _codings() -> list[Case]:
    packed, bomb = gzip.compress(article("packed")), b"<p>" + b"a" * BOMB
    zipped = gzip.compress(bomb)
    return [
        Case("gzip-bomb", "50 MiB in 50 KB of gzip", "refused", "10 MiB", _coded("gzip", zipped)),
        Case(
            "brotli-bomb",
            "50 MiB in a few bytes of brotli",
            "refused",
            "10 MiB",
            _coded("br", _brotli_bomb()),
        ),
        Case(
            "zstd-bomb",
            "50 MiB in 5 KB of zstd",
            "refused",
            "10 MiB",
            _coded("zstd", zstandard.compress(bomb)),
        ),
        Case(
            "gzip-in-gzip",
            "a bomb in two layers",
            "refused",
            "10 MiB",
            _coded("gzip, gzip", gzip.compress(zipped)),
        ),
        Case(
            "many-codings",
            "eighty codings in one header",
            "article",
            "",
            _coded(", ".join(["gzip"] * 80), gzip.compress(article("many codings"))),
        ),
        Case(
            "truncated-gzip",
            "gzip that ends in the middle",
            "failed",
            "cut off",
            _coded("gzip", packed[: len(packed) * 2 // 3]),
        ),
        Case(
            "gzip-no-trailer", "gzip without its last eight bytes", "article", "", _coded("gzip", packed[:-8])
        ),
        Case("no-gzip", "a page that is called gzip", "article", "", _coded("gzip", article("no gzip"))),
        Case(
            "bad-gzip", "garbage after gzip's magic", "failed", "", _coded("gzip", b"\x1f\x8b\x08 not gzip")
        ),
        Case(
            "bad-brotli",
            "garbage called brotli",
            "failed|not_article",
            "",
            _coded("br", b"\x1f\x8b\x08 not brotli"),
        ),
        Case("unknown-coding", "a coding of its own", "article", "", _coded("klingon", article("klingon"))),
    ]


def _slow() -> list[Case]:
    slow = "took too long"
    body = OK + b"Content-Length: 90000\r\n\r\n"
    return [
        Case("silence", "takes the request and says nothing", "failed", slow, _then_silence(b"")),
        Case("stalled-head", "half a header, then silence", "failed", slow, _then_silence(OK + b"X-Half")),
        Case("stalled-body", "half a body, then silence", "failed", slow, _then_silence(body + WHOLE[:600])),
        Case("slow-drip", "one byte every 50 ms", "failed", slow, _drip(body, lambda n: b"a", 0.05)),
        Case(
            "slow-head",
            "one header line every 50 ms",
            "failed",
            slow,
            _drip(OK, lambda n: b"X-%d: 1\r\n" % n, 0.3),
        ),
        Case("closed", "closes without a word", "failed", "", _bytes(b"")),
        Case("reset", "resets the connection", "failed", "", _reset),
        Case(
            "endless-body",
            "a body without an end",
            "refused",
            "10 MiB",
            _flood(OK + b"\r\n", b"<p>and on</p>"),
        ),
    ]


def _whole(seed: str, lines: bytes) -> Wire:
    """An article with these lines in its header."""
    body = article(seed)
    return _bytes(OK + lines + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)


def _heads() -> list[Case]:
    rest = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(WHOLE) + WHOLE
    many = b"".join(b"X-%d: 1\r\n" % n for n in range(5_000))
    cookies = b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 4_000) for n in range(60))
    few = b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 200) for n in range(60))
    return [
        Case(
            "long-header",
            "one header of 100 KB",
            "failed",
            "header",
            _bytes(OK + b"X: " + b"x" * 100_000 + b"\r\n" + rest),
        ),
        Case("many-headers", "5,000 header lines", "failed", "header", _bytes(OK + many + rest)),
        Case(
            "endless-headers",
            "header lines without an end",
            "failed",
            "header",
            _flood(OK, b"X-More: and more\r\n"),
        ),
        Case(
            "endless-line",
            "one header line without an end",
            "failed",
            "header",
            _flood(OK + b"X: ", b"and more "),
        ),
        Case("cookie-flood", "240 KB of cookies", "failed", "header", _bytes(OK + cookies + rest)),
        Case("some-cookies", "12 KB of cookies", "article", "", _whole("some cookies", few)),
        Case(
            "continued",
            "100 Continue, a thousand times",
            "failed",
            "header",
            _bytes(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, OK + rest),
        ),
        Case(
            "no-colon",
            "header lines without a colon",
            "article",
            "",
            _whole("no colon", b"what is this\r\n: and this\r\n"),
        ),
        Case(
            "binary-head",
            "bytes of no character set in a header",
            "article",
            "",
            _whole("binary head", b"X-\xff: \xfe\x01\r\n"),
        ),
        Case("no-http", "another protocol", "failed", "", _bytes(b"SSH-2.0-OpenSSH_9.2\r\n")),
        Case("http-0.9", "a page without a header", "failed", "", _bytes(WHOLE)),
        Case("status-999", "a status of its own", "failed", "999", Answer(b"no", 999)),
        Case(
            "status-text",
            "a status that is no number",
            "failed",
            "",
            _bytes(b"HTTP/1.1 fine OK\r\n\r\n", WHOLE),
        ),
        Case(
            "unasked-304",
            "not modified, though nothing is known",
            "failed",
            "304",
            _bytes(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        ),
    ]


def _lengths() -> list[Case]:
    return [
        Case(
            "too-long-a-length",
            "says 90,000 bytes, sends 1,500",
            "failed",
            "cut off",
            Answer(article("too long"), length="90000"),
        ),
        Case("too-short-a-length", "says 40 bytes of a page", "not_article", "", Answer(WHOLE, length="40")),
        Case("no-length", "a length that is no number", "failed", "", Answer(WHOLE, length="lots")),
        Case("negative-length", "a length below nothing", "failed", "", Answer(WHOLE, length="-5")),
        Case(
            "two-lengths",
            "two different lengths",
            "failed",
            "",
            Answer(WHOLE, length="40\r\nContent-Length: 900"),
        ),
        Case("huge-length", "announces 10 GB", "refused", "10 MiB", Answer(WHOLE, length=str(10**10))),
        Case("bad-chunk", "a chunk whose size is no number", "failed", "", _bytes(CHUNKED, b"zz\r\n", WHOLE)),
        Case(
            "cut-chunk",
            "chunks without the last one",
            "failed",
            "cut off",
            _bytes(CHUNKED, b"%x\r\n" % len(WHOLE), WHOLE),
        ),
        Case(
            "huge-chunk",
            "a chunk of 2⁶⁴ bytes",
            "failed",
            "",
            _bytes(CHUNKED, b"FFFFFFFFFFFFFFFF\r\n", WHOLE),
        ),
        Case("endless-chunk-line", "a chunk size without an end", "failed", "", _flood(CHUNKED, b"0")),
        Case("empty", "nothing in the body", "failed", "empty", Answer(b"")),
        Case("no-content", "204", "failed", "empty", Answer(b"", 204)),
    ]
