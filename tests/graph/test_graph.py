"""The prerequisite graph: nodes, edges, grades and evidence."""

from __future__ import annotations

import copy
import io
import json
import pickle

import networkx as nx
import pytest

from kbpivot.graph import contradictions, cycles, prerequisite_graph, vault_relations
from kbpivot.graph.attributes import edge_evidence
from kbpivot.graph.edges import evidence_of
from kbpivot.vault import Vault


def graph(texts, *, files=(), **kwargs):
    return prerequisite_graph(Vault.from_texts(texts, files=files), **kwargs)


def edges(texts, *grades):
    G = graph(texts, grades=grades or ("stated",))
    return sorted((a, b, facts["grade"]) for a, b, facts in G.edges(data=True))


def test_an_edge_goes_from_the_prerequisite_to_what_builds_on_it():
    """A → B means A before B, with the place that says so."""
    G = graph({"A.md": "", "B.md": "# B\n\n- **Prerequisites:** [[A]] — for the proof\n"})

    assert list(G.edges) == [("A.md", "B.md")]
    (evidence,) = edge_evidence(G, "A.md", "B.md")
    assert (evidence.path, evidence.line, evidence.form, evidence.key, evidence.reason) == (
        *("B.md", 3, "label", "Prerequisites"),
        "for the proof",
    )
    assert G.nodes["A.md"]["exists"] is True
    assert G.nodes["A.md"]["title"] == "A"


@pytest.mark.parametrize(
    "value",
    [
        *(
            '"[[Linear Algebra]]"',
            '"[[math/Linear Algebra]]"',
            "linear algebra",
            "Linear Algebra.md",
        ),
        *(
            "linear-algebra",
            "math/Linear Algebra",
            "LinAlg",
            "Matrices and vectors",
            '"[[LinAlg]]"',
        ),
        *(
            '"[x](math/Linear%20Algebra.md)"',
            "LinAlg — for eigenvalues",
            '"[[Linear Algebra#Basis]]"',
        ),
    ],
)
def test_a_property_value_finds_its_note(value):
    """Links, paths, titles, unique aliases and slugs lead to the note."""
    texts = {
        "math/Linear Algebra.md": "---\ntitle: Matrices and vectors\naliases: [LinAlg]\n---\n",
        "PCA.md": f"---\nprerequisites: {value}\n---\n",
    }

    assert edges(texts) == [("math/Linear Algebra.md", "PCA.md", "stated")]


def test_a_name_without_a_note_is_a_planned_node():
    """A prerequisite nobody wrote yet is a node of its own, named as first written."""
    G = graph({"B.md": "---\nprerequisites: [Linear Algebra, '[[Calculus]]']\n---\n"})

    assert sorted(G.edges) == [("Calculus", "B.md"), ("Linear Algebra", "B.md")]
    assert G.nodes["Linear Algebra"]["exists"] is False
    assert G.nodes["Linear Algebra"]["title"] == "Linear Algebra"
    assert G.nodes["Calculus"]["hours"] == pytest.approx(1.3)


def test_spellings_of_one_planned_note_are_one_node():
    """Case, folders, `.md` and Unicode form make no second node."""
    texts = {
        "A.md": "---\nprerequisites: Résumé\n---\n",
        "B.md": "---\nprerequisites: '[[x/re\u0301sume\u0301]]'\n---\n",
        "C.md": "---\nprerequisites: RÉSUMÉ.md\n---\n",
    }
    G = graph(texts)

    assert {node for node in G if not G.nodes[node]["exists"]} == {"Résumé"}
    assert G.out_degree("Résumé") == 3


def test_words_in_the_body_are_no_planned_notes():
    """Plain text of a label counts when a note answers to it, and is nothing otherwise."""
    texts = {"Calculus.md": "", "B.md": "**Prerequisites:** calculus, patience and coffee\n"}

    assert edges(texts) == [("Calculus.md", "B.md", "stated")]


def test_attachments_are_no_prerequisites():
    """A file that is no note is no node."""
    G = graph({"B.md": "---\nprereqs: ['[[data.csv]]', data.csv]\n---\n"}, files=["data.csv"])

    assert list(G) == ["B.md"]


def test_forward_edges():
    """`unlocks` points the other way and is stated too."""
    assert edges({"A.md": "---\nunlocks: '[[B]]'\n---\n", "B.md": ""}) == [
        ("A.md", "B.md", "stated")
    ]


