"""No construct in a note, and no setting, makes work grow faster than its text."""

from __future__ import annotations

import json
import time
import tracemalloc
from itertools import pairwise

import pytest

from kbpivot.notes import parse_links, parse_note
from kbpivot.notes.comments import comments
from kbpivot.notes.navigation import mkdocs_nav, sidebar_pages
from kbpivot.publish.policy import PublishingFacts, public_notes
from kbpivot.shell.importing.bibtex import read_bibtex
from kbpivot.shell.quartz import Quartz
from kbpivot.vault import Vault, excluder
from safety.growth import MOST, growth


def read(text: str) -> None:
    """A note, whole and as far as its links go."""
    parse_note("A.md", text)
    parse_links("A.md", text)
    comments(text)


REPEATED = [
    *("[^", "[^a] ", "![a", "![", "[[", "[[a|", "![[", "[a](", "[](", "[a:: b]`", "(a:: b)``''? "),
    *("`", "``", "` `` ", "$", "$$", "$$http://b<", "%%", "%%a\n", "<a ", "<!--", "<%", "{{"),
    *("*a ", "_a", "**", "> ", "- ", "1. ", "|", "|a|b|\n", "# a\n", "# ", "\t", " ", "\n", "\r"),
    *(
        "a ^b\n",
        "a:: b\n",
        "_",
        "#a ",
        "#a/",
        "3 h ",
        "3 h[|",
        "2020-01-01 ",
        "10.1000/",
        "http://",
    ),
    *(
        "Prerequisites: [[a]]\n",
        "**a**: ",
        "- [ ] a\n",
        "> [!note] a\n",
        "```a\n",
        "~~~",
        "\\",
        "::",
    ),
    *(
        "[a]: b\n",
        "\n\n? ",
        "before [[a]] ",
        "```- [[a]]\n::",
        "<a[[a]]",
        "www.",
        "&amp;",
        "😀",
        "a\u0301",
    ),
]


@pytest.mark.parametrize("unit", REPEATED, ids=repr)
def test_a_sign_repeated(unit: str) -> None:
    """Time grows with the length of a note, whatever it repeats, behind words and before them."""
    assert growth(lambda size: f"a {unit * (size // len(unit))} 1$$", read, start=20_000) < MOST


