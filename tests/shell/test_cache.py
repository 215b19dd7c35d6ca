"""The parse cache: the same vault with and without it, whatever happens to its file."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import DEFAULT
from kbpivot.shell import cache as cache_module
from kbpivot.shell import parse_files as parse_module
from kbpivot.shell.cache import KINDS, CachedNote, cache_file, load, packed, row_decoder, unpacked
from kbpivot.shell.read import read_vault
from kbpivot.shell.regular_file import MOST_BYTES

TEXTS = {
    "A.md": "---\ntags: [x]\narxiv: 1706.03760\nn: 1.5\nd: 2020-01-01\nm: {1: [a, null]}\n---\n# H\n[[B]] text ^id\n",
    "sub/B.md": "**Prerequisites:** [[A]] - because\n\n| n | s |\n|---|---|\n| [[A]] | ✅ |\n",
    "bad.md": b"caf\xff [[A]]",
    "Board.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "[[A]]"}]}',
}
LONG_AGO = 1_600_000_000
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A vault whose files are old enough to be kept, and a cache folder of its own."""
    monkeypatch.setenv("KBPIVOT_CACHE", str(tmp_path / "cache"))
    vault = tmp_path / "vault"
    for path, text in TEXTS.items():
        put(vault, path, text)
    return vault


def put(vault, path, text, *, at=LONG_AGO):
    file = vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(file, (at, at))


def contents(vault):
    return vault.notes, vault.canvases, vault.files, vault.diagnostics, list(vault.all_links())


def all_rows(vault):
    return [dict(vault.each(row_decoder(name)[0])) for name in KINDS]


@pytest.fixture
def parsed(monkeypatch):
    """The paths that had to be parsed."""
    paths = []
    original = parse_module.parse_file

    def noting(file, **options):
        paths.append(file.path)
        return original(file, **options)

    monkeypatch.setattr(parse_module, "parse_file", noting)
    return paths


def test_a_second_reading_parses_nothing_and_gives_the_same(folder, parsed):
    """Cached equals uncached, in every record."""
    plain = read_vault(folder, cache=False)
    assert not cache_file(folder).exists()
    first = read_vault(folder)
    parsed.clear()
    before = cache_file(folder).stat()
    second = read_vault(folder)

    assert parsed == []
    assert contents(plain) == contents(first) == contents(second)
    after = cache_file(folder).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [d.code for d in second.diagnostics if d.path == "bad.md"] == ["bad-encoding"]


@pytest.mark.parametrize("keep_time", [False, True])
def test_a_changed_file_is_parsed_again(folder, parsed, keep_time):
    """Another size or another time is enough; so is a change behind an unchanged time."""
    read_vault(folder)
    parsed.clear()
    put(
        folder,
        "A.md",
        TEXTS["A.md"].replace("[[B]]", "[[C]]"),
        at=LONG_AGO if keep_time else LONG_AGO + 60,
    )

    assert [link.linkpath for link in read_vault(folder).links("A.md")] == ["C"]
    assert parsed == ["A.md"]
    parsed.clear()
    read_vault(folder)
    assert parsed == []


def test_files_that_come_and_go_are_noticed(folder, parsed):
    """The cache never holds a note alive."""
    read_vault(folder)
    parsed.clear()
    (folder / "sub" / "B.md").unlink()
    put(folder, "C.md", "[[B]]")
    vault = read_vault(folder)

    assert vault.paths == ("A.md", "C.md", "bad.md")
    assert parsed == ["C.md"]
    assert sorted(load(folder)) == ["A.md", "Board.canvas", "C.md", "bad.md"]


def test_a_file_changed_just_now_is_not_kept(folder, parsed):
    """Within the clock's grain a further change might not show."""
    put(folder, "New.md", "x", at=time.time())
    read_vault(folder)
    parsed.clear()
    read_vault(folder)
    assert parsed == ["New.md"]


