"""Which notes others can read, and what says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kbpivot.notes.vocabulary import canonical
from kbpivot.vault import excluder

if TYPE_CHECKING:
    from kbpivot.model import Note
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["Policy", "Public", "PublishingFacts", "Wish", "public_flag", "public_notes"]

Policy = Literal["explicit", "opt-out", "tracked", "all"]
Wish = Literal["auto", "explicit", "opt-out", "tracked", "all"]


@dataclass(frozen=True, slots=True)
class PublishingFacts:
    """What the surroundings of a vault say about publishing; the default knows nothing.

    Attributes:
        quartz: a Quartz site is made of the notes.
        explicit: it shows only notes with `publish: true` (`ExplicitPublish`).
        drafts_removed: it leaves out notes with `draft: true` (`RemoveDrafts`).
        ignored: glob patterns of paths it leaves out (`ignorePatterns`).
        remote: the notes are in a git repository that is pushed somewhere.
        tracked: vault paths of all files git tracks, None outside of a repository.
    """

    quartz: bool = False
    explicit: bool = False
    drafts_removed: bool = False
    ignored: tuple[str, ...] = ()
    remote: bool = False
    tracked: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """What others can read.

    Attributes:
        paths: the public notes.
        reason: what says so, one line.
        policy: `explicit`, `opt-out`, `tracked` or `all`.
        files: other files (pictures, PDFs, canvases) that come along.
    """

    paths: frozenset[str]
    reason: str
    policy: Policy = "all"
    files: frozenset[str] = frozenset()

    def __contains__(self, path: object) -> bool:
        return path in self.paths or path in self.files

    def __repr__(self) -> str:
        return f"Public({len(self.paths)} notes: {self.reason})"


# `published` is a date wherever it was seen, so it is no flag. `unlisted` and `noindex` hide a
# note from lists and search engines, not from a reader who follows a link.
_SHOWN = ("publish", "dg publish", "public", "share")
_HIDDEN = ("draft", "private")
_VISIBILITY = {
    **dict.fromkeys(("public", "published", "everyone", "world"), True),
    **dict.fromkeys(("private", "hidden", "draft", "secret", "me", "personal"), False),
}
_YES = frozenset({"true", "yes", "1", "on"})
_NO = frozenset({"false", "no", "0", "off"})
_PRIVATE_FOLDERS = frozenset({"private", "_private"})


def public_flag(note: Note) -> bool | None:
    """Return what a note's own properties and fields say: True, False, or None for nothing.

    A word against beats a word for: `publish: true` with `draft: true` is a draft.
    """
    return _verdict(_flags(note))


def _verdict(said: Mapping[str, bool]) -> bool | None:
    return all(said.values()) if said else None


def _flags(note: Note) -> dict[str, bool]:
    """The verdict of each property (or inline field) that speaks, by canonical key."""
    found: dict[str, bool] = {}
    pairs: list[tuple[str, object]] = [(field.key, field.value) for field in note.fields]
    pairs.extend(note.properties.items())
    for written, value in pairs:
        key = canonical(written)
        if key in _SHOWN:
            yes = _truth(value)
            if yes is not None:
                found[key] = yes
        elif key in _HIDDEN:
            if _truth(value):
                found[key] = False
        elif key == "visibility" and isinstance(value, str):
            verdict = _VISIBILITY.get(value.strip().casefold())
            if verdict is not None:
                found[key] = verdict
    return found


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.strip().casefold()
        return True if word in _YES else False if word in _NO else None
    return None


def public_notes(
    vault: Vault,
    *,
    facts: PublishingFacts = PublishingFacts(),
    policy: Wish = "auto",
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    traits: Mapping[str, Traits] | None = None,
) -> Public:
    """Work out which notes others can read.

    With `auto` the first that speaks is taken: the notes' own properties and a `private`
    folder, then the site generator, then git, then nothing: all notes are public.

    Args:
        vault: the notes.
        facts: what the surroundings say.
        policy: what configuration says; `auto` works it out.
        include: files that are public whatever else holds, as `is_excluded` takes them.
        exclude: files that are private whatever else holds; they win over `include`.
        traits: what each note is; a template's properties are meant for other notes.
    """
    include, exclude = tuple(include), tuple(exclude)
    templates = {p for p, known in (traits or {}).items() if known.kind == "template"}
    said = {note.path: _flags(note) for note in vault.notes}
    flags = {path: _verdict(found) for path, found in said.items()}
    opted = sorted(
        {
            key
            for path, found in said.items()
            if path not in templates
            for key, yes in found.items()
            if yes and key in _SHOWN
        }
    )
    private = {path for path in (*vault.paths, *vault.files) if _in_private_folder(path)}
    held = [p for p, yes in flags.items() if yes is False and p not in templates]
    chosen, reason = _chosen(policy, facts, opted=opted, held=bool(held), private=bool(private))

    ignored = _globs(facts.ignored) if facts.quartz and policy == "auto" else None
    included, excluded = excluder(include), excluder(exclude)
    by_hand = bool(include or exclude)

    def visible(path: str, *, flag: bool | None) -> bool:
        if by_hand:
            if excluded(path):
                return False
            if include and included(path):
                return True
        if ignored is not None and ignored.search(path):
            return False
        if chosen == "explicit":
            return flag is True
        if chosen == "opt-out":
            return flag is not False and (flag is True or path not in private)
        if chosen == "tracked":
            return facts.tracked is None or path in facts.tracked
        return True

    # Nobody flags a picture: it is shown with the notes unless its folder, git or the site
    # keeps it back.
    shown = True if chosen == "explicit" else None
    files = frozenset(
        path for path in vault.files if visible(path, flag=None if path in private else shown)
    )
    paths = frozenset(path for path in vault.paths if visible(path, flag=flags[path]))
    if by_hand:
        reason = f"{reason}, with what kbpivot.toml includes and excludes"
    return Public(paths, reason, chosen, files)


def _chosen(
    policy: Wish, facts: PublishingFacts, *, opted: list[str], held: bool, private: bool
) -> tuple[Policy, str]:
    """The policy and the line that says why."""
    if policy != "auto":
        return policy, f"kbpivot.toml says {policy}"
    key = "publish" if "publish" in opted or not opted else opted[0].replace(" ", "-")
    if opted:
        return "explicit", f"notes with {key}: true are public"
    if held or private:
        what = "a private folder" if private and not held else "notes marked draft or private"
        if facts.explicit:
            return "explicit", "the Quartz site shows only notes with publish: true"
        return "opt-out", f"all but {what} are public"
    if facts.quartz:
        if facts.explicit:
            return "explicit", "the Quartz site shows only notes with publish: true"
        return "opt-out", "the Quartz site shows all notes" + (
            " but what it ignores" if facts.ignored else ""
        )
    if facts.remote and facts.tracked is not None:
        return "tracked", "everything in git is public (no publish flags found)"
    return "all", "everything is public (no publish flags, site or git remote found)"


def _in_private_folder(path: str) -> bool:
    return any(part.casefold() in _PRIVATE_FOLDERS for part in path.split("/")[:-1])


def _globs(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Compile glob patterns; each matches a path or a folder above it, from the root."""
    sources = [_glob(pattern) for pattern in patterns if pattern.strip()]
    return re.compile("|".join(sources)) if sources else None


def _glob(pattern: str) -> str:
    pattern = pattern.strip().removeprefix("./").strip("/")
    out, at, depth = "", 0, 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**/", at):
            out, at = f"{out}(?:[^/]+/)*", at + 3
            continue
        if pattern.startswith("**", at):
            out, at = f"{out}.*", at + 2
            continue
        if char == "*":
            out += "[^/]*"
        elif char == "?":
            out += "[^/]"
        elif char == "{" and "}" in pattern[at:]:
            out, depth = f"{out}(?:", depth + 1
        elif char == "}" and depth:
            out, depth = f"{out})", depth - 1
        elif char == "," and depth:
            out += "|"
        else:
            out += re.escape(char)
        at += 1
    return f"^{out}{')' * depth}(?:/|$)"
