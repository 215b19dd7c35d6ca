"""The answer of `next`: one note to study now, why, and what else could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import (
    LeftOutEntry,
    NeedEntry,
    NodeEntry,
    PlaceEntry,
    edge_counts,
    left_out_entry,
    map_fields,
    need_entry,
    node_entry,
    rounded,
    unread_entries,
)

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.model import Diagnostic, Heading
    from kbpivot.study import Suggestion, Suggestions

__all__ = [
    "BlockedEntry",
    "NextAnswer",
    "ReasonEntry",
    "SuggestionEntry",
    "next_answer",
]


class ReasonEntry(msgspec.Struct, frozen=True):
    """Why a note is suggested.

    Attributes:
        code: stable word for the kind of reason.
        message: one sentence.
        path: the note in which it is written; null when it is worked out.
        line: where in that note.
    """

    code: str
    message: str
    path: str | None
    line: int | None


class SuggestionEntry(msgspec.Struct, frozen=True):
    """A note to study.

    Attributes:
        path: null while it is not written.
        hours: what it still takes.
        hours_source: where the hours come from, in words.
        minutes: how much of it fits the time asked for; null when all of it does.
        until: the heading before which that part ends; null when no heading is near.
        until_line: the line of that heading.
        grade: `stated`, `ordered`, or `inferred`, a guess.
        reasons: the most important first.
        needs: what it builds on directly.
        unlocks: titles of the notes that become ready with it.
        behind: how many open notes build on it, directly or not, by whatever the order rests on.
        step: its place among the notes toward the goal; null without a goal.
        steps: how many those are.
        delay: hours by which starting here puts the goals off, against the first suggestion.
        map: id of the entry of the map that it is, where no note is about it; null otherwise.
        source: where to learn that; empty otherwise.
        address: where that is on the web; empty for a book that is not.
    """

    path: str | None
    title: str
    hours: float
    hours_source: str
    minutes: int | None
    until: str | None
    until_line: int | None
    grade: str
    reasons: tuple[ReasonEntry, ...]
    needs: tuple[NeedEntry, ...]
    unlocks: tuple[str, ...]
    behind: int
    step: int | None
    steps: int | None
    delay: float
    map: str | None = None
    source: str = ""
    address: str = ""


class BlockedEntry(msgspec.Struct, frozen=True):
    """A note one may have expected.

    Attributes:
        because: why one may expect it: `asked`, `started`, `order` or `goal`.
        waits_for: titles of the open notes to begin with.
        message: the same as one sentence.
    """

    title: str
    because: str
    waits_for: tuple[str, ...]
    message: str


class NextAnswer(Answer, frozen=True, tag="kbpivot.next/1"):
    """What to study next.

    Attributes:
        suggestions: the best first, then alternatives.
        toward: what they are for, as words that follow "toward".
        aim: what that is: `goal`, `track`, `index`, `vault` (what most notes lean on) or `any`.
        chosen_by: who chose it: `you`, `settings` (kbpivot.toml) or `notes`.
        asked: what you named, or the settings do; empty otherwise.
        grade: what the order rests on: `stated`, `ordered` or `inferred`.
        blocked: notes one may have expected, and what they wait for.
        aside: notes that you began, could go on with, and that are not on the way.
        assumed: whether written notes count as met because nothing says what is known.
        reached: whether everything toward the goals is known.
        all_written: whether all that is left was written by you, and nothing says what of it you
            know. What is suggested then is an order to read it in; where at best guesses tell
            one, nothing is suggested.
        written: how many notes are written, where that is so.
        left_out: optional prerequisites that `--since` took away.
        since: that year; null when none was given.
        reviews_due: how many reviews are due today.
        unread: where properties cannot be read, so that what they may say is not known.
        stated: pairs of notes in the vault of which it is stated which comes first.
        guessed: pairs of which that is guessed; 0 where no guesses were used.
        beyond: how many entries of the map without a note are on the way and no steps, since the
            goal has a note; `--with-map` makes them steps.
    """

    suggestions: tuple[SuggestionEntry, ...]
    toward: str
    aim: str
    chosen_by: str
    asked: tuple[str, ...]
    grade: str
    blocked: tuple[BlockedEntry, ...]
    assumed: bool
    reached: bool
    left_out: tuple[LeftOutEntry, ...]
    since: int | None = None
    reviews_due: int = 0
    aside: tuple[NodeEntry, ...] = ()
    unread: tuple[PlaceEntry, ...] = ()
    stated: int = 0
    guessed: int = 0
    all_written: bool = False
    written: int = 0
    beyond: int = 0


def next_answer(
    found: Suggestions,
    *,
    graph: Graph,
    text: Callable[[str], str],
    sources: Mapping[str, str],
    asked: Iterable[str] = (),
    chosen_by: Literal["you", "settings", "notes"] = "notes",
    parts: Mapping[str, Heading] | None = None,
    since: int | None = None,
    reviews_due: int = 0,
    unread: Iterable[Diagnostic] = (),
    beyond: int = 0,
) -> NextAnswer:
    """Return suggestions as an answer.

    Args:
        found: the suggestions.
        graph: the graph they are from.
        text: reads a note by its path.
        sources: where the hours of a note come from, in words, by path.
        asked: the goals and tracks that were named.
        chosen_by: who named them.
        parts: the heading before which the part of a note ends that fits, by path.
        since: the year before which optional prerequisites were left out.
        reviews_due: how many reviews are due.
        unread: what was noticed of properties that cannot be read.
        beyond: how many entries of the map are on the way and no steps.
    """
    from kbpivot.graph.attributes import title_of

    ends = {} if parts is None else parts
    stated, guessed = edge_counts(graph)
    return NextAnswer(
        stated=stated,
        guessed=guessed,
        suggestions=tuple(
            _suggestion(one, graph, text, sources.get(one.node, ""), ends.get(one.node))
            for one in found
        ),
        toward=found.toward,
        aim=found.aim.kind,
        chosen_by=chosen_by,
        asked=tuple(asked),
        grade=found.grade,
        blocked=tuple(
            BlockedEntry(
                title=one.title,
                because=one.because,
                waits_for=tuple(title_of(graph, node) for node in one.waits_for),
                message=one.message,
            )
            for one in found.blocked
        ),
        assumed=found.assumed,
        reached=found.reached,
        all_written=found.all_written,
        written=found.written,
        left_out=tuple(left_out_entry(one, graph=graph) for one in found.left_out),
        since=since,
        reviews_due=reviews_due,
        aside=tuple(node_entry(node, graph=graph) for node in found.aside),
        unread=unread_entries(unread),
        beyond=beyond,
    )


def _suggestion(
    one: Suggestion,
    graph: Graph,
    text: Callable[[str], str],
    source: str,
    end: Heading | None,
) -> SuggestionEntry:
    from kbpivot.graph.attributes import title_of

    return SuggestionEntry(
        path=one.path,
        title=one.title,
        hours=rounded(one.hours),
        hours_source=source,
        minutes=one.part,
        until=end.text if end is not None else None,
        until_line=end.span.line if end is not None else None,
        grade=one.grade,
        reasons=tuple(
            ReasonEntry(code=why.code, message=why.message, path=why.path, line=why.line)
            for why in one.reasons
        ),
        needs=tuple(need_entry(need, text=text) for need in one.needs),
        unlocks=tuple(title_of(graph, node) for node in one.unlocks),
        behind=one.behind,
        step=one.step[0] if one.step else None,
        steps=one.step[1] if one.step else None,
        delay=rounded(one.delay),
        **map_fields(one.node, graph=graph),
    )
