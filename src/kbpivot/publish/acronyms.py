"""Gaps in what public notes abbreviate: acronyms that none of them spells out."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kbpivot.language.words import FUNCTION_WORDS
from kbpivot.publish.gap import Gap
from kbpivot.publish.known_acronyms import COMMON, LABS, PRODUCTS, SHOUTED, VENUES
from kbpivot.vault.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbpivot.publish.readership import Readership

__all__ = ["acronym_gaps"]

_USED_BY: Final = 3
_TO_SPELL: Final = 0.1  # hours
_VALUE: Final = 0.01  # of a note: a reader stumbles and reads on
_WORD: Final = re.compile(r"\w+")
_ACRONYM: Final = re.compile(r"(?<![\w\-/.&+])([A-Z]{3,6})(?:s|'s|’s)?(?![\w\-/.&+]*[\w&+])")
_SPELLED: Final = re.compile(r"[\w’']+")
_CAPITALISED: Final = re.compile(
    r"\b[A-Z][\w’']+(?:[ \-](?:(?:of|the|and|for|in|to|on|with|by) )?[A-Z][\w’']*){1,6}"
)
_PIECE: Final = re.compile(r"[^\W\d_][\w’']*|[^\w\s\-’']+|\d\w*|\n\s*\n")
_SMALL: Final = frozenset("a an and by de der des for from in la of on or per the to via with".split())  # noqa: SIM905 # fmt: skip
_KNOWN: Final = COMMON | VENUES | LABS | PRODUCTS | SHOUTED
_ROMAN: Final = re.compile(r"[IVXLCDM]+")
_NAMES_BEFORE: Final = (
    r"(?:\b(?:at|presented in|published in|accepted by|proceedings of(?: the)?"
    r"|(?:people|team|folks|students?|professors?|authors|researchers?) from"
    r"|(?:runs?|ran|running|rented|bought) (?:on )?an?)\s+|@\s?)"
)
_NAMES_BEHIND: Final = (
    r"(?:\s*['’]\d{2}\b|\s*(?:19|20)\d{2}\b|\s+(?:workshop|conference|people|researchers?|labs?"
    r"|students?|professors?|university|institute|campus|machines?|servers?|box(?:es)?"
    r"|workstations?|大学|大學|대학))"
)
_CORPUS: Final = 20_000  # words from which three words in a row have given initials by chance


def acronym_gaps(readers: Readership) -> Iterator[Gap]:
    """Yield an `undefined-acronym` gap for each that three public notes use and none spells out.

    Set aside: acronyms everyone knows; venues, labs and products, by a list or by the words
    beside them ("at KDD", "KDD 2019", "a DGX"); Roman numerals; words that are only shouted;
    names of notes; and letters that any run of words in a public note begins with.
    """
    raw: dict[str, list[str]] = {}
    for path in readers.notes:
        for acronym in sorted(set(_ACRONYM.findall(readers.text(path)))):
            if not _is_known(acronym) and not _ROMAN.fullmatch(acronym):
                raw.setdefault(acronym, []).append(path)
    wanted = {acronym: paths for acronym, paths in raw.items() if len(paths) >= _USED_BY}
    if not wanted:
        return
    named = {
        word
        for note in readers.vault.each(NAMES).values()
        if note.path in readers.public.paths
        for name in (note.title, note.name, *note.aliases)
        for word in _WORD.findall(name)
    }
    wanted = {acronym: paths for acronym, paths in wanted.items() if acronym not in named}
    told = _spelled_out(readers, frozenset(wanted)) if wanted else frozenset()
    wanted = {acronym: paths for acronym, paths in wanted.items() if acronym not in told}
    told = _said_in_words(readers, wanted) if wanted else frozenset()
    for acronym, paths in sorted(wanted.items()):
        if acronym in told:
            continue
        pattern = re.compile(rf"(?<![\w\-]){acronym}(?![A-Z])")
        uses = [
            (path, match.start())
            for path in paths
            if (match := pattern.search(readers.running_text(path)))
        ]
        if len(uses) < _USED_BY or _is_a_name(readers, acronym, paths):
            continue
        path, offset = uses[0]
        needed_by = tuple(path for path, _ in uses)
        yield Gap(
            kind="undefined-acronym",
            path=path,
            line=readers.line_at(path, offset),
            target=acronym,
            needed_by=needed_by,
            message=f"{acronym} is used by {len(uses)} public notes and spelled out in none. "
            "What does it stand for?",
            hint=f"Spell it out where it is used first: full name ({acronym}).",
            hours=_TO_SPELL,
            value=_VALUE * readers.value(needed_by),
        )


def _is_known(acronym: str) -> bool:
    return acronym in _KNOWN or (acronym[-1] == "S" and acronym[:-1] in _KNOWN)


def _is_a_name(readers: Readership, acronym: str, paths: Collection[str]) -> bool:
    """Tell whether the words beside an acronym show that it is a venue, a lab or a machine."""
    name = re.compile(
        rf"{_NAMES_BEFORE}{acronym}(?!\w)|(?<!\w){acronym}{_NAMES_BEHIND}",
        re.IGNORECASE,
    )
    return any(
        acronym in match[0] for path in paths for match in name.finditer(readers.running_text(path))
    )


def _spelled_out(readers: Readership, acronyms: frozenset[str]) -> frozenset[str]:
    """The acronyms that some public text spells out, defines, or has as a plain word.

    Spelled out: in brackets behind words (`graph of thoughts (GOT)`), before a bracket, colon or
    dash, by the first letters of a title or heading, or of capitalised words in a row.
    """
    found: set[str] = set()
    lower = {acronym.casefold(): acronym for acronym in acronyms}
    either = "|".join(sorted(acronyms))
    defined = re.compile(
        rf"(?<![\w-])(?:{either})s?(?![\w-])(?:\*\*|__|`)?\s*(?:[:(=（：—–]|- |stands for|is short for)"
        rf"|[(（\[](?:{either})s?[)）\]]"
    )
    names = re.compile(either)
    for path in sorted(readers.public.paths):
        note, text = readers.vault[path], readers.text(path)
        for match in defined.finditer(text):
            found.update(names.findall(match[0]))
        words = _SPELLED.findall(text.replace("-", " "))
        found.update(lower[word] for word in set(words) & lower.keys())
        phrases = [heading.text for heading in note.headings]
        phrases += [note.title, *note.aliases, *_CAPITALISED.findall(text)]
        for phrase in phrases:
            spelled = _SPELLED.findall(phrase.replace("-", " "))
            letters = "".join(word[0].casefold() for word in spelled)
            telling = "".join(
                word[0].casefold() for word in spelled if word.casefold() not in _SMALL
            )
            found.update(
                acronym for low, acronym in lower.items() if low in letters or low in telling
            )
        if len(found) == len(acronyms):
            break
    return frozenset(found)


def _said_in_words(readers: Readership, wanted: dict[str, list[str]]) -> frozenset[str]:
    """The acronyms whose letters begin words in a row, in any case: "mean squared error".

    In many texts three words have given initials by chance, so the words must stand in a note
    that uses the acronym, or stand twice, or begin with four letters or more.
    """
    lower = {acronym.casefold(): acronym for acronym in wanted}
    phrases: dict[str, Counter[str]] = {acronym: Counter() for acronym in wanted}
    beside: set[str] = set()
    total = 0
    small = FUNCTION_WORDS["en"] | _SMALL
    for path in sorted(readers.public.paths):
        pieces = [piece.casefold() for piece in _PIECE.findall(readers.text(path))]
        total += len(pieces)
        for words in (pieces, [piece for piece in pieces if piece not in small]):
            initials = "".join(word[0] if word[0].isalpha() else "." for word in words)
            for letters, acronym in lower.items():
                at = initials.find(letters)
                while at >= 0:
                    run = words[at : at + len(letters)]
                    if _is_phrase(run, small):
                        phrases[acronym][" ".join(run)] += 1
                        if path in wanted[acronym]:
                            beside.add(acronym)
                    at = initials.find(letters, at + 1)
    return frozenset(
        acronym
        for acronym, counts in phrases.items()
        if counts
        and (acronym in beside or total < _CORPUS or len(acronym) > 3 or max(counts.values()) > 1)
    )


def _is_phrase(run: list[str], small: Collection[str]) -> bool:
    """Tell words that may name a thing: none of them small but inside, and never two in a row."""
    if run[0] in small or run[-1] in small:
        return False
    inside = [word in small for word in run]
    return all(word in _SMALL for word in run if word in small) and not any(
        a and b for a, b in pairwise(inside)
    )
