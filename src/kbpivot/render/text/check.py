"""Terminal text of `check`, `explain` and `reader`."""

from __future__ import annotations

from collections import Counter

from kbpivot.render.answers.check import (
    CheckAnswer,
    DeadLinkEntry,
    ExplainAnswer,
    FindingEntry,
    ReaderAnswer,
    RuleEntry,
)
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.render.text.publish import public_line
from kbpivot.wording import counted

__all__ = ["check_text", "explain_text", "reader_text"]

_STYLES = {"error": "bold", "warning": "", "info": "dim"}
_DEAD = {
    "private": "to private notes",
    "planned": "to notes not written yet",
    "wikilink": "wikilinks, which GitHub shows as plain text",
    "extension": "without the .md that GitHub needs",
    "path": "with a path that GitHub reads from the note's own folder",
    "case": "with other capitals than the file",
}


def check_text(answer: CheckAnswer, layout: Layout, *, hints: bool) -> Text:
    """Return findings, each with its place and rule, and a line that counts them."""
    lines = Lines(layout)
    for one in answer.diagnostics:
        lines.add(
            _place(one, layout),
            "  ",
            Text(clean(one.code), style=_STYLES[one.severity]),
        )
        lines.wrap(one.message, first="  ")
        if one.hint and (hints or one.code == "bad-map"):
            lines.wrap(one.hint, first="  ", style="dim")
    if answer.diagnostics:
        lines.blank()
    lines.wrap(*_summary(answer))
    lines.wrap(public_line(answer.public, answer.notes), style="dim")
    return lines.text()


def _place(one: FindingEntry, layout: Layout) -> Text:
    place = layout.place(one.path, one.line)
    if one.column is not None:
        place.append(f":{one.column}", style="dim")
    return place


def _summary(answer: CheckAnswer) -> list[str]:
    found = answer.diagnostics
    if not found:
        said = [f"Nothing to tell about {counted(answer.notes, 'note')}"]
    else:
        files = len({one.path for one in found})
        new = " new" if answer.known else ""
        said = [f"{counted(len(found), f'{new.strip()} finding'.strip())}"]
        said.append(f" in {counted(files, 'file')}")
        if fixable := sum(one.fixable for one in found):
            said.append(f"; `kbpivot check --fix` can mend {fixable:,}")
    if answer.known:
        said.append(f"; {answer.known:,} known from the baseline")
    if answer.gone:
        said.append(f"; {answer.gone:,} of the baseline are gone")
    return ["".join(said), "."]


def explain_text(answer: ExplainAnswer, layout: Layout) -> Text:
    """Return one rule in full, or all of them in a line each."""
    lines = Lines(layout)
    if len(answer.rules) == 1:
        _explained(lines, answer.rules[0])
        return lines.text()
    groups = dict.fromkeys(rule.group for rule in answer.rules)
    for number, group in enumerate(groups):
        if number:
            lines.blank()
        lines.add(Text(group, style="bold"))
        lines.table(
            [
                (Text(rule.code, style=_STYLES[rule.severity]), _remark(rule))
                for rule in answer.rules
                if rule.group == group
            ],
            indent=2,
        )
    lines.blank()
    lines.wrap("A * marks rules that `check` looks for only when asked: --select CODE.")
    return lines.text()


def _remark(rule: RuleEntry) -> str:
    return f"{rule.summary}{'' if rule.on else ' *'}"


def _explained(lines: Lines, rule: RuleEntry) -> None:
    lines.add(Text(rule.code, style=f"bold {_STYLES[rule.severity]}"), f"  {rule.summary}")
    lines.blank()
    lines.wrap(rule.definition)
    lines.blank()
    for head, said in (
        ("For example   ", rule.example),
        ("But not       ", rule.near_miss),
        ("What to do    ", rule.todo),
    ):
        if said:
            lines.wrap(said, first=Text(head, style="bold"))
    lines.blank()
    when = "looks for it" if rule.on else "looks for it only with --select"
    mend = ", and --fix can mend it" if rule.fixable else ""
    lines.wrap(f"`check` {when}{mend}. Group: {rule.group}.", style="dim")


def reader_text(answer: ReaderAnswer, layout: Layout, *, limit: int | None) -> Text:
    """Return what a newcomer meets: where to enter, what comes too early, what is dead."""
    lines = Lines(layout)
    lines.wrap(public_line(answer.public, answer.notes), style="dim")
    lines.blank()
    if not answer.entries:
        lines.wrap(
            "No README, home or index is public, so a newcomer has nowhere to start. "
            "A note that links to the first few would do."
        )
    else:
        reached = len(answer.order)
        lines.wrap(
            "A newcomer starts at ",
            layout.place(answer.entries[0]),
            f" and can reach {counted(reached, 'page')} from there"
            + (f"; {counted(len(answer.unreached), 'note')} not." if answer.unreached else "."),
        )
    _early(lines, answer, limit)
    if answer.entries and answer.unreached:
        lines.blank()
        lines.add(Text("Not reached", style="bold"))
        for path in answer.unreached[:limit]:
            lines.add("  ", layout.place(path))
        _rest(lines, len(answer.unreached), limit)
    _dead(lines, answer, limit)
    return lines.text()


def _early(lines: Lines, answer: ReaderAnswer, limit: int | None) -> None:
    if not answer.early:
        return
    lines.blank()
    lines.add(Text("Met before what they build on", style="bold"))
    for one in answer.early[:limit]:
        lines.add("  ", lines.layout.place(one.path, one.line))
        lines.wrap("needs ", lines.layout.place(one.needs), first="    ")
    _rest(lines, len(answer.early), limit)


def _dead(lines: Lines, answer: ReaderAnswer, limit: int | None) -> None:
    by_reason: dict[str, list[DeadLinkEntry]] = {}
    for one in answer.dead:
        by_reason.setdefault(one.reason, []).append(one)
    counts = Counter({reason: len(found) for reason, found in by_reason.items()})
    for reason, number in counts.most_common():
        found = by_reason[reason]
        lines.blank()
        files = len({one.path for one in found})
        lines.wrap(
            Text(f"{counted(number, 'link')} {_DEAD[reason]}", style="bold"),
            f" in {counted(files, 'note')}",
        )
        if reason == "wikilink":
            continue  # a habit, not so many slips
        for one in found[:limit]:
            lines.add("  ", lines.layout.place(one.path, one.line), f"  {clean(one.linkpath)}")
        _rest(lines, number, limit)


def _rest(lines: Lines, number: int, limit: int | None) -> None:
    if limit is not None and number > limit:
        lines.add(Text(f"  {number - limit:,} more with --all", style="dim"))
