"""Terminal text of `kbpivot` alone: one screen, at most 25 lines at 80 columns."""

from __future__ import annotations

from kbpivot.render.answers.next import SuggestionEntry
from kbpivot.render.answers.overview import OverviewAnswer
from kbpivot.render.answers.publish import GapEntry
from kbpivot.render.text import Layout, Lines, Text, clean, shortened
from kbpivot.render.text.next import READ_AGAIN, declined_sentences, suggestion_head
from kbpivot.render.text.publish import public_line
from kbpivot.render.text.study import basis_sentence, unread_lines
from kbpivot.wording import counted, duration, listed, part_of_notes

__all__ = ["overview_text"]

WISHES = 5
WANTED = 2
"""Notes that link to one not written yet, from which it is worth a line here."""


def overview_text(answer: OverviewAnswer, layout: Layout) -> Text:
    """Return the first screen."""
    lines = Lines(layout)
    name = Text(clean(answer.vault), style="bold")
    if not answer.notes:
        lines.wrap(name, " has no Markdown notes yet.")
        lines.blank()
        lines.wrap(
            "`kbpivot begin` goes from nothing to a plan; `kbpivot demo` copies an example vault to"
            " look at."
        )
        return lines.text()
    _next(lines, answer)
    _circles(lines, answer)
    if answer.gaps:
        _gaps(lines, answer)
    else:
        _wishes(lines, answer)
    if answer.next.reviews_due:
        lines.blank()
        said = f"{counted(answer.next.reviews_due, 'review')}: kbpivot review"
        lines.wrap(said, first=Text("DUE    ", style="bold"))
    lines.blank()
    unread_lines(lines, answer.next.unread)
    _about(lines, answer)
    lines.blank()
    lines.wrap(_more(answer), style="dim")
    return lines.text()


def _about(lines: Lines, answer: OverviewAnswer) -> None:
    """Say what the vault is, what orders it, how far the person is, who reads it."""
    name = Text(clean(answer.vault), style="bold")
    lines.wrap(name, *_what_is_here(answer), style="dim")
    lines.wrap(*_order(answer), *_on_map(answer), style="dim")
    lines.wrap(*_place(answer), style="dim")
    if answer.public.notes != answer.notes or answer.public.asks:
        # Where all is public, gaps and check say so: there it matters.
        lines.wrap(public_line(answer.public, answer.notes), style="dim")
    if answer.left_out:
        said = [
            f"{counted(one.notes, KINDS.get(one.reason, one.reason), MANY.get(one.reason))}"
            f" ({shortened(one.first, 30)})"
            for one in answer.left_out
        ]
        lines.wrap(f"Left out of advice: {listed(said)}", style="dim")


KINDS = {
    "template": "template",
    "manual": "manual",
    "clipping": "clipping",
    "daily": "daily note",
    "meeting": "note of a meeting",
    "person": "note about a person",
    "project": "project note",
    "archived": "archived note",
    "untitled": "note without a title",
    "readme": "README of a folder",
    "copy": "conflict copy",
    "excalidraw": "Excalidraw drawing",
    "twin": "empty note spelled as a written one",
    "pointer": "note that only points to another",
    "excluded": "note excluded in Obsidian",
    "ignored": "note ignored by kbpivot.toml",
}
MANY = {
    "meeting": "notes of meetings",
    "person": "notes about people",
    "untitled": "notes without a title",
    "readme": "READMEs of folders",
    "copy": "conflict copies",
    "twin": "empty notes spelled as written ones",
    "pointer": "notes that only point to another",
    "excluded": "notes excluded in Obsidian",
    "ignored": "notes ignored by kbpivot.toml",
}


def _what_is_here(answer: OverviewAnswer) -> list[str]:
    links = answer.links
    said = [f" · {counted(answer.notes, 'note')}"]
    if not links.wikilinks and not links.markdown:
        said.append(" · no links between them")
    elif links.wikilinks >= links.markdown:
        said.append(" · wikilinks")
    else:
        said.append(" · Markdown links")
    if links.dialect != "obsidian":
        said.append(f" · {links.dialect.title()}'s, read by its own rules of names")
    if answer.notes >= 10 and 0 < links.connected * 2 < answer.notes:
        said.append(f" · {links.connected:,} of them connected")
    return said


NO_ORDER = (
    "Prerequisites: none stated, and no list or numbered files give an order. A line such as"
    " `Prerequisites: [[Some note]]` in a note is enough to begin."
)


CONFIRM = "; kbpivot suggest to confirm"


def _order(answer: OverviewAnswer) -> list[str]:
    found = answer.prerequisites
    if not found.stated and not found.ordered:
        if answer.notes < 2:
            return ["Prerequisites: none stated."]
        if found.guessed:
            mapped = f", {found.mapped:,} by the map" if found.mapped else ""
            return [f"Prerequisites: 0 stated{mapped}, {found.guessed:,} guessed", CONFIRM]
        return (
            [f"Prerequisites: 0 stated, {found.mapped:,} by the map"]
            if found.mapped
            else [NO_ORDER]
        )
    said = [f"Prerequisites: {f'{found.stated:,}' if found.stated else 'none'} stated by you"]
    if found.optional:
        said.append(f", {found.optional:,} optional")
    if found.ordered:
        said.append(f", {found.ordered:,} from lists and numbered files")
    if found.guessed:
        said.append(f", {found.guessed:,} guessed")
    circles = len(answer.cycles)
    said.append(f", {counted(circles, 'circle')}" if circles else ", no circles")
    return [*said, CONFIRM] if found.guessed else said


