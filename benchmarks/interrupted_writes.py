"""Kill writing commands, and let the disk fail under them, then look at what is left.

    python benchmarks/interrupted_writes.py --kills 500 --errors 200

Every writing command runs in a fresh copy of a small vault. It is killed (SIGKILL) before one of
the steps in which it opens a file for writing, renames, links or removes one, or makes a folder,
or after a random time; or such a step fails with "no space", "input/output error" or "permission
denied", or a write fails in the middle. Afterwards

- every file of the vault is as it was, or as the whole command leaves it: never half,
- every line of the log that was there is there, and each further line is whole,
- nothing else has appeared but our own hidden temporary file,
- the same command again ends as if nothing had happened, and takes the temporary file away,
- a command that met an error says so in one line with exit code 2, and leaves no temporary file,
  unless the disk refused just its removal; then a later write takes it away.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DRIVER = r"""
import errno, os, signal, sys
at, how, top = int(sys.argv[1]), sys.argv[2], sys.argv[3]
seen = [0]
STEPS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate", "os.chmod", "os.chown"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

def hook(event, args):
    if event == "open":
        path, _, flags = args
        if not isinstance(flags, int) or not flags & WRITES:
            return
    elif event in STEPS:
        path = args[0]
    else:
        return
    if not isinstance(path, (str, bytes)) or not os.path.abspath(os.fsdecode(path)).startswith(top):
        return
    seen[0] += 1
    if seen[0] == at:
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.remove":
            sys.stderr.write("\\nREMOVAL\\n")
        raise OSError(getattr(errno, how), os.strerror(getattr(errno, how)), os.fsdecode(path))

if how == "EFBIG":
    import resource
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
else:
    sys.addaudithook(hook)
from kbpivot.cli.run import run
code = run(sys.argv[4:])
sys.stderr.write(f"\nSTEPS {seen[0]}\n") if how == "count" else None
sys.exit(code)
"""

BIBTEX = "@article{k, title = {A Paper}, author = {Doe, Jo}, year = 2020, abstract = {Of B.}}\n"
OWN = "Words of the author, more than enough of them, so that it explains what it is about: {}.\n"
NOTES = {
    "A.md": OWN.format("a") + "\n## Prerequisites\n\n- [[B]]\n- [[Planned]]\n",
    "B.md": OWN.format("b") + "See [[a]], [[c]] and [[old/D]].\n",
    "C.md": OWN.format("c") + "B comes before this one. [[b]]\n",
    "new/D.md": OWN.format("d") + "It needs A and C. [[a]]\n",
    "E.md": OWN.format("e") + "This builds on A and on B.\n",
    ".kbpivot/log.jsonl": '{"id":"1","at":"2026-01-05T12:00:00+01:00","event":"known","note":"B.md"}\n',
    ".kbpivot/.gitignore": "*\n",
    ".obsidian/app.json": "{}",
}


@dataclass(frozen=True)
class Command:
    """A command that writes.

    Attributes:
        words: what is run, in the vault; `{out}` is a folder beside it.
        stdin: what it is told.
        bare: without a log to begin with.
    """

    words: tuple[str, ...]
    stdin: str = ""
    bare: bool = False


COMMANDS = [
    Command(("done", "A", "--minutes", "30")),
    Command(("start", "C"), bare=True),
    Command(("know", "C", "E")),
    Command(("review", "B")),
    Command(("forget", "B")),
    Command(("undo",)),
    Command(("new", "concept", "Fresh", "--needs", "A")),
    Command(("new", "paper", "--bibtex", "{out}/refs.bib")),
    Command(("gaps", "--make", "Planned")),
    Command(("init", "--yes", "--templates")),
    Command(("demo", "{out}/demo")),
    Command(("check", "--fix")),
    Command(("check", "--baseline", "{out}/baseline.json", "--update-baseline")),
    Command(("suggest",), stdin="y\nn\ny\n"),
    Command(("suggest", "-o", "{out}/questions.md")),
    Command(("graph", "-o", "{out}/map.svg")),
    Command(("graph", "-o", "{out}/map.html")),
    Command(("graph", "-o", "{out}/map.canvas")),
    Command(("plan", "--goal", "A", "-o", "{out}/plan.ics")),
    Command(("plan", "--goal", "A", "-o", "{out}/plan.md")),
    Command(("stats", "-o", "{out}/weeks.svg")),
]
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EFBIG")
TEMPORARY = re.compile(r"\.kbpivot-[0-9a-f]{16}\.tmp")


@dataclass
class Count:
    """What was tried, and what went wrong."""

    tried: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def make(place: Path, command: Command) -> Path:
    """A fresh vault with what the commands need beside it."""
    vault = place / "vault"
    for name, text in NOTES.items():
        if command.bare and name.startswith(".kbpivot"):
            continue
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text)
    (place / "out").mkdir()
    (place / "out" / "refs.bib").write_text(BIBTEX)
    return vault


def start(place: Path, command: Command, *, at: int, how: str) -> subprocess.Popen[str]:
    """Run a command that meets its fate at a step."""
    words = [word.format(out=place / "out") for word in command.words]
    source = str(Path(__file__).parents[1] / "src")
    return subprocess.Popen(
        [sys.executable, "-B", "-c", DRIVER, str(at), how, str(place), *words],
        cwd=place / "vault",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": source,
            "KBPIVOT_CACHE": str(place.parent / "cache"),
            "COLUMNS": "80",
        },
    )


def run(place: Path, command: Command, *, at: int = 0, how: str = "count") -> tuple[int, str]:
    """Run a command to its end and return its exit code and what it said on standard error."""
    with start(place, command, at=at, how=how) as process:
        _, said = process.communicate(command.stdin, timeout=120)
    return process.returncode, said


def contents(place: Path) -> dict[str, bytes]:
    """Every file by its path; locks hold nothing and are left out."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


