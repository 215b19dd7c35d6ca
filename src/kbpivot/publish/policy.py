"""Which notes others can read, and what says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from kbpivot.record import Record
from kbpivot.traits.publication import FLAGS, SHOWN, flags_of
from kbpivot.vault import BoundedPattern, excluder
from kbpivot.wording import counted

if TYPE_CHECKING:
    from kbpivot.model import Note
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["Policy", "Public", "PublishingFacts", "Wish", "public_flag", "public_notes"]

Policy = Literal["explicit", "opt-out", "tracked", "all"]
Wish = Literal["auto", "explicit", "opt-out", "tracked", "all"]


class PublishingFacts(Record, frozen=True):
    """What the surroundings of a vault say about publishing; the default knows nothing.

    Attributes:
        quartz: a Quartz site is made of the notes.
        explicit: it shows only notes with `publish: true` (`ExplicitPublish`).
        drafts_removed: it leaves out notes with `draft: true` (`RemoveDrafts`).
        ignored: glob patterns of paths it leaves out (`ignorePatterns`).
        remote: the notes are in a git repository that is pushed somewhere.
        tracked: vault paths of all files git tracks, None where that cannot be told.
        unread: which of the surroundings is there and cannot be read, as the begin of a
            sentence; empty where none is.
    """

    quartz: bool = False
    explicit: bool = False
    drafts_removed: bool = False
    ignored: tuple[str, ...] = ()
    remote: bool = False
    tracked: frozenset[str] | None = None
    unread: str = ""


NO_FACTS = PublishingFacts()
"""Nothing is known of a site or of git."""


class Public(Record, frozen=True):
    """What others can read.

    Attributes:
        paths: the public notes.
        reason: what says so, one line.
        policy: `explicit`, `opt-out`, `tracked` or `all`.
        files: other files (pictures, PDFs, canvases) that come along.
        flagged: where a few flags are no policy, the notes that have one; else None.
    """

    paths: frozenset[str]
    reason: str
    policy: Policy = "all"
    files: frozenset[str] = frozenset()
    flagged: frozenset[str] | None = None

    @property
    def named(self) -> frozenset[str]:
        """The notes whose names may be told to others: where it is asked, those flagged alone."""
        return self.paths if self.flagged is None else self.flagged

    @property
    def asks(self) -> bool:
        """Whether the reason holds a question: a few notes have a flag and the rest has none."""
        return self.flagged is not None

    def __contains__(self, path: object) -> bool:
        return path in self.paths or path in self.files

    def __repr__(self) -> str:
        return f"Public({len(self.paths)} notes: {self.reason})"


_COVERS = 0.5  # the share of notes with a flag from which flags are the policy
_PRIVATE_FOLDERS = frozenset({"private", "_private"})


def public_flag(note: Note) -> bool | None:
    """Return what a note's own properties and fields say: True, False, or None for nothing.

    A word against beats a word for: `publish: true` with `draft: true` is a draft.
    """
    return _verdict(flags_of(note))


def _verdict(said: Mapping[str, bool]) -> bool | None:
    return all(said.values()) if said else None


def public_notes(
    vault: Vault,
    *,
    facts: PublishingFacts = NO_FACTS,
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
    said = {path: row.said for path, row in vault.each(FLAGS).items()}
    flags = {path: _verdict(found) for path, found in said.items()}
    opted = sorted(
        {
            key
            for path, found in said.items()
            if path not in templates
            for key, yes in found.items()
            if yes and key in SHOWN
        }
    )
    private = {path for path in (*vault.paths, *vault.files) if _in_private_folder(path)}
    held = [p for p, yes in flags.items() if yes is False and p not in templates]
    doubt: str = ""
    if opted and policy == "auto" and not facts.explicit:
        open_ones = [path for path, yes in flags.items() if yes and path not in templates]
        told = sum(yes is not None and path not in templates for path, yes in flags.items())
        leans = _unflagged_links(vault, open_ones, flags)
        if told < _COVERS * (len(vault) - len(templates)) and leans:
            said_key = "publish" if "publish" in opted else opted[0].replace(" ", "-")
            doubt = (
                f"{_say(len(open_ones), said_key)} and "
                f"{'links' if len(open_ones) == 1 else 'link'} to"
                f" {counted(leans, 'note')} that {'does' if leans == 1 else 'do'} not say it."
                ' Are those private? policy = "explicit" under [public] in kbpivot.toml says so'
            )
            opted = []
    chosen, reason = _chosen(policy, facts, opted=opted, held=bool(held), private=bool(private))

    ignored = _globs(facts.ignored) if facts.quartz and policy == "auto" else None
    # Where a pattern cannot be tried to its end, what it may name is private.
    included, excluded = excluder(include), excluder(exclude, in_doubt=True)
    by_hand = bool(include or exclude)
    # Where flags tell, a note whose flags cannot be read for sure is private.
    unread = _unread(vault) if chosen in ("explicit", "opt-out") or doubt else frozenset()

    def visible(path: str, *, flag: bool | None) -> bool:
        if path in vault.outside:  # what lies elsewhere was not written to be published here
            return False
        if by_hand:
            if excluded(path):
                return False
            if include and included(path):
                return True
        if ignored is not None and ignored.search(path):
            return False
        if path in unread and chosen in ("explicit", "opt-out"):
            return False
        if chosen == "explicit":
            return flag is True
        if chosen == "opt-out":
            return flag is not False and (flag is True or path not in private)
        if chosen == "tracked":
            return facts.tracked is not None and path in facts.tracked
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
    if unread:
        many = f"{counted(len(unread), 'note')} that cannot be read for sure"
        reason = f"{reason}; {many} {'counts' if len(unread) == 1 else 'count'} as private"
    for trouble in excluded.troubles:
        reason = f"{reason}; {trouble}, so nothing that it may name is public"
    if ignored is not None and ignored.trouble:
        reason = f"{reason}; what the site ignores {ignored.trouble}, so nothing of it is public"
    if doubt:
        sure = frozenset(path for path, yes in flags.items() if yes and path not in unread)
        known = paths if chosen == "tracked" else paths & sure
        return Public(paths, f"{reason}. {doubt}", chosen, files, known)
    return Public(paths, reason, chosen, files)


def _unread(vault: Vault) -> frozenset[str]:
    """The notes whose properties, or whose very text, cannot be read as they were meant."""
    broken = {path for path, row in vault.each(FLAGS).items() if row.broken}
    broken |= {one.path for one in vault.reading if one.code in ("bad-encoding", "unreadable")}
    return frozenset(broken.intersection(vault.paths))


def _say(number: int, key: str) -> str:
    return f"{counted(number, 'note')} {'says' if number == 1 else 'say'} {key}: true"


def _unflagged_links(
    vault: Vault, open_ones: Iterable[str], flags: Mapping[str, bool | None]
) -> int:
    """How many notes without a flag the flagged ones link to, if those are most they link to."""
    targets = {
        link.target
        for path in open_ones
        for link in vault.links(path)
        if link.target is not None and link.target in flags and link.target != path
    }
    silent = sum(flags[target] is None for target in targets)
    return silent if silent * 2 > len(targets) else 0


def _chosen(
    policy: Wish, facts: PublishingFacts, *, opted: list[str], held: bool, private: bool
) -> tuple[Policy, str]:
    """The policy and the line that says why."""
    if policy != "auto":
        missing = policy == "tracked" and facts.tracked is None
        why = ", but no git repository can be read here, so nothing is public" if missing else ""
        return policy, f"kbpivot.toml says {policy}{why}"
    key = "publish" if "publish" in opted or not opted else opted[0].replace(" ", "-")
    if opted:
        return "explicit", f"notes with {key}: true are public"
    if facts.unread:
        return "explicit", (
            f"{facts.unread} cannot be read, so only notes with publish: true are taken as public;"
            " policy under [public] in kbpivot.toml says what is"
        )
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


def _globs(patterns: Iterable[str]) -> BoundedPattern | None:
    """Compile glob patterns; each matches a path or a folder above it, from the root."""
    sources = [_glob(pattern) for pattern in patterns if pattern.strip()]
    if not sources:
        return None
    return BoundedPattern("|".join(sources), in_doubt=True, ignore_case=False, longest=100_000)


def _glob(pattern: str) -> str:
    pattern = pattern.strip().removeprefix("./").strip("/")
    out, at, depth = "", 0, 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**/", at):
            while pattern.startswith("**/", at):
                at += 3
            out = f"{out}(?:[^/]++/)*"
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
