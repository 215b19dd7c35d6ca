"""The next note: one to study now with the reasons for it, and what else could be.

Finish what you began; else take the ready note from which going on as well as possible brings
the goals soonest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from kbpivot.study.aim import Aim, chosen_aim
from kbpivot.study.fringe import outer_fringe, unblocked, waits_for
from kbpivot.study.needs import (
    STUDY_KINDS,
    ancestors,
    descendants,
    edge_evidence,
    edge_grade,
    exists,
    hours_of,
    kind_of,
    met,
    node_named,
    part_of,
    soft_ranks,
    tie_ranks,
    title_of,
)
from kbpivot.study.path import LeftOut, Need, required_graph
from kbpivot.study.pick import first_picks
from kbpivot.study.ready import unlocked
from kbpivot.study.wording import counted, duration, hours_origin, listed

if TYPE_CHECKING:
    from kbpivot.study.needs import Grade, Graph
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.tracks import Track

__all__ = ["Blocked", "Reason", "Suggestion", "Suggestions", "next_notes"]

TRACK_VALUE = 0.05
"""Value of reaching a note on the way of a track early, beside 1 for each goal."""

_BLOCKED = 2  # shown at most
_NEAR = 4
_FIRM = ("stated", "ordered", "inferred")


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
class Suggestion:
    """A note to study.

    Attributes:
        node: its node in the graph.
        path: its path; None while it is planned: write it, or find a source.
        title: what to call it.
        hours: what it still takes.
        part: minutes of it that fit the time asked for; None when it fits whole.
        grade: how sure it is that it comes now: `inferred` is a guess.
        reasons: the most important first.
        needs: what it builds on directly, with the evidence.
        unlocks: notes that become ready with it.
        behind: open notes that build on it, directly or not.
        step: place among the notes toward the goal, and their number.
        delay: hours by which starting here instead of with the first suggestion puts off the
            goals, on average by value; below 0 when they come sooner.
    """

    node: str
    path: str | None
    title: str
    hours: float
    part: int | None
    grade: Grade
    reasons: tuple[Reason, ...]
    needs: tuple[Need, ...]
    unlocks: tuple[str, ...]
    behind: int
    step: tuple[int, int] | None
    delay: float


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


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to study next; iterating goes over the suggestions, the best first.

    Attributes:
        suggestions: one to take, then alternatives.
        aim: what they are toward, and who chose it.
        grade: what the order rests on.
        blocked: what one may have expected, at most one or two.
        assumed: whether written notes count as met because nothing says what is known.
        reached: True when everything toward the goals is known.
        left_out: optional prerequisites that `since` took away.
    """

    suggestions: tuple[Suggestion, ...]
    aim: Aim
    grade: Grade
    blocked: tuple[Blocked, ...] = ()
    assumed: bool = False
    reached: bool = False
    left_out: tuple[LeftOut, ...] = ()

    @property
    def toward(self) -> str:
        """The aim in words."""
        return self.aim.text

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

    def __len__(self) -> int:
        return len(self.suggestions)

    def __getitem__(self, index: int) -> Suggestion:
        return self.suggestions[index]

    def __repr__(self) -> str:
        return f"Suggestions({[s.node for s in self.suggestions]!r})"


@dataclass(slots=True)
class _Scene:
    """What all suggestions of one answer share."""

    G: Graph
    state: KnowledgeState
    aim: Aim
    graph: Graph  # what orders, optional edges included
    firm: Graph  # the part of it that blocks
    grade: Grade
    ties: Graph | None
    done: AbstractSet[str]
    closure: AbstractSet[str]
    hours: Mapping[str, float]
    hours_source: Mapping[str, str]
    today: date | None

    def need(self, before: str, after: str) -> Need:
        return Need(
            node=before,
            path=before if exists(self.G, before) else None,
            title=title_of(self.G, before),
            grade=edge_grade(self.graph, before, after),
            evidence=edge_evidence(self.graph, before, after),
            met=before in self.done,
        )

    def needs(self, node: str) -> tuple[Need, ...]:
        found = [self.need(before, node) for before in self.graph.pred[node] if before != node]
        return tuple(sorted(found, key=lambda n: (n.grade != "stated", n.title, n.node)))


