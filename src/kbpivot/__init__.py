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
    from kbpivot.graph import (
        Contradiction,
        Cycle,
        Evidence,
        contradictions,
        cycles,
        prerequisite_graph,
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
    from kbpivot.notes import (
        Section,
        parse_canvas,
        parse_note,
        sections,
    )
    from kbpivot.publish import Gap, Public, PublishingFacts, gaps, public_notes
    from kbpivot.shell.log import (
        Log,
        read_log,
    )
    from kbpivot.shell.read import (
        read_vault,
    )
    from kbpivot.shell.workspace import (
        Workspace,
    )
    from kbpivot.study import (
        Event,
        KnowledgeState,
        LearningPath,
        Step,
        StudyOrder,
        Suggestion,
        Suggestions,
        inner_fringe,
        knowledge_state,
        learning_path,
        next_notes,
        outer_fringe,
        study_order,
    )
    from kbpivot.traits import (
        Traits,
        vault_traits,
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
    "Contradiction",
    "Cycle",
    "Diagnostic",
    "Entry",
    "Event",
    "Evidence",
    "Field",
    "Gap",
    "Heading",
    "Ids",
    "KbpivotError",
    "KnowledgeState",
    "LearningPath",
    "Link",
    "Log",
    "LogError",
    "Note",
    "NoteNotFoundError",
    "Place",
    "Prose",
    "Public",
    "PublishingFacts",
    "Reference",
    "RefusedError",
    "ResolvedLink",
    "Section",
    "Span",
    "Statement",
    "StatusMark",
    "Step",
    "StudyOrder",
    "Suggestion",
    "Suggestions",
    "Tag",
    "Traits",
    "Vault",
    "VaultNotFoundError",
    "Workspace",
    "__version__",
    "contradictions",
    "cycles",
    "gaps",
    "inner_fringe",
    "is_excluded",
    "is_vault_path",
    "knowledge_state",
    "learning_path",
    "next_notes",
    "outer_fringe",
    "parse_canvas",
    "parse_note",
    "prerequisite_graph",
    "public_notes",
    "read_log",
    "read_vault",
    "sections",
    "study_order",
    "vault_traits",
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
    "Contradiction": "kbpivot.graph",
    "Cycle": "kbpivot.graph",
    "Diagnostic": "kbpivot.model",
    "Entry": "kbpivot.model",
    "Event": "kbpivot.study",
    "Evidence": "kbpivot.graph",
    "Field": "kbpivot.model",
    "Gap": "kbpivot.publish",
    "Heading": "kbpivot.model",
    "Ids": "kbpivot.model",
    "KbpivotError": "kbpivot.errors",
    "KnowledgeState": "kbpivot.study",
    "LearningPath": "kbpivot.study",
    "Link": "kbpivot.model",
    "Log": "kbpivot.shell.log",
    "LogError": "kbpivot.errors",
    "Note": "kbpivot.model",
    "NoteNotFoundError": "kbpivot.errors",
    "Place": "kbpivot.vault",
    "Prose": "kbpivot.model",
    "Public": "kbpivot.publish",
    "PublishingFacts": "kbpivot.publish",
    "Reference": "kbpivot.model",
    "RefusedError": "kbpivot.errors",
    "ResolvedLink": "kbpivot.vault",
    "Section": "kbpivot.notes",
    "Span": "kbpivot.model",
    "Statement": "kbpivot.model",
    "StatusMark": "kbpivot.model",
    "Step": "kbpivot.study",
    "StudyOrder": "kbpivot.study",
    "Suggestion": "kbpivot.study",
    "Suggestions": "kbpivot.study",
    "Tag": "kbpivot.model",
    "Traits": "kbpivot.traits",
    "Vault": "kbpivot.vault",
    "VaultNotFoundError": "kbpivot.errors",
    "Workspace": "kbpivot.shell.workspace",
    "contradictions": "kbpivot.graph",
    "cycles": "kbpivot.graph",
    "gaps": "kbpivot.publish",
    "inner_fringe": "kbpivot.study",
    "is_excluded": "kbpivot.vault",
    "is_vault_path": "kbpivot.vault",
    "knowledge_state": "kbpivot.study",
    "learning_path": "kbpivot.study",
    "next_notes": "kbpivot.study",
    "outer_fringe": "kbpivot.study",
    "parse_canvas": "kbpivot.notes",
    "parse_note": "kbpivot.notes",
    "prerequisite_graph": "kbpivot.graph",
    "public_notes": "kbpivot.publish",
    "read_log": "kbpivot.shell.log",
    "read_vault": "kbpivot.shell.read",
    "sections": "kbpivot.notes",
    "study_order": "kbpivot.study",
    "vault_traits": "kbpivot.traits",
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
