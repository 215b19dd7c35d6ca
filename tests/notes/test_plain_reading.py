"""The quick reading of ordinary notes: where it answers, it answers as the whole reading."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbpivot.notes.body import read_body
from kbpivot.notes.lines import Lines
from kbpivot.notes.plain_body import plain_links
from kbpivot.notes.plain_properties import plain_properties
from kbpivot.notes.yaml_properties import yaml_properties

LINKS = ["[[A]]", "![[B|c]]", "[[D#e\\|f]]", "[t](<c d.md>)", "![i](p.png)", "[u](x.md)"]
LINKS += ["[[4]](https://x.y)", "[[[E]]]", "[[F [[G]]", "^[[[H]]]", "[a [[I]] b](c)", "\\[[J]]"]
SIGNS = ["`", "`c`", "`` ` ``", "$", "$x$", "$5", "$$", "\\", "\\$", "|", "\\|", "<", "<b>", "<!--"]
SIGNS += [
    "-->",
    "](",
    "]]",
    "[[",
    "[",
    "]",
    "](z)",
    "!",
    "#",
    "#tag",
    "*",
    "_",
    "%%",
    "^",
    "[^1]",
    "&",
]
SIGNS += ["https://a.b/", "www.", ":", "(", ")", "\u00a0", "é", "—", " ", "  ", "text", "5", "."]
STARTS = [
    "",
    "",
    "",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    ">",
    "> - ",
    "# ",
    "## ",
    "    ",
    "\t",
    "  ",
    "  - ",
]
STARTS += [
    "    - ",
    "\t- ",
    "-     ",
    ">     ",
    "- [ ] ",
    "> [!note] ",
    "| ",
    "```",
    "```py",
    "~~~",
    "$$",
]
STARTS += [
    "%%",
    "---",
    "===",
    "| a | b |",
    "|---|---|",
    "|:-:|",
    "- ",
    "-",
    "[r]: x",
    "[^1]: y",
    "<div>",
]
STARTS += ["  ```", "- ```", "    ```", "  $$", "> $$", "````"]
ENDS = ["\n", "\n", "\n", "\n\n", "\n\n", "\n \n", " |\n", "\n    ", "\n\t", "\n- ", "\n> "]

TAME_STARTS = [
    "",
    "",
    "- ",
    "1. ",
    "> ",
    "# ",
    "  - ",
    "    - ",
    "\t- ",
    "    ",
    "- [ ] ",
    "---",
    "a ",
]
TAME = [
    *LINKS[:6],
    "`c`",
    "$x$",
    "$5",
    " ",
    "text",
    "#tag",
    "*",
    "**",
    "\\",
    "é",
    ": ",
    "(",
    "!",
    "|",
    "$",
]


def lines(starts, pieces, *, ends):
    content = st.lists(st.sampled_from(pieces), max_size=5).map("".join)
    return st.tuples(st.sampled_from(starts), content, st.sampled_from(ends)).map("".join)


tame = lines(TAME_STARTS, TAME, ends=ENDS[:6])
wild = lines(STARTS, LINKS + SIGNS, ends=ENDS)
line = st.integers(0, 9).flatmap(lambda dice: wild if dice == 0 else tame)
row = st.tuples(
    st.lists(st.sampled_from(["a", "$x$", "`c`", *LINKS]), min_size=2, max_size=2).map(" | ".join),
).map(lambda cells: f"| {cells[0]} |\n")
table = st.tuples(row, st.just("|---|---|\n"), st.lists(row, max_size=2).map("".join)).map("".join)
fence = line.map(lambda inside: f"```\n{inside}\n```\n")
formula = line.map(lambda inside: f"$$\n{inside}\n$$\n")
gap = st.just("\n")
note = st.lists(line | line | line | table | fence | formula | gap, max_size=9).map("".join)


def whole(text, start=0):
    return read_body(text, Lines(text), start=start)[1].links


@given(note)
@example("- \\$[[A]]$\n")
@example("\n$5`c`\n$$\n[[A]]\n\n$$\n")
def test_the_plain_reading_is_sure_or_silent(text):
    """Links read the quick way are those of the whole reading, each span and word of them."""
    found = plain_links(text, 0)

    assert found is None or found == whole(text)


WORDS = [
    "true",
    "False",
    "NULL",
    "yes",
    "on",
    "a b",
    "x: y",
    "https://a.b/c#d",
    "C#",
    "a #c",
    "a:",
    "-",
    "é à",
]
WORDS += [
    "12",
    "007",
    "1.5",
    "1e3",
    "0x1F",
    "-3",
    "2024-01-02",
    "2024-01-02 10:30",
    "2024-01-02T10:30:59",
    "12:30",
    "~",
]
WORDS += [
    '"[[A]]"',
    '"a: b # c"',
    "'it'",
    "'it''s'",
    '"a\\"b"',
    "[[A]]",
    "[a, b]",
    "[a,b ]",
    "[]",
    "[ a ]",
    "[true]",
    "[1]",
]
WORDS += [
    "{}",
    "{a: b}",
    "&x a",
    "*x",
    "!t a",
    "| ",
    ">",
    "@a",
    "`a",
    "%a",
    "#c",
    ", a",
    "a, b",
    "a [b]",
    "a {b}",
    "",
    " ",
    ".inf",
]
WORDS += [
    "null-ish",
    "Nulls",
    "true ",
    '""',
    "''",
    "\u00a0a",
    "a\u2028b",
    "a\tb",
    "…",
    "日本",
    "a - b",
    "a ? b",
    '"a" b',
    "? a",
    "---",
]
KEYS = [
    "a",
    "b",
    "title",
    "a b",
    "true",
    "null",
    "1",
    "é",
    "a-b",
    "_c",
    '"q"',
    "a ",
    "A",
    "y",
    "key#",
    "- k",
]
VALUES = st.sampled_from(WORDS)
ITEMS = st.sampled_from(["  - ", "- ", "    - ", "  -", "  -  ", "\t- ", "  -\t", "  - - "])
property_row = st.one_of(
    st.tuples(
        st.sampled_from(KEYS), st.sampled_from([": ", ": ", ":", ":  ", ":\t", " : "]), VALUES
    ).map("".join),
    st.tuples(ITEMS, VALUES).map("".join),
    VALUES,
    st.just(""),
)
plain_item = st.sampled_from(["a", "C b", '"[[A]]"', "x/y", "true", "2024-01-02"]).map(
    "  - {}\n".format
)
plain_list = st.tuples(
    st.sampled_from(["tags", "up", "e f"]).map("{}:\n".format),
    st.lists(plain_item, max_size=3).map("".join),
).map("".join)
plain_row = st.tuples(
    st.sampled_from(["c", "d", "g"]), st.sampled_from(["1", "x y", "", "[a, b]"])
).map(lambda pair: f"{pair[0]}: {pair[1]}\n")
calm_row = st.tuples(st.sampled_from("hijklm"), st.sampled_from(WORDS)).map(
    lambda pair: f"{pair[0]}: {pair[1]}\n"
)
calm_item = st.sampled_from(WORDS).map("n:\n  - {}\n".format)
part = st.integers(0, 14).flatmap(
    lambda dice: (
        property_row.map("{}\n".format)
        if dice == 0
        else calm_row
        if dice < 4
        else calm_item
        if dice == 4
        else plain_list
        if dice < 9
        else plain_row
    )
)
block = st.lists(part, max_size=5, unique=True).map("".join)


@given(block)
def test_plain_properties_are_those_of_yaml(text):
    """Values, their types, the source of numbers and the lines agree, or nothing is said."""
    found = plain_properties(text)
    if found is None:
        return
    read = yaml_properties(text)

    assert [(key, repr(value)) for key, value in found.values.items()] == [
        (key, repr(value)) for key, value in read.values.items()
    ]
    assert (found.raw, found.lines) == (read.raw, read.lines)


STORMS = {
    "open links": ("{}", "[["),
    "open links and a close": ("{}]]", "[[a "),
    "signs and open links": ("{}[[x]]", "[[ $ "),
    "prices": ("[[a]] {}", "$5 $x "),
    "code": ("[[a]] {}", "`c` "),
    "quote marks": ("x\n    [[a]]\n{} y", "> "),
    "formula blocks": ("{}[[a]]", "$$\nx\n$$\n\n"),
    "formulas in a line": ("x {}\n\n[[a]]", "$$ "),
    "fences": ("{}[[a]]", "```\nx\n```\n"),
    "rows": ("| [[a]] |\n|-|\n{}", "| [[a]] |\n"),
    "links side by side": ("{}", "[a](b) [[c]] "),
    "half links": ("{}", "[a]("),
    "paragraphs": ("{}", "[[a]]\n\n"),
    "comment signs": ("a {}[[b]]", "%% "),
}


@pytest.mark.parametrize("name", STORMS)
def test_quick_reading_stays_quick(name):
    """A quadratic step would take sixteen times as long for four times the text."""
    frame, piece = STORMS[name]
    small, large = (seconds(frame.replace("{}", piece * n)) for n in (4_000, 16_000))

    assert large < max(10 * small, 0.05)


def seconds(text):
    best = 60.0
    for _ in range(3):
        start = time.process_time()
        plain_links(text, 0)
        best = min(best, time.process_time() - start)
    return best
