"""How far the person is with one note, read from the words and signs authors already use.

The word `status` is used for many things, so a word that is in no table says nothing; it is
remembered, to be named once. How finished a note is (`seedling`, `evergreen`) is another matter
than whether its author knows the subject.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from kbpivot.model import Note
from kbpivot.notes.tasks import is_board, is_task
from kbpivot.record import Record
from kbpivot.vault import RowKind

if TYPE_CHECKING:
    from kbpivot.vault import Vault

__all__ = [
    "STATUS",
    "Level",
    "Stated",
    "StatusRow",
    "StatusWords",
    "mark_level",
    "note_status",
    "share_scales",
    "status_rows",
]

Level = Literal["mastered", "started", "not-started"]


class StatusWords(Record, frozen=True):
    """The words, signs, keys and thresholds that say how far a person is.

    Attributes:
        mastered, started, not_started: words and signs; case, `-`, `_` and spaces are equal.
        reading_list: those of `not_started` by which a note asks to be read.
        neutral: words of maturity, review or tasks, which say nothing about the person.
        status_keys: properties that hold such a word.
        done_keys: properties that are true, false, or the date on which it was done.
        mastery_keys: properties that hold a share, 0 to 1 or 0 to 100.
        mastered_from: share from which a note counts as mastered.
        tag_prefixes: tags below which the last part is such a word (`#status/learned`).
    """

    mastered: tuple[str, ...] = (
        *("mastered", "done", "complete", "completed", "learned", "learnt", "read", "finished"),
        *("understood", "known", "✅", "☑", "✔", "[x]", "完成", "已完成", "已掌握", "已读"),
    )
    started: tuple[str, ...] = (
        *("started", "reading", "learning", "studying", "in-progress", "doing", "partial", "wip"),
        *("ongoing", "current", "📖", "🟡", "🔄", "🚧", "[/]", "进行中", "学习中", "在读"),
    )
    not_started: tuple[str, ...] = (
        *("todo", "to-do", "to-read", "to-learn", "to-study", "unread", "planned", "backlog"),
        *("not-started", "not-read", "not-done", "not-learned", "later", "queued", "queue"),
        *("⬜", "☐", "🔲", "❌", "[ ]", "未开始", "未读", "待读", "未読", "읽을 것", "zu lesen"),
        *("à lire", "por leer", "da leggere", "прочитать"),
    )
    reading_list: tuple[str, ...] = (
        *("to-read", "to-learn", "to-study", "unread", "not-read", "queued", "queue"),
        *(
            "未读",
            "待读",
            "未読",
            "읽을 것",
            "zu lesen",
            "à lire",
            "por leer",
            "da leggere",
            "прочитать",
        ),
    )
    neutral: tuple[str, ...] = (
        *("seedling", "budding", "evergreen", "draft", "stub", "mature", "good", "excellent"),
        *("review", "reviewed", "needs-review", "in-review", "fleeting", "permanent", "active"),
        *("growing", "planted", "tended", "published", "unpublished", "archived", "archive"),
        *("inactive", "stable", "open", "closed", "new", "inbox", "idea", "final", "outdated"),
        *("deprecated", "processed", "unprocessed", "🌱", "🌿", "🌳"),
    )
    status_keys: tuple[str, ...] = (
        *("status", "learning-status", "study-status", "reading-status", "read-status"),
    )
    done_keys: tuple[str, ...] = (
        *("completed", "complete", "done", "finished", "mastered", "learned", "read"),
        *("date-completed", "completed-on", "date-finished", "finished-on", "date-read"),
    )
    mastery_keys: tuple[str, ...] = ("mastery", "mastery-score", "progress", "confidence")
    mastered_from: float = 0.8
    tag_prefixes: tuple[str, ...] = ("status", "learning", "study", "progress")

    def extended(
        self,
        *,
        mastered: Iterable[str] = (),
        started: Iterable[str] = (),
        not_started: Iterable[str] = (),
        neutral: Iterable[str] = (),
        status_keys: Iterable[str] = (),
        mastery_keys: Iterable[str] = (),
        mastered_from: float | None = None,
    ) -> StatusWords:
        """Return these tables with more words and keys; a word moves to the table it is given."""
        new = {
            "mastered": tuple(mastered),
            "started": tuple(started),
            "not_started": tuple(not_started),
            "neutral": tuple(neutral),
        }
        moved = {_word(text) for words in new.values() for text in words}
        tables: dict[str, tuple[str, ...]] = {
            name: (*words, *(w for w in getattr(self, name) if _word(w) not in moved))
            for name, words in new.items()
        }
        return replace(
            self,
            **tables,
            status_keys=(*status_keys, *self.status_keys),
            mastery_keys=(*mastery_keys, *self.mastery_keys),
            mastered_from=self.mastered_from if mastered_from is None else mastered_from,
        )

    def level(self, text: str) -> Level | Literal["neutral"] | None:
        """What a word or sign says; None for one that is in no table."""
        made = _made(self)
        table, signs = made.levels, made.signs
        found = table.get(_word(text))
        if found is None and not text.isascii():
            found = next((level for sign, level in signs if sign in text), None)
        return found


class _Made(NamedTuple):
    """The tables for looking up: words to levels, signs that may stand anywhere, and keys."""

    levels: Mapping[str, Level | Literal["neutral"]]
    signs: tuple[tuple[str, Level | Literal["neutral"]], ...]
    status: tuple[str, ...]
    done: tuple[str, ...]
    mastery: tuple[str, ...]
    prefixes: frozenset[str]
    reading_list: frozenset[str]


_MADE: dict[int, tuple[StatusWords, _Made]] = {}  # by identity: hashing the tables takes longer


def _made(words: StatusWords) -> _Made:
    held = _MADE.get(id(words))
    if held is None or held[0] is not words:
        if len(_MADE) > 8:
            _MADE.clear()
        keys = (words.status_keys, words.done_keys, words.mastery_keys)
        status, done, mastery = (tuple(map(_key, named)) for named in keys)
        prefixes = frozenset(map(_key, words.tag_prefixes))
        queue = frozenset(map(_word, words.reading_list))
        made = _Made(*_tables(words), status, done, mastery, prefixes, queue)
        held = _MADE[id(words)] = (words, made)
    return held[1]


def _tables(
    words: StatusWords,
) -> tuple[
    Mapping[str, Level | Literal["neutral"]], tuple[tuple[str, Level | Literal["neutral"]], ...]
]:
    """The tables as (word to level, signs that may stand anywhere in a cell)."""
    found: dict[str, Level | Literal["neutral"]] = {}
    signs: list[tuple[str, Level | Literal["neutral"]]] = []
    rows: tuple[tuple[Level | Literal["neutral"], tuple[str, ...]], ...] = (
        ("mastered", words.mastered),
        ("started", words.started),
        ("not-started", words.not_started),
        ("neutral", words.neutral),
    )
    for level, entries in rows:
        for entry in entries:
            found.setdefault(_word(entry), level)
            if entry and not entry.isascii() and not entry[0].isalpha():
                signs.append((_SIGN_TAIL.sub("", entry), level))
    return found, tuple(signs)


class Stated(Record, frozen=True):
    """What a note's own properties or tags say about the person.

    Attributes:
        level: how far.
        form: `property` or `tag`.
        key: the property or tag as written.
        since: day the author gave for it, None without one.
        queued: whether it says that the note is still to be read.
    """

    level: Level
    form: Literal["property", "tag"]
    key: str
    since: date | None = None
    queued: bool = False


_Status = tuple[Stated | None, tuple[tuple[str, str], ...]]

_BETWEEN = re.compile(r"[\s_\-]+")
_SIGN_TAIL = re.compile(r"[️︎‍]")
_FRACTION = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRUE = frozenset({"true", "yes", "y", "on", "1", "x"})
_FALSE = frozenset({"false", "no", "n", "off", "0"})


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    """A word as compared: case, width and the marks between its parts do not count."""
    if text.strip() in {"[ ]", "[]"}:
        return "[ ]"
    plain = _SIGN_TAIL.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _BETWEEN.sub("", plain.strip().strip("*`\"'.!"))


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFC", text).casefold())


def mark_level(text: str, words: StatusWords, *, checkbox: bool) -> Level | None:
    """Return what a table cell or a checkbox's character says, None for nothing.

    A cell may hold a sign and words (`✅ Done`), or a word and a remark (`done (March)`).
    """
    if checkbox:
        found = words.level(f"[{text.casefold() or ' '}]")
        return found if found != "neutral" else None
    found = words.level(text)
    if found is None:
        # "done (March)", "reading, ch. 3": the remark is set apart by a mark.
        found = words.level(re.split(r"[(,:;–—]| - ", text, maxsplit=1)[0])
    if found is None and not text.strip(" *_").isascii():
        # "✅ Done" as a whole is in no table, but its words may be.
        letters = "".join(c for c in text if c.isalnum() or c.isspace() or c in "-_")
        found = words.level(letters)
    return found if found != "neutral" else None


def _numbers(value: object) -> tuple[float, bool] | None:
    """A share's number, and whether it is a share of 1 already ("80 %", "4/5")."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        number = float(value)
        return (number, False) if math.isfinite(number) and number >= 0 else None
    if isinstance(value, str):
        text = value.strip()
        if found := _FRACTION.fullmatch(text):
            whole = float(found[2])
            return (float(found[1]) / whole, True) if whole else None
        share = text.endswith("%")
        try:
            number = float(text.rstrip("% "))
        except ValueError:
            return None
        if not math.isfinite(number) or number < 0:
            return None
        return (number / 100, True) if share else (number, False)
    return None


