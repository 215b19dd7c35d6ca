"""The one note a watch keeps up to date: reads ticked boxes, then writes between its markers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kbpivot.errors import RefusedError
from kbpivot.notes.own_block import END, START, own_block
from kbpivot.render.board import plain
from kbpivot.shell.files import create_text, read_text, replace_text

if TYPE_CHECKING:
    from kbpivot.shell.workspace import Workspace

__all__ = ["Upkeep", "with_block"]

_NEW = "---\ntype: index\npublish: false\n---\n"
_GAPS = 5
_REDACTED = "a private note"


def with_block(text: str, content: str) -> str:
    r"""The note's text with `content` between its markers and every other character kept.

    Args:
        text: the note; without markers they are added at its end.
        content: Markdown with `\n` line breaks; it takes on those of the note.

    Raises:
        RefusedError: one marker is missing, or they stand in the wrong order.
    """
    block = own_block(text)
    if block.problem:
        raise RefusedError(f"The note was not touched: {block.problem}.")
    newline = "\r\n" if "\r\n" in text else "\n"
    content = content.replace("\n", newline)
    if block.start < 0:
        gap = "" if not text else newline if text.endswith(("\n", "\r")) else newline * 2
        return f"{text}{gap}{START}{newline}{content}{END}{newline}"
    return text[: block.start] + content + text[block.end :]


class Upkeep:
    """Keeps one note up to date; call it with the workspace after each change."""

    def __init__(self, path: str, *, goals: tuple[str, ...] = ()) -> None:
        """Prepare; nothing is written yet.

        Args:
            path: vault path of the note, `.md` included; it need not exist.
            goals: notes or tracks to go by, else those of the settings and the vault.
        """
        self.path = path
        self.goals = goals

    def __call__(self, work: Workspace) -> bool:
        """Log what was ticked, then write the note if it says something new.

        Returns:
            Whether something was logged.

        Raises:
            RefusedError: the note's markers cannot be used.
            OSError: the note cannot be read or written.
        """
        disk = Path(work.root, *self.path.split("/"))
        logged = False
        if disk.exists():
            file = read_text(disk)
            block = own_block(file.text)
            inside = file.text[block.start : block.end] if block.start >= 0 else ""
            logged = self._log(work, inside)
            if logged:
                work = work.renewed(work.vault)
            wanted = with_block(file.text, self._content(work))
            if wanted != file.text:
                replace_text(file, wanted)
        else:
            create_text(disk, with_block(_NEW, self._content(work)))
        return logged

    def _log(self, work: Workspace, inside: str) -> bool:
        from kbpivot.render.board import ticked
        from kbpivot.shell.log import new_event

        now = datetime.now().astimezone()
        events = []
        for target in dict.fromkeys(ticked(inside)):
            node = work.vault.resolve(target, source=self.path)
            if node is not None and node not in work.state.mastered:
                events.append(new_event("mastered", node, at=now, hash=work.note_hash(node)))
        work.append(*events)
        return bool(events)

    def _content(self, work: Workspace) -> str:
        from kbpivot.render.board import board
        from kbpivot.render.mermaid import mermaid
        from kbpivot.render.picture import picture
        from kbpivot.study import duration, learning_path, node_states, plan

        today = datetime.now().astimezone().date()
        veil = _Veil(work, self.path)
        found = work.suggestions(self.goals, today=today)
        goals = [goal for track in work.tracks(self.goals) for goal in track.goals]
        laid, chart = None, ""
        if goals:
            path = learning_path(work.study_graph, dict.fromkeys(goals, 1.0), work.state)
            if path.steps:
                laid = plan(
                    path,
                    hours_per_week=work.config.study.hours_per_week,
                    start=today - timedelta(days=today.weekday()),
                )
        if len(found) and found[0].node in work.graph:
            drawn = picture(
                work.graph,
                states=node_states(work.graph, work.state),
                around=found[0].node,
                public=work.public.paths if veil.drawn else None,
            )
            chart = mermaid(drawn)
        gaps = [gap for gap in work.gaps() if not (veil.drawn and gap.private)]
        return board(
            found,
            plan=laid,
            gaps=gaps[:_GAPS],
            chart=chart,
            link=veil.link,
            words=veil.words,
            duration=duration,
        )


class _Veil:
    """Names as the note's readers may see them: in a public note private ones are left out."""

    def __init__(self, work: Workspace, note: str) -> None:
        self._vault = work.vault
        self._note = note
        self._public = work.public.paths
        self.drawn = note in self._public
        private = [one for one in work.vault.notes if one.path not in self._public]
        names = {name for one in private for name in (one.title, one.name, *one.aliases)}
        names -= {one.title for one in work.vault.notes if one.path in self._public}
        spelled = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
        self._secret = (
            re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE)
            if self.drawn and spelled
            else None
        )

    def words(self, text: str) -> str:
        """The text without private names."""
        return text if self._secret is None else self._secret.sub(_REDACTED, text)

    def link(self, path: str | None, title: str) -> str:
        """A wikilink to a note, or the plain name of a planned one."""
        if path is None:
            return plain(self.words(title))
        if self.drawn and path not in self._public:
            return _REDACTED
        target = self._vault.link_text(path, source=self._note)
        shown = " ".join(re.sub(r"[\[\]|]", " ", title).split())
        return f"[[{target}]]" if shown in ("", target) else f"[[{target}|{shown}]]"
