"""Prerequisites nobody wrote down: guesses from links, mentions and texts, always marked."""

from __future__ import annotations

from kbpivot.graph.inference.answers import taught
from kbpivot.graph.inference.infer import (
    Inferred,
    Tier,
    infer_prerequisites,
    notes_about_sources,
)
from kbpivot.graph.inference.mentions import Reading
from kbpivot.graph.inference.names import Names
from kbpivot.graph.inference.readings import vault_names, vault_readings
from kbpivot.graph.inference.silence import silent_notes

__all__ = [
    "Inferred",
    "Names",
    "Reading",
    "Tier",
    "infer_prerequisites",
    "notes_about_sources",
    "silent_notes",
    "taught",
    "vault_names",
    "vault_readings",
]
