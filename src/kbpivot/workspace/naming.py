"""What a person means by a name: a note, a planned one, a lesson, a track, an entry of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.errors import AmbiguousNoteError, NoteNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.study.tracks import Track
    from kbpivot.vault import Vault
    from kbpivot.workspace.workspace import Workspace

__all__ = [
    "concept_named",
    "entries_meant",
    "goal_named",
    "goals_set",
    "lesson_names",
    "logged_name",
    "node_named",
    "track_named",
]


def node_named(work: Workspace, name: str) -> str:
    """Return the node of the graph that a person means: a note, a lesson, or a planned note.

    Raises:
        AmbiguousNoteError: several notes answer to the name.
        NoteNotFoundError: nothing does; it carries near names.
    """
    from kbpivot.study.goals import node_named as graph_node
    from kbpivot.vault import planned_key

    path = work.vault.find(name)
    if path is not None and path in work.derived.written_graph:
        return path
    if (lesson := work.lesson_names.get(planned_key(name))) is not None:
        return lesson
    try:
        return graph_node(work.derived.written_graph, name)
    except AmbiguousNoteError:
        raise
    except NoteNotFoundError:
        return work.vault.note(name).path  # its error knows every name of the vault


def lesson_names(vault: Vault) -> Mapping[str, str]:
    """Return the node of each lesson, by its name and by that of its course with its number."""
    from kbpivot.graph.lessons import lesson_nodes
    from kbpivot.vault import planned_key

    found: dict[str, str] = {}
    for node, course, lesson in lesson_nodes(vault):
        found.setdefault(planned_key(node), node)
        found.setdefault(planned_key(f"{course.title} {lesson.number}"), node)
    return found


def logged_name(work: Workspace, name: str) -> tuple[str, str | None]:
    """Return what the log calls a thing, and its id on the map where no note is about it.

    Raises:
        AmbiguousNoteError: several notes answer to the name.
        NoteNotFoundError: nothing does; it carries near names.
    """
    try:
        node = node_named(work, name)
    except AmbiguousNoteError:
        raise
    except NoteNotFoundError:
        ids = entries_meant(work, name)
        field = work.on_map.map if ids else None
        if field is None or field.track_named(name) is not None:
            raise
        return field.concepts[ids[0]].name, ids[0]
    if node in work.vault or not work.is_on_field or work.on_map.field is None:
        return node, None
    return node, work.on_map.map.find(node)


def concept_named(work: Workspace, name: str) -> str:
    """Return the id of the entry of the map that a name means, or that a note is about.

    Raises:
        NotOnMapError: nothing on the map is called so; it carries near names.
    """
    from kbpivot.errors import NotOnMapError
    from kbpivot.vault import near_names

    field = work.on_map.map
    found = field.find(name)
    if found is None and (track := field.track_named(name)) is not None:
        raise NotOnMapError(name, track=track.name)
    if found is None and (path := work.vault.find(name)) is not None:
        found = work.on_map.placed.ids.get(path)
    if found is None:
        called = ((one, id_) for id_, entry in field.concepts.items() for one in entry.names)
        raise NotOnMapError(name, near=near_names(name, called))
    return found


def entries_meant(work: Workspace, name: str) -> tuple[str, ...]:
    """Return the entries of the map that a person means by a name that no note has.

    A name that is an ordinary word as well means nothing where the notes are about other
    things; nothing then is empty.
    """
    field = work.on_map.field
    if field is None:
        return ()
    if work.is_on_field:
        return work.on_map.ids_of([name])
    id_ = field.find(name)
    return () if id_ is None or field.concepts[id_].everyday else (id_,)


def goal_named(work: Workspace, name: str) -> Track:
    """Return what a name means as a goal: of the vault, else of the map.

    Raises:
        NoteNotFoundError: nothing answers to the name.
    """
    from kbpivot.graph import node_ids
    from kbpivot.study.tracks import Track
    from kbpivot.study.tracks import track_named as vault_track

    try:
        return vault_track(
            work.vault, work.derived.written_graph, name, configured=work.config.tracks
        )
    except AmbiguousNoteError:
        raise
    except NoteNotFoundError:
        ids = entries_meant(work, name)
        if not ids:
            raise
        field = work.on_map.map
        by_id = node_ids(work.person.toward(ids), field, work.on_map.placed.ids)
        nodes = tuple(by_id[id_] for id_ in ids)
        track = field.track_named(name)
        if track is not None:
            return Track(track.name, nodes, "map", ids=ids)
        return Track(field.concepts[ids[0]].name, nodes, "goal", ids=ids)


def track_named(work: Workspace, name: str) -> Track:
    """Return the track of this name; any note stands for itself.

    Raises:
        NoteNotFoundError: nothing answers to the name; near are tracks, else notes.
    """
    from kbpivot.study.tracks import track_named as vault_track
    from kbpivot.study.tracks import tracks
    from kbpivot.vault import near_names

    graph, configured = work.derived.written_graph, work.config.tracks
    try:
        return vault_track(work.vault, graph, name, configured=configured)
    except AmbiguousNoteError:
        raise
    except NoteNotFoundError as missing:
        found = tracks(work.vault, graph, configured=configured)
        known = [(one.name, one.name) for one in found]
        raise NoteNotFoundError(name, near=near_names(name, known) or missing.near) from None


def goals_set(work: Workspace) -> tuple[tuple[Track, ...], tuple[str, ...]]:
    """Return the goals of the settings, and what to say of those that no note answers to."""
    # A note that was renamed must not stop every command, so it is told and left out.
    from kbpivot.shell.config import setting_place

    found: list[Track] = []
    lost: list[str] = []

    def told(missing: NoteNotFoundError, *keys: str) -> None:
        place = setting_place(work.inputs.config_folder, keys, value=missing.name)
        lost.append(f"{place}: {missing} It is left out.")

    for name in work.config.study.goals:
        try:
            one = goal_named(work, name)
        except NoteNotFoundError as missing:
            told(missing, "study", "goals")
            continue
        found.append(one)
    for track, names in work.config.tracks.items():
        for name in names:
            try:
                node_named(work, name)
            except NoteNotFoundError as missing:
                told(missing, "tracks", track)
    return tuple(found), tuple(lost)
