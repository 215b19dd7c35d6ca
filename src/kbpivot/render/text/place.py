"""Terminal text of `place`: a question, and what the answers say."""

from __future__ import annotations

from kbpivot.maps import Concept
from kbpivot.render.answers.place import PlaceAnswer
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.render.text.next import suggestion_head
from kbpivot.wording import counted, duration, listed, named

__all__ = ["ASKING", "place_text", "placed_text", "question_text"]

ASKING = (
    "A dozen questions at most. Say yes to what you could explain to a friend, no to what you could"
    " not, and stop whenever you like; nothing is written before you have seen it."
)


def question_text(one: Concept, layout: Layout, *, number: int, again: bool) -> Text:
    """Return a question: what it is about, and what knowing it means."""
    lines = Lines(layout)
    lines.wrap(
        Text(clean(one.name), style="bold cyan"),
        Text("  once more, since two answers do not go together", style="dim") if again else "",
        first=Text(f"{number:>2}  ", style="dim"),
    )
    if one.says:
        lines.wrap(one.says, first="    ")
    return lines.text()


def place_text(answer: PlaceAnswer, layout: Layout) -> Text:
    """Return what the answers say, before it is written."""
    lines = Lines(layout)
    known = sum(len(area.entries) for area in answer.known)
    way = f"on the way to {named(answer.goals)}" if answer.goals else "of the map"
    if not answer.answers:
        lines.wrap("No question was answered, so nothing is known and nothing is written.")
        return lines.text()
    said = f"{known:,} more than your log has" if answer.total - answer.left > known else f"{known:,}"
    lines.wrap(
        f"By {counted(len(answer.answers), 'answer')} you know {said} of the {answer.total:,} steps"
        f" {way}; {answer.left:,} are left, about {duration(answer.hours)}."
    )
    if not answer.sure:
        lines.wrap("More answers would tell more, so look at what is named here.", style="dim")
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
    if not known and not answer.forgotten:
        lines.wrap("That is what your log says already." if answer.total > answer.left else NOTHING)
    return lines.text()


NOTHING = "So you begin at the beginning, and there is nothing to write."


def placed_text(answer: PlaceAnswer, layout: Layout) -> Text:
    """Return what was written, and what comes next."""
    lines = Lines(layout)
    if answer.batch is not None:
        written = sum(len(area.entries) for area in answer.known) + len(answer.forgotten)
        lines.wrap(
            f"{counted(written, 'line')} written to your log. `kbpivot undo` takes all of it back,"
            " `kbpivot forget NAME` one of them."
        )
    if answer.next is not None and answer.next.suggestions:
        lines.wrap("Next: ", *suggestion_head(answer.next.suggestions[0], layout))
    return lines.text()
