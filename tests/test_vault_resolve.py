"""Where a link leads: Obsidian's rules, against a slow and literal reading of them."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.notes import parse_note
from kbpivot.vault import Vault


def vault_of(*paths):
    """A vault of names: to resolve a link no note has to be parsed."""
    return Vault((), files=paths)


def resolved(link, *paths, source="Home.md"):
    return vault_of(*paths).resolve(link, source=source)


@pytest.mark.parametrize(
    ("link", "paths", "source", "expected"),
    [
        ("", ["a/N.md"], "a/N.md", "a/N.md"),
        ("#Heading", ["a/N.md"], "a/N.md", "a/N.md"),
        ("N#Heading", ["a/N.md"], "H.md", "a/N.md"),
        ("  N  ", ["a/N.md"], "H.md", "a/N.md"),
        ("big\u00a0o", ["Big O.md"], "H.md", "Big O.md"),
        ("caf\u0065\u0301", ["Caf\u00e9.md"], "H.md", "Caf\u00e9.md"),
        ("Caf\u00e9", ["Caf\u0065\u0301.md"], "H.md", "Caf\u00e9.md"),
        ("v1.2", ["v1.2.md"], "H.md", "v1.2.md"),
        ("plan.png", ["plan.png.md", "img/plan.png"], "H.md", "img/plan.png"),
        ("plan.png.md", ["plan.png.md", "img/plan.png"], "H.md", "plan.png.md"),
        ("noext", ["noext"], "H.md", None),
        ("a/../b/N", ["b/N.md"], "H.md", None),
        ("../../../N", ["N.md", "a/N.md"], "a/x.md", "N.md"),
        (".././N", ["N.md", "b/N.md"], "a/x.md", "N.md"),
        ("./../N", ["N.md", "b/N.md"], "a/x.md", "N.md"),
        ("./sub/N", ["a/sub/N.md", "sub/N.md"], "a/x.md", "a/sub/N.md"),
        ("./N", ["sub/N.md"], "Root.md", "sub/N.md"),
        ("N", ["b/N.md", "a/deep/down/N.md"], "a/x.md", "a/deep/down/N.md"),
        ("N", ["b/N.md", "a/N.md"], "a/sub/x.md", "a/N.md"),
        ("n", ["longer/N.md", "x/N.md"], "y/x.md", "x/N.md"),
        ("Folder", ["Folder/Index.md"], "H.md", None),
        ("https://x.org/N", ["N.md"], "H.md", None),
    ],
)
def test_each_rule_of_resolution(link, paths, source, expected):
    """One rule, one small vault."""
    assert resolved(link, *paths, source=source) == expected


def test_folders_match_as_whole_names():
    """`b/Note` is no end of `ab/Note.md`, and `Apple` is not below `A`."""
    assert resolved("b/Note", "ab/Note.md") is None
    assert resolved("Note", "Apple/Note.md", "Z/Note.md", source="A/x.md") == "Z/Note.md"


def test_an_emoji_counts_as_two_characters():
    """Paths are compared by UTF-16 length, as JavaScript does."""
    assert resolved("N", "🐍/N.md", "ab/N.md", "abc/N.md") == "ab/N.md"
    assert resolved("N", "🐍/N.md", "abc/N.md") == "🐍/N.md"


def test_equal_paths_are_decided_by_spelling_and_reported():
    """Where Obsidian's choice is unstable, ours is not, and it says so."""
    vault = Vault.from_texts({"a/N.md": "", "b/N.md": "", "Home.md": "[[N]] [[b/N]]"})

    assert vault.resolve("N", source="Home.md") == "a/N.md"
    (found,) = vault.ambiguous()
    assert (found.target, found.candidates) == ("a/N.md", ("a/N.md", "b/N.md"))


def test_names_that_differ_only_in_case_are_told_apart_by_the_link():
    """Such twins exist on Linux; the spelling of the link decides."""
    paths = ["Note.md", "note.md", "sub/NOTE.md"]

    assert resolved("Note", *paths) == "Note.md"
    assert resolved("note", *paths) == "note.md"
    assert resolved("note.md", *paths) == "note.md"
    assert resolved("nOTE", *paths) == "Note.md"


def test_aliases_and_titles_lead_nowhere():
    """A link finds files by name alone."""
    vault = Vault.from_texts({"A.md": "---\naliases: [Bee]\ntitle: Tee\n---\n"})

    assert vault.resolve("Bee", source="A.md") is None
    assert vault.resolve("Tee", source="A.md") is None


