"""The benchmarks can be started: what they import is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize("name", sorted(one.name for one in FOLDER.glob("*.py")))
def test_a_benchmark_can_be_imported(name):
    """No benchmark names a module or a function that has moved."""
    path = str(FOLDER / name)
    code = f"import runpy; runpy.run_path({path!r}, run_name='imported')"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
