"""A list of questions as Markdown: written to be marked by hand, and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from kbpivot.notes.own_block import END, START
from kbpivot.render.answers.suggest import GuessEntry
from kbpivot.safe_text import inert, one_line

__all__ = ["Marked", "Unread", "question_list", "read_question_list"]

Mark = Literal["yes", "no", "other", "later"]

_MARKS: dict[str, Mark] = {
    **dict.fromkeys("xXyY✓✔", "yes"),
    **dict.fromkeys("-nN✗", "no"),
    **dict.fromkeys("<oOrR", "other"),
    **dict.fromkeys(" sS?", "later"),
}
_LINE = re.compile(
    r"^\s*(?:>\s*)*[-*+]\s+\[(?P<mark>[^\]]*)\](?P<words>.*?)(?:<!--\s*(?P<pair>\{.*\})\s*-->\s*)?$"
)


class Marked(NamedTuple):
    """A question of a list with its answer; `line` is 1-based."""

    first: str
    second: str
    mark: Mark
    line: int

    @property
    def pair(self) -> tuple[str, str]:
        """The note that comes first by this answer, and the other one."""
        return (self.second, self.first) if self.mark == "other" else (self.first, self.second)


class Unread(NamedTuple):
    """A line that looks like an answer and is none."""

    line: int
    message: str


def question_list(questions: Sequence[GuessEntry], *, more: int = 0) -> str:
    """Write questions to be marked.

    They stand between kbpivot's own marks: in a note of the vault they count as nobody's words.

    Args:
        questions: the most useful first.
        more: how many there are besides these.
    """
    lines = [
        START,
        "",
        "# Which comes first?",
        "",
        "kbpivot guesses that the first note of each line comes before the second.",
        "Mark the lines you have an answer to, then run `kbpivot suggest --apply` with this file:",
        "",
        "- `[x]` yes: the second note will state it",
        "- `[-]` no: it will not be asked again",
        "- `[<]` the other way round",
        "- `[ ]` not now",
        "",
    ]
    if more:
        lines += [f"There are {more:,} more questions.", ""]
    for one in questions:
        pair = json.dumps({"first": one.first.path, "second": one.second.path}, ensure_ascii=False)
        # Nothing in a name may end the comment.
        pair = pair.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")
        first, second = _name(one.first.title), _name(one.second.title)
        lines.append(f"- [ ] **{first}** comes before **{second}** ({one.tier}) <!-- {pair} -->")
        for evidence in one.evidence[:1]:
            place = one_line(evidence.path or ("asked" if evidence.form == "asked" else "map")) + (
                f":{evidence.line}" if evidence.line else ""
            )
            lines.append(f"  - {place}: {_quoted(evidence.quote)}")
    return inert("\n".join([*lines, "", END, ""]))


def _name(title: str) -> str:
    return re.sub(r"([\\*_`\[\]<>|])", r"\\\1", one_line(title))


def _quoted(words: str) -> str:
    """Words of a note as plain text: nothing in them is a mark, a link or a comment here."""
    return re.sub(r"([\\`*_\[\]<>|%#])", r"\\\1", one_line(words))


def read_question_list(text: str) -> tuple[tuple[Marked, ...], tuple[Unread, ...]]:
    """Read the answers of a list, whatever else stands in it.

    Returns:
        The questions with their answers, and lines whose mark or pair cannot be read.
    """
    found: list[Marked] = []
    unread: list[Unread] = []
    for number, line in enumerate(_lines(text), start=1):
        match = _LINE.match(line)
        if match is None:
            continue
        if match["pair"] is None:
            if " comes before " in match["words"]:
                unread.append(
                    Unread(number, "the end of this line, which names the notes, is gone")
                )
            continue
        pair = _pair(match["pair"])
        if pair is None:
            unread.append(Unread(number, "the end of this line does not name two notes"))
            continue
        sign = match["mark"].strip()
        mark = _MARKS.get(sign or " ")
        if mark is None:
            unread.append(Unread(number, f"[{sign}] is no answer; there are [x], [-], [<] and [ ]"))
            continue
        found.append(Marked(*pair, mark, number))
    return tuple(found), tuple(unread)


def _lines(text: str) -> Iterable[str]:
    return re.split(r"\r\n?|\n", text.removeprefix("\ufeff"))


def _pair(source: str) -> tuple[str, str] | None:
    try:
        said = json.loads(source)
    except (ValueError, RecursionError):
        return None
    first, second = said.get("first"), said.get("second")
    if isinstance(first, str) and isinstance(second, str) and first and second:
        return first, second
    return None
