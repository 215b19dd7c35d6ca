"""The other kinds of gaps: each on a small vault that has it, and on a near miss that has not."""

from __future__ import annotations

import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import KINDS, gaps
from small_vaults import found, vault_of


def test_cycle():
    """Notes that build on each other are one question, at a line a reader can see."""
    text = """
        == A.md ==
        …
        **Prerequisites:** [[B]]
        == B.md ==
        …
        **Prerequisites:** [[A]]
        == C.md ==
        …
        **Prerequisites:** [[A]]
    """

    assert found(text, "cycle") == [("B.md:2", "A.md", ("A.md", "B.md"))]


def test_cycle_near_misses():
    """No gap: links both ways that state nothing, and a circle among private notes."""
    links = """
        == A.md ==
        … [[B]]
        == B.md ==
        … [[A]]
    """
    private = """
        == A.md ==
        ---
        publish: false
        prerequisites: [B]
        ---
        == B.md ==
        ---
        publish: false
        prerequisites: [A]
        ---
        == C.md ==
        ---
        publish: true
        ---
        …
    """

    assert found(links, "cycle") == []
    assert found(private, "cycle") == []


JUMP = """
    == A.md ==
    ---
    publish: true
    prerequisites: [N1, N2, N3, N4, N5]
    ---
    …
    == B.md ==
    ---
    publish: true
    prerequisites: ["[[A]]"]
    ---
    …
"""


def test_depth_jump():
    """Five unexplained prerequisites: told once, for the first note on the way."""
    assert found(JUMP, "depth-jump") == [("A.md:3", "N1", ("A.md", "B.md"))]


def test_depth_jump_by_levels():
    """Three unexplained notes that build on each other."""
    text = """
        == P1.md ==
        ---
        publish: false
        prerequisites: [P2]
        ---
        == P2.md ==
        ---
        publish: false
        prerequisites: [P3]
        ---
        == P3.md ==
        ---
        publish: false
        ---
        == A.md ==
        ---
        publish: true
        prerequisites: [P1]
        ---
        …
    """

    assert found(text, "depth-jump") == [("A.md:3", "P1.md", ("A.md",))]
    assert found(text.replace("[P3]", "[]"), "depth-jump") == []


def test_depth_jump_near_misses():
    """Four unexplained prerequisites are no jump, nor are five that are explained."""
    assert found(JUMP.replace(", N5", ""), "depth-jump") == []
    explained = JUMP.replace("N1, N2", "X1, X2") + "".join(
        f"\n    == X{n}.md ==\n    ---\n    publish: true\n    ---\n    …\n" for n in (1, 2)
    )
    assert found(explained, "depth-jump") == []


USERS = """
    == A.md ==
    See [[Rings]]. …
    == B.md ==
    See [[Rings]]. …
    == C.md ==
    See [[Rings]]. …
"""


@pytest.mark.parametrize(
    ("note", "target"),
    [("== Rings.md ==\n    TBD\n", "Rings.md"), ("", "Rings")],
)
def test_unexplained_concept(note, target):
    """Three notes link to a template, or to a note not written yet."""
    assert found(f"{USERS}    {note}", "unexplained-concept") == [
        ("A.md:1", target, ("A.md", "B.md", "C.md"))
    ]


def test_unexplained_concept_by_its_words():
    """A private note's title or alias stands in the text of three public notes."""
    text = """
        == Secret.md ==
        ---
        publish: false
        aliases: [Policy gradient]
        ---
        …
        == A.md ==
        ---
        publish: true
        ---
        A policy gradient helps. …
        == B.md ==
        ---
        publish: true
        ---
        …

        The policy-gradient theorem.
        == C.md ==
        ---
        publish: true
        ---
        `policy gradient` in code does not count, a policy
        gradient over two lines does. …
    """

    assert found(text, "unexplained-concept") == [("A.md:4", "Secret.md", ("A.md", "B.md", "C.md"))]
    assert found(text.replace("a policy\n", "a policy, a\n"), "unexplained-concept") == []


def test_unexplained_concept_by_a_telling_word():
    """One word with capitals or digits inside counts where it is spelled just so."""
    text = USERS.replace("[[Rings]]", "GRPO") + "    == GRPO.md ==\n    TBD\n"

    assert found(text, "unexplained-concept") == [("A.md:1", "GRPO.md", ("A.md", "B.md", "C.md"))]
    assert found(text.replace("See GRPO", "See grpo"), "unexplained-concept") == []


