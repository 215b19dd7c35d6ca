"""Look for private names in answers for the public: `python benchmarks/audience.py VAULTS [COMMANDS]`.

Each vault is made from its number, with everything that only private notes say spelled so that it
can be told; of all commands and formats as many as asked for are tried on it, 30 when not given.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from planted_vaults import COMMANDS, WRITING, planted_vault, told_by  # noqa: E402


def main(vaults: int, commands: int = 30) -> int:
    """Try some commands on each vault; print what is told, and return how much."""
    told = runs = 0
    for seed in range(vaults):
        rand = random.Random(seed)
        asked = [*rand.sample(COMMANDS, min(commands, len(COMMANDS))), *rand.sample(WRITING, 2)]
        with tempfile.TemporaryDirectory() as folder:
            vault = planted_vault(Path(folder) / "vault", seed)
            for command in asked:
                runs += 1
                if words := told_by(command, vault):
                    told += 1
                    print(f"vault {seed}: kbpivot {' '.join(command)}: {', '.join(sorted(words))}")
    print(f"{vaults:,} vaults, {runs:,} commands: {told} tell what is private")
    return told


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:3] or ["20"]))))