def test_optional_edges_stand_apart():
    """An optional prerequisite is in the graph only when asked for."""
    texts = {"A.md": "", "B.md": "---\noptional-prerequisites: '[[A]]'\n---\n"}

    assert edges(texts) == []
    assert edges(texts, "stated", "optional") == [("A.md", "B.md", "optional")]


def test_one_edge_a_pair_with_all_the_evidence():
    """The strongest grade wins and every place is kept, strongest first."""
    texts = {
        "README.md": "1. [[A]]\n2. [[B]]\n",
        "A.md": "---\nunlocks: '[[B]]'\n---\n\n**Next up:** [[B]]\n",
        "B.md": "## Prerequisites\n\n- [[A]] (optional)\n- [[A]]\n",
    }
    G = graph(texts, grades=("stated", "ordered", "optional"))
    facts = G.edges["A.md", "B.md"]

    assert list(G.edges) == [("A.md", "B.md")]
    assert facts["grade"] == "stated"
    assert [(e.grade, e.form, e.path) for e in evidence_of(facts)] == [
        ("stated", "property", "A.md"),
        ("stated", "section", "B.md"),
        ("optional", "section", "B.md"),
        ("ordered", "index", "README.md"),
        ("ordered", "label", "A.md"),
    ]


def test_a_note_that_needs_itself_is_a_remark():
    """A loop is no edge; it is said once, with its line."""
    found = vault_relations(Vault.from_texts({"A.md": "**Prerequisites:** [[A]]\n"}))

    assert found.edges == ()
    assert [(d.code, d.path, d.span.line) for d in found.diagnostics] == [
        ("self-prerequisite", "A.md", 1)
    ]


def test_templates_and_manuals_state_nothing():
    """What is left out of advice names no prerequisites, and is no node."""
    texts = {
        "A.md": "",
        "CLAUDE.md": "**Prerequisites:** [[A]]\n",
        "T.md": "# {{title}}\n\n**Prerequisites:** [[A]]\n",
    }
    G = graph(texts)

    assert list(G) == ["A.md"]


def test_a_left_out_note_that_is_needed_stays_a_node():
    """A prerequisite does not vanish because advice is not about it."""
    assert edges({"CLAUDE.md": "x", "B.md": "**Requires:** [[CLAUDE]]\n"}) == [
        ("CLAUDE.md", "B.md", "stated")
    ]


def test_roots():
    """A note that says "None" is a root."""
    vault = Vault.from_texts({"A.md": "**Prerequisites:** None\n", "B.md": ""})

    assert vault_relations(vault).roots == {"A.md"}


# --------------------------------------------------------------------------- order


def test_numbered_files_follow_each_other():
    """Neighbours in one folder are ordered; a gap in the numbers makes no difference."""
    texts = dict.fromkeys(["a/01-x.md", "a/02-y.md", "a/04 z.md", "b/03-w.md", "a/GPT-2.md"], "")

    assert edges(texts, "ordered") == [
        ("a/01-x.md", "a/02-y.md", "ordered"),
        ("a/02-y.md", "a/04 z.md", "ordered"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        *(["Lecture 1 - x", "Lecture 2 - y"], ["1. x", "2. y"], ["第1章 x", "第2章 y"]),
        ["week-01-x", "week-02-y"],
    ],
)
def test_ways_to_number_files(names):
    """Numbers may follow a word such as lecture or week."""
    first, second = (f"{name}.md" for name in names)

    assert edges({first: "", second: ""}, "ordered") == [(first, second, "ordered")]


@pytest.mark.parametrize(
    "names", [["GPT-2", "GPT-3"], ["2020 report", "2021 report"], ["2024-01-01", "2024-01-02"]]
)
def test_other_numbers_are_no_order(names):
    """Versions, years and dates do not number a curriculum."""
    assert edges({f"{name}.md": "" for name in names}, "ordered") == []


def test_two_files_with_one_number_leave_their_order_open():
    """Files that share a number stand side by side, behind the one before and before the next."""
    texts = dict.fromkeys(["1-a.md", "2-b.md", "2-c.md", "3-last.md"], "")

    assert [pair[:2] for pair in edges(texts, "ordered")] == [
        ("1-a.md", "2-b.md"),
        ("1-a.md", "2-c.md"),
        ("2-b.md", "3-last.md"),
        ("2-c.md", "3-last.md"),
    ]


