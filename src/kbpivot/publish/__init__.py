"""What others can read, and what they stumble over."""

from __future__ import annotations

from kbpivot.publish.check import Finding, check
from kbpivot.publish.gap import Gap, Gaps
from kbpivot.publish.gaps import KINDS, OPT_IN, QUICK_KINDS, gaps
from kbpivot.publish.policy import Policy, Public, PublishingFacts, public_flag, public_notes
from kbpivot.publish.reader import ReaderPath, reader_path

__all__ = [
    "KINDS",
    "OPT_IN",
    "QUICK_KINDS",
    "Finding",
    "Gap",
    "Gaps",
    "Policy",
    "Public",
    "PublishingFacts",
    "ReaderPath",
    "check",
    "gaps",
    "public_flag",
    "public_notes",
    "reader_path",
]
