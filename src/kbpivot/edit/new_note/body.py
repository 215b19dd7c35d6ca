"""Where lines may be put into the body of a note, and how."""

from __future__ import annotations

from kbpivot.edit.new_note.properties import newline_of, properties_end
from kbpivot.model import Heading
from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import canonical

__all__ = ["heading_named", "under_heading", "with_lines"]


def heading_named(text: str, names: frozenset[str]) -> Heading | None:
    """Return the first heading whose canonical text is one of `names`."""
    for heading in parse_note("note.md", text).headings:
        if canonical(heading.text) in names:
            return heading
    return None


def under_heading(text: str, heading: Heading) -> int:
    """Return the offset behind the line of a heading."""
    end = text.find("\n", heading.span.start)
    end = len(text) if end < 0 else end + 1
    # Underlined headings have their signs on a second line.
    rest = text[end:].split("\n", 1)[0].strip()
    if rest and not text[heading.span.start :].lstrip().startswith("#") and set(rest) <= {"=", "-"}:
        end = min(len(text), text.find("\n", end) + 1 or len(text))
    return end


def _before_sections(text: str) -> int:
    """Return the offset of the first heading that opens a section, else the end.

    A heading of level 1 that opens the note is its title.
    """
    headings = parse_note("note.md", text).headings
    start = properties_end(text)
    for number, heading in enumerate(headings):
        titles = number == 0 and heading.level == 1
        if titles and not _words(text[start : heading.span.start]):
            continue
        return heading.span.start
    return len(text)


def _words(text: str) -> str:
    return "\n".join(
        line for line in text.splitlines() if not line.strip().startswith("%%")
    ).strip()


def with_lines(text: str, lines: list[str], *, at: int | None = None) -> str:
    """Put lines into a note, empty lines around them.

    Args:
        text: the note.
        lines: without line breaks.
        at: offset of the beginning of a line; unless given, before the first section.
    """
    newline = newline_of(text)
    place = _before_sections(text) if at is None else at
    before, after = text[:place], text[place:]
    if before and not before.endswith(("\n", "\r")):
        before += newline
    bare = before.rstrip("\r\n")
    opens = not bare or properties_end(text) >= len(bare)
    gap = "" if opens or before.endswith(newline * 2) else newline
    rest = after.lstrip("\r\n")
    return f"{before}{gap}{newline.join(lines)}{newline}{newline if rest else ''}{rest}"
