"""Parts of a page that sites, GitHub and plugins find, though Obsidian itself knows no such part."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbpivot.model import Note

__all__ = ["is_anchor", "page_anchors"]

_HEADING: Final = re.compile(r"^[ \t>*+\-\d.]*+#{1,6}[ \t]+(.*)$", re.MULTILINE)
_HTML_HEADING: Final = re.compile(
    r"<h[1-6](?:\s[^<>]{0,300})?>(.{0,500}?)</h[1-6]>", re.IGNORECASE | re.DOTALL
)
_NAMED: Final = re.compile(r"""\b(?:id|name)\s{0,9}=\s{0,9}["']?([^"'\s>]+)""")
_ATTRIBUTE: Final = re.compile(r"\{:?[^{}#\n]{0,200}#([^\s{}#.]+)[^{}\n]{0,200}\}")
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
_TARGET: Final = r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])"
_SHOWN: Final = (
    (re.compile(r"<!--.*?-->|%%.*?%%|\{:?[^{}]*\}\s*$"), ""),
    (re.compile(r"!\[\[[^\[\]]*\]\]"), ""),
    (re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]"), r"\1"),
    (re.compile(rf"!\[([^\[\]]*)\]{_TARGET}"), "{}"),
    (re.compile(rf"\[([^\[\]]*)\]{_TARGET}"), r"\1"),
    (re.compile(r"<(?:https?://|mailto:)?([^<>\s.@]+[.@][^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
)
_LONGEST: Final = 400  # characters of a heading; no address is longer
_SHORT_CODE: Final = re.compile(r":[a-z0-9_+-]+:")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]]+\]")


def page_anchors(note: Note, text: str) -> frozenset[str]:
    """Return what an address can name on the page of a note, letters and digits alone.

    That is each heading as it is read on the page, also in quotes, lists and HTML, with links,
    entities and pictures as they are shown; and every id in HTML or behind a heading.

    Args:
        note: the note.
        text: of it.
    """
    found = {_letters(one) for one in (*_NAMED.findall(text), *_ATTRIBUTE.findall(text))}
    headings = {heading.text for heading in note.headings}
    headings.update(_HEADING.findall(text), _HTML_HEADING.findall(text))
    for heading in headings:
        found.update(_spellings(heading[:_LONGEST]))
    return frozenset(found - {""})


def is_anchor(subpath: str, anchors: Collection[str], *, drawing: bool = False) -> bool:
    """Tell whether a reader lands at a part of a page, though Obsidian finds none in the note.

    Code hosts and sites also know lines, footnotes and the top of a page. In a drawing the plugin
    finds elements, groups, frames and areas by their ids.

    Args:
        subpath: what a link names, without its first `#`.
        anchors: of the page, as `page_anchors` finds them.
        drawing: whether the note is a drawing.
    """
    last = subpath.rpartition("#")[2].strip()
    if last.startswith("^"):
        return drawing
    last = last.removeprefix(_HOST_PREFIX)
    if _OF_SITE.fullmatch(last):
        return True
    return _letters(last) in anchors or _letters(_SUFFIX.sub("", last)) in anchors


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
