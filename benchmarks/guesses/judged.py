"""The judged pairs, with what inference sees of each: shared by what learns and what measures."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import kbpivot
from kbpivot.graph.inference import articles as notes
from kbpivot.graph.inference import infer, map_evidence, pairs, readings
from kbpivot.graph.inference.bars import Bars
from kbpivot.graph.inference.ordinary_words import settled
from kbpivot.maps import Map

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Judged:
    """One pair in the order asked: a judged row gives two, the second the other way round.

    `right` is the share of judges who say that the first note comes before the second. `features`
    is None where the pair is no candidate any more; `barred` where something forbids the guess.
    """

    vault: str
    manner: str
    language: str
    fold: str
    before: str
    after: str
    right: float
    turned: bool
    features: np.ndarray | None
    barred: bool
    map: str


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def right(row: Mapping[str, str], wanted: str) -> float:
    """Share of verdicts that are the wanted one; the second by the same judge counts once."""
    said = [row["verdict1"], row.get("verdict3") or ""]
    told = [one for one in said if one]
    return sum(one == wanted for one in told) / len(told)


def judged_pairs(folders: Mapping[str, Path], *, field: Map | None = None) -> list[Judged]:
    """Every judged pair of the vaults at hand, in both orders.

    Args:
        folders: the folder of each vault by its name; vaults without one are left out.
        field: a map to ask as well.
    """
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table("judged.tsv"):
        rows[row["vault"]].append(row)
    found: list[Judged] = []
    for name, own in rows.items():
        if name in folders:
            found += _of_vault(own, folders[name], field)
    return found


def _of_vault(rows: list[dict[str, str]], folder: Path, field: Map | None) -> list[Judged]:
    vault = kbpivot.read_vault(folder)
    facts = infer.vault_facts(vault)
    names = readings.vault_names(vault)
    read = settled(readings.vault_readings(vault, names=names), vault=vault, names=names)
    articles = notes.vault_articles(vault, names, read, papers=facts.papers)
    silent = [k for k, one in enumerate(articles) if one.path in facts.silent]
    candidates = pairs.candidate_pairs(articles, silent=silent)
    index = {one.path: k for k, one in enumerate(articles)}
    couples = zip(candidates.first.tolist(), candidates.second.tolist(), strict=True)
    at = {couple: k for k, couple in enumerate(couples)}
    bars = Bars(articles)
    on_map = None
    if field is not None:
        on_map = map_evidence.MapEvidence(field, kbpivot.place_notes(vault, field))
    found = []
    for row in rows:
        one, other = row["before path"], row["after path"]
        for turned, before, after in ((False, one, other), (True, other, one)):
            couple = index.get(before, -1), index.get(after, -1)
            known = couple in at
            found.append(
                Judged(
                    *(row["vault"], row["manner"], row["language"], row["fold"], before, after),
                    right(row, "after" if turned else "before"),
                    turned,
                    candidates.features[at[couple]] if known else None,
                    known and bars.forbid(*couple),
                    on_map.verdict(before, after) if on_map is not None else "",
                )
            )
    return found


def folders_of(root: Path, given: Mapping[str, Path]) -> dict[str, Path]:
    """Where the vaults of `vaults.tsv` are: under `root` as `OWNER+NAME`, or as given by name."""
    found = dict(given)
    for row in table("vaults.tsv"):
        place = root / row["vault"].replace("/", "+") / row["folder"]
        if row["vault"] not in found and place.is_dir():
            found[row["vault"]] = place
    return found
