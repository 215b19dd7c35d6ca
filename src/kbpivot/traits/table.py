"""What each note of a vault is."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical
from kbpivot.traits.aside import Places
from kbpivot.traits.effort import DEFAULT_MINUTES, Effort, median_minutes, note_minutes
from kbpivot.traits.kind import Kinded, kind_of, note_signs, shouted_folders
from kbpivot.traits.maturity import Maturity, note_maturity, shared_lines
from kbpivot.traits.signs import NoteSigns
from kbpivot.traits.stubs import empty_twins, is_pointer
from kbpivot.traits.traits import LeftOut, Traits
from kbpivot.traits.words import KIND_KEYS, TYPE_KINDS, Kind
from kbpivot.vault import Excluder, RowKind, excluder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kbpivot.vault import Vault

__all__ = ["SIGNS", "vault_traits"]

SIGNS: Final = RowKind("kbpivot.traits.table:SIGNS", NoteSigns, note_signs)
"""What each note says of what it is, with the usual words."""

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
    excluded: Iterable[str] | Excluder = (),
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
    return _Table(
        vault,
        template_folders=template_folders,
        daily_folders=daily_folders,
        excluded=excluded,
        ignored=ignored,
        kind_keys=kind_keys,
        kind_words=kind_words,
        vocabulary=vocabulary,
    ).traits


class _Row(NamedTuple):
    """What one note is, but for what the others tell of its length."""

    kind: Kinded
    maturity: Maturity
    left_out: LeftOut
    effort: Effort | None
    generated: bool


class _Table:
    """What each note of a vault is; `traits` has it by path, in order."""

    def __init__(
        self,
        vault: Vault,
        *,
        template_folders: Iterable[str] = (),
        daily_folders: Iterable[str] = (),
        excluded: Iterable[str] | Excluder = (),
        ignored: Iterable[str] = (),
        kind_keys: Iterable[str] = (),
        kind_words: Mapping[str, Kind] | None = None,
        vocabulary: Vocabulary = DEFAULT,
    ) -> None:
        """Tell what each note is; the arguments are those of `vault_traits`."""
        self._keys = (*(canonical(key) for key in kind_keys), *KIND_KEYS)
        self._words: Mapping[str, Kind] = TYPE_KINDS
        if kind_words:
            added = {canonical(key): kind for key, kind in kind_words.items()}
            self._words = {**TYPE_KINDS, **added}
        if vocabulary is DEFAULT and self._keys == KIND_KEYS and self._words is TYPE_KINDS:
            signs: Collection[NoteSigns] = vault.each(SIGNS).values()
        else:
            signs = [
                note_signs(
                    note, kind_keys=self._keys, kind_words=self._words, vocabulary=vocabulary
                )
                for note in vault.notes
            ]
        self._in_templates = _InFolders(template_folders)
        self._in_daily = _InFolders(daily_folders)
        self._is_ignored, self._is_excluded = _InFolders(ignored), excluder(excluded)
        self._shouted = shouted_folders(signs)
        self._places = Places(vault.paths, {note.path for note in signs if note.template})
        self._shared = shared_lines(signs)
        self._linked: Collection[str] = _LinkedNames(vault)
        self._rows = {note.path: self._row(note) for note in signs}
        self._leave_twins_out(vault)
        self._medians = self._usual_minutes()
        self.traits: dict[str, Traits] = {
            path: self._traits(row) for path, row in self._rows.items()
        }

    def _row(self, note: NoteSigns) -> _Row:
        path = note.path
        if self._in_templates(path):
            found = Kinded("template", "settings")
        elif self._in_daily(path):
            found = Kinded("daily", "settings")
        else:
            found = kind_of(
                note, linked_names=self._linked, shouted=self._shouted, places=self._places
            )
        maturity = note_maturity(note, self._shared)
        left_out: LeftOut = _OUT_BY_KIND.get(found.kind, "")
        if self._is_ignored(path):
            left_out = "ignored"
        elif not left_out and self._is_excluded(path):
            left_out = "excluded"
        effort = note_minutes(note, written=maturity == "written")
        return _Row(found, maturity, left_out, effort, note.prose.generated)

    def _leave_twins_out(self, vault: Vault) -> None:
        rows = self._rows
        empty = [path for path, row in rows.items() if row.maturity == "empty" and not row.left_out]
        if not empty:
            return
        written = {path for path, row in rows.items() if row.maturity == "written"}
        for path in empty_twins(empty, written, language=lambda: vault.language):
            rows[path] = rows[path]._replace(left_out="twin")
        for path in empty:
            name = path.rpartition("/")[2].lower().removesuffix(".md")
            of_a_day = rows[path].kind[0] == "daily"  # which says that something was done then
            if not of_a_day and is_pointer(vault, path, written) and name not in self._linked:
                rows[path] = rows[path]._replace(left_out="pointer")

    def _usual_minutes(self) -> dict[Kind, int | None]:
        by_kind: dict[Kind, list[int]] = {}
        for (kind, _), _, left_out, effort, _ in self._rows.values():
            if effort is not None and not left_out:
                by_kind.setdefault(kind, []).append(effort.minutes)
        return {kind: median_minutes(known) for kind, known in by_kind.items()}

    def _traits(self, row: _Row) -> Traits:
        (kind, source), maturity, left_out, effort, generated = row
        if effort is None:
            usual = self._medians.get(kind)
            effort = Effort(
                DEFAULT_MINUTES if usual is None else usual,
                "default" if usual is None else "median",
            )
        return Traits(
            kind,
            source,
            effort.minutes,
            effort.source,
            maturity,
            not left_out,
            left_out,
            generated=generated,
        )


class _LinkedNames(Collection[str]):
    """The names that notes link to, looked up when a kind first hangs on it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @cached_property
    def _names(self) -> frozenset[str]:
        linkpaths = self._vault.linkpaths
        return frozenset().union(
            *(_linked_names(path, linkpaths(path)) for path in self._vault.paths)
        )

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _linked_names(path: str, linkpaths: Iterable[str]) -> set[str]:
    """Lower-case base names of what a note links to, itself aside."""
    bases = (one.rpartition("/")[2].lower().removesuffix(".md") for one in linkpaths if one)
    return {*bases} - {path.rpartition("/")[2].lower().removesuffix(".md")}


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
