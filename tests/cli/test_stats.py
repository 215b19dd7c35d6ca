"""What `stats` tells of the weeks: from the log, else from git; for the screen and to post."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET

import pytest

from commandline import answer, kbpivot, vault_of
from kbpivot.render.text.stats import sparkline, week_span

VAULT = """
== Vectors.md ==
---
publish: true
status: todo
---
Arrows and lists of numbers.
== Softmax.md ==
---
publish: true
prerequisites: "[[Vectors]]"
---
Turns *scores* into shares.
== Divorce.md ==
---
publish: false
prerequisites: "[[Vectors]]"
---
Nobody's business.
== Research.md ==
---
type: track
publish: true
goals: ["[[Softmax]]"]
---
== Escape.md ==
---
type: track
publish: false
goals: ["[[Divorce]]"]
---
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


@pytest.fixture
def record(vault):
    """Three weeks of January, the one in the middle empty."""
    for words in (
        "know Algebra --name --at 2026-01-05",
        "done Vectors --minutes 90 --rating good --at 2026-01-06",
        "start Divorce --minutes 60 --at 2026-01-07",
        "start Softmax --minutes 30 --at 2026-01-20",
    ):
        assert kbpivot(*words.split(), folder=vault).code == 0
    return vault


def test_bars_and_weeks(record):
    """One bar a week with a dot for none, the facts of each, and no word about what is missing."""
    text = kbpivot("stats", "--until", "2026-01-25", folder=record).out

    assert "Hours     █·▂  at most 2 h 30 min a week\n" in text
    assert (
        " 5 Jan 2026  2 h 30 min  mastered Vectors; started Divorce; 2 prerequisites met\n" in text
    )
    assert "12 Jan 2026              –\n" in text
    assert "Something in 2 of 3 weeks, 3 h logged, 1 note mastered" in text
    for word in ("streak", "behind", "missed", "only", "!"):
        assert word not in text.replace("that only it needs", "")


def test_time_by_track(record):
    """Where the time really went: the weeks and hours of each track, and what only it needs."""
    found = answer("stats", "--until", "2026-01-25", folder=record)["tracks"]
    text = " ".join(kbpivot("stats", "--until", "2026-01-25", folder=record).out.split())

    assert {
        one["name"]: (one["weeks"], one["logged"], one["own"], one["last"]) for one in found
    } == {
        "Escape": (1, 2.5, 1.0, "2026-01-07"),
        "Research": (2, 2.0, 0.5, "2026-01-20"),
    }
    assert (
        "Research: worked on in 2 weeks, 2 h, 30 min of it on notes that only it needs; last on"
        " 20 Jan 2026."
    ) in text


def test_a_week_to_post_names_nothing_private(record):
    """Private notes and tracks, and names nobody public knows, are counted and not named."""
    shared = kbpivot("stats", "--week", "2026-01-07", "--format", "markdown", folder=record)
    whole = kbpivot(
        "stats", "--week", "2026-01-07", "--format", "markdown", "--show-private", folder=record
    )

    assert shared.out == (
        "## 5 to 11 Jan 2026\n\n"
        "2 h 30 min of study, 1 note mastered, 2 private notes beside.\n\n"
        "**Mastered**\n\n"
        "- Vectors (1 h 30 min), opens Softmax\n\n"
        "**Tracks**\n\n"
        "- Research: 1 of 2 notes, 1 more than the week before\n"
    )
    assert shared.err == (
        "1 private track is not named; --show-private names them.\n"
        "2 private notes are not named; --show-private names them.\n"
    )
    for name in ("Divorce", "Algebra", "Escape"):
        assert name not in shared.out + shared.err
        assert name in whole.out


