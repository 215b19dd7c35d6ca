"""The next note, its reasons, and what else could be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.errors import NoteNotFoundError
from kbpivot.study.fringe import outer_fringe
from kbpivot.study.next import next_notes
from kbpivot.study.path import learning_path
from kbpivot.study.state import KnowledgeState
from kbpivot.study.tracks import Track
from study_graphs import dags, digraphs, graph_of, known_parts, knows


def codes(suggestion: object) -> list[str]:
    return [reason.code for reason in suggestion.reasons]  # type: ignore[attr-defined]


def said(suggestion: object, code: str) -> str:
    return next(r.message for r in suggestion.reasons if r.code == code)  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_suggestion_is_ready(data: st.DataObject) -> None:
    """Whatever the goals, what is suggested is in the outer fringe, and serves a goal."""
    G = data.draw(digraphs())
    state = data.draw(known_parts(G))
    goals = sorted(data.draw(st.sets(st.sampled_from(sorted(G)), min_size=1, max_size=3)))
    found = next_notes(G, state, goals=goals, limit=10)

    assert {s.node for s in found} <= outer_fringe(G, state)
    assert found.reached == (not found.suggestions)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_following_the_suggestions_reaches_the_goal(data: st.DataObject) -> None:
    """Taking the first suggestion each time ends at the goal, with nothing studied in vain."""
    G = data.draw(dags())
    goal = data.draw(st.sampled_from(sorted(G)))
    state, taken = knows(), []
    while found := next_notes(G, state, goals=goal):
        taken.append(found[0].node)
        state = knows(*state.mastered, found[0].node)

    assert taken[-1] == goal
    assert len(taken) == len(set(taken))


def test_started_comes_first_and_the_rest_by_how_soon_it_brings_the_goal() -> None:
    """The cost of an alternative is told in hours."""
    G = graph_of("Goal: A; Big: C", hours={"A": 1, "C": 9, "Goal": 1, "Big": 1})
    both = ["Goal", "Big"]
    found = next_notes(G, knows(), goals=both)
    assert [s.node for s in found] == ["A", "C"]
    assert found[0].delay == 0
    assert found[1].delay > 0
    assert "later on average" in said(found[1], "cost")

    begun = next_notes(G, knows(started="C"), goals=both)
    assert [s.node for s in begun] == ["C", "A"]
    assert "sooner on average" in said(begun[1], "cost")
    asked = next_notes(G, knows(started="C"), goals=both, finish_started=False)
    assert asked[0].node == "A"


def test_reasons_say_step_needs_unlocks_and_hours() -> None:
    """Each fact has a code and a sentence, and evidence its place."""
    G = graph_of("B: A; C: B; D: C; E: C", hours={"B": 0.5})
    state = KnowledgeState(mastered=frozenset({"A"}), since={"A": date(2026, 3, 1)})
    first = next_notes(G, state, goals="D", hours_source={"B": "your own reading time"})[0]

    assert first.step == (2, 4)
    assert said(first, "step") == "Step 2 of 4 toward D."
    assert said(first, "builds-on") == "Builds on A (known since 1 Mar 2026)."
    assert said(first, "unlocks") == "Unlocks 3 notes, 1 of them at once."
    assert said(first, "hours") == "Takes about 30 min (your own reading time)."
    assert (first.unlocks, first.behind, first.grade) == (("C",), 3, "stated")


def test_what_fits_tonight() -> None:
    """A note that fits comes first; where none does, a part of the best."""
    G = graph_of("Goal: A; Side: B", hours={"A": 2, "B": 0.4})
    goals = {"Goal": 10.0, "Side": 0.1}
    assert next_notes(G, knows(), goals=goals)[0].node == "A"
    tonight = next_notes(G, knows(), goals=goals, minutes=25)[0]
    assert tonight.node == "B"
    assert "fits" in codes(tonight)

    short = next_notes(G, knows("B"), goals="Goal", minutes=25)[0]
    assert (short.node, short.part) == ("A", 25)
    assert "part" in codes(short)
    with pytest.raises(ValueError, match="at least 1"):
        next_notes(G, knows(), goals="Goal", minutes=0)


def test_what_blocks_the_expected() -> None:
    """A started note, the one asked about, and the goal say what they wait for."""
    G = graph_of("S: X; X: P; Goal: A S", planned="P")
    found = next_notes(G, knows(started="S"), goals="Goal", expected="X")

    assert [(b.node, b.because, b.waits_for) for b in found.blocked] == [
        ("X", "asked", ("P",)),
        ("S", "started", ("P",)),
    ]
    assert found.blocked[1].message == "S, which you started, waits for P (no note yet)."


def test_planned_notes_only_where_nothing_is_ready() -> None:
    """Then the suggestion has no path, and says to write it or find a source."""
    G = graph_of("Goal: P; Other: A", planned="P")
    assert [s.node for s in next_notes(G, knows(), goals=["Goal", "Other"])] == ["A"]

    around = graph_of("Goal: A; A: P; P: A", planned="P")
    assert [s.node for s in next_notes(around, knows(), goals="Goal")] == ["P"]

    last = next_notes(G, knows("A", "Other"), goals=["Goal", "Other"])[0]
    assert (last.node, last.path) == ("P", None)
    assert "planned" in codes(last)


def test_without_goals_tracks_then_what_most_lean_on() -> None:
    """The answer says which it took; a finished track is passed over."""
    G = graph_of("B: A; X: W; Y: W; Z: W")
    track = Track("Basics", ("B",), "note", "Basics.md")
    on_track = next_notes(G, knows(), tracks=[track])
    assert (on_track[0].node, on_track.toward, on_track.aim.kind) == ("A", "Basics", "track")
    assert said(on_track[0], "step") == "Step 1 of 2 toward Basics."

    after = next_notes(G, knows("A", "B"), tracks=[track])
    assert (after[0].node, after.aim.kind) == ("W", "vault")
    assert after.toward == "what most of your notes lean on"


def test_a_note_begun_off_the_track_is_finished_first_unless_a_goal_is_asked_for() -> None:
    """Begun is begun; but who asks for a goal gets the goal."""
    G = graph_of("B: A; X: W")
    track = Track("Basics", ("B",), "note")

    assert next_notes(G, knows(started="W"), tracks=[track])[0].node == "W"
    assert next_notes(G, knows(started="W"), goals="B")[0].node == "A"


def test_without_any_edge_every_open_note_will_do() -> None:
    """Notes that list or log are not studied."""
    G = graph_of("A: ; B: ; Index:", kinds={"Index": "index"}, hours={"A": 2, "B": 1})

    assert [s.node for s in next_notes(G, knows())] == ["B", "A"]
    assert next_notes(G, knows("A", "B")).suggestions == ()


def test_where_nothing_is_stated_the_order_counts_and_guesses_are_marked() -> None:
    """A curriculum's order is followed; a guess says that it is one."""
    ordered = next_notes(graph_of("B: >A; C: >B"), knows("A"))[0]
    assert (ordered.node, ordered.grade) == ("B", "ordered")
    assert said(ordered, "ordered") == "Comes after A."

    # An order forbids nothing, so what comes later in it is an alternative.
    later = next_notes(graph_of("B: >A; C: >B; D: >C; E: >D"), knows("A"), goals="E")
    assert [s.node for s in later] == ["B", "C", "D"]
    assert said(later[1], "ordered") == "Comes after B (not learnt yet)."

    guess = next_notes(graph_of("B: ~A; C: ~B"), knows("A"))[0]
    assert (guess.node, guess.grade) == ("B", "inferred")
    assert said(guess, "inferred") == "Seems to build on A."


