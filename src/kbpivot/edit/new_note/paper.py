"""What a bibliography says about a paper, put into a note; what is there already stays."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from kbpivot.edit.new_note.body import heading_named, under_heading, with_lines
from kbpivot.edit.new_note.properties import Written, entries, newline_of, with_values
from kbpivot.model import Note
from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import canonical
from kbpivot.safe_text import inert, one_line

__all__ = ["Paper", "with_paper"]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a bibliography; ids are text, and what is not known is empty.

    Attributes:
        title: in full, subtitle included.
        authors: given name first, in order.
        year: of publication.
        venue: journal, proceedings or book it appeared in.
        arxiv: arXiv id without its version.
        doi: in lower case, without an address before it.
        url: address of the paper.
        citekey: its key in the bibliography.
        abstract: paragraphs are separated by an empty line.
    """

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    arxiv: str = ""
    doi: str = ""
    url: str = ""
    citekey: str = ""
    abstract: str = ""


# Names under which vaults keep each fact, canonical; the first is used where there is none.
_NAMES: Final = {
    "title": ("title",),
    "authors": ("authors", "author", "作者", "저자"),
    "year": ("year", "publication year", "jahr", "年份", "año", "annee"),
    "venue": ("venue", "journal", "conference", "booktitle", "publication", "container title"),
    "arxiv": ("arxiv", "arxiv id", "arxivid", "eprint"),
    "doi": ("doi",),
    "url": ("url", "link", "source url"),
    "citekey": ("citekey", "cite key", "citation key", "bibkey"),
}
_ABSTRACT: Final = "> [!quote] Abstract"
_HEADINGS: Final = frozenset({"abstract", "zusammenfassung", "摘要", "초록"})
_FORMULA: Final = re.compile(r"(\$\$[^$]+\$\$|\$[^$\n]+\$)")
# What would be a link, comment, highlight, emphasis, code, HTML or a tag in a note.
_MARKUP: Final = re.compile(
    r"(?P<twice>\[(?=\[)|%(?=%)|=(?==)|~(?=~))|(?P<one>[*`]|<(?=[A-Za-z/!?])|(?<!\S)#(?=\w)"
    r"|(?<!\S)_(?=\S)|\^(?=\[))"
)


def with_paper(text: str, paper: Paper, *, path: str = "note.md") -> str:
    """Put what is known about a paper into a note.

    A property that says the same already is left alone, however it is written; one that says
    something else gets the bibliography's value. The abstract is quoted, once.

    Args:
        text: the note, or a template filled in.
        paper: what the bibliography says.
        path: the note's path; one that is called like the paper needs no title besides.
    """
    note = parse_note(path, text)
    present = {canonical(entry.key): entry.key for entry in entries(text)}
    facts: dict[str, Written] = {
        "title": paper.title,
        "authors": paper.authors,
        "year": paper.year or "",
        "venue": paper.venue,
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "url": paper.url,
        "citekey": paper.citekey,
    }
    values: dict[str, Written] = {}
    for fact, value in facts.items():
        if not value:
            continue
        names = _NAMES[fact]
        key = next((present[name] for name in names if name in present), names[0])
        if not _says(note, key, value, fact=fact):
            values[key] = _inert(value)
    return _with_abstract(with_values(text, values), inert(paper.abstract))


def _inert(value: Written) -> Written:
    """A value in which Templater finds no code."""
    if isinstance(value, str):
        return inert(value)
    return tuple(map(inert, value)) if isinstance(value, tuple) else value


def _says(note: Note, key: str, value: Written, *, fact: str) -> bool:
    """Tell whether a property holds a value already, in whatever way it is written."""
    if key not in note.properties:
        return fact == "title" and note.title == value
    held = note.raw.get(key) or note.properties[key]
    if fact == "arxiv":
        written = re.sub(r"v\d+$", "", str(held).strip())
        return written == value or re.search(rf"[:/]{re.escape(str(value))}$", written) is not None
    if fact == "doi":
        return str(held).strip().lower().endswith(str(value).lower())
    here, there = _plain(held), _plain(value)
    if fact == "title":
        # Bibliographies write titles in capitals of their own.
        return [one.casefold() for one in here] == [one.casefold() for one in there]
    if fact == "authors" and there[-1:] == ("et al.",):
        return here[: len(there) - 1] == there[:-1]  # the note knows as much or more
    return here == there


def _plain(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(" ".join(one_line(str(item)).split()) for item in listed if item is not None)


def _with_abstract(text: str, abstract: str) -> str:
    """Quote an abstract, unless the note holds its words already."""
    paragraphs = [one_line(part) for part in re.split(r"\n\s*\n", abstract)]
    rows = [_quoted(part) for part in paragraphs if part]
    if not rows or _bare(" ".join(rows)) in _bare(text):
        return text
    lines = [f"> {row}" for row in rows]
    spaced = [line for row in lines for line in (">", row)][1:]
    old = re.search(
        rf"^{re.escape(_ABSTRACT)}[ \t]*(?:\r\n?|\n)(?:[ \t]*>[^\r\n]*(?:\r\n?|\n|\Z))*",
        text,
        re.MULTILINE,
    )
    if old is not None:
        newline = newline_of(text)
        block = newline.join([_ABSTRACT, *spaced, ""])
        return text[: old.start()] + block + text[old.end() :]
    heading = heading_named(text, _HEADINGS)
    if heading is not None:
        return with_lines(text, spaced, at=under_heading(text, heading))
    return with_lines(text, [_ABSTRACT, *spaced])


def _quoted(paragraph: str) -> str:
    """Escape what Obsidian would take for markup; formulas are left as they are."""
    pieces = _FORMULA.split(paragraph)
    pieces[::2] = [
        _MARKUP.sub(lambda m: f"{m[0]}\\" if m["twice"] else f"\\{m[0]}", piece)
        for piece in pieces[::2]
    ]
    return "".join(pieces)


def _bare(text: str) -> str:
    """Return the letters and digits of a text, so that wrapping and quoting do not matter."""
    return "".join(char for char in text.casefold() if char.isalnum())
