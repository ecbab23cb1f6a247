"""Which records may be used for what, as far as their pages and sites said it in machine-readable form.

This reads `rights` and nothing else: what a licence or a law allows is not in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

Use = Literal["train", "search", "any"]
USES: tuple[Use, ...] = ("train", "search", "any")
TRAINING = frozenset(
    {"noai", "noml", "tdm-reservation", "content-signal:ai-train=no", "ai-train=no"}
)  # noimageai is about pictures alone
SEARCHING = frozenset({"noindex", "none", "tdm-reservation", "content-signal:search=no"})
# Addresses of conditions, which refuse nothing by themselves; of the rest each is a reservation of some use.
CONDITIONS = ("license:", "tdm-policy:")


def permits(rights: Sequence[str], use: Use) -> bool:
    """Whether nothing of `rights` reserves the use: training of models, a search index, or any use at all."""
    alone = (one.rpartition(" ")[2] for one in rights)  # without the file that says it: "robots.txt noai"
    said = {one for one in alone if not one.startswith(CONDITIONS)}
    if use == "any":
        return not said
    return not said & (TRAINING if use == "train" else SEARCHING)


def permitted(records: Iterable[bytes], use: Use | None) -> Iterator[bytes]:
    """The records that may be used so; all of them where nothing is asked."""
    decode = msgspec.json.Decoder(_Rights).decode
    return (record for record in records if use is None or permits(decode(record).rights, use))


class _Rights(msgspec.Struct):
    rights: tuple[str, ...] = ()
