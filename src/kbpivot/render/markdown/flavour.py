"""Obsidian's Markdown for mistune: wikilinks, embeds, callouts, maths, comments, tags, marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import mistune

from kbpivot.record import Record
from kbpivot.render.markdown.formulas import mathml

if TYPE_CHECKING:
    from mistune import BlockParser, BlockState, InlineParser, InlineState, Markdown

__all__ = ["SAFE_SCHEMES", "Destination", "Page", "obsidian", "scheme_of"]

_WIKILINK: Final = r"!?\[\[(?P<wikilink_inside>[^\[\]\n]+)\]\]"
_BLOCK_COMMENT: Final = r"^ {0,3}%%[^%\n]*(?:\n[\s\S]*?(?:%%[ \t]*\n?|\Z)|\Z)"
_INLINE_COMMENT: Final = r"%%[\s\S]*?%%"
_BLOCK_MATH: Final = r"^ {0,3}\$\$(?P<math_block>[\s\S]*?)(?:\$\$[ \t]*(?:\n|\Z)|\Z)"
_INLINE_MATH: Final = (
    r"\$\$(?P<math_display>(?:[^$\\]|\\[\s\S])+?)\$\$"
    r"|\$(?![\s$])(?P<math_inline>(?:[^$\\\n]|\\.)*?(?:[^$\\\s]|\\.))\$(?!\d)"
)
_BLOCK_ID: Final = r"(?:^|[ \t]+)\^[A-Za-z0-9-]+[ \t]*(?=\n|\Z)"
_TAG: Final = r"(?<![^\s(])#(?=[^\s#]*[^\W\d])[\w/-]+"
_CALLOUT: Final = re.compile(r"\[!(?P<kind>[^\]\n]+)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)\n?")
_PICTURES: Final = frozenset(["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"])
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_TITLE_END: Final = "\ue001"  # parts a callout's title from its body, which come joined

SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto"})


class Destination(Record, frozen=True):
    """Where an internal link leads in the page.

    Attributes:
        node: id of the box it opens, or None when the page has no such note.
        name: shown instead of the link's own words, for a note whose name must not show.
    """

    node: str | None = None
    name: str | None = None


def scheme_of(url: str) -> str:
    """Return the scheme of a URL in lower case, empty when it has none."""
    match = _SCHEME.match(url)
    return match[1].lower() if match else ""


class Page(mistune.HTMLRenderer):
    """HTML that loads nothing and has no ids or headings that compete with the page's own.

    `destination` tells where a linkpath (without `#...`) leads.
    """

    def __init__(self, destination: Callable[[str], Destination]) -> None:
        super().__init__(escape=False)
        self.destination = destination

    def pointer(self, linkpath: str, words: str, *, embed: bool = False) -> str:
        """Write an internal link whose words are HTML already."""
        name = linkpath.split("#", 1)[0].strip()
        goal = self.destination(name) if name else Destination()
        shown = escape(goal.name) if goal.name is not None else words
        kind = "embed" if embed else "internal"
        if goal.node is None:
            return f'<span class="{kind}">{shown}</span>'
        return f'<a class="{kind}" href="#{escape(goal.node)}">{shown}</a>'

    def wikilink(self, text: str, words: str | None) -> str:
        """Write `[[...]]`."""
        shown = words or text.replace("#", " > ").strip(" >") or text
        return self.pointer(text, escape(shown))

    def embed(self, text: str, words: str | None) -> str:
        """Write `![[...]]` as a named link, or as the name of a picture."""
        name = text.split("#", 1)[0].rsplit("/", 1)[-1].strip() or text
        sized = words is None or re.fullmatch(r"\d+(x\d+)?", words) is not None
        label = escape(name if sized or words is None else words)
        if name.rpartition(".")[2].lower() in _PICTURES:
            return f'<span class="embed">Picture: {label}</span>'
        return self.pointer(text, label, embed=True)

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ANN401 - mistune's
        """Write a heading two levels lower: the page and the note's title stand above."""
        del attrs
        return f"<h{min(level + 2, 6)}>{text}</h{min(level + 2, 6)}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Name a picture instead of loading it."""
        del title
        name = escape(unquote(url.rsplit("/", 1)[-1]) or url)
        return f'<span class="embed">Picture: {text or name}</span>'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Write a Markdown link: to a note of the page, outside, or nowhere."""
        del title
        if not scheme_of(url) and not url.startswith(("#", "//")):
            return self.pointer(unquote(url), text)
        if scheme_of(url) in SAFE_SCHEMES:
            return f'<a class="external" href="{escape(url)}" target="_blank">{text}</a>'
        return f'<span class="internal">{text}</span>'

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write a code block; its language is named, not interpreted."""
        language = (info or "").split()
        named = f' data-language="{escape(language[0])}"' if language else ""
        return f"<pre{named}><code>{escape(code)}</code></pre>\n"

    def footnote_ref(self, key: str, index: int) -> str:
        """Number a footnote; a link would need ids, which several notes in a page share."""
        del key
        return f"<sup>{index}</sup>"

    def footnote_item(self, text: str, key: str, index: int) -> str:
        """Write a footnote."""
        del key, index
        return f"<li>{text}</li>\n"

    def tag(self, text: str) -> str:
        """Write a tag."""
        return f'<span class="tag">{escape(text)}</span>'

    def formula(self, text: str) -> str:
        """Write `$...$`."""
        return mathml(text, block=False)

    def formula_display(self, text: str) -> str:
        """Write `$$...$$` inside a paragraph."""
        return f'<span class="formula">{mathml(text, block=True)}</span>'

    def formula_block(self, text: str) -> str:
        """Write `$$...$$` that stands alone."""
        return f'<div class="formula">{mathml(text, block=True)}</div>\n'

    def callout_title(self, text: str) -> str:
        """Mark where a callout's title ends."""
        return text.replace(_TITLE_END, "") + _TITLE_END

    def callout(self, text: str, kind: str) -> str:
        """Write a callout that stays open."""
        title, _, body = text.partition(_TITLE_END)
        return (
            f'<aside class="callout" data-kind="{escape(kind)}">'
            f'<p class="callout-title">{title}</p>{body}</aside>\n'
        )

    def callout_fold(self, text: str, kind: str, open: bool) -> str:  # noqa: A002, FBT001 - token
        """Write a callout that folds."""
        title, _, body = text.partition(_TITLE_END)
        return (
            f'<details class="callout" data-kind="{escape(kind)}"{" open" if open else ""}>'
            f'<summary class="callout-title">{title}</summary>{body}</details>\n'
        )


