"""Gaps in links: what a reader clicks and cannot open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.publish.disclosure import REDACTED
from kbpivot.publish.gap import Gap
from kbpivot.publish.no_subject import is_no_subject, stands_in_a_field
from kbpivot.publish.stray_links import namesakes, stray_target
from kbpivot.vault import absence, commonest_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kbpivot.publish.readership import Readership
    from kbpivot.vault import ResolvedLink

__all__ = ["is_planned", "planned_link_gaps", "private_link_gaps"]

_TO_UNLINK = 0.25  # hours: publish the note, or say the thing without the link
_ENTRY_VALUE = 0.25  # an entry in a list waits for a note; a sentence that needs it stumbles
_MENTION_VALUE = 0.5


def private_link_gaps(readers: Readership, *, said: Collection[str]) -> Iterator[Gap]:
    """Yield `links-to-private` and `embeds-private` gaps, one for each private note or file.

    Args:
        readers: the vault and who can read what.
        said: private notes that are gaps already; only embeds of them are still told.
    """
    found: dict[str, list[ResolvedLink]] = {}
    for link in readers.links:
        target = link.target
        if target is None or target in readers.public or target == link.source:
            continue
        if (target in readers.vault or link.link.embed) and readers.is_seen(link):
            found.setdefault(target, []).append(link)
    for target, links in found.items():
        embeds = [link for link in links if link.link.embed]
        if not embeds and target in said:
            continue
        kind = "embeds-private" if embeds else "links-to-private"
        first = (embeds or links)[0]
        needed_by = _sources(links)
        title = readers.title(target) if target in readers.vault else target
        if embeds:
            message = f"{title} is private and shown here: a reader sees an empty frame."
            shared = f"{REDACTED.capitalize()} is shown here: a reader sees an empty frame."
        else:
            tail = "a reader who follows it finds nothing, and its title is told."
            message = f"This links to {title}, which is private: {tail}"
            shared = f"This links to {REDACTED}: {tail}"
        yield Gap(
            kind=kind,
            path=first.source,
            line=readers.place(first.link),
            target=target,
            needed_by=needed_by,
            message=message,
            hint="Publish it, or say it in the public note without the link.",
            shared=shared,
            private=True,
            hours=_TO_UNLINK,
            value=_link_value(needed_by, readers),
        )


def planned_link_gaps(readers: Readership, *, said: Collection[str]) -> Iterator[Gap]:
    """Yield a `planned-link` gap for each note that public notes link and nobody has written.

    Args:
        readers: the vault and who can read what.
        said: keys of planned notes that are gaps already.
    """
    for key, links in planned_links(readers).items():
        if key in said:
            continue
        first = min(links, key=lambda link: (readers.is_page(link.source), link.source))
        needed_by = _sources(links)
        name = commonest_name(link.linkpath for link in links)
        if is_no_subject(readers, name, links):
            continue
        many = f" and {len(needed_by)} public notes link to it" if len(needed_by) > 1 else ""
        yield Gap(
            kind="planned-link",
            path=first.source,
            line=readers.place(first.link),
            target=name,
            needed_by=needed_by,
            message=f"{name} is planned{many}: there is no note yet.",
            hint=f'Write it (`kbpivot gaps --make "{name}"` begins it), or unlink it for now.',
            hours=readers.planned_hours,
            value=_link_value(needed_by, readers),
        )


def planned_links(readers: Readership) -> dict[str, list[ResolvedLink]]:
    """The links in public pages to notes not written yet, by key, in order of page and place."""
    pages = frozenset(readers.pages)
    names = namesakes(readers.vault)
    found: dict[str, list[ResolvedLink]] = {}
    for key, links in readers.vault.planned.items():
        seen = [
            link
            for link in links
            if link.source in pages
            and is_planned(link)
            and readers.is_seen(link)
            and not stands_in_a_field(readers, link)
            and stray_target(readers.vault, link, names) is None
        ]
        if seen:
            found[key] = seen
    return found


def is_planned(link: ResolvedLink) -> bool:
    """Tell whether an unresolved link in a text names a note that could be written."""
    if link.link.kind == "property" or link.link.span is None or link.link.embed:
        return False
    return absence(link.link) == "note"


def _sources(links: Iterable[ResolvedLink]) -> tuple[str, ...]:
    return tuple(sorted({link.source for link in links}))


def _link_value(paths: tuple[str, ...], readers: Readership) -> float:
    return sum(
        readers.value((path,)) * (_ENTRY_VALUE if readers.is_page(path) else _MENTION_VALUE)
        for path in paths
    )
