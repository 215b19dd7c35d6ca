"""Guesses in a vault: when they come in, that they are kept, and where they never go."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from commandline import vault_of
from kbpivot.graph.inference import readings as reading_module
from kbpivot.shell.cache import cache_file
from kbpivot.shell.log import new_event
from kbpivot.workspace.workspace import Workspace

SILENT = """
== Gradient.md ==
A gradient points uphill.
== Gradient descent.md ==
Gradient descent follows the gradient downhill, step by step, along the gradient.
== Stochastic gradient descent.md ==
Stochastic gradient descent is gradient descent on a few samples. Gradient descent takes all.
== Learning rate.md ==
The learning rate scales a step of gradient descent; with gradient descent it has to be small.
"""


def aged(folder):
    """Make the files old enough to be kept."""
    past = time.time() - 60
    for place in folder.rglob("*.md"):
        os.utime(place, (past, past))
    return folder


@pytest.fixture
def silent(tmp_path):
    """A vault that states nothing."""
    return aged(vault_of(tmp_path, SILENT))


def grades(graph):
    return {grade for _, _, grade in graph.edges(data="grade")}


def test_guesses_order_what_nothing_is_stated_about(silent):
    """A vault that states nothing is studied by the map and guesses, unless the person wants none."""
    work = Workspace(silent)

    assert grades(work.study_graph) == {"mapped", "inferred"}
    assert work.study_graph.has_edge("Gradient descent.md", "Stochastic gradient descent.md")
    assert not grades(work.written_graph)
    assert grades(Workspace(silent, guess=False).study_graph) == {"mapped"}


def test_only_strong_and_likely_guesses(silent):
    """Weak guesses neither order nor are asked about."""
    assert {edge.tier for edge in Workspace(silent).person.guesses} <= {"strong", "likely"}


def test_checks_never_use_guesses(silent, monkeypatch):
    """Neither gaps nor findings look at a guess, nor make one."""
    monkeypatch.setattr(
        "kbpivot.workspace.guesses.open_guesses", lambda *_, **__: pytest.fail("guessed")
    )
    work = Workspace(silent)

    work.gaps()
    work.findings()


def test_a_vault_that_says_what_comes_first_pays_nothing(tmp_path):
    """Where nine in ten notes stand in a stated or ordered pair, no guess is made."""
    names = ["Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Yew"]
    texts = {f"{name}.md": f"Text about {before}." for before, name in pairwise(names)}
    texts["Ash.md"] = "Prerequisites:: [[Elm]]\n\nText."
    vault_of(tmp_path, "\n".join(f"== {path} ==\n{text}" for path, text in texts.items()))
    code = (
        "import sys; from kbpivot.workspace.workspace import Workspace;"
        "Workspace(sys.argv[1]).study_graph;"
        "print([n for n in ('numpy', 'kbpivot.graph.inference.pairs') if n in sys.modules])"
    )
    few = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True
    )
    for before, name in pairwise(names[:-1]):
        text = f"Prerequisites:: [[{before}]]\n\nText.\n" if name != "Elm" else "Text.\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    enough = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True
    )

    assert "pairs" in few.stdout
    assert enough.stdout == "[]\n"


def test_an_order_switches_off_no_guess(tmp_path):
    """A numbered list of some notes says nothing about others, of which guesses still tell."""
    vault_of(
        tmp_path,
        """
        == README.md ==
        # Reading order
        1. [[Stars]]
        2. [[Planets]]
        3. [[Comets]]
        == Stars.md ==
        Gas that shines by itself.
        == Planets.md ==
        Rocks that go round a star.
        == Comets.md ==
        Ice with a tail of dust.
        == Lattice.md ==
        A lattice is an order in which any two things have a meet and a join.
        == Distributive lattice.md ==
        A distributive lattice is a [[Lattice]] in which meets go into joins. Each lattice of sets is one; the lattice of lines is none.
        """,
    )
    work = Workspace(tmp_path, cache=False)

    grades = {facts["grade"] for _, _, facts in work.study_graph.edges(data=True)}
    assert grades == {"ordered", "inferred"}
    _, way = work.way(["Distributive lattice"])
    assert way.notes == ("Lattice.md", "Distributive lattice.md")


def test_the_order_of_a_list_keeps_no_guess_away(silent):
    """A numbered list of other notes says nothing of the pair that the texts are about."""
    before = {(edge.source, edge.target) for edge in Workspace(silent).person.guesses}
    (silent / "README.md").write_text("1. [[Knots]]\n2. [[Sails]]\n3. [[Tides]]\n")
    for name in ("Knots", "Sails", "Tides"):
        (silent / f"{name}.md").write_text(f"{name} are learnt on the water and nowhere else.\n")
    graph = Workspace(silent).study_graph

    assert ("Knots.md", "Sails.md") in graph.edges
    assert before <= set(graph.edges)


def test_refused_guesses_are_gone(silent):
    """What the person refused is neither used nor asked again, until it is undone."""
    work = Workspace(silent)
    edge = work.person.guesses[0]
    event = new_event("refused", edge.source, to=edge.target, at=datetime.now(UTC))

    work = work.recorded(event).workspace

    assert (edge.source, edge.target) not in {(e.source, e.target) for e in work.person.guesses}
    assert not work.study_graph.has_edge(edge.source, edge.target)
    assert edge.source + edge.target not in {q.first + q.second for q in work.questions()}
    work = work.recorded(new_event("undone", of=event.id, at=datetime.now(UTC))).workspace
    assert work.person.guesses[0] == edge


# --------------------------------------------------------------------------- what is kept


@pytest.fixture
def read(monkeypatch):
    """The paths whose texts were read for guessing, in order."""
    seen = []
    usual = reading_module.note_reading

    def counting(note, *arguments, **named):
        seen.append(note.path)
        return usual(note, *arguments, **named)

    monkeypatch.setattr(reading_module, "note_reading", counting)
    return seen


def test_nothing_is_read_twice(silent, read):
    """A second run takes the guesses as they were; a changed note alone is read again."""
    first = Workspace(silent).person.guesses
    assert len(read) == 4
    read.clear()

    assert Workspace(silent).person.guesses == first
    assert read == []

    place = silent / "Learning rate.md"
    place.write_text(place.read_text() + "\nMore about the gradient.\n")
    os.utime(place, (time.time() - 30, time.time() - 30))
    again = Workspace(silent).person.guesses
    assert read == ["Learning rate.md"]
    assert again == Workspace(silent, cache=False).person.guesses


def test_a_new_name_may_stand_anywhere(silent, read):
    """When a note comes, every text is read again: any of them may name it."""
    _ = Workspace(silent).person.guesses
    vault_of(silent, "== Step.md ==\nA step is a step.\n")
    aged(silent)
    read.clear()

    found = Workspace(silent).person.guesses

    assert len(read) == 5
    assert found == Workspace(silent, cache=False).person.guesses


@pytest.mark.parametrize("damage", [b"", b"kbpivot guesses", None])
def test_damaged_files_count_as_none(silent, damage):
    """A file that is cut off or overwritten is worked out anew."""
    expected = Workspace(silent).person.guesses
    for suffix in (".guesses.msgpack", ".readings.msgpack"):
        place = cache_file(silent).with_suffix(suffix)
        data = place.read_bytes()
        place.write_bytes(data[:-1] + b"\xff" if damage is None else damage)

    assert Workspace(silent).person.guesses == expected


def test_a_fresh_note_is_not_trusted(silent, read):
    """A note that changed just now may change again unnoticed, so it is read the next time."""
    place = silent / "Gradient.md"
    place.write_text("A gradient points uphill, mostly.")
    _ = Workspace(silent).person.guesses
    read.clear()

    _ = Workspace(silent).person.guesses

    assert read == ["Gradient.md"]


def test_unreadable_notes_are_passed_over(silent):
    """A note that cannot be read names nothing, and the others are guessed about."""
    place = silent / "Learning rate.md"
    place.chmod(0)
    if os.access(place, os.R_OK):
        place.unlink()
        place.symlink_to(silent / "nowhere.md")

    assert Workspace(silent).person.guesses
