"""A ratchet: findings that were there when it was set pass, new ones do not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbpivot.publish.check import Finding

__all__ = ["Baseline", "baseline_text", "is_baseline", "parse_baseline"]

_SCHEMA = "kbpivot.baseline/1"


class Baseline:
    """The findings that pass, each as often as it was there."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts

    def __len__(self) -> int:
        return sum(self._counts.values())

    def new(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings that were not there, in their order.

        A finding is known again by rule, file and what it is about; lines play no role. Of
        several alike in one file, the last ones count as new.
        """
        left = self._counts.copy()
        found: list[Finding] = []
        for one in findings:
            mark = fingerprint(one)
            if left[mark] > 0:
                left[mark] -= 1
            else:
                found.append(one)
        return tuple(found)

    def gone(self, findings: Iterable[Finding]) -> int:
        """Return how many findings of the baseline are no longer there."""
        return sum((self._counts - Counter(map(fingerprint, findings))).values())


def fingerprint(finding: Finding) -> str:
    """Return what a finding is known by: a hash, so that the file tells no title."""
    told = f"{finding.code}\0{finding.path}\0{finding.subject}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def baseline_text(findings: Iterable[Finding]) -> str:
    """Return the text of a baseline that lets these findings pass; one line each, sorted."""
    rows = Counter((one.code, fingerprint(one)) for one in findings)
    listed = ",\n".join(
        f"    {json.dumps({'rule': code, 'mark': mark, 'times': times})}"
        for (code, mark), times in sorted(rows.items())
    )
    body = f"[\n{listed}\n  ]" if listed else "[]"
    return f'{{\n  "schema": "{_SCHEMA}",\n  "findings": {body}\n}}\n'


def is_baseline(text: str) -> bool:
    """Tell whether a text is one of a baseline."""
    try:
        parse_baseline(text)
    except ValueError:
        return False
    return True


def parse_baseline(text: str) -> Baseline:
    """Read the text of a baseline.

    Raises:
        ValueError: it is none.
    """
    try:
        table = json.loads(text)
        marks = {row["mark"]: int(row.get("times", 1)) for row in table["findings"]}
        known = table["schema"] == _SCHEMA
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        known = False
    if not known:
        raise ValueError("This is no baseline; `kbpivot check --update-baseline` writes one.")
    return Baseline(Counter(marks))
