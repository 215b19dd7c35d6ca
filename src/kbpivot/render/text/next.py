"""Terminal text of `next`."""

from __future__ import annotations

from rich.style import Style

from kbpivot.render.answers.next import NextAnswer, SuggestionEntry
from kbpivot.render.text import Layout, Lines, Piece, Text, clean
from kbpivot.render.text.study import (
    GRADES,
    aside_line,
    basis_sentence,
    beyond_line,
    evidence_lines,
    left_out_lines,
    unread_lines,
)
from kbpivot.wording import counted, duration, named, shell_word

__all__ = [
    "ALTERNATIVE",
    "ASSUMED",
    "READ_AGAIN",
    "aim_sentence",
    "declined_sentences",
    "ground_sentences",
    "next_text",
    "nothing_sentences",
    "suggestion_head",
    "why_sentences",
]


def next_text(answer: NextAnswer, layout: Layout, *, why: bool = False) -> Text:
    """Return one note to study with the reasons, and what else could be."""
    lines = Lines(layout)
    if not answer.suggestions:
        _nothing_next(lines, answer)
        lines.blank()
        unread_lines(lines, answer.unread)
        return lines.text()
    first, *others = answer.suggestions
    lines.wrap(*suggestion_head(first, layout, first=True))
    if first.path and first.path != f"{first.title}.md":
        lines.add("  ", layout.place(first.path))
    says = [reason.message for reason in first.reasons if reason.code == "says"]
    if says:
        lines.wrap(" ".join(says), first="  ", style="italic")
    said = why_sentences(first)
    if first.until is not None:
        said.append(f'Up to "{first.until}" (line {first.until_line}) is about that much.')
    lines.wrap(" ".join(said), first="  ")
    for sentence in ground_sentences(answer):
        lines.wrap(sentence, first="  ", style="dim")
    if first.address:
        lines.wrap(Text(clean(first.address), style="dim"), first="  ")
    if first.map is not None:
        named_so = shell_word(first.title)
        lines.table(
            (
                (
                    Text(f"kbpivot new concept {named_so}", style="dim"),
                    Text("begins a note", style="dim"),
                ),
                (
                    Text(f"kbpivot done {named_so}", style="dim"),
                    Text("once you have it", style="dim"),
                ),
            ),
            indent=2,
        )
    if why:
        for need in first.needs:
            lines.blank()
            done = "done" if need.met else "open"
            lines.wrap(
                Text(clean(need.title), style="bold"),
                Text(f"  {GRADES.get(need.grade, need.grade)}, {done}", style="dim"),
                first="  ",
            )
            for evidence in need.evidence:
                evidence_lines(lines, evidence, indent=4)
    if others:
        lines.blank()
        lines.add("Or:")
    for other in others:
        lines.wrap(*suggestion_head(other, layout), first="  ", hang=4)
        said = [reason.message for reason in other.reasons if reason.code in ALTERNATIVE]
        if said:
            lines.wrap(" ".join(said), first="    ")
    if any(other.delay <= -SOONER for other in others):
        lines.wrap(BEGUN_FIRST, first="  ", style="dim")
    lines.blank()
    for blocked in answer.blocked:
        lines.wrap(blocked.message)
    aside_line(lines, answer.aside, toward="your tracks" if answer.aim == "track" else "these")
    lines.blank()
    unread_lines(lines, answer.unread)
    left_out_lines(lines, answer.left_out, since=answer.since)
    beyond_line(lines, answer.beyond)
    if answer.reviews_due:
        are = "is" if answer.reviews_due == 1 else "are"
        lines.wrap(
            f"{counted(answer.reviews_due, 'review')} {are} due: kbpivot review", style="dim"
        )
    return lines.text()


def why_sentences(entry: SuggestionEntry) -> list[str]:
    """Return why a note is suggested, but for the words of its author and its hours."""
    return [one.message for one in entry.reasons if one.code not in {"hours", "says"}]


def ground_sentences(answer: NextAnswer) -> list[str]:
    """Return what the suggestions are for and what their order rests on."""
    mapped = bool(answer.suggestions) and answer.suggestions[0].map is not None
    alone = _is_alone(answer)
    basis = basis_sentence(answer.grade, stated=answer.stated, guessed=answer.guessed)
    said = [aim_sentence(answer), "" if mapped or alone else basis]
    if answer.assumed:
        said.append(ASSUMED)
    elif answer.all_written:
        said.append(WRITTEN_ALONE if alone else READ_AGAIN)
    return [sentence for sentence in said if sentence]


