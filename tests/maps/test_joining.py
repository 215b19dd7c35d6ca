"""Several maps are one map in which the later ones and a person's own lines count."""

from __future__ import annotations

import networkx as nx

from kbpivot.maps import OwnLines, joined_maps, parse_map
from small_maps import small_map

FIELD = small_map("ai")


def own(text, name="own"):
    """A map of one file that may name entries of the small map."""
    return parse_map({f"{name}.toml": text}, name=name, known=FIELD)


def test_one_map_without_own_lines_is_itself():
    """Nothing is copied where there is nothing to join."""
    assert joined_maps([FIELD]) is FIELD


def test_what_a_later_map_says_counts_and_what_it_leaves_open_stays():
    """Needs, hours and names of the later entry count; its source and year come from the other."""
    later = own(
        "[attention]\nname = 'Attention layer'\nhours = 9\nneeds.backpropagation = 'we train one'\n"
    )
    one = joined_maps([FIELD, later]).concepts["attention"]

    assert (one.name, one.hours, one.year) == ("Attention layer", 9.0, 2014)
    assert one.needs == {"backpropagation": "we train one"}
    assert one.source == FIELD.concepts["attention"].source
    assert "attention mechanism" in one.aliases
    assert "Attention" in one.aliases


def test_an_entry_of_the_same_name_is_the_same_entry():
    """A vault's note is the entry of that name, whatever its id."""
    later = own("[our-softmax]\nname = 'softmax'\nneeds.dot-product = 'our lecture has it so'\n")
    field = joined_maps([FIELD, later])

    assert "our-softmax" not in field
    assert field.concepts["softmax"].needs == {"dot-product": "our lecture has it so"}
    assert field.origin("softmax", "dot-product") == "own"
    assert field.origin("attention", "softmax") == "ai"


def test_a_need_that_closes_a_circle_with_a_later_map_is_dropped():
    """The earlier map gives way, and the whole stays without circles."""
    later = own("[softmax]\nname = 'Softmax'\nneeds.attention = 'we come to it from there'\n")
    field = joined_maps([FIELD, later])

    assert "attention" in field.concepts["softmax"].needs
    assert "softmax" not in field.concepts["attention"].needs
    assert nx.is_directed_acyclic_graph(field.graph)


def test_own_lines_overrule_every_map():
    """`needs` adds, `not` takes away, both by id or name; the file is named as the origin."""
    field = joined_maps(
        [FIELD],
        own=OwnLines(
            needs={"GANs": ["Softmax function", "softmax"]},
            unneeded={"attention": ["dot-product"]},
        ),
    )

    assert set(field.concepts["generative-adversarial-network"].needs) == {
        "backpropagation", "softmax",
    }  # fmt: skip
    assert set(field.concepts["attention"].needs) == {"softmax"}
    assert field.origin("generative-adversarial-network", "softmax") == "kbpivot.toml"
    assert field.line("generative-adversarial-network", "softmax") == (
        "generative-adversarial-network needs softmax"
    )
    assert [one.message for one in field.diagnostics] == [
        "[map.needs]: nothing on the map is called 'Softmax function'."
    ]


def test_own_lines_that_name_nothing_are_told():
    """A name that is not on the map, and a need that is not there, are told with what was meant."""
    field = joined_maps(
        [FIELD], own=OwnLines(unneeded={"atention": ["softmax"], "attention": ["chain-rule"]})
    )

    assert [(one.message, one.hint) for one in field.diagnostics] == [
        ("[map.not]: nothing on the map is called 'atention'.", "Did you mean 'Attention'?"),
        (
            "[map.not]: attention does not need chain-rule on the map.",
            "It needs dot-product, softmax.",
        ),
    ]


def test_own_needs_that_close_a_circle_win():
    """The map's need gives way to the person's own line."""
    field = joined_maps([FIELD], own=OwnLines(needs={"softmax": ["attention"]}))

    assert "attention" in field.concepts["softmax"].needs
    assert "softmax" not in field.concepts["attention"].needs
