"""Vaults of Logseq and Dendron: links lead by their rules of names, and are left as they are."""

from __future__ import annotations

from itertools import pairwise

import pytest

from commandline import answer, vault_of
from kbpivot.graph import prerequisite_graph
from kbpivot.publish import public_flag
from kbpivot.publish.stray_links import stray_links
from kbpivot.traits import vault_traits
from kbpivot.vault import Vault, dialect_of
from kbpivot.workspace.workspace import Workspace

PROSE = "Enough words of the author's own to count as a note that was written, one way or another."


def logseq(texts):
    return Vault.from_texts({**texts, "logseq/config.edn": "{}"})


@pytest.mark.parametrize(
    ("paths", "files", "dialect"),
    [
        (["pages/a.md"], ["logseq/config.edn"], "logseq"),
        (["notes/pages/a.md"], ["notes/logseq/config.edn"], "logseq"),
        (["pages/a.md", "journals/2024_05_01.md"], [], "logseq"),
        (["a.b.md"], ["dendron.yml"], "dendron"),
        (["vault/root.md"], ["vault/root.schema.yml"], "dendron"),
        (["root.md", "a.b.md", "a.c.md", "d.e.f.md"], [], "dendron"),
        (["pages/a.md", "daily/2024-05-01.md"], [], "obsidian"),
        (["v1.2.md", "v1.3.md", "v1.4.md"], [], "obsidian"),
        (["logseq/a.md"], ["logseq.md"], "obsidian"),
        ([], [], "obsidian"),
    ],
)
def test_a_vault_is_told_by_its_folders_and_files(paths, files, dialect):
    """Logseq's and Dendron's own files, or their kind of names throughout, tell whose it is."""
    assert dialect_of(paths, files) == dialect


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("Cross entropy", "pages/xent.md"),
        ("cross ENTROPY", "pages/xent.md"),
        ("Xent", "pages/xent.md"),
        ("surprise", "pages/xent.md"),
        ("ml/attention", "pages/ml___attention.md"),
        ("ml/softmax", "pages/ml%2Fsoftmax.md"),
        ("May 1st, 2024", "journals/2024_05_01.md"),
        ("2024-05-01", "journals/2024_05_01.md"),
        ("nowhere", None),
    ],
)
def test_logseq_finds_pages_by_title_alias_and_namespace(link, path):
    """The first lines of a page name it, and so do its file's namespace and its day."""
    vault = logseq(
        {
            "pages/xent.md": f"title:: Cross entropy\nalias:: Xent, [[surprise]]\n\n- {PROSE}\n",
            "pages/ml___attention.md": f"- {PROSE}\n",
            "pages/ml%2Fsoftmax.md": f"- {PROSE}\n",
            "journals/2024_05_01.md": f"- {PROSE}\n",
        }
    )

    assert vault.resolve(link, source="pages/xent.md") == path


def test_a_title_wins_over_the_name_of_a_file():
    """What a page calls itself is what links mean, whatever another file is called."""
    vault = logseq({"pages/a.md": "title:: B\n\n- x\n", "pages/b.md": "title:: C\n\n- y\n"})

    assert vault.resolve("B", source="pages/a.md") == "pages/a.md"
    assert vault["pages/b.md"].title == "C"


def test_logseq_says_in_its_own_way_what_is_public():
    """`public:: true` at the top of a page is its flag."""
    vault = logseq({"pages/a.md": "public:: true\n\n- x\n", "pages/b.md": "public:: false\n- y\n"})

    assert public_flag(vault["pages/a.md"]) is True
    assert public_flag(vault["pages/b.md"]) is False
    assert vault["pages/a.md"].publish is True


def test_days_are_days_and_copies_are_no_pages():
    """Journals are daily notes; what Logseq keeps of old versions is none of the vault."""
    vault = logseq(
        {
            "pages/a.md": f"- {PROSE}\n",
            "journals/2024_05_01.md": f"- {PROSE}\n",
            "logseq/bak/pages/a/2024-05-01T08.md": f"- {PROSE}\n",
        }
    )

    assert vault.paths == ("journals/2024_05_01.md", "pages/a.md")
    assert vault_traits(vault)["journals/2024_05_01.md"].kind == "daily"


