"""A way through code: what is imported comes first, and nothing outside of the folder is read."""

from __future__ import annotations

import json
import sysconfig
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kbpivot as kb
from commandline import kbpivot
from kbpivot.edit.new_note.code import Anchor, anchors, with_reading
from kbpivot.errors import RefusedError
from kbpivot.shell.code import read_clone, read_code
from kbpivot.shell.code.clone import anchored_lines

SITE = Path(sysconfig.get_paths()["purelib"])


def written(folder, files):
    """Write files, and return their folder."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


BODY = "\n".join(f"    line_{n} = {n}" for n in range(15))


def unit(name, *imports):
    """A module that defines a class, behind its imports."""
    return "\n".join(imports) + f'\n\n\nclass {name}:\n    """About {name}."""\n\n{BODY}\n'


@pytest.fixture
def package(tmp_path):
    """A small package in which names are handed on by `__init__`, stars and module attributes."""
    return written(
        tmp_path / "pack",
        {
            "pyproject.toml": '[project]\nname = "pack"\ndescription = "Parses  things."\n',
            "README.md": "# Pack\n\n[badge](http://x)\n\nIt uses a Kalman filter.\n",
            "src/pack/__init__.py": "from .core import Core\nfrom .base import *\n",
            "src/pack/base.py": unit("Base"),
            "src/pack/middle.py": unit("Middle", "import pack", "X = pack.Base"),
            "src/pack/core.py": unit(
                "Core", "from pack.middle import Middle", "from pack import Base"
            ),
            "src/pack/cli.py": unit("Cli", "from . import core", "Y = core.Core"),
            "tests/test_core.py": unit("Tests", "from pack import Core"),
            "src/pack/late.py": unit("Late", "def f():", "    from pack.cli import Cli"),
        },
    )


def test_what_is_imported_comes_first(package):
    """Names are followed to the file that defines them; tests and late imports do not count."""
    clone = read_clone(package)
    reading = read_code(clone)

    assert (clone.name, clone.description, clone.files) == ("pack", "Parses things.", 9)
    assert not reading.rough
    order = [stop.path.rpartition("/")[2] for stop in reading.stops]
    assert sorted(order) == ["base.py", "cli.py", "core.py", "late.py", "middle.py"]
    for before, after in [("base.py", "core.py"), ("middle.py", "core.py"), ("core.py", "cli.py")]:
        assert order.index(before) < order.index(after)
    assert [stop.symbol for stop in reading.stops if stop.path.endswith("base.py")] == ["Base"]
    for stop in reading.stops:
        lines = clone.sources[stop.path].splitlines()
        assert lines[stop.line - 1].strip() == stop.text == f"class {stop.symbol}:"


def test_at_most_twelve_files(tmp_path):
    """Of many files those are named that most others build on, and what it all comes to."""
    files = {
        f"m/f{n:02}.py": unit(f"F{n}", *(f"from m.f{k:02} import F{k}" for k in range(n)))
        for n in range(30)
    }

    reading = read_code(read_clone(written(tmp_path, {"m/__init__.py": "", **files})))

    named = [stop.path for stop in reading.stops]
    assert len(named) == 12
    assert named == sorted(named)
    assert {"m/f00.py", "m/f09.py", "m/f29.py"} <= set(named)


@pytest.mark.parametrize(
    ("files", "order"),
    [
        (
            {
                "a.ts": "import { B } from './b'\nexport class A {\n" + "  x = 1\n" * 20 + "}\n",
                "b/index.ts": "export function B() {\n" + "  x()\n" * 20 + "}\n",
            },
            ["b/index.ts", "a.ts"],
        ),
        (
            {
                "main.c": '#include "x.h"\nint main(void) {\n' + "  f();\n" * 20 + "}\n",
                "lib/x.h": "struct x {\n" + "  int y;\n" * 20 + "};\n",
            },
            ["lib/x.h", "main.c"],
        ),
        (
            {
                "src/main.rs": "mod one;\nuse crate::two::Three;\nfn main() {\n"
                + "  f();\n" * 20
                + "}\n",
                "src/one.rs": "use super::two::Three;\npub struct One {\n"
                + "  x: u8,\n" * 20
                + "}\n",
                "src/two/mod.rs": "pub struct Three {\n" + "  x: u8,\n" * 20 + "}\n",
            },
            ["src/two/mod.rs", "src/one.rs", "src/main.rs"],
        ),
        (
            {
                "main.go": 'import (\n\t"x.org/m/inner"\n)\nfunc main() {\n'
                + "  f()\n" * 20
                + "}\n",
                "inner/a.go": "type A struct {\n" + "  x int\n" * 20 + "}\n",
            },
            ["inner/a.go", "main.go"],
        ),
        (
            {
                "src/p/Main.java": "import p.q.Inner;\npublic class Main {\n"
                + "  int x;\n" * 20
                + "}\n",
                "src/p/q/Inner.java": "public class Inner {\n" + "  int x;\n" * 20 + "}\n",
            },
            ["src/p/q/Inner.java", "src/p/Main.java"],
        ),
    ],
)
def test_other_languages_by_import_lines(tmp_path, files, order):
    """The order is found by the lines that import, and said to be rough."""
    reading = read_code(read_clone(written(tmp_path, files)))

    assert [stop.path for stop in reading.stops] == order
    assert reading.rough
    assert all(stop.symbol for stop in reading.stops)


@pytest.mark.parametrize("name", ["click", "markdown_it"])
def test_real_packages(name):
    """In what is installed every anchor is there, and no file stands before what it imports."""
    if not (SITE / name).is_dir():
        pytest.skip(f"{name} is not installed")
    clone = read_clone(SITE / name)

    reading = read_code(clone)

    assert 4 <= len(reading.stops) <= 12
    for stop in reading.stops:
        assert clone.sources[stop.path].splitlines()[stop.line - 1].strip() == stop.text
    order = {stop.path: number for number, stop in enumerate(reading.stops)}
    if name == "click":
        assert order["exceptions.py"] < order["core.py"] < order["decorators.py"]


def test_nothing_outside_is_read(tmp_path):
    """No symbolic link is followed, to a file, a folder or the commit, and no path leads out."""
    secret = written(
        tmp_path / "secret", {"s.py": unit("Secret"), "README.md": "Very secret words here.\n"}
    )
    clone = written(tmp_path / "clone", {"a.py": unit("A"), "c/d.py": unit("D")})
    (clone / "s.py").symlink_to(secret / "s.py")
    (clone / "folder").symlink_to(secret)
    (clone / "README.md").symlink_to(secret / "README.md")
    (clone / ".git").write_text(f"gitdir: {secret}\n")

    found = read_clone(clone)

    assert set(found.sources) == {"a.py", "c/d.py"}
    assert (found.description, found.readme, found.commit) == ("", "", "")
    lines = anchored_lines(clone, ["a.py", "s.py", "folder/s.py", "../secret/s.py", "/etc/passwd"])
    assert lines is not None
    assert set(lines) == {"a.py"}
    assert anchored_lines(tmp_path / "nowhere", ["a.py"]) is None


def test_nothing_is_executed(tmp_path):
    """Code that would leave a trace, were it run or imported, leaves none."""
    trace = tmp_path / "trace"
    run = f"open({str(trace)!r}, 'w')\n"
    clone = written(
        tmp_path / "clone", {"setup.py": run, "a.py": run + unit("A"), "conftest.py": run}
    )

    read_code(read_clone(clone))

    assert not trace.exists()
    assert not list(clone.rglob("*.pyc"))


@pytest.mark.parametrize(
    "text",
    [
        "def f(:\n",
        "\0",
        "(" * 5000,
        "x = " + "-" * 100_000 + "1",
        "class A:\n" + "\tpass\n",
        "'\\d'\n",
    ],
)
def test_broken_code_is_a_file_like_others(tmp_path, text):
    """A file that is no Python, or too deep for a tree, does not keep the rest from being read."""
    clone = written(tmp_path, {"good.py": unit("Good")})
    (clone / "bad.py").write_text(text)

    assert [stop.path for stop in read_code(read_clone(clone)).stops] == ["good.py"]


def test_the_commit_is_read(tmp_path):
    """From a branch, from packed branches, or as it stands."""
    clone = written(tmp_path, {"a.py": unit("A"), ".git/HEAD": "ref: refs/heads/main\n"})
    commit = "0123456789abcdef0123456789abcdef01234567"
    assert read_clone(clone).commit == ""
    written(clone, {".git/packed-refs": f"# pack-refs\n{commit} refs/heads/main\n"})
    assert read_clone(clone).commit == commit
    written(clone, {".git/refs/heads/main": commit.replace("0", "a") + "\n"})
    assert read_clone(clone).commit == commit.replace("0", "a")
    written(clone, {".git/HEAD": commit})
    assert read_clone(clone).commit == commit


def test_no_code_is_said(tmp_path):
    """A folder without code, and no folder, are refused in a sentence."""
    with pytest.raises(RefusedError, match="no code"):
        read_clone(tmp_path)
    with pytest.raises(RefusedError, match="no folder"):
        read_clone(tmp_path / "nowhere")


_CODE = (
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)
    .map(lambda text: text.replace("\x85", " ").strip())
    .filter(bool)
)


@settings(max_examples=100, deadline=None)
@given(_CODE, st.integers(1, 10**6), st.sampled_from(["a/b.py", "x y.ts", "é.c"]))
def test_anchors_come_back_as_written(text, line, path):
    """What a note says of a line is read back, whatever signs the line holds."""
    anchor = Anchor(path, "name", line, text)

    note = with_reading("## Reading order\n", "", [(anchor, "2 files build on it")], rough=False)

    found = anchors(note)
    assert [one._replace(start=0) for one in found] == [anchor]


@pytest.fixture
def vault(tmp_path, package):
    """A vault beside the package, with a note that its README names."""
    return written(
        tmp_path / "vault",
        {
            "Concepts/Kalman filter.md": "---\ntype: concept\n---\nAn estimate from noisy signals.\n",
            "Concepts/Parse.md": "---\ntype: concept\n---\nWords into trees, in a few sentences.\n",
        },
    )


def test_new_code_writes_a_note(vault, package):
    """What it is, its size, the order and the questions stand in one new note of kind `code`."""
    made = kbpivot("new", "code", str(package), "--format", "json", folder=vault)

    answer = json.loads(made.out)
    entry, code = answer["notes"][0], answer["code"]
    assert (answer["kind"], entry["path"], entry["created"]) == ("code", "pack.md", True)
    assert entry["guesses"] == ["Concepts/Kalman filter.md"]
    assert [stop["symbol"] for stop in code["reading"]][-1:] != [""]
    text = (vault / "pack.md").read_text(encoding="utf-8")
    assert 'clone: "../pack"' in text
    assert "> - [[Kalman filter]]" in text
    assert "Parses things." in text
    work = kb.Workspace(vault)
    assert work.traits["pack.md"].kind == "code"
    assert work.graph.pred["pack.md"] == {}
    assert kbpivot("check", folder=vault).out.count("stale-anchor") == 0
    again = kbpivot("new", "code", str(package), folder=vault)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_moved_lines_are_told(vault, package):
    """`check` says where a line is now, or that it is gone, and nothing of a clone that is not here."""
    kbpivot("new", "code", str(package), folder=vault)
    base = package / "src/pack/base.py"
    base.write_text("# new\n# lines\n" + base.read_text())
    core = package / "src/pack/core.py"
    core.write_text(core.read_text().replace("class Core:", "class Kernel:"))
    (package / "src/pack/cli.py").unlink()

    found = json.loads(kbpivot("check", "--format", "json", folder=vault).out)["diagnostics"]

    said = sorted(one["message"] for one in found if one["code"] == "stale-anchor")
    assert said == [
        "There is no file src/pack/cli.py in the clone any more.",
        "`Base` has moved in src/pack/base.py: from line 4 to line 6.",
        "`Core` is not in src/pack/core.py any more as the note has it.",
    ]
    lines = (vault / "pack.md").read_text().splitlines()
    for one in found:
        if one["code"] == "stale-anchor" and "base.py" in one["message"]:
            assert "base.py" in lines[one["line"] - 1]
    package.rename(package.with_name("gone"))
    assert "stale-anchor" not in kbpivot("check", folder=vault).out
