"""`intake`: what came out, placed on what the person knows, shown once, and kept in a note."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

from arxiv_server import echo, server
from commandline import answer, environment, fingerprint, kbpivot, vault_of
from feed_server import item, page, rss, web
from kbpivot.workspace.reading_note import ReadingNote
from kbpivot.workspace.workspace import Workspace

VAULT = """
== Exponentials.md ==
---
status: done
---
Growth.
== Softmax.md ==
---
prerequisites: ["[[Exponentials]]"]
hours: 2
---
Shares.
== Attention.md ==
---
prerequisites: ["[[Softmax]]"]
hours: 3
---
Weighs.
== Small.md ==
---
hours: 0.5
---
A thing.
== Transformers.md ==
---
type: track
goals: ["[[Attention]]"]
---
== Papers/Own.md ==
---
type: paper
arxiv: 2001.00009
---
A paper.
"""

ITEMS = (
    item("Growth without bounds", "We use exponentials.", url="https://a.example/1"),
    item("Sharper weights", "Attention with exponentials.", url="https://a.example/2"),
    item("Shares of shares", "Softmax is used. Small is not.", url="https://a.example/3"),
    item("Birds migrate", "They fly.", url="https://a.example/4"),
    item("Own", "Softmax.", url="https://arxiv.org/abs/2001.00009v2"),
)


@pytest.fixture
def vault(tmp_path):
    folder = tmp_path / "vault"
    folder.mkdir()
    (tmp_path / "feed.xml").write_text(rss(*ITEMS))
    return vault_of(folder, VAULT)


@pytest.fixture
def feed(tmp_path):
    return str(tmp_path / "feed.xml")


def lists(found: dict) -> dict[str, list[str]]:
    """Return the titles on each list."""
    names = ("now", "soon", "later")
    return {n: [one["title"] for one in found["items"] if one["bucket"] == n] for n in names}


def test_three_lists(vault, feed):
    """What is known leads to now, what takes more than an hour to soon, the rest to later."""
    found = answer("intake", feed, folder=vault)

    assert lists(found) == {
        "now": ["Growth without bounds"],
        "soon": ["Shares of shares", "Sharper weights"],
        "later": ["Birds migrate"],
    }
    by_title = {one["title"]: one for one in found["items"]}
    shares, sharper = by_title["Shares of shares"], by_title["Sharper weights"]
    assert [(one["title"], one["hours"]) for one in sharper["missing"]] == [
        ("Softmax", 2.0),
        ("Attention", 3.0),
    ]
    assert (shares["hours"], sharper["hours"]) == (2.5, 5.0)
    assert (sharper["goal"], sharper["steps"]) == ("Attention", 0)
    assert (shares["goal"], shares["steps"]) == ("Attention", 1)
    assert found["counts"]["noted"] == 1


def test_same_as_ready(vault, feed, tmp_path):
    """Hours and what is missing are those that `ready --abstract` says of the same text."""
    (tmp_path / "abstract.txt").write_text("Sharper weights.\n\nAttention with exponentials.")
    ready = answer("ready", "--abstract", str(tmp_path / "abstract.txt"), folder=vault)
    found = answer("intake", feed, folder=vault)

    one = next(one for one in found["items"] if one["title"] == "Sharper weights")
    assert one["hours"] == ready["hours"]
    assert [m["path"] for m in one["missing"]] == [m["path"] for m in ready["missing"]]


def test_reasons_with_words(vault, feed):
    """Each reason names what it is about, and the words of the item in which that was seen."""
    found = answer("intake", feed, folder=vault)
    reasons = {one["title"]: one["reasons"] for one in found["items"]}

    said = {(one["code"], one["title"], one["quote"]) for one in reasons["Sharper weights"]}
    assert ("known", "Exponentials", "Attention with exponentials.") in said
    assert ("missing", "Attention", "Attention with exponentials.") in said
    assert ("goal", "Attention", "Attention with exponentials.") in said
    assert [one["code"] for one in reasons["Birds migrate"]] == ["nothing"]


def test_unlocks(vault, tmp_path):
    """It is counted of how many items little is missing once what is missing of one is learnt."""
    rows = [item(f"Paper {n}", "Softmax here.") for n in range(3)]
    (tmp_path / "many.xml").write_text(rss(*rows, item("Deep", "Attention.")))

    found = answer("intake", str(tmp_path / "many.xml"), folder=vault)

    unlocks = {one["title"]: one["unlocks"] for one in found["items"]}
    assert unlocks == {"Paper 0": 3, "Paper 1": 3, "Paper 2": 3, "Deep": 4}


@pytest.mark.parametrize(("hours", "bucket"), [("1", "now"), ("1.1", "soon")])
def test_an_hour(vault, tmp_path, hours, bucket):
    """Up to an hour may be missing."""
    (vault / "Small.md").write_text(f"---\nhours: {hours}\n---\nA thing.")
    (vault / "Exponentials.md").write_text("---\nstatus: done\n---\nGrowth.")
    (tmp_path / "one.xml").write_text(rss(item("A small thing", "Small and exponentials.")))

    (one,) = answer("intake", str(tmp_path / "one.xml"), folder=vault)["items"]

    assert (one["bucket"], one["hours"]) == (bucket, float(hours))


def test_shown_once(vault, feed):
    """What was shown is not shown again, but on request; what the limit kept back is new still."""
    first = kbpivot("intake", feed, "--limit", "1", folder=vault)
    second = kbpivot("intake", feed, folder=vault)
    third = kbpivot("intake", feed, folder=vault)
    again = kbpivot("intake", feed, "--again", folder=vault)

    assert "4 new items from 1 source: 1 to read now, 2 soon and 1 not for you now." in first.out
    assert "1 more; --limit shows more of each list." in first.out
    assert "1 new item from 1 source: 1 soon." in second.out
    assert "Sharper weights" in second.out
    assert "Nothing new from 1 source." in third.out
    assert "Left out: 4 shown before" in third.out
    assert "4 new items" in again.out


def test_the_vault_is_left_alone(vault, feed):
    """What was shown is remembered outside of the vault."""
    before = fingerprint(vault)

    kbpivot("intake", feed, folder=vault)

    assert fingerprint(vault) == before


def test_nothing_is_kept_without_a_cache(vault, feed):
    """Without a cache nothing is remembered."""
    for _ in range(2):
        assert "4 new items" in kbpivot("intake", feed, "--no-cache", folder=vault).out


def test_since(vault, tmp_path):
    """What came out before a day is left out; what nobody dates is weighed, and that is said."""
    old, new = "Mon, 02 Nov 2026 00:00:00 GMT", "Mon, 30 Nov 2026 00:00:00 GMT"
    (tmp_path / "dated.xml").write_text(
        rss(item("Old", day=old), item("New", day=new), item("Undated"))
    )
    found = answer("intake", str(tmp_path / "dated.xml"), "--since", "2026-11-30", folder=vault)

    assert sorted(one["title"] for one in found["items"]) == ["New", "Undated"]
    assert (found["counts"]["older"], found["counts"]["undated"]) == (1, 1)
    text = kbpivot(
        *("intake", str(tmp_path / "dated.xml"), "--since", "2026-11-30", "--again"), folder=vault
    ).out
    assert "1 item without a date counted as new." in text


def test_this_week(vault, tmp_path):
    """It says "of this week" only where all items came out within seven days."""
    day = datetime.now(UTC) - timedelta(days=1)
    recent = day.strftime("%a, %d %b %Y 00:00:00 GMT")
    (tmp_path / "week.xml").write_text(rss(item("A", "Attention.", day=recent)))
    (tmp_path / "old.xml").write_text(rss(item("B", "Attention.")))

    assert "unlocks 1 item of this week" in _flat(
        kbpivot("intake", str(tmp_path / "week.xml"), folder=vault)
    )
    assert "unlocks 1 of these items" in _flat(
        kbpivot("intake", str(tmp_path / "old.xml"), folder=vault)
    )


def _flat(result) -> str:
    return " ".join(result.out.split())


def test_standard_input(vault):
    """A feed may come from a pipe."""
    result = kbpivot("intake", "-", folder=vault, stdin=rss(*ITEMS))

    assert "4 new items from 1 source" in result.out


def test_bad_sources(vault, feed, tmp_path):
    """What fails is told, the rest is shown; where all fails the exit code says so."""
    (tmp_path / "bad.xml").write_text("<rss>")
    some = kbpivot("intake", str(tmp_path / "bad.xml"), "none.xml", feed, folder=vault)
    none = kbpivot("intake", "none.xml", folder=vault)

    assert some.code == 0
    assert "none.xml: There is no such file" in some.err
    assert "Read now" in some.out
    assert none.code == 2
    found = kbpivot("intake", "none.xml", feed, "--format", "json", "--again", folder=vault)
    assert [one["source"] for one in json.loads(found.out)["troubles"]] == ["none.xml"]


def test_settings(vault, feed, tmp_path):
    """Without a source those of the settings are read, files as seen from the settings."""
    nothing = kbpivot("intake", folder=vault)
    (vault / "kbpivot.toml").write_text('[intake]\nsources = ["../feed.xml"]\n')
    found = answer("intake", folder=vault)

    assert nothing.code == 2
    assert "[intake] sources" in nothing.err
    assert len(found["items"]) == 4


def test_servers(vault, tmp_path):
    """A server of one's own is asked; what has not changed is not sent twice, yet shown until seen."""
    data = rss(*ITEMS).encode()

    def letter(headers):
        if headers["If-None-Match"] == '"1"':
            return 304, {}, ()
        return 200, {"ETag": '"1"', "Content-Length": str(len(data))}, (data,)

    with web(letter=letter, list=page(b"")) as (address, asked):
        url = f"{address}/letter/{tmp_path.name}"
        first = kbpivot("intake", url, "--limit", "1", folder=vault)
        second = kbpivot("intake", url, folder=vault)

    assert "4 new items" in first.out
    assert "1 new item" in second.out
    assert [headers.get("If-None-Match") for _, headers in asked] == [None, '"1"']