def next_notes(
    G: Graph,
    state: KnowledgeState,
    *,
    goals: str | Iterable[str] | Mapping[str, float] | None = None,
    tracks: Sequence[Track] = (),
    limit: int = 3,
    minutes: int | None = None,
    hours: Mapping[str, float] | None = None,
    hours_source: Mapping[str, str] | None = None,
    value: Mapping[str, float] | None = None,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
    finish_started: bool = True,
    expected: str | None = None,
    today: date | None = None,
) -> Suggestions:
    """Return what to study next, the best first, with reasons.

    Without goals the tracks are the aim, and when there are none or all are done, the notes on
    which most of the vault leans; `aim` of the answer says which. Only stated edges block;
    weaker ones choose between equals and take the place of stated ones where nothing is stated.
    A planned note is suggested only where no note is ready.

    Args:
        G: a prerequisite graph, best with edges of all grades.
        state: what the person knows.
        goals: a goal, several, or a mapping from goals to their value.
        tracks: what to go by without goals: tracks, or the main index as one.
        limit: how many suggestions at most.
        minutes: what fits into so much time comes first; if nothing does, a part of the best.
        hours: hours of a note where better known than in `G`.
        hours_source: where the hours of a note come from: `minutes_source` of its traits, or words.
        value: small values of other notes worth reaching early.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.
        finish_started: put started notes first.
        expected: a note whose absence should be explained.
        today: to say how long ago something was.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
        ValueError: `limit` or `minutes` is below 1.
    """
    if limit < 1 or (minutes is not None and minutes < 1):
        raise ValueError("A suggestion needs room: limit and minutes are at least 1.")
    everything_met = met(G, state)
    learnt = everything_met - (state.assumed - state.mastered)
    aim = chosen_aim(G, everything_met, goals=goals, tracks=tracks)
    if not aim.weights and goals is None:
        aim = chosen_aim(G, learnt, tracks=tracks)
    graph, ties, grade, left_out = required_graph(G, aim.weights, since=since, years=years)
    closure = ancestors(graph, aim.weights)
    done: AbstractSet[str] = everything_met
    if state.assumed and not closure - everything_met:
        done = learnt  # all of it is written; what of it is known decides
    scene = _Scene(
        G=G,
        state=state,
        aim=aim,
        graph=graph,
        firm=part_of(graph, _FIRM),
        grade=grade,
        ties=ties,
        done=done,
        closure=closure,
        hours=hours_of(G, state, hours=hours),
        hours_source={} if hours_source is None else hours_source,
        today=today,
    )
    ordered, delays = _ranked(scene, value=value, finish_started=finish_started)
    if minutes is not None:
        # What fits whole is worth more tonight than the beginning of something longer.
        ordered = sorted(ordered, key=lambda node: scene.hours[node] * 60 > minutes + 0.5)
    chosen = ordered[:limit]
    suggestions = tuple(
        _suggestion(
            scene,
            node,
            minutes=minutes,
            delay=delays.get(node, 0.0) - delays.get(chosen[0], 0.0),
        )
        for node in chosen
    )
    return Suggestions(
        suggestions=suggestions,
        aim=aim,
        grade=grade,
        blocked=_blocked(scene, chosen, expected=expected),
        assumed=bool(state.assumed) and done is everything_met,
        reached=not closure - done,
        left_out=left_out,
    )


