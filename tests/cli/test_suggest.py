"""`suggest`: questions, answers, and what they write."""

from __future__ import annotations

import json
import re

import pytest

from commandline import answer, fingerprint, kbpivot, vault_of
from kbpivot.live.monitor import Report
from kbpivot.live.server.page import LivePage
from kbpivot.workspace.workspace import Workspace

VAULT = """
== Gradient.md ==
A gradient points uphill.
== Gradient descent.md ==
# Gradient descent

Gradient descent follows the gradient downhill, step by step, along the gradient.
== Stochastic gradient descent.md ==
---
tags: [ml]
---
Stochastic gradient descent is gradient descent on a few samples. Gradient descent takes all.
"""


FIELD = """
== Gradient descent.md ==
Follow the slope downhill, a small step at a time, until it is flat.
== Stochastic gradient descent.md ==
Stochastic gradient descent is gradient descent on a few samples. Gradient descent takes all.
== Softmax.md ==
Turns numbers into weights that are positive and add up to one.
== Attention.md ==
Attention weighs values. It takes softmax of the scores, so that softmax weights add up to one.
== Multi-head attention.md ==
Multi-head attention runs attention several times, each attention in a subspace of its own.
== Layer normalization.md ==
Centres and scales what a layer gives, for each example by itself.
== Transformer.md ==
The transformer is a stack of attention layers. Each layer is attention and a small network.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def pairs(vault):
    """Return what would be asked, as (first, second)."""
    found = answer("suggest", folder=vault)
    return [(one["first"]["path"], one["second"]["path"]) for one in found["questions"]]


def events(vault):
    """Return the record."""
    place = vault / ".kbpivot" / "log.jsonl"
    return [json.loads(line) for line in place.read_text().splitlines()] if place.exists() else []


def test_json_has_all_there_is_to_judge_by(vault):
    """Each question has its tier, the sentence it rests on, and what it would change."""
    before = fingerprint(vault)

    found = answer("suggest", folder=vault)

    assert (found["schema"], found["stated"], found["form"]) == (
        "kbpivot.suggest/1",
        0,
        "property",
    )
    assert found["guessed"] == len(found["questions"]) >= 2
    by_pair = {(q["first"]["title"], q["second"]["title"]): q for q in found["questions"]}
    one = by_pair["Gradient descent", "Stochastic gradient descent"]
    assert one["tier"] in {"strong", "likely"}
    assert one["evidence"][0]["path"] == "Stochastic gradient descent.md"
    assert one["evidence"][0]["line"] == 4
    assert "gradient descent on a few samples" in one["evidence"][0]["quote"]
    assert fingerprint(vault) == before


def test_nobody_to_ask_gets_a_list(vault):
    """Without a terminal and without answers the questions are listed and nothing is written."""
    before = fingerprint(vault)

    result = kbpivot("suggest", folder=vault)

    assert result.code == 0
    assert "Gradient descent comes before Stochastic gradient descent" in result.out
    assert fingerprint(vault) == before


def test_what_the_map_says_is_shown_once_and_within_the_width(tmp_path):
    """The map's reason stands beside the sentences of notes, whole, and is not told twice."""
    vault = vault_of(tmp_path, FIELD)
    found = answer("suggest", folder=vault)
    said = [e["reason"] for q in found["questions"] for e in q["evidence"] if e["form"] == "map"]

    shown = kbpivot("suggest", folder=vault).out

    assert said
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert all(" ".join(shown.split()).count(reason) == said.count(reason) for reason in said)


def test_yes_is_shown_and_written(vault):
    """A yes writes one edge into the later note; the diff stands above it."""
    (first, second), *_ = pairs(vault)
    before = fingerprint(vault)

    result = kbpivot("suggest", folder=vault, stdin="y\nq\n")

    assert result.code == 0
    assert f"+++ b/{second}" in result.out
    assert f'  - "[[{first.removesuffix(".md")}]]"' in result.out
    assert result.out.endswith("1 written, 0 refused.\n")
    after = fingerprint(vault)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if not name.startswith(".kbpivot")} == {second}
    assert answer("why", first, second, folder=vault)["edges"][0]["grade"] == "stated"
    assert (first, second) not in pairs(vault)


