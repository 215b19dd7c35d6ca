"""`kbpivot graph` in every format: names do nothing, private ones stay private, files are kept."""

from __future__ import annotations

import io
import json
import re
import shutil
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from commandline import kbpivot, vault_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"
TEXTS = ["text", "json", "mermaid", "dot", "graphml", "canvas", "html", "svg"]

# What file systems take; what they do not take stands in titles.
NAMES = (
    'say "hi"',
    "it's; n1 --> n2",
    "a|b",
    "<img src=x onerror=run()>",
    "%%{init: 1}%%",
    "]] x [[",
    "`code` $x$ **bold**",
    "\x1b[31mred\x07",
    "\u202eoverride",
    "#35; &amp;",
)
TITLES = ("</script><script>run()</script>", "new\nline", '"]; a -> b; x [label="', "]]> --> -->")


@pytest.fixture
def hostile(tmp_path):
    """A chain of notes with such names and titles, and a planned one."""
    before = "Planned </script>"
    for number, name in enumerate(NAMES):
        title = json.dumps(TITLES[number % len(TITLES)]) if number % 2 else json.dumps(name)
        needs = json.dumps(f"[[{before}]]") if number else json.dumps(before)
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {title}\ntype: concept\nprerequisites: [{needs}]\n---\nWords. </script>",
            encoding="utf-8",
        )
        before = f"{number}"
        (tmp_path / f"{before}.md").write_text(
            f"---\ntype: concept\nprerequisites:\n  - {json.dumps(name)}\n---\n", encoding="utf-8"
        )
    return tmp_path


@pytest.mark.parametrize("form", TEXTS)
def test_hostile_names_do_nothing(hostile, form):
    """No control or direction character is printed, and all notes are there."""
    result = kbpivot("graph", "--format", form, folder=hostile)

    assert (result.code, result.err) == (0, "")
    text = result.out
    assert not any(
        unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c == "\u202e"
        for c in text
        if c not in "\n\t"
    )
    if form == "json":
        assert len(json.loads(text)["nodes"]) == 2 * len(NAMES) + 1
    elif form == "graphml":
        assert len(nx.read_graphml(io.BytesIO(text.encode()))) == 2 * len(NAMES) + 1
    elif form == "svg":
        assert [one.tag for one in ET.fromstring(text).iter() if one.tag.endswith("script")] == []
    elif form == "canvas":
        cards = json.loads(text)["nodes"]
        assert sum(card["type"] == "file" for card in cards) == 2 * len(NAMES)
    elif form == "html":
        assert len(re.findall(r"</script", text, re.IGNORECASE)) == 2
    elif form == "mermaid":
        assert text.count("\n  n") >= 2 * len(NAMES) + 1
        assert not any('"]; a' in line for line in text.splitlines())


def test_hostile_names_make_a_picture(hostile):
    """A PNG is written all the same."""
    result = kbpivot("graph", "-o", "map.png", folder=hostile)

    assert result.code == 0, result.err
    assert (hostile / "map.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


SECRET = """
    == Open.md ==
    ---
    title: Open note
    publish: true
    type: concept
    prerequisites: ["[[Diary of Anna]]", "[[Hidden/Divorce]]"]
    ---
    Enough of words to be a note that somebody wrote for its readers to read at their leisure.
    == Diary of Anna.md ==
    ---
    aliases: [Anna secrets]
    type: concept
    prerequisites:
      - "[[Therapy plan]] - Anna needs it"
    ---
    Nobody shall read about the Lawyer.
    == Hidden/Divorce.md ==
    ---
    title: Divorce papers
    type: concept
    ---
    Words.
    == Track.md ==
    ---
    title: Leaving Anna
    type: track
    goals: ["[[Open]]"]
    ---
    == kbpivot.toml ==
    [tracks]
    "Anna secrets" = ["Open"]
    "Reading list" = ["Open"]
    """


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("scope", [[], ["--goal", "Open"], ["--around", "Open"]])
def test_public_pictures_name_nothing_private(tmp_path, form, scope):
    """With `--public` no private title, alias, path, text or track is told, in no format."""
    vault = vault_of(tmp_path, SECRET)
    result = kbpivot("graph", "--public", *scope, "--format", form, folder=vault)

    assert result.code == 0, result.err
    for secret in ("Anna", "Divorce", "Therapy", "Lawyer", "Leaving", "obsidian://"):
        assert secret not in result.out
    assert ("Open.md" if form == "canvas" else "Open note") in result.out
    assert "private note 1" in result.out


def test_public_pages_keep_public_tracks(tmp_path):
    """A track with an innocent name can still be chosen in the page."""
    vault = vault_of(tmp_path, SECRET)

    assert (
        "<option>Reading list</option>"
        in kbpivot("graph", "--public", "--format", "html", folder=vault).out
    )


def test_private_names_show_when_asked(tmp_path):
    """`--show-private` names them, but their texts stay out; alone it means nothing."""
    vault = vault_of(tmp_path, SECRET)
    shown = kbpivot("graph", "--public", "--show-private", "--format", "html", folder=vault)

    assert "Divorce papers" in shown.out
    assert "Lawyer" not in shown.out
    assert kbpivot("graph", "--show-private", folder=vault).code == 2


def test_a_file_with_private_names_says_so(tmp_path):
    """Who writes a picture of everything beside public notes is told of `--public`."""
    vault = vault_of(tmp_path, SECRET)

    told = kbpivot("graph", "-o", "map.svg", folder=vault).err
    public = kbpivot("graph", "--public", "-o", "public.svg", folder=vault).err

    assert "private notes; --public" in told
    assert public == "Wrote public.svg.\n"


@pytest.mark.parametrize("ending", ["svg", "png", "html", "canvas", "md", "dot", "graphml", "txt"])
def test_files_are_not_replaced_unasked(ending, tmp_path):
    """An existing file stays as it is, unless `--force` says otherwise."""
    vault = Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))
    out = tmp_path / f"map.{ending}"
    out.write_text("mine", encoding="utf-8")
    refused = kbpivot("graph", "--goal", "RLHF", "-o", str(out), folder=vault)

    assert refused.code == 2
    assert "already exists" in refused.err
    assert out.read_text(encoding="utf-8") == "mine"
    forced = kbpivot("graph", "--goal", "RLHF", "-o", str(out), "--force", folder=vault)
    assert forced.code == 0, forced.err
    assert out.read_bytes() != b"mine"