def test_unexplained_concept_under_a_heading():
    """What has a heading of its own in a written note is explained there."""
    text = USERS.replace("[[Rings]]", "group theory") + "    == Group theory.md ==\n    TBD\n"

    assert len(found(text, "unexplained-concept")) == 1
    assert (
        found(f"{text}    == D.md ==\n    ## What is group theory?\n    …\n", "unexplained-concept")
        == []
    )


def test_unexplained_concept_near_misses():
    """Two uses are too few; a written public note explains; a single common word is no use."""
    two = USERS.replace("== C.md ==\n    See [[Rings]]. …\n", "")
    words = USERS.replace("[[Rings]]", "rings") + "    == Rings.md ==\n    TBD\n"

    assert found(two, "unexplained-concept") == []
    assert found(f"{USERS}    == Rings.md ==\n    …\n", "unexplained-concept") == []
    assert found(words, "unexplained-concept") == []


def test_a_wish_is_told_once():
    """What three notes want is an unexplained concept, and not a planned link as well."""
    vault = vault_of(USERS)
    every = gaps(vault, prerequisite_graph(vault))

    assert [gap.kind for gap in every] == ["unexplained-concept"]


def test_missing_heading():
    """A link to a heading or block that is not there, once for each."""
    text = """
        == A.md ==
        [[B#Gone]] and [[B#gone|again]] and [[B#^nope]] and [[#Nowhere]]
        == B.md ==
        # Here
    """

    assert found(text, "missing-heading") == [
        ("A.md:1", "A.md#Nowhere", ("A.md",)),
        ("A.md:1", "B.md#Gone", ("A.md",)),
        ("A.md:1", "B.md#^nope", ("A.md",)),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "[[B#Here]]",
        "[[B#Here's a *long* one]]",
        "[x](B.md#heres-a-long-one)",
        "[x](B.md#heres-a-long-one-1)",
        "[x](B.md#mark)",
        "[[B#^block]]",
        "[[B#In a quote]]",
        "[7](#footnote-7)",
        "[[B#{{section}}]]",
        "`[[B#Gone]]`",
        "[[plan.pdf#page=3]]",
        "%% [[B#Gone]] %%",
    ],
)
def test_missing_heading_near_misses(link):
    """Headings as Obsidian or GitHub spells them, anchors, blocks, quotes, pages of a PDF."""
    text = f"""
        == A.md ==
        {link}
        == B.md ==
        # Here

        ## Here's a *long* one

        A block. ^block

        <a id="mark"></a>

        > ## In a quote
    """

    assert found(text, "missing-heading", files=["plan.pdf"]) == []


def test_missing_embed():
    """A picture that is not there, once however often it is shown."""
    text = """
        == A.md ==
        ![[gone.png]] and ![[gone.png|200]]
        == B.md ==
        ![x](img/away.png)
    """

    assert found(text, "missing-embed") == [
        ("A.md:1", "gone.png", ("A.md",)),
        ("B.md:1", "img/away.png", ("B.md",)),
    ]


@pytest.mark.parametrize(
    "embed",
    [
        "![[here.png]]",
        "![x](https://example.org/x.png)",
        "![x](/static/x.png)",
        "![[{{picture}}]]",
        "`![[gone.png]]`",
        "%% ![[gone.png]] %%",
        "![](data:image/png;base64,AAAA)",
    ],
)
def test_missing_embed_near_misses(embed):
    """What is there, addresses, variables, code and comments."""
    assert (
        found(f"\n        == A.md ==\n        {embed}\n", "missing-embed", files=["here.png"]) == []
    )


ACRONYM = """
    == A.md ==
    It trains with PPO. …
    == B.md ==
    PPO again, as before. …
    == C.md ==
    And the PPO loss. …
"""


def test_undefined_acronym():
    """Three notes use it and none spells it out."""
    assert found(ACRONYM, "undefined-acronym") == [
        ("A.md:1", "PPO", ("A.md", "B.md", "C.md")),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "Proximal policy optimization (PPO) clips. …",
        "PPO (proximal policy optimization) clips. …",
        "PPO: proximal policy optimization. …",
        "Proximal Policy Optimization is a method. …",
        "## Proximal policy optimization\n    …",
        "We ppo all day. …",
    ],
)
def test_undefined_acronym_spelled_out(note):
    """Spelled out in brackets, before them, in a title or heading, or a plain word after all."""
    assert found(f"{ACRONYM}    == D.md ==\n    {note}\n", "undefined-acronym") == []


