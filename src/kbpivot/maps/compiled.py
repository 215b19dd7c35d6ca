"""A map in a form that is read in milliseconds, made from its TOML files and bound to them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from kbpivot.maps.records import Concept, Map, MapNames, MapTrack

__all__ = ["SUFFIX", "compiled", "decompiled"]

SUFFIX: Final = ".kbmap"
"""What the name of a compiled map ends in."""


class _Form(msgspec.Struct, frozen=True, array_like=True):
    name: str
    concepts: tuple[Concept, ...]
    tracks: tuple[MapTrack, ...]
    names: MapNames


def compiled(field: Map, files: Mapping[str, bytes]) -> bytes:
    """Return a map without mistakes in its compiled form.

    Args:
        field: what `parse_map` made of the files.
        files: content of each file by name.

    Raises:
        ValueError: the map has diagnostics, which the form does not hold.
    """
    if field.diagnostics:
        raise ValueError(f"{field!r} has mistakes: {field.diagnostics[0].message}")
    form = _Form(
        field.name, tuple(field.concepts.values()), tuple(field.tracks.values()), field.names
    )
    return _mark(files) + msgspec.msgpack.encode(form)


def decompiled(content: bytes, files: Mapping[str, bytes]) -> Map | None:
    """Return the map in compiled content; None when it was not made from just these files.

    Args:
        content: what `compiled` returned, or anything else.
        files: content of each file by name.
    """
    mark = _mark(files)
    if not content.startswith(mark):
        return None
    try:
        form = msgspec.msgpack.decode(memoryview(content)[len(mark) :], type=_Form)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return Map(form.name, form.concepts, tracks=form.tracks, names=form.names)


def _mark(files: Mapping[str, bytes]) -> bytes:
    """Stand for the files and for the code that reads them: neither may be another one."""
    seen = hashlib.blake2b(_code(), digest_size=16)
    for name in sorted(files):
        seen.update(b"%d %d " % (len(name.encode()), len(files[name])))
        seen.update(name.encode())
        seen.update(files[name])
    return f"kbpivot map {seen.hexdigest()}\n".encode()


@lru_cache(maxsize=1)
def _code() -> bytes:
    seen = hashlib.blake2b(digest_size=16)
    for name in ("compiled.py", "parse.py", "records.py", "spelling.py"):
        seen.update((Path(__file__).parent / name).read_bytes())
    return seen.digest()
