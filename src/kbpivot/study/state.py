"""What the person knows: the vault's own signs of progress, with the person's log on top."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from kbpivot.model import Diagnostic, Note
from kbpivot.record import Record
from kbpivot.study.coverage import uncovered
from kbpivot.study.learning_log import Event, NoteLog, records
from kbpivot.study.lessons import reached_by_lessons
from kbpivot.study.status import (
    Level,
    Stated,
    StatusWords,
    mark_level,
    note_status,
    share_scales,
    status_rows,
)
from kbpivot.traits import ASIDE_KINDS
from kbpivot.wording import listed

if TYPE_CHECKING:
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["KnowledgeState", "knowledge_state", "name_key"]

_NOT_OF_A_PERSON = frozenset({"template", "manual", "clipping", "excalidraw", *ASIDE_KINDS})
_NOT_LEARNT = _NOT_OF_A_PERSON | {"index", "track"}
_LEVELS: tuple[Level, ...] = ("not-started", "started", "mastered")


class KnowledgeState(Record, frozen=True):
    """What a person knows, in the sense of knowledge space theory (Doignon & Falmagne 1985).

    Attributes:
        mastered: paths of mastered notes; what counts as learnt.
        started: paths of notes begun and not mastered.
        written: paths of notes with prose of their own, whatever the person knows of them.
        assumed: written notes that count as met, because too few of their sort say what the
            person knows, and they do not either.
        queued: notes that say that they are still to be read: the reading list.
        names: things known that have no note, as the person called them.
        source: where this comes from, as a sentence fragment ("from the table in README.md").
        since: day since when a mastered or started note is that, where somebody said so.
        seen: day the person last logged anything about a note.
        spent: minutes logged on a note that is started.
        diagnostics: status words that say nothing, each once.
    """

    mastered: frozenset[str] = frozenset()
    started: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    source: str = ""
    assumed: frozenset[str] = frozenset()
    queued: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    since: Mapping[str, date] = immutabledict()
    seen: Mapping[str, date] = immutabledict()
    spent: Mapping[str, float] = immutabledict()
    diagnostics: tuple[Diagnostic, ...] = ()

    def __repr__(self) -> str:
        return f"KnowledgeState({len(self.mastered)} mastered, {len(self.started)} started)"


def name_key(name: str) -> str:
    """Return what two spellings of one name share: base name, without case, marks or `.md`."""
    text = unicodedata.normalize("NFC", name).casefold().strip().rpartition("/")[2]
    text = text.removesuffix(".md")
    return " ".join(text.replace("-", " ").replace("_", " ").split())


def _source(forms: Mapping[tuple[str, str], int], *, logged: bool, assumed: bool) -> str:
    """One fragment that names the sources in use, those that speak of most notes first."""
    by_form: dict[str, list[str]] = {}
    for (form, name), _ in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        by_form.setdefault(form, []).append(name)
    phrases = {
        "property": ("the property ", "the properties "),
        "table": ("the table in ", "the tables in "),
        "checkbox": ("the checkboxes in ", "the checkboxes in "),
        "tag": ("tags such as ", "tags such as "),
    }
    parts = [
        phrases[form][len(names) > 1] + listed(names[:1] if form == "tag" else names, most=2)
        for form, names in by_form.items()
    ]
    if logged:
        parts.append("your log")
    if parts:
        text = f"from {listed(parts, most=4)}"
        return f"{text}, the rest assumed from your writing" if assumed else text
    return "assumed from your writing" if assumed else "nothing says yet what you know"


def _marks(
    vault: Vault, indexes: Iterable[Note], words: StatusWords
) -> dict[str, tuple[Level, str, str]]:
    """What tables and checkboxes of index notes say: path to (level, form, index)."""
    found: dict[str, tuple[Level, str, str]] = {}
    for index in indexes:
        for mark in index.marks:
            level = mark_level(mark.mark, words, checkbox=mark.form == "checkbox")
            if level is None:
                continue
            name = mark.target.target
            path = vault.resolve(name, source=index.path) if mark.target.linked else None
            path = path or vault.find(name)
            if path is None or path == index.path:
                continue
            before = found.get(path)
            # Where two marks differ, the one that is farther along is the newer one.
            if before is None or _LEVELS.index(level) > _LEVELS.index(before[0]):
                found[path] = (level, mark.form, index.path)
    return found


def _unknown_words(unknown: Mapping[tuple[str, str], list[str]]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            code="unknown-status",
            severity="info",
            path=paths[0],
            span=None,
            message=f"{key}: {value} says nothing about what you know"
            + (f" (in {len(paths)} notes)." if len(paths) > 1 else "."),
            hint="If it does, name it in kbpivot.toml under [status].",
        )
        for (key, value), paths in sorted(unknown.items())
    )


def knowledge_state(
    vault: Vault,
    *,
    log: Iterable[Event] = (),
    at: datetime | date | str | None = None,
    traits: Mapping[str, Traits] | None = None,
    words: StatusWords | None = None,
) -> KnowledgeState:
    """Return what the person knows.

    For each note the first that speaks counts: the log, the note's own properties, its tags, a
    table or checkbox of an index note. The log wins, except that `started` does not take back a
    mastery the notes state. Written notes are `assumed` where too few statuses stand beside them
    to govern them (see `coverage`): one status, or one line in the log, is about its own note
    alone. What a program wrote is never assumed.

    Args:
        vault: the notes.
        log: events in any order; what `kbpivot.read_log` returns will do.
        at: the state as it was then; a date means the end of that day.
        traits: what each note is, by path; worked out when not given.
        words: which words and signs mean what.
    """
    words = StatusWords() if words is None else words
    if traits is None:
        from kbpivot.traits import vault_traits

        traits = vault_traits(vault)
    rows = status_rows(vault, words)
    scales = share_scales(rows.values())
    unknown: dict[tuple[str, str], list[str]] = {}
    stated: dict[str, Stated] = {}
    for path, row in rows.items():
        about = traits.get(path)
        if about is not None and (not about.in_advice or about.kind in _NOT_OF_A_PERSON):
            continue  # the status of a daily note or a template is no progress of a person
        own = note_status(vault[path], words, scales=scales)[0] if row.shares else row.said
        if own is not None:
            stated[path] = own
        for pair in row.unknown:
            unknown.setdefault(pair, []).append(path)

    def is_index(path: str) -> bool:
        found = traits.get(path)
        return found is not None and found.kind in {"index", "track"}

    levels: dict[str, Level] = {}
    since: dict[str, date] = {}
    forms: Counter[tuple[str, str]] = Counter()
    indexes = (vault[path] for path, row in rows.items() if row.marked and is_index(path))
    marks = _marks(vault, indexes, words)
    for path, (level, form, index) in marks.items():
        if path not in stated:
            levels[path] = level
            forms[form, index] += 1
    for path, own in stated.items():
        levels[path] = own.level
        forms[own.form, own.key] += 1
        if own.since is not None:
            since[path] = own.since
    said = dict(levels)

    logged = records(log, at=at)
    names: set[str] = set()
    seen: dict[str, date] = {}
    spent: dict[str, float] = {}
    held = _by_note(logged, vault)
    for path, record in held.items():
        if record.state == "mastered":
            levels[path] = "mastered"
        elif record.state == "started" and levels.get(path) != "mastered":
            levels[path] = "started"
        elif record.state == "forgotten":
            levels[path] = "not-started"
            since.pop(path, None)
        if record.since is not None and record.state == levels.get(path):
            since[path] = record.since
        if record.seen is not None:
            seen[path] = record.seen
        if record.spent and levels.get(path) == "started":
            spent[path] = record.spent
    for name, record in logged.items():
        if record.state == "mastered" and vault.find(name) is None:
            names.add(name)

    by_lessons, reached = reached_by_lessons(vault, names)
    names |= reached
    for path in by_lessons - levels.keys():
        levels[path] = "mastered"

    learnt = {
        path: found
        for path, found in traits.items()
        if found.in_advice and found.kind not in _NOT_LEARNT
    }
    written = frozenset(path for path, found in learnt.items() if found.maturity == "written")
    mastered = frozenset(path for path, level in levels.items() if level == "mastered")
    # The log does not count here: finishing one thing, or knowing it, leaves the rest as it was.
    assumed = frozenset(
        path
        for path in (written & uncovered(learnt, said)) - levels.keys()
        if not learnt[path].generated
    )
    return KnowledgeState(
        mastered=mastered,
        started=frozenset(path for path, level in levels.items() if level == "started"),
        written=written,
        assumed=assumed,
        queued=frozenset(
            path for path, own in stated.items() if own.queued and levels[path] == "not-started"
        ),
        names=frozenset(names),
        source=_source(forms, logged=any(r.state for r in logged.values()), assumed=bool(assumed)),
        since=immutabledict(dict(sorted(since.items()))),
        seen=immutabledict(dict(sorted(seen.items()))),
        spent=immutabledict(dict(sorted(spent.items()))),
        diagnostics=_unknown_words(unknown),
    )


def _by_note(logged: Mapping[str, NoteLog], vault: Vault) -> dict[str, NoteLog]:
    """The records by path; where two names mean one note, the later state counts."""
    found: dict[str, NoteLog] = {}
    for name, record in logged.items():
        path = vault.find(name)
        if path is not None:
            found[path] = record if path not in found else found[path].joined(record)
    return found