def _on_map(answer: OverviewAnswer) -> list[str]:
    """Say how much of the vault the map knows, and how much of that it orders."""
    found = answer.map
    if found is None:
        return []
    said = f"{part_of_notes(found.placed, found.notes)} on kbpivot's map of AI"
    said += f"; it orders {found.ordered:,} of them." if found.ordered else "."
    return [f" {said}" if _order(answer)[-1].endswith(".") else f". {said}"]


def _place(answer: OverviewAnswer) -> list[str]:
    state = answer.state
    parts = []
    if state.mastered or not state.assumed:
        parts.append(f"{state.mastered:,} mastered")
    if state.started or not state.assumed:
        parts.append(f"{state.started:,} started")
    if state.assumed:
        parts.append(f"{state.assumed:,} written")
    if state.mastered or state.started or not state.assumed:
        parts.append(f"{state.open:,} {'open' if state.assumed else 'not started'}")
    else:  # what a program wrote is no sign of what its owner knows, nor is what is to be read
        if state.open > state.unwritten:
            parts.append(f"{state.open - state.unwritten:,} open")
        parts.append(f"{state.unwritten:,} not written")
    return ["You are here: ", " · ".join(parts), f" ({state.source})"]


def _next(lines: Lines, answer: OverviewAnswer) -> None:
    layout = lines.layout
    head = Text("NEXT   ", style="bold")
    found = answer.next
    if not found.suggestions:
        if found.all_written:
            lines.wrap(" ".join(declined_sentences(found)), first=head)
            return
        said = "all that is here is mastered." if found.reached else "nothing asks to be studied."
        lines.wrap(said, first=head)
        return
    first, *others = found.suggestions
    lines.wrap(*suggestion_head(first, layout, first=True), first=head)
    if first.path and first.path != f"{first.title}.md":
        lines.add("       ", layout.place(first.path, style="dim"))
    why = " ".join(one.message for one in first.reasons if one.code not in {"hours", "says"})
    lines.wrap("why: ", shortened(why, 4 * layout.width - 60), first="       ")
    # Guesses are counted above already.
    sentence = basis_sentence(found.grade, stated=found.stated)
    if sentence and found.grade != "inferred" and first.map is None:
        lines.wrap(sentence, first="       ", style="dim")
    if found.all_written:
        lines.wrap(READ_AGAIN, first="       ", style="dim")
    if others:
        lines.wrap("or: ", *_alternatives(others, layout), first="       ")


def _alternatives(others: list[SuggestionEntry], layout: Layout) -> list[Text | str]:
    pieces: list[Text | str] = []
    for place, other in enumerate(others):
        if place:
            pieces.append(" · ")
        style = layout.place(other.path).style if other.path else ""
        pieces.append(Text(shortened(other.title, 40), style=style))
        pieces.append(f" ({duration(other.hours)})")
    return pieces


def _circles(lines: Lines, answer: OverviewAnswer) -> None:
    if not answer.cycles:
        return
    lines.blank()
    notes = [note.title for note in answer.cycles[0].notes]
    if len(notes) > 4:
        notes = [*notes[:3], "…", notes[-1]]
    more = len(answer.cycles) - 1
    lines.wrap(
        " → ".join([*notes, notes[0]]),
        ": which could be read first?",
        f" ({counted(more, 'more circle')})" if more else "",
        first=Text("ASK    ", style="bold"),
    )


def _gaps(lines: Lines, answer: OverviewAnswer) -> None:
    lines.blank()
    head = Text("GAPS   ", style="bold")
    for gap in answer.gaps:
        lines.add(head, *_gap(gap, lines.layout))
        head = Text("       ")
    if answer.gaps_found > len(answer.gaps):
        # Not how many: this screen has time for some kinds only.
        lines.add("       ", Text("more in kbpivot gaps", style="dim"))


GAPS = {
    "private-prerequisite": "private",
    "planned-prerequisite": "planned",
    "stub-prerequisite": "stub",
    "embeds-private": "private, embedded",
    "links-to-private": "private, linked",
    "near-name": "named otherwise",
    "planned-link": "planned, linked",
    "unexplained-concept": "explained nowhere",
    "unexplained-fundamental": "explained nowhere",
}
"""What is the matter with what a gap is about; other kinds are said as a sentence."""


def _gap(gap: GapEntry, layout: Layout) -> list[Text | str]:
    """One line of a gap: what is lacking, what is the matter with it, how many notes lean on it."""
    word = GAPS.get(gap.kind)
    room = layout.room - 7
    if word is None:
        return [Text(shortened(gap.message, room), layout.place(gap.path, gap.line).style)]
    said = f" · {word} · {counted(gap.needed_by_count, 'note')}"
    title = gap.target.rpartition("/")[2].removesuffix(".md")
    style = layout.place(gap.path, gap.line).style
    return [Text(shortened(clean(title), max(room - len(said), 12)), style), said]


def _wishes(lines: Lines, answer: OverviewAnswer) -> None:
    if not answer.wishes or answer.wishes[0].notes < WANTED:
        return
    lines.blank()
    shown = answer.wishes[:WISHES]
    lines.wrap(
        f"{counted(len(answer.wishes), 'note')} linked and not written yet: ",
        ", ".join(f"{shortened(wish.title, 40)} ({wish.notes}×)" for wish in shown),
        " …" if len(answer.wishes) > len(shown) else "",
        first=Text("WISHES ", style="bold"),
    )


def _more(answer: OverviewAnswer) -> str:
    commands = ["kbpivot next --why", "path NOTE", "plan", "ready"]
    if answer.gaps:
        commands.append("gaps")
    if answer.wishes:
        commands.append("unresolved")
    return f"more: {' · '.join(commands)} · --help"
