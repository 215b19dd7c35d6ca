"""`--progress` tells the steps and their times beside the answer, and changes nothing in it."""

from __future__ import annotations

import re

import pytest

from commandline import kbpivot

LINE = re.compile(r" *(\d+\.\d{3}) s  (\S.*)")


@pytest.fixture
def folder(tmp_path):
    """A vault of two notes."""
    (tmp_path / "Limit.md").write_text("# Limit\n", encoding="utf-8")
    (tmp_path / "Derivative.md").write_text("Prerequisites: [[Limit]]\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command", [(), ("gaps",), ("unresolved",)], ids=["alone", "gaps", "links"]
)
def test_each_step_is_told_with_its_time(folder, command):
    """Every line names a step and its seconds; the steps add up to the whole at the end."""
    plain = kbpivot("--no-cache", *command, folder=folder)

    told = kbpivot("--no-cache", "--progress", *command, folder=folder)

    steps = [LINE.fullmatch(line) for line in told.err.splitlines()]
    assert all(steps), told.err
    names = [one[2] for one in steps if one]
    seconds = [float(one[1]) for one in steps if one]
    assert any("2 notes" in name for name in names)
    assert names[-2:] == ["the answer itself", "all"]
    assert len(set(names)) == len(names)
    assert sum(seconds[:-1]) == pytest.approx(seconds[-1], abs=0.001 * len(seconds))
    assert (told.code, told.out, plain.err) == (plain.code, plain.out, "")


def test_it_stands_on_either_side_and_counts_once(folder):
    """Before or behind the command's name, or both: each step is told once."""
    both = kbpivot("--no-cache", "--progress", "gaps", "--progress", folder=folder)

    assert len(re.findall(r"s  all$", both.err, re.MULTILINE)) == 1


def test_a_failure_ends_it(folder):
    """Where there is no answer, the reason is told all the same."""
    result = kbpivot("--progress", "show", "Nowhere", folder=folder)

    assert result.code == 2
    assert "Nowhere" in result.err
