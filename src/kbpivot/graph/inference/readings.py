"""From a vault to what inference reads in it: names, one reading a note, articles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from kbpivot.graph.inference.mentions import (
    SOURCE,
    Passage,
    Reading,
    matched,
    read_passages,
)
from kbpivot.graph.inference.names import Names, names_of, spellings
from kbpivot.language.words import Stemmer, tokens

if TYPE_CHECKING:
    from kbpivot.model import Link, Note
    from kbpivot.vault import Vault

__all__ = ["note_reading", "vault_names", "vault_readings"]

_SOURCE_LINE: Final = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?:\[.\][ \t]+)?[*_]{0,3}<?(?:!?\[[^\]\n]*\]\(<?)?"
    r"https?://[^\n]*",
    re.MULTILINE,
)
_DESTINATION: Final = re.compile(r"\]\(([^()\n]*(?:/|\.md)[^()\n]*)\)")


def vault_names(vault: Vault) -> Names:
    """What the notes of a vault may be called, in the language most of them are written in."""
    return names_of(
        ((note.path, _titles(note), note.aliases) for note in vault.notes),
        language=vault.language,
        languages=vault.languages,
    )


def _titles(note: Note) -> tuple[str, ...]:
    """Property title, file name and top heading, without repeats."""
    top = next((heading.text for heading in note.headings if heading.level == 1), "")
    return tuple(dict.fromkeys(name for name in (note.title, note.name, top) if name))


def vault_readings(
    vault: Vault, *, names: Names, known: Mapping[str, Reading] | None = None
) -> dict[str, Reading]:
    """Read every note of a vault for inference.

    Args:
        vault: the notes; their texts are read now.
        names: what the notes are called.
        known: readings made before with names of the same `digest`, of notes whose text has not
            changed since; they are taken as they are.

    Returns:
        A reading by path, in order of path.
    """
    stem = Stemmer(names.language)
    before = known or {}
    return {
        note.path: before.get(note.path)
        or note_reading(note, vault.text(note.path), names=names, stem=stem)
        for note in vault.notes
    }


def note_reading(note: Note, text: str, *, names: Names, stem: Stemmer) -> Reading:
    """Read one note for inference.

    Links are read as a reader sees them. What the note states about order is passed over: it
    is no guess, and a fit in the vault must not learn from its own answers.

    Args:
        note: the parsed note.
        text: the whole text of its file.
        names: what the notes of its vault are called.
        stem: stems of the language of `names`; may be shared between notes.
    """
    from kbpivot.notes.section import sections

    hidden = sorted([*_hidden(note), *_misleading(note, names, stem), *_destinations(text)])
    sources = tuple(_sources(text))
    passages = [
        Passage(heading, level, _marked(_blanked(words, start, hidden), start, sources), start)
        for heading, level, start, words in sections(text)
    ]
    links = sorted(
        (link.span.start, link.span.end)
        for link in note.links
        if link.span is not None and link.kind != "property" and not link.embed
    )
    return read_passages(passages, path=note.path, names=names, stem=stem, raw=text, links=links)


def _hidden(note: Note) -> Iterable[tuple[int, int]]:
    """Statements and tags; and of links, targets beside other words, folders, subpaths, embeds."""
    for tag in note.tags:
        if tag.span is not None:
            yield tag.span.start, tag.span.end
    for statement in note.statements:
        yield statement.span.start, statement.span.end
    for link in note.links:
        if link.span is None or link.kind != "wikilink":
            continue
        start, end = link.span.start, link.span.end
        if link.embed:
            yield start, end
        elif link.display is not None:
            yield start, start + link.original.find("|") + 1
        elif "/" in link.linkpath or link.subpath is not None:
            behind = 2 + len(link.linkpath)
            yield start, start + link.original.rfind("/", 0, behind) + 1
            yield start + behind, end


def _misleading(note: Note, names: Names, stem: Stemmer) -> Iterable[tuple[int, int]]:
    """What links show that leads to a note other than the one its words name.

    `[[Kernel panic]]` speaks of no kernel, and `[[Self-attention|attention]]` of no Attention.
    """
    for link in note.links:
        if link.span is None or link.embed or link.kind == "property":
            continue
        said = _shown(link)
        words = [stem[word] for word in tokens(said)]
        if names.firsts.isdisjoint(words):
            continue
        meant = _meant(link.linkpath, names, stem)
        if any(meant.isdisjoint(form.targets) for form in matched(words, names)):
            at = link.original.rfind(said)
            yield link.span.start + at, link.span.start + at + len(said)


def _shown(link: Link) -> str:
    """The words of a link that a reader sees, as they stand in the file."""
    if link.kind == "markdown":
        return link.original[1 : link.original.rfind("](")]
    if link.display is not None:
        return link.original[link.original.find("|") + 1 : -2]
    inside = link.original[2:-2]
    return inside.partition("#")[0].rpartition("/")[2] or inside


def _meant(linkpath: str, names: Names, stem: Stemmer) -> frozenset[str]:
    """The notes that a link leads to by their names."""
    name = linkpath.strip().rstrip("/").rpartition("/")[2].removesuffix(".md")
    for spelling in spellings(name):
        form = names.ends.get(tuple(stem[word] for word in tokens(spelling)))
        if form is not None:
            return frozenset(form.targets)
    return frozenset()


def _destinations(text: str) -> Iterable[tuple[int, int]]:
    """Destinations of Markdown links with spaces in them, which are no links and no prose."""
    if "](" in text:
        for found in _DESTINATION.finditer(text):
            yield found.start(1), found.end(1)


def _sources(text: str) -> Iterable[int]:
    """Starts of lines that open with an address: they speak of a source, not of the note."""
    if "://" in text:
        for line in _SOURCE_LINE.finditer(text):
            yield line.start()


def _marked(words: str, start: int, sources: tuple[int, ...]) -> str:
    """Put `SOURCE` where such lines begin; no letter stands there."""
    first, last = bisect_left(sources, start), bisect_left(sources, start + len(words))
    if first == last:
        return words
    pieces = []
    done = 0
    for offset in sources[first:last]:
        pieces += [words[done : offset - start], SOURCE]
        done = offset - start + 1
    return "".join([*pieces, words[done:]])


def _blanked(words: str, start: int, hidden: list[tuple[int, int]]) -> str:
    pieces = []
    last = 0
    for begin, end in hidden:
        a, b = max(begin - start, last), min(end - start, len(words))
        if a < b:
            pieces += [words[last:a], " " * (b - a)]
            last = b
    return "".join([*pieces, words[last:]]) if pieces else words
