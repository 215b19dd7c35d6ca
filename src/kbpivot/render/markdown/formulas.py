"""LaTeX formulas as MathML, which browsers draw without any script."""

from __future__ import annotations

import functools
import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from math_core import LatexToMathML

__all__ = ["mathml"]

# The converter recurses in native code and dies of a deep formula instead of raising; these
# bounds keep it far from the smallest stack in use (1 MB on Windows takes 400 levels).
_MOST_CHARACTERS: Final = 8_000
_MOST_COMMANDS: Final = 250
_DEEPEST: Final = 60

_STYLE: Final = re.compile(r' style="([^"]*)"')


def _too_deep(latex: str) -> bool:
    if len(latex) > _MOST_CHARACTERS or latex.count("\\") > _MOST_COMMANDS:
        return True
    depth = deepest = 0
    for character in latex:
        if character in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "}])":
            depth -= 1
    return deepest > _DEEPEST


def _as_class(match: re.Match[str]) -> str:
    """Say a table cell's alignment by a class: a strict page allows no style attribute."""
    style = match[1].replace(" ", "")
    names = [name for name in ("left", "right") if f"text-align:{name}" in style]
    if "padding-left:1em" in style:
        names.append("apart")
    return f' class="{" ".join(names)}"' if names else ""


@functools.cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)


def mathml(latex: str, *, block: bool) -> str:
    """Return a formula as MathML, or as its escaped source in `<code>` when it has none."""
    from math_core import LatexError

    source = f'<code class="math">{escape(latex.strip())}</code>'
    if _too_deep(latex):
        return source
    try:
        formula = _converter().convert_with_local_state(latex, displaystyle=block)
    except LatexError:
        return source
    return _STYLE.sub(_as_class, formula)
