"""What each note of a vault is: kind, effort, maturity, and whether advice is about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical
from kbpivot.traits.effort import DEFAULT_MINUTES, MinutesSource, median_minutes, note_minutes
from kbpivot.traits.kind import Kinded, KindSource, note_kind, shouted_folders
from kbpivot.traits.maturity import LEAST_WORDS, Maturity, own_words, shared_lines
from kbpivot.traits.words import KIND_KEYS, TYPE_KINDS, Kind
from kbpivot.vault import excluder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbpivot.model import Note
    from kbpivot.vault import Vault

__all__ = ["LeftOut", "Traits", "planned_minutes", "vault_traits"]

LeftOut = Literal["template", "manual", "clipping", "excalidraw", "excluded", "ignored", ""]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a note is, apart from what the person knows.

    Attributes:
        kind: paper, concept, index, track, daily, template, manual, clipping, excalidraw, other.
        kind_source: property, tag, name, content, folder or settings; empty when nothing says.
        minutes: whole minutes to learn it.
        minutes_source: property, stated (a reading time), words, median (of its kind) or default.
        maturity: `written`, or `template` while it holds almost nothing of its own.
        in_advice: False when advice is not about this note at all.
        left_out: why not: its kind, `excluded` (Obsidian's setting) or `ignored` (configuration).
    """

    kind: Kind
    kind_source: KindSource
    minutes: int
    minutes_source: MinutesSource
    maturity: Maturity
    in_advice: bool = True
    left_out: LeftOut = ""

    @property
    def hours(self) -> float:
        """The minutes as hours."""
        return self.minutes / 60


_OUT_BY_KIND: dict[Kind, LeftOut] = {
    "template": "template",
    "manual": "manual",
    "clipping": "clipping",
    "excalidraw": "excalidraw",
}


def vault_traits(
    vault: Vault,
    *,
    template_folders: Iterable[str] = (),
    daily_folders: Iterable[str] = (),
    excluded: Iterable[str] = (),
    ignored: Iterable[str] = (),
    kind_keys: Iterable[str] = (),
    kind_words: Mapping[str, Kind] | None = None,
    vocabulary: Vocabulary = DEFAULT,
) -> dict[str, Traits]:
    """Tell what each note is, by path in order.

    Args:
        vault: the notes.
        template_folders: folders of templates, from Obsidian's settings.
        daily_folders: folders of daily notes, from Obsidian's settings.
        excluded: Obsidian's excluded files: path prefixes and `/expressions/`.
        ignored: folders or notes that configuration takes out of advice.
        kind_keys: more properties that tell a kind, tried first.
        kind_words: more values of such properties.
        vocabulary: names of the properties that hold a duration.
    """
    notes = vault.notes
    shared = shared_lines(notes)
    shouted = shouted_folders(notes)
    linked = _linked_names(notes)
    keys = (*(canonical(key) for key in kind_keys), *KIND_KEYS)
    known_words = TYPE_KINDS
    if kind_words:
        known_words = {**TYPE_KINDS, **{canonical(key): kind for key, kind in kind_words.items()}}
    in_templates, in_daily = _InFolders(template_folders), _InFolders(daily_folders)
    is_ignored, is_excluded = _InFolders(ignored), excluder(excluded)

    rows: list[tuple[Note, Kind, KindSource, Maturity, LeftOut]] = []
    for note in notes:
        path = note.path
        if in_templates(path):
            found = Kinded("template", "settings")
        elif in_daily(path):
            found = Kinded("daily", "settings")
        else:
            found = note_kind(
                note,
                linked_names=linked,
                shouted=shouted,
                kind_keys=keys,
                kind_words=known_words,
            )
        maturity: Maturity = "written" if own_words(note, shared) >= LEAST_WORDS else "template"
        left_out: LeftOut = _OUT_BY_KIND.get(found.kind, "")
        if is_ignored(path):
            left_out = "ignored"
        elif not left_out and is_excluded(path):
            left_out = "excluded"
        rows.append((note, found.kind, found.source, maturity, left_out))

    efforts = [
        note_minutes(note, written=maturity == "written", vocabulary=vocabulary)
        for note, _, _, maturity, _ in rows
    ]
    by_kind: dict[Kind, list[int]] = {}
    for (_, kind, _, _, left_out), effort in zip(rows, efforts, strict=True):
        if effort is not None and not left_out:
            by_kind.setdefault(kind, []).append(effort.minutes)
    medians = {kind: median_minutes(known) for kind, known in by_kind.items()}

    traits: dict[str, Traits] = {}
    for (note, kind, source, maturity, left_out), effort in zip(rows, efforts, strict=True):
        if effort is not None:
            minutes, minutes_source = effort
        else:
            usual = medians.get(kind)
            minutes = DEFAULT_MINUTES if usual is None else usual
            minutes_source = "default" if usual is None else "median"
        traits[note.path] = Traits(
            kind, source, minutes, minutes_source, maturity, not left_out, left_out
        )
    return traits


def planned_minutes(traits: Mapping[str, Traits]) -> int:
    """The minutes of a note not yet written: the vault's median of what is learnt, else 78."""
    known = [
        one.minutes
        for one in traits.values()
        if one.in_advice
        and one.kind in ("concept", "paper", "other")
        and one.minutes_source in ("property", "stated", "words")
    ]
    usual = median_minutes(known)
    return DEFAULT_MINUTES if usual is None else usual


def _linked_names(notes: Iterable[Note]) -> frozenset[str]:
    """Lower-case base names of what notes link to, themselves aside."""
    names: set[str] = set()
    for note in notes:
        own = note.name.lower()
        for link in note.links:
            if link.linkpath and not link.citation:
                base = link.linkpath.rpartition("/")[2].lower().removesuffix(".md")
                if base != own:
                    names.add(base)
    return frozenset(names)


class _InFolders:
    """Tells whether a path lies in one of some folders, or is one of them."""

    def __init__(self, folders: Iterable[str]) -> None:
        cleaned = (folder.strip().strip("/").casefold() for folder in folders)
        self.folders = tuple(sorted({folder for folder in cleaned if folder}))
        self.prefixes = tuple(f"{folder}/" for folder in self.folders)

    def __call__(self, path: str) -> bool:
        if not self.folders:
            return False
        folded = path.casefold()
        return folded in self.folders or folded.startswith(self.prefixes)
