"""Which command opens an address."""

from __future__ import annotations

import pytest

from kbpivot.errors import KbpivotError
from kbpivot.shell.open_uri import opening_command


@pytest.mark.parametrize(
    ("own", "platform", "command"),
    [
        ("", "linux", ("xdg-open",)),
        ("", "darwin", ("open",)),
        ("", "win32", ()),
        ("  ", "linux", ("xdg-open",)),
        ("my-open --new 'a b'", "linux", ("my-open", "--new", "a b")),
        (r"C:\tools\open.exe /x", "win32", (r"C:\tools\open.exe", "/x")),
    ],
)
def test_own_command_or_the_systems(own: str, platform: str, command: tuple[str, ...]) -> None:
    """What the person set comes first, then what the platform has."""
    assert opening_command({"KBPIVOT_OPEN": own}, platform=platform) == command


def test_a_command_that_cannot_be_read() -> None:
    """An open quote is told with the words themselves."""
    with pytest.raises(KbpivotError, match=r"\$KBPIVOT_OPEN is no command"):
        opening_command({"KBPIVOT_OPEN": '"x'}, platform="linux")