names = st.sampled_from(["N", "n", "Nn", "README", "é", "e\u0301", "x.y", "🐍"])
folders = st.lists(st.sampled_from(["a", "A", "ab", "b", "🐍"]), max_size=3)
paths = st.builds(
    lambda f, n, e: "/".join([*f, n + e]),
    folders,
    names,
    st.sampled_from([".md", ".md", ".png", ""]),
)
prefixes = st.sampled_from(["", "", "", "./", "../", "../../", "/", "./../"])
links = st.builds(
    lambda p, f, n, e: p + "/".join([*f, n + e]),
    prefixes,
    folders,
    names,
    st.sampled_from(["", "", ".md", ".MD", ".png"]),
)


def slow_answers(link, files, source):
    """Every answer the rule sheet allows, read word for word; folders as whole names."""
    from unicodedata import normalize

    def key(path):
        return normalize("NFC", path).lower()

    def length(path):
        return len(path.encode("utf-16-le"))

    def base(path):
        return path.rpartition("/")[2]

    wanted = key(link)
    found = [p for p in files if base(key(p)) == base(wanted)] if "." in base(wanted) else []
    if not found:
        wanted = key(link + ".md")
        found = [p for p in files if base(key(p)) == base(wanted)]
    if "/" not in wanted and len(found) == 1:
        return found
    here = key(source).rpartition("/")[0].split("/") if "/" in source else []
    own = here
    if wanted.startswith(("./", "../")):
        while wanted.startswith(("./", "../")):
            if wanted.startswith("../"):
                here = here[:-1]
            wanted = wanted.partition("/")[2]
        wanted = "/".join([*here, wanted])
    rooted = wanted.startswith("/")
    wanted = wanted.removeprefix("/")
    exact = [p for p in files if key(p) == wanted]
    if exact or rooted:
        return exact
    fit = [p for p in found if f"/{key(p)}".endswith(f"/{wanted}")]
    folder = "/".join(own)
    near = [p for p in fit if key(p).startswith(f"{folder}/")] if own else fit
    pool = near or fit
    return [p for p in pool if length(p) == min(map(length, pool))]


@given(st.lists(paths, max_size=40, unique=True), st.lists(links, min_size=1, max_size=8), folders)
def test_resolution_agrees_with_a_literal_reading_of_the_rules(files, wanted, folder):
    """The indexed resolver answers as the rule sheet read step by step, ties included."""
    source = "/".join([*folder, "Source.md"])
    vault = vault_of(*files)
    known = [*vault.paths, *vault.files]
    for link in wanted:
        allowed = slow_answers(link, known, source)
        answer = vault.resolve(link, source=source)
        assert answer in allowed if allowed else answer is None


@given(st.lists(paths, min_size=17, max_size=60), links, folders)
def test_a_crowd_of_namesakes_answers_as_a_few_do(files, link, folder):
    """Tables for many files of one name give what a scan gives."""
    crowd = sorted(
        {f"{path.rpartition('/')[0]}/d{i % 9}/N.md".strip("/") for i, path in enumerate(files)}
    )
    source = "/".join([*folder, "Source.md"])
    allowed = slow_answers(link, crowd, source)
    answer = vault_of(*crowd).resolve(link, source=source)
    assert answer in allowed if allowed else answer is None


@given(st.lists(paths, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(files, random):
    """A vault is a set of paths."""
    shuffled = list(files)
    random.shuffle(shuffled)
    for link in ("N", "n", "a/N", "x.y"):
        assert resolved(link, *files, source="a/s.md") == resolved(link, *shuffled, source="a/s.md")


def test_thousands_of_namesakes_take_linear_time():
    """Twice the READMEs and twice the links to them take less than three times as long."""
    note = parse_note("N.md", "[[README]]")

    def linking(number):
        targets = ("README", f"f{number}/README", f"../f{number // 2}/README", "x/README")
        links = tuple(msgspec.structs.replace(note.links[0], linkpath=t) for t in targets)
        return msgspec.structs.replace(note, path=f"f{number}/README.md", links=links)

    def seconds(count):
        vault = Vault([linking(number) for number in range(count)])
        started = time.process_time()
        vault.unresolved()
        vault.ambiguous()
        return time.process_time() - started

    seconds(200)
    ratios = [seconds(4000) / seconds(2000) for _ in range(3)]
    assert min(ratios) < 3


@given(st.lists(paths, min_size=1, max_size=15, unique=True), st.data())
def test_a_link_kbpivot_writes_leads_back(files, data):
    """`link_text` gives words that `resolve` takes to the same file, in every style."""
    vault = vault_of(*files)
    known = [*vault.paths, *vault.files]
    keys = [path.lower() for path in known]
    target = data.draw(st.sampled_from(known))
    # Twins in case, and names that a note's name shadows for good, no link can tell apart.
    if keys.count(target.lower()) > 1 or "." not in target.rpartition("/")[2]:
        return
    source = data.draw(st.sampled_from(known))
    for style in ("shortest", "relative", "absolute"):
        text = vault.link_text(target, source=source, style=style)
        assert vault.resolve(text, source=source) == target
