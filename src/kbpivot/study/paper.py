"""Whether a paper can be read now, by its abstract alone, before there is a note on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from kbpivot.graph.attributes import exists, kind_of, title_of
from kbpivot.record import Record
from kbpivot.study.path import Step, learning_path
from kbpivot.study.work_left import STUDY_KINDS, satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.graph.inference import Names
    from kbpivot.study.basis import Grade
    from kbpivot.study.state import KnowledgeState

__all__ = [
    "SITTING",
    "Leaning",
    "PaperReadiness",
    "Verdict",
    "leanings",
    "paper_readiness",
    "with_planned",
]

Verdict = Literal["read", "park", "unknown"]

SITTING: Final = 1.0
"""Hours of missing concepts up to which a paper is still for now: one sitting before it."""


class Leaning(Record, frozen=True):
    """A concept of the vault that a text names.

    Attributes:
        node: its node in the graph.
        path: its path, None while it is planned.
        title: what to call it.
        sentence: the first sentence that names it.
    """

    node: str
    path: str | None
    title: str
    sentence: str


class PaperReadiness(Record, frozen=True):
    """What a paper leans on, as far as its abstract tells.

    Attributes:
        concepts: what it names, first named first.
        known: nodes of these that the person has.
        assumed: the part of `known` that is only assumed from the person's writing.
        missing: the others and what they build on, in the order to learn it.
        hours: what the missing steps take.
        grade: how sure the order of these is.
        verdict: `read` it now, since nothing is missing or no more than a sitting's worth;
            `park` it; `unknown` when it names nothing of the vault.
    """

    concepts: tuple[Leaning, ...]
    known: tuple[str, ...]
    assumed: tuple[str, ...]
    missing: tuple[Step, ...]
    hours: float
    grade: Grade
    verdict: Verdict


def leanings(
    G: Graph,
    text: str,
    *,
    names: Names,
    besides: Collection[str] = (),
    called: Mapping[str, Collection[str]] | None = None,
) -> tuple[Leaning, ...]:
    """Return the notes to study, planned ones too, that a text names.

    Where a name is part of a longer one, only the longer one counts. Formulas, code and
    addresses name nothing.

    Args:
        G: a prerequisite graph.
        text: an abstract, plain or Markdown.
        names: what the notes of the vault are called.
        besides: nodes not to return.
        called: other names of planned notes, by node.
    """
    # A text has to be parsed for this; no other answer about study needs the parser.
    from kbpivot.graph.inference.mentions import Passage, read_passages
    from kbpivot.graph.inference.ordinary_words import merged
    from kbpivot.graph.inference.sentences import plain_words, sentence_at
    from kbpivot.language.words import Stemmer
    from kbpivot.notes import sections

    known = with_planned(names, G, called or {})
    passages = tuple(Passage(one.heading, one.level, one.text, one.start) for one in sections(text))
    reading = read_passages(passages, path="", names=known, stem=Stemmer(known.language))
    found = [
        one
        for one in sorted(merged(reading.mentions), key=lambda one: (one.start, one.target))
        if one.prose
        and one.target in G
        and one.target not in besides
        and kind_of(G, one.target) in STUDY_KINDS
    ]
    return tuple(
        Leaning(
            node=one.target,
            path=one.target if exists(G, one.target) else None,
            title=title_of(G, one.target),
            sentence=plain_words(text[slice(*sentence_at(text, one.start, one.end))]),
        )
        for one in found
    )


def with_planned(names: Names, G: Graph, called: Mapping[str, Collection[str]]) -> Names:
    """The names of notes and of what is planned."""
    from kbpivot.graph.inference.names import names_of

    planned = names_of(
        (
            (node, (title_of(G, node),), called.get(node, ()))
            for node in sorted(G)
            if not exists(G, node)
        ),
        language=names.language,
    )
    ends = dict(planned.ends)
    for words, form in names.ends.items():
        if form is not None or words not in ends:
            ends[words] = form
    return msgspec.structs.replace(names, firsts=names.firsts | planned.firsts, ends=ends)


def paper_readiness(
    G: Graph,
    concepts: tuple[Leaning, ...],
    state: KnowledgeState,
    *,
    hours: Mapping[str, float] | None = None,
) -> PaperReadiness:
    """Return what of the concepts a paper names is known, what is missing, and whether to read it.

    Args:
        G: a prerequisite graph.
        concepts: what the paper names.
        state: what the person knows.
        hours: hours of a note where better known than in `G`.
    """
    done = satisfied(G, state)
    lacking = [one.node for one in concepts if one.node not in done]
    known = tuple(one.node for one in concepts if one.node in done)
    path = learning_path(G, lacking, state, hours=hours, assume=True) if lacking else None
    left = 0.0 if path is None else path.hours
    verdict: Verdict = "read" if left <= SITTING else "park"
    return PaperReadiness(
        concepts=concepts,
        known=known,
        assumed=tuple(n for n in known if n in state.assumed and n not in state.mastered),
        missing=() if path is None else path.steps,
        hours=left,
        grade="stated" if path is None else path.grade,
        verdict=verdict if concepts else "unknown",
    )
