"""The quick way to a note's words: where it answers, it answers as the whole reading."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbpivot.notes import section
from kbpivot.notes.plain_words import plain_words

_PIECES = (
    "text|more words|[[A]]|[[A|b $x$]]|[t](u.md)|[t](<u v.md>)|![i](p.png)|`c`|`a [[b]]`|``|$x$"
    "|$x|$5|a $x^2$ b|$$|```|```py|~~~|# H|## H #|#|#tag| |  |    |\t|- |* |1. |> |> ```|--- |==="
    "|\\|\\$|<b>|<!-- c -->|https://a.b/c|[^1]|[r]: u|%%|***|_x_|&amp;|é|。|&#35;"
)
_ROWS = ("| a | $x$ |", "|---|---|", "| `c` | [[B]] |")
PIECES = st.sampled_from([*_PIECES.split("|"), *_ROWS])
LINES = st.lists(PIECES, max_size=4).map("".join)
NOTES = st.lists(LINES | st.just(""), max_size=10).map("\n".join)


def both(text: str) -> tuple[object, object] | None:
    quick = plain_words(text, 0)
    if quick is None:
        return None
    whole = section._whole_reading(text, 0)
    return section._cut(text, 0, quick), section._cut(text, 0, whole)


@given(NOTES)
@settings(max_examples=400)
@example("a\n\n```\n    # no\n```\nb `c` $x$\n\n$$\ny\n$$\n# H\n\nz [t](u.md)")
@example("text\n---\n\nmore")
@example("- a\n\n$$\nx\n$$\n")
def test_the_quick_reading_is_the_whole_reading(text: str) -> None:
    """Whatever it answers, sections are those that the parser gives."""
    found = both(text)

    assert found is None or found[0] == found[1]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nWords [[B|c]] and [t](<u v.md>), `code`, $x^2$.\n\n## C\n\n- item\n- other\n",
        "a\n\n```py\nx = [[1]]\n    # no\n```\n\n$$\ny\n$$\n\nb\n",
        "| a | b |\n| --- | --- |\n| c | d |\n\n> [!note] Title\n> Words.\n",
    ],
)
def test_ordinary_notes_are_read_the_quick_way(text: str) -> None:
    """The usual constructs need no parser."""
    assert both(text) is not None
