"""The command `new` writes one note from a template, and never over another."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import unquote

import pytest

from arxiv_server import echo, server
from commandline import answer, environment, fingerprint, kbpivot, vault_of
from kbpivot.notes import parse_note

VAULT = """
== .obsidian/templates.json ==
{"folder": "Muster", "dateFormat": "DD.MM.YYYY"}
== Muster/My Concept Template.md ==
---
titel: {{title}}
prereqs: []
made: {{date}}
---
# {{title}}
== Muster/Paper.md ==
<%* const year = await tp.system.prompt("Year") %>
== Ideas/Maths/Softmax.md ==
---
type: concept
aliases: [normalised exponential]
---
Turns scores into shares. See [[Logit]] and [[Ideas/Entropy|entropy]] and [[logit]].
== Ideas/Maths/Vectors.md ==
---
type: concept
---
Arrows.
== Ideas/Attention.md ==
---
type: concept
prerequisites: "[[Softmax]]"
---
Weights that look.
== Papers/Old.md ==
---
type: paper
title: An old paper
arxiv: 1412.6980
---
My own words about it.
== Elsewhere/One.md ==
---
aliases: [Twin]
---
== Elsewhere/Other.md ==
---
aliases: [Twin]
---
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def made(vault, *arguments):
    """Run `new` and return its notes."""
    return answer("new", *arguments, folder=vault)["notes"]


def test_the_vaults_own_template_is_used(vault):
    """Template, folder, date format and place of the prerequisites are those of the vault."""
    (entry,) = made(vault, "concept", "Logit: 1", "--needs", "[[Softmax]]", "--needs", "Vectors")

    assert entry["template"] == "Muster/My Concept Template.md"
    assert entry["path"] == "Ideas/Logit - 1.md"
    assert entry["folder_reason"] == "where all 3 concepts are"
    text = (vault / entry["path"]).read_text(encoding="utf-8")
    assert text == (
        '---\ntitel: "Logit: 1"\nprereqs: ["[[Softmax]]", "[[Vectors]]"]\n'
        f"made: {datetime.now().astimezone():%d.%m.%Y}\n"
        'aliases:\n  - "Logit: 1"\n---\n# Logit: 1\n'
    )
    assert [need["path"] for need in entry["needs"]] == [
        "Ideas/Maths/Softmax.md",
        "Ideas/Maths/Vectors.md",
    ]


def test_the_new_note_is_understood(vault):
    """What `new` writes is what the other commands then say."""
    made(vault, "concept", "Logit", "--needs", "normalised exponential", "--needs", "[[Odds]]")

    shown = answer("path", "Logit", folder=vault)

    assert [note["title"] for note in shown["notes"]] == ["Odds", "Logit"]
    assert shown["assumed"] == ["Softmax"]


def test_prerequisites_are_written_as_the_vault_writes_them(tmp_path):
    """Where a template has no place for them, the vault's own form makes one."""
    vault = vault_of(
        tmp_path,
        """
        == .obsidian/templates.json ==
        {"folder": "T"}
        == T/concept.md ==
        # {{title}}
        == A.md ==
        # A

        ## Before you read

        - [[B]]
        """,
    )

    made(vault, "concept", "C", "--needs", "A", "--needs", "[[B]]")

    text = (vault / "C.md").read_text(encoding="utf-8")
    assert text == "# C\n\n## Before you read\n\n- [[A]]\n- [[B]]\n"


@pytest.mark.parametrize("kind", ["paper", "track", "source"])
def test_our_template_is_used_otherwise(vault, kind):
    """Without a template for the kind, or with one that only Templater can run, ours is used."""
    (entry,) = made(vault, kind, "Some", "thing", "--needs", "Softmax")

    note = parse_note(entry["path"], (vault / entry["path"]).read_text(encoding="utf-8"))

    assert entry["template"] is None
    assert note.title == "Some thing"
    assert note.properties["type"] == kind
    assert note.properties["prerequisites"] == ["[[Softmax]]"]
    assert note.prose.variables == 0


def test_a_weekly_review_needs_no_title(vault):
    """Its title is the week."""
    (entry,) = made(vault, "weekly-review")

    assert entry["path"] == f"Weekly review {datetime.now().astimezone():%G-W%V}.md"


def test_links_that_waited_are_counted(vault):
    """A note that others link to already says how many links it ends; the address opens it."""
    (entry,) = made(vault, "concept", "Logit")

    assert entry["waiting"] == 2
    assert entry["namesake"] is None
    assert unquote(entry["uri"]) == f"obsidian://open?path={vault / 'Ideas' / 'Logit.md'}"


