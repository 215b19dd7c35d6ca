"""A vault read again in part equals one read from scratch, whatever was done to the folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

import kbpivot as kb
from kbpivot.shell.live.vault import LiveVault

NAMES = ["A", "B", "note", "Note", "sub/A", "sub/C", "sub/deep/B", "other/C", "é"]
TEXTS = [
    "",
    "[[A]] [[B]]",
    '---\nprerequisites: ["[[C]]", "[[Planned]]"]\n---\nWords about things.',
    "---\naliases: [Z]\n---\n# H\n\n- [[sub/A]]\n- [[note]]\n",
    "## Prerequisites\n\n- [[A]] - because\n- [[Nope]]\n",
    "---\nbad: yaml: here\n---\n[[B]]",
    "\xff",
]  # fmt: skip


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
        self.write("A.md", TEXTS[1])
        self.live = LiveVault(self.root, cache=False)
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
        if not hasattr(self, "live") or not self.pending:
            return
        changed = self.live.refresh(self.pending)
        self.pending = set()
        fresh = kb.read_vault(self.root, cache=False)

        assert facts(fresh) == facts(self.live.vault)
        assert frozenset() == self.live.refresh(), changed


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


def test_an_edit_that_says_nothing_new_is_no_change(tmp_path):
    """Saving the same text again changes nothing, so nothing is told."""
    note = tmp_path / "A.md"
    note.write_text("[[B]]", encoding="utf-8")
    live = LiveVault(tmp_path, cache=False)
    os.utime(note, ns=(1, 1))

    assert frozenset() == live.refresh(["A.md"])
    note.write_text("[[C]]", encoding="utf-8")
    assert frozenset({"A.md"}) == live.refresh(["A.md"])
