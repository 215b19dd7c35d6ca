"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.9509,
    "rate": -0.2597,
    "first": 0.5072,
    "early": 0.5501,
    "after": -1.7015,
    "contained": 1.2780,
    "named": 0.5022,
    "refd_sparse": -0.1413,
    "refd_dense": 1.0000,
    "indegree": 0.5777,
    "cosine": 1.5862,
    "mentioned": 2.2212,
    "close_rate": 1.0356,
    "passing": -2.0000,
    "mutual": -2.0000,
}
INTERCEPT: Final = -3.2328
STRONG: Final = 0.58
LIKELY: Final = 0.42
WEAK: Final = 0.3
