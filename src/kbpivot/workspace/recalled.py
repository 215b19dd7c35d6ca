"""Orders that were worked out before, kept beside the parsed notes."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import msgspec

from kbpivot.graph.recall import Recall, recalling
from kbpivot.shell.answer_cache import code_mark
from kbpivot.shell.cache_place import cache_file
from kbpivot.shell.own_files import read_own
from kbpivot.shell.writing import write_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = ["with_kept_orders"]

_SUM: Final = 16
_MANY: Final = 1_000


class _Orders(msgspec.Struct, frozen=True, array_like=True):
    code: bytes
    answers: dict[bytes, bytes]


@contextmanager
def with_kept_orders(root: str | os.PathLike[str] | None, notes: int) -> Iterator[None]:
    """Look up what is worked out inside, and keep what is new.

    Args:
        root: the vault's folder; None where nothing is to be kept.
        notes: how many notes it has; of few, all is worked out sooner.
    """
    if root is None or notes < _MANY:
        yield
        return
    place = cache_file(root).with_suffix(".orders.msgpack")
    code = hashlib.blake2b(code_mark(), digest_size=_SUM).digest()
    known: dict[bytes, bytes] = {}
    with suppress(OSError, msgspec.MsgspecError):
        data = read_own(place)
        if data[:_SUM] == hashlib.blake2b(data[_SUM:], digest_size=_SUM).digest():
            kept = msgspec.msgpack.decode(data[_SUM:], type=_Orders)
            known = kept.answers if kept.code == code else {}
    recall = Recall(known)
    with recalling(recall):
        yield
    if recall.has_more:
        with suppress(OSError):
            body = msgspec.msgpack.encode(_Orders(code, recall.kept))
            write_bytes(place, hashlib.blake2b(body, digest_size=_SUM).digest(), body)
