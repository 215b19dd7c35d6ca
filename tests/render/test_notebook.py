"""Results in notebooks: rows that data frames take, tables and pictures in which nothing runs."""

from __future__ import annotations

import math
import pickle
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kbpivot as kb
from commandline import kbpivot
from kbpivot.record import Records
from kbpivot.render.notebook import Sheet, sheet_bundle
from kbpivot.shell.log import append, new_event
from kbpivot.study import plan

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "vault"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
ALLOWED = {"div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "img", "iframe"}


def many_rows(work):
    """Return rows of every kind that a workspace has."""
    _, path = work.way(["RLHF"])
    return {
        "notes": work.rows(),
        "vault": work.vault.rows(),
        "links": work.vault.link_rows(),
        "edges": work.graph.rows(),
        "gaps": work.gaps().rows(),
        "path": path.rows(),
        "plan": plan(path, hours_per_week=4, start=date(2026, 11, 23)).rows(),
        "suggestions": work.suggestions(today=date(2026, 11, 23)).rows(),
        "events": work.events.rows(),
        "log": work.log.rows(),
    }


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """Rows of the example vault, with a log of two events that fill different fields."""
    import shutil

    root = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("rows") / "vault")
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    note = "Concepts/Softmax.md"
    append(
        root,
        new_event("started", note, at=at),
        new_event("reviewed", note, at=at + timedelta(minutes=1), minutes=20, rating="good"),
    )
    return many_rows(kb.Workspace(root, cache=False))


def test_rows_are_flat_and_alike(rows):
    """Every row of a table has the same keys, and under each a plain value of one type."""
    for name, table in rows.items():
        assert table, name
        for row in table:
            assert list(row) == list(table[0]), name
            for key, value in row.items():
                assert type(value) in (str, int, float, bool), (name, key)
                assert type(value) is type(table[0][key]), (name, key)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frames_take_rows(rows, library):
    """Pandas and polars make a frame of the rows as they are, whatever the first hundred lack."""
    frames = pytest.importorskip(library)

    for table in rows.values():
        # What stands late in a column must not surprise a library that looks at the beginning.
        frame = frames.DataFrame([table[0]] * 300 + table)
        assert frame.shape == (300 + len(table), len(table[0]))


