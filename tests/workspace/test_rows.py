"""What is kept of each note: every answer is the same with it and without."""

from __future__ import annotations

import os
from datetime import date
from random import Random

import pytest

from kbpivot import Workspace
from kbpivot.graph import recall
from kbpivot.shell.cache import KINDS, cache_file, row_decoder
from kbpivot.shell.read import read_vault
from kbpivot.workspace import recalled

LONG_AGO = 1_600_000_000
FOLDERS = ("", "Course/", "Course/01 Basics/", "Papers/", "projects/", "Templates/")
NAMES = (
    "Attention",
    "Softmax",
    "GRU",
    "01 Vectors",
    "02 Matrices",
    "README",
    "Low-rank adaptation",
)
STATUSES = ("learned", "reading", "to-read", "sprouting")


def sentence(chance):
    words = [
        "attention",
        "is",
        "a",
        "sum",
        "of",
        "values",
        "weighted",
        "by",
        "likeness",
        "{{date}}",
    ]
    return " ".join(chance.choices(words, k=chance.randint(1, 30))) + "."


def link(chance):
    name = chance.choice((*NAMES, "gated recurrent unit", "LoRA", "Not written", "vector"))
    return f"[[{name}]]"


def note(chance):
    """A note with properties, statements, lists and prose, some of them broken or left out."""
    lines = []
    if chance.random() < 0.7:
        lines.append("---")
        given = {
            "title": chance.choice(NAMES),
            "aliases": f"[{chance.choice(('LoRA', 'gated recurrent unit', 'dot product'))}]",
            "status": chance.choice(STATUSES),
            "mastery": chance.choice(("0.9", "80", "0.1")),
            "type": chance.choice(("paper", "concept", "template", "moc")),
            "prerequisites": f'["{link(chance)}", "{link(chance)}"]',
            "hours": chance.choice(("2", "0.5")),
            "publish": chance.choice(("true", "false")),
            "year": "2017",
            "due": "2026-01-01",
            "source": "https://example.org/page",
        }
        lines += [f"{key}: {given[key]}" for key in chance.sample(sorted(given), k=4)]
        lines += [": ["] if chance.random() < 0.1 else []
        lines.append("---")
    lines.append(f"# {chance.choice(NAMES)}")
    for _ in range(chance.randint(0, 4)):
        lines.append(
            chance.choice(
                (
                    sentence(chance),
                    f"**Prerequisites:** {link(chance)}, {link(chance)}",
                    f"## Prerequisites\n\n- {link(chance)}\n- {link(chance)} because of the sum",
                    f"1. {link(chance)}\n2. {link(chance)}\n3. {link(chance)}",
                    f"- [x] {link(chance)}\n- [ ] {link(chance)}",
                    f"## {chance.choice(NAMES)} in detail\n\nSee {link(chance)}.",
                    "Read time: ~25 min",
                    "To be filled in.",
                )
            )
        )
        lines.append("")
    return "\n".join(lines)


def put(folder, path, text, *, at):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    os.utime(file, (at, at))


def answers(folder, *, cache):
    """All that a workspace says, as text."""
    work = Workspace(folder, cache=cache)
    said = {
        "traits": work.traits,
        "graph": sorted((a, b, sorted(facts.items())) for a, b, facts in work.written_graph.edges.data()),
        "nodes": sorted((node, sorted(facts.items())) for node, facts in work.written_graph.nodes.data()),
        "contradictions": work.derived.contradictions,
        "state": work.state,
        "public": work.public,
        "next": work.suggestions(today=date(2026, 1, 1)),
        "gaps": work.gaps(),
        "check": work.findings(),
        "diagnostics": work.diagnostics,
        "near": [work.vault.near(name) for name in ("lora", "vectors", "gated recurrent unit")],
        "planned": work.vault.planned,
        "questions": work.questions(),
    }  # fmt: skip
    return {key: repr(value) for key, value in said.items()}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KBPIVOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "vault"


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_the_same_with_and_without_what_is_kept(folder, seed):
    """After edits of properties, links, titles and files, one after the other."""
    chance = Random(seed)
    paths = [place + f"{name}.md" for place in FOLDERS for name in chance.sample(NAMES, k=3)]
    for path in paths:
        put(folder, path, note(chance), at=LONG_AGO)
    assert answers(folder, cache=True) == answers(folder, cache=False)
    for turn in range(5):
        for path in chance.sample(paths, k=chance.randint(1, 2)):
            if chance.random() < 0.2 and (folder / path).exists():
                (folder / path).unlink()
            else:
                put(folder, path, note(chance), at=LONG_AGO + turn + 1)
        assert answers(folder, cache=True) == answers(folder, cache=False)


def test_rows_come_from_the_cache_and_are_those_of_the_note(folder):
    """Each kind of row that is kept is read back equal to what the note makes."""
    chance = Random(7)
    for number in range(12):
        put(folder, f"{number}.md", note(chance), at=LONG_AGO)
    read_vault(folder)
    vault = read_vault(folder)
    whole = read_vault(folder, cache=False)
    for name in KINDS:
        kind, _ = row_decoder(name)
        assert vault.each(kind) == {one.path: kind.made(one) for one in whole.notes}
        assert list(vault.each(kind)) == list(vault.paths)
    assert "notes" not in vars(vault)


def test_orders_worked_out_before_are_the_same_orders(folder, monkeypatch):
    """Also in a vault that is too small for them, after edits, and where the file is damaged."""
    monkeypatch.setattr(recall, "_WORTH", 0)
    monkeypatch.setattr(recalled, "_MANY", 0)
    chance = Random(11)
    paths = [f"{number:02d} {name}.md" for number, name in enumerate(NAMES)]
    for path in paths:
        put(folder, path, note(chance), at=LONG_AGO)
    kept = cache_file(folder).with_suffix(".orders.msgpack")
    for turn in range(6):
        for _ in range(2):
            assert Workspace(folder).derived.relations == _relations_alone(folder)
        answered = kept.read_bytes()
        if turn == 3:
            kept.write_bytes(answered[:-1] + b"\0")
        put(folder, chance.choice(paths), note(chance), at=LONG_AGO + turn + 1)


def _relations_alone(folder):
    return Workspace(folder, cache=False).derived.relations
