"""A vault: every note and file, and where each link leads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, partial
from typing import Any, Final, Literal, TypeVar

import msgspec
from immutabledict import immutabledict

from kbpivot.errors import AmbiguousNoteError, KbpivotError, NoteNotFoundError
from kbpivot.model import Canvas, CanvasEmbed, Diagnostic, Link, Note
from kbpivot.record import Row, Shown
from kbpivot.vault.copies import conflict_copies, copy_remarks
from kbpivot.vault.dialect import Dialect, adapted, dialect_of, graph_folders, page_names
from kbpivot.vault.names import NAMES, Names, names_of, near_names
from kbpivot.vault.near import NEAR, Near, NearNames
from kbpivot.vault.paths import is_note_path, is_vault_path, vault_path
from kbpivot.vault.planned import absence, planned_key, planned_name
from kbpivot.vault.resolver import Resolver, path_key
from kbpivot.vault.rows import RowKind
from kbpivot.vault.spelling import plain_keys, relative_path, unbracketed
from kbpivot.vault.subpath import Place, Places
from kbpivot.vault.table import NoteTable
from kbpivot.vault.table_rows import link_row, note_row

__all__ = ["AmbiguousLink", "LinkStyle", "ResolvedLink", "Vault"]

_Row = TypeVar("_Row")
LinkStyle = Literal["shortest", "relative", "absolute"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FOLDER_NOTES = ("readme.md", "index.md")
_SAMPLED_NOTES, _SAMPLED_TEXT = 50, 4000
_OF_ONE_FILE = frozenset({"bad-encoding", "unreadable"})  # remarks that name no other file


DIAGNOSTICS: Final = RowKind(
    "kbpivot.vault.vault:DIAGNOSTICS", tuple[Diagnostic, ...], lambda note: note.diagnostics
)


class ResolvedLink(msgspec.Struct, frozen=True, gc=False):
    """A link as written, and where it leads.

    Attributes:
        source: path of the note or canvas it stands in.
        link: the link as written.
        target: path of the file it leads to, None while there is none.
    """

    source: str
    link: Link
    target: str | None

    @property
    def linkpath(self) -> str:
        """Target as written, before the first `#`."""
        return self.link.linkpath

    @property
    def line(self) -> int | None:
        """1-based line in the source, None where a file has no lines."""
        return None if self.link.span is None else self.link.span.line


class AmbiguousLink(msgspec.Struct, frozen=True, gc=False):
    """A link for which Obsidian's rules leave several files; it may open any of them.

    Attributes:
        source: path of the note or canvas it stands in.
        link: the link as written.
        target: the file kbpivot takes: spelled as the link is, else first in order of path.
        candidates: all files that fit equally well.
    """

    source: str
    link: Link
    target: str
    candidates: tuple[str, ...]


class Vault(Shown):
    """Notes and files by path, and the links between them, resolved as Obsidian does.

    A vault never changes; `vault[path]`, `path in vault`, iteration and `len` are about the
    paths of its notes, in order. Hidden files (a name that starts with a dot) are left out.

    Attributes:
        dialect: the program that keeps it: `obsidian`, or `logseq` or `dendron`, whose links
            lead by rules of their own.
    """

    def __init__(
        self,
        notes: Iterable[Note] | Mapping[str, Note],
        *,
        files: Iterable[str] = (),
        canvases: Iterable[Canvas] = (),
        text: Callable[[str], str] | None = None,
        diagnostics: Iterable[Diagnostic] = (),
        copies: Mapping[str, str] = immutabledict({}),
        outside: Iterable[str] = (),
    ) -> None:
        """Put parsed notes together.

        Args:
            notes: the notes, or a mapping from path to note that may make them when asked; a
                `NoteTable` does, and tells links without making a note.
            files: paths of all other files; they are link targets.
            canvases: parsed canvas files; their links count.
            text: reads the text of the note at a path, for `Vault.text`.
            diagnostics: what was noticed while the files were read.
            copies: files that a synchroniser made when two machines changed one at once, by path,
                with the path of the original; they are no notes.
            outside: paths of files that lie elsewhere, where a symbolic link leads.
        """
        given = notes if isinstance(notes, Mapping) else {note.path: note for note in notes}
        self.paths: tuple[str, ...] = tuple(sorted(filter(is_vault_path, given)))
        self._canvases = {c.path: c for c in canvases if is_vault_path(c.path)}
        self.canvases: tuple[Canvas, ...] = tuple(
            self._canvases[path] for path in sorted(self._canvases)
        )
        others = {path for path in map(vault_path, files) if is_vault_path(path)}
        others.update(self._canvases)
        others.difference_update(self.paths)
        self.dialect: Dialect = dialect_of(self.paths, others)
        if self.dialect != "obsidian":
            kept = tuple(graph_folders(others)) if self.dialect == "logseq" else ()
            old = {path for path in self.paths if kept and path.startswith(kept)}
            others |= old
            given = adapted({p: given[p] for p in self.paths if p not in old}, self.dialect)
            self.paths = tuple(path for path in self.paths if path not in old)
        self._notes: Mapping[str, Note] = given
        self.files: tuple[str, ...] = tuple(sorted(others))
        self._text = text
        self._reading = tuple(diagnostics)
        self.copies: Mapping[str, str] = immutabledict(dict(copies))
        self.outside: frozenset[str] = frozenset(outside)
        self._links: dict[str, tuple[ResolvedLink, ...]] = {}
        self._places: dict[str, Places] = {}
        self._rows: dict[str, tuple[RowKind[Any], dict[str, Any]]] = {}

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], *, files: Iterable[str] = ()) -> Vault:
        """Parse a vault from its texts.

        Copies that a synchroniser made are told and not read, as in a folder.

        Args:
            texts: text of each Markdown and canvas file by vault-relative path.
            files: paths of the other files, which links may name.
        """
        from kbpivot.notes import parse_canvas, parse_note

        notes: dict[str, Note] = {}
        canvases: list[Canvas] = []
        others = list(files)
        spelled = {vault_path(path): text for path, text in texts.items()}
        read = [path for path in spelled if is_vault_path(path) and _is_read(path)]
        copies = conflict_copies(read, spelled.__getitem__)
        for path, text in spelled.items():
            if not is_vault_path(path):
                continue
            if path in copies:
                others.append(path)
            elif is_note_path(path):
                notes[path] = parse_note(path, text)
            elif path.lower().endswith(".canvas"):
                canvases.append(parse_canvas(path, text))
            else:
                others.append(path)
        return cls(
            notes,
            files=others,
            canvases=canvases,
            text=spelled.__getitem__,
            diagnostics=copy_remarks(copies, read),
            copies=copies,
        )

    def with_notes(self, notes: Iterable[Note]) -> Vault:
        """Return this vault with some of its notes written anew.

        The paths stay, so links lead where they did, and only what hangs on the new texts is
        worked out again. The answers equal those of a vault made from scratch.

        Raises:
            NoteNotFoundError: a note is none of this vault.
        """
        new = {note.path: note for note in notes}
        if self.dialect != "obsidian":  # what a page is called hangs on its text
            return Vault(
                {**{path: self[path] for path in self.paths}, **new},
                files=self.files,
                canvases=self.canvases,
                text=self._text,
                diagnostics=self._reading,
                copies=self.copies,
            )
        called = {path for path, note in new.items() if names_of(note) != names_of(self[path])}
        gone = {
            "diagnostics",
            "_backlinks",
            "_near_names",
            "planned",
            "languages",
            *(("_names",) if called else ()),
        }
        other = copy(self)
        known = {name: value for name, value in vars(self).items() if name not in gone}
        known["_notes"] = {**self._notes, **new}
        known["_links"] = held = dict(self._links)
        known["_rows"] = {
            name: (kind, {**rows, **{path: kind.made(note) for path, note in new.items()}})
            for name, (kind, rows) in self._rows.items()
        }
        for path in new:
            held.pop(path, None)
        if "notes" in known:
            every = list(self.notes)
            for path, note in new.items():
                every[bisect_left(self.paths, path)] = note
            known["notes"] = tuple(every)
        other.__dict__ = known
        if "_dangling" in known:
            known["_dangling"] = loose = dict(self._dangling)
            for path in new:
                loose.pop(path, None)
            loose |= other._loose(new)  # noqa: SLF001  another vault, not another class
        return other

    def part(
        self,
        notes: Iterable[Note],
        *,
        files: Iterable[str],
        canvases: Iterable[Canvas],
        text: Callable[[str], str],
    ) -> Vault:
        """Return a vault of some of these notes and files, kept by the same program.

        What lies outside and what was noticed of files that are no part of it is left out.

        Args:
            notes: notes of this vault, or what is to stand for them.
            files: paths of other files of this vault.
            canvases: its canvases, which are files as well.
            text: reads the text of a note.
        """
        other = copy(self)
        kept = {note.path: note for note in notes}
        held = {canvas.path: canvas for canvas in canvases}
        others = tuple(sorted({*files, *held}))
        told = {*kept, *others}
        other.__dict__ = {
            "paths": tuple(sorted(kept)),
            "_notes": kept,
            "_canvases": held,
            "canvases": tuple(held[path] for path in sorted(held)),
            "files": others,
            "dialect": self.dialect,
            "_text": text,
            "_reading": tuple(
                one for one in self._reading if one.path in told and one.code in _OF_ONE_FILE
            ),
            "copies": immutabledict(
                {copy: whole for copy, whole in self.copies.items() if {copy, whole} <= told}
            ),
            "outside": frozenset[str](),
            "_links": {},
            "_places": {},
            "_rows": {},
        }
        return other

    def __getitem__(self, path: str) -> Note:
        note = self._notes.get(path)
        if note is None:
            note = self._notes.get(vault_path(path))
            if note is None:
                raise NoteNotFoundError(path, near=near_names(path, self._names.all()))
        return note

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and (path in self._notes or vault_path(path) in self._notes)

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __repr__(self) -> str:
        return f"Vault({len(self.paths)} notes, {len(self.files)} other files)"

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """All notes, in order of path."""
        return tuple(self._notes[path] for path in self.paths)

    def each(self, kind: RowKind[_Row]) -> Mapping[str, _Row]:
        """Return what follows from each note alone, by path in order; for kbpivot's own use."""
        held = self._rows.get(kind.name)
        if held is not None:
            return held[1]
        notes, made = self._notes, kind.made
        found = notes.rows(kind) if isinstance(notes, NoteTable) else None
        rows: dict[str, _Row] = {
            path: made(notes[path]) if found is None else found[path] for path in self.paths
        }
        self._rows[kind.name] = kind, rows
        return rows

    @property
    def reading(self) -> tuple[Diagnostic, ...]:
        """What was noticed while the files were read, apart from what they say."""
        return self._reading

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed in files, notes and canvases, in order of path and line."""
        found = list(self._reading)
        for told in self.each(DIAGNOSTICS).values():
            found.extend(told)
        for canvas in self.canvases:
            found.extend(canvas.diagnostics)
        found.sort(key=lambda d: (d.path, d.span.start if d.span else -1, d.code, d.message))
        return tuple(found)

    def rows(self) -> list[Row]:
        """Return the notes as flat rows of plain values, in order of path, for a data frame.

        `publish` is the note's own flag as `yes` or `no`, empty without one; `unresolved` counts
        links to no file; `tags` and `aliases` stand in one text, parted by semicolons.
        """
        return [note_row(self, note) for note in self.notes]

    def link_rows(self) -> list[Row]:
        """Return every link as a flat row of plain values, in order of source and place.

        `target` is empty where a link leads nowhere, `line` is not a number in a canvas.
        """
        return [link_row(link) for link in self.all_links()]

    def text(self, path: str) -> str:
        """Return the text of a note, read now.

        Raises:
            NoteNotFoundError: there is no such note.
            KbpivotError: the vault was made from notes alone, without their texts.
        """
        path = self[path].path
        if self._text is None:
            raise KbpivotError(f"This vault does not hold the text of {path}.")
        return self._text(path)

    # Names ------------------------------------------------------------------------------

    @cached_property
    def _resolver(self) -> Resolver:
        names = page_names(self.notes) if self.dialect == "logseq" else ()
        return Resolver((*self.paths, *self.files), names=names)

    @cached_property
    def _names(self) -> Names:
        return Names(tuple(self.each(NAMES).values()))

    @cached_property
    def _folders(self) -> dict[str, str]:
        """Every folder that holds a file, by key; the root is the empty one."""
        folders: dict[str, str] = {"": ""}
        for path in (*self.paths, *self.files):
            cut = path.rfind("/")
            while cut > 0 and (key := path_key(path[:cut])) not in folders:
                folders[key] = path[:cut]
                cut = path.rfind("/", 0, cut)
        return folders

    def note(self, name: str) -> Note:
        """Return the note a person means: by path, link, unique title or unique alias.

        Case makes no difference, `.md` and `[[ ]]` may be left out.

        Raises:
            AmbiguousNoteError: several notes answer to the name; it carries their paths.
            NoteNotFoundError: none does; it carries near names.
        """
        link = unbracketed(name)
        exact = vault_path(link)
        if exact in self._notes:
            return self._notes[exact]
        linkpath = link.partition("#")[0]
        found = tuple(p for p in self._resolver.matches(linkpath) if p in self._notes)
        if len(found) > 1:
            key = path_key(exact)
            whole = tuple(p for p in found if path_key(p) in (key, f"{key}.md"))
            found = whole or found
        if not found:
            found = self._names.paths(link)
        if not found and (folder := self._folder_note(link, source="")):
            found = (folder,)
        if len(found) > 1:
            raise AmbiguousNoteError(name, near=found)
        if not found:
            raise NoteNotFoundError(name, near=near_names(link, self._names.all()))
        return self._notes[found[0]]

    def find(self, name: str, *, source: str = "") -> str | None:
        """Return the path of the note that words in the file `source` name, or None.

        By path or link as Obsidian resolves it, else by a title, alias or slug that only one
        note has, else the README or index of a folder.
        """
        link = unbracketed(name)
        exact = vault_path(link)
        if exact in self._notes:
            return exact
        linkpath = link.partition("#")[0]
        target = self._resolver.resolve(linkpath, source=source).path if linkpath.strip() else None
        if target is not None and target in self._notes:
            return target
        found = self._names.paths(link)
        if found:
            return found[0] if len(found) == 1 else None
        return self._folder_note(link, source=source)

    def called(self, name: str) -> tuple[str, ...]:
        """Return the notes that answer to a title, else to an alias, else to a slug."""
        return self._names.paths(unbracketed(name))

    def near(self, name: str) -> Near | None:
        """Return what a name means that no file has and `find` does not know, as far as one tells.

        Never taken for the note in silence: whoever goes by it says so (`near-name`).
        """
        return self._near_names.find(name)

    @cached_property
    def _near_names(self) -> NearNames:
        return NearNames(
            tuple(self.each(NEAR).values()), language=partial(getattr, self, "language")
        )

    @property
    def language(self) -> str:
        """The code of the language that most notes are written in; `en` without their texts."""
        return self.languages[0]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that the notes are written in, the most frequent first."""
        from kbpivot.language.words import languages_of

        if self._text is None:
            return ("en",)
        step = max(1, len(self.paths) // _SAMPLED_NOTES)
        return languages_of(self._text(path)[:_SAMPLED_TEXT] for path in self.paths[::step])

    def folder(self, linkpath: str, *, source: str) -> str | None:
        """Return the folder a link names, seen from the file `source`, or None.

        Obsidian opens no folder; sites and GitHub do, so such a link is no mistake.
        """
        for key in plain_keys(linkpath, source):
            if key in self._folders:
                return self._folders[key]
        return None

    def _leads_beside(self, resolved: ResolvedLink) -> bool:
        """Tell whether a link that Obsidian cannot follow leads somewhere all the same.

        An address in double brackets does, and so does a Markdown link that, read as sites
        and GitHub read it, is the path of a folder or of a file without extension.
        """
        if _ADDRESS.match(resolved.linkpath):
            return True
        if resolved.link.kind != "markdown":
            return False
        from urllib.parse import unquote

        return any(
            key in self._folders or key in self._plain_files
            for key in plain_keys(unquote(resolved.linkpath), resolved.source)
        )

    @cached_property
    def _plain_files(self) -> frozenset[str]:
        return frozenset(path_key(path) for path in (*self.paths, *self.files))

    def _folder_note(self, name: str, *, source: str) -> str | None:
        folder = self.folder(name, source=source) if name.strip() else None
        if folder is None:
            return None
        own = f"{path_key(folder.rpartition('/')[2])}.md"
        prefix = f"{folder}/" if folder else ""
        for wanted in (*_FOLDER_NOTES, own):
            for path in self._resolver.candidates(wanted):
                if path[: -len(wanted)] == prefix and path in self._notes:
                    return path
        return None

    # Links ------------------------------------------------------------------------------

    def resolve(self, linktext: str, *, source: str) -> str | None:
        """Return the path of the file a link leads to, as Obsidian finds it, or None.

        Never by alias or title; the part behind `#` plays no role.

        Args:
            linktext: what stands in a link before the pipe: `Note`, `folder/Note#Heading`.
            source: path of the file the link stands in.
        """
        return self._resolver.resolve(linktext.partition("#")[0], source=source).path

    def resolve_subpath(self, path: str, subpath: str) -> Place | None:
        """Return the heading, block or footnote of a note that a subpath names, or None."""
        note = self._notes.get(path) or self._notes.get(vault_path(path))
        if note is None:
            return None
        known = self._places.get(note.path)
        if known is None or (known.note is not note and known.note != note):
            known = self._places[note.path] = Places(note)
        return known.find(subpath)

    def link_text(self, target: str, *, source: str, style: LinkStyle = "shortest") -> str:
        """Return what Obsidian would write in a wikilink from `source` to the file `target`.

        Where Obsidian's own text would lead to another file, the first longer one that leads
        to `target` is returned.

        Args:
            target: path of a file of the vault.
            source: path of the file the link will stand in.
            style: Obsidian's setting `newLinkFormat`.

        Raises:
            NoteNotFoundError: `target` is not in the vault.
        """
        target = vault_path(target)
        if target not in self and target not in self.files:
            raise NoteNotFoundError(target, near=near_names(target, self._names.all()))
        absolute = target[:-3] if is_note_path(target) else target
        name = absolute.rpartition("/")[2]
        relative = relative_path(absolute, source)
        if style == "shortest":
            alone = len(self._resolver.candidates(name)) == 1
            wanted = name if alone else absolute
        elif style == "relative":
            wanted = relative
        elif style == "absolute":
            wanted = absolute
        else:
            raise ValueError(f"style is shortest, relative or absolute, not {style!r}")
        for text in (wanted, f"./{relative}", absolute, target, f"/{absolute}", f"/{target}"):
            if style != "relative" and text.startswith("./"):
                continue
            if self.resolve(text, source=source) == target:
                return text
        return wanted  # a name with `#`, or a twin in the same folder: no link can tell

    def links(self, path: str) -> tuple[ResolvedLink, ...]:
        """Return the links and embeds of a note or canvas, in source order, resolved.

        Citations such as `[[4]](https://…)` are left out.

        Raises:
            NoteNotFoundError: there is no such note or canvas.
        """
        known = self._links.get(path)
        if known is None:
            path = vault_path(path)
            canvas = self._canvases.get(path)
            if canvas is None:
                table = self._notes if isinstance(self._notes, NoteTable) else None
                by_table = table is not None and path in table
                written = table.links(path) if table and by_table else self[path].links
                known = self._resolved(path, written)
            else:
                embeds = tuple(self._embedded(path, embed) for embed in canvas.embeds)
                known = embeds + self._resolved(path, (item.link for item in canvas.links))
            self._links[path] = known
        return known

    def linkpaths(self, path: str) -> Sequence[str]:
        """Return the targets of a note's links as written, citations left out."""
        if isinstance(self._notes, NoteTable):
            return self._notes.linkpaths(path)
        return [link.linkpath for link in self[path].links if not link.citation]

    def _resolved(self, path: str, written: Iterable[Link]) -> tuple[ResolvedLink, ...]:
        """Resolve links; this loop is most of what a command does that needs only links."""
        settled = self._resolver.settled
        resolve = self._resolver.resolve
        found: list[ResolvedLink] = []
        for link in written:
            if link.citation:
                continue
            linkpath = link.linkpath
            target = settled.get(linkpath)
            if target is None and linkpath not in settled:
                target = resolve(linkpath, source=path).path
            found.append(ResolvedLink(path, link, target))
        return tuple(found)

    def _embedded(self, path: str, embed: CanvasEmbed) -> ResolvedLink:
        """A canvas names files by exact vault path: nothing is searched."""
        file = vault_path(embed.file)
        link = Link(embed.file, embed.subpath, None, True, "wikilink", None, None, embed.file)
        known = file in self._notes or file in self._attachments
        return ResolvedLink(path, link, file if known else None)

    @cached_property
    def _attachments(self) -> frozenset[str]:
        return frozenset(self.files)

    def all_links(self) -> Iterator[ResolvedLink]:
        """Yield every link of every note, then of every canvas, in order of path."""
        for path in self.paths:
            yield from self.links(path)
        for canvas in self.canvases:
            yield from self.links(canvas.path)

    @cached_property
    def _backlinks(self) -> dict[str, tuple[ResolvedLink, ...]]:
        found: dict[str, list[ResolvedLink]] = {}
        for link in self.all_links():
            if link.target is not None:
                found.setdefault(link.target, []).append(link)
        return {path: tuple(links) for path, links in found.items()}

    def backlinks(self, path: str) -> tuple[ResolvedLink, ...]:
        """Return the links that lead to a file, in order of their source and place.

        Raises:
            NoteNotFoundError: there is no such file.
        """
        path = vault_path(path)
        found = self._backlinks.get(path)
        if found is None:
            if path not in self._notes and path not in self._attachments:
                raise NoteNotFoundError(path, near=near_names(path, self._names.all()))
            return ()
        return found

    def unresolved(self) -> tuple[ResolvedLink, ...]:
        """Return the links that lead to no file yet, in order of source and place.

        Left out, though Obsidian lists them: addresses in double brackets
        (`[[https://…]]`), and Markdown links that are the path of a folder of the vault or of
        a file such as `LICENSE`.
        """
        return tuple(
            link
            for path in (*self.paths, *(canvas.path for canvas in self.canvases))
            for link in self._dangling.get(path, ())
        )

    @cached_property
    def _dangling(self) -> dict[str, tuple[ResolvedLink, ...]]:
        """The unresolved links of each file that has any."""
        return self._loose((*self.paths, *(canvas.path for canvas in self.canvases)))

    def _loose(self, paths: Iterable[str]) -> dict[str, tuple[ResolvedLink, ...]]:
        found: dict[str, tuple[ResolvedLink, ...]] = {}
        table = self._notes if isinstance(self._notes, NoteTable) else None
        for path in paths:
            if table is not None and path in table:
                places = self._open_places(path, table.linkpaths(path))
                if not places:
                    continue
                open_links = [ResolvedLink(path, one, None) for one in table.links_at(path, places)]
            else:
                open_links = [link for link in self.links(path) if link.target is None]
            kept = tuple(link for link in open_links if not self._leads_beside(link))
            if kept:
                found[path] = kept
        return found

    def _open_places(self, path: str, linkpaths: Iterable[str]) -> list[int]:
        """Return which links of a note lead nowhere, with no record made of any."""
        settled = self._resolver.settled
        resolve = self._resolver.resolve
        found: list[int] = []
        for place, linkpath in enumerate(linkpaths):
            target = settled.get(linkpath)
            if target is None and (
                linkpath in settled or resolve(linkpath, source=path).path is None
            ):
                found.append(place)
        return found

    @cached_property
    def planned(self) -> Mapping[str, tuple[ResolvedLink, ...]]:
        """The links to notes not written yet, by `planned_key`, in order of source and place.

        Left out are links that lead nowhere for another reason: to a missing file, a day, an
        address, the hole of a template; and those whose note is there under a near name.
        """
        found: dict[str, list[ResolvedLink]] = {}
        missing: dict[str, bool] = {}
        for link in self.unresolved():
            if absence(link.link) != "note":
                continue
            name = planned_name(link.linkpath)
            if name not in missing:
                missing[name] = self.find(name) is None and self.near(name) is None
            if missing[name]:
                found.setdefault(planned_key(link.linkpath), []).append(link)
        return {key: tuple(links) for key, links in found.items()}

    def ambiguous(self) -> tuple[AmbiguousLink, ...]:
        """Return the links for which Obsidian's choice among equal paths is unstable."""
        found: list[AmbiguousLink] = []
        for resolved in self.all_links():
            if resolved.target is None or resolved.source in self._canvases:
                continue
            answer = self._resolver.resolve(resolved.linkpath, source=resolved.source)
            if answer.rivals:
                found.append(
                    AmbiguousLink(resolved.source, resolved.link, resolved.target, answer.rivals)
                )
        return tuple(found)

    def orphans(self) -> tuple[str, ...]:
        """Return the notes to which no other file links, in order of path."""
        return tuple(
            path
            for path in self.paths
            if all(link.source == path for link in self._backlinks.get(path, ()))
        )

    def deadends(self) -> tuple[str, ...]:
        """Return the notes with no link or embed but to themselves, in order of path."""
        return tuple(
            path for path in self.paths if all(link.target == path for link in self.links(path))
        )


def _is_read(path: str) -> bool:
    return is_note_path(path) or path[-7:].lower() == ".canvas"
