"""The page of a server: equal to one made anew after any change, and no larger than it."""

from __future__ import annotations

import gc
import json
import re
import threading
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from commandline import vault_of
from kbpivot.live.monitor import Monitor, Report
from kbpivot.live.server.page import LivePage
from kbpivot.render.drawing.html import KeptTexts
from kbpivot.render.markdown import Destination, markdown
from kbpivot.workspace.study_page import page_update, study_page
from kbpivot.workspace.workspace import Workspace

NAMES = ("A", "B", "C")
NOTES = "".join(f"== {name}.md ==\nWords about {name}. [[A]] and [[B|other]].\n" for name in NAMES)
LINKS = ("[[A]]", "[[B|b]]", "![[C#x]]", "[[None]]", "[m](A.md)", "[x](#n1)", "<a href='#n2'>y</a>")


class Live:
    """A page over a folder, looked at by hand."""

    def __init__(self, folder):
        self.folder = vault_of(folder, NOTES)
        self.heard = []
        self.page = LivePage(heard=self.heard.append)
        self.monitor = Monitor(Workspace(folder, cache=False), on=None)
        self.page.tell(Report("ready"), self.monitor.work)

    def write(self, name, text):
        (self.folder / f"{name}.md").write_text(text, "utf-8")
        self.look(f"{name}.md")

    def look(self, *paths):
        for report in self.monitor.look(paths):
            self.page.tell(report, self.monitor.work)

    @property
    def data(self):
        return json.loads(self.page.data())["data"]


@given(
    pages=st.lists(
        st.tuples(
            st.lists(st.lists(st.sampled_from(LINKS), max_size=3).map(" ".join), max_size=4),
            st.permutations(NAMES),
            st.sets(st.sampled_from(NAMES)),
        ),
        max_size=5,
    )
)
@settings(max_examples=30)
def test_kept_texts_are_those_made_anew(pages):
    """Whatever was rendered before: texts, ids and the notes that links lead to may change."""
    kept = KeptTexts()
    for texts, order, hidden in pages:
        ids = {f"{name}.md": f"n{place + 1}" for place, name in enumerate(order)}

        def destination(linkpath, ids=ids, hidden=hidden):
            name = linkpath.removesuffix(".md")
            return (
                Destination(name="private")
                if name in hidden
                else Destination(ids.get(f"{name}.md"))
            )

        rendered = kept.page(ids)
        for text in texts:
            assert rendered(text, destination) == markdown(text, destination=destination)


def test_data_are_those_of_a_page_made_anew(tmp_path):
    """After edits, new notes, moves and what is done, an open page is given what a new one has."""
    live = Live(tmp_path)
    deeds = [
        lambda: live.write("A", "Other words, [[C]].\n\nPrerequisites: [[B]], [[Not yet]]\n"),
        lambda: live.write("0 first", "A note that moves all ids. [[A]]\n"),
        lambda: live.page.act("done", "B.md"),
        lambda: live.page.act("know", "Not yet"),
        lambda: (tmp_path / "B.md").rename(tmp_path / "Moved.md"),
        lambda: live.page.act("undo", ""),
        (tmp_path / "0 first.md").unlink,
    ]
    for deed in deeds:
        before = live.page.standing.version
        deed()
        live.look("")
        work = Workspace(tmp_path, cache=False)
        now = datetime.now().astimezone()
        anew = page_update(work, study_page(work, now=now), texts=KeptTexts())
        assert live.data == json.loads(json.dumps(anew))
        assert live.page.standing.version != before
        shown = re.search(r'id="data">(.*?)</script>', live.page.written().html, re.DOTALL)[1]
        assert json.loads(shown) == live.data
    assert live.heard == [".kbpivot/log.jsonl"] * 3


def test_what_is_done_at_once_is_all_recorded(tmp_path):
    """Several tabs may write at the same moment, while the folder is read."""
    live = Live(tmp_path)
    said = []

    def mark(name):
        said.append(live.page.act("know", name))

    threads = [threading.Thread(target=mark, args=(f"Topic {n}",)) for n in range(6)]
    for number, thread in enumerate(threads):
        thread.start()
        with live.page.turn:
            (tmp_path / "A.md").write_text(f"Words {number}.\n")
            live.monitor.look(["A.md"])
    for thread in threads:
        thread.join()
    log = (tmp_path / ".kbpivot" / "log.jsonl").read_text("utf-8").splitlines()

    assert sorted(json.loads(line)["note"] for line in log) == sorted(
        f"Topic {n}" for n in range(6)
    )
    assert len(said) == len(set(said)) == 6


def test_many_edits_leave_nothing_behind(tmp_path):
    """As many objects are alive after more changes; the benchmark measures a thousand of them."""
    live = Live(tmp_path)
    log = tmp_path / ".kbpivot" / "log.jsonl"

    def alive_after(edits):
        for number in edits:
            live.write("A", f"# Title {number % 3}\n\nWords {number:05}. [[B]]\n")
            live.page.act("done", "B.md")
            live.look("")
            live.page.data()
            log.write_bytes(b"")  # it grows, as it should
        gc.collect()
        return len(gc.get_objects())

    few = alive_after(range(5))
    assert alive_after(range(5, 15)) - few < 10
