"""Where boxes stand."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_graphs import large_graph
from kbpivot.render.drawing.layout import layered
from kbpivot.render.drawing.svg import BOX_HEIGHT, BOX_WIDTH, GAP_X, GAP_Y

SIZE = {"width": BOX_WIDTH, "height": BOX_HEIGHT, "gap_x": GAP_X, "gap_y": GAP_Y}


@st.composite
def digraphs(draw, *, acyclic=False):
    size = draw(st.integers(0, 14))
    pairs = [(a, b) for a, b in itertools.permutations(range(size), 2) if not acyclic or a < b]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40)) if pairs else []
    return [f"n{i}" for i in range(size)], [(f"n{a}", f"n{b}") for a, b in edges]


def overlaps(layout, *, room=0.0):
    boxes = sorted(layout.boxes.items(), key=lambda item: item[1].x)
    for (name, a), (other, b) in itertools.combinations(boxes, 2):
        if (
            a.x < b.x + b.width
            and b.x < a.x + a.width
            and a.y < b.y + b.height + room
            and b.y < a.y + a.height + room
        ):
            yield name, other


@settings(max_examples=120, deadline=None)
@given(digraphs())
def test_no_two_boxes_overlap(graph):
    """Whatever the graph, cycles included, boxes keep the gap between them."""
    layout = layered(*graph, **SIZE)

    assert [] == list(overlaps(layout, room=GAP_Y - 0.3))
    assert set(graph[0]) == set(layout.boxes)
    assert set(graph[1]) == set(layout.routes)


@settings(max_examples=120, deadline=None)
@given(digraphs(acyclic=True))
def test_what_comes_first_stands_left(graph):
    """Without cycles each edge leads to a layer further right, gap included."""
    layout = layered(*graph, **SIZE)
    for a, b in graph[1]:
        assert layout.boxes[a].x + BOX_WIDTH + GAP_X <= layout.boxes[b].x


@settings(max_examples=80, deadline=None)
@given(digraphs())
def test_lines_pass_between_boxes(graph):
    """At no layer that an edge passes does its route run through a box."""
    layout = layered(*graph, **SIZE)
    for (source, target), points in layout.routes.items():
        for x, y in points:
            for name, box in layout.boxes.items():
                if name not in {source, target} and box.x <= x <= box.x + box.width:
                    assert not box.y < y < box.y + box.height


@settings(max_examples=60, deadline=None)
@given(digraphs(), st.randoms(use_true_random=False))
def test_the_same_graph_lies_the_same_way(graph, random):
    """The order in which edges are listed moves nothing."""
    nodes, edges = graph
    mixed = list(edges)
    random.shuffle(mixed)

    assert layered(nodes, edges, **SIZE) == layered(nodes, mixed, **SIZE)


@settings(max_examples=60, deadline=None)
@given(digraphs())
def test_names_move_nothing(graph):
    """Nodes called otherwise, in the same order, lie in the same places."""
    nodes, edges = graph
    named = {node: f"x{100 - number}" for number, node in enumerate(nodes)}
    plain = layered(nodes, edges, **SIZE)
    other = layered(list(named.values()), [(named[a], named[b]) for a, b in edges], **SIZE)

    assert {named[node]: box for node, box in plain.boxes.items()} == other.boxes


@settings(max_examples=60, deadline=None)
@given(digraphs())
def test_everything_lies_within_the_stated_size(graph):
    """Width and height cover every box."""
    layout = layered(*graph, **SIZE)
    for box in layout.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= layout.width + 0.1
        assert box.y + box.height <= layout.height + 0.1


def test_a_chain_of_starters_stands_beside_what_needs_it():
    """A node that only a late one needs stands next to it, not at the far left."""
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("late", "d")]

    layout = layered(["a", "b", "c", "d", "late"], edges, **SIZE)

    assert layout.boxes["late"].x == layout.boxes["c"].x


@pytest.mark.parametrize("size", [500, 2000])
def test_large_graphs_are_laid_out_in_seconds(size):
    """500 and 2,000 notes: no overlap, and no more than a few seconds."""
    graph = large_graph(size)
    began = time.process_time()

    layout = layered(list(graph), graph.edges, **SIZE)

    assert time.process_time() - began < 10
    spots = {(box.x, box.y) for box in layout.boxes.values()}
    assert size == len(spots)
    columns: dict[float, list[float]] = {}
    for x, y in spots:
        columns.setdefault(x, []).append(y)
    for ys in columns.values():
        ys.sort()
        assert all(b - a >= BOX_HEIGHT for a, b in itertools.pairwise(ys))


def test_a_chain_longer_than_the_stack_is_laid_out():
    """Fifteen hundred notes in a row, closed to a circle, need no recursion."""
    nodes = [f"n{i}" for i in range(1500)]
    edges = list(itertools.pairwise([*nodes, nodes[0]]))

    layout = layered(nodes, edges, **SIZE)

    assert 1500 == len({box.x for box in layout.boxes.values()})
