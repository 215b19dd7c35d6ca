"""From nothing to a plan: the settings and the one note that `begin` writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.edit.kept_block import with_block
from kbpivot.errors import KbpivotError
from kbpivot.notes.own_block import own_block
from kbpivot.record import Record
from kbpivot.shell.files import read_text
from kbpivot.shell.writing import create_text, replace_text
from kbpivot.workspace.setup import set_settings

if TYPE_CHECKING:
    from kbpivot.edit.settings import Value
    from kbpivot.study import Plan
    from kbpivot.study.path import LearningPath
    from kbpivot.workspace.workspace import Workspace

__all__ = [
    "START_NOTE",
    "Given",
    "Way",
    "Wishes",
    "given_wishes",
    "set_wishes",
    "way_and_plan",
    "ways_in",
    "write_settings",
    "write_start_note",
]

START_NOTE: Final = "Start here.md"
_NEW: Final = "---\ntype: index\npublish: false\n---\n# Start here\n"
_GOALS: Final = ("goal", "goals", "track")
_HOURS: Final = ("hours", "hours-per-week", "hours_per_week")
_KNOWN: Final = ("known", "answers", "placement")


class Wishes(Record, frozen=True):
    """What a person wants: where to, and at which pace.

    Attributes:
        goals: names of what they study towards.
        hours: hours a week.
    """

    goals: tuple[str, ...]
    hours: float


class Given(Record, frozen=True):
    """What a file of answers says.

    Attributes:
        goals: names of goals; empty where it names none.
        hours: hours a week; None where it says none.
        known: a JSON object of ids or names, each with true or false.
    """

    goals: tuple[str, ...]
    hours: float | None
    known: Mapping[str, object]


class Way(Record, frozen=True):
    """A way in that can be chosen.

    Attributes:
        name: what to call it.
        says: what one can do at its end; empty where nobody says.
    """

    name: str
    says: str


def set_wishes(work: Workspace) -> Wishes | None:
    """Return what the settings say already; None where they name no goal that there is.

    Args:
        work: the vault.
    """
    goals = tuple(track.name for track in work.goals)
    return Wishes(goals, work.config.study.hours_per_week) if goals else None


def ways_in(work: Workspace) -> tuple[Way, ...]:
    """Return the ways that can be chosen: tracks of the vault, then those of the map.

    Args:
        work: the vault.
    """
    from kbpivot.study.tracks import tracks

    own = tracks(work.vault, work.written_graph, configured=work.config.tracks)
    found = [Way(track.name, "") for track in own]
    if work.on_map.field is not None and work.is_on_field:
        found += [Way(one.name, one.says) for one in work.on_map.field.tracks.values()]
    return tuple({way.name: way for way in reversed(found)}.values())[::-1]


def given_wishes(answers: object, *, source: str) -> Given:
    """Return what a JSON file says of goals, hours and what is known.

    Args:
        answers: a JSON object: `goal` (a name or several), `hours` (a week), and `known`, an object
            of names with true or false; such names may also stand in it directly.
        source: what to call the file.

    Raises:
        KbpivotError: it says something else.
    """
    if not isinstance(answers, dict):
        raise KbpivotError(
            f'{source} is no JSON object; write {{"goal": "RLHF", "hours": 6, "known":'
            ' {"softmax": true}}.'
        )
    goals: list[str] = []
    hours: float | None = None
    known: dict[str, object] = {}
    for key, value in answers.items():
        if key in _GOALS:
            names = value if isinstance(value, list) else [value]
            if not all(isinstance(name, str) and name.strip() for name in names):
                raise KbpivotError(f"{source}: {key!r} is a name, or a list of names.")
            goals += names
        elif key in _HOURS:
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not 0 < value <= 168
            ):
                raise KbpivotError(f"{source}: {key!r} is a number of hours a week, at most 168.")
            hours = float(value)
        elif key in _KNOWN and isinstance(value, dict):
            known |= value
        else:
            known[key] = value
    return Given(tuple(dict.fromkeys(goals)), hours, known)


def write_settings(work: Workspace, wishes: Wishes) -> Path | None:
    """Write what differs from the settings in force, and return the file if anything does.

    Args:
        work: the vault.
        wishes: what the person wants.

    Raises:
        RefusedError: the file changed in the meantime, or may not be written.
    """
    values: dict[str, Value] = {}
    known = set_wishes(work)
    if known is None or known.goals != wishes.goals:
        values["goals"] = wishes.goals
    if work.config.study.hours_per_week != wishes.hours:
        values["hours-per-week"] = wishes.hours
    if not values:
        return None
    return set_settings(work.root, "study", values)


def write_start_note(work: Workspace, content: str) -> str | None:
    """Write the path into the note *Start here*, between markers; its other text stays.

    Args:
        work: the vault.
        content: what stands between the markers.

    Returns:
        The note's path; None where a note of that name is somebody's own and was left alone.

    Raises:
        RefusedError: the markers in the note cannot be used, or it may not be written.
    """
    disk = Path(work.root, START_NOTE)
    if not disk.exists():
        create_text(disk, with_block(_NEW, content))
        return START_NOTE
    file = read_text(disk)
    block = own_block(file.text)
    if block.start < 0 and not block.problem:
        return None
    wanted = with_block(file.text, content)
    if wanted != file.text:
        replace_text(file, wanted, root=work.root)
    return START_NOTE


def way_and_plan(work: Workspace, wishes: Wishes, *, start: date) -> tuple[LearningPath, Plan]:
    """Return the path to goals and its weeks.

    Args:
        work: the vault, with its settings as they are now.
        wishes: what the person wants.
        start: the first day.
    """
    from kbpivot.study import plan

    _, path = work.way(wishes.goals)
    return path, plan(path, hours_per_week=wishes.hours, start=start)
