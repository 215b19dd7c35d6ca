"""Reading what authors state takes time in proportion to the text."""

from __future__ import annotations

import time

import pytest

from kbpivot.notes import parse_note

STORMS = {
    "links in a reason": "## Prerequisites\n\n- [[A]] — x {}\n|[[B]] y ",
    "links in a label": "**Prerequisites:** {}\n|[[B]] ",
    "blanks behind a link": "## Prerequisites\n\n- [[A]]{}x\n|     ",
    "blanks in a line": "year\n{}x\n| \t \t",
    "blanks behind hours": "Read time: 5 h{}x\n|     ",
    "bold labels": "{}\n|**Prereqs:** ",
    "underscores": "{} a:\n|___",
    "open brackets": "## Prerequisites\n[[A]] {}\n|(((",
    "dashes": "## Prerequisites\n- [[A]]{}\n| -",
    "opened variables": "{}\n|<% ",
    "opened comments": "a {}\n|<!-- ",
    "quote marks": "> {}x\n|> ",
    "items under a label": "**Prerequisites:**\n{}|- a\n",
    "headings": "{}|## Prerequisites\n",
    "numbered items": "{}|1. [[A]]\n",
    "lists that go on": "{}|1. [[A]]\n\nx\n\n",
    "headings that count": "{}|## Week 1\n\n- [[A]]\n",
    "columns": "| # |{}\n|--|--|\n| 1 | [[A]] |\n| [[A]] |",
    "property links": '---\nprereqs: "{}"\n---\n|[[A]] - x ',
}


def seconds(text):
    best = 60.0
    for _ in range(3):
        start = time.process_time()
        parse_note("Note.md", text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", STORMS)
def test_time_grows_with_the_text(name):
    """A quadratic step would take sixteen times as long for four times the text."""
    frame, _, piece = STORMS[name].rpartition("|")
    small, large = (seconds(frame.replace("{}", piece * n)) for n in (2_000, 8_000))

    assert large < max(10 * small, 0.05)
