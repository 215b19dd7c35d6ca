"""What type checkers read: written by docs/generate.py from `HOMES`."""

from kbpivot.errors import (
    AmbiguousNoteError as AmbiguousNoteError,
    ConfigError as ConfigError,
    KbpivotError as KbpivotError,
    NoteNotFoundError as NoteNotFoundError,
    VaultNotFoundError as VaultNotFoundError,
)
from kbpivot.graph import (
    evidence as evidence,
    prerequisite_graph as prerequisite_graph,
)
from kbpivot.graph.inference import (
    infer_prerequisites as infer_prerequisites,
)
from kbpivot.maps import (
    Map as Map,
    place_notes as place_notes,
)
from kbpivot.model import (
    Block as Block,
    Canvas as Canvas,
    Diagnostic as Diagnostic,
    Field as Field,
    Heading as Heading,
    Link as Link,
    Note as Note,
    Span as Span,
    Tag as Tag,
)
from kbpivot.notes import (
    parse_canvas as parse_canvas,
    parse_note as parse_note,
)
from kbpivot.publish import (
    Gap as Gap,
    gaps as gaps,
)
from kbpivot.render.drawing.draw import (
    draw as draw,
)
from kbpivot.shell.log import (
    read_log as read_log,
)
from kbpivot.shell.maps import (
    read_map as read_map,
)
from kbpivot.shell.read import (
    read_vault as read_vault,
)
from kbpivot.study import (
    KnowledgeState as KnowledgeState,
    StudyOrder as StudyOrder,
    knowledge_state as knowledge_state,
    learning_path as learning_path,
    next_notes as next_notes,
    outer_fringe as outer_fringe,
    placement as placement,
    study_order as study_order,
)
from kbpivot.vault import (
    Vault as Vault,
    is_excluded as is_excluded,
    is_vault_path as is_vault_path,
)
from kbpivot.workspace.workspace import (
    Workspace as Workspace,
)

HOMES: dict[str, tuple[str, ...]]
__version__: str

__all__ = [
    "AmbiguousNoteError",
    "Block",
    "Canvas",
    "ConfigError",
    "Diagnostic",
    "Field",
    "Gap",
    "Heading",
    "KbpivotError",
    "KnowledgeState",
    "Link",
    "Map",
    "Note",
    "NoteNotFoundError",
    "Span",
    "StudyOrder",
    "Tag",
    "Vault",
    "VaultNotFoundError",
    "Workspace",
    "__version__",
    "draw",
    "evidence",
    "gaps",
    "infer_prerequisites",
    "is_excluded",
    "is_vault_path",
    "knowledge_state",
    "learning_path",
    "next_notes",
    "outer_fringe",
    "parse_canvas",
    "parse_note",
    "place_notes",
    "placement",
    "prerequisite_graph",
    "read_log",
    "read_map",
    "read_vault",
    "study_order",
]
