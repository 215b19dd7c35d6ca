"""`next`, `path`, `plan`, `stats`, the first screen and the pages tell one story of one vault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandline import answer, kbpivot, vault_of
from kbpivot.study import learning_path, next_notes, plan
from kbpivot.study.state import KnowledgeState
from kbpivot.study.tracks import Track, track_progress
from kbpivot.study.way import progress
from kbpivot.workspace.workspace import Workspace
from study_graphs import dags

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"
TODAY = date(2026, 3, 2)


@st.composite
def situations(draw):
    """A graph with edges of all grades and notes of all sorts, and what somebody knows of it."""
    G = draw(dags(planned=True))
    for before, after in list(G.edges):
        grade = draw(st.sampled_from(("stated", "stated", "optional", "ordered", "inferred")))
        G.edges[before, after]["grade"] = grade
    for _, facts in G.nodes(data=True):
        sort = draw(st.sampled_from(("written", "written", "template", "empty")))
        facts["maturity"] = sort if facts["exists"] else "planned"
    levels = {
        node: draw(st.sampled_from(("mastered", "started", "queued", "assumed", "", "")))
        for node, facts in G.nodes(data=True)
        if facts["exists"]
    }
    sets = {
        level: frozenset(node for node, said in levels.items() if said == level)
        for level in ("mastered", "started", "queued", "assumed")
    }
    return G, KnowledgeState(**sets)


def first_of(items):
    return next((one.node for one in items), None)


@settings(max_examples=300, deadline=None)
@given(situations(), st.data())
def test_one_goal_has_one_first_step_and_one_count(situation, data):
    """Whatever is known, the three begin alike, and the steps left are those not counted done."""
    G, state = situation
    goal = data.draw(st.sampled_from(sorted(G)))
    fresh = data.draw(st.booleans())
    found = next_notes(G, state, goals=goal, limit=99, finish_started=not fresh)
    path = learning_path(G, goal, state, finish_started=not fresh)
    weeks = plan(path, hours_per_week=5, start=TODAY).weeks

    assert first_of(found) == first_of(path)
    assert first_of(item for week in weeks for item in week.items) == first_of(path)
    notes, done = progress(G, [goal], state, asked=True)
    assert {step.node for step in path} == notes - done
    for one in found:
        if one.step is not None:
            assert one.step == (len(done) + 1, len(notes))


@settings(max_examples=200, deadline=None)
@given(situations(), st.data())
def test_a_track_is_as_long_for_next_as_for_stats(situation, data):
    """Step k of n counts what the table of tracks counts, planned notes included."""
    G, state = situation
    goals = data.draw(st.lists(st.sampled_from(sorted(G)), min_size=1, max_size=3, unique=True))
    track = Track("Way", tuple(goals), "note", "Way.md")
    found = next_notes(G, state, tracks=[track], limit=99, asked=True)
    (told,) = track_progress(G, [track], state)

    steps = {one.step for one in found if one.step is not None}
    assert steps <= {(told.done + 1, told.total)}


SMALL = [
    """
    == A.md ==
    A ring is a set with two operations.
    == B.md ==
    ---
    prerequisites: "[[A]]"
    ---
    TBD
    == C.md ==
    ---
    prerequisites: ["[[B]]", "[[Later]]"]
    ---
    """,
    """
    == Way.md ==
    ---
    type: track
    ---
    1. [[A]]
    2. [[B]]
    3. [[C]]
    == A.md ==
    ---
    status: done
    ---
    A ring is a set with two operations.
    == B.md ==
    ---
    status: reading
    ---
    A field is a ring in which one divides.
    == C.md ==
    ---
    status: todo
    prerequisites: "[[Sets]]"
    ---
    A module is to a ring what a space is to a field.
    """,
    """
    == README.md ==
    # Order
    1. [[A]]
    2. [[B]]
    == A.md ==
    A ring is a set with two operations.
    == B.md ==
    A field is a ring in which one divides.
    """,
]


def asked_for(work):
    """The ways of asking that a vault allows: nothing, each track, and some of its notes."""
    tracks = [track.name for track in work.tracks() if track.source == "note"]
    notes = [node for node in work.study_graph if node in work.vault]
    return [(), *((name,) for name in tracks), *((name,) for name in notes[:: len(notes) // 8 + 1])]


@pytest.mark.parametrize("text", [None, *SMALL])
def test_all_answers_of_a_vault_agree(text, tmp_path):
    """For whatever one asks, and for nothing, there is one first step."""
    work = Workspace(EXAMPLE if text is None else vault_of(tmp_path, text), cache=False)
    for names in asked_for(work):
        found = work.suggestions(names, today=TODAY)
        aim, path = work.way(names)
        reached = found.aim.kind in ("vault", "any") and bool(names)
        assert reached or first_of(found) == first_of(path), names
        assert aim == found.aim


def test_the_pages_begin_alike(tmp_path):
    """The first screen, the table of tracks, the note that is kept and the map say the same."""
    vault = vault_of(tmp_path, SMALL[1])
    told = answer("next", folder=vault)["suggestions"][0]
    overview = answer("overview", folder=vault)
    (track,) = answer("stats", folder=vault)["tracks"]

    assert overview["next"]["suggestions"][0]["path"] == told["path"] == "B.md"
    assert (told["step"], told["steps"]) == (track["done"] + 1, track["notes"]) == (2, 4)
    assert overview["state"]["mastered"] == track["done"]
    assert len(answer("path", "Way", folder=vault)["notes"]) == track["notes"] - track["done"]


def test_an_order_to_read_in_goes_by_no_length(tmp_path):
    """Where all is written the first of the order comes first, however long it is."""
    vault = vault_of(
        tmp_path,
        """
        == Day 1 Sets.md ==
        ---
        hours: 3
        ---
        A set is told by what is in it and by nothing else.
        == Day 2 Maps.md ==
        A map sends each thing of one set to one of another.
        == Part 1 Rings.md ==
        A ring is a set with two operations.
        == Part 2 Fields.md ==
        A field is a ring in which one divides.
        """,
    )
    found = answer("next", folder=vault)

    assert found["all_written"]
    assert [one["path"] for one in found["suggestions"]][:2] == [
        "Day 1 Sets.md",
        "Part 1 Rings.md",
    ]
    codes = {why["code"] for one in found["suggestions"] for why in one["reasons"]}
    assert not codes & {"shortest", "cost"}


def test_what_is_stated_is_surer_than_a_place_in_a_list(tmp_path):
    """A list orders the notes that state nothing, and none that does."""
    vault = vault_of(
        tmp_path,
        """
        == README.md ==
        1. [[Sets]]
        2. [[Maps]]
        3. [[Rings]]
        4. [[Knots]]
        == Sets.md ==
        ---
        status: done
        ---
        A set is told by what is in it.
        == Maps.md ==
        ---
        status: todo
        hours: 3
        ---
        A map sends each thing to one thing.
        == Rings.md ==
        ---
        status: todo
        hours: 2
        ---
        A ring has two operations.
        == Knots.md ==
        ---
        status: todo
        hours: 1
        prerequisites: "[[Sets]]"
        ---
        A knot is a circle in space.
        """,
    )
    titles = [one["title"] for one in answer("next", folder=vault)["suggestions"]]

    assert set(titles[:2]) == {"Knots", "Maps"}
    assert "Where you state nothing" in kbpivot("next", folder=vault).out
