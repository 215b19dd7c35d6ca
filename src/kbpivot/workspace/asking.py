"""Questions that somebody puts to the person: added to the log, and answered by nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.errors import RefusedError
from kbpivot.safe_text import one_line
from kbpivot.study.learning_log import ASKED, asked, refusals

if TYPE_CHECKING:
    from kbpivot.study.questions import Question
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Asking", "ask"]

_MOST: Final = 50
"""Questions that wait for the person; more would bury what is worth an answer."""
_LONGEST: Final = 300
"""Characters of a reason."""


class Asking(NamedTuple):
    """What asking came to.

    Attributes:
        workspace: the workspace after it.
        question: the question as the person will see it.
        added: whether it is new.
        waiting: how many others wait.
    """

    workspace: Workspace
    question: Question
    added: bool
    waiting: int


def ask(work: Workspace, first: str, second: str, reason: str, *, at: datetime) -> Asking:
    """Put the question whether one note comes before another; nothing goes by it.

    Args:
        work: the vault.
        first: what a person calls the note that may come first.
        second: the note that may build on it.
        reason: why, in a sentence.
        at: the time.

    Raises:
        RefusedError: it has an answer, or there is nothing to ask.
        NoteNotFoundError: nothing answers to a name.
        AmbiguousNoteError: several notes do.
        LogError: the log cannot be written.
    """
    from kbpivot.shell.log import new_event

    pair = work.vault.note(first).path, work.vault.note(second).path
    titles = tuple(work.vault[path].title for path in pair)
    if pair[0] == pair[1]:
        raise RefusedError("A note does not come before itself.")
    if work.derived.graph.has_edge(*pair):
        raise RefusedError(f"It is stated already that {titles[0]} comes before {titles[1]}.")
    if pair in refusals(work.owner.events):
        raise RefusedError(
            f"The person has said that {titles[0]} does not come before {titles[1]}."
        )
    said = one_line(reason)
    if len(said) > _LONGEST:
        raise RefusedError(
            f"The reason is longer than {_LONGEST} characters; say it in a sentence."
        )
    known = asked(work.owner.events)
    added = pair not in known
    if added and len(known) >= _MOST:
        raise RefusedError(
            f"{len(known)} questions wait for the person already; `kbpivot suggest` asks them."
        )
    if added:
        event = new_event(ASKED, pair[0], to=pair[1], at=at, hash=work.inputs.note_hash(pair[0]))
        event = replace(event, more=immutabledict({"reason": said}))
        work = work.recorded(event, follow=False).workspace
    found = (one for one in work.questions() if (one.first, one.second) == pair)
    question = next(found, None)
    if question is None:
        raise RefusedError(f"What comes first of {titles[0]} and {titles[1]} is stated already.")
    return Asking(work, question, added, len(asked(work.events)) - 1)
