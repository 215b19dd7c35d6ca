"""Names that no note has and that look like one which is there: told, and mended where sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from kbpivot.graph.claims import CLAIMS
from kbpivot.publish.disclosure import REDACTED
from kbpivot.publish.gap import Gap
from kbpivot.traits import empty_twins
from kbpivot.vault import Near, ResolvedLink, absence, planned_key, planned_name, words_key
from kbpivot.wording import named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kbpivot.model import Link, Note, Span
    from kbpivot.publish.readership import Readership
    from kbpivot.vault import Vault

__all__ = ["NearUse", "near_links", "near_name_gaps", "near_said"]

_TO_MEND = 0.1  # hours
_ENTRY_VALUE, _MENTION_VALUE = 0.25, 0.5  # as of a link to a note not written yet


class NearUse(NamedTuple):
    """A place that names a note otherwise than it is called.

    Attributes:
        path: the note it stands in.
        span: where in it; None in a property whose place is not known.
        name: the name as written.
        near: what it means.
        link: the link, None where plain words of a property name it.
    """

    path: str
    span: Span | None
    name: str
    near: Near
    link: Link | None


_KNOWN: WeakKeyDictionary[Vault, tuple[NearUse, ...]] = WeakKeyDictionary()


def near_links(vault: Vault) -> tuple[NearUse, ...]:
    """Return every place that names a note by a near name, in order of note and place."""
    known = _KNOWN.get(vault)
    if known is None:
        known = _KNOWN[vault] = _near_links(vault)
    return known


def _near_links(vault: Vault) -> tuple[NearUse, ...]:
    found: list[NearUse] = []
    known: dict[str, Near | None] = {}

    def meant(name: str) -> Near | None:
        if name not in known:
            path = vault.find(name)
            known[name] = vault.near(name) if path is None else _by_slug(vault[path], name)
        return known[name]

    for link in vault.unresolved():
        if link.source not in vault or absence(link.link) != "note":
            continue
        name = planned_name(link.linkpath)
        near = meant(name)
        if near is not None and near.paths != (link.source,):
            found.append(NearUse(link.source, link.link.span, name, near, link.link))
    for note in vault.each(CLAIMS).values():
        for one in note.statements:
            if one.target.linked or one.form != "property" or not one.target.target.strip():
                continue
            name = planned_name(one.target.target)
            near = meant(name) if vault.find(one.target.target, source=note.path) is None else None
            if near is not None and near.paths != (note.path,):
                found.append(NearUse(note.path, one.span, name, near, None))
    found.sort(key=lambda use: (use.path, use.span.start if use.span else -1, use.name))
    return tuple(found)


def _by_slug(note: Note, name: str) -> Near | None:
    """A note that answers to a name by its slug only: Obsidian and sites open nothing."""
    called = (note.title, note.name, *note.aliases)
    if words_key(name) in map(words_key, called):
        return None  # `alias-link` says so
    if planned_key(name) in map(planned_key, called):
        return Near((note.path,), "spelling")
    return None


def near_said(name: str, near: Near, titles: Iterable[str], *, link: bool = True) -> str:
    """Say what a name seems to mean.

    Args:
        name: the name as written.
        near: what it means.
        titles: what to call the notes.
        link: whether the name stands in double brackets.
    """
    written = f"[[{name}]]" if link else name
    listed = named(titles)
    mend = "link it or add an alias"
    if near.how == "heading":
        if len(near.paths) == 1:
            return f"{written} is a heading in {listed}: link to it there, or add an alias."
        return f"{written} is a heading in {listed}: link to the one you mean."
    if len(near.paths) > 1:
        return f"{written} may mean {listed}: link to the one you mean."
    if near.how == "acronym":
        return f"{written} looks like another name of {listed}: {mend}."
    return f"{written} looks like {listed}: {mend}."


def near_name_gaps(readers: Readership, *, said: Collection[str] = ()) -> Iterator[Gap]:
    """Yield a `near-name` gap for each name under which public pages miss a note that is there.

    Args:
        readers: the vault and who can read what.
        said: nodes that are gaps already.
    """
    pages = frozenset(readers.pages)
    uses: dict[str, list[NearUse]] = {}
    for use in near_links(readers.vault):
        if use.path in pages and _meets_readers(readers, use):
            uses.setdefault(planned_key(use.name), []).append(use)
    for use in _twin_links(readers):
        uses.setdefault(planned_key(use.name), []).append(use)
    for found in uses.values():
        yield _gap(readers, found, private=bool(said) and set(found[0].near.paths) <= set(said))


def _twin_links(readers: Readership) -> Iterator[NearUse]:
    """Links to an empty note that is another spelling of a written one beside it."""
    known = readers.traits
    empty = [
        path for path in readers.public.paths if path in known and known[path].left_out == "twin"
    ]
    twins = (
        empty_twins(
            empty,
            (path for path, one in known.items() if one.maturity == "written"),
            language=lambda: readers.vault.language,
        )
        if empty
        else {}
    )
    for link in readers.links if twins else ():
        twin = twins.get(link.target or "")
        if twin is not None and link.source != twin and readers.is_seen(link):
            near = Near((twin,), "spelling")
            name = planned_name(link.linkpath)
            yield NearUse(link.source, link.link.span, name, near, link.link)


def _meets_readers(readers: Readership, use: NearUse) -> bool:
    """Tell whether readers see a name, or the note states it as what it builds on."""
    if use.link is None:
        return True
    if use.link.kind == "property":
        note = readers.vault[use.path]
        return any(planned_name(one.target.target) == use.name for one in note.statements)
    return readers.is_seen(ResolvedLink(use.path, use.link, None))


def _gap(readers: Readership, uses: list[NearUse], *, private: bool) -> Gap:
    first = min(uses, key=lambda use: readers.is_page(use.path))
    near = first.near
    needed_by = tuple(sorted({use.path for use in uses}))
    hidden = private or any(readers.is_hidden(path) for path in near.paths)
    link = first.link is not None
    titles = [readers.vault[path].name for path in near.paths]
    shared = [
        REDACTED if readers.is_hidden(path) else readers.vault[path].name for path in near.paths
    ]
    value = sum(
        readers.value((path,)) * (_ENTRY_VALUE if readers.is_page(path) else _MENTION_VALUE)
        for path in needed_by
    )
    return Gap(
        kind="near-name",
        path=first.path,
        line=1 if first.span is None else first.span.line,
        target=first.name,
        needed_by=needed_by,
        message=near_said(first.name, near, titles, link=link),
        hint="`kbpivot check --fix` mends the links of which it is sure.",
        shared=near_said("This", near, shared, link=False) if hidden else "",
        private=hidden,
        hours=_TO_MEND,
        value=value,
    )
