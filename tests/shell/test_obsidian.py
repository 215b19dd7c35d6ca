"""What Obsidian's own settings say."""

from __future__ import annotations

from kbpivot.shell.obsidian import Obsidian


def test_facts_and_what_they_rest_on_are_of_one_moment(tmp_path):
    """What is written after the basis was asked for changes no fact: it would be noticed later."""
    folder = tmp_path / ".obsidian"
    folder.mkdir()
    (tmp_path / "forms").mkdir()
    (folder / "templates.json").write_text('{"folder": "forms"}')
    obsidian = Obsidian(tmp_path)
    basis = obsidian.basis()
    (folder / "templates.json").write_text("{")

    assert obsidian.core_template_folder == "forms"
    assert obsidian.basis() == basis != Obsidian(tmp_path).basis()
