"""How much of a note is the author's own text."""

from __future__ import annotations

import pytest

from kbpivot.notes import parse_note


def words(text):
    return parse_note("Note.md", text).prose.words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("One two three.", 3), ("# A heading of words\n\none", 1), ("---\na: b c d\n---\n", 0)),
        *(("```\ncode here\n```\n\none two", 2), ("%% a comment %%\n\none", 1)),
        *(("- [[A]]\n- [b](B.md), [[C|see]]\n- https://x.org/a", 0), ("[[A|two words]] here", 3)),
        *(("**Type:** Blogpost", 1), ("- **Link:** https://x.org", 0), ("- **Author:** _TBD_", 0)),
        *(("*(To be filled after reading)*", 0), ("TODO", 0), ("学习模型", 4), ("-\n\n-\n", 0)),
        *(("> a quote of five words", 5), ("| head | er |\n|---|---|\n| one | two |", 2)),
        *(("> [!quote] Abstract\n> Others said this.\n>\n> And this.\n\nMine.", 1),),
        *(("> [!note] Own\n> words here", 3), ("> [!quotes] Own\n> words", 2)),
        *(("Euler: $e^{i\\pi} + 1$ holds", 2), ("<!-- five words in a comment -->", 0)),
        *(("![a picture](x.png)", 0), ("don't stop", 2)),
    ],
)
def test_own_words(text, count):
    """Only running text counts."""
    assert words(text) == count


def test_placeholders_formulas_and_code_are_counted_apart():
    """Template phrases, formulas and code lines have counts of their own."""
    prose = parse_note(
        "Note.md",
        "_TBD_\n\n$a$ and $$b$$\n\n$$\nc\n$$\n\n```python\nx = 1\ny = 2\n```\n{{title}}\n",
    ).prose

    assert (prose.placeholders, prose.formulas, prose.code_lines, prose.variables) == (1, 3, 2, 1)


def test_equal_lines_have_equal_marks():
    """A line is known again in another note, whatever list it stands in."""
    one = parse_note("A.md", "- Written *after* reading.\n").prose.lines
    two = parse_note("B.md", "Intro here.\n\nWritten after reading.\n").prose.lines

    assert one == two[2:]
    assert (
        sum(two[1::2]) == parse_note("B.md", "Intro here.\n\nWritten after reading.\n").prose.words
    )
