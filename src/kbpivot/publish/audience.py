"""The vault as readers of the public notes may know it: public notes, and nothing that names others.

The rule of `disclosure` applied to what the notes say: a reference to a private note, wherever a
public note makes one, is left out, and in the text `…` stands in its place. What is made from such
a vault, an order, a graph or a list, can name nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.graph.targets import names_in
from kbpivot.notes.comments import comments

if TYPE_CHECKING:
    from kbpivot.model import Canvas, Link, Note, Reference, Span, Statement
    from kbpivot.publish.policy import Public
    from kbpivot.vault import Vault

__all__ = ["LEFT_OUT", "disclosed_vault"]

LEFT_OUT: Final = "…"
"""What stands in a text where a private note is named."""

_NO_BREAK: Final = re.compile(r"[^\r\n]")
_Value = TypeVar("_Value")


class _Placed(Protocol):
    """What stands at a place in a text."""

    @property
    def span(self) -> Span | None:
        """The place."""


class _Named(NamedTuple):
    """How a note names private ones.

    Attributes:
        links: its links to them.
        words: what else names them, as plain words, by the key or heading over it.
    """

    links: tuple[Link, ...]
    words: tuple[tuple[str, str], ...]


def disclosed_vault(vault: Vault, public: Public) -> Vault:
    """Return the public notes and files, with no reference to any other.

    Of files that are no notes, those come along that a public note links to. Links keep their
    places and lines theirs. What stands in a comment of Obsidian is left out as well
    where it names a note not yet written: no reader has seen the name.

    Args:
        vault: all notes.
        public: what others can read.
    """
    view = _View(vault, public)
    return vault.part(
        (view.note(vault[path]) for path in public.named.intersection(vault.paths)),
        files=view.files,
        canvases=(view.canvas(one) for one in vault.canvases if one.path in view.files),
        text=view.text,
    )


class _View:
    """What of each note may be told."""

    def __init__(self, vault: Vault, public: Public) -> None:
        self._vault = vault
        notes = public.named.intersection(vault.paths)
        linked = {link.target for path in notes for link in vault.links(path)}
        # Nobody flags a picture, and its name tells as much as a note's: it is told where a
        # public note shows it.
        self.files = public.files.intersection(vault.files, linked)
        self._told = notes | self.files
        self._known: dict[tuple[str, str], bool] = {}

    def note(self, note: Note) -> Note:
        """Return a note without what names private ones."""
        note = self._without_comments(note)
        found = self._named(note)
        if not found.links and not found.words:
            return note
        veiled = _Words(found).veiled

        def told(one: Reference) -> bool:
            return not self._hidden(one, note.path)

        return replace(
            note,
            links=tuple(one for one in note.links if one not in found.links),
            statements=tuple(self._statements(note, veiled)),
            entries=tuple(
                replace(one, heading=veiled(one.heading))
                for one in note.entries
                if told(one.target)
            ),
            marks=tuple(
                replace(one, mark=veiled(one.mark)) for one in note.marks if told(one.target)
            ),
            headings=tuple(replace(one, text=veiled(one.text)) for one in note.headings),
            fields=tuple(
                replace(one, value=veiled(one.value, one.key)) if one.value else one
                for one in note.fields
            ),
            properties=immutabledict(
                {key: _within(value, veiled, key) for key, value in note.properties.items()}
            ),
            raw=immutabledict({key: veiled(text, key) for key, text in note.raw.items()}),
            diagnostics=tuple(
                replace(one, message=veiled(one.message), hint=veiled(one.hint))
                for one in note.diagnostics
            ),
        )

    def canvas(self, canvas: Canvas) -> Canvas:
        """Return a canvas without the cards and links that show private notes."""
        return replace(
            canvas,
            embeds=tuple(one for one in canvas.embeds if one.file in self._told),
            links=tuple(one for one in canvas.links if not self.hides(one.linkpath, canvas.path)),
            diagnostics=(),
        )

    def text(self, path: str) -> str:
        """Return the text of a note, `…` where it names a private one, without comments."""
        text = self._vault.text(path)
        note = self._vault[path]
        found = self._named(note)
        ranges = list(comments(text))
        blank = [(start, end, "") for start, end in ranges]
        for link in found.links:
            blank += [(*place, LEFT_OUT) for place in _places(text, link)]
        for _, target, span in _references(note):
            blank += [
                (*match.span(), LEFT_OUT)
                for name in self._hidden(target, path)
                for match in _whole(name).finditer(text, span.start, span.end)
            ]
        for start, end, sign in sorted(blank, reverse=True):
            gone = _NO_BREAK.sub(" ", text[start:end])
            text = text[:start] + (sign + gone[len(sign) :])[: end - start] + text[end:]
        return text

    def hides(self, name: str, source: str) -> bool:
        """Tell whether words in a file name what must not be told: by path, title, or nearly."""
        key = name, source.rpartition("/")[0]
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._is_private(name.partition("#")[0].strip(), source)
        return known

    def _is_private(self, name: str, source: str) -> bool:
        if not name:
            return False
        target = self._target(name, source)
        if target is not None:
            return target not in self._told
        called = self._vault.called(name)
        if not called and (near := self._vault.near(name)) is not None:
            called = near.paths
        if called:
            return not self._told.issuperset(called)
        folder = self._vault.folder(name, source=source)
        return folder is not None and f"{folder.casefold()}/" not in self._folders

    def _target(self, name: str, source: str) -> str | None:
        """The file that words name."""
        found = self._vault.resolve(name, source=source)
        return self._vault.find(name, source=source) if found is None else found

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Every folder with something in it that may be told, `/` behind it."""
        found = {"/"}
        for path in self._told:
            at = path.find("/")
            while at >= 0:
                found.add(path[: at + 1].casefold())
                at = path.find("/", at + 1)
        return frozenset(found)

    def _named(self, note: Note) -> _Named:
        links = tuple(
            one for one in note.links if not one.citation and self.hides(one.linkpath, note.path)
        )
        words = {
            (key, name)
            for key, target, _ in _references(note)
            for name in self._hidden(target, note.path)
        }
        return _Named(links, tuple(sorted(words)))

    def _hidden(self, named: Reference, source: str) -> tuple[str, ...]:
        """What of the words of a reference names private notes, as written."""
        name = named.target.strip()
        if named.linked or self.hides(name, source):
            return (name,) if self.hides(name, source) else ()
        if self._target(name, source) is not None:
            return ()
        found: list[str] = []
        for meant in names_in(name):
            for one in meant:
                if self._target(one, source) in self._told:
                    break
                if self.hides(one, source):
                    found.append(one)
                    break
        return tuple(found)

    def _without_comments(self, note: Note) -> Note:
        """Return a note without what only a comment of it says of notes not yet written."""
        if not any(
            one.span is not None and self._target(one.linkpath, note.path) is None
            for one in note.links
        ):
            return note
        hidden = comments(self._vault.text(note.path))
        if not hidden:
            return note

        def seen(one: _Placed) -> bool:
            span = one.span
            return span is None or not any(start <= span.start < end for start, end in hidden)

        return replace(
            note,
            links=tuple(filter(seen, note.links)),
            statements=tuple(filter(seen, note.statements)),
            entries=tuple(filter(seen, note.entries)),
            marks=tuple(filter(seen, note.marks)),
        )

    def _statements(self, note: Note, veiled: Callable[..., str]) -> Iterable[Statement]:
        for one in note.statements:
            target, gone = one.target, self._hidden(one.target, note.path)
            if gone:
                left = [meant[0] for meant in names_in(target.target) if not {*meant} & {*gone}]
                if target.linked or not left:
                    continue
                target = replace(target, target="; ".join(left))  # the others go on alone
            yield replace(one, target=target, reason=veiled(one.reason, one.key))


