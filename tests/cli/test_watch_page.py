"""The page about watching shows what a watch prints, in a real process, while things happen."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

from transcript import HOME, ROOT

PAGE = ROOT / "docs" / "how-to" / "live-beside-obsidian.md"
BLOCK = re.compile(
    r"<!-- (?P<what>meanwhile|writes): (?P<then>.+?) -->\n\n```text\n\$ (?P<command>.+)\n"
    r"(?P<shown>(?:(?!```).*\n)*)```\n"
    r"(?:(?P<between>[^`]*)````markdown\n(?P<note>(?:(?!````).*\n)*)````\n)?"
)
READY = "Ctrl-C ends it."
DEADLINE = 40
QUIET = 2.0  # seconds without a line after which a run is over when the page is rewritten


def environment():
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    return {**os.environ, "PATH": os.pathsep.join(places), "COLUMNS": "80"}


def session(command, folder, *, meanwhile, count):
    """Lines of a watch; once it listens `meanwhile` runs. With no `count` it waits for quiet."""
    lines = queue.Queue()
    with subprocess.Popen(
        ["sh", "-c", f"exec {command}"],
        cwd=folder, env=environment(), encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip

        def read():
            for line in process.stdout:
                lines.put(line)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        seen, begun = [], False
        try:
            while count is None or len(seen) < count:
                seen.append(lines.get(timeout=QUIET if begun and count is None else DEADLINE))
                if not begun and (READY in "".join(seen[:-1]) or '"ready"' in seen[-1]):
                    begun = True
                    if meanwhile:
                        subprocess.run(
                            ["sh", "-c", meanwhile], cwd=folder, env=environment(),
                            check=True, capture_output=True,
                        )  # fmt: skip
        except queue.Empty:
            pass
        process.send_signal(signal.SIGINT)
        code = process.wait(DEADLINE)
        reader.join(DEADLINE)
    assert code == 0
    return "".join(line.replace(str(folder), HOME) for line in seen)


def test_the_page_is_true(tmp_path, request):
    """Each watch on the page, run on a copy of the example vault, prints what stands there."""
    update = request.config.getoption("--update")
    shown = PAGE.read_text(encoding="utf-8")
    number = 0

    def again(block):
        nonlocal number
        number += 1
        folder = tmp_path / str(number)
        shutil.copytree(ROOT / "examples", folder / "examples")
        writes = block["what"] == "writes"
        printed = session(
            block["command"],
            folder,
            meanwhile=None if writes else block["then"],
            count=None if update else block["shown"].count("\n"),
        )
        text = f"<!-- {block['what']}: {block['then']} -->\n\n```text\n$ {block['command']}\n"
        text += f"{printed}```\n"
        if block["between"]:
            note = (folder / block["then"]).read_text(encoding="utf-8")
            text += f"{block['between']}````markdown\n{note}````\n"
        return text

    now = BLOCK.sub(again, shown)

    if update:
        PAGE.write_text(now, encoding="utf-8")
    else:
        assert now == shown
    assert number == 4
