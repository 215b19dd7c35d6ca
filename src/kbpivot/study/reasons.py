"""Why a note is suggested, and why one that may have been expected is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kbpivot.graph.attributes import edge_evidence, edge_grade, exists, kind_of, title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.graph.parts import part_of
from kbpivot.study.basis import soft_ranks
from kbpivot.study.fringe import blockers
from kbpivot.study.goals import node_named
from kbpivot.study.path import Need
from kbpivot.study.work_left import STUDY_KINDS, satisfied
from kbpivot.wording import counted, day_words, duration, hours_origin, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.objective import Objective
    from kbpivot.study.state import KnowledgeState

__all__ = ["Blocked", "Reason", "Scene", "blocked_notes", "reasons_for", "step_toward"]

_BLOCKED = 2  # shown at most
_FIRST = ("stated", "ordered", "optional", "inferred")
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a note is suggested.

    Attributes:
        code: stable word for the kind of reason.
        message: one sentence.
        path: the note in which it is written, None when it is worked out.
        line: 1-based line there.
    """

    code: str
    message: str
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """A note one may have expected, and what it waits for.

    Attributes:
        node: its node in the graph.
        title: what to call it.
        because: why one may expect it: `asked`, `started`, `order` or `goal`.
        waits_for: the open notes to begin with; planned ones have no path.
        message: one sentence.
    """

    node: str
    title: str
    because: Literal["asked", "started", "order", "goal"]
    waits_for: tuple[str, ...]
    message: str


@dataclass(slots=True)
class Scene:
    """What all suggestions of one answer share."""

    G: Graph
    state: KnowledgeState
    aim: Objective
    graph: Graph  # what orders, optional edges included
    firm: Graph  # the part of it that is no mere wish
    stated: Graph  # the part of it that blocks
    grade: Grade
    ties: Graph | None
    done: AbstractSet[str]
    closure: AbstractSet[str]
    hours: Mapping[str, float]
    hours_source: Mapping[str, str]
    today: date | None

    def need(self, before: str, after: str) -> Need:
        """What one edge says."""
        return Need(
            node=before,
            path=before if exists(self.G, before) else None,
            title=title_of(self.G, before),
            grade=edge_grade(self.graph, before, after),
            evidence=edge_evidence(self.graph, before, after),
            met=before in self.done,
        )

    def needs(self, node: str) -> tuple[Need, ...]:
        """What a note builds on directly, stated things first."""
        found = [self.need(before, node) for before in self.graph.pred[node] if before != node]
        return tuple(sorted(found, key=lambda n: (_FIRST.index(n.grade), n.title, n.node)))

    def fits(self, node: str, minutes: int | None) -> bool | None:
        """Whether the note can be finished in so many minutes; None when no time was given."""
        return None if minutes is None else self.hours[node] * 60 <= minutes + 0.5


def reasons_for(
    scene: Scene,
    node: str,
    *,
    needs: Sequence[Need],
    step: tuple[int, int] | None,
    toward: str,
    waiting: int,
    behind: int,
    at_once: int,
    minutes: int | None,
    delay: float | None,
) -> tuple[Reason, ...]:
    """Return why a note is suggested, the most important first.

    Args:
        scene: what all suggestions share.
        node: the note.
        needs: what it builds on.
        step: place among the notes toward the goal, and their number.
        toward: that goal.
        waiting: open notes that are stated to build on it, directly or not.
        behind: the same by whatever the order rests on.
        at_once: those of them that become ready with it.
        minutes: time asked for.
        delay: hours by which it puts off the goals; None for the first suggestion.
    """
    hours = scene.hours[node]
    reasons: list[Reason] = []
    if node in scene.state.started:
        since = scene.state.since.get(node)
        reasons.append(
            Reason("started", f"You started it{f' on {day_words(since)}' if since else ''}.")
        )
        if gone := _gone_by(scene, node):
            reasons.append(Reason("last-seen", gone))
    if not exists(scene.G, node):
        reasons.append(Reason("planned", "It has no note yet: write it, or find a source."))
    if node in scene.aim.weights and scene.aim.kind == "goal":
        reasons.append(Reason("goal", "It is what you asked for."))
    if node not in scene.closure:
        where = "your tracks" if scene.aim.kind == "track" else scene.aim.text
        reasons.append(Reason("aside", f"It is not on the way to {where}."))
    if step is not None:
        reasons.append(Reason("step", f"Step {step[0]} of {step[1]} toward {toward}."))
    reasons.append(_builds_on(scene, needs))
    if waiting:
        reasons.append(
            Reason(
                "unlocks",
                f"Unlocks {counted(waiting, 'note')}"
                + (f", {at_once} of them at once." if 0 < at_once < waiting else "."),
            )
        )
    if behind > waiting:
        # Nothing waits for these: a list has them later, or a guess does.
        more = behind - waiting
        noun = counted(more, "more note", "more notes") if waiting else counted(more, "note")
        said = (
            f"{noun} {'seem' if more > 1 else 'seems'} to build on it."
            if scene.grade == "inferred"
            else f"{noun} {'come' if more > 1 else 'comes'} after it."
        )
        reasons.append(Reason("leads-on", said))
    source = hours_origin(scene.hours_source.get(node, ""))
    note = f" ({source})" if source else ""
    if node in scene.state.spent:
        spent = duration(scene.state.spent[node] / 60)
        reasons.append(Reason("hours", f"About {duration(hours)} left{note}, {spent} done."))
    else:
        reasons.append(Reason("hours", f"Takes about {duration(hours)}{note}."))
    if scene.fits(node, minutes) is False:
        reasons.append(
            Reason(
                "part",
                f"{duration((minutes or 0) / 60, exact=True)} is a part of it; it need not end tonight.",
            )
        )
    elif minutes is not None:
        reasons.append(Reason("fits", f"Fits into {duration(minutes / 60, exact=True)}."))
    if delay is not None and scene.aim.kind != "any" and abs(delay) * 60 >= 1:
        way = "later" if delay > 0 else "sooner"
        said = f"Your goals come {duration(abs(delay))} {way} on average."
        reasons.append(Reason("cost", said))
    return tuple(reasons)


