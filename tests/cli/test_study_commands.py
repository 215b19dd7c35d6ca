"""What `next`, `path`, `plan` and `ready` tell a person at the terminal."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from icalendar import Calendar

from commandline import answer, environment, kbpivot, vault_of

VAULT = """
== Vectors.md ==
---
status: mastered
---
Arrows and lists of numbers.
== Recurrence.md ==
---
year: 1990
hours: 2
status: todo
---
Read word by word.
== Softmax.md ==
---
prerequisites: ["[[Vectors]]"]
hours: 1
status: todo
---
Turns scores into shares.
== Attention.md ==
---
prerequisites: ["[[Softmax]]", Exponentials]
optional-prerequisites: ["[[Recurrence]]"]
hours: 4
---
# Why
A line.

A line.
# How
A line.

A line.
# Cost
A line.

A line.
== Prompts.md ==
---
prerequisites: ["[[Softmax]]"]
hours: 3
---
Ask well.
== Research.md ==
---
type: track
goals: ["[[Attention]]"]
---
== Product.md ==
---
type: track
goals: ["[[Prompts]]"]
---
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def test_next_says_which_goal_it_took(vault):
    """Without a goal it names the tracks; with one, or with settings, it says that instead."""
    alone = kbpivot("next", folder=vault)
    asked = kbpivot("next", "--goal", "Attention", folder=vault)
    (vault / "kbpivot.toml").write_text('[study]\ngoals = ["Prompts"]\n')
    settings = kbpivot("next", folder=vault)

    assert "You named no goal, so this is toward your tracks: Product and Research." in alone.out
    assert "named no goal" not in asked.out
    assert "toward Attention" in asked.out
    assert "toward Prompts" in settings.out
    assert "That goal is the one in kbpivot.toml." in settings.out


def test_next_without_tracks_goes_by_what_is_leaned_on(tmp_path):
    """And says so, also when the goal that was asked for is reached."""
    vault_of(
        tmp_path,
        """
        == A.md ==
        Words.
        == B.md ==
        ---
        requires: "[[A]]"
        status: todo
        ---
        == C.md ==
        ---
        status: mastered
        ---
        """,
    )

    alone = kbpivot("next", folder=tmp_path)
    reached = kbpivot("next", "--goal", "C", folder=tmp_path)

    assert "this is toward what most of your notes" in " ".join(alone.out.split())
    assert reached.out == "You have everything toward C.\n"


def test_an_alternative_says_what_it_costs(vault):
    """Hours later for the goals, or nothing where it makes no difference."""
    (vault / "Long.md").write_text("---\nhours: 9\n---\nIt takes a long time.\n")

    found = answer("next", "--goal", "Softmax", "--goal", "Long", folder=vault)

    assert [one["title"] for one in found["suggestions"]] == ["Softmax", "Long"]
    costs = [
        [why["message"] for why in one["reasons"] if why["code"] == "cost"]
        for one in found["suggestions"]
    ]
    # Softmax first: 1 h and 10 h on average 5.5; Long first: 9 h and 10 h on average 9.5.
    assert costs == [[], ["Your goals come 4 h later on average."]]


def test_half_an_hour_is_a_part_with_an_end(vault):
    """What does not fit is cut at the heading nearest to the time there is."""
    kbpivot("know", "Exponentials", folder=vault)
    kbpivot("done", "Softmax", folder=vault)

    found = answer("next", "--goal", "Attention", "--minutes", "90", folder=vault)
    first = found["suggestions"][0]
    shown = kbpivot("next", "--goal", "Attention", "--minutes", "90", folder=vault).out
    text = " ".join(shown.split())

    assert (first["title"], first["minutes"], first["until"]) == ("Attention", 90, "How")
    assert f'Up to "How" (line {first["until_line"]}) is about' in text
    assert "1 h 30 min of 4 h" in text


def opener(folder, code=0):
    """Return a command that writes its last argument to a file, and that file."""
    script, said = folder.parent / "opener.py", folder.parent / "opened.txt"
    script.write_text(
        f"import pathlib, sys\npathlib.Path({str(said)!r}).write_text(sys.argv[-1])\n"
        f"sys.exit({code})\n"
    )
    return f'"{sys.executable}" "{script}"', said


