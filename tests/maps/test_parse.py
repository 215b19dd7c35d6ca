"""Map files are read whole, and what is wrong in them is told and left out."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbpivot.maps import parse_map
from small_maps import TEXTS, small_map


def told(text, **said):
    """What is told of one file, as (line, message and hint)."""
    found = parse_map({"own.toml": text}, name="own", **said).diagnostics
    assert {one.code for one in found} <= {"bad-map"}
    assert {one.path for one in found} <= {"own.toml"}
    return [
        (one.span.line if one.span else 0, f"{one.message} {one.hint}".strip()) for one in found
    ]


def test_a_map_holds_what_its_files_say():
    """Every key of an entry and of a track is there, the file's name as its area."""
    field = small_map()
    attention = field.concepts["attention"]

    assert field.diagnostics == ()
    assert (len(field), list(field.tracks)) == (11, ["research"])
    assert attention.area == "deep-learning"
    assert attention.names == (
        "Attention",
        "attention mechanism",
        "scaled dot-product attention",
        "注意力机制",
    )
    assert attention.says == "Weigh values by how well a query matches each key."
    assert (attention.hours, attention.year, attention.everyday) == (2.0, 2014, True)
    assert attention.helps == ("recurrent-neural-network",)
    assert attention.needs == {
        "dot-product": "the match of a query and a key is their product",
        "softmax": "it turns the matches into weights that add up to one",
    }
    assert field.concepts["attention-is-all-you-need"].paper_ids == ("arXiv:1706.03762",)
    assert attention.paper_ids == ()


def test_the_graph_leads_from_what_is_needed():
    """A → B where B needs A, with the reason; what helps makes no edge."""
    G = small_map().graph

    assert G.edges["softmax", "attention"] == {
        "because": "it turns the matches into weights that add up to one"
    }
    assert not G.has_edge("recurrent-neural-network", "attention")
    assert nx.is_directed_acyclic_graph(G)
    assert G.nodes["softmax"] == {"name": "Softmax", "kind": "concept", "hours": 0.5, "year": 0}
    assert "softmax" in nx.ancestors(G, "attention-is-all-you-need")


