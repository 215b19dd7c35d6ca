"""What a note is: kind, minutes, maturity, and whether advice is about it."""

from __future__ import annotations

import pytest

from kbpivot.traits import DEFAULT_MINUTES, planned_minutes, vault_traits
from kbpivot.vault import Vault

PROSE = "These are words of my own, and there are enough of them to make this a written note.\n"


def traits_of(texts, **kwargs):
    return vault_traits(Vault.from_texts(texts), **kwargs)


def kind_of(path, text="", **others):
    found = traits_of({path: text, **others})[path]
    return found.kind, found.kind_source


@pytest.mark.parametrize(
    ("path", "text", "kind", "source"),
    [
        ("N.md", "---\ntype: paper\n---\n", "paper", "property"),
        ("N.md", "---\nkind: '[[Concepts]]'\n---\n", "concept", "property"),
        ("N.md", "---\nType: MOC\n---\n", "index", "property"),
        ("N.md", "---\ntype: learning-path\n---\n", "track", "property"),
        ("papers/N.md", "---\ntype: concept\n---\n", "concept", "property"),
        ("N.md", "---\ncitekey: vaswani2017\n---\n", "paper", "property"),
        ("N.md", "---\nauthors: [A, B]\nyear: 2017\n---\n", "paper", "property"),
        ("N.md", "---\ntags: [paper]\n---\n", "paper", "tag"),
        ("N.md", "text #type/concept\n", "concept", "tag"),
        ("2021 - LoRA.md", "", "paper", "name"),
        ("Li et al. - 2019 - Title.md", "", "paper", "name"),
        ("@vaswani2017.md", "", "paper", "name"),
        ("2024-05-01.md", "", "daily", "name"),
        ("Diary/2024-W07.md", "", "daily", "name"),
        ("May 1st, 2024.md", "", "daily", "name"),
        ("2024-05-01 A talk on attention.md", "", "other", ""),
        ("README.md", "", "index", "name"),
        ("Deep learning MOC.md", "- [[A]]\n- [[B]]\n", "index", "name"),
        ("CLAUDE.md", "Do this.", "manual", "name"),
        ("sub/AGENTS.md", "Do that.", "manual", "name"),
        ("Draw.excalidraw.md", "", "excalidraw", "name"),
        ("N.md", "---\nexcalidraw-plugin: parsed\n---\n", "excalidraw", "property"),
        ("N.md", "# {{title}}\n\nWrite.", "template", "content"),
        ("N.md", "---\ncreated: <% tp.date.now() %>\n---\n", "template", "content"),
        ("N.md", "---\ncreated: {{date}}\n---\n", "template", "content"),
        ("Weekly template.md", "## Goals\n## Notes\n", "template", "name"),
        ("N.md", "# $a_{{ij}}$\n", "other", ""),
        ("N.md", "".join(f"- [[Note {n}]] - about it\n" for n in range(6)), "index", "content"),
        ("N.md", "## See also\n" + "".join(f"- [[Note {n}]]\n" for n in range(6)), "other", ""),
        ("N.md", "## Paper Snapshot\n\n| Year | 2020 |\n|---|---|\n", "paper", "content"),
        ("N.md", "- **arXiv:** 1706.03762\n", "paper", "content"),
        ("N.md", "See https://arxiv.org/abs/1706.03762 on this.\n", "other", ""),
        ("Papers/N.md", "", "paper", "folder"),
        ("Research Paper Explanations/N.md", "", "paper", "folder"),
        ("Concepts/Papers/N.md", "", "paper", "folder"),
        ("concepts/N.md", "", "concept", "folder"),
        ("Templates/N.md", PROSE, "other", ""),
        ("Clippings/N.md", PROSE, "other", ""),
        ("N.md", "**Prerequisites:** [[A]]\n", "concept", "content"),
    ],
)
def test_kind(path, text, kind, source):
    """A property speaks before a tag, a tag before the name, the folder comes last."""
    assert kind_of(path, text) == (kind, source)


def test_a_note_that_others_link_to_is_a_concept():
    """What notes refer to by its short name is a concept; an unlinked one stays open."""
    found = traits_of({"GRU.md": PROSE, "LSTM.md": f"Like [[gru]].\n{PROSE}"})

    assert found["GRU.md"].kind == "concept"
    assert found["LSTM.md"].kind == "other"


def test_capitals_may_be_a_habit():
    """Where notes are named in capitals, SECURITY.md is a note about security."""
    others = {"ai/CODE.md": PROSE, "ai/VIDEO.md": PROSE}

    assert kind_of("ai/SECURITY.md", PROSE, **others)[0] != "manual"
    assert kind_of("SECURITY.md", PROSE, **others)[0] == "manual"


