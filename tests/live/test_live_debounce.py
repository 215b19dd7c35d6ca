"""When a burst of events counts as over; time is a number here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbpivot.live.debounce import Debounce


def test_quiet_ends_a_burst():
    """Paths are due once nothing new came for the pause, and come together."""
    settling = Debounce(quiet=0.3, longest=3)
    settling.add("a.md", now=0)
    settling.add("b.md", now=0.2)

    assert frozenset() == settling.settled(now=0.4)
    assert frozenset({"a.md", "b.md"}) == settling.settled(now=0.5)
    assert frozenset() == settling.settled(now=9)


def test_a_file_written_without_end_is_told_all_the_same():
    """The longest pause counts from the first event."""
    settling = Debounce(quiet=0.3, longest=1)
    for tenth in range(10):
        settling.add("log.md", now=tenth / 10)

        assert frozenset() == settling.settled(now=tenth / 10)
    settling.add("log.md", now=1.0)

    assert frozenset({"log.md"}) == settling.settled(now=1.0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 5)), max_size=20))
def test_no_path_is_lost(events):
    """Whatever the times, every path comes out exactly once after the last event."""
    settling = Debounce(quiet=0.5, longest=2)
    seen, now = [], 0.0
    for path, pause in events:
        now += pause
        seen.append(settling.settled(now=now))
        settling.add(path, now=now)
    seen.append(settling.settled(now=now + 10))

    assert {path for path, _ in events} == set().union(*seen)
    assert settling.wait(now=now + 10) is None
