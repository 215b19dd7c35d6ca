"""From a linkpath to a file, by Obsidian's rules."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Resolution", "Resolver", "path_key"]

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
_CROWD = 16  # from so many namesakes on, tables pay; below, a scan is faster and smaller


class Resolution(NamedTuple):
    """Where a link leads.

    Attributes:
        path: the file chosen, or None.
        rivals: every file that Obsidian might as well have chosen, `path` among them, when the
            rules do not decide; else empty.
    """

    path: str | None
    rivals: tuple[str, ...] = ()


_NOWHERE = Resolution(None)


def path_key(path: str) -> str:
    """Return what two spellings of one path have in common: NFC, lower case."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", path).lower()


class Resolver:
    """The names of all files of a vault; answers are remembered, so a second one is a lookup.

    Building takes time linear in the number of files, and so does answering any number of
    links, also when thousands of files share one name.

    Attributes:
        settled: the answers so far in which the source of the link plays no role.
    """

    def __init__(self, paths: Iterable[str], *, names: Iterable[tuple[str, str]] = ()) -> None:
        """Take the paths of all files.

        Args:
            paths: the paths.
            names: what files are called besides, the surest first, each with its path; such a
                name wins over paths.
        """
        self._pages: dict[str, str] = {}
        for name, path in names:
            self._pages.setdefault(path_key(normal_link(name)), path)
        self._named: dict[str, list[str]] = {}
        for path in paths:
            key = path_key(path)
            self._named.setdefault(key[key.rfind("/") + 1 :], []).append(path)
        for namesakes in self._named.values():
            if len(namesakes) > 1:
                namesakes.sort()
        self._suffixes: dict[str, dict[str, list[str]]] = {}
        self._choices: dict[str, _Choice] = {}
        self._folders: dict[str, str] = {}
        self.settled: dict[str, str | None] = {}
        self._answers: dict[str, Resolution | _Choice | _Relative] = {}
        self._relative: dict[tuple[str, str], Resolution] = {}

    def resolve(self, linkpath: str, *, source: str) -> Resolution:
        """Find the file a linkpath (no `#`) in the file `source` leads to.

        An empty linkpath is the source itself. Case, and composed against decomposed letters,
        make no difference; `.md` may be left out; an exact vault path wins, then a file below
        the source's folder, then the shortest path. Aliases and titles play no part.
        """
        answer = self._answers.get(linkpath)
        if answer is None:
            answer = self._answers[linkpath] = self._answer(linkpath)
            if isinstance(answer, Resolution) and answer.path != "":
                self.settled[linkpath] = answer.path
        if isinstance(answer, Resolution):
            return answer if answer.path != "" else Resolution(source)
        folder = source[: max(source.rfind("/"), 0)]
        if isinstance(answer, _Choice):
            return _as_written(answer.best(self._folder(folder)), linkpath)
        known = self._relative.get((linkpath, folder))
        if known is None:
            known = self._step(answer, linkpath, self._folder(folder))
            self._relative[linkpath, folder] = known
        return known

    def candidates(self, linkpath: str) -> tuple[str, ...]:
        """Return every file that has the name a linkpath ends in, in order of path."""
        named = self._candidates(normal_link(linkpath))
        return tuple(named[1]) if named else ()

    def matches(self, linkpath: str) -> tuple[str, ...]:
        """Return every file that a linkpath may mean from some folder, likeliest first."""
        link = normal_link(linkpath)
        named = self._candidates(link)
        if named is None:
            return ()
        key = named[0].removeprefix("/")
        return tuple(_ranked(self._ending(key, named[1])))

    def _candidates(self, link: str) -> tuple[str, list[str]] | None:
        key = link.lower()
        base = key[key.rfind("/") + 1 :]
        if "." in base and base in self._named:
            return key, self._named[base]
        # One string: a capital sigma at the very end would lower to another letter.
        key = (link + ".md").lower()
        base = key[key.rfind("/") + 1 :]
        return (key, self._named[base]) if base in self._named else None

    def _answer(self, linkpath: str) -> Resolution | _Choice | _Relative:
        if self._pages and (page := self._pages.get(path_key(normal_link(linkpath)))):
            return Resolution(page)
        if linkpath.isascii() and "/" not in linkpath and "." not in linkpath and linkpath.strip():
            alone = self._named.get(f"{linkpath.strip().lower()}.md")  # the usual link: one name
            if alone is None:
                return _NOWHERE
            if len(alone) == 1:
                return Resolution(alone[0])
        link = normal_link(linkpath)
        if not link:
            return Resolution("")
        named = self._candidates(link)
        if named is None:
            return _NOWHERE
        key, namesakes = named
        if key.startswith(("./", "../")):
            return _Relative(key, namesakes)
        if "/" not in key and len(namesakes) == 1:
            return Resolution(namesakes[0])
        return self._anywhere(key, namesakes, linkpath)

    def _step(self, relative: _Relative, linkpath: str, folder: str) -> Resolution:
        """Apply `./` and `../`; one too many stays at the root, as in Obsidian."""
        key = relative.key
        base = folder
        while key.startswith(("./", "../")):
            if key.startswith("../"):
                base = base[: max(base.rfind("/"), 0)]
            key = key[key.index("/") + 1 :]
        if base:
            key = f"{base}/{key}"
        found = self._anywhere(key, relative.namesakes, linkpath)
        return found if isinstance(found, Resolution) else found.best(folder)

    def _anywhere(self, key: str, namesakes: list[str], linkpath: str) -> Resolution | _Choice:
        rooted = key.startswith("/")
        key = key.removeprefix("/")
        ending = self._ending(key, namesakes)
        exact = tuple(path for path in ending if path_key(path) == key)
        if exact:
            return _as_written(Resolution(exact[0], exact if len(exact) > 1 else ()), linkpath)
        if rooted or not ending:
            return _NOWHERE
        if len(ending) == 1:
            return Resolution(ending[0])
        choice = self._choices.get(key)
        if choice is None:
            choice = self._choices[key] = _Choice(_ranked(ending))
        return choice

    def _ending(self, key: str, namesakes: list[str]) -> list[str]:
        """Return the namesakes whose path ends with the names of `key`, whole names only."""
        if len(namesakes) < _CROWD:
            tail = f"/{key}"
            return [p for p in namesakes if (k := path_key(p)) == key or k.endswith(tail)]
        base = key[key.rfind("/") + 1 :]
        table = self._suffixes.get(base)
        if table is None:
            table = self._suffixes[base] = {}
            for path in namesakes:
                whole = path_key(path)
                start = 0
                while True:
                    table.setdefault(whole[start:], []).append(path)
                    start = whole.find("/", start) + 1
                    if not start:
                        break
        return table.get(key, [])

    def _folder(self, folder: str) -> str:
        key = self._folders.get(folder)
        if key is None:
            key = self._folders[folder] = path_key(folder)
        return key


