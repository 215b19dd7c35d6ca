"""The judged guesses are one table: every row can be used, and no vault is in two folds."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks" / "guesses"
VERDICTS = {"before", "after", "neither"}


def rows_of(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_pair_has_a_tier_and_a_verdict_and_stands_once():
    """No row is without a verdict, of an unknown tier, about one note, or there twice."""
    rows = rows_of("judged.tsv")

    assert {row["verdict1"] for row in rows} == VERDICTS
    assert {row["verdict2"] for row in rows} <= {*VERDICTS, ""}
    assert {row["verdict3"] for row in rows} == VERDICTS
    assert {row["tier"] for row in rows} == {"strong", "likely", "weak", "below"}
    assert all(row["before path"] != row["after path"] for row in rows)
    couples = Counter(
        (row["vault"], frozenset((row["before path"], row["after path"]))) for row in rows
    )
    assert max(couples.values()) == 1


def test_a_vault_has_the_same_fold_manner_and_commit_everywhere():
    """What is held out is held out whole, and both tables tell the same of each vault."""
    told = ("vault", "commit", "manner", "language", "fold")
    listed = {tuple(row[key] for key in told) for row in rows_of("vaults.tsv")}
    used = {tuple(row[key] for key in told) for row in rows_of("judged.tsv")}

    assert used == listed
    assert len({vault for vault, *_ in listed}) == len(listed)
    assert sum(fold == "held-out" for *_, fold in listed) >= 5


def test_the_counts_told_of_the_two_judges_are_those_of_the_table():
    """The page tells of as many agreed and disputed pairs of each tier as the table holds."""
    page = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    rows = rows_of("judged.tsv")
    agreed = [row for row in rows if row["verdict1"] == row["verdict3"]]

    assert f"the {len(agreed):,} pairs where" in page
    assert f"The other {len(rows) - len(agreed)} are disputed" in page
    for tier in ("strong", "likely", "weak", "below"):
        drawn = sum(row["tier"] == tier for row in rows)
        said = Counter(row["verdict1"] for row in agreed if row["tier"] == tier)
        both = " | ".join(str(said[verdict]) for verdict in ("before", "neither", "after"))
        line = next(told for told in page.splitlines() if f"| {tier} | {drawn} |" in told)
        assert line.endswith(f"| {both} | {drawn - said.total()} |")
