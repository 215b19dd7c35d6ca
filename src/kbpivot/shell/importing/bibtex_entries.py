"""The entries of a BibTeX file: keys, fields, and the fields that one takes from another."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from kbpivot.record import Record
from kbpivot.shell.importing.bibliography import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["BibEntry", "inherited", "read_entries"]

_PLAIN_KEY: Final = re.compile(r"\s*([^\s,}{]+)(?=\s*[,})])")
_BLANK_KEY: Final = re.compile(r"\s*([^,{}=\"#\n]*[^,{}=\"#\s])(?=\s*[,})])")
_NO_KEY: Final = re.compile(r"\s*(?=,)")
_FIELD_FIRST: Final = re.compile(r"\s*(?=[A-Za-z][\w:+.-]*\s*=)")
_LINE: Final = re.compile(r"^syntax error in line (\d+): ")

# What tells one work from another is never that of the volume it appeared in.
_OWN: Final = frozenset(
    [
        *("abstract", "annotation", "arxiv", "archiveprefix", "crossref", "doi", "editor"),
        *(
            "entryset",
            "eprint",
            "eprintclass",
            "eprinttype",
            "file",
            "ids",
            "keywords",
            "label",
            "pages",
        ),
        *("primaryclass", "shorttitle", "sorttitle", "subtitle", "title", "titleaddon", "url"),
        *("urldate", "xdata", "xref"),
    ]
)
# A title of the whole is the name of the place that a part appeared in.
_WHOLE: Final = {
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
}
_PERIODICAL: Final = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_DEEPEST: Final = 20
_MOST_EXPANDED: Final = 10_000_000  # characters


class BibEntry(Record, frozen=True):
    """One entry.

    Attributes:
        kind: in lower case, `article`.
        key: as written, "" without one.
        fields: raw values by name in lower case.
        line: on which it begins, 1-based.
    """

    kind: str
    key: str
    fields: Mapping[str, str]
    line: int


def read_entries(text: str) -> tuple[list[BibEntry], list[Unread]]:
    """Return the entries of a file in order, and what is damaged.

    An entry needs no key, and a key may hold blanks, as reference managers write them.
    """
    from pybtex.database.input.bibtex import (  # type: ignore[import-untyped]
        LowLevelParser,
        month_names,
    )
    from pybtex.utils import CaseInsensitiveDict  # type: ignore[import-untyped]

    class Macros(CaseInsensitiveDict):  # type: ignore[misc]
        """Names for texts; a few lines of them can be put together to any length."""

        expanded = 0

        def __getitem__(self, name: str) -> str:
            text = str(super().__getitem__(name))
            self.expanded += len(text)
            if self.expanded > _MOST_EXPANDED:
                return ""
            return text

    class Parser(LowLevelParser):  # type: ignore[misc]
        pos: int

        def parse_entry_body(self, body_end: Any) -> None:  # noqa: ANN401, ARG002
            for pattern in (_NO_KEY, _FIELD_FIRST, _PLAIN_KEY, _BLANK_KEY):
                start = pattern.match(self.text, self.pos)
                if start is not None:
                    break
            else:
                self.current_entry_key = self.required([self.KEY_BRACE]).value
                self.parse_entry_fields()
                return
            self.update_lineno(start[0])
            self.pos = start.end()
            self.current_entry_key = start[1] if start.re.groups else ""
            if pattern is not _FIELD_FIRST and not self.optional([self.COMMA]):
                return
            while True:  # a comma too many does no harm
                self.parse_entry_fields()
                if not self.optional([self.COMMA]):
                    return

    entries: list[BibEntry] = []
    problems: list[Unread] = []
    breaks = [mark.start() for mark in re.finditer("\r\n|\r|\n", text)]
    macros = Macros(month_names)
    parser = Parser(
        text,
        macros=macros,
        handle_error=lambda error: problems.append(_problem(str(error))),
    )
    for kind, content in ((str(one[0]).lower(), one[1]) for one in parser):
        if kind in {"string", "preamble"}:
            continue
        key, written = content
        line = bisect_right(breaks, parser.command_start) + 1
        fields: dict[str, str] = {}
        for name, parts in written:
            if name.lower() in fields:
                said = (
                    f"The field {name!r} stands twice in the entry {key!r}, and the first counts."
                )
                problems.append(Unread(line, said))
            fields.setdefault(name.lower(), "".join(parts))
        entries.append(BibEntry(kind, key or "", fields, line))
    if macros.expanded > _MOST_EXPANDED:
        problems.append(Unread(None, "The texts behind @string are too long; some are left out."))
    return entries, problems


def _problem(error: str) -> Unread:
    place = _LINE.match(error)
    said = error[place.end() :] if place else error
    return Unread(int(place[1]) if place else None, f"{said[:1].upper()}{said[1:]}.")


def inherited(entries: Iterable[BibEntry]) -> list[BibEntry]:
    """Return the entries with the fields they take by `xdata` and `crossref`.

    A field of one's own counts first. `xdata` gives all it has. By `crossref` a part takes what
    its volume says of itself, whose title is then the name of the volume; a title of its own, ids,
    addresses and abstract it does not take, unless it has no title at all.
    """
    known: dict[str, BibEntry] = {}
    listed = list(entries)
    for entry in listed:
        if entry.key:
            known.setdefault(entry.key.casefold(), entry)
    whole: dict[str, dict[str, str]] = {}
    return [
        BibEntry(entry.kind, entry.key, _whole(entry, known, (), whole), entry.line)
        for entry in listed
        if entry.kind != "xdata"
    ]


def _whole(
    entry: BibEntry,
    known: Mapping[str, BibEntry],
    above: tuple[str, ...],
    whole: dict[str, dict[str, str]],
) -> dict[str, str]:
    """The fields of an entry with those it takes; `whole` holds what is worked out, added to."""
    own = entry.key.casefold()
    if own in whole and known.get(own) is entry:
        return whole[own]
    fields = dict(entry.fields)
    if own and known.get(own) is entry:
        whole[own] = fields
    here = (*above, own)
    if len(here) > _DEEPEST:
        return fields
    for key in _keys(fields.get("xdata", "")):
        source = known.get(key)
        if source is not None and key not in here:
            for name, value in _whole(source, known, here, whole).items():
                fields.setdefault(name, value)
    for key in _keys(fields.get("crossref", ""))[:1]:
        source = known.get(key)
        if source is None or key in here:
            continue
        volume = _whole(source, known, here, whole)
        renamed = _PERIODICAL if source.kind == "periodical" else _WHOLE
        if "title" not in fields and "title" in volume:
            renamed = {}
            fields["title"] = volume["title"]
        for name, value in volume.items():
            if name not in _OWN:
                fields.setdefault(name, value)
        for name, own in renamed.items():
            if name in volume:
                fields.setdefault(own, volume[name])
    return fields


def _keys(written: str) -> list[str]:
    """Return the keys of a list, in any case, without the braces around them."""
    plain = re.sub(r"[{}]", "", written)
    return [key for one in plain.split(",") if (key := " ".join(one.split()).casefold())]
