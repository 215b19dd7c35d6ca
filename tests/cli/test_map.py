"""The command `map`: what of the field has a note, and what the map says of one entry."""

from __future__ import annotations

import pytest

from commandline import answer, kbpivot, vault_of

VAULT = """
== Ideas/Softmax.md ==
---
status: mastered
---
Turns logits into shares that add up to one.
== Ideas/Self-attention.md ==
Queries, keys and values of one sequence; see [[Softmax]].
== Ideas/Layer normalization.md ==
Mean and variance over the features of one token.
== Ideas/LoRA.md ==
The matrix rank of the update is small; QLoRA freezes a base in four bits.
== Ideas/Low-rank adaptation.md ==
A small matrix rank, as in DoRA and QLoRA.
== Diary.md ==
I had soup.
"""

RECIPES = """
== Soup.md ==
Onions, water, salt. Attention: it boils over.
== Bread.md ==
Flour and water. Bagging: put it into a bag. See [[Soup]].
== Agent.md ==
The man who sells us the flour.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def test_every_area_is_counted(vault):
    """Each part of the field says how many of its concepts have a note and are known."""
    found = answer("map", folder=vault)
    areas = {area["area"]: area for area in found["areas"]}

    assert (found["about"], found["notes"], found["placed"]) == (True, 6, 4)
    assert sum(area["noted"] for area in areas.values()) == 4
    assert sum(area["known"] for area in areas.values()) == 1
    assert areas["post-training"]["noted"] == 1
    assert all(area["concepts"] > 0 for area in areas.values())
    assert [rival["paths"] for rival in found["rivals"]] == [
        ["Ideas/LoRA.md", "Ideas/Low-rank adaptation.md"]
    ]


def test_an_area_without_a_note_has_an_empty_bar(vault):
    """A bar shows a note where there is one, however large the area, and none where none is."""
    lines = {line.split("  ")[0]: line for line in kbpivot("map", folder=vault).out.splitlines()}

    assert "▎" in lines["Deep learning"]
    assert "····················" in lines["Vision"]
    assert lines["Post-training"].split()[2:] == ["1", "of", lines["Post-training"].split()[-1]]


def test_an_entry_says_what_it_needs_and_why(vault):
    """The reasons and sources of the map stand beside the notes of the vault."""
    found = answer("map", "Self attention", folder=vault)
    text = kbpivot("map", "self-attention", folder=vault).out

    assert found["id"] == "self-attention"
    assert found["paths"] == ["Ideas/Self-attention.md"]
    assert found["needs"]
    assert all(need["because"] for need in found["needs"] + found["needed_by"])
    assert found["behind"] >= len(found["needed_by"])
    assert all(source["text"] for source in found["sources"])
    assert "Your note: Ideas/Self-attention.md" in text
    for need in found["needs"]:
        assert need["name"] in text


def test_a_note_names_its_entry(vault):
    """Also a note whose name the map does not know as its own leads to what it is about."""
    assert answer("map", "Ideas/LoRA.md", folder=vault)["id"] == "lora"
    assert answer("map", "LoRA", folder=vault)["paths"] == [
        "Ideas/LoRA.md",
        "Ideas/Low-rank adaptation.md",
    ]


def test_what_is_not_on_the_map_gets_near_names(vault):
    """A slip is answered with what was perhaps meant, a track with the command for it."""
    slip = kbpivot("map", "softmx", folder=vault)
    track = kbpivot("map", "fundamentals 101", folder=vault)

    assert (slip.code, track.code) == (2, 2)
    assert "nothing called 'softmx' on the map. Did you mean Softmax" in slip.err
    assert "Fundamentals 101 is a track of the map: `kbpivot path 'Fundamentals 101'`" in track.err


@pytest.mark.parametrize("format_", ["mermaid", "dot", "graphml", "canvas", "html", "svg"])
def test_an_entry_is_drawn(vault, format_):
    """The formats of `graph` show the entry, what it needs and what needs it, notes among them."""
    told = kbpivot("map", "Softmax", "--format", format_, folder=vault)

    assert told.code == 0
    assert "Softmax" in told.out
    assert "Probability" in told.out
    assert "Attention" in told.out


def test_a_drawing_goes_as_far_as_asked(vault, tmp_path):
    """`--depth` counts steps each way, a file's ending tells the format, and one entry is named."""
    near = kbpivot("map", "LoRA", "--depth", "0", "--format", "dot", folder=vault)
    written = kbpivot("map", "LoRA", "-o", str(tmp_path / "lora.svg"), folder=vault)
    whole = kbpivot("map", "--format", "dot", folder=vault)

    assert "Matrix rank" not in near.out
    assert "Matrix rank" in (tmp_path / "lora.svg").read_text(encoding="utf-8")
    assert written.code == 0
    assert whole.code == 2
    assert "give NAME" in whole.err


def test_other_vaults_have_no_note_on_it(tmp_path):
    """In a vault of recipes not one note is about AI, whatever words it shares with the field."""
    found = answer("map", folder=vault_of(tmp_path, RECIPES))

    assert (found["about"], found["placed"]) == (False, 0)


def test_an_empty_folder_can_look_at_the_map(tmp_path):
    """No notes are needed to look something up, and nothing is written."""
    found = answer("map", "KL divergence", folder=tmp_path)

    assert found["paths"] == []
    assert not list(tmp_path.iterdir())
