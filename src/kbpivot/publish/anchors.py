"""Parts of a page that sites, GitHub and plugins find, though Obsidian itself knows no such part."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbpivot.model import Note

__all__ = ["is_anchor"]

_HEADING: Final = re.compile(r"^[ \t>*+\-\d.]*#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_HTML_HEADING: Final = re.compile(r"<h[1-6](?:\s[^<>]*)?>(.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
_NAMED: Final = re.compile(r"""\b(?:id|name)\s*=\s*["']?([^"'\s>]+)""")
_ATTRIBUTE: Final = re.compile(r"\{:?[^{}\n]*#([^\s{}#.]+)[^{}\n]*\}")
_OF_SITE: Final = re.compile(
    r"(?:footnotes?|endnotes?|fn|fnref|cite|cite_note|cite_ref|ref)(?:[-_:].*|\d*)"
    r"|:~:.*"  # a text fragment: the browser looks for the words
    r"|top|_top|readme"
    r"|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?",  # lines of a file, as code hosts count them
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"[-_]\d+$")
_HOST_PREFIX: Final = "user-content-"
# How a heading is read on a page: each pattern goes, or leaves what stands for it.
_SHOWN: Final = (
    (re.compile(r"<!--.*?-->|%%.*?%%|\{:?[^{}]*\}\s*$"), ""),
    (re.compile(r"!\[\[[^\]]*\]\]"), ""),
    (re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]"), r"\1"),
    (re.compile(r"!\[([^\]]*)\](?:\((?:<[^<>]*>|[^()]|\([^()]*\))*\)|\[[^\]]*\])"), "{}"),
    (re.compile(r"\[([^\[\]]*)\](?:\((?:<[^<>]*>|[^()]|\([^()]*\))*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<(?:https?://|mailto:)?([^<>\s]+[.@][^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
)
_SHORT_CODE: Final = re.compile(r":[a-z0-9_+-]+:")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]]+\]")


def is_anchor(note: Note, subpath: str, text: str, *, drawing: bool = False) -> bool:
    """Tell whether a reader lands at a part of a page, though Obsidian finds none in the note.

    Sites and GitHub spell a heading as it is read on the page, in letters and hyphens; they look
    into quotes, lists and HTML, and know anchors, lines, footnotes and the top of a page. In a
    drawing the plugin finds elements, groups, frames and areas by their ids.

    Args:
        note: where the link leads.
        subpath: what the link names, without its first `#`.
        text: of the note.
        drawing: whether the note is a drawing.
    """
    last = subpath.rpartition("#")[2].strip()
    if last.startswith("^"):
        return drawing
    last = last.removeprefix(_HOST_PREFIX)
    if _OF_SITE.fullmatch(last):
        return True
    wanted = {_letters(last), _letters(_SUFFIX.sub("", last))}
    anchors = {_letters(one) for one in (*_NAMED.findall(text), *_ATTRIBUTE.findall(text))}
    if not wanted.isdisjoint(anchors - {""}):
        return True
    headings = (
        *(heading.text for heading in note.headings),
        *_HEADING.findall(text),
        *_HTML_HEADING.findall(text),
    )
    return any(not wanted.isdisjoint(_spellings(heading)) for heading in headings)


def _spellings(heading: str) -> Iterator[str]:
    """Every way to spell a heading in an address, letters and digits alone."""
    yield _letters(heading)
    for image in ("", r"\1"):
        shown = heading
        for pattern, left in _SHOWN:
            shown = pattern.sub(image if left == "{}" else left, shown)
        shown = html.unescape(shown)
        for one in (shown, _SHORT_CODE.sub("", shown)):
            for said in (one, _FOOTNOTE.sub("", one)):
                letters = _letters(said)
                yield letters
                if bare := letters.lstrip("0123456789"):
                    yield bare  # some leave out the number of a section


def _letters(text: str) -> str:
    """Letters and digits alone, without accents: what every way to spell a heading keeps."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if char.isalnum())
