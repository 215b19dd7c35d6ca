"""Gaps in how papers and concepts belong together, where the vault does so as a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kbpivot.notes.vocabulary import canonical
from kbpivot.publish.gap import Gap
from kbpivot.vault import planned_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbpivot.publish.readership import Readership

__all__ = ["belonging_gaps"]

_TO_LINK = 0.25  # hours
_VALUE = 0.1
_SOURCE_KEYS = frozenset(
    {
        *(
            "source",
            "sources",
            "url",
            "link",
            "doi",
            "arxiv",
            "citation",
            "reference",
            "references",
        ),
        *("cite", "citekey", "bibkey", "bibkeys", "book", "paper", "papers"),
        *("来源", "출처", "quelle"),
    }
)
_COUNT = re.compile(r"^[\W\d_]+")  # `03_`: a place among its like
_CITED = re.compile(
    r"\[@[\w:-]+|(?<![\w.])@[A-Za-z][\w:-]*\d{4}|\[\^[\w-]+\]|\bet al\b|\b[Aa]r[Xx]iv\b|\b(?:doi|DOI)\b"
    r"|\bISBN\b|\(?\b[A-ZÀ-Ž][\w’'-]+(?: (?:and|&) [A-ZÀ-Ž][\w’'-]+)?,? \(?(?:1[89]|20)\d{2}[a-z]?\)"
    r"|\[\[?\d+\]\]?\(|\bChapter \d|\b[Cc]h\. ?\d|\bSection \d+\.\d|\bp{1,2}\. ?\d",
)


def belonging_gaps(readers: Readership, *, every: bool = False) -> Iterator[Gap]:
    """Yield `paper-without-concepts` and `concept-without-source` gaps.

    Where most papers name no concept, or most concepts no source, that is how the vault is
    written and nothing is told. Nor is it of a note that only looks like a concept, such as a
    recipe, and of one that speaks for its folder.

    Args:
        readers: the vault and who can read what.
        every: tell all the same.
    """
    kinds = {path: readers.traits[path].kind for path in readers.notes}
    written = [path for path in readers.notes if readers.explains(path)]
    papers = [path for path in written if kinds[path] == "paper"]
    concepts = [path for path in written if kinds[path] == "concept"]
    if concepts:
        bare = [path for path in papers if not _names_a_concept(readers, path)]
        if every or not _habit(bare, papers):
            for path in bare:
                yield _paper_gap(readers, path)
    bare = [path for path in concepts if not _names_a_source(readers, path)]
    if every or not _habit(bare, concepts):
        for path in bare:
            seems = readers.traits[path].kind_source == "content"
            if every or not (seems or _speaks_for_its_folder(path)):
                yield _concept_gap(readers, path)


def _speaks_for_its_folder(path: str) -> bool:
    """Tell whether a note is called as its folder: it says what lies in it."""
    folder, _, file = path.rpartition("/")
    name = _COUNT.sub("", folder.rpartition("/")[2])
    return bool(name) and planned_key(_COUNT.sub("", file)) == planned_key(name)


def _habit(some: list[str], of_all: list[str]) -> bool:
    """Tell whether lacking it is how the vault is written: more notes lack it than have it."""
    return len(some) * 2 > len(of_all)


def _names_a_concept(readers: Readership, path: str) -> bool:
    """Tell whether a paper links to a note that is no paper, written or planned, or needs one."""
    if readers.before.get(path) or readers.after.get(path):
        return True
    for link in readers.vault.links(path):
        if link.target is None:
            if not link.link.embed and link.linkpath:
                return True
        elif link.target != path and link.target in readers.vault:
            known = readers.traits.get(link.target)
            if known is not None and known.kind in ("concept", "other"):
                return True
    return False


def _names_a_source(readers: Readership, path: str) -> bool:
    """Tell whether a concept names anything outside that a reader can check it with."""
    note = readers.vault[path]
    ids = note.ids
    if ids.urls or ids.arxiv or ids.dois or note.footnotes:
        return True
    keys = {canonical(key) for key, value in note.properties.items() if value}
    keys.update(field.name for field in note.fields if field.value)
    if keys & _SOURCE_KEYS:
        return True
    for link in readers.vault.links(path):
        if link.target is None:
            continue
        known = readers.traits.get(link.target)
        if known is None:  # a PDF beside the notes
            if not link.link.embed or link.target.lower().endswith(".pdf"):
                return True
        elif known.kind in ("paper", "clipping") or _is_source(readers, link.target):
            return True
    return _CITED.search(readers.text(path)) is not None


def _is_source(readers: Readership, path: str) -> bool:
    """Tell whether a note is about a book, a course, a talk: it has a source of its own."""
    note = readers.vault[path]
    said = {
        canonical(str(note.properties[key])) for key in note.properties if key.lower() == "type"
    }
    return bool(said & {"source", "book", "video", "course", "talk", "lecture", "article"})


def _paper_gap(readers: Readership, path: str) -> Gap:
    return Gap(
        kind="paper-without-concepts",
        path=path,
        line=1,
        target=path,
        needed_by=(path,),
        message=f"{readers.title(path)} is about a paper and links to no concept: a reader cannot "
        "look up what it builds on.",
        hint="Link the one or two ideas a reader has to know.",
        hours=_TO_LINK,
        value=_VALUE * readers.value((path,)),
    )


def _concept_gap(readers: Readership, path: str) -> Gap:
    return Gap(
        kind="concept-without-source",
        path=path,
        line=1,
        target=path,
        needed_by=(path,),
        message=f"{readers.title(path)} names no paper, address or other source.",
        hint="Say where it comes from, as your other concept notes do.",
        hours=_TO_LINK,
        value=_VALUE * readers.value((path,)),
    )
