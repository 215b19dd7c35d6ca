"""What a note of an unprepared vault is: something to study, to write, or neither."""

from __future__ import annotations

import pytest

from kbpivot.traits import vault_traits
from kbpivot.vault import Vault

SENTENCE = (
    "A heap keeps its least element on top, and every push costs as many swaps as it is deep."
)
OTHER = (
    "A trie shares the beginnings of words, so that looking one up takes as long as it has signs."
)


def traits(texts, **said):
    return vault_traits(Vault.from_texts(texts), **said)


def kind(path, text=SENTENCE, **others):
    return traits({path: text, **others})[path].kind


@pytest.mark.parametrize(
    ("text", "maturity"),
    [
        ("", "empty"),
        ("---\ntags: [math]\ncreated: 2024-02-01\n---\n", "empty"),
        ("# Heaps\n", "empty"),
        ("https://example.org/heap\n", "empty"),
        ("- [[Tries]]\n- [a page](https://example.org)\n", "empty"),
        ("See also: [[Tries]]\n", "empty"),
        ("```dataview\nLIST FROM #heap\nSORT file.name\n```\n", "empty"),
        ("<!-- write here -->\n", "empty"),
        ("The least element is on top.\n", "written"),
        ("堆的顶部总是最小的元素。\n", "written"),
        ("```c\nint top(heap *h) {\n  return h->row[0];\n}\n```\n", "written"),
        ("$$\nT(n) = 2 T(n/2) + n\n$$\n", "written"),
        ("![[heap.png]]\n", "written"),
        ("![a heap](img/heap.svg)\n", "written"),
        ("![[slides.pdf#page=3]]\n", "written"),
        ("<img src='heap.png'>\n", "written"),
        ("| push | pop |\n|---|---|\n| log n swaps | log n swaps |\n", "written"),
        ("## What\n\n## Why\n\n## How\n", "template"),
        ("## What\n\nTBD\n", "template"),
        ("## What\n\n- \n\n## Why\n\n- [ ] \n", "template"),
        ("## Short\n\nThe least is on top, always.\n\n## Sources\n", "written"),
    ],
)
def test_what_is_in_a_note_says_how_far_it_is(text, maturity):
    """Content of any sort is content; without any a note is a form or empty, at any length."""
    assert traits({"N.md": text})["N.md"].maturity == maturity


@pytest.mark.parametrize(
    "path",
    [
        "2025_04_13.md",
        "2025-04-13.md",
        "20250413.md",
        "13.04.2025.md",
        "04-13-2025.md",
        "log_13042025.md",
        "Log 2025-04-13 heaps again.md",
        "daily.journal.2025.04.13.md",
        "user.anna.journal.2025.04.13.md",
        "2025-04-13 Sunday.md",
        "So 13. April 2025.md",
        "13 de abril de 2025.md",
        "13 avril 2025.md",
        "13 апреля 2025.md",
        "April 13th, 2025.md",
        "2025年4月13日.md",
        "2025年4月13日 星期日.md",
        "2025년 4월 13일 일요일.md",
        "2025-W15.md",
        "Week 15, 2025.md",
        "2025-04.md",
        "April 2025.md",
        "2025/04/13.md",
        "Journal/2025/04-April/13.md",
        "日记/04-13.md",
        "Tagebuch/2025-04-13 Regen.md",
        "2025-04-13 14.30.md",
    ],
)
def test_a_day_is_no_subject(path):
    """A note called by its date is one of a journal, however the date is written."""
    assert kind(path) == "daily"


