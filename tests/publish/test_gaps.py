"""Gaps: each kind on a small vault that has it, and on a near miss that has not."""

from __future__ import annotations

import itertools

import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import gaps
from kbpivot.vault import Vault

PROSE = "Own words of the author, more than enough of them, so that it explains what it is about.\n"
NUMBERS = itertools.count()
YES = "publish: true"


def prose():
    """A line that no other note has: lines that siblings share count as a template's."""
    return f"{next(NUMBERS)} {PROSE}"


def note(*, needs=(), body="", public=True, own=None, hours=None):
    """The text of a note."""
    block = [YES] if public else []
    if hours:
        block.append(f"hours: {hours}")
    if needs:
        block.append("prerequisites:")
        block += [f'  - "[[{name}]]"' for name in needs]
    head = "---\n" + "\n".join(block) + "\n---\n" if block else ""
    return head + (prose() if own is None else own) + body


def found(texts, *, files=(), **said):
    """The gaps of a vault as (kind, path:line, target, needed by)."""
    vault = Vault.from_texts(texts, files=files)
    return [
        (gap.kind, f"{gap.path}:{gap.line}", gap.target, gap.needed_by)
        for gap in gaps(vault, prerequisite_graph(vault), **said)
    ]


def of_kind(kind, texts, **said):
    return [gap[1:] for gap in found(texts, kinds=[kind], **said)]


def test_private_prerequisite():
    """A public note needs a private one: told where it says so, with all that build on it."""
    texts = {
        "A.md": note(public=False),
        "B.md": note(needs=["A"]),
        "C.md": note(needs=["B"]),
        "D.md": note(),
    }

    assert found(texts) == [("private-prerequisite", "B.md:4", "A.md", ("B.md", "C.md"))]


def test_private_prerequisite_behind_a_private_one():
    """A private note behind a private note is lacking, too; the reader stumbles in the public."""
    texts = {
        "A.md": note(public=False),
        "B.md": note(public=False, needs=["A"]),
        "C.md": note(needs=["B"]),
        "D.md": note(),
    }

    assert of_kind("private-prerequisite", texts) == [
        ("C.md:4", "A.md", ("C.md",)),
        ("C.md:4", "B.md", ("C.md",)),
    ]


def test_private_prerequisite_near_misses():
    """No gap: a public prerequisite, a private note that needs a private one, a plain link."""
    texts = {
        "A.md": note(),
        "B.md": note(needs=["A"]),
        "C.md": note(public=False),
        "D.md": note(public=False, needs=["C"]),
    }

    assert found(texts) == []


def test_private_prerequisite_stated_by_the_other_note():
    """Where only the private note says so, the place is the public note's link, else line 1."""
    texts = {
        "A.md": "---\nunlocks: ['[[B]]', '[[C]]']\n---\n" + prose(),
        "B.md": note(body="\nSee [[A]].\n"),
        "C.md": note(),
    }

    assert of_kind("private-prerequisite", texts) == [("B.md:6", "A.md", ("B.md", "C.md"))]
    del texts["B.md"]
    assert of_kind("private-prerequisite", texts) == [("C.md:1", "A.md", ("C.md",))]


def test_planned_prerequisite():
    """A prerequisite nobody has written, also behind others, named as first written."""
    texts = {"B.md": note(needs=["Group theory"]), "C.md": note(needs=["B"])}

    assert found(texts) == [("planned-prerequisite", "B.md:4", "Group theory", ("B.md", "C.md"))]


def test_planned_prerequisite_near_misses():
    """No gap: a name that is an alias, "None", or the plan of a private note."""
    texts = {
        "A.md": "---\npublish: true\naliases: [Group theory]\n---\n" + prose(),
        "B.md": "---\npublish: true\nprerequisites: [Group theory]\n---\n" + prose(),
        "C.md": "---\npublish: true\nprerequisites: None\n---\n" + prose(),
        "D.md": note(public=False, needs=["Rings"]),
    }

    assert found(texts) == []


@pytest.mark.parametrize("body", ["## Idea\n\nTBD\n", "- [[B]]\n- [[C]]\n", ""])
def test_stub_prerequisite(body):
    """A prerequisite whose note is a template, only links, or empty."""
    texts = {"A.md": note(own=body), "B.md": note(needs=["A"]), "C.md": note()}

    assert of_kind("stub-prerequisite", texts) == [("B.md:4", "A.md", ("B.md",))]