def _gone_by(scene: Scene, node: str) -> str:
    seen = scene.state.seen.get(node)
    if seen is None or scene.today is None:
        return ""
    days = (scene.today - seen).days
    if days < 45:
        return ""
    return f"You last had it in hand {round(days / 30.4)} months ago; pick up where you left."


def step_toward(scene: Scene, node: str) -> tuple[tuple[int, int] | None, str]:
    """Which step toward which goal this is: the track's, or the nearest goal's."""
    if node not in scene.closure or scene.aim.kind in {"vault", "any"}:
        return None, ""

    def count(goals: Iterable[str]) -> tuple[int, int]:
        notes = with_ancestors(scene.graph, goals)
        return len(notes & scene.done) + 1, len(notes)

    if scene.aim.kind in {"track", "index"}:
        reached = with_descendants(scene.graph, [node])
        for track in scene.aim.tracks:
            goals = [goal for goal in track.goals if goal in scene.closure]
            if not reached.isdisjoint(goals):
                return count(goals), track.name
        return None, ""
    goals = [
        goal
        for goal in with_descendants(scene.graph, [node])
        if goal in scene.aim.weights and goal != node and goal not in scene.done
    ]
    if not goals:
        return None, ""
    nearest = min(
        goals,
        key=lambda goal: (
            len(with_ancestors(scene.graph, [goal]) - scene.done),
            title_of(scene.G, goal),
            goal,
        ),
    )
    return count([nearest]), title_of(scene.G, nearest)


def _builds_on(scene: Scene, needs: Sequence[Need]) -> Reason:
    """What the note builds on and since when that is known, with the first place that says so."""
    firm = [need for need in needs if need.grade != "optional"]
    if not firm:
        if scene.grade == "inferred":
            return Reason("root", "Nothing seems to come before it.")
        return Reason("root", "Nothing has to come before it.")
    words: dict[str, list[str]] = {}
    for need in firm:
        since = scene.state.since.get(need.node)
        said = words.setdefault(need.grade, [])
        title = quoted(need.title) if len(firm) > 1 else need.title
        if need.met and need.node in scene.state.assumed - scene.state.mastered:
            said.append(f"{title} (assumed from your writing)")
        elif since is not None and need.node in scene.state.mastered:
            said.append(f"{title} (known since {day_words(since)})")
        elif not need.met:
            together = "learn them together" if need.grade == "stated" else "not learnt yet"
            said.append(f"{title} ({together})")
        else:
            said.append(title)
    grade = firm[0].grade
    evidence = next((e for need in firm for e in need.evidence), None)
    return Reason(
        "builds-on" if grade == "stated" else grade,
        # What is stated, what only follows in an order and what is guessed, each by itself.
        " ".join(
            f"{_VERBS.get(one, 'Builds on')} {listed(names)}." for one, names in words.items()
        ),
        path=evidence.path if evidence is not None else None,
        line=evidence.span.line if evidence is not None and evidence.span is not None else None,
    )


_VERBS = {"ordered": "Comes after", "inferred": "Seems to build on"}


def blocked_notes(
    scene: Scene, chosen: Sequence[str], *, expected: str | None
) -> tuple[Blocked, ...]:
    """What one may have expected and is not ready: asked for, begun, next in order, or the goal."""
    G, state = scene.G, scene.state
    wanted: dict[str, Literal["asked", "started", "order", "goal"]] = {}
    if expected is not None:
        wanted[node_named(G, expected)] = "asked"
    for node in sorted(state.started):
        # Who asked for a goal does not want to hear of what has nothing to do with it.
        if (
            node in G
            and kind_of(G, node) in STUDY_KINDS
            and (scene.aim.kind != "goal" or node in scene.closure)
        ):
            wanted.setdefault(node, "started")
    ranks = soft_ranks(scene.ties)
    in_order = [n for n in ranks if n in scene.closure and n not in scene.done]
    if in_order:
        wanted.setdefault(min(in_order, key=lambda n: (ranks[n], n)), "order")
    if scene.aim.kind == "goal":
        for goal in scene.aim.weights:
            # A goal that is many steps away is not expected today.
            if len(with_ancestors(scene.firm, [goal]) - scene.done) <= _NEAR:
                wanted.setdefault(goal, "goal")
    found: list[Blocked] = []
    blocking = part_of(G, ("stated",))
    known = satisfied(blocking, replace(state, assumed=state.assumed & scene.done))
    for node, because in wanted.items():
        if len(found) == _BLOCKED:
            break
        if node in chosen or node in scene.done:
            continue
        waits = blockers(blocking, state, node, done=known)
        if not waits:
            continue
        names = [quoted(title_of(G, n)) + ("" if exists(G, n) else " (no note yet)") for n in waits]
        title = title_of(G, node)
        begun = ", which you started," if because == "started" else ""
        found.append(
            Blocked(node, title, because, waits, f"{title}{begun} waits for {listed(names)}.")
        )
    return tuple(found)
