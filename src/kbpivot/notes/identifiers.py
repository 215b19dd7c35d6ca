"""arXiv ids, DOIs and the year of the source a note is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kbpivot.model import Ids
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["identifiers", "is_citation_key", "name_year"]

_CITATION_KEY = re.compile(r"@[\w.:-]+")
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z][a-z\-]+(?:\.[A-Z]{2})?/\d{7})"
_ARXIV = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html|format|ps)/|arxiv\s?[:：]\s*|alphaxiv\.org/(?:abs|overview)/|ar5iv\.org/(?:abs|html)/"
    rf"|huggingface\.co/papers/|10\.48550/arxiv\.)(?P<id>{_ARXIV_ID})(?!\d)",
    re.IGNORECASE,
)
_ARXIV_BARE = re.compile(rf"(?<![\w./]){_ARXIV_ID}(?:v\d+)?(?![\w/])")
_ARXIV_STARTS = ("arxiv", "alphaxiv.org/", "ar5iv.org/", "huggingface.co/papers/", "10.48550/")
_ARXIV_SPELLINGS = ("rXiv", "rxiv", "RXIV", "ar5iv.org/", "huggingface.co/papers")
_DOI_ID = re.compile(
    r"10\.\d{4,9}/(?:[^\s\"'<>\[\]{}|\\^`]|\\_|<\d+:[^\s<>\"]{1,30}>(?=\d))+"  # 1999)50:10<1:AID>3.0
)
_DOI_PLACES = ("doi.org/", "/doi/", "/doi/abs/", "/doi/pdf/", "/doi/full/", "/doi/epdf/")
_DOI = re.compile(
    rf"(?:doi\.org/|doi\s?[:：]\s*|(?<![\w/.]))(?P<id>{_DOI_ID.pattern})", re.IGNORECASE
)
_URL = re.compile(r"https?://[^\s<>)\]]", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[89]\d{2}|20\d{2})(?!\d)")
_NAME_LEADS = re.compile(r"^(1[89]\d{2}|20\d{2})(?:\s*[-–—_.]\s+|\s+[-–—]?\s*|[-_](?!\d))(?=\D)")
_NAME_DASHED = re.compile(r"\s[-–—]\s*(1[89]\d{2}|20\d{2})\s*[-–—]\s")
_NAME_BRACKETED = re.compile(r"\((?:[^()]*[,\s])?(1[89]\d{2}|20\d{2})[a-z]?\)\s*$")
_NAME_ET_AL = re.compile(r"\bet al\.?,? \(?(1[89]\d{2}|20\d{2})[a-z]?\b")
_NAME_CITEKEY = re.compile(r"^@?[A-Za-zÀ-ž][\w:\-]*?(1[89]\d{2}|20\d{2})[A-Za-z]*$")
_ROW = re.compile(
    r"[ \t>]*+(?:[-*+][ \t]++)?\|?[ \t]*+[*_]{0,3}(?P<key>[^\W\d_][^|:：\r\n]{1,30}?)[*_]{0,3}[ \t]*"
    r"[|:：][*_]{0,3}[ \t]*(?P<value>[^|\r\n]*)",
)
_ARXIV_KEYS = frozenset({"arxiv", "arxiv id", "arxivid", "arxiv number", "eprint"})
_DOI_KEYS = frozenset({"doi", "dois"})
_YEAR_KEYS = frozenset({"year", "publication year", "jahr", "年份", "año", "annee"})
_DATE_KEYS = frozenset({"published", "publication date", "date", "pub date", "year published"})
_NESTED = re.compile(
    r"(?:^[ \t]+(?:-[ \t]+)?|[{,][ \t]*)[\"']?(?P<key>[A-Za-z][^:,{}\r\n\"']{1,30})[\"']?:[ \t]+"
    r"(?P<value>[^,}\r\n]+)",
    re.MULTILINE,
)
_KEYS = _ARXIV_KEYS | _DOI_KEYS | _YEAR_KEYS
_ROW_KEYS = _YEAR_KEYS | (_DATE_KEYS - {"date"})
_TELLING = ("arxiv", "doi", "year", "publi", "jahr", "年份")
_TOLD = (*_TELLING, "eprint", "pub", "año", "ann")
"""Each name of a row holds one of the second words; one of the first makes rows worth reading."""


def name_year(name: str) -> int | None:
    """The year in a file name such as `2021 - LoRA`, `Li et al. - 2019 - Title`, `@Key2024`."""
    for pattern in (_NAME_LEADS, _NAME_DASHED, _NAME_BRACKETED, _NAME_ET_AL):
        found = pattern.search(name)
        if found:
            return int(found[1])
    if name.startswith("@"):
        found = _NAME_CITEKEY.match(name)
        if found:
            return int(found[1])
    return None


def identifiers(
    name: str, text: str, raw: Mapping[str, str], properties: Mapping[str, object], *, body: int
) -> Ids:
    """Read ids from raw property scalars, the file name and the body from offset `body`.

    A property speaks before the name, the name before a table row or label, and these before
    running text. An id that YAML reads as a number keeps its zeros.
    """
    arxiv: dict[str, None] = {}
    dois: dict[str, None] = {}
    year: int | None = None
    sources: list[str] = []
    given = properties
    if any(_holds_map(value) for value in properties.values()):
        given = {**_nested(text, body), **properties}
    for key, value in given.items():
        said = canonical(key)
        written = value if value.__class__ is str else " ".join(_scalars(value, raw.get(key, "")))
        if said not in _KEYS and "10." not in written and not _names_arxiv(written):
            continue
        before = len(arxiv) + len(dois)
        if said in _ARXIV_KEYS:
            for found in _ARXIV_BARE.finditer(written.replace("arXiv:", " ")):
                arxiv.setdefault(_plain_arxiv(found[0]))
        if said in _DOI_KEYS:
            for found in _DOI.finditer(written):
                dois.setdefault(_plain_doi(found["id"]))
        _collect(written, arxiv, dois)
        if said in _YEAR_KEYS and year is None:
            digits = _YEAR.search(written)
            year = int(digits[1]) if digits else None
            if year is not None:
                sources.append("property")
        if len(arxiv) + len(dois) > before:
            sources.append("property")
    if year is None:
        year = name_year(name)
        if year is not None:
            sources.append("name")
    if arxiv_name := _ARXIV_BARE.search(name):
        arxiv.setdefault(_plain_arxiv(arxiv_name[0]))
        sources.append("name")
    if "|" in text or ":" in text or "：" in text:
        year = _rows(text, body, arxiv, dois, year, sources)
    before = len(arxiv) + len(dois)
    _collect(text[body:], arxiv, dois)
    if len(arxiv) + len(dois) > before:
        sources.append("body")
    if year is None:
        year = _published(properties, raw)
        if year is not None:
            sources.append("property")
    urls = "://" in text and _URL.search(text) is not None
    return Ids(tuple(arxiv), tuple(dois), year, urls, sources[0] if sources else "")


def _published(properties: Mapping[str, object], raw: Mapping[str, str]) -> int | None:
    """The year of a date of publication: the weakest word, clippings state it of web pages too."""
    for key, value in properties.items():
        if canonical(key) in _DATE_KEYS and canonical(key) != "date":
            found = _YEAR.search(" ".join(_scalars(value, raw.get(key, ""))))
            if found:
                return int(found[1])
    return None


def _nested(text: str, body: int) -> dict[str, str]:
    """Raw scalars of the keys further in: `paper:` and below it `  arxiv: 1706.03760`."""
    return {row["key"]: row["value"] for row in _NESTED.finditer(text, 0, body)}


def _rows(
    text: str,
    body: int,
    arxiv: dict[str, None],
    dois: dict[str, None],
    year: int | None,
    sources: list[str],
) -> int | None:
    """Read `| Year | 2021 |`, `- **arXiv:** 2106.09685` and their like."""
    folded = _lower(text)
    if not any(folded.find(word, body) >= 0 for word in _TELLING):
        return year
    for line in _lines_with(folded, _TOLD, body):
        row = _ROW.match(text, line)
        if row is None:
            continue
        said = canonical(row["key"])
        if said in _ARXIV_KEYS:
            bare = _ARXIV_BARE.search(row["value"])
            if bare:
                arxiv.setdefault(_plain_arxiv(bare[0]))
                sources.append("table")
        elif said in _DOI_KEYS:
            doi = _DOI.search(row["value"])
            if doi:
                dois.setdefault(_plain_doi(doi["id"]))
                sources.append("table")
        elif said in _ROW_KEYS and year is None:
            digits = _YEAR.search(row["value"])
            if digits:
                year = int(digits[1])
                sources.append("table")
    return year


def _lower(text: str) -> str:
    """The text in lower case, each letter at its offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one if len(one) == 1 else char for char in text for one in (char.lower(),))


