"""How well a dozen questions place simulated learners who are not those the tool imagines.

    python benchmarks/placement.py [--map FILE_OR_FOLDER] [--learners 20] [--goals 12]

Kinds of learners: a random ideal grown in a random order to a random size (`grown`), all that a few
random concepts need (`reached`), a state of a long random walk over ideals (`walked`), and one who
knows an area in full and little else (`specialist`). Each answers without slips, and with one
answer in ten the wrong way round. Printed is the mean share of concepts placed wrong.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

import kbpivot as kb


def needed_by(field, ids):
    inside = set(ids)
    after = {id_: [] for id_ in ids}
    for id_ in ids:
        for need in field.concepts[id_].needs:
            if need in inside:
                after[need].append(id_)
    return after


def grown(field, ids, draw):
    """Learn in a random order, as far as needs allow, up to a random size."""
    inside, known = set(ids), set()
    size = draw.randint(0, len(ids))
    ready = [id_ for id_ in ids if not inside & field.concepts[id_].needs.keys()]
    after = needed_by(field, ids)
    while ready and len(known) < size:
        id_ = ready.pop(draw.randrange(len(ready)))
        known.add(id_)
        ready += [
            one
            for one in after[id_]
            if all(need in known for need in field.concepts[one].needs if need in inside)
        ]
    return known


def reached(field, ids, draw):
    """Know a few random concepts and what they need."""
    few = draw.randint(0, max(1, len(ids) // 8))
    return set(field.closure(draw.sample(ids, few))) & set(ids)


def walked(field, ids, draw):
    """Add and drop single concepts at random for long."""
    inside, known = set(ids), grown(field, ids, draw)
    after = needed_by(field, ids)
    for _ in range(20 * len(ids)):
        id_ = draw.choice(ids)
        if id_ in known:
            if not any(one in known for one in after[id_]):
                known.discard(id_)
        elif all(need in known for need in field.concepts[id_].needs if need in inside):
            known.add(id_)
    return known


def specialist(field, ids, draw):
    """Know one area, with what it needs, and a little of the rest."""
    area = draw.choice(sorted({field.concepts[id_].area for id_ in ids}))
    own = [id_ for id_ in ids if field.concepts[id_].area == area]
    more = draw.sample(ids, draw.randint(0, max(1, len(ids) // 30)))
    return set(field.closure([*own, *more])) & set(ids)


KINDS = {"grown": grown, "reached": reached, "walked": walked, "specialist": specialist}


def measured(field, goals, known_of, slips, draw, learners):
    wrong, asked, seconds = [], [], []
    for goal in goals:
        start = kb.placement(field, goal)
        ids = list(start.beliefs)
        for _ in range(learners):
            known = known_of(field, ids, draw)
            state = start
            before = time.perf_counter()
            while state.question is not None:
                says = state.question in known
                state = state.answer(says != (draw.random() < slips))
            asked.append(len(state.answers))
            seconds.append((time.perf_counter() - before) / max(1, len(state.answers)))
            wrong.append(len(state.mastered ^ known) / len(ids))
    return wrong, asked, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--map", default="ai")
    parser.add_argument("--learners", type=int, default=10)
    parser.add_argument("--goals", type=int, default=12)
    parser.add_argument("--whole", action="store_true", help="no goal: the whole map")
    args = parser.parse_args()
    field = kb.read_map(args.map)
    draw = random.Random(7)
    rich = [id_ for id_ in field.order if len(field.closure([id_])) >= 25]
    goals = [None] if args.whole else draw.sample(rich, args.goals)
    sizes = [len(field.closure([goal])) if goal else len(field) for goal in goals]
    print(f"{len(goals)} goals, {min(sizes)} to {max(sizes)} concepts on the way")
    for slips in (0.0, 0.1):
        for name, known_of in KINDS.items():
            wrong, asked, seconds = measured(field, goals, known_of, slips, draw, args.learners)
            print(
                f"slips {slips:.0%}  {name:11} wrong {statistics.mean(wrong):6.1%}"
                f"  worst tenth {sorted(wrong)[-max(1, len(wrong) // 10)]:6.1%}"
                f"  questions {statistics.mean(asked):4.1f} (most {max(asked)})"
                f"  {1000 * statistics.mean(seconds):.0f} ms each"
            )


if __name__ == "__main__":
    main()