@pytest.mark.parametrize(
    "path",
    [
        "2025-04-13 Heaps.md",
        "2025-04-13-heaps-and-tries.md",
        "2017 Attention.md",
        "3D convolution.md",
        "GPT-4.md",
        "Chapter 12.md",
        "Day 10 Dynamic programming.md",
        "10.md",
        "1e3.md",
        "202504131430 Heaps.md",
        "May.md",
        "March of dimes.md",
        "ImageNet 2012.md",
        "0412.md",
        "2.10.md",
        "13 04 heaps.md",
    ],
)
def test_a_number_or_a_dated_subject_is_no_day(path):
    """A name with a subject, a version or a place in an order is not the date of a day."""
    assert kind(path) != "daily"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Meetings/Heaps with Jo.md", "meeting"),
        ("work/3. Meetings/Q2 goals.md", "meeting"),
        ("会议/堆.md", "meeting"),
        ("Réunions/Tas.md", "meeting"),
        ("People/Jo from storage.md", "person"),
        ("Personen/Jo.md", "person"),
        ("4 Archive/Pascal.md", "archived"),
        ("Archiv/Pascal.md", "archived"),
        ("归档/Pascal.md", "archived"),
        ("Архив/Pascal.md", "archived"),
        ("Untitled.md", "untitled"),
        ("Notes/Untitled 12.md", "untitled"),
        ("Sans titre.md", "untitled"),
        ("Unbenannt 3.md", "untitled"),
        ("未命名 2.md", "untitled"),
        ("無題のファイル.md", "untitled"),
        ("Без названия.md", "untitled"),
    ],
)
def test_what_lies_aside(path, expected):
    """Minutes, people, archives and what nobody named are nothing to study next."""
    around = {f"{name}.md": f"{name}: {OTHER}" for name in ("Tries", "Ropes", "Graphs")}

    assert kind(path, **around) == expected


def test_a_folder_that_holds_most_of_the_vault_is_its_subject():
    """A vault about archives, or one that lies in `archive` as a whole, is not set aside."""
    whole = {f"archive/{name}.md": f"{name}: {SENTENCE}" for name in "ABCD"}

    assert {one.kind for one in traits(whole).values()} == {"other"}
    assert traits({**whole, "E.md": OTHER})["archive/A.md"].kind == "other"


def test_a_title_within_names_what_an_editor_did_not():
    """A note still called Untitled whose heading or property names it is a note."""
    assert kind("Untitled 2.md", f"# Heaps\n\n{SENTENCE}") == "other"
    assert kind("Untitled 2.md", f"---\ntitle: Heaps\n---\n{SENTENCE}") == "other"
    assert kind("Untitled 2.md", f"# Untitled\n\n{SENTENCE}") == "untitled"


RULES = [
    "Use tabs. Never touch the folder of scans. Ask before you rename anything.",
    "You are a careful editor. Keep links as they are. Do not invent quotations.",
    "Schreibe kurze Sätze. Lösche nie eine Notiz. Frage nach, wenn etwas unklar ist.",
    "Écris en français. Ne supprime jamais une note. Demande avant de renommer.",
    "请保持文件名不变。不要删除任何笔记。修改之前必须先询问。",
    "必ず日本語で答えてください。ファイル名を変更しないでください。",
    "항상 한국어로 답하세요. 파일을 삭제하지 마세요.",
    "Всегда отвечай по-русски. Не удаляй заметки. Проверь ссылки перед коммитом.",
]


@pytest.mark.parametrize("text", RULES)
@pytest.mark.parametrize("path", ["CLAUDE.md", "wiki/AGENTS.md", "AGENT.md", "docs/agents/edit.md"])
def test_rules_for_programs_are_no_subject(path, text):
    """What tells programs how to work here is a manual, wherever it lies and in any language."""
    capitals = {f"{name}.md": f"{name}: {OTHER}" for name in ("TEXT", "VIDEO", "AUDIO")}

    assert kind(path, text, **capitals) == "manual"


def test_what_an_agent_should_do_is_a_subject():
    """A note about agents speaks of what they must and should do, and instructs nobody."""
    text = (
        "An agent must know when to stop. It should keep a memory of what it tried, and a tool"
        " that fails should say why. Planning helps with long tasks. Reflection helps after errors."
    )

    assert kind("AGENTS.md", text) == "other"
    told = f"{text} Never commit to this repository without a test. Run them all before you push."
    assert kind("AGENTS.md", told) == "manual"


