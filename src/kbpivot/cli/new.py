"""The command `new`: a note from a template, or from a bibliography."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.answers.new import CodeEntry, CourseEntry, NewEntry
    from kbpivot.shell.importing.bibliography import Bibliography, Unread
    from kbpivot.workspace.code_notes import Code
    from kbpivot.workspace.courses import Course
    from kbpivot.workspace.new_note import Creation

__all__ = ["new_command"]

KINDS = ("paper", "concept", "code", "course", "track", "source", "weekly-review")


@command(
    "new",
    examples=[
        'kbpivot new concept "Layer normalisation" --needs "[[Mean and variance]]"',
        "kbpivot new paper --arxiv 1706.03762",
        "kbpivot new paper --bibtex library.bib",
        "kbpivot new code ~/src/nanoGPT",
        "kbpivot new course syllabus.md --minutes 90",
        "kbpivot new weekly-review",
    ],
)
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("title", nargs=-1, metavar="[TITLE]")
@click.option("--needs", multiple=True, type=NOTE, help="A note that comes first.")
@click.option(
    "--folder",
    metavar="FOLDER",
    help="Where to put it, as seen from the vault; else where notes of this kind are.",
)
@click.option(
    "--bibtex",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="A paper note for each entry of a BibTeX file; - reads standard input.",
)
@click.option(
    "--csl",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="A paper note for each item of a CSL-JSON file.",
)
@click.option(
    "--arxiv",
    multiple=True,
    metavar="ID",
    help="A paper note for an arXiv id or address; asks arXiv over the network.",
)
@click.option(
    "--minutes",
    type=click.IntRange(min=1, max=6000),
    help="Of a course: the length of lessons of which nothing is said; 60 unless given.",
)
def new_command(
    session: Session,
    *,
    kind: str,
    title: tuple[str, ...],
    needs: tuple[str, ...],
    folder: str | None,
    bibtex: str | None,
    csl: str | None,
    arxiv: tuple[str, ...],
    minutes: int | None,
) -> int:
    """Write a new note from a template.

    KIND is paper, concept, code, course, track, source or weekly-review. The template is the vault's own for
    this kind if it has one, else kbpivot's. A file that is there is never overwritten: importing
    a paper again shows what differs. Concepts that its abstract mentions are put into the note
    as a question.

    A concept of kbpivot's map of AI begins with what the map knows: its name, other names, what
    it builds on as links, and where to learn it. The prose is yours. With --needs, only those.

    Of code, TITLE is a folder on this computer, such as a clone. The note names at most twelve
    files in the order in which to read them, so that what most others build on comes first, each
    with the line to begin at; `kbpivot check` tells when such a line has moved. Nothing is
    executed, and nothing outside of the folder is read.

    Of a course, TITLE is a file with its lessons (a Markdown list or table, a playlist as
    yt-dlp writes it, an OPML; - reads standard input), or a course or book of the map. Each lesson
    is a step that `next` and `plan` know, and a ticked one is done.
    """
    from kbpivot.render.answers.new import NewAnswer, UnreadEntry
    from kbpivot.render.text.new import new_text
    from kbpivot.workspace.new_note import Creator

    name = " ".join(title)
    sources = [source for source in (bibtex, csl, arxiv) if source]
    if sources and kind != "paper":
        raise click.UsageError("--bibtex, --csl and --arxiv make papers: `kbpivot new paper`.")
    if len(sources) + bool(name) > 1:
        raise click.UsageError("Give one of TITLE, --bibtex, --csl and --arxiv.")
    now = datetime.now().astimezone()
    if not name and not sources:
        if kind != "weekly-review":
            raise click.UsageError("Missing argument TITLE.")
        name = f"Weekly review {now:%G-W%V}"
    found = _bibliography(bibtex, csl, arxiv) if sources else None
    session.is_owners("`kbpivot new`")
    creator = Creator(session.workspace, kind, now=now, folder=folder, needs=needs)
    if kind == "course":
        from kbpivot.workspace.courses import read_course

        data = _bytes("-") if name == "-" else None
        course = read_course(session.workspace, name, data=data, minutes=minutes)
        answer = NewAnswer(
            kind=kind,
            notes=(_entry(creator.course(course), asked=bool(needs)),),
            unread=(),
            course=_course_entry(course),
        )
        session.answer(answer, lambda layout: new_text(answer, layout))
        return 0
    if kind == "code":
        from kbpivot.workspace.code_notes import read_folder

        code = read_folder(session.workspace, name)
        answer = NewAnswer(
            kind=kind,
            notes=(_entry(creator.code(code), asked=bool(needs)),),
            unread=(),
            code=_code_entry(code),
        )
        session.answer(answer, lambda layout: new_text(answer, layout))
        return 0
    if found is None:
        creations: tuple[Creation, ...] = (creator.note(name),)
        unread: tuple[Unread, ...] = ()
    else:
        creations, unread = creator.papers(
            found, progress=lambda done, all_: session.wait(f"Notes: {done:,} of {all_:,}")
        )
        place = _shown(bibtex or csl)
        for one in unread:
            where = f"{place}:{one.line}: " if one.line else f"{place}: " if place else ""
            session.say(f"kbpivot: {where}{one.message}")
    answer = NewAnswer(
        kind=kind,
        notes=tuple(_entry(creation, asked=bool(needs)) for creation in creations),
        unread=tuple(UnreadEntry(one.line, one.message) for one in unread),
    )
    if not creations and session.format == "text":
        return 2  # why has been said
    session.answer(answer, lambda layout: new_text(answer, layout))
    return 0 if creations else 2


def _entry(creation: Creation, *, asked: bool) -> NewEntry:
    from kbpivot.render.answers.new import NewEntry, NewNeedEntry

    return NewEntry(
        path=creation.path,
        created=creation.created,
        uri=creation.uri,
        template=creation.template or None,
        folder_reason=creation.folder_reason,
        needs=tuple(NewNeedEntry(*need) for need in creation.needs),
        guesses=creation.guesses,
        waiting=creation.waiting,
        namesake=creation.namesake,
        diff=creation.diff,
        concept=creation.concept or None,
        mapped_needs=bool(creation.concept and creation.needs and not asked),
        same=creation.same,
        on_map=creation.on_map,
    )


def _course_entry(course: Course) -> CourseEntry:
    from kbpivot.render.answers.new import CourseEntry, LessonEntry

    return CourseEntry(
        title=course.title,
        lessons=tuple(
            LessonEntry(
                number, one.title, (one.minutes or course.minutes) / 60, one.minutes is None
            )
            for number, one in enumerate(course.syllabus.parts, start=1)
        ),
    )


def _code_entry(code: Code) -> CodeEntry:
    from kbpivot.render.answers.new import CodeEntry, CodeStopEntry

    return CodeEntry(
        name=code.clone.name,
        description=code.clone.description,
        commit=code.clone.commit,
        files=code.clone.files,
        lines=code.clone.lines,
        hours=round(code.reading.hours, 2),
        rough=code.reading.rough,
        reading=tuple(
            CodeStopEntry(one.path, one.symbol, one.line, one.text, one.lines, one.used_by)
            for one in code.reading.stops
        ),
    )


def _bibliography(bibtex: str | None, csl: str | None, arxiv: tuple[str, ...]) -> Bibliography:
    """Read what was named: a file, standard input, or arXiv."""
    if bibtex is not None:
        from kbpivot.shell.importing.bibtex import read_bibtex

        return read_bibtex(_text(bibtex))
    if csl is not None:
        from kbpivot.shell.importing.csl import read_csl

        return read_csl(_text(csl), name=_shown(csl))
    from kbpivot.shell.importing.arxiv import arxiv_address, fetch_arxiv
    from kbpivot.shell.importing.bibliography import arxiv_id

    for said in arxiv:
        if not arxiv_id(said):
            raise click.UsageError(f"{said!r} is no arXiv id; write it as 1706.03762.")
    return fetch_arxiv([arxiv_id(said) for said in arxiv], address=arxiv_address())


def _shown(source: str | None) -> str:
    """Return what to call the place that a bibliography came from; "" for arXiv."""
    return "standard input" if source == "-" else source or ""


def _bytes(source: str) -> bytes:
    if source != "-":
        return Path(source).read_bytes()
    stream = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read().encode() if stream is None else bytes(stream.read())


def _text(source: str) -> str:
    data = _bytes(source)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise click.UsageError(
            f"{_shown(source)}:{line}: This is not valid UTF-8; export it as UTF-8."
        ) from None
