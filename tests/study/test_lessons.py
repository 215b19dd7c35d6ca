"""Lessons of a course are steps without notes; what a done one teaches is reached."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kbpivot as kb
from commandline import kbpivot
from kbpivot.edit.new_note.course import LessonRow, with_lesson_rows
from kbpivot.notes import parse_note
from kbpivot.shell.importing.syllabus import read_syllabus

COURSE = """---
type: source
lessons: 3
hours: 4.5
prerequisites: ["[[Python]]"]
---
# Deep learning

## Lessons

1. [ ] Getting started (1 h 30 min)
   - teaches: [[Neural network]], Gradient descent
2. [ ] [Deployment](https://x.org/2) (90 min)
3. [ ] Natural language (NLP) (1:30 h)
   - teaches: [[Attention|it]]; LoRA
"""
NAME = "Deep learning: 1. Getting started"


@pytest.fixture
def vault(tmp_path):
    """A vault with a course of three lessons and notes that two of them teach."""
    for name, text in {
        "Deep learning.md": COURSE,
        "Python.md": "---\nstatus: mastered\n---\nA language, in words of my own.\n",
        "Neural network.md": "---\nstatus: todo\n---\nLayers, in words of my own here.\n",
        "Attention.md": "---\nprerequisites: ['[[Neural network]]']\n---\nWhere to look, in words.\n",
        "Gradient descent.md": "Downhill, in a few words of my own here.\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def steps(folder, goal="Deep learning"):
    """Return titles, hours and paths of the way to a goal."""
    out = kbpivot("path", goal, "--format", "json", folder=folder).out
    return [(one["title"], one["hours"], one["path"]) for one in json.loads(out)["notes"]]


def test_lessons_are_read_from_boxes_with_a_length():
    """Number, title, length, box and what is taught; a note without `lessons` has none."""
    note = parse_note("Deep learning.md", COURSE)

    found = [(one.number, one.title, one.minutes, one.box, one.teaches) for one in note.lessons]
    assert found == [
        (1, "Getting started", 90, " ", ("Neural network", "Gradient descent")),
        (2, "Deployment", 90, " ", ()),
        (3, "Natural language (NLP)", 90, " ", ("Attention", "LoRA")),
    ]
    for one in note.lessons:
        assert COURSE[one.span.start : one.span.end] == COURSE.split("\n")[one.span.line - 1]
    assert parse_note("x.md", COURSE.replace("lessons: 3\n", "")).lessons == ()
    assert parse_note("x.md", COURSE.replace("## Lessons", "```")).lessons == ()


@given(st.text())
def test_any_text_has_lessons_within_it(text):
    """Whatever stands below the property, each lesson is a line of the text."""
    whole = f"---\nlessons: 1\n---\n{text}\n1. [x] A (1 h)\n"
    for one in parse_note("a.md", whole).lessons:
        assert whole[one.span.start : one.span.end].strip()
        assert one.minutes > 0


def test_the_way_to_a_course_goes_through_its_lessons(vault):
    """In their order, each with its own hours, and little is left for the course itself."""
    assert steps(vault) == [
        (NAME, 1.5, None),
        ("Deep learning: 2. Deployment", 1.5, None),
        ("Deep learning: 3. Natural language (NLP)", 1.5, None),
        ("Deep learning", 0.25, "Deep learning.md"),
    ]
    first = kbpivot("next", "--goal", "Deep learning", folder=vault).out
    assert first.startswith(f"{NAME}  1 h 30 min\n")
    assert "A lesson, listed in Deep learning.md:11." in " ".join(first.split())
    plan = kbpivot("plan", "--goal", "Deep learning", "--hours", "3", folder=vault).out
    assert "Natural language" in plan


@pytest.mark.parametrize("how", ["box", "name", "number"])
def test_a_done_lesson_is_a_step_less(vault, how):
    """A tick, and `done` by name or by course and number, say the same."""
    if how == "box":
        course = vault / "Deep learning.md"
        course.write_text(course.read_text().replace("1. [ ]", "1. [x]"))
    else:
        name = NAME if how == "name" else "deep learning 1"
        assert kbpivot("done", name, folder=vault).out.startswith(f"Mastered: {NAME}.\n")

    assert steps(vault)[0][0] == "Deep learning: 2. Deployment"
    state = kb.Workspace(vault).state
    assert "Gradient descent.md" in state.mastered
    assert "Neural network.md" not in state.mastered  # its own note says otherwise
    if how != "box":
        kbpivot("undo", folder=vault)
        assert steps(vault)[0][0] == NAME


def test_what_has_no_note_is_known_by_name(vault):
    """The last lesson teaches something without a note, and ends the course."""
    course = vault / "Deep learning.md"
    course.write_text(course.read_text().replace("[ ]", "[X]"))

    state = kb.Workspace(vault).state
    assert "LoRA" in state.names
    assert {"Deep learning.md", "Attention.md"} <= state.mastered
    assert kb.knowledge_state(kb.read_vault(vault)).mastered == state.mastered


def test_lessons_are_no_gaps_and_no_broken_links(vault):
    """Nobody is told that a lesson has no note."""
    for path in vault.glob("*.md"):
        text = path.read_text()
        path.write_text(text.replace("---\n", "---\npublish: true\n", 1) if "---" in text else text)

    for command in ("gaps", "check", "unresolved"):
        assert "Getting started" not in kbpivot(command, folder=vault).out
    assert all("Getting" not in node for node in kb.Workspace(vault).graph)


def test_nobody_wrote_a_lesson(vault):
    """The first screen and `init` count notes and what they state; a lesson is neither."""
    told = json.loads(kbpivot("--format", "json", folder=vault).out)

    assert told["prerequisites"]["stated"] == 2
    assert "2 stated" in kbpivot("init", "--dry-run", folder=vault).out
    assert "Getting started" not in kbpivot(folder=vault).out


def test_a_private_course_is_told_to_nobody(vault):
    """Lessons of a course that others cannot read are not named for them, those of another are."""
    told = ("next", "--goal", "Deep learning", "--audience", "public", "--format", "json")
    (vault / "Python.md").write_text("---\npublish: true\nstatus: mastered\n---\nA language.\n")

    assert "Getting started" not in kbpivot(*told, folder=vault).out

    course = vault / "Deep learning.md"
    course.write_text(course.read_text().replace("lessons: 3", "lessons: 3\npublish: true"))
    assert "Getting started" in kbpivot(*told, folder=vault).out


def test_a_course_waits_for_what_it_needs(vault):
    """What the course builds on comes before its first lesson."""
    (vault / "Python.md").write_text("---\nstatus: todo\n---\nA language, in words.\n")

    assert [title for title, _, _ in steps(vault)][:2] == ["Python", NAME]


MARKDOWN = """# A course

Some words.

1. **Start** (1 h 30 min)
   - topics: Neural network, Cats
   - Gradient descent
2. [Lecture 2: Deployment](https://x.org) - 45 min
3. Chapter 3 · Language (NLP)
"""
OPML = """<opml><head><title>O</title></head><body><outline text='All'>
<outline text='1. Start (2 h)'><outline text='Cats'/></outline><outline title='Rest'/>
</outline></body></opml>
"""
TABLE = """| Week | Lecture | Length | Concepts |
| --- | --- | --- | --- |
| 1 | Start | 1:30:00 | Neural network, Cats |
| 2 | Deployment | 45 | |
"""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            MARKDOWN,
            [
                ("Start", 90, ("Neural network", "Cats", "Gradient descent")),
                ("Deployment", 45, ()),
                ("Language (NLP)", None, ()),
            ],
        ),
        (TABLE, [("Start", 90, ("Neural network", "Cats")), ("Deployment", 45, ())]),
        (
            json.dumps(
                {
                    "title": "P",
                    "entries": [
                        {"title": "1. Start", "duration": 5400.0, "url": "https://x.org"},
                        {"title": "[Private video]"},
                        None,
                        {"title": "Rest", "duration": None},
                    ],
                }
            ),
            [("Start", 90, ()), ("Rest", None, ())],
        ),
        (
            '{"title": "Start", "duration": 60, "playlist_title": "P"}\n{"title": "Rest"}\n',
            [("Start", 1, ()), ("Rest", None, ())],
        ),
        (
            OPML,
            [("Start", 120, ("Cats",)), ("Rest", None, ())],
        ),
        (
            "- 2001: A Space Odyssey\n- 3D vision\n- 12 monkeys\n- 4. Last\n",
            [
                ("2001: A Space Odyssey", None, ()),
                ("3D vision", None, ()),
                ("12 monkeys", None, ()),
                ("Last", None, ()),
            ],
        ),
    ],
)
def test_syllabi(text, parts):
    """Lists, tables, playlists and outlines say title, length and what is taught."""
    found = read_syllabus(text.encode(), name="x")

    assert [(one.title, one.minutes, one.teaches) for one in found.parts] == parts


@pytest.mark.parametrize(
    "data", [b"", b"Only words.", b"{", b"[1]", b"<opml", b"\xff", b"{}", b"[" * 100_000]
)
def test_what_is_no_syllabus_is_refused(tmp_path, data):
    """In a sentence that names the file; nothing is written."""
    (tmp_path / "A.md").write_text("Words.\n")
    file = tmp_path / "s.json" if data[:1] in b"[{" else tmp_path / "s.txt"
    file.write_bytes(data)

    refused = kbpivot("new", "course", file.name, folder=tmp_path)

    assert refused.code == 2
    assert file.name in refused.err
    assert refused.err.count("\n") == 1
    assert len(list(tmp_path.iterdir())) == 2


_TITLES = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40
)


@given(st.lists(st.tuples(_TITLES, st.integers(1, 3000)), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows):
    """Every lesson that is written comes back with its length, whatever it is called."""
    written = [LessonRow(title, minutes) for title, minutes in rows if title.strip()]

    text = with_lesson_rows("---\ntitle: x\n---\n", written, address="", medium="course")

    found = parse_note("x.md", text).lessons
    assert [one.minutes for one in found] == [row.minutes for row in written]


def test_new_course_writes_lessons_that_next_knows(vault):
    """A syllabus becomes a note; what it teaches is linked where there is a note."""
    (vault / "syllabus.md").write_text(MARKDOWN)
    (vault / "syllabus.md").rename(vault.parent / "syllabus.md")

    made = kbpivot(
        "new", "course", "../syllabus.md", "--minutes", "30", "--format", "json", folder=vault
    )

    answer = json.loads(made.out)
    assert [(one["title"], one["hours"]) for one in answer["course"]["lessons"]] == [
        ("Start", 1.5),
        ("Deployment", 0.75),
        ("Language (NLP)", 0.5),
    ]
    text = (vault / "A course.md").read_text(encoding="utf-8")
    assert (
        "1. [ ] Start (1 h 30 min)\n   - teaches: [[Neural network]], [[Gradient descent]]\n"
        in text
    )
    assert "2. [ ] [Deployment](https://x.org) (45 min)\n" in text
    assert "lessons: 3\n" in text
    assert steps(vault, "A course")[0][0] == "A course: 1. Start"
    again = kbpivot("new", "course", "../syllabus.md", folder=vault)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_course_of_the_map(vault):
    """Chapters and lectures that the map names become lessons that teach what it says of them."""
    made = kbpivot("new", "course", "CS231n", "--format", "json", folder=vault)

    lessons = json.loads(made.out)["course"]["lessons"]
    assert len(lessons) >= 3
    text = next(one for one in vault.glob("*CS231n*.md")).read_text(encoding="utf-8")
    assert "teaches: " in text
    assert kb.Workspace(vault).suggestions(["CS231n"], today=date(2026, 1, 1))


def test_standard_input(vault):
    """A syllabus may come from another program."""
    made = kbpivot(
        "new", "course", "-", folder=vault, stdin="# Piped\n\n- One (1 h)\n- Two (1 h)\n"
    )

    assert made.code == 0
    assert (vault / "Piped.md").exists()
