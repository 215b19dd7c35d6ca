"""Terminal text of `suggest`: one question, a list of them, and what answers did."""

from __future__ import annotations

from kbpivot.render.answers.suggest import GuessEntry, SuggestAnswer
from kbpivot.render.text import Layout, Lines, Text, clean, shortened
from kbpivot.render.text.study import evidence_lines, evidence_place

__all__ = ["diff_text", "question_text", "suggest_text"]

_STEPS = 10  # of which `changes` counts
_STYLES = {"+": "bold", "-": "", "@": "dim"}


def question_text(entry: GuessEntry, layout: Layout, *, number: int, of: int) -> Text:
    """Return one question with the sentence it rests on."""
    lines = Lines(layout)
    lines.wrap(
        Text(f"{number} of {of}  ", style="dim"),
        "Does ",
        Text(clean(entry.first.title), style="bold"),
        " come before ",
        Text(clean(entry.second.title), style="bold"),
        "?",
    )
    _grounds(lines, entry)
    return lines.text()


def _grounds(lines: Lines, entry: GuessEntry) -> None:
    said = "somebody asks" if entry.tier == "asked" else f"a {entry.tier} guess"
    if entry.changes:
        share = "all" if entry.changes == _STEPS else entry.changes
        said += f"; another answer changes {share} of the next ten steps"
    lines.wrap(said, first="  ", style="dim")
    for evidence in entry.evidence:
        if evidence.form == "map":
            evidence_lines(lines, evidence)
            continue
        if evidence.form != "asked":
            lines.add("  ", evidence_place(lines.layout, evidence))
        elif entry.tier != "asked":
            lines.wrap("somebody asks as well", first="  ", style="dim")
        if evidence.quote:
            words = shortened(evidence.quote, 3 * lines.layout.width)
            lines.wrap(words, first="    ", style="italic")


def suggest_text(answer: SuggestAnswer, layout: Layout, *, source: str = "") -> Text:
    """Return the questions; after answers, what these did; `source` is the list they stood in."""
    lines = Lines(layout)
    for problem in sorted(answer.problems, key=lambda one: one.line or 0):
        where = f"{source}:{problem.line}: " if problem.line else ""
        lines.wrap(f"{where}{problem.message}")
    if not answer.questions:
        if not answer.written and not answer.refused and not answer.problems:
            lines.wrap("There is nothing to ask: nothing here suggests an order that is not known.")
        return lines.text()
    if answer.asked:
        lines.wrap("Asked: `kbpivot suggest` shows this to the person, who may say yes.")
        lines.blank()
        lines.wrap(
            clean(answer.questions[0].first.title),
            " before ",
            clean(answer.questions[0].second.title),
        )
        _grounds(lines, answer.questions[0])
        return lines.text()
    lines.wrap(
        f"{answer.stated:,} stated, {answer.guessed:,} guessed. Which of these are so?"
        " `kbpivot suggest` asks one by one; with -o FILE it writes a list to mark."
    )
    for number, entry in enumerate(answer.questions, start=1):
        lines.blank()
        lines.wrap(
            Text(f"{number}  ", style="dim"),
            Text(clean(entry.first.title), style="bold"),
            " comes before ",
            Text(clean(entry.second.title), style="bold"),
        )
        _grounds(lines, entry)
    if answer.left:
        lines.blank()
        lines.add(Text(f"{answer.left:,} more with a larger --limit", style="dim"))
    return lines.text()


def diff_text(diff: str, layout: Layout, *, indent: int = 2) -> Text:
    """Return a diff with its lines coloured, none of them broken."""
    lines = Lines(layout)
    for line in diff.splitlines():
        shown = clean(line)
        style = "bold" if line.startswith(("---", "+++")) else _STYLES.get(line[:1], "")
        lines.add(" " * indent, Text(shown, style=style))
    return lines.text()
