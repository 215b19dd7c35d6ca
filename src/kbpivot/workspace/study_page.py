"""What the study page of a vault shows: its picture, the next step, the order and the lanes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from kbpivot.render.answers.next import NextAnswer
    from kbpivot.render.drawing.html.record import Lane, NextNote, StudyPage
    from kbpivot.render.drawing.html.texts import KeptTexts
    from kbpivot.render.drawing.picture import Picture
    from kbpivot.study import Suggestions
    from kbpivot.study.objective import Objective
    from kbpivot.study.tracks import Track
    from kbpivot.workspace.workspace import Workspace

__all__ = ["page_text", "page_update", "study_page"]

_MANY = 60  # notes of a lane


def study_page(
    work: Workspace,
    *,
    now: datetime,
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    grades: Collection[str] | None = None,
    public: bool = False,
    show_private: bool = False,
) -> StudyPage:
    """Return what a study page shows.

    Args:
        work: the vault.
        now: the time, with a time zone.
        goal: only the way to this note.
        around: only this note and its neighbours, `depth` steps each way.
        depth: steps to go from `around`.
        grades: which edges; None for those that the order of study goes by.
        public: only what readers of the public notes may be told.
        show_private: with `public`, name private notes all the same.

    Raises:
        NoteNotFoundError: nothing answers to `goal` or `around`.
        AmbiguousNoteError: several notes do.
    """
    from kbpivot.render.drawing.html.record import StudyPage
    from kbpivot.study.way import progress
    from kbpivot.study.work_left import satisfied
    from kbpivot.workspace.drawing import drawn_graph
    from kbpivot.workspace.next_step import next_step

    names = () if goal is None else (goal,)
    if goal is not None:
        work.node(goal)  # a page is about a note, not about a track
    aim, path = work.way(names)
    drawn, ids = drawn_graph(
        work,
        way=(aim, path),
        grades=grades,
        goal=goal,
        around=around,
        depth=depth,
        public=public,
        show_private=show_private,
    )
    closed = public and not show_private
    words = _words(work) if closed else str
    found, answer = next_step(work, names, now=now)
    graph = work.person.study_graph
    steps = [step.node for step in path.steps]
    met = satisfied(graph, work.state) - work.state.mastered - set(steps)
    way = progress(graph, list(aim.weights), work.state, asked=aim.kind == "goal")[0]
    if not steps and goal is None:
        way = frozenset()  # nothing is aimed at
    return StudyPage(
        picture=drawn,
        suggestions=_suggestions(
            found,
            answer,
            drawn,
            ids,
            words,
            told=work.is_disclosable if closed else lambda _: True,
        ),
        said=tuple(map(words, _said(answer, public=public))),
        order=tuple(ids[node] for node in steps if node in ids),
        met=frozenset(ids[node] for node in met if node in ids),
        lanes=_lanes(work, drawn, ids, aim, public=closed, begins=bool(steps)),
        toward="" if goal is not None else words(aim.text) if aim.kind != "any" else "",
        on_way=tuple(ids[node] for node in sorted(way) if node in ids),
        weekly_hours=0.0 if public else work.config.study.hours_per_week,
    )


def page_text(
    work: Workspace,
    page: StudyPage,
    *,
    public: bool = False,
    all_edges: bool = False,
    live: str = "",
    texts: KeptTexts | None = None,
) -> str:
    """Return a study page of the vault as HTML, with the notes' texts.

    Args:
        work: the vault.
        page: what it shows.
        public: whether it is for readers of the public notes.
        all_edges: also draw edges that others imply.
        live: a script of the server that shows it.
        texts: what was rendered for the page before.
    """
    from kbpivot.render.drawing.html import html

    told = _told(work, page, public=public, live=bool(live), texts=texts)
    return html(page, all_edges=all_edges, live=live, **told)


def page_update(work: Workspace, page: StudyPage, *, texts: KeptTexts) -> dict[str, object]:
    """Return what the script of a page that is open takes to show the vault as it is now.

    Args:
        work: the vault.
        page: what the page shows now.
        texts: what was rendered for the page before.
    """
    from kbpivot.render.drawing.html import page_data

    told = _told(work, page, public=False, live=True, texts=texts)
    return page_data(page, live=True, **told)


class _Told(TypedDict):
    """What a page takes from the notes beside the picture of them."""

    text: Callable[[str], str]
    quote_of: Callable[[str, int], str]
    resolve: Callable[[str, str], str | None]
    vault_name: str
    texts: KeptTexts | None


def _told(
    work: Workspace, page: StudyPage, *, public: bool, live: bool, texts: KeptTexts | None
) -> _Told:
    from kbpivot.render.answers.study import line_quote
    from kbpivot.workspace.drawing import note_text

    words = _words(work) if page.picture.public is not None else str

    def quote_of(path: str, line: int) -> str:
        said = line_quote(note_text(work, path, public=public), line)
        return said if words(said) == said else ""

    # A page that is sent about may meet Obsidian later; a server knows whether it is here.
    hidden = public or (live and not work.inputs.in_obsidian)
    return {
        "text": lambda path: note_text(work, path, public=public),
        "quote_of": quote_of,
        "resolve": lambda link, path: work.vault.resolve(link, source=path),
        "vault_name": "" if hidden else work.root.name,
        "texts": texts,
    }


def _words(work: Workspace) -> Callable[[str], str]:
    """What leaves private names out of a sentence."""
    from kbpivot.publish.disclosure import redacted

    secret = work.secret_names
    return lambda text: redacted(text, secret)


def _said(answer: NextAnswer, *, public: bool) -> list[str]:
    """What `next` says besides; readers are not told what the author's begun notes wait for."""
    from kbpivot.render.text.next import ground_sentences, nothing_sentences

    said = ground_sentences(answer) if answer.suggestions else list(nothing_sentences(answer))
    return said if public else [*said, *(one.message for one in answer.blocked)]


