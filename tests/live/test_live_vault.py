"""A vault read again in part equals one read from scratch, whatever was done to the folder."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

import kbpivot as kb
from kbpivot.live.debounce import EVERYTHING
from kbpivot.live.monitor import Monitor
from kbpivot.live.snapshot import snapshot
from kbpivot.live.vault import LiveVault
from kbpivot.shell.log import append, new_event

NAMES = ["A", "B", "note", "Note", "sub/A", "sub/C", "sub/deep/B", "other/C", "é", "Track"]
PLAIN = ["A", "B", "sub/C", "other/C", "é"]
TODAY = date(2026, 11, 23)
TEXTS = [
    "",
    "[[A]] [[B]]",
    '---\nprerequisites: ["[[C]]", "[[Planned]]"]\n---\nWords about things.',
    "---\naliases: [Z]\n---\n# H\n\n- [[sub/A]]\n- [[note]]\n",
    "## Prerequisites\n\n- [[A]] - because\n- [[Nope]]\n",
    "---\nbad: yaml: here\n---\n[[B]]",
    "---\ntype: concept\nhours: 2\nprerequisites: ['[[A]]']\nstatus: mastered\n---\nWords.",
    "---\ntype: concept\nprerequisites: ['[[B]]']\n---\n" + "Many words of prose here. " * 20,
    "---\ntype: track\ngoals: ['[[A]]', '[[sub/C]]']\n---\n1. [[B]]\n2. [[A]]\n",
    "---\nrecommended: ['[[B]]']\nunlocks: ['[[C]]']\nstatus: reading\n---\n- [x] [[A]]\n",
    "---\ntitle: Planned\naliases: [Nope, Zed]\ntype: concept\nstatus: mastered\n---\nWords.",
    "---\ntitle: Z\naliases: [Soon]\ntype: concept\nrequires: Planned, C\n---\nWords.",
    "---\ntype: track\n---\n- [x] [[Z]]\n- [ ] [[Planned]]\n- [x] [[Soon]]\n",
    "\xff",
]  # fmt: skip
LINES = [
    "Some more words that nobody needs, but there they are.",
    "Other words of this note. " * 30,
    "See [[A]], [[B]] and [[Not yet]].",
    "## Prerequisites\n\n- [[B]] - it is used\n- [[Soon]]",
    "status:: mastered",
    "1. [[B]]\n2. [[sub/C]]",
]


FIRST = """---
type: concept
status: todo
hours: 1
prerequisites: [{}]
---
Words enough to count as a note that somebody wrote, for they are more than fifteen of them.
"""


def exactly(graph):
    """All of a graph, order included."""
    return (
        list(graph.nodes(data=True)),
        list(graph.edges(data=True)),
        [(node, list(graph.pred[node])) for node in graph],
    )


def answers(work):
    """All that a watch works out of a vault, by a name."""
    now = snapshot(work, on="next", today=TODAY)
    return {
        "traits": list(work.traits.items()),
        "graph": exactly(work.graph),
        "study": exactly(work.study_graph),
        "state": work.state,
        **{name: getattr(now, name) for name in ("ready", "mastered", "planned", "cycles", "first")},
    }  # fmt: skip


def facts(vault):
    graph = kb.prerequisite_graph(vault, grades=("stated", "ordered", "optional"))
    return {
        "notes": [(path, vault[path]) for path in vault.paths],
        "files": vault.files,
        "links": [list(vault.links(path)) for path in vault.paths],
        "unresolved": list(vault.unresolved()),
        "ambiguous": list(vault.ambiguous()),
        "diagnostics": list(vault.diagnostics),
        "edges": sorted((a, b, repr(d)) for a, b, d in graph.edges(data=True)),
        "nodes": sorted((n, repr(sorted(d.items()))) for n, d in graph.nodes(data=True)),
    }


class Folder(RuleBasedStateMachine):
    """Create, edit, rename, move, delete, undo, check out; told in parts, or not at all."""

    undone = Bundle("undone")

    @initialize()
    def begin(self):
        self.root = Path(tempfile.mkdtemp())
        for name, need in (("A", ""), ("B", "A"), ("sub/C", "B"), ("other/C", "A"), ("é", "é2")):
            self.write(f"{name}.md", FIRST.format(f'"[[{need}]]"' if need else ""))
        self.current = Monitor(kb.Workspace(self.root, cache=False), today=lambda: TODAY)
        self.pending = set()
        self.clock = 10**9

    def teardown(self):
        if hasattr(self, "root"):
            shutil.rmtree(self.root, ignore_errors=True)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1" if text == "\xff" else "utf-8"))
        return path

    def stamp(self, path):
        # A real disk's clock may be coarse; the test's is not.
        self.clock += 1
        os.utime(path, ns=(self.clock * 10**6, self.clock * 10**6))

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS), target=undone)
    def save(self, name, text):
        """Write in place, as a plain editor does."""
        path = self.root / f"{name}.md"
        before = path.read_bytes() if path.is_file() else None
        self.stamp(self.write(f"{name}.md", text))
        self.pending.add(f"{name}.md")
        return name, before

    @rule(name=st.sampled_from(PLAIN), line=st.sampled_from(LINES))
    def write_on(self, name, line):
        """What a person does most: one more line in a note there is."""
        path = self.root / f"{name}.md"
        if path.is_file():
            path.write_bytes(path.read_bytes() + f"\n{line}\n".encode())
            self.stamp(path)
            self.pending.add(f"{name}.md")

    def change(self, name, pattern, new):
        """Change a property where there is one."""
        path = self.root / f"{name}.md"
        if path.is_file():
            text = path.read_bytes()
            path.write_bytes(re.sub(pattern, new.encode(), text, count=1))
            self.stamp(path)
            self.pending.add(f"{name}.md")

    @rule(name=st.sampled_from(PLAIN), word=st.sampled_from(["mastered", "reading", "todo"]))
    def mark(self, name, word):
        self.change(name, rb"status: \w+", f"status: {word}")

    @rule(name=st.sampled_from(PLAIN), hours=st.integers(1, 9))
    def weigh(self, name, hours):
        self.change(name, rb"hours: \d+", f"hours: {hours}")

    @rule(
        name=st.sampled_from(PLAIN),
        needs=st.lists(st.sampled_from([*PLAIN, "Soon"]), max_size=2, unique=True),
    )
    def need(self, name, needs):
        links = ", ".join(f'"[[{need}]]"' for need in needs)
        self.change(name, rb"prerequisites: \[.*\]", f"prerequisites: [{links}]")

    @rule(name=st.sampled_from(PLAIN), kind=st.sampled_from(["mastered", "started", "forgotten"]))
    def log(self, name, kind):
        """The log grows, by another program."""
        at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=self.clock - 10**9)
        append(self.root, new_event(kind, f"{name}.md", at=at))
        self.clock += 1
        self.pending.add(".kbpivot/log.jsonl")

    @rule(goal=st.sampled_from(["", "A", "sub/C", "Track"]))
    def configure(self, goal):
        """The settings name another goal, or none."""
        text = f'[study]\ngoals = ["{goal}.md"]\n' if (self.root / f"{goal}.md").is_file() else ""
        (self.root / "kbpivot.toml").write_text(text + f"# {self.clock}\n", "utf-8")
        self.clock += 1
        self.pending.add("kbpivot.toml")

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def save_by_rename(self, name, text):
        """Write beside and rename over, as most editors do."""
        self.stamp(self.write(f"{name}.md~", text))
        (self.root / f"{name}.md~").replace(self.root / f"{name}.md")
        self.pending.add(f"{name}.md")

    @rule(step=undone)
    def undo(self, step):
        """Bring back what a file was."""
        name, before = step
        path = self.root / f"{name}.md"
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(before)
            self.stamp(path)
        self.pending.add(f"{name}.md")

    @rule(source=st.sampled_from(NAMES), to=st.sampled_from(NAMES))
    def rename(self, source, to):
        old, new = self.root / f"{source}.md", self.root / f"{to}.md"
        if old.is_file() and old != new:
            new.parent.mkdir(parents=True, exist_ok=True)
            old.replace(new)
            self.pending |= {f"{source}.md", f"{to}.md"}

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name):
        (self.root / f"{name}.md").unlink(missing_ok=True)
        self.pending.add(f"{name}.md")

    @rule(to=st.sampled_from(["moved", "other/moved", "sub2"]))
    def move_folder(self, to):
        if (self.root / "sub").is_dir() and not (self.root / to).exists():
            (self.root / to).parent.mkdir(parents=True, exist_ok=True)
            (self.root / "sub").rename(self.root / to)
            self.pending.add("")

    @rule(names=st.lists(st.sampled_from(NAMES), max_size=5), text=st.sampled_from(TEXTS))
    def check_out(self, names, text):
        """Many files at once, and one event for all of them."""
        for name in names:
            self.stamp(self.write(f"{name}.md", text))
        self.pending.add("")

    @rule()
    def attach(self):
        """A file that is no note can still be where a link leads."""
        self.write("sub/B.png", "x")
        self.pending.add("sub/B.png")

    @invariant()
    def equals_from_scratch(self):
        if not hasattr(self, "current") or not self.pending:
            return
        reports = self.current.look(self.pending)
        self.pending = set()
        work = kb.Workspace(self.root, cache=False)
        expected = trouble = None
        try:
            expected = answers(work)
        except kb.KbpivotError as error:
            trouble = str(error)
        if expected is None:
            # The goal of the settings is not there: the answer waits until it can be given.
            assert all(one.event == "trouble" for one in reports), reports
            assert trouble in {*(one.message for one in reports), self.current._told}
            return

        assert all(one.event == "changed" for one in reports), reports
        assert facts(work.vault) == facts(self.current.live.vault)
        found = answers(self.current.work)
        now = self.current._moment
        for name, value in expected.items():
            assert value == found[name], name
            assert value == getattr(now, name, value), name
        assert () == self.current.look([EVERYTHING]), reports


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)


def test_an_edit_that_says_nothing_new_is_no_change(tmp_path):
    """Saving the same text again changes nothing, so nothing is told."""
    note = tmp_path / "A.md"
    note.write_text("[[B]]", encoding="utf-8")
    live = LiveVault(tmp_path, cache=False)
    os.utime(note, ns=(1, 1))

    assert frozenset() == live.refresh(["A.md"])
    note.write_text("[[C]]", encoding="utf-8")
    assert frozenset({"A.md"}) == live.refresh(["A.md"])