@pytest.mark.parametrize(
    "body",
    [
        "$$a$$\n\n$$b$$\n\n$$c$$\n\n$$d$$\n\n$$e$$\n",
        "![[diagram.png]]\n",
        "```python\na = 1\nb = 2\nc = a + b\nprint(c)\n```\n",
    ],
)
def test_stub_prerequisite_near_misses(body):
    """Formulas, a picture or code explain something without words."""
    texts = {"A.md": note(own=body), "B.md": note(needs=["A"])}

    assert of_kind("stub-prerequisite", texts, files=["diagram.png"]) == []


def test_links_to_private():
    """A link in the text of a public note leads to a private one, once for each of these."""
    texts = {
        "A.md": note(public=False),
        "B.md": note(body="See [[A]] and [[A|again]].\n"),
        "C.md": note(body="See [A](A.md).\n"),
    }

    assert found(texts) == [("links-to-private", "B.md:5", "A.md", ("B.md", "C.md"))]


def test_links_to_private_count_from_an_index():
    """An index leans on nothing, but a reader clicks in it."""
    texts = {
        "README.md": "---\npublish: true\n---\n- [[A]]\n- [[B]]\n- [[C]]\n",
        **{f"{name}.md": note() for name in "BC"},
        "A.md": note(public=False),
    }

    assert found(texts) == [("links-to-private", "README.md:4", "A.md", ("README.md",))]


def test_links_to_private_near_misses():
    """No gap: a link in code, in a comment or in a private note, and what is told already."""
    texts = {
        "A.md": note(public=False, body="[[B]]\n"),
        "B.md": note(body="`[[A]]`\n\n%% [[A]] %%\n\n```\n[[A]]\n```\n"),
        "C.md": note(public=False, body="[[A]]\n"),
        "D.md": note(),
    }
    assert found(texts) == []

    texts["B.md"] = note(needs=["A"], body="[[A]]\n")
    assert [gap[0] for gap in found(texts)] == ["private-prerequisite"]


def test_embeds_private():
    """A private note or picture shown inside a public note."""
    texts = {
        "A.md": note(public=False),
        "B.md": note(body="![[A]]\n\n![[private/plan.png]]\n\n![[cat.png]]\n"),
    }

    assert of_kind("embeds-private", texts, files=["private/plan.png", "cat.png"]) == [
        ("B.md:5", "A.md", ("B.md",)),
        ("B.md:7", "private/plan.png", ("B.md",)),
    ]


def test_planned_link():
    """A link to a note not written yet, once for each name, the most wanted first."""
    texts = {
        "A.md": note(body="[[Rings]] and [[Group theory]]\n"),
        "B.md": note(body="[[group theory|groups]] and [[maths/Group theory]]\n"),
    }

    assert found(texts) == [
        ("planned-link", "A.md:5", "Group theory", ("A.md", "B.md")),
        ("planned-link", "A.md:5", "Rings", ("A.md",)),
    ]


@pytest.mark.parametrize(
    "bait",
    [
        "[[4]](https://example.org)",
        "[[4]]",
        "`[[Rings]]`",
        "$[[Rings]]$",
        "%% [[Rings]] %%",
        "[[{{title}}]]",
        "[[<% tp.file.title %>]]",
        "{{#each links}}[[{{this}}]]{{/each}}",
        "[[2025-03-01]]",
        "[[2025-W12]]",
        "[[plan.pdf]]",
        "![[Rings]]",
        "[docs](docs/)",
        "[here](somewhere)",
        "[site](/about)",
        "[[https://example.org]]",
        "[[...]]",
        "[[#Idea]]",
        "[mail](mailto:a@example.org)",
        "\\[[Rings]]",
    ],
)
def test_planned_link_near_misses(bait):
    """Citations, code, formulas, comments, template variables, days, files are no plans."""
    assert of_kind("planned-link", {"A.md": note(body=f"\n{bait}\n\n## Idea\n")}) == []


@pytest.mark.parametrize("name", ["Node.js", "v2.4 notes", "C++", "群论", "3D vision"])
def test_planned_link_names(name):
    """A dot, signs or digits in a name do not make it a file."""
    assert of_kind("planned-link", {"A.md": note(body=f"[[{name}]]\n")}) == [
        ("A.md:5", name, ("A.md",))
    ]


def test_planned_prerequisite_is_not_told_twice():
    """A planned prerequisite that is also linked is one gap."""
    texts = {"B.md": note(needs=["Group theory"], body="[[group theory]]\n")}

    assert [gap[0] for gap in found(texts)] == ["planned-prerequisite"]


INDEX = "---\npublish: true\n---\n# Start here\n\n1. [[B]]\n2. [[A]]\n3. [[C]]\n"


