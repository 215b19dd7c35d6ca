"""The command line: ask the workspace, call one function, print what it returned."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run `kbpivot` with the arguments of this process and leave with its exit code."""
    from kbpivot.cli.run import run

    sys.exit(run(sys.argv[1:]))
