"""Findings for others: no name can break out of the format it is written in, nor the limits."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.render.documents.findings import Finding, github, markdown, sarif

TEXTS = st.text(min_size=1, max_size=40)
FINDINGS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["planned-link", "start-order"]),
        level=st.sampled_from(["error", "warning", "info"]),
        path=TEXTS,
        line=st.none() | st.integers(1, 999),
        column=st.none() | st.integers(1, 99),
        message=TEXTS,
    ),
    max_size=4,
)


@given(FINDINGS)
def test_one_line_each(findings):
    """GitHub and Markdown get exactly one line a finding, whatever stands in names."""
    assert len(github(findings).text.splitlines()) == len(findings)
    assert len(markdown(findings).text.splitlines()) == max(len(findings), 1)
    for line in github(findings).text.splitlines():
        assert line.startswith(("::error file=", "::warning file=", "::notice file="))
        assert line.count("::") >= 2


@given(FINDINGS)
def test_sarif_is_json_with_every_finding(findings):
    """SARIF is JSON that keeps the number, rules and lines of the findings."""
    (run,) = json.loads(sarif(findings, version="1").text)["runs"]

    levels = ["error", "warning", "info"]
    ordered = sorted(findings, key=lambda one: levels.index(one.level))
    assert [result["ruleId"] for result in run["results"]] == [one.code for one in ordered]
    assert sorted(rule["id"] for rule in run["tool"]["driver"]["rules"]) == sorted(
        {one.code for one in findings}
    )


def test_characters_with_a_meaning_are_escaped():
    """Percent, colon and comma do not end a property; brackets and stars are no Markdown."""
    one = Finding("a-b", "warning", "x,y:z.md", 3, 2, "50 % of [[A]] *now*")

    assert github([one]).text == (
        "::warning file=x%2Cy%3Az.md,line=3,col=2,title=a-b::50 %25 of [[A]] *now*\n"
    )
    assert markdown([one], prefix="v/").text == (
        "- [`v/x,y:z.md:3`](v/x%2Cy%3Az.md#L3) 50 % of \\[\\[A\\]\\] \\*now\\* (`a-b`)\n"
    )


LEVELS = ("info", "warning", "error")


def many(number, *, words="w", levels=LEVELS):
    """So many findings of each level, the least severe first."""
    return [
        Finding(f"{level}-code", level, f"n{place}.md", place + 1, 1, words)
        for level in levels
        for place in range(number)
    ]


def test_annotations_of_a_level():
    """GitHub shows ten of a level: ten are told, errors first, and how many are left out is said."""
    shared = github(many(12))

    kinds = [line.split(" ", 1)[0] for line in shared.text.splitlines()]
    assert kinds == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert "file=n0.md,line=1" in shared.text.splitlines()[0]
    assert shared.left_out.startswith("Left out here: 2 errors, 2 warnings, 2 remarks. ")
    assert github(many(10)).left_out == ""
    assert github(many(11, levels=["info"])).left_out.startswith("Left out here: 1 remark. ")


def test_a_summary_stays_under_one_mebibyte():
    """Of more findings than a step summary takes those that matter most are kept, and it is said."""
    shared = markdown(many(1000, words="ü" * 300), prefix="notes/")

    assert 900_000 < len(shared.text.encode()) < 2**20
    rows = shared.text.splitlines()
    assert rows[-1] == shared.left_out
    codes = [row.rsplit("(", 1)[1] for row in rows[:-2]]
    assert codes == sorted(codes, key=["`error-code`)", "`warning-code`)"].index)
    left = 3000 - len(codes)
    assert "1,000 remarks" in shared.left_out
    assert f"{left - 1000:,} warnings" in shared.left_out
    assert markdown(many(5)).left_out == ""


@pytest.mark.parametrize(("words", "kept"), [("w", 25_000), ("ü" * 600, None)])
def test_sarif_stays_within_what_is_taken(words, kept):
    """No more than 25,000 results and 10 MB, the most severe first; the log says what is left."""
    shared = sarif(many(9000, words=words), version="1", prefix="notes/")
    (run,) = json.loads(shared.text)["runs"]
    levels = [one["level"] for one in run["results"]]

    assert len(shared.text.encode()) <= 10_000_000
    assert len(levels) == kept if kept else 5_000 < len(levels) < 25_000
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == shared.left_out
    assert shared.left_out.startswith("Left out here: ")
    assert "invocations" not in json.loads(sarif(many(3), version="1").text)["runs"][0]
