"""What each drawn format says, beside keeping names safe."""

from __future__ import annotations

import itertools
import json
import re
import struct
import sys
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_graphs import learning_graph, learning_states
from kbpivot.render.drawing.canvas import canvas, card_places
from kbpivot.render.drawing.dot import dot
from kbpivot.render.drawing.graphml import graphml
from kbpivot.render.drawing.mermaid import mermaid, too_large
from kbpivot.render.drawing.nodelink import nodelink
from kbpivot.render.drawing.picture import picture
from kbpivot.render.drawing.svg import png, svg
from kbpivot.render.drawing.theme import GRADE_LOOKS, STATE_LOOKS, STATES
from kbpivot.render.drawing.tree import tree

GRAPH = learning_graph()
WORDS = learning_states(GRAPH)
WHOLE = picture(GRAPH, states=WORDS)
ALL_GRADES = ("stated", "ordered", "inferred")
PATH = picture(GRAPH, states=WORDS, goal="Concepts/Transformer.md", follow=ALL_GRADES)


def small(*edges, states=None, goal=None):
    """A picture of a few notes, by their titles."""
    graph = nx.DiGraph()
    for edge in edges:
        for node in edge[:2]:
            graph.add_node(node, exists=True, title=node, kind="concept", hours=1.0)
        if len(edge) > 1:
            graph.add_edge(*edge[:2], grade=(*edge, "stated")[2], evidence=())
    return picture(graph, states=states or {}, goal=goal)


def test_states_differ_by_more_than_colour():
    """Each state has a sign and an ASCII sign of its own, and outlines differ in weight or dash."""
    looks = [STATE_LOOKS[state] for state in STATES]

    assert len(looks) == len({look.sign for look in looks})
    assert len(looks) == len({look.plain for look in looks})
    assert all(len(look.plain) == 3 and look.plain.isascii() for look in looks)


def test_grades_look_different_in_every_drawing():
    """Edges of two grades are never drawn alike."""
    assert len(GRADE_LOOKS) == len({look.dash for look in GRADE_LOOKS.values()})
    assert len(GRADE_LOOKS) == len({look.mermaid for look in GRADE_LOOKS.values()})
    shown = small(("a", "b"), ("a", "c", "ordered"), ("a", "d", "inferred"))
    arrows = re.findall(r"n1 (\S.*) n\d", mermaid(shown))
    styles = re.findall(r"-> n\d \[style=(\w+)", dot(shown))
    labels = [edge.get("label") for edge in json.loads(canvas(shown))["edges"]]

    assert 3 == len(set(arrows))
    assert 3 == len(set(styles))
    assert 3 == len(set(labels))


@pytest.mark.parametrize(
    ("write", "count"),
    [
        (mermaid, lambda text: len(re.findall(r"n\d+ -\S+ ?\S* ?\S* n\d+", text))),
        (dot, lambda text: text.count("->")),
        (canvas, lambda text: len(json.loads(text)["edges"])),
        (svg, lambda text: text.count('marker-end="url') - 3),
    ],
    ids=["mermaid", "dot", "canvas", "svg"],
)
def test_drawn_formats_leave_implied_edges_out_unless_asked(write, count):
    """A drawing has the edges of the reduction; with `all_edges` every one."""
    drawn = len(WHOLE.drawn_edges())

    assert drawn < len(WHOLE.edges)
    assert drawn == count(write(WHOLE))
    assert len(WHOLE.edges) == count(write(WHOLE, all_edges=True))


def test_data_formats_carry_every_edge_and_say_which_are_implied():
    """Json and graphml leave no edge out."""
    data = json.loads(nodelink(WHOLE))
    flags = re.findall(r'edge-implied">(\w+)<', graphml(WHOLE))
    implied = sum(edge.implied for edge in WHOLE.edges)

    assert data["schema"] == "kbpivot.graph/1"
    assert set(GRAPH.edges) == {(edge["source"], edge["target"]) for edge in data["edges"]}
    assert implied == sum(edge["implied"] for edge in data["edges"]) == flags.count("true")
    assert len(WHOLE.edges) == len(flags)


def test_json_carries_the_evidence():
    """Each edge tells where it is written, how sure we are, and the author's words."""
    edges = {(e["source"], e["target"]): e for e in json.loads(nodelink(WHOLE))["edges"]}

    stated = edges["Power laws", "Concepts/Scaling laws.md"]
    guess = edges["Concepts/KL divergence.md", "Concepts/Softmax.md"]
    assert stated["evidence"][0]["path"] == "Concepts/Scaling laws.md"
    assert stated["evidence"][0]["line"] == 4
    assert (guess["grade"], guess["score"], guess["tier"]) == ("inferred", 0.61, "likely")


def test_a_drawing_that_mermaid_refuses_is_told():
    """More than 500 lines, or 50,000 characters, are not drawn by Mermaid."""
    few = mermaid(small(*((f"a{i}", "b") for i in range(500))))
    many = mermaid(small(*((f"a{i}", "b") for i in range(501))))
    long = mermaid(small(*((f"a{i}" * 100, "b") for i in range(300))))

    assert too_large(few) == ""
    assert "this has 501 and" in too_large(many)
    assert "this has 300 and" in too_large(long)


