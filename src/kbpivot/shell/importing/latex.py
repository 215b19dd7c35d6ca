"""LaTeX in the fields of a bibliography: as plain text, as an address, as a list of names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["address", "names", "plain"]

_LATEX: Final = re.compile(r"[\\{}~`]|--|''")
_HREF: Final = re.compile(r"\\href\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_WRAPPER: Final = re.compile(
    r"\\(?:url|nolinkurl|burl|path|texttt|doi|ensuremath|string|allowbreak|linebreak|break)(?![A-Za-z])\s*"
)
_SIGNS: Final = {
    "textunderscore": "_",
    "textasciitilde": "~",
    "texttildelow": "~",
    "textasciicircum": "^",
    "sim": "~",
    "textless": "<",
    "textgreater": ">",
    "lt": "<",
    "gt": ">",
    "textpercent": "%",
    "textdollar": "$",
    "textbackslash": "\\",
    "textendash": "-",
    "textemdash": "-",
    "slash": "/",
    "ampersand": "&",
}
_WORD: Final = re.compile(r"\\(" + "|".join(_SIGNS) + r")(?![A-Za-z])\s*(?:\{\s*\})?")
_ESCAPED: Final = re.compile(r"\\([_%&#$~^{}/.:])(?:\{\s*\})?")
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
_MACRO_BEFORE: Final = re.compile(r"\\(?:[A-Za-z]+\s*|[^A-Za-z\s])\Z")
_KEEP: Final = 0xE000  # the first code of the private use area: no name holds one
_MOST: Final = 6000


def plain(text: str) -> str:
    """Return LaTeX as plain text on one line; formulas stay as they are."""
    if _LATEX.search(text):
        # To BibTeX a percent sign is a sign; only LaTeX would take it for a comment.
        text = _decoder()(re.sub(r"(?<!\\)%", r"\\%", text))
    return " ".join(text.split())


def address(text: str) -> str:
    r"""Return an address or identifier without what LaTeX needs around its signs.

    >>> address(r"\url{https://a.org/\~{}me/x\_y?q=1\&r=50\%}"), address(r"10.1000/a{\_}b")
    ('https://a.org/~me/x_y?q=1&r=50%', '10.1000/a_b')
    """
    if "\\" in text or "{" in text or "$" in text:
        text = _HREF.sub(r" \1 ", text)
        text = _WRAPPER.sub("", text)
        text = _WORD.sub(lambda found: _SIGNS[found[1]], text)
        text = re.sub(r"\\-(?:\{\s*\})?", "", text)  # where a line may be broken
        text = _ESCAPED.sub(r"\1", text)
        text = re.sub(r"\$\s*([<>~_^%&/-])\s*\$", r"\1", text)
        text = re.sub(r"[{}]", "", text)
    if "&" in text and _ENTITY.search(text):
        import html

        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text.strip()


def names(text: str) -> tuple[str, ...]:
    r"""Return the names of a list as one says them, "et al." for those that are not told.

    Letters that LaTeX writes with commands are decoded before a name is split into its parts, so
    that the blank behind `\ss` or an accent splits none; a group in braces stays whole.
    """
    from pybtex.bibtex.utils import split_name_list  # type: ignore[import-untyped]

    found = (_name(str(one)) for one in split_name_list(" ".join(text.split())))
    return tuple(filter(None, found))


def _name(raw: str) -> str:
    from pybtex.database import Person  # type: ignore[import-untyped]

    kept: list[str] = []
    text = re.sub(r"[{}\\]", "", plain(_guarded(raw, kept)))

    def said(part: object) -> str:
        return re.sub(
            "[\ue000-\uf7ff]",
            lambda found: kept[ord(found[0]) - _KEEP] if ord(found[0]) - _KEEP < len(kept) else "",
            str(part),
        )

    person = Person(text)
    parts = [
        said(part)
        for group in ("first_names", "middle_names", "prelast_names", "last_names")
        for part in getattr(person, group)
    ]
    name = " ".join(part for part in parts if part)
    if name == "others":
        return "et al."
    lineage = " ".join(said(part) for part in getattr(person, "lineage_names", ()))
    return f"{name}, {lineage}" if lineage else name


def _guarded(raw: str, kept: list[str]) -> str:
    """Put one sign in place of each group that holds a blank or a comma; `kept` takes the group."""
    pieces: list[str] = []
    at = start = depth = 0
    while at < len(raw):
        sign = raw[at]
        if sign == "\\":
            at += 2
            continue
        if sign == "{":
            if depth == 0:
                pieces.append(raw[start:at])
                start = at
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                pieces.append(_group(raw[start : at + 1], pieces[-1], kept))
                start = at + 1
        at += 1
    return "".join([*pieces, raw[start:]])


def _group(group: str, before: str, kept: list[str]) -> str:
    if _MACRO_BEFORE.search(before):
        return group  # what an accent stands on
    inside = plain(group)
    if not re.search(r"[\s,]", inside) or len(kept) >= _MOST:
        return group
    kept.append(re.sub(r"[{}\\]", "", inside))
    return chr(_KEEP + len(kept) - 1)


@lru_cache(maxsize=1)
def _decoder() -> Callable[[str], str]:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    decode = LatexNodes2Text(math_mode="verbatim").latex_to_text

    def decoded(text: str) -> str:
        try:
            return str(decode(text, tolerant_parsing=True))
        except (RecursionError, ValueError, IndexError):
            return re.sub(r"[{}]", "", text)  # nested beyond measure: the words are what counts

    return decoded
