"""The commands check, explain, reader, and what gaps writes: formats, exit codes, files."""

from __future__ import annotations

import json

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from commandline import answer, fingerprint, kbpivot, vault_of

VAULT = """
== Open.md ==
---
publish: true
prerequisites: ["[[Secret plan]]", Nowhere yet]
---
A public note with more than fifteen words of its own, so that it counts as something written.
It links to [[other]] and to [[Old/Other|it]], and wants [[Nowhere yet]] badly.
== Other.md ==
---
publish: true
---
Another public note, also with more than fifteen of its author's own words, about some other thing.
== Secret plan.md ==
---
publish: false
---
A private note with more than fifteen words of its own, and a link to [[Old/Open]], it is all mine.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path / "vault", VAULT)


def test_json(vault):
    """Every finding says its rule, its place and what to do; the exit code is 1."""
    found = answer("check", folder=vault, code=1)

    assert [
        (one["code"], one["severity"], one["path"], one["line"], one["column"], one["fixable"])
        for one in found["diagnostics"]
    ] == [
        ("planned-prerequisite", "info", "Open.md", 3, None, False),
        ("private-prerequisite", "warning", "Open.md", 3, None, False),
        ("link-case", "info", "Open.md", 6, 13, True),
        ("moved-note", "warning", "Open.md", 6, 30, True),
        ("moved-note", "warning", "Secret plan.md", 4, 71, True),
    ]
    assert all(one["message"] and one["hint"] for one in found["diagnostics"])


def test_exit_codes(vault):
    """0 without findings, 1 with some, 2 when the call is wrong."""
    assert kbpivot("check", "--select", "leaks", folder=vault).code == 0
    assert kbpivot("check", folder=vault).code == 1
    wrong = kbpivot("check", "--select", "leeks", folder=vault)
    assert wrong.code == 2
    assert "'leaks'" in wrong.err
    assert kbpivot("check", "--update-baseline", folder=vault).code == 2
    assert kbpivot("check", "--baseline", "none.json", folder=vault).code == 2


def test_configuration(vault):
    """`kbpivot.toml` chooses rules; options go beyond it; a wrong name is refused."""
    settings = vault / "kbpivot.toml"
    settings.write_text(
        '[check]\nselect = ["links"]\n[check.folders."Secret"]\nignore = ["moved-note"]\n'
    )
    told = [one["code"] for one in answer("check", folder=vault, code=1)["diagnostics"]]

    assert told == ["link-case", "moved-note"]
    assert kbpivot("check", "--ignore", "links", folder=vault).code == 0
    settings.write_text('[check]\nselect = ["linx"]\n')
    wrong = kbpivot("check", folder=vault)
    assert (wrong.code, "kbpivot.toml" in wrong.err) == (2, True)


@pytest.mark.parametrize("format_", ["github", "sarif", "markdown"])
@pytest.mark.parametrize("command", ["check", "gaps"])
def test_others_learn_no_private_title(command, format_, vault):
    """Private titles stay out, and so do findings in private notes, unless one asks for them."""
    shared = kbpivot(command, "--format", format_, folder=vault)
    whole = kbpivot(command, "--format", format_, "--show-private", folder=vault)

    assert "Secret" not in shared.out + shared.err
    assert "private-prerequisite" in shared.out
    assert "Secret" in whole.out
    if command == "check":
        assert "1 finding" in shared.err


@pytest.mark.parametrize("command", ["check", "gaps"])
def test_sarif_follows_its_schema(command, vault):
    """SARIF is valid by models made from the schema of version 2.1.0."""
    text = kbpivot(command, "--format", "sarif", folder=vault).out
    log = Sarif.model_validate_json(text)

    assert log.version.value == "2.1.0"
    assert all(rule.shortDescription for rule in log.runs[0].tool.driver.rules)
    assert len(log.runs[0].results) == json.loads(text)["runs"][0]["results"].__len__() > 1


def test_text(vault):
    """In the terminal: place and rule, the sentence, a count, and what can be mended."""
    said = kbpivot("check", "--hints", folder=vault).out

    assert "Open.md:6:13  link-case\n" in said
    assert "5 findings in 2 files; `kbpivot check --fix` can mend 3." in said
    assert "Public: 2 of 3 notes" in said
    assert "Nothing to tell" in kbpivot("check", "--select", "leaks", folder=vault).out


def test_baseline(vault, tmp_path):
    """What was there passes; what is new fails; the file tells no title."""
    kept = str(tmp_path / "kept.json")
    assert kbpivot("check", "--baseline", kept, "--update-baseline", folder=vault).code == 0
    assert "Secret" not in (tmp_path / "kept.json").read_text()
    assert kbpivot("check", "--baseline", kept, folder=vault).code == 0

    note = vault / "Other.md"
    note.write_text(f"{note.read_text()}\n[[open]]\n")
    found = answer("check", "--baseline", kept, folder=vault, code=1)
    assert [(one["code"], one["path"]) for one in found["diagnostics"]] == [
        ("link-case", "Other.md")
    ]
    assert (found["known"], found["gone"]) == (5, 0)


def test_diff_writes_nothing(vault):
    """--diff shows the lines and leaves them; the harness looks at every byte."""
    shown = kbpivot("check", "--diff", folder=vault)

    assert shown.code == 1
    assert "+It links to [[Other|other]] and to [[Other|it]], and wants" in shown.out
    assert "+A private note" in shown.out


def test_fix_writes_the_least(vault):
    """--fix shows the same and writes it: newlines, mode and every other byte stay."""
    note = vault / "Open.md"
    old = b"\xef\xbb\xbf" + note.read_bytes().replace(b"\n", b"\r\n")
    note.write_bytes(old)
    note.chmod(0o640)
    before = fingerprint(vault)
    shown = kbpivot("check", "--diff", folder=vault).out

    done = kbpivot("check", "--fix", folder=vault)

    assert done.out == shown
    assert "Mended 3 links in 2 notes." in done.err
    assert done.code == 1  # the gaps are still there
    assert note.read_bytes() == old.replace(b"[[other]]", b"[[Other|other]]").replace(
        b"[[Old/Other|it]]", b"[[Other|it]]"
    )
    assert note.stat().st_mode & 0o777 == 0o640
    after = fingerprint(vault)
    assert {name for name in after if after[name] != before[name]} == {"Open.md", "Secret plan.md"}
    assert kbpivot("check", "--select", "links", folder=vault).code == 0
    again = kbpivot("check", "--select", "links", "--fix", folder=vault)
    assert (again.code, again.out) == (0, "")


def test_fix_leaves_what_it_cannot_read(vault):
    """A file with bytes that are no UTF-8 is not touched, and that is said."""
    note = vault / "Open.md"
    note.write_bytes(note.read_bytes() + b"\xff\n")
    done = kbpivot("check", "--fix", folder=vault)

    assert b"[[other]]" in note.read_bytes()
    assert "Open.md" in done.err


def test_hints(vault):
    """With --hints each gap quotes the author, names who needs it, and says what to do."""
    (vault / "More.md").write_text("---\npublish: true\nprerequisites: [Open]\n---\nShort.\n")
    said = kbpivot("gaps", "--hints", "--kind", "private-prerequisite", folder=vault).out
    (gap,) = answer("gaps", "--kind", "private-prerequisite", folder=vault)["gaps"]

    assert gap["quote"] == 'prerequisites: ["[[Secret plan]]", Nowhere yet]'
    assert gap["needed_by"] == ["More.md", "Open.md"]
    assert '  there  prerequisites: ["[[Secret plan]]", Nowhere yet]' in said
    assert "  for    More.md, Open.md" in said
    assert "  do     Publish it" in said


def test_goal(vault):
    """--goal puts first what that note needs."""
    (vault / "Far.md").write_text("---\npublish: true\nprerequisites: [Far away]\n---\nShort.\n")
    kind = ("--kind", "planned-prerequisite")

    def wanted(*more):
        return [gap["target"] for gap in answer("gaps", *kind, *more, folder=vault)["gaps"]]

    assert wanted("--goal", "Open") == ["Nowhere yet", "Far away"]
    assert wanted("--goal", "Far") == ["Far away", "Nowhere yet"]
    assert kbpivot("gaps", "--goal", "Nobody", folder=vault).code == 2


def test_make(vault):
    """A note that others wait for begins with our template and the sentences that want it."""
    done = kbpivot("gaps", "--make", "nowhere yet", folder=vault)
    text = (vault / "nowhere yet.md").read_text()

    assert (done.code, done.out) == (0, "nowhere yet.md\n")
    assert 'title: "nowhere yet"' in text
    assert "- [[Open]]: It links to [[other]]" in text
    again = kbpivot("gaps", "--make", "Nowhere yet", folder=vault)
    assert again.code == 2
    assert (vault / "nowhere yet.md").read_text() == text


def test_make_refuses(vault):
    """A note that nothing names, or whose name no file can have, is not made."""
    before = fingerprint(vault)

    assert kbpivot("gaps", "--make", "Utterly else", folder=vault).code == 2
    assert kbpivot("gaps", "--make", "Other", folder=vault).code == 2
    assert kbpivot("gaps", "--make", "../Nowhere yet?", folder=vault).code == 2
    assert fingerprint(vault) == before


def test_explain(vault):
    """One rule in full, a group, or all of them."""
    one = kbpivot("explain", "private-prerequisite", folder=vault).out

    assert "For example" in one
    assert "What to do" in one
    assert len(answer("explain", "leaks", folder=vault)["rules"]) == 4
    assert "  secret-shaped" in kbpivot("explain", folder=vault).out
    assert kbpivot("explain", "private-prereq", folder=vault).code == 2


def test_reader(vault):
    """The walk as JSON and in words; where to start is worked out."""
    (vault / "README.md").write_text("---\npublish: true\n---\n- [[Open]]\n")
    found = answer("reader", folder=vault)

    assert (found["venue"], found["entries"]) == ("site", ["README.md"])
    assert found["order"] == ["README.md", "Open.md", "Other.md"]
    assert "A newcomer starts at README.md" in kbpivot("reader", folder=vault).out
    reasons = {one["reason"] for one in answer("reader", "--on", "github", folder=vault)["dead"]}
    assert reasons == {"wikilink", "planned"}


@pytest.mark.parametrize(
    "text",
    [
        "---\nprerequisites: '[[Self]]'\n---\n",
        "---\ntitle: The self\nprereqs: [The self]\n---\n",
        "---\nunlocks: '[[Self]]'\n---\n",
        "**Prerequisites:** [[Self]]\n",
        "# One\n\n## Prerequisites\n\n- [itself](Self.md)\n",
        "Requires:: [[Self|me]]\n",
    ],
)
def test_a_note_that_needs_itself_is_told(text, tmp_path):
    """However it is written, with the line; and it is no circle and no gap."""
    (tmp_path / "Self.md").write_text(text + "\nSome words of its own.\n")
    result = kbpivot("check", "--format", "json", folder=tmp_path)
    found = json.loads(result.out)["diagnostics"]

    assert result.code == 1
    assert [(one["code"], one["path"]) for one in found] == [("self-prerequisite", "Self.md")]
    line = next(
        n for n, row in enumerate(text.split("\n"), 1) if "elf" in row and "title" not in row
    )
    assert found[0]["line"] == line
