"""The public Python interface of kbpivot; every name is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module

# Where each name lives. Loading on demand keeps `import kbpivot`, and with it `kbpivot --help`,
# at the cost of a bare start: networkx alone takes a quarter of a second. The stub beside this
# file says the same to type checkers; `docs/generate.py` writes it from this table.
HOMES: dict[str, tuple[str, ...]] = {
    "errors": (
        "AmbiguousNoteError",
        "ConfigError",
        "KbpivotError",
        "NoteNotFoundError",
        "VaultNotFoundError",
    ),
    "graph": ("evidence", "prerequisite_graph"),
    "graph.inference": ("infer_prerequisites",),
    "maps": ("Map", "place_notes"),
    "model": ("Block", "Canvas", "Diagnostic", "Field", "Heading", "Link", "Note", "Span", "Tag"),
    "notes": ("parse_canvas", "parse_note"),
    "publish": ("Gap", "gaps"),
    "render.drawing.draw": ("draw",),
    "shell.log": ("read_log",),
    "shell.maps": ("read_map",),
    "shell.read": ("read_vault",),
    "study": (
        "KnowledgeState",
        "StudyOrder",
        "knowledge_state",
        "learning_path",
        "next_notes",
        "outer_fringe",
        "placement",
        "study_order",
    ),
    "vault": ("Vault", "is_excluded", "is_vault_path"),
    "workspace.workspace": ("Workspace",),
}

_HOME = {name: home for home, names in HOMES.items() for name in names}

__all__ = sorted([*_HOME, "__version__"])  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("kbpivot")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    # What this file needs for itself (annotations, import_module) is nothing to offer.
    own = {name for name in globals() if name.startswith("__")}
    return sorted({*own, *__all__})