def test_ids(vault, tmp_path):
    """A list of ids is looked up at arXiv."""
    (tmp_path / "ids.txt").write_text("2001.00001\n2001.00002\n")
    with server(echo) as (address, _), environment(KBPIVOT_ARXIV=address):
        found = answer("intake", str(tmp_path / "ids.txt"), folder=vault)

    assert {one["id"]: one["bucket"] for one in found["items"]} == {
        "arXiv:2001.00001": "soon",
        "arXiv:2001.00002": "soon",
    }


def test_foreign_text_does_nothing(vault, tmp_path):
    """Titles steer no terminal and are no markup in a note."""
    evil = "\x1b[31mRed \u202e[[Exponentials]] %% kbpivot:end %% <% tp.run() %> `x` [a](b)"
    row = f"<item><title><![CDATA[{evil}]]></title><link>https://a.example/)(x</link>"
    row += "<description>exponentials</description></item>"
    (tmp_path / "evil.xml").write_text(rss(row))

    result = kbpivot("intake", str(tmp_path / "evil.xml"), "--note", "Evil", folder=vault)

    assert "\x1b" not in result.out
    assert "\u202e" not in result.out
    text = (vault / "Evil.md").read_text()
    assert text.count("\n%% kbpivot:end %%\n") == 1
    assert "<%" not in text
    assert "[[" not in text
    assert "(https://a.example/%29%28x)" in text


