"""The answer of `show`: all that is known about one note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kbpivot.graph.attributes import edge_evidence, edge_grade, exists
from kbpivot.graph.edges import STRENGTH
from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import NodeEntry, node_entry, rounded

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["DiagnosticEntry", "RelationEntry", "ShowAnswer", "show_answer"]


class RelationEntry(msgspec.Struct, frozen=True):
    """A note that comes before or after, and how sure that is.

    Attributes:
        grade: `stated`, `optional`, `ordered` or `inferred`, a guess.
        form: how the first place that says so is written: a property, a section, a list, …
        key: the property, heading or label there, as written.
        path: the note in which that is; null where nothing is written.
        line: where in it.
    """

    note: NodeEntry
    grade: str
    form: str
    key: str
    path: str | None
    line: int | None


class DiagnosticEntry(msgspec.Struct, frozen=True):
    """Something in the note that a person may want to look at.

    Attributes:
        code: stable name of the rule.
        severity: `error`, `warning` or `info`.
        line: where; null for the whole note.
        message: one sentence.
        hint: what to do about it; may be empty.
    """

    code: str
    severity: str
    line: int | None
    message: str
    hint: str


class ShowAnswer(Answer, frozen=True, tag="kbpivot.show/1"):
    """All that is known about one note.

    Attributes:
        path: null while it is not written.
        kind: paper, concept, code, index, track, daily, template, manual, clipping, excalidraw, other.
        state: `mastered`, `started`, `ready`, `blocked` or `planned`.
        maturity: `written`, `template`, `empty`, or `planned`.
        hours: what it takes.
        hours_source: where the hours come from, in words.
        public: whether others can read it.
        needs: what it builds on directly.
        unlocks: what builds on it directly.
        links: how many links it has.
        backlinks: how many links lead to it.
        diagnostics: what a person may want to look at.
        text: its text, properties left out, where it was asked for; else null.
    """

    path: str | None
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    kind: str
    state: str
    maturity: str
    hours: float
    hours_source: str
    public: bool
    needs: tuple[RelationEntry, ...]
    unlocks: tuple[RelationEntry, ...]
    links: int
    backlinks: int
    diagnostics: tuple[DiagnosticEntry, ...]
    text: str | None = None


def show_answer(
    node: str,
    vault: Vault,
    graph: Graph,
    *,
    traits: Traits | None,
    state: str,
    hours_source: str,
    public: bool,
    text: str | None = None,
) -> ShowAnswer:
    """Return what is known about a note as an answer.

    Args:
        node: its path, or the name of a planned note.
        vault: the notes.
        graph: their graph, with edges of every grade.
        traits: what the note is; None for a planned one.
        state: state word.
        hours_source: where its hours come from, in words.
        public: whether others can read it.
        text: its text, where that is asked for.
    """
    note = vault[node] if node in vault else None  # noqa: SIM401  # a vault is no dict
    facts = graph.nodes[node] if node in graph else {}
    hours = traits.hours if traits is not None else float(facts.get("hours", 0.0))
    planned = node in graph and not exists(graph, node)
    return ShowAnswer(
        path=None if note is None else note.path,
        title=note.title if note is not None else str(facts.get("title", node)),
        aliases=() if note is None else note.aliases,
        tags=() if note is None else tuple(dict.fromkeys(tag.name for tag in note.tags)),
        kind=traits.kind if traits is not None else "other",
        state=state,
        maturity="planned" if planned or traits is None else traits.maturity,
        hours=rounded(hours),
        hours_source=hours_source,
        public=public,
        needs=_relations(node, graph, incoming=True),
        unlocks=_relations(node, graph, incoming=False),
        links=0 if note is None else len(vault.links(node)),
        backlinks=0 if note is None else len(vault.backlinks(node)),
        diagnostics=()
        if note is None
        else tuple(
            DiagnosticEntry(
                code=one.code,
                severity=one.severity,
                line=one.span.line if one.span else None,
                message=one.message,
                hint=one.hint,
            )
            for one in note.diagnostics
        ),
        text=text,
    )


def _relations(node: str, graph: Graph, *, incoming: bool) -> tuple[RelationEntry, ...]:
    if node not in graph:
        return ()
    others = graph.pred[node] if incoming else graph.succ[node]
    found = []
    for other in others:
        pair = (other, node) if incoming else (node, other)
        where = next(iter(edge_evidence(graph, *pair)), None)
        found.append(
            RelationEntry(
                note=node_entry(other, graph=graph),
                grade=edge_grade(graph, *pair),
                form=where.form if where else "",
                key=where.key if where else "",
                path=(where.path or None) if where else None,
                line=where.span.line if where and where.span else None,
            )
        )
    return tuple(
        sorted(found, key=lambda one: (STRENGTH[one.grade], one.note.title, one.note.path or ""))
    )