def test_what_is_needed_comes_first():
    """The order of a map has every need before what needs it, and closures are all that is below."""
    field = small_map()
    place = {id_: k for k, id_ in enumerate(field.order)}

    assert sorted(place) == sorted(field.concepts)
    assert all(
        place[need] < place[id_] for id_, one in field.concepts.items() for need in one.needs
    )
    assert field.closure(["attention"]) == {
        "attention", "dot-product", "softmax", "school-mathematics",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[a]\nname = 'A'\n\n[b\n", 4, "This is not valid TOML"),
        ("[a]\nname = 'A\n", 2, "This is not valid TOML"),
        ("title = 'x'\n[a]\nname = 'A'\n", 1, "'title' stands outside a table"),
        ("[a]\nname = 'A'\n[B_c]\nname = 'B'\n", 3, "'B_c' is no id"),
        ("[a]\nsays = 'x'\n", 1, "'a' has no name"),
        ("[a]\nname = 'A'\nalaises = ['x']\n", 3, "no key 'alaises' in an entry. Did you mean 'aliases'?"),
        ("[a]\nname = 'A'\nkind = 'papper'\n", 3, "'papper' is no kind"),
        ("[a]\nname = 'A'\naliases = 'x'\n", 3, "aliases of 'a' must be a list of texts"),
        ("[a]\nname = 'A'\nhours = 'two'\n", 3, "hours of 'a' must be a number of hours"),
        ("[a]\nname = 'A'\nhours = -1\n", 3, "hours of 'a' must be a number of hours"),
        ("[a]\nname = 'A'\nyear = 2.5\n", 3, "year of 'a' must be a whole number"),
        ("[a]\nname = 'A'\neveryday = 1\n", 3, "everyday of 'a' must be true or false"),
        ("[a]\nname = 3\n", 2, "name of 'a' must be text"),
        (
            "[vector-space]\nname = 'V'\n[b]\nname = 'B'\nneeds.vector-spce = 'w'\n",
            5,
            "'b' needs 'vector-spce', and no entry has that id. Did you mean 'vector-space'?",
        ),
        ("[a]\nname = 'A'\nneeds.a = 'w'\n", 3, "'a' needs itself"),
        ("[a]\nname = 'A'\nhelps = ['b']\n", 3, "'a' is helped by 'b', and no entry has that id"),
        ("[t]\ngoals = []\nname = 'T'\n", 1, "The track 't' has no goals"),
        ("[t]\nname = 'T'\ngoals = ['b']\n", 3, "leads to 'b', and no entry"),
        ("[a]\nname = 'Nets'\n[b]\nname = 'Net'\n", 4, "'b' and 'a' share a name"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(text, line, words):
    """Each mistake names its line and what is wrong, and where there is one, what was meant."""
    assert [(at, words in message) for at, message in told(text)][:1] == [(line, True)]


def test_a_circle_is_spelled_out_and_one_need_of_it_left_out():
    """The whole way round is named, and what remains is a map without circles."""
    text = "[a]\nname='A'\nneeds.b='1'\n[b]\nname='B'\nneeds.c='2'\n[c]\nname='C'\nneeds.a='3'\n"
    field = parse_map({"own.toml": text}, name="own")

    (one,) = field.diagnostics
    assert one.span is not None
    assert one.span.line == 9
    assert "c needs a needs b needs c" in one.message
    assert len(field.concepts) == len(field.order) == 3
    assert nx.is_directed_acyclic_graph(field.graph)


def test_one_bad_entry_costs_no_other():
    """What is right in a file counts, whatever stands beside it."""
    field = parse_map(
        {"own.toml": "[a]\nname = 'A'\n[b]\nhours = 1\n[c]\nname = 'C'\n"}, name="own"
    )

    assert sorted(field.concepts) == ["a", "c"]


def test_an_entry_stands_in_one_file_only():
    """The second file that has an id is told, and where the first one is."""
    field = parse_map({"a.toml": "[x]\nname = 'X'\n", "b.toml": "[x]\nname = 'Y'\n"}, name="own")

    assert field.concepts["x"].name == "X"
    assert [(d.path, d.message) for d in field.diagnostics] == [
        ("b.toml", "'x' stands in a.toml already.")
    ]


def test_a_map_may_build_on_another():
    """Needs may name entries of a map that is known, and none of its own is missing then."""
    text = "[our-model]\nname = 'Our model'\nneeds.transformer = 'we train one'\n"

    assert told(text, known=small_map()) == []
    assert [line for line, _ in told(text)] == [3]


def test_windows_files_are_read():
    """A byte order mark and Windows line ends change neither entries nor lines."""
    text = "\ufeff[a]\r\nname = 'A'\r\nneeds.b = 'w'\r\n"

    assert [line for line, _ in told(text)] == [3]


@given(st.text(max_size=60))
def test_no_text_ends_a_run(text):
    """Any text gives a map and diagnostics, never an exception."""
    field = parse_map({"own.toml": text}, name="own")

    assert all(one.code == "bad-map" for one in field.diagnostics)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.sampled_from(["a", "b", "paper", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c"]),
        st.dictionaries(
            st.sampled_from(["name", "kind", "aliases", "needs", "helps", "hours", "goals", "x"]),
            _VALUES,
        ),
    )
)
def test_every_map_is_without_circles(data):
    """Whatever the tables hold, all needs lie in the map and lead round in no circle."""
    text = "".join(
        f"[{id_}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in table.items())
        for id_, table in data.items()
    )
    field = parse_map({"own.toml": text}, name="own")

    assert len(field.order) == len(field.concepts)
    assert all(need in field for one in field.concepts.values() for need in one.needs)


def _toml(value):
    if value is None:
        return "''"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_toml(one)}' for key, one in value.items())}}}"
    return repr(value)


def test_the_order_of_files_makes_no_difference():
    """The same files give the same map, in whatever order they come."""
    turned = parse_map(dict(reversed(TEXTS.items())), name="small")

    assert list(turned.concepts.items()) == list(small_map().concepts.items())
    assert turned.order == small_map().order