def test_open_hands_the_note_to_obsidian(vault):
    """The address names the note's place on disk, percent-encoded."""
    command, said = opener(vault)

    with environment(KBPIVOT_OPEN=command):
        result = kbpivot("next", "--goal", "Softmax", "--open", folder=vault)

    assert result.code == 0
    assert said.read_text().startswith("obsidian://open?path=%2F")
    assert said.read_text().endswith("%2FSoftmax.md")
    assert "once it has opened this folder as a vault" in result.err
    (vault / ".obsidian").mkdir()
    with environment(KBPIVOT_OPEN=command):
        assert kbpivot("next", "--open", folder=vault).err == ""


def test_open_that_fails_is_told(vault):
    """A command that is missing, that refuses, that cannot be read; the suggestion still stands."""
    refusing, _ = opener(vault, code=4)
    for command, said in (
        ("no-such-command-here", "there is no command 'no-such-command-here'"),
        (refusing, "left with code 4"),
        ('"unclosed', "is no command"),
    ):
        with environment(KBPIVOT_OPEN=command):
            result = kbpivot("next", "--goal", "Softmax", "--open", folder=vault)

        assert result.code == 2
        assert said in result.err
        assert result.out.startswith("Softmax  1 h")


def test_a_planned_note_is_not_opened(vault):
    """There is no file, and it says so."""
    kbpivot("done", "Softmax", folder=vault)
    with environment(KBPIVOT_OPEN="no-such-command-here"):
        result = kbpivot("next", "--goal", "Exponentials", "--open", folder=vault)

    assert (result.code, result.err) == (
        0,
        "Exponentials has no note yet, so there is nothing to open.\n",
    )


@pytest.mark.parametrize("command", ["path", "ready", "next --goal", "plan --goal"])
def test_since_says_what_it_leaves_out(command, vault):
    """An optional prerequisite from before the year goes, and is named; later ones stay."""
    words = command.split()

    old = kbpivot(*words, "Attention", "--since", "2000", folder=vault)
    new = kbpivot(*words, "Attention", "--since", "1980", folder=vault)

    assert "Left out: Recurrence (1990), optional for Attention." in old.out
    assert "Nothing optional on the way is older than 1980" in new.out


def test_path_tells_the_grade_of_each_edge(vault):
    """In sum, and with --why one by one with the place; planned notes are to write or find."""
    short = kbpivot("path", "Attention", folder=vault).out
    long = kbpivot("path", "Attention", "--why", folder=vault).out

    assert "What comes before what: 3 stated and 1 optional; --why shows where." in short
    assert "planned: write or find it" in short
    assert "Recurrence    2 h  ready, optional, for Attention" in short
    assert "after Softmax (stated) Attention.md:2" in long
    assert "after Recurrence (optional) Attention.md:3" in long
    assert "after Vectors (stated, done) Softmax.md:2" in long


def test_a_curriculums_order_is_marked_as_such(tmp_path):
    """Where nothing is stated the numbered files give the order, and it says so."""
    for number, name in enumerate(["Sets", "Maps", "Limits"], start=1):
        (tmp_path / f"{number:02} {name}.md").write_text(f"---\nstatus: todo\n---\n{name}.\n")

    text = " ".join(kbpivot("path", "03 Limits", folder=tmp_path).out.split())
    found = answer("path", "03 Limits", folder=tmp_path)

    assert found["grade"] == "ordered"
    assert [one["title"] for one in found["notes"]] == ["01 Sets", "02 Maps", "03 Limits"]
    assert "this is the order of your lists and numbered files" in text
    assert "2 by lists or numbers" in text


