"""Gaps in what public notes build on: private, planned and unwritten prerequisites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.publish.gap import Gap
from kbpivot.publish.stray_links import namesakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbpivot.publish.readership import Readership

__all__ = ["leaning_gaps"]

_TO_PUBLISH = 0.25  # hours: read a private note once more before it goes out


def leaning_gaps(readers: Readership) -> Iterator[Gap]:
    """Yield `private-prerequisite`, `planned-prerequisite` and `stub-prerequisite` gaps."""
    names = namesakes(readers.vault)
    for node in readers.after:
        if not readers.after[node]:
            continue
        if node not in readers.vault:
            kind = "planned-prerequisite"
            if "/" in node and len(names.get(node.rpartition("/")[2].casefold(), ())) == 1:
                continue  # the note is there, in another folder: `moved-note` says so
        elif node not in readers.public.paths:
            kind = "private-prerequisite"
        elif readers.is_unfilled(node):
            kind = "stub-prerequisite"
        else:
            continue
        needed_by = readers.behind(node)
        if needed_by:
            yield _gap(kind, node, needed_by, readers)


def _gap(kind: str, node: str, needed_by: tuple[str, ...], readers: Readership) -> Gap:
    path, line = readers.stumble(node)
    hidden = readers.is_hidden(node)
    name = readers.title(node)
    said = (
        "{name}, which {who} on, is "
        + {
            "private-prerequisite": "private: a reader cannot open it.",
            "planned-prerequisite": "planned: there is no note yet.",
            "stub-prerequisite": "still a template: it explains nothing yet.",
        }[kind]
    )
    who = _who(needed_by, readers)
    return Gap(
        kind=kind,
        path=path,
        line=line,
        target=node,
        needed_by=needed_by,
        message=said.format(name=name, who=who),
        hint={
            "private-prerequisite": "Publish it, explain the idea in a public note, or say "
            "where else a reader can learn it.",
            "planned-prerequisite": "Write it, or name a source outside that explains it.",
            "stub-prerequisite": "Fill it in, or take the prerequisite out until it is.",
        }[kind],
        shared=said.format(name=readers.shared_title(node), who=who) if hidden else "",
        private=hidden,
        hours=_TO_PUBLISH if kind == "private-prerequisite" else readers.hours(node),
        value=readers.value(needed_by),
    )


def _who(paths: tuple[str, ...], readers: Readership) -> str:
    if len(paths) == 1:
        return f"{readers.title(paths[0])} builds"
    return f"{len(paths)} public notes build"
