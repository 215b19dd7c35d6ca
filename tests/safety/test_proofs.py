"""The proofs of `benchmarks/`, in little: whole runs are made by hand and counted there."""

from __future__ import annotations

import os
import random
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="needs signals and limits of POSIX"),
    pytest.mark.timeout(300),  # many processes, each as slow as the machine is
]
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_kills_and_disk_errors() -> None:
    """Half of a write is never seen, and the same command again ends as if nothing had happened."""
    proof = script("interrupted_writes")
    some = [one for one in proof.COMMANDS if one.words[0] in {"start", "check", "demo"}]
    count = proof.prove(kills=5, errors=5, seed=os.getpid(), commands=some)

    assert count.wrong == []
    assert sum(count.struck.values()) >= 5


def test_the_look_at_what_is_left_sees() -> None:
    """A file cut in the middle, one that has gone and a torn line of the log are told."""
    proof = script("interrupted_writes")
    before = {"vault/A.md": b"old text", proof.LOG: b'{"a":1}\n'}
    after = {"vault/A.md": b"new text", "out/x": b"whole", proof.LOG: b'{"a":1}\n{"b":2}\n'}

    for found in (
        {**before, "vault/A.md": b"new te"},
        {**before, "out/x": b"who"},
        {**before, "vault/B.md": b""},
        {proof.LOG: before[proof.LOG]},
        {**before, proof.LOG: b'{"a":1}\n{"b"'},
        {**before, proof.LOG: b'{"b":2}\n'},
    ):
        assert list(proof.compare(found, before, after))
    for found in (before, after, {**before, f".kbpivot-{'0' * 16}.tmp": b"x"}):
        assert list(proof.compare(found, before, after)) == []


def test_random_operations_under_a_watch() -> None:
    """What the watch keeps is what a watch started anew would write."""
    trial = script("watch_random").prove(operations=80, every=40, seed=os.getpid())

    assert trial.differences == []
    assert sum(trial.done.values()) >= 80


@pytest.mark.parametrize("words", [("init", "--yes", "--templates"), ("start", "C")])
def test_a_later_write_takes_away_what_a_cut_off_one_left(words: tuple[str, ...], tmp_path) -> None:
    """Killed, or refused by the disk, before its temporary file is removed: the next run removes it."""
    proof = script("interrupted_writes")
    command = next(one for one in proof.COMMANDS if one.words == words)
    proof.prepare(tmp_path, command)
    count = proof.Count()
    for how, before in (("kill", 0), ("EROFS", 0), ("kill", 1)):
        at = proof.STEPS[command] - before
        proof.trial(tmp_path, command, at=at, how=how, count=count, rng=random.Random(0))

    assert count.wrong == []
