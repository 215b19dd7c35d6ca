"""`--since` by the map: what is only history is optional, and that is said."""

from __future__ import annotations

import pytest

from commandline import answer, kbpivot, vault_of

VAULT = """
== README.md ==
# Reading order

1. [[Recurrent neural network]]
2. [[Sequence-to-sequence model]]
3. [[Attention]]
4. [[Self-attention]]
== Recurrent neural network.md ==
A hidden state goes from step to step; LSTM and GRU keep it longer.
== Sequence-to-sequence model.md ==
An encoder and a decoder, each a recurrent neural network.
== Attention.md ==
Queries, keys and values; softmax makes weights of the dot product, as in self-attention.
== Self-attention.md ==
Queries, keys and values of one sequence, and softmax over them.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def test_history_is_left_out_and_said(vault):
    """What a list has before, and the map only calls helpful, is left out when it is older."""
    plain = answer("path", "Self-attention", folder=vault)
    found = answer("path", "Self-attention", "--since", "2017", folder=vault)
    text = kbpivot("path", "Self-attention", "--since", "2017", folder=vault).out

    assert [note["title"] for note in plain["notes"]][:2] == [
        "Recurrent neural network",
        "Sequence-to-sequence model",
    ]
    assert "Sequence-to-sequence model" not in {note["title"] for note in found["notes"]}
    left = {one["title"]: one["year"] for one in found["left_out"]}
    assert left["Sequence-to-sequence model"] == 2014
    assert "Left out: Sequence-to-sequence model (2014), optional for Attention." in text


def test_what_an_author_states_is_no_history(vault):
    """A prerequisite that a note states stays, however old it is."""
    note = vault / "Attention.md"
    note.write_text(
        '---\nprerequisites: ["[[Sequence-to-sequence model]]"]\n---\n' + note.read_text()
    )
    found = answer("path", "Attention", "--since", "2017", folder=vault)

    assert "Sequence-to-sequence model" in {note["title"] for note in found["notes"]}
    assert found["left_out"] == []
