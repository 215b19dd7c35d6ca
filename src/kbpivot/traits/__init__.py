"""What a note is: its kind, how long it takes, and how far it is written."""

from __future__ import annotations

from kbpivot.traits.aside import is_readme
from kbpivot.traits.effort import DEFAULT_MINUTES, MinutesSource
from kbpivot.traits.kind import KindSource
from kbpivot.traits.maturity import LEAST_WORDS, Maturity
from kbpivot.traits.stubs import empty_twins
from kbpivot.traits.table import vault_traits
from kbpivot.traits.traits import LeftOut, Traits, planned_minutes
from kbpivot.traits.words import ASIDE_KINDS, Kind

__all__ = [
    "ASIDE_KINDS",
    "DEFAULT_MINUTES",
    "LEAST_WORDS",
    "Kind",
    "KindSource",
    "LeftOut",
    "Maturity",
    "MinutesSource",
    "Traits",
    "empty_twins",
    "is_readme",
    "planned_minutes",
    "vault_traits",
]
