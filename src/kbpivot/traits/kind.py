"""What kind of note a note is, and what says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical
from kbpivot.traits.aside import is_about_work, is_folder_readme, is_untitled
from kbpivot.traits.course import is_course, is_course_page, listed_targets
from kbpivot.traits.dates import is_dated
from kbpivot.traits.effort import stated_minutes
from kbpivot.traits.signs import Kinded, KindSource, NoteSigns
from kbpivot.traits.words import (
    FOLDER_KINDS,
    INDEX_NAMES,
    KIND_KEYS,
    MANUAL_HEADINGS,
    MANUAL_WORDS,
    MANUALS,
    PAPERWORK,
    READING_WORDS,
    TAG_KINDS,
    TYPE_KINDS,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kbpivot.model import Note
    from kbpivot.traits.aside import Places

__all__ = [
    "KindSource",
    "Kinded",
    "is_template",
    "kind_of",
    "note_signs",
    "shouted_folders",
]

_PAPER_NAME = re.compile(
    r"(?:1[89]|20)\d{2} ?[-–—] \S|.+ et al\.? ?[-–—(]|.+ [-–—] (?:1[89]|20)\d{2} [-–—] .+"
    r"|@[A-Za-zÀ-ž][\w:\-]*(?:1[89]|20)\d{2}|.+\((?:[^()]*[, ])?(?:1[89]|20)\d{2}[a-z]?\)$",
    re.IGNORECASE,
)
_TEMPLATE_NAME = re.compile(r"(?:^|\W)(?:templates?|vorlage|plantilla|模板|템플릿|шаблон)(?:\W|$)")
_TEMPLATE_WORDS = 40  # a note *about* templates has more to say
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_VARIABLE = re.compile(r"\{\{[^{}\r\n]{1,60}\}\}|<%[-_*+]?\s")
_HOLDERS = (list, dict)
_PAPER_HEADINGS = frozenset(
    canonical(name)
    for name in (
        *("abstract", "contribution", "contributions", "key contributions", "method", "methods"),
        *("methodology", "results", "key results", "experiments", "limitations", "main idea"),
        *("paper snapshot", "paper summary", "problem statement", "ablation", "ablations"),
        *("related work", "citation", "bibtex", "key findings", "strengths", "weaknesses"),
    )
)
_SNAPSHOT = frozenset({"paper snapshot", "paper metadata", "paper info", "paper details"})
_AUTHOR_KEYS = frozenset({"author", "authors", "作者", "저자"})
_SOURCE_KEYS = frozenset(
    {"year", "venue", "journal", "conference", "doi", "arxiv", "arxiv id", "pdf", "booktitle"}
)
_CITE_KEYS = frozenset({"citekey", "cite key", "bibkey", "bibkeys", "citation key", "bibtex"})
_CLIPPER_KEYS = frozenset({"source", "author", "published", "created", "description", "clipped"})
_CAPTURE_KEYS = frozenset(
    [
        *("clipped", "clipped at", "clipped on", "date clipped", "ingested", "ingested at"),
        *("ingested on", "date ingested", "ingest date", "captured", "captured at", "captured on"),
        *("date captured", "saved at", "date saved", "saved on", "scraped", "scraped at"),
        *("fetched", "fetched at", "crawled", "web clip", "web clipper", "readwise url"),
        *("date highlighted", "omnivore link", "剪藏", "剪藏时间", "抓取时间", "採集"),
    ]
)
_ADDRESS_KEYS = frozenset(
    [
        *("source url", "original url", "page url", "web url", "canonical url", "from url"),
        *("source link", "original link", "clip url", "原文链接", "原文", "来源链接", "出典url"),
    ]
)
_STATUS_KEYS = frozenset(
    {"status", "reading status", "read status", "state", "progress", "状态", "상태", "статус"}
)
_AGENT_KEYS = frozenset(
    {"tools", "allowed tools", "model", "globs", "alwaysapply", "argument hint"}
)
_DECISION = frozenset({"decision", "context", "consequences", "status", "alternatives considered"})
_MANUAL_SHARE = 10  # percent of sentences that tell a program what to do, or speak of its work
_RULES_SHARE = 60  # the same where no name says that it is a manual
_LOGS = frozenset(
    {"log", "changelog", "change log", "worklog", "history", "日志", "로그", "журнал"}
)
_DAYS_OF_A_LOG = 3
_DAY_FIRST = re.compile(r"\W*(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?!\d)")
_A_FEW = 6  # words; so few are no note about agents
_LEAST_LISTED = 3  # notes that a list names before a tag makes it a list
_LEAST_ENTRIES = 5
_WORDS_A_STOP = 40  # a track says more of each stop
_WORDS_OF_A_MENU = 50
_WORDS_AN_ENTRY = 6  # an index describes an entry in a few words
_LONGEST_NAME = 6  # words in the name of a concept


def shouted_folders(notes: Iterable[NoteSigns]) -> frozenset[str]:
    """Folders in which capitals are the vault's own habit: `CODE.md`, `VIDEO.md`, `AUDIO.md`.

    There `AGENTS.md` is a note about agents, not a manual for one.
    """
    counts: dict[str, int] = {}
    for note in notes:
        name = note.name
        ordinary = name not in MANUALS and name not in PAPERWORK and name.upper() != "README"
        if ordinary and name.isupper() and len(name) > 2:
            folder = note.path.rpartition("/")[0]
            counts[folder] = counts.get(folder, 0) + 1
    return frozenset(folder for folder, count in counts.items() if count > 1)


def note_signs(
    note: Note,
    *,
    kind_keys: tuple[str, ...] = KIND_KEYS,
    kind_words: Mapping[str, Kind] = TYPE_KINDS,
    vocabulary: Vocabulary = DEFAULT,
) -> NoteSigns:
    """Read what one note alone says of its kind and of its length.

    Args:
        note: the note.
        kind_keys: canonical names of properties that tell a kind.
        kind_words: canonical values of these properties.
        vocabulary: names of the properties that hold a duration.
    """
    keys = {canonical(key): value for key, value in note.properties.items()}
    untitled = Kinded("untitled", "name") if is_untitled(note) else None
    folder = note.path.rpartition("/")[0]
    shape = _plain_shape(note, keys, ()) or untitled
    in_capitals = _plain_shape(note, keys, (folder,)) or untitled
    sure = shape is not None and in_capitals is not None
    said = None if sure else _said_kind(note, keys, kind_keys, kind_words)
    named = within = None
    if not sure and said is None:
        name, content = _name_kind(note), _content_kind(note)
        named = None if name is None else Kinded(name, "name")
        within = None if content is None else Kinded(content, "content")
        foldered = _folder_kind(note.path) if content is None else None
        if foldered is not None and _bears_out(note, foldered):
            within = Kinded(foldered, "folder")
    return NoteSigns(
        path=note.path,
        prose=note.prose,
        shape=shape,
        shape_in_capitals=in_capitals,
        said=said,
        named=named,
        within=within,
        term=_term(note),
        about_work=is_about_work(keys),
        captured=note.ids.urls and not note.statements,
        template=is_template(note),
        minutes=stated_minutes(note, vocabulary),
        reading=note.read_minutes,
    )


def kind_of(
    signs: NoteSigns,
    *,
    linked_names: Collection[str] = frozenset(),
    shouted: Collection[str] = frozenset(),
    places: Places | None = None,
) -> Kinded:
    """Tell a note's kind.

    The first that speaks is taken: what the note plainly is (drawing, template, manual), a
    property, a tag, the file name, the content, and last the folder, which is weak evidence.

    Args:
        signs: what the note says.
        linked_names: lower-case base names that other notes link to.
        shouted: folders in which capitals mean nothing, from `shouted_folders`.
        places: what the folders of the vault say of the notes in them.
    """
    capitals = bool(shouted) and signs.path.rpartition("/")[0] in shouted
    shape = signs.shape_in_capitals if capitals else signs.shape
    if shape is not None:
        return shape
    where = None if places is None else places.aside(signs)
    if where == "archived":
        return Kinded(where, "folder")
    if signs.said is not None:
        return signs.said
    if where is not None:
        return Kinded(where, "folder")
    if places is not None and is_folder_readme(signs, lonely=places.lonely):
        return Kinded("index", "name")
    if signs.named is not None:
        return signs.named
    if places is not None and places.is_template(signs):
        return Kinded("template", "folder")
    if signs.within is not None:
        return signs.within
    if signs.term == "yes" or (signs.term == "linked" and signs.name.lower() in linked_names):
        return Kinded("concept", "content")
    return Kinded("other", "")


def _said_kind(
    note: Note,
    keys: Mapping[str, object],
    kind_keys: tuple[str, ...],
    kind_words: Mapping[str, Kind],
) -> Kinded | None:
    """The kind that properties and tags tell."""
    captured = _is_captured(note, keys)
    for key in kind_keys:
        found = _property_kind(keys[key], kind_words) if key in keys else None
        if found is not None and not (captured and found in ("paper", "other")):
            return Kinded(found, "property")
    if captured:
        return Kinded("clipping", "property")
    if not _CITE_KEYS.isdisjoint(keys):
        return Kinded("paper", "property")
    for tag in note.tags:
        found = _tag_kind(tag.name, kind_words)
        if found is not None and _bears_out(note, found):
            return Kinded(found, "tag")
    if not _AUTHOR_KEYS.isdisjoint(keys) and not _SOURCE_KEYS.isdisjoint(keys):
        return Kinded("paper", "property")
    if _is_clipping(note, keys):
        return Kinded("clipping", "property")
    return None


def _bears_out(note: Note, kind: Kind) -> bool:
    """Tell whether a note looks like what a tag or folder calls it.

    `templates` and `curriculum` are subjects too: a template is short or has holes, and what
    lists notes names some, in few words.
    """
    said = note.prose
    if kind == "template":
        return said.words < _TEMPLATE_WORDS or said.variables > 0
    if kind == "track":
        listed = max(len({one.target.target for one in note.entries}), len(note.links))
        goals = {canonical(key) for key in note.properties} & {"goal", "goals", "targets"}
        return bool(goals) or (listed >= _LEAST_LISTED and said.words <= _WORDS_A_STOP * listed)
    return True


def _is_captured(note: Note, keys: Mapping[str, object]) -> bool:
    """Tell whether a note says that it was taken from elsewhere as it is, and is not read from."""
    return not _CAPTURE_KEYS.isdisjoint(keys) and not _is_read(note, keys)


def _is_clipping(note: Note, keys: Mapping[str, object]) -> bool:
    if len(_CLIPPER_KEYS.intersection(keys)) >= 4 and "://" in str(keys.get("source", "")):
        return not _is_read(note, keys)
    if note.ids.arxiv or note.ids.dois or any(link.kind != "property" for link in note.links):
        return False  # who writes about a source links it to notes of one's own
    addressed = any("://" in str(keys[key]) for key in _ADDRESS_KEYS.intersection(keys))
    return addressed and not _is_read(note, keys)


def _is_read(note: Note, keys: Mapping[str, object]) -> bool:
    """Tell whether its owner studies a note: it has a place on a reading list, or needs others."""
    if note.statements:
        return True
    said = [keys[key] for key in _STATUS_KEYS.intersection(keys)]
    return any(isinstance(one, str) and canonical(one) in READING_WORDS for one in said)


def _plain_shape(note: Note, keys: Mapping[str, object], shouted: Collection[str]) -> Kinded | None:
    folder, _, _ = note.path.rpartition("/")
    if note.path[-14:].lower() == ".excalidraw.md":
        return Kinded("excalidraw", "name")
    if "excalidraw plugin" in keys or "kanban plugin" in keys:
        for key in keys:
            if key == "excalidraw plugin":
                return Kinded("excalidraw", "property")
            if key == "kanban plugin":
                return Kinded("index", "property")
    if _is_manual(note, keys, folder, shouted):
        return Kinded("manual", "name")
    if is_template(note):
        return Kinded("template", "content")
    return None


def _is_manual(
    note: Note, keys: Mapping[str, object], folder: str, shouted: Collection[str]
) -> bool:
    """Tell whether a note tells programs or helpers how to work here.

    A name alone says little: a note about agents may be called `AGENTS`. Rules are in the
    imperative.
    """
    name, share = note.name, note.prose.instructions
    titles = {canonical(heading.text) for heading in note.headings}
    if name.upper() in MANUALS and (
        share >= _MANUAL_SHARE
        or any(not MANUAL_WORDS.isdisjoint(title.split()) for title in titles)
        or not MANUAL_HEADINGS.isdisjoint(titles)
        or note.prose.words < _A_FEW
    ):
        return True
    if name in PAPERWORK and not folder and folder not in shouted:
        return True
    if len(titles & _DECISION) >= 3 and "decision" in titles:
        return True  # a record of a decision about software
    return share >= _RULES_SHARE or (
        share > 0 and {"name", "description"} <= keys.keys() and not _AGENT_KEYS.isdisjoint(keys)
    )


def is_template(note: Note) -> bool:
    """True when the note holds variables that a template plugin fills in.

    What only repeats the note's name is none: a note may be about `{{title}}`.
    """
    for key, value in note.properties.items():
        if value in (note.name, [note.name]):
            continue
        if ("{{" in key or "<%" in key) and _holds_variable(key):
            return True
        if value.__class__ is str:
            if ("{{" in value or "<%" in value) and _holds_variable(value):
                return True
        elif value.__class__ in _HOLDERS and _holds_variable(value):
            return True
    for heading in note.headings:
        title = _CODE.sub(" ", heading.text)
        if title.strip() == note.name:
            continue
        if ("{{" in title or "<%" in title) and "$" not in title and _VARIABLE.search(title):
            return True
    return note.prose.variables >= 2 and note.prose.words < 40 * note.prose.variables


def _holds_variable(value: object) -> bool:
    if isinstance(value, str):
        return ("{{" in value or "<%" in value) and _VARIABLE.search(value) is not None
    if isinstance(value, list):
        return any(_holds_variable(one) for one in value)
    # Unquoted `{{date}}` is a mapping that holds a mapping for a key and nothing behind it.
    if isinstance(value, dict) and len(value) == 1:
        ((key, inner),) = value.items()
        return inner is None and (isinstance(key, dict) or str(key).startswith("{"))
    return False


def _property_kind(value: object, kind_words: Mapping[str, Kind]) -> Kind | None:
    values = value if isinstance(value, list) else [value]
    for one in values:
        if isinstance(one, str):
            said = canonical(one.rpartition("/")[2].partition("|")[0])
            found = kind_words.get(said)
            if found is not None:
                return found
    return None


def _tag_kind(tag: str, kind_words: Mapping[str, Kind]) -> Kind | None:
    head, _, last = tag.lstrip("#").rpartition("/")
    said = canonical(last)
    if canonical(head) in ("type", "kind", "note", "note type"):
        return kind_words.get(said)
    return TAG_KINDS.get(said)


def _is_log(note: Note) -> bool:
    """Tell whether a note is called a log and its sections are days: `## [2026-05-21] created`."""
    if canonical(note.name) not in _LOGS:
        return False
    dated = [heading for heading in note.headings if _DAY_FIRST.match(heading.text)]
    if len(dated) < _DAYS_OF_A_LOG:
        return False
    beside = sum(heading.level == dated[0].level for heading in note.headings)
    return len(dated) * 4 >= beside * 3


def _name_kind(note: Note) -> Kind | None:
    name = note.name
    lowered = name.lower()
    if is_dated(note.path) or _is_log(note):
        return "daily"
    if note.prose.words < _TEMPLATE_WORDS and _TEMPLATE_NAME.search(lowered):
        return "template"
    is_index = INDEX_NAMES.match(lowered.strip())
    if name == "SUMMARY" and note.links and note.prose.words < _WORDS_OF_A_MENU:
        return "index"  # the menu of a book
    if not is_index and is_course(note):
        return "track"
    if is_index:
        folder = note.path.rpartition("/")[0]
        targets = len({entry.target.target for entry in note.entries})
        brief = note.prose.words < _WORDS_OF_A_MENU
        if not folder or targets >= 3 or (brief and (note.links or name == "_index")):
            return "index"
    if _PAPER_NAME.match(name):
        return "paper"
    return None


def _content_kind(note: Note) -> Kind | None:
    if note.ids.source == "table" and (note.ids.arxiv or note.ids.dois):
        return "paper"
    titles = {canonical(heading.text) for heading in note.headings}
    if titles & _SNAPSHOT:
        return "paper"
    if (note.ids.arxiv or note.ids.dois) and len(titles & _PAPER_HEADINGS) >= 2:
        return "paper"
    if note.ids.source == "property" and (note.ids.arxiv or note.ids.dois):
        return "paper"
    entries = listed_targets(note) if len(note.entries) >= _LEAST_ENTRIES else ()
    if len(entries) >= _LEAST_ENTRIES and note.prose.words <= _WORDS_AN_ENTRY * len(entries):
        return "index"
    return "index" if is_course_page(note) else None


def _folder_kind(path: str) -> Kind | None:
    """The kind the nearest telling folder suggests, by its name or the words in it."""
    for folder in reversed(path.split("/")[:-1]):
        said = canonical(folder)
        if said in FOLDER_KINDS:
            return FOLDER_KINDS[said]
        for word in said.split():
            if word in ("paper", "papers"):
                return "paper"
            if word in ("concept", "concepts"):
                return "concept"
    return None


def _term(note: Note) -> Literal["yes", "linked", "no"]:
    """Whether the name reads like a term, and notes build on it, or may refer to it."""
    name = note.name
    if len(name.split()) > _LONGEST_NAME or not any(char.isalpha() for char in name):
        return "no"
    if any(one.relation in ("needs", "unlocks") for one in note.statements) or note.root:
        return "yes"
    return "linked"
