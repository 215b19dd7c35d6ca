"""The museum of horrors: a real folder with all that real vaults hold."""

from __future__ import annotations

import hashlib
import os
import unicodedata

import pytest

import kbpivot as kb

HUGE = "A long line of words about attention. " * 60 + "\n"
FILES = {
    "bom.md": b"\xef\xbb\xbf---\ntags: [bom]\n---\n[[plain]]\n",
    "crlf.md": b"---\r\ntitle: Win\r\n---\r\n[[plain]]\r\n",
    "cr.md": b"one\r[[plain]]\r# H\r",
    "plain.md": b"# Plain\n",
    "latin1.md": b"caf\xe9 [[plain]]\n",
    "nul.md": b"a\x00b [[plain]]\n",
    "empty.md": b"",
    "only-bom.md": b"\xef\xbb\xbf",
    "Caf\u00e9.md": b"composed",
    "sub/Cafe\u0301.md": "decomposed [[caf\u00e9]]".encode(),
    "case/Note.md": b"upper",
    "case2/note.md": b"lower",
    "\U0001f9e0 mind.md": b"emoji name",
    "注意力机制.md": "中文 [[plain]] #标签\n".encode(),
    "주의.md": "한국어\n".encode(),
    "templater.md": b"<%* const t = await tp.system.prompt('x'); %>\n# <% t %>\n[[plain]]\n",
    "mustache.md": b"---\ntitle: {{title}}\ndate: {{date}}\n---\n# {{title}}\n",
    "bomb.md": b"---\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + b"".join(
        b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 10)
        for n in range(9)
    )
    + b"---\n[[plain]]\n",
    "anchors.md": b"---\na: &x [1]\nb: *x\n---\n",
    "twice.md": b"---\na: 1\na: 2\n---\n[[plain]]\n",
    "tabs.md": b"---\nl:\n\t- x\n---\n[[plain]]\n",
    "deep.md": b"---\nx: " + b"[" * 3000 + b"]" * 3000 + b"\n---\n[[plain]]\n",
    "nested.md": b"> " * 3000 + b"[[plain]]\n",
    "bullets.md": b"- " * 3000 + b"[[plain]]\n",
    "big.md": (HUGE * 900).encode(),
    "links.md": b"[[plain]] text\n" * 10_000,
    "storm.md": b"[[" * 50_000,
    "dot..md": b"name that ends in a dot",
    "a.b.c.md": b"dots",
    "README.md": b"- [[plain]]\n",
    ".hidden.md": b"[[nothing]]",
    ".obsidian/app.json": b"{not json",
    ".obsidian/templates.json": b'{"folder": "/absolute/../nonsense"}',
    "board.canvas": b'{"nodes": [{"id": 1}, "x", {"type": "file", "file": "plain.md"}], "edges": 4}',
    "broken.canvas": b"{",
    "drawing.excalidraw.md": b"---\nexcalidraw-plugin: parsed\n---\n",
    "image.png": b"\x89PNG\r\n\x1a\n",
}


def digest(folder):
    """Every byte and modification time below a folder."""
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and os.access(path, os.R_OK):
            seen.update(f"{path}{path.stat().st_mtime_ns}".encode("utf-8", "surrogateescape"))
            seen.update(path.read_bytes())
    return seen.hexdigest()


@pytest.fixture(scope="module")
def museum(tmp_path_factory):
    root = tmp_path_factory.mktemp("museum")
    outside = tmp_path_factory.mktemp("outside")
    (outside / "Beyond.md").write_text("[[plain]]", encoding="utf-8")
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "inner").symlink_to(root / "sub", target_is_directory=True)
    (root / "outer").symlink_to(outside, target_is_directory=True)
    (root / "dangling.md").symlink_to(root / "nowhere.md")
    with open(os.fsencode(root / "bad-name-") + b"\xff.md", "wb") as file:
        file.write(b"[[plain]]")
    return root


def test_every_file_yields_a_note(museum):
    """No horror ends the run or loses a note, and nothing in the folder changes."""
    before = digest(museum)
    vault = kb.read_vault(museum, cache=False)
    vault.unresolved(), vault.ambiguous(), vault.orphans(), vault.deadends()
    graph = kb.prerequisite_graph(vault)

    expected = {name for name in FILES if name.endswith(".md") and not name.startswith(".")}
    expected = {unicodedata.normalize("NFC", name) for name in expected}

    assert set() == expected - set(vault.paths)
    assert "outer/Beyond.md" in vault.paths
    assert not any(path.startswith(("loop/", "inner/")) for path in vault.paths)
    assert graph is not None
    assert before == digest(museum)


def test_links_survive_their_surroundings(museum):
    """A link in a note with a broken frame is still found, and what is broken is said."""
    vault = kb.read_vault(museum, cache=False)
    linking = {link.source for link in vault.backlinks("plain.md")}

    for name in (
        "bom.md", "crlf.md", "cr.md", "latin1.md", "nul.md", "注意力机制.md", "bomb.md", "twice.md",
        "tabs.md", "deep.md", "links.md", "templater.md", "board.canvas", "README.md",
    ):  # fmt: skip
        assert name in linking, name
    codes = {row.path: row.code for row in vault.diagnostics}

    assert codes["latin1.md"] == "bad-encoding"
    for name in ("bomb.md", "twice.md", "tabs.md", "deep.md"):
        assert codes[name] == "bad-frontmatter", name
    assert codes["broken.canvas"] == "bad-canvas"


def test_twins_are_ambiguous_not_lost(museum):
    """Names that differ only in case both stay, and say so."""
    vault = kb.read_vault(museum, cache=False)

    assert {"case/Note.md", "case2/note.md"} <= set(vault.paths)


def test_unreadable_file(tmp_path):
    """A file that fails to be read is a note without content and a diagnostic."""
    (tmp_path / "secret.md").touch()
    os.truncate(tmp_path / "secret.md", 2**30)  # too large, also for root
    (tmp_path / "a.md").write_text("[[secret]]", encoding="utf-8")
    vault = kb.read_vault(tmp_path, cache=False)

    assert ("a.md", "secret.md") == tuple(vault.paths)
    assert "secret.md" == vault.resolve("secret", source="a.md")
    assert ["secret.md"] == [row.path for row in vault.diagnostics]


def test_a_folder_named_like_a_note(tmp_path):
    """A folder `x.md` is no note, and what it holds is read."""
    (tmp_path / "x.md").mkdir()
    (tmp_path / "x.md" / "y.md").write_text("[[x]]", encoding="utf-8")

    assert ("x.md/y.md",) == tuple(kb.read_vault(tmp_path, cache=False).paths)
