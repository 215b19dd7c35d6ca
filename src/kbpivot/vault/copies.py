"""Copies that a synchroniser sets beside a file when two machines changed it at once.

Each client has its own way to call them. Where a name says beyond doubt what the file is, the name
is enough; where people call notes so as well (`Name 2`, `Name (1)`), the file must lie beside the
one it would be a copy of, and say nearly the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from kbpivot.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

__all__ = ["conflict_copies", "copy_remarks", "paired_by_name"]

_DATE: Final = r"(?:19|20)\d{2}[-. ]?\d{2}[-. ]?\d{2}"
# "Copy" and "conflict" as Dropbox, Nextcloud, Seafile and Obsidian Sync say it to their users.
_COPY_WORDS: Final = (
    r"conflict(?:ed|ing)? copy|case conflict|unicode encoding conflict|whitespace conflict"
    r"|selective sync conflict|sfconflict|konflikt\w*[ -]?kopi\w*|in konflikt stehende kopie"
    r"|kopie in konflikt|copie (?:en conflit|conflictuelle)|copia (?:en|in) conflict?to"
    r"|copia in conflitto|c[oó]pia (?:em conflito|conflitante)|conflicterende kopie"
    r"|kopie met conflict|kopia powoduj\w+ konflikt|kopia konflikt\w*"
    r"|конфликтующая копия|копия конфликта|競合(?:する|した|の)?コピー|冲突(?:的)?副本|衝突(?:的)?(?:副本|複本)"
    r"|충돌(?:된|하는)? ?(?:사본|복사본)"
)
_CONFLICT: Final = r"conflict|konflikt|conflit|конфликт|競合|冲突|衝突|충돌"
_SURE: Final = re.compile(
    r"(?:"
    r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?"  # Syncthing
    rf"|[ _-]*\([^()]*(?:{_COPY_WORDS})[^()]*(?:\(\d+\)[^()]*)?\)"  # Dropbox, Nextcloud, Obsidian
    rf"|[ _-]*[(\[][^()\[\]]*(?:{_CONFLICT})[^()\[\]]*{_DATE}[^()\[\]]*[)\]]"
    r"|_conflict-\d{8}-\d{6}"  # ownCloud
    r"|_[^_/]+_[A-Z][a-z]{2}-\d{2}-\d{4,6}-\d{4}_(?:Case|Unicode)?Conflict(?:\(\d+\))?"  # Synology
    r")$",
    re.IGNORECASE,
)
_LIKELY: Final = re.compile(
    r"(?:"
    r" (?:[2-9]|[1-9]\d)"  # Finder and iCloud
    r"| ?\([1-9]\d?\)"  # Google Drive, OneDrive, browsers
    rf"|[ _.-]*[(\[][^()\[\]]*(?:{_CONFLICT})[^()\[\]]*[)\]]"  # pCloud, Google Drive
    r"|\.(?i:conflict)(?:\(\d+\)|\d*)"  # Resilio
    r"|_conf\(\d+\)"  # Google Drive
    r"|-(?=[^/]*[A-Z])(?:[A-Z0-9][A-Z0-9-]{1,14}"  # OneDrive: the name of the computer
    r"|(?i:[\w’' -]*(?:macbook|imac|desktop|laptop|notebook|thinkpad|surface|iphone|ipad)[\w’' -]*))"
    r")$"
)
_WORDS_OF_COPIES: Final = (
    *("conflict", "konflikt", "conflit", "conflitante", "конфликт", "競合", "冲突", "衝突", "충돌"),
    *("macbook", "imac", "desktop", "laptop", "notebook", "thinkpad", "surface", "iphone", "ipad"),
)
_BETWEEN: Final = frozenset(" _.([-")
_FRONTMATTER: Final = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(r"^[ \t]*#{1,6}[ \t].*$", re.MULTILINE)
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_LEAST: Final = 5  # words of which nearly all must be the same; fewer must all be
_SAME: Final = 0.8
_HALF: Final = 0.5


def conflict_copies(paths: Iterable[str], text: Callable[[str], str]) -> dict[str, str]:
    """Return which files are copies that a synchroniser made, each with the path of its original.

    Args:
        paths: vault paths of notes or canvases.
        text: reads the text of one of them; asked only where a name does not tell.

    Returns:
        By path; the original may not be there any more.
    """
    sure, likely = _by_name(tuple(paths))
    found = dict(sure)
    for path, original in likely.items():
        if _nearly_same(text, path, original):
            found[path] = found.get(original, original)
    return dict(sorted(found.items()))


def paired_by_name(paths: Iterable[str]) -> frozenset[str]:
    """Return the files of which the texts decide whether one is a copy of the other."""
    _, likely = _by_name(tuple(paths))
    return frozenset((*likely, *likely.values()))


def _by_name(listed: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The copies that their names tell for sure, and those that may be some, by path."""
    # Nearly every path is none, and is passed over in few steps.
    whole = "\n".join(listed).lower()
    words = tuple(word for word in _WORDS_OF_COPIES if word in whole)
    suspects = [
        path
        for path in listed
        if _may_end_so(path) or (words and any(word in path.lower() for word in words))
    ]
    if not suspects:
        return {}, {}
    known = {_key(path): path for path in listed}
    sure: dict[str, str] = {}
    likely: dict[str, str] = {}
    for path in suspects:
        original = _named_surely(path) if words else None
        if original is not None:
            sure[path] = known.get(_key(original), original)
        elif (near := _named_likely(path, known)) is not None:
            likely[path] = near
    return sure, likely


