"""Bibliographies become papers: BibTeX, CSL-JSON, and arXiv over a server of our own."""

from __future__ import annotations

import json
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arxiv_server import atom, echo, entry, server
from kbpivot.edit.new_note import Paper
from kbpivot.errors import ConfigError, RefusedError
from kbpivot.shell.importing.arxiv import (
    ADDRESS,
    ArxivError,
    arxiv_address,
    fetch_arxiv,
    read_atom,
)
from kbpivot.shell.importing.bibliography import arxiv_id, doi
from kbpivot.shell.importing.bibtex import read_bibtex
from kbpivot.shell.importing.csl import read_csl

BIBTEX = r"""
@string{proc = "Proceedings of the"}
@inproceedings{miller2030small,
  title     = {Small {LLMs}: an {\'e}tude of $\ell_1$ norms, 5\% off},
  author    = {Miller, Ada and von der Berg, Jan and G{\"o}del, K. and {Cats and Dogs, Inc.} and others},
  booktitle = proc # " 3rd Meeting",
  year      = 2030,
  eprint    = {2001.00010v3}, archivePrefix = {arXiv},
  doi       = {https://doi.org/10.5555/AB_c(1)},
  abstract  = "We \emph{ask} --- ``why''? 5% of
               \url{https://a.org/x_y} \unknown{stay}"
}
@article{alias, title = {Two}, journal = {arXiv preprint arXiv:1412.6980}, date = {2014-12-22},
  editor = {Solo}, url = {\url{https://x.org/a\_b}}}
"""


def test_bibtex_fields():
    """Names, LaTeX, string macros and ids are read; an id keeps its zeros and loses its version."""
    papers, unread = read_bibtex(BIBTEX)

    assert unread == ()
    assert papers == (
        Paper(
            title="Small LLMs: an étude of $\\ell_1$ norms, 5% off",
            authors=("Ada Miller", "Jan von der Berg", "K. Gödel", "Cats and Dogs, Inc.", "et al."),
            year=2030,
            venue="Proceedings of the 3rd Meeting",
            arxiv="2001.00010",
            doi="10.5555/ab_c(1)",
            citekey="miller2030small",
            abstract="We ask — “why”? 5% of <https://a.org/x_y> stay",
        ),
        Paper(
            title="Two",
            authors=("Solo",),
            year=2014,
            arxiv="1412.6980",
            url="https://x.org/a_b",
            citekey="alias",
        ),
    )


