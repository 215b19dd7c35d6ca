"""Terminal text of the commands about studying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from kbpivot.render.answers.plan import PaperEntry, ReadyAnswer
from kbpivot.render.answers.study import (
    EvidenceEntry,
    LeftOutEntry,
    NodeEntry,
    PathAnswer,
    PlaceEntry,
    StepEntry,
    WhyAnswer,
)
from kbpivot.render.text import Layout, Lines, Text, bold, clean, shortened, state_sign
from kbpivot.wording import counted, duration, listed, named

__all__ = [
    "aside_line",
    "basis_sentence",
    "distinct",
    "evidence_lines",
    "left_out_lines",
    "path_text",
    "ready_text",
    "steps_table",
    "unread_lines",
    "why_text",
]

ORDERED = (
    "Nothing is stated about what comes before; this is the order of your lists and numbered files."
)

BY_MAP = "Where your notes state nothing, this is the order of kbpivot's map of AI."

PARTLY_ORDERED = "Where you state nothing, this is the order of your lists and numbered files."


def basis_sentence(grade: str, *, stated: int = 0, guessed: int = 0) -> str:
    """Return what an order rests on in a sentence; "" in the best case, which needs none.

    Args:
        grade: `stated`, `ordered` or `inferred`.
        stated: pairs of notes in the vault of which it is stated which comes first.
        guessed: pairs of which that is guessed.
    """
    if grade == "inferred":
        return (
            f"Partly a guess: {stated:,} stated, {guessed:,} guessed; kbpivot suggest to confirm."
        )
    if grade == "ordered":
        return PARTLY_ORDERED if stated else ORDERED
    return BY_MAP if grade == "mapped" else ""


READ_ALONE = "You have written it, and nothing says whether you know it."
READ = (
    "You have written all of it, and nothing says what of it you know: this is an order to read it"
    " in."
)

PLANNED = "planned: write or find it"
"""What is said of a step that has no note."""

BELOW = "below what you know"
"""What is said of a step that leads to no other: only something that is known builds on it."""


def path_text(
    answer: PathAnswer, layout: Layout, *, why: bool = False, limit: int | None = None
) -> Text:
    """Return the steps to a goal, numbered; with `why` what each builds on and who says so.

    Args:
        answer: the path.
        layout: where it is shown.
        why: whether to tell what each step builds on.
        limit: how many steps at most.
    """
    lines = Lines(layout)
    if answer.tracks:
        _tracks(lines, answer, why=why, limit=limit)
        return lines.text()
    goals = named(answer.goals)
    if not answer.notes:
        lines.wrap(f"{goals[:1].upper()}{goals[1:]}: you have it already, and all it builds on.")
        return lines.text()
    mapped = sum(step.map is not None for step in answer.notes)
    things = counted(len(answer.notes), "step" if mapped else "note")
    lines.wrap(*bold(goals), f": {things} to go, about {duration(answer.hours)}.")
    if mapped:
        which = "None" if mapped == len(answer.notes) else "The others"
        lines.wrap(NO_NOTES if which == "None" else SOME_NOTES.format(mapped), style="dim")
    granted_line(lines, answer.granted)
    _way(lines, answer, why=why, limit=limit)
    beyond_line(lines, answer.beyond)
    return lines.text()


NO_NOTES = "None of them has a note yet; they and their order are from kbpivot's map of AI."
SOME_NOTES = "{} of them have no note yet and are from kbpivot's map of AI."


def granted_line(lines: Lines, granted: Sequence[str]) -> None:
    """Say what is taken for granted on a way that the map knows, and how to say otherwise."""
    if granted:
        are = "is" if len(granted) == 1 else "are"
        lines.wrap(
            f"{named(granted)} {are} taken for granted; `kbpivot forget NAME` says otherwise.",
            style="dim",
        )


def beyond_line(lines: Lines, beyond: int) -> None:
    """Say how many steps the map knows besides."""
    if beyond:
        lines.blank()
        lines.wrap(f"The map knows {beyond:,} more on this way: --with-map", style="dim")


def unread_lines(lines: Lines, unread: Sequence[PlaceEntry]) -> None:
    """Say where properties cannot be read, so that a prerequisite there is not known."""
    if not unread:
        return
    whose = "1 note's" if len(unread) == 1 else f"{len(unread):,} notes'"
    places = listed(
        (one.path if one.line is None else f"{one.path}:{one.line}" for one in unread), most=2
    )
    lines.wrap(f"{whose} properties cannot be read: {places} (kbpivot check)")


def aside_line(lines: Lines, aside: Sequence[NodeEntry], *, toward: str) -> None:
    """Say what was begun and is not on the way."""
    if aside:
        are = "is" if len(aside) == 1 else "are"
        names = named(note.title for note in aside)
        lines.wrap(f"{names}, which you started, {are} not on the way to {toward}.")


def _way(lines: Lines, answer: PathAnswer, *, why: bool, limit: int | None) -> None:
    """Add what the order rests on, the steps, and what was left out."""
    alone = len(answer.notes) == 1  # nothing to put in order
    if answer.all_written:
        lines.wrap(READ_ALONE if alone else READ, style="dim")
    elif answer.assumed:
        lines.wrap(named(answer.assumed), first="Met, since you wrote of it: ", style="dim")
    sentence = basis_sentence(answer.grade, stated=answer.stated, guessed=answer.guessed)
    if sentence and not alone and any(step.map is None for step in answer.notes):
        lines.wrap(sentence, style="dim")
    counts = Counter(need.grade for step in answer.notes for need in step.needs)
    if counts:
        words = {**GRADES, "inferred": "guessed"}
        said = [f"{counts[grade]:,} {word}" for grade, word in words.items() if counts[grade]]
        more = "." if why else "; --why shows where."
        lines.wrap(f"What comes before what: {listed(said)}{more}", style="dim")
    lines.blank()
    shown = answer.notes if limit is None else answer.notes[:limit]
    if why:
        _explained_steps(lines, shown)
    else:
        steps_table(lines, shown, of=len(answer.tracks))
    if len(shown) < len(answer.notes):
        lines.add(Text(f"{len(answer.notes) - len(shown):,} more with --all", style="dim"))
    lines.blank()
    left_out_lines(lines, answer.left_out, since=answer.since)


def _explained_steps(lines: Lines, steps: Sequence[StepEntry]) -> None:
    """Add the steps with what each builds on, the grade of that, and the first place of it."""
    number = len(str(len(steps)))
    indent = " " * (number + 2)
    names = distinct((step.title, step.path) for step in steps)
    for place, (step, name) in enumerate(zip(steps, names, strict=True), start=1):
        style = lines.layout.place(step.path).style if step.path else ""
        lines.wrap(
            Text(clean(name), style=style),
            Text(f"  {duration(step.hours)}", style="bold"),
            Text("  ").append_text(_remark(step, 40)) if not step.path or step.goal else "",
            first=Text.assemble((f"{place:>{number}}  ", "dim"), state_sign(step.state), " "),
            hang=number + 2,
        )
        for need in step.needs:
            where = next(iter(need.evidence), None)
            lines.wrap(
                Text(clean(need.title)),
                f" ({GRADES.get(need.grade, need.grade)}{', done' if need.met else ''}) ",
                evidence_place(lines.layout, where) if where else "",
                first=f"{indent}after ",
            )
        if not step.needs and step.path is not None:
            lines.add(Text(f"{indent}nothing found that comes before it", style="dim"))


def _tracks(lines: Lines, answer: PathAnswer, *, why: bool, limit: int | None) -> None:
    """Add how far each track is to go, and the steps that two or more of them share."""
    lines.table(
        (
            (
                Text(lines.layout.fit(track.name, 40), style="bold"),
                f"{counted(track.notes, 'note')} to go",
                duration(track.hours) if track.notes else "",
                f"{track.own_notes} its own, {duration(track.own_hours)}"
                if track.own_notes
                else "nothing of its own",
            )
            for track in answer.tracks
        ),
        right=" rr",
    )
    lines.blank()
    if not answer.notes:
        lines.wrap("Nothing that is left to learn serves two of them.")
        left_out_lines(lines, answer.left_out, since=answer.since)
        return
    every = sum(len(step.tracks) == len(answer.tracks) for step in answer.notes)
    most = "both" if len(answer.tracks) == 2 else f"all {len(answer.tracks)}"
    lines.wrap(
        f"Not decided yet? {counted(len(answer.notes), 'note')}, about {duration(answer.hours)},",
        f" {'serve' if len(answer.notes) > 1 else 'serves'}"
        + (f" {most}" if every == len(answer.notes) else f" two or more of them, {every} {most}")
        + ".",
    )
    _way(lines, answer, why=why, limit=limit)


def left_out_lines(lines: Lines, left_out: Sequence[LeftOutEntry], *, since: int | None) -> None:
    """Add what `--since` took away, or that it took nothing."""
    for entry in left_out:
        lines.wrap(
            f"Left out: {entry.title} ({entry.year}), optional for {named(entry.wanted_by)}."
        )
    if since is not None and not left_out:
        lines.wrap(f"Nothing optional on the way is older than {since}, so nothing is left out.")


def ready_text(answer: ReadyAnswer, layout: Layout, *, limit: int | None) -> Text:
    """Return what can be studied now; or what one note leans on, and what of it is missing."""
    lines = Lines(layout)
    if answer.paper is not None:
        _paper(lines, answer, answer.paper, limit=limit)
        return lines.text()
    if answer.note is not None:
        _readiness(lines, answer, limit=limit)
        return lines.text()
    if not answer.notes:
        lines.wrap("Nothing is ready: no note is open, or each waits for another.")
        lines.blank()
        unread_lines(lines, answer.unread)
        return lines.text()
    lines.add(f"{counted(len(answer.notes), 'note')} ready to study:")
    if not answer.stated:
        lines.wrap(NOTHING_STATED, style="dim")
    lines.blank()
    shown = answer.notes if limit is None else answer.notes[:limit]
    names = distinct((note.title, note.path) for note in shown)
    times = [duration(note.hours) for note in shown]
    time_width = max(map(len, times))
    name_width = min(max(map(cell_len, names)), max(layout.room // 2, 20))
    rest = layout.room - name_width - time_width - 6
    for note, name, time in zip(shown, names, times, strict=True):
        label = shortened(name, name_width)
        line = Text.assemble(state_sign("started" if note.started else "ready"), " ")
        line.append_text(Text(label, style=layout.place(note.path).style))
        line.append(" " * (name_width - cell_len(label) + 2) + time.rjust(time_width) + "  ")
        if note.started:
            line.append("started")
        if note.unlocks:
            room = rest - (9 if note.started else 0)
            said = _first_of("unlocks", note.unlocks, room)
            line.append(", " if note.started and said else "", style="dim")
            line.append(said, style="dim")
        lines.add(line)
    if len(shown) < len(answer.notes):
        lines.add(Text(f"{len(answer.notes) - len(shown):,} more with --all", style="dim"))
    lines.blank()
    unread_lines(lines, answer.unread)
    return lines.text()


NOTHING_STATED = "No note states a prerequisite, so none has to wait."


def _paper(lines: Lines, answer: ReadyAnswer, paper: PaperEntry, *, limit: int | None) -> None:
    title = Text(clean(paper.title), style="bold")
    lines.wrap(title, Text(f"  arXiv:{clean(paper.arxiv)}", style="dim") if paper.arxiv else "")
    if paper.note is not None:
        lines.wrap("There is a note on it already: ", lines.layout.place(paper.note))
    count = len(paper.concepts)
    known = sum(one.known for one in paper.concepts)
    if paper.verdict == "unknown":
        lines.wrap("Its abstract names nothing of this vault, so nothing can be said.")
        return
    if not answer.missing:
        every = {1: "the one concept", 2: "both concepts"}.get(count, f"all {count} concepts")
        lines.wrap(f"Read it now: you know {every} it names.")
    else:
        mapped = any(step.map is not None for step in answer.missing)
        steps = counted(len(answer.missing), "step" if mapped else "note")
        lines.wrap(
            "Read it now, with a look at what is missing first: "
            if paper.verdict == "read"
            else "Park it: ",
            f"you know {known} of the {counted(count, 'concept')} it names;"
            f" {steps} to go, about {duration(answer.hours)}.",
        )
    lines.wrap(named((one.title for one in paper.concepts), most=12), first="It names: ")
    if sentence := basis_sentence(answer.grade, stated=answer.stated, guessed=answer.guessed):
        lines.wrap(sentence, style="dim")
    _known(lines, answer)
    _missing(lines, answer, limit=limit)


def _known(lines: Lines, answer: ReadyAnswer) -> None:
    known = [entry.title for entry in answer.known if not entry.assumed]
    assumed = [entry.title for entry in answer.known if entry.assumed]
    if known:
        lines.wrap(named(known, most=12), first="You know: ")
    if assumed:
        lines.wrap(named(assumed, most=12), first="Assumed from your writing: ")


def _missing(lines: Lines, answer: ReadyAnswer, *, limit: int | None) -> None:
    if answer.missing:
        lines.blank()
        lines.add("Missing, in the order to learn it:")
        shown = answer.missing if limit is None else answer.missing[:limit]
        steps_table(lines, shown, goal="named in it" if answer.paper else "")
        if len(shown) < len(answer.missing):
            lines.add(Text(f"{len(answer.missing) - len(shown):,} more with --all", style="dim"))


def _readiness(lines: Lines, answer: ReadyAnswer, *, limit: int | None) -> None:
    title = Text(clean(answer.note or ""), style="bold")
    every = len(answer.known) + len(answer.missing)
    if not every:
        lines.wrap(title, " is ready: nothing is stated about what it builds on.")
        left_out_lines(lines, answer.left_out, since=answer.since)
        return
    if answer.mastered:
        lines.wrap(title, ": you have it already.")
    elif answer.ready:
        every_one = {1: "the one note", 2: "both notes"}.get(every, f"all {every} notes")
        lines.wrap(title, f" is ready: you know {every_one} it leans on.")
    if answer.missing:
        lines.wrap(
            title,
            f": you know {len(answer.known)} of the {counted(every, 'note')} it leans on;"
            f" {len(answer.missing)} missing, about {duration(answer.hours)}.",
        )
    if sentence := basis_sentence(answer.grade, stated=answer.stated, guessed=answer.guessed):
        lines.wrap(sentence, style="dim")
    _known(lines, answer)
    _missing(lines, answer, limit=limit)
    lines.blank()
    left_out_lines(lines, answer.left_out, since=answer.since)


GRADES = {
    "stated": "stated",
    "optional": "optional",
    "ordered": "by lists or numbers",
    "mapped": "by the map",
    "inferred": "a guess",
}
"""Grades of an edge, in words."""


FORMS = {
    "index": "the order of a list",
    "numbers": "the numbers of the files",
    "menu": "the menu of the site",
    "mention": "named here",
    "link": "linked here",
    "see-also": "linked beside the text",
}
"""What an evidence is, where its key does not say it."""


_SURE = {
    "inferred": " seems (a guess) to come before ",
    "mapped": " comes, by the map, before ",
    "ordered": " is listed before ",
    "optional": " helps with ",
    "stated": " comes before ",
}
"""What a chain says, which is as sure as its weakest step."""


def why_text(answer: WhyAnswer, layout: Layout) -> Text:
    """Return the chain between two notes, with the place and words that say each step."""
    lines = Lines(layout)
    first, last = answer.first, answer.last
    if answer.turned:
        first, last = last, first
    if not answer.edges:
        lines.wrap(f"Nothing says which comes first, {first.title} or {last.title}.")
        return lines.text()
    said = "It is the other way round: " if answer.turned else ""
    steps = len(answer.edges)
    lines.wrap(
        said,
        Text(clean(first.title), style="bold"),
        _SURE[min((edge.grade for edge in answer.edges), key=list(_SURE).index)],
        Text(clean(last.title), style="bold"),
        "." if steps == 1 else f", in {steps} steps.",
    )
    for edge in answer.edges:
        lines.blank()
        lines.wrap(
            Text(clean(edge.before.title)),
            " → ",
            Text(clean(edge.after.title)),
            Text(f"  {GRADES.get(edge.grade, edge.grade)}", style="dim"),
        )
        for evidence in edge.evidence:
            evidence_lines(lines, evidence)
    return lines.text()


def evidence_place(layout: Layout, evidence: EvidenceEntry) -> Text:
    """Return where something is written: the line of a note, or the line of the map."""
    if evidence.path is None:
        return Text(clean(f"map: {evidence.reason}"))
    return layout.place(evidence.path, evidence.line)


def evidence_lines(lines: Lines, evidence: EvidenceEntry, *, indent: int = 2) -> None:
    """Add where something is written, and the line that says it."""
    layout = lines.layout
    if evidence.path is None:
        lines.wrap(evidence_place(layout, evidence).plain, first=" " * indent)
        return
    said = FORMS.get(evidence.form, evidence.key or evidence.form)
    lines.add(
        " " * indent,
        evidence_place(layout, evidence),
        Text(f"  {clean(said)}", style="dim"),
    )
    if evidence.quote:
        width = layout.width - indent - 4
        lines.add(" " * (indent + 2), Text(shortened(evidence.quote, width), style="italic"))


def steps_table(lines: Lines, steps: Sequence[StepEntry], *, of: int = 0, goal: str = "") -> None:
    """Add numbered steps with their time and what each is for, in the width there is.

    Args:
        lines: where to add them.
        steps: the steps.
        of: with several tracks, how many; then each step says which of them it serves.
        goal: what to say of a goal; "the goal" or "a goal" when not given.
    """
    names = distinct((step.title, step.path) for step in steps)
    times = [duration(step.hours) for step in steps]
    number = len(str(len(steps)))
    goal = goal or ("the goal" if sum(step.goal for step in steps) == 1 else "a goal")
    time_width = max(map(len, times))
    room = lines.layout.room - number - time_width - 8
    name_width = min(max(map(cell_len, names)), max(room * 6 // 10, 20))
    rest = room - name_width
    for place, (step, name, time) in enumerate(zip(steps, names, times, strict=True), start=1):
        line = Text(f"{place:>{number}}  ", style="dim")
        line.append_text(state_sign(step.state))
        line.append(" ")
        shown = shortened(name, name_width)
        address = lines.layout.place(step.path).style if step.path else ""
        line.append_text(Text(shown, style=address))
        line.append(" " * (name_width - cell_len(shown) + 2))
        line.append(time.rjust(time_width))
        line.append("  ")
        line.append_text(_remark(step, rest, tracks=of, goal=goal))
        lines.add(line)


def _remark(step: StepEntry, width: int, *, tracks: int = 0, goal: str = "the goal") -> Text:
    """Say what is special about a step, else what it is for; nothing where there is no room."""
    if width < len("started"):
        return Text()
    if step.path is None:
        said = shortened(f"read {step.source}", width) if step.source and width > 12 else ""
        if step.goal and goal != "a goal":
            said = goal
        return Text(said or PLANNED[:width], style="dim" if said else "")
    words = {"started": "started", "ready": "ready"}.get(step.state, "")
    style = "" if words else "dim"
    if step.guess or step.optional:
        weak = "a guess" if step.guess else "optional"
        words = f"{words}, {weak}" if words else weak
    parts = Text(words, style=style)
    left = width - cell_len(words) - 2 * bool(words)
    if tracks:
        purpose = "for both" if tracks == 2 else f"for all {tracks}"
        if len(step.tracks) < tracks:
            purpose = _first_of("for", step.tracks, left)
    elif step.goal and (goal != "a goal" or not step.leads_to):
        parts.append(", " if words else "", style="dim")
        return parts.append(goal, style="bold")
    else:
        purpose = (
            _first_of("for", step.leads_to, left)
            if step.leads_to
            else BELOW[: left if left >= len(BELOW) else 0]
        )
    parts.append(", " if words and purpose else "", style="dim")
    return parts.append(purpose, style="dim")


def _first_of(word: str, names: Sequence[str], width: int) -> str:
    """Return "for Attention +2" in a width, or nothing where even that has no room."""
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    room = width - len(word) - 1 - len(more)
    return f"{word} {shortened(names[0], room)}{more}" if room >= 8 else ""


def distinct(notes: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return the titles of notes, with the path for those that share a title."""
    pairs = list(notes)
    uses = Counter(title.casefold() for title, _ in pairs)
    return [path if path and uses[title.casefold()] > 1 else title for title, path in pairs]
