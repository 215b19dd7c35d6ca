"""Finding, reading and writing the files of a vault."""

from __future__ import annotations

import os
import stat
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.errors import RefusedError, VaultNotFoundError
from kbpivot.shell import files
from kbpivot.shell.files import decoded, note_paths, read_text
from kbpivot.shell.writing import create_text, replace_bytes, replace_text, write_bytes

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file names and links")


def list_files(root):
    """List a folder; the paths alone are the same, and that is so in every test."""
    listing = files.list_files(root)

    assert note_paths(root) == tuple(file.path for file in listing.notes)
    return listing


def filled(root, *paths):
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    return root


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def seen(listing):
    return [file.path for file in (*listing.notes, *listing.canvases)], list(listing.others)


def codes(listing):
    return [(d.code, d.path) for d in listing.diagnostics]


def test_every_file_that_is_not_hidden_is_listed_in_order(tmp_path):
    """Notes, canvases and the rest; a folder may be called like a note."""
    filled(
        tmp_path,
        "b.md",
        "a/z.MD",
        "a/.h.md",
        ".git/x.md",
        "c.canvas",
        "i.png",
        "d.md/e.md",
        "LICENSE",
    )
    listing = list_files(tmp_path)

    assert seen(listing) == (["a/z.MD", "b.md", "d.md/e.md", "c.canvas"], ["LICENSE", "i.png"])
    assert listing.diagnostics == ()
    assert listing.notes[1].size == 1


def test_a_vault_that_is_no_folder_is_an_error(tmp_path):
    """A missing folder and a file are both no vault."""
    for path in (tmp_path / "none", filled(tmp_path, "file.md") / "file.md"):
        with pytest.raises(VaultNotFoundError) as caught:
            list_files(path)
        assert caught.value.path == str(path)


@posix
def test_symbolic_links_are_followed_out_of_the_vault_only(tmp_path):
    """A link to a tree of its own is read; circles, links inside and upward are passed over."""
    vault = filled(tmp_path / "vault", "in/a.md")
    filled(tmp_path / "out", "b.md", "sub/c.md")
    filled(tmp_path, "single.md")
    (vault / "out").symlink_to(tmp_path / "out")
    (vault / "single.md").symlink_to(tmp_path / "single.md")
    (vault / "again").symlink_to(tmp_path / "out" / "sub")
    (vault / "loop").symlink_to(vault)
    (vault / "up").symlink_to(tmp_path)
    (vault / "in" / "twin.md").symlink_to(vault / "in" / "a.md")
    (vault / "gone.md").symlink_to(tmp_path / "gone.md")
    (vault / "self").symlink_to(vault / "self")
    listing = list_files(vault)

    notes = [file.path for file in listing.notes]
    assert "in/a.md" in notes
    assert "single.md" in notes
    assert ("out/b.md" in notes) != ("again" not in [p for _, p in codes(listing)])
    assert not any(path.startswith(("loop", "up", "self")) for path in notes)
    assert {("symlink", p) for p in ("loop", "up", "in/twin.md", "gone.md", "self")} <= set(
        codes(listing)
    )
    assert len(set(notes)) == len(notes)


@posix
def test_two_ways_to_one_tree_are_read_once(tmp_path):
    """Of two links to the same folder the first in order counts."""
    vault = filled(tmp_path / "vault", "a.md")
    filled(tmp_path / "out", "b.md")
    (vault / "one").symlink_to(tmp_path / "out")
    (vault / "two").symlink_to(tmp_path / "out")

    listing = list_files(vault)
    assert [file.path for file in listing.notes] == ["a.md", "one/b.md"]
    assert codes(listing) == [("symlink", "two")]


@posix
def test_what_cannot_be_read_is_reported_and_the_rest_is_read(tmp_path):
    """A locked folder does not end the listing."""
    filled(tmp_path, "a.md", "locked/b.md")
    (tmp_path / "locked").chmod(0)
    try:
        if os.access(tmp_path / "locked", os.R_OK):
            pytest.skip("this user may read everything")
        listing = list_files(tmp_path)
    finally:
        (tmp_path / "locked").chmod(0o755)
    assert [file.path for file in listing.notes] == ["a.md"]
    assert codes(listing) == [("unreadable", "locked")]


@posix
def test_pipes_are_no_notes(tmp_path):
    """Opening one would wait for ever."""
    os.mkfifo(tmp_path / "pipe.md")
    assert seen(list_files(tmp_path)) == ([], [])


