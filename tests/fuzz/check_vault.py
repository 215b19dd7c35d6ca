"""Fuzz a whole vault: any texts give links, a graph, gaps and findings."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["kbpivot"]):
    from parse_note import text_of

    import kbpivot as kb
    from kbpivot.publish import gaps, public_notes
    from kbpivot.publish.check import check

PATHS = (
    "A.md", "B.md", "a.md", "sub/A.md", "sub/C.md", "01-x.md", "02-y.md", "README.md", "Home.md",
    "2021 - P.md", "Caf\u00e9.md", "T/{{t}}.md", "CLAUDE.md", "2024-01-02.md", "x.canvas", ".h.md",
)  # fmt: skip


def one_input(data: bytes) -> None:
    """One try."""
    provider = atheris.FuzzedDataProvider(data)
    texts = {}
    while provider.remaining_bytes() and len(texts) < 6:
        path = PATHS[provider.ConsumeIntInRange(0, len(PATHS) - 1)]
        chunk = provider.ConsumeBytes(provider.ConsumeIntInRange(0, 120))
        texts[path] = text_of(atheris.FuzzedDataProvider(chunk))
    vault = kb.Vault.from_texts(texts, files=("p.png",))
    for row in (*vault.unresolved(), *vault.ambiguous()):
        assert row.source in vault or row.source.endswith(".canvas")
    graph = kb.prerequisite_graph(vault, grades=("stated", "ordered", "optional"))
    state = kb.knowledge_state(vault)
    kb.outer_fringe(graph, state)
    kb.next_notes(graph, state)
    stated = kb.prerequisite_graph(vault)
    public = public_notes(vault)
    gaps(vault, stated, public=public)
    check(vault, stated, public=public)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