LOG = "vault/.kbpivot/log.jsonl"
_TIMES = re.compile(rb'"?(?:id|at|batch|DTSTAMP|LAST-MODIFIED|UID|SEQUENCE)"?:[^\n,}]*')


def plain(data: bytes) -> bytes:
    """A file without what differs from run to run: ids and times."""
    return re.sub(rb"\d{4}-?\d\d-?\d\d[T0-9:.+Z-]*", b"DAY", _TIMES.sub(b"", data))


def compare(
    found: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]
) -> Iterator[str]:
    """Say what is neither as it was nor as it should become."""
    for name, data in found.items():
        if name == LOG:
            yield from compare_log(data, before.get(name, b""))
        elif not TEMPORARY.search(name):
            whole = {plain(state[name]) for state in (before, after) if name in state}
            if plain(data) not in whole:
                yield f"{name} is {'half written' if whole else 'unexpected'} ({len(data)} bytes)"
    yield from (f"{name} is gone" for name in before if name not in found and name in after)


def compare_log(data: bytes, before: bytes) -> Iterator[str]:
    """The log grows by whole lines."""
    if not data.startswith(before):
        yield "the log lost a line"
    for line in data.splitlines():
        try:
            json.loads(line)
        except ValueError:
            yield f"a line of the log is cut: {line[:60]!r}"


def age(place: Path) -> None:
    """Let all that is left behind be two hours old."""
    old = time.time() - 7200
    for path in place.rglob(".kbpivot-*.tmp"):
        os.utime(path, (old, old))


def left(place: Path) -> list[str]:
    """Temporary files of ours."""
    return [
        path.relative_to(place).as_posix()
        for path in place.rglob("*")
        if TEMPORARY.fullmatch(path.name)
    ]


def again(place: Path, command: Command, after: dict[str, bytes]) -> Iterator[str]:
    """Run the command once more, as a person would; all is then as it should be."""
    age(place)
    code, said = run(place, command)
    if code == 70 or (
        code == 2
        and "already" not in said
        and "there already" not in said
        and "holds something" not in said
        and "nothing" not in said.lower()
    ):
        yield f"again: exit code {code}: {said.strip()[-200:]}"
    found = contents(place)
    for name, data in after.items():
        if name not in found:
            yield f"again: {name} is still not there"
        elif name.endswith(".gitignore") and found[name] != data:
            yield f"again: {name} is still not whole"
    yield from (f"again: {one}" for one in compare_log(found.get(LOG, b""), b""))


