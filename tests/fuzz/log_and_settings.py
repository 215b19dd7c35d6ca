"""Fuzz the record and the settings: any bytes are read, or refused in one sentence with a line."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kbpivot"]):
    import kbpivot as kb
    from kbpivot.errors import ConfigError
    from kbpivot.shell.config import parse_config, read_config
    from kbpivot.shell.log import append, merged, new_event, read_log
    from kbpivot.study.learning_log import effective_events, records, refusals

LINES = (
    '{"id":"a","at":"2026-01-02T03:04:05Z","event":"mastered","note":"A.md"}', '{"id":"b",', '"at":"2026-01-02",',
    '"event":"undone","of":"a"}', '"event":"renamed","note":"A.md","to":"B.md"}', "\n", "\r\n", "{", "}", "[]", ",",
    '"minutes":', "1e400", "-1", "NaN", '"rating":"good"', '"hash":"x"', '"more":{}', "\ufeff", "\x00", "0001-01-01",
    '"at":"9999-12-31T23:59:59-23:59",', '"event":"refused","note":"A.md","to":"B.md"}', '"batch":"x"', "\ud800",
    '{"id":"c","at":"2026-01-02T03:04:05+09:00","event":"reviewed","note":"A.md","rating":"again"}',
)  # fmt: skip
TABLES = (
    "[study]\n", "[status]\n", "[public]\n", "[check]\n", '[check.folders."x/"]\n', "[tracks]\n", "[properties]\n",
    "hours-per-week = ", "goals = ", "mastered = ", "mastered-from = ", "policy = ", "select = ", "ignore = ",
    '"auto"\n', '["A.md"]\n', "[", "]", "4\n", "0\n", "-1\n", "nan\n", "inf\n", "true\n", "2026-01-02\n", "x.y = 1\n",
    "prerequisites = ", "{a = 1}\n", "'''", '"""', "# x\n", "\n", "\\u0000", "=", ".", '"', "exclude = ", '["/(/"]\n',
)  # fmt: skip
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
(FOLDER / ".kbpivot").mkdir()
LOG = FOLDER / ".kbpivot" / "log.jsonl"


def pieces(data: atheris.FuzzedDataProvider, words: tuple[str, ...]) -> str:
    """A text from bytes: pieces of the format and stray characters."""
    parts = []
    while data.remaining_bytes() and len(parts) < 200:
        kind = data.ConsumeIntInRange(0, len(words) + 2)
        parts.append(words[kind] if kind < len(words) else data.ConsumeUnicode(5))
    return "".join(parts)


def one_input(data: bytes) -> None:
    """One try."""
    provider = atheris.FuzzedDataProvider(data)
    if provider.ConsumeBool():
        check_settings(pieces(provider, TABLES))
    else:
        check_log(pieces(provider, LINES).encode("utf-8", "surrogatepass"))


def check_settings(text: str) -> None:
    """Settings are read, or refused with the file and a line of it."""
    (FOLDER / "kbpivot.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_config(FOLDER)
    except ConfigError as refused:
        see_refusal(refused, text)
    try:
        parse_config(text)
    except ConfigError:
        return


def see_refusal(refused: ConfigError, text: str) -> None:
    """A refusal is one line that names a line of the file."""
    assert "\n" not in str(refused), repr(text)
    assert refused.line is None or refused.line <= len(text.splitlines()) + 1, repr(text)


def check_log(content: bytes) -> None:
    """Every line is an event or a remark; an event added is read again, all others stay."""
    LOG.write_bytes(content)
    log = read_log(FOLDER)
    assert merged(log, log) == log
    for one in log.diagnostics:
        assert one.span is not None
        assert 1 <= one.span.line <= content.count(b"\n") + 1, repr(content)
    records(log.events)
    refusals(log.events)
    effective_events(log.events)
    assert log.last is None or log.last in log.events
    new = new_event("mastered", "C.md", at=kb_time())
    append(FOLDER, new)
    again = read_log(FOLDER)
    assert {event.id for event in again} == {event.id for event in log} | {new.id}, repr(content)
    vault = kb.Vault.from_texts({"A.md": "", "B.md": "[[A]]"})
    kb.knowledge_state(vault, log=again)


def kb_time():
    """The one time at which the fuzzer logs something."""
    from datetime import UTC, datetime

    return datetime(2026, 2, 3, tzinfo=UTC)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