def test_an_index_orders_neighbours_of_one_list():
    """Consecutive entries of a numbered list are ordered, planned ones too; bullets are a set."""
    texts = dict.fromkeys(["A.md", "B.md", "C.md", "D.md", "E.md"], "")
    texts["README.md"] = (
        "- [[C]]\n- [[A]] first\n- [[Planned]]\n- [[B]]\n\n"
        "## Then\n\n1. [[E]]\n2. [[Unwritten]]\n3. [[D]]\n\n"
        "## Related\n\n1. [[D]]\n2. [[A]]\n"
    )

    assert edges(texts, "ordered") == [
        ("E.md", "Unwritten", "ordered"),
        ("Unwritten", "D.md", "ordered"),
    ]


def test_a_track_is_one_run():
    """In a track the last entry of a list leads on to the first of the next."""
    texts = dict.fromkeys(["A.md", "B.md", "C.md"], "")
    texts["T.md"] = "---\ntype: track\n---\n## One\n- [[C]]\n- [[B]]\n## Two\n- [[A]]\n"

    assert edges(texts, "ordered") == [("B.md", "A.md", "ordered"), ("C.md", "B.md", "ordered")]


def test_the_alphabet_is_no_curriculum():
    """A long list that only follows the alphabet orders nothing; a counted one does."""
    names = ["Ant", "Bee", "Cat", "Dog", "Eel"]
    texts = {f"{name}.md": "" for name in names}

    assert edges({**texts, "README.md": "".join(f"- [[{n}]]\n" for n in names)}, "ordered") == []
    assert (
        len(edges({**texts, "README.md": "".join(f"1. [[{n}]]\n" for n in names)}, "ordered")) == 4
    )


def test_an_order_gives_way_to_what_is_stated():
    """An ordered edge against a stated path is dropped, also against a longer one."""
    texts = {
        "README.md": "1. [[C]]\n2. [[A]]\n3. [[D]]\n",
        "A.md": "",
        "B.md": "**Prerequisites:** [[A]]\n",
        "C.md": "**Prerequisites:** [[B]]\n",
        "D.md": "",
    }

    assert edges(texts, "stated", "ordered") == [
        ("A.md", "B.md", "stated"),
        ("A.md", "D.md", "ordered"),
        ("B.md", "C.md", "stated"),
    ]


def test_orders_never_go_round_in_a_circle():
    """Of two orders that disagree the surer one stays: numbers before lists."""
    texts = {"1-a.md": "", "2-b.md": "", "README.md": "1. [[2-b]]\n2. [[1-a]]\n"}

    assert edges(texts, "ordered") == [("1-a.md", "2-b.md", "ordered")]


def test_a_contradiction_is_reported_once_for_each_early_note():
    """The index entry that comes too early is named with all that it needs and comes later."""
    texts = {
        "Home.md": "# Start here\n\n1. [[C]]\n2. [[X]]\n3. [[A]]\n4. [[B]]\n",
        "A.md": "",
        "B.md": "**Prerequisites:** [[A]]\n",
        "C.md": "**Prerequisites:** [[B]]\n",
        "X.md": "",
    }
    (found,) = contradictions(Vault.from_texts(texts))

    assert (found.path, found.span.line, found.key) == ("Home.md", 3, "Start here")
    assert (found.early, found.needs) == ("C.md", ("A.md", "B.md"))


def test_numbered_files_may_contradict():
    """File numbers are held against what the notes state, too."""
    texts = {"1-a.md": "**Prerequisites:** [[2-b]]\n", "2-b.md": ""}
    (found,) = contradictions(Vault.from_texts(texts))

    assert (found.path, found.form, found.early, found.needs) == (
        *("1-a.md", "numbers", "1-a.md"),
        ("2-b.md",),
    )


def test_diary_navigation_is_no_order():
    """`next` between daily notes says nothing about learning."""
    texts = {"2024-01-01.md": "---\nnext: '[[2024-01-02]]'\n---\n", "2024-01-02.md": ""}

    assert edges(texts, "ordered") == []


def test_an_unknown_grade_is_a_mistake_of_the_call():
    """Grades are four, and a wrong one says which."""
    with pytest.raises(ValueError, match="guessed"):
        graph({}, grades=("guessed",))


def test_a_configured_vocabulary_reaches_the_graph_through_the_notes():
    """The graph reads statements and never asks how they were worded."""
    texts = {"A.md": "", "B.md": "---\nvoraussetzung: '[[A]]'\n---\n"}

    assert edges(texts) == [("A.md", "B.md", "stated")]


# --------------------------------------------------------------------------- cycles


