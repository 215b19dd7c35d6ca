"""Notes that moved are followed."""

from __future__ import annotations

from kbpivot.study.learning_log import Event, event_from_fields, records
from kbpivot.study.moved_notes import Rename, followed, lost_notes, renames


def event(number: int, note: str, kind: str = "mastered", **more: object) -> Event:
    fields = {"id": f"e{number}", "at": f"2026-01-{number:02d}T00:00:00Z", "event": kind}
    return event_from_fields(fields | {"note": note} | more)


def moves(*events: Event, paths: str, **facts: object) -> list[tuple[str, str, str]]:
    found = renames(events, paths=paths.split(), **facts)  # type: ignore[arg-type]
    return [(rename.note, rename.to, rename.how) for rename in found]


def test_git_is_believed_first_and_chains_are_followed() -> None:
    """A moved to B moved to C is C, whatever is called alike."""
    git = {"A.md": "B.md", "B.md": "x/C.md"}

    assert moves(event(1, "A.md"), paths="x/C.md y/A.md", git=git) == [("A.md", "x/C.md", "git")]
    assert moves(event(1, "A.md"), paths="B.md x/C.md", git=git) == [("A.md", "B.md", "git")]
    circle = {"A.md": "B.md", "B.md": "A.md"}
    assert moves(event(1, "A.md"), paths="C.md", git=circle) == []


def test_the_same_content_tells_a_note_by_any_name() -> None:
    """The fingerprint last logged counts; two copies are no answer."""
    log = [event(1, "A.md", hash="old"), event(2, "A.md", "studied", hash="new")]
    hashes = {"B.md": "new", "C.md": "old"}

    assert moves(*log, paths="B.md C.md", hashes=hashes) == [("A.md", "B.md", "content")]
    assert moves(*log, paths="B.md C.md", hashes={"B.md": "new", "C.md": "new"}) == []


def test_a_unique_name_is_enough() -> None:
    """Moved to another folder; not when two have the name, or when it has a record of its own."""
    assert moves(event(1, "a/RAG.md"), paths="b/RAG.md") == [("a/RAG.md", "b/RAG.md", "name")]
    assert moves(event(1, "a/RAG.md"), paths="b/RAG.md c/RAG.md") == []
    assert moves(event(1, "a/RAG.md"), event(2, "b/RAG.md"), paths="b/RAG.md") == []


def test_names_without_a_note_are_no_moves() -> None:
    """What is known by name may have no note for ever; what is there did not move."""
    assert moves(event(1, "linear algebra", "known"), paths="x/linear-algebra.md") == []
    assert moves(event(1, "A.md"), paths="A.md x/A.md") == []


def test_a_recorded_move_is_not_proposed_again() -> None:
    """Writing the proposal settles it."""
    log = [event(1, "a/RAG.md")]
    rename = renames(log, paths=["b/RAG.md"])[0]
    log.append(event(2, rename.note, "renamed", to=rename.to))

    assert renames(log, paths=["b/RAG.md"]) == ()
    assert records(log)["b/RAG.md"].state == "mastered"


def test_two_notes_never_move_to_one_place() -> None:
    """Then neither is proposed."""
    assert moves(event(1, "a/RAG.md"), event(2, "b/RAG.md"), paths="c/RAG.md") == []


def test_a_move_that_was_undone_is_not_proposed_again() -> None:
    """Whoever took it back meant it."""
    log = [
        event(1, "a/RAG.md"),
        event(2, "a/RAG.md", "renamed", to="b/RAG.md"),
        event_from_fields(
            {"id": "e3", "at": "2026-01-03T00:00:00Z", "event": "undone", "of": "e2"}
        ),
    ]

    assert moves(*log[:1], paths="b/RAG.md") == [("a/RAG.md", "b/RAG.md", "name")]
    assert moves(*log, paths="b/RAG.md") == []


def test_followed_events_have_one_name_each() -> None:
    """The name of today also for what was logged before a move; a name used anew is another note."""
    log = [
        event(1, "A.md", "started"),
        event(2, "A.md", "renamed", to="B.md"),
        event(3, "A.md"),
        event(4, "B.md", "renamed", to="C.md"),
        event(5, "D.md"),
    ]
    found = followed(log, [Rename("D.md", "E.md", "name")])

    assert [(one.event, one.note) for one in found] == [
        ("started", "C.md"),
        ("mastered", "A.md"),
        ("mastered", "E.md"),
    ]
    assert dict(records(log)).keys() - {"D.md"} == dict(records(found)).keys() - {"E.md"}


def test_only_paths_that_lead_nowhere_are_lost() -> None:
    """Names without a note are none, and what moved on is known."""
    log = [
        event(1, "A.md", hash="x"),
        event(2, "A.md", "renamed", to="B.md"),
        event(3, "linear algebra", "known"),
        event(4, "C.md"),
    ]

    assert lost_notes(log, paths=["B.md"]) == {"C.md": None}
    assert lost_notes(log, paths=["C.md"]) == {"B.md": "x"}
