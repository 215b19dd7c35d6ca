"""Which names may be told to readers of the public notes: the one rule, and texts held to it.

A note may be named when it is public. A note not yet written may be named when a public note
names it where readers see it: they know the name already. All else, titles, aliases and file names alike, is
kept from whatever is meant for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kbpivot.errors import KbpivotError
from kbpivot.graph.attributes import exists, own_title
from kbpivot.graph.edges import evidence_of
from kbpivot.notes.comments import comments
from kbpivot.vault.planned import base_key

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    from kbpivot.model import Note, Span
    from kbpivot.vault import Vault

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["REDACTED", "Disclosure", "Words", "names", "redacted", "secret_names", "words_of"]

REDACTED: Final = "a private note"
"""What others are told in place of a name."""

Words = tuple[str, ...]
"""A name as its words, case-folded."""

_WORD: Final = re.compile(r"\w+")


class Disclosure:
    """Which names readers of some public notes know or may know."""

    def __init__(self, G: Graph, public: AbstractSet[str], *, vault: Vault | None = None) -> None:
        """Look at nothing yet.

        Args:
            G: a prerequisite graph.
            public: paths of the public notes.
            vault: with it, a link in a public note tells a name too that no edge does, and what
                stands in a comment tells none.
        """
        self._graph = G
        self._public = public
        self._vault = vault
        self._comments: dict[str, tuple[tuple[int, int], ...]] = {}

    def is_disclosable(self, node: str) -> bool:
        """Tell whether a name may be told: a note's path, or the name of a note not yet written."""
        G, public, vault = self._graph, self._public, self._vault
        if node in G:
            if exists(G, node):
                return node in public
            edges = (*G.pred[node].values(), *G.succ[node].values())
            if any(
                one.path in public and not self._is_comment(one.path, one.span)
                for facts in edges
                for one in evidence_of(facts)
            ):
                return True
        elif vault is not None and node in vault:
            return node in public
        return base_key(node) in self._linked

    @cached_property
    def _linked(self) -> frozenset[str]:
        links = () if self._vault is None else self._vault.unresolved()
        return frozenset(
            base_key(one.linkpath)
            for one in links
            if one.source in self._public and not self._is_comment(one.source, one.link.span)
        )

    def _is_comment(self, path: str, span: Span | None) -> bool:
        """Tell whether a place in a public note is in a `%% comment %%`, which no reader sees."""
        if self._vault is None or span is None or path not in self._vault:
            return False
        hidden = self._comments.get(path)
        if hidden is None:
            try:
                hidden = comments(self._vault.text(path))
            except (KbpivotError, OSError):
                hidden = ()
            self._comments[path] = hidden
        return any(start <= span.start < end for start, end in hidden)


def words_of(text: str) -> Words:
    """Return the words of a text, as names are compared."""
    return tuple(_WORD.findall(text.casefold()))


def secret_names(
    G: Graph, public: AbstractSet[str], *, notes: Iterable[Note] = ()
) -> frozenset[Words]:
    """Return the names that must not be told, as words.

    A name that a public note has as well is no secret.

    Args:
        G: a prerequisite graph.
        public: paths of the public notes.
        notes: the notes of the vault, for their aliases and for notes outside of the graph.
    """
    secret: set[str] = set()
    known: set[str] = set()
    disclosure = Disclosure(G, public)
    named: tuple[str, ...]
    for node in G:
        named = (own_title(G, node), node.rpartition("/")[2].removesuffix(".md"))
        (known if disclosure.is_disclosable(node) else secret).update(named)
    for note in notes:
        named = (note.title, note.name, *note.aliases)
        (known if note.path in public else secret).update(named)
    return frozenset(map(words_of, secret)) - frozenset(map(words_of, known)) - {()}


def names(text: str, secrets: AbstractSet[Words]) -> bool:
    """Tell whether one of these names stands in a text, word for word."""
    return redacted(text, secrets) != text


def redacted(text: str, secrets: AbstractSet[Words]) -> str:
    """Return a text with `REDACTED` in place of each of these names, longest first."""
    if not secrets:
        return text
    found = [(match.group().casefold(), match.span()) for match in _WORD.finditer(text)]
    longest = max(map(len, secrets))
    parts: list[str] = []
    end = at = 0
    while at < len(found):
        for size in range(min(longest, len(found) - at), 0, -1):
            if tuple(word for word, _ in found[at : at + size]) in secrets:
                parts += [text[end : found[at][1][0]], REDACTED]
                end = found[at + size - 1][1][1]
                at += size
                break
        else:
            at += 1
    return "".join([*parts, text[end:]])
