"""What words beside a link mean: "none", a reason, "(optional)", a template phrase."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from kbpivot.notes.vocabulary import Words

__all__ = [
    "is_connector",
    "is_placeholder",
    "is_placeholder_phrase",
    "plain_text",
    "reason_after",
    "says_none",
    "says_optional",
    "without_optional",
]

_MARKUP = " \t\r\n*_~=`>"
_LONGEST_NONE = 80  # characters that are looked at
_NOTHING = frozenset({"-", "–", "—", "--", "---", "/", "∅", "(-)", "(–)", "(—)"})
_FIRST_WORDS = re.compile(
    r"\s*([^\s\-–—:：,，;；.。!！?(（/]+(?:[ /.][^\s\-–—:：,，;；.。!！?(（]+)*)"
)
_SEPARATED = re.compile(r"\s*(?:[-–—:：,，;；.。!！(（]|$)")

# What may stand between two targets: commas, "and", slashes, plus signs, arrows, closing markup.
_CONNECTOR = re.compile(
    r"(?:[\s,，、;；/+&|·•*_~=)）]|->|→|\b(?:and|or|und|oder|et|ou|y|e|o|og|och|en|и|или)\b|和|与|與|및|와|과)*"
)
_SEPARATOR = re.compile(
    r"[\s*_~=`)]*+(?:(?<=[ \t\u00a0])[-–—]{1,3}[ \t\u00a0]|[—–:：]|(?<!-)--[ \t])"
)
_BRACKETED = re.compile(r"[\s*_~=`]*[(（]([^()（）]*)[)）][\s*_~=`.;。,，、；]*$")
_GROUPS = re.compile(r"[(（\[]([^()（）\[\]]{2,40})[)）\]]")
_OPENING = re.compile(r"^\W*([^\W\d_][^:：\[\]()]{1,30}?)[*_]*\s*[:：]")

_EMBED = re.compile(r"!\[\[[^\]\r\n]*\]\]|!\[[^\]\r\n]*\]\([^)\r\n]*\)")
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|\r\n]*\|)?([^\[\]\r\n]*?)\]\]")
_MARKDOWN = re.compile(
    r"\[([^\[\]\r\n]*)\]\((?:<[^>\r\n]*>|[^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)*)\)"
)
_TAGS = re.compile(r"</?[A-Za-z][^<>\r\n]*>")
_STYLE = re.compile(r"\*+|`+|~~|==|(?<!\w)_+|_+(?!\w)")


def says_none(text: str, words: Words) -> bool:
    """True for "None", "None — this is the foundation", "n/a", "-": there is no prerequisite."""
    bare = text.strip(_MARKUP)[:_LONGEST_NONE]
    if bare in _NOTHING:
        return True
    whole = canonical(bare)
    if whole in words.roots:
        return True
    first = _FIRST_WORDS.match(bare)
    if first is None or canonical(first[1]) not in words.roots:
        return False
    return bool(_SEPARATED.match(bare, first.end()))


def says_optional(text: str, words: Words) -> bool:
    """True when brackets in the text, or its first words before a colon, say "optional"."""
    for found in _GROUPS.finditer(text):
        if canonical(found[1]) in words.optional:
            return True
    opening = _OPENING.match(text)
    return opening is not None and canonical(opening[1]) in words.optional


def without_optional(text: str, words: Words) -> str:
    """The text without a bracket that only says "optional"."""

    def kept(found: re.Match[str]) -> str:
        return "" if canonical(found[1]) in words.optional else found[0]

    return _GROUPS.sub(kept, text)


def is_connector(text: str) -> bool:
    """True when the text between two links only strings them together."""
    return _CONNECTOR.fullmatch(text) is not None


def reason_after(tail: str, *, loose: bool = False) -> str:
    """The reason in the words behind a link: after ` - `, `: `, ` — ` or in brackets, else "".

    With `loose`, words that follow without any separator count as well ("[[A]] for the proof").
    """
    separator = _SEPARATOR.match(tail)
    if separator:
        return plain_text(tail[separator.end() :])
    bracketed = _BRACKETED.match(tail)
    if bracketed:
        return plain_text(bracketed[1])
    if loose and tail[:1].isspace():
        return plain_text(tail)
    return ""


def plain_text(text: str) -> str:
    """The text as a reader sees it: links as their display, no markup, one line."""
    if "[" in text:
        text = _EMBED.sub("", text)
        text = _WIKILINK.sub(r"\1", text)
        text = _MARKDOWN.sub(r"\1", text)
    if "<" in text:
        text = _TAGS.sub("", text)
    text = " ".join(_STYLE.sub("", text).split())
    return text.strip(" ,;，；、|·")


def is_placeholder(text: str, words: Words) -> bool:
    """True for a phrase of an unfilled template: "TBD", "To be filled after reading"."""
    return is_placeholder_phrase(canonical(text), words)


def is_placeholder_phrase(phrase: str, words: Words) -> bool:
    """The same for a phrase that is canonical already."""
    return phrase in words.placeholders or phrase.startswith(words.placeholder_starts)
