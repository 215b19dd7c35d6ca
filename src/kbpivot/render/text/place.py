"""Terminal text of `place`: a question, and what the answers say."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.maps import Concept
from kbpivot.render.answers.place import PlaceAnswer
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.render.text.next import suggestion_head
from kbpivot.wording import counted, duration, listed, named, shell_word

__all__ = ["asking_text", "place_text", "placed_text", "question_text"]

ASKING = (
    "A dozen questions at most. Say yes to what you could explain to a friend, no to what you could"
    " not, and stop whenever you like; nothing is written before you have seen it."
)


def question_text(one: Concept, layout: Layout, *, number: int, again: bool) -> Text:
    """Return a question: what it is about, and what knowing it means."""
    lines = Lines(layout)
    lines.wrap(
        Text(clean(one.name), style="bold"),
        Text("  once more, since two answers do not go together", style="dim") if again else "",
        first=Text(f"{number:>2}  ", style="dim"),
    )
    if one.says:
        lines.wrap(one.says, first="    ")
    return lines.text()


def place_text(answer: PlaceAnswer, layout: Layout) -> Text:
    """Return what the answers say, before it is written."""
    lines = Lines(layout)
    new = sum(len(area.entries) for area in answer.known)
    way = f"on the way to {named(answer.goals)}" if answer.goals else "on the map"
    if not answer.answers:
        lines.wrap("No question was answered, so there is nothing to write.")
        return lines.text()
    known = answer.total - answer.left
    if answer.left:
        lines.wrap(
            f"By your {counted(len(answer.answers), 'answer')} you know {f'{known:,}' if known else 'none'}"
            f" of the {answer.total:,} steps {way}. {f'The other {answer.left:,}' if known else 'They'}"
            f" take about {duration(answer.hours)}."
        )
    else:
        lines.wrap(f"By your {counted(len(answer.answers), 'answer')} you know every step {way}.")
    if answer.ended:
        lines.wrap(
            "You ended the questions, so only what you said yes to and what that builds on counts.",
            style="dim",
        )
    elif not answer.sure:
        lines.wrap("Some of it is likely rather than sure, so look it through.", style="dim")
    lines.blank()
    for area in answer.known:
        names = listed((entry.name for entry in area.entries), most=1000)
        lines.wrap(names, first=Text(f"  {area.title}: ", style="bold"), hang=4)
    if answer.forgotten:
        lines.wrap(
            named((entry.name for entry in answer.forgotten), most=1000),
            first="  Not known after all: ",
            hang=4,
        )
    if answer.overruled:
        lines.wrap(
            "You said yes to "
            f"{named((entry.name for entry in answer.overruled), most=12)}, and no to what"
            f" {'that builds' if len(answer.overruled) == 1 else 'those build'} on, so the yes does"
            " not count. `kbpivot know NAME` says otherwise."
        )
    for entry in answer.refused:
        lines.wrap(
            f"{entry.name} is taken for granted; `kbpivot forget {shell_word(entry.name)}` makes it"
            " a step."
        )
    if not new and not answer.forgotten:
        lines.wrap(IN_LOG if known else NOTHING)
    return lines.text()


def asking_text(layout: Layout, *, chosen: Sequence[str] = ()) -> Text:
    """Return what is said before the first question.

    Args:
        layout: where it is shown.
        chosen: what the questions are about, where nobody said it.
    """
    lines = Lines(layout)
    if chosen:
        lines.wrap(
            f"No goal is named, so this is about {named(chosen)}; `kbpivot place --goal NAME` asks"
            " about the way to something else."
        )
    lines.wrap(ASKING)
    return lines.text()


IN_LOG = "Your log says so already, so there is nothing to write."
NOTHING = "So you begin at the beginning, and there is nothing to write."


def placed_text(answer: PlaceAnswer, layout: Layout, *, keep: str = "") -> Text:
    """Return what was written, and what comes next.

    Args:
        answer: what was found.
        layout: where it is shown.
        keep: a goal that the settings do not have yet.
    """
    lines = Lines(layout)
    if answer.batch is not None:
        written = sum(len(area.entries) for area in answer.known) + len(answer.forgotten)
        lines.wrap(
            f"{counted(written, 'line')} written to your log. `kbpivot undo` takes all of it back,"
            " `kbpivot forget NAME` one of them."
        )
    if answer.next is not None and answer.next.suggestions:
        lines.wrap("Next: ", *suggestion_head(answer.next.suggestions[0], layout))
        if keep:
            lines.wrap(
                f"`kbpivot begin --goal {shell_word(keep)}` keeps that goal and makes a plan.",
                style="dim",
            )
    return lines.text()
