"""Graphs patched after edits equal graphs built anew, down to the order of nodes and edges."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.graph import LiveGraphs, Sought, prerequisite_graph, vault_relations
from kbpivot.graph.edges import evidence_of
from kbpivot.notes import parse_note
from kbpivot.traits import TraitsTable, vault_traits
from kbpivot.vault import Vault, renamed_slugs

GRADES = ("stated", "optional", "ordered")
PATHS = [*(f"{name}.md" for name in "ABCDE"), "x/01 one.md", "x/02 two.md", "Index.md"]
NAMES = ["A", "B", "C", "D", "E", "01 one", "02 two", "Planned", "planned", "Other thing"]
names = st.sampled_from(NAMES)


SPECS = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            ["prerequisites", "unlocks", "next", "recommended", "section", "see"],
            st.lists(names, max_size=3),
        ),
        "type": st.sampled_from([None, None, "concept", "concept", "index", "daily"]),
        "hours": st.sampled_from([None, 1, 2]),
        "year": st.sampled_from([None, 2019]),
        "title": st.sampled_from([None, None, "Other thing", "Planned", "B"]),
        "aliases": st.sampled_from([None, None, "[other thing]", "[C, planned]", "['B+']"]),
        "plainly": st.lists(st.sampled_from([*NAMES, "B+", "C: on it"]), max_size=2),
        "blank": st.integers(0, 2),
        "prose": st.integers(0, 2),
        "shared": st.sampled_from(["", "The same line of some words in several notes here."]),
        "course": st.lists(names, max_size=4),
        "mark": st.sampled_from(["-", "1."]),
    }
)


SINGLE = ("type", "hours", "year", "title", "aliases")


def text_of(spec):
    """A note with statements of every form, lists, and words enough or not."""
    lines = ["---"]
    for key in ("prerequisites", "unlocks", "next", "recommended"):
        links = ", ".join(f'"[[{name}]]"' for name in spec[key])
        lines += [f"{key}: [{links}]"] if links else []
    lines += [f"{key}: {spec[key]}" for key in SINGLE if spec[key]]
    lines += [f"requires: {', '.join(spec['plainly'])}"] if spec["plainly"] else []
    lines += ["---", *[""] * spec["blank"]]
    lines += ["Words that are many enough to count for something here. " * 3] * spec["prose"]
    lines += [spec["shared"], "", "## Prerequisites", ""]
    lines += [f"- [[{name}]] - because of it" for name in spec["section"]]
    lines += ["", "## Course", "", *(f"{spec['mark']} [[{name}]]" for name in spec["course"]), ""]
    lines += [f"See [[{name}]]." for name in spec["see"]]
    return "\n".join(lines)


EDITED = ["prerequisites", "unlocks", "recommended", "section", "see", "type", "hours", "year",
          "title", "title", "aliases", "plainly", "blank", "blank", "prose", "shared", "course", "next", "mark"]  # fmt: skip


def exactly(graph):
    """All of a graph, order included."""
    return (
        list(graph.nodes(data=True)),
        [(a, b, dict(held), evidence_of(held)) for a, b, held in graph.edges(data=True)],
        [(node, list(graph.pred[node])) for node in graph],
    )


def graphs_of(vault, traits):
    found = vault_relations(vault, grades=GRADES, traits=traits)
    made = {
        grades: prerequisite_graph(vault, grades=grades, traits=traits, found=found)
        for grades in (GRADES, ("stated",))
    }
    return LiveGraphs(found, made, traits=traits), made


def facts(made):
    """What a patch tells the differences of."""
    whole, stated = made[GRADES], made["stated",]
    return {
        "nodes": {node: dict(held) for node, held in whole.nodes(data=True)},
        "stated": set(stated.edges),
        "weaker": {
            (a, b, one.grade) for a, b, held in whole.edges(data=True)
            for one in evidence_of(held) if one.grade != "stated"
        },
        "knots": {frozenset(one) for one in nx.strongly_connected_components(stated) if len(one) > 1},
    }  # fmt: skip


PATCHED = {"yes": 0, "no": 0}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(SPECS, min_size=len(PATHS), max_size=len(PATHS)),
    st.lists(
        st.tuples(st.sampled_from(PATHS), st.sampled_from(EDITED), SPECS),
        min_size=1,
        max_size=8,
    ),
)
def test_patched_graphs_equal_new_ones(first, edits):
    """Whatever is edited, traits and both graphs are those of a vault made from scratch."""
    specs = dict(zip(PATHS, first, strict=True))
    vault = Vault([parse_note(path, text_of(spec)) for path, spec in specs.items()])
    table = TraitsTable(vault)
    live, made = graphs_of(vault, table.traits)
    sought = Sought(vault.notes)
    for path, key, other in edits:
        specs[path] = {**specs[path], key: other[key]}
        note = parse_note(path, text_of(specs[path]))
        after = vault.with_notes([note])
        scratch = Vault([note if one.path == path else one for one in vault.notes])
        before_traits = table.traits
        changed = table.edited(after, [vault[path]])

        for name in [*NAMES, "B+", "C", "c", "other-thing", "Nobody"]:
            assert scratch.find(name) == after.find(name)
        assert vault_traits(scratch) == table.traits
        assert list(table.traits) == list(before_traits)
        was = facts(made)
        sought.replace(vault[path], note)
        naming = sought.paths(renamed_slugs(vault[path], note))
        again = [path, *sorted(naming - {path})]
        patch = live.edited(vault, after, again, traits=before_traits, changed=changed)
        expected = graphs_of(scratch, table.traits)
        PATCHED["no" if patch is None else "yes"] += 1
        if patch is None:
            live, made = expected
        else:
            for grades, graph in made.items():
                assert exactly(expected[1][grades]) == exactly(graph)
            now = facts(made)
            assert patch.stated == now["stated"] ^ was["stated"]
            assert patch.come == now["nodes"].keys() ^ was["nodes"].keys()
            assert patch.weaker or now["weaker"] == was["weaker"]
            assert patch.knots or now["knots"] == was["knots"]
            assert patch.nodes == {
                node
                for node in now["nodes"].keys() | was["nodes"].keys()
                if now["nodes"].get(node) != was["nodes"].get(node)
            }
        vault = after


def test_most_edits_are_patched():
    """Prose, new statements and taken ones are patched; what may turn orders round is not."""
    texts = {f"{name}.md": f"---\nprerequisites: [{need}]\n---\nWords.\n"
             for name, need in zip("ABCD", ["", '"[[A]]"', '"[[B]]"', '"[[Nobody]]"'], strict=True)}  # fmt: skip
    vault = Vault.from_texts(texts)
    table = TraitsTable(vault)
    live, made = graphs_of(vault, table.traits)

    def edit(path, text):
        nonlocal vault
        after = vault.with_notes([parse_note(path, text)])
        before, changed = table.traits, table.edited(after, [vault[path]])
        patch = live.edited(vault, after, [path], traits=before, changed=changed)
        vault = after
        return patch

    assert edit("B.md", "---\nprerequisites: ['[[A]]']\n---\nOther words.\n").stated == frozenset()
    assert edit("D.md", "---\nprerequisites: ['[[B]]', '[[New name]]']\n---\n").stated == {
        ("B.md", "D.md"), ("Nobody", "D.md"), ("New name", "D.md"),
    }  # fmt: skip
    assert "New name" in made[GRADES]
    assert "Nobody" not in made[GRADES]
    assert edit("A.md", "---\nprerequisites: ['[[C]]']\n---\n") is None
