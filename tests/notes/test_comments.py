"""Comments: what stands between `%%` and `%%`, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.notes.comments import comments


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("a %% b %% c", ["%% b %%"]),
        ("a %%b%% c %%d%%", ["%%b%%", "%%d%%"]),
        ("%%\none\n\ntwo\n%%\nseen", ["%%\none\n\ntwo\n%%"]),
        ("100 %% sure", []),
        ("`%%` a `%%`", []),
        ("```\n%% x %%\n```\n", []),
        ("---\na: '%% x %%'\n---\nb %% c %%", ["%% c %%"]),
        ("- a %% b %%\n- c", ["%% b %%"]),
    ],
)
def test_ranges(text, hidden):
    """Inline comments, comment blocks; not in code, not in properties, not half of one."""
    assert [text[start:end].rstrip("\n") for start, end in comments(text)] == hidden


@given(st.text("%a \n`-[", max_size=40))
def test_ranges_are_inside_and_in_order(text):
    """Whatever the text, the ranges lie in it and do not overlap."""
    at = 0
    for start, end in comments(text):
        assert at <= start < end <= len(text)
        at = end
