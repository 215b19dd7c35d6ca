"""The command `map`: how much of the field the notes cover, and what the map says of one entry."""

from __future__ import annotations

import click

from kbpivot.cli.options import command
from kbpivot.cli.output import FORCE
from kbpivot.cli.pictures import FORMATS, chosen_format, put_picture
from kbpivot.cli.session import Session

__all__ = ["map_command"]


@command(
    "map",
    examples=[
        "kbpivot map",
        'kbpivot map "KL divergence"',
        "kbpivot map LoRA --depth 2 --format mermaid",
    ],
    formats=FORMATS,
)
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Steps to go each way from NAME in a drawing.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write a drawing of NAME to a new file; its ending tells the format.",
)
@FORCE
def map_command(
    session: Session, *, name: str | None, depth: int, output: str | None, force: bool
) -> None:
    """Show how much of AI your notes cover, or one entry of its map.

    There is a map of AI: what builds on what, each line with a reason and a source. Alone,
    this command shows which share of the concepts in each part of the field has a note of yours.

    With NAME, a concept, a paper, or a note of yours about one: what it is, what it builds on and
    why, what needs it, where to learn it, and your note. The formats of `kbpivot graph` draw that:
    an arrow from A to B means A before B.
    """
    from kbpivot.render.answers.map import concept_answer, map_answer
    from kbpivot.render.text.map import concept_text, map_text
    from kbpivot.study.map_coverage import area_coverage

    work = session.workspace
    format_ = chosen_format(session.format, output)
    if output is not None or format_ not in {"text", "json"}:
        from kbpivot.workspace.drawing import entry_picture

        if name is None:
            raise click.UsageError("Only one entry can be drawn: give NAME.")
        drawn = entry_picture(work, work.concept(name), depth=depth)
        put_picture(session, drawn, format_, output=output, force=force)
        return
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
