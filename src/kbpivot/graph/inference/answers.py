"""What answers teach: a no to one guess makes those like it less likely."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kbpivot.graph.inference.infer import tier_of
from kbpivot.graph.inference.scoring import shifted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kbpivot.graph.inference.infer import Inferred

__all__ = ["taught"]

_SAME_EARLIER: Final = 0.8  # log odds for each no about the same earlier note
_SAME_LATER: Final = 0.4
_MOST: Final = 4.0


def taught(
    guesses: Iterable[Inferred], refused: Collection[tuple[str, str]]
) -> tuple[Inferred, ...]:
    """Return guesses without those refused, and those like them with a lower score, best first.

    Like a refused guess is one with the same earlier note, and less so one with the same later
    note: who says that "Neural networks" do not come before one note has a reason that holds for
    the next as well.

    Args:
        guesses: the guesses, best first.
        refused: pairs (before, after) that the person said no to.
    """
    earlier = Counter(before for before, _ in refused)
    later = Counter(after for _, after in refused)
    found: list[Inferred] = []
    for one in guesses:
        if (one.source, one.target) in refused:
            continue
        loss = _SAME_EARLIER * earlier[one.source] + _SAME_LATER * later[one.target]
        if loss:
            score = round(shifted(one.score, -min(loss, _MOST)), 6)
            tier = tier_of(score)
            if tier is None:
                continue
            found.append(replace(one, score=score, tier=tier))
        else:
            found.append(one)
    found.sort(key=lambda one: (-one.score, one.source, one.target))
    return tuple(found)
