"""Sources of every format become items, also damaged ones; one bad source never stops the rest."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxiv_server import atom, echo, entry, server
from commandline import environment
from feed_server import item, page, rss, web
from kbpivot.errors import KbpivotError
from kbpivot.shell.importing.gather import Gatherer
from kbpivot.shell.importing.items import plain_words
from kbpivot.shell.importing.sources import read_source

DAY = "Mon, 30 Nov 2026 06:00:00 GMT"


def read(data: bytes | str):
    """Read a source that holds some text or bytes."""
    return read_source(data.encode() if isinstance(data, str) else data, source="here")


def titles(data: bytes | str) -> list[str]:
    return [one.paper.title for one in read(data).items]


def gathered(*sources: str, root, stdin: bytes = b"", **more):
    return Gatherer(str(root), stdin=lambda: stdin, sleep=lambda _: None, **more).gather(sources)


def test_arxiv_feed():
    """ArXiv's own feed gives ids, authors, abstracts alone; new versions of old papers are no news."""
    kinds = (("2611.00001", "new"), ("2611.00002", "cross"), ("2405.00003", "replace"))
    rows = [
        f"<item><title>Paper {one}</title><link>https://arxiv.org/abs/{one}</link>"
        f"<description>arXiv:{one}v1 Announce Type: {kind} \nAbstract: We study {one}.</description>"
        f"<guid isPermaLink='false'>oai:arXiv.org:{one}v1</guid><pubDate>{DAY}</pubDate>"
        "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Ada Miller, Jan Berg</dc:creator></item>"
        for one, kind in kinds
    ]
    found = read(rss(*rows))

    assert found.replaced == 1
    assert [one.id for one in found.items] == ["arXiv:2611.00001", "arXiv:2611.00002"]
    first = found.items[0]
    assert first.paper.authors == ("Ada Miller", "Jan Berg")
    assert first.paper.abstract == "We study 2611.00001."
    assert first.paper.url == "https://arxiv.org/abs/2611.00001"
    assert first.published == date(2026, 11, 30)


def test_answer_of_arxiv():
    """An answer of arXiv's interface is read with its days, and needs no reader of feeds."""
    (found,) = read(atom(entry("2001.00001"))).items

    assert (found.id, found.published) == ("arXiv:2001.00001", date(2020, 1, 2))
    assert found.paper.abstract == "It is about softmax."


def test_letters_and_podcasts():
    """A letter's HTML becomes words; an episode without a page has the address of its sound."""
    html = "<p>One <b>bold</b> &amp; two.</p><script>alert(1)</script><p>Three</p>"
    sound = '<item><title>Episode</title><enclosure url="https://a.example/1.mp3" type="audio/mpeg"/></item>'
    letter, episode = read(rss(item("A &amp; B <i>C</i>", html, day=DAY), sound)).items

    assert letter.paper.title == "A & B C"
    assert letter.paper.abstract == "One bold & two.\n\nThree"
    assert letter.published == date(2026, 11, 30)
    assert (episode.paper.url, episode.published) == ("https://a.example/1.mp3", None)


