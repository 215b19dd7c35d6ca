"""From the notes of a vault to a map: which note is about which entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import msgspec
from immutabledict import immutabledict

from kbpivot.errors import KbpivotError
from kbpivot.maps.records import Concept, Map
from kbpivot.maps.spelling import is_initials, name_key, stem, words_of
from kbpivot.maps.support import NamedIn, folded_text
from kbpivot.maps.titles import dressed_readings, is_telling, readings
from kbpivot.model import Note
from kbpivot.notes.vocabulary import canonical
from kbpivot.record import Record
from kbpivot.traits.words import KIND_KEYS, TYPE_KINDS
from kbpivot.vault import RowKind, Vault

__all__ = ["CALLED", "Placed", "place_notes", "placed_notes"]

_HEADING, _ALIAS = 20, 40  # a heading is further from a note than its title, an alias further still
_FURTHEST_OF_HEADING: Final = 2  # rank of a reading; a heading in odd dress is a heading only
# When a vault is about the field of a map: how much the telling names weigh together, how many of
# them are no abbreviation, and their share of all notes.
_ABOUT: Final = ((3.0, 1, 0.05), (2.0, 2, 0.3))
_DEVOTED: Final = 0.3  # share of notes with any name of the map: then it is about little else
_BARE: Final = 20  # words of a text that is too short to name anything
_FEW: Final = 4  # aliases of a note that is about one thing
_SHORT: Final = 5  # letters of an abbreviation that may mean something else elsewhere
_ID_KEYS: Final = frozenset({"arxiv", "arxivid", "eprint", "doi", "dois", "paper", "url", "link"})


class Placed(Record, frozen=True):
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
    doubtful: bool = False  # an alias that shares no word with the title


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


def placed_notes(
    vault: Vault, field: Map, *, leave_out: Collection[str] = (), about: bool = False
) -> Placed:
    """Place notes as `place_notes` does, and tell which notes share an entry.

    Args:
        vault: the notes.
        field: the map.
        leave_out: paths of notes that take no part.
        about: whether it is known already that the vault is about the field, as somebody says.
    """
    found = [
        one
        for path, called in vault.each(CALLED).items()
        if path not in leave_out
        and called.may_be_on(field)
        and (one := _candidate(vault[path], field)) is not None
    ]
    if not found:
        return Placed(immutabledict({}), immutabledict({}), about=about)
    weight = _telling(found, field)
    about = about or weight.reaches(len(vault))
    devoted = about and len(found) >= _DEVOTED * len(vault)
    support = _Support(vault, field, about=about, devoted=devoted)
    sure, bare = list[_Candidate](), list[_Candidate]()
    for one in found:
        free = about and not field.concepts[one.id].everyday and not one.doubtful
        if free or one.rank < 0 or support.of(one):
            sure.append(one)
        elif devoted and support.is_bare(one.path):
            bare.append(one)
    by_id: dict[str, list[_Candidate]] = {}
    for one in (*sure, *_in_company(bare, sure, field)):
        by_id.setdefault(one.id, []).append(one)
    ids: dict[str, str] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    for id_ in sorted(by_id):
        ranked = sorted(by_id[id_])
        ids[ranked[0].path] = id_
        if len(ranked) > 1:
            rivals[id_] = tuple(one.path for one in ranked)
    return Placed(
        immutabledict({path: ids[path] for path in sorted(ids)}),
        immutabledict(rivals),
        about=about,
    )


class _Called(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All that a note may be called, by which most notes are told to be on no map.

    Attributes:
        keys: the `name_key` of each name and of each way to read it.
        words: the stems of the words of those with more than one.
        papers: what the papers in it are called elsewhere.
    """

    keys: tuple[str, ...]
    words: tuple[str, ...]
    papers: tuple[str, ...]

    def may_be_on(self, field: Map) -> bool:
        """Tell whether some name or paper of the note may be one of a map."""
        names = field.names
        return not (
            names.keys.keys().isdisjoint(self.keys)
            and names.short.keys().isdisjoint(self.words)
            and (not self.papers or field.paper_ids.keys().isdisjoint(self.papers))
        )


