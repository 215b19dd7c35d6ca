"""From the notes of a vault to a map: which note is about which entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from kbpivot.errors import KbpivotError
from kbpivot.maps.records import Map
from kbpivot.maps.spelling import name_key, stem, words_of
from kbpivot.maps.support import NamedIn, folded_text
from kbpivot.maps.titles import readings
from kbpivot.model import Note
from kbpivot.vault import Vault

__all__ = ["Placed", "place_notes", "placed_notes"]

_HEADING, _ALIAS = 10, 20  # a heading is further from a note than its title, an alias further still
_FURTHEST_OF_HEADING: Final = 2  # rank of a reading; a heading in odd dress is a heading only
_SUPPORT: Final = 2  # neighbours that a note has to name
# When a vault is about the field of a map: notes with telling names, how many of them with names
# that are no abbreviation, and the share of all notes.
_ABOUT: Final = ((3.0, 1, 0.1), (2.0, 2, 0.3))
_SHORT: Final = 5  # letters of an abbreviation that may mean something else elsewhere
_ID_KEYS: Final = frozenset({"arxiv", "arxivid", "eprint", "doi", "dois", "paper", "url", "link"})


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the notes of a vault stand on a map.

    Attributes:
        ids: the id of each placed note, by path; no two notes have one id.
        rivals: for an id that several notes are about, their paths, the one that is placed first.
        about: whether the vault as a whole is about the field of the map.
    """

    ids: Mapping[str, str]
    rivals: Mapping[str, tuple[str, ...]]
    about: bool


class _Candidate(NamedTuple):
    rank: int
    path: str
    id: str
    short: bool = False  # the name is so short that other trades have the same abbreviation


def place_notes(vault: Vault, field: Map) -> dict[str, str]:
    """Tell which notes are about which entries of a map: ids by path, only where it is sure.

    A note is placed by the id of its paper, else by its title, file name, first heading or
    aliases, apart from numbering, plural, hyphens and accents. A name that is also an ordinary
    word, and every name in a vault about something else, counts only when the note's own text
    names two neighbours of the entry. Of two notes about one entry the nearer title is placed.

    Args:
        vault: the notes.
        field: the map.
    """
    return dict(placed_notes(vault, field).ids)


def placed_notes(vault: Vault, field: Map, *, leave_out: Collection[str] = ()) -> Placed:
    """Place notes as `place_notes` does, and tell which notes share an entry.

    Args:
        vault: the notes.
        field: the map.
        leave_out: paths of notes that take no part.
    """
    found = [
        one
        for note in vault.notes
        if note.path not in leave_out and (one := _candidate(note, field)) is not None
    ]
    if not found:
        return Placed(MappingProxyType({}), MappingProxyType({}), about=False)
    about = _is_about(found, field, len(vault))
    support = _Support(vault, field, about=about)
    by_id: dict[str, list[_Candidate]] = {}
    for one in found:
        if (about and not field.concepts[one.id].everyday) or one.rank < 0 or support.of(one):
            by_id.setdefault(one.id, []).append(one)
    ids: dict[str, str] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    for id_ in sorted(by_id):
        ranked = sorted(by_id[id_])
        ids[ranked[0].path] = id_
        if len(ranked) > 1:
            rivals[id_] = tuple(one.path for one in ranked)
    return Placed(
        MappingProxyType({path: ids[path] for path in sorted(ids)}),
        MappingProxyType(rivals),
        about=about,
    )


def _candidate(note: Note, field: Map) -> _Candidate | None:
    """The entry a note may be about, by ids first; rank -1 where an id proves it."""
    titles = dict.fromkeys((note.title, note.name))
    for place, title in enumerate(titles):
        if (one := _named(title, field)) is not None:
            by_name = _Candidate(one.rank + place, note.path, one.id, one.short)
            return _by_id(note, field, by_name) or by_name
    if (proven := _by_id(note, field, None)) is not None:
        return proven
    heading = _only_heading(note)
    if heading and (one := _named(heading, field, furthest=_FURTHEST_OF_HEADING)) is not None:
        return _Candidate(_HEADING + one.rank, note.path, one.id, one.short)
    for alias in note.aliases:
        if (one := _named(alias, field, furthest=_FURTHEST_OF_HEADING)) is not None:
            return _Candidate(_ALIAS + one.rank, note.path, one.id, one.short)
    return None