@lru_cache(maxsize=8)
def _share_keys(words: StatusWords) -> frozenset[str]:
    return frozenset(_key(key) for key in words.mastery_keys)


def _shares(note: Note, keys: frozenset[str]) -> tuple[tuple[str, float], ...]:
    """The mastery properties of a note whose full mark is not plain, and their numbers."""
    return tuple(
        (key, found[0])
        for name, value in note.properties.items()
        if (key := _key(name)) in keys and (found := _numbers(value)) and not found[1]
    )


def share_scales(rows: Iterable[StatusRow]) -> Mapping[str, float]:
    """Return the full mark of each mastery property: 1 where no note exceeds 1, else 100.

    One note alone cannot tell a share of 1 from one percent; the vault can.
    """
    largest: dict[str, float] = {}
    for several in (row.shares for row in rows if row.shares):
        for key, number in several:
            largest[key] = max(largest.get(key, 0.0), number)
    return {key: 1.0 if top <= 1 else 100.0 for key, top in sorted(largest.items())}


class StatusRow(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one note alone says of the person.

    Attributes:
        said: what its properties and tags say; where `shares` are named, a share of 100.
        unknown: the (key, value) not understood.
        shares: its mastery properties whose full mark only the vault tells, and their numbers.
        marked: whether it has signs of progress beside links that are not about work.
    """

    said: Stated | None
    unknown: tuple[tuple[str, str], ...]
    shares: tuple[tuple[str, float], ...]
    marked: bool


def status_row(note: Note, words: StatusWords) -> StatusRow:
    """Return what one note alone says of the person, with these words."""
    said, unknown = note_status(note, words, scales={})
    marked = bool(note.marks) and not is_board(note.properties, [tag.name for tag in note.tags])
    return StatusRow(said, unknown, _shares(note, _share_keys(words)), marked)


_USUAL: Final = StatusWords()


def _usual_row(note: Note) -> StatusRow:
    return status_row(note, _USUAL)


STATUS: Final = RowKind("kbpivot.study.status:STATUS", StatusRow, _usual_row)


def status_rows(vault: Vault, words: StatusWords) -> Mapping[str, StatusRow]:
    """Return what each note says of the person, by path in order."""
    if words == _USUAL:
        return vault.each(STATUS)
    return {note.path: status_row(note, words) for note in vault.notes}


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(item for item in value if isinstance(item, str))
    return ()


def _done(value: object) -> tuple[bool, date | None] | None:
    """What a done-or-not property says: (done, day); None when it says neither."""
    if isinstance(value, bool):
        return value, None
    if isinstance(value, int) and value in (0, 1):
        return bool(value), None
    if not isinstance(value, str):
        return None
    text = value.strip().casefold()
    if text in _TRUE:
        return True, None
    if text in _FALSE:
        return False, None
    if found := _DAY.match(text):
        try:
            return True, date.fromisoformat(found[0])
        except ValueError:
            return None
    return None


def note_status(note: Note, words: StatusWords, *, scales: Mapping[str, float]) -> _Status:
    """Return what a note's own properties and tags say, and the (key, value) not understood.

    The first that speaks counts: a status word, a property that says it is done, a share,
    a property that says it is not done, a tag.

    Args:
        note: the note.
        words: the tables.
        scales: full mark of each mastery property, from `share_scales`.
    """
    unknown: list[tuple[str, str]] = []
    if is_task(note.properties, [tag.name for tag in note.tags]):
        return None, ()
    made = _made(words)
    by_key = {_key(name): (name, value) for name, value in note.properties.items()}
    done = [
        (name, found)
        for key in made.done
        if key in by_key
        for name, value in (by_key[key],)
        if (found := _done(value)) is not None
    ]
    day = next((found[1] for _, found in done if found[1] is not None), None)
    for key in made.status:
        if key not in by_key:
            continue
        name, value = by_key[key]
        for text in _texts(value):
            level = words.level(text)
            if level is None and text.strip():
                unknown.append((name, text.strip()))
            elif level is not None and level != "neutral":
                since = day if level == "mastered" else None
                queued = level == "not-started" and _word(text) in made.reading_list
                return Stated(level, "property", name, since, queued), tuple(unknown)
    for name, (is_done, _) in done:
        if is_done:
            return Stated("mastered", "property", name, day), tuple(unknown)
    for key in made.mastery:
        name, value = by_key.get(key, ("", None))
        if (number := _numbers(value)) is None:
            continue
        share = number[0] if number[1] else number[0] / scales.get(key, 100.0)
        level = (
            "mastered"
            if share >= words.mastered_from - 1e-9
            else "started"
            if share > 0
            else "not-started"
        )
        return Stated(level, "property", name), tuple(unknown)
    if done:
        name = done[0][0]
        return Stated("not-started", "property", name, None, _key(name) == "read"), tuple(unknown)
    for tag in note.tags:
        prefix, slash, last = tag.name.removeprefix("#").rpartition("/")
        if slash and _key(prefix.rpartition("/")[2]) in made.prefixes:
            level = words.level(last)
            if level is not None and level != "neutral":
                queued = level == "not-started" and _word(last) in made.reading_list
                return Stated(level, "tag", tag.name, None, queued), tuple(unknown)
    return None, tuple(unknown)
