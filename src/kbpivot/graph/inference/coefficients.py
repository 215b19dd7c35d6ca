"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.3456,
    "rate": -0.3096,
    "first": 0.4159,
    "early": 0.1349,
    "after": -1.7857,
    "contained": 1.3496,
    "named": 0.8565,
    "refd_sparse": -0.1831,
    "refd_dense": 1.0000,
    "indegree": 0.5885,
    "cosine": 1.3463,
    "mentioned": 1.3783,
    "close_rate": 1.7693,
    "passing": -2.0000,
}
INTERCEPT: Final = -2.9722
STRONG: Final = 0.61
LIKELY: Final = 0.44
WEAK: Final = 0.32
