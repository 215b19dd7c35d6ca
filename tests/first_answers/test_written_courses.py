"""A long course that is nearly all written is an order to read it in, not its last open lesson."""

from __future__ import annotations

import pytest

from commandline import answer, kbpivot

LESSON = "# Lesson {0}\n\nWhat part {0} is about, told in a sentence or two of its own, with what comes of it.\n"
FORM = "# Lesson {0}\n\nTBD\n\n## Notes\n\n## Links\n"


def course(folder, *, lessons, unwritten):
    """Write numbered lessons, and an index that lists them; some are still templates."""
    rows = []
    for number in range(1, lessons + 1):
        text = FORM if number in unwritten else LESSON
        (folder / f"{number:02}-part.md").write_text(text.format(number), encoding="utf-8")
        rows.append(f"{number}. [Part {number}]({number:02}-part.md)\n")
    (folder / "README.md").write_text(f"# A course\n\n{''.join(rows)}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("lessons", "unwritten", "first"),
    [
        (30, {12, 17}, "01-part.md"),
        (30, {12, 17, 30}, "01-part.md"),
        (30, {29, 30}, "29-part.md"),  # so far its author has come
        (30, {17}, "17-part.md"),  # one that was skipped
        (30, {5, 9, 12, 17}, "05-part.md"),  # more than a few
        (12, {5}, "05-part.md"),
        (60, {17}, "01-part.md"),
    ],
)
def test_where_a_course_begins(tmp_path, lessons, unwritten, first):
    """Lessons left out in the middle say nothing of how far a reader is; an open end does."""
    folder = course(tmp_path, lessons=lessons, unwritten=unwritten)
    found = answer("next", folder=folder)

    assert found["suggestions"][0]["path"] == first
    assert found["all_written"] is (first == "01-part.md")
    assert answer("plan", folder=folder)["weeks"][0]["notes"][0]["path"] == first


def test_what_is_said_to_be_known_counts(tmp_path):
    """Once one lesson is marked, the others that are written count as met, as ever."""
    folder = course(tmp_path, lessons=30, unwritten={12, 17})
    kbpivot("done", "01-part", folder=folder)

    assert answer("next", folder=folder)["suggestions"][0]["path"] == "12-part.md"


def test_notes_of_one_title_are_told_apart_by_their_folders(tmp_path):
    """In sentences, and only where two titles agree; a command still finds what it offers."""
    for week, needs in (("week-1", ""), ("week-2", "[[week-1/task]]")):
        (tmp_path / week).mkdir()
        (tmp_path / week / "task.md").write_text(
            f'---\nstatus: todo\nprerequisites: ["{needs}"]\n---\n# Task\n\nDo it.\n'
            if needs
            else "---\nstatus: todo\n---\n# Task\n\nDo it.\n",
            encoding="utf-8",
        )
    (tmp_path / "Other.md").write_text("---\nstatus: todo\n---\nText of its own.\n")
    told = kbpivot("path", "week-2/task", folder=tmp_path).out
    done = kbpivot("done", "week-2/task", folder=tmp_path).out

    assert "task (week-1)" in told
    assert "task (week-2)" in told
    assert "kbpivot know week-1/task" in " ".join(done.split())
    assert "Other (" not in kbpivot("next", folder=tmp_path).out


def test_what_is_said_of_several_is_said_once(tmp_path):
    """Of five notes that come before, three are named, and one remark stands for all."""
    names = [f"Part {letter}" for letter in "ABCDE"]
    for name in names:
        (tmp_path / f"{name}.md").write_text(f"What {name} is about, in words of its own.\n")
    needs = ", ".join(f'"[[{name}]]"' for name in names)
    (tmp_path / "Whole.md").write_text(f"---\nprerequisites: [{needs}]\n---\nTBD\n")
    told = " ".join(kbpivot("next", "--goal", "Whole", folder=tmp_path).out.split())

    assert "Builds on Part A, Part B, Part C and 2 more (all assumed from your writing)." in told
