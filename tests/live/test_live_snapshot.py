"""What a watch says of an answer after an edit."""

from __future__ import annotations

from datetime import date

import pytest

import kbpivot as kb
from kbpivot.live.monitor import Monitor
from kbpivot.live.snapshot import Snapshot, changes

NOTE = """---
type: concept
status: {status}
hours: {hours}
prerequisites: [{needs}]
---
Words enough to count as a note that somebody wrote, for they are more than fifteen of them.
"""


def note(*needs, hours=1, status="todo"):
    links = ", ".join(f'"[[{need}]]"' for need in needs)
    return NOTE.format(needs=links, hours=hours, status=status)


@pytest.fixture
def now(tmp_path):
    """A track toward Short and Long, a note under each, and others that lead nowhere."""
    texts = {
        "Track": "---\ntype: track\ngoals: ['[[Short]]', '[[Long]]']\n---\n",
        "Short": note("Near", hours=1),
        "Long": note("Far", hours=5),
        "Near": note(),
        "Far": note(),
        **{f"Other {number}": note(f"Other {number + 1}") for number in range(12)},
        "Other 12": note(),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    current = Monitor(kb.Workspace(tmp_path, cache=False), today=lambda: date(2026, 11, 23))
    current.folder = tmp_path
    return current


def edit(now, name, text):
    (now.folder / f"{name}.md").write_text(text, "utf-8")
    (report,) = now.look([f"{name}.md"])

    assert (report.event, report.paths) == ("changed", (f"{name}.md",)), report
    return {(one.code, one.path) for one in report.changes}


def test_hours_on_the_way_change_the_suggestion(now):
    """A note under a goal that takes longer than thought loses its place."""
    assert ("next", "Far.md") in edit(now, "Near", note(hours=40))
    assert ("next", "Near.md") in edit(now, "Far", note(hours=90))


def test_a_need_on_the_way_changes_the_suggestion(now):
    """A stated need of a note on the way stands before it."""
    changed = edit(now, "Near", note("Other 12"))

    assert ("not-ready", "Near.md") in changed
    assert {path for code, path in changed if code == "next"} <= {"Far.md", "Other 12.md"}
    assert now._moment.first != ("Near.md", "Near")


def test_progress_changes_ready_and_suggestion(now):
    """What is mastered makes others ready, and the next note another one."""
    assert edit(now, "Near", note(status="mastered")) >= {
        ("mastered", "Near.md"),
        ("ready", "Short.md"),
        ("next", "Short.md"),
    }
    assert ("not-ready", "Short.md") in edit(now, "Near", note())


def test_circles_come_and_go(now):
    """A circle is told when it closes and when it opens; its notes are ready together."""
    codes = edit(now, "Other 12", note("Other 0"))
    assert "cycle" in {code for code, _ in codes}
    codes = edit(now, "Other 5", note("Near"))
    assert "cycle-gone" in {code for code, _ in codes}
    assert now.work.graph.number_of_edges() == 15
    assert now._moment.cycles == {}


def test_inside_a_circle_readiness_is_shared(now):
    """What one note of a circle newly needs keeps all of them waiting."""
    edit(now, "Other 12", note("Other 11"))
    assert {"Other 11.md", "Other 12.md"} <= now._moment.ready.keys()
    codes = edit(now, "Other 12", note("Other 11", "Nobody wrote it"))

    assert {("not-ready", "Other 11.md"), ("not-ready", "Other 12.md")} <= codes


def test_changes_name_what_is_new():
    """New and gone things are told in words; many planned ones are counted."""
    before = Snapshot(planned={"a": "A"}, findings={("x",): "a.md:1 old"})
    after = Snapshot(
        planned={name.lower(): name for name in "BCDEF"},
        cycles={("P", "Q"): "P needs Q, Q needs P"},
        findings={("y",): "b.md:2 new"},
        first=("N.md", "N"),
    )

    assert [one.message for one in changes(before, after)] == [
        "5 new planned links: B, C, D and 2 more",
        "1 planned link less: A",
        "cycle: P needs Q, Q needs P",
        "+ b.md:2 new",
        "- a.md:1 old",
        "next: N",
    ]
    assert changes(after, after) == ()


def test_a_moved_note_is_no_news():
    """What leaves under one path and comes under another, with the same title, is not told."""
    before = Snapshot(
        ready={"a/N.md": "N", "X.md": "X"}, mastered={"a/M.md": "M"}, first=("a/N.md", "N")
    )
    after = Snapshot(ready={"b/N.md": "N"}, mastered={"b/M.md": "M"}, first=("b/N.md", "N"))

    assert ["- X is not ready any more"] == [one.message for one in changes(before, after)]


def test_a_planned_note_is_counted_once(now):
    """A name with its folder and without it, with `.md` and without, are one planned note."""
    edit(
        now,
        "Plain",
        "[[Coming]] [[Notes/Coming]] [text](Notes/Coming.md) [[a/README]] [[b/README]]\n",
    )

    assert {"coming", "a/readme", "b/readme"} == set(now._moment.planned)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("next", "3 notes are ready; next is Near."),
        ("gaps", "gaps now."),
        ("check", "findings now."),
    ],
)
def test_a_watch_says_how_things_stand(now, topic, words):
    """The first line tells the answer that is watched."""
    current = Monitor(kb.Workspace(now.folder, cache=False), on=topic)

    assert words in current.standing()


def test_a_box_in_an_index_counts(now):
    """A sign of progress beside a link is about another note than the one that was edited."""
    edit(now, "Plain", "---\ntype: concept\n---\nWords.\n")
    track = "---\ntype: track\ngoals: ['[[Short]]']\n---\n- [{}] [[Plain]]\n"
    edit(now, "Track", track.format(" "))

    assert ("mastered", "Plain.md") in edit(now, "Track", track.format("x"))
    assert ("ready", "Plain.md") in edit(now, "Track", track.format(" "))
