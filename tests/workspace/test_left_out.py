"""What advice leaves out is told, each reason with its count."""

from __future__ import annotations

import json

import pytest

import kbpivot as kb
from kbpivot.shell.files import list_files
from kbpivot.workspace.doctor import health

TEXTS = {
    "A.md": "# A\nWords about A.\n",
    "B.md": "---\nprerequisites: '[[A]]'\n---\n# B\nWords about B.\n",
    "Templates/T.md": "x",
    "Templates/U.md": "# {{title}}\n",
    "Daily/2024-01-01.md": "log [[A]]",
    "Daily/2024-01-02.md": "log [[A]]",
    "Archive/O.md": "old",
    "x/Archive/P.md": "kept by the filter, which is a prefix, and archived by its folder",
    "Drawing.excalidraw.md": "---\nexcalidraw-plugin: parsed\n---\n",
    "CLAUDE.md": "do this",
    "AGENTS.md": "do that",
    ".trash/Gone.md": "[[A]]",
    ".git/HEAD": "ref",
    "x/.hidden.md": "[[A]]",
    ".obsidian/app.json": json.dumps({"userIgnoreFilters": ["Archive/"]}),
    ".obsidian/templates.json": json.dumps({"folder": "Templates"}),
    ".obsidian/daily-notes.json": json.dumps({"folder": "Daily"}),
}


@pytest.fixture
def folder(tmp_path):
    for path, text in TEXTS.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_each_reason_has_its_count(folder):
    """Templates, days, manuals, drawings and excluded files are counted, and all still resolve."""
    work = kb.Workspace(folder)
    told = {one.reason: (one.notes, one.first) for one in work.derived.left_out}

    assert told == {
        "archived": (1, "x/Archive/P.md"),
        "daily": (2, "Daily/2024-01-01.md"),
        "excalidraw": (1, "Drawing.excalidraw.md"),
        "excluded": (1, "Archive/O.md"),
        "manual": (2, "AGENTS.md"),
        "template": (2, "Templates/T.md"),
    }
    assert "Archive/O.md" == work.vault.resolve("O", source="A.md")
    assert "Templates/T.md" == work.vault.resolve("T", source="A.md")
    assert work.vault.resolve("Gone", source="A.md") is None
    suggested = {one.node for one in kb.next_notes(work.graph, work.state, limit=20)}

    assert "A.md" in suggested
    assert suggested.isdisjoint(TEXTS.keys() - {"A.md", "B.md"})


def test_hidden_names_are_counted(folder):
    """What a dot hides is read by nothing, and doctor says how much that is."""
    hidden = (".git", ".obsidian", ".trash", "x/.hidden.md")
    facts = [(one.about, one.value, one.source) for one in health(kb.Workspace(folder))]

    assert hidden == list_files(folder).hidden
    assert ("left out", "4 hidden by a dot", ", ".join(hidden)) in facts
