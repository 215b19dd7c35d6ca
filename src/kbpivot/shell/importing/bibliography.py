"""What a bibliography yields: papers, and entries that could not be read."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbpivot.edit.new_note import Paper

__all__ = ["Bibliography", "Unread", "arxiv_id", "doi"]

_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z][a-z\-]+(?:\.[A-Z]{2})?/\d{7})"
_ARXIV = re.compile(
    rf"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format)/|arxiv\s*:\s*"
    rf"|10\.48550/arxiv\.)(?P<id>{_ARXIV_ID})(?:v\d+)?(?!\d)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?P<id>{_ARXIV_ID})(?:v\d+)?(?:\s*\[[\w.\-]+\])?(?:\.pdf)?")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


class Unread(NamedTuple):
    """An entry that could not be read.

    Attributes:
        line: where it stands, None where there are no lines.
        message: one sentence.
    """

    line: int | None
    message: str


class Bibliography(NamedTuple):
    """The entries of a bibliography, in order."""

    papers: tuple[Paper, ...]
    unread: tuple[Unread, ...]


def arxiv_id(text: str) -> str:
    """Return the arXiv id in an address, a citation or as such, without version; else "".

    >>> arxiv_id("https://arxiv.org/pdf/1706.03762v5"), arxiv_id("hep-th/9901001")
    ('1706.03762', 'hep-th/9901001')
    """
    found = _BARE.fullmatch(text.strip()) or _ARXIV.search(text)
    return found["id"] if found else ""


def doi(text: str) -> str:
    """Return the DOI in a text, in lower case, else ""; arXiv's own are ids of arXiv."""
    found = _DOI.search(text)
    name = found[0].rstrip(".,;").lower() if found else ""
    return "" if name.startswith("10.48550/arxiv.") else name