def test_a_week_on_the_screen(record):
    """The same facts, for the person's own eyes."""
    text = kbpivot("stats", "--week", "2026-01-07", folder=record).out
    found = answer("stats", "--week", "2026-01-07", folder=record)

    assert text.startswith(
        "5 to 11 Jan 2026\nLogged      2 h 30 min\nMastered    Vectors, 1 h 30 min;"
    )
    assert [one["title"] for one in found["worked_on"]] == ["Divorce"]
    assert (found["schema"], found["unnamed"]) == ("kbpivot.week/1", 0)


def test_shares_are_those_of_the_day(record):
    """At the end of an earlier week a track stood where it stood then."""
    now = answer("stats", "--until", "2026-01-25", folder=record)["tracks"][1]
    then = answer("stats", "--until", "2026-01-04", folder=record)["tracks"][1]

    assert (now["name"], now["done"], then["done"]) == ("Research", 1, 0)


def git(vault, day, *words):
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@x.y", *words],
        cwd=vault,
        check=True,
        capture_output=True,
        env=os.environ | {"GIT_AUTHOR_DATE": f"{day}T12:00:00+0000"},
    )


@pytest.fixture
def history(vault):
    """Two notes in one week, two weeks later one of them changed and moved."""
    git(vault, "2026-01-06", "init", "-q")
    git(vault, "2026-01-06", "add", "Vectors.md", "Softmax.md")
    git(vault, "2026-01-06", "commit", "-qm", "one")
    git(vault, "2026-01-20", "mv", "Softmax.md", "Soft maximum.md")
    git(vault, "2026-01-20", "commit", "-qm", "two")
    return vault


def test_without_a_record_git_tells(history):
    """Notes written and changed by week, and it says where that is from."""
    result = kbpivot("stats", "--until", "2026-01-25", folder=history)
    week = kbpivot("stats", "--week", "2026-01-06", "--format", "markdown", folder=history)

    assert result.out.startswith("Nothing is logged yet, so this is from git's history")
    assert "2 notes changed, 2 of them new" in result.out
    assert "Changed  █·▄  at most 2 notes a week" in result.out
    assert "**Written**: Soft maximum and Vectors" in week.out


def test_git_tells_only_what_is_before_the_record(history):
    """From the week on in which the log begins, the record alone speaks."""
    kbpivot("done", "Vectors", "--at", "2026-01-14", folder=history)

    weeks = answer("stats", "--until", "2026-01-25", folder=history)["weeks"]

    assert [(one["written"], one["touched"], one["mastered"]) for one in weeks] == [
        (2, 2, []),
        (0, 0, ["Vectors"]),
        (0, 0, []),
    ]


def test_nothing_is_a_fact_too(vault):
    """Without a record and without git it says how a record begins, and how far the tracks are."""
    text = kbpivot("stats", folder=vault).out

    assert text.startswith("Nothing is logged in these weeks.")
    assert "Research  0 of 2 steps" in text


def test_pictures(record):
    """An SVG with a bar for each week that has something, and a PNG of it."""
    svg, png = record / "weeks.svg", record / "weeks.png"

    asked = ("stats", "--until", "2026-01-25", "--show-private")
    first = kbpivot(*asked, "-o", str(svg), folder=record)
    second = kbpivot(*asked, "-o", str(png), folder=record)

    assert first.code == second.code == 0
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    bars = [
        one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("class") == "bar"
    ]
    assert len(bars) == 2 + 1 + 2  # weeks with hours, weeks with a mastered note, tracks
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"19 Jan", "1"} <= set(words)  # the last week, and how many notes it had
    assert any(word.endswith(" h") for word in words)
    assert "Vectors" not in svg.read_text()
    assert png.read_bytes().startswith(b"\x89PNG")
    assert kbpivot("stats", "--week", "-o", str(svg), "--force", folder=record).code == 2


def test_weeks_as_a_table(record):
    """Numbers only, so that it may be posted as it is."""
    text = kbpivot("stats", "--until", "2026-01-25", "--format", "markdown", folder=record).out

    assert "| 5 Jan 2026 | 2.5 | 1 |  |\n" in text
    assert "Divorce" not in text


