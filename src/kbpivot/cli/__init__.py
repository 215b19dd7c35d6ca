"""The command line: ask the workspace, call one function, print what it returned."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run `kbpivot` with the arguments of this process and leave with its exit code."""
    # A run is short: looking for cycles among a vault's records costs more than they hold.
    # What goes on for hours (`watch`) lets the collector run again.
    gc.disable()
    from kbpivot.cli.run import run

    sys.exit(run(sys.argv[1:]))