class _Relative(NamedTuple):
    """A linkpath that starts with `./` or `../`: nothing is known without its source."""

    key: str
    namesakes: list[str]


class _Choice:
    """Several files fit; which one depends on the folder of the link's source."""

    __slots__ = ("_near", "ranked")

    def __init__(self, ranked: list[str]) -> None:
        self.ranked = ranked
        self._near: dict[str, Resolution] | None = None

    def best(self, folder: str) -> Resolution:
        """Return the shortest path under `folder`, else the shortest of all."""
        if len(self.ranked) < _CROWD:
            below = f"{folder}/"
            near = [path for path in self.ranked if path_key(path).startswith(below)]
            return _shortest(near or self.ranked)
        if self._near is None:
            self._near = self._table()
        found = self._near.get(folder)
        return found if found is not None else self._near[""]

    def _table(self) -> dict[str, Resolution]:
        """Give each folder above a file its best file; linear in the length of all paths."""
        below: dict[str, list[str]] = {"": []}
        for path in self.ranked:
            key = path_key(path)
            cut = len(key)
            while cut > 0:
                cut = max(key.rfind("/", 0, cut), 0)
                held = below.setdefault(key[:cut], [])
                if not held or path_length(held[0]) == path_length(path):
                    held.append(path)
        return {folder: _shortest(paths) for folder, paths in below.items()}


def normal_link(linkpath: str) -> str:
    """Return a linkpath as Obsidian compares it: plain spaces, trimmed, NFC."""
    if linkpath.isascii():
        return linkpath.strip()
    return unicodedata.normalize("NFC", linkpath.translate(_SPACES).strip())


def path_length(path: str) -> int:
    """Return the length Obsidian compares: UTF-16 units, so an emoji counts twice."""
    return len(path) if path.isascii() else len(path.encode("utf-16-le", "surrogatepass")) // 2


def _ranked(paths: Iterable[str]) -> list[str]:
    return sorted(paths, key=lambda path: (path_length(path), path))


def _shortest(ranked: list[str]) -> Resolution:
    length = path_length(ranked[0])
    tied = tuple(path for path in ranked if path_length(path) == length)
    return Resolution(tied[0], tied if len(tied) > 1 else ())


def _as_written(found: Resolution, linkpath: str) -> Resolution:
    """Among files the rules cannot tell apart, prefer the one spelled as the link is."""
    if found.rivals:
        link = normal_link(linkpath).removeprefix("/")
        for path in found.rivals:
            if f"/{path}".endswith((f"/{link}", f"/{link}.md")):
                return Resolution(path, found.rivals)
    return found
