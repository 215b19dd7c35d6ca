"""What was shown is remembered: appended, bounded, and lost rather than wrong."""

from __future__ import annotations

from datetime import date
from multiprocessing import get_context

import pytest

from kbpivot.edit.new_note import Paper
from kbpivot.shell import seen as module
from kbpivot.shell.cache import cache_file
from kbpivot.shell.importing.items import Item, item_of
from kbpivot.shell.seen import Seen, Waiting


def item(number: int) -> Item:
    """Return one of many items."""
    found = item_of(Paper(title=f"Paper {number}", url=f"https://a.example/{number}"), source="x")
    assert found is not None
    return found


@pytest.fixture
def place(tmp_path):
    return cache_file(tmp_path).with_suffix(".seen")


def test_remembered(tmp_path, place):
    """Each item has one line, in the user's cache folder, which nobody else may read."""
    Seen(tmp_path).add([item(1), item(2)])
    Seen(tmp_path).add([item(2), item(3)])

    assert Seen(tmp_path).keys() == {item(n).key for n in (1, 2, 3)}
    assert len(place.read_text().splitlines()) == 3
    assert place.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_was_cut_off(tmp_path, place):
    """It counts as nothing, and the next one does not go on with it."""
    Seen(tmp_path).add([item(1)])
    place.write_bytes(place.read_bytes() + b"0123")

    Seen(tmp_path).add([item(2)])

    assert Seen(tmp_path).keys() == {item(1).key, item(2).key}


def test_bounded(tmp_path, monkeypatch):
    """Of many the newest are remembered."""
    monkeypatch.setattr(module, "_MOST", 5)
    for number in range(8):
        Seen(tmp_path).add([item(number)])

    assert Seen(tmp_path).keys() == {item(n).key for n in range(3, 8)}


def _add(root, start: int) -> None:
    for number in range(start, start + 20):
        Seen(root).add([item(number)])


def test_two_at_once(tmp_path):
    """Two processes lose none of each other's."""
    context = get_context("spawn")
    workers = [context.Process(target=_add, args=(tmp_path, start)) for start in (0, 100)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert len(Seen(tmp_path).keys()) == 40


def test_what_others_may_have_written_is_not_believed(tmp_path, place):
    """A file that others may write says nothing."""
    Seen(tmp_path).add([item(1)])
    place.chmod(0o666)

    assert Seen(tmp_path).keys() == frozenset()


def test_waiting(tmp_path):
    """What stands in a note is kept whole, note by note; damage is as if there were nothing."""
    Waiting(tmp_path, "A.md").keep([(item(1), date(2026, 1, 5))])
    Waiting(tmp_path, "B.md").keep([(item(2), date(2026, 1, 6))])

    assert Waiting(tmp_path, "A.md").entries() == {
        "https://a.example/1": (item(1), date(2026, 1, 5))
    }
    cache_file(tmp_path).with_suffix(".waiting").write_bytes(b"\xc1")
    assert Waiting(tmp_path, "A.md").entries() == {}
