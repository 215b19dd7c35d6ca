"""How untrusted names are made safe to show: one line, no control characters, still readable."""

from __future__ import annotations

import json
import re
import unicodedata
from contextlib import suppress

import msgspec

__all__ = ["holds_code", "inert", "one_line", "safe_json", "visible"]

# Controls, line and paragraph separators, lone surrogates, bidirectional overrides, BOM and
# non-characters: they move a terminal's cursor, break a line or reorder what is read. The
# joiners U+200C and U+200D stay, since emoji and several scripts need them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
_CONTROL_PICTURES = 0x2400
_DELETE_PICTURE = "\u2421"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:
        return _DELETE_PICTURE
    if unicodedata.category(match[0]) == "Cf":
        return ""
    return "\ufffd"


def one_line(text: str) -> str:
    """Return `text` as one printable line.

    White space is folded; other control characters become their Unicode pictures (`␛`), lone
    surrogates and non-characters the replacement character, and invisible direction marks go.
    """
    return _UNSAFE.sub(_picture, _SPACE.sub(" ", text).strip())


_UNSAFE_SHOWN = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f", 1))


def _shown(match: re.Match[str]) -> str:
    return _picture(match) or "\ufffd"


def visible(text: str) -> str:
    """Return lines of text that do nothing to a terminal, each character in its place.

    Line breaks and tabs stay; controls become their pictures, marks of direction U+FFFD.
    """
    return text if text.isascii() and text.isprintable() else _UNSAFE_SHOWN.sub(_shown, text)


def holds_code(text: str) -> int:
    """Return how often a template engine such as Templater would find code in a text."""
    return text.count("<%")


def inert(text: str) -> str:
    """Return a text in which no template engine finds code: `<%` is written `< %`.

    Templater runs what it finds in a new note, whoever wrote it there.
    """
    return text.replace("<%", "< %")


def _escaped(match: re.Match[str]) -> str:
    return "".join(
        f"\\u{pair[0] << 8 | pair[1]:04x}"
        for pair in zip(*[iter(match[0].encode("utf-16-be", "surrogatepass"))] * 2, strict=True)
    )


_MARKUP = re.compile(r"[<>&]")
_UNSAFE_JSON = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f", 1))


def _json(value: object, *, indent: int | str | None, sort_keys: bool) -> str:
    if isinstance(indent, int) and indent > 0:
        # Without indent json.dumps is ten times as fast; msgspec puts the blanks in.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)
        with suppress(msgspec.DecodeError):  # infinite numbers, which are no JSON
            data = text.encode("utf-8", "surrogatepass")
            return msgspec.json.format(data, indent=indent).decode("utf-8", "surrogatepass")
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(
        value, ensure_ascii=False, indent=indent, separators=separators, sort_keys=sort_keys
    )


def safe_json(
    value: object, *, indent: int | str | None = None, markup: bool = False, sort_keys: bool = False
) -> str:
    r"""Write `value` as JSON that keeps every name exactly, yet is harmless to print.

    What `one_line` would replace is written as a `\u` escape, so a parser gets it back.

    Args:
        value: anything `json.dumps` takes.
        indent: spaces per level, or the text to indent by; None for one line.
        markup: also escape `<`, `>` and `&`, so that the text can stand inside a `<script>`.
        sort_keys: order the keys of objects.
    """
    text = _json(value, indent=indent, sort_keys=sort_keys)
    # json.dumps has escaped everything below U+0020 inside strings; the newlines and
    # tabs that an indent brings are structure and stay.
    quick = text.isascii()
    text = text.replace("\x7f", "\\u007f") if quick else _UNSAFE_JSON.sub(_escaped, text)
    return _MARKUP.sub(_escaped, text) if markup else text
