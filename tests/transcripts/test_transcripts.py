"""Every command that a page shows prints what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcript import BLOCK, ROOT, is_true, rewritten, steps

PAGES = sorted(
    page
    for page in [
        ROOT / "README.md",
        *(ROOT / "docs").glob("**/*.md"),
        *Path(__file__).parent.glob("*.md"),
    ]
    if "_build" not in page.parts and BLOCK.search(page.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_is_true(page, tmp_path, request):
    """Running a page from top to bottom gives the page."""
    shown = page.read_text(encoding="utf-8")

    now = rewritten(shown, tmp_path)

    if request.config.getoption("--update"):
        page.write_text(now, encoding="utf-8")
    elif not is_true(shown, now):
        assert now == shown


def test_steps_of_a_block():
    """A block is commands with the output under each; a backslash continues a command."""
    found = steps("$ kbpivot next\none\ntwo\n$ kbpivot path \\\n  A\nthree\n")

    assert [(step.command, step.shown) for step in found] == [
        ("kbpivot next", "one\ntwo\n"),
        ("kbpivot path \\\n  A", "three\n"),
    ]


def test_runner_sees_a_difference(tmp_path):
    """A page that shows something else than what is printed is rewritten, exit code included."""
    page = "Text.\n\n```console\n$ kbpivot nextt\nwrong\n```\n"

    now = rewritten(page, tmp_path)

    assert now.startswith("Text.\n\n<!-- exit 2 -->\n\n```console\n$ kbpivot nextt\n")
    assert "wrong" not in now
    assert rewritten(now, tmp_path / "again") == now


def test_dates_are_shown_as_on_one_day(tmp_path):
    """A page that names a day shows each date as far from it as it is from the day of the run."""
    page = "<!-- as on 2026-10-05 -->\n\n```console\n$ date +%F\n2026-10-05\n```\n"

    assert rewritten(page, tmp_path) == page
    assert not is_true(page, rewritten(page.replace("as on 2026-10-05", "day"), tmp_path / "b"))
    assert is_true(page, page.replace("2026-10-05\n```", "\n2026-10-05\n```"))


def test_python_of_a_page_runs(tmp_path):
    """Python blocks share their names, and a block of text behind one is what it prints."""
    page = "```python\nword = 'a'\n```\n\n```python\nprint(word * 3)\n```\n\n```text\n?\n```\n"

    now = rewritten(page, tmp_path)

    assert now == page.replace("?", "aaa")
    with pytest.raises(NameError):
        rewritten(page.replace("word = ", "other = "), tmp_path / "again")
