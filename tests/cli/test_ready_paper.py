"""`ready --abstract` and `ready --arxiv`: a paper weighed before there is a note on it."""

from __future__ import annotations

import pytest

from arxiv_server import atom, echo, server
from commandline import answer, environment, kbpivot, vault_of

VAULT = """
== Exponentials.md ==
---
status: done
---
Growth.
== Softmax.md ==
---
prerequisites: ["[[Exponentials]]"]
hours: 2
---
Shares.
== Attention.md ==
---
prerequisites: ["[[Softmax]]"]
hours: 3
---
Weighs.
== Own.md ==
---
arxiv: 2001.00001
aliases: ["Paper 2001.00001"]
---
A note on a paper about softmax.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def test_park(vault, tmp_path):
    """What is missing is listed in order with its time, and the paper is parked."""
    (tmp_path / "new.txt").write_text("We use attention and exponentials.")

    result = kbpivot("ready", "--abstract", "new.txt", folder=vault)
    found = answer("ready", "--abstract", "new.txt", folder=vault)

    assert "Park it: you know 1 of the 2 concepts it names; 2 notes to go, about 5 h." in result.out
    assert [step["title"] for step in found["missing"]] == ["Softmax", "Attention"]
    assert [(one["title"], one["known"]) for one in found["paper"]["concepts"]] == [
        ("Attention", False),
        ("Exponentials", True),
    ]
    assert found["paper"]["concepts"][0]["quote"] == "We use attention and exponentials."
    assert (found["paper"]["verdict"], found["hours"], found["ready"]) == ("park", 5.0, False)


def test_read_now(vault):
    """When all it names is known it is to be read now; an abstract may come from a pipe."""
    result = kbpivot("ready", "--abstract", "-", folder=vault, stdin="Exponentials everywhere.")

    assert result.code == 0
    assert "Read it now: you know the one concept it names." in result.out


def test_nothing_named(vault):
    """A paper about something else is neither parked nor praised."""
    result = kbpivot("ready", "--abstract", "-", folder=vault, stdin="Birds migrate.")

    assert "nothing can be said" in result.out


def test_arxiv(vault):
    """An id is looked up; title and abstract are weighed, and only that one paper is asked for."""
    with server(echo) as (address, asked), environment(KBPIVOT_ARXIV=address):
        found = answer("ready", "--arxiv", "https://arxiv.org/abs/2002.00002v3", folder=vault)

    assert [query["id_list"] for query, _ in asked] == [["2002.00002"]]
    assert asked[0][1].startswith("kbpivot/")
    paper = found["paper"]
    assert (paper["title"], paper["arxiv"], paper["note"]) == (
        "Paper 2002.00002 & more",
        "2002.00002",
        None,
    )
    assert [one["title"] for one in paper["concepts"]] == ["Softmax"]
    assert paper["concepts"][0]["quote"] == "It is about softmax."


def test_a_note_on_it(vault):
    """A paper that has a note already is said to, and leans not on itself."""
    with server(echo) as (address, _), environment(KBPIVOT_ARXIV=address):
        found = answer("ready", "--arxiv", "2001.00001", folder=vault)
        result = kbpivot("ready", "--arxiv", "2001.00001", folder=vault)

    assert found["paper"]["note"] == "Own.md"
    assert [one["title"] for one in found["paper"]["concepts"]] == ["Softmax"]
    assert "There is a note on it already: Own.md" in result.out


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((200, atom()), "knows no paper"),
        ((503, b""), "asks to wait"),
        ((500, b""), "answered with 500"),
        ((200, b"<html>"), "not valid XML"),
        ((200, b"<html/>"), "no Atom feed"),
    ],
)
def test_arxiv_troubles(vault, reply, said):
    """Whatever arXiv answers, it is one sentence and exit code 2."""
    with server(lambda _: reply) as (address, _), environment(KBPIVOT_ARXIV=address):
        result = kbpivot("ready", "--arxiv", "2002.00002", folder=vault)

    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_one_question_at_a_time(vault):
    """A note and a paper are two questions; something that is no id is not asked for."""
    assert kbpivot("ready", "Softmax", "--arxiv", "2002.00002", folder=vault).code == 2
    assert "no arXiv id" in kbpivot("ready", "--arxiv", "soon", folder=vault).err
    assert kbpivot("ready", "--abstract", "nowhere.txt", folder=vault).code == 2


ABSTRACT = (
    "We fine-tune large language models by direct preference optimization on preference data, and"
    " compare it with reinforcement learning from human feedback. A KL divergence keeps the policy"
    " near its reference model."
)


def test_the_terms_of_the_map_are_known(tmp_path):
    """Somebody with hardly a note is told what a paper leans on, with a source for each step."""
    file = tmp_path / "abstract.txt"
    file.write_text(ABSTRACT)
    (tmp_path / "notes").mkdir()
    found = answer("ready", "--abstract", str(file), folder=tmp_path / "notes")
    named = {one["map"] for one in found["paper"]["concepts"]}

    assert {"rlhf", "kl-divergence", "direct-preference-optimization"} <= named
    assert found["paper"]["verdict"] == "park"
    assert all(step["source"] for step in found["missing"])
    kbpivot("done", "KL divergence", folder=tmp_path / "notes")
    again = answer("ready", "--abstract", str(file), folder=tmp_path / "notes")
    known = {one["map"] for one in again["paper"]["concepts"] if one["known"]}
    assert known == {"kl-divergence"}


def test_a_text_about_other_things_names_nothing_on_the_map(tmp_path):
    """Ordinary words that the field has as well are no terms in a text about cooking."""
    file = tmp_path / "abstract.txt"
    file.write_text("How attention to salt and the memory of agents in a kitchen transform a soup.")
    (tmp_path / "notes").mkdir()
    found = answer("ready", "--abstract", str(file), folder=tmp_path / "notes")

    assert found["paper"]["verdict"] == "unknown"
