"""The command `doctor`: what kbpivot runs on and works with."""

from __future__ import annotations

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["doctor_command"]


@command("doctor", examples=["kbpivot doctor", "kbpivot -C ~/notes doctor"])
def doctor_command(session: Session) -> None:
    """Show what kbpivot runs on, which vault it found and why.

    Versions, settings and where they come from, what is public and why, the record, the cache,
    and what is left out of advice. Good to put into a report when something looks wrong; it
    holds paths and no text of your notes.
    """
    from kbpivot.render.answers_setup import DoctorAnswer, FactEntry
    from kbpivot.render.text_setup import doctor_text
    from kbpivot.shell.health import health

    facts = health(session.workspace)
    answer = DoctorAnswer(facts=tuple(FactEntry(one.about, one.value, one.source) for one in facts))
    session.answer(answer, lambda layout: doctor_text(answer, layout))
