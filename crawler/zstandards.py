"""zstd as the standard library has it since Python 3.14, and as a package of its own brings it before."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["zstd"]
