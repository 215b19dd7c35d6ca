"""The command `demo` copies the example vault, and never over something."""

from __future__ import annotations

import json

from commandline import fingerprint, kbpivot
from transcript import ROOT


def test_demo_is_the_example_vault(tmp_path):
    """The copy is the example vault, byte for byte."""
    result = kbpivot("demo", "--format", "json", folder=tmp_path)

    assert result.code == 0
    assert fingerprint(tmp_path / "kbpivot-demo") == fingerprint(ROOT / "examples" / "vault")
    notes = len(list((ROOT / "examples" / "vault").rglob("*.md")))
    assert json.loads(result.out) == {
        "schema": "kbpivot.demo/1",
        "path": "kbpivot-demo",
        "notes": notes,
    }


def test_demo_leaves_a_folder_alone(tmp_path):
    """A folder that holds something is refused and stays as it was; an empty one is fine."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()

    refused = kbpivot("demo", "full", folder=tmp_path)
    copied = kbpivot("demo", "empty", folder=tmp_path)

    assert refused.code == 2
    assert refused.out == ""
    assert refused.err.startswith("kbpivot: full holds something already")
    assert [place.name for place in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert copied.code == 0
    assert "to empty." in copied.out


def test_demo_does_not_mix_with_a_vault(tmp_path):
    """Inside a vault its notes would count as the person's own, so nothing is copied there."""
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "below").mkdir()

    for folder, target in ((tmp_path, "kbpivot-demo"), (tmp_path / "below", "a/b")):
        refused = kbpivot("demo", target, folder=folder)

        assert (refused.code, refused.out) == (2, "")
        assert f"{target} would lie in the vault {tmp_path}" in refused.err
    assert sorted(place.name for place in tmp_path.rglob("*")) == [".obsidian", "below"]
