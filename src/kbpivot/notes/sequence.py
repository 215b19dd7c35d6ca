"""Which lists and tables are an order, and which only tell what there is.

An order needs a sign: numbers, headings that count ("Week 2"), words such as "reading order", or
boxes ticked from the top. Without one a list is a set of notes.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from kbpivot.model import Entry
from kbpivot.notes.counting import count_of
from kbpivot.notes.phrases import plain_text
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbpivot.model import Heading, Reference, Span
    from kbpivot.notes.counting import Count
    from kbpivot.notes.structure import Structure
    from kbpivot.notes.vocabulary import Words

__all__ = ["Listed", "arranged", "says_order"]

_LABEL_LEVEL = 7  # a line above a list is a heading below all headings
_LONGEST_LABEL = 100  # characters
_LONGEST_REMARK = 240
_FILED = 5  # so many entries in alphabetical order are a catalogue, even if "roadmap" stands above
_FILED_NUMBERED = 8  # the same in a numbered list
_END = -1  # closes each part of a place, so that 1 comes before 1.1


class Listed(NamedTuple):
    """A note that a list, table or chain names.

    Attributes:
        container: the list, table or chain; entries of one stand together.
        parts: how it counts: the word ("" for bare numbers) and the numbers, outermost first.
        numbered: whether the list or table itself counts.
        heading: text of the nearest heading above.
        target: the note named.
        shown: what a reader sees of it.
        box: sign in the box of the item, empty without one.
        span: the link in the file.
    """

    container: tuple[Literal["list", "table", "chain", "title", "line"], int]
    parts: tuple[tuple[str, tuple[int, ...]], ...]
    numbered: bool
    heading: str
    target: Reference
    shown: str
    box: str
    span: Span


class _Section:
    """A heading, or a line above a list, with what it says about order."""

    __slots__ = ("count", "level", "parent", "place", "said", "start")

    def __init__(self, start: int, level: int, parent: int, said: int, count: Count | None) -> None:
        self.start, self.level, self.parent = start, level, parent
        self.said = said  # 1: an order, -1: none, 0: nothing
        self.count = count
        self.place: tuple[int, ...] = ()  # its number, where its neighbours count as well


class _Place(NamedTuple):
    """A run, the place in it (None where nothing says that it is an order), and what says so."""

    group: tuple[object, ...]
    key: tuple[int, ...] | None
    numbered: bool
    refused: bool = False


def says_order(text: str, words: Words) -> int:
    """Tell what a heading says of the lists below it: 1 an order, -1 no order, 0 neither."""
    said = canonical(text)
    if words.sets.within(said):
        return -1
    return int(words.courses.within(said) or words.orders.within(said))


def arranged(
    listed: Sequence[Listed],
    *,
    text: str,
    shape: Structure,
    headings: Sequence[Heading],
    names: Iterable[str],
    words: Words,
) -> list[Entry]:
    """Give each note that is listed its run, and its place where the run is an order.

    Args:
        listed: the notes in source order.
        text: the whole file.
        shape: its structure.
        headings: its headings.
        names: what the note is called.
        words: the vocabulary's lookup tables.
    """
    if len(listed) < 2:
        return [
            Entry(number, one.numbered, one.heading, one.target, one.span)
            for number, one in enumerate(listed)
        ]
    sections = _sections(text, shape, headings, names, words)
    starts = [section.start for section in sections]
    counting = _counting(listed)
    ticked = _ticked(listed)
    places: list[_Place] = []
    for position, one in enumerate(listed):
        above = _above(sections, bisect_right(starts, one.span.start) - 1)
        numbers = counting.get(one.container, {}).get(position)
        place = _place(one, position, above, numbers, sections, ticked)
        if place.key is not None:  # what counts alike goes on as it stands
            place = place._replace(key=(*place.key, _END, position))
        places.append(place)
    dropped = _catalogues(listed, places)
    ranks: dict[tuple[object, ...], dict[tuple[int, ...], int]] = {}
    for place in places:
        if place.key is not None:
            ranks.setdefault(place.group, {})[place.key] = 0
    for keys in ranks.values():
        for rank, key in enumerate(sorted(keys)):
            keys[key] = rank
    groups: dict[object, int] = {}
    entries: list[Entry] = []
    for one, place in zip(listed, places, strict=True):
        refused = place.refused or place.group in dropped
        ordered = place.key is not None and not refused
        level = -2 if refused else -1
        if ordered and place.key is not None:
            level = ranks[place.group][place.key]
        group = groups.setdefault(place.group, len(groups))
        numbered = ordered and place.numbered
        entries.append(Entry(group, numbered, one.heading, one.target, one.span, level))
    return entries


# --------------------------------------------------------------------------- what stands above


def _sections(
    text: str,
    shape: Structure,
    headings: Sequence[Heading],
    names: Iterable[str],
    words: Words,
) -> list[_Section]:
    """The note itself, then its headings and the lines above its lists, in source order."""
    said = [says_order(name, words) for name in names]
    found = [_Section(-1, 0, -1, min(said) if -1 in said else max(said, default=0), None)]
    rows = [(head.span.start, head.level, head.text) for head in headings]
    labelled = False
    for leaf in shape.leaves:
        if leaf.kind != "paragraph" or not leaf.top:
            continue
        line = text[leaf.start : leaf.end].strip()
        label = _label(line, words)
        if label is not None or labelled:
            rows.append((leaf.start, _LABEL_LEVEL, label or ""))
            labelled = True
    open_ones = [0]
    for start, level, title in sorted(rows):
        while found[open_ones[-1]].level >= level:
            open_ones.pop()
        shown = plain_text(title)
        section = _Section(start, level, open_ones[-1], says_order(shown, words), count_of(shown))
        open_ones.append(len(found))
        found.append(section)
    _number_series(found)
    return found


def _label(line: str, words: Words) -> str | None:
    """The words of a line that announces the list below it, else None."""
    if len(line) > _LONGEST_REMARK or "\n" in line:
        return None
    plain = plain_text(line)
    bold = line[:2] in ("**", "__") and line.rstrip(":：")[-2:] in ("**", "__")
    if len(line) <= _LONGEST_LABEL and (bold or plain.endswith((":", "："))):
        return line
    said = canonical(plain)
    return line if words.orders.within(said) or words.sets.within(said) else None


def _number_series(sections: Sequence[_Section]) -> None:
    """Give headings side by side that count in the same way their numbers."""
    series: dict[tuple[int, int, str], list[_Section]] = {}
    for section in sections:
        if section.count is not None and (section.count.word or section.count.sure):
            key = (section.parent, section.level, section.count.word)
            series.setdefault(key, []).append(section)
    for members in series.values():
        numbers = [one.count.numbers for one in members if one.count is not None]
        if len(set(numbers)) > 1 and numbers == sorted(numbers):
            for member, number in zip(members, numbers, strict=True):
                member.place = number


def _above(sections: Sequence[_Section], index: int) -> list[int]:
    """The sections around a place, outermost first."""
    found: list[int] = []
    while index >= 0:
        found.append(index)
        index = sections[index].parent
    return found[::-1]


# --------------------------------------------------------------------------- how entries count


def _counting(listed: Sequence[Listed]) -> dict[object, dict[int, tuple[int, ...]]]:
    """The key of each entry of the containers that count all through, by place in `listed`."""
    rows: dict[object, list[int]] = {}
    for position, one in enumerate(listed):
        rows.setdefault(one.container, []).append(position)
    found: dict[object, dict[int, tuple[int, ...]]] = {}
    for container, positions in rows.items():
        counted = {at: listed[at] for at in positions if listed[at].parts}
        if len(counted) < 2 or len(counted) * 2 < len(positions):
            continue
        if not _alike([one.parts for one in counted.values()]):
            continue
        keys = {at: _key(one.parts) for at, one in counted.items()}
        if len(set(keys.values())) < 2:
            continue
        in_order = list(keys.values()) == sorted(keys.values())
        if in_order or all(one.numbered for one in counted.values()):
            found[container] = keys
    return found


def _alike(parts: Sequence[tuple[tuple[str, tuple[int, ...]], ...]]) -> bool:
    """True when all count in the same words, depth by depth."""
    for depth in range(max(map(len, parts))):
        if len({one[depth][0] for one in parts if len(one) > depth}) > 1:
            return False
    return True


def _key(parts: Iterable[tuple[str, tuple[int, ...]]]) -> tuple[int, ...]:
    return tuple(number for _, numbers in parts for number in (*numbers, _END))


def _ticked(listed: Sequence[Listed]) -> set[object]:
    """Lists of boxes of which the first ones, and only these, are ticked."""
    boxes: dict[object, list[bool]] = {}
    for one in listed:
        boxes.setdefault(one.container, []).append(one.box not in ("", " "))
    without = {one.container for one in listed if not one.box}
    return {
        container
        for container, ticks in boxes.items()
        if container not in without
        and len(ticks) > 2
        and any(ticks)
        and not all(ticks)
        and ticks == sorted(ticks, reverse=True)
    }


def _place(
    one: Listed,
    position: int,
    above: Sequence[int],
    numbers: tuple[int, ...] | None,
    sections: Sequence[_Section],
    ticked: set[object],
) -> _Place:
    said = 0
    scope = -1
    for index in above:
        if sections[index].said:
            said = sections[index].said
            scope = (index if scope < 0 else scope) if said > 0 else -1
    if said < 0:
        return _Place(one.container, None, numbered=False, refused=True)
    counted = [index for index in above if sections[index].place]
    key: tuple[int, ...] = ()
    group: tuple[object, ...] = one.container
    if counted and (scope < 0 or counted[0] < scope):
        first = sections[counted[0]]
        word = "" if first.count is None else first.count.word
        group = ("counted", first.parent, first.level, word)
        for index in counted:
            key += (*sections[index].place, _END)
    elif scope >= 0:
        group = ("worded", scope)
    if scope >= 0:
        return _Place(group, (*key, position), numbered=bool(counted or numbers))
    if numbers is not None:
        return _Place(group, (*key, *numbers), numbered=True)
    if key:
        return _Place(group, key, numbered=True)
    if one.container in ticked:
        return _Place(group, (position,), numbered=False)
    return _Place(group, None, numbered=False)


def _catalogues(listed: Sequence[Listed], places: Sequence[_Place]) -> set[tuple[object, ...]]:
    """The groups that only follow the alphabet."""
    titles: dict[tuple[object, ...], list[tuple[str, bool]]] = {}
    for one, place in zip(listed, places, strict=True):
        titles.setdefault(place.group, []).append((one.shown, place.numbered))
    found: set[tuple[object, ...]] = set()
    for group, rows in titles.items():
        least = _FILED_NUMBERED if any(numbered for _, numbered in rows) else _FILED
        shown = [canonical(title) for title, _ in rows]
        if len(shown) < least or shown != sorted(shown):
            continue
        counted = sum(count_of(title) is not None for title, _ in rows)
        if len({title[:1] for title in shown}) > 1 and counted * 2 < len(shown):
            found.add(group)
    return found
