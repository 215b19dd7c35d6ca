"""The maps in use, and where the notes of the vault stand on them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from kbpivot.errors import KbpivotError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from kbpivot.graph import Edge, Relations
    from kbpivot.maps import Map, Placed
    from kbpivot.model import Diagnostic, Span
    from kbpivot.workspace.derived import Derived
    from kbpivot.workspace.inputs import Inputs

__all__ = ["OnMap"]


class OnMap:
    """What maps say about the notes; nothing is read before it is asked for."""

    def __init__(self, inputs: Inputs, derived: Derived) -> None:
        """Read nothing yet.

        Args:
            inputs: what was read of the vault.
            derived: what follows from it.
        """
        self._inputs = inputs
        self._derived = derived

    @cached_property
    def field(self) -> Map | None:
        """The maps in use as one, the person's own lines over them; None without a map."""
        from kbpivot.maps import OwnLines, joined_maps
        from kbpivot.shell.maps import BUNDLED_MAPS, read_map

        settings = self._inputs.config.map
        maps: list[Map] = []
        for source in settings.sources:
            place = source if source in BUNDLED_MAPS else self._inputs.config_folder / source
            try:
                maps.append(read_map(place, known=joined_maps(maps) if maps else None))
            except KbpivotError as error:
                self._unread.append(self._missing(source, str(error)))
        own = OwnLines(settings.needs, settings.unneeded, self._place)
        return joined_maps(maps, own=own) if maps else None

    @cached_property
    def _unread(self) -> list[Diagnostic]:
        return []

    def _missing(self, source: str, message: str) -> Diagnostic:
        from kbpivot.model import Diagnostic

        return Diagnostic(
            "bad-map",
            "warning",
            "kbpivot.toml",
            self._place("use", value=source),
            message,
            f"Mend {source!r} under [map] use, or take it out.",
        )

    def _place(self, *keys: str, value: str = "") -> Span | None:
        """Where a key of `[map]` stands in the settings."""
        from kbpivot.model import Span
        from kbpivot.shell.config import setting_place

        place = setting_place(self._inputs.config_folder, ("map", *keys), value=value)
        line = place.rpartition(":")[2]
        return Span(0, 0, int(line), 1) if line.isdigit() else None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong in maps of the person's own; the map that kbpivot brings has no mistake."""
        from kbpivot.shell.config import MapSettings

        if self._inputs.config.map == MapSettings():
            return ()
        found = () if self.field is None else self.field.diagnostics
        folder = f"{self._inputs.config_folder}/"
        return tuple(
            msgspec.structs.replace(one, path=one.path.removeprefix(folder))
            for one in (*self._unread, *found)
        )

    @cached_property
    def placed(self) -> Placed:
        """Which notes stand where."""
        from kbpivot.graph import off_the_map
        from kbpivot.maps import Map, placed_notes

        return placed_notes(
            self._inputs.vault,
            self.field or Map("none", ()),
            leave_out=off_the_map(self._derived.traits),
            about=bool(self.goals),
        )

    @property
    def map(self) -> Map:
        """The maps in use as one.

        Raises:
            KbpivotError: none is.
        """
        if self.field is None:
            raise KbpivotError("No map is in use here, as `[map] use` in kbpivot.toml says.")
        return self.field

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """The goals of the settings that no note answers to and the map does."""
        vault, field = self._inputs.vault, self.field
        return tuple(
            goal
            for goal in (() if field is None else self._inputs.config.study.goals)
            if field is not None
            and vault.find(goal) is None
            and (field.find(goal) or field.track_named(goal))
        )

    def ids_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that names of entries and tracks of the map mean; others are left out."""
        found: list[str] = []
        for name in () if self.field is None else names:
            track = self.map.track_named(name)
            id_ = self.map.find(name)
            found += (() if id_ is None else (id_,)) if track is None else track.goals
        return tuple(dict.fromkeys(found))

    @cached_property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """The notes about each entry of the map by its id, the one that is placed first."""
        found = {id_: (path,) for path, id_ in self.placed.ids.items()}
        return found | dict(self.placed.rivals)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """What the maps say comes before what, note by note."""
        from kbpivot.graph import mapped_edges

        return () if self.field is None else mapped_edges(self.field, self.placed.ids)

    @cached_property
    def relations(self) -> Relations:
        """What the notes say about order, with what the maps say beside it."""
        from kbpivot.graph import with_map

        written = self._derived.relations
        return with_map(written, self.edges) if self.edges else written

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The graph of what is written, with the maps' edges too; they order and never block."""
        from kbpivot.graph import GRADES

        return self._derived.graph_of(self.relations, *(g for g in GRADES if g != "inferred"))
