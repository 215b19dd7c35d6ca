"""A map in a form that is read in milliseconds, bound to the files it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec

from kbpivot.maps.records import Concept, Map, MapNames, MapTrack

__all__ = ["CODE", "compiled", "compiled_basis", "decompiled"]

CODE: Final = ("compiled.py", "parse.py", "places.py", "records.py", "spelling.py")
"""The modules that decide what the compiled form holds."""


class _Form(msgspec.Struct, frozen=True, array_like=True):
    name: str
    concepts: tuple[Concept, ...]
    tracks: tuple[MapTrack, ...]
    names: MapNames


def compiled_basis(files: Mapping[str, bytes]) -> bytes:
    """Return a mark that stands for the content of files: those of a map, and the code.

    Args:
        files: content of each file by name.
    """
    seen = hashlib.blake2b(digest_size=16)
    for name in sorted(files):
        spelled = name.encode()
        seen.update(b"%d %d " % (len(spelled), len(files[name])))
        seen.update(spelled)
        seen.update(files[name])
    return b"kbpivot map " + seen.hexdigest().encode() + b"\n"


def compiled(field: Map, basis: bytes) -> bytes:
    """Return a map without mistakes in its compiled form.

    Args:
        field: what `parse_map` made of the files.
        basis: the mark of the files and the code.

    Raises:
        ValueError: the map has diagnostics, which the form does not hold.
    """
    if field.diagnostics:
        raise ValueError(f"{field!r} has mistakes: {field.diagnostics[0].message}")
    form = _Form(
        field.name, tuple(field.concepts.values()), tuple(field.tracks.values()), field.names
    )
    return basis + msgspec.msgpack.encode(form)


def decompiled(content: bytes, basis: bytes) -> Map | None:
    """Return the map in compiled content; None when it was not made from that basis.

    Args:
        content: what `compiled` returned, or anything else.
        basis: the mark of the files and the code as they are now.
    """
    if not content.startswith(basis):
        return None
    try:
        form = msgspec.msgpack.decode(memoryview(content)[len(basis) :], type=_Form)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return Map(form.name, form.concepts, tracks=form.tracks, names=form.names)
