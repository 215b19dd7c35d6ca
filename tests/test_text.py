"""Terminal text: wrapping, widths, and names that cannot steer a terminal."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kbpivot.render.terminal import write_text
from kbpivot.render.text import (
    Layout,
    Lines,
    Text,
    clean,
    shortened,
)
from kbpivot.wording import counted, duration, listed, named


def wrapped(*pieces, width, **options):
    """Return the lines that `wrap` makes of some pieces."""
    lines = Lines(Layout(width=width))
    lines.wrap(*pieces, **options)
    return lines.text().plain.split("\n")


def test_wrap_breaks_at_spaces_and_hangs():
    """Words go to the next line at the width, under the first word."""
    assert wrapped("aa bb cc dd", first="why: ", width=11) == ["why: aa bb", "     cc dd"]


def test_wrap_keeps_a_text_whole_and_punctuation_with_it():
    """A name with spaces is never broken, and a comma stays behind it."""
    name = Text("Hidden Markov models.md")

    assert wrapped("needs", Text(" "), "", width=20) == ["needs"]
    assert wrapped("It needs ", name, ", and more.", width=26) == [
        "It needs",
        "Hidden Markov models.md,",
        "and more.",
    ]


@given(st.lists(st.text(alphabet="ab 漢字é", max_size=12), max_size=8), st.integers(8, 40))
def test_wrap_loses_no_word(pieces, width):
    """Wrapping keeps every word in order; no line is wider, one cut to fit has an ellipsis."""
    lines = wrapped(" ".join(pieces), width=width)

    assert "…" in "".join(lines) or " ".join(lines).split() == " ".join(pieces).split()
    assert ("…" in "".join(lines)) == any(cell_len(one) > width for one in " ".join(pieces).split())
    assert all(cell_len(line) <= width for line in lines)


@given(st.text())
def test_clean_text_is_one_harmless_line(text):
    """No name of a note can break a line or start a control sequence."""
    shown = clean(text)

    assert len(shown.splitlines()) <= 1
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)


@given(st.text(), st.integers(1, 60))
def test_shortened_fits(text, width):
    """A shortened name fits, in columns and not in characters."""
    assert cell_len(shortened(text, width)) <= max(width, 2)


def test_shortened_marks_what_is_missing():
    """A name is cut between words where it can be, and says so."""
    assert shortened("support vector machine", 17) == "support vector …"
    assert shortened("Kernel", 6) == "Kernel"
    assert shortened("Kernels", 6) == "Kerne…"


def test_a_sentence_in_one_style_is_one_span():
    """A terminal is told of a style once a line, not once a word."""
    lines = Lines(Layout(width=20))
    lines.wrap("dim words on two or three lines", style="dim")
    colored = io.StringIO()
    write_text(lines.text(), file=colored, color=True)

    rows = colored.getvalue().splitlines()
    assert len(rows) == 2
    assert [row.count("\x1b[2m") for row in rows] == [1, 1]


def test_counts():
    """Counts read as people say them."""
    assert [counted(n, "note") for n in (0, 1, 1200)] == ["0 notes", "1 note", "1,200 notes"]
    assert counted(2, "entry", "entries") == "2 entries"


def test_lists_name_at_most_three_things():
    """The rest is counted, never as "1 more", also when only the first few are given."""
    assert listed([]) == ""
    assert [listed("abcde"[:n]) for n in (1, 2, 3, 4, 5)] == [
        "a",
        "a and b",
        "a, b and c",
        "a, b, c and d",
        "a, b, c and 2 more",
    ]
    assert listed("ab", of=7) == "a, b and 5 more"


def test_titles_that_read_like_two_are_quoted():
    """A title with "and" or a comma stands in quotes, but not where it is alone."""
    title = "Derivatives and the chain rule"

    assert named([title]) == title
    assert named([title, "Limits"]) == f'"{title}" and Limits'
    assert named(["Attention, please", "Limits"]) == '"Attention, please" and Limits'


@given(st.floats(min_value=0, max_value=10_000))
def test_durations_are_hours_and_minutes(hours):
    """There is one way to say a time, close to it, and an exact one to the minute."""
    for said, slip in ((duration(hours), 30.5), (duration(hours, exact=True), 0.51)):
        whole, _, rest = said.replace(",", "").partition(" h")
        minutes = (
            int(whole) * 60 + int(rest.removesuffix(" min") or 0)
            if "h" in said
            else int(said.removesuffix(" min"))
        )
        assert abs(minutes - hours * 60) <= slip


def test_plain_output_has_no_escapes():
    """Without colour the text is what it says, with links and styles gone."""
    layout = Layout(address=lambda path: f"obsidian://open?path={path}")
    lines = Lines(layout)
    lines.add(layout.place("A.md", 3), Text(" bold", style="bold"))
    plain, colored = io.StringIO(), io.StringIO()

    write_text(lines.text(), file=plain, color=False)
    write_text(lines.text(), file=colored, color=True)

    assert plain.getvalue() == "A.md:3 bold\n"
    assert "\x1b]8;" in colored.getvalue()
    assert "obsidian://open?path=A.md" in colored.getvalue()


def test_the_words_before_a_sentence_do_not_colour_it():
    """Only the label is bold; what follows it looks as it did."""
    lines = Lines(Layout())
    lines.wrap("what follows", first=Text("NEXT   ", style="bold"))
    colored = io.StringIO()
    write_text(lines.text(), file=colored, color=True)

    assert colored.getvalue().rstrip().endswith("\x1b[0mwhat follows")


def test_names_too_wide_for_a_terminal_are_broken_between_words_and_rows_cut():
    """In a terminal no row passes its width, and a pipe gets every row whole."""
    name = Text("Hidden Markov models and their kin")
    assert wrapped("It needs ", name, width=16) == [
        "It needs Hidden",
        "Markov models",
        "and their kin",
    ]
    for whole, shown in (
        (False, "Concepts/Hidden Mar…"),
        (True, "Concepts/Hidden Markov models.md:3"),
    ):
        lines = Lines(Layout(width=20, whole=whole))
        lines.add("Concepts/Hidden Markov models.md:3")
        assert lines.text().plain == shown


@pytest.mark.parametrize(
    "arguments", [(), ("next", "--why"), ("path", "RLHF"), ("ready",), ("plan",), ("gaps",)]
)
def test_words_keep_the_colour_of_the_terminal(arguments):
    """Only signs of states have a colour of their own, so words can be read in any terminal."""
    from pathlib import Path

    from commandline import kbpivot

    example = Path(__file__).parents[1] / "examples" / "vault"
    shown = kbpivot(*arguments, "--color", "always", folder=example).out
    for codes, words in re.findall(r"\x1b\[([0-9;]*)m([^\x1b]*)", shown):
        coloured = {"38", *map(str, range(30, 38)), *map(str, range(90, 98))} & set(
            codes.split(";")
        )
        assert not coloured or words in "✓◐▸○◌", (codes, words)