def _is_alone(answer: NextAnswer) -> bool:
    """Tell whether all there is to suggest is the goal itself, so that no order was needed."""
    if len(answer.suggestions) != 1:
        return False
    only = answer.suggestions[0]
    asked = any(one.code == "goal" for one in only.reasons)
    return asked and not only.needs


def aim_sentence(answer: NextAnswer) -> str:
    """Return what the suggestions are for, where the person may not know; else nothing."""
    if answer.aim in {"vault", "any"}:
        if answer.asked:
            return (
                f"You have everything toward {named(answer.asked)}; this is toward {answer.toward}."
            )
        if answer.aim == "any":
            return "Nothing here says what comes first."
        return f"No goal is named and no track is here: this is toward {answer.toward}."
    if answer.chosen_by == "settings":
        first = answer.suggestions[0].reasons if answer.suggestions else ()
        if any(why.code == "step" and f"toward {answer.toward}." in why.message for why in first):
            return "That goal is the one in kbpivot.toml."
        return f"Toward {answer.toward}, as kbpivot.toml says."
    if answer.chosen_by == "you":
        return ""
    own = "your tracks: " if answer.aim == "track" else ""
    aside = any(why.code == "aside" for one in answer.suggestions[:1] for why in one.reasons)
    what = "the others are" if aside else "this is"
    return f"You named no goal, so {what} toward {own}{answer.toward}."


SOONER = 0.25
"""Hours by which an alternative brings the goals sooner before it is said why it is not first."""

BEGUN_FIRST = "What you began comes first; `kbpivot next --fresh` does without that."

ASSUMED = (
    "What you have written and say nothing about counts as met; `kbpivot know NOTE` or"
    " `kbpivot done NOTE` says more."
)
WRITTEN_ALONE = "It is written, and nothing says whether you know it."
READ_AGAIN = "It is written, and nothing says what of it you know: this is an order to read it in."
ALTERNATIVE = frozenset(
    {
        "started",
        "planned",
        "empty",
        "queued",
        "builds-on",
        "ordered",
        "mapped",
        "inferred",
        "root",
        "cost",
    }
)
"""Reasons that are told of an alternative."""


def declined_sentences(answer: NextAnswer) -> tuple[str, str]:
    """Say that nothing here tells what comes next, and what would."""
    notes = counted(answer.written, "note")
    are = "is" if answer.written == 1 else "are"
    order = "no order is stated or listed"
    if answer.guessed:
        order += f" ({answer.guessed:,} guessed; kbpivot suggest to confirm)"
    return (
        f"{notes} {are} written, nothing says what of that you know, and {order}.",
        "Name a goal: kbpivot next --goal NOTE. Or mark what you know: kbpivot know NOTE.",
    )


def suggestion_head(entry: SuggestionEntry, layout: Layout, *, first: bool = False) -> list[Piece]:
    """Return the name and time of a suggestion; of the `first` also where the time is from."""
    pieces: list[Piece] = [Text(clean(entry.title), style=_style(entry.path, layout))]
    said = duration(entry.hours)
    if entry.minutes is not None:
        said = f"{duration(entry.minutes / 60, exact=True)} of {said}"
    pieces.append(Text(f"  {said}", style="bold"))
    if entry.hours_source and first:
        pieces += [" ", Text(f"({entry.hours_source})", style="dim")]
    return pieces


def _style(path: str | None, layout: Layout) -> str | Style:
    return layout.place(path, style="bold").style if path else "bold"


def _nothing_next(lines: Lines, answer: NextAnswer) -> None:
    for sentence in nothing_sentences(answer):
        lines.wrap(sentence)
    for blocked in answer.blocked:
        lines.wrap(blocked.message)


def nothing_sentences(answer: NextAnswer) -> tuple[str, ...]:
    """Return why nothing is suggested."""
    if answer.asked and (answer.reached or answer.aim == "any"):
        return (f"You have everything toward {named(answer.asked)}.",)
    if answer.all_written:
        return declined_sentences(answer)
    if answer.aim == "any":
        return ("There is nothing here to study.",)
    if answer.reached:
        return (f"You have everything toward {answer.toward}.",)
    return ("There is nothing to suggest here: no note asks to be studied.",)