def test_left_out_by_shape_settings_and_configuration():
    """Advice leaves out shapes, Obsidian's settings and configuration, and says which."""
    found = traits_of(
        {
            "A.md": PROSE,
            "T/New.md": PROSE,
            "Archive/Old.md": PROSE,
            "Work/Job.md": PROSE,
            "CLAUDE.md": "Keep one sentence a line. Never rename a file. Ask before you commit.",
            "x.excalidraw.md": "",
            "Clip.md": f"---\ntags: [clippings]\n---\n{PROSE}",
            "Templates/Real.md": PROSE,
            "README.md": PROSE,
            "2024-01-01.md": PROSE,
        },
        template_folders=["T"],
        excluded=["archive/"],
        ignored=["Work/"],
    )

    assert {path: one.left_out for path, one in found.items() if not one.in_advice} == {
        "T/New.md": "template",
        "Archive/Old.md": "excluded",
        "Work/Job.md": "ignored",
        "CLAUDE.md": "manual",
        "x.excalidraw.md": "excalidraw",
        "Clip.md": "clipping",
    }


@pytest.mark.parametrize(
    ("text", "minutes", "source"),
    [
        ("---\nhours: 1.46\n---\n", 88, "property"),
        ("---\nest_minutes: 45\n---\nRead time: 5 min\n", 45, "property"),
        ("---\nestimated_time: 2h\n---\n", 120, "property"),
        ("---\ntime: 50\nest minutes: 20\n---\n", 20, "property"),
        ("estimated-time:: 90 min\n", 90, "property"),
        ("- **Read time:** ~30 min\n", 30, "stated"),
        (PROSE, 5, "words"),
        ("word " * 1100, 10, "words"),
        ("word " * 1100 + "$x$ " * 20, 20, "words"),
        ("", DEFAULT_MINUTES, "default"),
    ],
)
def test_minutes(text, minutes, source):
    """A property speaks before a stated reading time, and that before the count of words."""
    found = traits_of({"N.md": text})["N.md"]

    assert (found.minutes, found.minutes_source) == (minutes, source)


def test_an_unwritten_note_takes_the_median_of_its_kind():
    """Templates take what notes of their kind take; other kinds play no part."""
    found = traits_of(
        {
            "concepts/A.md": "---\nhours: 1\n---\n",
            "concepts/B.md": "---\nhours: 2\n---\n",
            "concepts/C.md": "---\nhours: 4\n---\n",
            "papers/P.md": "---\nhours: 9\n---\n",
            "concepts/New.md": "",
            "New.md": "",
        }
    )

    assert (found["concepts/New.md"].minutes, found["concepts/New.md"].minutes_source) == (
        120,
        "median",
    )
    assert found["New.md"].minutes_source == "default"
    assert planned_minutes(found) == 180


def test_template_phrases_and_shared_lines_are_nobodys_words():
    """A note whose words stand in three notes of its folder is still a template."""
    form = "# Topic\n\n*(Reflections of the author on this topic, on what it leads to and where it comes from, all put down after the reading)*\n\n"
    form += "- **Author:** _TBD_\n- **Why:** To be filled after reading it with great care\n"
    texts = {f"a/{name}.md": form for name in "ABC"} | {"b/D.md": form}
    texts["a/A.md"] += PROSE
    found = traits_of(texts)

    assert {path: one.maturity for path, one in found.items()} == {
        "a/A.md": "written",
        "a/B.md": "template",
        "a/C.md": "template",
        "b/D.md": "written",
    }


def test_lines_are_shared_only_inside_a_folder():
    """Two notes of a folder do not make a template, nor do notes of other folders."""
    found = traits_of({"a/A.md": PROSE, "a/B.md": PROSE, "b/C.md": PROSE})

    assert {one.maturity for one in found.values()} == {"written"}


@pytest.mark.parametrize(("count", "maturity"), [(14, "template"), (15, "written")])
def test_fifteen_words_make_a_note_of_a_form(count, maturity):
    """The least a note holds that shows signs of a template is fifteen words."""
    text = "## Idea\n\n## Proof\n\n## Example\n\n" + "word " * count
    assert traits_of({"N.md": text})["N.md"].maturity == maturity


def test_configured_kinds():
    """Configuration adds properties and values that tell a kind."""
    found = traits_of(
        {"N.md": "---\nart: thema\n---\n"}, kind_keys=["art"], kind_words={"Thema": "concept"}
    )

    assert found["N.md"].kind == "concept"