def _ranked(
    scene: _Scene, *, value: Mapping[str, float] | None, finish_started: bool
) -> tuple[list[str], dict[str, float]]:
    """The notes to choose from, best first, and by how many hours each puts off the goals."""
    G, state = scene.G, scene.state
    left = scene.closure - scene.done
    ready = unblocked(scene.firm, scene.done, [n for n in scene.firm if n not in scene.done])
    candidates = {node for node in ready & left if exists(G, node)}
    candidates = candidates or (ready & left)
    values = {node: v for node, v in (value or {}).items() if node in left and v > 0}
    if scene.aim.kind == "track":
        values = dict.fromkeys(left, TRACK_VALUE) | values
    values |= {goal: weight for goal, weight in scene.aim.weights.items() if goal in left}
    begun: set[str] = set()
    if finish_started:
        begun = set(state.started) & candidates
        if scene.aim.kind != "goal":
            anywhere = outer_fringe(G, state) & state.started
            begun |= {node for node in anywhere if kind_of(G, node) in STUDY_KINDS}
    picks = first_picks(
        # The aim's notes and what was begun elsewhere, without what only that needs.
        scene.graph.subgraph(scene.closure | begun),
        value=values,
        hours=scene.hours,
        ready=candidates | begun,
        mastered=scene.done & scene.closure,
        ties=tie_ranks(scene.graph, scene.aim.weights, scene.closure, scene.ties),
    )
    delays = {pick.note: pick.delay for pick in picks}
    # What was begun takes the first place; the alternatives are the best there are.
    first = next((note for note in delays if note in begun), None)
    ordered = list(dict.fromkeys([*([first] if first is not None else []), *delays]))
    if scene.grade != "stated":
        # An order or a guess forbids nothing: what comes later in it can be taken as well.
        free = unblocked(part_of(G, ("stated",)), scene.done, [n for n in G if n not in scene.done])
        ranks = soft_ranks(scene.firm)
        later = (left & free) - set(ordered)
        ordered += sorted(
            (node for node in later if exists(G, node)),
            key=lambda node: (ranks.get(node, len(ranks)), node),
        )
    return ordered, delays


def _suggestion(scene: _Scene, node: str, *, minutes: int | None, delay: float) -> Suggestion:
    G = scene.G
    planned = not exists(G, node)
    hours = scene.hours[node]
    part = minutes if minutes is not None and hours * 60 > minutes + 0.5 else None
    needs = scene.needs(node)
    unlocks = unlocked(scene.firm, frozenset(scene.done), node)
    behind = len(descendants(scene.firm, [node]) - scene.done - {node})
    step, toward = _step(scene, node)
    reasons: list[Reason] = []
    if node in scene.state.started:
        since = scene.state.since.get(node)
        reasons.append(Reason("started", f"You started it{f' on {since}' if since else ''}."))
        if gone := _gone_by(scene, node):
            reasons.append(Reason("last-seen", gone))
    if planned:
        reasons.append(Reason("planned", "It has no note yet: write it, or find a source."))
    if node in scene.aim.weights and scene.aim.kind == "goal":
        reasons.append(Reason("goal", "It is what you asked for."))
    if step is not None:
        reasons.append(Reason("step", f"Step {step[0]} of {step[1]} toward {toward}."))
    reasons.append(_builds_on(scene, needs))
    if behind:
        at_once = len(unlocks)
        reasons.append(
            Reason(
                "unlocks",
                f"Unlocks {counted(behind, 'note')}"
                + (f", {at_once} of them at once." if 0 < at_once < behind else "."),
            )
        )
    source = hours_origin(scene.hours_source.get(node, ""))
    note = f" ({source})" if source else ""
    if node in scene.state.spent:
        spent = duration(scene.state.spent[node] / 60)
        reasons.append(Reason("hours", f"About {duration(hours)} left{note}, {spent} done."))
    else:
        reasons.append(Reason("hours", f"Takes about {duration(hours)}{note}."))
    if part is not None:
        reasons.append(Reason("part", f"{part} min are a part of it; it need not end tonight."))
    elif minutes is not None:
        reasons.append(Reason("fits", f"Fits into {minutes} min."))
    if abs(delay) * 60 >= 1:
        way = "later" if delay > 0 else "sooner"
        reasons.append(
            Reason("cost", f"Brings your goals {duration(abs(delay))} {way} on average.")
        )
    return Suggestion(
        node=node,
        path=None if planned else node,
        title=title_of(G, node),
        hours=hours,
        part=part,
        grade=_own_grade(scene, needs),
        reasons=tuple(reasons),
        needs=needs,
        unlocks=unlocks,
        behind=behind,
        step=step,
        delay=delay,
    )


