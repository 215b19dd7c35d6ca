"""What the public notes of a vault lack for their readers, and what those may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kbpivot.publish import Gaps, Public
    from kbpivot.publish.check import Finding
    from kbpivot.publish.reader import ReaderPath, Venue
    from kbpivot.study.tracks import Track
    from kbpivot.workspace.workspace import Workspace

__all__ = [
    "all_findings",
    "all_gaps",
    "goal_values",
    "secret_names",
    "tracks_told",
    "walk",
]


def tracks_told(work: Workspace, tracks: Iterable[Track]) -> tuple[Track, ...]:
    """Return the tracks whose names readers of the public notes may be told.

    A track of the settings has no note behind it: its name is told where one of its goals
    may be, unless it holds the name of a private note.
    """
    from kbpivot.publish import disclosure

    secret = disclosure.secret_names(
        work.derived.written_graph, work.public.named, notes=work.vault.notes
    )
    return tuple(
        track
        for track in tracks
        if any(map(work.is_disclosable, track.goals if track.path is None else [track.path]))
        and not disclosure.names(track.name, secret)
    )


def secret_names(work: Workspace) -> frozenset[tuple[str, ...]]:
    """Return the names that no sentence for others may hold, as words: of notes and of tracks."""
    from kbpivot.publish import disclosure

    tracks = work.tracks()
    told = {track.name for track in tracks_told(work, tracks)}
    of_tracks = {disclosure.words_of(track.name) for track in tracks if track.name not in told}
    graph, named = work.person.study_graph, work.public.named
    return disclosure.secret_names(graph, named, notes=work.vault.notes) | of_tracks - {()}


def goal_values(work: Workspace, goals: Iterable[str] = ()) -> Mapping[str, float]:
    """Return what somebody says they work towards; the main index alone says no such thing."""
    names = tuple(goals)
    stated = bool(names or work.goals)
    return {
        goal: 1.0
        for track in work.tracks(names)
        if stated or track.source in ("configuration", "note")
        for goal in track.goals
    }


def all_gaps(
    work: Workspace,
    kinds: Collection[str] | None,
    *,
    public: Public,
    goals: Mapping[str, float],
) -> Gaps:
    """Return every gap of an owner's workspace, private names included.

    Args:
        work: the workspace.
        kinds: the kinds to look for; all when not given.
        public: what is public.
        goals: how much each goal counts.
    """
    from kbpivot.publish import KINDS, OPT_IN, gaps

    every = kinds is not None
    if kinds is None and work.config.map.gaps:
        kinds = (*KINDS, *OPT_IN)
    asked = kinds is not None and not set(OPT_IN).isdisjoint(kinds)
    return gaps(
        work.vault,
        work.derived.graph,
        public=public,
        traits=work.traits,
        goals=goals,
        misplaced=work.derived.contradictions,
        kinds=kinds,
        every=every,
        field=work.on_map.field if asked else None,
        placed=work.on_map.placed.ids if asked else None,
    )


def walk(work: Workspace, *, public: Public, venue: Venue | None) -> ReaderPath:
    """Return the walk of a newcomer through the public notes, private names included.

    Args:
        work: the workspace of the owner.
        public: what is public.
        venue: where the notes are read; worked out when not given.
    """
    from kbpivot.publish.reader import reader_path

    return reader_path(
        work.vault,
        work.derived.graph,
        public=public,
        traits=work.traits,
        venue=venue or work.derived.venue,
    )


def all_findings(
    work: Workspace, *, public: Public, select: Iterable[str], ignore: Iterable[str]
) -> tuple[Finding, ...]:
    """Return what a check of everything finds, private names included.

    Args:
        work: the workspace of the owner.
        public: what is public.
        select: rules or groups to check in place of those in `kbpivot.toml`.
        ignore: rules or groups not to check, besides those in `kbpivot.toml`.

    Raises:
        ConfigError: `kbpivot.toml` names a rule that is none.
    """
    from kbpivot.errors import ConfigError
    from kbpivot.publish.check import check
    from kbpivot.workspace.code_notes import stale_anchors

    settings = work.config.check
    try:
        return check(
            work.vault,
            work.derived.graph,
            public=public,
            traits=work.traits,
            goals=goal_values(work),
            misplaced=work.derived.contradictions,
            diagnostics=(*work.diagnostics, *stale_anchors(work)),
            select=tuple(select) or settings.select,
            ignore=(*settings.ignore, *ignore),
            folders={
                folder: (rules.select, rules.ignore) for folder, rules in settings.folders.items()
            },
            link_style=work.derived.link_style,
        )
    except ValueError as trouble:
        raise ConfigError(str(trouble), path="kbpivot.toml") from None
