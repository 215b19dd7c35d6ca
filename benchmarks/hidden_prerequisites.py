"""Hold guesses against an author's own prerequisites, after cutting those out of the texts.

    python benchmarks/hidden_prerequisites.py VAULT... [--show TIER]

The lines of every statement (property, section, label) are cut from the notes, guesses are made
from what is left, and each is looked up in the closure of what was cut: confirmed, reversed, or
not said. Of the guesses that the closure decides the share confirmed is the figure to look at: an
author who states a prerequisite or two a note leaves most true pairs unsaid.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path

import networkx as nx

import kbpivot
from kbpivot.graph.inference import Inferred, infer_prerequisites
from kbpivot.model import Note
from kbpivot.vault import Vault

OUTCOMES = ("confirmed", "reversed", "not said")
_ITEM = re.compile(r"\s+\S|-\s")


def without_statements(vault: Vault) -> Vault:
    """The same vault with the lines of every statement cut out."""
    texts = {note.path: _without(note, vault.text(note.path)) for note in vault.notes}
    return Vault.from_texts(texts, files=vault.files)


def _without(note: Note, text: str) -> str:
    lines = text.splitlines(keepends=True)
    cut = {one.span.line - 1 for one in note.statements}
    for key in {one.key for one in note.statements if one.form == "property"}:
        at = note.property_lines.get(key.split(".")[0], 0) - 1
        if at < 0:
            continue
        cut.add(at)
        at += 1
        while at < len(lines) and _ITEM.match(lines[at]):
            cut.add(at)
            at += 1
    return "".join(line for number, line in enumerate(lines) if number not in cut)


def outcome(guess: Inferred, closure: nx.DiGraph[str]) -> str:
    """What the author says of a guess."""
    if closure.has_edge(guess.source, guess.target):
        return "confirmed"
    return "reversed" if closure.has_edge(guess.target, guess.source) else "not said"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vaults", nargs="+")
    parser.add_argument("--show", choices=("strong", "likely", "weak"))
    options = parser.parse_args()
    for folder in options.vaults:
        vault = kbpivot.read_vault(folder)
        graph = kbpivot.prerequisite_graph(vault)
        closure = nx.transitive_closure(nx.DiGraph(graph.edges))
        bare = without_statements(vault)
        found: dict[str, dict[str, list[Inferred]]] = defaultdict(lambda: defaultdict(list))
        for guess in infer_prerequisites(bare):
            found[guess.tier][outcome(guess, closure)].append(guess)
        print(f"{Path(folder).name}: {len(vault.notes)} notes, {graph.number_of_edges()} stated")
        for tier in ("strong", "likely", "weak"):
            counts = {name: len(found[tier][name]) for name in OUTCOMES}
            decided = counts["confirmed"] + counts["reversed"]
            share = f"{counts['confirmed'] / decided:.1%}" if decided else "none decided"
            print(f"  {tier:8s}", *(f"{name} {n:5d}" for name, n in counts.items()), f" {share}")
        if options.show:
            for name in OUTCOMES:
                for guess in found[options.show][name][:40]:
                    said = guess.evidence[0].reason[:160] if guess.evidence else ""
                    print(f"  {name} {guess.score:.2f} {guess.source} -> {guess.target}: {said}")


if __name__ == "__main__":
    main()