def test_undo_takes_back_a_yes_and_a_no(vault):
    """Notes are byte for byte as they were, and both questions are asked again."""
    asked = pairs(vault)
    before = {path.name: path.read_bytes() for path in vault.glob("*.md")}
    kbpivot("suggest", folder=vault, stdin="y\nn\n")
    assert before != {path.name: path.read_bytes() for path in vault.glob("*.md")}

    result = kbpivot("undo", folder=vault)
    if pairs(vault) != asked:  # answers of one run may be two commands of the log
        result = kbpivot("undo", folder=vault)

    assert result.code == 0
    assert {path.name: path.read_bytes() for path in vault.glob("*.md")} == before
    assert pairs(vault) == asked


def test_a_page_takes_back_a_yes_as_the_command_does(vault):
    """Undo on the page of a server leaves no trace of a yes in a note either."""
    before = {path.name: path.read_bytes() for path in vault.glob("*.md")}
    kbpivot("suggest", folder=vault, stdin="y\nq\n")
    page = LivePage(heard=lambda _: None)
    page.tell(Report("ready"), Workspace(vault, cache=False))

    said = page.act("undo", "")

    assert said.startswith("Undone")
    assert {path.name: path.read_bytes() for path in vault.glob("*.md")} == before


def test_a_note_that_has_changed_since_is_left_alone(vault):
    """Undo never guesses what of a note was written by a yes; it says what is left to do."""
    (first, second), *_ = pairs(vault)
    kbpivot("suggest", folder=vault, stdin="y\nq\n")
    note = vault / second
    note.write_text(note.read_text().replace("prerequisites:", "requires: []\nprereqs:"))
    edited = note.read_bytes()

    result = kbpivot("undo", folder=vault)

    assert note.read_bytes() == edited
    assert f"{second} has changed since, so it was not touched." in result.err
    assert first


def test_first_run_asks_five_at_most_and_never_one_fact_ten_times(tmp_path):
    """Ten notes that lean on one do not make ten questions."""
    (tmp_path / "Gradient.md").write_text("A gradient points uphill, for any function.\n")
    for name in ("Adam", "Momentum", "Nadam", "Newton", "Lion", "Shampoo", "Adagrad", "Adadelta"):
        text = f"{name} is based on the [[Gradient]]. It follows the gradient with $x$, $y$, $z$.\n"
        (tmp_path / f"{name}.md").write_text(text)

    first = answer("suggest", folder=tmp_path)

    assert 1 <= len(first["questions"]) <= 5
    assert sum(one["first"]["path"] == "Gradient.md" for one in first["questions"]) <= 2


def test_minimal_edit_in_what_is_there(vault):
    """Properties that are there stay; one property comes behind them."""
    (vault / "Gradient.md").unlink()

    kbpivot("suggest", "Stochastic gradient descent", folder=vault, stdin="y\n")

    assert (vault / "Stochastic gradient descent.md").read_text() == (
        "---\ntags: [ml]\nprerequisites:\n"
        '  - "[[Gradient descent]]"\n---\n'
        "Stochastic gradient descent is gradient descent on a few samples."
        " Gradient descent takes all.\n"
    )


def test_no_is_remembered_and_can_be_undone(vault):
    """A no touches no note, goes to the log, and is asked again only after `undo`."""
    first, *others = pairs(vault)
    before = fingerprint(vault)

    kbpivot("suggest", folder=vault, stdin="n\n")

    assert [(e["event"], e["note"], e["to"]) for e in events(vault)] == [("refused", *first)]
    assert {n: d for n, d in fingerprint(vault).items() if not n.startswith(".kb")} == before
    assert set(pairs(vault)) == set(others)
    undone = kbpivot("undo", folder=vault)
    assert "Gradient" in undone.out
    assert set(pairs(vault)) == {first, *others}


def test_other_way_round(vault):
    """The other way round is written into the note that was thought to come first."""
    (first, second), *_ = pairs(vault)

    result = kbpivot("suggest", folder=vault, stdin="o\n")

    assert f"+++ b/{first}" in result.out
    assert answer("why", second, first, folder=vault)["edges"][0]["grade"] == "stated"


def test_skip_quit_and_slips(vault):
    """Skipping and quitting leave no trace; what is no answer is said to be none."""
    before = fingerprint(vault)

    result = kbpivot("suggest", folder=vault, stdin="s\nperhaps\nq\ny\n")

    assert "'perhaps' is no answer" in result.err
    assert result.out.endswith("0 written, 0 refused.\n")
    assert fingerprint(vault) == before


