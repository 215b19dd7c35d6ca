"""Names are untrusted text: in every format they do nothing and can be read back."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_graphs import HOSTILE_NAMES, hostile_graph, hostile_states
from kbpivot.model import Canvas
from kbpivot.notes import parse_canvas
from kbpivot.render.drawing.canvas import canvas
from kbpivot.render.drawing.dot import dot, dot_text
from kbpivot.render.drawing.graphml import graphml
from kbpivot.render.drawing.html import html
from kbpivot.render.drawing.mermaid import mermaid, mermaid_text
from kbpivot.render.drawing.nodelink import nodelink
from kbpivot.render.drawing.picture import picture
from kbpivot.render.drawing.svg import svg
from kbpivot.render.drawing.theme import STATE_LOOKS
from kbpivot.render.drawing.tree import tree
from kbpivot.safe_text import one_line, safe_json

GRAPH = hostile_graph()
SHOWN = picture(GRAPH, states=hostile_states(GRAPH))
ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("\"'\\<>&#;[](){}|`*_$%\n\r\t\x1b\x9b\u202e\ud800"))
)


def harmless(text):
    """No character that moves a cursor, reorders a line or cannot be encoded."""
    return not any(
        unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in "\u202e\u2066\ufffe\uffff"
        for c in text
        if c not in "\n\t"
    )


@given(ANY_TEXT)
def test_one_line_is_printable_and_settled(text):
    """The result is one harmless line and stays as it is when made again."""
    line = one_line(text)

    assert harmless(line)
    assert "\n" not in line
    assert "\t" not in line
    assert line == one_line(line)


@given(st.text(st.characters(whitelist_categories=["L", "N", "P", "S"])))
def test_one_line_keeps_what_can_be_read(text):
    """Letters, digits, punctuation and symbols stay."""
    assert text == one_line(text)


def test_one_line_keeps_joined_emoji_and_shows_escapes():
    """Joiners stay; an escape character turns into its picture."""
    assert one_line("👩‍💻") == "👩‍💻"
    assert one_line("\x1b[31m") == "␛[31m"


@given(st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner)))
def test_safe_json_says_exactly_the_same(value):
    """Any JSON parser gets back what was put in, and the text is harmless in a terminal."""
    for options in ({}, {"indent": 2}, {"markup": True}):
        text = safe_json(value, **options)

        assert value == json.loads(text)
        assert harmless(text)
    assert not set("<>&") & set(safe_json(value, markup=True))


@pytest.mark.parametrize("write", [mermaid, dot, graphml, nodelink, canvas, svg, tree, html])
def test_every_format_prints_harmlessly(write):
    """No control character, surrogate or direction override reaches the output."""
    text = write(SHOWN)

    assert harmless(text)
    text.encode("utf-8")


def test_json_is_read_back_by_networkx_with_exact_names():
    """Node-link data gives every node and edge back, byte for byte."""
    data = json.loads(nodelink(SHOWN))

    graph = nx.node_link_graph(data, edges="edges")

    assert set(GRAPH) == set(graph)
    assert set(GRAPH.edges) == set(graph.edges)
    assert {f["path"] for _, f in graph.nodes(data=True)} == {
        node if facts["exists"] else None for node, facts in GRAPH.nodes(data=True)
    }


def test_graphml_is_read_back_by_networkx():
    """All nodes and edges come back; names differ only where XML has no such character."""
    graph = nx.read_graphml(io.BytesIO(graphml(SHOWN).encode()))

    assert {one_line(node) for node in GRAPH} == {re.sub(r" \(n\d+\)$", "", n) for n in graph}
    assert len(GRAPH) == len(graph)
    assert GRAPH.number_of_edges() == graph.number_of_edges()
    assert {one_line(n) or "x" for n in HOSTILE_NAMES} <= {
        facts["label"] or "x" for _, facts in graph.nodes(data=True)
    } | {"x"}


def test_graphml_keeps_names_apart_that_xml_cannot_tell():
    """Two keys that read the same after cleaning stay two nodes."""
    graph = nx.DiGraph()
    for key in ("a\x00.md", "a\u2400.md"):
        graph.add_node(key, exists=True, title="a", kind="concept", hours=1)

    assert len(nx.read_graphml(io.BytesIO(graphml(picture(graph, states={})).encode()))) == 2


ENTITY = re.compile(r"#(\d+);")


def mermaid_label(text):
    """What Mermaid shows for the inside of a quoted label."""
    return ENTITY.sub(lambda match: chr(int(match[1])), text)


def test_mermaid_labels_stay_inside_their_quotes():
    """Every line is a box, an arrow or a class, and the labels read as the titles."""
    titles = {node.id: node.title for node in SHOWN.nodes}
    box = re.compile(r'  (n\d+)[(\["]{1,2}"?([^"]*)"?[)\]"]{1,2}')
    other = re.compile(r"  n\d+ (-->|-\.->|-\. guess \.->|--o) n\d+|  class(Def)? [\w,]+ [^\"<]*")
    lines = mermaid(SHOWN).splitlines()
    seen = {}
    for line in lines[1:]:
        match = box.fullmatch(line)
        if match:
            seen[match[1]] = mermaid_label(match[2])[2:]
        else:
            assert other.fullmatch(line), line

    assert lines[0] == "flowchart LR"
    assert titles == seen


@settings(max_examples=300)
@given(ANY_TEXT)
def test_mermaid_text_holds_nothing_mermaid_acts_on(text):
    """No quote, markup, comment, entity or Markdown mark is left, and the text reads back."""
    written = mermaid_text(text)

    assert one_line(text) == mermaid_label(written)
    bare = ENTITY.sub("", written)
    assert not set(bare) & set('"`<>&#;[]{}|\\*_~$%^@')
    assert "//" not in written
    assert not re.match(r"[-+]|\d{1,3}[.)]", written)


def dot_strings(text):
    """The quoted strings of a DOT text, as Graphviz shows them; checks what lies between."""
    pieces = re.split(r'"((?:[^"\\]|\\.)*)"', text)
    assert '"' not in "".join(pieces[::2])
    return [unescape(re.sub(r"\\(.)", r"\1", piece)) for piece in pieces[1::2]], "".join(
        pieces[::2]
    )


def test_dot_labels_read_back():
    """Each label is one quoted string that reads as sign and title; nothing else slips in."""
    strings, outside = dot_strings(dot(SHOWN))

    for node in SHOWN.nodes:
        assert f"{STATE_LOOKS[node.state].sign} {node.title}" in strings
    assert len(SHOWN.nodes) == outside.count("[label=")
    assert len(SHOWN.edges) == outside.count("->")


@given(ANY_TEXT)
def test_dot_text_is_one_quoted_string(text):
    """Whatever the text, it is a single string that reads back."""
    strings, outside = dot_strings(dot_text(text))

    assert outside == ""
    assert [one_line(text)] == strings


def test_canvas_cards_read_back_and_link_nowhere_else():
    """File cards name exact paths; text cards show the name and hold at most a link to it."""
    text = canvas(SHOWN)
    nodes = json.loads(text)["nodes"]

    files = {node["file"] for node in nodes if node["type"] == "file"}
    assert {n for n, f in GRAPH.nodes(data=True) if f["exists"]} == files
    read = parse_canvas("x.canvas", text)
    planned = {n for n, f in GRAPH.nodes(data=True) if not f["exists"]}
    assert isinstance(read, Canvas)
    assert not read.urls
    assert {link.linkpath for link in read.links} <= planned
    assert not any(link.embed for link in read.links)


def test_svg_is_well_formed_and_titles_read_back():
    """The SVG parses as XML; each box's tooltip begins with its title; no script, no handler."""
    root = ET.fromstring(svg(SHOWN, title='"><script>x</script>'))
    space = "{http://www.w3.org/2000/svg}"
    tooltips = [
        g.findtext(f"{space}title")
        for g in root.iter(f"{space}g")
        if g.get("class", "").startswith("node ")
    ]

    assert [node.title for node in SHOWN.nodes] == [
        tip.rsplit(f", {node.state}", 1)[0] for tip, node in zip(tooltips, SHOWN.nodes, strict=True)
    ]
    assert not list(root.iter(f"{space}script"))
    for element in root.iter():
        assert not any(name.startswith("on") for name in element.attrib)


