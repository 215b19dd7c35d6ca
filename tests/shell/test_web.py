"""An address is fetched within bounds: time, size, redirects, and whose network it is."""

from __future__ import annotations

import gzip
import threading
import zlib

import pytest

from feed_server import page, web
from kbpivot.shell.web import WebError, fetch, inflated, is_address


def test_what_is_fetched():
    """An answer comes with what tells its state, and the server learns who asks."""
    with web(feed=page(b"news", ETag='"1"', Last_Modified="Mon, 30 Nov 2026 00:00:00 GMT")) as (
        address,
        asked,
    ):
        found = fetch(f"{address}/feed", near=True)

    assert (found.data, found.etag, found.is_near) == (b"news", '"1"', True)
    assert found.modified == "Mon, 30 Nov 2026 00:00:00 GMT"
    assert asked[0][1]["User-Agent"].startswith("kbpivot/")


def test_only_what_has_changed():
    """The state that is known is told, and a server that has nothing new sends nothing."""
    seen = []

    def feed(headers):
        seen.append((headers["If-None-Match"], headers["If-Modified-Since"]))
        return 304, {}, ()

    with web(feed=feed) as (address, _):
        found = fetch(f"{address}/feed", etag='"1"', modified="then", near=True)

    assert (found.data, found.etag, found.modified) == (None, '"1"', "then")
    assert seen == [('"1"', "then")]


def test_a_machine_nearby_is_asked_only_where_somebody_named_it():
    """The own network is no place that a list from elsewhere leads to."""
    with (
        web(feed=page(b"secret")) as (address, asked),
        pytest.raises(WebError, match="into your own network"),
    ):
        fetch(f"{address}/feed")

    assert asked == []


def test_redirects():
    """A redirect is followed; a circle, too many, and one to another protocol are not."""
    pages = {
        "old": lambda _: (301, {"Location": "/feed"}, ()),
        "feed": page(b"news"),
        "circle": lambda _: (302, {"Location": "/circle"}, ()),
        "file": lambda _: (302, {"Location": "file:///etc/hosts"}, ()),
        "nowhere": lambda _: (302, {}, ()),
    }
    for number in range(7):
        pages[f"long{number}"] = lambda _, to=number + 1: (302, {"Location": f"/long{to}"}, ())
    with web(**pages) as (address, asked):
        assert fetch(f"{address}/old", near=True).data == b"news"
        for name, said in (
            ("circle", "redirects more than 5 times"),
            ("long0", "redirects more than 5 times"),
            ("file", "no address of http or https"),
            ("nowhere", "redirects nowhere"),
        ):
            asked.clear()
            with pytest.raises(WebError, match=said):
                fetch(f"{address}/{name}", near=True)
            assert len(asked) <= 6


def test_size():
    """An answer is bounded, and so is what it unpacks to; a bomb is not unpacked."""
    bomb = gzip.compress(b"0" * 5_000_000)
    pages = {
        "long": page(b"0" * 100_001),
        "endless": lambda _: (200, {}, (b"0" * 65_536 for _ in range(100_000))),
        "bomb": page(bomb, Content_Encoding="gzip"),
        "file": page(bomb),
        "zip": page(gzip.compress(b"news"), Content_Encoding="gzip"),
        "flat": page(zlib.compress(b"news"), Content_Encoding="deflate"),
        "damaged": page(b"no gzip", Content_Encoding="gzip"),
        "strange": page(b"x", Content_Encoding="br"),
    }
    with web(**pages) as (address, _):
        for name in ("long", "endless", "bomb", "file"):
            with pytest.raises(WebError, match="more than 100,000 bytes"):
                fetch(f"{address}/{name}", near=True, largest=100_000)
        assert fetch(f"{address}/zip", near=True).data == b"news"
        assert fetch(f"{address}/flat", near=True).data == b"news"
        with pytest.raises(WebError, match="damaged"):
            fetch(f"{address}/damaged", near=True)
        with pytest.raises(WebError, match="'br'"):
            fetch(f"{address}/strange", near=True)


def test_time():
    """The whole answer has so much time, however steadily a little of it comes."""
    leave = threading.Event()

    def drip(_):
        def pieces():
            while not leave.wait(0.05):
                yield b"."

        return 200, {}, pieces()

    def silent(_):
        leave.wait(30)
        return 200, {}, ()

    with web(drip=drip, silent=silent) as (address, _):
        try:
            for name in ("drip", "silent"):
                with pytest.raises(WebError, match=r"no answer in 0\.4 seconds"):
                    fetch(f"{address}/{name}", near=True, timeout=0.4)
        finally:
            leave.set()


def test_errors_are_sentences():
    """What a server refuses is said in a sentence that names it."""
    pages = {"busy": lambda _: (429, {}, ()), "cut": page(b"half", Content_Length="100")}
    with web(**pages) as (address, _):
        place = address.removeprefix("http://")
        with pytest.raises(WebError, match=f"{place} answered with 404"):
            fetch(f"{address}/none", near=True)
        with pytest.raises(WebError, match="asks to wait"):
            fetch(f"{address}/busy", near=True)
        with pytest.raises(WebError, match=r"before the end|could not be reached"):
            fetch(f"{address}/cut", near=True)
    with pytest.raises(WebError, match="could not be reached"):
        fetch(f"{address}/feed", near=True, timeout=5)


def test_addresses():
    """Only http and https are addresses here."""
    assert is_address("https://a.example/x")
    assert is_address("HTTP://a.example")
    assert not any(
        map(is_address, ("file:///x", "ftp://a.example", "a.example", "", "http://", "http://["))
    )
    with pytest.raises(WebError, match="no address"):
        fetch("file:///etc/hosts")


def test_inflated():
    """A file that is compressed is unpacked within bounds, any other is as it is."""
    assert inflated(b"plain") == b"plain"
    assert inflated(gzip.compress(b"plain")) == b"plain"
    with pytest.raises(WebError, match="more than 10 bytes"):
        inflated(gzip.compress(b"0" * 1000), largest=10)
    with pytest.raises(WebError, match="damaged"):
        inflated(b"\x1f\x8b no")