class _Name(NamedTuple):
    rank: int
    id: str
    short: bool


def _named(title: str, field: Map, *, furthest: int = 99) -> _Name | None:
    for reading in readings(title):
        if reading.rank > furthest:
            return None
        found = reading.means(field)
        if found:
            short = len(name_key(reading.text)) <= _SHORT
            return _Name(reading.rank, found[0], short) if len(found) == 1 else None
    return None


def _only_heading(note: Note) -> str:
    """The first heading, if it is the note's title: the only one of the highest level."""
    tops = [one for one in note.headings if one.level == 1]
    return tops[0].text if len(tops) == 1 and note.headings[0] is tops[0] else ""


def _by_id(note: Note, field: Map, by_name: _Candidate | None) -> _Candidate | None:
    """The paper a note is about, where an id in it says so; None where a concept is the nearer."""
    if not note.ids.arxiv and not note.ids.dois:
        return None
    stated = set(_stated_ids(note))
    spelled = [f"arXiv:{one}" for one in note.ids.arxiv] + [f"doi:{one}" for one in note.ids.dois]
    known = [id_ for one in spelled if (id_ := field.paper_ids.get(one)) is not None]
    if by_name is not None and field.concepts[by_name.id].kind != "paper":
        return None  # a note about a concept may well cite the paper it came from
    for one in spelled:
        id_ = field.paper_ids.get(one)
        if id_ is None:
            continue
        proven = one in stated or (len(known) == 1 and _agrees(note, field, id_))
        if proven and (by_name is None or by_name.id == id_ or one in stated):
            return _Candidate(-1, note.path, id_)
    return None


def _stated_ids(note: Note) -> Iterator[str]:
    """The ids that stand in the file name or in a property for the note's own source."""
    places = [note.name]
    for key, value in note.properties.items():
        if key.replace("-", "").replace("_", "").lower() in _ID_KEYS:
            places.append(value if isinstance(value, str) else note.raw.get(key, ""))
    text = "\n".join(places).lower()
    for one in note.ids.arxiv:
        if one.lower() in text:
            yield f"arXiv:{one}"
    for one in note.ids.dois:
        if one in text:
            yield f"doi:{one}"


def _agrees(note: Note, field: Map, id_: str) -> bool:
    """Tell whether a title of the note shares most words with one of an entry's names."""
    own = {stem(word) for word in words_of(f"{note.title} {note.name} {_only_heading(note)}")}
    for name in field.concepts[id_].names:
        words = {stem(word) for word in words_of(name) if len(word) > 3 or word.isnumeric()}
        if words and len(words & own) * 3 >= len(words) * 2:
            return True
    return False


def _is_about(found: list[_Candidate], field: Map, notes: int) -> bool:
    """Tell whether enough notes bear names that only this field has; of few notes, a larger share.

    A short abbreviation counts half. Names of the parts of the field that hold its roots do not
    count: they are of schools and of other trades as well.
    """
    telling: dict[str, float] = {}
    for one in found:
        concept = field.concepts[one.id]
        if not concept.everyday and concept.area not in field.common_areas:
            telling[one.id] = max(telling.get(one.id, 0.0), 0.5 if one.short else 1.0)
    weight, spelled_out = sum(telling.values()), sum(one == 1.0 for one in telling.values())
    return any(
        weight >= least and spelled_out >= written and weight >= share * notes
        for least, written, share in _ABOUT
    )


class _Support:
    """Holds candidates against the texts of their notes."""

    def __init__(self, vault: Vault, field: Map, *, about: bool) -> None:
        self._vault, self._field, self._about = vault, field, about
        self._named = NamedIn(field)

    def of(self, one: _Candidate) -> bool:
        """Tell whether the note names neighbours of its entry, or has links that do."""
        beside = self._field.neighbours(one.id)
        telling = sorted(
            id_ for id_ in beside if self._about or not self._field.concepts[id_].everyday
        )
        text = self._text(one.path)
        return self._named.count(text, telling, enough=_SUPPORT) >= _SUPPORT

    def _text(self, path: str) -> str:
        try:
            return folded_text(self._vault.text(path))
        except KbpivotError:  # made from notes alone
            note = self._vault[path]
            said = [one.text for one in note.headings]
            said += [one.display or one.linkpath for one in note.links]
            return folded_text("\n".join(said))