def _lines_with(text: str, words: Iterable[str], start: int) -> list[int]:
    """Where the lines begin that hold one of some words, rising; none that begins before `start`.

    Looking for words first is several times as fast as trying a pattern on every line.
    """
    found: set[int] = set()
    for word in words:
        at = text.find(word, start)
        while at >= 0:
            found.add(text.rfind("\n", 0, at) + 1)
            end = text.find("\n", at)
            at = text.find(word, end) if end >= 0 else -1
    return sorted(line for line in found if line >= start)


def _holds_map(value: object) -> bool:
    if value.__class__ is list:
        return any(one.__class__ is dict for one in value)
    return value.__class__ is dict


def _scalars(value: object, raw: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        if raw:  # a number in the list: its own spelling counts, zeros and all
            return [raw]
        return [one for item in value for one in _scalars(item, "")]
    return [raw] if raw else [str(value)] if isinstance(value, int | float) else []


def _collect(text: str, arxiv: dict[str, None], dois: dict[str, None]) -> None:
    if _names_arxiv(text):
        lower, behind = _lower(text), 0
        for place in sorted(_places(lower, _ARXIV_STARTS)):
            found = _ARXIV.match(text, place) if place >= behind else None
            if found is not None:
                behind = found.end()
                arxiv.setdefault(_plain_arxiv(found["id"]))
    at = text.find("10.")
    while at >= 0:
        before = text[at - 1 : at]
        # An id in an address counts behind the resolver's own name only.
        if before.isalnum() or before in ("_", "/", "."):
            known = text[max(at - 10, 0) : at].lower().endswith(_DOI_PLACES)
        else:
            known = True
        found = _DOI_ID.match(text, at) if known else None
        if found is not None:
            doi = _plain_doi(found[0])
            if not doi.startswith("10.48550/"):
                dois.setdefault(doi)
        at = text.find("10.", at + 1 if found is None else found.end())


def _places(text: str, words: Iterable[str]) -> Iterator[int]:
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


def _names_arxiv(text: str) -> bool:
    return any(word in text for word in _ARXIV_SPELLINGS)


def _plain_arxiv(found: str) -> str:
    return re.sub(r"v\d+$", "", found)


def _plain_doi(found: str) -> str:
    """The DOI in lower case, without the punctuation of the sentence around it."""
    if "%" in found:
        found = unquote(found)
    doi = found.lower().replace("\\_", "_").rstrip(".,;:!?*_")
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1].rstrip(".,;:!?*_")
    return doi


def is_citation_key(name: str) -> bool:
    """Tell whether a note is called by the key of a bibliography: `@newport2016`."""
    return _CITATION_KEY.fullmatch(name) is not None
