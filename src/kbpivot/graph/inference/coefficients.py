"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "MAP_LIFT", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.6465,
    "rate": -0.3349,
    "first": 0.6659,
    "early": 0.5534,
    "after": -1.6349,
    "pointed": -0.9585,
    "contained": 1.1050,
    "named": 0.4232,
    "refd_sparse": -0.1511,
    "refd_dense": 1.0000,
    "indegree": 0.3884,
    "cosine": 1.7068,
    "mentioned": 1.8622,
    "close_rate": 0.8790,
    "passing": -2.0000,
    "mutual": -2.0000,
    "paper": 0.9736,
    "builds": 0.0,
    "crowd": 0.0,
    "everyday": 0.0,
    "behind": 0.0,
    "subject": 0.0,
    "long_name": 0.0,
    "formal_before": 0.0,
    "formal_after": 0.0,
    "formal_vault": 0.0,
    "defining": 0.0,
}
INTERCEPT: Final = -3.1729
MAP_LIFT: Final = 2.0
STRONG: Final = 0.59
LIKELY: Final = 0.41
WEAK: Final = 0.31
