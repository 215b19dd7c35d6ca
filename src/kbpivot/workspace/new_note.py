"""New notes: which template, which folder, what goes into them; written once, never over."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from difflib import unified_diff
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from kbpivot.edit.new_note import (
    Paper,
    filled,
    is_fillable,
    with_aliases,
    with_guesses,
    with_paper,
    with_sources,
    with_values,
)
from kbpivot.edit.new_note.code import CODE_TEMPLATE
from kbpivot.edit.new_note.course import COURSE_TEMPLATE
from kbpivot.errors import AmbiguousNoteError, NoteNotFoundError, RefusedError
from kbpivot.maps.spelling import name_key
from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import DEFAULT, canonical
from kbpivot.safe_text import inert, one_line
from kbpivot.shell.bundled import bundled_folder
from kbpivot.shell.files import read_text
from kbpivot.shell.writing import create_text
from kbpivot.vault import is_vault_path, planned_key, planned_name, vault_path
from kbpivot.vault.filename import file_name

if TYPE_CHECKING:
    from kbpivot.edit.prerequisite import Way
    from kbpivot.maps import Concept
    from kbpivot.model import Note
    from kbpivot.publish.mentions import NewNote
    from kbpivot.shell.importing.bibliography import Bibliography, Unread
    from kbpivot.shell.importing.known import KnownPapers
    from kbpivot.shell.importing.mentioned import MentionedNotes
    from kbpivot.workspace.code_notes import Code
    from kbpivot.workspace.courses import Course
    from kbpivot.workspace.workspace import Workspace

__all__ = ["KINDS", "Creation", "Creator", "Need"]

# What notes and templates of each kind are called, in words of file names and of `type`.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "paper": (
        *("paper", "papers", "research paper", "literature", "literature note", "article"),
        *("preprint", "publication", "论文", "論文", "논문", "文献"),
    ),
    "concept": (
        *("concept", "concepts", "topic", "term", "definition", "zettel", "permanent"),
        *("permanent note", "evergreen", "概念", "개념", "begriff", "konzept"),
    ),
    "code": ("code", "codebase", "code note", "code reading", "代码"),
    "course": ("course", "courses", "book", "online course", "source", "sources"),
    "track": (
        *("track", "tracks", "learning path", "learning track", "curriculum", "roadmap"),
        *("study plan", "path"),
    ),
    "source": (
        *("source", "sources", "course", "podcast", "newsletter", "repository", "book", "video"),
        *("talk",),
    ),
    "weekly-review": (
        *("weekly review", "weekly", "week review", "week", "weekly note", "review"),
        *("weekly notes",),
    ),
}
OWN_TEMPLATES: Final = {"code": CODE_TEMPLATE, "course": COURSE_TEMPLATE}
"""Templates of kinds that are only made from something: `init --templates` copies none."""
_FILLER: Final = frozenset(
    {
        *("template", "templates", "tpl", "tmpl", "new", "note", "my", "default", "standard"),
        *("vorlage", "plantilla", "modèle", "modelo", "шаблон", "模板", "テンプレート", "템플릿"),
    }
)


class Need(NamedTuple):
    """A prerequisite that was asked for.

    Attributes:
        link: as it is written in the note.
        path: the note it leads to, None while there is none.
        near: names of notes that were perhaps meant.
    """

    link: str
    path: str | None
    near: tuple[str, ...]


class Creation(NamedTuple):
    """A note that was made, or was there already.

    Attributes:
        path: the note's path.
        uri: address that opens it in Obsidian.
        created: False when it was there already, and is as it was.
        template: path of the vault's template it was made from, empty for kbpivot's own.
        folder_reason: why it is where it is, as the end of a sentence; may be empty.
        needs: prerequisites that were asked for.
        guesses: paths of the notes it perhaps builds on, written down as a question.
        waiting: links that lead to it and led nowhere before.
        namesake: path of another note of this name, if there is one.
        diff: what an import would change in the note that was there, as a unified diff.
        concept: id of the entry of the map that it is about, whose names, prerequisites and
            sources it has; empty for any other note.
        same: path of a note about that entry, which was there before; then nothing of it is
            in the new one.
        on_map: names on the map that it perhaps builds on, and no note is about.
    """

    path: str
    uri: str
    created: bool
    template: str = ""
    folder_reason: str = ""
    needs: tuple[Need, ...] = ()
    guesses: tuple[str, ...] = ()
    waiting: int = 0
    namesake: str | None = None
    diff: str = ""
    concept: str = ""
    same: str | None = None
    on_map: tuple[str, ...] = ()


class Creator:
    """Makes notes of one kind in a vault; the same rules for one note and for a bibliography."""

    def __init__(
        self,
        work: Workspace,
        kind: str,
        *,
        now: datetime,
        folder: str | None = None,
        needs: Sequence[str] = (),
    ) -> None:
        """Find template and folder; nothing is written yet.

        Args:
            work: the vault.
            kind: key of `KINDS`.
            now: the time, with its zone.
            folder: where to put the notes, if not where notes of this kind are.
            needs: what they build on: links, or names of notes.

        Raises:
            RefusedError: the folder is outside of the vault or hidden.
            AmbiguousNoteError: several notes answer to a name in `needs`.
        """
        self._work = work
        self._kind = kind
        self._now = now
        self._needs = tuple(needs)
        self._made: set[str] = set()
        self._template, self._text = self._chosen_template()
        if folder is None:
            self._folder, self._reason = self._usual_folder()
        else:
            self._folder, self._reason = self._asked_folder(folder), ""
        self._needed("", check=True)

    # One note ---------------------------------------------------------------------------

    def code(self, code: Code) -> Creation:
        """Write a note about a folder of code that was read.

        Raises:
            RefusedError: there is such a file, or no file can be called so.
            OSError: it cannot be written.
        """
        from kbpivot.workspace.code_notes import code_text, concepts_on_map, notes_named

        title = code.clone.name
        path = self._path(title)
        besides = {path, *(need.path for need in self._needed(path) if need.path is not None)}
        besides |= {same for same in (self._work.vault.find(title),) if same is not None}
        guesses = notes_named(
            self._work, self._mentioned.paths(code.words, besides=besides), code.words
        )
        on_map = concepts_on_map(self._work, code.words)
        made = self._written(
            title,
            path,
            None,
            fill=lambda text: code_text(
                text,
                code,
                links=[f"[[{self._link(one, path)}]]" for one in guesses],
                on_map=on_map,
            ),
        )
        return made._replace(guesses=guesses, on_map=on_map)

    def note(self, title: str) -> Creation:
        """Write a new note.

        Raises:
            RefusedError: there is such a file, or no file can be called so.
            OSError: it cannot be written.
        """
        title = title.strip().removesuffix(".md") or title  # some name the file
        concept = self._concept(title)
        if concept is None:
            return self._written(title, self._path(title), None)
        known = next(iter(self._work.on_map.notes.get(concept.id, ())), None)
        if known is not None:
            return self._written(title, self._path(title), None)._replace(same=known)
        # An author's own spelling stays, and so does a name by which notes link to it already.
        own = name_key(title) == name_key(concept.name) or self._waiting(self._path(title))
        name = title if own else concept.name
        return self._written(name, self._path(name), None, concept, asked=title)

    def course(self, course: Course) -> Creation:
        """Write a note about a course with its lessons.

        Raises:
            RefusedError: there is such a file, or no file can be called so.
            OSError: it cannot be written.
        """
        from kbpivot.workspace.courses import course_text

        path = self._path(course.title)
        return self._written(
            course.title,
            path,
            None,
            fill=lambda text: course_text(self._work, text, course, path=path),
        )

    def _concept(self, title: str) -> Concept | None:
        """The entry of the map that a new note is about, where the vault is about the field."""
        if self._kind != "concept" or not self._work.is_on_field:
            return None
        field = self._work.on_map.map
        found = field.find(title)
        one = None if found is None else field.concepts[found]
        return one if one is not None and one.kind == "concept" else None

    def paper(self, paper: Paper) -> Creation:
        """Write a note about a paper; one that is there already is compared instead.

        Raises:
            RefusedError: no file can be called so.
            OSError: it cannot be written.
        """
        known = self._papers.path(paper)
        if known is not None:
            return self._compared(known, paper)
        path = self._path(paper.title)
        if self._taken(path) is not None and paper.year is not None:
            path = self._path(f"{paper.title} ({paper.year})")  # another paper of this name
        return self._written(paper.title, path, paper)

    def papers(
        self,
        bibliography: Bibliography,
        *,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> tuple[tuple[Creation, ...], tuple[Unread, ...]]:
        """Write or compare a note for each paper; what cannot be written does not stop the rest.

        Args:
            bibliography: what was read.
            progress: called with the number of papers done and of all.

        Returns:
            The notes, and the entries of which none could be made.

        Raises:
            RefusedError: the bibliography holds no entries at all.
            OSError: a note cannot be written.
        """
        from kbpivot.shell.importing.bibliography import Unread

        if not bibliography.papers and not bibliography.unread:
            raise RefusedError("There are no entries in this bibliography.")
        done: list[Creation] = []
        unread = list(bibliography.unread)
        for number, paper in enumerate(bibliography.papers):
            progress(number, len(bibliography.papers))
            try:
                done.append(self.paper(paper))
            except RefusedError as refused:
                unread.append(Unread(None, str(refused)))
        return tuple(done), tuple(unread)

    def _written(
        self,
        title: str,
        path: str,
        paper: Paper | None,
        concept: Concept | None = None,
        *,
        asked: str = "",
        fill: Callable[[str], str] = lambda text: text,
    ) -> Creation:
        work = self._work
        taken = self._taken(path)
        if taken is not None:
            said = "is there already" if taken == path else f"is there already, as {taken}"
            raise RefusedError(f"{path} {said}. Nothing was written.")
        name = path.rpartition("/")[2][:-3]
        title = inert(one_line(title))
        text = self._filled(title)
        if name != title:
            text = _with_alias(text, title, path)
        needs = self._needed(path)
        if concept is not None:
            text = self._with_entry(text, concept, path, asked=asked)
            needs = needs or self._needs_on_map(concept, path)
        guesses: tuple[str, ...] = ()
        text = fill(text)
        if paper is not None:
            text = with_paper(text, paper, path=path)
            guesses = self._guesses(paper, path, needs)
            text = with_guesses(text, [f"[[{self._link(one, path)}]]" for one in guesses])
        for need in needs:
            text = self._with_need(text, need.link)
        note = parse_note(path, text)
        if note.frontmatter == "error":
            place = self._template or "kbpivot's template"
            problem = note.diagnostics[0].message if note.diagnostics else "they are no YAML"
            raise RefusedError(f"With {place} nothing can be made here: {problem}")
        namesake = work.vault.find(name)
        waiting = self._waiting(path)
        create_text(Path(work.root, *path.split("/")), text, root=work.root)
        self._files[path.casefold()] = path
        self._made.add(path)
        if paper is not None:
            self._papers.add(path, paper)
        return Creation(
            path=path,
            uri=self._uri(path),
            created=True,
            template=self._template,
            folder_reason=self._reason,
            needs=needs,
            guesses=guesses,
            waiting=waiting,
            namesake=namesake,
            concept="" if concept is None else concept.id,
        )

    def _with_entry(self, text: str, concept: Concept, path: str, *, asked: str) -> str:
        """Put the names and sources of an entry of the map into a note."""
        from kbpivot.maps.sources import sources_of

        taken = self._work.vault.find
        called = dict.fromkeys((asked, concept.name, *concept.aliases))
        names = [one for one in called if _is_like(one, asked)]
        text = with_aliases(text, [one for one in names if taken(one) is None], path=path)
        sources = [
            one.text
            if not one.address or one.address == one.text
            else f"[{one.text}]({one.address})"
            for one in sources_of(self._work.on_map.map, concept.id)
        ]
        return with_sources(text, sources, path=path)

    def _needs_on_map(self, concept: Concept, source: str) -> tuple[Need, ...]:
        """What an entry of the map needs, as links to notes that are there or planned."""
        field, notes = self._work.on_map.map, self._work.on_map.notes
        found: list[Need] = []
        for id_ in concept.needs:
            if id_ in self._work.person.granted_concepts and id_ not in notes:
                continue
            path = next(iter(notes.get(id_, ())), None)
            target = field.concepts[id_].name if path is None else self._link(path, source)
            found.append(Need(f"[[{target}]]", path, ()))
        return tuple(found)

    def _compared(self, path: str, paper: Paper) -> Creation:
        disk = Path(self._work.root, *path.split("/"))
        made = path in self._made  # by this import, so the vault does not know it
        text = read_text(disk).text if made else self._work.vault.text(path)
        lines = unified_diff(
            text.splitlines(),
            with_paper(text, paper, path=path).splitlines(),
            fromfile=path,
            tofile=f"{path} (bibliography)",
            lineterm="",
        )
        return Creation(path, self._uri(path), created=False, diff="\n".join(lines))

    def _uri(self, path: str) -> str:
        return f"obsidian://open?path={quote(str(Path(self._work.root, path)), safe='')}"

    def beginning(self, name: str) -> NewNote:
        """Return the beginning of a note that others name, with their sentences about it.

        Nothing is written. Sentences of private notes are quoted only when the new note is
        private as well.

        Args:
            name: what the others call it.

        Raises:
            RefusedError: there is such a note, or nothing names it.
            ValueError: no file can have this name on every system.
        """
        from kbpivot.publish import public_flag
        from kbpivot.publish.mentions import mentions_of, new_note

        work = self._work
        known = work.vault.find(name)
        if known is not None:
            raise RefusedError(f"{name} is there already: {known}. Nothing was written.")
        flag = public_flag(parse_note("new.md", self._text))
        private = flag is False or (work.public.policy == "explicit" and flag is not True)
        read = None if private else work.public.named
        mentions = mentions_of(work.vault, work.derived.graph, name, paths=read)
        if not mentions:
            raise RefusedError(f"No note names {name!r}, so there is nothing to begin it with.")
        return new_note(
            work.vault,
            name,
            template=self._filled(planned_name(name)),
            mentions=mentions,
            folder=self._folder,
            style=work.derived.link_style,
        )

    def _filled(self, title: str) -> str:
        site = self._work.inputs.site
        return filled(
            self._text,
            title=title,
            now=self._now,
            date_format=site.obsidian.date_format,
            time_format=site.obsidian.time_format,
        )

    # Where ------------------------------------------------------------------------------

    def _path(self, title: str) -> str:
        name = file_name(title)
        return f"{self._folder}/{name}.md" if self._folder else f"{name}.md"

    def _taken(self, path: str) -> str | None:
        """Return the file that stands in the way, be it spelled in another case."""
        known = self._files.get(path.casefold())
        if known is not None:
            return known
        return path if Path(self._work.root, *path.split("/")).exists() else None

    @cached_property
    def _files(self) -> dict[str, str]:
        vault = self._work.vault
        return {path.casefold(): path for path in (*vault.files, *vault.paths)}

    def _asked_folder(self, folder: str) -> str:
        plain = vault_path(folder)
        outside = folder.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", folder)
        if outside or ".." in plain.split("/"):
            raise RefusedError(
                f"{folder!r} is not in the vault; name a folder as seen from its root."
            )
        plain = "/".join(part for part in plain.split("/") if part not in {"", "."})
        if plain and not is_vault_path(plain):
            raise RefusedError(f"{folder!r} is hidden, so no note belongs there.")
        parts: list[str] = []
        for part in plain.split("/") if plain else ():
            above = Path(self._work.root, *parts)
            twins = [p.name for p in above.iterdir() if p.is_dir()] if above.is_dir() else []
            same = [name for name in twins if name.casefold() == part.casefold()]
            parts.append(part if part in same or not same else min(same))
        return "/".join(parts)

    def _usual_folder(self) -> tuple[str, str]:
        """Return the deepest folder in which more than two thirds of the notes of this kind are."""
        paths = [path for path in self._work.vault.paths if self._is_of_kind(path)]
        folder = ""
        while paths:
            depth = len(folder) + 1 if folder else 0
            inside = Counter(
                path[:slash]
                for path in paths
                if path.startswith(f"{folder}/" if folder else "")
                and (slash := path.find("/", depth)) > 0
            )
            best = min(inside, key=lambda one: (-inside[one], one), default="")
            if not best or 3 * inside[best] <= 2 * len(paths):
                break
            folder = best
        if folder:
            here = sum(path.startswith(f"{folder}/") for path in paths)
            many = {
                "weekly-review": "weekly reviews",
                "code": "notes on code",
                "course": "sources",
            }.get(self._kind, f"{self._kind}s")
            which = f"all {here}" if here == len(paths) else f"{here} of {len(paths)}"
            only = {"code": "note on code", "course": "source"}.get(self._kind, self._kind)
            said = f"where your only {only} is" if len(paths) == 1 else ""
            return folder, said or f"where {which} {many} are"
        folder = self._work.inputs.site.obsidian.new_note_folder or ""
        return folder, "where Obsidian makes new notes" if folder else ""

    def _is_of_kind(self, path: str) -> bool:
        traits = self._work.traits[path]
        if traits.kind in {"template", "manual"}:
            return False
        return traits.kind == self._kind or self._said_kind(self._work.vault[path]) is not None

    def _said_kind(self, note: Note) -> int | None:
        """Return how well the property `type` names the kind, 0 best; None when it does not."""
        for key, value in note.properties.items():
            if canonical(key) == "type" and isinstance(value, str):
                words = KINDS[self._kind]
                said = canonical(value)
                return words.index(said) if said in words else None
        return None

    # Which template ---------------------------------------------------------------------

    def _chosen_template(self) -> tuple[str, str]:
        """Return path and text of the vault's template for this kind; else ours, path empty."""
        work = self._work
        folder = work.inputs.site.obsidian.template_folder
        ranked: list[tuple[int, int, int, str]] = []
        for path in work.vault.paths:
            inside = folder is not None and path.startswith(f"{folder}/")
            if not inside and work.traits[path].kind != "template":
                continue
            note = work.vault[path]
            named = canonical(note.name).split()
            words = [word for word in named if word not in _FILLER]
            names = KINDS[self._kind]
            if " ".join(words) in names:
                ranked.append((0, names.index(" ".join(words)), len(named), path))
            elif (place := self._said_kind(note)) is not None:
                ranked.append((1, place, len(named), path))
            elif self._kind == "concept" and not words:  # "Note", "New note": for any note
                ranked.append((2, 0, len(named), path))
        for *_, path in sorted(ranked):
            text = work.vault.text(path)
            if is_fillable(text):
                return path, text
        if self._kind in OWN_TEMPLATES:
            return "", OWN_TEMPLATES[self._kind]
        ours = bundled_folder("templates") / f"{self._kind}.md"
        return "", ours.read_text(encoding="utf-8")

    # What goes in -----------------------------------------------------------------------

    def _needed(self, source: str, *, check: bool = False) -> tuple[Need, ...]:
        """Return the prerequisites as they are written in the note `source`."""
        found: dict[str, Need] = {}
        for said in self._needs:
            inner = said.strip().removeprefix("[[").removesuffix("]]")
            target, bar, shown = inner.partition("|")
            target = one_line(target)
            if not target or re.search(r"[\[\]]", target):
                raise RefusedError(f'{said!r} names no note; write it as "[[Attention]]".')
            path = self._work.vault.find(target, source=source)
            near: tuple[str, ...] = ()
            if path is None:
                try:
                    path = self._work.vault.note(target).path
                except AmbiguousNoteError:
                    raise
                except NoteNotFoundError as missing:
                    near = missing.near
            if path is not None and self._work.vault.resolve(target, source=source) != path:
                target = self._link(path, source)
            link = f"[[{target}{bar}{shown}]]" if bar else f"[[{target}]]"
            found.setdefault(path or target.casefold(), Need(link, path, near))
        return () if check else tuple(found.values())

    def _with_need(self, text: str, link: str) -> str:
        from kbpivot.edit.prerequisite import with_prerequisite

        vocabulary = self._work.inputs.vocabulary or DEFAULT
        return with_prerequisite(text, link, way=self._way, vocabulary=vocabulary)

    @cached_property
    def _way(self) -> Way:
        from kbpivot.edit.convention import vault_convention

        work = self._work
        vocabulary = work.inputs.vocabulary or DEFAULT
        return vault_convention(work.vault, traits=work.traits, vocabulary=vocabulary).way

    def _link(self, path: str, source: str) -> str:
        return self._work.vault.link_text(path, source=source, style=self._work.derived.link_style)

    def _guesses(self, paper: Paper, path: str, needs: Sequence[Need]) -> tuple[str, ...]:
        besides = {path, *(need.path for need in needs if need.path is not None)}
        return self._mentioned.paths(paper.abstract, besides=besides)

    @cached_property
    def _mentioned(self) -> MentionedNotes:
        from kbpivot.shell.importing.mentioned import MentionedNotes

        return MentionedNotes(self._work.vault, self._work.traits)

    @cached_property
    def _papers(self) -> KnownPapers:
        from kbpivot.shell.importing.known import KnownPapers

        return KnownPapers(self._work.vault, self._work.traits)

    def _waiting(self, path: str) -> int:
        return len(self._work.vault.planned.get(planned_key(path), ()))


def _is_like(name: str, asked: str) -> bool:
    """Tell whether a name is written in letters of the kind that the person writes."""
    return _scripts(name) <= _scripts(asked) | {"LATIN", "GREEK"}


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(one, "").partition(" ")[0] for one in text if one.isalpha()}


def _with_alias(text: str, title: str, path: str) -> str:
    """Add the full title to the aliases of a note whose file had to be called otherwise."""
    note = parse_note(path, text)
    if title in note.aliases:
        return text
    key = next((key for key in note.properties if key.lower() == "aliases"), "aliases")
    return with_values(text, {key: [*note.aliases, title]})
