"""Ids and years, wherever a note holds them."""

from __future__ import annotations

import pytest

from kbpivot.notes import parse_note


@pytest.mark.parametrize(
    ("text", "arxiv", "source"),
    [
        ("---\narxiv: 1706.03760\n---\n", ("1706.03760",), "property"),
        ("---\narxiv_id: '2106.09685v2'\n---\n", ("2106.09685",), "property"),
        ("---\nurl: https://arxiv.org/abs/2305.18290v3\n---\n", ("2305.18290",), "property"),
        ("See https://arxiv.org/pdf/1412.6980.pdf and arXiv:1706.03762v5.", None, "body"),
        ("[paper](https://arxiv.org/abs/cs/0112017v1)", ("cs/0112017",), "body"),
        ("| arXiv | 2106.09685 |\n|---|---|\n", ("2106.09685",), "table"),
        ("- **arXiv:** 2106.09685v1\n", ("2106.09685",), "table"),
        ("Version 2106.0968 and 12345.67890 are none.", (), ""),
        ("by arXiv:1706.03762v5 alone", ("1706.03762",), "body"),
        (
            "See ARXIV: 1706.03760, arXiv:hep-th/9901001v3.",
            ("1706.03760", "hep-th/9901001"),
            "body",
        ),
        ("https://doi.org/10.48550/arXiv.1706.03760", ("1706.03760",), "body"),
        ("https://ar5iv.org/abs/1706.03760", ("1706.03760",), "body"),
        (
            "---\narxiv:\n  - 1706.03760\n  - 2005.10000\n---\n",
            ("1706.03760", "2005.10000"),
            "property",
        ),
        ("---\narxiv: [1706.03760, 2005.10000v2]\n---\n", ("1706.03760", "2005.10000"), "property"),
        ("---\npaper:\n  arxiv: 1706.03760\n---\n", ("1706.03760",), "property"),
        ("---\npaper: {arxiv: 1706.03760, x: 1}\n---\n", ("1706.03760",), "property"),
        ("---\narxiv: math.GT/0309136v2\n---\n", ("math.GT/0309136",), "property"),
        ("| arXiv ID | `1706.03760v2` |\n|---|---|\n", ("1706.03760",), "table"),
        ("1706.03760 in a sentence", (), ""),
    ],
)
def test_arxiv(text, arxiv, source):
    """The id is read from raw text, without its version and with every zero."""
    ids = parse_note("Note.md", text).ids

    assert ids.arxiv == (("1412.6980", "1706.03762") if arxiv is None else arxiv)
    assert ids.source == source


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("---\ndoi: 10.1000/XYZ.123\n---\n", ("10.1000/xyz.123",)),
        ("(see https://doi.org/10.1145/3292500.3330701).", ("10.1145/3292500.3330701",)),
        ("[doi:10.1017/S0140525X00005756](https://x.org)", ("10.1017/s0140525x00005756",)),
        ("doi: 10.1002/(SICI)1097-4571(199706)", ("10.1002/(sici)1097-4571(199706)",)),
        ("https://doi.org/10.48550/arXiv.1706.03762", ()),
        ("Section 10.1 / 10.2", ()),
        ("(doi:10.1016/S0092-8674(00)80205-1)", ("10.1016/s0092-8674(00)80205-1",)),
        (
            "10.1002/(SICI)1(1999)50:10<1:AID>3.0.CO;2-I",
            ("10.1002/(sici)1(1999)50:10<1:aid>3.0.co;2-i",),
        ),
        ("https://doi.org/10.1002/%28SICI%291097", ("10.1002/(sici)1097",)),
        ("doi: 10.1207/s15516709cog1402\\_1.", ("10.1207/s15516709cog1402_1",)),
        ("https://dl.acm.org/doi/abs/10.1145/3292500", ("10.1145/3292500",)),
        ("https://x.org/files/10.1145/3292500", ()),
        (
            "<https://doi.org/10.1038/nature14539>, 10.1038/abc;",
            ("10.1038/nature14539", "10.1038/abc"),
        ),
    ],
)
def test_dois(text, dois):
    """DOIs are lower case and end before the sentence's own punctuation."""
    assert parse_note("Note.md", text).ids.dois == dois


@pytest.mark.parametrize(
    ("path", "text", "year"),
    [
        *(("2021 - LoRA.md", "", 2021), ("Li et al. - 2019 - A Title.md", "", 2019)),
        *(("@vaswani2017attention.md", "", 2017), ("LoRA (2021).md", "", 2021)),
        *(("LoRA (Hu, 2021).md", "", 2021), ("1984.md", "", None), ("GPT 2020s.md", "", None)),
        *(("2021-03-04.md", "", None), ("N.md", "---\nyear: 2016\n---\n", 2016)),
        *(("N.md", "---\nyear: '2016'\n---\n", 2016), ("N.md", "| Year | 2018 |\n|-|-|\n", 2018)),
        *(("N.md", "- **Published:** June 27, 2018", 2018), ("N.md", "In 2018 we saw", None)),
        *(("Hu et al., 2021.md", "", 2021), ("Hu et al. 2021a - LoRA.md", "", 2021)),
        *(
            ("N.md", "---\npublished: 2016-05-01\n---\n", 2016),
            ("N.md", "---\ndate: 2016-05-01\n---\n", None),
        ),
        *(("2021 - LoRA.md", "---\nyear: 2020\npublished: 2019\n---\n", 2020),),
    ],
)
def test_years(path, text, year):
    """The year stands in a property, the file name, a table or a label; never in prose."""
    assert parse_note(f"Papers/{path}", text).ids.year == year


def test_urls():
    """A note knows whether it points outside."""
    assert parse_note("N.md", "see https://x.org").ids.urls
    assert not parse_note("N.md", "see [[A]]").ids.urls
