"""Which three notes would open the most of a track? `python examples/ask.py VAULT TRACK`."""

import sys
from itertools import combinations

import networkx as nx

import kbpivot as kb
from kbpivot.study import track_named

work = kb.Workspace(sys.argv[1])
graph, known = work.graph, set(work.state.mastered)
goals = track_named(work.vault, graph, sys.argv[2]).goals
left = {note for goal in goals for note in {goal, *nx.ancestors(graph, goal)}} - known
needs = {note: set(graph.pred[note]) - known for note in left}


def opened(three: tuple[str, ...]) -> set[str]:
    """Return what is ready once these three are known and was not before."""
    return {n for n in left.difference(three) if needs[n] and needs[n] <= set(three)}


# Three that can be learnt one after the other, with nothing else in between.
choices = [c for c in combinations(sorted(left), 3) if all(needs[n] <= set(c) for n in c)]
best = max(choices, key=lambda three: len(opened(three)))
print("Learn", ", ".join(graph.nodes[note]["title"] for note in best))
print("to open", ", ".join(sorted(graph.nodes[note]["title"] for note in opened(best))))