def test_damage_in_bibtex_is_told_with_its_line():
    """A repeated entry, an entry without a title and an open brace hide nothing that came before."""
    papers, unread = read_bibtex(
        "@misc{a, title={A}}\n@misc{a, title={{A}}}\n@misc{c}\n@misc{d, title={D"
    )

    assert [paper.title for paper in papers] == ["A"]
    assert [(one.line, one.message) for one in unread] == [
        (2, "The key 'a' is used twice, and the first entry counts."),
        (4, "Premature end of file."),
        (3, "The entry 'c' has no title."),
        (4, "The entry 'd' has no title."),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"Stra\ss e, Jan", "Jan Straße"),
        (r"Gro{\ss}er, Max", "Max Großer"),
        (r"\L ukasz Kowal", "Łukasz Kowal"),
        (r"Kowal, {\L}ukasz", "Łukasz Kowal"),
        (r"J\o rgensen, \AA ge", "Åge Jørgensen"),
        (r"\v Capek, \v{S}imon", "Šimon Čapek"),
        (r"Erd\H os, P\'al", "Pál Erdős"),
        (r"G{\"o}del, K.", "K. Gödel"),
        (r"\c{C}elik, \' Emile", "Émile Çelik"),
        (r"\'{\i}risz Test", "írisz Test"),
        (r"de la Cru\c c, Ana", "Ana de la Cruç"),
        (r"{\O}stby, Jr., K{\aa}re", "Kåre Østby, Jr."),
        ("{Cats and Dogs, Inc.}", "Cats and Dogs, Inc."),
        (r"{Gr{\"u}n, Wei{\ss} and Co}", "Grün, Weiß and Co"),
        ("{ACME}", "ACME"),
    ],
)
def test_names_are_decoded_before_they_are_split(written, said):
    """A command that swallows its blank splits no name, and a group in braces stays whole."""
    papers, unread = read_bibtex(f"@misc{{k, title={{T}}, author={{{written} and Ada B\\ss}}}}")

    assert (papers[0].authors, unread) == ((said, "Ada Bß"), ())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"https://a.org/x\_y", "https://a.org/x_y"),
        (r"https://a.org/x{\_}y{\%}20", "https://a.org/x_y%20"),
        (r"\url{https://a.org/\~{}me/?a=1\&b=2\#c\%20}", "https://a.org/~me/?a=1&b=2#c%20"),
        (r"https://a.org/{\textasciitilde}me\textunderscore x", "https://a.org/~me_x"),
        (r"https://a.org/$\sim$me", "https://a.org/~me"),
        (r"https://a.org/~me--x%20'' y", "https://a.org/~me--x%20''"),
        (r"\href{https://a.org/x\_y}{here}", "https://a.org/x_y"),
        (r"https:\/\/a.org\/x?a=1&amp;b=2&copy=3", "https://a.org/x?a=1&b=2&copy=3"),
    ],
)
def test_addresses_are_decoded(written, said):
    """What LaTeX needs around `_ % & # ~` is no part of an address; all else stays as it is."""
    (paper,), _ = read_bibtex(f"@misc{{k, title={{T}}, url={{{written}}}}}")
    (other,), _ = read_bibtex(f"@misc{{k, title={{T}}, howpublished={{{written}}}}}")

    assert (paper.url, other.url, other.venue) == (said, said, "")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"10.1000/AB\_c", "10.1000/ab_c"),
        (r"10.1000/ab{\_}c", "10.1000/ab_c"),
        (r"10.1000/a\%b\&c\#d", "10.1000/a%b&c#d"),
        (r"10.1000/(X)1{\textless}2::A{\textgreater}3", "10.1000/(x)1<2::a>3"),
        (r"10.1000/1$<$2::A$>$3", "10.1000/1<2::a>3"),
        (r"\url{https://doi.org/10.1000/a\_b}", "10.1000/a_b"),
    ],
)
def test_identifiers_are_decoded(written, said):
    """Two spellings of one DOI are equal, so that a paper is known again."""
    (paper,), _ = read_bibtex(f"@misc{{k, title={{T}}, doi={{{written}}}}}")
    (old,), _ = read_bibtex("@misc{k, title={T}, eprint={hep-th\\slash 9901001}}")

    assert (paper.doi, old.arxiv) == (said, "hep-th/9901001")


def test_fields_are_inherited():
    """`crossref` names the volume, in any order; `xdata` gives all; ids are never those of it."""
    papers, unread = read_bibtex("""
        @inproceedings{part, title={Part}, author={A. One}, crossref={VOLUME}}
        @xdata{house, publisher={House}, xdata={date}}
        @xdata{date, year=1999, xdata={house}}
        @proceedings{volume, title={Volume}, year=2003, editor={E. Two}, doi={10.1000/v},
          url={https://v.org}, abstract={All}, eprint={2001.00010}}
        @article{essay, title={Essay}, crossref={paper}}
        @periodical{paper, title={The Paper}, date={2011-02}}
        @book{book, title={Book}, author={B. Three}, xdata={house, none}}
        @inbook{chapter, crossref={book}, chapter=3}
        @inbook{own, title={Own}, year=2020, booktitle={Mine}, crossref={volume}}
        @inproceedings{old, title={Old}, crossref={classic}}
        @proceedings{classic, title={Classic}, booktitle={Proceedings of Classic}}
        @misc{self, title={Self}, crossref={self}, xdata={self}}
    """)
    facts = {one.citekey: (one.title, one.authors, one.year, one.venue) for one in papers}

    assert facts == {
        "part": ("Part", ("A. One",), 2003, "Volume"),
        "volume": ("Volume", ("E. Two",), 2003, ""),
        "essay": ("Essay", (), 2011, "The Paper"),
        "paper": ("The Paper", (), 2011, ""),
        "book": ("Book", ("B. Three",), 1999, "House"),
        "chapter": ("Book", ("B. Three",), 1999, "House"),
        "own": ("Own", (), 2020, "Mine"),
        "old": ("Old", (), None, "Proceedings of Classic"),
        "classic": ("Classic", (), None, "Proceedings of Classic"),
        "self": ("Self", (), None, ""),
    }
    assert [one.citekey for one in papers if one.doi or one.url or one.abstract] == ["volume"]
    assert unread == ()


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("@article{,", ""),
        ("@article{ ,\n", ""),
        ("@article{\n  ", ""),
        ("@article(", ""),
        ("@misc{Smith 2020,", "Smith 2020"),
        ("@misc{ van Dijk et al. 2020 ,", "van Dijk et al. 2020"),
        ("@misc{DBLP:conf/x/Y+20,", "DBLP:conf/x/Y+20"),
        ("@misc{клюс,", "клюс"),
    ],
)
def test_keys(head, key):
    """An entry without a key, or with a blank in it, is one like any other."""
    end = ")" if "(" in head else "}"
    papers, unread = read_bibtex(f"{head} title = {{T}}, year = 2020,, author = {{A B}}{end}\n" * 2)

    first = papers[0]
    assert (first.title, first.citekey, first.year, first.authors) == ("T", key, 2020, ("A B",))
    assert len(papers) == (1 if key else 2)
    assert len(unread) == (1 if key else 0)


