"""Why a note is suggested, and why one that may have been expected is not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from kbpivot.graph.attributes import edge_evidence, edge_grade, exists, kind_of, stores, title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.graph.edges import STRENGTH
from kbpivot.graph.parts import part_of
from kbpivot.record import Record
from kbpivot.study.basis import soft_ranks
from kbpivot.study.fringe import blockers
from kbpivot.study.goals import node_named
from kbpivot.study.path import Need
from kbpivot.study.way import progress
from kbpivot.study.work_left import STUDY_KINDS, satisfied
from kbpivot.wording import counted, day_words, duration, hours_origin, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kbpivot.study.objective import Objective
    from kbpivot.study.way import Way

__all__ = ["Blocked", "Reason", "Scene", "blocked_notes", "reasons_for", "step_toward"]

_BLOCKED = 2  # shown at most
_NEAR = 4
_COMPARED = 100  # choices whose worth is told apart


class Reason(Record, frozen=True):
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


class Blocked(Record, frozen=True):
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
    """What all suggestions of one answer share.

    Attributes:
        way: what belongs to the objective, and what of it is done.
        hours_source: where the hours of a note come from, by node.
        today: the day, to say how long ago something was.
    """

    way: Way
    hours_source: Mapping[str, str]
    today: date | None

    def need(self, before: str, after: str) -> Need:
        """What one edge says."""
        G = self.way.G
        return Need(
            node=before,
            path=before if exists(G, before) else None,
            title=title_of(G, before),
            grade=edge_grade(G, before, after),
            evidence=edge_evidence(G, before, after),
            met=before in self.way.done,
        )

    def needs(self, node: str) -> tuple[Need, ...]:
        """What a note builds on directly, stated things first."""
        found = [self.need(one, node) for one in self.way.graph.pred[node] if one != node]
        return _by_grade(found)

    def before(self, node: str) -> tuple[Need, ...]:
        """What comes before a note by any sign there is, the surest first."""
        found = [self.need(one, node) for one in self.way.G.pred[node] if one != node]
        return _by_grade(found)

    def fits(self, node: str, minutes: int | None) -> bool | None:
        """Whether the note can be finished in so many minutes; None when no time was given."""
        return None if minutes is None else self.way.hours[node] * 60 <= minutes + 0.5


def _by_grade(needs: Iterable[Need]) -> tuple[Need, ...]:
    return tuple(sorted(needs, key=lambda n: (STRENGTH[n.grade], n.title, n.node)))


def reasons_for(
    scene: Scene,
    node: str,
    *,
    needs: Sequence[Need],
    step: tuple[int, int] | None,
    toward: str,
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
        at_once: open notes that become ready with it.
        minutes: time asked for.
        delay: hours by which it puts off the goals; None for the first suggestion.
    """
    way = scene.way
    G, state, aim = way.G, way.state, way.aim
    hours = way.hours[node]
    reasons: list[Reason] = []
    if node in state.started:
        since = state.since.get(node)
        reasons.append(
            Reason("started", f"You started it{f' on {day_words(since)}' if since else ''}.")
        )
        if gone := _gone_by(scene, node):
            reasons.append(Reason("last-seen", gone))
    if says := G.nodes[node].get("says"):
        reasons.append(Reason("says", str(says)))
    if not exists(G, node):
        source = G.nodes[node].get("source")
        said = f"read {source}." if source else "write it, or find a source."
        if "lesson" in G.nodes[node]:
            reasons.append(Reason("lesson", f"A lesson, listed in {source}."))
        else:
            reasons.append(Reason("planned", f"No note yet: {said}"))
    elif said := _to_write(way, node):
        reasons.append(Reason("empty", said))
    if node in state.queued:
        reasons.append(Reason("queued", "It is on your reading list."))
    if node in aim.weights and aim.kind == "goal":
        reasons.append(Reason("goal", "It is what you asked for."))
    if node not in way.closure:
        where = "your tracks" if aim.kind == "track" else aim.text
        reasons.append(Reason("aside", f"It is not on the way to {where}."))
    if step is not None:
        reasons.append(Reason("step", f"Step {step[0]} of {step[1]} toward {toward}."))
    reasons.append(_builds_on(scene, node, needs))
    reasons += _leads_to(way, node, at_once=at_once)
    if delay is None and (said := _shortest(way, node)):
        reasons.append(Reason("shortest", said))
    source = hours_origin(scene.hours_source.get(node, ""))
    note = f" ({source})" if source else ""
    if node in state.spent:
        spent = duration(state.spent[node] / 60)
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
    if delay is not None and aim.kind != "any" and abs(delay) * 60 >= 1:
        reasons.append(Reason("cost", _cost(aim, delay)))
    return tuple(reasons)


