"""A list of questions comes back as it was marked, whatever the notes are called."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.notes import parse_note
from kbpivot.render.answers.study import EvidenceEntry, NodeEntry
from kbpivot.render.answers.suggest import GuessEntry
from kbpivot.render.documents.question_list import question_list, read_question_list

NAMES = st.text(st.sampled_from("ab ÄZ数{}[]()<>-\"'\\|#%*`_!é\U0001f680"), min_size=1, max_size=20)
MARKS = {"x": "yes", "X": "yes", "-": "no", "<": "other", " ": "later", "": "later"}


def entry(first, second, quote=""):
    """Return a question."""
    evidence = EvidenceEntry("a/B.md", 3, "mention", "", quote, quote)
    return GuessEntry(
        NodeEntry(f"{first}.md", first), NodeEntry(f"{second}.md", second), "strong", 0.9, 1,
        (evidence,),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES, NAMES, st.sampled_from(sorted(MARKS))), max_size=4))
def test_marks_come_back(rows):
    """Each line is read back with its pair and its mark, and hides no other."""
    text = question_list([entry(first, second, quote) for first, second, quote, _ in rows])
    lines = text.split("\n")
    marks = iter(rows)
    marked = [
        f"- [{next(marks)[3]}] {line[6:]}" if line.startswith("- [ ] ") else line for line in lines
    ]

    found, unread = read_question_list("\r\n".join(marked))

    assert unread == ()
    assert [(one.first, one.second, one.mark) for one in found] == [
        (f"{first}.md", f"{second}.md", MARKS[mark]) for first, second, _, mark in rows
    ]
    assert [lines[one.line - 1][:6] for one in found] == ["- [ ] "] * len(rows)


@settings(max_examples=80, deadline=None)
@given(NAMES, NAMES, NAMES)
def test_as_a_note_it_says_nothing(first, second, quote):
    """Kept in a vault, a list holds no link, no tag, no statement and no mark of progress."""
    note = parse_note("list.md", question_list([entry(first, second, f"#tag [[X]] {quote}")]))

    assert (note.links, note.tags, note.statements, note.marks) == ((), (), (), ())


def test_other_way_round_turns_the_pair():
    """The pair of an answer names first what comes first by that answer."""
    text = question_list([entry("A", "B")]).replace("- [ ]", "- [<]")

    ((found,), _) = read_question_list(text)

    assert (found.pair, found.first) == (("B.md", "A.md"), "A.md")


@given(st.text(max_size=60))
def test_any_file_can_be_read(text):
    """A file that is no list holds no questions, and nothing is raised."""
    read_question_list(text)
    read_question_list(f"- [x] <!-- {text} -->")