def test_a_key_used_for_two_titles():
    """Both papers are imported, and it is told; the second has no key that tells it apart."""
    papers, unread = read_bibtex(
        "@misc{k, title={One}}\n@misc{k, title={Two}}\n@misc{K, title={Two}}\n"
    )

    assert [(one.title, one.citekey) for one in papers] == [("One", "k"), ("Two", "")]
    assert [(one.line, one.message) for one in unread] == [
        (2, "The key 'k' is used twice, for different titles; 'Two' is taken without it."),
        (3, "The key 'K' is used twice, and the first entry counts."),
    ]


@given(st.text(st.sampled_from('@{}",=#\\ abc$%~\n0') | st.characters(codec="utf-8"), max_size=60))
@example("@article{a,title={" + "{" * 3000 + "}" * 3000 + "}}")
@example('@a{b,title={\\input{/etc/passwd}\\frac{$}{\\"}}}')
@example("@a{b,author={,,, and and and , , , ,},title=c}")
def test_no_bibtex_breaks_the_reader(text):
    """Whatever a file holds, reading it gives papers with a title, or says why not."""
    for paper in read_bibtex(text).papers + read_bibtex(f"@misc{{k, title={{{text}}}}}").papers:
        assert paper.title.strip()
        assert "\n" not in paper.title


def test_csl_fields():
    """What Zotero and Crossref write is read: dates in parts, HTML, notes with further fields."""
    item = {
        "id": "http://zotero.org/users/1/items/ABC",
        "title": "A <i>small</i> &amp; honest test",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "von"},
            {"literal": "A Lab"},
            {"family": "Miller", "given": "Ada", "suffix": "Jr."},
            "nonsense",
        ],
        "issued": {"date-parts": [["2030", 6]]},
        "container-title": ["Annals of Tests"],
        "number": "arXiv:2001.00010",
        "DOI": "10.48550/arXiv.2001.00010",
        "URL": "https://arxiv.org/abs/2001.00010",
        "note": "Citation Key: berg2030\nother: x",
        "abstract": "<jats:p>One &lt; two.</jats:p><jats:p>Three.</jats:p>",
    }

    papers, unread = read_csl("\ufeff" + json.dumps([item, 5, {"title": ""}]), name="x.json")

    assert papers == (
        Paper(
            title="A small & honest test",
            authors=("Jan von Berg", "A Lab", "Ada Miller, Jr."),
            year=2030,
            venue="Annals of Tests",
            arxiv="2001.00010",
            url="https://arxiv.org/abs/2001.00010",
            citekey="berg2030",
            abstract="One < two.\n\nThree.",
        ),
    )
    assert [one.message for one in unread] == ["Item 2 has no title.", "Item 3 has no title."]


CROSSREF = {
    "title": ["On tests"],
    "subtitle": ["A study"],
    "author": [{"given": "Ada", "family": "Miller"}],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2031, 2]]},
    "container-title": ["Annals"],
    "DOI": "10.1000/X",
}


