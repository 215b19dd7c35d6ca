"""Numbers by which names, headings and cells are counted: "Week 3", "01-intro", "第二章"."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.notes.counters import (
    AFTER,
    COPIES,
    COUNTERS,
    DIGITS,
    DRAWERS,
    LIKE_DRAWERS,
    MEASURES,
    MONTHS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Count", "count_of", "numbered_names"]


class Count(NamedTuple):
    """How a text counts.

    Attributes:
        word: what is counted, folded: `week`, `lecture`; empty for a bare number.
        numbers: the number, or several for "1.2".
        sure: False for a bare number that may as well belong to the words behind it.
        lead: the words before the word; of a bare number, the sign behind it.
    """

    word: str
    numbers: tuple[int, ...]
    sure: bool = True
    lead: str = ""


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda one: (-len(one), one)))


_UNACCENTED = dict.fromkeys(range(768, 880))
_SPELLED = {word: number for number, words in DIGITS.items() for word in words.split()}
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})(?![^\W_])")
_CJK = "〇零一二三四五六七八九十"
_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,2})(?!\d|\.\d)"
_NUMERAL = rf"(?:{_NUMBER}|(?P<numeral>[{_CJK}]{{1,3}}))"

_WORDED = re.compile(
    rf"(?<![^\W\d_])(?P<word>{_alternatives(COUNTERS)})[ _.\-#:№]*"
    rf"(?:(?:no|nr)\.? *)?(?:{_NUMBER}(?!\w*°)|(?P<spelled>{_alternatives(_SPELLED)})(?![^\W_])"
    rf"|(?P<numeral>[{_CJK}]{{1,3}})(?![^\W_])|(?P<roman>[ivx]{{1,5}})(?![^\W_]))"
)
_EAST = re.compile(rf"(?P<mark>[第제]?)[ ]*{_NUMERAL}[ ]*(?P<word>{_alternatives(AFTER)})")
_ORDINAL = re.compile(
    r"(?:(?P<number>\d{1,2})(?:st|nd|rd|th|ste|er|re|e|eme|ere|a|o|-?я|-?и|-?ая|-?ыи|\.|)"
    rf"|(?P<spelled>{_alternatives(_SPELLED)}))[ \-]*(?P<word>{_alternatives(COUNTERS)})(?![^\W_])"
)
_LEADING = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,2}|\d{2}[-_]\d{2}(?=[-_ .]))"
    r"(?P<sign>[.)_:、．|]+\s*|\s*[-–—]\s+|\s+|-|)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_MEASURED = re.compile(rf"(?:{_alternatives(MEASURES)})(?![^\W\d_])|[x×]\s*\d")
_GLUED = re.compile(r"[^\W\d_](?![^\W\d_])")  # "2D", "7B"
_EAST_MEASURED = re.compile(r"[维維次位階阶元字节비차원進进种個个名人者大年月日万億亿代点點倍%]")
_COMPOUND = re.compile(r"[^\W\d_A-Z]+ ")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(rf"\W*(?:{_alternatives(MONTHS)})(?![^\W\d_])")
_AREAS = re.compile(r"\d{2}-\d{2}(?!\d)|[1-9]\d\.\d\d(?!\d)")
_LOOKED_AT = 120  # characters: whoever counts does so at the beginning
_EDGE = re.compile(r"^[\W_]+")
_NUMBERS = re.compile(r"(?<!\d)(?<!\d\.)(\d{1,3})(?![\d])")
_BARE = "\1"  # marks a number without words before it
_VERSION = re.compile(r"v$|(?:^|[\W_])(?:ver|version|release)\W*$")


def _folded(text: str) -> str:
    if text.isascii():
        return text.strip()
    plain = unicodedata.normalize("NFKD", text).translate(_UNACCENTED)
    return unicodedata.normalize("NFC", plain).strip()


def _cjk(numeral: str) -> int:
    """一 to 九十九; 十 alone is ten."""
    values = [0 if sign == "〇" else _CJK.index(sign) - 1 for sign in numeral]
    if 10 in values:
        at = values.index(10)
        tens = values[at - 1] if at else 1
        return tens * 10 + (values[at + 1] if at + 1 < len(values) else 0)
    return int("".join(map(str, values)))


def _roman(numeral: str) -> int:
    found = _ROMAN.fullmatch(numeral)
    if found is None:
        return 0
    tens, ones = found.groups()
    small = {"ix": 9, "iv": 4}.get(ones) or 5 * ones.startswith("v") + ones.count("i")
    return len(tens) * 10 + small


def _numbers(found: re.Match[str]) -> tuple[int, ...]:
    said: Mapping[str, str | None] = found.groupdict()
    if number := said.get("number"):
        return tuple(map(int, re.split(r"[.\-_]", number)))
    if spelled := said.get("spelled"):
        return (_SPELLED[spelled],)
    if numeral := said.get("numeral"):
        return (_cjk(numeral),)
    roman = _roman(said.get("roman") or "")
    return (roman,) if roman else ()


def count_of(text: str) -> Count | None:
    """Tell how a heading, a cell, or the words before a link count; None where they do not.

    A number counts with a word such as "week" before or behind it, or alone at the start. Years,
    dates and measures ("2D", "4-bit", "1x1") do not.
    """
    plain = _EDGE.sub("", _folded(text[:_LOOKED_AT]))
    if not plain:
        return None
    folded = plain.casefold()
    found = _EAST.match(folded)
    if found is not None and (found["mark"] or found["word"] not in "天日月年"):
        return Count(found["word"], _numbers(found))
    found = _ORDINAL.match(folded)
    if found is not None:
        return Count(found["word"], _numbers(found))
    found = _WORDED.search(folded)
    if found is not None and len(folded[: found.start()].split()) <= 3:
        numbers = _numbers(found)
        if numbers:
            return Count(found["word"], numbers, lead=folded[: found.start()])
    return _leading(plain, folded)


def _leading(plain: str, folded: str) -> Count | None:
    """A bare number at the start."""
    found = _LEADING.match(plain)
    if found is None or _AREAS.match(plain):
        return None
    number, sign, rest = found["number"], found["sign"], found["rest"]
    after = folded[found.start("rest") :]
    numbers = _numbers(found)
    if rest[:1].isdigit() or _MONTH.match(after) or _YEAR.match(rest):
        return None
    if number.startswith("0") and len(number) > 1:
        counts = sign or not rest or rest[:1].isalpha()
        return Count("", numbers, lead=sign.strip()) if counts else None
    if sign.strip() and sign.strip() != "-":
        return Count("", numbers, lead=sign.strip())
    if not rest:
        return Count("", numbers, sure=len(numbers) > 1)
    if not rest[0].isalpha() or _MEASURED.match(after) or (not sign and _GLUED.match(rest)):
        return None
    if _EAST_MEASURED.match(rest):
        return None
    if "." in number:
        return Count("", numbers, lead=sign.strip()) if sign else None
    if sign == "-" and _COMPOUND.match(rest):
        return None  # "2-layer networks"
    return Count("", numbers, sign.strip() == "-" and sign != "-", sign.strip())


class _Candidate(NamedTuple):
    """A number in a name: how it may count, and how many digits it has if padded, else 0."""

    numbers: tuple[int, ...]
    sure: bool
    padded: int
    sign: str = ""


def numbered_names(names: Sequence[str]) -> list[dict[int, tuple[int, ...]]]:
    """Find the numberings among the names of one folder.

    A numbering is a shared beginning, perhaps empty, and a number that differs: `01-…`, `Day 2 …`,
    `nlp.lectures.03-…`. Each name is in one numbering at most, the one that counts most names.

    Args:
        names: names of notes and folders that lie side by side, without `.md`.

    Returns:
        For each numbering the place of a name in `names`, and its number.
    """
    groups: dict[str, dict[int, _Candidate]] = {}
    for place, name in enumerate(names):
        for prefix, candidate in _candidates(name):
            groups.setdefault(prefix, {}).setdefault(place, candidate)
    bare = groups.get(_BARE, {})
    if len({one.numbers for one in bare.values()}) < len({one[::3] for one in bare.values()}):
        # "1. x" and "01 - y": two numberings that happen to lie in one folder.
        del groups[_BARE]
        for place, one in bare.items():
            groups.setdefault(f"{_BARE}{one.sign}", {})[place] = one
    kept = [group for prefix, group in groups.items() if _counts(prefix, group, names)]
    kept.sort(key=lambda group: (-len({one.numbers for one in group.values()}), min(group)))
    taken: set[int] = set()
    found: list[dict[int, tuple[int, ...]]] = []
    for group in kept:
        rest = {place: one.numbers for place, one in group.items() if place not in taken}
        if len(set(rest.values())) > 1:
            taken |= rest.keys()
            found.append(rest)
    return found


def _candidates(name: str) -> Iterable[tuple[str, _Candidate]]:
    count = count_of(name)
    if count is not None and count.word:
        lead = " ".join(re.sub(r"[\W_]+", " ", count.lead).split())
        yield f"{lead} {count.word}", _Candidate(count.numbers, sure=True, padded=0)
    elif count is not None:
        yield _BARE, _Candidate(count.numbers, count.sure, 0, count.lead)
    plain = _folded(name)
    folded = plain.casefold()
    for found in _NUMBERS.finditer(folded):
        before, rest = folded[: found.start()], folded[found.end() :]
        if not before.strip(" _-.") or _AREAS.search(folded):
            continue
        if _VERSION.search(before) or _YEAR.search(before[-6:]):
            continue
        if _MEASURED.match(rest.lstrip("-")) or _GLUED.match(rest):
            continue
        if before[-1:] == "." and before[-2:-1].isdigit():
            continue
        prefix = " ".join(re.sub(r"[\W_]+", " ", before).split())
        if prefix:
            digits = len(found[1]) if len(found[1]) > 1 else 0
            padded = found[1].startswith("0") and digits > 0
            yield f"\0{prefix}", _Candidate((int(found[1]),), padded, digits)


def _counts(prefix: str, group: Mapping[int, _Candidate], names: Sequence[str]) -> bool:
    """Tell whether a shared beginning and its numbers are an order its author meant."""
    distinct = {one.numbers for one in group.values()}
    if len(distinct) < 2:
        return False
    if prefix.startswith(_BARE):
        if _are_drawers([names[place] for place in group]) or _in_tens(distinct):
            return False
        if any(one.sure for one in group.values()):
            return True
        return _from_the_first(distinct)
    if not prefix.startswith("\0"):
        return True
    words = prefix[1:].split()
    if words[-1] in COUNTERS:
        return True
    if COPIES & set(words):
        return False
    if any(one.sure for one in group.values()):
        return len({one.padded for one in group.values()}) == 1
    return len(distinct) > 2 and _from_the_first(distinct)


def _are_drawers(names: Iterable[str]) -> bool:
    """Inbox, projects, archive: folders that sort notes by their use."""
    bare = {" ".join(re.findall(r"[^\W\d_]+", _folded(name).casefold())) for name in names}
    return bool(bare & DRAWERS) or len(bare & LIKE_DRAWERS) > 1


def _in_tens(distinct: Iterable[tuple[int, ...]]) -> bool:
    """10, 20, 30: drawers, with room between them."""
    firsts = {numbers[0] for numbers in distinct}
    return max(firsts) >= 10 and all(number % 10 == 0 for number in firsts)


def _from_the_first(distinct: Iterable[tuple[int, ...]]) -> bool:
    """True when they begin with nought or one and leave hardly a number out."""
    firsts = sorted({numbers[0] for numbers in distinct})
    return firsts[0] <= 1 and firsts[-1] - firsts[0] <= len(firsts)
