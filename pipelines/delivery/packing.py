"""gzip and zstd, by a file's name: as a stream, and as whole pieces that can be appended.

Both formats may be concatenated (RFC 1952 2.2, RFC 8878 3.1), so a file that grows by whole pieces is
a whole file after each. Nothing in them depends on the time.
"""

import gzip
from contextlib import AbstractContextManager, nullcontext
from typing import IO, cast

GZIP_LEVEL = 6
ZSTD_LEVEL = 6  # smaller than gzip -9 on news text, and quicker than the store reads


def is_packed(name: str) -> bool:
    return name.endswith((".gz", ".zst"))


def packed(file: IO[bytes], name: str) -> AbstractContextManager[IO[bytes]]:
    """A stream into `file` that compresses as its name says; closing it leaves `file` open."""
    if name.endswith(".gz"):
        stream = gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=file, mtime=0)
        return cast("AbstractContextManager[IO[bytes]]", stream)
    if name.endswith(".zst"):
        from crawler.zstandards import zstd

        return cast("AbstractContextManager[IO[bytes]]", zstd.ZstdFile(file, "wb", level=ZSTD_LEVEL))
    return nullcontext(file)


def piece(data: bytes, name: str) -> bytes:
    """The data as one whole piece of a file of this name."""
    if name.endswith(".gz"):
        return gzip.compress(data, GZIP_LEVEL, mtime=0)
    if name.endswith(".zst"):
        from crawler.zstandards import zstd

        return zstd.compress(data, ZSTD_LEVEL)
    return data
