"""Gaps that only a map of the field knows: what public notes lean on and none of them explains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kbpivot.maps.spelling import stem, words_of
from kbpivot.publish.gap import Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbpivot.maps import Map
    from kbpivot.publish.readership import Readership

__all__ = ["fundamental_gaps"]

_NEAR: Final = 3  # needs of needs beyond this are far from what a note is about
_LEAST: Final = 2  # public notes that lean on it
_LINKED_OUT: Final = re.compile(r"\[([^\[\]\n]{2,120})\]\(\s*<?https?://")


def fundamental_gaps(readers: Readership, field: Map, placed: Mapping[str, str]) -> Iterator[Gap]:
    """Yield an `unexplained-fundamental` gap for each concept that public notes lean on by the map.

    A note leans on what its entry needs, and on what that needs, three steps down. A concept is
    explained where a public note is about it, has it in its title or a heading, or links out under
    its name. What the map takes for granted is no gap.

    Args:
        readers: the vault and who can read what.
        field: the map.
        placed: id of each note that stands on the map, by path.
    """
    about = {path: id_ for path, id_ in placed.items() if path in readers.notes}
    explained = {id_ for path, id_ in about.items() if readers.explains(path)}
    leaning: dict[str, dict[str, tuple[int, str]]] = {}  # by concept: note, distance, the one above
    for path, id_ in sorted(about.items()):
        if path not in readers.counted or not readers.explains(path):
            continue
        level, seen = {id_: id_}, {id_}
        for steps in range(1, _NEAR + 1):
            level = {
                need: above
                for above in sorted(level)
                for need in field.concepts[above].needs
                if need in field and need not in seen
            }
            seen |= level.keys()
            for need, above in level.items():
                leaning.setdefault(need, {})[path] = (steps, above)
    wanted = {
        id_: notes
        for id_, notes in leaning.items()
        if len(notes) >= _LEAST
        and id_ not in explained
        and id_ not in field.beginnings
        and field.concepts[id_].kind == "concept"
    }
    if not wanted:
        return
    told = _Told(readers)
    notes_about = {id_: path for path, id_ in placed.items()}
    for id_, notes in sorted(wanted.items()):
        if not told.names(field.concepts[id_].names):
            yield _gap(readers, field, id_, notes, notes_about)


def _gap(
    readers: Readership,
    field: Map,
    id_: str,
    notes: Mapping[str, tuple[int, str]],
    notes_about: Mapping[str, str],
) -> Gap:
    one, path = field.concepts[id_], notes_about.get(id_)
    nearest = min(notes, key=lambda note: (notes[note][0], note))
    above = notes[nearest][1]
    needed_by = tuple(sorted(notes))
    hidden = path is not None and path not in readers.public.paths
    secret = notes_about.get(above) is not None and readers.is_hidden(notes_about[above])
    because = field.concepts[above].needs[id_]
    reason = f" ({field.concepts[above].name} needs it: {because})" if because else ""
    lacking = "its note is private" if hidden else "no public note explains it or links out for it"
    said = f"{{title}}: by the map {len(needed_by)} public notes lean on it, and {lacking}{{why}}."
    return Gap(
        kind="unexplained-fundamental",
        path=nearest,
        line=_line(readers, nearest, one.names),
        target=path or one.name,
        needed_by=needed_by,
        message=said.format(title=one.name, why=reason),
        hint="Explain it in a public note, or link to where a reader can learn it.",
        shared=said.format(title="A private note's subject" if hidden else one.name, why="")
        if hidden or secret
        else "",
        private=hidden,
        value=readers.value(needed_by),
    )


def _line(readers: Readership, path: str, names: tuple[str, ...]) -> int:
    """Where a note first names something, else its first line."""
    text = readers.running_text(path)
    found = [
        match.start()
        for name in names
        if len(name) > 2
        for match in [re.search(rf"\b{re.escape(name)}(?:s|es)?\b", text, re.IGNORECASE)]
        if match is not None
    ]
    return readers.line_at(path, min(found)) if found else 1


class _Told:
    """What public notes speak of in titles, headings and links that lead out."""

    def __init__(self, readers: Readership) -> None:
        said: list[str] = []
        for path in readers.notes:
            said += _LINKED_OUT.findall(readers.text(path))
            if readers.explains(path):
                note = readers.vault[path]
                said += [note.title, note.name, *note.aliases]
                said += [heading.text for heading in note.headings]
        self._said = "|".join(_stems(one) for one in said)

    def names(self, names: tuple[str, ...]) -> bool:
        """Tell whether one of some names stands in them, singular or plural."""
        return any(_stems(name) in self._said for name in names)


def _stems(text: str) -> str:
    return f" {' '.join(stem(word) for word in words_of(text))} "
