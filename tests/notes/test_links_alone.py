"""Reading links alone: what is read is what the whole reading has."""

from __future__ import annotations

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from kbpivot.notes import parse_links, parse_note

PIECES = st.sampled_from(
    [
        *("---\n", "a: '[[P]]'\n", "title: T\n", "aliases: [x, y]\n", "publish: no\n", "[[A]]"),
        *(
            "![[B|c]]",
            "[t](<c d.md>)",
            "[t](x.md)",
            "[[4]](https://x.y)",
            "`",
            "```\n",
            "$",
            "$$\n",
        ),
        *("%%\n", "%%", "# H\n", "- ", "> ", "| a | [[b\\|c]] |\n", "|---|---|\n", "\n", "\n\n"),
        *("    ", "text ", "#tag ", "^id\n", "<b>", "<!--", "-->", "\\", "é", "\r\n", "\ufeff"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
@example("---\na: 1\na: 2\n---\n[[x]]")
def test_links_alone_are_those_of_the_whole_note(text):
    """Path, properties, links, aliases and their diagnostics agree; nothing else is told."""
    alone, whole = parse_links("f/N.md", text), parse_note("f/N.md", text)
    told = {"path", "frontmatter", "properties", "raw", "property_lines", "publish", "links"}
    told |= {"aliases", "lines", "diagnostics"}

    for name in msgspec.structs.fields(whole):
        if name.name in told:
            assert getattr(alone, name.name) == getattr(whole, name.name)
    assert (alone.tags, alone.statements, alone.prose.words) == ((), (), 0)


def test_plain_headings_are_those_of_an_ordinary_note():
    """Lines that begin with `#` are headings here as in the whole reading, but for fences."""
    text = "---\na: 1\n---\n# One\n\nx\n\n## Two *b* ##\n```python\n# no\n```\n#tag\n### 3 [[L]]\n"
    alone, whole = parse_links("N.md", text), parse_note("N.md", text)

    assert [(h.level, h.text, h.span.line) for h in alone.headings] == [
        (h.level, h.text, h.span.line) for h in whole.headings
    ]
