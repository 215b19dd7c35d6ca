"""A title as the name of a file that Linux, macOS, Windows and Obsidian all take."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kbpivot.errors import RefusedError

__all__ = ["file_name"]

_LONGEST: Final = 120  # characters; Windows counts the whole path, to 260
_BYTES: Final = 240  # of 255 that most file systems have for one name, `.md` included
_COLON: Final = re.compile(r"\s*:\s+|\s+:\s*")
# What Windows forbids in a name, and what Obsidian gives a meaning in a link.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*#^\[\]]+')
_END: Final = re.compile(r"(?:[. ]|(?<= )-)+\Z")
_DEVICES: Final = re.compile(
    r"\A(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE
)


def file_name(title: str) -> str:
    """Return a title as a file name, without `.md`.

    >>> file_name("BERT: what is it?"), file_name("TCP/IP"), file_name("aux")
    ('BERT - what is it', 'TCP-IP', 'aux_')

    Raises:
        RefusedError: no character of the title may stand in a file name.
    """
    name = unicodedata.normalize("NFC", title[:2000])  # far more than a name can hold
    name = "".join(" " if char.isspace() else char for char in name)
    # Controls, directions, lone surrogates and unassigned codes; joiners stay, words need them.
    name = "".join(
        char
        for char in name
        if unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn", "Cf"}
        or char in "\u200c\u200d"
    )
    name = _COLON.sub(" - ", name)
    name = _FORBIDDEN.sub(_between, name)
    name = re.sub(r" {2,}", " ", name)
    name = _shortened(_trimmed(name))
    if not any(char.isalnum() or unicodedata.category(char) in {"So", "Sm"} for char in name):
        raise RefusedError(f"No file name can be made of the title {title!r}.")
    return _DEVICES.sub(lambda found: f"{found[0]}_", name)


def _between(found: re.Match[str]) -> str:
    """Write a hyphen between two letters, nothing at the edge of a word."""
    text, start, end = found.string, found.start(), found.end()
    inside = start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
    return "-" if inside else " " if start > 0 and end < len(text) and text[end] != " " else ""


def _trimmed(name: str) -> str:
    # A leading dot hides a file; Windows drops dots and spaces at the end.
    return _END.sub("", name.strip(" ").lstrip(". -"))


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST and len(name.encode()) <= _BYTES:
        return name
    cut = name[:_LONGEST]
    while len(cut.encode()) > _BYTES:
        cut = cut[:-1]
    head, space, _ = cut.rpartition(" ")
    whole = head if space and len(head) > len(cut) // 2 else cut
    while whole and (unicodedata.combining(whole[-1]) or whole[-1] in "\u200c\u200d"):
        whole = whole[:-1]  # not in the middle of what is seen as one character
    return _trimmed(whole.rstrip(" ,;-–—"))