def test_tracks_share_steps(vault):
    """For someone undecided: what both need, in order, and what each takes on its own."""
    one = kbpivot("path", "--track", "Research", folder=vault)
    both = kbpivot("path", "--track", "Research", "--track", "product", folder=vault)
    found = answer("path", "--track", "Research", "--track", "product", folder=vault)

    assert one.out == kbpivot("path", "Research", folder=vault).out
    assert "Not decided yet? 1 note, about 1 h, serves both." in both.out
    assert [(note["title"], note["tracks"]) for note in found["notes"]] == [
        ("Softmax", ["Research", "Product"])
    ]
    assert [(way["name"], way["notes"], way["own_notes"]) for way in found["tracks"]] == [
        ("Research", 4, 3),
        ("Product", 2, 1),
    ]


def test_path_needs_a_name(vault):
    """Without one it names the tracks there are; a slip gets the nearest track."""
    nothing = kbpivot("path", folder=vault)
    slip = kbpivot("path", "--track", "Reserach", folder=vault)

    assert nothing.code == slip.code == 2
    assert 'Tracks here: "Product", "Research"' in nothing.err
    assert "Did you mean Research?" in slip.err


def test_ready_counts_what_is_known(vault):
    """Of the notes it leans on, how many are known, what is missing in order, and how long."""
    waiting = kbpivot("ready", "Attention", folder=vault).out
    ready = kbpivot("ready", "Softmax", folder=vault).out
    done = kbpivot("ready", "Vectors", folder=vault).out

    assert waiting.startswith("Attention: you know 1 of the 4 notes it leans on; 3 missing, about")
    assert [line.split()[2] for line in waiting.splitlines() if line[:1].isdigit()] == [
        note["title"] for note in answer("ready", "Attention", folder=vault)["missing"]
    ]
    assert ready.startswith("Softmax is ready: you know the one note it leans on.")
    assert done == "Vectors is ready: nothing is stated about what it builds on.\n"


@pytest.mark.parametrize(
    ("written", "weekly"),
    [("8", 8), ("8/week", 8), ("8h/week", 8), ("1,5 h a day", 10.5), ("0.5/d", 3.5)],
)
def test_hours_as_people_write_them(written, weekly, vault):
    """A number, or a number for a week or a day."""
    found = answer("plan", "--goal", "Attention", "--hours", written, folder=vault)

    assert found["hours_per_week"] == weekly


@pytest.mark.parametrize("written", ["0", "-3", "many", "169", "25/day", "nan", "inf", "1e9"])
def test_impossible_hours(written, vault):
    """What is no time, or more than there is, is refused in a sentence."""
    result = kbpivot("plan", "--hours", written, folder=vault)

    assert (result.code, result.out) == (2, "")
    assert "week" in result.err


PLAN = ("plan", "--goal", "Attention", "--hours", "2/week", "--start", "2027-01-04")


def test_plan_says_what_fits_before_a_day(vault):
    """Both estimates of the end, what is done by then and what is not."""
    text = kbpivot(*PLAN, "--by", "2027-01-17", folder=vault).out
    found = answer(*PLAN, "--by", "2027-01-17", folder=vault)

    assert "(p50), four in five by" in " ".join(text.split())
    assert "By 17 Jan 2027: 2 of 4 notes, no goal among them." in text
    assert "Not before 17 Jan 2027:\n" in text
    assert found["fits"] == 2
    assert found["fits"] + len(found["left_out"]) == 4
    assert (
        "All of it fits before 1 Jan 2028."
        in kbpivot(*PLAN, "--by", "2028-01-01", folder=vault).out
    )
    assert kbpivot(*PLAN, "--by", "2026-12-31", folder=vault).code == 2


def test_due_reviews_come_first(vault):
    """A review due in a week stands at its beginning, on its day; later ones wait."""
    kbpivot("review", "Vectors", "--at", "2020-01-01", folder=vault)

    week = answer(*PLAN, folder=vault)["weeks"][0]

    first = week["notes"][0]
    assert (first["kind"], first["title"], first["first_day"]) == (
        "review",
        "Vectors",
        "2027-01-04",
    )


