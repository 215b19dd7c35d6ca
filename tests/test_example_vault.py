"""The example vault and the templates hold what the documentation and other tests rely on.

Read with plain Python, so that a fault of the library cannot hide a fault of the vault.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml12

ROOT = Path(__file__).parents[1]
VAULT = ROOT / "examples" / "vault"
TEMPLATES = ROOT / "templates"

NOTES = {
    path.relative_to(VAULT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(VAULT.rglob("*.md"))
}
NAMES = {path.rsplit("/", 1)[-1].removesuffix(".md"): path for path in NOTES}

PLANNED = {
    *("Bradley-Terry model", "Floating-point formats", "Importance sampling"),
    *("Speculative decoding", "State space models", "Diffusion models", "Multimodal models"),
    *("Mechanistic interpretability", "Reward hacking", "Vector databases"),
    *("Data deduplication", "Context engineering"),
}
PLANNED_PREREQUISITES = {"Bradley-Terry model", "Floating-point formats", "Importance sampling"}
PRIVATE = {
    *("Concepts/KL divergence.md", "Concepts/Policy gradient.md"),
    *("Private/Career change.md", "Private/Interview prep.md"),
    *("Daily/2026-09-12.md", "Daily/2026-09-13.md", "Templates/concept.md"),
}
MASTERED = {
    *("Vectors and matrices", "Derivatives and the chain rule", "Probability", "Embeddings"),
    *("Gradient descent", "Neural network", "Tokenization"),
}
STARTED = {"Backpropagation", "Attention Is All You Need", "Zero to Hero", "Interview prep"}
UNFILLED = {"Concepts/Sampling and temperature.md", "Sources/CS336.md"}
ARXIV = {
    "Attention Is All You Need": "1706.03762",
    "ResNet": "1512.03385",
    "Adam": "1412.6980",
    "BERT": "1810.04805",
    "GPT-3": "2005.14165",
    "Scaling Laws for Neural Language Models": "2001.08361",
    "Chinchilla": "2203.15556",
    "Switch Transformer": "2101.03961",
    "RoFormer": "2104.09864",
    "RAG for Knowledge-Intensive NLP": "2005.11401",
    "LoRA": "2106.09685",
    "QLoRA": "2305.14314",
    "Chain-of-Thought Prompting": "2201.11903",
    "InstructGPT": "2203.02155",
    "FlashAttention": "2205.14135",
    "ReAct": "2210.03629",
    "Constitutional AI": "2212.08073",
    "Toolformer": "2302.04761",
    "LLaMA": "2302.13971",
    "DPO": "2305.18290",
    "Let's Verify Step by Step": "2305.20050",
    "PagedAttention": "2309.06180",
    "SWE-bench": "2310.06770",
    "DeepSeekMath": "2402.03300",
    "DeepSeek-R1": "2501.12948",
}

_FRONTMATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LINK = re.compile(r"\[\[([^\[\]|#\\\n]*)(?:#([^\[\]|\n]*))?(?:\\?\|[^\[\]\n]*)?\]\]")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_COMMENT = re.compile(r"%%.*?%%|<%.*?%>", re.DOTALL)


def split(text):
    """The block of properties as written, and the body."""
    match = _FRONTMATTER.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def properties(path):
    return yaml12.parse_yaml(split(NOTES[path])[0]) or {}


def links(text):
    return [match[1].strip() for match in _LINK.finditer(_CODE.sub(" ", text))]


def of_kind(kind):
    return [path for path in NOTES if properties(path).get("type") == kind]


def needed(path):
    """Names that a note says must come first, in any of the forms the vault uses."""
    found = properties(path)
    names = []
    for key in ("prerequisites", "builds-on"):
        value = found.get(key)
        if isinstance(value, list):
            names += [name for entry in value for name in links(entry)]
    body = split(NOTES[path])[1]
    section = re.search(r"^## Prerequisites\n(.*?)(?=^## )", body, re.DOTALL | re.MULTILINE)
    label = re.search(r"^\*\*Prerequisites:\*\* (.*)$", body, re.MULTILINE)
    for match in (section, label):
        names += links(match[1]) if match else []
    return names


def graph():
    """For each note or planned name the set of what it needs."""
    needs = defaultdict(set)
    for path, text in NOTES.items():
        for name in needed(path):
            needs[path].add(NAMES.get(name, name))
        leads = re.search(r"^\*\*Leads to:\*\* (.*)$", text, re.MULTILINE)
        for name in links(leads[1]) if leads else []:
            needs[NAMES[name]].add(path)
    return needs


def reach(needs, start):
    """Everything that a note needs, directly or not."""
    seen, stack = set(), list(needs.get(start, ()))
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack += needs.get(node, ())
    return seen


def lists(path):
    """Each run of list items that begin with a link, as the paths they lead with."""
    runs, run = [], []
    for line in [*split(NOTES[path])[1].splitlines(), ""]:
        match = re.match(r"(?:\d+\.|-) \[\[([^\]|#\\]+)", line)
        if match:
            run.append(NAMES.get(match[1], match[1]))
        elif run:
            runs.append(run)
            run = []
    return runs


def test_there_is_enough_to_read():
    """The vault holds at least 64 notes: 35 concepts, 20 papers, four tracks, a plan, a home."""
    written = [path for path in NOTES if not path.startswith("Templates/")]

    assert len(written) >= 64
    assert len(of_kind("concept")) >= 35
    assert len(of_kind("paper")) >= 20
    assert len(of_kind("track")) == 4
    assert {"Home.md", "Six-month plan.md"} <= NOTES.keys()


def test_names_are_unique():
    """No two notes share a name, so that every short link has one meaning."""
    assert len({name.casefold() for name in NAMES}) == len(NOTES)


def test_links_lead_to_a_note_or_to_a_planned_one():
    """Every link resolves, or names one of the notes on the wish list; each of these is linked."""
    missing = {
        name
        for path, text in NOTES.items()
        for name in links(text)
        if name and name not in NAMES and not (VAULT / name).is_file()
    }

    assert missing == PLANNED


def test_linked_headings_and_blocks_exist():
    """A link to a part of a note finds that part."""
    seen = 0
    for text in NOTES.values():
        for match in _LINK.finditer(_CODE.sub(" ", text)):
            if not match[2]:
                continue
            seen += 1
            target = NOTES[NAMES[match[1]]]
            if match[2].startswith("^"):
                assert re.search(rf" {re.escape(match[2])}$", target, re.MULTILINE), match[0]
            else:
                assert re.search(rf"^#+ {re.escape(match[2])}$", target, re.MULTILINE), match[0]

    assert seen


def test_properties_are_readable():
    """The properties are a YAML mapping, and every link in them is a whole quoted value."""
    for path, text in NOTES.items():
        assert isinstance(properties(path), dict), path
        for line in split(text)[0].splitlines():
            if "[[" in line:
                assert re.fullmatch(r'  - "\[\[[^\[\]|#"]+\]\]"', line), (path, line)


def test_every_note_says_whether_it_is_public():
    """`publish` is stated in every note but the template; the private ones are the known ones."""
    template = {"Templates/concept.md"}
    public = {path for path in NOTES if properties(path)["publish"] is True}

    assert {path for path in NOTES if properties(path)["publish"] is False} == PRIVATE - template
    assert public == NOTES.keys() - PRIVATE - template


def test_papers_carry_the_right_ids():
    """Each paper has its known arXiv id, links to it, and a year that fits the id."""
    papers = {path.rsplit("/", 1)[-1].removesuffix(".md"): path for path in of_kind("paper")}

    assert papers.keys() == ARXIV.keys()
    for name, path in papers.items():
        block, body = split(NOTES[path])
        written = re.search(r'^arxiv: "?([0-9.]+)"?$', block, re.MULTILINE)
        assert written, path
        assert written[1] == ARXIV[name]
        assert f"**Read it:** [arXiv:{written[1]}](https://arxiv.org/abs/{written[1]})" in body
        assert properties(path)["year"] == 2000 + int(written[1][:2])
        assert properties(path)["authors"]
        assert "**In my words.**" in body


def test_arxiv_ids_are_well_formed():
    """Every arXiv id in a link is a possible one and equals the id shown beside it."""
    for path, text in NOTES.items():
        for shown, linked in re.findall(
            r"arXiv:([\d.]+)\]\(https://arxiv\.org/abs/([\d.]+)\)", text
        ):
            assert shown == linked, path
        for found in re.findall(r"arxiv\.org/abs/([^)\s]+)", text):
            assert re.fullmatch(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}", found), (path, found)


def test_notes_are_short_and_cited():
    """A concept or paper names its hours and a source, and is neither a scrap nor an essay."""
    for path in {*of_kind("concept"), *of_kind("paper")} - UNFILLED - {"Templates/concept.md"}:
        body = re.sub(r"\$\$.*?\$\$", " ", split(NOTES[path])[1], flags=re.DOTALL)

        assert properties(path)["hours"] > 0, path
        assert "**Source:**" in body or "**Read it:**" in body, path
        assert "](https://" in body or "[[" in body.split("**Source:**")[-1], path
        assert 100 <= len(re.findall(r"\w+", body)) <= 400, path


def test_formulas_and_fences_are_closed():
    """Formulas, code fences and comments come in pairs."""
    for path, text in NOTES.items():
        body = split(text)[1]
        plain = _CODE.sub(" ", body)
        inline = re.sub(r"\\\$|\$\$.*?\$\$", " ", plain, flags=re.DOTALL)

        assert body.count("```") % 2 == 0, path
        assert plain.count("%%") % 2 == 0, path
        assert plain.count("$$") % 2 == 0, path
        assert inline.count("$") % 2 == 0, path


def test_what_the_learner_knows():
    """Seven notes are mastered and four begun; one of these has all it needs, one has not."""
    state = {path: properties(path).get("status") for path in NOTES}
    mastered = {NAMES[name] for name in MASTERED}
    needs = graph()

    assert {path for path, word in state.items() if word in {"mastered", "done"}} == mastered
    begun = {path for path, word in state.items() if word in {"started", "reading", "in-progress"}}
    assert begun == {NAMES[name] for name in STARTED}
    assert needs[NAMES["Backpropagation"]] <= mastered
    assert not needs[NAMES["Attention Is All You Need"]] <= mastered
    assert all(needs[path] <= mastered for path in mastered)


def test_public_notes_lean_on_private_planned_and_unfilled_ones():
    """Readers meet each kind of gap: private, planned and unfilled prerequisites."""
    needs = graph()
    public = set(NOTES) - PRIVATE
    private = {path for path in public if needs[path] & PRIVATE}
    planned = {name for path in public for name in needs[path] if name not in NOTES}

    assert len(private) >= 2
    assert planned == PLANNED_PREREQUISITES
    assert any(needs[path] & UNFILLED for path in public)


def test_one_cycle_in_its_corner():
    """The only notes that need each other are the two in the corner."""
    needs = graph()

    assert {path for path in NOTES if path in reach(needs, path)} == {
        "Corner/Meaning.md",
        "Corner/Understanding.md",
    }


def test_one_list_is_out_of_order():
    """No list names a note before one it needs, but the first list of the home note, once."""
    needs = graph()
    early = [
        (path, run[i], later)
        for path in NOTES
        for run in lists(path)
        for i in range(len(run))
        for later in run[i + 1 :]
        if later in reach(needs, run[i])
    ]

    assert early == [("Home.md", "Concepts/Attention.md", "Concepts/Softmax.md")]


def test_home_reaches_everything_public():
    """From the home note a reader can click to every public note."""
    seen, stack = {"Home.md"}, ["Home.md"]
    while stack:
        for name in links(NOTES[stack.pop()]):
            path = NAMES.get(name)
            if path and path not in seen and path not in PRIVATE:
                seen.add(path)
                stack.append(path)

    assert seen == set(NOTES) - PRIVATE


def test_canvas_shows_notes_that_exist():
    """The canvas is well-formed: its files exist and its arrows join its cards."""
    canvas = json.loads((VAULT / "Map.canvas").read_text(encoding="utf-8"))
    ids = {node["id"] for node in canvas["nodes"]}

    assert len(ids) == len(canvas["nodes"])
    assert all(node["file"] in NOTES for node in canvas["nodes"] if node["type"] == "file")
    assert all({edge["fromNode"], edge["toNode"]} <= ids for edge in canvas["edges"])


def test_canvas_arrows_agree_with_the_notes():
    """An arrow of the canvas says "first" only where the notes say so, directly or not."""
    canvas = json.loads((VAULT / "Map.canvas").read_text(encoding="utf-8"))
    file = {node["id"]: node.get("file") for node in canvas["nodes"]}
    needs = graph()

    for edge in canvas["edges"]:
        assert file[edge["fromNode"]] in reach(needs, file[edge["toNode"]]), edge


def test_settings_are_at_home_in_obsidian():
    """The settings are JSON objects, and the folders they name exist."""
    settings = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (VAULT / ".obsidian").glob("*.json")
    }

    assert {"app", "core-plugins", "templates", "daily-notes", "types"} <= settings.keys()
    assert all(isinstance(value, dict) for value in settings.values())
    assert (VAULT / settings["templates"]["folder"]).is_dir()
    assert (VAULT / settings["daily-notes"]["folder"]).is_dir()


def test_the_vault_uses_our_template():
    """The vault's concept template is the one we ship."""
    assert NOTES["Templates/concept.md"] == (TEMPLATES / "concept.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["concept", "paper", "track", "source", "weekly-review"])
def test_templates_are_ready_and_empty(kind):
    """A template has readable properties and no words of its own outside prompts."""
    block, body = split((TEMPLATES / f"{kind}.md").read_text(encoding="utf-8"))
    found = yaml12.parse_yaml(block)
    own = re.sub(r"^#.*$", "", _COMMENT.sub(" ", body), flags=re.MULTILINE)

    assert found["title"] == "{{title}}"
    assert found["created"] == "{{date}}"
    assert found["publish"] is None  # a new note is no more and no less public than its kin
    assert kind == "weekly-review" or found["prerequisites"] == []
    assert found["type"] == kind.removeprefix("weekly-")
    assert not re.findall(r"\w+", own)
    assert "[[" not in block + body


@pytest.mark.parametrize("kind", ["concept", "paper", "track", "source", "weekly-review"])
def test_templater_variants_match_the_plain_ones(kind):
    """A Templater variant has the properties of the plain template, readable before it has run."""
    plain, variant = (
        yaml12.parse_yaml(split(path.read_text(encoding="utf-8"))[0])
        for path in (TEMPLATES / f"{kind}.md", TEMPLATES / "templater" / f"{kind}.md")
    )
    body = split((TEMPLATES / "templater" / f"{kind}.md").read_text(encoding="utf-8"))[1]

    assert list(variant) == list(plain)
    assert body.count("<%") == body.count("%>")
    assert not re.findall(r"\w+", re.sub(r"^#.*$", "", _COMMENT.sub(" ", body), flags=re.MULTILINE))