def test_a_planned_prerequisite_stays_a_link(vault):
    """What is not written yet is written as a link all the same, and near names are offered."""
    result = kbpivot("new", "concept", "X", "--needs", "[[Atention]]", folder=vault)

    assert result.code == 0
    assert (
        "[[Atention]] is planned: no note is called so yet. Did you mean Attention?" in result.out
    )
    assert '"[[Atention]]"' in (vault / "Ideas" / "X.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["concept", "softmax", "--folder", "ideas/maths"],
            "is there already, as Ideas/Maths/Soft",
        ),
        (
            ["concept", "Softmax", "--folder", "Ideas/Maths/"],
            "Softmax.md is there already. Nothing",
        ),
        (["concept", "X", "--folder", "../out"], "'../out' is not in the vault"),
        (["concept", "X", "--folder", "/tmp"], "'/tmp' is not in the vault"),
        (["concept", "X", "--folder", "C:\\\\x"], "is not in the vault"),
        (["concept", "X", "--folder", "a/.b"], "'a/.b' is hidden"),
        (["concept", "X", "--needs", "Twin"], "2 notes are called 'Twin'"),
        (["concept", "X", "--needs", "[[A]] and [[B]]"], "names no note; write it as"),
        (["concept", "???"], "No file name can be made of the title '???'"),
        (["concept"], "Missing argument TITLE"),
        (["idea", "X"], "'idea' is not one of"),
        (["paper", "X", "--arxiv", "2001.00010"], "Give one of TITLE"),
        (["concept", "--bibtex", "x.bib"], "make papers: `kbpivot new paper`"),
        (["paper", "--arxiv", "12"], "'12' is no arXiv id"),
        (["paper", "--bibtex", "none.bib"], "none.bib: No such file"),
        (["paper", "--csl", "-"], "kbpivot: standard input:1: This is not valid JSON"),
        (["paper", "--bibtex", "-"], "There are no entries in this bibliography"),
        (["paper", "--bibtex", "bare.bib"], "kbpivot: bare.bib:1: The entry 'a' has no title."),
    ],
)
def test_refusals_are_one_sentence_and_write_nothing(vault, arguments, said):
    """Every mistake is told in one line, and the vault stays as it was."""
    (vault / "bare.bib").write_text("@misc{a, year=2020}", encoding="utf-8")
    before = fingerprint(vault)

    result = kbpivot("new", *arguments, folder=vault)

    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1
    assert fingerprint(vault) == before


def test_a_broken_template_is_told(vault):
    """A template whose properties cannot be read is named, and no note is made of it."""
    (vault / "Muster" / "concept.md").write_text("---\na: b: c\n---\n", encoding="utf-8")

    result = kbpivot("new", "concept", "X", folder=vault)

    assert result.code == 2
    assert "With Muster/concept.md nothing can be made here" in result.err
    assert not (vault / "Ideas" / "X.md").exists()


BIBTEX = """
@article{berg2020, title = {On {Attention}}, author = {Berg, Jan}, year = 2020,
  eprint = {2001.00010}, archiveprefix = {arXiv},
  abstract = {We build on softmax and on normalised exponentials, not on arrows.}}
@article{adam, title = {Another title of it}, eprint = {1412.6980}, archiveprefix = {arXiv},
  year = 2014}
@article{nameless, year = 2020}
"""


def test_importing_a_bibliography(vault):
    """One note for each new paper; ids stay text, mentions are a question and no prerequisite."""
    (vault / "x.bib").write_text(BIBTEX, encoding="utf-8")

    result = kbpivot("new", "paper", "--bibtex", "x.bib", "--format", "json", folder=vault)
    found = json.loads(result.out)
    new, old = found["notes"]
    note = parse_note(new["path"], (vault / new["path"]).read_text(encoding="utf-8"))

    assert (new["path"], new["created"]) == ("Papers/On Attention.md", True)
    assert new["guesses"] == ["Ideas/Maths/Softmax.md"]
    assert note.properties["arxiv"] == "2001.00010"
    assert note.properties["authors"] == ["Jan Berg"]
    assert note.properties["prerequisites"] == []
    assert note.statements == ()
    assert note.prose.words < 15
    assert [link.linkpath for link in note.links] == ["Softmax"]
    assert (old["path"], old["created"]) == ("Papers/Old.md", False)
    assert "-title: An old paper" in old["diff"]
    assert "+title: Another title of it" in old["diff"]
    assert [one["message"] for one in found["unread"]] == ["The entry 'nameless' has no title."]
    assert result.code == 0
    assert result.err == "kbpivot: x.bib:7: The entry 'nameless' has no title.\n"


