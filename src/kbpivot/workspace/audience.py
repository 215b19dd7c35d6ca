"""A workspace as readers of the public notes may know it: whatever it answers names nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.errors import KbpivotError
from kbpivot.vault import is_note_path
from kbpivot.workspace.derived import Derived
from kbpivot.workspace.inputs import Inputs
from kbpivot.workspace.person import Person

if TYPE_CHECKING:
    import networkx as nx

    from kbpivot.publish import Gap, Gaps
    from kbpivot.publish.check import Finding
    from kbpivot.publish.disclosure import Disclosure
    from kbpivot.publish.reader import ReaderPath
    from kbpivot.shell.config import Config
    from kbpivot.shell.log import Event
    from kbpivot.study.tracks import Track
    from kbpivot.vault import Vault
    from kbpivot.workspace.workspace import Workspace

__all__ = [
    "AUDIENCES",
    "Audience",
    "audience_named",
    "disclosed_parts",
    "told_findings",
    "told_gaps",
    "told_walk",
]

Audience = Literal["me", "public"]

AUDIENCES: Final[tuple[str, ...]] = get_args(Audience)
"""Who may read an answer: the owner of the notes, or whoever reads those that are public."""


def audience_named(name: str) -> Audience:
    """Return the audience of a name.

    Raises:
        KbpivotError: there is none.
    """
    if name not in AUDIENCES:
        raise KbpivotError(f"{name!r} is no audience; there are {' and '.join(AUDIENCES)}.")
    return cast("Audience", name)


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


def disclosed_parts(owner: Workspace) -> tuple[Inputs, Derived, Person]:
    """Return what readers of the public notes may know of a workspace.

    Args:
        owner: everything.
    """
    from kbpivot.publish.audience import disclosed_vault
    from kbpivot.publish.disclosure import Disclosure
    from kbpivot.shell.log import Log

    public = owner.public
    inputs = _DisclosedInputs.of(
        owner.inputs, vault=disclosed_vault(owner.vault, public), config=_settings(owner)
    )
    derived = Derived(inputs, graph=_given_graph(owner))
    vars(derived)["public"] = replace(
        public,
        paths=public.named,
        reason=_REASONS[public.policy],
        files=public.files.intersection(inputs.vault.files),
        flagged=None,
    )
    rule = Disclosure(derived.written_graph, public.named, vault=inputs.vault)
    vars(inputs)["config"] = _with_goals(owner, inputs, derived, rule)
    person = Person(inputs, derived, guess=owner.guesses_count)
    events = tuple(_told(owner.events, derived, rule))
    log = Log(events, written=tuple(one.id for one in events))
    vars(person).update(log=log, moves=(), events=events)
    return inputs, derived, person


def told_findings(findings: Iterable[Finding], inputs: Inputs) -> tuple[Finding, ...]:
    """Return the findings in public notes and files, in the words that are for others.

    Args:
        findings: what was found, with `shared` words where a private note has to do with it.
        inputs: what may be told.
    """
    from kbpivot.publish.rules import rule_of

    known = {*inputs.vault.paths, *inputs.vault.files}
    return tuple(
        replace(
            one,
            message=one.shared or one.message,
            hint=rule_of(one.code).todo,
            subject="",
            edits=(),
        )
        for one in findings
        if not one.private and one.path in known
    )


def told_gaps(gaps: Iterable[Gap]) -> Gaps:
    """Return gaps in which what a private note has to do with them is not named."""
    from kbpivot.publish import Gaps
    from kbpivot.publish.disclosure import REDACTED
    from kbpivot.publish.rules import rule_of

    return Gaps(
        replace(
            gap,
            target=REDACTED if gap.private else gap.target,
            message=gap.shared or gap.message,
            hint=rule_of(gap.kind).todo,
            shared="",
        )
        for gap in gaps
    )


def told_walk(path: ReaderPath, vault: Vault) -> ReaderPath:
    """Return the walk of a newcomer with the private ends of links unnamed.

    Args:
        path: the walk through public notes.
        vault: what may be told.
    """
    from kbpivot.publish.disclosure import REDACTED

    known = {"#", *(link.linkpath for link in vault.all_links())}
    return replace(
        path,
        dead=tuple(
            one if one.linkpath in known else replace(one, linkpath=REDACTED) for one in path.dead
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
    from kbpivot.shell.config import MapSettings, PublicSettings
    from kbpivot.shell.maps import BUNDLED_MAPS

    config = owner.config
    maps = tuple(one for one in config.map.sources if one in BUNDLED_MAPS)
    return type(config)(  # from nothing, so that a table that is new says nothing
        study=replace(config.study, goals=()),
        status=config.status,
        properties=config.properties,
        log=config.log,
        public=PublicSettings(policy=config.public.policy),
        map=MapSettings(use=maps or False, gaps=config.map.gaps),
    )


def _with_goals(owner: Workspace, inputs: Inputs, derived: Derived, rule: Disclosure) -> Config:
    """The settings with the goals and tracks that may be told."""
    config = inputs.config

    def told(name: str) -> bool:
        try:
            node = owner.node(name)
        except KbpivotError:
            field = derived.on_map.field
            return field is not None and bool(field.find(name) or field.track_named(name))
        return rule.is_disclosable(node)

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


def _configured(owner: Workspace) -> Iterable[Track]:
    from kbpivot.study.tracks import tracks

    if not owner.config.tracks:
        return ()
    found = tracks(owner.vault, owner.derived.written_graph, configured=owner.config.tracks)
    return [one for one in found if one.source == "configuration"]


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


def _told(events: Iterable[Event], derived: Derived, rule: Disclosure) -> Iterable[Event]:
    """The events about what may be named: public notes, and what a public note or the map names."""
    told = rule.is_disclosable
    for event in events:
        known = told(event.note) and (not event.to or told(event.to))
        if not known and event.concept is not None and not event.to:
            field = derived.on_map.field
            known = field is not None and field.find(event.note) == event.concept
            known = known and not is_note_path(event.note)
        if known:
            yield replace(event, hash=None, what=None, more=immutabledict())
