"""No name of a private note in anything that is made for others: every command, format, policy."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from commandline import kbpivot

SECRETS = ("Zqfile", "Zqtitle", "Zqalias", "Zqhead", "Zqword", "Zqplanned", "Zqfolder", "Zqtag",
           "Zqtrack", "Zqvalue", "Zqreason", "Zqoutside", "Zqcanvas", "Zqgone")  # fmt: skip
"""Each marks one place in which a private note may be named or quoted."""

OWN = "Words of the author number {n}, more than enough of them, so that it explains what it is about."
PRIVATE = (
    "---\n{flag}title: Zqtitle {n}\naliases: [Zqalias {n}]\ntags: [Zqtag{n}]\nsecret: Zqvalue\nstatus: done\n"
    "---\n# Zqhead {n}\n"
    + OWN
    + " Zqword {n}.\n\n## Prerequisites\n\n- [[P{after}]], because of Zqreason {n}\n"
    "- [[Zqplanned {n}]]\n- [[Zqfile {before}]]\n"
)
PUBLIC = (
    "---\n{flag}title: Public {n}\n---\n# Part\n"
    + OWN
    + "\n\n## Prerequisites\n\n- [[P{before}]]\n- [[Planned openly {n}]]\n"
)


def flagged(policy: str, *, shown: bool) -> str:
    if policy == "explicit":
        return "publish: true\n" if shown else ""
    if policy == "opt-out":
        return "" if shown else "draft: true\n"
    return ""


@pytest.fixture(scope="module", params=["explicit", "opt-out", "tracked", "exclude", "quartz"])
def vault(request, tmp_path_factory) -> Path:
    """Twelve public notes and as many private ones, under one policy."""
    policy = request.param
    root = tmp_path_factory.mktemp(policy)
    folder = root / "content" if policy == "quartz" else root / "vault"
    hidden = folder / "Zqfolder"
    hidden.mkdir(parents=True)
    for n in range(12):
        near = {"n": n, "before": n - 1, "after": n + 1}
        shown = PUBLIC.format(flag=flagged(policy, shown=True), **near)
        (folder / f"P{n}.md").write_text(shown)
        kept = PRIVATE.format(flag=flagged(policy, shown=False), **near)
        (hidden / f"Zqfile {n}.md").write_text(kept)
    (folder / "Index.md").write_text(
        f"---\n{flagged(policy, shown=True)}type: index\n---\n"
        + "".join(f"{n}. [[P{n}]]\n" for n in range(12))
    )
    (hidden / "Zqtrack way.md").write_text(
        f"---\n{flagged(policy, shown=False)}type: track\n---\n"
        + "".join(f"{n}. [[Zqfile {n}]]\n" for n in range(9))
    )
    (hidden / "Zqcanvas.canvas").write_text(
        '{"nodes":[{"id":"1","type":"text","text":"[[Zqfile 1]] Zqcanvas"}]}'
    )
    (root / "out.md").write_text("---\npublish: true\ntitle: Zqoutside\n---\nZqoutside [[P1]]\n")
    (folder / "Zqoutside.md").symlink_to(root / "out.md")
    events = [
        ("mastered", "Zqfolder/Zqfile 1.md"), ("mastered", "P1.md"), ("started", "Zqfolder/Zqfile 2.md"),
        ("mastered", "Zqgone.md"), ("reviewed", "Zqfolder/Zqfile 1.md"),
    ]  # fmt: skip
    (folder / ".kbpivot").mkdir()
    (folder / ".kbpivot" / "log.jsonl").write_text(
        "".join(
            f'{{"id":"{i}","at":"2026-01-0{5 + i // 3}T1{i}:00:00+01:00","event":"{event}","note":"{note}","minutes":30}}\n'
            for i, (event, note) in enumerate(events)
        )
    )
    settings = '[tracks]\n"Zqtrack of mine" = ["[[Zqfile 3]]"]\nOpen = ["[[P3]]"]\n'
    if policy == "exclude":
        settings += '[public]\nexclude = ["Zqfolder/"]\n'
    (folder / "kbpivot.toml").write_text(settings)
    if policy == "tracked":
        for words in (
            ("init", "-q"),
            ("remote", "add", "origin", "https://x.org/r"),
            ("add", ":(glob)*.md"),
        ):
            subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    if policy == "quartz":
        (root / "quartz.config.ts").write_text('ignorePatterns: ["Zqfolder"]')
    return folder


OTHERS = [
    *(("graph", "--public", "--format", one) for one in
      ("text", "json", "mermaid", "dot", "graphml", "canvas", "html", "svg")),
    *(("graph", "--public", "--goal", "P9", "--format", one) for one in ("json", "html", "mermaid")),
    ("graph", "--public", "--all-edges", "--format", "json"),
    *((command, "--format", one) for command, one in
      itertools.product(("gaps", "check"), ("github", "sarif", "markdown"))),
    ("gaps", "--all", "--format", "markdown"),
    ("stats", "--until", "2026-01-12", "--format", "markdown"),
    ("stats", "--until", "2026-01-12", "--format", "svg"),
    ("stats", "--week", "2026-01-07", "--format", "markdown"),
]  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("command", OTHERS, ids=" ".join)
def test_nothing_private_is_told(vault: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """No file name, title, alias, heading, word, tag, value, folder, track or link of a private note."""
    asked = command
    place = tmp_path / "out"
    if command[-1] in {"html", "svg", "canvas"}:
        asked = (*command, "-o", str(place.with_suffix(f".{command[-1]}")))
    result = kbpivot(*asked, folder=vault)
    said = result.out + "".join(one.read_text(encoding="utf-8") for one in tmp_path.iterdir())

    assert result.code in {0, 1}, result.err
    assert said.strip() or "github" in command
    told = {name for name in SECRETS if re.search(name, said, re.IGNORECASE)}
    assert told == set()


def test_the_secrets_are_there_to_be_told(vault: Path) -> None:
    """The person themselves sees them, so the test above looks at something."""
    said = kbpivot("graph", "--format", "json", folder=vault).out
    said += kbpivot("stats", "--until", "2026-01-12", "--format", "json", folder=vault).out

    assert all(name in said for name in ("Zqfile", "Zqtitle", "Zqplanned", "Zqtrack"))
