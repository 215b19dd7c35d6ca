"""One more prerequisite in a note: the least edit, whatever the note looks like."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.edit.prerequisite import (
    LabelStyle,
    PropertyStyle,
    SectionStyle,
    Way,
    with_prerequisite,
)
from kbpivot.errors import RefusedError
from kbpivot.notes import parse_note

LINK = "[[X]]"
FLOW = Way(property=PropertyStyle("flow"))
SCALAR = Way(property=PropertyStyle("scalar"))
SECTION = Way("section")
LABEL = Way("label")


def needs(text):
    """Return what a text states that its note builds on, in order."""
    return [s.target.target for s in parse_note("n.md", text).statements if s.relation == "needs"]


@pytest.mark.parametrize(
    ("text", "way", "expected"),
    [
        pytest.param("", Way(), '---\nprerequisites:\n  - "[[X]]"\n---\n', id="empty"),
        pytest.param("B", FLOW, '---\nprerequisites: ["[[X]]"]\n---\nB', id="no block"),
        pytest.param(
            "---\n---\nB", SCALAR, '---\nprerequisites: "[[X]]"\n---\nB', id="empty block"
        ),
        pytest.param(
            "\ufeff---\r\na: 1\r\n---\r\nB\r\n",
            Way(),
            '\ufeff---\r\na: 1\r\nprerequisites:\r\n  - "[[X]]"\r\n---\r\nB\r\n',
            id="BOM and CRLF",
        ),
        pytest.param(
            "\ufeffB\r\n", FLOW, '\ufeff---\r\nprerequisites: ["[[X]]"]\r\n---\r\nB\r\n', id="BOM"
        ),
        pytest.param(
            "---\nprereqs: # later\na: 1\n---\n",
            Way(),
            '---\nprereqs: # later\n  - "[[X]]"\na: 1\n---\n',
            id="no value",
        ),
        pytest.param(
            "---\nRequires: [ ]\n---\n", Way(), '---\nRequires: ["[[X]]" ]\n---\n', id="[]"
        ),
        pytest.param(
            "---\nprereqs: ['[[A]]', B]  # two\n---\n",
            Way(),
            "---\nprereqs: ['[[A]]', B, \"[[X]]\"]  # two\n---\n",
            id="flow",
        ),
        pytest.param(
            '---\nprereqs: [\n  "[[A]]",\n  "[[B]]",\n  ]\n---\n',
            Way(),
            '---\nprereqs: [\n  "[[A]]",\n  "[[B]]", "[[X]]",\n  ]\n---\n',
            id="flow over lines",
        ),
        pytest.param(
            "---\nprereqs: [[A]]\na: 1\n---\n",
            FLOW,
            '---\nprereqs:\n  - [[A]]\n  - "[[X]]"\na: 1\n---\n',
            id="unquoted link",
        ),
        pytest.param(
            '---\nprereqs: "[[A]]"\n---\n',
            Way(),
            '---\nprereqs: ["[[A]]", "[[X]]"]\n---\n',
            id="scalar",
        ),
        pytest.param(
            "---\nprereqs: '[[A]], [[B]]'\n---\n",
            Way(),
            "---\nprereqs: '[[A]], [[B]], [[X]]'\n---\n",
            id="scalar with two",
        ),
        pytest.param(
            "---\nprereqs: Linear algebra, calculus\n---\n",
            Way(),
            '---\nprereqs:\n  - Linear algebra, calculus\n  - "[[X]]"\n---\n',
            id="plain words with a comma",
        ),
        pytest.param(
            "---\nprereqs: none\n---\n", Way(), '---\nprereqs: ["[[X]]"]\n---\n', id="none"
        ),
        pytest.param(
            "---\nprereqs:\n-   '[[A]]' # why\n-   B\na: 1\n---\n",
            Way(),
            "---\nprereqs:\n-   '[[A]]' # why\n-   B\n-   \"[[X]]\"\na: 1\n---\n",
            id="block without indent",
        ),
        pytest.param(
            "---\nprereqs:\n  - note: A\n    reason: r\n\n# c\na: 1\n---\n",
            Way(),
            '---\nprereqs:\n  - note: A\n    reason: r\n  - "[[X]]"\n\n# c\na: 1\n---\n',
            id="block of tables",
        ),
        pytest.param(
            "---\nprereqs:\n  - \n---\n", Way(), '---\nprereqs:\n  - "[[X]]"\n---\n', id="- "
        ),
        pytest.param(
            "# T\n\n## Prerequisites\n\n1) [[A]] - so\n   that\n2) [[B]]\n\nB\n",
            Way(),
            "# T\n\n## Prerequisites\n\n1) [[A]] - so\n   that\n2) [[B]]\n3) [[X]]\n\nB\n",
            id="section",
        ),
        pytest.param(
            "# T\n\n## Prerequisites\n\n## B\n",
            Way(),
            "# T\n\n## Prerequisites\n\n- [[X]]\n\n## B\n",
            id="empty section",
        ),
        pytest.param(
            "# T\n\nIntro.\n\n## B\n",
            SECTION,
            "# T\n\nIntro.\n\n## Prerequisites\n\n- [[X]]\n\n## B\n",
            id="new section",
        ),
        pytest.param(
            "# T\n\n## B\n\nEnd",
            Way("section", section=SectionStyle("### Before reading", "* ", last=True)),
            "# T\n\n## B\n\nEnd\n\n### Before reading\n\n* [[X]]\n",
            id="new last section",
        ),
        pytest.param(
            "- **Prereqs:** [[A]], [[B]] (for b).\n- **Time:** 3 h\n",
            Way(),
            "- **Prereqs:** [[A]], [[B]] (for b), [[X]].\n- **Time:** 3 h\n",
            id="label",
        ),
        pytest.param("**Prereqs:** None.\n", Way(), "**Prereqs:** [[X]].\n", id="label with none"),
        pytest.param(
            "T\n===\n\nB\n", LABEL, "T\n===\n\n**Prerequisites:** [[X]]\n\nB\n", id="new label"
        ),
        pytest.param(
            "---\na: 1\n---\nB\n",
            Way("label", label=LabelStyle("prereqs:: ")),
            "---\na: 1\n---\nprereqs:: [[X]]\n\nB\n",
            id="new field",
        ),
    ],
)
def test_edit(text, way, expected):
    """Each form grows in its own way, and nothing beside it changes."""
    assert with_prerequisite(text, LINK, way=way) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\na: [\n---\nB", id="properties that cannot be read"),
        pytest.param("---\na: 1\na: 2\n---\n", id="a property twice"),
        pytest.param("---\nprereqs: {A: why}\n---\n", id="a table"),
        pytest.param("---\nprereqs: |\n  A\n---\n", id="a text over lines"),
        pytest.param("---\na: &x [A]\nprereqs: *x\n---\n", id="an alias"),
        pytest.param("---\nprereqs: &x [A]\na: *x\n---\n", id="an anchor"),
        pytest.param("**Prereqs:** None - it is the foundation.\n", id="none, and why"),
    ],
)
def test_refused(text):
    """Where an edit is not safe there is none."""
    with pytest.raises(RefusedError):
        with_prerequisite(text, LINK)


def test_nothing_twice():
    """What is stated already is not stated again."""
    text = "**Prereqs:** [[X|the X]]\n"

    assert with_prerequisite(text, LINK) == text


# --------------------------------------------------------------------------- any shape

KEYS = st.sampled_from(["prerequisites", "Prereqs", "builds-on", '"requires"'])
NAMES = st.sampled_from(["A", "Linear algebra", "Größe", "l'Hôpital", "C (x)", "线性代数"])
VALUES = st.one_of(
    NAMES.map(lambda name: f'"[[{name}]]"'),
    NAMES.map(lambda name: "'[[" + name.replace("'", "''") + "]]'"),
    NAMES.filter(lambda name: "'" not in name),
)
NOISE = st.sampled_from(
    ["title: T", "tags: [a, b]", "# a comment", "aliases:\n  - z", "note: 'it''s'", "n: 1.50", ""]
)


@st.composite
def properties(draw):
    """Draw the line or lines of a property that names prerequisites, in any shape."""
    key = draw(KEYS)
    values = draw(st.lists(VALUES, max_size=3, unique=True))
    shape = draw(st.sampled_from(["flow", "block", "bare", "scalar", "spread"]))
    comment = draw(st.sampled_from(["", "  # c"]))
    if shape == "bare" or not values:
        return f"{key}:{comment}"
    if shape == "scalar":
        return f"{key}: {values[0]}{comment}"
    if shape == "flow":
        return f"{key}: [{', '.join(values)}]{comment}"
    if shape == "spread":
        return "\n".join([f"{key}: [", *(f"    {value}," for value in values), "  ]"])
    indent = draw(st.sampled_from(["", "  ", "      "]))
    return "\n".join([f"{key}:{comment}", *(f"{indent}- {value}{comment}" for value in values)])


@st.composite
def notes(draw):
    """Draw a note: a BOM or none, any line breaks, properties or none, a body."""
    rows = draw(st.lists(NOISE, max_size=2, unique=True))
    rows += [draw(properties())] if draw(st.booleans()) else []
    rows += [row for row in draw(st.lists(NOISE, max_size=2, unique=True)) if row not in rows]
    body = draw(
        st.sampled_from(
            ["", "Text.", "# T\n\nText with [[B]].\n", "---\n\n```\n---\n```\n", "\n\n"]
        )
    )
    block = "".join(f"{row}\n" for row in rows)
    text = f"---\n{block}---\n{body}" if draw(st.booleans()) else body
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return mark + text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


@settings(max_examples=300, deadline=None)
@given(notes(), st.sampled_from([Way(), FLOW, SCALAR]), st.sampled_from(["X", "d'Alembert", "数"]))
def test_every_byte_else_is_kept(text, way, name):
    """One prerequisite more, the same meaning otherwise, and no byte of the note is lost."""
    note = parse_note("n.md", text)
    try:
        changed = with_prerequisite(text, f"[[{name}]]", way=way)
    except RefusedError:
        assert note.frontmatter == "error"
        return
    after = parse_note("n.md", changed)

    assert [*needs(text), name] == needs(changed) or not note.properties
    assert name in needs(changed)
    assert len([k for k in after.properties if after.properties[k] != note.properties.get(k)]) == 1
    assert not note.properties.keys() - after.properties.keys()
    assert [one.text for one in after.headings] == [one.text for one in note.headings]
    assert not lost(text, changed)
    assert changed.count("\n") - changed.count("\r\n") == 0 or "\r" not in text
    assert changed.startswith("\ufeff") == text.startswith("\ufeff")


def lost(before, after):
    """Return what of a text is not in another one, in order."""
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    return [
        before[a:b]
        for kind, a, b, _, _ in matcher.get_opcodes()
        if kind in {"delete", "replace"} and before[a:b].strip(" ")
    ]


@settings(max_examples=100, deadline=None)
@given(notes(), st.lists(st.sampled_from(["P", "Q", "R"]), min_size=2, max_size=3, unique=True))
def test_one_after_another(text, names):
    """Several are added one after another, and adding them again changes nothing."""
    once = text
    try:
        for name in names:
            once = with_prerequisite(once, f"[[{name}]]")
    except RefusedError:
        return
    again = once
    for name in names:
        again = with_prerequisite(again, f"[[{name}]]")

    assert needs(once)[-len(names) :] == names
    assert again == once