def test_importing_twice_changes_nothing(vault):
    """The second time says that all is the same; after an edit of mine it shows the difference."""
    first = kbpivot("new", "paper", "--bibtex", "-", folder=vault, stdin=BIBTEX)
    place = vault / "Papers" / "On Attention.md"
    mine = place.read_text(encoding="utf-8").replace("year: 2020", "year: 2021") + "My words.\n"
    before = fingerprint(vault)

    again = kbpivot("new", "paper", "--bibtex", "-", folder=vault, stdin=BIBTEX)

    assert "1 note created, 1 there already." in first.out
    assert "Papers/On Attention.md is there already and says the same." in again.out
    assert fingerprint(vault) == before

    place.write_text(mine, encoding="utf-8")
    differs = kbpivot("new", "paper", "--bibtex", "-", folder=vault, stdin=BIBTEX)

    assert "Papers/On Attention.md is there already and differs. Nothing was written." in " ".join(
        differs.out.split()
    )
    assert "\n-year: 2021\n+year: 2020\n" in differs.out
    assert "My words" not in differs.out
    assert place.read_text(encoding="utf-8") == mine


def test_a_library_is_told_in_short(vault):
    """Of many new notes each has a line, those with nothing to add a number, others their diff."""
    entries = [{"title": f"Study {number}", "abstract": "On softmax."} for number in range(7)]
    entries.append({"title": "Old", "number": "arXiv:1412.6980"})

    first = kbpivot("new", "paper", "--csl", "-", folder=vault, stdin=json.dumps(entries))
    entries[3]["issued"] = {"raw": "2001"}
    again = kbpivot("new", "paper", "--csl", "-", folder=vault, stdin=json.dumps(entries))

    assert first.out.count("\n  Papers/Study ") == 7
    assert "7 of them perhaps build on your notes" in first.out
    assert first.out.count("obsidian://") == 0
    assert "Papers/Study 3.md is there already and differs." in again.out
    assert "Study 4" not in again.out
    assert "0 notes created, 8 there already, 6 with nothing to add." in again.out


def test_what_a_bibliography_knows_less_of_is_no_difference(vault):
    """Another spelling of the title, and a list of authors cut short, are not proposed."""
    note = "---\ntype: paper\ntitle: On Hats\nauthors: [Ann One, Bo Two, Cy Three]\ncitekey: hats\n---\n"
    (vault / "Papers" / "On Hats.md").write_text(note, encoding="utf-8")
    entry = "@misc{hats, title={On hats}, author={One, Ann and others}}"
    other = "@misc{hats, title={On hats}, author={Two, Bo and others}}"

    same = kbpivot("new", "paper", "--bibtex", "-", folder=vault, stdin=entry)
    differs = kbpivot("new", "paper", "--bibtex", "-", folder=vault, stdin=other)

    assert "is there already and says the same" in same.out
    assert "+  - et al." in differs.out


def test_a_title_may_end_like_a_file(vault):
    """Whoever writes the name of the file gets that file, and no `.md.md`."""
    made = answer("new", "concept", "Hats.md", folder=vault)["notes"][0]

    assert made["path"].endswith("/Hats.md")
    assert "Hats.md" not in (vault / made["path"]).read_text(encoding="utf-8")


def test_two_papers_of_one_name(vault):
    """Papers that differ in their ids get notes of their own, the same entry twice only one."""
    entries = [
        {"title": "Same", "DOI": "10.5555/1", "issued": {"raw": "2001"}},
        {"title": "Same", "DOI": "10.5555/2", "issued": {"raw": "2001"}},
        {"title": "Same", "DOI": "10.5555/2", "issued": {"raw": "2001"}},
        {"title": "Same", "DOI": "10.5555/3", "issued": {"raw": "2001"}},
    ]

    result = kbpivot(
        *("new", "paper", "--csl", "-", "--format", "json"),
        folder=vault,
        stdin=json.dumps(entries),
    )

    found = json.loads(result.out)
    notes = found["notes"]
    assert [(note["path"], note["created"]) for note in notes] == [
        ("Papers/Same.md", True),
        ("Papers/Same (2001).md", True),
        ("Papers/Same (2001).md", False),
    ]
    assert [one["message"] for one in found["unread"]] == [
        "Papers/Same (2001).md is there already. Nothing was written."
    ]


