"""Markdown pages whose `console` and `python` blocks are run: documentation as a test."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from commandline import Result, kbpivot

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"(?P<exit><!-- exit (?P<code>\d+) -->\n\n?)?^```console\n(?P<body>.*?)^```$"
    # Python, and what it prints, when a block of text comes right behind it.
    r"|^```python\n(?P<python>.*?)^```$(?P<output>\n\n```text\n.*?^```$)?",
    re.MULTILINE | re.DOTALL,
)
HOME = "/home/you"
DAY = re.compile(r"<!-- as on (\d{4}-\d\d-\d\d) -->")
"""What a page says whose commands print dates that depend on the day: they are shown as on this."""
_DATE = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2} \d{4}|\d{4}-\d\d-\d\d)\b")
SHELL = set("|<>&;*?$`(){}\n")
INSTALLED = os.environ.get("KBPIVOT_COMMAND")
"""An installed `kbpivot` to run in place of the one in this process, as `.ci/run` does."""


@dataclass(frozen=True)
class Step:
    """One command of a page and the lines the page shows under it."""

    command: str
    shown: str


def steps(body: str) -> list[Step]:
    """Return the commands of a block, each with the output that follows it."""
    found: list[Step] = []
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        last = 0
        while lines[last].rstrip("\n").endswith("\\") and last + 1 < len(lines):
            last += 1
        found.append(Step("".join(lines[: last + 1]).rstrip("\n"), "".join(lines[last + 1 :])))
    return found


class Page:
    """A page being run: a folder of its own, which its commands share from top to bottom."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        shutil.copytree(ROOT / "examples", folder / "examples")

    def run(self, command: str) -> Result:
        """Run one command line: `kbpivot` here, `cd` by hand, anything else in a shell."""
        words = shlex.split(command.replace("\\\n", " "))
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return Result(0, "", "")
        if (
            words[0] == "kbpivot"
            and not INSTALLED
            and not set(command.replace("\\\n", " ")) & SHELL
        ):
            return kbpivot(*words[1:], folder=self.folder)
        places = [Path(INSTALLED).parent] if INSTALLED else []
        path = os.pathsep.join(map(str, [*places, Path(sys.executable).parent, os.environ["PATH"]]))
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def run_python(self, code: str) -> str:
        """Run a block of Python, which knows the names of those above it; return the output."""
        out = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out):
            exec(compile(code, "page", "exec"), self.names)
        return out.getvalue()


def shifted(day: str, by: timedelta) -> str:
    """Return a date moved by some days, written as it was."""
    if day[4] == "-":
        return (date.fromisoformat(day) + by).isoformat()
    moved = datetime.strptime(day, "%d %b %Y").replace(tzinfo=UTC) + by
    return f"{moved.day} {moved:%b %Y}"


def is_true(page: str, now: str) -> bool:
    """Tell whether a page shows what is printed now; dates of other length break lines elsewhere."""
    if DAY.search(page) is None:
        return page == now
    return page.split() == now.split()


def rewritten(text: str, folder: Path) -> str:
    """Return a page with what its commands print now; equal to the page when it is true.

    Standard error follows standard output, and the folder that the page is run in is shown as
    `/home/you`. A block whose commands leave with another exit code
    than 0 says so in a comment above it: `<!-- exit 1 -->`. A block of Python must run, and what
    it prints is compared where the page shows it.
    """
    page = Page(folder)
    day = DAY.search(text)
    later = date.fromisoformat(day[1]) - datetime.now().astimezone().date() if day else timedelta()

    def again(block: re.Match[str]) -> str:
        if block["python"] is not None:
            printed = page.run_python(block["python"])
            shown = f"\n\n```text\n{printed}```" if block["output"] else ""
            return f"```python\n{block['python']}```{shown}"
        lines: list[str] = []
        code = 0
        for step in steps(block["body"]):
            result = page.run(step.command)
            code = code or result.code
            said = result.out + result.err
            for here, elsewhere in (
                (str(folder), HOME),
                (quote(str(folder), safe=""), quote(HOME, safe="")),
            ):
                said = said.replace(here, elsewhere)
            said = _DATE.sub(lambda found: shifted(found[0], later), said) if later else said
            shown = "\n".join(line.rstrip() for line in said.splitlines())
            lines.append(f"$ {step.command}\n{shown}\n" if shown else f"$ {step.command}\n")
        head = f"<!-- exit {code} -->\n\n" if code else ""
        return f"{head}```console\n{''.join(lines)}```"

    return BLOCK.sub(again, text)