def test_a_manual_without_sentences():
    """A file called as manuals are is one by its headings, too."""
    text = "## Commands\n\n`make check` looks at all links.\n\n## Code style\n\nTwo blanks."

    assert kind("GEMINI.md", text) == "manual"
    assert kind("agents/Edit.md", text) != "manual"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "AGENTS.md",
            "An agent is a model in a loop: it plans a step, calls a tool and reads what came back.",
        ),
        (
            "ai/AGENTS.md",
            "## Planning\n\nThe plan is a list that the model rewrites after each step it took.",
        ),
        (
            "CLAUDE.md",
            "Claude is a family of models; the middle one is what most people pay for, since it is fast.",
        ),
        (
            "agents/Reflexion.md",
            "After a failure the model writes down why it failed and reads that before it tries again.",
        ),
        (
            "agents/ReAct.md",
            "Thoughts and calls of tools take turns, so that what is seen can change the next thought.",
        ),
        (
            "prompts/Few shot.md",
            "Examples in the prompt show the format; their order matters more than one would think.",
        ),
        (
            "skills/Juggling.md",
            "Three balls fly in a figure of eight, and the eyes follow the highest point only.",
        ),
    ],
)
def test_a_note_about_agents_is_a_note(path, text):
    """The same names hold notes about agents, told apart by their sentences."""
    assert kind(path, text) not in ("manual", "template")


def test_a_record_of_a_decision_is_no_subject():
    """An architecture decision record is known by its headings, in any folder."""
    text = "# Keep the queue in SQLite\n\n## Status\n\nAccepted\n\n## Context\n\nA queue.\n\n## Decision\n\nSQLite.\n\n## Consequences\n\nOne writer.\n"

    assert kind("docs/adr/0004-queue.md", text) == "manual"
    assert kind("Decision trees.md", f"## Decision\n\n{SENTENCE}") == "other"


def test_a_readme_of_a_folder_says_what_lies_there():
    """It is no note to study, unless it is the lesson: alone in its folder, or with much to say."""
    found = traits(
        {
            "heaps/README.md": "The scripts run alone. Timings are from the old machine.",
            "heaps/Fibonacci heap.md": SENTENCE,
            "tries/README.md": OTHER,
            "ropes/LEEME.md": "En esta carpeta están los ejercicios del invierno y sus tiempos.",
            "ropes/Concat.md": f"Concat: {SENTENCE}",
            "graphs/README.md": " ".join(f"{OTHER} Case {n}." for n in range(12)),
            "graphs/Exercise.md": f"Exercise: {OTHER}",
        }
    )

    assert {path: one.kind for path, one in found.items() if one.kind == "index"} == {
        "heaps/README.md": "index",
        "ropes/LEEME.md": "index",
    }


@pytest.mark.parametrize("folder", ["Templates", "Vorlagen", "模板", "_plantillas"])
def test_a_template_among_templates(folder):
    """A form without holes is a template where its neighbours have some."""
    found = traits(
        {
            f"{folder}/Book.md": "---\ntitle: '{{title}}'\n---\n## Claims\n",
            f"{folder}/Idea.md": "## In a sentence\n\nAs you would say it to a child.\n\n## Example\n",
            "Heaps.md": SENTENCE,
        }
    )

    assert found[f"{folder}/Idea.md"].kind == "template"
    assert found["Heaps.md"].kind == "other"


def test_templates_of_a_language_are_notes():
    """A folder about C++ templates has no note with holes, so none is a template."""
    texts = {f"cpp/templates/{name}.md": f"{name}: {SENTENCE} {OTHER}" for name in "ABC"}

    assert {one.kind for one in traits(texts | {"Heaps.md": OTHER}).values()} == {"other"}