@pytest.mark.parametrize(
    "text",
    [
        ACRONYM.replace("PPO", "API"),
        ACRONYM.replace("PPO", "III"),
        ACRONYM.replace("PPO", "`PPO`"),
        ACRONYM.replace("PPO", "GPT-4"),
        ACRONYM.replace("C.md ==\n    And the PPO loss", "C.md ==\n    And the loss"),
        f"{ACRONYM}    == PPO.md ==\n    …\n",
        f"{ACRONYM}    == D.md ==\n    ---\n    aliases: [PPO]\n    ---\n    …\n",
    ],
)
def test_undefined_acronym_near_misses(text):
    """What everybody knows, numbers, code, names with digits, two uses, the name of a note."""
    assert found(text, "undefined-acronym") == []


ORPHAN = """
    == README.md ==
    - [[A]]
    - [[B]]
    - [[C]]
    == A.md ==
    …
    == B.md ==
    …
    == C.md ==
    …
    == D.md ==
    … [[A]]
"""


def test_orphan_public():
    """A public note that no public note links to, while an index leads to the others."""
    assert found(ORPHAN, "orphan-public", every=False) == [("D.md:1", "D.md", ("D.md",))]


def test_orphan_public_near_misses():
    """Linked notes; a template; and a vault without an index, where folders lead readers."""
    linked = ORPHAN.replace("- [[C]]", "- [[C]]\n    - [[D]]")
    template = ORPHAN.replace("… [[A]]", "TBD")
    bare = ORPHAN.replace("README.md", "Thoughts on it.md").replace("- [[A]]", "… [[A]]")

    assert found(linked, "orphan-public") == []
    assert found(template, "orphan-public") == []
    assert found(bare, "orphan-public", every=False) == []


PAPERS = """
    == papers/P.md ==
    … [[Softmax]]
    == papers/Q.md ==
    …
    == concepts/Softmax.md ==
    … https://example.org/softmax
    == concepts/Ring.md ==
    …
"""


def test_paper_without_concepts():
    """A paper that links to no concept, while another does."""
    assert found(PAPERS, "paper-without-concepts", every=False) == [
        ("papers/Q.md:1", "papers/Q.md", ("papers/Q.md",))
    ]


def test_paper_without_concepts_near_misses():
    """A planned concept counts as one; where most papers link none, that is the vault's way."""
    planned = PAPERS.replace("Q.md ==\n    …", "Q.md ==\n    … [[Group theory]]")
    habit = PAPERS.replace("… [[Softmax]]", "…")

    assert found(planned, "paper-without-concepts") == []
    assert found(habit, "paper-without-concepts", every=False) == []


def test_concept_without_source():
    """A concept with nothing outside to check it with, while another has."""
    assert found(PAPERS, "concept-without-source", every=False) == [
        ("concepts/Ring.md:1", "concepts/Ring.md", ("concepts/Ring.md",))
    ]


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org",
        "arXiv:1706.03762",
        "[[P]]",
        "Noether (1921) began it.",
        "See [@noether1921].",
        "A claim.[^1]\n\n    [^1]: A book.",
        "[[book.pdf]]",
    ],
)
def test_concept_without_source_near_misses(source):
    """An address, an id, a paper's note, a citation, a footnote, a file."""
    text = PAPERS.replace("Ring.md ==\n    …", f"Ring.md ==\n    … {source}")

    assert found(text, "concept-without-source", files=["book.pdf"]) == []


GOAL = """
    == Track.md ==
    ---
    publish: true
    type: track
    ---
    - [[Start]]
    - [[Summit]]
    == Start.md ==
    ---
    publish: true
    ---
    …
    == Summit.md ==
    ---
    publish: false
    prerequisites: ["[[Ledge]]", "[[Start]]"]
    ---
    …
"""


def test_goal_gap():
    """What lies on the way to a goal and no reader can learn."""
    assert found(GOAL, "goal-gap", goals=["Summit.md"]) == [
        ("Track.md:6", "Ledge", ("Track.md",)),
        ("Track.md:6", "Summit.md", ("Track.md",)),
    ]


def test_goal_gap_near_misses():
    """No goals, or a goal that is explained all the way."""
    assert found(GOAL, "goal-gap") == []
    assert found(GOAL, "goal-gap", goals=["Start.md"]) == []


def test_every_kind_has_its_rule():
    """The kinds of gaps are the rules of that group, those of the map that are asked for, and links that miss a note."""
    from kbpivot.publish.rules import RULES

    of_gaps = {rule.code for rule in RULES.values() if rule.group == "gaps"}
    assert set(KINDS) == of_gaps - {"unexplained-fundamental"} | {"near-name"}
    assert "near-name" in RULES
