"""How a vault writes prerequisites, and a note's text with one more of them written that way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from kbpivot.edit.prerequisite import (
    SectionStyle,
    Way,
    needs_property,
    way_of_statement,
    with_prerequisite,
)
from kbpivot.edit.prerequisite_in_body import needs_heading
from kbpivot.errors import RefusedError
from kbpivot.graph.relations import states_prerequisites
from kbpivot.graph.targets import Targets
from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, words
from kbpivot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbpivot.model import Note, Statement
    from kbpivot.traits import Traits
    from kbpivot.vault import LinkStyle, Vault

__all__ = ["Convention", "vault_convention", "with_edge"]

_SAMPLES = 20  # statements whose text is looked at


class Convention(Record, frozen=True):
    """How a vault writes what a note builds on.

    Attributes:
        way: the form, the key and its layout.
        target: how the other note is named: a `wikilink`, a `markdown` link, its `title` or file
            `name`.
        uses: statements in that form; 0 where the vault states nothing yet.
    """

    way: Way
    target: Literal["wikilink", "markdown", "title", "name"] = "wikilink"
    uses: int = 0


def vault_convention(
    vault: Vault, *, traits: Mapping[str, Traits], vocabulary: Vocabulary = DEFAULT
) -> Convention:
    """Tell how a vault writes prerequisites: in the form that most of its statements have.

    A vault that states none may have a place for them in its notes or templates; else it is the
    property `prerequisites` with wikilinks.

    Args:
        vault: the notes.
        traits: what each note is.
        vocabulary: what properties, headings and labels are called.
    """
    stated = [
        (note, one)
        for note in vault.notes
        if states_prerequisites(note.path, traits)
        for one in note.statements
        if one.relation == "needs"
    ]
    if not stated:
        return Convention(_empty_place(vault.notes, vocabulary))
    forms = Counter(_form(one) for _, one in stated)
    form = min(forms, key=lambda one: (-forms[one], _FORMS.index(one)))
    keys = Counter(one.key for _, one in stated if _form(one) == form)
    key = min(keys, key=lambda one: (-keys[one], one))
    ways: Counter[Way] = Counter()
    targets: Counter[Literal["wikilink", "markdown", "title", "name"]] = Counter()
    chosen = [(note, one) for note, one in stated if _form(one) == form and one.key == key]
    for note, one in chosen[:: max(1, len(chosen) // _SAMPLES)]:
        text = vault.text(note.path)
        way = way_of_statement(text, note, one)
        if way is not None:
            ways[way] += 1
        source = text[one.span.start : one.span.end].lstrip("!")
        if not one.target.linked:
            targets["title" if _is_title(vault, one.target.target, note) else "name"] += 1
        elif "[[" in source or "](" not in source:
            targets["wikilink"] += 1
        else:
            targets["markdown"] += 1
    usual = Way(form, key) if form == "property" else Way(form)
    return Convention(
        min(ways, key=lambda one: (-ways[one], one), default=usual),
        min(targets, key=lambda one: (-targets[one], one), default="wikilink"),
        forms[form],
    )


_FORMS: tuple[Literal["property", "section", "label"], ...] = ("property", "section", "label")


def _form(statement: Statement) -> Literal["property", "section", "label"]:
    return "label" if statement.form == "field" else statement.form


def _is_title(vault: Vault, name: str, note: Note) -> bool:
    path = vault.find(name, source=note.path)
    return path is None or vault[path].title == name


def _empty_place(notes: Iterable[Note], vocabulary: Vocabulary) -> Way:
    """The property or heading that waits for prerequisites in most notes or templates."""
    known = words(vocabulary)
    found: Counter[Way] = Counter()
    for note in notes:
        key = needs_property(note, known)
        if key is not None:
            found[Way("property", key)] += 1
            continue
        heading = needs_heading(note, known)
        if heading is not None:
            style = SectionStyle(f"{'#' * heading.level} {heading.text}")
            found[Way("section", section=style)] += 1
    return min(found, key=lambda way: (-found[way], way), default=Way())


def with_edge(
    vault: Vault,
    before: str,
    after: str,
    *,
    text: str,
    convention: Convention,
    link_style: LinkStyle = "shortest",
    vocabulary: Vocabulary = DEFAULT,
) -> str:
    """Return the text of the note `after`, in which it states that it builds on `before`.

    Args:
        vault: the notes.
        before: path of the note that comes first.
        after: path of the note that builds on it.
        text: the text of `after` as it is now.
        convention: how the vault writes prerequisites.
        link_style: how Obsidian writes links here.
        vocabulary: what properties, headings and labels are called.

    Raises:
        RefusedError: no edit is known that says this and changes nothing else.
    """
    trouble = RefusedError(f"No link in {after} can name {before} beyond doubt.")
    for item in _items(vault, before, after, convention, link_style):
        if not _leads(vault, item, before, after, vocabulary):
            continue
        try:
            return with_prerequisite(text, item, way=convention.way, vocabulary=vocabulary)
        except RefusedError as error:
            trouble = error
    raise trouble


def _items(
    vault: Vault, before: str, after: str, convention: Convention, link_style: LinkStyle
) -> Iterable[str]:
    """How to name a note, in the vault's own way first."""
    note = vault[before]
    if convention.target == "title":
        yield note.title
    elif convention.target == "name":
        yield note.name
    elif convention.target == "markdown":
        relative = vault.link_text(before, source=after, style="relative").removesuffix(".md")
        yield f"[{_shown(note.title)}]({quote(relative, safe='/.-_~')}.md)"
    yield f"[[{vault.link_text(before, source=after, style=link_style)}]]"
    if convention.way.form == "property":
        yield note.title  # a file name such as `C#` fits into no link


def _shown(title: str) -> str:
    return title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _leads(vault: Vault, item: str, before: str, after: str, vocabulary: Vocabulary) -> bool:
    """Tell whether what is to be written leads to the note that is meant."""
    said = parse_note(after, f"Prerequisites:: {item}\n", vocabulary=vocabulary)
    if any(
        one.target.linked and vault.resolve(one.target.target, source=after) != before
        for one in said.statements
    ):
        return False  # kbpivot may find a note by its title where Obsidian opens nothing
    targets = Targets(vault)
    found = [one for statement in said.statements for one in targets.named(statement, said.path)]
    return [one.node for one in found] == [before]