def test_prerequisites_of_logseq_pages():
    """A field of a page leads to another by its title."""
    vault = logseq(
        {
            "pages/xent.md": f"title:: Cross entropy\n\n- {PROSE}\n",
            "pages/loss.md": f"prerequisites:: [[Cross entropy]]\n\n- {PROSE}\n",
        }
    )

    assert list(prerequisite_graph(vault).edges) == [("pages/xent.md", "pages/loss.md")]


def dendron(texts):
    return Vault.from_texts({**texts, "dendron.yml": "version: 5\n", "root.md": "---\n---\n"})


def test_the_name_stands_behind_the_bar_in_dendron():
    """`[[shown|the.name]]` leads to the name, also as a prerequisite and in a list."""
    vault = dendron(
        {
            "ml.attention.md": f"---\ntitle: Attention\n---\n## Prerequisites\n\n- [[the soft one|ml.softmax]]\n\n{PROSE}\n",
            "ml.softmax.md": f"---\ntitle: Softmax\n---\n{PROSE} [[far|dendron://other/ml.attention]] ![[ml.*]]\n",
            "ml.md": "1. [[First|ml.softmax]]\n2. [[Then|ml.attention#heads]]\n",
        }
    )

    assert [link.target for link in vault.links("ml.softmax.md")] == ["ml.attention.md"]
    assert [link.target for link in vault.links("ml.md")] == ["ml.softmax.md", "ml.attention.md"]
    assert list(prerequisite_graph(vault).edges) == [("ml.softmax.md", "ml.attention.md")]
    assert vault.unresolved() == ()


def test_dotted_names_are_folders_in_dendron():
    """The number of a branch comes before that of the note in it."""
    names = ["nlp.01-text.01-a", "nlp.01-text.02-b", "nlp.02-nets.01-c", "nlp.02-nets.02-d"]
    graph = prerequisite_graph(
        dendron({f"{name}.md": f"{PROSE} {name}" for name in names}), grades=("ordered",)
    )

    assert list(graph.edges) == [(f"{a}.md", f"{b}.md") for a, b in pairwise(names)]


def test_a_branch_of_dendron_is_no_note_to_write():
    """A note with others below it and nothing in it is a place where they hang."""
    vault = dendron({"ml.md": "---\ntitle: ML\n---\n", "ml.nets.md": PROSE, "db.md": "---\n---\n"})
    traits = vault_traits(vault)

    assert traits["ml.md"].kind == "index"
    assert traits["db.md"].kind != "index"


def test_macros_of_logseq_are_no_holes():
    """`{{video …}}` shows something; only a template has holes to be filled."""
    text = "- {{video https://a}} {{embed ((x))}}\n- {{query (todo)}} as one sees\n"
    vault = logseq({"pages/a.md": text, "pages/hls__paper.md": f"- {PROSE}\n"})
    traits = vault_traits(vault)

    assert traits["pages/a.md"].kind != "template"
    assert traits["pages/hls__paper.md"].kind == "clipping"


@pytest.mark.parametrize("mark", ["logseq/config.edn", "dendron.yml"])
def test_no_link_is_written_anew_there(mark):
    """What looks moved or miswritten is told, if at all, without an edit."""
    texts = {"pages/A.md": f"{PROSE} [[old/B]] [[a]]\n", "new/B.md": f"{PROSE}\n"}

    assert any(one.edit for one in stray_links(Vault.from_texts(texts)))
    assert not any(one.edit for one in stray_links(Vault.from_texts({**texts, mark: ""})))


def test_a_page_written_anew_may_be_called_otherwise():
    """A vault with a page written anew answers as one read from the start."""
    texts = {"pages/a.md": "title:: One\n\n- x\n", "pages/b.md": "- [[Two]]\n"}
    old, new = logseq(texts), logseq({**texts, "pages/a.md": "title:: Two\n\n- x\n"})

    assert old.resolve("Two", source="pages/b.md") is None
    assert old.with_notes([new["pages/a.md"]]).resolve("Two", source="pages/b.md") == "pages/a.md"


