"""A note's text with one more prerequisite in it: the least edit, and proof that it is the least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kbpivot.edit.prerequisite_in_body import (
    LabelStyle,
    SectionStyle,
    empty_label,
    label_style,
    needs_heading,
    section_style,
    with_body_item,
    with_label,
    with_new_label,
    with_new_section,
    with_section,
    without_none,
)
from kbpivot.edit.prerequisite_in_property import (
    PropertyStyle,
    property_style,
    with_new_property,
    with_property_value,
)
from kbpivot.errors import RefusedError
from kbpivot.model import Note, Statement
from kbpivot.notes.frontmatter import block_range
from kbpivot.notes.parse import parse_note
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, Words, canonical, words

__all__ = [
    "LabelStyle",
    "PropertyStyle",
    "SectionStyle",
    "Way",
    "needs_property",
    "way_of_statement",
    "with_prerequisite",
]


class Way(NamedTuple):
    """How a vault writes down what a note builds on.

    Attributes:
        form: where it does.
        key: the property, as the vault spells it.
        property, section, label: how it is written in each form.
    """

    form: Literal["property", "section", "label"] = "property"
    key: str = "prerequisites"
    property: PropertyStyle = PropertyStyle()
    section: SectionStyle = SectionStyle()
    label: LabelStyle = LabelStyle()


def needs_property(note: Note, known: Words) -> str | None:
    """The property of a note that names what it builds on, None without one."""
    for key in note.properties:
        meaning = known.property.get(canonical(key))
        if meaning is not None and meaning.relation == "needs" and not meaning.depends:
            return key
    return None


def way_of_statement(text: str, note: Note, statement: Statement) -> Way | None:
    """How one statement is written; None where its way is no model for others."""
    if statement.form == "property":
        own = property_style(text, statement.key)
        return Way("property", statement.key, property=own or PropertyStyle())
    if statement.form == "section":
        section = section_style(text, note, statement)
        return None if section is None else Way("section", section=section)
    label = label_style(text, statement)
    return None if label is None else Way("label", label=label)


def with_prerequisite(
    text: str, item: str, *, way: Way | None = None, vocabulary: Vocabulary = DEFAULT
) -> str:
    """Return a note's text with one more prerequisite; every other byte stays as it is.

    It goes where the note names its prerequisites already: in the form the vault uses, else in
    another one; where it names none, a place is made in the vault's form. A text that names the
    prerequisite already comes back as it is.

    Args:
        text: the note.
        item: the prerequisite as it is to be written: `[[Softmax]]`, `[Softmax](softmax.md)` or a
            plain title.
        way: how the vault writes prerequisites.
        vocabulary: what properties, headings and labels are called.

    Raises:
        RefusedError: no edit is known that adds this and changes nothing else.
    """
    way = Way() if way is None else way
    note = parse_note("note.md", text, vocabulary=vocabulary)
    wanted = _target(item)
    if any(one.relation == "needs" and one.target.target == wanted for one in note.statements):
        return text
    for found in _tries(text, note, item, way, words(vocabulary)):
        if _adds_only(note, found, wanted, vocabulary):
            return found
    raise RefusedError("No place was found in it to which a prerequisite can be added safely.")


def _tries(text: str, note: Note, item: str, way: Way, known: Words) -> Iterator[str]:
    """Texts with the item in it, the most natural first."""
    key = needs_property(note, known)
    if note.frontmatter == "error" and way.form == "property":
        raise RefusedError("Its properties cannot be read; mend them first (`kbpivot check`).")
    stated: dict[str, Statement] = {}
    for one in note.statements:
        if one.relation == "needs" and one.form != "property":
            stated["section" if one.form == "section" else "label"] = one
    heading = needs_heading(note, known)
    label = empty_label(text, known)
    there = {
        "property": key is not None,
        "section": "section" in stated or heading is not None,
        "label": "label" in stated or label is not None,
    }
    root = note.root
    block = block_range(text)
    in_body = root is not None and (block is None or root > _line_of(text, block[1]))
    if in_body and root is not None:
        yield without_none(text, root, item, known)
        return
    order = sorted(there, key=lambda form: (not there[form], form != way.form))
    form = order[0] if there[order[0]] else way.form
    if form == "property":
        if key is None:
            yield with_new_property(text, way.key, item, style=way.property)
        else:
            yield with_property_value(text, key, item, style=way.property, words=known)
    elif form == "section":
        if "section" in stated:
            yield from with_body_item(text, stated["section"], item)
        elif heading is not None:
            yield with_section(text, heading, item, style=way.section)
        else:
            yield with_new_section(text, note, item, style=way.section)
    elif "label" in stated:
        yield from with_body_item(text, stated["label"], item)
    elif label is not None:
        yield with_label(text, label, item)
    else:
        yield with_new_label(text, note, item, style=way.label)


def _line_of(text: str, offset: int) -> int:
    return len(text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _target(item: str) -> str:
    """What an item names."""
    links = [link for link in parse_note("item.md", item).links if not link.embed]
    return links[0].linkpath if links else item


def _adds_only(note: Note, changed: str, wanted: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a text says one prerequisite more than before, and else the same."""
    new = parse_note("note.md", changed, vocabulary=vocabulary)
    said, before = _said(new), _said(note)
    added = list((said - before).elements())
    if before - said or len(added) != 1 or added[0][:1] != ("needs",) or added[0][3] != wanted:
        return False
    if new.frontmatter == "error" and note.frontmatter != "error":
        return False
    grown = {key for key in new.properties if new.properties[key] != note.properties.get(key)}
    if set(note.properties) - set(new.properties) or len(grown) > 1:
        return False
    if _links(note) - _links(new):
        return False
    headings = [one.text for one in new.headings]
    kept = [one.text for one in note.headings]
    return headings == kept or (
        len(headings) == len(kept) + 1 and not Counter(kept) - Counter(headings)
    )


def _said(note: Note) -> Counter[tuple[str, str, str, str, bool, str]]:
    return Counter(
        (one.relation, one.form, one.key, one.target.target, one.target.linked, one.reason)
        for one in note.statements
    )


def _links(note: Note) -> Counter[tuple[str, str]]:
    return Counter((link.linkpath, link.kind) for link in note.links)
