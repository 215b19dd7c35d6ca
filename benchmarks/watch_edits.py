"""What one edit costs a watch: `python benchmarks/watch_edits.py VAULT [--many 10000]`.

Times are CPU time of this process, from the event to the finished answer: reading the note,
parsing it, and working out what is ready, planned, mastered, circular and next. The vault is
copied first.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import kbpivot as kb
from kbpivot.live.debounce import EVERYTHING
from kbpivot.live.monitor import Monitor, local_day


def memory() -> float:
    """Resident memory in MB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def prose(text, _):
    return f"{text}\nSome more words.\n"


def long_prose(text, _):
    return f"{text}\n{'many words more ' * 120}\n"


def link(text, names):
    return f"{text}\nSee [[{names()}]].\n"


def planned(text, names):
    return f"{text}\nSee [[{names()} to come]].\n"


def status(text, _):
    new = "reading" if re.search(r"^status: mastered", text, re.MULTILINE) else "mastered"
    return re.sub(r"^status: \w+", f"status: {new}", text, count=1, flags=re.MULTILINE)


def need(text, names):
    return f"{text}\n## Prerequisites\n\n- [[{names()}]] - it is used\n"


def title(text, names):
    return re.sub(r"^title: .*", f"title: {names()} anew", text, count=1, flags=re.MULTILINE)


EDITS = [prose, long_prose, link, planned, status, need, title]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--many", type=int, default=0, help="then so many edits, for the memory")
    parser.add_argument("--goal", action="append", default=[])
    options = parser.parse_args()
    root = Path(
        shutil.copytree(options.vault, tempfile.mkdtemp(prefix="kbpivot-bench-") + "/vault")
    )
    if options.goal:
        goals = ", ".join(f'"{goal}"' for goal in options.goal)
        (root / "kbpivot.toml").write_text(f"[study]\ngoals = [{goals}]\n")
    current = Monitor(kb.Workspace(root, cache=False))
    current.prepare()
    aim = current.work.suggestions(today=local_day(), limit=1).aim
    print(f"{len(current.live.vault)} notes; aim: {aim.kind}; {memory():.0f} MB")
    draw = random.Random(1)
    paths = list(current.live.vault.paths)

    number_of = {path: int((re.findall(r"\d+", path) or ["0"])[-1]) for path in paths}

    def once(change):
        path = draw.choice(paths)

        def name():
            # In the made-up vault notes build on notes of smaller number: no circle is closed.
            lower = [p for p in draw.sample(paths, 50) if number_of[p] < number_of[path]]
            return (lower or paths[:1])[0].rpartition("/")[2][:-3]

        file = root / path
        file.write_text(change(file.read_text(encoding="utf-8"), name), encoding="utf-8")
        start = time.process_time()
        reports = current.look([path])
        spent = (time.process_time() - start) * 1000
        assert [one.event for one in reports] in (["changed"], []), reports
        return spent

    for change in EDITS:
        spent = [once(change) for _ in range(options.repeat)]
        print(
            f"{change.__name__:12} median {statistics.median(spent):6.0f} ms, most {max(spent):6.0f} ms"
        )
    current.look([EVERYTHING])
    start = time.process_time()
    for _ in range(5):
        current.look([EVERYTHING])
    print(f"look at the whole folder: {(time.process_time() - start) * 200:.0f} ms")
    marks = []
    for number in range(options.many):
        once(lambda text, _, n=number: text[:3000] if len(text) > 6000 else f"{text}\nEdit {n}.\n")
        if number % max(options.many // 10, 1) == 0:
            marks.append(f"{memory():.0f}")
    if marks:
        print(f"memory over {options.many} edits, MB: {' '.join(marks)} {memory():.0f}")
    shutil.rmtree(root.parent)


if __name__ == "__main__":
    main()