PROPERTIES = {
    "lists in a list": lambda n: "a: " + "[" * n,
    "lists closed": lambda n: f"a: {'[' * n}{']' * n}",
    "mappings": lambda n: "a: " + "{a: " * n,
    "question marks": lambda n: "? " * n,
    "dashes": lambda n: "- " * n,
    "colons": lambda n: ": " * n,
    "quoted brackets": lambda n: "a: " + '[ "]", ' * n,
    "commented brackets": lambda n: "a: " + "[ # ]\n  " * n,
    "deeper lines": lambda n: "\n".join(f"{' ' * i}a:" for i in range(int((2 * n) ** 0.5))),
    "blanks": lambda n: f"a{' ' * n}",
    "blanks in a key": lambda n: f"?a{' ' * n}b",
    "tabs": lambda n: "a:" + "\t" * n,
    "quotes": lambda n: "a: " + "'" * n,
    "escapes": lambda n: '"' + '\\"' * n,
    "anchors": lambda n: "".join(f"a{i}: &a{i} b\n" for i in range(n // 12)) + "z: *a0",
    "laughs": lambda n: (
        "a0: &a0 [x,x]\n"
        + "".join(f"a{i}: &a{i} [*a{i - 1},*a{i - 1}]\n" for i in range(1, n // 24))
    ),
    "aliases": lambda n: "a: &a [1, 2]\n" + "b: *a\n" * (n // 6),
    "flags in a broken block": lambda n: "draft: true\n" * (n // 12) + "a: {",
    "keys": lambda n: "".join(f"a{i}: 1\n" for i in range(n // 8)),
    "tags": lambda n: "a: " + "!!str " * n,
    "links": lambda n: "a:\n" + "- '[[b]]'\n" * (n // 10),
    "nested links": lambda n: "a:\n" + "".join(f"- b{i}: '[[c]]'\n" for i in range(n // 16)),
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties(name: str) -> None:
    """A block of properties of any shape is read, or refused with its line, in time."""
    make = PROPERTIES[name]
    assert growth(lambda size: f"---\n{make(size)}\n---\nbody\n", read, start=5000) < MOST


@pytest.mark.parametrize(
    "block",
    [
        "a: " + "[" * 40_000,
        "a: " + "[" * 300 + "]" * 300,
        "? " * 3000,
        "- " * 3000,
        ": " * 3000,
        "? - " * 2000,
        "a: " + "{a: " * 200,
        "\n".join(f"{' ' * i}a:" for i in range(900)),
        "a: " + '[ "]", ' * 3000,
        "a: &a [*a]",
        "a: &a [" + "x, " * 99 + "x]\nb: &b [" + "*a, " * 99 + "*a]\nc: [" + "*b, " * 99 + "*b]",
        "\tb: c\na: " + "[" * 3000,  # YAML 1.1 stops at the tab
        "x: " + "a" * 1_100_000 + "\ny: [",
    ],
    ids=range(13),
)
def test_beyond_the_bounds_there_is_one_diagnostic(block: str) -> None:
    """No parser sees what is nested too deep; the body is read, and one line says what is wrong."""
    note = parse_note("A.md", f"---\n{block}\n---\n# Body\n[[B]]\n")

    assert [one.code for one in note.diagnostics] == ["bad-frontmatter"]
    assert note.frontmatter == "error"
    assert [link.linkpath for link in note.links] == ["B"]


@pytest.mark.parametrize(
    "block",
    [
        "a:\n  b:\n    c:\n      - d: [e, {f: [g]}]\n",
        "a: &x [1, 2]\nb: *x\nc: *x\n",
        "links:\n" + "".join(f"  - '[[Note {i}]]'\n" for i in range(500)),
        "text: |\n" + "".join(f"  - [ ] task [[{i}]] (?\n" for i in range(200)),
        "list: [" + ", ".join(f"'[[{i}]]'" for i in range(300)) + "]",
    ],
    ids=range(5),
)
def test_ordinary_properties_are_within_the_bounds(block: str) -> None:
    """Long lists of links, text with many brackets and a few levels are read."""
    assert parse_note("A.md", f"---\n{block}\n---\n").frontmatter == "ok"


def test_nested_images_take_no_memory() -> None:
    """Each image would hold the text of all inside it: kept are the outermost ones."""
    text = "![a" * 20_000 + "](b)" * 20_000
    tracemalloc.start()
    note = parse_note("A.md", text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert note.links[0].embed
    assert peak < 100 * len(text) + 30_000_000


def test_links_into_a_long_note() -> None:
    """Each of many links to headings is found without going through the note again."""

    def ask(text: str) -> None:
        vault = Vault.from_texts({"L.md": text})
        count = text.count("# ")
        for number in range(count):
            assert vault.resolve_subpath("L.md", f"H{number}") is not None
            assert vault.resolve_subpath("L.md", f"H{number}#X") is None

    def make(size: int) -> str:
        return "".join(f"## H{i}\n\n# X\n" for i in range(size))

    def halves(size: int) -> str:
        return make(size).replace("# X\n", "")

    assert growth(halves, ask, start=100) < MOST


def test_same_headings_many_times() -> None:
    """A chain of headings that all are called the same is followed by their levels."""

    def ask(text: str) -> None:
        vault = Vault.from_texts({"L.md": text})
        for number in range(len(text) // 20):
            vault.resolve_subpath("L.md", f"A{number}#H")

    def make(size: int) -> str:
        return "".join(f"## A{i}\n" for i in range(size)) + "# H\n" * size

    assert growth(make, ask, start=100) < MOST


def test_string_towers_in_a_bibliography() -> None:
    """Forty lines that each double the one before do not fill the memory; it is said."""
    lines = ["@string{a0 = {xxxxxxxxxx}}"]
    lines += [f"@string{{a{i} = a{i - 1} # a{i - 1}}}" for i in range(1, 40)]
    found = read_bibtex("\n".join([*lines, "@article{k, title = {T}, note = a39}"]))

    assert [paper.title for paper in found.papers] == ["T"]
    assert any("too long" in one.message for one in found.unread)


def test_entries_that_take_from_each_other() -> None:
    """Each entry takes from all before it: every one is worked out once."""
    keys = [f"k{i}" for i in range(60)]
    text = "\n".join(
        f"@misc{{{key}, title = {{T {key}}}, xdata = {{{', '.join(keys)}}}}}" for key in keys
    )
    begin = time.process_time()
    assert len(read_bibtex(text).papers) == 60
    assert time.process_time() - begin < 10


HOSTILE = ["/(a+)+$/", "/(a|a)*$/", "/(.*)*x(.*)*y$/", "/^(([a-z])+.)+[A-Z]([a-z])+$/"]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_an_expression_that_never_ends(pattern: str) -> None:
    """It is given up within a second over all paths, which is said; doubt counts as asked."""
    paths = [f"{'a' * 40}{i}!.md" for i in range(200)]
    begin = time.perf_counter()
    open_filter, closed = excluder([pattern]), excluder([pattern], in_doubt=True)
    found = [open_filter(path) for path in paths]
    kept = [closed(path) for path in paths]

    assert time.perf_counter() - begin < 30
    if open_filter.troubles:
        assert not any(found[-10:]) and all(kept[-10:])


def test_expressions_of_javascript_work() -> None:
    """Looking ahead, named groups and classes of letters are understood as before."""
    assert excluder([r"/^(?!Notes\/)/"])("Other/a.md")
    assert not excluder([r"/^(?!Notes\/)/"])("Notes/a.md")
    assert excluder([r"/(?<year>\d{4})-\k<year>/"])("2020-2020.md") in {True, False}
    assert excluder([r"/ARCH/"])("archive/a.md")
    assert excluder(["/((/"]).troubles == ("/((/ is no regular expression that can be read",)
    assert excluder(["/((/"], in_doubt=True)("a.md")


@pytest.mark.parametrize(
    "pattern",
    ["**/" * 30 + "x", "**/a" * 20, "*a" * 30 + "!", "{a,aa}" * 20 + "!", "(a+)+$"],
    ids=range(5),
)
def test_globs_of_a_site(pattern: str) -> None:
    """A site's `ignorePatterns` end in time; what cannot be told is not public."""
    texts = {f"{'a/' * 12}{'a' * 40}{i}.md": "Text" for i in range(40)}
    facts = PublishingFacts(quartz=True, ignored=(pattern,))
    begin = time.perf_counter()
    found = public_notes(Vault.from_texts(texts), facts=facts)

    assert time.perf_counter() - begin < 30
    if "too long" in found.reason:
        assert len(found.paths) < len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "/*" * 40_000,
        '"\\"' * 40_000,
        "`" * 40_001,
        "ignorePatterns" * 20_000,
        "ignorePatterns[" * 20_000,
        "Plugin" + " " * 100_000,
        "'" * 80_001,
    ],
    ids=range(7),
)
@pytest.mark.parametrize("name", ["quartz.config.ts", "quartz.config.yaml"])
def test_the_configuration_of_a_site(tmp_path, text: str, name: str) -> None:
    """However it is written, it is read in time."""
    (tmp_path / name).write_text(text)
    site = Quartz(tmp_path)
    begin = time.perf_counter()

    assert site.ignored is not None
    assert site.publishes_explicitly in {True, False}
    assert time.perf_counter() - begin < 30


@pytest.mark.parametrize(
    "text",
    [
        "nav: " + "[" * 50_000,
        "nav:\n" + "- " * 20_000,
        "nav:\n - &a [a.md, a.md]\n"
        + "".join(f" - &{n} [*{p}, *{p}, *{p}, *{p}]\n" for p, n in pairwise("abcdefghijklm")),
        "nav:" + " " * 100_000,
    ],
    ids=range(4),
)
def test_the_menu_of_a_site(text: str) -> None:
    """What is nested without measure, or refers to itself again and again, is no menu."""
    begin = time.perf_counter()

    assert len(mkdocs_nav(text)[1]) < 20_000
    assert time.perf_counter() - begin < 30


@pytest.mark.parametrize("unit", ["a", "'a', ", "id: 'a', ", "'", "a: ", "{", " "])
def test_the_sidebar_of_a_site(unit: str) -> None:
    """However it is written, it is read in time."""
    assert growth(lambda size: unit * (size // len(unit)), sidebar_pages, start=20_000) < MOST


@pytest.mark.parametrize("text", ["[" * 100_000, '{"nodes":' * 50_000, json.dumps([[]]) * 3])
def test_a_canvas_of_nothing_but_brackets(text: str) -> None:
    """A canvas that is nested beyond measure is one diagnostic."""
    assert Vault.from_texts({"A.canvas": text}).diagnostics
