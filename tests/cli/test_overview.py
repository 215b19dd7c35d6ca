"""The first screen: true, short, and of use in every kind of vault."""

from __future__ import annotations

import itertools

import pytest

from commandline import answer, kbpivot, vault_of
from transcript import ROOT

PROSE = "This note has a few sentences of its own, so that it counts as written and not as a template.\n"


def screen(folder):
    """Return the lines of the first screen, at 80 columns."""
    result = kbpivot(folder=folder)

    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert len(lines) <= 25
    assert all(len(line) <= 80 for line in lines)
    return lines


def test_example_vault_fits_on_one_screen():
    """The example vault's screen has all its parts, in at most 25 lines of 80 columns."""
    lines = screen(ROOT / "examples" / "vault")

    heads = [line.split()[0] for line in lines if line and not line.startswith(" ")]
    assert heads[0] == "NEXT"
    assert heads.index("GAPS") < heads.index("vault")
    assert {"Prerequisites:", "You", "Public:", "NEXT", "ASK", "GAPS", "more:"} <= set(heads)


def test_empty_folder(tmp_path):
    """A folder without notes says so and offers a beginning and the example."""
    assert screen(tmp_path) == [
        f"{tmp_path.name} has no Markdown notes yet.",
        "",
        "`kbpivot begin` goes from nothing to a plan; `kbpivot demo` copies an example",
        "vault to look at.",
    ]


def test_vault_without_links(tmp_path):
    """Without links or order nothing is pretended: it says so and how to begin."""
    notes = "".join(f"== Note {name}.md ==\n{PROSE}" for name in "ABC")
    lines = screen(vault_of(tmp_path, notes))

    assert f"{tmp_path.name} · 3 notes · no links between them" in lines
    assert any("none stated" in line for line in lines)
    assert any("Prerequisites: [[Some note]]" in line for line in lines)


def test_numbered_files_give_an_order(tmp_path):
    """Without a single link, numbered files are taken for the order they are, and said to be."""
    notes = "".join(f"== 0{n}-step.md ==\n{n} {PROSE}\n" for n in (1, 2, 3))
    found = answer(folder=vault_of(tmp_path, notes))

    assert found["prerequisites"]["stated"] == 0
    assert found["prerequisites"]["ordered"] == 2
    assert found["next"]["grade"] == "ordered"


def test_dangling_links_are_a_wish_list(tmp_path):
    """Hundreds of links to notes not written yet are a wish list, ranked by demand."""
    links = " ".join(f"[[Wish {n}]]" for n in range(200))
    vault = vault_of(tmp_path, f"== A.md ==\n{PROSE}{links}\n== B.md ==\n{PROSE}[[Wish 7]] [[A]]\n")
    (vault / "kbpivot.toml").write_text('[public]\nexclude = ["/./"]\n', encoding="utf-8")

    text = " ".join(screen(vault))

    assert "200 notes linked and not written yet: Wish 7 (2×)" in text
    assert "broken" not in text


def test_circle_is_a_question(tmp_path):
    """Notes that need each other are put as a question, named once."""
    vault = vault_of(
        tmp_path,
        f"== A.md ==\nPrerequisites: [[B]]\n{PROSE}== B.md ==\nPrerequisites: [[A]]\n{PROSE}",
    )
    text = screen(vault)

    assert "ASK    A → B → A: which could be read first?" in text
    assert "error" not in "".join(text).lower()


def test_what_is_left_out_is_said(tmp_path):
    """Notes that advice leaves out are counted, with the first one named."""
    vault = vault_of(tmp_path, f"== A.md ==\n{PROSE}== CLAUDE.md ==\nRules for a machine.\n")

    assert "Left out of advice: 1 manual (CLAUDE.md)" in screen(vault)


def test_nothing_says_what_is_known(tmp_path):
    """Where no status is stated, written notes count as met, and that is said."""
    found = answer(folder=vault_of(tmp_path, f"== A.md ==\n{PROSE}\n== B.md ==\nTBD\n"))

    assert found["state"] == {
        "mastered": 0,
        "started": 0,
        "assumed": 1,
        "open": 1,
        "unwritten": 1,
        "source": "assumed from your writing",
    }


