"""Small vaults for tests: notes in a block each, and what is found in them."""

from __future__ import annotations

import itertools
import textwrap

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import gaps
from kbpivot.vault import Vault

_NUMBERS = itertools.count()


def vault_of(text, *, files=()):
    """A vault from a text with `== path ==` lines; `…` in it stands for words of one's own.

    No two notes get the same words: lines that siblings share count as a template's.
    """
    texts, path = {}, None
    for line in textwrap.dedent(text).lstrip("\n").splitlines(keepends=True):
        if line.startswith("== "):
            path = line.strip()[3:-3]
            texts[path] = ""
        else:
            texts[path] += line.replace("…", f"{next(_NUMBERS)} {OWN}")
    return Vault.from_texts(texts, files=files)


OWN = "words of the author, more than enough of them, so that it explains what it is about"


def found(text, kind, *, files=(), every=True, **said):
    """The gaps of one kind as (path:line, target, needed by)."""
    vault = vault_of(text, files=files)
    return [
        (f"{gap.path}:{gap.line}", gap.target, gap.needed_by)
        for gap in gaps(vault, prerequisite_graph(vault), kinds=[kind], every=every, **said)
    ]