def test_other_feeds():
    """Atom, RDF and JSON Feed are read alike."""
    atom_feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>tag:x,1</id>'
        '<title type="html">x&lt;y and &lt;b&gt;z&lt;/b&gt;</title><updated>2026-11-30T00:00:00Z</updated>'
        '<link href="https://a.example/1"/></entry></feed>'
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel>'
        '<item rdf:about="https://a.example/2"><title>Old</title><link>https://a.example/2</link></item>'
        "</rdf:RDF>"
    )
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "x"}
    feed["items"] = [{"id": "1", "url": "https://a.example/3", "title": "J", "content_text": "c"}]
    assert titles(atom_feed) == ["x<y and z"]
    assert read(atom_feed).items[0].published == date(2026, 11, 30)
    assert titles(rdf) == ["Old"]
    assert titles(json.dumps(feed)) == ["J"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            rss(item("Réseaux"), head='<?xml version="1.0" encoding="iso-8859-1"?>').encode(
                "latin-1"
            ),
            ["Réseaux"],
        ),
        (rss(item("Réseaux")).encode("latin-1"), ["Réseaux"]),
        (
            rss(item("Réseaux"), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
            ["Réseaux"],
        ),
        (b"\xef\xbb\xbf\n" + rss(item("A")).encode(), ["A"]),
        (rss("<item><title>Q & A &nbsp;&hellip; &odd; </title></item>"), ["Q & A … &odd;"]),
        (
            rss(item("One")).removesuffix("</channel></rss>") + "<item><title>Two</title><li",
            ["One", "Two"],
        ),
        (rss("<item><title><![CDATA[A &amp; <b>B</b>]]></title></item>"), ["A & B"]),
        (rss("<item><link>https://a.example</link></item>", item("B")), ["B"]),
        (rss(item("A", day="yesterday-ish")), ["A"]),
        (rss(), []),
    ],
    ids=[
        "latin",
        "lying",
        "utf16",
        "bom",
        "ampersands",
        "cut",
        "cdata",
        "untitled",
        "undated",
        "empty",
    ],
)
def test_damaged_feeds(data, expected):
    """What a damaged feed still says is read."""
    assert titles(data) == expected


def test_nothing_is_loaded_or_expanded():
    """Entities neither read files nor fill the memory."""
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    files = '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    for head in (f"{bomb}]>", files):
        for one in read(rss("<item><title>T &j;&f;</title></item>", head=head)).items:
            assert len(one.paper.title) < 100
            assert one.paper.title.strip("T ") in {"", "&j;&f;"}
    opml = f"{bomb}]><opml><body><outline xmlUrl='https://a.example/&j;'/></body></opml>"
    with pytest.raises(KbpivotError, match="not valid XML"):
        read(opml)


def test_lists():
    """OPML names feeds, BibTeX and CSL-JSON name papers, lines name ids."""
    opml = (
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="AI"><outline type="rss"'
        ' xmlUrl="https://a.example/f?x=1&amp;y=2"/><outline xmlUrl="feed://b.example"/>'
        '<outline xmlUrl="file:///etc/passwd"/></outline></body></opml>'
    )
    found = read(opml)
    assert found.feeds == ("https://a.example/f?x=1&y=2", "http://b.example")
    assert "no address of the web" in found.unread[0].message
    assert read("<opml><body/></opml>").unread[0].message == "This list names no feeds."

    bib = read("% mine\n@article{a, title={A {B}}, eprint={2611.00001}, archiveprefix={arXiv}}")
    assert [(one.id, one.paper.url) for one in bib.items] == [
        ("arXiv:2611.00001", "https://arxiv.org/abs/2611.00001")
    ]
    csl = [{"title": "C", "DOI": "10.5555/x", "issued": {"date-parts": [[2026, 11, 30]]}}]
    (one,) = read(json.dumps(csl)).items
    assert (one.id, one.published, one.paper.url) == (
        "doi:10.5555/x",
        date(2026, 11, 30),
        "https://doi.org/10.5555/x",
    )
    ids = read(
        "# to read\n2611.00001\n- arXiv:2611.00002v3  # why\nhttps://arxiv.org/abs/2611.00001\nodd\n"
    )
    assert ids.ids == ("2611.00001", "2611.00002")
    assert [(one.line, one.message) for one in ids.unread] == [(5, "'odd' is no arXiv id.")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "nothing in it"),
        ("just words", "nothing that can be read"),
        ("<!DOCTYPE html><html></html>", "a page, not a feed"),
        ("<svg/>", "no feed"),
        ('{"a": ', "not valid JSON"),
        (b"\x89PNG\r\n\x1a\n\x00", "not valid UTF-8"),
    ],
)
def test_what_is_no_source(data, said):
    """What is none of the formats is said to be none."""
    with pytest.raises(KbpivotError, match=said):
        read(data)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes(data):
    """Any bytes are read, or refused with a sentence."""
    for head in (b"", b"<rss><channel>", b"[", b"@article{"):
        with suppress(KbpivotError):
            assert read(head + data) is not None


