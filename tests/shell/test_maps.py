"""Maps come from the package, from files, and from vaults."""

from __future__ import annotations

import networkx as nx
import pytest

from kbpivot import read_map
from kbpivot.errors import KbpivotError
from small_maps import TEXTS


def written(folder, texts):
    """Write files below a folder."""
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_map_files_is_one_map(tmp_path):
    """Files of a folder may name each other's entries; the folder is the name of the map."""
    field = read_map(written(tmp_path / "team", TEXTS))

    assert (field.name, len(field), field.diagnostics) == ("team", 11, ())


def test_a_map_file_is_read_and_its_mistakes_are_told(tmp_path):
    """One file is a map; a mistake names the file and the line and ends nothing."""
    written(tmp_path, {"own.toml": "[a]\nname = 'A'\nneeds.b = 'w'\n"})
    field = read_map(tmp_path / "own.toml")

    assert list(field.concepts) == ["a"]
    (one,) = field.diagnostics
    assert (one.path, one.span.line) == (str(tmp_path / "own.toml"), 3)


def test_bytes_that_are_no_text_are_told(tmp_path):
    """A file in another encoding is told, not raised."""
    (tmp_path / "own.toml").write_bytes(b"[a]\nname = '\xff\xfe'\n")

    assert "bad-encoding" in {one.code for one in read_map(tmp_path / "own.toml").diagnostics}


def test_a_vault_is_a_map(tmp_path):
    """A vault's stated prerequisites are needs, with the author's reasons, planned notes too."""
    vault = written(
        tmp_path / "course",
        {
            "LoRA.md": "---\nyear: 2021\naliases: [low-rank adaptation]\n---\n## Prerequisites\n"
            "- [[Matrix rank]] - the update has a low one\n- [[Fine-tuning]]\n",
            "Fine-tuning.md": "Train on.\n",
            "Diary.md": "Nothing stated.\n",
        },
    )
    field = read_map(vault)

    assert sorted(field.concepts) == ["fine-tuning", "lora", "matrix-rank"]
    lora = field.concepts["lora"]
    assert lora.needs == {"matrix-rank": "the update has a low one", "fine-tuning": ""}
    assert (lora.aliases, lora.year) == (("low-rank adaptation",), 2021)
    assert field.find("Low-rank adaptation") == "lora"
    assert field.concepts["matrix-rank"].hours is None


def test_a_vault_that_goes_round_in_a_circle_is_a_map(tmp_path):
    """A circle of statements is opened, so that the map has an order."""
    vault = written(
        tmp_path / "course",
        {
            "A.md": "---\nprerequisites: ['[[B]]']\n---\n",
            "B.md": "---\nprerequisites: ['[[A]]']\n---\n",
        },
    )
    field = read_map(vault)

    assert len(field.order) == 2
    assert nx.is_directed_acyclic_graph(field.graph)


def test_names_that_are_one_id_are_told_apart(tmp_path):
    """Two notes of one title in two folders are two entries of the map."""
    vault = written(
        tmp_path / "course",
        {
            "a/Intro.md": "---\nprerequisites: ['[[b/Intro]]']\n---\n",
            "b/Intro.md": "Begin.\n",
        },
    )

    assert sorted(read_map(vault).concepts) == ["intro", "intro-2"]


def test_a_map_that_is_not_there_is_an_error(tmp_path):
    """The call is wrong where there is no such file, and says what could be given."""
    with pytest.raises(KbpivotError, match=r"no map at .*nowhere\.toml; give a TOML file"):
        read_map(tmp_path / "nowhere.toml")
