"""Guesses about what comes first, and the readings they rest on, kept from one run to the next."""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

from kbpivot.graph import Edge
from kbpivot.graph.inference import (
    Inferred,
    Reading,
    infer_prerequisites,
    notes_about_sources,
    silent_notes,
    taught,
    vault_names,
    vault_readings,
)
from kbpivot.shell.cache_place import cache_file
from kbpivot.shell.files import list_files
from kbpivot.shell.own_files import read_own
from kbpivot.shell.writing import write_bytes
from kbpivot.study.learning_log import refusals

if TYPE_CHECKING:
    from kbpivot.maps import Map
    from kbpivot.shell.files import FoundFile
    from kbpivot.study.learning_log import Event
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["open_guesses", "vault_guesses"]

_RACY_NS: Final = 2_000_000_000  # as in the cache of what was parsed
_EMPTY: Final = Reading(0, (), (), (), ())


class _Stamp(NamedTuple):
    """What a folder says of a file: as long as it is the same, so is the file."""

    size: int
    mtime_ns: int
    ctime_ns: int


class _KeptReading(msgspec.Struct, frozen=True, gc=False, array_like=True):
    path: str
    stamp: _Stamp
    reading: Reading


class _Readings(msgspec.Struct, frozen=True, array_like=True):
    """Readings made with one set of names; with other names they say nothing."""

    names: str
    readings: tuple[_KeptReading, ...]


class _Guesses(msgspec.Struct, frozen=True, array_like=True):
    """All guesses about a vault; `basis` stands for everything they follow from."""

    basis: str
    guesses: tuple[Inferred, ...]


_Kept = TypeVar("_Kept", _Readings, _Guesses)


def open_guesses(
    vault: Vault,
    *,
    root: str | os.PathLike[str],
    traits: Mapping[str, Traits],
    stated: Iterable[tuple[str, str]],
    events: Iterable[Event],
    field: Map | None = None,
    placed: Mapping[str, str] | None = None,
    cache: bool = True,
) -> tuple[Edge, ...]:
    """Return the strong and likely guesses that nobody has refused, best first.

    A no lowers the guesses like it as well.

    Args:
        vault: its notes.
        root: its folder.
        traits: what each note is.
        stated: pairs (before, after) that the author states, optional ones too.
        events: the person's log.
        field: the map in use, as further evidence; none by default.
        placed: id on it of each note that stands there, by path.
        cache: use and keep what was worked out before.
    """
    found = vault_guesses(
        vault,
        root=root,
        leave_out=silent_notes(traits),
        stated=stated,
        papers=notes_about_sources(traits),
        field=field,
        placed=placed,
        cache=cache,
    )
    return tuple(
        Edge(one.source, one.target, "inferred", one.evidence, one.score, one.tier)
        for one in taught(found, refusals(events))
        if one.tier != "weak"
    )


def vault_guesses(
    vault: Vault,
    *,
    root: str | os.PathLike[str],
    leave_out: Collection[str],
    stated: Iterable[tuple[str, str]],
    papers: Collection[str] = (),
    field: Map | None = None,
    placed: Mapping[str, str] | None = None,
    cache: bool = True,
) -> tuple[Inferred, ...]:
    """Return what `infer_prerequisites` guesses about a vault on disk, best first.

    As long as no file has changed and the same is stated, nothing is read and nothing computed.
    When texts change, those are read again; a new name may occur in every text, so then all are.

    Args:
        vault: its notes.
        root: its folder.
        leave_out: notes that take no part.
        stated: pairs (before, after) that the author states, optional ones too.
        papers: notes about papers.
        field: the map in use; none by default.
        placed: id on it of each note that stands there, by path.
        cache: use and keep what was worked out before, in the user's cache folder.
    """
    listed_ns = time.time_ns()
    stamps = {file.path: _stamp(file) for file in list_files(root).notes} if cache else {}
    known = sorted(set(stated))
    silent = sorted(leave_out)
    on_papers = sorted(papers)
    on_map = sorted((placed or {}).items())
    lines = (
        []
        if field is None or not on_map
        else [(i, sorted(field.concepts[i].needs)) for i in field.order]
    )
    basis = _digest(repr((sorted(stamps.items()), silent, known, on_papers, on_map, lines)))
    place = cache_file(root)
    if cache and (kept := _load(place.with_suffix(".guesses.msgpack"), _Guesses)) is not None:
        if kept.basis == basis:
            return kept.guesses
        del kept
    unread = {one.path for one in vault.diagnostics if one.code == "unreadable"}
    names = vault_names(vault)
    before = dict.fromkeys(unread, _EMPTY)
    if cache and (last := _load(place.with_suffix(".readings.msgpack"), _Readings)) is not None:
        if last.names == names.digest:
            before |= {
                one.path: one.reading
                for one in last.readings
                if stamps.get(one.path) == one.stamp and one.path not in unread
            }
        del last
    readings = vault_readings(vault, names=names, known=before)
    found = infer_prerequisites(
        vault,
        leave_out=silent,
        stated=known,
        papers=on_papers,
        maps=field,
        placed=placed,
        names=names,
        readings=readings,
    )
    if cache:
        lasting = {
            path: stamp for path, stamp in stamps.items() if stamp.mtime_ns <= listed_ns - _RACY_NS
        }
        if any(path not in before for path in lasting):
            rows = tuple(
                _KeptReading(path, stamp, readings[path])
                for path, stamp in lasting.items()
                if path in readings and path not in unread
            )
            _save(place.with_suffix(".readings.msgpack"), _Readings(names.digest, rows))
        if len(lasting) == len(stamps) and stamps.keys() == set(vault.paths):
            _save(place.with_suffix(".guesses.msgpack"), _Guesses(basis, found))
    return found


def _stamp(file: FoundFile) -> _Stamp:
    return _Stamp(file.size, file.mtime_ns, file.ctime_ns)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _load(path: Path, kind: type[_Kept]) -> _Kept | None:
    """Return what was kept; None where there is nothing, or nothing that can be trusted."""
    try:
        data = read_own(path)
    except OSError:
        return None
    mark = _mark()
    body = memoryview(data)[len(mark) + 8 :]
    if not data.startswith(mark) or data[len(mark) : len(mark) + 8] != _sum(body):
        return None
    try:
        return msgspec.msgpack.Decoder(kind).decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _save(path: Path, content: _Readings | _Guesses) -> None:
    """Keep it; where that is not possible, the next run works it out again."""
    with suppress(OSError, ValueError, TypeError):
        body = msgspec.msgpack.encode(content)
        write_bytes(path, _mark(), _sum(body), body)


def _sum(body: bytes | memoryview) -> bytes:
    return b"%08x" % zlib.crc32(body)


@lru_cache(maxsize=1)
def _mark() -> bytes:
    """Name the code that guesses: what another version kept is of no use."""
    package = Path(__file__).parent.parent
    seen = hashlib.blake2b(digest_size=8)
    for source in (
        package / "model.py",
        *sorted((package / "notes").glob("*.py")),
        *sorted((package / "graph" / "inference").glob("*.py")),
    ):
        with suppress(OSError):
            about = source.stat()
            seen.update(f"{source.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return f"kbpivot guesses {seen.hexdigest()}\n".encode()
