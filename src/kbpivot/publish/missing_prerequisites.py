"""Gaps in what public notes build on: private, planned and unwritten prerequisites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.publish.disclosure import REDACTED
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
            if readers.vault.near(node) is not None:
                continue  # or under another name: `near-name` says so
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
    if len(needed_by) == 1:
        who = f"{readers.title(needed_by[0])} builds"
    else:
        who = f"{len(needed_by)} public notes build"
    if kind == "private-prerequisite":
        message = f"{name} is private and {who} on it: a reader cannot open it."
        shared = f"{who} on {REDACTED}: a reader cannot open it."
        hint = "Publish it, explain the idea in a public note, or say where else to learn it."
    elif kind == "planned-prerequisite":
        message = f"{name} is planned and {who} on it: there is no note yet."
        shared = f"{who}, by way of {REDACTED}, on a note that is not written yet."
        hint = f'Write it (`kbpivot gaps --make "{name}"` begins it), or name a source outside.'
    else:
        message = f"{name} is still a template and {who} on it: it explains nothing yet."
        shared = ""
        hint = "Fill it in, or take the prerequisite out until it is."
    return Gap(
        kind=kind,
        path=path,
        line=line,
        target=node,
        needed_by=needed_by,
        message=message,
        hint=hint,
        shared=shared if hidden else "",
        private=hidden,
        hours=_TO_PUBLISH if kind == "private-prerequisite" else readers.hours(node),
        value=readers.value(needed_by),
    )
