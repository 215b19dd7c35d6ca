"""Draw the pictures of the pages from real output: `python docs/pictures.py`.

A test compares the words in the pictures with what the commands print now.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PLACE = Path(__file__).parent / "_static"
WIDTH = 80


def printed(*arguments: str) -> str:
    """Return what `kbpivot` prints about the example vault, run as people run it."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "PYTHONUTF8": "1", "TERM": "dumb"}
    command = [sys.executable, "-m", "kbpivot", "-C", "examples/vault", "--no-cache", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def terminal(*arguments: str) -> str:
    """Return a picture of a terminal in which a command was run."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), legacy_windows=False)
    command = " ".join(["kbpivot", "-C", "examples/vault", *arguments])
    console.print(Text(f"$ {command}", style="bold"))
    console.print(Text.from_ansi(printed("--color", "always", *arguments)))
    # Fonts of the reader's own: rich would have them fetched from the network.
    form = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = form.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    drawn = console.export_svg(title="kbpivot", code_format=form, unique_id="terminal")
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def drawing(*arguments: str) -> str:
    """Return a graph as kbpivot draws it."""
    return printed("graph", "--format", "svg", *arguments)


PICTURES: dict[str, Callable[[], str]] = {
    "overview.svg": terminal,
    "attention.svg": lambda: drawing("--around", "Attention"),
}


def words(picture: str) -> str:
    """Return what stands to be read in a picture, without where and how."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", picture, flags=re.DOTALL)
    return " ".join(" ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in texts)


def main() -> int:
    """Draw all pictures and name those that changed."""
    for name, draw in PICTURES.items():
        place = PLACE / name
        picture = draw()
        if not place.exists() or place.read_text(encoding="utf-8") != picture:
            place.write_text(picture, encoding="utf-8")
            sys.stdout.write(f"{place}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
