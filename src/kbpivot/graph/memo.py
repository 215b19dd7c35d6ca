"""What was found out about a graph, kept while nothing changes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["known_of", "memoised"]

_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(slots=True)
class _Looked:
    """What was found out about a graph while nothing changes it."""

    grades: frozenset[str] | None = None
    parts: dict[frozenset[str], Graph] = field(default_factory=dict)
    circles: Collection[str] | None = None
    behind: Mapping[str, int] | None = None


_LOOKED: ContextVar[dict[int, tuple[Graph, _Looked]] | None] = ContextVar("looked", default=None)


def memoised(answer: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function that changes no graph it was given take each graph apart only once."""

    @wraps(answer)
    def looking(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if _LOOKED.get() is not None:
            return answer(*args, **kwargs)
        token = _LOOKED.set({})
        try:
            return answer(*args, **kwargs)
        finally:
            _LOOKED.reset(token)

    return looking


def known_of(G: Graph) -> _Looked:
    """Return what is known of a graph; nothing is kept outside of `memoised`."""
    known = _LOOKED.get()
    if known is None:
        return _Looked()
    return known.setdefault(id(G), (G, _Looked()))[1]  # G is held, so its id stays its own
