"""What is an order and what is only a list: signs of order in lists, names and folders."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.study import main_index
from kbpivot.traits import vault_traits
from kbpivot.vault import Vault

PROSE = "Enough words of the author's own to count as a note that was written, one way or another."


def ordered(texts, *names):
    """The ordered edges of a vault with these texts, and of notes with these names."""
    vault = Vault.from_texts({**{f"{name}.md": f"{PROSE} {name}" for name in names}, **texts})
    return prerequisite_graph(vault, grades=("stated", "ordered"))


def pairs(texts, *names):
    return set(ordered(texts, *names).edges)


def leads(texts, *way):
    """Whether each of the notes comes before the next."""
    graph = ordered(texts, *way)
    return all(nx.has_path(graph, f"{a}.md", f"{b}.md") for a, b in itertools.pairwise(way))


SET_LISTS = {
    "bullets": "# What I have\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "dashes with remarks": "* [[Zebra]] - stripes\n* [[Ant]] - six legs\n* [[Mole]] - digs\n",
    "a table of subjects": (
        "| Subject | Note |\n|---|---|\n| a | [[Zebra]] |\n| b | [[Ant]] |\n| c | [[Mole]] |\n"
    ),
    "a table with figures": (
        "| Note | Stars |\n|---|---|\n| [[Zebra]] | 1 |\n| [[Ant]] | 2 |\n| [[Mole]] | 3 |\n"
    ),
    "years": "| Jahr | Note |\n|---|---|\n| 2001 | [[Zebra]] |\n| 2011 | [[Ant]] |\n",
    "years as headings": "## 2021\n\n- [[Zebra]]\n\n## 2022\n\n- [[Ant]]\n\n## 2023\n\n- [[Mole]]\n",
    "days as headings": "## 3 March\n\n- [[Zebra]]\n\n## 4 March\n\n- [[Ant]]\n",
    "topics as headings": "## Vision\n\n- [[Zebra]]\n\n## Text\n\n- [[Ant]]\n- [[Mole]]\n",
    "glossary": "# Glossary\n\n1. [[Zebra]]\n2. [[Ant]]\n3. [[Mole]]\n",
    "said to be none": "In no particular order:\n\n1. [[Zebra]]\n2. [[Ant]]\n3. [[Mole]]\n",
    "said in German": "## In beliebiger Reihenfolge\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "said in Chinese": "## 阅读(不分先后)\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "files in code": "- `Zebra.md` - stripes\n- `Ant.md` - legs\n- `Mole.md`\n",
    "links by hand": "- [zebra](Zebra.md)\n- [ant](Ant.md)\n- [mole](Mole.md)\n",
    "tags": "- [[Zebra]] #big\n- [[Ant]] #small\n- [[Mole]] #small\n",
    "boxes ticked here and there": "- [x] [[Zebra]]\n- [ ] [[Ant]]\n- [x] [[Mole]]\n",
    "curriculum learning": "# Curriculum learning\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
}


@pytest.mark.parametrize("text", SET_LISTS.values(), ids=SET_LISTS)
def test_a_list_without_a_sign_orders_nothing(text):
    """Bullets, plain tables, years, glossaries and what is said to be unordered are sets."""
    assert pairs({"README.md": text}, "Zebra", "Ant", "Mole") == set()


ORDER_LISTS = {
    "numbers": "1. [[Zebra]]\n2. [[Ant]]\n3. [[Mole]]\n",
    "brackets": "1) [[Zebra]]\n2) [[Ant]]\n3) [[Mole]]\n",
    "numbers with text between": "1. [[Zebra]]\n\nRest.\n\n2. [[Ant]]\n\nRest.\n\n3. [[Mole]]\n",
    "numbers over bullets": "1. Big\n   - [[Zebra]]\n2. Small\n   - [[Ant]]\n3. Last\n   - [[Mole]]\n",
    "counted bullets": "- Day 1: [[Zebra]]\n- Day 2: [[Ant]]\n- Day 3: [[Mole]]\n",
    "counted parents": "- Woche 1\n  - [[Zebra]]\n- Woche 2\n  - [[Ant]]\n- Woche 3\n  - [[Mole]]\n",
    "arrows": "[[Zebra]] → [[Ant]] → [[Mole]]\n",
    "a column of numbers": "| # | N |\n|---|---|\n| 1 | [[Zebra]] |\n| 2 | [[Ant]] |\n| 3 | [[Mole]] |\n",
    "a column of days, turned": (
        "| Note | Day |\n|---|---|\n| [[Mole]] | 3 |\n| [[Zebra]] | 1 |\n| [[Ant]] | 2 |\n"
    ),
    "cells that count": (
        "| When | N |\n|---|---|\n| Week 1 | [[Zebra]] |\n| Week 2-3 | [[Ant]] |\n| Week 4 | [[Mole]] |\n"
    ),
    "a merged column": (
        "| 周 | N |\n|---|---|\n| 1 | [[Zebra]] |\n| 2 | [[Ant]] |\n| | [[Other]] |\n| 3 | [[Mole]] |\n"
    ),
    "weeks": "## Week 1\n\n- [[Zebra]]\n\n## Week 2\n\n- [[Ant]]\n\n## Week 3\n\n- [[Mole]]\n",
    "phases in Roman": "### Phase I\n\n- [[Zebra]]\n\n### Phase II\n\n- [[Ant]]\n\n### Phase III\n- [[Mole]]\n",
    "numbered headings": "## 1. A\n\n- [[Zebra]]\n\n## 2. B\n\n- [[Ant]]\n\n## 3. C\n\n- [[Mole]]\n",
    "Spanish": "## Módulo 1: a\n\n- [[Zebra]]\n\n## Módulo 2: b\n\n- [[Ant]]\n\n## Módulo 3\n- [[Mole]]\n",
    "French": "## Étape 1\n\n- [[Zebra]]\n\n## Étape 2\n\n- [[Ant]]\n\n## Étape 3\n\n- [[Mole]]\n",
    "Portuguese": "## Aula 1\n\n- [[Zebra]]\n\n## Aula 2\n\n- [[Ant]]\n\n## Aula 3\n\n- [[Mole]]\n",
    "Russian": "## Неделя 1\n\n- [[Zebra]]\n\n## Неделя 2\n\n- [[Ant]]\n\n## Неделя 3\n\n- [[Mole]]\n",
    "Chinese": "## 第一阶段\n\n- [[Zebra]]\n\n## 第二阶段\n\n- [[Ant]]\n\n## 第三阶段\n\n- [[Mole]]\n",
    "Japanese": "## 第1回\n\n- [[Zebra]]\n\n## 第2回\n\n- [[Ant]]\n\n## 第3回\n\n- [[Mole]]\n",
    "Korean": "## 1주차\n\n- [[Zebra]]\n\n## 2주차\n\n- [[Ant]]\n\n## 3주차\n\n- [[Mole]]\n",
    "numbered lines": "1.1 [[Zebra]] and its stripes\n\n1.2 [[Ant]]\n\n2.1 [[Mole]]\n",
    "counted lines": "Day 1: [[Zebra]]\nDay 2: [[Ant]]\nDay 3: [[Mole]]\n",
    "headings that are links": "### [Module 1](Zebra.md)\n\nOn stripes.\n\n### [Module 2](Ant.md)\n\nOn legs.\n\n### [Module 3](Mole.md)\n",
    "bold lines that are links": "**[1. One](Zebra.md)**\n\n* x\n\n**[2. Two](Ant.md)**\n\n* y\n\n**[3. Three](Mole.md)**\n",
    "bold lines": "**Day 1**\n\n- [[Zebra]]\n\n**Day 2**\n\n- [[Ant]]\n\n**Day 3**\n\n- [[Mole]]\n",
    "start here": "## Start here\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "a line above": "Please read these in this order:\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "a roadmap over parts": "# My AI roadmap\n\n## Big\n- [[Zebra]]\n\n## Small\n- [[Ant]]\n- [[Mole]]\n",
    "a table in a roadmap": "# Roadmap\n\n| N |\n|---|\n| [[Zebra]] |\n| [[Ant]] |\n| [[Mole]] |\n",
    "Lernpfad": "## Lernpfad\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "ruta": "## Ruta de aprendizaje\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "trilha": "## Trilha de estudos\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "parcours": "## Parcours d'apprentissage\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "план": "## План обучения\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "学習": "## 学習ロードマップ\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "학습": "## 학습 순서\n\n- [[Zebra]]\n- [[Ant]]\n- [[Mole]]\n",
    "boxes ticked from the top": "- [x] [[Zebra]]\n- [ ] [[Ant]]\n- [ ] [[Mole]]\n",
}


@pytest.mark.parametrize("text", ORDER_LISTS.values(), ids=ORDER_LISTS)
def test_a_sign_of_order_orders_the_list(text):
    """Numbers, headings that count and words of order make a list one, in every language."""
    assert leads({"README.md": text, "Other.md": PROSE}, "Zebra", "Ant", "Mole")


def test_what_a_week_lists_goes_on_as_it_stands():
    """Under headings that count, and in rows that count, bullets and links follow each other."""
    weeks = "## Week 1\n\n- [[D]]\n- [[B]]\n\n## Week 2\n\n- [[C]]\n- [[A]]\n"
    rows = "| Week | Notes |\n|---|---|\n| 2 | [[C]], [[A]] |\n| 1 | [[D]], [[B]] |\n"
    chain = {("D.md", "B.md"), ("B.md", "C.md"), ("C.md", "A.md")}

    assert pairs({"README.md": weeks}, *"ABCD") == chain
    assert pairs({"README.md": rows}, *"ABCD") == chain


@pytest.mark.parametrize(
    "titles",
    [
        ["3D printing", "agent", "agent-memory", "agent-tools", "prompt", "retrieval"],
        ["Äpfel", "Birnen", "Kirschen", "Pflaumen", "Quitten"],
    ],
)
def test_titles_in_the_order_of_the_alphabet_are_a_catalogue(titles):
    """Titles are compared, not file names, and a word of order above does not help."""
    files = "qxhbzm"[: len(titles)]
    rows = [f"- [{title}]({file}.md)\n" for title, file in zip(titles, files, strict=True)]

    assert pairs({"index.md": "# Roadmap\n\n" + "".join(rows)}, *files) == set()


NUMBERED_NAMES = [
    ["01-a", "02-b", "03-c"],
    ["1. Alpha", "2. Beta", "10. Gamma"],
    ["1_alpha", "2_beta", "3_gamma"],
    ["1-introduction", "2-first-steps", "3-more"],
    ["1.1 Alpha", "1.2 Beta", "2.1 Gamma"],
    ["Day 1 x", "Day 2 y", "Day 10 z"],
    ["Lab 01-x", "Lab 02-y", "Lab 03-z"],
    ["week_1", "week_2", "week_3"],
    ["cs229-lecture-3", "cs229-lecture-4", "cs229-lecture-11"],
    ["ml 1 alpha", "ml 2 beta", "ml 3 gamma"],
    ["course.part.01-x", "course.part.02-y", "course.part.03-z"],
    ["notes-07", "notes-08", "notes-09"],
    ["Übung 1", "Übung 2", "Übung 3"],
    ["Leçon 1", "Leçon 2", "Leçon 3"],
    ["Práctica 1", "Práctica 2", "Práctica 3"],
    ["Лекция 1", "Лекция 2", "Лекция 10"],
    ["第一讲 甲", "第二讲 乙", "第十讲 丙"],
    ["第1週", "第2週", "第3週"],
    ["1강 가", "2강 나", "3강 다"],
    ["Part I", "Part II", "Part IV"],
    ["Semester 1", "Semester 2", "Semester 3"],
]


@pytest.mark.parametrize("names", NUMBERED_NAMES, ids=lambda names: names[0])
def test_names_that_count_are_an_order(names):
    """Numbers behind a shared beginning, counting words and padded numbers order files."""
    assert leads({}, *(f"x/{name}" for name in names))


@pytest.mark.parametrize("names", NUMBERED_NAMES, ids=lambda names: names[0])
def test_folders_that_count_order_what_lies_in_them(names):
    """All notes of a numbered folder come before those of the next."""
    first, second, third = names
    way = {f"{first}/Zebra.md": PROSE, f"{first}/Yak.md": PROSE, f"{second}/Ant.md": PROSE}
    found = pairs({**way, f"{third}/Mole.md": PROSE})

    assert found == {
        (f"{first}/Zebra.md", f"{second}/Ant.md"),
        (f"{first}/Yak.md", f"{second}/Ant.md"),
        (f"{second}/Ant.md", f"{third}/Mole.md"),
    }


def test_the_number_of_the_folder_comes_before_that_of_the_file():
    """The last file of a folder is followed by the first of the next, whatever its number."""
    assert leads({}, "Week 1/01-a", "Week 1/02-b", "Week 2/01-c", "Week 2/02-d", "Week 10/01-e")


@pytest.mark.parametrize(
    "names",
    [
        ["1x1 Kernels", "2D Convolution", "3D Convolution", "4-bit quantization"],
        ["2-layer networks", "3-way handshake", "8-bit floats"],
        ["2015 Residual layers", "2017 Attention"],
        ["GPT-2", "GPT-3"],
        ["ResNet-18", "ResNet-34", "ResNet-50"],
        ["YOLOv1", "YOLOv2", "YOLOv3"],
        ["2Sum", "3Sum", "4Sum"],
        ["2次元", "3次元", "4次元"],
        ["4비트", "8비트"],
        ["Untitled 1", "Untitled 2", "Untitled 3"],
        ["Journal 2024-01", "Journal 2024-02"],
        ["7 habits", "12 rules"],
        ["log_01072023", "log_02072023"],
        ["10 Work", "20 Home", "30 Money"],
        ["11.01 Passport", "11.02 Visa", "12.01 Insurance"],
        ["L1 norm", "L2 norm"],
        ["hls__3-2020-guide", "hls__08_energy", "hls__041-physics"],
    ],
    ids=lambda names: names[0],
)
def test_figures_that_belong_to_a_name_number_nothing(names):
    """Dimensions, measures, years, versions, dates and drawers in tens are no numbering."""
    assert pairs({}, *names) == set()


def test_two_numberings_in_one_folder_stay_apart():
    """Courses side by side, and two ways to write numbers, are orders of their own."""
    courses = [f"{course} Lecture {n}" for course in ("CS1", "CS2") for n in (1, 2)]
    ways = ["1. Install", "2. Build", "01 - Survey", "02 - Report"]

    assert pairs({}, *courses) == {
        ("CS1 Lecture 1.md", "CS1 Lecture 2.md"),
        ("CS2 Lecture 1.md", "CS2 Lecture 2.md"),
    }
    assert pairs({}, *ways) == {
        ("1. Install.md", "2. Build.md"),
        ("01 - Survey.md", "02 - Report.md"),
    }


@pytest.mark.parametrize(
    "folders",
    [
        ["00 Inbox", "01 Projects", "02 Areas", "03 Archive"],
        ["1 - Fleeting", "2 - Literature", "3 - Permanent"],
        ["01 Eingang", "02 Projekte", "03 Wissen"],
        ["1. 收件箱", "2. 项目", "3. 知识"],
        ["10-19 Life", "20-29 Work"],
    ],
    ids=lambda folders: folders[1],
)
def test_numbered_drawers_are_no_chapters(folders):
    """Folders that sort notes by use are numbered only to stay in their place."""
    assert pairs({f"{folder}/n{at}.md": PROSE for at, folder in enumerate(folders)}) == set()


@pytest.mark.parametrize(
    "name",
    [
        *("LEARNING_PATH", "My study plan", "Syllabus", "AI Roadmap 2025", "Lernplan", "Temario"),
        *(
            "学习路线",
            "学習ロードマップ",
            "커리큘럼",
            "Учебный план",
            "Plano de estudos",
            "Feuille de route",
        ),
    ],
)
def test_a_curriculum_is_a_track_and_no_note_to_study(name):
    """A note called a curriculum that lists steps is one, however much it says of each."""
    remark = "with a long remark on what it is for, how to go about it and when to stop " * 2
    text = "An introduction.\n\n" + "".join(f"1. [[{n}]] {remark}\n" for n in "ABC")
    vault = Vault.from_texts({f"{name}.md": text, **{f"{n}.md": PROSE for n in "ABC"}})

    assert vault_traits(vault)[f"{name}.md"].kind == "track"


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE} " * 30 + "\n\n1. [[A]]\n2. [[B]]\n",
        PROSE,
        "# Curriculum learning\n\n" + f"{PROSE}\n\n- [[A]]\n- [[B]]\n",
    ],
    ids=["an essay", "no list", "a subject"],
)
def test_a_name_alone_makes_no_track(text):
    """A long text about roadmaps, one without a list, and the subject of that name stay notes."""
    name = "Curriculum learning.md" if "learning" in text else "Roadmap.md"
    vault = Vault.from_texts({name: text, "A.md": PROSE, "B.md": PROSE})

    assert vault_traits(vault)[name].kind != "track"


def test_planned_steps_are_on_the_way():
    """A step without a note is a node between its neighbours; missing files are none."""
    text = "1. [[A]]\n2. [[Later]]\n3. ![[drawing.png]]\n4. [x](code/run.py)\n5. [[B]]\n"

    assert pairs({"Roadmap.md": text}, "A", "B") == {("A.md", "Later"), ("Later", "B.md")}


def test_a_step_may_be_a_folder():
    """A link to a folder means the lesson in it."""
    text = "1. [One](01-one/)\n2. [Two](02-two/)\n"
    lessons = {f"{folder}/README.md": PROSE for folder in ("01-one", "02-two")}

    assert ("01-one/README.md", "02-two/README.md") in pairs({"README.md": text, **lessons})


@pytest.mark.parametrize(("listed", "found"), [(2, None), (6, "README.md")])
def test_a_few_doors_are_no_main_index(listed, found):
    """An index that lists less than a quarter of the notes says nothing about the others."""
    names = [f"{letter}-note" for letter in "qwertzuiopas"]
    text = "".join(f"- [[{name}]]\n" for name in names[:listed])
    vault = Vault.from_texts({"README.md": text, **{f"{n}.md": f"{PROSE} {n}" for n in names}})
    index = main_index(vault, prerequisite_graph(vault, grades=("stated", "ordered")))

    assert (index and index.path) == found


def test_an_order_needs_a_smaller_share():
    """A numbered list of a tenth of the notes is what its author goes by."""
    names = [f"{a}{b}" for a in "qwertz" for b in "uio"]
    text = "".join(f"1. [[{name}]]\n" for name in names[:3])
    vault = Vault.from_texts({"README.md": text, **{f"{n}.md": f"{PROSE} {n}" for n in names}})
    index = main_index(vault, prerequisite_graph(vault, grades=("stated", "ordered")))

    assert index is not None
    assert index.goals == tuple(f"{name}.md" for name in names[:3])


def test_a_marker_folder_without_notes_to_study_still_tells_drawers():
    """An inbox that holds days and templates alone shows what the other numbers are for."""
    texts = {"00 Inbox/2024-01-01.md": "x", "01 Physics/a.md": PROSE, "02 Music/b.md": PROSE}

    assert pairs(texts) == set()