def _called(note: Note) -> _Called:
    names = dict.fromkeys((note.title, note.name, _only_heading(note), *note.aliases[:_FEW]))
    keys, words = dict[str, None](), dict[str, None]()
    for name in names:
        for reading in readings(name):
            stems = list(map(stem, words_of(reading.text)))
            keys["".join(stems)] = None
            if len(stems) > 1:
                words |= dict.fromkeys(stems)
    return _Called(tuple(keys), tuple(words), tuple(_spelled_ids(note)))


CALLED: Final = RowKind("kbpivot.maps.matching:CALLED", _Called, _called)


def _spelled_ids(note: Note) -> list[str]:
    return [f"arXiv:{one}" for one in note.ids.arxiv] + [f"doi:{one}" for one in note.ids.dois]


def _candidate(note: Note, field: Map) -> _Candidate | None:
    """The entry a note may be about, by ids first; rank -1 where an id proves it."""
    titles = dict.fromkeys((note.title, note.name))
    for place, title in enumerate(titles):
        if (one := _named(title, field)) is not None:
            by_name = _Candidate(one.rank + place, note.path, one.id, one.short)
            return _by_id(note, field, by_name) or by_name
    if (proven := _by_id(note, field, None)) is not None:
        return proven
    telling = [title for title in titles if is_telling(title)]
    heading = _only_heading(note)
    if heading and heading not in titles and (not telling or _akin(heading, telling)):
        one = _named(heading, field, furthest=_FURTHEST_OF_HEADING)
        if one is not None:
            return _Candidate(_HEADING + one.rank, note.path, one.id, one.short)
    if len(note.aliases) > _FEW:
        return None  # so many names are of the parts of a note
    for alias in note.aliases:
        if alias not in titles and (
            (one := _named(alias, field, furthest=_FURTHEST_OF_HEADING)) is not None
        ):
            doubtful = bool(telling) and not _akin(alias, telling)
            return _Candidate(_ALIAS + one.rank, note.path, one.id, one.short, doubtful)
    return None


def _akin(name: str, titles: Iterable[str]) -> bool:
    """Tell whether a name shares a word with some title, or one stands for the other."""
    words = {stem(word) for word in words_of(name)}
    return any(
        words & {stem(word) for word in words_of(title)}
        or is_initials(name, title)
        or is_initials(title, name)
        for title in titles
    )


class _Name(NamedTuple):
    rank: int
    id: str
    short: bool


def _named(title: str, field: Map, *, furthest: int = 99) -> _Name | None:
    found = field.named(title)
    rank, text = 0, title
    if not found:
        for reading in dressed_readings(title, furthest=furthest):
            if found := reading.means(field):
                rank, text = reading.rank, reading.text
                break
    if len(found) != 1:
        return None
    concept = field.concepts[found[0]]
    # Of equal readings an entry's own name is nearer than what it is also called.
    alias = name_key(text) != name_key(concept.name)
    return _Name(2 * rank + alias, concept.id, _is_abbreviation(text, concept))


def _is_abbreviation(text: str, concept: Concept) -> bool:
    """Tell whether a name is one of few letters that is written in capitals."""
    key = name_key(text)
    return len(key) <= _SHORT and any(
        sum(letter.isupper() for letter in name) > 1 and name_key(name) == key
        for name in concept.names
    )


def _only_heading(note: Note) -> str:
    """The first heading, if it is the note's title: the only one of the highest level."""
    if not note.headings or note.headings[0].level != 1:
        return ""
    return note.headings[0].text if sum(one.level == 1 for one in note.headings) == 1 else ""