def test_a_damaged_cache_counts_as_none(folder, parsed):
    """Cut short anywhere, flipped in any byte, empty or a folder: the vault is read anew."""
    expected = contents(read_vault(folder))
    file = cache_file(folder)
    good = file.read_bytes()
    damaged = [
        b"",
        b"\0" * 100,
        good[:-1],
        good + b"\0",
        good[: len(good) // 2],
        b"kbpivot cache\n" + good,
    ]
    damaged += [
        good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(0, len(good), 97)
    ]
    rows = all_rows(read_vault(folder, cache=False))
    for data in damaged:
        file.write_bytes(data)
        vault = read_vault(folder)
        assert all_rows(vault) == rows
        assert contents(vault) == expected
    parsed.clear()
    file.write_bytes(good[:100])
    assert contents(read_vault(folder)) == expected
    assert sorted(parsed) == sorted(TEXTS)
    assert file.read_bytes() == good

    file.unlink()
    file.mkdir()
    assert contents(read_vault(folder)) == expected


def test_the_cache_of_another_vault_or_version_is_not_used(folder, tmp_path, monkeypatch, parsed):
    """The file says whose it is and which parser made it."""
    read_vault(folder)
    other = tmp_path / "other"
    put(other, "A.md", TEXTS["A.md"])
    cache_file(other).write_bytes(cache_file(folder).read_bytes())
    assert load(other) == {}

    parsed.clear()
    monkeypatch.setattr(cache_module, "_FORMAT", 999)
    cache_module._mark.cache_clear()
    try:
        read_vault(folder)
    finally:
        monkeypatch.undo()
        cache_module._mark.cache_clear()
    assert sorted(parsed) == sorted(TEXTS)


def test_other_words_make_another_cache(folder, parsed):
    """A property named as prerequisites in the configuration is seen at once."""
    put(folder, "A.md", "---\nneeds first: '[[B]]'\n---\n")
    assert read_vault(folder)["A.md"].statements == ()
    words = msgspec.structs.replace(DEFAULT, prerequisites=("needs first",))
    for _ in range(2):
        (statement,) = read_vault(folder, vocabulary=words)["A.md"].statements
        assert statement.target.target == "B"
    assert read_vault(folder)["A.md"].statements == ()


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX modes")
def test_a_cache_folder_that_cannot_be_written_is_no_matter(folder, tmp_path, monkeypatch):
    """Read-only, or a file in the place of the folder: the vault is read all the same."""
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    monkeypatch.setenv("KBPIVOT_CACHE", str(locked))
    assert len(read_vault(folder)) == 3

    monkeypatch.setenv("KBPIVOT_CACHE", str(folder / "A.md" / "cache"))
    before = (folder / "A.md").read_bytes()
    assert len(read_vault(folder)) == 3
    assert (folder / "A.md").read_bytes() == before


def test_two_processes_at_once_agree(folder):
    """Each reads a whole cache or none, and leaves a whole one behind."""
    for number in range(150):
        put(folder, f"n/{number}.md", f"[[{number + 1}]] [[A]]")
    expected = repr(contents(read_vault(folder, cache=False)))
    script = (
        "import sys; from kbpivot.shell.read import read_vault\n"
        "from kbpivot.shell.cache import cache_file\n"
        "for turn in range(5):\n"
        "    vault = read_vault(sys.argv[1])\n"
        "    cache_file(sys.argv[1]).unlink(missing_ok=True) if turn % 2 else None\n"
        "v = vault; print(repr((v.notes, v.canvases, v.files, v.diagnostics, list(v.all_links()))))"
    )
    command = [sys.executable, "-c", script, str(folder)]
    running = [
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        for _ in range(2)
    ]
    outputs = [process.communicate()[0].rstrip("\n") for process in running]

    assert outputs == [expected, expected]
    assert len(load(folder)) in (0, 154)
    assert not list(cache_file(folder).parent.glob(".*"))


@forking
def test_several_processes_parse_what_one_does(folder, monkeypatch):
    """The children's answers come back whole, in any number of shares."""
    for number in range(40):
        put(folder, f"n/{number}.md", f"---\nbig: {2**70}\n---\n[[{number + 1}]]")
    alone = contents(read_vault(folder, cache=False))
    monkeypatch.setattr(parse_module, "_processes", lambda _size, *, share: 3 if share else 1)
    ticks = []
    shared = contents(
        read_vault(folder, cache=False, progress=lambda done, total: ticks.append((done, total)))
    )

    assert shared == alone
    assert ticks[-1] == (44, 44)


@forking
def test_a_child_that_dies_is_made_up_for(folder, monkeypatch):
    """Its share is parsed here."""
    expected = contents(read_vault(folder, cache=False))
    parent = os.getpid()
    original = parse_module.parse_file

    def dying(file, **options):
        if os.getpid() != parent:
            os._exit(9)
        return original(file, **options)

    monkeypatch.setattr(parse_module, "parse_file", dying)
    monkeypatch.setattr(parse_module, "_processes", lambda _size, *, share: 2 if share else 1)
    assert contents(read_vault(folder, cache=False)) == expected


def test_reading_of_links_alone_is_kept_and_made_up_for(folder, parsed):
    """What only links were read of answers the same about links, and is no whole note later."""
    expected = read_vault(folder, cache=False)
    parsed.clear()
    linked = read_vault(folder, whole=False)
    again = read_vault(folder, whole=False)

    assert sorted(parsed) == sorted(TEXTS)
    for vault in (linked, again):
        assert list(vault.all_links()) == list(expected.all_links())
        assert vault.unresolved() == expected.unresolved()
        assert [(n.title, n.aliases) for n in vault.notes] == [
            (n.title, n.aliases) for n in expected.notes
        ]
    parsed.clear()
    assert contents(read_vault(folder)) == contents(expected)
    assert sorted(parsed) == ["A.md", "bad.md", "sub/B.md"]
    parsed.clear()
    assert contents(read_vault(folder, whole=False)) == contents(expected)
    assert parsed == []


def test_reading_changes_no_byte_of_the_vault(folder):
    """Content, times and the list of files are as before."""

    def state():
        return sorted(
            (str(p), p.stat().st_mtime_ns, p.read_bytes() if p.is_file() else b"")
            for p in folder.rglob("*")
        )

    before = state()
    read_vault(folder)
    read_vault(folder, cache=False)
    assert state() == before


def test_a_note_that_cannot_be_read_is_still_a_note(folder):
    """It is reported, it is not kept, and links to it lead somewhere."""
    put(folder, "Odd.md", "[[C]]")
    os.truncate(folder / "Odd.md", MOST_BYTES + 1)  # too large to be read
    put(folder, "C.md", "[[Odd]]")
    vault = read_vault(folder)

    assert vault["Odd.md"].links == ()
    assert "Odd.md" not in load(folder)
    assert ("unreadable", "Odd.md") in [(d.code, d.path) for d in vault.diagnostics]
    assert [link.target for link in vault.links("C.md")] == ["Odd.md"]


yaml_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(max_size=5), yaml_values, max_size=3), st.text(max_size=80))
def test_what_comes_back_is_what_was_kept(properties, text):
    """An entry is given back equal, or not at all."""
    note = msgspec.structs.replace(parse_note("N.md", text), properties=properties)
    entry = CachedNote(1, 2, 3, note, None)
    back = unpacked(b"".join(packed([entry], root="r")), root="r")

    assert unpacked(b"".join(packed([entry], root="r")), root="other") == {}
    if back:
        kept = back["N.md"]
        assert (kept.size, kept.mtime_ns, kept.ctime_ns, kept.encoding) == (1, 2, 3, None)
        assert kept.linkpaths == entry.linkpaths
        assert kept.links == note.links
        assert kept.parsed == note
        assert repr(kept.parsed.properties) == repr(properties)
