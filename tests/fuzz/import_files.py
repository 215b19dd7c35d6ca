"""Fuzz importing: any bytes of a bibliography give papers with titles, or one clear sentence."""

from __future__ import annotations

import re
import sys

import atheris

with atheris.instrument_imports(include=["kbpivot"]):
    from kbpivot.errors import KbpivotError, RefusedError
    from kbpivot.shell.importing.arxiv import read_atom
    from kbpivot.shell.importing.bibtex import read_bibtex
    from kbpivot.shell.importing.csl import read_csl
    from kbpivot.vault.filename import file_name

BIB = (
    "@article{", "@misc(", "@string{", "@xdata{", "@comment{", "@preamble{", "key,", "a b,", ",", "}", "{", ")",
    "title = {", "author = {", "doi = ", "url = {", "crossref = {key}", "xdata={key,a b}", "year=2020", '"', "#",
    " and ", ", ", "\\ss ", '\\"{o}', "\\'{\\i}", "{\\_}", "\\~{}", "\\&", "\\url{", "\\href{", "$", "%", "\\",
    "\n", "\n\n", "~", "--", "von ", "{A, B and C}", "10.1000/x", "arXiv:1706.03762", "abstract={", "é", "数", "\ue000",
)  # fmt: skip
CSL = (
    "{", "}", "[", "]", ",", ":", '"title"', '"message"', '"items"', '"references"', '"author"', '"family"',
    '"issued"', '"date-parts"', "[[2020]]", "null", "1", "1e999", '"x"', '"DOI"', '"10.1000/x"', '"\\ud800"',
    '"note"', '"Citation Key: a"', '"abstract"', '"<p>a</p>"', "true", "\ufeff", " ",
)  # fmt: skip
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>", "<entry>", "</entry>", "<id>", "</id>", "<title>",
    "</title>", "http://arxiv.org/abs/1706.03762v1", "<summary>", "</summary>", "x", "&amp;", "&x;", "<!DOCTYPE a [",
)  # fmt: skip


def pieces(data: atheris.FuzzedDataProvider, words: tuple[str, ...]) -> str:
    """A text from bytes: pieces of the format and stray characters."""
    parts = []
    while data.remaining_bytes() and len(parts) < 300:
        kind = data.ConsumeIntInRange(0, len(words) + 2)
        parts.append(words[kind] if kind < len(words) else data.ConsumeUnicode(5))
    return "".join(parts)


def see_sentence(said: str) -> None:
    """A refusal is one line."""
    assert "\n" not in said, said


def one_input(data: bytes) -> None:
    """One try."""
    provider = atheris.FuzzedDataProvider(data)
    kind = provider.ConsumeIntInRange(0, 4)
    if kind == 4:
        try:
            read_atom(pieces(provider, ATOM).encode("utf-8", "surrogatepass"))
        except KbpivotError:
            return
        return
    if kind == 3:
        try:
            found = read_csl(pieces(provider, CSL), name="x.json")
        except RefusedError as refused:
            see_sentence(str(refused))
            return
    else:
        text = pieces(provider, BIB)
        found = read_bibtex(text)
        for one in found.unread:
            assert one.line is None or 1 <= one.line <= len(re.split("\r\n|\r|\n", text)), repr(
                text
            )
    for paper in found.papers:
        assert paper.title.strip()
        assert "\n" not in paper.title
        assert all(name.strip() and "\n" not in name for name in paper.authors), repr(paper.authors)
        assert not any("\ue000" <= char <= "\uf7ff" for name in paper.authors for char in name) or (
            kind == 3
        )
        assert " " not in paper.doi
        try:
            file_name(paper.title)
        except RefusedError:
            continue


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
