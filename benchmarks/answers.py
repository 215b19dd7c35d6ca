"""Measure every answer as a whole process beside graphmark: cold, after one edit, unchanged.

python benchmarks/answers.py --graphmark PATH [--notes 10000] [--runs 3] [--only WORD ...]

Prints a Markdown table of ratios and peak memory; see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.speed import Job, Run, machine, measured, table, vault_of


class Question(NamedTuple):
    """One row of the table.

    Attributes:
        name: what the table calls it.
        command: the words after `kbpivot -C VAULT`.
        condition: `cold` (nothing kept), `edited` (one note changed since it was last asked) or
            `unchanged`.
    """

    name: str
    command: tuple[str, ...]
    condition: str


QUESTIONS = (
    Question("`next`, nothing kept", ("--format", "json", "next"), "cold"),
    Question("`next`, one note edited", ("--format", "json", "next"), "edited"),
    Question("`next`, unchanged", ("--format", "json", "next"), "unchanged"),
    Question("`overview`, one note edited", ("--format", "json", "overview"), "edited"),
    Question("`gaps`, one note edited", ("--format", "json", "gaps"), "edited"),
    Question("`check`, one note edited", ("--format", "json", "check"), "edited"),
    Question("`graph --format json`, one note edited", ("graph", "--format", "json"), "edited"),
    Question("`suggest`, one note edited", ("--format", "json", "suggest"), "edited"),
    Question("`unresolved`, nothing kept", ("--format", "json", "unresolved"), "cold"),
    Question("`unresolved`, one note edited", ("--format", "json", "unresolved"), "edited"),
)


def editor(vault: Path) -> Callable[[], None]:
    """Return what changes one note at each call: a property, a link, a title, in turn."""
    notes = sorted(vault.rglob("*.md"))
    turns = itertools.count()

    def edit() -> None:
        turn = next(turns)
        note = notes[(turn * 7919 + 13) % len(notes)]
        text = note.read_text(encoding="utf-8")
        if turn % 3 == 0:
            words = ("unread", "reading", "learned", "mastered", "review")
            old = next(word for word in words if f"\nstatus: {word}\n" in text)
            new = words[(words.index(old) + 1) % len(words)]
            text = text.replace(f"\nstatus: {old}\n", f"\nstatus: {new}\n", 1)
        elif turn % 3 == 1:
            other = notes[(turn * 104729 + 7) % len(notes)].stem
            text += f"\nSee also [[{other}]].\n"
        else:
            text = text.replace("\ntitle: ", f"\ntitle: Edited {turn} ", 1)
        note.write_text(text, encoding="utf-8")
        time.sleep(2.1)  # a file that changed this moment is parsed again the next time, too

    return edit


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--graphmark", default="graphmark", help="the program to compare with")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each command")
    parser.add_argument("--folder", type=Path, help="where vaults and caches are kept")
    parser.add_argument("--only", nargs="*", default=[], help="only rows that hold such a word")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.gettempdir()) / "kbpivot-benchmark"
    folder.mkdir(parents=True, exist_ok=True)
    kept = vault_of(asked.notes, folder)
    vault = folder / "edited"
    shutil.rmtree(vault, ignore_errors=True)
    shutil.copytree(kept, vault)
    cache = folder / "cache"
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    } | {"KBPIVOT_CACHE": str(cache), "PYTHONHASHSEED": "0"}
    graphmark = Job("graphmark", [asked.graphmark, "--root", str(vault), "stats"])
    edit = editor(vault)

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    print(f"On {machine()}; median of {asked.runs} runs in turn.\n", flush=True)
    rows = []
    for question in QUESTIONS:
        if asked.only and not any(word in question.name for word in asked.only):
            continue
        before = {"cold": forget, "edited": edit, "unchanged": lambda: None}[question.condition]
        command = [sys.executable, "-m", "kbpivot", "-C", str(vault), *question.command]
        job = Job(question.name, command, before)
        time.sleep(2.1)
        measured(
            job._replace(before=lambda: None), environment, ends=(0, 1)
        )  # byte code, disk, cache
        pairs: list[tuple[Run, Run]] = []
        for _ in range(asked.runs):
            run = measured(job, environment, ends=(0, 1))  # check ends with 1
            pairs.append((run, measured(graphmark, environment)))
        rows.append([question.name, *figures(pairs)])
        print("|".join(rows[-1]), file=sys.stderr, flush=True)
    print(table(["", "CPU / graphmark", "wall / graphmark", "CPU s", "peak MB"], rows))


def figures(pairs: Sequence[tuple[Run, Run]]) -> list[str]:
    """The medians of one row."""
    cpu = statistics.median(run.cpu / base.cpu for run, base in pairs)
    wall = statistics.median(run.wall / base.wall for run, base in pairs)
    own = statistics.median(run.cpu for run, _ in pairs)
    memory = max(run.memory for run, _ in pairs)
    return [f"{cpu:.2f}", f"{wall:.2f}", f"{own:.2f}", f"{memory:.0f}"]


if __name__ == "__main__":
    main()