def test_data_frame_cells_of_the_how_to_run(monkeypatch, capsys):
    """The cells that need pandas and polars do what the page says."""
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    page = (ROOT / "docs" / "how-to" / "use-a-notebook.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(ROOT)

    for cell in cells:
        exec(cell, {"work": kb.Workspace(EXAMPLE)})

    assert cells
    assert "('stated', 146)" in capsys.readouterr().out


def test_a_row_counts_once_each(rows):
    """There is one row a note, link, edge, step and event."""
    work = kb.Workspace(EXAMPLE)

    assert len(rows["notes"]) == len(rows["vault"]) == len(work.vault)
    assert len(rows["links"]) == len(list(work.vault.all_links()))
    assert len(rows["edges"]) == work.graph.number_of_edges()
    assert [row["event"] for row in rows["events"]] == ["started", "reviewed"]
    assert math.isnan(rows["events"][0]["minutes"])
    assert rows["events"][1]["minutes"] == 20.0


class Tags(HTMLParser):
    """Collects the elements and attributes of a piece of HTML, and whether each is closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def checked(html):
    """Return the parsed HTML, which holds nothing that could run."""
    found = Tags()
    found.feed(html)
    assert found.open == []
    assert found.tags <= ALLOWED
    assert found.attributes <= {"style", "scope", "alt", "src", "srcdoc", "sandbox"}
    return found


def hostile_vault():
    """A vault whose titles, targets and headings are markup."""
    return kb.Vault.from_texts(
        {
            "A.md": f"---\ntitle: '{HOSTILE}'\npublish: true\n---\nWords [[{HOSTILE}]].\n",
            "B.md": f"---\nprerequisites: ['[[A]]', '{HOSTILE} two']\npublish: true\n---\nWords.\n",
            f"{HOSTILE[:4]}/C.md": "---\nprerequisites: ['[[B]]']\npublish: true\n---\nWords.\n",
        }
    )


def test_titles_run_nothing():
    """Markup in a title is words in every table and picture."""
    vault = hostile_vault()
    graph = kb.prerequisite_graph(vault)
    state = kb.knowledge_state(vault)
    path = kb.learning_path(graph, [n for n in graph if n.endswith("C.md")], state, assume=False)
    shown = [
        vault,
        graph,
        path,
        plan(path, hours_per_week=2, start=date(2026, 1, 5)),
        kb.next_notes(graph, state),
        kb.gaps(vault, graph),
        *(kb.draw(graph, format=one) for one in ("svg", "html")),
    ]

    assert len(path) >= 3
    for one in shown:
        bundle = one._repr_mimebundle_()
        checked(bundle["text/html"])
        if "image/svg+xml" in bundle:
            elements = {
                item.tag.rpartition("}")[2]
                for item in ET.fromstring(bundle["image/svg+xml"]).iter()
            }
            assert not elements & {"script", "foreignObject", "img", "a", "image"}


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_any_words_are_words(words):
    """Whatever a cell says, the table has its elements and no others, and one line a row."""
    sheet = Sheet(words[0], tuple(words), (tuple(words),), remarks=tuple(words))

    bundle = sheet_bundle(sheet)

    assert checked(bundle["text/html"]).tags == {
        *("div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td")
    }
    assert "\x1b" not in bundle["text/plain"]


def test_paths_and_graphs_have_pictures():
    """A path and a graph come with their SVG, which names the steps; a table alone does not."""
    work = kb.Workspace(EXAMPLE)
    _, path = work.way(["Transformer"])

    picture = path._repr_mimebundle_()["image/svg+xml"]

    assert "Multi-head attention" in picture
    assert picture == str(kb.draw(path))
    assert "image/svg+xml" in work.graph._repr_mimebundle_()
    assert "image/svg+xml" not in work.gaps()._repr_mimebundle_()


def test_only_what_is_asked_for():
    """A front end that names the kinds it takes gets no others."""
    work = kb.Workspace(EXAMPLE)

    assert list(work._repr_mimebundle_(include={"text/html"})) == ["text/html"]
    assert list(work.gaps()._repr_mimebundle_(exclude={"text/html"})) == ["text/plain"]


def test_nothing_is_shown_too():
    """An empty answer is a sentence and no empty table."""
    graph = kb.prerequisite_graph(kb.Vault.from_texts({}))
    state = kb.KnowledgeState()

    for one in (
        kb.gaps(kb.Vault.from_texts({}), graph),
        Records(),
        kb.next_notes(graph, state),
        graph,
    ):
        bundle = one._repr_mimebundle_()
        assert bundle["text/plain"]
        assert "<table" not in bundle["text/html"]


def test_long_tables_are_cut_and_say_so():
    """A table of a thousand rows shows the first ones and how to have all."""
    sheet = Sheet("Many", ("n",), tuple((str(n),) for n in range(1000)))

    bundle = sheet_bundle(sheet)

    assert bundle["text/html"].count("<tr>") < 100
    assert ".rows()" in bundle["text/plain"]


@pytest.mark.parametrize(
    "format_", ["svg", "html", "mermaid", "dot", "graphml", "json", "canvas", "text"]
)
def test_draw_takes_any_graph(format_):
    """A graph that somebody made by hand, without attributes, is drawn in every format."""
    graph = nx.DiGraph([("Sets", "Functions"), ("Functions", "Limits"), ("Sets", "Limits")])

    drawn = kb.draw(graph, format=format_)

    assert "Functions" in drawn
    assert drawn.written_as == format_
    assert pickle.loads(pickle.dumps(drawn)).written_as == format_
    assert all(not facts for _, facts in graph.nodes(data=True))


def test_draw_parts_and_mistakes():
    """A goal cuts a graph to what it builds on; what cannot be drawn is said."""
    graph = nx.DiGraph([("Sets", "Functions"), ("Functions", "Limits")])

    assert "Limits" not in kb.draw(graph, goal="Functions")
    assert "private note 1" in kb.draw(graph, public=["Functions"])
    with pytest.raises(kb.NoteNotFoundError):
        kb.draw(graph, goal="Integrals")
    with pytest.raises(ValueError, match="no format 'gif'"):
        kb.draw(graph, format="gif")
    path = kb.learning_path(graph, "Limits", kb.KnowledgeState())
    with pytest.raises(ValueError, match="whole"):
        kb.draw(path, goal="Limits")


def test_workspace_draws_what_the_command_draws():
    """`Workspace.draw` and the command `graph` write the same text."""
    work = kb.Workspace(EXAMPLE)

    for format_ in ("svg", "dot", "mermaid", "json"):
        asked = ("graph", "--goal", "Softmax", "--public", "--format", format_)
        assert work.draw(format=format_, goal="Softmax", public=True).strip() == (
            kbpivot(*asked, folder=EXAMPLE).out.strip()
        )
    # For other programs all notes are in it, also those that no edge names.
    whole = work.draw(format="graphml")
    assert whole.strip() == kbpivot("graph", "--format", "graphml", folder=EXAMPLE).out.strip()
    assert "Daily/" in whole