def test_an_answer_settles_what_follows_from_it(vault):
    """A pair that an earlier answer forbids is not written; the reason is given."""
    (vault / "Gradient.md").write_text(
        "Prerequisites:: [[Stochastic gradient descent]]\n\nA gradient.\n"
    )

    result = kbpivot("suggest", folder=vault, stdin="o\ny\ny\ny\n")

    stated = answer("graph", "--format", "json", folder=vault)["edges"]
    assert result.code == 0
    assert len({(e["source"], e["target"]) for e in stated if e["grade"] == "stated"}) == len(
        [e for e in stated if e["grade"] == "stated"]
    )
    assert not answer("overview", folder=vault)["cycles"]


def test_list_is_marked_and_followed(vault):
    """A list has one line a question; yes, no and the other way round are followed from it."""
    found = pairs(vault)
    kbpivot("suggest", "-o", "list.md", folder=vault)
    text = (vault / "list.md").read_text()
    assert len(re.findall(r"^- \[ \] ", text, re.MULTILINE)) == len(found)

    marks = iter("x-")
    marked = re.sub(r"^- \[ \] ", lambda m: f"- [{next(marks, ' ')}] ", text, flags=re.MULTILINE)
    (vault / "list.md").write_text(marked.replace("\n", "\r\n"))
    before = fingerprint(vault)
    dry = kbpivot("suggest", "--apply", "list.md", "--dry-run", folder=vault)
    assert "1 would be written, 1 would be refused." in dry.out
    assert fingerprint(vault) == before

    result = kbpivot("suggest", "--apply", "list.md", folder=vault)

    assert result.out.endswith("1 written, 1 refused.\n")
    assert f"+++ b/{found[0][1]}" in result.out
    assert [(e["event"], e["note"], e["to"]) for e in events(vault)] == [
        ("confirmed", *found[0]),
        ("refused", *found[1]),
    ]
    assert answer("why", *found[0], folder=vault)["edges"][0]["grade"] == "stated"

    again = answer("suggest", "--apply", "list.md", folder=vault)
    assert (again["written"], again["refused"], again["problems"]) == ([], [], [])


def test_list_in_the_vault_says_nothing(vault):
    """A list kept as a note is nobody's word: it neither links nor states nor names anything."""
    kbpivot("suggest", "-o", "list.md", folder=vault)

    assert answer("links", "list", folder=vault)["links"] == []
    assert all("list.md" not in pair for pair in pairs(vault))


def test_list_is_not_overwritten(vault):
    """A file with answers in it is not replaced without being asked to."""
    (vault / "list.md").write_text("mine")

    refused = kbpivot("suggest", "-o", "list.md", folder=vault)
    forced = kbpivot("suggest", "-o", "list.md", "--force", folder=vault)

    assert (refused.code, forced.code) == (2, 0)
    assert "already exists" in refused.err


@pytest.mark.parametrize(
    ("line", "said", "code"),
    [
        ('- [!] A <!-- {"first": "Gradient.md", "second": "Gradient descent.md"} -->', "[!]", 2),
        ("- [x] **A** comes before **B** (strong)", "names the notes, is gone", 2),
        ("- [x] A <!-- {nonsense} -->", "does not name two notes", 2),
        ('- [x] A <!-- {"first": "Gone.md", "second": "Gradient.md"} -->', "no note Gone.md", 0),
        ('- [x] A <!-- {"first": "Gradient.md", "second": "Gradient.md"} -->', "before itself", 0),
    ],
)
def test_lines_that_cannot_be_followed_are_named(vault, line, said, code):
    """A line that went wrong is reported with its number, and nothing is written."""
    (vault / "list.md").write_text(f"# Mine\n\n{line}\n")

    shown = kbpivot("suggest", "--apply", "list.md", folder=vault)
    found = answer("suggest", "--apply", "list.md", folder=vault, code=code)

    assert shown.out.startswith("list.md:3: ")
    assert shown.code == code
    assert [one["line"] for one in found["problems"]] == [3]
    assert said in found["problems"][0]["message"]
    assert found["written"] == []


