"""How findings put names in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["listed"]

_MOST = 3


def listed(names: Sequence[str]) -> str:
    """Join names with commas and "and"; of many, the first two and the number of the rest."""
    shown = list(names)
    if len(shown) > _MOST:
        shown = [*shown[: _MOST - 1], f"{len(shown) - _MOST + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
