"""What others can read, and what they stumble over."""

from __future__ import annotations

from kbpivot.publish.gap import Gap
from kbpivot.publish.gaps import KINDS, QUICK_KINDS, gaps, told_once
from kbpivot.publish.policy import Policy, Public, PublishingFacts, public_flag, public_notes

__all__ = [
    "KINDS",
    "QUICK_KINDS",
    "Gap",
    "Policy",
    "Public",
    "PublishingFacts",
    "gaps",
    "public_flag",
    "public_notes",
    "told_once",
]