def test_a_note_that_icloud_has_not_fetched_is_named(tmp_path):
    """Links to it still lead somewhere."""
    listing = list_files(filled(tmp_path, "a/.Big note.md.icloud", ".icloud"))

    assert listing.others == ("a/Big note.md",)
    assert codes(listing) == [("not-downloaded", "a/Big note.md")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems unite these names")
def test_two_spellings_of_one_name_are_one_note(tmp_path):
    """Obsidian spells NFD names as NFC; of twins the one on disk in NFC is read."""
    (tmp_path / "Cafe\u0301.md").write_text("nfd", encoding="utf-8")
    (only,) = list_files(tmp_path).notes
    assert only.path == "Caf\u00e9.md"
    assert only.disk.endswith("Cafe\u0301.md")

    (tmp_path / "Caf\u00e9.md").write_text("nfc!", encoding="utf-8")
    listing = list_files(tmp_path)
    assert [(file.path, file.size) for file in listing.notes] == [("Caf\u00e9.md", 4)]
    assert codes(listing) == [("name-collision", "Caf\u00e9.md")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf8_is_read_and_reported(tmp_path):
    """The path that is shown can be printed; the file is still found."""
    (tmp_path / os.fsdecode(b"b\xffd.md")).write_text("x", encoding="utf-8")
    listing = list_files(tmp_path)

    (note,) = listing.notes
    assert note.path == "b\ufffdd.md"
    assert read_text(note.disk).text == "x"
    assert codes(listing) == [("bad-file-name", "b\ufffdd.md")]


def test_bytes_become_text_exactly():
    """No newline is changed, a BOM stays, and the first bad byte is located."""
    assert decoded(b"\xef\xbb\xbfa\r\nb\rc", path="a.md") == ("\ufeffa\r\nb\rc", None)
    text, diagnostic = decoded("é\r\nü".encode() + b"\xff!", path="a.md")
    assert text == "é\r\nü\ufffd!"
    assert (diagnostic.code, diagnostic.path) == ("bad-encoding", "a.md")
    assert (diagnostic.span.start, diagnostic.span.line, diagnostic.span.column) == (4, 2, 2)
    assert "UTF-16" in decoded("hé".encode("utf-16"), path="a.md")[1].message


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data):
    """Decoding never raises, and says nothing exactly where the text gives the bytes back."""
    text, diagnostic = decoded(data, path="a.md")
    assert (diagnostic is None) == (text.encode("utf-8", "surrogatepass") == data)


@pytest.mark.parametrize("text", ["\ufeffa\r\nb\rc\n", "", "é" * 10])
def test_replacing_a_text_keeps_every_other_byte_and_the_mode(tmp_path, text):
    """What is read and written back is the same file."""
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    path.chmod(0o640)
    file = read_text(path)
    replace_text(file, file.text, root=tmp_path)
    assert path.read_bytes() == text.encode()

    replace_text(file, file.text + "more\r\n", root=tmp_path)
    assert path.read_bytes() == text.encode() + b"more\r\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["a.md"]


def test_a_file_that_changed_meanwhile_is_not_touched(tmp_path):
    """Nor is one that has gone, or that is no UTF-8."""
    path = filled(tmp_path, "a.md") / "a.md"
    file = read_text(path)
    path.write_text("other", encoding="utf-8")
    with pytest.raises(RefusedError, match="changed"):
        replace_text(file, "mine", root=tmp_path)
    assert path.read_text(encoding="utf-8") == "other"

    path.unlink()
    with pytest.raises(RefusedError):
        replace_text(file, "mine", root=tmp_path)
    assert not path.exists()

    path.write_bytes(b"\xff")
    with pytest.raises(RefusedError, match="UTF-8"):
        replace_text(read_text(path), "mine", root=tmp_path)
    assert path.read_bytes() == b"\xff"
    with pytest.raises(RefusedError):
        replace_text(read_text(filled(tmp_path, "b.md") / "b.md"), "\ud800", root=tmp_path)


@posix
def test_a_linked_file_stays_a_link(tmp_path):
    """The text is written where the symbolic link leads."""
    target = filled(tmp_path, "real.md") / "real.md"
    link = tmp_path / "link.md"
    link.symlink_to(target)
    replace_text(read_text(link), "new", root=tmp_path)

    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_new_file_never_overwrites(tmp_path):
    """Creating makes folders, and refuses where something is."""
    path = tmp_path / "deep" / "a.md"
    create_text(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    with pytest.raises(RefusedError, match="already exists"):
        create_text(path, "other")
    assert path.read_bytes() == "é\n".encode()
    assert names_in(path.parent) == ["a.md"]


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    """A full disk costs nothing but the message."""
    path = filled(tmp_path, "a.md") / "a.md"

    def fail(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="space"):
        replace_bytes(path, b"new")
    assert path.read_bytes() == b"x"
    assert names_in(tmp_path) == ["a.md"]


def test_a_reader_never_sees_half_a_file(tmp_path):
    """While one writes, another reads either text, whole."""
    path = tmp_path / "a.md"
    texts = [b"a" * 200_000, b"b" * 150_000]
    write_bytes(path, texts[0])
    stop = threading.Event()

    def write():
        for turn in range(60):
            write_bytes(path, texts[turn % 2])
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not stop.is_set():
        assert path.read_bytes() in texts
    writer.join()
