"""The reference pages say what the code says."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def script(name):
    """Load a script of the documentation."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = script("generate")
PICTURES = script("pictures")


@pytest.mark.parametrize("name", GENERATE.PAGES)
def test_page_is_fresh(name, request):
    """A generated page is what its generator writes now."""
    if request.config.getoption("--update"):
        (DOCS / name).write_text(GENERATE.PAGES[name](), encoding="utf-8")

    assert (DOCS / name).read_text(encoding="utf-8") == GENERATE.PAGES[name]()


@pytest.mark.parametrize("name", PICTURES.PICTURES)
def test_picture_is_fresh(name, request):
    """What is to be read in a picture is what the command prints now, and the picture is small."""
    place = PICTURES.PLACE / name
    now = PICTURES.PICTURES[name]()
    if request.config.getoption("--update"):
        place.write_text(now, encoding="utf-8")
    shown = place.read_text(encoding="utf-8")

    assert PICTURES.words(shown) == PICTURES.words(now) != ""
    assert len(shown) < 150_000
    assert "cdnjs" not in shown  # nothing is fetched to show it


def test_the_picture_of_the_stages_is_complete():
    """Each layer that imports are checked by has its box, in the order of the flow."""
    config = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    flow = [name for row in reversed(layers) for name in reversed(row.split(" | "))]
    shown = PICTURES.words(PICTURES.stages()).split()

    boxes = [
        name
        for name in flow
        if name not in {"errors", "language", "model", "record", "safe_text", "wording"}
    ]
    assert [name for name in shown if name in boxes][:1] == ["notes"]
    assert set(boxes) <= set(shown)
    row = [name for name, *_ in PICTURES.STAGES[1:5]]
    assert [name for name in boxes if name in row] == row


def test_every_answer_says_what_it_is():
    """Every JSON answer has a schema name of the documented form, and no two share one."""
    names = [GENERATE.schema_name(answer) for answer in GENERATE.answers()]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"kbpivot\.[a-z-]+/\d", name) for name in names)
