"""The public notes as a newcomer walks them: where to enter, what can be reached, what is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from kbpivot.publish.dead_links import is_planned
from kbpivot.publish.policy import Public, public_notes
from kbpivot.publish.readership import Readership
from kbpivot.record import Record
from kbpivot.traits import vault_traits
from kbpivot.traits.words import INDEX_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from kbpivot.traits import Traits
    from kbpivot.vault import ResolvedLink, Vault

__all__ = ["DeadLink", "EarlyUse", "ReaderPath", "Venue", "entry_pages", "reader_path", "walk"]

Venue = Literal["github", "site"]


class DeadLink(Record, frozen=True):
    """A link in a public note that a reader cannot follow.

    Attributes:
        path: the note it stands in.
        line: where in it.
        linkpath: the target as written.
        reason: `private`, `planned`, `wikilink` (GitHub shows it as plain text), `extension` (on
            GitHub a path needs its `.md`), `path` (GitHub looks only where the path says) or
            `case`.
    """

    path: str
    line: int
    linkpath: str
    reason: str


class EarlyUse(Record, frozen=True):
    """A note that a reader meets before what it builds on, and that does not lead there.

    Attributes:
        path: the note met; no link in its text leads to what it builds on.
        line: where it names what it builds on.
        needs: the public note that comes later on the way.
    """

    path: str
    line: int
    needs: str


class ReaderPath(Record, frozen=True):
    """One walk through the public notes, page by page, links in the order of the text.

    Attributes:
        venue: `github` or `site`.
        entries: pages to start from, likeliest first.
        order: every page reached, in the order in which it is met.
        unreached: public notes that no walk from the entries meets.
        early: notes met before what they build on.
        dead: links that lead nowhere for this reader.
    """

    venue: Venue
    entries: tuple[str, ...]
    order: tuple[str, ...]
    unreached: tuple[str, ...]
    early: tuple[EarlyUse, ...]
    dead: tuple[DeadLink, ...]


def reader_path(
    vault: Vault,
    G: nx.DiGraph[str],
    *,
    public: Public | None = None,
    traits: Mapping[str, Traits] | None = None,
    venue: Venue = "site",
) -> ReaderPath:
    """Walk the public notes as somebody who knows none of them.

    The walk begins at the entry pages and goes breadth first: a page, then what it links to, in
    the order of its text. On a site links lead where they do in Obsidian; on GitHub only
    Markdown links with the exact path of a file work, and wikilinks are plain text. The walk
    follows the links of the site in both cases, so that `dead` says what GitHub's reader lacks.

    Args:
        vault: the notes.
        G: the graph of `prerequisite_graph`.
        public: what others can read; worked out from the notes when not given.
        traits: what each note is; worked out when not given.
        venue: where the notes are read.
    """
    if traits is None:
        traits = vault_traits(vault)
    if public is None:
        public = public_notes(vault, traits=traits)
    readers = Readership(vault, G, public=public, traits=traits, goals={})
    entries = entry_pages(readers)
    order = walk(readers, entries)
    shown = {(link.source, link.target) for link in readers.links if readers.is_seen(link)}
    met = {path: place for place, path in enumerate(order)}
    early = [
        EarlyUse(path, readers.stated_line(need, path) or 1, need)
        for path in order
        for need in readers.before.get(path, ())
        if need in public.paths
        and met.get(need, len(met)) > met[path]
        and (path, need) not in shown
        and path not in readers.needs(need)
    ]
    dead = [
        found
        for link in readers.links
        if (found := _dead(readers, link, venue)) is not None and readers.is_seen(link)
    ]
    return ReaderPath(
        venue,
        entries,
        order,
        tuple(path for path in readers.notes if path not in met),
        tuple(early),
        tuple(dead),
    )


def entry_pages(readers: Readership) -> tuple[str, ...]:
    """Return the pages a reader lands on: the README or home at the root, else the nearest indexes."""
    pages = [path for path in readers.pages if readers.is_page(path)]
    root = [path for path in pages if "/" not in path and _is_home(path)]
    if root:
        return tuple(sorted(root, key=lambda path: (_rank(path), path)))
    if not pages:
        return ()
    least = min(path.count("/") for path in pages)
    return tuple(sorted(path for path in pages if path.count("/") == least))


def _is_home(path: str) -> bool:
    return INDEX_NAMES.match(path.rpartition("/")[2].removesuffix(".md").lower()) is not None


def _rank(path: str) -> int:
    name = path.rpartition("/")[2].removesuffix(".md").lower()
    known = ("readme", "index", "home", "start here", "read me first")
    return known.index(name) if name in known else len(known)


def walk(readers: Readership, entries: tuple[str, ...]) -> tuple[str, ...]:
    """Return the public notes that links lead to from some pages, nearest first."""
    order: dict[str, None] = {}
    waiting = list(entries)
    for path in waiting:  # grows while it is read: breadth first
        if path in order:
            continue
        order[path] = None
        waiting += [
            link.target
            for link in readers.vault.links(path)
            if link.target is not None
            and link.target in readers.public.paths
            and link.target not in order
            and readers.is_seen(link)
        ]
    return tuple(order)


def _dead(readers: Readership, link: ResolvedLink, venue: Venue) -> DeadLink | None:
    reason = _reason(readers, link, venue)
    if reason is None:
        return None
    return DeadLink(link.source, readers.place(link.link), link.linkpath or "#", reason)


def _reason(readers: Readership, link: ResolvedLink, venue: Venue) -> str | None:
    target = link.target
    if target is None:
        return "planned" if is_planned(link) else None
    if target == link.source:
        return None
    if target not in readers.public:
        return "private"
    if venue == "site":
        return None
    if link.link.kind == "wikilink":
        return "wikilink"
    return _on_github(link.linkpath, link.source, target)


def _on_github(linkpath: str, source: str, target: str) -> str | None:
    """Why GitHub cannot follow a Markdown link that Obsidian can, None where it can."""
    parts = [] if linkpath.startswith("/") else source.split("/")[:-1]
    for part in unquote(linkpath).split("/"):
        if part == "..":
            if not parts:
                return "path"
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    read = "/".join(parts)
    if read == target:
        return None
    if read.casefold() == target.casefold():
        return "case"
    return "extension" if f"{read}.md".casefold() == target.casefold() else "path"
