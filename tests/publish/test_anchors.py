"""Parts of a page that sites, GitHub and plugins find are not missing headings."""

from __future__ import annotations

import time

import pytest

from kbpivot.notes import parse_note
from kbpivot.publish.anchors import is_anchor, page_anchors
from small_vaults import found

HEADINGS = """\
# 1. Introduction
## See [[Other note|that one]] and [[Third]]
## With [a link](https://a.org/x_(y)) and [another][ref]
## A <b>bold</b> &amp; <kbd>Ctrl</kbd> word <!-- hidden -->
## ![logo](logo.png) Getting started ![[big.png]]
## `code_span()` and *emphasis* and ~~gone~~
## :rocket: Launch
## Café crème, Übung
## Own one {#custom-id .wide}
## Kramdown {: #other }
## Noted[^1]
## 数学 基础
Setext one
==========
> ### Quoted
<h2 align="center">In <i>HTML</i></h2>
<a name="anchor"></a>
"""
ANCHORS = page_anchors(parse_note("B.md", HEADINGS), HEADINGS)


@pytest.mark.parametrize(
    "subpath",
    [
        *("1-introduction", "introduction", "introduction-1", "introduction_2"),
        *("see-that-one-and-third", "see-other-notethat-one-and-third"),
        *("with-a-link-and-another", "a-bold--ctrl-word", "a-bold-ctrl-word"),
        *("getting-started", "logo-getting-started", "-getting-started"),
        *("code_span-and-emphasis-and-gone", "-launch", "rocket-launch"),
        *("café-crème-übung", "cafe-creme-ubung", "cafe\u0301-cre\u0300me-u\u0308bung"),
        *("custom-id", "other", "own-one", "kramdown", "noted", "noted1", "数学-基础"),
        *("setext-one", "quoted", "in-html", "anchor", "user-content-anchor"),
        *("user-content-getting-started", "top", "TOP", "L12", "L12-L20", "L3C2-L5C9"),
        *("fn1", "fnref:1", "user-content-fn-1", "footnote-2", "cite_note-3", ":~:text=word"),
    ],
)
def test_found(subpath):
    """A heading as it is read on the page, an anchor, a line or the top is no missing heading."""
    assert is_anchor(subpath, ANCHORS)


@pytest.mark.parametrize(
    "subpath",
    [
        *("introductions", "third", "link", "started", "launching", "Lambda", "L", "Llama"),
        *("topics", "custom", "hidden", "^block", "^group=ab12", "fnord", "quote", ""),
    ],
)
def test_not_found(subpath):
    """Part of a heading, a word that begins like an anchor, and a block of a plain note are not."""
    assert not is_anchor(subpath, ANCHORS)


@pytest.mark.parametrize(
    "subpath",
    [
        *("^group=AbC12", "^area=x-1_y", "^frame=Q", "^clippedframe=Q", "^eNsXQ7dh"),
        "^taskbone",
    ],
)
@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("Sketch.excalidraw.md", ""),
        ("Sketch.md", "---\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n---\n"),
        ("Sketch.excalidraw.md", "---\nexcalidraw-plugin: raw\n---\n"),
    ],
)
def test_elements_of_a_drawing(name, properties, subpath):
    """What the plugin finds in a drawing is told nowhere; the same in a plain note is."""
    linkpath = name.removesuffix(".md")

    def told(where, text):
        return found(
            f"== A.md ==\n… ![[{where}#{subpath}]]\n== {where}.md ==\n{text}… drawn\n",
            "missing-heading",
        )

    assert told(linkpath, properties) == []
    assert len(told("Plain", "")) == 1


def test_a_heading_that_a_drawing_lacks_is_told():
    """A drawing has headings like any note."""
    text = "== A.md ==\n… ![[S.excalidraw#Gone]]\n== S.excalidraw.md ==\n# Here\n"

    assert [target for _, target, _ in found(text, "missing-heading")] == ["S.excalidraw.md#Gone"]


@pytest.mark.parametrize(
    "piece", ["[", "![", "[[", "<!--", "<>", "[x](<", "%%", "{#", "<h1>", "# [a](", "id=", "(("]
)
def test_no_heading_takes_long(piece):
    """Text made to be slow is read in time that grows with its length alone."""
    text = "# " + piece * 40_000
    started = time.process_time()
    page_anchors(parse_note("B.md", "# B"), text)

    assert time.process_time() - started < 2
