"""Gaps a reader meets on the way: headings and pictures that are not there, notes off the path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kbpivot.publish.anchors import is_anchor, page_anchors
from kbpivot.publish.gap import Gap
from kbpivot.publish.reader import entry_pages, walk
from kbpivot.vault import planned_key
from kbpivot.wording import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbpivot.publish.readership import Readership
    from kbpivot.vault import ResolvedLink

__all__ = ["missing_part_gaps", "orphan_gaps"]

_TO_MEND = 0.1  # hours
_TO_FIND = 0.25  # hours: look for a file
_VALUE = 0.05  # the reader is on the right page
_EMBED_VALUE = 0.25  # the reader sees that something is not there
_ORPHAN_VALUE = 0.05
_FEW_ORPHANS, _FEW_SHARE = 3, 0.05  # more notes than both without a link to them are a habit
_ELSEWHERE = 10  # files from which most being missing means that they are kept elsewhere
_CONTENTS = 3  # links of a note to parts of its own that are not there: its contents are old
_VARIABLE = re.compile(r"\{\{|<%|\$\{|[<>]|^\.\.\.$|^…$")


def missing_part_gaps(
    readers: Readership, *, said: Collection[str] = (), every: bool = False
) -> Iterator[Gap]:
    """Yield `missing-heading` gaps, one for each part, and `missing-embed` gaps, one for a note.

    Where three links of a note or more lead to headings of its own that are not there, its table
    of contents is older than its text: that is told once. Where most of the files that public notes show are not in the vault, they are kept elsewhere:
    that is asked once.

    Args:
        readers: the vault and who can read what.
        said: keys of planned notes that are gaps already.
        every: tell of each note all the same.
    """
    shown = 0
    parts: dict[tuple[str, str], list[ResolvedLink]] = {}
    embeds: dict[str, list[ResolvedLink]] = {}
    known: dict[str, frozenset[str]] = {}
    for link in readers.links:
        target, subpath = link.target, link.link.subpath
        shown += link.link.embed and target is not None and target not in readers.vault
        if target is None:
            if link.link.embed and _could_be_there(link) and planned_key(link.linkpath) not in said:
                embeds.setdefault(link.linkpath.casefold(), []).append(link)
        elif (
            subpath
            and target in readers.public.paths
            and not _VARIABLE.search(subpath)
            and readers.vault.resolve_subpath(target, subpath) is None
            and not _is_anchor(readers, target, subpath, known=known)
        ):
            parts.setdefault((target, subpath.casefold()), []).append(link)
    own: dict[str, list[ResolvedLink]] = {}
    for (target, _), links in parts.items():
        seen = [link for link in links if readers.is_seen(link)]
        if _sources(seen) == (target,):
            own.setdefault(target, []).append(seen[0])
        elif seen:
            yield _part_gap(readers, target, seen)
    for target, entries in own.items():
        if len(entries) >= _CONTENTS and not every:
            yield _contents_gap(readers, target, entries)
        else:
            for link in entries:
                yield _part_gap(readers, target, [link])
    missing = [
        seen
        for links in embeds.values()
        if (seen := [one for one in links if readers.is_seen(one)])
    ]
    if len(missing) >= _ELSEWHERE and len(missing) > shown and not every:
        yield _elsewhere_gap(readers, missing, shown + len(missing))
        return
    together: dict[tuple[str, ...], list[list[ResolvedLink]]] = {}
    for links in missing:
        together.setdefault(_sources(links), []).append(links)
    for same in together.values():
        yield _embed_gap(readers, same)


def _could_be_there(link: ResolvedLink) -> bool:
    """Tell whether an embed names a file; `/x.png` in Markdown is an address of the site."""
    written = link.linkpath.strip()
    if not written or _VARIABLE.search(written):
        return False
    return not (link.link.kind == "markdown" and written.startswith("/"))


def _is_anchor(
    readers: Readership, target: str, subpath: str, *, known: dict[str, frozenset[str]]
) -> bool:
    """Tell whether a reader lands at a part that Obsidian does not find.

    Args:
        readers: the vault and who can read what.
        target: the note.
        subpath: the part of it that a link names.
        known: what can be linked to in each note asked about before; added to.
    """
    if target not in known:
        known[target] = page_anchors(readers.vault[target], readers.text(target))
    drawing = readers.traits[target].kind == "excalidraw"
    return is_anchor(subpath, known[target], drawing=drawing)


def _part_gap(readers: Readership, target: str, links: list[ResolvedLink]) -> Gap:
    first = links[0]
    part = str(first.link.subpath)
    title = readers.title(target)
    what = "block" if part.startswith("^") else "heading"
    needed_by = _sources(links)
    key = planned_key(part.rpartition("#")[2])
    alike = [one.text for one in readers.vault[target].headings if planned_key(one.text) == key]
    near = f" It has {alike[0]!r}." if alike and what == "heading" else ""
    return Gap(
        kind="missing-heading",
        path=first.source,
        line=readers.place(first.link),
        target=f"{target}#{part}",
        needed_by=needed_by,
        message=f"{title} has no {what} {part!r}: a reader lands at the top of the note.{near}",
        hint=f"Name a {what} that is there, or link to the note alone.",
        hours=_TO_MEND,
        value=_VALUE * readers.value(needed_by),
    )


def _contents_gap(readers: Readership, target: str, links: list[ResolvedLink]) -> Gap:
    """The gap of a note whose own table of contents leads nowhere."""
    first = links[0]
    return Gap(
        kind="missing-heading",
        path=target,
        line=readers.place(first.link),
        target=f"{target}#{first.link.subpath}",
        needed_by=(target,),
        message=f"{len(links)} links of {readers.title(target)} to its own headings lead to none, "
        f"the first of them to {str(first.link.subpath)!r}: a reader stays where they are.",
        hint="Write the links as the headings now are.",
        hours=_TO_MEND,
        value=_VALUE * len(links) * readers.value((target,)),
    )


def _embed_gap(readers: Readership, files: list[list[ResolvedLink]]) -> Gap:
    """The gap of files that the same notes show and that are not there."""
    first = files[0][0]
    needed_by = _sources(files[0])
    if len(files) == 1:
        message = f"{_file(first)} is to be shown here, and there is no such file."
    else:
        names = listed((_file(links[0]) for links in files), most=2, of=len(files))
        message = f"{names} are to be shown here, and there are no such files."
    return Gap(
        kind="missing-embed",
        path=first.source,
        line=readers.place(first.link),
        target=first.linkpath,
        needed_by=needed_by,
        message=message,
        hint="Put the file back, or take the embed out.",
        hours=_TO_FIND,
        value=_EMBED_VALUE * readers.value(needed_by),
    )


def _file(link: ResolvedLink) -> str:
    return link.linkpath.rpartition("/")[2] or link.linkpath


def _elsewhere_gap(readers: Readership, missing: list[list[ResolvedLink]], total: int) -> Gap:
    first = missing[0][0]
    needed_by = tuple(sorted({link.source for links in missing for link in links}))
    return Gap(
        kind="missing-embed",
        path=first.source,
        line=readers.place(first.link),
        target=first.linkpath,
        needed_by=needed_by,
        message=f"{len(missing):,} of the {total:,} files that public notes show are not in this "
        "vault. Are they kept elsewhere?",
        hint="Put the folder back, or leave it if your site has the files.",
        hours=_TO_FIND,
        value=_EMBED_VALUE,
    )


def orphan_gaps(readers: Readership, *, every: bool = False) -> Iterator[Gap]:
    """Yield an `orphan-public` gap for each public note that no public page links to.

    Where no index leads readers to most of the notes, or more than a few and one in twenty are
    linked from nowhere, readers find their way by folders: no gaps.

    Args:
        readers: the vault and who can read what.
        every: tell all the same.
    """
    linked: set[str] = set()
    for path in readers.vault.paths:
        if path in readers.public.paths:
            linked.update(
                link.target
                for link in readers.vault.links(path)
                if link.target is not None and link.target != path
            )
    for canvas in readers.vault.canvases:
        if canvas.path in readers.public.files:
            linked.update(link.target for link in readers.vault.links(canvas.path) if link.target)
    alone = [
        path
        for path in readers.notes
        if path not in linked
        and not readers.after.get(path)
        and readers.explains(path)
        and readers.traits[path].kind not in ("manual", "daily")
    ]
    if not every:
        if len(alone) > max(_FEW_ORPHANS, _FEW_SHARE * len(readers.notes)):
            return
        reached = len(readers.counted.intersection(walk(readers, entry_pages(readers))))
        if reached * 2 <= len(readers.notes):
            return
    for path in alone:
        yield Gap(
            kind="orphan-public",
            path=path,
            line=1,
            target=path,
            needed_by=(path,),
            message=f"No public note links to {readers.title(path)}: a reader comes here only "
            "by search or the list of files.",
            hint="Link to it where it helps, or from an index.",
            hours=_TO_MEND,
            value=_ORPHAN_VALUE * readers.value((path,)),
        )


def _sources(links: list[ResolvedLink]) -> tuple[str, ...]:
    return tuple(sorted({link.source for link in links}))