# --------------------------------------------------------------------------- sites


def site(folder, files):
    """The ordered edges of a vault on disk."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text or f"{PROSE} {path}\n")
    return list(Workspace(folder, cache=False).written_graph.edges)


PAGES = {f"docs/{name}.md": "" for name in ("zebra", "ant", "more/mole")}


@pytest.mark.parametrize(
    "nav",
    [
        "nav:\n  - Home: index.md\n  - zebra.md\n  - Second: ant.md\n  - More:\n      - Mole: more/mole.md\n",
        "nav: [zebra.md, ant.md, more/mole.md]\nplugins:\n  - x: !!python/name:a.b\n",
        "site_name: x\nnav:\n- zebra.md\n- ant.md\n- 'Mole': more/mole.md\ntheme: {name: y}\n",
    ],
)
def test_the_nav_of_mkdocs_is_an_order(tmp_path, nav):
    """Pages follow each other as `nav` lists them, sections included."""
    assert site(tmp_path, {**PAGES, "mkdocs.yml": nav}) == [
        ("docs/ant.md", "docs/more/mole.md"),
        ("docs/zebra.md", "docs/ant.md"),
    ]


def test_a_vault_may_be_the_folder_of_the_pages(tmp_path):
    """The configuration then lies beside the vault."""
    (tmp_path / "mkdocs.yml").write_text("nav:\n  - zebra.md\n  - ant.md\n")

    assert site(tmp_path / "docs", {"zebra.md": "", "ant.md": ""}) == [("zebra.md", "ant.md")]


@pytest.mark.parametrize("nav", ["site_name: x\n", "nav:\n", "nav: [\n", "nav: zebra.md\n", ""])
def test_a_site_without_a_menu_orders_nothing(tmp_path, nav):
    """Where `nav` is missing or damaged, nothing is taken for an order."""
    assert site(tmp_path, {**PAGES, "mkdocs.yml": nav}) == []


@pytest.mark.parametrize(
    "sidebar",
    [
        "module.exports = { docs: ['zebra', 'ant', { type: 'category', label: 'More', items: ['more/mole'] }] };\n",
        "// ant\nconst s = {\n  a: [{type: 'doc', id: 'zebra', label: 'Z'}, 'ant'],\n  b: {'More': ['more/mole']},\n};\n",
        '{"docs": ["zebra", {"type": "doc", "id": "ant"}, "more/mole"]}',
    ],
)
def test_the_sidebars_of_docusaurus_are_an_order(tmp_path, sidebar):
    """Pages follow each other as the sidebar names them; labels and comments are no pages."""
    name = "sidebars.json" if sidebar.startswith("{") else "sidebars.js"
    files = {**PAGES, "docusaurus.config.js": "module.exports = {};\n", name: sidebar}

    assert site(tmp_path, files) == [
        ("docs/ant.md", "docs/more/mole.md"),
        ("docs/zebra.md", "docs/ant.md"),
    ]


def test_places_in_the_sidebar_are_an_order(tmp_path):
    """Docusaurus takes them from a property, and those of folders from a file in them."""
    files = {
        "docusaurus.config.ts": "export default {};\n",
        "docs/zebra.md": f"---\nsidebar_position: 1\n---\n{PROSE} z\n",
        "docs/more/_category_.json": '{"label": "More", "position": 2}\n',
        "docs/more/mole.md": "",
        "docs/ant.md": f"---\nsidebar_position: 2.5\n---\n{PROSE} a\n",
    }

    assert site(tmp_path, files) == [
        ("docs/more/mole.md", "docs/ant.md"),
        ("docs/zebra.md", "docs/more/mole.md"),
    ]


SUMMARY = """# Summary

[Begin](zebra.md)

# Part one