def _to_write(way: Way, node: str) -> str:
    """What to say of a note that is there and holds nothing of its own; nothing of another."""
    maturity = way.G.nodes[node].get("maturity")
    if maturity == "template":
        return "Its note is still a template, to be filled in as you learn."
    if maturity != "empty":
        return ""
    lean = sum(
        facts.get("grade", "stated") == "stated" for facts in stores(way.G)[1][node].values()
    )
    if not lean:
        return "It is still empty: write it, or find a source."
    return (
        f"It is still empty, and {counted(lean, 'note')} {'lean' if lean > 1 else 'leans'} on it:"
        " write it, or find a source."
    )


def _leads_to(way: Way, node: str, *, at_once: int) -> Iterator[Reason]:
    """What builds on a note, what a list has later, and what only seems to build on it."""
    waiting = with_descendants(way.stated, [node]) - way.done - {node}
    if waiting:
        yield Reason(
            "unlocks",
            f"Unlocks {counted(len(waiting), 'note')}"
            + (f", {at_once} of them at once." if 0 < at_once < len(waiting) else "."),
        )
    listed_later = part_of(way.graph, ("stated", "ordered"))
    later = with_descendants(listed_later, [node]) - way.done - {node}
    by_map = part_of(way.graph, ("stated", "ordered", "mapped"))
    mapped = with_descendants(by_map, [node]) - way.done - {node}
    guessed = with_descendants(way.firm, [node]) - way.done - {node}
    said = []
    if more := len(later - waiting):
        noun = counted(more, "more note", "more notes") if waiting else counted(more, "note")
        said.append(f"{noun} {'come' if more > 1 else 'comes'} after it.")
    if more := len(mapped - later - waiting):
        noun = "step" if not exists(way.G, node) else "note"
        before = "more " if waiting | later else ""
        what = counted(more, f"{before}{noun}")
        said.append(f"{what} {'come' if more > 1 else 'comes'} after it by the map.")
    if more := len(guessed - mapped - later - waiting):
        noun = (
            counted(more, "more note", "more notes")
            if waiting | later | mapped
            else counted(more, "note")
        )
        said.append(f"{noun} {'seem' if more > 1 else 'seems'} to build on it.")
    if said:
        yield Reason("leads-on", " ".join(said))


def _shortest(way: Way, node: str) -> str:
    """Say that length decided, where another note would have done as well but for it."""
    picks = way.choices[1]
    if way.all_written or node not in picks or node in way.state.started:
        return ""
    if not exists(way.G, node):
        return ""

    def worth(one: str) -> float:
        reached = with_descendants(way.firm, [one]) - way.done
        return sum(value for goal, value in way.aim.weights.items() if goal in reached)

    least, own = way.hours[node], worth(node)
    others = [
        one
        for one in islice(picks, _COMPARED)
        if one != node and way.hours[one] * 60 >= least * 60 + 1 and worth(one) >= own
    ]
    if not others:
        return ""
    return f"Of {counted(len(others) + 1, 'note')} that would do as well, it takes the least time."


def _cost(aim: Objective, delay: float) -> str:
    """What it costs to begin with another note; goals are the person's only where named."""
    aims = "your goals" if aim.asked else "your tracks" if aim.kind == "track" else "the rest"
    way = "later" if delay > 0 else "sooner"
    comes = "comes" if aims == "the rest" else "come"
    return f"{aims[:1].upper()}{aims[1:]} {comes} {duration(abs(delay))} {way} on average."


def _gone_by(scene: Scene, node: str) -> str:
    seen = scene.way.state.seen.get(node)
    if seen is None or scene.today is None:
        return ""
    days = (scene.today - seen).days
    if days < 45:
        return ""
    return f"You last had it in hand {round(days / 30.4)} months ago; pick up where you left."


def step_toward(scene: Scene, node: str) -> tuple[tuple[int, int] | None, str]:
    """Which step toward which goal this is: the track's, or the nearest goal's."""
    way = scene.way
    if node not in way.closure or way.aim.kind in {"vault", "any"}:
        return None, ""

    def count(goals: Sequence[str], *, asked: bool) -> tuple[int, int]:
        notes, done = progress(
            way.G, goals, way.state, asked=asked, since=way.since, years=way.years
        )
        return len(done) + 1, len(notes)

    if way.aim.kind in {"track", "index"}:
        reached = with_descendants(way.graph, [node])
        for track in way.aim.tracks:
            goals = [goal for goal in track.goals if goal in way.closure]
            if not reached.isdisjoint(goals):
                return count(goals, asked=track.source == "goal"), track.name
        return None, ""
    goals = [
        goal
        for goal in with_descendants(way.graph, [node])
        if goal in way.aim.weights and goal != node and goal not in way.done
    ]
    if not goals:
        return None, ""
    nearest = min(
        goals,
        key=lambda goal: (
            len(with_ancestors(way.graph, [goal]) - way.done),
            title_of(way.G, goal),
            goal,
        ),
    )
    return count([nearest], asked=True), title_of(way.G, nearest)


