"""How findings put names in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["listed"]

_MOST = 3


def listed(names: Sequence[str], *, of: int = 0) -> str:
    """Join names with commas and "and"; of many, the first two and the number of the rest.

    Args:
        names: the first few at least.
        of: how many there are in all, if more than are given.
    """
    total = max(of, len(names))
    shown = list(names)
    if total > _MOST:
        shown = [*shown[: _MOST - 1], f"{total - _MOST + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