def trial(
    root: Path, command: Command, *, at: int, how: str, count: Count, rng: random.Random
) -> None:
    """One run that is struck at a step, and the look at what is left."""
    before, after = BASE[command]
    place = root / "trial"
    shutil.rmtree(place, ignore_errors=True)
    make(place, command)
    name = f"{' '.join(command.words)} [{how} at {at}]"
    count.tried[how] += 1
    if how == "time":
        with start(place, command, at=0, how="none") as process:
            try:
                process.communicate(command.stdin, timeout=rng.uniform(0.2, 1.2))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        code, said = process.returncode, ""
    else:
        code, said = run(place, command, at=at, how=how)
    wrong = list(compare(contents(place), before, after))
    killed = code == -9
    if killed or code not in {0, 1}:
        count.struck[how] += 1
    if how not in {"kill", "time"}:
        if code not in {0, 1, 2} or "Traceback" in said:
            wrong.append(f"exit code {code}: {said.strip()[-300:]}")
        if left(place) and "REMOVAL" not in said:
            wrong.append(f"left behind: {left(place)}")
    wrong += again(place, command, after)
    if left(place):
        # Whatever writes next in the same folder takes the temporary file away.
        run(place, Command(("know", "A")))
        run(place, Command(("new", "concept", f"Sweep {at}")))
        run(place, Command(("new", "concept", f"Sweep {at}", "--folder", "new")))
        run(place, Command(("graph", "-o", "{out}/sweep.svg")))
        if litter := left(place):
            wrong.append(f"litter: {litter}")
    count.wrong += [f"{name}: {one}" for one in wrong]


BASE: dict[Command, tuple[dict[str, bytes], dict[str, bytes]]] = {}
STEPS: dict[Command, int] = {}


def prepare(root: Path, command: Command) -> None:
    """Run a command to its end, to know what it leaves and in how many steps."""
    place = root / "whole"
    shutil.rmtree(place, ignore_errors=True)
    make(place, command)
    before = contents(place)
    code, said = run(place, command)
    found = re.search(r"STEPS (\d+)", said)
    if code not in {0, 1} or found is None:
        raise SystemExit(f"{command.words} does not run: {said}")
    BASE[command] = before, contents(place)
    STEPS[command] = int(found[1])


def prove(*, kills: int, errors: int, seed: int = 0, commands: list[Command] = COMMANDS) -> Count:
    """Try so many kills and errors over the commands, each step in its turn."""
    rng = random.Random(seed)
    count = Count()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for command in commands:
            prepare(root, command)
        steps = [(one, at) for one in commands for at in range(1, STEPS[one] + 1)]
        rng.shuffle(steps)
        for number in range(kills):
            if number % 4 == 3:
                trial(root, rng.choice(commands), at=number, how="time", count=count, rng=rng)
            else:
                command, at = steps[number % len(steps)]
                trial(root, command, at=at, how="kill", count=count, rng=rng)
        for number in range(errors):
            command, at = steps[number % len(steps)]
            how = ERRORS[number % len(ERRORS)]
            if how == "EFBIG":
                at = rng.choice([0, 1, 20, 100, 150, 300, 1000, 4000])
            trial(root, command, at=at, how=how, count=count, rng=rng)
            if (number + 1) % 50 == 0:
                print(f"{number + 1} errors", file=sys.stderr, flush=True)
    return count


def main() -> None:
    """Say how many were tried, how many struck, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--errors", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    count = prove(kills=asked.kills, errors=asked.errors, seed=asked.seed)
    print(f"{sum(STEPS.values())} steps in {len(COMMANDS)} commands")
    print("tried:", dict(count.tried), "struck:", dict(count.struck))
    print(f"{len(count.wrong)} wrong")
    for one in count.wrong:
        print(" ", one)
    sys.exit(bool(count.wrong))


if __name__ == "__main__":
    main()
