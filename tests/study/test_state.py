"""What the person knows, read from what authors write anyway."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.graph import prerequisite_graph
from kbpivot.study.fringe import outer_fringe
from kbpivot.study.learning_log import Event, event_from_fields
from kbpivot.study.state import KnowledgeState, knowledge_state, name_key
from kbpivot.study.status import StatusWords, mark_level
from kbpivot.vault import Vault

PROSE = (
    "Attention lets each position look at every other one and take from it what it needs, "
    "weighed by how well a question fits a key, which is all there is to it."
)


def state_of(texts: dict[str, str], *log: Event, **settings: object) -> KnowledgeState:
    return knowledge_state(Vault.from_texts(texts), log=log, **settings)  # type: ignore[arg-type]


def note(**properties: object) -> str:
    lines = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in properties.items())
    return f"---\n{lines}---\n"


def event(number: int, kind: str, name: str, **more: object) -> Event:
    fields = {"id": f"e{number}", "at": f"2026-01-{number:02d}T00:00:00Z", "event": kind}
    return event_from_fields(fields | {"note": name} | more)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ({"status": "done"}, "mastered"),
        ({"Status": "Completed"}, "mastered"),
        ({"status": "✅ Done"}, "mastered"),
        ({"status": "已完成"}, "mastered"),
        ({"status": "[read, good]"}, "mastered"),
        ({"status": "in progress"}, "started"),
        ({"status": "In_Progress"}, "started"),
        ({"status": "📖"}, "started"),
        ({"status": "to-read"}, "not-started"),
        ({"status": "not started"}, "not-started"),
        ({"status": "evergreen", "mastery_score": "0"}, "not-started"),
        ({"status": "evergreen", "mastery_score": "0.9"}, "mastered"),
        ({"status": "reading", "progress": "100"}, "started"),
        ({"completed": "true"}, "mastered"),
        ({"completed": "2025-03-01"}, "mastered"),
        ({"completed": "false"}, "not-started"),
        ({"completed": "false", "progress": "40"}, "started"),
        ({"read": "false"}, "not-started"),
        ({"progress": "80%"}, "mastered"),
        ({"progress": "4/5"}, "mastered"),
        ({"progress": "79"}, "started"),
        ({"mastery": "0.8"}, "mastered"),
        ({"confidence": "0.79"}, "started"),
        ({"tags": "[status/learned]"}, "mastered"),
        ({"tags": "[x/status/reading]"}, "started"),
        ({"status": "growing"}, None),
        ({"status": "seedling"}, None),
        ({"status": "good"}, None),
        ({"status": "review"}, None),
        ({"confidence": "high"}, None),
        ({"read": "12 min"}, None),
        ({"tags": "[learning/python]"}, None),
        ({"status": "done", "due": "2026-01-01"}, None),
        ({"status": "done", "type": "task"}, None),
        ({"status": "todo", "tags": "[task]"}, None),
    ],
)
def test_what_a_property_says(properties: dict[str, object], level: str | None) -> None:
    """Words, shares, dates and signs; maturity and tasks say nothing."""
    state = state_of({"A.md": note(**properties), "B.md": PROSE})
    found = (
        "mastered"
        if "A.md" in state.mastered
        else "started"
        if "A.md" in state.started
        else None
        if state.assumed  # nothing in the vault said anything
        else "not-started"
    )

    assert found == level


def test_a_share_is_of_one_only_where_no_note_exceeds_it() -> None:
    """`progress: 1` is all of it beside 0.5, and one percent beside 40."""
    assert "A.md" in state_of({"A.md": note(progress=1), "B.md": note(progress=0.5)}).mastered
    assert "A.md" in state_of({"A.md": note(progress=1), "B.md": note(progress=40)}).started


def test_an_unknown_word_is_told_once_and_ignored() -> None:
    """One line for all the notes that use it; words of maturity are not asked about."""
    state = state_of(
        {
            "A.md": note(status="simmering"),
            "B.md": note(status="simmering"),
            "C.md": note(status="evergreen"),
        }
    )

    assert [(d.code, d.severity, d.path) for d in state.diagnostics] == [
        ("unknown-status", "info", "A.md")
    ]
    assert "simmering" in state.diagnostics[0].message
    assert "2 notes" in state.diagnostics[0].message


TABLE = """# Curriculum