def test_plain_words():
    """Only tags of HTML are taken out, and a long text is cut between words."""
    assert plain_words("if x<y and y>z, <em>then</em>") == "if x<y and y>z, then"
    assert plain_words("a&lt;b", lines=False) == "a<b"
    assert plain_words("one\n two\n\nthree") == "one two\n\nthree"
    assert len(plain_words("word " * 2000)) <= 4002


def test_one_bad_source_never_stops_the_rest(tmp_path):
    """Files, standard input and servers are read together; what fails is told and left out."""
    (tmp_path / "good.xml").write_text(rss(item("From a file")))
    (tmp_path / "bad.xml").write_text("<rss><channel>")
    with web(feed=page(rss(item("From the web")).encode())) as (address, _):
        found = gathered(
            *(str(tmp_path / "bad.xml"), str(tmp_path / "none.xml"), f"{address}/gone"),
            *(
                f"{address}/feed",
                str(tmp_path / "good.xml"),
                "-",
                str(tmp_path),
                "ftp://a.example/x",
            ),
            root=tmp_path,
            stdin=gzip.compress(rss(item("From a pipe")).encode()),
        )

    assert [one.paper.title for one in found.items] == [
        "From the web",
        "From a file",
        "From a pipe",
    ]
    said = {one.source.rpartition("/")[2]: one.message for one in found.troubles}
    assert "no such file" in said["none.xml"]
    assert "404" in said["gone"]
    assert "folder" in said[tmp_path.name]
    assert "not of ftp" in said["x"]


def test_lists_of_feeds_are_followed(tmp_path):
    """A list of one's own may name feeds on one's own network; each feed is read once."""
    with web(
        one=page(rss(item("One")).encode()), two=page(rss(item("Two"), item("One")).encode())
    ) as (address, asked):
        outlines = "".join(
            f'<outline xmlUrl="{address}/{name}"/>' for name in ("one", "two", "one")
        )
        (tmp_path / "feeds.opml").write_text(f"<opml><body>{outlines}</body></opml>")
        found = gathered(str(tmp_path / "feeds.opml"), root=tmp_path)

    assert [one.paper.title for one in found.items] == ["One", "Two"]
    assert sorted(path for path, _ in asked) == ["/one", "/two"]


def test_ids_are_asked_of_arxiv(tmp_path):
    """Ids in files and as such are looked up together."""
    (tmp_path / "ids.txt").write_text("2001.00001\n9999.99999\n")
    with server(echo) as (address, asked), environment(KBPIVOT_ARXIV=address):
        found = gathered(str(tmp_path / "ids.txt"), "arXiv:2001.00002v1", root=tmp_path)

    assert [one.id for one in found.items] == ["arXiv:2001.00001", "arXiv:2001.00002"]
    assert found.items[0].published == date(2020, 1, 2)
    assert len(asked) == 1
    assert [one.message for one in found.troubles] == ["arXiv knows no paper 9999.99999."]


def test_what_has_not_changed_is_not_sent_again(tmp_path):
    """The state of a feed is kept with its items, and the server is asked only for changes."""
    data = rss(item("One")).encode()

    def feed(headers):
        if headers["If-None-Match"] == '"a"':
            return 304, {}, ()
        return 200, {"ETag": '"a"', "Content-Length": str(len(data))}, (data,)

    with web(feed=feed) as (address, asked):
        name = f"{address}/feed/{tmp_path.name}"
        first = gathered(name, root=tmp_path)
        second = gathered(name, root=tmp_path)
        fresh = gathered(name, root=tmp_path, cache=False)

    assert first.items == second.items == fresh.items
    assert [headers.get("If-None-Match") for _, headers in asked] == [None, '"a"', None]
