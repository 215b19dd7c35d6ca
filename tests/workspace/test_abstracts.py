"""Many texts are placed as one is: the quick look never says other than the thorough one."""

from __future__ import annotations

import random

import pytest

from commandline import vault_of
from kbpivot.maps.mentions import named_entries
from kbpivot.maps.support import NamedIn, folded_text
from kbpivot.study import paper_readiness
from kbpivot.study.intake import bucket, nearest, unlocking
from kbpivot.workspace.abstracts import Abstracts
from kbpivot.workspace.workspace import Workspace
from transcript import ROOT


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """The example vault, read as it is."""
    del tmp_path_factory
    return Workspace(ROOT / "examples/vault", cache=False)


def texts(work, number: int):
    """Write texts that name notes, entries of the map, both, and neither."""
    draw = random.Random(7)
    entries = [name for one in work.on_map.map.concepts.values() for name in one.names]
    notes = [note.title for note in work.vault.notes]
    for _ in range(number):
        kinds = (draw.choice(entries), draw.choice(notes), draw.choice(notes).lower(), "a thing")
        named = ", ".join(draw.choice(kinds) for _ in range(draw.choice([1, 2, 4, 8])))
        yield f"A study. We use {named} and more. See also {draw.choice(notes)}.\n\n- `{draw.choice(notes)}`"


def test_the_quick_look_is_true(work):
    """What many texts lean on, lack and take is what `ready --abstract` says of each."""
    abstracts = Abstracts(work)
    for text in texts(work, 40):
        leans = abstracts.leans(text)
        quick = abstracts.readiness(text, leans)
        alone = work.reading(text)
        whole = paper_readiness(alone.person.study_graph, alone.leanings(text), work.state)

        assert quick.concepts == whole.concepts, text
        assert (quick.hours, quick.known, quick.verdict) == (
            whole.hours,
            whole.known,
            whole.verdict,
        )
        assert {step.node for step in quick.missing} == {step.node for step in whole.missing}
        assert sum(abstracts.lacking(leans).values()) <= quick.hours + 1e-9
        assert abstracts.narrowed(leans, quick) == leans


def test_names_are_found_by_their_rarest_word(work):
    """Looking for the names that may stand in a text finds what looking for every name finds."""
    field = work.on_map.map
    looking = NamedIn(field)
    for text in (*texts(work, 20), "Ärzte lesen β-VAEs, GPUs and vaes; 注意力机制。"):
        folded = folded_text(text)
        every = tuple(id_ for id_ in field.concepts if looking.count(folded, (id_,), enough=1))

        assert looking.named(folded) == every
        assert set(named_entries(field, text)) <= set(every)


@pytest.mark.parametrize(
    ("nodes", "hours", "expected"),
    [
        ((), 0.0, "later"),
        (("x",), 0.0, "later"),
        (("mine",), 1.0, "now"),
        (("mine",), 1.01, "soon"),
        (("x", "way"), 0.5, "now"),
        (("way",), 9.0, "soon"),
    ],
)
def test_lists(nodes, hours, expected):
    """A list is chosen by what is named and what is missing, and by nothing else."""
    assert bucket(nodes, hours, study={"mine"}, way={"way"}) == expected


def test_nearest_goal():
    """The fewest steps to any goal count, and circles end."""
    before = {"goal": ["a", "b"], "a": ["b", "c"], "b": [], "c": ["a"], "other": ["c"]}
    found = nearest(before, {"goal": "Goal", "other": "Other"})

    assert {node: (one.steps, one.goal) for node, one in found.items()} == {
        "goal": (0, "Goal"),
        "other": (0, "Other"),
        "a": (1, "Goal"),
        "b": (1, "Goal"),
        "c": (1, "Other"),
    }


def test_what_learning_unlocks():
    """Counted is what has no more than an hour left once something is learnt."""
    missing = [{"a": 2.0}, {"a": 2.0, "b": 1.0}, {"a": 2.0, "c": 1.5}, {"d": 3.0}]

    assert unlocking({"a"}, missing) == 2
    assert unlocking(set(), missing) == 0


def test_goals_that_only_the_map_knows(tmp_path):
    """What lies by the map on the way to a goal without a note counts as near."""
    text = "== kbpivot.toml ==\n[study]\ngoals = ['RLHF']\n== Bread.md ==\nFlour and water.\n"
    abstracts = Abstracts(Workspace(vault_of(tmp_path, text), cache=False))
    leans = abstracts.leans("Reward models with the Bradley–Terry model and policy gradients.")

    near = abstracts.nearness(leans)

    assert near is not None
    assert near.steps >= 1
    assert abstracts.bucket(leans, 5.0) == "soon"
