"""Notes not written yet: which links ask for one, what it is called, which spellings are one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from kbpivot.language.plurals import singular

if TYPE_CHECKING:
    from kbpivot.model import Link

__all__ = [
    "Absence",
    "absence",
    "base_key",
    "commonest_name",
    "planned_key",
    "planned_name",
    "planned_words",
]

Absence: TypeAlias = Literal["note", "day", "file", "placeholder", "address", "brackets"]
"""What it is that a link leads to in vain: a note to write, or something else."""

_VARIABLE: Final = re.compile(
    r"\{\{|\}\}|<%|%>|[$#]\{|\{%|[<>]|^\W*$|[{｛][^{}｛｝]*[}｝]|^[A-Z]{4}-[A-Z]{2}(?:-[A-Z]{2})?$"
)
_EXAMPLES: Final = frozenset(
    ["link", "links", "wikilink", "wikilinks", "note", "title", "page", "url", "todo", "to_do", "to-do", "todos", "fixme", "wip", "inbox", "tbd", "tba", "xxx", "note_name", "note_title", "link_name", "page_name", "your_note", "another_note", "some_note", "related_note", "linked_note", "link_to_note", "name", "placeholder", "filename", "file_name", "path/to/note", "internal_link", "wiki_link", "backlink", "笔记", "链接", "标题", "双链", "ノート", "リンク", "노트", "링크", "notiz", "verknüpfung", "lien", "nota", "enlace", "ссылка", "заметка"]
)  # fmt: skip
_ADDRESS: Final = re.compile(
    r"[a-z][a-z0-9+.\-]*:(?://|%2f)|[a-z][a-z0-9+.\-]*%3a|www\.|mailto:|tel:|/|[\w\-]+(?:\.[\w\-]+)*\."
    r"(?:com|org|net|io|dev|ai|edu|gov|co|me|app|de|fr|jp|cn|uk|ru|eu)[/?:]",
    re.IGNORECASE,
)
_FILE: Final = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic|ico|pdf|mp[34]|m4[av]|mov|webm|mkv|og[gv]"
    r"|wav|flac|3gp|canvas|base|html?|css|csv|tsv|xlsx?|docx?|pptx?|zip|t?gz|tar|7z|rar|txt|tex|bib"
    r"|ipynb|pyi?|tsx?|jsx|mjs|json[lc]?|ya?ml|toml|xml|sh|bash|ps1|rs|go|[ch]|cpp|hpp|cc|java|kt"
    r"|swift|rb|php|sql|db|sqlite|parquet|feather|npy|npz|pkl|pt|pth|safetensors|onnx|gguf|h5"
    r"|excalidraw|drawio|epub|mobi|djvu|log|ini|cfg|conf|lock|rmd|qmd|rst|adoc|dockerfile"
    r"|gitignore|ics|odt|ods|odp|rtf|psd|fig|sketch|stl|obj|glb|eml|msg)$",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    r"(?:19|20)\d{2}(?:[-_. ]?(?:\d{2}|w\d{1,2}|q[1-4]|第?\d{1,2}周)(?:[-_. ]?\d{2})?)?(?:\D{0,2}"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)?|\d{1,2}[-_.]\d{1,2}[-_.](?:19|20)\d{2}"
    r"|(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"[\[\]]|^[\W\d_]*$|^\w?\d*(?:\s*[,:;]\s*-?\w?\d*(?:\.\d+)?)+$")
_APOSTROPHES: Final = re.compile("['’‘ʼ`´＇\"“”]")
_WORDS: Final = re.compile(r"[^\W_][\w\u0300-\u036f+#]*(?<!_)|[+#]+")
_EVERYWHERE: Final = frozenset({"readme", "index"})
_AND: Final = re.compile(r"\s[&＆]\s")


def absence(link: Link) -> Absence:
    """Tell what a link that leads to no file asks for.

    `note` is a note that could be written. Else it is a day, a file that is missing, the hole of
    a template, an address, or brackets that are no link, such as tokens in a row.

    Args:
        link: a link whose target is not in the vault.
    """
    written = link.linkpath.strip()
    if "[" in written or "]" in written:
        return "placeholder" if _VARIABLE.search(written) else "brackets"
    if _ADDRESS.match(written) and not written.startswith(("./", "../")):
        rooted = written.startswith("/") and link.kind != "markdown"
        if not rooted:
            return "address" if not (link.embed and _FILE.search(written)) else "file"
    if _VARIABLE.search(written):
        return "placeholder"
    if _FILE.search(written):
        return "file"
    if written.endswith("/"):
        return "address"
    name = planned_name(written)
    if _DAY.fullmatch(name):
        return "day"
    if "_".join(name.casefold().split()) in _EXAMPLES:
        return "placeholder"
    if _BRACKETS.search(name):
        return "brackets"
    if link.kind == "markdown" and not written.lower().endswith(".md"):
        # `[text](word)` is an example or a site's address more often than a note.
        return "file" if link.embed else "address"
    return "note"


def planned_name(linkpath: str) -> str:
    """What to call a planned note: its base name."""
    return " ".join(linkpath.strip().rstrip("/").rpartition("/")[2].removesuffix(".md").split())


def commonest_name(linkpaths: Iterable[str]) -> str:
    """Return what most links call a planned note; among equals the first in order."""
    names = Counter(map(planned_name, linkpaths))
    return min(names, key=lambda name: (-names[name], name))


def base_key(name: str) -> str:
    """Return the NFC, case-folded base name: what files of one name share."""
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    base = name.strip().rstrip("/").rpartition("/")[2]
    return " ".join(base.casefold().removesuffix(".md").split())


def planned_key(name: str) -> str:
    """Return what two spellings of one subject share.

    Folders, case, spaces, hyphens, underscores, apostrophes and the English plural make no other
    subject; figures, `C++` and `C#` do. A README or index is its folder's own.

    >>> planned_key("Hash tables") == planned_key("hash-table") == planned_key("a/Hashtable.md")
    True
    >>> planned_key("C") == planned_key("C++"), planned_key("1.1") == planned_key("11")
    (False, False)
    """
    base = _plain_base(name)
    if base in _EVERYWHERE:
        return unicodedata.normalize("NFC", name).strip().casefold().removesuffix(".md")
    words: list[str] = []
    for word in planned_words(base):
        if words and words[-1][-1].isdigit() and word[0].isdigit():
            words.append("-")
        words.append(word)
    return singular("".join(words)) or base


def planned_words(name: str) -> list[str]:
    """Return the words of a name as names are compared, in lower case."""
    base = _plain_base(name)
    if not base.isascii() or "'" in base or '"' in base or "`" in base:
        base = _APOSTROPHES.sub("", base)
    if "&" in base or "＆" in base:
        base = _AND.sub(" and ", base)
    return _WORDS.findall(base.replace("_", " "))


def _plain_base(name: str) -> str:
    return base_key(name if name.isascii() else unicodedata.normalize("NFKC", name))