def test_a_list_in_a_note(vault, feed, tmp_path):
    """The list is written between markers; what else the note holds stays."""
    (vault / "Reading.md").write_text(
        "# Mine\n\n%% kbpivot:start %%\n%% kbpivot:end %%\n\nBelow.\n"
    )

    found = answer("intake", feed, "--note", "Reading", folder=vault)

    text = (vault / "Reading.md").read_text()
    assert text.startswith("# Mine\n\n%% kbpivot:start %%\n")
    assert text.endswith("%% kbpivot:end %%\n\nBelow.\n")
    assert re.findall(r"^(?:## (.*)|- \[ \] \[(.*)\]\((.*)\))", text, re.MULTILINE) == [
        ("Read now", "", ""),
        ("", "Growth without bounds", "https://a.example/1"),
        ("Soon", "", ""),
        ("", "Shares of shares", "https://a.example/3"),
        ("", "Sharper weights", "https://a.example/2"),
    ]
    assert found["note"] == "Reading.md"
    assert "Reading" not in str(answer("next", folder=vault)["suggestions"])


def test_a_ticked_box_becomes_a_note(vault, feed):
    """A paper note is made with link and abstract, what the abstract names is a question in it."""
    kbpivot("intake", feed, "--note", folder=vault)
    note = vault / "Reading list.md"
    note.write_text(note.read_text().replace("- [ ] [Sharper", "- [x] [Sharper"))

    found = answer("intake", "--note", folder=vault)

    assert found["made"] == [
        {
            "path": "Papers/Sharper weights.md",
            "created": True,
            "guesses": ["Attention.md", "Exponentials.md"],
        }
    ]
    made = (vault / "Papers/Sharper weights.md").read_text()
    assert "https://a.example/2" in made
    assert "Attention with exponentials." in made
    assert "> - [[Attention]]" in made
    left = note.read_text()
    assert "Sharper" not in left
    assert "- [ ] [Shares of shares]" in left