def _own_grade(scene: _Scene, needs: Sequence[Need]) -> Grade:
    """A note that only guesses put here is a guess; a stated need outweighs it."""
    grades = {need.grade for need in needs}
    if scene.grade == "stated" or "stated" in grades:
        return "stated"
    return "ordered" if "ordered" in grades else scene.grade


def _gone_by(scene: _Scene, node: str) -> str:
    seen = scene.state.seen.get(node)
    if seen is None or scene.today is None:
        return ""
    days = (scene.today - seen).days
    if days < 45:
        return ""
    return f"You last had it in hand {round(days / 30.4)} months ago; pick up where you left."


def _step(scene: _Scene, node: str) -> tuple[tuple[int, int] | None, str]:
    """Which step toward which goal this is: the track's, or the nearest goal's."""
    if node not in scene.closure or scene.aim.kind in {"vault", "any"}:
        return None, ""

    def count(goals: Iterable[str]) -> tuple[int, int]:
        notes = ancestors(scene.graph, goals)
        return len(notes & scene.done) + 1, len(notes)

    if scene.aim.kind in {"track", "index"}:
        reached = descendants(scene.graph, [node])
        for track in scene.aim.tracks:
            goals = [goal for goal in track.goals if goal in scene.closure]
            if not reached.isdisjoint(goals):
                return count(goals), track.name
        return None, ""
    goals = [
        goal
        for goal in descendants(scene.graph, [node])
        if goal in scene.aim.weights and goal != node and goal not in scene.done
    ]
    if not goals:
        return None, ""
    nearest = min(
        goals,
        key=lambda goal: (
            len(ancestors(scene.graph, [goal]) - scene.done),
            title_of(scene.G, goal),
            goal,
        ),
    )
    return count([nearest]), title_of(scene.G, nearest)


def _builds_on(scene: _Scene, needs: Sequence[Need]) -> Reason:
    """What the note builds on and since when that is known, with the first place that says so."""
    firm = [need for need in needs if need.grade != "optional"]
    if not firm:
        return Reason("root", "Nothing has to come before it.")
    words: list[str] = []
    for need in firm:
        since = scene.state.since.get(need.node)
        if need.met and need.node in scene.state.assumed - scene.state.mastered:
            words.append(f"{need.title} (assumed from your writing)")
        elif since is not None and need.node in scene.state.mastered:
            words.append(f"{need.title} (known since {since})")
        elif not need.met:
            together = "learn them together" if need.grade == "stated" else "not learnt yet"
            words.append(f"{need.title} ({together})")
        else:
            words.append(need.title)
    grade = firm[0].grade
    verb = {"ordered": "Comes after", "inferred": "Seems to build on"}.get(grade, "Builds on")
    evidence = next((e for need in firm for e in need.evidence), None)
    return Reason(
        "builds-on" if grade == "stated" else grade,
        f"{verb} {listed(words)}.",
        path=evidence.path if evidence is not None else None,
        line=evidence.span.line if evidence is not None and evidence.span is not None else None,
    )


def _blocked(scene: _Scene, chosen: Sequence[str], *, expected: str | None) -> tuple[Blocked, ...]:
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
            if len(ancestors(scene.firm, [goal]) - scene.done) <= _NEAR:
                wanted.setdefault(goal, "goal")
    found: list[Blocked] = []
    for node, because in wanted.items():
        if len(found) == _BLOCKED:
            break
        if node in chosen or node in scene.done:
            continue
        waits = waits_for(G, replace(state, assumed=state.assumed & scene.done), node)
        if not waits:
            continue
        names = [title_of(G, n) + ("" if exists(G, n) else " (no note yet)") for n in waits]
        title = title_of(G, node)
        begun = ", which you started," if because == "started" else ""
        found.append(
            Blocked(node, title, because, waits, f"{title}{begun} waits for {listed(names)}.")
        )
    return tuple(found)
