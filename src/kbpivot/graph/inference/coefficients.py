"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "MAP_LIFT", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.0383,
    "rate": -0.4668,
    "first": 0.5408,
    "early": 1.3449,
    "after": -1.5381,
    "pointed": -0.1873,
    "contained": 1.5582,
    "named": 0.5744,
    "refd_sparse": 0.3063,
    "refd_dense": -0.1861,
    "indegree": 0.3900,
    "cosine": 1.0231,
    "mentioned": 0.2802,
    "close_rate": 0.7027,
    "passing": -0.8469,
    "mutual": 0.8063,
    "paper": 1.0671,
    "builds": 0.4678,
    "crowd": -1.2923,
    "everyday": -1.2209,
    "behind": 0.3185,
    "subject": -0.5142,
    "long_name": 0.5577,
    "formal_before": 0.4780,
    "formal_after": 0.7434,
    "formal_vault": -0.1581,
    "defining": 1.6443,
}
INTERCEPT: Final = -2.5798
MAP_LIFT: Final = 3.2
STRONG: Final = 0.89
LIKELY: Final = 0.65
WEAK: Final = 0.47