def test_tree_has_one_line_for_each_place():
    """With nothing mastered every title stands on one line, whatever is in it."""
    shown = picture(GRAPH, states=dict.fromkeys(GRAPH, "ready"))
    lines = tree(shown).splitlines()

    for node in shown.nodes:
        assert sum(f"▸ {node.title}  (" in line for line in lines) == 1
    assert len(lines) == len(shown.nodes) + 2


class PageReader(HTMLParser):
    """Collects the tags of a page, its data block and its visible text."""

    def __init__(self):
        super().__init__()
        self.tags, self.data, self.script, self.attributes, self._in = [], "", "", [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self._in = dict(attrs).get("type", tag) if tag == "script" else ""

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, data):
        if self._in == "application/json":
            self.data += data
        elif self._in == "script":
            self.script += data


def test_the_page_holds_one_script_and_the_names_as_data():
    """A page of hostile names and texts has our script only, no handler, and exact names."""
    page = PageReader()
    page.feed(
        html(
            SHOWN,
            title="</title><script>1</script>",
            text=lambda path: "\n\n".join(HOSTILE_NAMES) + path,
            vault_name="a&b=c</script>",
        )
    )
    data = json.loads(page.data)

    assert page.tags.count("script") == 2
    assert "use strict" in page.script[:20]
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert not any(name == "style" for name, _ in page.attributes)
    assert [node.key for node in SHOWN.nodes] == [node["key"] for node in data["nodes"]]
    assert [node.title for node in SHOWN.nodes] == [node["title"] for node in data["nodes"]]
    for node in data["nodes"]:
        assert "open" not in node or node["open"].startswith("obsidian://open?vault=a%26b%3Dc%3C")