def _references(note: Note) -> list[tuple[str, Reference, Span]]:
    """What a note refers to beside its links: the key over it, what it names, and where."""
    found = [(one.key, one.target, one.span) for one in note.statements]
    found += [("", one.target, one.span) for one in note.entries]
    return found + [("", one.target, one.span) for one in note.marks]


class _Words:
    """Takes names out of the words of a note."""

    def __init__(self, named: _Named) -> None:
        written = sorted({one.original for one in named.links}, key=len, reverse=True)
        self._links = [one for one in written if one]
        self._by_key: dict[str, list[re.Pattern[str]]] = {}
        for key, name in named.words:
            self._by_key.setdefault(key, []).append(_whole(name))

    def veiled(self, text: str, key: str = "") -> str:
        """Return words with `…` in place of links to private notes.

        Args:
            text: the words.
            key: the key they stand under; what names a private note there goes, too.
        """
        for written in self._links:
            text = text.replace(written, LEFT_OUT)
        for name in self._by_key.get(key, ()) if key else ():
            text = name.sub(LEFT_OUT, text)
        return text


def _within(value: _Value, veiled: Callable[[str, str], str], key: str) -> _Value:
    """Return a value of YAML with the texts in it veiled."""
    found: object = value
    if isinstance(value, str):
        found = veiled(value, key)
    elif isinstance(value, Mapping):
        found = immutabledict({name: _within(inner, veiled, key) for name, inner in value.items()})
    elif isinstance(value, list | tuple):
        found = type(value)(_within(inner, veiled, key) for inner in value)
    return found  # type: ignore[return-value]  # of the type that came


def _whole(name: str) -> re.Pattern[str]:
    """A name where it stands by itself."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _places(text: str, link: Link) -> list[tuple[int, int]]:
    """Where a link stands in a text: its span, or within the value of a property."""
    if link.span is None:
        return []
    start, end = link.span.start, link.span.end
    at = text.find(link.original, start, end) if link.original else -1
    if at >= 0:
        return [(at, at + len(link.original))]
    return [(start, end)]
