"""Terminal text: wrapping, widths, and names that cannot steer a terminal."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kbpivot.render.terminal import write_text
from kbpivot.render.text import (
    Layout,
    Lines,
    Text,
    clean,
    counted,
    shortened,
)


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
    """Wrapping keeps every word in order, and no line is wider than asked but for one word."""
    lines = wrapped(" ".join(pieces), width=width)

    assert " ".join(lines).split() == " ".join(pieces).split()
    assert all(cell_len(line) <= width or " " not in line.strip() for line in lines)


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


def test_counts():
    """Counts read as people say them."""
    assert [counted(n, "note") for n in (0, 1, 1200)] == ["0 notes", "1 note", "1,200 notes"]
    assert counted(2, "entry", "entries") == "2 entries"


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
