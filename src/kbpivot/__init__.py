"""The public Python interface of kbpivot; every name is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbpivot.errors import (
        AmbiguousNoteError,
        ConfigError,
        KbpivotError,
        LogError,
        NoteNotFoundError,
        RefusedError,
        VaultNotFoundError,
    )
    from kbpivot.model import (
        Block,
        Canvas,
        CanvasEdge,
        CanvasEmbed,
        CanvasLink,
        Diagnostic,
        Entry,
        Field,
        Heading,
        Ids,
        Link,
        Note,
        Prose,
        Reference,
        Span,
        Statement,
        StatusMark,
        Tag,
    )
    from kbpivot.vault import (
        AmbiguousLink,
        Place,
        ResolvedLink,
        Vault,
        is_excluded,
        is_vault_path,
    )

__all__ = [
    "AmbiguousLink",
    "AmbiguousNoteError",
    "Block",
    "Canvas",
    "CanvasEdge",
    "CanvasEmbed",
    "CanvasLink",
    "ConfigError",
    "Diagnostic",
    "Entry",
    "Field",
    "Heading",
    "Ids",
    "KbpivotError",
    "Link",
    "LogError",
    "Note",
    "NoteNotFoundError",
    "Place",
    "Prose",
    "Reference",
    "RefusedError",
    "ResolvedLink",
    "Span",
    "Statement",
    "StatusMark",
    "Tag",
    "Vault",
    "VaultNotFoundError",
    "__version__",
    "is_excluded",
    "is_vault_path",
]

# Where each name lives. Loading on demand keeps `import kbpivot`, and with it `kbpivot --help`,
# at the cost of a bare start: networkx alone takes a quarter of a second.
_HOMES = {
    "AmbiguousLink": "kbpivot.vault",
    "AmbiguousNoteError": "kbpivot.errors",
    "Block": "kbpivot.model",
    "Canvas": "kbpivot.model",
    "CanvasEdge": "kbpivot.model",
    "CanvasEmbed": "kbpivot.model",
    "CanvasLink": "kbpivot.model",
    "ConfigError": "kbpivot.errors",
    "Diagnostic": "kbpivot.model",
    "Entry": "kbpivot.model",
    "Field": "kbpivot.model",
    "Heading": "kbpivot.model",
    "Ids": "kbpivot.model",
    "KbpivotError": "kbpivot.errors",
    "Link": "kbpivot.model",
    "LogError": "kbpivot.errors",
    "Note": "kbpivot.model",
    "NoteNotFoundError": "kbpivot.errors",
    "Place": "kbpivot.vault",
    "Prose": "kbpivot.model",
    "Reference": "kbpivot.model",
    "RefusedError": "kbpivot.errors",
    "ResolvedLink": "kbpivot.vault",
    "Span": "kbpivot.model",
    "Statement": "kbpivot.model",
    "StatusMark": "kbpivot.model",
    "Tag": "kbpivot.model",
    "Vault": "kbpivot.vault",
    "VaultNotFoundError": "kbpivot.errors",
    "is_excluded": "kbpivot.vault",
    "is_vault_path": "kbpivot.vault",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("kbpivot")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
