"""What a link asks for that leads nowhere: a note to write, or something else."""

from __future__ import annotations

import pytest

from commandline import answer, vault_of
from kbpivot.vault import Vault, absence


def kinds(text):
    return [absence(link.link) for link in Vault.from_texts({"A.md": text}).unresolved()]


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("[[Speculative decoding]]", "note"),
        ("[[Node.js]]", "note"),
        ("[[ASP.NET]]", "note"),
        ("[[fast.ai]]", "note"),
        ("[[v2.4 plans]]", "note"),
        ("[[群论]]", "note"),
        ("[[3D vision]]", "note"),
        ("[later](Later%20on.md)", "note"),
        ("![[A note shown]]", "note"),
        ("![[loss.png]]", "file"),
        ("[[run-7.csv]]", "file"),
        ("[[weights.safetensors]]", "file"),
        ("[[talk.pptx|slides]]", "file"),
        ("![x](img/a.svg)", "file"),
        ("[[2026-03-01]]", "day"),
        ("[[2026-W12]]", "day"),
        ("[[2026年3月1日]]", "day"),
        ("[[{{title}}]]", "placeholder"),
        ("[[<% tp.file.title %>]]", "placeholder"),
        ("[[${name}]]", "placeholder"),
        ("[[YYYY-MM-DD]]", "placeholder"),
        ("[[Note name]]", "placeholder"),
        ("[[...]]", "placeholder"),
        ("[it](https%3A%2F%2Fexample.org%2Fx)", "address"),
        ("[[www.example.org/x]]", "address"),
        ("[[example.com/x]]", "address"),
        ("[it](/about)", "address"),
        ("[it](about)", "address"),
        ("[[CLS],a,[SEP]]", "brackets"),
        ("[[1, 0], [0, 1]]", "brackets"),
        ("[[0.1, 2]]", "brackets"),
        ("[[x1, x2, x3]]", "brackets"),
    ],
)
def test_what_a_link_asks_for(link, kind):
    """Only a name that a person would give a note is a note not written yet."""
    assert kinds(f"It says {link} here.\n") == [kind]


TEXT = """
== A.md ==
One [[Mixture of experts]], two [[mixture-of-experts]], three [[Mixture of experts]].
See [[plan.pdf]], [[Old/B]] and [[{{next}}]].
== B.md ==
The [[Beam]] is wide.
== C.md ==
A [[beams]] of light, and [[c.md]] itself.
"""


def test_unresolved_says_the_kind(tmp_path):
    """Every link that leads nowhere is there, with what it asks for and what is near."""
    found = answer("unresolved", folder=vault_of(tmp_path, TEXT))["links"]

    assert {(link["linkpath"], link["kind"]) for link in found} == {
        ("Mixture of experts", "note"),
        ("mixture-of-experts", "note"),
        ("Beam", "note"),
        ("beams", "note"),
        ("plan.pdf", "file"),
        ("Old/B", "near"),
        ("{{next}}", "placeholder"),
    }
    assert [link["near"] for link in found if link["kind"] == "near"] == [["B.md"]]


def test_wishes_count_notes(tmp_path):
    """What two notes ask for comes before what one note asks for three times."""
    wishes = answer("overview", folder=vault_of(tmp_path, TEXT))["wishes"]

    assert [(wish["title"], wish["notes"], wish["links"]) for wish in wishes] == [
        ("Beam", 2, 2),
        ("Mixture of experts", 1, 3),
    ]
