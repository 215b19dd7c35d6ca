"""The one note a watch keeps up to date: reads ticked boxes, then writes between its markers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kbpivot.edit.kept_block import with_block
from kbpivot.errors import RefusedError
from kbpivot.live.redaction import REDACTED, Redaction
from kbpivot.notes.own_block import own_block
from kbpivot.render.documents.dashboard import plain
from kbpivot.shell.files import TextFile, read_text
from kbpivot.shell.writing import create_text, replace_text
from kbpivot.vault import is_note_path, is_vault_path, vault_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from kbpivot.study.path import LearningPath
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Dashboard", "note_to_keep", "with_block"]

_NEW = "---\ntype: index\npublish: false\n---\n"
_GAPS = 5
_STEPS = 12  # notes on the map: what a person can take in


def note_to_keep(work: Workspace, name: str) -> str:
    """Return the vault path of the note a person means to have kept up to date.

    A note there is, by path, link, unique title or alias; else a new one of this path.

    Raises:
        RefusedError: the path leads out of the vault, or no note can have it.
    """
    path = vault_path(name)
    if not is_note_path(path):
        path = f"{path}.md"
    inside = not Path(name).is_absolute() and ".." not in path.split("/") and is_vault_path(path)
    if inside and Path(work.root, *path.split("/")).is_file():
        return path  # no note has to be read to know this
    known = work.vault.find(name)
    if known is not None:
        return known
    if not inside:
        raise RefusedError(f"{name} is no path of a note in this vault.")
    return path


class Dashboard:
    """Keeps one note up to date; call it with the workspace after each change."""

    def __init__(self, path: str, *, goals: tuple[str, ...] = ()) -> None:
        """Prepare; nothing is written yet.

        Args:
            path: vault path of the note, `.md` included; it need not exist.
            goals: notes or tracks to go by, else those of the settings and the vault.
        """
        self.path = path
        self.goals = goals
        self._seen: tuple[int, int, int] | None = None

    def touched(self, work: Workspace) -> bool:
        """Tell whether somebody else wrote the note since it was last looked at."""
        return self._stamp(work) != self._seen

    def __call__(self, work: Workspace) -> bool:
        """Log what was ticked, then write the note if it says something new.

        Returns:
            Whether something was logged.

        Raises:
            RefusedError: the note's markers cannot be used, or the note changed while it was
                read; it was not touched.
            KbpivotError: nothing answers to a goal, or the log cannot be written.
            OSError: the note cannot be read or written.
        """
        disk = self._disk(work)
        self._seen = self._stamp(work)
        file: TextFile | None = None
        logged = False
        if disk.exists():
            file = read_text(disk)
            with_block(file.text, "")  # refused before anything is logged or worked out
            block = own_block(file.text)
            after = self._log(work, file.text[max(block.start, 0) : max(block.end, 0)])
            logged = after is not work
            work = after
        wanted = with_block(_NEW if file is None else file.text, self._content(work))
        if file is None:
            create_text(disk, wanted, root=work.root)
        elif wanted != file.text:
            replace_text(file, wanted, root=work.root)
        else:
            return logged
        self._seen = self._stamp(work)
        return logged

    def _disk(self, work: Workspace) -> Path:
        return Path(work.root, *self.path.split("/"))

    def _stamp(self, work: Workspace) -> tuple[int, int, int] | None:
        try:
            about = self._disk(work).stat()
        except OSError:
            return None
        return about.st_mtime_ns, about.st_ctime_ns, about.st_size

    def _log(self, work: Workspace, inside: str) -> Workspace:
        """Log the boxes that were ticked; the workspace itself is returned where none was."""
        from kbpivot.render.documents.dashboard import ticked
        from kbpivot.shell.log import new_event

        now = datetime.now().astimezone()
        nodes = (work.vault.resolve(target, source=self.path) for target in ticked(inside))
        events = [
            new_event("mastered", node, at=now, hash=work.inputs.note_hash(node))
            for node in dict.fromkeys(nodes)
            if node is not None and node in work.vault and node not in work.state.mastered
        ]
        return work.recorded(*events).workspace if events else work

    def _content(self, work: Workspace) -> str:
        from kbpivot.render.documents.dashboard import board, wikilink
        from kbpivot.study import plan, reviews
        from kbpivot.wording import duration

        # The end of the day, so that what is due does not change with the hour.
        now = datetime.now().astimezone().replace(hour=23, minute=59, second=59, microsecond=0)
        today = now.date()
        veil = Redaction(work, self.path)
        remembered = reviews(work.events, at=now, vault=work.vault)
        found = work.suggestions(self.goals, today=today)
        way: LearningPath | None = None
        laid = None
        if any(one.goals for one in work.tracks(self.goals)):
            way = work.way(self.goals)[1]
            if way.steps:
                laid = plan(
                    way,
                    hours_per_week=work.config.study.hours_per_week,
                    start=today - timedelta(days=today.weekday()),
                    reviews=remembered,
                )
        gaps = [gap for gap in work.gaps() if not (veil.drawn and gap.private)]

        def link(node: str | None, title: str) -> str:
            if node is not None and veil.hides(node):
                return REDACTED
            if node is None or node not in work.vault:  # planned, or reviewed and gone since
                return plain(veil.words(title))
            return wikilink(work.vault.link_text(node, source=self.path), title)

        return board(
            found,
            plan=laid,
            reviews=[] if laid else [one for one in remembered if one.due <= today],
            gaps=gaps[:_GAPS],
            chart=self._chart(work, veil, way),
            link=link,
            words=veil.words,
            duration=duration,
        )

    def _chart(self, work: Workspace, veil: Redaction, path: LearningPath | None) -> str:
        """The next step, what leads from it to a goal, and how many more, as Mermaid."""
        from kbpivot.graph.edges import GRADES
        from kbpivot.render.drawing.mermaid import mermaid
        from kbpivot.render.drawing.picture import picture
        from kbpivot.study import node_states

        graph = work.person.study_graph
        steps = [] if path is None else [step.node for step in path.steps if step.node in graph]
        if path is None or len(steps) < 2:
            return ""
        chain = _chain(graph, steps[0], path.goals)
        shown = chain or tuple(steps[:_STEPS])
        drawn = picture(
            graph.subgraph(shown),
            states=node_states(graph, work.state),
            goal=chain[-1] if chain else None,
            follow=GRADES,
            public=work.public.named if veil.drawn else None,
            order=shown,
        )
        return mermaid(
            drawn,
            link_text=lambda path: work.vault.link_text(path, source=self.path),
            more=len(set(steps) - set(shown)),
        )


def _chain(graph: nx.DiGraph[str], first: str, goals: Iterable[str]) -> tuple[str, ...]:
    """The shortest chain from the next step to one of the goals; empty where none is short."""
    from kbpivot.study.chain import prerequisite_chain

    chains: list[tuple[str, ...]] = []
    for goal in goals:
        if goal in graph and goal != first:
            found = prerequisite_chain(graph, first, goal)
            if found.edges and not found.turned:
                chains.append((first, *(edge.after for edge in found.edges)))
    return min((one for one in chains if len(one) <= _STEPS), key=len, default=())
