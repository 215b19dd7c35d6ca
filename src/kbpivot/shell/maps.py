"""Maps from disk: the one that kbpivot brings, map files of your own, and vaults read as maps."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.errors import KbpivotError
from kbpivot.maps.compiled import CODE, compiled, compiled_basis, decompiled

if TYPE_CHECKING:
    from kbpivot.maps import Map
    from kbpivot.model import Diagnostic

__all__ = ["BUNDLED_MAPS", "compile_bundled_map", "read_map"]

BUNDLED_MAPS: Final = ("ai",)
"""Names of the maps that kbpivot brings."""

_PACKAGE: Final = Path(__file__).parents[1]
_SUFFIX: Final = ".kbmap"


def read_map(source: str | os.PathLike[str], *, known: Map | None = None) -> Map:
    """Read a map: `"ai"`, a TOML file, a folder of TOML files, or a vault.

    A vault's stated prerequisites become a map of its notes. Mistakes in a file are in
    `Map.diagnostics`; what can be read is a map all the same.

    Args:
        source: the name of a map that kbpivot brings, or a path; `./ai` is a path.
        known: a map whose entries the files may name as well.

    Raises:
        KbpivotError: there is no such file or folder, or it cannot be read.
    """
    if source in BUNDLED_MAPS:
        return _bundled(os.fspath(source))
    path = Path(source)
    try:
        if path.is_dir():
            files = [one for one in sorted(path.glob("*.toml")) if one.name != "kbpivot.toml"]
            if files and next(path.glob("*.md"), None) is None:
                return _from_files(files, path.name, known)
            return _from_vault(path)
        return _from_files([path], path.stem, known)
    except FileNotFoundError:
        names = ", ".join(BUNDLED_MAPS)
        raise KbpivotError(
            f"There is no map at {path}; give a TOML file, a vault, or the name {names}."
        ) from None
    except OSError as error:
        raise KbpivotError(f"The map at {path} cannot be read: {error.strerror}.") from None


def compile_bundled_map(name: str) -> Path:
    """Write the compiled form of a map beside its TOML files, as a wheel brings it.

    Returns:
        The file written.

    Raises:
        ValueError: the map has mistakes.
    """
    target = _compiled_file(name)
    files, basis = _files(name)
    target.write_bytes(compiled(_parsed(files, name), basis))
    return target


def _compiled_file(name: str) -> Path:
    return _PACKAGE / "maps" / f"{name}{_SUFFIX}"


@lru_cache(maxsize=4)
def _bundled(name: str) -> Map:
    """Read the compiled form; where it is missing or old, make it and keep it in the cache."""
    from kbpivot.shell.cache import cache_folder
    from kbpivot.shell.collector import collector_at_rest
    from kbpivot.shell.own_files import read_own
    from kbpivot.shell.writing import write_bytes

    files, basis = _files(name)
    kept = cache_folder() / f"map-{name}{_SUFFIX}"
    for place, read in ((_compiled_file(name), Path.read_bytes), (kept, read_own)):
        with suppress(OSError), collector_at_rest():
            found = decompiled(read(place), basis)
            if found is not None:
                return found
    field = _parsed(files, name)
    with suppress(OSError, ValueError):
        content = compiled(field, basis)
        write_bytes(kept, content)
    return field


def _files(name: str) -> tuple[dict[str, bytes], bytes]:
    """Return the TOML files of a map by name, and the mark of them and the code."""
    folder = _PACKAGE / "maps"
    files = {one.name: one.read_bytes() for one in sorted((folder / name).glob("*.toml"))}
    code = {f"../{module}": (folder / module).read_bytes() for module in CODE}
    return files, compiled_basis({**files, **code})


def _parsed(files: dict[str, bytes], name: str) -> Map:
    from kbpivot.maps import parse_map

    return parse_map({path: data.decode("utf-8") for path, data in files.items()}, name=name)


def _from_files(paths: list[Path], name: str, known: Map | None) -> Map:
    from kbpivot.maps import parse_map
    from kbpivot.shell.files import decoded
    from kbpivot.shell.regular_file import read_regular

    texts: dict[str, str] = {}
    told: list[Diagnostic] = []
    for path in paths:
        text, damage = decoded(read_regular(path), path=str(path))
        texts[str(path)] = text
        told += [] if damage is None else [damage]
    return parse_map(texts, name=name, known=known, diagnostics=told)


def _from_vault(path: Path) -> Map:
    from kbpivot.graph import vault_relations
    from kbpivot.graph.precedence import admitted
    from kbpivot.maps.vault_map import NoteFacts, map_of_notes
    from kbpivot.shell.read import read_vault
    from kbpivot.traits import vault_traits

    vault = read_vault(path)
    traits = vault_traits(vault)
    found = vault_relations(vault, traits=traits)
    notes = {
        note.path: NoteFacts(
            note.title,
            (note.name, *note.aliases),
            "paper" if traits[note.path].kind == "paper" else "concept",
            traits[note.path].hours,
            note.ids.year or 0,
        )
        for note in vault.notes
        if traits[note.path].in_advice
    }
    notes |= {node: NoteFacts(one.title) for node, one in found.planned.items()}
    stated = [edge for edge in found.edges if edge.source in notes and edge.target in notes]
    fits = admitted([], [(edge.source, edge.target) for edge in stated])
    return map_of_notes(
        path.resolve().name,
        notes,
        {
            (edge.source, edge.target): edge.evidence[0].reason
            for edge, fit in zip(stated, fits, strict=True)
            if fit
        },
    )