def test_mermaid_links_open_notes_in_obsidian():
    """With link texts a label is the link itself and the box an internal link; planned ones not."""
    text = mermaid(PATH, link_text=lambda path: path.removesuffix(".md"))
    boxes = dict(re.findall(r'  (n\d+)[(\[]+"(.*?)"[)\]]+', text))
    linked = re.search(r"class (\S+) internal-link", text)[1].split(",")

    assert {node.id for node in PATH.nodes if node.path} == set(linked)
    assert all(
        boxes[node.id] == (node.path or node.title).removesuffix(".md") for node in PATH.nodes
    )


def rectangles(nodes, kind):
    return [
        (n["x"], n["y"], n["x"] + n["width"], n["y"] + n["height"])
        for n in nodes
        if (n["type"] == "group") == (kind == "group")
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_canvas_cards_never_overlap(pairs):
    """No two cards and no two frames overlap, each card lies in one frame, ids are unique."""
    shown = small(*((f"n{a}", f"n{b}") for a, b in pairs if a != b), ("x", "y"))
    data = json.loads(canvas(shown))

    for kind in ("group", "card"):
        for a, b in itertools.combinations(rectangles(data["nodes"], kind), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    frames = rectangles(data["nodes"], "group")
    for card in rectangles(data["nodes"], "card"):
        inside = [
            f
            for f in frames
            if f[0] < card[0] and f[1] < card[1] and card[2] < f[2] and card[3] < f[3]
        ]
        assert len(inside) == 1
    ids = [item["id"] for item in (*data["nodes"], *data["edges"])]
    assert len(ids) == len(set(ids))
    assert {end for e in data["edges"] for end in (e["fromNode"], e["toNode"])} <= set(ids)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=12),
    st.lists(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")), max_size=8),
)
def test_canvas_cards_stay_where_they_lie(first, more):
    """Drawn again, a card stays where the person moved it; new ones lie upon no other."""
    before = json.loads(canvas(small(*first)))
    for node in before["nodes"]:  # a person moves everything
        node["x"], node["y"] = node["x"] * 2 + 70, node["y"] * 2 - 300
    places = card_places(json.dumps(before))
    after = json.loads(canvas(small(*first, *more), places=places))
    cards = {n["id"]: (n["x"], n["y"]) for n in after["nodes"] if n["type"] != "group"}
    frames = [n for n in after["nodes"] if n["type"] == "group"]

    assert {key: cards[key] for key in places} == places
    for a, b in itertools.combinations(frames, 2):
        apart = abs(a["x"] - b["x"]) >= a["width"] or abs(a["y"] - b["y"]) >= a["height"]
        assert apart


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"nodes": [{"type": "file"}]}', "[" * 9999])
def test_what_is_no_canvas_has_no_places(text):
    """A file that is to be replaced may hold anything."""
    assert {} == card_places(text)


def test_what_is_learnt_moves_no_box():
    """Positions follow from names and edges alone, not from states or study order."""
    other = picture(GRAPH, states=dict.fromkeys(GRAPH, "mastered"), order=sorted(GRAPH)[::-1])

    def boxes(text):
        return {n["id"]: (n["x"], n["y"]) for n in json.loads(text)["nodes"]}

    assert boxes(canvas(WHOLE)) == boxes(canvas(other))


def test_canvas_follows_the_format():
    """Whole-number places, known types and colours, file cards for notes, links for planned ones."""
    data = json.loads(canvas(PATH))

    for node in data["nodes"]:
        assert all(isinstance(node[key], int) for key in ("x", "y", "width", "height"))
        assert re.fullmatch(r"#[0-9a-f]{6}", node.get("color", "#000000"))
        assert {"group": "label", "file": "file", "text": "text"}[node["type"]] in node
    cards = {n["text"] for n in data["nodes"] if n["type"] == "text"}
    labels = [n["label"] for n in data["nodes"] if n["type"] == "group"]
    assert {"[[Fourier features]]\n\nnot yet written"} < cards
    assert any(label.startswith("◌ planned") for label in labels)
    assert any(label.startswith("○ goal · blocked") for label in labels)


def test_canvas_ids_stay_when_the_vault_grows():
    """A card keeps its id when other notes come and go, so a person's links to it hold."""
    alone = {n["id"] for n in json.loads(canvas(small(("a", "b"))))["nodes"]}
    more = {n["id"] for n in json.loads(canvas(small(("a", "b"), ("c", "a"))))["nodes"]}

    assert alone < more


