"""Gaps in links: what a reader clicks and cannot open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kbpivot.graph import planned_key
from kbpivot.publish.disclosure import REDACTED
from kbpivot.publish.gap import Gap
from kbpivot.publish.stray_links import namesakes, stray_target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kbpivot.publish.readership import Readership
    from kbpivot.vault import ResolvedLink

__all__ = ["is_planned_note", "planned_link_gaps", "private_link_gaps"]

_TO_UNLINK = 0.25  # hours: publish the note, or say the thing without the link
_ENTRY_VALUE = 0.25  # an entry in a list waits for a note; a sentence that needs it stumbles
_MENTION_VALUE = 0.5

_VARIABLE = re.compile(r"\{\{|\}\}|<%|%>|\$\{|[<>]")
_DATED = re.compile(r"\d{4}[-_. ]?(?:\d{2}|w\d{1,2}|q[1-4])(?:[-_. ]?\d{2})?", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic|ico|pdf|mp[34]|m4[av]|mov|webm|mkv|og[gv]"
    r"|wav|flac|3gp|canvas|base|html?|css|csv|tsv|xlsx?|docx?|pptx?|zip|t?gz|tar|txt|tex|bib"
    r"|ipynb|py|ts|tsx|jsx|json|ya?ml|toml|xml|sh|rs|go|c|h|cpp|hpp|java|rb|sql|excalidraw"
    r"|drawio|epub|djvu|log|ini|cfg|lock)$",
    re.IGNORECASE,
)
_NAMELESS = frozenset({"...", "…", "link", "links", "note", "note name", "url", "todo", "tbd"})


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
        name = planned_name(links[0].linkpath)
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
    for link in readers.vault.unresolved():
        if link.source not in pages or not is_planned_note(link) or not readers.is_seen(link):
            continue
        if stray_target(readers.vault, link, names) is None:
            found.setdefault(planned_key(link.linkpath), []).append(link)
    return found


def planned_name(linkpath: str) -> str:
    """What to call a planned note: its base name."""
    return " ".join(linkpath.strip().rstrip("/").rpartition("/")[2].removesuffix(".md").split())


def is_planned_note(link: ResolvedLink) -> bool:
    """Tell whether an unresolved link in a text names a note that could be written.

    Not so: files by extension, template variables, days, numbers, and what only stands for a
    link in an example.
    """
    written, kind = link.linkpath.strip(), link.link.kind
    if kind == "property" or link.link.span is None or link.link.embed:
        return False
    if _VARIABLE.search(written) or _FILE.search(written) or written.endswith("/"):
        return False
    name = planned_name(written)
    if not any(char.isalpha() for char in name) or _DATED.fullmatch(name):
        return False
    if name.casefold() in _NAMELESS:
        return False
    # `[text](word)` without `.md` is a placeholder or a site's address more often than a note.
    return kind == "wikilink" or written.lower().endswith(".md")


def _sources(links: Iterable[ResolvedLink]) -> tuple[str, ...]:
    return tuple(sorted({link.source for link in links}))


def _link_value(paths: tuple[str, ...], readers: Readership) -> float:
    return sum(
        readers.value((path,)) * (_ENTRY_VALUE if readers.is_page(path) else _MENTION_VALUE)
        for path in paths
    )
