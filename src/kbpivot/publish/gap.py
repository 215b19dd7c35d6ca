"""A gap: one thing that a public note leans on and its reader cannot reach."""

from __future__ import annotations

from kbpivot.record import Record, Records, Row, joined

__all__ = ["Gap", "Gaps"]


class Gap(Record, frozen=True):
    """One lacking target, and everyone who meets it.

    Attributes:
        kind: which rule of the table in `rules` it is.
        path: the public note in which a reader stumbles.
        line: where in it, 1-based.
        target: path of the note that is lacking, or the name of one not written yet.
        needed_by: every public note behind it, in order of path.
        message: one sentence that states it.
        hint: what to do about it.
        shared: the sentence for others: private titles are left out of it.
        private: True when others must not be told `target`.
        hours: a guess at the work it takes.
        value: what the notes behind it are worth together, 1 each when nothing else is said.
    """

    kind: str
    path: str
    line: int
    target: str
    needed_by: tuple[str, ...]
    message: str
    hint: str = ""
    shared: str = ""
    private: bool = False
    hours: float = 1.0
    value: float = 1.0

    @property
    def weight(self) -> float:
        """Value an hour of work brings; gaps are ranked by it."""
        return self.value / self.hours

    def row(self) -> Row:
        """Return the gap as a flat row of plain values."""
        return {
            "kind": self.kind,
            "path": self.path,
            "line": self.line,
            "target": self.target,
            "needed_by_count": len(self.needed_by),
            "needed_by": joined(self.needed_by),
            "private": self.private,
            "hours": float(self.hours),
            "value": float(self.value),
            "message": self.message,
            "hint": self.hint,
        }

    def __repr__(self) -> str:
        return f"Gap({self.kind!r}, '{self.path}:{self.line}', {self.target!r})"


class Gaps(Records[Gap]):
    """Gaps, the most worthwhile first."""

    __slots__ = ()