| # | Topic | Notes | Status |
|---|---|---|---|
| 1 | [Transformer](notes/01.md) | 📝 | ✅ Done |
| 2 | [Tokens](notes/02.md) | 📝 | 📖 Reading |
| 3 | [Training](notes/03.md) | 📝 | ⬜ |
"""


def test_a_table_in_the_readme() -> None:
    """The row says it of the note that the row links; the source is told."""
    texts = {"README.md": TABLE, "notes/01.md": PROSE, "notes/02.md": "x", "notes/03.md": "x"}
    state = state_of(texts)

    assert (state.mastered, state.started) == ({"notes/01.md"}, {"notes/02.md"})
    assert state.source == "from the table in README.md"
    assert state.written == {"notes/01.md"}
    assert state.assumed == frozenset()


def test_checkboxes_in_an_index() -> None:
    """Beside links; the note's own property outweighs them."""
    texts = {
        "README.md": "# Reading list\n\n- [x] [[A]]\n- [/] [[B]]\n- [ ] [[C]]\n- [x] [[D]]\n",
        **dict.fromkeys(("A.md", "B.md", "C.md"), "x"),
        "D.md": note(status="reading"),
    }
    state = state_of(texts)

    assert (state.mastered, state.started) == ({"A.md"}, {"B.md", "D.md"})
    assert state.source == "from the checkboxes in README.md and the property status"


def test_indexes_that_disagree() -> None:
    """The mark that is farther along is the newer one, whichever index is read first."""
    for first, second in (("x", " "), (" ", "x"), ("/", "x"), ("x", "/")):
        texts = {
            "README.md": f"# List\n\n- [{first}] [[A]]\n- [ ] [[B]]\n",
            "notes/README.md": f"# List\n\n- [{second}] [[A]]\n- [ ] [[B]]\n",
            **dict.fromkeys(("A.md", "B.md"), "x"),
        }
        assert state_of(texts).mastered == {"A.md"}


def test_only_sources_in_use_are_told() -> None:
    """A box beside a note that speaks for itself is no source."""
    texts = {"README.md": "# List\n\n- [x] [[A]]\n- [[B]]\n", "A.md": note(status="reading")}

    assert state_of(texts | {"B.md": "x"}).source == "from the property status"


def test_where_nothing_is_said_what_is_written_is_assumed() -> None:
    """Met for readiness, never mastered; statuses of half of the notes end it."""
    texts = {"A.md": PROSE, "B.md": "---\nprerequisites: [A, C]\n---\n", "C.md": "TBD"}
    state = state_of(texts)
    assert (state.mastered, state.assumed) == (frozenset(), {"A.md"})
    assert state.source == "assumed from your writing"

    G = prerequisite_graph(Vault.from_texts(texts))
    assert outer_fringe(G, state) == {"A.md", "C.md"}

    said = state_of(texts | {"D.md": note(status="todo")})
    assert (said.assumed, said.written) == (frozenset(), {"A.md"})


def test_one_line_in_the_log_is_about_one_note() -> None:
    """`done` and `know` leave the other written notes met: nothing was said of them."""
    texts = {"A.md": PROSE, "B.md": PROSE + " Other words.", "C.md": "TBD"}

    assert state_of(texts, event(1, "mastered", "C.md")).assumed == {"A.md", "B.md"}
    known = state_of(texts, event(1, "known", "A.md"))
    assert (known.mastered, known.assumed) == ({"A.md"}, {"B.md"})
    assert state_of(texts, event(1, "known", "geometry")).assumed == {"A.md", "B.md"}
    assert state_of(texts, event(1, "forgot", "A.md")).assumed == {"B.md"}


def test_the_log_wins() -> None:
    """What was logged outweighs what the note says, and tells since when."""
    texts = {"A.md": note(status="done"), "B.md": note(status="todo"), "C.md": note(status="todo")}
    log = [event(1, "forgot", "A.md"), event(2, "mastered", "B.md"), event(3, "started", "C.md")]
    state = state_of(texts, *log)

    assert (state.mastered, state.started) == ({"B.md"}, {"C.md"})
    assert state.since == {"B.md": date(2026, 1, 2), "C.md": date(2026, 1, 3)}
    assert state.source == "from the property status and your log"


def test_starting_does_not_take_back_what_the_note_says() -> None:
    """A note that was begun in the log and is `done` in its own words is done."""
    assert state_of({"A.md": note(status="done")}, event(1, "started", "A.md")).mastered == {"A.md"}


def test_names_are_found_by_title_alias_and_slug_and_kept_without_a_note() -> None:
    """A name without a note lets through what waits for it."""
    texts = {
        "maths/linear-algebra.md": "x",
        "SVD.md": "---\naliases: [singular values]\n---\n",
        "PCA.md": "---\nprerequisites: ['[[Multivariate calculus]]']\n---\n",
    }
    log = [
        event(1, "known", "Linear Algebra"),
        event(2, "known", "singular values"),
        event(3, "known", "multivariate_calculus"),
    ]
    state = state_of(texts, *log)

    assert state.mastered == {"maths/linear-algebra.md", "SVD.md"}
    assert state.names == {"multivariate_calculus"}
    G = prerequisite_graph(Vault.from_texts(texts))
    assert "PCA.md" in outer_fringe(G, state)
    assert "PCA.md" not in outer_fringe(G, state_of(texts))


