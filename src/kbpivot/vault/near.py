"""Notes that a name means which no file has: other spellings, short names, headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import msgspec

from kbpivot.language.plurals import other_numbers, singular, unaccented
from kbpivot.model import Note
from kbpivot.notes.counting import count_of
from kbpivot.vault.planned import planned_key, planned_name, planned_words
from kbpivot.vault.rows import RowKind

if TYPE_CHECKING:
    from kbpivot.model import Heading

__all__ = ["NEAR", "Near", "NearNames", "Nearness"]

Nearness: TypeAlias = Literal["spelling", "acronym", "heading"]

_MOST: Final = 3  # notes that one name may mean; more have a common word in common
_SMALL: Final = frozenset("a an and as at by de der des die du for from in la le of on or per the to via with y".split())  # noqa: SIM905 # fmt: skip
_BRACKET: Final = re.compile(r"^(?P<bare>[^()（）]+?)\s*[(（](?P<inside>[^()（）]+)[)）]\s*$")
_PARTED: Final = re.compile(r"\s+[-–—|]\s+|\s*[:：—]\s+")
_SHORT: Final = re.compile(r"[A-Za-z][A-Za-z0-9\-+]{1,9}")
_CAPITAL: Final = re.compile("[A-Z]")
_NAME_WORDS: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STAMP: Final = re.compile(r"^\d{8,17}(?:[.)_:、．\-–\s]+)(?=[^\W\d_])")
_NUMBERED: Final = re.compile(
    r"^[\W_]*\d{1,3}(?:[.\-_]\d{1,3})*[a-z]?(?:[.)_:、．\-–\s]+)(?=[^\W\d_])"
)
_COUNTED: Final = re.compile(
    r"^[^\W\d_]+\.?[\s_.\-#]*\d{1,3}(?:\.\d{1,2})*[\s_.:)\-–—]+(?=[^\W\d_])"
)
_COUNTED_EAST: Final = re.compile(
    r"^(?:第\s*[\d一二三四五六七八九十百]+\s*[章节節讲講课課周週天部篇回]|제\s*\d+\s*[장강과주부])[\s_.:：、\-–—]*"
)
_MARKUP: Final = re.compile(r"[*_`~=]{1,3}")
_LINK: Final = re.compile(r"\[\[|\]\(")
_LONGEST_HEADING: Final = 60  # characters; what is longer is a sentence
_TELLING: Final = 3  # words of one half of a title that is a name by itself
_HOLLOW: Final = 12  # characters below a heading under which nothing is said


class Near(NamedTuple):
    """What a name seems to mean.

    Attributes:
        paths: the notes, one to three.
        how: another `spelling` of a name of theirs; an `acronym` of one, or the words for one;
            or a `heading` in them.
        heading: the heading as written where there is one note, else empty.
    """

    paths: tuple[str, ...]
    how: Nearness
    heading: str = ""


class NearNames:
    """The names and headings of all notes, loosely spelled; the tables are made when asked."""

    def __init__(self, notes: Iterable[_NearRow], *, language: Callable[[], str]) -> None:
        """Look at nothing yet.

        Args:
            notes: what each note is called, loosely spelled.
            language: tells the code of the language that the notes are written in.
        """
        self._notes = notes
        self._language = language
        self._tables: _Tables | None = None
        self._known: dict[str, Near | None] = {}

    def find(self, name: str) -> Near | None:
        """Return what a name of no file means, or None where nothing is near.

        Compared are spellings (case, spaces, hyphens, apostrophes, accents, plurals, a numbering
        in front), titles, aliases and first headings, acronyms, and last the headings of notes.
        The closest comparison in which something is found decides; more than three notes are none.
        """
        if name not in self._known:
            self._known[name] = self._looked_for(name)
        return self._known[name]

    def _looked_for(self, name: str) -> Near | None:
        if self._tables is None:
            self._tables = _Tables(self._notes)
        tables = self._tables
        called = _called(planned_name(name))
        keys = {key: cut for one, cut in reversed(called) if (key := planned_key(one))}
        found = _looked_up(tables.spelled, keys)
        if not found and (tables.accented or not name.isascii()):
            found = _looked_up(
                tables.unaccented, {unaccented(key): cut for key, cut in keys.items()}
            )
        if not found:
            found = tables.inflected(called, self._language())
        if found:
            return Near(found, "spelling") if len(found) <= _MOST else None
        found = tables.abbreviated(one for one, _ in called)
        if found:
            return Near(found, "acronym") if len(found) <= _MOST else None
        sections = {
            path: text for key in keys for path, text in tables.headings.get(key, {}).items()
        }
        if sections and len(sections) <= _MOST:
            paths = tuple(sorted(sections))
            return Near(paths, "heading", sections[paths[0]] if len(paths) == 1 else "")
        return None


class _NearRow(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one note is called and has as headings.

    Attributes:
        path: its path.
        names: of each name its key, that without accents, its words, and whether a number was
            cut off.
        short: keys of its names that are acronyms.
        initials: those of its longer names.
        headings: keys of its headings but the first, and the words as written.
    """

    path: str
    names: tuple[tuple[str, str, tuple[str, ...], bool], ...]
    short: tuple[str, ...]
    initials: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]


