"""What texts are compared by: their letters and digits alone, so that layout does not matter."""

import re
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler import datafiles

_LETTERS = re.compile(r"\w+")
_BETWEEN = "\0"  # stands in no text of a page: parsing takes it out
_TABLE_SIZE = 0x20000  # beyond it there are rare ideographs alone
UTF_32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


def key(text: str) -> str:
    """The letters and digits of a text: what stays when layout is taken away."""
    return "".join(_LETTERS.findall(text.lower()))


def keys(texts: Sequence[str]) -> list[str]:
    """The keys of many texts; several times as fast as one by one."""
    codes = code_points(_BETWEEN.join([text.lower() for text in texts]))
    if codes.max(initial=0) < _TABLE_SIZE:
        kept = codes.compress(_stays().take(codes))
        found = kept.tobytes().decode(UTF_32, "surrogatepass").split(_BETWEEN)
        if len(found) == len(texts):
            return found
    return [key(text) for text in texts]


def code_points(text: str) -> NDArray[np.uint32]:
    """The text as an array of its characters' numbers."""
    return np.frombuffer(text.encode(UTF_32, "surrogatepass"), dtype=np.uint32)


@datafiles.kept
def _stays() -> NDArray[np.bool_]:
    """For each code point, whether a key keeps it."""
    stays = np.zeros(_TABLE_SIZE, dtype=np.bool_)
    for run in _LETTERS.finditer("".join(map(chr, range(_TABLE_SIZE)))):
        stays[run.start() : run.end()] = True
    stays[ord(_BETWEEN)] = True
    return stays
