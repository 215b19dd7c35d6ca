"""What notes say of one that is not written yet, and the note that begins with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kbpivot.errors import RefusedError
from kbpivot.graph.edges import evidence_of
from kbpivot.notes import sections
from kbpivot.notes.own_block import END, START
from kbpivot.record import Record
from kbpivot.safe_text import inert
from kbpivot.vault import base_key, planned_key, planned_name
from kbpivot.vault.filename import file_name

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

    from kbpivot.vault import LinkStyle, Vault

__all__ = ["Mention", "NewNote", "mentions_of", "new_note"]

_MOST = 20  # sentences; more help nobody to begin
_LONGEST = 300  # characters of one of them
_LINKS = 3  # more links in one sentence are a list
_ALONE = re.compile(r"!?\[\[[^\[\]]*\]\]|\[[^\[\]]*\]\([^()]*\)")
_SENTENCE_END = re.compile(
    r"(?<=[.!?。！？])[\"'”’)\]]*\s+|\n[ \t]*\n|\n(?=[ \t]*(?:[-*+>|#]|\d+[.)]))"
)
_BREAK = re.compile(r"\r\n?|\n")
_LEAD = re.compile(r"^[\s>|#*+\-]*(?:\[[ xX/]\]\s*)?(?:\d+[.)]\s+)?")


class Mention(Record, frozen=True):
    """A sentence of the author that uses a name.

    Attributes:
        path: the note it stands in.
        line: 1-based.
        sentence: its words as written, on one line; empty where the name stands in a property.
    """

    path: str
    line: int
    sentence: str


class NewNote(Record, frozen=True):
    """A note that is yet to be written to disk.

    Attributes:
        path: where it belongs.
        text: what it begins with.
        mentions: the sentences in it.
    """

    path: str
    text: str
    mentions: tuple[Mention, ...]


def mentions_of(
    vault: Vault, G: nx.DiGraph[str], name: str, *, paths: Collection[str] | None = None
) -> tuple[Mention, ...]:
    """Return the sentences that link to or name a note not written yet, in order of note.

    Args:
        vault: the notes.
        G: the graph of `prerequisite_graph`.
        name: the note's name.
        paths: only sentences of these notes.
    """
    key = planned_key(name)
    words = re.compile(
        r"(?<!\w)" + r"[\s\-‐–]+".join(map(re.escape, base_key(name).split())) + r"(?!\w)",
        re.IGNORECASE,
    )
    stating = {
        one.path: one.span.line
        for node in G
        if planned_key(node) == key and node not in vault
        for _, _, facts in G.out_edges(node, data=True)
        for one in evidence_of(facts)
        if one.span is not None
    }
    found: list[Mention] = []
    for note in vault.notes:
        if paths is not None and note.path not in paths:
            continue
        linked = [
            link.span.start
            for link in note.links
            if link.span is not None
            and link.kind != "property"
            and not link.citation
            and planned_key(link.linkpath) == key
            and link.linkpath.strip()
        ]
        text = vault.text(note.path)
        at = linked[0] if linked else None
        if at is None and words.search(text):
            at = next(
                (part.start + match.start() for part in sections(text)
                 if (match := words.search(part.text))),
                None,
            )  # fmt: skip
        if at is not None:
            found.append(Mention(note.path, _line(text, at), _sentence(text, at)))
        elif note.path in stating:
            found.append(Mention(note.path, stating[note.path], ""))
    return tuple(found)


def new_note(
    vault: Vault,
    name: str,
    *,
    template: str,
    mentions: Sequence[Mention] = (),
    folder: str = "",
    style: LinkStyle = "shortest",
) -> NewNote:
    """Return the beginning of a note: its template, then the sentences that wait for it.

    The sentences stand between kbpivot's own marks, so that they count as nobody's words.

    Args:
        vault: the notes.
        name: what the note is called.
        template: text of the template, filled in.
        mentions: sentences to quote, each with a link to its note.
        folder: where it goes unless its name says a folder that is there.
        style: how Obsidian writes links here.

    Raises:
        ValueError: no file can have this name on every system.
    """
    title = planned_name(name)
    if not _fits(title):
        raise ValueError(f"A file on some systems cannot be called {title!r}.")
    above = name.strip().removesuffix(".md").rpartition("/")[0].strip("/")
    if above and any(path.startswith(f"{above}/") for path in vault.paths):
        folder = above
    path = f"{folder}/{title}.md" if folder else f"{title}.md"
    body = template
    if mentions:
        lines = [START, "", "## Where this is needed", ""]
        for one in mentions[:_MOST]:
            link = f"[[{vault.link_text(one.path, source=path, style=style)}]]"
            said = inert(one.sentence)
            lines.append(f"- {link}: {said}" if said else f"- {link}")
        body = f"{body.rstrip()}\n\n" + "\n".join([*lines, "", END]) + "\n"
    return NewNote(path, body, tuple(mentions[:_MOST]))


def _fits(title: str) -> bool:
    """Tell whether a file can have the very name by which links ask for the note."""
    try:
        return file_name(title) == unicodedata.normalize("NFC", title)
    except RefusedError:
        return False


def _line(text: str, offset: int) -> int:
    return len(_BREAK.findall(text, 0, offset)) + 1


def _sentence(text: str, offset: int) -> str:
    """The sentence around an offset, on one line, without list marks; cut when very long."""
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= offset:
            start = match.end()
        elif match.start() >= offset:
            end = match.start()
            break
    said = " ".join(_LEAD.sub("", text[start:end]).split()).strip(" |")
    if said.count("[[") > _LINKS or _ALONE.fullmatch(said):
        return ""  # a list of links says nothing about any of them
    if len(said) > _LONGEST:
        said = said[:_LONGEST].rpartition(" ")[0]
        if said.rfind("[[") > said.rfind("]]"):
            said = said[: said.rfind("[[")].rstrip()
        said += " …"
    return said
