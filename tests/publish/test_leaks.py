"""Before you push: what is told, what is not, and that no secret is ever printed."""

from __future__ import annotations

import pytest

from kbpivot.notes import parse_note
from kbpivot.publish.leaks import note_leaks

# Put together here, so that no scanner takes this file for a leak.
AWS = "AKIA" + "Q3TZ7WPLX2MVN5RB"
GITHUB = "ghp" + "_" + "b7Qx2LmZ9tRk4VnW8sJc1HdYf6GpAe3UoTiM"
OPENAI = "sk-proj" + "-" + "Zq8Lk3Vb7Nx2Mc9Rt5Yw1Hp6Jd4Gs0FaQeUiOzXyBn"
HUGGING_FACE = "hf" + "_" + "QwErTyUiOpLkJhGfDsZxCvBnMqWeRtYu"
PRIVATE_KEY = "-----BEGIN " + "RSA PRIVATE KEY-----\n" + "MIIEpAIBAAKCAQEAx8Zk3Qm7" * 4 + "\n"


def leaks(text):
    return list(note_leaks(parse_note("A.md", text), text))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Data in `/Users/mlovelace/data/x.csv`.", "home-path", 1),
        ("\n\n    /home/mlovelace/notes/x.md", "home-path", 3),
        ("C:\\Users\\mlovelace\\Desktop\\x.png", "home-path", 1),
        ("---\npdf: /Users/mlovelace/Zotero/storage/x.pdf\n---\n", "home-path", 2),
        ("[x](file:///Volumes/disk/x.pdf)", "local-link", 1),
        ("[Paper](zotero://select/library/items/ABCD1234)", "local-link", 1),
        ("---\nauthor: M. Lovelace <mary@lovelace.net>\n---\n", "email-in-property", 2),
        ("---\na: 1\nauthors:\n  - mary@lovelace.net\n---\n", "email-in-property", 3),
        (f"export KEY={AWS}".replace("=", " "), "secret-shaped", 1),
        (f"token: {GITHUB}", "secret-shaped", 1),
        (f"`{OPENAI}`", "secret-shaped", 1),
        (f"login {HUGGING_FACE}", "secret-shaped", 1),
        (f"x\n{PRIVATE_KEY}", "secret-shaped", 2),
    ],
)
def test_told(text, code, line):
    """Each is told at its line, in words that do not repeat it."""
    (leak,) = leaks(text)

    assert (leak.code, leak.line) == (code, line)
    for secret in ("lovelace", AWS, GITHUB, OPENAI, HUGGING_FACE, "MIIE", "ABCD1234"):
        assert secret not in leak.message + leak.hint


@pytest.mark.parametrize(
    "text",
    [
        "Put it in `/home/user/data` or `/Users/yourname/data`.",
        "`/home/ubuntu/x` and `/Users/<name>/x` and `/home/$USER/x` and `/home/runner/work/x`.",
        "https://example.org/home/mlovelace/page and www.example.org/Users/mlovelace/x",
        "~/home/mlovelace/x and src/home/views/index.ts",
        "The folder /home/about is a page.",
        "[x](file:///path/to/file) and `file://` and `file:///...`",
        "`zotero://`",
        "Write to mary@lovelace.net.",
        "---\nauthor: mary@example.org\n---\n",
        "---\nremote: git@github.com\n---\n",
        "---\nid: 1234+mary@users.noreply.github.com\n---\n",
        "AKIAIOSFODNN7EXAMPLE",
        "sk-your-key-here and sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_000000000000000000000000000000000000",
        "sk-learn-is-a-library-for-machine-learning-in-python-and-more",
        "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\n" + "MIIEpAIBAAKCAQEAx8Zk3Qm7" * 4,
        "[[task-force-risk-and-a-very-long-name-that-goes-on-and-on-for-ever]]",
    ],
)
def test_not_told(text):
    """Placeholders, addresses of sites, words of the text and obvious examples."""
    assert leaks(text) == []


def test_told_once():
    """Many of a kind in one note are one leak with their number."""
    (leak,) = leaks("/home/mlovelace/a and\n/home/mlovelace/b")

    assert (leak.line, leak.times) == (1, 2)
    assert "2" in leak.message