def events_of(text):
    """Return the events of a calendar by summary, parsed by the library."""
    return {str(event["summary"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_calendar_opens_and_follows_the_plan(vault):
    """Each thing to do is an event on its days; a later plan moves it by the same identity."""
    first = kbpivot(*PLAN, "--format", "ics", folder=vault).out
    later = kbpivot(*PLAN[:-1], "2027-02-01", "--format", "ics", folder=vault).out

    before, after = events_of(first), events_of(later)
    assert before.keys() == after.keys()
    assert {str(one["uid"]) for one in before.values()} == {
        str(one["uid"]) for one in after.values()
    }
    assert len({str(one["uid"]) for one in before.values()}) == len(before)
    softmax = next(event for name, event in before.items() if name.startswith("Study: Softmax"))
    # An hour of two a week is half of seven days, and the end is the day after the last.
    assert (softmax["dtstart"].dt, softmax["dtend"].dt) == (date(2027, 1, 4), date(2027, 1, 8))
    assert str(softmax["url"]).endswith("&file=Softmax.md")
    assert str(vault) not in first
    assert "\r\n" in first
    assert {
        (one["dtstart"].dt - two["dtstart"].dt).days
        for one, two in zip(after.values(), before.values(), strict=True)
    } == {28}


def test_plan_as_a_note_is_not_read_back(vault):
    """Links lead to the notes, and what stands there states nothing: the vault stays the same."""
    before = answer("path", "Attention", folder=vault)

    kbpivot(*PLAN, "-o", str(vault / "Plan.md"), folder=vault)
    text = (vault / "Plan.md").read_text()

    assert "- [[Softmax]] 1 h\n" in text
    assert "- Exponentials 1 h" in text
    assert "### Week 1, from 4 Jan 2027" in text
    assert answer("path", "Attention", folder=vault) == before


def test_output_refuses_to_replace(vault):
    """A file that is there stays, unless --force; an unknown ending is refused."""
    target = vault / "plan.ics"
    kbpivot(*PLAN, "-o", str(target), folder=vault)
    target.write_text("mine")

    refused = kbpivot(*PLAN, "-o", str(target), folder=vault)
    unknown = kbpivot(*PLAN, "-o", str(vault / "plan.doc"), folder=vault)

    assert refused.code == unknown.code == 2
    assert target.read_text() == "mine"
    assert "already exists" in refused.err
    assert "known are .ics, .md, .json" in unknown.err
    assert kbpivot(*PLAN, "-o", str(target), "--force", folder=vault).code == 0
    assert target.read_text().startswith("BEGIN:VCALENDAR")


def test_nothing_to_study(tmp_path):
    """An empty vault, and one in which all is done, say so in a sentence."""
    assert kbpivot("next", folder=tmp_path).out == "There is nothing here to study.\n"
    assert kbpivot("plan", folder=tmp_path).out == "There is nothing here to study.\n"
    (tmp_path / "A.md").write_text("---\nstatus: done\n---\nWords.\n")

    assert kbpivot("next", folder=tmp_path).out == "There is nothing here to study.\n"
    assert (
        kbpivot("plan", "--goal", "A", folder=tmp_path).out
        == "A: you have it already, and all it builds on.\n"
    )


def test_next_and_plan_begin_alike_and_say_what_for(vault):
    """Both go by the same; what was begun elsewhere comes first, unless something is asked for."""
    (vault / "Product.md").unlink()
    for more in ((), ("--goal", "Research"), ("--goal", "Prompts"), ("--fresh",)):
        first = answer("next", *more, folder=vault)["suggestions"][0]
        assert (
            answer("plan", *more, folder=vault)["weeks"][0]["notes"][0]["title"] == first["title"]
        )
    (vault / "Aside.md").write_text("---\nstatus: started\n---\nBegun long ago.\n")

    assert "It is not on the way to your tracks." in kbpivot("next", folder=vault).out
    assert answer("plan", folder=vault)["weeks"][0]["notes"][0]["title"] == "Aside"
    assert "You named no goal, so this is for your tracks." in kbpivot("plan", folder=vault).out
    asked = ("--goal", "Research")
    first = answer("next", *asked, folder=vault)["suggestions"][0]["title"]
    plan = answer("plan", *asked, folder=vault)
    assert (plan["weeks"][0]["notes"][0]["title"], first) == ("Softmax", "Softmax")
    assert [one["title"] for one in plan["aside"]] == ["Aside"]
    shown = kbpivot("plan", *asked, folder=vault).out
    assert "Aside, which you started, is not on the way to these." in shown


def test_a_plan_without_goals_or_tracks_goes_by_what_is_leaned_on(tmp_path):
    """As `next` does, and it says so."""
    vault_of(tmp_path, "== A.md ==\nWords.\n== B.md ==\nPrerequisites: [[A]]\n\nMore words.\n")

    found = answer("plan", folder=tmp_path)
    assert (found["aim"], found["chosen_by"]) == ("vault", "notes")
    assert found["weeks"][0]["notes"][0]["title"] == "A"
    shown = kbpivot("plan", folder=tmp_path).out
    assert shown.startswith("What most of your notes lean on: about")
    assert "No goal is named" in shown


def test_a_plan_ends_when_its_weeks_do(vault):
    """The day by the estimates is in the last week; the likely days come later."""
    found = answer(*PLAN, "--all", folder=vault)
    last = found["weeks"][-1]["notes"][-1]

    assert found["finish"]["planned"] == last["last_day"] <= found["finish"]["p50"]
    assert "by the estimates; half of such plans end by" in kbpivot(*PLAN, folder=vault).out


@pytest.mark.parametrize("command", ["overview", "next", "ready"])
def test_properties_that_cannot_be_read_are_told(command, vault):
    """A prerequisite in them is not known, so the answer says where they are."""
    (vault / "Bad.md").write_text("---\ntitle: A: b: c\n---\nWords.\n")

    found = answer(command, folder=vault)
    unread = (found["next"] if command == "overview" else found)["unread"]
    assert unread == [{"path": "Bad.md", "line": 2}]
    shown = kbpivot(command, folder=vault).out
    assert "1 note's properties cannot be read: Bad.md:2 (kbpivot check)" in shown


def test_tracks_compared_tell_what_is_optional(tmp_path):
    """What all tracks only wish for is marked so, what one of them needs is not."""
    vault_of(
        tmp_path,
        VAULT + "== More.md ==\n---\nprerequisites: ['[[Attention]]']\n---\nWords.\n"
        "== Third.md ==\n---\ntype: track\ngoals: ['[[More]]']\n---\n",
    )
    found = answer("path", "--track", "Research", "--track", "Third", folder=tmp_path)

    wished = {step["title"]: step["optional"] for step in found["notes"]}
    assert wished == {
        "Softmax": False, "Recurrence": True, "Exponentials": False, "Attention": False
    }  # fmt: skip


def test_a_choice_that_is_sooner_says_why_it_is_not_first(vault):
    """What was begun comes first though another note serves the goals more; --fresh turns that."""
    (vault / "Aside.md").write_text("---\nstatus: started\nhours: 3\n---\nBegun.\n")
    begun = answer("next", folder=vault)["suggestions"]

    assert (begun[0]["title"], min(one["delay"] for one in begun) < -0.25) == ("Aside", True)
    assert "`kbpivot next --fresh` does without that" in " ".join(
        kbpivot("next", folder=vault).out.split()
    )
    fresh = kbpivot("next", "--fresh", folder=vault).out
    assert not fresh.startswith("Aside")
    assert "--fresh" not in fresh


ON_THE_FIELD = "".join(
    f"== {title}.md ==\nWords of my own about it, enough to be a note: {words}.\n"
    for title, words in {
        "Softmax": "it turns numbers into weights",
        "Multi-head attention": "attention in several subspaces, with softmax weights",
        "Layer normalization": "it centres and scales what a layer gives",
        "Stochastic gradient descent": "a step by a few samples",
        "Diary of a garden": "beans",
    }.items()
)


@pytest.mark.parametrize("goal", ["Diary of a garden", "Softmax"])
@pytest.mark.parametrize("command", [("next", "--goal"), ("path",)], ids=" ".join)
def test_one_note_alone_is_in_no_order(tmp_path, goal, command):
    """Where a goal needs nothing, nothing is said of an order: none was used."""
    vault = vault_of(tmp_path, ON_THE_FIELD)

    shown = " ".join(kbpivot(*command, goal, folder=vault).out.split())

    assert goal in shown
    assert "order" not in shown
