"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.8789,
    "rate": -0.3696,
    "first": -0.0009,
    "early": 1.0000,
    "after": -1.8186,
    "contained": 1.3108,
    "named": 0.8153,
    "refd_sparse": -0.1746,
    "refd_dense": 1.0000,
    "indegree": 0.5849,
    "cosine": 1.4942,
    "mentioned": 1.9004,
    "close_rate": 1.6815,
    "passing": -2.0000,
    "mutual": -2.0000,
}
INTERCEPT: Final = -3.1385
STRONG: Final = 0.69
LIKELY: Final = 0.47
WEAK: Final = 0.31