def _parse_wikilink(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    del inline
    target, bar, words = match["wikilink_inside"].replace("\\|", "|").partition("|")
    state.append_token(
        {
            "type": "embed" if match[0].startswith("!") else "wikilink",
            "raw": target.strip(),
            "attrs": {"words": words.strip() if bar else None},
        }
    )
    return match.end()


def _skip(parser: object, match: re.Match[str], state: object) -> int:
    del parser, state
    return match.end()


def _parse_block_math(block: BlockParser, match: re.Match[str], state: BlockState) -> int:
    del block
    state.append_token({"type": "formula_block", "raw": match["math_block"]})
    return match.end()


def _parse_inline_math(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    del inline
    display = match["math_display"]
    kind = "formula" if display is None else "formula_display"
    state.append_token({"type": kind, "raw": match["math_inline"] if display is None else display})
    return match.end()


def _parse_tag(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    del inline
    state.append_token({"type": "tag", "raw": match[0]})
    return match.end()


def _name_callouts(markdown: Markdown, state: BlockState) -> None:
    """Turn quotes that begin with `[!kind]` into callouts, before inline text is read."""
    del markdown
    _walk(state.tokens)


def _walk(tokens: list[dict[str, Any]]) -> None:
    waiting = [tokens]
    while waiting:
        for token in waiting.pop():
            children = token.get("children")
            if not children:
                continue
            waiting.append(children)
            first = children[0]
            if token["type"] != "block_quote" or first["type"] not in {"paragraph", "block_text"}:
                continue
            mark = _CALLOUT.match(first.get("text", ""))
            if mark is None:
                continue
            kind = mark["kind"].partition("|")[0].strip().lower()
            rest = first["text"][mark.end() :]
            title = {"type": "callout_title", "text": mark["title"].strip() or kind.capitalize()}
            token["type"] = "callout_fold" if mark["fold"] else "callout"
            token["attrs"] = {"kind": kind}
            if mark["fold"]:
                token["attrs"]["open"] = mark["fold"] == "+"
            kept = [{**first, "text": rest}] if rest.strip() else []
            token["children"] = [title, *kept, *children[1:]]


def obsidian(md: Markdown) -> None:
    """Teach a mistune converter what Obsidian adds to Markdown."""
    md.block.register("comment_block", _BLOCK_COMMENT, _skip, before="list")
    md.block.register("formula_block", _BLOCK_MATH, _parse_block_math, before="list")
    for rules in (md.block.block_quote_rules, md.block.list_rules):
        md.block.insert_rule(rules, "formula_block", before="list")
    md.inline.register("wikilink", _WIKILINK, _parse_wikilink, before="link")
    md.inline.register("formula", _INLINE_MATH, _parse_inline_math, before="codespan")
    md.inline.register("comment", _INLINE_COMMENT, _skip, before="link")
    md.inline.register("block_id", _BLOCK_ID, _skip, before="link")
    md.inline.register("tag", _TAG, _parse_tag, before="link")
    md.before_render_hooks.append(_name_callouts)