- [Ants `[x]`](./ant.md)
    - [Draft chapter]()
    - [Moles](more/mole.md#how)
"""
BOOK = {f"{{0}}{name}.md": "" for name in ("zebra", "ant", "more/mole")}


@pytest.mark.parametrize(
    ("config", "text", "folder"),
    [
        ("book.toml", '[book]\ntitle = "x"\n', "src/"),
        ("book.toml", '[book]\nsrc = "text"\n', "text/"),
        (".gitbook.yaml", "root: ./docs/\n", "docs/"),
        ("book.json", '{"title": "x"}', ""),
    ],
)
def test_the_summary_of_a_book_is_an_order(tmp_path, config, text, folder):
    """Chapters of mdBook and GitBook follow each other as the summary lists them, and it is none."""
    files = {name.format(folder): said for name, said in BOOK.items()}
    edges = site(tmp_path, {**files, config: text, f"{folder}SUMMARY.md": SUMMARY})

    assert sorted(edges) == [
        (f"{folder}ant.md", f"{folder}more/mole.md"),
        (f"{folder}zebra.md", f"{folder}ant.md"),
    ]
    assert Workspace(tmp_path, cache=False).traits[f"{folder}SUMMARY.md"].kind == "index"


@pytest.mark.parametrize(
    "config", [{"hugo.toml": ""}, {"config.yaml": "baseURL: https://x.invalid/\n"}]
)
def test_weights_of_hugo_are_an_order(tmp_path, config):
    """Pages follow each other by weight, and a section has that of its own page."""
    files = {
        **config,
        "content/docs/_index.md": "---\nweight: 5\n---\n",
        "content/docs/zebra.md": f"---\nweight: 10\n---\n{PROSE} z\n",
        "content/docs/more/_index.md": "---\nweight: 20\n---\n",
        "content/docs/more/mole.md": "",
        "content/docs/ant.md": f"---\nweight: 30\n---\n{PROSE} a\n",
    }

    assert sorted(site(tmp_path, files)) == [
        ("content/docs/more/mole.md", "content/docs/ant.md"),
        ("content/docs/zebra.md", "content/docs/more/mole.md"),
    ]


def test_places_in_just_the_docs_are_an_order(tmp_path):
    """`nav_order` counts where the theme that reads it is in use, and a weight alone never does."""
    files = {
        "_config.yml": "remote_theme: just-the-docs/just-the-docs\n",
        "docs/zebra.md": f"---\nnav_order: 1\n---\n{PROSE} z\n",
        "docs/ant.md": f"---\nnav_order: 2\n---\n{PROSE} a\n",
    }

    assert site(tmp_path / "a", files) == [("docs/zebra.md", "docs/ant.md")]
    elsewhere = {
        "Diary/zebra.md": f"---\nweight: 80\n---\n{PROSE} z\n",
        "Diary/ant.md": f"---\nweight: 81\n---\n{PROSE} a\n",
    }
    assert site(tmp_path / "b", elsewhere) == []


LITERATURE = """
== logseq/config.edn ==
{:meta/version 1}
== pages/@newport2016.md ==
type:: [[book]]
authors:: [[Cal Newport]]

- What the book says of attention and of long blocks of time, in some words.
== pages/Attention.md ==
- Attention is what goes to one thing at a time, as [[@newport2016]] has it.
== pages/Distraction.md ==
- Distraction is the loss of [[Attention]]; [[@newport2016]] measures it, and [[@newport2016]] again.
== pages/Focus.md ==
- Focus needs [[Attention]] without [[Distraction]]; see [[@newport2016]] for how.
"""


def test_pages_of_a_bibliography_are_sources(tmp_path):
    """Nothing is guessed to build on them, and the values of their fields are no notes to write."""
    vault = vault_of(tmp_path, LITERATURE)
    guessed = answer("graph", "--grade", "inferred", folder=vault)["edges"]

    assert "pages/@newport2016.md" not in {edge["source"] for edge in guessed}
    assert answer("gaps", "--all", folder=vault)["gaps"] == []
