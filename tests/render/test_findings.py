"""Findings for others: no name can break out of the format it is written in."""

from __future__ import annotations

import json

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
    assert len(github(findings).splitlines()) == len(findings)
    assert len(markdown(findings).splitlines()) == max(len(findings), 1)
    for line in github(findings).splitlines():
        assert line.startswith(("::error file=", "::warning file=", "::notice file="))
        assert line.count("::") >= 2


@given(FINDINGS)
def test_sarif_is_json_with_every_finding(findings):
    """SARIF is JSON that keeps the number, rules and lines of the findings."""
    (run,) = json.loads(sarif(findings, version="1"))["runs"]

    assert [result["ruleId"] for result in run["results"]] == [one.code for one in findings]
    assert sorted(rule["id"] for rule in run["tool"]["driver"]["rules"]) == sorted(
        {one.code for one in findings}
    )


def test_characters_with_a_meaning_are_escaped():
    """Percent, colon and comma do not end a property; brackets and stars are no Markdown."""
    one = Finding("a-b", "warning", "x,y:z.md", 3, 2, "50 % of [[A]] *now*")

    assert github([one]) == (
        "::warning file=x%2Cy%3Az.md,line=3,col=2,title=a-b::50 %25 of [[A]] *now*\n"
    )
    assert markdown([one], prefix="v/") == (
        "- [`x,y:z.md:3`](v/x%2Cy%3Az.md#L3) 50 % of \\[\\[A\\]\\] \\*now\\* (`a-b`)\n"
    )