def test_properties_that_cannot_be_read_are_not_touched(vault):
    """A note with broken properties is left as it is, and the person told why."""
    place = vault / "Stochastic gradient descent.md"
    place.write_text("---\ntags: [\n---\nStochastic gradient descent is gradient descent.\n")
    before = place.read_bytes()

    result = kbpivot("suggest", "Stochastic gradient descent", folder=vault, stdin="y\n")

    assert "mend them first" in result.out
    assert place.read_bytes() == before


def test_other_files_are_no_lists(vault):
    """A file without questions is refused, and so are contradictory options."""
    (vault / "other.md").write_text("- [ ] buy milk\n")

    assert kbpivot("suggest", "--apply", "other.md", folder=vault).code == 2
    assert kbpivot("suggest", "Gradient", "--apply", "other.md", folder=vault).code == 2


def test_nothing_to_ask(tmp_path):
    """A vault without a hint of order says so."""
    vault_of(tmp_path, "== A.md ==\nOne.\n== B.md ==\nTwo.\n")

    result = kbpivot("suggest", folder=tmp_path)

    assert (result.code, result.err) == (0, "")
    assert "nothing to ask" in result.out


# --------------------------------------------------------------------------- next and path


def test_next_says_how_much_is_guessed(vault):
    """A guess shows as one, with the count and the way to confirm it."""
    told = " ".join(kbpivot("next", folder=vault).out.split())
    declined = answer("next", folder=vault)
    assert (declined["suggestions"], declined["all_written"]) == ([], True)
    assert f"({declined['guessed']} guessed; kbpivot suggest to confirm)" in told
    assert "Name a goal" in told

    for note in vault.glob("*.md"):
        note.write_text(f"---\nstatus: todo\n---\n{note.read_text('utf-8')}", "utf-8")
    result = kbpivot("next", folder=vault)
    found = answer("next", folder=vault)

    assert f"0 stated, {found['guessed']} guessed; kbpivot suggest to confirm" in result.out
    assert (found["grade"], found["stated"]) == ("inferred", 0)
    assert found["suggestions"][0]["grade"] == "inferred"


def test_path_marks_each_guess(vault):
    """Steps that only a guess puts there are marked; the goal is none."""
    result = kbpivot("path", "Stochastic gradient descent", folder=vault)
    found = answer("path", "Stochastic gradient descent", folder=vault)

    assert "kbpivot suggest to confirm" in result.out
    assert [step["guess"] for step in found["notes"]] == [True, True, False]
    assert result.out.count("a guess") == 2 + 1  # two steps and the sentence


@pytest.mark.parametrize("command", [("next",), ("path", "Stochastic gradient descent")])
def test_no_guess(vault, command):
    """`--no-guess` goes by what the notes say, however little."""
    found = answer(*command, "--no-guess", folder=vault)

    assert (found["guessed"], found["grade"]) == (0, "stated")
    assert "guess" not in kbpivot(*command, "--no-guess", folder=vault).out


def test_first_screen_counts_guesses(vault):
    """The first screen says how many guesses there are and how to confirm them."""
    result = kbpivot(folder=vault)

    assert re.search(r"0 stated, \d+ guessed; kbpivot suggest to confirm", result.out)


def test_one_unreadable_line_keeps_all_answers_back(vault):
    """Nothing is half applied: where one line is in doubt, no note and no record is touched."""
    found = pairs(vault)
    kbpivot("suggest", "-o", "list.md", folder=vault)
    text = (vault / "list.md").read_text()
    marks = iter("x!")
    text = re.sub(r"^- \[ \] ", lambda m: f"- [{next(marks, '-')}] ", text, flags=re.MULTILINE)
    (vault / "list.md").write_text(text)
    before = fingerprint(vault)

    result = kbpivot("suggest", "--apply", "list.md", folder=vault)

    assert len(found) > 1
    assert result.code == 2
    assert "Nothing was written. Mend or delete these lines first." in result.out
    assert fingerprint(vault) == before


def test_a_note_that_cannot_be_written_does_not_end_the_questions(vault):
    """The trouble is said, and the next question asked."""
    for place in vault.glob("*.md"):
        place.chmod(0o444)

    result = kbpivot("suggest", folder=vault, stdin="y\nn\n")

    assert result.code == 0
    assert "is read-only" in result.out
    assert result.out.endswith("0 written, 1 refused.\n")
