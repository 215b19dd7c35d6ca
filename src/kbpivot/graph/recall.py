"""Answers of slow functions, found again while they are asked the same."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Recall", "recalled", "recalling"]

_Answer = TypeVar("_Answer")

_WORTH: Final = 1_000  # things to look at below which the answer is had sooner than the question
_MOST: Final = 16  # answers that are kept


class Recall:
    """Answers by what was asked, encoded.

    An answer follows from the question alone, so it stays right whatever happens to the vault.
    """

    def __init__(self, known: Mapping[bytes, bytes]) -> None:
        """Begin with answers given before.

        Args:
            known: the answers, the latest first.
        """
        self._known = known
        self._used: dict[bytes, bytes] = {}

    def find(self, question: bytes) -> bytes | None:
        """Return the answer to a question, None where it was not asked before."""
        found = self._used.get(question) or self._known.get(question)
        if found is not None:
            self._used[question] = found
        return found

    def add(self, question: bytes, answer: bytes) -> None:
        """Take an answer."""
        self._used[question] = answer

    @property
    def has_more(self) -> bool:
        """Whether there are answers that it did not begin with."""
        return not self._used.keys() <= self._known.keys()

    @property
    def kept(self) -> dict[bytes, bytes]:
        """The answers that are worth keeping, the latest first."""
        return dict(list({**self._used, **self._known}.items())[:_MOST])


_RECALL: ContextVar[Recall | None] = ContextVar("recall", default=None)


@contextmanager
def recalling(recall: Recall | None) -> Iterator[None]:
    """Let what is worked out inside be looked up first; with None nothing is."""
    token = _RECALL.set(recall)
    try:
        yield
    finally:
        _RECALL.reset(token)


def recalled(
    name: str,
    asked: Callable[[], object],
    make: Callable[[], _Answer],
    *,
    kept: Any,  # noqa: ANN401  any type that msgspec knows
    size: int,
) -> _Answer:
    """Return what a function answers, from before where it was asked the same.

    Args:
        name: names the function.
        asked: gives all that the answer follows from, as plain values or records.
        make: works the answer out.
        kept: the type of the answer.
        size: how many things there are to look at.
    """
    recall = _RECALL.get()
    if recall is None or size < _WORTH:
        return make()
    try:
        question = name.encode() + b"\0" + msgspec.msgpack.encode(asked())
    except (TypeError, ValueError, OverflowError):
        return make()
    key = hashlib.blake2b(question, digest_size=20).digest()
    data = recall.find(key)
    if data is not None:
        try:
            known: _Answer = msgspec.msgpack.decode(data, type=kept)
        except (msgspec.MsgspecError, RecursionError):
            pass
        else:
            return known
    found = make()
    recall.add(key, msgspec.msgpack.encode(found))
    return found
