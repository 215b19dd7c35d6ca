"""One status, one line in the log, one flag says something of its own note and of no other."""

from __future__ import annotations

from datetime import datetime

import pytest

from kbpivot.study import knowledge_state
from kbpivot.study.learning_log import Event
from kbpivot.vault import Vault

TOPICS = ("Heaps", "Tries", "Ropes", "Graphs", "Queues", "Stacks", "Trees", "Sets")


def prose(name):
    return f"{name} are kept in memory as rows of numbers, and finding one takes a few steps.\n"


def said(name, **properties):
    lines = "".join(f"{key}: {value}\n" for key, value in properties.items())
    return f"---\n{lines}---\n{prose(name)}"


def state(texts, *events):
    return knowledge_state(Vault.from_texts(texts), log=events)


def event(what, note):
    at = datetime.fromisoformat("2026-03-01T10:00:00+01:00")
    return Event(id=f"{what}-{note}", at=at.isoformat(), event=what, note=note)


PLAIN = {f"{name}.md": prose(name) for name in TOPICS}


@pytest.mark.parametrize("status", ["done", "reading", "todo", "mastered", "已读", "in-progress"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_statuses_leave_the_rest_as_it_was(status, count):
    """Beside many written notes a few that say something are about themselves."""
    texts = PLAIN | {f"{name}.md": said(name, status=status) for name in TOPICS[:count]}

    assert state(texts).assumed == {f"{name}.md" for name in TOPICS[count:]}


@pytest.mark.parametrize("what", ["known", "mastered", "forgot", "started"])
def test_one_line_of_the_log_leaves_the_rest_as_it_was(what):
    """To know, finish, begin or forget one thing says nothing of what else was written."""
    assert state(PLAIN, event(what, "Heaps.md")).assumed == PLAIN.keys() - {"Heaps.md"}


def test_statuses_govern_what_they_cover():
    """With a status on half of the notes the others are open, and nothing is assumed."""
    texts = PLAIN | {f"{name}.md": said(name, status="todo") for name in TOPICS[:4]}

    assert state(texts).assumed == frozenset()
    assert state(texts).written == texts.keys()


def test_who_marks_mastery_leaves_the_rest_open():
    """Five notes marked as mastered or begun are a habit, when they are a tenth of all."""
    many = {f"{name} of {n}.md": prose(f"{name} of {n}") for name in TOPICS for n in "abcde"}
    marked = {f"{name}.md": said(name, status="mastered") for name in TOPICS[:5]}

    assert state(many | marked).assumed == frozenset()
    more = {f"{name} of {n}.md": prose(f"{name} of {n}") for name in TOPICS for n in "abcdefghi"}
    assert state(more | marked).assumed == more.keys()


def test_a_reading_list_of_papers_is_about_papers():
    """Statuses of one sort of note say nothing about another."""
    papers = {
        f"papers/{year} - Sorting.md": said(f"Sorts of {year}", status="unread")
        for year in (2001, 2002)
    }
    found = state(PLAIN | papers)

    assert found.assumed == PLAIN.keys()
    assert found.queued == papers.keys()


@pytest.mark.parametrize(
    ("properties", "queued"),
    [
        ({"status": "unread"}, True),
        ({"status": "to-read"}, True),
        ({"status": "待读"}, True),
        ({"read": "false"}, True),
        ({"reading-status": "queue"}, True),
        ({"status": "todo"}, False),
        ({"status": "reading"}, False),
        ({"status": "read"}, False),
        ({"read": "true"}, False),
    ],
)
def test_what_is_on_the_reading_list(properties, queued):
    """A word or a property that says the note is to be read puts it there."""
    found = state(PLAIN | {"Heaps.md": said("Heaps", **properties)})

    assert found.queued == ({"Heaps.md"} if queued else frozenset())


def test_what_was_read_leaves_the_reading_list():
    """The log outweighs the word in the note."""
    texts = PLAIN | {"Heaps.md": said("Heaps", status="unread")}

    assert state(texts, event("mastered", "Heaps.md")).queued == frozenset()
    assert state(texts, event("started", "Heaps.md")).queued == frozenset()


@pytest.mark.parametrize(
    "properties",
    [
        {"type": "project", "status": "done"},
        {"type": "task", "status": "done"},
        {"tags": "[project]", "status": "done"},
        {"deadline": "2026-05-01", "status": "in-progress"},
        {"kind": "board", "status": "done"},
        {"kanban-plugin": "board", "status": "done"},
    ],
)
def test_the_status_of_work_is_not_knowledge(properties):
    """That a project is done says nothing of what its owner knows."""
    found = state(PLAIN | {"Kitchen.md": said("Kitchen", **properties)})

    assert (found.mastered, found.started) == (frozenset(), frozenset())
    assert found.assumed >= PLAIN.keys()


def test_a_folder_of_projects():
    """What lies among projects and has a status is one, also without a type."""
    found = state(PLAIN | {"1 Projects/Kitchen.md": said("Kitchen", status="done")})

    assert found.mastered == frozenset()


@pytest.mark.parametrize(
    ("item", "mastered"),
    [
        ("- [x] [[Heaps]]", True),
        ("- [x] read [[Heaps]]", True),
        ("- [x] Week 2: [[Heaps]] (hard)", True),
        ("- [x] 3. [[Heaps]] - twice", True),
        ("- [x] 阅读 [[Heaps]]", True),
        ("- [x] изучить [[Heaps]]", True),
        ("- [x] send [[Heaps]] to Jo", False),
        ("- [x] slides about [[Heaps]]", False),
        ("- [x] email Jo [[Heaps]]", False),
        ("- [x] fix typos in [[Heaps]]", False),
        ("- [x] publish [[Heaps]]", False),
    ],
)
def test_a_tick_beside_a_task_is_no_lesson(item, mastered):
    """A ticked item tells of knowledge when it names the note, or says that it is studied."""
    texts = PLAIN | {"README.md": f"# List\n\n{item}\n- [ ] [[Tries]]\n"}

    assert state(texts).mastered == ({"Heaps.md"} if mastered else frozenset())


def test_a_board_says_nothing_of_knowledge():
    """Ticks on a board tell what was shipped, whatever they stand beside."""
    board = "---\nkanban-plugin: board\n---\n\n## Done\n\n- [x] [[Heaps]]\n- [x] [[Tries]]\n"

    assert state(PLAIN | {"Board.md": board}).mastered == frozenset()


def test_what_a_program_wrote_is_not_assumed():
    """A generated note is in the vault and not in its owner's head."""
    texts = PLAIN | {"Heaps.md": said("Heaps", generated_by="claude")}

    assert state(texts).assumed == PLAIN.keys() - {"Heaps.md"}
    assert "Heaps.md" in state(texts).written