def test_start_order():
    """An index lists a note before what it needs: a question about one line."""
    texts = {
        "README.md": INDEX,
        "A.md": note(),
        "B.md": note(needs=["A"]),
        "C.md": note(),
    }
    vault = Vault.from_texts(texts)
    (gap,) = gaps(vault, prerequisite_graph(vault), kinds=["start-order"])

    assert (gap.path, gap.line, gap.target) == ("README.md", 6, "B.md")
    assert gap.needed_by == ("README.md",)
    assert "A" in gap.message
    assert gap.message.endswith("?")


def test_start_order_once_for_each_list_page():
    """A page that puts the same note too early in two lists asks once, at the first."""
    texts = {
        "README.md": f"{INDEX}\n## Again\n\n1. [[B]]\n2. [[A]]\n",
        "A.md": note(),
        "B.md": note(needs=["A"]),
        "C.md": note(),
    }

    assert of_kind("start-order", texts) == [("README.md:6", "B.md", ("README.md",))]


def test_a_moved_prerequisite_is_not_planned():
    """A prerequisite with an old folder in its link is there; `moved-note` says so, no gap does."""
    texts = {"New/A.md": note(), "B.md": note(needs=["Old/A"])}

    assert of_kind("planned-prerequisite", texts) == []


def test_start_order_near_misses():
    """No gap: the right order, a private index, and what is needed is private itself."""
    right = {"README.md": INDEX, "A.md": note(needs=["B"]), "B.md": note(), "C.md": note()}
    assert of_kind("start-order", right) == []

    private = {
        "README.md": INDEX.replace("true", "false"),
        "A.md": note(),
        "B.md": note(needs=["A"]),
    }
    assert of_kind("start-order", private) == []

    hidden = {"README.md": INDEX, "A.md": note(public=False), "B.md": note(needs=["A"])}
    assert of_kind("start-order", hidden) == []


@pytest.mark.parametrize("shape", ["type: daily", "type: template", "type: clipping"])
def test_notes_that_lean_on_nothing(shape):
    """Daily notes, templates and clippings make no gaps."""
    texts = {
        "A.md": note(public=False),
        "B.md": f"---\npublish: true\n{shape}\nprerequisites: ['[[A]]', '[[X]]']\n---\n"
        f"{prose()}[[A]] [[Y]]\n",
        "C.md": note(),
    }

    assert found(texts) == []


def test_guesses_never_count():
    """Edges that are not stated make no gap, also when the graph holds them."""
    texts = {
        "README.md": "---\npublish: true\n---\n1. [[A]]\n2. [[B]]\n3. [[C]]\n",
        "A.md": note(public=False),
        "B.md": note(),
        "C.md": note(),
    }
    vault = Vault.from_texts(texts)
    G = prerequisite_graph(vault, grades=("stated", "ordered"))

    assert G.number_of_edges() > 0
    assert gaps(vault, G, kinds=["private-prerequisite"]) == ()


def test_ranked_by_worth():
    """More public notes behind, a goal behind and less work each bring a gap forward."""
    texts = {
        "P.md": note(public=False),
        "B.md": note(needs=["X"], hours=2),
        "C.md": note(needs=["Y"], hours=2),
        "D.md": note(needs=["Y"], hours=2),
        "E.md": note(needs=["P"], hours=2),
    }

    assert [gap[2] for gap in found(texts)] == ["P.md", "Y", "X"]
    assert [gap[2] for gap in found(texts, goals=["B.md"])] == ["P.md", "X", "Y"]
    assert [gap[2] for gap in found(texts, goals={"B.md": 50})] == ["X", "P.md", "Y"]


def test_private_titles_stay_out_of_shared_messages():
    """The sentence for others names no private note, nor a plan that only private notes tell."""
    texts = {
        "Secret.md": note(public=False, needs=["Hush"]),
        "B.md": note(needs=["Secret"], body="![[Secret]]\n"),
        "C.md": note(needs=["Open plan"]),
    }
    vault = Vault.from_texts(texts)
    told = gaps(vault, prerequisite_graph(vault))

    assert {gap.target: gap.private for gap in told} == {
        "Secret.md": True,
        "Hush": True,
        "Open plan": False,
    }
    for gap in told:
        assert not {"Secret", "Hush"} & set(gap.shared.replace(",", " ").split())
        assert bool(gap.shared) is gap.private


def test_public_paths_may_be_given():
    """The paths of the public notes are enough."""
    texts = {"A.md": prose(), "B.md": "---\nprerequisites: ['[[A]]']\n---\n" + prose()}

    assert found(texts) == []
    assert found(texts, public=["B.md"]) == [("private-prerequisite", "B.md:2", "A.md", ("B.md",))]


def test_unknown_kind():
    """A kind that is none is the caller's mistake."""
    vault = Vault.from_texts({})

    with pytest.raises(ValueError, match="no-such-kind"):
        gaps(vault, prerequisite_graph(vault), kinds=["no-such-kind"])