def test_the_list_goes_on(vault, feed, tmp_path):
    """What is open stays, what is new comes, and a line that was deleted does not come back."""
    kbpivot("intake", feed, "--note", "R", folder=vault)
    note = vault / "R.md"
    kept = [row for row in note.read_text().splitlines(keepends=True) if "Shares of" not in row]
    note.write_text("".join(kept))
    (tmp_path / "more.xml").write_text(
        rss(*ITEMS, item("More", "Softmax.", url="https://a.example/9"))
    )

    kbpivot("intake", str(tmp_path / "more.xml"), "--note", "R", folder=vault)
    once = note.read_text()
    kbpivot("intake", str(tmp_path / "more.xml"), "--note", "R", folder=vault)

    assert re.findall(r"- \[ \] \[(.*)\]", once) == [
        "Growth without bounds",
        "More",
        "Sharper weights",
    ]
    assert note.read_text() == once


def test_a_box_without_what_was_kept(vault, feed):
    """A box is enough to make a note with its link, when nothing else is known any more."""
    kbpivot("intake", feed, "--note", "R", folder=vault)
    note = vault / "R.md"
    note.write_text(note.read_text().replace("- [ ] [Sharper", "- [x] [Sharper"))

    found = answer("intake", "--note", "R", "--no-cache", folder=vault)

    assert [one["path"] for one in found["made"]] == ["Papers/Sharper weights.md"]
    assert "https://a.example/2" in (vault / "Papers/Sharper weights.md").read_text()


def test_another_block_is_left_alone(vault, feed):
    """A note in which something else is kept up to date is refused, and nothing is made."""
    text = "%% kbpivot:start %%\n## Next\n%% kbpivot:end %%\n"
    (vault / "Board.md").write_text(text)

    result = kbpivot("intake", feed, "--note", "Board", folder=vault)

    assert result.code == 2
    assert "something else" in result.err
    assert (vault / "Board.md").read_text() == text


def test_a_source_behind_note(vault, feed):
    """`--note FEED` means the feed; the note is that of the settings."""
    found = answer("intake", "--note", feed, folder=vault)

    assert found["note"] == "Reading list.md"
    assert len(found["items"]) == 4


def test_without_the_reader_of_feeds(vault, feed, tmp_path, monkeypatch):
    """Without the extra it says what to install, and what needs no feed reader is read."""
    monkeypatch.setitem(sys.modules, "fastfeedparser", None)
    (tmp_path / "one.bib").write_text("@article{a, title={Exponentials again}}")

    alone = kbpivot("intake", feed, folder=vault)
    both = kbpivot("intake", feed, str(tmp_path / "one.bib"), folder=vault)

    assert alone.code == 2
    assert "pip install 'kbpivot[intake]'" in alone.err
    assert both.code == 0
    assert "Exponentials again" in both.out


def test_four_weeks(vault, feed):
    """A box that nobody ticks leaves the list after four weeks."""
    kbpivot("intake", feed, "--note", "R", folder=vault)
    work = Workspace(vault)
    day = datetime.now().astimezone().date()

    assert len(ReadingNote(work, "R.md", today=day + timedelta(days=27)).open_items) == 3
    assert ReadingNote(work, "R.md", today=day + timedelta(days=28)).open_items == ()


def test_what_is_learnt_moves_up(vault, feed):
    """Boxes are placed anew: what was for soon is for now once its concept is known."""
    kbpivot("intake", feed, "--note", "R", folder=vault)
    kbpivot("done", "Softmax", folder=vault)
    kbpivot("intake", "--note", "R", folder=vault)

    text = (vault / "R.md").read_text()
    assert text.index("Shares of shares") < text.index("## Soon")


def test_titles_of_which_no_file_can_be_called(vault, tmp_path):
    """A title without a letter is placed like any other."""
    (tmp_path / "odd.xml").write_text(rss(item("???", "Softmax."), item("…", "Softmax.")))

    assert "2 new items" in kbpivot("intake", str(tmp_path / "odd.xml"), folder=vault).out
