"""A workspace as readers of the public notes may know it: whatever it answers names nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.errors import KbpivotError
from kbpivot.workspace.derived import Derived
from kbpivot.workspace.inputs import Inputs
from kbpivot.workspace.person import Person
from kbpivot.workspace.workspace import Recorded, Workspace

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

    from kbpivot.publish import Gap, Public
    from kbpivot.publish.check import Finding
    from kbpivot.publish.reader import ReaderPath, Venue
    from kbpivot.shell.config import Config
    from kbpivot.shell.log import Event
    from kbpivot.shell.site import Site
    from kbpivot.vault import Vault

__all__ = ["AUDIENCES", "Audience", "disclosed"]

Audience = Literal["me", "public"]

AUDIENCES: Final[tuple[str, ...]] = get_args(Audience)
"""Who may read an answer: the owner of the notes, or whoever reads those that are public."""


def disclosed(work: Workspace, audience: str) -> Workspace:
    """Return a workspace that answers as an audience may know it.

    Args:
        work: everything.
        audience: `me` for the owner, `public` for readers of the public notes.

    Raises:
        KbpivotError: there is no such audience.
    """
    if audience not in AUDIENCES:
        raise KbpivotError(f"{audience!r} is no audience; there are {' and '.join(AUDIENCES)}.")
    return work.owner if audience == "me" else _Disclosed.of(work.owner)


class _DisclosedInputs(Inputs):
    """Notes, settings and surroundings as far as they may be told; nothing of them is cached."""

    _owner: Inputs

    @classmethod
    def of(cls, owner: Inputs, *, vault: Vault, config: Config) -> _DisclosedInputs:
        """Return inputs with these notes and settings; the rest is the owner's.

        Guesses and answers that are kept for the owner are made of all notes, so none are kept.
        """
        other = object.__new__(cls)
        kept = {name: value for name, value in vars(owner).items() if name.startswith("_")}
        other.__dict__ = kept | {
            "_owner": owner,
            "_cache": False,
            "vault": vault,
            "linked": vault,
            "config": config,
            "site": owner.site,
            "vocabulary": owner.vocabulary,
        }
        return other

    def note_hash(self, node: str) -> str | None:
        """Return the fingerprint of the note as it is on disk."""
        return self._owner.note_hash(node) if node in self.vault else None


class _Disclosed(Workspace):
    """The part of a workspace that readers of the public notes may know."""

    audience = "public"
    _owner: Workspace

    @classmethod
    def of(cls, owner: Workspace) -> Workspace:
        from kbpivot.publish.audience import disclosed_vault

        public = owner.public
        inputs = _DisclosedInputs.of(
            owner.inputs,
            vault=disclosed_vault(owner.vault, public),
            config=_settings(owner),
        )
        derived = Derived(inputs, graph=_given_graph(owner))
        vars(derived)["public"] = replace(
            public,
            paths=public.named,
            reason=_REASONS[public.policy],
            files=public.files.intersection(inputs.vault.files),
            flagged=None,
        )
        vars(inputs)["config"] = _with_goals(owner, inputs, derived)
        person = Person(inputs, derived, guess=owner.guesses_count)
        events = tuple(_told(owner.events, inputs, derived))
        from kbpivot.shell.log import Log

        log = Log(events, written=tuple(one.id for one in events))
        vars(person).update(log=log, moves=(), events=events)
        other = object.__new__(cls)
        other.__dict__["_owner"] = owner
        other._hold(inputs, derived, person, guess=owner.guesses_count)
        return other

    def __repr__(self) -> str:
        return f"{self._owner!r}.for_audience('public')"

    @property
    def owner(self) -> Workspace:
        """The workspace with everything."""
        return self._owner

    @property
    def unused_filters(self) -> tuple[str, ...]:
        """Nothing: what Obsidian leaves out is the owner's to know."""
        return ()

    def renewed(self, vault: Vault, *, site: Site | None = None) -> Workspace:
        """Return the same part of the workspace on the notes as they are now."""
        return disclosed(self._owner.renewed(vault, site=site), self.audience)

    def recorded(self, *events: Event, follow: bool = True) -> Recorded:
        """Append events to the log, and return what of that may be told."""
        done = self._owner.recorded(*events, follow=follow)
        told = disclosed(done.workspace, self.audience)
        ids = {event.id for event in (*events, *told.log)}
        return Recorded(told, tuple(event for event in done.events if event.id in ids))

    def _with(self, inputs: Inputs, derived: Derived, person: Person) -> Workspace:
        other = super()._with(inputs, derived, person)
        other.__dict__["_owner"] = self._owner
        return other

    def told(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings in public notes, in the words that are for others."""
        from kbpivot.publish.rules import rule_of

        return tuple(
            replace(
                one,
                message=one.shared or one.message,
                hint=rule_of(one.code).todo,
                subject="",
                edits=(),
            )
            for one in findings
            if not one.private and (one.path in self.vault or one.path in self.public.files)
        )

    def every_finding(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        public: Public | None = None,
    ) -> tuple[Finding, ...]:
        """Return what a check of everything finds; only `told` says what of it may be told."""
        return self._owner.every_finding(select=select, ignore=ignore, public=public or self.public)

    def gaps_for(
        self, public: Public, kinds: Collection[str] | None, *, goals: Mapping[str, float]
    ) -> tuple[Gap, ...]:
        """Return the gaps of the public notes; what a private note has to do with one is not named."""
        from kbpivot.publish.disclosure import REDACTED
        from kbpivot.publish.rules import rule_of

        return tuple(
            replace(
                gap,
                target=REDACTED if gap.private else gap.target,
                message=gap.shared or gap.message,
                hint=rule_of(gap.kind).todo,
                shared="",
            )
            for gap in self._owner.gaps_for(public, kinds, goals=goals)
        )

    def reader_path(
        self, venue: Venue | None = None, *, public: Public | None = None
    ) -> ReaderPath:
        """Return the walk through the public notes, private ones unnamed."""
        from kbpivot.publish.disclosure import REDACTED

        path = self._owner.reader_path(venue, public=public or self.public)
        known = {link.linkpath for one in self.vault.paths for link in self.vault.links(one)}
        return replace(
            path,
            dead=tuple(
                one
                if one.linkpath in known or one.linkpath == "#"
                else replace(one, linkpath=REDACTED)
                for one in path.dead
            ),
        )


_REASONS: Final = {
    "explicit": "notes marked as public are public",
    "opt-out": "all but notes marked as private are public",
    "tracked": "what git tracks is public",
    "all": "all notes are public",
}
"""Why notes are public, without the patterns and counts that only the owner knows."""


def _settings(owner: Workspace) -> Config:
    """The settings without patterns, names and maps that say something of private notes."""
    from kbpivot.shell.config import CheckSettings, MapSettings, PublicSettings
    from kbpivot.shell.maps import BUNDLED_MAPS

    config = owner.config
    maps = tuple(one for one in config.map.sources if one in BUNDLED_MAPS)
    return replace(
        config,
        study=replace(config.study, goals=()),
        tracks={},
        public=PublicSettings(policy=config.public.policy),
        check=CheckSettings(),
        map=MapSettings(use=maps or False, gaps=config.map.gaps),
    )


def _with_goals(owner: Workspace, inputs: Inputs, derived: Derived) -> Config:
    """The settings with the goals and tracks that may be told."""
    config = inputs.config
    part = _part(inputs, derived)

    def told(name: str) -> bool:
        try:
            node = owner.node(name)
        except KbpivotError:
            field = derived.on_map.field
            return field is not None and bool(field.find(name) or field.track_named(name))
        return part.is_disclosable(node)

    tracks = {
        track.name: tuple(name for name in owner.config.tracks[track.name] if told(name))
        for track in owner.disclosable_tracks(
            one for one in _configured(owner) if one.name in owner.config.tracks
        )
    }
    return replace(
        config,
        study=replace(
            config.study, goals=tuple(name for name in owner.config.study.goals if told(name))
        ),
        tracks={name: goals for name, goals in tracks.items() if goals},
    )


def _configured(owner: Workspace) -> Iterable[Any]:
    from kbpivot.study.tracks import tracks

    if not owner.config.tracks:
        return ()
    found = tracks(owner.vault, owner.derived.written_graph, configured=owner.config.tracks)
    return [one for one in found if one.source == "configuration"]


def _part(inputs: Inputs, derived: Derived) -> Workspace:
    """A workspace to ask what may be named, before the person is known."""
    other = object.__new__(Workspace)
    other._hold(inputs, derived, Person(inputs, derived), guess=False)
    return other


def _given_graph(owner: Workspace) -> nx.DiGraph[str] | None:
    """A graph of the owner's own, as far as it is about what may be told."""
    given = owner.derived.given_graph
    if given is None:
        return None
    from kbpivot.graph.edges import evidence_of
    from kbpivot.publish.disclosure import Disclosure

    public = owner.public.named
    told = Disclosure(given, public, vault=owner.vault)
    part = given.subgraph(node for node in given if told.is_disclosable(node)).copy()
    part.remove_edges_from(
        [
            (before, after)
            for before, after, facts in part.edges(data=True)
            if any(one.path and one.path not in public for one in evidence_of(facts))
        ]
    )
    return part


def _told(events: Iterable[Event], inputs: Inputs, derived: Derived) -> Iterable[Event]:
    """The events about what may be named: public notes, and what a public note or the map names."""
    part = _part(inputs, derived)

    def told(event: Event) -> bool:
        if part.is_disclosable(event.note) and (not event.to or part.is_disclosable(event.to)):
            return True
        if event.concept is None or event.to or event.note.endswith(".md"):
            return False
        field = derived.on_map.field
        return field is not None and field.find(event.note) == event.concept

    return (replace(one, hash=None, more=immutabledict()) for one in events if told(one))
