"""Names of notes not written yet that ask for no explanation: sources, works and people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kbpivot.notes.identifiers import is_citation_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbpivot.publish.readership import Readership
    from kbpivot.vault import ResolvedLink

__all__ = ["is_no_subject", "stands_in_a_field", "stands_in_a_sentence"]

_WORK = re.compile(r"(?P<title>.+?)(?: [-–—] |: )(?P<rest>.+)", re.DOTALL)
_LEAST_REST = 4  # words of a subtitle; less may name a part of a subject
_PERSON = re.compile(
    r"[^\W\d_a-z][\w'’.-]*(?: (?:[^\W\d_a-z][\w'’.-]*|d[aeiu]|del|della|van|von|der|den|ter|bin|al|el|la|le)){1,3}"
)
_BEFORE = re.compile(
    r"(?:\b(?:by|von|par|por|di|door|author|authors|speaker|guest|host|interview with|according to)"
    r"|[—–])[\s:*_]*(?:\[\[[^\]\n]*\]\](?:,| and| &)\s*)*\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s*_]*(?:says?|said|writes?|wrote|argues?|argued|claims?|claimed|calls?|called|coined|"
    r"suggests?|suggested|recommends?|thinks?|believes?|points? out|told|explains?|explained|"
    r"interviewed|invented|discovered|proved|founded|sagt|schreibt|nennt|dit|écrit|dice|escribe)\b"
)
_SEEN = 60  # characters beside a link
_LINK = re.compile(r"!?\[\[[^\]\n]*\]\]|!?\[[^\]\n]*\]\([^)\n]*\)")
_FIELD = re.compile(r"[ \t>*+-]*[^\s\[\]():][^\[\]():\n]*?[ \t]*::")
_WORD = re.compile(r"\w+")
_LEAST_WORDS = 3  # beside its links, in a line that says something


def is_no_subject(readers: Readership, name: str, links: Iterable[ResolvedLink]) -> bool:
    """Tell whether a name is no subject that a note could explain.

    That is a key of a bibliography (`@newport2016`) or a title that a reference manager wrote
    behind such a sign, a work with its subtitle, or a person: some words in capitals that a
    sentence speaks of as it speaks of people.

    Args:
        readers: the vault and who can read what.
        name: what links call the note.
        links: the links to it.
    """
    if name.startswith("@") or is_citation_key(name):
        return True
    work = _WORK.fullmatch(name)
    if work is not None and len(_WORD.findall(work["rest"])) >= _LEAST_REST:
        return True
    if not _PERSON.fullmatch(name):
        return False
    return any(_speaks_of_a_person(readers, link) for link in links)


def stands_in_a_sentence(readers: Readership, link: ResolvedLink) -> bool:
    """Tell whether a line says something beside its links: `Topics: [[A]], [[B]]` does not."""
    span = link.link.span
    if link.link.kind == "property" or span is None:
        return False
    text = readers.text(link.source)
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : len(text) if end < 0 else end]
    return len(_WORD.findall(_LINK.sub(" ", line))) >= _LEAST_WORDS


def stands_in_a_field(readers: Readership, link: ResolvedLink) -> bool:
    """Tell whether a link is the value of a field on a line of its own: `type:: [[book]]`."""
    span = link.link.span
    if span is None:
        return link.link.kind == "property"
    text = readers.text(link.source)
    return _FIELD.match(text, text.rfind("\n", 0, span.start) + 1, span.start) is not None


def _speaks_of_a_person(readers: Readership, link: ResolvedLink) -> bool:
    span = link.link.span
    if span is None:
        return False
    text = readers.text(link.source)
    before = text[max(0, span.start - _SEEN) : span.start].rpartition("\n")[2]
    return (
        _BEFORE.search(before) is not None
        or _AFTER.match(text, span.end, span.end + _SEEN) is not None
    )