def test_no_folder_is_made_for_a_picture(tmp_path):
    """A misspelt folder is told, not made."""
    result = kbpivot("graph", "-o", str(tmp_path / "pics" / "map.svg"), folder=EXAMPLE)

    assert (result.code, result.out) == (2, "")
    assert "There is no folder" in result.err
    assert not (tmp_path / "pics").exists()


def test_where_nothing_is_stated_guesses_are_offered(tmp_path):
    """A drawing without a line says how to get some; one with lines does not."""
    (tmp_path / "a.md").write_text("Words about a.", encoding="utf-8")
    (tmp_path / "b.md").write_text("Words about [[a]].", encoding="utf-8")

    assert "--grade inferred" in kbpivot("graph", folder=tmp_path).err
    assert "--grade inferred" not in kbpivot("graph", "--goal", "a", folder=tmp_path).err
    assert kbpivot("graph", folder=EXAMPLE).err == ""


def test_a_png_needs_a_file(tmp_path):
    """Bytes are not thrown at a terminal."""
    vault = vault_of(tmp_path, SECRET)
    result = kbpivot("graph", "--format", "png", folder=vault)

    assert (result.code, result.out) == (2, "")
    assert "-o graph.png" in result.err


def test_a_map_in_a_note_opens_notes(tmp_path):
    """Mermaid in a note of the vault has boxes that Obsidian opens; elsewhere it has titles."""
    vault = Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))
    kbpivot("graph", "--goal", "Attention", "-o", "Map.md", folder=vault)
    kbpivot("graph", "--goal", "Attention", "-o", "../out.md", folder=vault)

    inside = (vault / "Map.md").read_text(encoding="utf-8")
    assert inside.startswith("```mermaid\nflowchart LR\n")
    assert "internal-link" in inside
    assert "internal-link" not in (tmp_path / "out.md").read_text(encoding="utf-8")


def test_the_tree_is_the_same_in_a_pipe_and_leaves_loose_indexes_out():
    """Without a format the path is a tree; daily notes and indexes no edge names are not in it."""
    whole = kbpivot("graph", folder=EXAMPLE).out
    path = kbpivot("graph", "--goal", "Attention", folder=EXAMPLE).out

    assert path.splitlines()[0].startswith("○ Attention")
    assert "└─ " in path
    assert "Home" not in whole
    assert "2026-09-12" not in whole
    data = json.loads(kbpivot("graph", "--format", "json", folder=EXAMPLE).out)
    assert "Home.md" in {node["id"] for node in data["nodes"]}


def test_guesses_are_drawn_when_asked(tmp_path):
    """`--grade inferred` is a choice, and guesses look different from what is stated."""
    shown = kbpivot(
        "graph", "--grade", "stated", "--grade", "inferred", "--format", "json", folder=EXAMPLE
    )

    assert shown.code == 0, shown.err
    grades = {edge["grade"] for edge in json.loads(shown.out)["edges"]}
    assert {"stated"} <= grades <= {"stated", "inferred"}


def test_tracks_and_study_order_reach_the_page():
    """The page offers the vault's tracks and lists notes as `path` does."""
    page = kbpivot("graph", "--goal", "RLHF", "--format", "html", folder=EXAMPLE).out
    path = json.loads(kbpivot("path", "RLHF", "--format", "json", folder=EXAMPLE).out)
    titles = re.findall(r'<span class="title">([^<]+)<', page)

    assert "<option>Research track</option>" in page
    open_titles = [note["title"] for note in path["notes"]]
    assert [title for title in titles if title in open_titles][:5] == open_titles[:5]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc tells who reads a pipe")
def test_graphviz_is_told_apart_from_a_reader_of_text(tmp_path):
    """A tree piped to `dot` would be a syntax error there; what to type is said instead."""
    import shlex
    import subprocess
    import sys

    for name, refused in (("dot", True), ("reader", False)):
        program = tmp_path / name
        program.write_text('#!/bin/sh\nwhile read -r line; do echo "$line"; done\n')
        program.chmod(0o755)
        command = [
            sys.executable,
            "-m",
            "kbpivot",
            "-C",
            str(EXAMPLE),
            "graph",
            "--goal",
            "Softmax",
        ]
        ran = subprocess.run(
            ["/bin/sh", "-c", f"{shlex.join(command)} | {shlex.quote(str(program))}"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert ("Softmax" in ran.stdout) != refused
        assert ("kbpivot graph --format dot | dot -Tsvg" in ran.stderr) == refused