def test_two_names_of_one_note_are_one_record() -> None:
    """The later state counts, whichever name it was logged under."""
    log = [event(1, "mastered", "A"), event(2, "forgot", "A.md")]

    assert state_of({"A.md": "x"}, *log).mastered == frozenset()
    assert state_of({"A.md": "x"}, *log, event(3, "known", "a")).mastered == {"A.md"}


def test_state_as_it_was() -> None:
    """`at` leaves out what came later."""
    log = [event(1, "mastered", "A.md"), event(5, "mastered", "B.md")]
    texts = {"A.md": "x", "B.md": "x"}

    assert state_of(texts, *log, at=date(2026, 1, 3)).mastered == {"A.md"}
    assert state_of(texts, *log, at="2026-01-05").mastered == {"A.md", "B.md"}


def test_time_on_a_started_note_is_kept() -> None:
    """What is left of its hours can be told; a mastered note has none."""
    log = [event(1, "started", "A.md"), event(2, "studied", "A.md", minutes=25)]
    texts = {"A.md": "x"}

    assert state_of(texts, *log).spent == {"A.md": 25}
    assert state_of(texts, *log).seen == {"A.md": date(2026, 1, 2)}
    assert state_of(texts, *log, event(3, "mastered", "A.md")).spent == {}


def test_daily_notes_and_templates_say_nothing_of_the_person() -> None:
    """Their status is another one."""
    texts = {"2026-01-01.md": note(status="done"), "A.md": PROSE}

    assert state_of(texts).assumed >= {"A.md"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("known", "started", "mastered", "forgot", "renamed", "undone")),
            st.sampled_from(("A", "A.md", "B.md", "c", "Gone.md")),
            st.integers(1, 9),
        ),
        max_size=10,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_and_number_of_lines_do_not_matter(
    rows: list[tuple[str, str, int]], rng: random.Random
) -> None:
    """Any shuffle with repetitions gives the same state, and its parts never overlap."""
    vault = Vault.from_texts({"A.md": note(status="done"), "B.md": "x", "C.md": "x"})
    log = [
        event(1 + number % 3, kind, name, id=f"e{number}", to="B.md", of=f"e{other}")
        for number, (kind, name, other) in enumerate(rows)
    ]
    state = knowledge_state(vault, log=log)
    shuffled = log + log[::2]
    rng.shuffle(shuffled)

    assert knowledge_state(vault, log=shuffled) == state
    assert state.mastered.isdisjoint(state.started)
    assert state.mastered | state.started <= set(vault.paths)


def test_words_of_the_persons_own() -> None:
    """They come on top, and a word moves to the table it is given."""
    words = StatusWords().extended(
        started=["active"], not_started=["read"], status_keys=["stage"], mastered_from=0.5
    )
    texts = {
        "A.md": note(status="active"),
        "B.md": note(status="read"),
        "C.md": note(stage="done"),
        "D.md": note(mastery=0.6),
    }
    state = state_of(texts, words=words)

    assert (state.mastered, state.started) == ({"C.md", "D.md"}, {"A.md"})


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("✅ Done", "mastered"),
        ("✔️", "mastered"),
        ("**done** (March)", "mastered"),
        ("Reading, ch. 3", "started"),
        ("🟡", "started"),
        ("⬜", "not-started"),
        ("not read", "not-started"),
        ("📝", None),
        ("2017", None),
        ("🌱 seedling", None),
        ("", None),
    ],
)
def test_cells_of_a_table(cell: str, level: str | None) -> None:
    """A sign, a word, or both; anything else is another column."""
    assert mark_level(cell, StatusWords(), checkbox=False) == level


def test_one_name_in_many_spellings() -> None:
    """Case, hyphens, folders and composition do not count."""
    assert name_key("Maths/Linear_Algebra.md") == name_key("linear-algebra") == "linear algebra"
    assert name_key("Caf\u0065\u0301") == name_key("caf\u00e9")


@pytest.mark.parametrize(
    "properties",
    ["type: epic", "due date: 2026-01-01", "type: project", "tags: [kanban]", "blocked-by: Ann"],
)
def test_a_task_is_one_for_mastery_and_for_dependencies(properties):
    """What makes a note a task silences both its status and its `depends-on`."""
    vault = Vault.from_texts(
        {"T.md": f"---\n{properties}\nstatus: done\ndepends-on: '[[B]]'\n---\nWords.", "B.md": "b"}
    )

    assert knowledge_state(vault).mastered == frozenset()
    assert vault["T.md"].statements == ()