def _near_row(note: Note) -> _NearRow:
    names = [note.name, note.title, *note.aliases]
    first = note.headings[0] if note.headings else None
    titled = first is not None and _is_title(first, note)
    if first is not None and titled and not _LINK.search(first.text):
        names.append(_bare(first.text))
    keys: list[tuple[str, str, tuple[str, ...], bool]] = []
    short: list[str] = []
    initials: list[str] = []
    for name in dict.fromkeys(names):
        for called, cut in _called(name):
            key = planned_key(called)
            if not key:
                continue
            keys.append((key, unaccented(key), _plain_words(called), cut))
            if _is_short(called):
                short.append(key)
            initials += _initials(called)
    headings: list[tuple[str, str]] = []
    for place, heading in enumerate(note.headings):
        if len(heading.text) > _LONGEST_HEADING or _LINK.search(heading.text):
            continue
        if (heading is first and titled) or _is_hollow(note.headings, place, note.lines):
            continue
        bare = _bare(heading.text)
        spelled = dict.fromkeys((bare, _uncounted(bare)))
        headings += [(key, heading.text) for one in spelled if (key := planned_key(one))]
    return _NearRow(note.path, tuple(keys), tuple(short), tuple(initials), tuple(headings))


NEAR: Final = RowKind("kbpivot.vault.near:NEAR", _NearRow, _near_row)


class _Tables:
    """What notes are called and have as headings, by key.

    Attributes:
        spelled: names, to the notes that have them and whether a number was cut off for it.
        accented: whether some name has accents.
        headings: headings but the first, to the notes that have them and the words as written.
    """

    def __init__(self, notes: Iterable[_NearRow]) -> None:
        self.spelled: dict[str, dict[str, bool]] = {}
        self.headings: dict[str, dict[str, str]] = {}
        self.accented = False
        self._outlines: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        self._initials: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}
        self._notes = tuple(notes)
        for note in self._notes:
            self._add(note)

    @cached_property
    def unaccented(self) -> dict[str, dict[str, bool]]:
        """The names without accents, as `spelled` has them."""
        table: dict[str, dict[str, bool]] = {}
        for note in self._notes:
            for _, plain, _, cut in note.names:
                known = table.setdefault(plain, {})
                known[note.path] = known.get(note.path, True) and cut
        return table

    def _add(self, note: _NearRow) -> None:
        path = note.path
        for key, plain, words, cut in note.names:
            known = self.spelled.setdefault(key, {})
            known[path] = known.get(path, True) and cut
            if plain != key:
                self.accented = True
            self._outlines.setdefault(_outline(words), []).append((words, path, cut))
        for key in note.short:
            self._short.setdefault(key, set()).add(path)
        for letters in note.initials:
            self._initials.setdefault(letters, set()).add(path)
        for key, text in note.headings:
            self.headings.setdefault(key, {}).setdefault(path, text)

    def inflected(self, called: Iterable[tuple[str, bool]], language: str) -> tuple[str, ...]:
        """Notes whose names have the same words, some of them in the other number."""
        found: set[str] = set()
        for name, counted in called:
            words = _plain_words(name)
            for others, path, cut in self._outlines.get(_outline(words), ()):
                if not (counted and cut) and all(map(_same(language), words, others)):
                    found.add(path)
        return tuple(sorted(found))

    def abbreviated(self, names: Iterable[str]) -> tuple[str, ...]:
        """Notes with a name's letters as their initials, or called by the initials of a name."""
        found: set[str] = set()
        for name in names:
            if _is_short(name):
                found |= self._initials.get(_letters(name), set())
            for letters in _initials(name):
                found |= self._short.get(letters, set())
        return tuple(sorted(found))


