"""The study page says what `next` and `path` say, and to readers names nothing private."""

from __future__ import annotations

import base64
import json
import re
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandline import answer, kbpivot, vault_of
from kbpivot.render.text.next import why_sentences

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"
NAMES = ("Alderfly", "Birchwood", "Cedarnut", "Damsonry", "Elderleaf", "Firbark", "Gorsebush")


def data_of(text):
    """What the script of a page draws."""
    kind, inside = re.search(
        r'<script type="([^"]+)" id="data">(.*?)</script>', text, re.DOTALL
    ).groups()
    if kind == "application/json":
        return json.loads(inside)
    return json.loads(zlib.decompress(base64.b64decode(inside)))


def page_of(folder, *arguments):
    result = kbpivot("graph", "--format", "html", *arguments, folder=folder)
    assert result.code == 0, result.err
    return data_of(result.out)


def agrees(folder, *goal):
    """Compare a page with `next` and `path`."""
    page = page_of(folder, *goal)
    titles = {node["id"]: node["title"] for node in page["nodes"]}
    found = answer("next", *goal, folder=folder)
    assert [one["title"] for one in found["suggestions"]] == [one["title"] for one in page["next"]]
    for one, entry in zip(page["next"], found["suggestions"], strict=True):
        said = [why["message"] for why in entry["reasons"] if why["code"] not in ("hours", "says")]
        assert one["why"] == " ".join(said)
    steps = [node["title"] for node in answer("path", *goal[1:], folder=folder)["notes"]]
    assert [titles[one] for one in page["order"]] == steps
    if page["next"] and page["order"]:
        assert page["next"][0]["id"] == page["order"][0]
    return page


@pytest.mark.parametrize("goal", ["RLHF", "Prompt injection"])
def test_the_example_agrees(goal):
    """On the way to a goal the page begins and goes on as the commands say."""
    agrees(EXAMPLE, "--goal", goal)


@st.composite
def vaults(draw):
    """Notes that state, list or say nothing of what they need, some known, some private."""
    notes = []
    for place, name in enumerate(NAMES[: draw(st.integers(1, len(NAMES)))]):
        rows = ["---"]
        needs = draw(st.lists(st.sampled_from([*NAMES, "Unwritten"]), max_size=2, unique=True))
        needs = [one for one in needs if one != name]
        if needs and draw(st.booleans()):
            rows.append("prerequisites: [" + ", ".join(f'"[[{one}]]"' for one in needs) + "]")
        rows.append(f"publish: {str(draw(st.integers(0, 3)) > 0).lower()}")
        state = draw(st.sampled_from(("", "", "mastered", "learning")))
        if state:
            rows.append(f"status: {state}")
        rows += ["---", f"# {name}", "", f"{place} words of its own, enough to be a note to read."]
        notes.append(f"== {name}.md ==\n" + "\n".join(rows) + "\n")
    listed = draw(st.lists(st.sampled_from(NAMES), max_size=5, unique=True))
    if listed:
        rows = "\n".join(f"{place}. [[{one}]]" for place, one in enumerate(listed, start=1))
        notes.append(f"== Index.md ==\n---\npublish: true\n---\n# Reading order\n\n{rows}\n")
    return "".join(notes)


@settings(max_examples=12, deadline=None)
@given(vaults(), st.sampled_from((None, *NAMES[:3])))
def test_every_vault_agrees_and_readers_learn_no_private_name(text, goal):
    """Whatever notes say, page and commands name the same; a public page tells no secret."""
    with tempfile.TemporaryDirectory() as place:
        folder = vault_of(Path(place), text)
        wanted = ("--goal", goal) if goal and f"== {goal}.md" in text else ()
        if wanted:
            agrees(folder, *wanted)
        else:
            page = page_of(folder)
            found = answer("next", folder=folder)
            assert [one["title"] for one in found["suggestions"]] == [
                one["title"] for one in page["next"]
            ]
        public = kbpivot("graph", "--format", "html", "--public", *wanted, folder=folder)
        blocks = dict(re.findall(r"== (\w+)\.md ==\n(.*?)(?=== |\Z)", text, re.DOTALL))
        told = " ".join(body for body in blocks.values() if "publish: true" in body)
        for name, body in blocks.items():
            if "publish: false" in body and name not in told:
                assert name not in public.out, name


def test_a_large_page_is_packed_and_says_the_same(tmp_path):
    """Much text is packed in the file; what is unpacked is what a small page has."""
    words = "Long words follow here. " * 4_000
    folder = vault_of(tmp_path, "".join(f"== {n}.md ==\n# {n}\n\n{words}\n" for n in range(12)))
    page = page_of(folder)

    assert [node["text"].count("Long words") for node in page["nodes"]] == [4_000] * 12
    assert len(kbpivot("graph", "--format", "html", folder=folder).out) < 400_000


def test_why_leaves_out_words_and_hours():
    """The reasons of a suggestion are told without the author's words and the hours."""
    from kbpivot.render.answers.next import ReasonEntry, SuggestionEntry

    entry = SuggestionEntry(
        *("A.md", "A", 1.0, "", None, None, None, "stated"),
        tuple(ReasonEntry(code, code, None, None) for code in ("says", "step", "hours")),
        *((), (), 0, None, None, 0.0),
    )
    assert why_sentences(entry) == ["step"]
