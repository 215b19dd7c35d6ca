"""Small vaults, each proving one clause of `docs/vault-format.md`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import kbpivot as kb
from kbpivot.traits import vault_traits

HERE = Path(__file__).parent
CASES = [
    case
    for file in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
ON_DISK = {"1.3", "1.6", "1.7"}
"""Clauses about bytes, links and permissions: `test_horrors.py` proves them on real files."""


def shown(link):
    subpath = "" if link.subpath is None else f"#{link.subpath}"
    display = "" if link.display is None else f"|{link.display}"
    return f"{'!' if link.embed else ''}{link.linkpath}{subpath}{display}"


def note_facts(note):
    return {
        "frontmatter": note.frontmatter,
        "properties": dict(note.properties),
        "links": [shown(link) for link in note.links],
        "keys": [link.property for link in note.links if link.property],
        "citations": [link.linkpath for link in note.links if link.citation],
        "lines": [link.span.line for link in note.links if link.span],
        "tags": [tag.name for tag in note.tags],
        "aliases": list(note.aliases),
        "headings": [heading.text for heading in note.headings],
        "blocks": [f"{block.id}@{block.span.line}" for block in note.blocks],
        "fields": [f"{field.name}={field.value}" for field in note.fields],
        "publish": note.publish,
        "diagnostics": [diagnostic.code for diagnostic in note.diagnostics],
        "arxiv": list(note.ids.arxiv),
        "dois": list(note.ids.dois),
        "year": note.ids.year,
        "root": note.root is not None,
        "reasons": [one.reason for one in note.statements],
    }


def vault_facts(vault, want):
    facts = {}
    if "resolve" in want:
        facts["resolve"] = {
            source: {link: vault.resolve(link, source=source) for link in links}
            for source, links in want["resolve"].items()
        }
    if "find" in want:
        facts["find"] = {name: vault.find(name) for name in want["find"]}
    if "backlinks" in want:
        facts["backlinks"] = {
            path: sorted(link.source for link in vault.backlinks(path))
            for path in want["backlinks"]
        }
    if "unresolved" in want:
        facts["unresolved"] = sorted({link.linkpath for link in vault.unresolved()})
    if "ambiguous" in want:
        facts["ambiguous"] = {row.link.linkpath: row.target for row in vault.ambiguous()}
    if "subpaths" in want:
        facts["subpaths"] = {
            path: {
                subpath: None if (found := vault.resolve_subpath(path, subpath)) is None
                else f"{found.kind}@{found.span.line}"
                for subpath in subpaths
            }
            for path, subpaths in want["subpaths"].items()
        }  # fmt: skip
    if "notes" in want:
        facts["notes"] = list(vault.paths)
    if "traits" in want:
        traits = vault_traits(vault)
        facts["traits"] = {
            path: {key: getattr(traits[path], key) for key in row}
            for path, row in want["traits"].items()
        }
    if "edges" in want:
        graph = kb.prerequisite_graph(vault, grades=("stated", "ordered", "optional"))
        facts["edges"] = sorted(
            f"{a} -> {b} {data['grade']}" for a, b, data in graph.edges(data=True)
        )
    if "planned" in want:
        graph = kb.prerequisite_graph(vault)
        facts["planned"] = sorted(n for n, data in graph.nodes(data=True) if not data["exists"])
    return facts


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['clause']}-{case['name']}")
def test_clause(case):
    """The vault reads as the clause says."""
    texts = {p: t for p, t in case["vault"].items() if p.endswith((".md", ".canvas"))}
    vault = kb.Vault.from_texts(texts, files=[p for p in case["vault"] if p not in texts])
    for path, want in case.get("notes", {}).items():
        facts = note_facts(vault[path])

        assert want == {key: facts[key] for key in want}, path
    want = case.get("expect", {})

    assert want == vault_facts(vault, want)


def test_every_clause_is_proved():
    """No clause of the page stands without a vault."""
    page = (HERE.parents[1] / "docs" / "vault-format.md").read_text(encoding="utf-8")
    clauses = set(re.findall(r"^(\d+\.\d+)\. ", page, re.MULTILINE))
    proved = {str(case["clause"]) for case in CASES} | ON_DISK

    assert set() == clauses - proved
    assert set() == proved - clauses