@pytest.mark.parametrize(
    ("values", "bars"),
    [([], ""), ([0, 0], "··"), ([1], "█"), ([0.001, 8], "▁█"), ([1, 2, 3, 4], "▂▄▆█")],
)
def test_sparkline(values, bars):
    """Something is never drawn as nothing."""
    assert sparkline(values) == bars


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-01-05", "2026-01-11", "5 to 11 Jan 2026"),
        ("2026-03-30", "2026-04-05", "30 Mar to 5 Apr 2026"),
        ("2026-12-28", "2027-01-03", "28 Dec 2026 to 3 Jan 2027"),
    ],
)
def test_days_of_a_week(start, end, words):
    """What both days share is said once."""
    assert week_span(start, end) == words


@pytest.mark.parametrize("day", ["0001-01-05", "9999-12-31", "2026-02-30", "soon"])
def test_days_that_are_none(day, vault):
    """A day beyond all weeks is refused like one that does not exist."""
    for words in (("stats", "--until", day), ("stats", "--week", day), ("plan", "--by", day)):
        result = kbpivot(*words, folder=vault)

        assert (result.code, result.out) == (2, "")
        assert repr(day) in result.err


def test_a_note_that_is_gone_keeps_its_weeks(record):
    """It is called by the name of its file, and its time still counts."""
    (record / "Vectors.md").unlink()

    found = answer("stats", "--until", "2026-01-25", folder=record)

    assert found["weeks"][0]["mastered"] == ["Vectors"]
    assert found["hours"] == 3


def test_half_year(record):
    """Half a year is told whatever weeks are shown: study, pauses, hours, what was written."""
    note = record / "Vectors.md"
    note.write_text(note.read_text().replace("status: todo", "created: 2026-01-07"))
    found = answer("stats", "--weeks", "1", "--until", "2026-01-25", folder=record)["half_year"]

    assert (found["start"], found["end"], found["weeks"]) == ("2026-01-05", "2026-01-25", 3)
    assert (found["study_weeks"], found["longest_pause"], found["hours"]) == (2, 1, 3.0)
    assert (found["written"], found["published"], found["corrected"]) == (1, 1, 0)
    text = kbpivot("stats", "--until", "2026-01-25", folder=record).out
    assert (
        "From 5 Jan 2026 to 25 Jan 2026: study in 2 of 3 weeks, the longest pause 1 week, 3 h"
        " logged and 1 note written and 1 published."
    ) in " ".join(text.split())


def test_corrected(record):
    """A correction is recorded with what was wrong, counted, told to the owner, and taken back."""
    said = kbpivot(*("corrected", "Softmax", "the", "sum", "--at", "2026-01-21"), folder=record).out
    found = answer("stats", "--until", "2026-01-25", folder=record)
    kbpivot("corrected", "Divorce", "private words", "--at", "2026-01-21", folder=record)
    public = answer("stats", "--audience", "public", "--until", "2026-01-25", folder=record)
    kbpivot("undo", folder=record)
    kbpivot("undo", folder=record)
    after = answer("stats", "--until", "2026-01-25", folder=record)["half_year"]

    assert "Correction received: Softmax (the sum)" in said
    assert found["half_year"]["corrections"] == [
        {"title": "Softmax", "day": "2026-01-21", "what": "the sum"}
    ]
    assert found["weeks"][-1]["corrections"] == 1
    assert public["half_year"]["corrections"] == []
    assert after["corrected"] == 0


def test_a_correction_says_nothing_of_what_is_known(record):
    """What was known stays known, and what was not is not begun by it."""
    before = answer("ready", folder=record)
    kbpivot("corrected", "Softmax", "a typo", folder=record)
    kbpivot("corrected", "Vectors", "a typo", folder=record)

    assert answer("ready", folder=record) == before


def test_correcting_what_is_no_note(record):
    """A correction is about a note that is there."""
    result = kbpivot("corrected", "Softmaxx", "typo", folder=record)

    assert result.code == 2
    assert "Softmax" in result.err