def _builds_on(scene: Scene, node: str, needs: Sequence[Need]) -> Reason:
    """What the note builds on and since when that is known, with the first place that says so.

    Where what the answer rests on has nothing, weaker signs of what comes before are told; only
    where there are none, nothing was found.
    """
    state = scene.way.state
    firm = [need for need in needs if need.grade != "optional"]
    firm = firm or [need for need in scene.before(node) if need.grade != "optional"]
    if not firm:
        return Reason("root", "Nothing found that comes before it.")
    words: dict[str, dict[str, list[str]]] = {}
    for need in firm:
        since = state.since.get(need.node)
        title = quoted(need.title) if len(firm) > 1 else need.title
        if need.met and need.node in state.assumed - state.mastered:
            remark = "assumed from your writing"
        elif since is not None and need.node in state.mastered:
            remark = f"known since {day_words(since)}"
        elif not need.met:
            remark = "learn them together" if need.grade == "stated" else "not learnt yet"
        else:
            remark = ""
        words.setdefault(need.grade, {}).setdefault(remark, []).append(title)
    grade = firm[0].grade
    evidence = next((e for need in firm for e in need.evidence), None)
    return Reason(
        "builds-on" if grade == "stated" else grade,
        # What is stated, what only follows in an order and what is guessed, each by itself.
        " ".join(
            f"{_VERBS.get(one, 'Builds on')} {_with_remarks(said)}." for one, said in words.items()
        ),
        path=(evidence.path or None) if evidence is not None else None,
        line=evidence.span.line if evidence is not None and evidence.span is not None else None,
    )


def _with_remarks(said: Mapping[str, Sequence[str]]) -> str:
    """Titles in a sentence, those with one remark together, and of many only the first."""
    found: list[str] = []
    for remark, titles in said.items():
        # Of a long list a few are named, whatever is said of them.
        names = listed(titles, most=_NAMED if len(said) == 1 else _NAMED_BESIDE)
        if not remark:
            found += [names] if len(said) == 1 or len(titles) > _NAMED_BESIDE else titles
        elif len(titles) == 1 or remark == "learn them together":
            found.append(f"{names} ({remark})")
        else:
            found.append(f"{names} ({_OF_SEVERAL.get(remark, f'all {remark}')})")
    return listed(found, most=_NAMED)


_NAMED = 3  # titles in a sentence, and one more where that is the last
_NAMED_BESIDE = 2  # of those with one remark, beside others
_OF_SEVERAL = {"not learnt yet": "none of them learnt yet"}

_VERBS = {
    "ordered": "Comes after",
    "mapped": "By the map it builds on",
    "inferred": "Seems to build on",
}


def blocked_notes(
    scene: Scene, chosen: Sequence[str], *, expected: str | None
) -> tuple[Blocked, ...]:
    """What one may have expected and is not ready: asked for, begun, next in order, or the goal."""
    way = scene.way
    G, state = way.G, way.state
    wanted: dict[str, Literal["asked", "started", "order", "goal"]] = {}
    if expected is not None:
        wanted[node_named(G, expected)] = "asked"
    for node in sorted(state.started):
        # Who asked for a goal does not want to hear of what has nothing to do with it.
        if (
            node in G
            and kind_of(G, node) in STUDY_KINDS
            and (way.aim.kind != "goal" or node in way.closure)
        ):
            wanted.setdefault(node, "started")
    ranks = soft_ranks(way.ties)
    in_order = [n for n in ranks if n in way.closure and n not in way.done]
    if in_order:
        wanted.setdefault(min(in_order, key=lambda n: (ranks[n], n)), "order")
    if way.aim.kind == "goal":
        for goal in way.aim.weights:
            # A goal that is many steps away is not expected today.
            if len(with_ancestors(way.firm, [goal]) - way.done) <= _NEAR:
                wanted.setdefault(goal, "goal")
    found: list[Blocked] = []
    blocking = part_of(G, ("stated",))
    known = satisfied(blocking, replace(state, assumed=state.assumed & way.done))
    for node, because in wanted.items():
        if len(found) == _BLOCKED:
            break
        if node in chosen or node in way.done:
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