@pytest.mark.parametrize(
    "found",
    [
        CROSSREF,
        [CROSSREF],
        {"items": [CROSSREF]},
        {"references": [CROSSREF], "title": "A list"},
        {"status": "ok", "message-type": "work", "message": CROSSREF},
        {"message": {"total-results": 1, "items": [CROSSREF]}},
        {"message": [CROSSREF]},
    ],
)
def test_csl_in_its_wrappers(found):
    """One item, a list, a library and what Crossref answers with hold the same paper."""
    papers, unread = read_csl(json.dumps(found), name="x.json")

    assert papers == (
        Paper(
            title="On tests: A study",
            authors=("Ada Miller",),
            year=2031,
            venue="Annals",
            doi="10.1000/x",
        ),
    )
    assert unread == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(("{", "not valid JSON"), ("5", "no list of CSL items"), ("[" * 100_000, "nested")),
        ("", "^x.json:1: This is not valid JSON: Expecting value.$"),
    ],
)
def test_what_is_no_csl_is_refused(text, said):
    """A file of another kind is one clear sentence."""
    with pytest.raises(RefusedError, match=said):
        read_csl(text, name="x.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "author", "issued", "id", "note", "items", "given", "archive"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_json_breaks_the_reader(value):
    """Whatever JSON comes, there are papers with a title or a sentence."""
    try:
        papers, _ = read_csl(json.dumps(value), name="x.json")
    except RefusedError:
        return

    assert all(paper.title for paper in papers)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("1706.03762", "1706.03762"), ("arXiv:1412.6980v9", "1412.6980")),
        *(("https://arxiv.org/pdf/2001.00010v2.pdf", "2001.00010"), ("cs/0112017", "cs/0112017")),
        *(("10.48550/arXiv.2001.00010", "2001.00010"), ("2001.00010 [cs.LG]", "2001.00010")),
        *(("12.34", ""), ("https://x.org/1706.03762", ""), ("math.GT/0309136", "math.GT/0309136")),
    ],
)
def test_arxiv_ids(text, found):
    """An id is found in what people paste, and nowhere else."""
    assert arxiv_id(text) == found


def test_dois():
    """A DOI is lower case without its address; arXiv's own are left to its ids."""
    assert doi("https://doi.org/10.5555/ABC.1.") == "10.5555/abc.1"
    assert doi("10.48550/arXiv.2001.00010") == doi("none") == ""


def test_arxiv_is_asked_politely():
    """Many ids go into few requests, with a pause between them and our name on each."""
    ids = [f"2001.{number:05d}" for number in range(120)]
    pauses: list[float] = []

    with server(echo) as (address, asked):
        found = fetch_arxiv([*ids, "9999.99999"], address=address, sleep=pauses.append)

    assert [paper.arxiv for paper in found.papers] == ids
    assert [one.message for one in found.unread] == ["arXiv knows no paper 9999.99999."]
    assert [len(query["id_list"][0].split(",")) for query, _ in asked] == [50, 50, 21]
    assert [query["max_results"] for query, _ in asked] == [["50"], ["50"], ["21"]]
    assert pauses == [3.0, 3.0]
    assert all(agent.startswith("kbpivot/") for _, agent in asked)


def test_arxiv_fields():
    """A paper of the feed has its id without version, its first year and plain words."""
    (paper,) = read_atom(atom(entry("2001.00010")))

    assert paper == Paper(
        title="Paper 2001.00010 & more",
        authors=("Ada Miller", "Jan Berg"),
        year=2020,
        venue="J. Tests 3",
        arxiv="2001.00010",
        doi="10.5555/x1",
        url="https://arxiv.org/abs/2001.00010",
        abstract="It is about softmax.",
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((503, b""), r"asks to wait \(503\)"),
        ((404, b"x"), "answered with 404 Not Found"),
        ((200, b"<html>"), "not valid XML"),
        ((200, b"<html/>"), "no Atom feed"),
    ],
)
def test_what_arxiv_cannot_answer_is_one_sentence(answer, said):
    """An answer that helps nobody becomes a clear sentence."""
    with server(lambda _query: answer) as (address, _), pytest.raises(ArxivError, match=said):
        fetch_arxiv(["2001.00010"], address=address)


def test_nobody_there_and_no_answer():
    """Being offline, or waiting in vain, ends with a sentence and in time."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(ArxivError, match=r"gave no answer in 0\.1 seconds"):
            fetch_arxiv(["2001.00010"], address=address, timeout=0.1)
    with pytest.raises(ArxivError, match="could not be reached: "):
        fetch_arxiv(["2001.00010"], address=address, timeout=1)


def test_arxiv_errors_are_no_papers():
    """ArXiv answers a malformed id with an entry called Error."""
    wrong = (
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id>"
        "<title>Error</title><summary>incorrect id format for 1</summary></entry>"
    )

    assert read_atom(atom(wrong)) == ()


def test_entities_do_not_explode():
    """XML that multiplies itself is refused, not expanded."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE f [<!ENTITY l0 "{"x" * 1000}">{levels}]><feed>&l9;</feed>'.encode()

    with pytest.raises(ArxivError):
        read_atom(bomb)


def test_the_address_can_be_set():
    """`$KBPIVOT_ARXIV` names another server; only addresses of the web are taken."""
    assert arxiv_address({}) == ADDRESS
    assert arxiv_address({"KBPIVOT_ARXIV": "http://localhost:1/q"}) == "http://localhost:1/q"
    with pytest.raises(ConfigError, match="no address of the web"):
        arxiv_address({"KBPIVOT_ARXIV": "file:///etc/passwd"})