def _suggestions(
    found: Suggestions,
    answer: NextAnswer,
    drawn: Picture,
    ids: Mapping[str, str],
    words: Callable[[str], str],
    *,
    told: Callable[[str], bool],
) -> tuple[NextNote, ...]:
    """The suggestions in the words of `next`; a private one is shown without its reasons."""
    from kbpivot.render.drawing.html.record import NextNote
    from kbpivot.render.text.next import why_sentences

    nodes = {node.id: node for node in drawn.nodes}
    shown: list[NextNote] = []
    for one, entry in zip(found, answer.suggestions, strict=True):
        node = nodes.get(ids.get(one.node, ""))
        private = not told(one.node)
        if node is None and private:
            continue
        shown.append(
            NextNote(
                id="" if node is None else node.id,
                title=entry.title if node is None else node.title,
                hours=entry.hours,
                source=entry.hours_source,
                why="" if private else words(" ".join(why_sentences(entry))),
            )
        )
    return tuple(shown)


def _lanes(
    work: Workspace,
    drawn: Picture,
    ids: Mapping[str, str],
    aim: Objective,
    *,
    public: bool,
    begins: bool,
) -> tuple[Lane, ...]:
    """The way to the goal as one lane; else a lane for each track, and folders for the rest.

    What most notes lean on is a lane only where a way to it `begins`.
    """
    from kbpivot.render.drawing.html.record import Lane
    from kbpivot.study.way import progress

    if drawn.about is not None:
        about = drawn.about
        goals = (about.id,) if about.goal else ()
        notes = tuple(node.id for node in drawn.nodes)
        return (Lane(about.title, "goal" if goals else "folder", goals, notes, lead=True),)
    graph = work.person.study_graph
    tracks: tuple[Track, ...] = work.tracks()
    if public:
        tracks = work.disclosable_tracks(tracks)
    lanes: list[Lane] = []

    def add(name: str, kind: str, goals: Iterable[str]) -> None:
        wanted = [goal for goal in goals if goal in graph]
        inside = progress(graph, wanted, work.state)[0]
        shown_ids = {ids[node] for node in inside if node in ids}
        notes = tuple(node.id for node in drawn.nodes if node.id in shown_ids)
        if notes:
            shown = tuple(ids[goal] for goal in wanted if goal in ids)
            if kind == "vault" or 2 * len(shown) > len(notes):
                shown = ()  # where most are goals, none is where it all leads
            lanes.append(
                Lane(name, "vault" if kind == "vault" else "track", shown, notes, lead=True)
            )

    if aim.kind == "vault" and not tracks and begins:
        add(f"{aim.text[:1].upper()}{aim.text[1:]}", "vault", aim.weights)
    for track in tracks:
        add(track.name, "track", track.goals)
    placed = {note for lane in lanes for note in lane.notes}
    if lanes and lanes[0].kind == "vault":
        placed = set()
    return (*lanes, *_folders(drawn, placed))


def _folders(drawn: Picture, placed: Collection[str]) -> list[Lane]:
    """A lane for each folder of the notes that stand in no other lane.

    A note without a path stands where the first note does that builds on it, or that it needs.
    """
    from kbpivot.render.drawing.html.record import Lane

    folders_of = {n.id: n.path.split("/")[:-1] for n in drawn.nodes if n.path is not None}
    sizes = Counter(parts[0] for parts in folders_of.values() if parts)
    # A folder that holds more than can be looked through is told by the folders in it.
    home = {
        node: "/".join(parts[: 2 if parts and sizes[parts[0]] > _MANY else 1])
        for node, parts in folders_of.items()
    }
    near: dict[str, str] = {}
    for source, target in (
        *((edge.source, edge.target) for edge in drawn.edges),
        *((edge.target, edge.source) for edge in drawn.edges),
    ):
        if source not in home and target in home:
            near.setdefault(source, home[target])
    folders: dict[str, list[str]] = {}
    for node in drawn.nodes:
        if node.id not in placed:
            folders.setdefault(home.get(node.id, near.get(node.id, "")), []).append(node.id)
    only = len(folders) == 1 and not placed
    names = {"": "All notes" if only else "Other notes"}
    return [
        Lane(names.get(name, name), "folder", (), tuple(notes))
        for name, notes in sorted(
            folders.items(), key=lambda pair: (pair[0] == "", pair[0].casefold())
        )
    ]
