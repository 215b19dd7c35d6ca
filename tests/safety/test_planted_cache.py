"""A cache is believed only where nobody else can have written it, row by row."""

from __future__ import annotations

import os
import stat
import time
import zlib
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from commandline import environment, kbpivot, vault_of
from kbpivot.live.vault import LiveVault
from kbpivot.notes import parse_note
from kbpivot.shell import cache as cache_module
from kbpivot.shell.cache import cache_file, load
from kbpivot.shell.columns import joined, opened
from kbpivot.shell.kept_notes import INDEXED
from kbpivot.shell.read import read_vault
from kbpivot.traits.publication import FLAGS
from kbpivot.workspace.workspace import Workspace

NOTES = """
    == A.md ==
    ---
    publish: false
    ---
    Words of the author. Prerequisites: [[B]]
    == B.md ==
    ---
    publish: true
    ---
    Other words. [[A]] [[C|see]] and [[Gone]]
    == C.md ==
    ---
    publish: true
    ---
    Still other words.
"""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("KBPIVOT_CACHE", str(tmp_path / "cache"))
    folder = vault_of(tmp_path / "vault", NOTES)
    old = time.time() - 100
    for place in folder.rglob("*.md"):
        os.utime(place, (old, old))
    read_vault(folder)
    assert len(load(folder)) == 3
    return folder


class Row(NamedTuple):
    """What a cache file holds of one note, encoded but for its path and the targets of links."""

    path: str
    linkpaths: tuple[str, ...]
    links: bytes
    rest: bytes
    flags: bytes


def plant(folder: Path, change, *, at: Path | None = None) -> Path:
    """Write a cache anew with each row changed, mark and checksums right."""
    place = cache_file(folder)
    mark, root = cache_module._mark(), cache_module._name(folder, "")
    columns = opened(memoryview(place.read_bytes()), root=root, start=len(mark))
    data = {name: bytes(columns.read(name) or b"") for name in columns._places}
    pieces = {name: [] for name in INDEXED}
    for name, found in pieces.items():
        start = 0
        for length, _ in msgspec.msgpack.decode(data[f"{name} index"]):
            found.append(data[name][start : start + length])
            start += length
    paths = [file[0] for file in msgspec.msgpack.decode(data["files"])]
    written = [tuple(one) for one in msgspec.msgpack.decode(data["linkpaths"])]
    flags = msgspec.msgpack.decode(data[FLAGS.name], type=list[msgspec.Raw])
    every = zip(paths, written, pieces["links"], pieces["rest"], flags, strict=True)
    rows = [change(Row(*one)) for one in every]
    data[FLAGS.name] = msgspec.msgpack.encode([msgspec.Raw(row.flags) for row in rows])
    data["linkpaths"] = msgspec.msgpack.encode([row.linkpaths for row in rows])
    for name in INDEXED:
        new = [getattr(row, name) for row in rows]
        data[name] = b"".join(new)
        index = [(len(one), zlib.adler32(one)) for one in new]
        data[f"{name} index"] = msgspec.msgpack.encode(index)
    parts = joined({name: (column,) for name, column in data.items()}, root=root)
    target = place if at is None else at
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(mark + b"".join(parts))
    target.chmod(0o600)
    return target


def opened_note(row):
    """A row by which a note is public whatever its file says."""
    note = parse_note(row.path, "---\npublish: true\n---\nWords.\n")
    return row._replace(
        linkpaths=(),
        links=msgspec.msgpack.encode(()),
        rest=msgspec.msgpack.encode(note),
        flags=msgspec.msgpack.encode(FLAGS.made(note)),
    )


def test_what_is_planted_would_be_believed(vault: Path) -> None:
    """The tests below plant what counts where nothing speaks against it."""
    plant(vault, opened_note)

    assert Workspace(vault).public.paths == {"A.md", "B.md", "C.md"}


@pytest.mark.skipif(
    not hasattr(os, "chown") or os.geteuid() != 0, reason="needs to be somebody else"
)
def test_a_cache_of_another_user_is_none(vault: Path) -> None:
    """Whoever else has written it cannot make a note public."""
    os.chown(plant(vault, opened_note), 12345, -1)

    assert Workspace(vault).public.paths == {"B.md", "C.md"}


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_cache_that_others_may_write_is_none(vault: Path, mode: int) -> None:
    """Nor one that a group or everybody may write."""
    plant(vault, opened_note).chmod(mode)

    assert load(vault) == {}
    assert Workspace(vault).public.paths == {"B.md", "C.md"}
    assert stat.S_IMODE(cache_file(vault).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")
def test_a_link_is_no_cache(vault: Path, tmp_path: Path) -> None:
    """Nor what a symbolic link in the cache folder leads to."""
    plant(vault, opened_note, at=tmp_path / "elsewhere")
    cache_file(vault).unlink()
    cache_file(vault).symlink_to(tmp_path / "elsewhere")

    assert Workspace(vault).public.paths == {"B.md", "C.md"}


def test_a_vault_brings_no_cache(vault: Path, tmp_path: Path) -> None:
    """A cache folder inside the vault is not taken, though the environment names it."""
    name = cache_file(vault).name
    plant(vault, opened_note, at=vault / ".cache" / name)
    before = (vault / ".cache" / name).read_bytes()
    with environment(KBPIVOT_CACHE=str(vault / ".cache"), XDG_CACHE_HOME=str(tmp_path / "xdg")):
        assert cache_file(vault).parent != vault / ".cache"
        assert Workspace(vault).public.paths == {"B.md", "C.md"}
    assert (vault / ".cache" / name).read_bytes() == before


DAMAGES = {
    "no record": lambda row: {"rest": b"\x01"},
    "nothing": lambda row: {"rest": b""},
    "another note": lambda row: {"rest": msgspec.msgpack.encode(parse_note("Z.md", "x"))},
    "another type": lambda row: {"rest": msgspec.msgpack.encode({"path": row.path})},
    "no links": lambda row: {"links": b"\xc1"},
    "fewer links": lambda row: {"links": msgspec.msgpack.encode(())},
    "other targets": lambda row: {"linkpaths": tuple(f"X{one}" for one in row.linkpaths) or ("X",)},
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_row_is_read_again(vault: Path, name: str) -> None:
    """Each row is held against itself when it is decoded; the file has the last word."""
    expected = read_vault(vault, cache=False)
    plant(vault, lambda row: row._replace(**DAMAGES[name](row)))
    found = read_vault(vault)

    assert [found[path] for path in found.paths] == [expected[path] for path in expected.paths]
    plant(vault, lambda row: row._replace(**DAMAGES[name](row)))
    live = LiveVault(vault).vault
    assert [live[path] for path in live.paths] == [expected[path] for path in expected.paths]


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize(
    "command", [(), ("links", "B"), ("check",), ("gaps",), ("backlinks", "A"), ("next",)]
)
def test_no_command_ends_over_a_damaged_row(
    vault: Path, name: str, command: tuple[str, ...]
) -> None:
    """Never a mistake of kbpivot's own (exit code 70)."""
    plant(vault, lambda row: row._replace(**DAMAGES[name](row)))

    assert kbpivot(*command, folder=vault).code in {0, 1}


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
def test_what_is_kept_is_for_its_owner(vault: Path) -> None:
    """Parsed notes, answers and guesses hold titles: nobody else may read them."""
    kbpivot("next", folder=vault)
    kbpivot("suggest", folder=vault)
    kept = list(cache_file(vault).parent.iterdir())

    assert len(kept) >= 2
    assert {stat.S_IMODE(place.stat().st_mode) for place in kept} == {0o600}