def _looked_up(
    table: Mapping[str, Mapping[str, bool]], keys: Mapping[str, bool]
) -> tuple[str, ...]:
    """The notes with one of these keys; "Week 3 notes" is not "Week 2 notes"."""
    return tuple(
        sorted(
            {
                path
                for key, counted in keys.items()
                for path, cut in table.get(key, {}).items()
                if not (counted and cut)
            }
        )
    )


def _plain_words(name: str) -> tuple[str, ...]:
    return tuple(map(unaccented, planned_words(name)))


def _outline(words: Sequence[str]) -> str:
    """What names that differ in endings share: the first three letters of each word."""
    return " ".join([word[:3] for word in words])


def _same(language: str) -> Callable[[str, str], bool]:
    """Return what tells two words that are one in singular or plural."""

    def same(one: str, other: str) -> bool:
        return (
            one == other
            or singular(one) == singular(other)
            or other in other_numbers(one, language)
        )

    return same


def _called(name: str) -> list[tuple[str, bool]]:
    """A name, it without its numbering, and the names on both sides of a bracket or dash.

    Of a title and a subtitle each is a name that has three words or more. With each name goes
    whether a number was cut off.
    """
    plain = _uncounted(name)
    cut = plain != name
    found = [(name, False)]
    if cut:
        found.append((plain, True))
    match = _BRACKET.match(plain)
    if match is not None:
        left, right = match["bare"].strip(), match["inside"].strip()
        both = _abbreviate(left, right) or (left.isascii() != right.isascii())
        halves = [left, right] if both and _is_name(left) and _is_name(right) else []
    else:
        sign = _PARTED.search(plain)
        left, right = (plain[: sign.start()], plain[sign.end() :]) if sign else ("", "")
        halves = [one for one in (left, right) if len(one.split()) >= _TELLING]
        titled = sign is not None and ":" in sign[0] and len(right.split()) > _TELLING
        # "BERT: Pre-training of deep bidirectional transformers"
        if _abbreviate(left, right) or (titled and _is_short(left)):
            halves = [left, right]
    return found + [(one, cut) for one in halves]


def _abbreviate(left: str, right: str) -> bool:
    """Tell whether one of two names is short for the other: its letters stand there in order."""
    for short, long in ((left, right), (right, left)):
        if _is_short(short):
            letters = iter(long.casefold())
            wanted = _letters(short)
            if long[:1].casefold() == wanted[:1] and all(sign in letters for sign in wanted):
                return True
    return False


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _is_short(name: str) -> bool:
    """Tell an acronym: "GRU", "LoRA", "t-SNE", "GPT-2", in one word with two capitals or more."""
    letters = name.removesuffix("s")
    return _SHORT.fullmatch(letters) is not None and len(_CAPITAL.findall(letters)) > 1


def _letters(short: str) -> str:
    return planned_key(short.removesuffix("s"))


def _initials(name: str) -> tuple[str, ...]:
    """The first letters of three words or more, with and without the small words."""
    words = [word.casefold() for word in _NAME_WORDS.findall(name.replace("-", " "))]
    if len(words) < 3:
        return ()
    telling = [word for word in words if word not in _SMALL]
    found = ("".join(word[0] for word in words), "".join(word[0] for word in telling))
    return tuple(dict.fromkeys(one for one in found if len(one) > 2))


def _uncounted(name: str) -> str:
    """A name without what it is counted by: "04_", "Lecture 3 ", "第三章 ", a time stamp."""
    found = _STAMP.match(name) or _COUNTED_EAST.match(name)
    if found is None:
        found = _NUMBERED.match(name) or _COUNTED.match(name)
        if found is not None:
            count = count_of(name)
            if count is None or not (count.word or found.re is _NUMBERED):
                found = None
    return (name[found.end() :] if found else "") or name


def _is_title(first: Heading, note: Note) -> bool:
    """Tell whether a note's first heading names the note: one of the top level, or at its top."""
    top = max(note.property_lines.values(), default=-1) + 3
    return first.level == 1 or first.span.line <= top


def _bare(heading: str) -> str:
    return " ".join(_MARKUP.sub("", heading).split())


def _is_hollow(headings: Sequence[Heading], place: int, lines: int) -> bool:
    """Tell whether nothing stands under a heading, as far as lines and offsets tell."""
    span = headings[place].span
    if place + 1 < len(headings):
        return headings[place + 1].span.start - span.end < _HOLLOW
    return lines <= span.line