def test_written_notes_are_met_and_what_is_not_written_comes_next() -> None:
    """Where all is written, the way starts at its beginning."""
    G = graph_of("B: A; C: B")
    some = KnowledgeState(written=frozenset({"A"}), assumed=frozenset({"A"}))
    found = next_notes(G, some, goals="C")
    assert (found[0].node, found.assumed) == ("B", True)
    assert said(found[0], "builds-on") == "Builds on A (assumed from your writing)."

    every = KnowledgeState(written=frozenset("ABC"), assumed=frozenset("ABC"))
    assert next_notes(G, every, goals="C")[0].node == "A"
    assert next_notes(G, every)[0].node == "A"


def test_an_unknown_goal_is_an_error() -> None:
    """With near names."""
    with pytest.raises(NoteNotFoundError):
        next_notes(graph_of("B: A"), knows(), goals="Zebra")


def test_members_of_a_cycle_are_learnt_together() -> None:
    """They are ready, and the reason says so instead of calling them known."""
    found = next_notes(graph_of("A: B; B: A; C: A"), knows(), goals="C")

    assert {s.node for s in found} == {"A", "B"}
    assert "learn them together" in said(found[0], "builds-on")


def test_a_long_pause_is_told_gently() -> None:
    """Only when today is known, and only for what was begun."""
    state = KnowledgeState(started=frozenset({"A"}), seen={"A": date(2026, 1, 1)})
    first = next_notes(graph_of("B: A"), state, goals="B", today=date(2026, 6, 1))[0]

    assert (
        said(first, "last-seen") == "You last had it in hand 5 months ago; pick up where you left."
    )
    assert "last-seen" not in codes(next_notes(graph_of("B: A"), state, goals="B")[0])


def test_what_only_follows_in_a_list_is_not_unlocked() -> None:
    """Nothing waits for a note that only a list or a guess puts first."""
    ordered = next_notes(graph_of("B: >A; C: >B"), knows())[0]
    guessed = next_notes(graph_of("B: ~A"), knows(), goals="B")[0]

    assert (ordered.unlocks, "unlocks" in codes(ordered)) == ((), False)
    assert said(ordered, "leads-on") == "2 notes come after it."
    assert said(guessed, "leads-on") == "1 note seems to build on it."


def test_notes_learnt_together_unlock_nothing_of_each_other() -> None:
    """In a circle all members are ready at once."""
    assert next_notes(graph_of("A: B; B: A; C: A"), knows())[0].unlocks == ("C",)


def test_what_was_begun_beside_the_track_is_told() -> None:
    """It comes first when nothing on the way was begun, and says that it is not on the way."""
    G = graph_of("B: A; X: W")
    track = Track("Basics", ("B",), "note")

    alone = next_notes(G, knows(started="W"), tracks=[track])
    assert (said(alone[0], "aside"), alone.aside) == ("It is not on the way to your tracks.", ())
    both = next_notes(G, knows(started="W A"), tracks=[track], limit=1)
    assert (both[0].node, both.aside) == ("A", ("W",))
    assert "aside" not in codes(both[0])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_plan_begins_with_what_is_suggested(data: st.DataObject) -> None:
    """The first step toward a goal and the first suggestion are one note."""
    G = data.draw(dags())
    begun = data.draw(st.sets(st.sampled_from(sorted(G))))
    state = knows(started=" ".join(sorted(begun)))
    goal = data.draw(st.sampled_from(sorted(G)))

    first = next_notes(G, state, goals=goal)[0].node
    assert first == learning_path(G, goal, state, finish_started=True).notes[0]
