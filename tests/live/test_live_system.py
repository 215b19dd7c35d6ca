"""The watch on real events of the system: folders that move, and a system that has none left."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from commandline import vault_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="events of Linux")

NOTES = """
== A.md ==
Words about A, written here.
== sub/B.md ==
Words about B, written there.
== sub/deep/C.md ==
Words about C, written below.
== .obsidian/app.json ==
{}
"""
FULL = """
import ctypes, errno
import watchdog.observers.inotify_c as c
def none_left():
    ctypes.set_errno(errno.EMFILE)
    return -1
c.inotify_init = none_left
"""


class Watch:
    """`kbpivot watch` as a process of its own."""

    def __init__(self, folder, *, before=""):
        self.out, self.err = folder.parent / "out", folder.parent / "err"
        code = f"{before}\nimport sys\nfrom kbpivot.cli.run import run\nsys.exit(run(sys.argv[1:]))"
        arguments = ["-C", str(folder), "--no-cache", "watch", "--format", "json"]
        with self.out.open("w") as out, self.err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code, *arguments], stdout=out, stderr=err
            )

    def __enter__(self):
        self.wait(lambda reports: reports)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0

    def reports(self):
        return [json.loads(line) for line in self.out.read_text().splitlines()]

    def wait(self, enough, seconds=40):
        until = time.monotonic() + seconds
        while not enough(self.reports()):
            assert time.monotonic() < until, (self.out.read_text(), self.err.read_text())
            time.sleep(0.1)
        return self.reports()


def planned(reports):
    return [change["message"] for one in reports for change in one["changes"]]


def add(path, text):
    with path.open("a") as note:
        note.write(text)


def test_a_folder_moved_out_and_back_is_quiet(tmp_path):
    """Nothing changed, so nothing is told; what changes in it later still is, and watchdog is mute."""
    folder = vault_of(tmp_path / "vault", NOTES)
    with Watch(folder) as watch:
        for _ in range(3):
            (folder / "sub").rename(tmp_path / "away")
            (tmp_path / "away").rename(folder / "sub")
        time.sleep(2)
        assert [one["event"] for one in watch.reports()] == ["ready"]
        add(folder / "sub" / "deep" / "C.md", "[[Wish]]\n")
        reports = watch.wait(lambda reports: len(reports) > 1)
        assert planned(reports) == ["1 new planned link: Wish"]

    assert watch.err.read_text() == ""


def test_no_instance_left_is_said_once(tmp_path):
    """Without an inotify instance the folder is polled; that is said once, and no traceback is."""
    folder = vault_of(tmp_path / "vault", NOTES)
    with Watch(folder, before=FULL) as watch:
        watch.wait(lambda reports: len(reports) > 1)
        add(folder / "A.md", "[[Wish]]\n")
        reports = watch.wait(lambda reports: len(reports) > 2)
        assert [one["event"] for one in reports] == ["ready", "trouble", "changed"]
        assert "inotify instance limit reached" in reports[1]["message"]
        assert "polls" in reports[1]["message"]
        assert planned(reports) == ["1 new planned link: Wish"]

    assert watch.err.read_text() == ""
