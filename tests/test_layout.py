"""The rooms of the source: no module imports, by any way, one that imports it."""

from __future__ import annotations

import grimp
import networkx as nx


def test_no_circle_of_imports():
    """Within a room as between rooms, imports made while running go one way."""
    graph = grimp.build_graph("kbpivot", exclude_type_checking_imports=True, cache_dir=None)
    imports = nx.DiGraph(
        (module, imported)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    )

    circles = [
        sorted(found) for found in nx.strongly_connected_components(imports) if len(found) > 1
    ]

    assert len(imports) > 200
    assert circles == []
