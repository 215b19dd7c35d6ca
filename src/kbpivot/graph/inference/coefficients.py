"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "MAP_LIFT", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": 0.0102,
    "rate": -0.4326,
    "first": 0.5557,
    "early": 1.2688,
    "after": -1.5104,
    "pointed": -0.1162,
    "contained": 1.5863,
    "named": 0.5307,
    "refd_sparse": 0.2665,
    "refd_dense": -0.0796,
    "indegree": 0.4077,
    "cosine": 1.1292,
    "mentioned": 0.2442,
    "close_rate": 0.6256,
    "passing": -0.9931,
    "mutual": 0.6555,
    "paper": 1.0539,
    "builds": 0.5238,
    "crowd": -1.2333,
    "everyday": -1.2540,
    "behind": 0.2340,
    "subject": -0.5021,
    "long_name": 0.3770,
    "formal_before": 0.4306,
    "formal_after": 0.8035,
    "formal_vault": -0.1271,
    "defining": 1.7645,
}
INTERCEPT: Final = -2.6413
MAP_LIFT: Final = 3.1
STRONG: Final = 0.9
LIKELY: Final = 0.65
WEAK: Final = 0.45
