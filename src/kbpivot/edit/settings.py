"""Settings changed in the text of a `kbpivot.toml`: every other line stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence

import tomlkit

__all__ = ["Value", "with_settings"]

Value = str | bool | float | Sequence[str]


def with_settings(text: str, table: str, values: Mapping[str, Value]) -> str:
    r"""Set keys of one table in a settings file.

    Args:
        text: the file; empty for a new one.
        table: name of the table, such as `study`.
        values: by key.

    >>> with_settings("[study] # mine\nhours-per-week = 4\n", "study", {"goals": ["RLHF"]})
    '[study] # mine\nhours-per-week = 4\ngoals = ["RLHF"]\n'
    """
    document = tomlkit.parse(text)
    if table not in document:
        if text.strip():
            document.add(tomlkit.nl())
        document.add(table, tomlkit.table())
    here = document.get(table)
    assert isinstance(here, MutableMapping)
    for key, value in values.items():
        if isinstance(value, float) and value.is_integer():
            here[key] = int(value)
        else:
            here[key] = value if isinstance(value, str | bool | float) else list(value)
    return tomlkit.dumps(document)
