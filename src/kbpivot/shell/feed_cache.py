"""Answers of feeds, kept so that a server is asked only for what has changed."""

from __future__ import annotations

import hashlib
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from kbpivot.shell.cache import cache_folder
from kbpivot.shell.own_files import read_own
from kbpivot.shell.web import LARGEST, Fetched, fetch
from kbpivot.shell.writing import write_bytes

__all__ = ["fetch_kept"]

_FOLDER: Final = "feeds"
_FORGOTTEN: Final = 90 * 24 * 3600  # seconds
_MOST: Final = 500  # feeds that are kept
_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """An answer as it is kept."""

    address: str
    etag: str
    modified: str
    is_near: bool
    data: bytes


def fetch_kept(
    address: str, *, root: str, near: bool, timeout: float, cache: bool = True
) -> Fetched:
    """Fetch a feed; where it has not changed, return what was kept of it.

    Only an answer that its server can name again (`ETag`, `Last-Modified`) is kept, in the user's
    cache folder.

    Args:
        address: of the feed.
        root: the vault's folder, in which nothing is kept.
        near: whether it may be on the own network.
        timeout: seconds for the whole of it.
        cache: keep and use what was kept.

    Raises:
        WebError: as `fetch` does.
    """
    file = _file(address, root)
    kept = _read(file, address) if cache else None
    found = fetch(
        address,
        etag=kept.etag if kept else "",
        modified=kept.modified if kept else "",
        accept=_ACCEPT,
        near=near,
        timeout=timeout,
    )
    if found.data is None:
        if kept is None:  # told that nothing has changed, though nothing was known
            return found._replace(data=b"")
        return Fetched(zlib.decompress(kept.data), kept.etag, kept.modified, kept.is_near)
    if cache and (found.etag or found.modified):
        with suppress(OSError):
            body = _Kept(
                address,
                found.etag,
                found.modified,
                found.is_near,
                zlib.compress(found.data, 1),
            )
            write_bytes(file, msgspec.msgpack.encode(body))
            _forget_old(file.parent)
    return found


def _file(address: str, root: str) -> Path:
    name = hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=10).hexdigest()
    return cache_folder(root) / _FOLDER / f"{name}.feed"


def _read(file: Path, address: str) -> _Kept | None:
    try:
        kept = msgspec.msgpack.decode(read_own(file), type=_Kept)
        unpack = zlib.decompressobj()
        whole = len(unpack.decompress(kept.data, LARGEST)) and unpack.eof
    except (OSError, msgspec.MsgspecError, zlib.error):
        return None
    return kept if whole and kept.address == address else None


def _forget_old(folder: Path) -> None:
    """Drop what nobody has asked for in a season, and of many feeds those asked for longest ago."""
    limit = time.time() - _FORGOTTEN
    with suppress(OSError):
        files = sorted(
            ((path.stat().st_mtime, path) for path in folder.glob("*.feed")), reverse=True
        )
        for place, (changed, path) in enumerate(files):
            if changed < limit or place >= _MOST:
                path.unlink()