def copy_remarks(copies: Mapping[str, str], paths: Collection[str]) -> list[Diagnostic]:
    """Return a `conflict-copy` remark on each copy.

    Args:
        copies: as `conflict_copies` finds them.
        paths: of the files that are there.
    """
    found = []
    for path, original in copies.items():
        if original in paths and original not in copies:
            said = f"This is a conflict copy of {original}, so it is not read as a note."
            hint = f"Take over what {original} lacks, then delete the copy."
        else:
            said = (
                f"This is a conflict copy; {original} is not there, and it is not read as a note."
            )
            hint = "Rename it if it is to be a note, else delete it."
        found.append(Diagnostic("conflict-copy", "warning", path, None, said, hint))
    return found


def _may_end_so(path: str) -> bool:
    """Whether a name ends as in `A 2`, `A (1)`, `A [x]` or `A-HOST1`."""
    stem = path[: path.rfind(".")]
    end = stem[-1:]
    if end in ")]":
        return True
    if end.isdecimal():
        bare = stem.rstrip("0123456789")
        end = bare[-1:]
        if end == " ":
            number = stem[len(bare) :]  # from 2 to 99, as _LIKELY has it
            return len(number) <= 2 and number[0] != "0" and number != "1"
    return (end.isupper() or end == "-") and "-" in stem


def _key(path: str) -> str:
    return path.casefold() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _named_surely(path: str) -> str | None:
    """The path without what a client put into the names on it, None where it put nothing."""
    *folders, file = path.split("/")
    stem, dot, ending = file.rpartition(".")
    plain = [_bare(folder) for folder in folders] + [f"{_bare(stem)}{dot}{ending}"]
    original = "/".join(plain)
    return None if original == path else original


def _bare(name: str) -> str:
    while (short := _SURE.sub("", name)) != name and short.strip():
        name = short
    return name


def _named_likely(path: str, known: Mapping[str, str]) -> str | None:
    """The file that this may be a copy of by its name, None without one."""
    folder, slash, file = path.rpartition("/")
    stem, dot, ending = file.rpartition(".")
    for place in range(1, len(stem)):
        if stem[place] in _BETWEEN:
            original = known.get(_key(f"{folder}{slash}{stem[:place]}{dot}{ending}"))
            if original is not None and _LIKELY.fullmatch(stem, place):
                return original
    return None


def _nearly_same(text: Callable[[str], str], one: str, other: str) -> bool:
    first, second = (_words(text(path)) for path in (one, other))
    least, most = sorted((first.total(), second.total()))
    shared = (first & second).total()
    if least < _LEAST:
        return most > 0 and shared == most
    # Either few words differ, or one text goes on where the other ends.
    return shared >= most * _SAME or (shared == least and shared >= most * _HALF)


def _words(text: str) -> Counter[str]:
    """How often each word stands in a text; properties and headings are those of a template."""
    plain = _HEADING.sub("", _FRONTMATTER.sub("", text, count=1))
    return Counter(_WORD.findall(plain.casefold()))
