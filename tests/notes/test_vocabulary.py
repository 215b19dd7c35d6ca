"""A vocabulary in short."""

from __future__ import annotations

import inspect

import kbpivot as kb
from kbpivot.notes.vocabulary import Vocabulary


def test_repr_is_short():
    """Only what differs from the default is shown, so that signatures stay readable."""
    assert "Vocabulary()" == repr(Vocabulary())
    assert "Vocabulary(next_keys=…)" == repr(Vocabulary(next_keys=("then",)))
    assert len(str(inspect.signature(kb.parse_note))) < 200
