"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.3442,
    "rate": -0.2130,
    "first": 0.5002,
    "early": 0.0101,
    "after": -1.7870,
    "contained": 1.3430,
    "named": 0.8542,
    "refd_sparse": -0.1913,
    "refd_dense": 1.0000,
    "indegree": 0.6191,
    "cosine": 1.3635,
    "mentioned": 1.3386,
    "close_rate": 1.7663,
}
INTERCEPT: Final = -2.9821
STRONG: Final = 0.54
LIKELY: Final = 0.33
WEAK: Final = 0.07
