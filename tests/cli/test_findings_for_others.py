"""Formats for others: paths from the repository's root wherever the command runs, and limits."""

from __future__ import annotations

import json
import re

import pytest

from commandline import kbpivot, vault_of

NOTES = """
== A b.md ==
[[c]]
== C.md ==
Words of my own.
"""


def places(format_: str, text: str) -> set[str]:
    """The paths that a report names, addresses decoded."""
    if format_ == "sarif":
        (run,) = json.loads(text)["runs"]
        return {
            one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].replace("%20", " ")
            for one in run["results"]
        }
    pattern = {"github": r"file=([^,]*)", "markdown": r"\]\(([^)#]*)"}[format_]
    found = {path.replace("%20", " ") for path in re.findall(pattern, text)}
    if format_ == "markdown":
        assert set(re.findall(r"\[`(.*?):\d+`\]", text)) == found
    return found


@pytest.mark.parametrize("format_", ["github", "sarif", "markdown"])
@pytest.mark.parametrize(
    ("git", "vault", "here", "path"),
    [
        ("", "", ".", "A b.md"),
        ("", "notes/deep", ".", "notes/deep/A b.md"),
        ("", "notes/deep", "notes", "notes/deep/A b.md"),
        ("", "notes/deep", "notes/deep", "notes/deep/A b.md"),
        ("", "notes/deep", "elsewhere", "notes/deep/A b.md"),
        ("", "notes/deep", "notes/deep/x", "notes/deep/A b.md"),
        ("notes", "notes/deep", ".", "deep/A b.md"),
        ("notes/deep", "notes/deep", ".", "A b.md"),
        (None, "notes/deep", ".", "notes/deep/A b.md"),
        (None, "notes/deep", "notes", "deep/A b.md"),
        (None, "notes/deep", "elsewhere", "A b.md"),
    ],
)
def test_paths_are_those_of_the_repository(tmp_path, git, vault, here, path, format_):
    """A code host knows files by their path from the root of the repository, not from a folder."""
    root = vault_of(tmp_path / vault, NOTES)
    for folder in ("elsewhere", "notes/deep/x"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    if git is not None:
        (tmp_path / git / ".git").mkdir()

    found = kbpivot("-C", str(root), "check", "--format", format_, folder=tmp_path / here)

    assert found.code == 1
    assert places(format_, found.out) == {path}


@pytest.mark.parametrize("command", ["check", "gaps"])
def test_a_worktree_and_a_linked_vault_have_a_root_too(tmp_path, command):
    """The `.git` of a worktree is a file; a vault behind a link outside has its own repository."""
    text = "== A.md ==\n---\npublish: true\nprerequisites: '[[B]]'\n---\nx\n== B.md ==\nb\n"
    vault_of(tmp_path / "tree/notes", text)
    (tmp_path / "tree/.git").write_text("gitdir: /elsewhere\n")
    (tmp_path / "link").symlink_to(tmp_path / "tree/notes")

    for folder in ("tree/notes", "link"):
        found = kbpivot(
            "-C", str(tmp_path / folder), command, "--format", "github", folder=tmp_path
        )
        assert set(re.findall(r"file=([^,]*)", found.out)) == {"notes/A.md"}


def test_what_is_left_out_is_said(tmp_path):
    """Ten annotations of a level are printed; that there are more is said beside them."""
    links = "".join(f"[[c|{number}]]\n" for number in range(14))
    vault_of(tmp_path, f"== A.md ==\n{links}\n== C.md ==\nc\n")

    found = kbpivot("check", "--format", "github", folder=tmp_path)

    assert found.out.count("::notice") == 10
    assert found.err.startswith("Left out here: 4 remarks. ")
