"""Measure kbpivot as whole processes against the floor of the machine and against other tools.

python benchmarks/speed.py [--notes 1000 10000 100000] [--runs 5] [--peers VENV] [--install-peers]

Prints Markdown tables; see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SCAN = """
import os, sys
todo = [sys.argv[1]]
while todo:
    with os.scandir(todo.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                todo.append(entry.path)
            else:
                entry.stat(follow_symlinks=False)
"""
READ = """
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            file.read()
"""
OBSIDIANTOOLS = """
import sys
from pathlib import Path
import obsidiantools.api as otools
otools.Vault(Path(sys.argv[1])).connect()
"""
BARE = """
import click
@click.command()
@click.option("--vault", help="A folder.")
def main(vault):
    "Say what a command with one option says."
main()
"""


class Run(NamedTuple):
    """One finished process: seconds on the clock, seconds of processor, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


class Job(NamedTuple):
    """A command to measure, and what has to be done before each run of it."""

    name: str
    command: Sequence[str]
    before: Callable[[], object] = lambda: None


def measured(job: Job, environment: dict[str, str], *, ends: Sequence[int] = (0,)) -> Run:
    """Run a job once; what it prints is thrown away, and it has to end with one of these codes."""
    job.before()
    begun = time.perf_counter()
    process = subprocess.Popen(
        job.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)  # the children it waited for are included
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ends:
        sys.exit(f"{job.name} ended with {process.returncode}:\n{errors.decode(errors='replace')}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def in_turn(jobs: Sequence[Job], environment: dict[str, str], *, runs: int) -> list[list[Run]]:
    """Run jobs one after the other, again and again, so that a slow minute slows all of them."""
    found: list[list[Run]] = [[] for _ in jobs]
    for number in range(runs + 1):
        for job, rows in zip(jobs, found, strict=True):
            run = measured(job, environment)
            if number:  # the first round only warms the disk and the byte code
                rows.append(run)
    return found


def ratio(rows: Sequence[Run], base: Sequence[Run], figure: str = "wall") -> float:
    """The median of the ratios, pair by pair."""
    return statistics.median(
        getattr(one, figure) / getattr(other, figure) for one, other in zip(rows, base, strict=True)
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is text."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def vault_of(notes: int, folder: Path) -> Path:
    """The vault of so many notes, made when it is not there yet."""
    place = folder / f"vault-{notes}"
    done = folder / f"vault-{notes}.done"
    if not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(
            [sys.executable, HERE / "gen_vault.py", place, str(notes), "1"],
            check=True,
            stdout=sys.stderr,
        )
        time.sleep(2.5)  # what changed this second is parsed again, whatever was kept of it
        done.touch()
    return place


def peers(folder: Path) -> Path:
    """A virtual environment with the other tools."""
    place = folder / "peers"
    if not (place / "bin" / "graphmark").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        tools = ["graphmark==0.11.0", "obsidiantools==0.11.0"]
        subprocess.run([place / "bin" / "pip", "install", "-q", *tools], check=True)
    return place


def machine() -> str:
    """The machine in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = os.getloadavg()[0]
    return (
        f"{cores} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, load {busy:.1f} when it began"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--folder", type=Path, help="where vaults and caches are kept")
    parser.add_argument("--peers", type=Path, help="virtual environment with graphmark")
    parser.add_argument("--install-peers", action="store_true", help="make one and install them")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.gettempdir()) / "kbpivot-benchmark"
    folder.mkdir(parents=True, exist_ok=True)
    others = asked.peers or (peers(folder) if asked.install_peers else None)
    cache = folder / "cache"
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    } | {"KBPIVOT_CACHE": str(cache), "PYTHONHASHSEED": "0"}
    kbpivot = [sys.executable, "-m", "kbpivot"]

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    print(f"On {machine()}; median of {asked.runs} runs in turn.\n", flush=True)

    help_rows = in_turn(
        [Job("help", [*kbpivot, "--help"]), Job("bare", [sys.executable, "-c", BARE, "--help"])],
        environment,
        runs=max(asked.runs, 9),
    )
    print(f"`kbpivot --help` / bare click: {ratio(*help_rows):.2f} of the time\n", flush=True)

    growth: list[list[str]] = []
    for notes in asked.notes:
        vault = str(vault_of(notes, folder))
        first = [*kbpivot, "-C", vault, "unresolved", "--format", "json"]
        jobs = [
            Job("list and stat every file", [sys.executable, "-c", SCAN, vault]),
            Job("read every byte", [sys.executable, "-c", READ, vault]),
            Job("`unresolved`, first time", first, forget),
            Job("`unresolved`, first time, nothing kept", [*first, "--no-cache"]),
            Job("`next`, first time", [*kbpivot, "-C", vault, "next"], forget),
            Job("`next`, later", [*kbpivot, "-C", vault, "next"]),
            Job("`unresolved`, later", first),
        ]
        if others is not None and notes <= 10_000:
            graphmark = [str(others / "bin" / "graphmark"), "--root", vault, "stats"]
            jobs.append(Job("graphmark 0.11 `stats`", graphmark))
        runs = asked.runs if notes <= 10_000 else min(asked.runs, 3)
        found = dict(
            zip((job.name for job in jobs), in_turn(jobs, environment, runs=runs), strict=True)
        )
        base = found.get("graphmark 0.11 `stats`")
        rows = []
        for name, done in found.items():
            wall = statistics.median(run.wall for run in done)
            cpu = statistics.median(run.cpu for run in done)
            memory = statistics.median(run.memory for run in done)
            against = f"{ratio(done, base):.2f}" if base else "–"
            floor = f"{ratio(done, found['read every byte']):.1f}"
            rows.append([name, against, floor, f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}"])
            if name.startswith("`"):
                growth.append(
                    [
                        name,
                        f"{notes:,}",
                        f"{wall:.2f}",
                        f"{1e6 * wall / notes:.0f}",
                        f"{memory:.0f}",
                    ]
                )
        print(f"## {notes:,} notes\n")
        head = ["", "/ graphmark", "/ reading", "wall s", "processor s", "peak MiB"]
        print(table(head, rows), end="\n\n", flush=True)

    if others is not None and importable("obsidiantools", others):
        vault = str(vault_of(1_000, folder))
        pair = in_turn(
            [
                Job("kbpivot", [*kbpivot, "-C", vault, "unresolved", "--no-cache"]),
                Job("obsidiantools", [str(others / "bin" / "python"), "-c", OBSIDIANTOOLS, vault]),
            ],
            environment,
            runs=1,
        )
        share = 1 / ratio(*pair)
        print(f"obsidiantools `connect()` on 1,000 notes takes {share:.0f} times as long.\n")

    growth.sort(key=lambda row: row[0])
    print("## Growth\n")
    print(table(["", "notes", "wall s", "µs a note", "peak MiB"], growth))


def importable(module: str, venv: Path) -> bool:
    """Whether a virtual environment has a module."""
    command = [venv / "bin" / "python", "-c", f"import {module}"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
