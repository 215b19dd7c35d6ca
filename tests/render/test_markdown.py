"""A note's text as HTML: what Obsidian means, and nothing that runs or loads."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drawn_graphs import HOSTILE_NAMES
from kbpivot.render.markdown import Destination, markdown
from kbpivot.render.markdown.formulas import mathml

MARKS = st.lists(
    st.sampled_from(
        [
            "[[",
            "]]",
            "|",
            "#",
            "^",
            "![[",
            "%%",
            "$",
            "$$",
            "==",
            "~~",
            "*",
            "**",
            "_",
            "`",
            "```",
            ">",
            "-",
            "1.",
            "\n",
            "\n\n",
            "<!--",
            "-->",
            "<b>",
            "</b>",
            "<a",
            'href="',
            '">',
            "<math>",
            "<mtext>",
            "<style>",
            "</style>",
            "<script>",
            ">",
            "[!note]-",
            "[^1]",
            "[^1]:",
            "\\",
            "(",
            ")",
            "{{",
            "---",
            "a",
            "b",
        ]
    )
).map("".join)


def body(text, **names):
    return markdown(
        text, destination=lambda path: names.get(path.replace(" ", "_"), Destination())
    ).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[A]]", '<p><a class="internal" href="#n1" rel="noopener noreferrer">A</a></p>'),
        (
            "[[A|words]]",
            '<p><a class="internal" href="#n1" rel="noopener noreferrer">words</a></p>',
        ),
        (
            "[[A#Part]]",
            '<p><a class="internal" href="#n1" rel="noopener noreferrer">A &gt; Part</a></p>',
        ),
        ("[x](A)", '<p><a class="internal" href="#n1" rel="noopener noreferrer">x</a></p>'),
        ("[[Unknown]]", '<p><span class="internal">Unknown</span></p>'),
        ("[[Secret|my words]]", '<p><span class="internal">private note</span></p>'),
        ("![[Secret]]", '<p><span class="embed">private note</span></p>'),
        ("![[A]]", '<p><a class="embed" href="#n1" rel="noopener noreferrer">A</a></p>'),
        ("![[p.png|300]]", '<p><span class="embed">Picture: p.png</span></p>'),
        ("![alt](https://x.org/t.gif)", '<p><span class="embed">Picture: alt</span></p>'),
        ("==a *b*==", "<p><mark>a <em>b</em></mark></p>"),
        ("a %%hidden%% b", "<p>a  b</p>"),
        ("a ^id-1", "<p>a</p>"),
        ("#tag/x and a#b and #1", '<p><span class="tag">#tag/x</span> and a#b and #1</p>'),
        ("`[[A]] $x$ %%y%%`", "<p><code>[[A]] $x$ %%y%%</code></p>"),
        ("$5 and $6", "<p>$5 and $6</p>"),
        ("# Top", "<h3>Top</h3>"),
        ("###### Low", "<h6>Low</h6>"),
    ],
)
def test_obsidians_marks(source, expected):
    """Each mark becomes what Obsidian shows."""
    assert expected == body(source, A=Destination("n1"), Secret=Destination(name="private note"))


def test_properties_and_comments_are_left_out():
    """What a reader of the note does not see is not in the page, unclosed comments included."""
    text = (
        "\ufeff---\nsecret: 1\n---\nseen\n\n%%\nsecret\n\nsecret\n%%\n\nalso\n\n%% secret\n\nsecret"
    )

    assert "secret" not in markdown(text)
    assert "seen" in markdown(text)
    assert "also" in markdown(text)
    assert "secret" not in markdown("---\nsecret: 1\n---")
    assert "<hr>" in markdown("---\n\nno properties: this line is text")


def test_callouts_nest_and_fold():
    """A quote that begins with a kind is an aside, or details where it folds."""
    page = markdown("> [!Warning]- Mind *this*\n> text\n> > [!note]\n> > inner\n\n> plain quote")

    assert '<details class="callout" data-kind="warning">' in page
    assert '<summary class="callout-title">Mind <em>this</em></summary><p>text</p>' in page
    assert (
        '<aside class="callout" data-kind="note"><p class="callout-title">Note</p><p>inner</p>'
        in page
    )
    assert "<blockquote>\n<p>plain quote</p>" in page
    assert " open" in markdown("> [!tip]+ x\n> y")


def test_formulas_are_mathml():
    """Inline, block and quoted formulas are drawn without a script; alignment is a class."""
    page = markdown("$a_i$ then\n\n$$\n\\begin{aligned}x&=1\\end{aligned}\n$$\n\n> $$y$$\n\n- $z$")

    assert 4 == page.count("<math")
    assert 2 == page.count('<math display="block"')
    assert '<mtd class="right"' in page
    assert " style=" not in page


def test_a_formula_that_cannot_be_read_is_shown_as_written():
    """Unknown commands keep their source, escaped."""
    assert '<code class="math">\\nosuch{&lt;b&gt;}</code>' == mathml(r"\nosuch{<b>}", block=False)


@pytest.mark.parametrize(
    "formula",
    [
        "{" * 100_000,
        "{" * 1000 + "x" + "}" * 1000,
        "x^{" * 3000,
        "\\sqrt " * 3000 + "x",
        "\\frac1" * 3000 + "2",
        "\\left(" * 300 + "x" + "\\right)" * 300,
        "\\begin{matrix}" * 300,
        "\\def\\a{\\a\\a}\\a",
        "\\newcommand{\\a}{\\a\\a}\\a",
    ],
)
def test_a_formula_made_to_break_the_converter_does_not(formula):
    """Deep nesting would overflow the native stack; it is shown as source instead."""
    assert mathml(formula, block=True).startswith('<code class="math">')


RUNS = re.compile(
    r"<(script|style|iframe|object|embed|img|video|audio|link|meta|base|form|svg)\b", re.IGNORECASE
)
HANDLER = re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), MARKS))
@example(
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=a()&gt;">'
)
@example('<svg><a xlink:href="javascript:a()"><text>x</text></a></svg>')
@example('<a href="jav&#x09;ascript:a()">x</a> [x](<javascript:a()>) [y](data:text/html,x)')
@example("<form><input name=body><button formaction=javascript:a()>")
def test_any_text_becomes_harmless_html(text):
    """No text raises, and nothing in the result runs, loads or carries an id."""
    page = markdown(text)

    assert not RUNS.search(page)
    assert not HANDLER.search(page)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert " id=" not in re.sub(r">[^<]*<", "><", page)
    assert " src=" not in re.sub(r">[^<]*<", "><", page)
    assert " style=" not in re.sub(r">[^<]*<", "><", page)


def test_hostile_text_is_harmless_together():
    """All hostile names as one text."""
    page = markdown("\n\n".join(HOSTILE_NAMES))

    assert not RUNS.search(page)
    assert "window.ran" not in "".join(re.findall(r"<[^>]*>", page))


def test_links_keep_safe_schemes_only():
    """Https and mail stay links; scripts, files and relative addresses do not."""
    page = markdown(
        "[a](https://x.org) [m](mailto:a@b.org) [j](javascript:x) [f](file:///etc/passwd)"
        ' <a href="../up">r</a> <a href="//x.org">s</a> <https://y.org>'
    )

    assert ["https://x.org", "mailto:a@b.org", "https://y.org"] == re.findall(
        r'href="([^"]*)"', page
    )


@pytest.mark.parametrize(
    "unit",
    [
        ">",
        "[",
        "[[",
        "*a ",
        "**a *b ",
        "$",
        "%%",
        "`",
        "- ",
        "<",
        "<a ",
        "|a",
        "> [!a]\n",
        "$$\n",
        "#a",
        "==a",
        "[^1]",
    ],
)
def test_time_grows_with_the_text_and_not_much_faster(unit):
    """Repeating a mark ten thousand times takes seconds at most."""
    began = time.process_time()

    markdown(unit * 10_000)

    assert time.process_time() - began < 5


def test_a_huge_note_is_cut_and_says_so():
    """A text beyond the limit ends with a sentence, and the page stays usable."""
    page = markdown("word " * 60_000)

    assert len(page) < 101_000
    assert "goes on in the note itself" in page
