"""Random operations on a vault under the real `kbpivot watch`, compared with fresh starts.

    python benchmarks/watch_random.py --operations 10000 --every 100

`kbpivot watch --note Board` runs on a vault while notes are written, torn, renamed, moved and
deleted, folders come and go, settings of kbpivot and Obsidian are written well and badly, things
are logged, and git commits. After each hundred operations the note that the watch keeps must come
to say what a watch started anew in a copy of the vault writes there; where it does not within a
minute, that is a difference. At the end the watch leaves on a signal, and nothing of ours but the
log and the note lies in the vault.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = str(Path(__file__).parents[1] / "src")
BOARD = "Board.md"
_PATIENCE = 60.0  # seconds: the watch looks at the whole folder every ten
_WORDS = [
    "the",
    "author",
    "says",
    "more",
    "than",
    "enough",
    "words",
    "here",
    "so",
    "that",
    "it",
    "explains",
    "what",
    "it",
    "is",
    "about",
]


@dataclass
class Trial:
    """A vault in motion."""

    vault: Path
    rng: random.Random
    done: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    number: int = 0

    # Choosing -----------------------------------------------------------------------------

    def notes(self) -> list[Path]:
        return [
            path
            for path in sorted(self.vault.rglob("*.md"))
            if path.name != BOARD and not any(part[0] == "." for part in path.parts[-3:])
        ]

    def note(self) -> Path:
        return self.rng.choice(self.notes() or [self.fresh()])

    def fresh(self) -> Path:
        self.number += 1
        folder = self.rng.choice(["", "", "sub", "sub/deep", "forms", "Projects"])
        return self.vault / folder / f"N{self.number}.md"

    def target(self) -> str:
        known = [path.stem for path in self.notes()]
        return self.rng.choice([*known, f"Planned {self.rng.randrange(20)}"])

    def text(self) -> str:
        rng = self.rng
        rows = []
        if rng.random() < 0.7:
            rows.append("---")
            for key, values in (
                ("status", ["done", "learning", "todo", "seedling", "mastered"]),
                ("hours", ["1", "2.5", "12"]),
                ("publish", ["true", "false"]),
                ("title", [f"Title {rng.randrange(30)}"]),
                ("aliases", [f"[Alias {rng.randrange(30)}]"]),
                ("prerequisites", [f'["[[{self.target()}]]"]']),
                ("broken", ["[a", "{{date}}", "a: b: c"]),
            ):
                if rng.random() < (0.04 if key == "broken" else 0.35):
                    rows.append(f"{key}: {rng.choice(values)}")
            rows.append("---")
        rows.append(" ".join(rng.choices(_WORDS, k=rng.randrange(3, 90))))
        if rng.random() < 0.6:
            rows += ["", "## Prerequisites", ""]
            rows += [f"- [[{self.target()}]]" for _ in range(rng.randrange(1, 4))]
        if rng.random() < 0.4:
            rows += ["", f"See [[{self.target()}]] and [[{self.target()}#Part]]."]
        return "\n".join(rows) + "\n"

    # What happens -------------------------------------------------------------------------

    def write(self) -> None:
        path = self.fresh() if self.rng.random() < 0.4 else self.note()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(), encoding="utf-8")

    def save_as_editors_do(self) -> None:
        path = self.note()
        if path.parent.is_dir():
            new = path.with_name(f".{path.name}.swp")
            new.write_text(self.text(), encoding="utf-8")
            new.replace(path)

    def append(self) -> None:
        path = self.note()
        if path.exists():
            with path.open("a", encoding="utf-8") as out:
                out.write(f"\nMore about [[{self.target()}]].\n")

    def tear(self) -> None:
        path = self.note()
        if path.exists():
            path.write_bytes(path.read_bytes()[: self.rng.randrange(200)] + b"\xff")

    def touch(self) -> None:
        path = self.note()
        if path.exists():
            os.utime(path)

    def delete(self) -> None:
        if len(self.notes()) > 15:
            self.note().unlink(missing_ok=True)

    def rename(self) -> None:
        path, new = self.note(), self.fresh()
        if path.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            path.rename(new)

    def swap(self) -> None:
        one, other = self.note(), self.note()
        if one != other and one.exists() and other.exists():
            middle = one.with_name("swap.tmp")
            one.rename(middle)
            other.rename(one)
            middle.rename(other)

    def move_folder(self) -> None:
        folders = [path for path in self.vault.iterdir() if path.is_dir() and path.name[0] != "."]
        if folders:
            old = self.rng.choice(folders)
            new = self.vault / self.rng.choice(["sub", "forms", "Projects", "Archive", "private"])
            if not new.exists():
                old.rename(new)

    def link(self) -> None:
        path = self.fresh()
        path.parent.mkdir(parents=True, exist_ok=True)
        # Relative, so that it leads to the same place from a copy of the vault.
        target = self.rng.choice([self.vault / "nowhere", self.vault.parent / "outside.md"])
        path.symlink_to(os.path.relpath(target, path.parent))

    def other_file(self) -> None:
        (self.vault / f"file{self.rng.randrange(5)}.png").write_bytes(b"x")

    def canvas(self) -> None:
        nodes = [{"id": "1", "type": "text", "text": f"[[{self.target()}]]"}]
        (self.vault / "C.canvas").write_text(json.dumps({"nodes": nodes, "edges": []}))

    def settings(self) -> None:
        text = self.rng.choice(
            [
                "",
                "[study]\nhours-per-week = 7\n",
                f'[study]\ngoals = ["[[{self.target()}]]"]\n',
                '[public]\npolicy = "explicit"\n',
                '[properties]\nprerequisites = ["needs first"]\n',
                "[study\n",
            ]
        )
        (self.vault / "kbpivot.toml").write_text(text)

    def no_settings(self) -> None:
        (self.vault / "kbpivot.toml").unlink(missing_ok=True)

    def obsidian(self) -> None:
        folder = self.vault / ".obsidian"
        folder.mkdir(exist_ok=True)
        name, text = self.rng.choice(
            [
                ("templates.json", '{"folder": "forms"}'),
                ("app.json", '{"userIgnoreFilters": ["Projects/"]}'),
                ("app.json", '{"newLinkFormat": "relative"}'),
                ("templates.json", "{"),
                ("daily-notes.json", '{"folder": "sub"}'),
            ]
        )
        (folder / name).write_text(text)

    def log(self) -> None:
        command = self.rng.choice(["done", "start", "know", "forget"])
        kbpivot("--no-cache", command, self.note().stem, cwd=self.vault)

    def undo(self) -> None:
        kbpivot("--no-cache", "undo", cwd=self.vault)

    def git(self) -> None:
        words = self.rng.choice(
            [("add", "-A"), ("commit", "-qm", "x"), ("rm", "-q", "--cached", "-r", ".")]
        )
        subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e@x", *words],
            cwd=self.vault,
            capture_output=True,
            check=False,
        )

    def act(self) -> None:
        actions: list[tuple[Callable[[], None], float]] = [
            (self.write, 30), (self.save_as_editors_do, 12), (self.append, 12), (self.tear, 2),
            (self.touch, 4), (self.delete, 8), (self.rename, 8), (self.swap, 3),
            (self.move_folder, 1.5), (self.link, 1), (self.other_file, 2), (self.canvas, 2),
            (self.settings, 1.2), (self.no_settings, 1), (self.obsidian, 1.5), (self.log, 0.8),
            (self.undo, 0.2), (self.git, 0.8),
        ]  # fmt: skip
        action = self.rng.choices([one for one, _ in actions], [often for _, often in actions])[0]
        self.done[action.__name__] += 1
        with contextlib.suppress(FileNotFoundError):  # what was chosen has just gone
            action()

    # Looking ------------------------------------------------------------------------------

    def board(self) -> str:
        try:
            return (self.vault / BOARD).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def expected(self, copy: Path) -> str | None:
        """What a watch that starts now writes; None where it cannot start."""
        shutil.rmtree(copy, ignore_errors=True)
        passing = shutil.ignore_patterns(".kbpivot-*.tmp")  # the note that is just being written
        shutil.copytree(self.vault, copy, symlinks=True, ignore=passing)
        code = (
            "import sys\n"
            "from kbpivot.live.dashboard import Dashboard\n"
            "from kbpivot.workspace.workspace import Workspace\n"
            "Dashboard('Board.md')(Workspace('.', cache=False))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=copy,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=False,
        )
        if done.returncode:
            return None
        return (copy / BOARD).read_text(encoding="utf-8")

    def check(self, copy: Path, *, at: int) -> None:
        if (self.vault / "kbpivot.toml").exists():
            text = (self.vault / "kbpivot.toml").read_text()
            if text == "[study\n":  # the answer rightly stays as it was
                self.no_settings()
        end = time.monotonic() + _PATIENCE
        expected = self.expected(copy)
        while time.monotonic() < end:
            if expected is not None and self.board() == expected:
                return
            time.sleep(0.5)
        expected = self.expected(copy)
        if expected is not None and self.board() == expected:
            return
        self.differences.append(f"after {at} operations")
        shutil.copytree(
            self.vault,
            self.vault.parent / f"different-{at}",
            symlinks=True,
            ignore=shutil.ignore_patterns(".kbpivot-*.tmp"),
        )
        (self.vault.parent / f"different-{at}.expected.md").write_text(expected or "")


def kbpivot(*words: str, cwd: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "kbpivot", *words],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
        check=False,
    )


def prove(*, operations: int, every: int, seed: int, keep: Path | None = None) -> Trial:
    """Run so many operations under a watch."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) if keep is None else keep
        vault = root / "vault"
        vault.mkdir(parents=True)
        (root / "outside.md").write_text("Outside of the vault. [[N1]]\n")
        trial = Trial(vault, random.Random(seed))
        subprocess.run(["git", "init", "-q"], cwd=vault, check=True)
        for _ in range(40):
            trial.write()
        command = [sys.executable, "-m", "kbpivot", "watch", "--format", "json", "--note", "Board"]
        with (root / "said").open("w") as said, (root / "told").open("w") as told:
            watch = subprocess.Popen(
                command,
                cwd=vault,
                stdout=said,
                stderr=told,
                env={**os.environ, "PYTHONPATH": SOURCE, "KBPIVOT_CACHE": str(root / "cache")},
            )
            try:
                while not trial.board():
                    time.sleep(0.1)
                for at in range(1, operations + 1):
                    trial.act()
                    if trial.rng.random() < 0.1:
                        time.sleep(trial.rng.uniform(0, 0.3))
                    if watch.poll() is not None:
                        trial.differences.append(f"the watch ended with {watch.returncode} at {at}")
                        break
                    if at % every == 0:
                        trial.check(root / "copy", at=at)
                        print(
                            f"{at} operations, {len(trial.differences)} differences",
                            file=sys.stderr,
                            flush=True,
                        )
                watch.send_signal(signal.SIGTERM)
                if watch.wait(60):
                    trial.differences.append(f"the watch left with {watch.returncode}")
            finally:
                watch.kill()
        litter = [
            path.name for path in vault.rglob("*") if re.fullmatch(r"\.kbpivot-\w+\.tmp", path.name)
        ]
        ours = {path.name for path in (vault / ".kbpivot").glob("*")}
        if litter or ours - {"log.jsonl", "log.lock", ".gitignore"}:
            trial.differences.append(f"litter: {litter} {ours}")
        if "mistake in kbpivot" in (root / "said").read_text() + (root / "told").read_text():
            trial.differences.append((root / "said").read_text()[-2000:])
    return trial


def main() -> None:
    """Say what was done, how often it was compared, and what differed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="A folder to work in, which is kept.")
    asked = parser.parse_args()
    trial = prove(operations=asked.operations, every=asked.every, seed=asked.seed, keep=asked.keep)
    print(dict(trial.done))
    print(f"{asked.operations // asked.every} comparisons, {len(trial.differences)} differences")
    for one in trial.differences:
        print(" ", one)
    sys.exit(bool(trial.differences))


if __name__ == "__main__":
    main()
