"""Everything a vault can be checked for, as findings by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kbpivot.errors import KbpivotError
from kbpivot.publish.disclosure import REDACTED
from kbpivot.publish.gaps import KINDS, gaps
from kbpivot.publish.leaks import note_leaks
from kbpivot.publish.near_names import near_links, near_said
from kbpivot.publish.policy import Public, public_notes
from kbpivot.publish.rules import RULES, Severity, rule_of, rules_named
from kbpivot.publish.stray_links import stray_links
from kbpivot.record import Record
from kbpivot.traits import vault_traits
from kbpivot.vault import planned_name
from kbpivot.wording import listed

if TYPE_CHECKING:
    import networkx as nx

    from kbpivot.edit.fixes import Edit
    from kbpivot.graph import Contradiction
    from kbpivot.model import Diagnostic
    from kbpivot.publish.gap import Gap
    from kbpivot.publish.near_names import NearUse
    from kbpivot.publish.stray_links import StrayLink
    from kbpivot.traits import Traits
    from kbpivot.vault import LinkStyle, Vault

__all__ = ["Finding", "check", "rules_at"]

_STRAY = ("moved-note", "alias-link", "link-case", "ambiguous-link")


class Finding(Record, frozen=True):
    """One thing a check found.

    Attributes:
        code: the rule.
        severity: `error`, `warning` or `info`.
        path: the file.
        line: 1-based, None for the whole file.
        column: 1-based, None for the whole line.
        message: one sentence that states the fact.
        hint: what to do about it.
        subject: what it is about, so that it is known again when lines move.
        shared: the sentence for others, empty where `message` names nothing private.
        private: True when the file itself is not public, so that others are told nothing.
        edits: what mends it, where there is one right answer.
    """

    code: str
    severity: Severity
    path: str
    line: int | None
    column: int | None
    message: str
    hint: str = ""
    subject: str = ""
    shared: str = ""
    private: bool = False
    edits: tuple[Edit, ...] = ()


def check(
    vault: Vault,
    G: nx.DiGraph[str],
    *,
    public: Public | None = None,
    traits: Mapping[str, Traits] | None = None,
    goals: Mapping[str, float] | Iterable[str] | None = None,
    misplaced: Iterable[Contradiction] | None = None,
    diagnostics: Iterable[Diagnostic] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    folders: Mapping[str, tuple[Iterable[str], Iterable[str]]] | None = None,
    link_style: LinkStyle = "shortest",
) -> tuple[Finding, ...]:
    """Check a vault.

    Args:
        vault: the notes.
        G: the graph of `prerequisite_graph`.
        public: what others can read; worked out from the notes when not given.
        traits: what each note is; worked out when not given.
        goals: notes worth more than others.
        misplaced: what `contradictions` found; worked out when not given.
        diagnostics: what was noticed while reading; the vault's own when not given.
        select: rules to check: codes, groups or `all`; those that are on when empty.
        ignore: rules not to check.
        folders: for the beginning of a path, rules to check there besides those, and rules not
            to check there; the longest beginning wins.
        link_style: how Obsidian writes links here.

    Returns:
        Findings by path, line, column, code and message.

    Raises:
        ValueError: a rule is none.
    """
    if traits is None:
        traits = vault_traits(vault)
    if public is None:
        public = public_notes(vault, traits=traits)
    rules = _Rules(tuple(select), tuple(ignore), folders or {})
    found: list[Finding] = []
    kinds = [kind for kind in KINDS if kind in rules.anywhere and kind != "near-name"]
    if kinds:
        found += [
            _of_gap(gap)
            for gap in gaps(
                vault,
                G,
                public=public,
                traits=traits,
                goals=goals,
                misplaced=misplaced,
                kinds=kinds,
            )
        ]
    noticed = vault.diagnostics if diagnostics is None else diagnostics
    found += [_of_diagnostic(one) for one in noticed if _matters(one.path, traits)]
    if not rules.anywhere.isdisjoint((*_STRAY, "near-name")):
        found += [
            _of_link(one, public)
            for one in stray_links(vault, style=link_style)
            if one.code in rules.anywhere
            and _matters(one.link.source, traits)
            and not (one.code == "link-case" and _is_daily(one.link.source, traits))
        ]
    if "near-name" in rules.anywhere:
        found += [
            _of_name(use, public)
            for use in near_links(vault)
            if use.link is None and _matters(use.path, traits)
        ]
    if not rules.anywhere.isdisjoint(rules_named(("leaks",))):
        found += _leaks(vault, public)
    told = {
        replace(one, private=_is_private(one.path, vault, public))
        for one in found
        if one.code in rules.at(one.path)
    }
    return tuple(
        sorted(told, key=lambda f: (f.path, f.line or 0, f.column or 0, f.code, f.message))
    )


def _is_private(path: str, vault: Vault, public: Public) -> bool:
    """Tell whether a file is a note or canvas, or a copy of one, that others cannot read."""
    path = vault.copies.get(path, path)  # a copy is as private as its original
    if path in vault:
        return path not in public.paths
    return path.lower().endswith((".canvas", ".md")) and path not in public.files


def rules_at(
    path: str,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    folders: Mapping[str, tuple[Iterable[str], Iterable[str]]] | None = None,
) -> frozenset[str]:
    """Return the codes that `check` looks for in one file."""
    return _Rules(tuple(select), tuple(ignore), folders or {}).at(path)


class _Rules:
    """Which rules hold where."""

    def __init__(
        self,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        folders: Mapping[str, tuple[Iterable[str], Iterable[str]]],
    ) -> None:
        usual = frozenset(code for code, rule in RULES.items() if rule.on)
        self._usual = (rules_named(select) if select else usual) - rules_named(ignore)
        self._here = {
            folder: (self._usual | rules_named(tuple(more))) - rules_named(tuple(fewer))
            for folder, (more, fewer) in folders.items()
        }
        self.anywhere = self._usual.union(*self._here.values())

    def at(self, path: str) -> frozenset[str]:
        """The codes that hold for one file."""
        best = max((f for f in self._here if path.startswith(f)), key=len, default=None)
        return self._usual if best is None else self._here[best]


def _matters(path: str, traits: Mapping[str, Traits]) -> bool:
    """Tell whether a remark about a file is wanted: not for templates, clippings, manuals."""
    known = traits.get(path)
    return known is None or known.in_advice or known.left_out in ("twin", "pointer")


def _is_daily(path: str, traits: Mapping[str, Traits]) -> bool:
    known = traits.get(path)
    return known is not None and known.kind == "daily"


def _of_gap(gap: Gap) -> Finding:
    return Finding(
        code=gap.kind,
        severity=rule_of(gap.kind).severity,
        path=gap.path,
        line=gap.line,
        column=None,
        message=gap.message,
        hint=gap.hint,
        subject=gap.target,
        shared=gap.shared,
    )


def _of_diagnostic(one: Diagnostic) -> Finding:
    return Finding(
        code=one.code,
        severity=one.severity,
        path=one.path,
        line=None if one.span is None else one.span.line,
        column=None if one.span is None else one.span.column,
        message=one.message,
        hint=one.hint or rule_of(one.code).todo,
        subject=one.message,
    )


def _of_link(one: StrayLink, public: Public) -> Finding:
    link, span = one.link.link, one.link.link.span
    written = one.link.linkpath.strip()
    hidden = [path for path in (one.target, *one.rivals) if path not in public]
    target = one.target
    if one.near is not None:
        name = planned_name(written)
        said, names = "{names}", [near_said(name, one.near, _called(one.near.paths))]
        known = [
            REDACTED if path in hidden else called
            for path, called in zip(one.near.paths, _called(one.near.paths), strict=True)
        ]
        shared_names = [near_said("This link", one.near, known, link=False)]
    elif one.code == "ambiguous-link":
        said = "{written} may open any of {names}."
        names, open_ = list(one.rivals), [path for path in one.rivals if path in public]
        shared_names = [*open_, *([REDACTED] if len(open_) < len(names) else [])]
    else:
        said = {
            "moved-note": "{written} leads nowhere; the only file of that name is {names}.",
            "alias-link": "{written} leads nowhere; it is another name of {names}, and Obsidian "
            "follows no aliases in links.",
            "link-case": "{written} is spelled {names} on disk: where case counts, as on "
            f"{'GitHub and ' if link.kind == 'markdown' else ''}most sites, the link leads nowhere.",
        }[one.code]
        names, shared_names = [target], [REDACTED if hidden else target]
    edits = () if one.edit is None else (one.edit,)
    if hidden and one.link.source in public and one.code != "link-case":
        edits = ()  # a public note would begin to lead to a private one
    return Finding(
        code=one.code,
        severity=rule_of(one.code).severity,
        path=one.link.source,
        line=None if span is None else span.line,
        column=None if span is None else span.column,
        message=said.format(written=written, names=listed(names)),
        hint=rule_of(one.code).todo,
        subject=link.original,
        shared=said.format(written="This link" if hidden else written, names=listed(shared_names))
        if hidden
        else "",
        edits=edits,
    )


def _of_name(use: NearUse, public: Public) -> Finding:
    """A near name that stands as plain words in a property."""
    called = _called(use.near.paths)
    hidden = [path not in public for path in use.near.paths]
    known = [REDACTED if private else one for one, private in zip(called, hidden, strict=True)]
    return Finding(
        code="near-name",
        severity=rule_of("near-name").severity,
        path=use.path,
        line=None if use.span is None else use.span.line,
        column=None if use.span is None else use.span.column,
        message=near_said(use.name, use.near, called, link=False),
        hint=rule_of("near-name").todo,
        subject=use.name,
        shared=near_said("This", use.near, known, link=False) if any(hidden) else "",
    )


def _called(paths: Iterable[str]) -> list[str]:
    return [path.rpartition("/")[2].removesuffix(".md") for path in paths]


def _leaks(vault: Vault, public: Public) -> Iterator[Finding]:
    for note in vault.notes:
        if note.path not in public.paths:
            continue
        try:
            text = vault.text(note.path)
        except (KbpivotError, OSError):
            continue
        for leak in note_leaks(note, text):
            yield Finding(
                code=leak.code,
                severity=rule_of(leak.code).severity,
                path=note.path,
                line=leak.line,
                column=leak.column,
                message=leak.message,
                hint=leak.hint,
                subject=leak.message.partition(".")[0],
            )
