"""How the time of a call grows with its input."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

MOST = 3.0
"""Twice the input may take less than this many times as long."""
_LONG = 0.04  # seconds: below, a ratio says nothing
_LARGEST = 300_000  # characters


def seconds(call: Callable[[str], object], text: str) -> float:
    """The processor time of one call, the shortest of nine; of one, where that takes long.

    Garbage is collected between the calls: within one, a collection takes time by what all the
    other tests keep.
    """
    best = float("inf")
    collecting = gc.isenabled()
    for _ in range(9):
        gc.disable()
        try:
            begin = time.process_time()
            call(text)
            best = min(best, time.process_time() - begin)
        finally:
            if collecting:
                gc.enable()
        if best > 1.0:
            break
    return best


def growth(make: Callable[[int], str], call: Callable[[str], object], *, start: int = 500) -> float:
    """How many times as long twice the input takes, at the first size where that can be told.

    Args:
        make: a text of a size.
        call: what reads it.
        start: the first size.
    """
    size = start
    while (once := seconds(call, make(size))) < _LONG:
        size *= 2
        if len(make(size)) > _LARGEST:
            return 1.0
    ratios = []
    for _ in range(9):
        ratios.append(seconds(call, make(2 * size)) / once)
        if ratios[-1] < MOST:
            break
        once = seconds(call, make(size))
    return min(ratios)
