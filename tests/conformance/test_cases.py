"""Obsidian's reading of notes, case by case (`cases.yaml`, and more of the kind)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import kbpivot as kb
from kbpivot.notes import parse_links, parse_note

FILES = ("cases.yaml", "more_cases.yaml")
SUITES = [
    yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8")) for name in FILES
]
KIND = {"wikilink": "wikilink", "markdown": "markdown", "property": "frontmatter"}


def cases(group):
    return [pytest.param(case, id=case["id"]) for suite in SUITES for case in suite[group]]


def link_row(link):
    line = None if link.span is None or link.kind == "property" else link.span.line
    kind = KIND[link.kind]
    return (link.linkpath, link.subpath, link.display, link.embed, kind, line, link.property)


def wanted_row(row):
    keys = ("target", "subpath", "display", "embed", "kind", "line")
    return (*(row[key] for key in keys), row.get("key"))


@pytest.mark.parametrize("case", cases("parse_cases"))
def test_parse_case(case):
    """A note's metadata is what Obsidian's cache holds for the same text."""
    want = case["expect"]
    note = kb.parse_note(case.get("path", "Note.md"), case["input"])
    got = {
        "frontmatter": note.frontmatter,
        "links": sorted(map(link_row, note.links), key=repr),
        "tags": [tag.name for tag in note.tags],
        "aliases": list(note.aliases),
        "headings": [
            {"level": h.level, "text": h.text, "line": h.span.line} for h in note.headings
        ],
        "blocks": [{"id": b.id, "line": b.span.line} for b in note.blocks],
        "properties": dict(note.properties),
    }
    want = {key: want[key] for key in want if key in got}
    if "links" in want:
        want["links"] = sorted(map(wanted_row, want["links"]), key=repr)

    assert want == {key: got[key] for key in want}


def spans_with_originals(note):
    for link in note.links:
        if link.span is not None:
            yield link.span, link.original
    for tag in note.tags:
        if tag.span is not None:
            yield tag.span, tag.name


def all_texts():
    for suite in SUITES:
        for case in (*suite["parse_cases"], *suite["other_cases"]):
            if "input" in case:
                yield pytest.param(case["input"], id=case["id"])


@pytest.mark.parametrize("text", list(all_texts()))
def test_links_alone_and_places(text):
    """Reading links alone gives the links of the whole reading, and each span holds its words."""
    whole, alone = parse_note("N.md", text), parse_links("N.md", text)

    assert whole.links == alone.links
    assert (whole.frontmatter, whole.properties, whole.aliases) == (
        alone.frontmatter,
        alone.properties,
        alone.aliases,
    )
    for span, original in spans_with_originals(whole):
        assert original == text[span.start : span.end]
    marked = (*whole.headings, *whole.blocks, *whole.fields, *whole.footnotes)
    for one in marked:
        assert 0 <= one.span.start < one.span.end <= len(text)
    for block in whole.blocks:
        assert f"^{block.id}" in text


@pytest.mark.parametrize("case", cases("vault_cases"))
def test_vault_case(case):
    """A link resolves to the file Obsidian opens."""
    contents = case.get("contents", {})
    notes = {p: contents.get(p, "") for p in case["files"] if p.lower().endswith(".md")}
    vault = kb.Vault.from_texts(notes, files=[p for p in case["files"] if p not in notes])

    assert case["resolved"] == vault.resolve(case["linktext"], source=case["from_note"])


def subpath(case):
    vault = kb.Vault.from_texts({"N.md": case["input"]})
    found = vault.resolve_subpath("N.md", case["subpath"])
    return None if found is None else {"type": found.kind, "line": found.span.line}


def linktext(case):
    notes = {p: "" for p in case["files"] if p.endswith(".md")}
    vault = kb.Vault.from_texts(notes, files=[p for p in case["files"] if p not in notes])
    style = case["new_link_format"]
    return vault.link_text(case["target"], source=case["from_note"], style=style)


def canvas(case):
    found = kb.parse_canvas("C.canvas", case["input"])
    return {
        "files": [
            {"file": e.file, "subpath": f"#{e.subpath}" if e.subpath else ""} for e in found.embeds
        ],
        "text_links": [{"node": link.node, "target": link.linkpath} for link in found.links],
        "urls": list(found.urls),
        "edges": [
            {
                "id": e.id,
                "from": e.source,
                "to": e.target,
                "label": e.label,
                "from_end": e.from_end,
                "to_end": e.to_end,
            }
            for e in found.edges
        ],
    }


def dataview(case):
    return [
        {"key": f.key, "canonical": f.name, "value": f.value, "line": f.span.line}
        for f in kb.parse_note("N.md", case["input"]).fields
    ]


ANSWERS = {
    "subpath": subpath,
    "publish": lambda case: kb.parse_note("N.md", case["input"]).publish,
    "ignore": lambda case: kb.is_excluded(case["path"], case["filters"]),
    "scan": lambda case: kb.is_vault_path(case["path"]),
    "linktext": linktext,
    "canvas": canvas,
    "dataview": dataview,
}


@pytest.mark.parametrize("case", cases("other_cases"))
def test_other_case(case):
    """Subpaths, excluded files, hidden files, written links, canvas and inline fields agree."""
    assert case["expect"] == ANSWERS[case["group"]](case)
