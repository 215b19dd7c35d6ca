"""Guess prerequisites that nobody wrote down, from what notes say of each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from kbpivot.graph.edges import Evidence
from kbpivot.graph.inference.articles import Article, vault_articles
from kbpivot.graph.inference.bars import Bars
from kbpivot.graph.inference.coefficients import LIKELY, STRONG, WEAK
from kbpivot.graph.inference.evidence import Witness
from kbpivot.graph.inference.ordinary_words import settled
from kbpivot.graph.inference.readings import vault_names, vault_readings
from kbpivot.graph.inference.silence import silent_notes
from kbpivot.graph.precedence import admitted
from kbpivot.notes.identifiers import is_citation_key

if TYPE_CHECKING:
    from kbpivot.graph.inference.map_evidence import MapEvidence
    from kbpivot.graph.inference.mentions import Reading
    from kbpivot.graph.inference.names import Names
    from kbpivot.maps import Map
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = [
    "Inferred",
    "Tier",
    "VaultFacts",
    "accepted",
    "infer_prerequisites",
    "notes_about_sources",
    "ranked_pairs",
    "tier_of",
    "vault_facts",
]

Tier = Literal["strong", "likely", "weak"]
Verdict = Literal["", "agrees", "contradicts"]

_DIGITS: Final = 6


class Inferred(msgspec.Struct, frozen=True, gc=False):
    """A guess: `source` comes before `target`.

    Attributes:
        source: path of the note that seems to come first, the prerequisite.
        target: path of the note that seems to build on it.
        score: how likely that is, 0 to 1.
        tier: `strong`, `likely` or `weak`; what share of each is right is in the docs.
        evidence: where one note speaks of the other, the sentence as `reason`; with a map also
            the lines of it that agree or contradict (form `map`).
        map: what a map says of the pair: `agrees`, `contradicts`, or nothing.
    """

    source: str
    target: str
    score: float
    tier: Tier
    evidence: tuple[Evidence, ...]
    map: Verdict = ""


def infer_prerequisites(
    vault: Vault,
    *,
    raw: bool = False,
    leave_out: Collection[str] | None = None,
    stated: Iterable[tuple[str, str]] | None = None,
    papers: Collection[str] | None = None,
    fit: bool = True,
    maps: Map | Iterable[Map] | None = None,
    placed: Mapping[str, str] | None = None,
    names: Names | None = None,
    readings: Mapping[str, Reading] | None = None,
) -> tuple[Inferred, ...]:
    """Guess which notes come before which, best first; deterministic and without network.

    Candidates are all pairs of notes with a link or mention between them in running text, in
    either direction; each pair is scored in both orders. Left out are pairs that the author
    states, pairs that stated edges imply, and pairs that would close a cycle with them.
    What numbered files or folders put the other way round is not guessed, nor that a note comes
    before an overview that lists it, nor an order of two pages on one thing.

    Args:
        vault: the notes, with their texts.
        raw: return every candidate in both orders, whatever its score. Otherwise candidates are
            taken greedily, best first, as long as they close no cycle with stated edges or
            with guesses taken before, down to the least score of the tier `weak`.
        leave_out: paths of notes that take no part; by default notes that advice is not about,
            and those whose links say nothing of order: indexes, tracks, daily notes, templates.
        stated: pairs of paths (before, after) that the author states; read from the vault by
            default.
        papers: paths of notes about papers, which build on concepts rather than they on them;
            told by their kind by default.
        fit: with a hundred stated edges or more, learn from them what this author's
            prerequisites look like, and score by that together with the shipped coefficients.
        maps: a map of the field, or several of which the last counts most, as further evidence: a
            pair that it agrees with is lifted, one that it contradicts is not guessed. None by
            default.
        placed: id on the map of each note that stands on it, by path; found by default.
        names: what the notes are called, when known from an earlier call.
        readings: what their texts say, when known; must have been made with `names`.

    Returns:
        Guesses by falling score, ties by path.

    Raises:
        KbpivotError: the vault was made from notes alone, without their texts.
    """
    if leave_out is None or stated is None or papers is None:
        facts = vault_facts(vault)
        leave_out = facts.silent if leave_out is None else leave_out
        stated = facts.stated if stated is None else stated
        papers = facts.papers if papers is None else papers
    if names is None:
        names, readings = vault_names(vault), None
    if readings is None:
        readings = vault_readings(vault, names=names)
    readings = settled(readings, vault=vault, names=names)
    articles = vault_articles(vault, names, readings, papers=papers)
    known = sorted(set(stated))
    silent_at = [k for k, article in enumerate(articles) if article.path in leave_out]
    field = _map_evidence(vault, maps, placed)
    ranked = ranked_pairs(articles, stated=known, silent=silent_at, fit=fit, field=field)
    if not raw:
        ranked = accepted(ranked, known)
    witness = Witness(vault, readings)
    return tuple(
        Inferred(
            source,
            target,
            score,
            _tier(score),
            (*witness.of(source, target), *(field.evidence(source, target) if field else ())),
            field.verdict(source, target) if field else "",
        )
        for source, target, score in ranked
    )


def _map_evidence(
    vault: Vault, maps: Map | Iterable[Map] | None, placed: Mapping[str, str] | None
) -> MapEvidence | None:
    """What the maps say about the notes, None without a map."""
    from kbpivot.graph.inference.map_evidence import MapEvidence
    from kbpivot.maps import Map, joined_maps, place_notes

    given = [maps] if isinstance(maps, Map) else list(maps or ())
    if not given:
        return None
    field = joined_maps(given)
    return MapEvidence(field, place_notes(vault, field) if placed is None else placed)


def ranked_pairs(
    articles: Sequence[Article],
    *,
    stated: Collection[tuple[str, str]] = (),
    silent: Iterable[int] = (),
    fit: bool = True,
    field: MapEvidence | None = None,
) -> list[tuple[str, str, float]]:
    """Score the candidate pairs of some articles: (before, after, score), best first.

    Args:
        articles: the notes, by path.
        stated: pairs (before, after) that are known; what they imply or forbid is left out.
        silent: indexes of articles that take no part.
        fit: learn from the stated pairs when they are many.
        field: what a map says.
    """
    from kbpivot.graph.inference.pairs import candidate_pairs
    from kbpivot.graph.inference.reachability import reaching
    from kbpivot.graph.inference.scoring import lifted, shipped_scores
    from kbpivot.graph.inference.vault_model import fitted_scores

    pairs = candidate_pairs(articles, silent=silent)
    couples = list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
    index = {article.path: k for k, article in enumerate(articles)}
    # Names of planned notes stand between written ones too, so they lead on like any other.
    for a, b in sorted(stated):
        index.setdefault(a, len(index))
        index.setdefault(b, len(index))
    edges = sorted({(index[a], index[b]) for a, b in stated if a != b})
    scores = shipped_scores(pairs.features)
    if fit:
        written = [edge for edge in edges if max(edge) < len(articles)]
        own = fitted_scores(articles, pairs, scores, stated=written)
        scores = scores if own is None else own
    leads = reaching(couples, edges=edges) if edges else [False] * len(couples)
    half = len(couples) // 2
    bars = Bars(articles)
    ranked = []
    for k, ((a, b), score) in enumerate(zip(couples, scores.tolist(), strict=True)):
        if leads[k] or leads[k - half if k >= half else k + half]:
            continue
        before, after = articles[a].path, articles[b].path
        said = field.verdict(before, after) if field is not None else ""
        if said == "contradicts" or bars.forbid(a, b):
            score = 0.0  # noqa: PLW2901
        elif said == "agrees":
            score = lifted(score)  # noqa: PLW2901
        ranked.append((before, after, round(score, _DIGITS)))
    ranked.sort(key=lambda row: (-row[2], row[0], row[1]))
    return ranked


def accepted(
    ranked: Iterable[tuple[str, str, float]], stated: Collection[tuple[str, str]]
) -> list[tuple[str, str, float]]:
    """The guesses to keep: best first, down to `weak`, none that closes a cycle.

    Args:
        ranked: (before, after, score), best first.
        stated: pairs (before, after) that hold whatever is guessed.
    """
    likely = [row for row in ranked if row[2] >= WEAK]
    fits = admitted(stated, [(before, after) for before, after, _ in likely])
    return [row for row, fit in zip(likely, fits, strict=True) if fit]


def _tier(score: float) -> Tier:
    return "strong" if score >= STRONG else "likely" if score >= LIKELY else "weak"


def tier_of(score: float) -> Tier | None:
    """Return the tier of a guess with this score, None where it is too low for any."""
    return _tier(score) if score >= WEAK else None


class VaultFacts(NamedTuple):
    """What guessing takes from the stages before it.

    Attributes:
        silent: paths of notes that take no part.
        papers: paths of notes about papers.
        stated: pairs (before, after) that the author states.
    """

    silent: frozenset[str]
    papers: frozenset[str]
    stated: list[tuple[str, str]]


def vault_facts(vault: Vault) -> VaultFacts:
    """Return what guessing takes from the stages before it."""
    from kbpivot.graph.relations import relations
    from kbpivot.traits import vault_traits

    traits = vault_traits(vault)
    silent = silent_notes(traits)
    stated = relations(vault, traits).edges
    papers = notes_about_sources(traits)
    return VaultFacts(silent, papers, [(edge.source, edge.target) for edge in stated])


def notes_about_sources(traits: Mapping[str, Traits]) -> frozenset[str]:
    """Return the notes about papers, and those called by the key of a bibliography."""
    return frozenset(
        path
        for path, one in traits.items()
        if one.kind == "paper" or is_citation_key(path.rpartition("/")[2].removesuffix(".md"))
    )
