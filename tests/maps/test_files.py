"""The canonical form of map files, and the rules a reference work keeps."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.errors import KbpivotError
from kbpivot.maps import parse_map
from kbpivot.maps.canonical import canonical
from kbpivot.maps.compiled import compiled, compiled_basis, decompiled
from kbpivot.maps.rules import arxiv_year, map_faults
from small_maps import LEARNING, MATHEMATICS, TEXTS, small_map

ROOTS = ("school-mathematics",)


def faults(**texts):
    """The faults of the small map with some files written otherwise, without sizes and form."""
    found = map_faults(
        {**TEXTS, **{f"{name.replace('_', '-')}.toml": text for name, text in texts.items()}},
        roots=ROOTS,
        least=1,
    )
    return [one.message for one in found if "canonical" not in one.message]


def changed(old, new):
    """The file on learning with some words written otherwise."""
    assert old in LEARNING
    return LEARNING.replace(old, new, 1)


def test_entries_keys_and_needs_are_sorted():
    """Entries by id, keys in their fixed order, needs by id, defaults left out, comments kept."""
    text = (
        "# Area\n# of two lines\n\n[b]\nneeds.z = 'two'\nneeds.c = 'one'\nname = 'B'\n"
        'kind = \'concept\'\neveryday = false\nhours = 2.0\n# about a\n[a]\nname = "A \\"a\\""\n'
        "helps = ['z', 'c']\naliases = []\n"
    )

    assert canonical(text) == (
        '# Area\n# of two lines\n\n# about a\n[a]\nname = "A \\"a\\""\nhelps = ["c", "z"]\n\n'
        '[b]\nname = "B"\nhours = 2\nneeds.c = "one"\nneeds.z = "two"\n'
    )  # fmt: skip


def test_a_comment_that_would_be_lost_is_refused():
    """A comment inside an entry has no place in the canonical form, and is not thrown away."""
    with pytest.raises(KbpivotError, match="# two hours"):
        canonical("[a]\nname = 'A'\n# two hours\nhours = 2\n")


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True),
        st.fixed_dictionaries(
            {"name": st.text(min_size=1, max_size=8)},
            optional={
                "aliases": st.lists(st.text(max_size=5), max_size=2),
                "hours": st.floats(0.25, 40) | st.integers(1, 40),
                "everyday": st.booleans(),
                "needs": st.dictionaries(
                    st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.text(max_size=8), max_size=3
                ),
            },
        ),
        max_size=4,
    )
)
def test_the_canonical_form_says_the_same_and_stays(data):
    """Writing a file canonically changes nothing of what it says, and twice is once."""
    import json

    def table(entry):
        return "".join(
            "".join(f"needs.{need} = {json.dumps(why)}\n" for need, why in value.items())
            if key == "needs"
            else f"{key} = {json.dumps(value)}\n"
            for key, value in entry.items()
        )

    text = "".join(f"[{id_}]\n{table(entry)}" for id_, entry in data.items())
    text = text.replace("\x7f", "\\u007f")
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # JSON writes surrogate pairs that TOML has no form for
    after = canonical(text)

    def told(tables):
        defaults = ([], False, {})
        return {i: {k: v for k, v in t.items() if v not in defaults} for i, t in tables.items()}

    assert told(tomllib.loads(after)) == told(before)
    assert canonical(after) == after


def test_a_good_map_has_no_faults():
    """A map that keeps every rule is told nothing, once its files are in canonical form."""
    texts = {path: canonical(text) for path, text in TEXTS.items()}

    assert map_faults(texts, roots=ROOTS, least=1) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (changed("needs.softmax =", "needs.school-mathematics = 'it has sums in it'\nneeds.softmax ="),
         "the need 'school-mathematics' is implied: "),
        (changed("it is trained by unrolling this through time", "each layer multiplies by its own derivative"),
         "has the reason of backpropagation needs chain-rule"),
        (changed("it is trained by unrolling this through time", "because"), "has no reason"),
        (changed("each layer multiplies by its own derivative", "each layer multiplies by one."), "no full stop"),
        (changed("hours = 2\n", "hours = 41\n"), "hours are 0.25 to 40, not 41.0"),
        (changed("hours = 2\n", ""), "hours are 0.25 to 40, not None"),
        (changed("arXiv:1706.03762", "arXiv:1706.0376"), "is no arXiv id"),
        (changed("year = 2017\nsource", "year = 2018\nsource"), "the year is 2018, and arXiv:1706.03762 is of 2017"),
        (changed("doi:10.1038/323533a0", "doi:1038/323533a0"), "is no DOI"),
        (changed('["doi:10.1038/323533a0"]', "[]"), "it has no source"),
        (changed("doi:10.1038/323533a0", "https://arxiv.org/abs/1706.03762"), "is written arXiv:"),
        (changed("doi:10.1038/323533a0", "nielsen: chapter 2"), "'nielsen' is no course, book or repository"),
        (changed("calculus-made-easy: exp", "softmax: exp"), "'softmax' is no course"),
        (changed("doi:10.1038/323533a0", "somewhere"), "is none of arXiv"),
        (changed("Compute all gradients", "Understand all gradients"), "'Understand' says nothing"),
        (changed("in one backward pass.", "in one backward pass"), "says is no whole sentence"),
        (changed('aliases = ["backprop"]', 'aliases = ["back-propagation"]'), "the same as another to the matcher"),
        (changed('"RNN"', '"Backprop"'), "share a name"),
        (changed('helps = ["recurrent-neural-network"]', 'helps = ["transformer"]'), "'transformer' needs 'attention' itself"),
        (changed('helps = ["recurrent-neural-network"]', 'helps = ["softmax"]'), "'softmax' is needed already"),
        (changed('needs.chain-rule = "each layer multiplies by its own derivative"', ""), "it needs nothing and is no root"),
        (changed("year = 1986", "year = 86"), "86 is no year"),
    ],
)  # fmt: skip
def test_each_rule_of_a_reference_work_is_kept(text, words):
    """Each way to break a rule is told, with what is wrong."""
    assert any(words in message for message in faults(deep_learning=text)), faults(
        deep_learning=text
    )


def test_an_area_has_some_size():
    """An area below the least number of concepts is told."""
    found = map_faults(TEXTS, roots=ROOTS, least=4)

    assert [one.path for one in found if "concepts, and 4" in one.message] == ["mathematics.toml"]


def test_the_file_is_told_where_it_leaves_the_canonical_form():
    """The first line that would be written otherwise is named."""
    found = map_faults({"mathematics.toml": MATHEMATICS}, roots=ROOTS, least=1)

    assert [(d.span.line, d.message) for d in found if "canonical" in d.message] == [
        (3, "The file is not in canonical form from here on.")
    ]


@pytest.mark.parametrize(
    ("id_", "year"),
    [("0704.0001", 2007), ("1412.6980", 2014), ("1501.00001", 2015), ("hep-th/9901001", 1999),
     ("cs.CL/0306050", 2003), ("1412.69801", None), ("1501.0001", None), ("0703.0001", None),
     ("1713.00001", None), ("cs/030605", None), ("lora", None)],
)  # fmt: skip
def test_an_arxiv_id_tells_its_year(id_, year):
    """New ids have four digits to 2014 and five since; old ones a subject; others are none."""
    assert arxiv_year(id_) == year


def test_the_compiled_form_is_the_map():
    """Entries, tracks and names come back equal, and so does what a name means."""
    field = small_map("ai")
    basis = compiled_basis({path: text.encode() for path, text in TEXTS.items()})
    back = decompiled(compiled(field, basis), basis)

    assert back is not None
    assert (back.name, back.concepts, back.tracks) == ("ai", field.concepts, field.tracks)
    assert back.names == field.names
    assert back.find("attention mechanisms") == "attention"


def test_the_compiled_form_is_bound_to_its_files():
    """Another file, another name, a cut or a damaged form: none is taken for the map."""
    files = {path: text.encode() for path, text in TEXTS.items()}
    basis = compiled_basis(files)
    content = compiled(small_map(), basis)

    assert compiled_basis({**files, "tracks.toml": b""}) != basis
    assert compiled_basis({f"x{path}": data for path, data in files.items()}) != basis
    assert decompiled(content, compiled_basis({})) is None
    assert decompiled(content[:-3], basis) is None
    assert decompiled(basis + b"\xc1", basis) is None
    assert decompiled(b"", basis) is None


def test_a_map_with_mistakes_is_not_compiled():
    """The compiled form holds no diagnostics, so a map that has some is refused."""
    with pytest.raises(ValueError, match="has no name"):
        compiled(parse_map({"a.toml": "[a]\n"}, name="own"), b"")
