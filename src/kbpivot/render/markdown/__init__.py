"""A note's text as HTML that is safe to put in a page, as Obsidian would show it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from html import escape
from typing import Final

import mistune
import nh3

from kbpivot.render.markdown.flavour import SAFE_SCHEMES, Destination, Page, obsidian, scheme_of

__all__ = ["Destination", "markdown"]

_MOST_CHARACTERS: Final = 100_000
_FRONTMATTER: Final = re.compile(r"\A---[ \t]*\r?\n(?:[\s\S]*?\r?\n)??---[ \t]*(?:\r?\n|\Z)")
_PLUGINS: Final = ("strikethrough", "mark", "table", "task_lists", "footnotes", "url")


def markdown(text: str, *, destination: Callable[[str], Destination] | None = None) -> str:
    """Return a note's text as sanitised HTML; never raises on any `str`.

    Properties and comments are left out, headings start at level 3, formulas are MathML,
    callouts are `aside` or `details` elements. Nothing in it loads anything: pictures and other
    embeds become named links. Text beyond 100,000 characters is cut.

    Args:
        text: the whole file.
        destination: tells where an internal link's linkpath (without `#…`) leads.
    """
    body = _FRONTMATTER.sub("", text.removeprefix("\ufeff"), count=1)
    cut = len(body) > _MOST_CHARACTERS
    body = body[:_MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    page = Page(destination or (lambda _: Destination()))
    converter = mistune.create_markdown(renderer=page, plugins=[*_PLUGINS, obsidian])
    try:
        html = str(converter(body))
    except RecursionError:
        html = f"<pre>{escape(body)}</pre>"
    if cut:
        html += "<p>The text goes on in the note itself.</p>"
    return _cleaner().clean(html)


_MATH_TAGS: Final = frozenset(
    [
        "math",
        "semantics",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "ms",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "mtable",
        "mtr",
        "mtd",
        "mpadded",
        "mphantom",
        "mstyle",
        "menclose",
    ]
)
_MATH_ATTRIBUTES: Final = frozenset(
    [
        "accent",
        "accentunder",
        "class",
        "columnalign",
        "columnspan",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowspan",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    ]
)
_TEXT_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "aside",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "input",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_CLASSES: Final = frozenset(
    [
        "apart",
        "callout",
        "callout-title",
        "embed",
        "external",
        "footnotes",
        "formula",
        "internal",
        "left",
        "math",
        "right",
        "tag",
        "task-list-item",
    ]
)


@functools.cache
def _cleaner() -> nh3.Cleaner:
    def keep(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href" and not value.startswith("#"):
            return value if scheme_of(value) in SAFE_SCHEMES else None
        if name == "class":
            return " ".join(word for word in value.split() if word in _CLASSES) or None
        return value

    attributes = {tag: set(_MATH_ATTRIBUTES) for tag in _MATH_TAGS}
    attributes |= {
        "*": {"class", "dir", "lang"},
        "a": {"href"},
        "aside": {"data-kind"},
        "details": {"data-kind", "open"},
        "input": {"checked", "disabled"},
        "ol": {"start"},
        "pre": {"data-language"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
    }
    return nh3.Cleaner(
        tags=set(_TEXT_TAGS | _MATH_TAGS),
        attributes=attributes,
        attribute_filter=keep,
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
        tag_attribute_values={"a": {"target": {"_blank"}}},
        url_schemes=set(SAFE_SCHEMES),
        link_rel="noopener noreferrer",
    )
