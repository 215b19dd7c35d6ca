"""The command `map`: how much of the field the notes cover, and what the map says of one entry."""

from __future__ import annotations

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["map_command"]


@command("map", examples=["kbpivot map", 'kbpivot map "KL divergence"', "kbpivot map LoRA"])
@click.argument("name", required=False, metavar="[NAME]")
def map_command(session: Session, *, name: str | None) -> None:
    """Show how much of AI your notes cover, or one entry of its map.

    There is a map of AI: what builds on what, each line with a reason and a source. Alone,
    this command shows which share of the concepts in each part of the field has a note of yours.

    With NAME, a concept, a paper, or a note of yours about one: what it is, what it builds on and
    why, what needs it, where to learn it, and your note.
    """
    from kbpivot.render.answers.map import concept_answer, map_answer
    from kbpivot.render.text.map import concept_text, map_text
    from kbpivot.study.map_coverage import area_coverage

    work = session.workspace
    field, placed = work.on_map.map, work.on_map.placed
    if name is not None:
        answer = concept_answer(
            field,
            work.concept(name),
            paths=work.on_map.notes,
            known=work.person.known_concepts,
        )
        session.answer(answer, lambda layout: concept_text(answer, layout))
        return
    noted = frozenset(placed.ids.values())
    whole = map_answer(
        field,
        placed,
        area_coverage(field, noted, work.person.known_concepts),
        notes=sum(one.in_advice for one in work.traits.values()),
    )
    session.answer(whole, lambda layout: map_text(whole, layout))
