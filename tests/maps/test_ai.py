"""The map of AI keeps every rule of a reference work, and is read in its compiled form."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

import kbpivot
from kbpivot import read_map
from kbpivot.maps import parse_map
from kbpivot.maps.canonical import canonical
from kbpivot.maps.compiled import compiled, decompiled
from kbpivot.maps.rules import map_faults

FOLDER = Path(kbpivot.__file__).parent / "maps" / "ai"
ROOT = Path(__file__).parents[2]
ROOTS = ("first-programming-course", "school-mathematics")


@pytest.fixture(scope="module")
def texts():
    """The text of each file of the map by name."""
    return {one.name: one.read_text(encoding="utf-8") for one in sorted(FOLDER.glob("*.toml"))}


def test_the_files_keep_every_rule(request):
    """No fault is found by any rule, the canonical form among them (`--update` writes it)."""
    if request.config.getoption("--update"):
        for one in FOLDER.glob("*.toml"):
            one.write_text(canonical(one.read_text(encoding="utf-8")), encoding="utf-8")
    texts = {one.name: one.read_text(encoding="utf-8") for one in FOLDER.glob("*.toml")}
    found = map_faults(texts, roots=ROOTS)

    assert [f"{d.path}:{d.span.line if d.span else 0} {d.message}" for d in found] == []


def test_the_map_has_the_size_of_a_reference_work():
    """A thousand concepts, three hundred papers, forty other sources, about three needs each."""
    field = read_map("ai")
    kinds = Counter(one.kind for one in field.concepts.values())
    needs = sum(len(one.needs) for one in field.concepts.values())

    assert kinds["concept"] >= 1000
    assert kinds["paper"] >= 300
    assert kinds["course"] + kinds["book"] + kinds["repository"] >= 40
    assert 1.5 <= needs / len(field) <= 4
    assert {"research", "prompting-and-capabilities", "software-engineering", "product"} <= set(
        field.tracks
    )


def test_what_is_read_is_what_the_files_say(texts):
    """The compiled form holds the very entries, tracks and names of the TOML files."""
    field = parse_map(texts, name="ai")
    back = decompiled(compiled(field, b"basis"), b"basis")
    read = read_map("ai")

    for other in (back, read):
        assert other is not None
        assert list(other.concepts.items()) == list(field.concepts.items())
        assert other.tracks == field.tracks
        assert other.names == field.names
        assert other.diagnostics == ()


def test_the_compiled_form_is_read_in_a_moment(texts):
    """Reading the compiled form takes a small part of what the TOML files take."""
    start = time.perf_counter()
    content = compiled(parse_map(texts, name="ai"), b"basis")
    middle = time.perf_counter()
    assert decompiled(content, b"basis") is not None

    assert (time.perf_counter() - middle) * 4 < middle - start


def test_the_usual_names_are_found():
    """What people call the best-known concepts and papers leads to them."""
    field = read_map("ai")

    assert [
        field.find(name)
        for name in (
            "LoRA", "04_Attention", "Kullback-Leibler divergence", "SVMs", "RAG", "backprop",
            "Attention is all you need", "Gradient descents", "注意力机制", "PCA (Principal component analysis)",
        )
    ] == [
        "lora", "attention", "kl-divergence", "support-vector-machine",
        "retrieval-augmented-generation", "backpropagation", "attention-is-all-you-need",
        "gradient-descent", "attention", "principal-component-analysis",
    ]  # fmt: skip


def test_every_paper_was_seen_in_a_public_text():
    """The table of papers names each paper of the map with its id and year, and where it was seen."""
    lines = (ROOT / "docs" / "map" / "papers.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = {row[0]: row[1:] for row in (line.split("\t") for line in lines)}
    papers = {one.id: one for one in read_map("ai").concepts.values() if one.kind == "paper"}

    assert table.keys() == papers.keys()
    for id_, (source, title, year, seen) in table.items():
        assert seen
        assert source in papers[id_].source or papers[id_].source[0].startswith(source)
        assert papers[id_].name.startswith(title)
        assert int(year) == papers[id_].year or papers[id_].year == 0


def test_the_example_and_the_map_agree():
    """Nothing that the example states goes against the map, and two thirds of its notes stand there."""
    field = read_map("ai")
    vault = kbpivot.read_vault(ROOT / "examples" / "vault")
    stated = kbpivot.prerequisite_graph(vault)
    placed = kbpivot.place_notes(vault, field)
    against = [
        (before, after)
        for before, after in stated.edges
        if before in placed
        and after in placed
        and nx.has_path(field.graph, placed[after], placed[before])
    ]

    assert against == []
    assert len(placed) * 3 > len(vault) * 2
    for concept in ("Chain of thought", "LLM as judge", "Attention"):
        assert f"Concepts/{concept}.md" in placed