@pytest.mark.parametrize(
    "title", ["선형 대수", "线性代数基础知识", "Ligações e vírgulas", "👩‍🔬 notes"]
)
def test_titles_in_any_script(title, tmp_path):
    """Titles of any script and width are shown as they are."""
    vault = vault_of(
        tmp_path, f"== {title}.md ==\n---\nstatus: started\n---\nPrerequisites: none\n"
    )

    assert any(title in line for line in screen(vault))


def test_screen_stays_short_with_endless_names(tmp_path):
    """Names of two hundred characters do not push anything off the screen."""
    names = [f"{letter * 40} {letter * 40} {letter * 60}" for letter in "abcdefgh"]
    notes = [f"== {names[0]}.md ==\n{PROSE}"]
    for before, name in itertools.pairwise(names):
        notes.append(f"== {name}.md ==\nPrerequisites: [[{before}]], [[{name} wish]]\n")
    result = kbpivot(folder=vault_of(tmp_path, "".join(notes)))

    assert result.code == 0
    assert len(result.out.splitlines()) <= 25


def test_overview_is_a_command_too(tmp_path):
    """`kbpivot overview` is `kbpivot` alone."""
    vault = vault_of(tmp_path, f"== A.md ==\n{PROSE}")

    assert kbpivot("overview", folder=vault) == kbpivot(folder=vault)


def test_an_answer_about_nothing_says_so(tmp_path):
    """Where there are no notes at all, an empty answer comes with the reason, JSON without."""
    result = kbpivot("orphans", folder=tmp_path)

    assert f"There are no Markdown notes in {tmp_path} (the current folder)." in result.err
    assert kbpivot("orphans", "--format", "json", folder=tmp_path).err == ""
    assert kbpivot(folder=tmp_path).err == ""


def test_a_lost_goal_is_told_on_every_answer_that_goes_by_it(tmp_path):
    """The answer is there, and beside it the line of the settings that names no note."""
    (tmp_path / "A.md").write_text("A note.", encoding="utf-8")
    (tmp_path / "kbpivot.toml").write_text('[study]\ngoals = ["Bee"]\n', encoding="utf-8")

    for words in ([], ["next"], ["gaps"]):
        result = kbpivot(*words, folder=tmp_path)
        assert result.code == 0
        assert result.out
        assert result.err.startswith(f"kbpivot: {tmp_path / 'kbpivot.toml'}:2: There is no note")


ON_AI = """
== Softmax.md ==
Turns logits into shares that add up to one.
== Self-attention.md ==
Queries, keys and values of one sequence; each row goes through [[Softmax]].
== Layer normalization.md ==
Mean and variance over the features of one token.
== Positional encoding.md ==
Where in a sequence a token stands, for self-attention.
== Shopping.md ==
Bread and milk.
"""


def test_the_map_is_told_in_one_line(tmp_path):
    """The first screen of a vault about AI says how many notes the map knows and orders."""
    vault = vault_of(tmp_path, ON_AI)
    lines = screen(vault)
    found = answer("overview", folder=vault)["map"]

    assert f"{found['placed']} of your 5 notes are on kbpivot's map of AI;" in " ".join(lines)
    assert (found["notes"], found["placed"]) == (5, 4)
    assert 2 <= found["ordered"] <= 4


def test_what_is_written_gets_an_order_to_read_in(tmp_path):
    """Where all is written and nothing is stated, `next` offers the map's order and says so."""
    vault = vault_of(tmp_path, ON_AI)
    found = answer("next", folder=vault)
    text = " ".join(kbpivot("next", folder=vault).out.split())

    assert (found["all_written"], found["grade"]) == (True, "mapped")
    assert found["suggestions"][0]["path"] == "Softmax.md"
    assert "this is the order of kbpivot's map of AI" in text
    assert "this is an order to read it in" in text


def test_without_the_map_nothing_is_said_of_it(tmp_path):
    """`[map] use = false` takes the map out of every answer."""
    vault = vault_of(tmp_path, ON_AI)
    (vault / "kbpivot.toml").write_text("[map]\nuse = false\n")

    assert answer("overview", folder=vault)["map"] is None
    for command in ("overview", "next", "ready"):
        assert " map" not in kbpivot(command, folder=vault).out
    assert "No map is in use here" in kbpivot("map", folder=vault).err
