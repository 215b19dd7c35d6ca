"""What a note's place and name set aside: minutes, people, archives, days, files without a name.

A name alone is not enough. A folder's word counts only where the folder is a corner of the
vault: where most notes lie in such folders, they are what the vault is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbpivot.notes.vocabulary import canonical
from kbpivot.traits.words import ASIDE_FOLDERS, READMES, folder_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kbpivot.model import Note
    from kbpivot.traits.signs import NoteSigns
    from kbpivot.traits.words import Kind

__all__ = ["Places", "is_about_work", "is_folder_readme", "is_readme", "is_untitled"]

_MOST: Final = 0.5  # the share of all notes from which a folder's word is the vault's subject
_LESSON_WORDS: Final = 150  # a README of a folder with other notes that says more is a note
_TEMPLATE_WORDS: Final = 60
_UNTITLED: Final = re.compile(
    r"(?:untitled|new note|no title|sans titre|ohne titel|unbenannt|neue notiz|sin titulo"
    r"|sem titulo|senza titolo|naamloos|zonder titel|namnlos|uten navn|uden navn|nimeton"
    r"|bez nazwy|bez nazvu|adsiz|без названия|безымянный|новая заметка|无标题|未命名|新建笔记|無題"
    r"|無題のファイル|제목 없음)(?: ?\(?\d+\)?)?"
)
_WORK_KEYS: Final = frozenset(
    [
        *("status", "due", "deadline", "start", "end", "priority", "owner", "client", "budget"),
        *("stage", "milestone", "state", "completed", "progress", "状态", "截止", "상태"),
    ]
)


def is_untitled(note: Note) -> bool:
    """Tell whether a note still has the name that an editor gave it, and no title within."""
    name = canonical(note.name)
    if not _UNTITLED.fullmatch(name) or note.title != note.name:
        return False
    first = note.headings[0] if note.headings else None
    if first is None or first.level > 1:
        return True
    return bool(_UNTITLED.fullmatch(canonical(first.text)))


class Places:
    """What the folders of a vault say of the notes in them.

    Attributes:
        kinds: the kinds that a folder's word may tell here.
        lonely: folders with a README and no other note in or below them.
        templates: folders of templates, in which a note without variables is one as well.
    """

    def __init__(self, paths: Iterable[str], templates: Collection[str]) -> None:
        """Look at all paths once.

        Args:
            paths: those of the notes of the vault.
            templates: paths of those that are templates by what they hold.
        """
        self.kinds: frozenset[Kind] = frozenset()
        held: dict[str, int] = {}
        counts: dict[Kind, int] = {}
        inside: dict[str, list[str]] = {}
        paths = list(paths)
        for path in paths:
            inside.setdefault(path.rpartition("/")[0], []).append(path)
        self._kinds = {folder: _by_folder(folder.split("/")) for folder in inside}
        for folder, members in inside.items():
            above = folder
            while above:
                held[above] = held.get(above, 0) + len(members)
                above = above.rpartition("/")[0]
            kind = self._kinds[folder]
            if kind is not None:
                counts[kind] = counts.get(kind, 0) + len(members)
        inside.pop("", None)
        self.kinds = frozenset(
            kind for kind, count in counts.items() if count < max(_MOST * len(paths), 1)
        )
        self.lonely = frozenset(folder for folder, count in held.items() if count == 1)
        self.templates = frozenset(
            folder
            for folder, members in inside.items()
            if _holds_templates(folder, sum(path in templates for path in members), len(members))
        )

    def aside(self, note: NoteSigns) -> Kind | None:
        """Return the kind by which a note is set aside for where it lies, None for none."""
        kind = self._kinds[note.path.rpartition("/")[0]]
        if kind is None or kind not in self.kinds:
            return None
        if kind == "project":
            return kind if note.about_work else None
        if kind == "clipping":
            return kind if note.captured else None
        return None if kind in ("daily", "template") else kind

    def is_template(self, note: NoteSigns) -> bool:
        """Tell whether a note is a template because those beside it are."""
        return note.path.rpartition("/")[0] in self.templates and (
            note.prose.words < _TEMPLATE_WORDS or note.prose.hollow > 0
        )


def is_about_work(keys: Iterable[str]) -> bool:
    """Tell whether properties of these canonical names are those of a piece of work."""
    return not _WORK_KEYS.isdisjoint(keys)


def _by_folder(folders: list[str]) -> Kind | None:
    for folder in folders:
        kind = ASIDE_FOLDERS.get(folder_word(folder))
        if kind is not None:
            return kind
    return None


def _holds_templates(folder: str, templates: int, notes: int) -> bool:
    """Whether a folder is one of templates: it says so and holds one, or most in it are."""
    said = ASIDE_FOLDERS.get(folder_word(folder.rpartition("/")[2])) == "template"
    return templates > 0 and (said or (notes > 2 and templates * 3 >= notes * 2))


def is_readme(path: str) -> bool:
    """Tell whether a file in a folder is called as those that say what lies in it."""
    folder, _, file = path.rpartition("/")
    return bool(folder) and canonical(file.removesuffix(".md")) in READMES


def is_folder_readme(note: NoteSigns, *, lonely: Collection[str]) -> bool:
    """Tell whether a note only says what lies in its folder.

    The README of a folder does, unless it is the lesson itself: alone in its folder, or with
    much to say.

    Args:
        note: the note.
        lonely: folders that hold no other note.
    """
    folder = note.path.rpartition("/")[0]
    if not is_readme(note.path) or folder in lonely:
        return False
    return note.prose.words < _LESSON_WORDS and not note.prose.formulas