def _by_id(note: Note, field: Map, by_name: _Candidate | None) -> _Candidate | None:
    """The paper a note is about, where an id in it says so; None where a concept is the nearer."""
    if not note.ids.arxiv and not note.ids.dois:
        return None
    known = [(one, field.paper_ids[one]) for one in _spelled_ids(note) if one in field.paper_ids]
    if not known:
        return None
    stated = set(_stated_ids(note))
    if by_name is not None and field.concepts[by_name.id].kind != "paper":
        # A note about a concept may well cite the paper it came from, unless it is the paper's own.
        known = [(one, id_) for one, id_ in known if one in stated and _says_paper(note)]
    for one, id_ in known:
        proven = one in stated or (len(known) == 1 and _agrees(note, field, id_))
        if proven and (by_name is None or by_name.id == id_ or one in stated):
            return _Candidate(-1, note.path, id_)
    return None


def _says_paper(note: Note) -> bool:
    """Tell whether a property says that the note is about a paper."""
    said = (value for key, value in note.properties.items() if canonical(key) in KIND_KEYS)
    return any(isinstance(one, str) and TYPE_KINDS.get(canonical(one)) == "paper" for one in said)


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


class _Telling(NamedTuple):
    """How much the names in a vault speak for the field of a map.

    Attributes:
        weight: entries with telling names; a short abbreviation counts half.
        spelled_out: those of them with a name that is no abbreviation.
    """

    weight: float
    spelled_out: int

    def reaches(self, notes: int) -> bool:
        """Tell whether a vault of so many notes is about the field."""
        return any(
            self.weight >= least and self.spelled_out >= written and self.weight >= share * notes
            for least, written, share in _ABOUT
        )


def _telling(found: list[_Candidate], field: Map) -> _Telling:
    """Weigh the names that only this field has.

    Names of the parts of the field that hold its roots do not count: they are of schools and of
    other trades as well.
    """
    weights: dict[str, float] = {}
    for one in found:
        concept = field.concepts[one.id]
        if not concept.everyday and concept.area not in field.common_areas:
            weights[one.id] = max(weights.get(one.id, 0.0), 0.5 if one.short else 1.0)
    return _Telling(sum(weights.values()), sum(one == 1.0 for one in weights.values()))


def _in_company(bare: list[_Candidate], sure: list[_Candidate], field: Map) -> Iterator[_Candidate]:
    """Notes without text of their own whose neighbours on the map are notes of the vault, too."""
    placed = {one.id for one in sure}
    waiting = bare
    while waiting:
        supported = [one for one in waiting if len(field.neighbours(one.id) & placed) >= 2]
        if not supported:
            return
        yield from supported
        placed |= {one.id for one in supported}
        waiting = [one for one in waiting if one not in supported]


class _Support:
    """Holds candidates against the texts of their notes."""

    def __init__(self, vault: Vault, field: Map, *, about: bool, devoted: bool) -> None:
        self._vault, self._field = vault, field
        self._about, self._devoted = about, devoted
        self._named = NamedIn(field)

    def of(self, one: _Candidate) -> bool:
        """Tell whether the note names neighbours of its entry, or has links that do.

        Two direct ones, by names that are no ordinary words unless the vault is about the field;
        in a vault about little else neighbours of neighbours count, too.
        """
        beside, text = self._field.neighbours(one.id), self._text(one.path)
        if not self._about:
            telling = [id_ for id_ in beside if not self._field.concepts[id_].everyday]
            return self._named.count(text, telling, enough=2) == 2
        if not self._devoted:
            return self._named.count(text, beside, enough=2) == 2
        around = {id_ for next_ in beside for id_ in self._field.neighbours(next_)}
        return self._named.count(text, (beside | around) - {one.id}, enough=2) == 2

    def is_bare(self, path: str) -> bool:
        """Tell whether a note has next to no text."""
        return len(self._text(path).split(None, _BARE)) < _BARE

    def _text(self, path: str) -> str:
        try:
            return folded_text(self._vault.text(path))
        except KbpivotError:  # made from notes alone
            note = self._vault[path]
            said = [one.text for one in note.headings]
            said += [one.display or one.linkpath for one in note.links]
            return folded_text("\n".join(said))