def test_a_cycle_names_the_two_places_that_disagree():
    """One shortest cycle for each knot, starting with the first path."""
    texts = {
        "A.md": "**Prerequisites:** [[C]]\n",
        "B.md": "**Prerequisites:** [[A]]\n",
        "C.md": "# C\n\n**Prerequisites:** [[B]], [[D]]\n",
        "D.md": "**Prerequisites:** [[C]]\n",
        "E.md": "**Prerequisites:** [[D]]\n",
    }
    (cycle,) = cycles(graph(texts))

    assert cycle.nodes == ("C.md", "D.md")
    assert cycle.members == 4
    assert [(e.source, e.target) for e in cycle.edges] == [("C.md", "D.md"), ("D.md", "C.md")]
    assert [(e.path, e.line) for e in cycle.places] == [("D.md", 1), ("C.md", 3)]


def test_ordered_edges_close_no_cycle():
    """Only stated edges make a cycle."""
    G = graph({"A.md": "", "B.md": "**Prerequisites:** [[A]]\n"})
    G.add_edge("B.md", "A.md", grade="inferred", evidence=())

    assert cycles(G) == ()


def test_graphs_of_several_grades_share_their_relations():
    """A graph made from relations found before is the graph made from the vault."""
    texts = dict.fromkeys(["1-a.md", "2-b.md", "3-c.md"], "")
    texts["3-c.md"] = "**Prerequisites:** [[2-b]], [[Planned]] (optional)\n"
    vault = Vault.from_texts(texts)
    found = vault_relations(vault, grades=("stated", "optional", "ordered"))

    for grades in (("stated",), ("ordered",), ("stated", "optional"), ("stated", "ordered")):
        alone = prerequisite_graph(vault, grades=grades)
        shared = prerequisite_graph(vault, grades=grades, found=found)
        assert dict(alone.nodes(data=True)) == dict(shared.nodes(data=True))
        assert sorted(alone.edges(data=True)) == sorted(shared.edges(data=True))


def written_graph():
    """A graph with a stated, an ordered and a planned prerequisite."""
    vault = Vault.from_texts(
        {
            "A.md": "---\nprerequisites: ['[[B]]', Not yet]\n---\nWords.",
            "B.md": "Words about B.",
            "Index.md": "# Learning path\n1. [[C]]\n2. [[B]]\n",
            "C.md": "Words about C.",
        }
    )
    return prerequisite_graph(vault, grades=("stated", "ordered"))


def test_attributes_are_plain_values_for_any_writer():
    """The writers of networkx take the graph as GraphML, GEXF and JSON, and no attribute is lost on the way."""
    G = written_graph()
    assert G.number_of_edges() >= 2

    graphml = nx.parse_graphml("\n".join(nx.generate_graphml(G)))
    gexf = io.BytesIO()
    nx.write_gexf(G, gexf)
    again = nx.node_link_graph(
        json.loads(json.dumps(nx.node_link_data(G, edges="edges"))), edges="edges"
    )

    assert {(a, b): dict(facts) for a, b, facts in graphml.edges(data=True)} == {
        (a, b): dict(facts) for a, b, facts in G.edges(data=True)
    }
    assert b"<edge" in gexf.getvalue()
    assert nx.utils.graphs_equal(nx.DiGraph(G), again)
    plain = (str, int, float, bool)
    values = [v for *_, facts in [*G.nodes(data=True), *G.edges(data=True)] for v in facts.values()]
    assert all(type(value) in plain for value in values)


@pytest.mark.parametrize(
    "changed",
    [
        lambda G: G,
        lambda G: G.copy(),
        lambda G: G.subgraph(list(G)).copy(),
        lambda G: G.edge_subgraph(list(G.edges)),
        lambda G: pickle.loads(pickle.dumps(G)),
        copy.deepcopy,
        copy.copy,
    ],
)
def test_evidence_goes_along_with_the_graph(changed):
    """Copies, parts and pickles answer for each edge what the graph they were made of answers."""
    G = written_graph()
    H = changed(G)

    assert {e: edge_evidence(H, *e) for e in H.edges} == {e: edge_evidence(G, *e) for e in G.edges}
    first = edge_evidence(G, "B.md", "A.md")[0]
    assert (first.path, first.line, first.form) == ("A.md", 2, "property")


def test_evidence_of_a_graph_that_went_through_a_file_is_its_first_place():
    """What a file keeps of an edge is still a place to look at."""
    G = written_graph()
    H = nx.node_link_graph(nx.node_link_data(G, edges="edges"), edges="edges")

    (place,) = edge_evidence(H, "B.md", "A.md")

    assert (place.grade, place.path, place.line, place.form) == ("stated", "A.md", 2, "property")
