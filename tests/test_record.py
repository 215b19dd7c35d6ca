"""Results are records of one kind: they do not change, and become plain values."""

from __future__ import annotations

import importlib
import json
import pkgutil
from datetime import date
from pathlib import Path

import pytest

import kbpivot as kb
from kbpivot.record import Record

EXAMPLE = Path(__file__).parents[1] / "examples" / "vault"


def subclasses(kind):
    return {kind}.union(*map(subclasses, kind.__subclasses__()))


def test_every_record_can_become_plain_values():
    """What a workspace answers is a record or a tuple of them, and JSON takes their dicts."""
    work = kb.Workspace(EXAMPLE)
    found = work.suggestions(today=date(2026, 11, 23))
    _, path = work.way(["RLHF"])
    answers = [found, *found, path, *path.steps, *work.gaps()[:5], work.state, *work.findings()[:5]]

    for one in answers:
        assert isinstance(one, Record)
        plain = one.as_dict()
        assert set(plain) == set(one.__struct_fields__)
        json.dumps(plain)
        with pytest.raises(AttributeError):
            one.changed = 1


def test_no_other_kind_of_record():
    """A frozen dataclass would be a second way to say the same thing."""
    for found in pkgutil.walk_packages(kb.__path__, "kbpivot."):
        if "__main__" in found.name:
            continue
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            frozen = getattr(getattr(value, "__dataclass_params__", None), "frozen", False)
            assert not (isinstance(value, type) and value.__module__ == found.name and frozen), (
                value
            )
