"""What each sign of a prerequisite weighs, learned once and shipped; see the docs on guesses.

Written by `benchmarks/train_inference.py`; run it again rather than edit numbers here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INTERCEPT", "LIKELY", "STRONG", "WEAK", "WEIGHTS"]

WEIGHTS: Final[dict[str, float]] = {
    "mention": -0.2423,
    "rate": -0.3607,
    "first": 0.3951,
    "early": 0.0211,
    "after": -1.7910,
    "contained": 1.3480,
    "named": 0.8412,
    "refd_sparse": -0.1670,
    "refd_dense": 1.0000,
    "indegree": 0.5805,
    "cosine": 1.3538,
    "mentioned": 1.4403,
    "close_rate": 1.8259,
    "passing": -2.0000,
}
INTERCEPT: Final = -2.9894
STRONG: Final = 0.61
LIKELY: Final = 0.43
WEAK: Final = 0.32