@pytest.mark.parametrize("tag", ["templates", "template", "curriculum", "roadmap", "learning-path"])
def test_a_topic_tag_makes_no_template_and_no_track(tag):
    """What a long note is about may be templates or curricula."""
    text = (
        f"---\ntags: [{tag}]\n---\n{SENTENCE} {OTHER} {SENTENCE} It goes on for a while like this."
    )

    assert kind("N.md", text) == "other"


def test_a_tagged_list_is_a_track():
    """The same tag on a list of notes makes a track."""
    text = "---\ntags: [roadmap]\n---\n- [[Heaps]]\n- [[Tries]]\n- [[Ropes]]\n"

    assert kind("N.md", text) == "track"


def test_holes_shown_in_code_are_no_holes():
    """A note about a template language shows its marks in code, in headings and in sentences."""
    text = "# `{{ x }}`\n\n" + " ".join(
        f"`{{{{ name | {word} }}}}` changes it." for word in ("upper", "lower", "trim", "sort")
    )

    assert kind("Jinja.md", text) == "other"


@pytest.mark.parametrize(
    "block",
    [
        "clipped: 2025-01-02",
        "ingested: 2025-01-02T10:00\nsource_url: https://example.org/a",
        "type: article\ncaptured_at: 2025-01-02\nsource: https://example.org/a",
        "source_url: https://example.org/a",
        "原文链接: https://example.org/a",
        "source: https://example.org\nauthor: A\npublished: 2024-01-01\ncreated: 2025-01-01",
    ],
)
def test_what_was_taken_from_elsewhere_is_a_clipping(block):
    """A page as it was found is not the owner's note; read from, it is something to study."""
    text = f"---\n{block}\n---\n{SENTENCE}"
    read = f"---\n{block}\nstatus: unread\n---\n{SENTENCE}"

    assert kind("N.md", text) == "clipping"
    assert kind("N.md", read) != "clipping"


@pytest.mark.parametrize(
    "block",
    [
        "type: concept\nsource_url: https://example.org/a",
        "authors: [A, B]\nyear: 2020\nsource_url: https://arxiv.org/abs/2001.00001",
        "source: https://example.org/a",
    ],
)
def test_a_source_makes_no_clipping(block):
    """An address beside one's own note says where it comes from."""
    assert kind("N.md", f"---\n{block}\n---\n{SENTENCE}") != "clipping"


def test_a_note_of_ones_own_links_to_notes():
    """Who links to notes of the vault has written about the page, not kept it."""
    text = f"---\nsource_url: https://example.org/a\n---\n{SENTENCE} Compare [[Tries]]."

    assert kind("N.md", text, **{"Tries.md": OTHER}) != "clipping"


@pytest.mark.parametrize(
    ("text", "generated"),
    [
        ("---\ngenerated: true\n---\n", True),
        ("---\ngenerated: 2025-03-01\n---\n", True),
        ("---\ngenerated_by: claude-sonnet\n---\n", True),
        ("---\nauthor: ChatGPT\n---\n", True),
        ("---\ncreated-by: research agent\n---\n", True),
        ("---\ntags: [ai-generated]\n---\n", True),
        ("Co-Authored-By: Claude <noreply@example.org>\n", True),
        ("Generated with ChatGPT.\n", True),
        ("*本笔记由大模型自动生成*\n", True),
        ("---\ngenerated: false\n---\n", False),
        ("---\nauthors: [Claude Shannon]\n---\n", False),
        ("---\nauthors: [Gemini Team]\n---\n", False),
        ("---\nauthor: me\n---\n", False),
        ("Images are generated by a diffusion model.\n", False),
        ("Co-authored-by: Jo Doe <jo@example.org>\n", False),
    ],
)
def test_what_a_program_wrote(text, generated):
    """A property, a tag or a line says so; a person called Claude is a person."""
    assert traits({"N.md": f"{text}\n{SENTENCE}"})["N.md"].generated is generated