def test_tree_opens_each_note_once_and_stops_at_what_is_mastered():
    """Repeated notes are marked, mastered ones stay closed, grades that are no statement are named."""
    lines = tree(PATH).splitlines()

    assert lines[0] == "○ Transformer  (1 h)"
    assert 1 == sum("○ Backpropagation  (2 h)" in line for line in lines)
    assert 2 == sum("Backpropagation  (2 h, ↑)" in line for line in lines)
    assert any(line.endswith("▸ KL divergence  (1 h 30 min, guess)") for line in lines)
    assert any(line.endswith("▸ Byte-pair encoding  (30 min, listed before)") for line in lines)
    assert lines[-1] == "✓ mastered   ◐ started   ▸ ready   ○ blocked   ◌ planned"


def test_tree_in_ascii_has_nothing_else():
    """The plain tree is ASCII when the titles are."""
    text = tree(PATH, plain=True)

    assert text.isascii()
    assert "[ ] Backpropagation" in text


def test_tree_shows_cycles_and_long_chains_without_recursion():
    """A cycle ends at `↑`; a chain longer than the recursion limit is no trouble."""
    circle = tree(small(("a", "b"), ("b", "a"))).splitlines()
    length = sys.getrecursionlimit() + 100
    chain = small(*((f"{i:05}", f"{i + 1:05}") for i in range(length)))

    assert sum(line.endswith("↑)") for line in circle) == 1
    assert length + 3 == len(tree(chain).splitlines())


@pytest.mark.parametrize("width", [40, 80, 120])
def test_tree_stays_within_the_window(width):
    """A chain too long for the window goes on below, and every note is still opened once."""
    titles = [f"Note number {i:03} with a title that is rather long" for i in range(90)]
    lines = tree(small(*itertools.pairwise(titles)), width=width).splitlines()
    cut = [line for line in lines if line.endswith("↓)")]

    assert max(map(len, lines)) <= width
    assert len(cut) >= 90 * 3 // width
    assert len(lines) == 90 + len(cut) + 2


def test_tree_counts_notes_that_stand_alone():
    """Of many notes without edges a few are named, in a window; the rest is counted."""
    alone = picture(
        nx.create_empty_copy(learning_graph()),
        states=dict.fromkeys(learning_graph(), "ready"),
    )
    lines = tree(alone, width=80).splitlines()

    assert f"and {len(alone.nodes) - 5} more that need nothing and that nothing builds on" in lines
    assert len(lines) == 8
    assert len(tree(alone).splitlines()) == len(alone.nodes) + 2


def test_svg_follows_light_and_dark():
    """The drawing carries both palettes and names itself."""
    text = svg(PATH)
    root = ET.fromstring(text)

    assert "prefers-color-scheme:dark" in text
    assert root.get("aria-label") == "The path to Transformer"
    assert root.get("role") == "img"
    boxes = [
        g
        for g in root.iter("{http://www.w3.org/2000/svg}g")
        if (g.get("class") or "").startswith("node ")
    ]
    assert len(PATH.nodes) == len(boxes)


def test_a_picture_around_a_note_has_no_goal():
    """What a picture is drawn around is ringed, but nothing calls it a goal."""
    shown = picture(GRAPH, states=WORDS, around="Concepts/Attention.md")
    text = svg(shown)

    assert 'aria-label="Around Attention"' in text
    assert text.count('class="ring"') == 1
    assert "goal" not in text + canvas(shown) + dot(shown) + mermaid(shown)
    assert {"goal": None, "about": "Concepts/Attention.md"} == json.loads(nodelink(shown))["graph"]
    assert tree(shown).startswith("○ Attention")


def test_a_line_that_closes_a_circle_is_marked():
    """It is drawn in a colour of its own, and the legend says what that means."""
    text = svg(small(("a", "b"), ("b", "a")))

    assert "closes a circle" in text
    assert text.index(".edge.back{stroke:#c0392b}") > text.index(".edge.stated{stroke:#")
    assert "closes a circle" not in svg(PATH)


def test_svg_text_fits_its_box():
    """Long titles are broken over at most two lines and shortened."""
    name = "A rather long title that goes on and on about representation learning"
    root = ET.fromstring(svg(small((name, "M" * 90))))
    rows = [
        t.text for t in root.iter("{http://www.w3.org/2000/svg}text") if t.get("class") == "name"
    ]

    assert 4 == len(rows)
    assert all(len(row) <= 26 for row in rows)
    assert rows[1].endswith("…")
    assert rows[3].endswith("…")


def test_png_is_a_picture_of_the_same_shape():
    """The PNG has the SVG's size times the scale, and something on it."""
    drawn = ET.fromstring(svg(PATH))
    data = png(PATH, scale=0.5)
    width, height = struct.unpack(">II", data[16:24])

    assert data.startswith(b"\x89PNG\r\n")
    assert abs(width - float(drawn.get("width")) / 2) <= 1
    assert abs(height - float(drawn.get("height")) / 2) <= 1
    assert len(data) > 5_000


def test_an_empty_graph_is_an_empty_picture_in_every_format():
    """Nothing to show is no error."""
    empty = picture(nx.DiGraph(), states={})

    for write in (mermaid, dot, graphml, nodelink, canvas, svg, tree, png):
        assert write(empty) is not None
    assert json.loads(nodelink(empty))["nodes"] == []
