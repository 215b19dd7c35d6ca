"""What a vault says about itself before anybody sets anything: facts, and words not yet known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from kbpivot.graph.lessons import without_lessons
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical, words
from kbpivot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbpivot.model import Note
    from kbpivot.notes.vocabulary import Words
    from kbpivot.study.status import StatusWords
    from kbpivot.vault import Vault
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Observation", "PropertyRole", "UnknownProperty", "survey", "unknown_properties"]

PropertyRole = Literal[
    "prerequisites", "optional", "unlocks", "hours", "minutes", "status", "mastery", "links"
]

_HOURS: Final = frozenset({"h", "hr", "hrs", "hour", "hours", "std", "stunden", "heures", "horas"})
_MINUTES: Final = frozenset({"min", "mins", "minute", "minutes", "minuten", "minutos"})
# In the order in which they are told; the words stand behind a number of notes.
_HOURS_FROM: Final = {
    "property": "by a property",
    "stated": "by a stated reading time",
    "words": "by length",
    "median": "by the median of the kind",
    "default": "by the usual 1.3 h",
}
_STATUS: Final = frozenset({"status", "state", "progress", "stand"})
_MASTERY: Final = frozenset({"mastery", "progress", "confidence"})
_NO_PREREQUISITES: Final = frozenset(
    [
        "up",
        "parent",
        "parents",
        "down",
        "child",
        "children",
        "same",
        "sibling",
        "siblings",
        "prev",
        "previous",
        "next",
        "related",
        "tags",
        "tag",
        "aliases",
        "alias",
        "cssclasses",
        "category",
        "categories",
        "topic",
        "topics",
        "area",
        "areas",
        "project",
        "projects",
        "author",
        "authors",
        "people",
        "person",
        "source",
        "sources",
        "moc",
        "mocs",
        "index",
        "collection",
        "collections",
        "type",
        "kind",
        "goals",
        "goal",
        "cover",
        "image",
        "banner",
        "attachment",
        "attachments",
        "file",
        "files",
        "date",
        "created",
        "updated",
    ]
)
_ONE: Final = {"code": "note on code"}
_MANY: Final = {
    "code": "notes on code",
    "daily": "daily notes",
    "index": "indexes",
    "excalidraw": "drawings",
    "person": "notes about people",
    "archived": "archived notes",
    "untitled": "notes without a title",
}
_LEAST_NOTES: Final = 2
_LEAST_LINKS: Final = 3


class Observation(Record, frozen=True):
    """One thing that was found.

    Attributes:
        about: what it is about, one word.
        value: what is the case.
        source: what says so; may be empty.
    """

    about: str
    value: str
    source: str = ""


class UnknownProperty(Record, frozen=True):
    """A property that no rule reads, though it looks as if one should.

    Attributes:
        key: its name, as most notes spell it.
        role: what it looks like; `links` for one that holds links and does not say why.
        notes: how many notes have it.
        first: path of the first one.
    """

    key: str
    role: PropertyRole
    notes: int
    first: str


def survey(work: Workspace) -> tuple[Observation, ...]:
    """Return what is here: notes, links, prerequisites, what is public, hours and progress."""
    kinds = Counter(one.kind for one in work.traits.values())
    shown = [
        f"{kinds[kind]:,} {_ONE.get(kind, kind) if kinds[kind] == 1 else _MANY.get(kind, f'{kind}s')}"
        for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    ]
    state = work.state
    progress = f"{len(state.mastered):,} mastered, {len(state.started):,} started"
    if state.assumed:
        progress += f", {len(state.assumed):,} written"
    templates = work.inputs.site.obsidian.template_folder
    return (
        Observation("notes", ", ".join(shown) or "none"),
        Observation("links", _links(work.vault)),
        _prerequisites(work),
        Observation("public", f"{len(work.public.paths):,} notes", work.public.reason),
        Observation("hours", *_hours(work)),
        Observation("progress", progress, state.source),
        Observation("templates", f"in {templates}")
        if templates
        else Observation("templates", "no folder is set", "kbpivot init --templates makes one"),
    )


def _links(vault: Vault) -> str:
    kinds: Counter[str] = Counter()
    connected: set[str] = set()
    open_ends = 0
    for link in vault.all_links():
        if link.target is None:
            open_ends += 1
        elif link.target != link.source:
            kinds["Markdown link" if link.link.kind == "markdown" else "wikilink"] += 1
            connected.update((link.source, link.target))
    if not kinds and not open_ends:
        return "none between the notes"
    said = [f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in sorted(kinds.items())]
    if open_ends:
        said.append(f"{open_ends:,} to notes not written yet")
    together = sum(path in connected for path in vault.paths)
    return f"{', '.join(said)}; {together:,} of {len(vault):,} notes connected"


def _prerequisites(work: Workspace) -> Observation:
    """Say how many are stated, and in which forms the author writes them."""
    forms: Counter[str] = Counter()
    for note in work.vault.notes:
        for one in note.statements:
            if one.relation in {"needs", "optional"} and work.traits[note.path].in_advice:
                where = {"property": "property", "section": "heading"}.get(one.form, "label")
                forms[f"{where} {one.key.strip(' :*_')!r}"] += 1
    if not forms:
        return Observation("prerequisites", "none stated", "kbpivot suggest asks about likely ones")
    graph = without_lessons(work.person.study_graph)
    grades = Counter(str(facts["grade"]) for _, _, facts in graph.edges(data=True))
    said = ", ".join(
        f"{grades[grade]:,} {grade}" for grade in ("stated", "optional", "ordered") if grades[grade]
    )
    ranked = sorted(forms, key=lambda form: (-forms[form], form))
    shown = ", ".join(f"{form} ({forms[form]:,})" for form in ranked[:4])
    rest = len(ranked) - 4
    more = f" and {rest} more {'form' if rest == 1 else 'forms'}" if rest > 0 else ""
    return Observation("prerequisites", said or "none between notes", f"written as {shown}{more}")


def _hours(work: Workspace) -> tuple[str, str]:
    counts = Counter(str(one.minutes_source) for one in work.traits.values() if one.in_advice)
    total = sum(one.minutes for one in work.traits.values() if one.in_advice) / 60
    said = [
        f"{counts[source]:,} {'note' if counts[source] == 1 else 'notes'} {how}"
        for source, how in _HOURS_FROM.items()
        if counts[source]
    ]
    return f"{total:,.0f} in all", ", ".join(said)


def unknown_properties(
    notes: Iterable[Note],
    *,
    vocabulary: Vocabulary = DEFAULT,
    status: StatusWords,
) -> tuple[UnknownProperty, ...]:
    """Return properties that look as if they meant something here and are not read.

    A name that holds a known word (`my prereqs`, `effort_h`) is taken for what the word means; a
    property with links in three notes or more is only asked about.

    Args:
        notes: the notes, without those that advice leaves out.
        vocabulary: the words that are known.
        status: the words for progress that are known.
    """
    known = words(vocabulary)
    read = {canonical(key) for key in (*status.status_keys, *status.done_keys)}
    read |= {canonical(key) for key in status.mastery_keys}
    read |= set(known.property) | set(known.time)
    tokens = _tokens(vocabulary)
    found: dict[tuple[str, PropertyRole], list[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    for note in notes:
        linked = {link.property.partition(".")[0] for link in note.links if link.property}
        for key, value in note.properties.items():
            name = canonical(key)
            if name in read or not name:
                continue
            role = _role(name, value, key in linked, known, tokens, status)
            if role is not None:
                found.setdefault((name, role), []).append(note.path)
                spelled.setdefault(name, Counter())[key] += 1
    return tuple(
        UnknownProperty(
            min(spelled[name], key=lambda key: (-spelled[name][key], key)),
            role,
            len(paths),
            paths[0],
        )
        for (name, role), paths in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
        if len(paths) >= (_LEAST_LINKS if role == "links" else _LEAST_NOTES)
    )


def _tokens(vocabulary: Vocabulary) -> Mapping[PropertyRole, frozenset[str]]:
    """Single words that say by themselves what a longer name is about."""

    def single(names: Iterable[str]) -> frozenset[str]:
        return frozenset(
            name for name in map(canonical, names) if len(name) > 3 and " " not in name
        )

    return {
        "prerequisites": single((*vocabulary.prerequisites, *vocabulary.needs_keys)),
        "optional": single(vocabulary.optional_words),
        "unlocks": single(vocabulary.unlocks),
    }


def _role(
    name: str,
    value: object,
    linked: bool,  # noqa: FBT001
    known: Words,
    tokens: Mapping[PropertyRole, frozenset[str]],
    status: StatusWords,
) -> PropertyRole | None:
    parts = set(name.split())
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number:
        if parts & _HOURS:
            return "hours"
        if parts & _MINUTES:
            return "minutes"
        return "mastery" if parts & _MASTERY else None
    if isinstance(value, str) and parts & _STATUS:
        return "status" if status.level(value) not in {None, "neutral"} else None
    if linked or isinstance(value, list):
        if parts & tokens["prerequisites"]:
            return "optional" if parts & tokens["optional"] else "prerequisites"
        if parts & tokens["unlocks"]:
            return "unlocks"
    if linked and name not in known.asides and name not in _NO_PREREQUISITES:
        return "links"
    return None