def test_arxiv_makes_a_note(vault):
    """An id or address becomes a note from what arXiv says; an unknown one is told."""
    with server(echo) as (address, asked), environment(KBPIVOT_ARXIV=address):
        result = kbpivot(
            *("new", "paper", "--arxiv", "https://arxiv.org/abs/2001.00010v4"),
            *("--arxiv", "9999.99999"),
            folder=vault,
        )

    note = (vault / "Papers" / "Paper 2001.00010 & more.md").read_text(encoding="utf-8")
    assert result.code == 0
    assert result.err == "kbpivot: arXiv knows no paper 9999.99999.\n"
    assert len(asked) == 1
    assert 'arxiv: "2001.00010"' in note
    assert "> [!quote] Abstract\n> It is about softmax.\n" in note
    assert "> [!question] Perhaps builds on\n> - [[Softmax]]\n" in note


def test_everything_fits_80_columns(vault):
    """Apart from the address and the difference, no line is wider than a terminal."""
    result = kbpivot("new", "paper", "--bibtex", "-", folder=vault, stdin=BIBTEX, width=80)

    lines = [line for line in result.out.splitlines() if "obsidian://" not in line]
    assert max(map(len, lines)) <= 80


def test_a_link_follows_the_vaults_style(vault):
    """Prerequisites named in words are linked as Obsidian would write it here."""
    (vault / ".obsidian" / "app.json").write_text('{"newLinkFormat": "absolute"}', encoding="utf-8")

    (entry,) = made(vault, "track", "T", "--needs", "normalised exponential")

    assert entry["needs"][0]["link"] == "[[Ideas/Maths/Softmax]]"


ON_AI = """
== Softmax.md ==
Turns scores into shares that add up to one, for the next token.
== Self-attention.md ==
Queries, keys and values of one sequence, weighed by [[Softmax]].
== Layer normalization.md ==
Mean and variance over the features of a token.
== Multi-head attention.md ==
Several heads of [[Self-attention]], in every layer of a transformer.
"""


def test_a_concept_of_the_map_begins_with_what_the_map_knows(tmp_path):
    """Name, other names, prerequisites as links and sources are there; no prose is."""
    vault = vault_of(tmp_path, ON_AI)
    made = answer("new", "concept", "transformer architecture", folder=vault)["notes"][0]
    note = parse_note(made["path"], (vault / made["path"]).read_text(encoding="utf-8"))
    entry = answer("map", "transformer", folder=vault)

    assert (made["path"], made["concept"]) == ("Transformer.md", "transformer")
    assert note.title == "Transformer"
    assert "transformer architecture" in note.aliases
    assert all(alias.isascii() for alias in note.aliases)
    stated = {
        one.linkpath for one in note.links if (one.property or "").startswith("prerequisites")
    }
    assert {"Multi-head attention", "Layer normalization"} <= stated
    assert len(stated) == len(entry["needs"])
    text = (vault / made["path"]).read_text(encoding="utf-8")
    assert entry["says"] not in text
    assert all(source["address"] in text for source in entry["sources"])
    assert answer("map", "transformer", folder=vault)["paths"] == ["Transformer.md"]


def test_an_authors_own_prerequisites_win(tmp_path):
    """With --needs, the note states what was named, and nothing of the map's."""
    vault = vault_of(tmp_path, ON_AI)
    made = answer("new", "concept", "Transformer", "--needs", "Softmax", folder=vault)["notes"][0]

    assert [need["path"] for need in made["needs"]] == ["Softmax.md"]


def test_a_second_note_about_one_concept_is_told(tmp_path):
    """Where a note is about it already, a new one of another name is plain, and that is said."""
    vault = vault_of(tmp_path, ON_AI)
    made = answer("new", "concept", "LayerNorm", folder=vault)["notes"][0]

    assert (made["concept"], made["same"]) == (None, "Layer normalization.md")
    assert made["path"] == "LayerNorm.md"


def test_the_map_keeps_out_of_other_vaults(tmp_path):
    """A word that the map knows, too, gets a plain note where the notes are about other things."""
    vault = vault_of(tmp_path, "== Soup.md ==\nOnions.\n== Bread.md ==\nFlour, see [[Soup]].")
    made = answer("new", "concept", "Gradient descent", folder=vault)["notes"][0]

    assert (made["concept"], made["needs"]) == (None, [])
    assert "source" not in parse_note("a.md", (vault / made["path"]).read_text()).properties


def test_sources_go_where_the_template_has_room(tmp_path):
    """Without a heading for them, sources are a property; the template is otherwise as it was."""
    vault = vault_of(
        tmp_path,
        ON_AI + "== Templates/Concept.md ==\n---\ntype: concept\n---\n# {{title}}\n",
    )
    made = answer("new", "concept", "KL divergence", folder=vault)["notes"][0]
    note = parse_note(made["path"], (vault / made["path"]).read_text(encoding="utf-8"))

    assert made["template"] == "Templates/Concept.md"
    assert note.properties["source"]
    assert [heading.text for heading in note.headings] == ["KL divergence"]
