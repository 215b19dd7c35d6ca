"""`kbpivot serve`: what it answers and whom, what it writes, how it begins and ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import answer, kbpivot, vault_of
from served import DEADLINE, serving

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"
SOFTMAX = "Concepts/Softmax.md"
SMALL = """
    == Concepts/Softmax.md ==
    Words about it, and more of them.

    Prerequisites: [[Vectors]]
    == Concepts/Attention.md ==
    Words about it, and more of them.

    Prerequisites: [[Softmax]]
    == Concepts/RLHF.md ==
    Words about it, and more of them.

    Prerequisites: [[Policy gradient]]
    == Vectors.md ==
    Words about it, and more of them, so that it is a note that explains something.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A vault and a server of it, for requests that leave them as they are."""
    vault = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("served") / "vault"))
    with serving(vault) as served:
        yield vault, served


def log(vault):
    """The lines of the log without what names and dates them."""
    file = vault / ".kbpivot" / "log.jsonl"
    lines = map(json.loads, file.read_text("utf-8").splitlines()) if file.exists() else ()
    return [{k: v for k, v in one.items() if k not in {"id", "at", "of"}} for one in lines]


def test_the_first_line_is_the_address(place):
    """It has a token that nobody guesses; the page behind it says what `next` says."""
    vault, served = place

    assert served.address == f"{served.origin}/?token={served.token}"
    assert served.origin.startswith("http://127.0.0.1:") and len(served.token) >= 40
    status, headers, page = served.ask(f"/?token={served.token}", token=False)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    first = answer("next", folder=vault)["suggestions"][0]
    assert served.data()["next"][0]["title"] == first["title"]
    assert f"<strong>Study next: {first['title']}</strong>" in page


def test_the_policy_is_that_of_the_static_page(place):
    """Own scripts and style by their digests, nothing from elsewhere, no frame; only itself to ask."""
    vault, served = place
    _, headers, page = served.ask(f"/?token={served.token}", token=False)
    still = kbpivot("graph", "--format", "html", folder=vault).out

    def rules(text):
        content = text.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
        return dict(rule.strip().split(" ", 1) for rule in content.split(";"))

    live, plain = rules(page), rules(still)
    assert live.pop("connect-src") == "'self'"
    assert set(plain.pop("script-src").split()) < set(live.pop("script-src").split())
    assert live == plain
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    assert rules(f'http-equiv="Content-Security-Policy" content="{headers["Content-Security-Policy"]}"') == (
        rules(page) | {"frame-ancestors": "'none'"}
    )  # fmt: skip
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Set-Cookie"] is None


@pytest.mark.parametrize("path", ["/", "/data", "/standing", "/events", "/?token=", "/?token=x"])
def test_nothing_is_read_without_the_token(place, path):
    """What is answered then names no note."""
    vault, served = place
    status, _, text = served.ask(path, token=False)

    assert status == 403
    assert not any(note.stem in text for note in vault.rglob("*.md"))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "192.168.0.1:{port}", "",
     "localhost.evil.example:{port}", "127.0.0.1:{port}.evil.example"],
)  # fmt: skip
def test_a_foreign_host_is_refused(place, host):
    """A name that somebody lets point to this machine is none of its own, token or not."""
    _, served = place
    status, _, text = served.ask(
        f"/?token={served.token}", Host=host.format(port=served.port), token=True
    )

    assert (status, "Softmax" in text) == (421, False)


def test_localhost_is_this_machine(place):
    """The other name of the loopback address is answered."""
    _, served = place

    assert served.ask("/standing", Host=f"LocalHost:{served.port}")[0] == 200


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"token": False}, 403),
        ({"token": False, "Authorization": "Bearer x"}, 403),
        ({"token": False, "Cookie": "token={token}"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
    ids=str,
)
def test_a_write_that_is_not_the_pages_own_is_refused(place, said, status):
    """Without the token in a header, from another origin, or in the manner of a form."""
    vault, served = place
    before = log(vault)
    body = json.dumps({"verb": "done", "note": SOFTMAX})
    said = {k: v.format(token=served.token) if isinstance(v, str) else v for k, v in said.items()}

    assert served.ask("/act", body, **said)[0] == status
    assert served.ask(f"/act?token={served.token}", body, **{**said, "token": False})[0] in {
        403,
        status,
    }
    assert log(vault) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ('{"verb": "forget", "note": "Concepts/Softmax.md"}', 400),
        ('{"verb": "done", "note": 3}', 400),
        ('{"verb": "done", "note": "Concepts/Softmax.md", "at": "2020-01-01"}', 400),
        ('{"verb": "done", "note": "No such note"}', 409),
        ('{"verb": "open", "note": "../../etc/passwd"}', 409),
        ('{"verb": "done", "note": "' + "x" * 70_000 + '"}', 413),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(place, body, status):
    """In a sentence, and nothing is written."""
    vault, served = place
    code, _, text = served.ask("/act", body)

    assert (code, bool(json.loads(text)["message"])) == (status, True)
    assert log(vault) == []


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "TRACE", "PATCH"])
def test_no_other_origin_is_let_in(place, method):
    """A preflight is refused, and no answer has a CORS header."""
    _, served = place
    origin = {"Origin": "http://evil.example", "Access_Control_Request_Method": "POST"}
    status, headers, _ = served.ask("/act", method=method, **origin)

    assert status == 405
    for found in (headers, served.ask("/data")[1], served.ask("/data", **origin)[1]):
        assert not [name for name in found if name.lower().startswith("access-control")]


def test_it_listens_on_the_loopback_address_only(place):
    """Other addresses of this machine refuse the connection."""
    _, served = place
    for other in {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None)} | {
        "127.0.0.2"
    }:
        if other == "127.0.0.1" or ":" in other:
            continue
        with pytest.raises(OSError):
            socket.create_connection((other, served.port), timeout=5)


def test_what_is_done_is_what_the_commands_write(tmp_path):
    """Started, Done, I know this and Undo leave the lines of the commands, and a save is followed."""
    by_page, by_command = (vault_of(tmp_path / name, SMALL) for name in "pc")
    steps = [("know", "Vectors.md"), ("start", SOFTMAX), ("start", SOFTMAX), ("done", SOFTMAX), ("done", SOFTMAX),
             ("know", "Policy gradient"), ("undo", "")]  # fmt: skip
    with serving(by_page) as served:
        streams = [served.stream() for _ in range(3)]
        seen = [one.next()["version"] for one in streams]
        said = [served.act(*step) for step in steps]
        assert {status for status, _ in said} == {200}
        for verb, note in steps:
            kbpivot(verb, *filter(None, [note]), folder=by_command)
        assert log(by_page) == log(by_command)
        assert said[1][1] == "Started: Concepts/Softmax."
        assert said[3][1].startswith("Mastered: Concepts/Softmax. Now ready: Attention")
        assert "nothing was written" in said[4][1]
        assert said[6][1].startswith("Undone: Known before: Policy gradient.")
        assert [one.next()["version"] for one in streams] != seen

        kbpivot("undo", folder=by_page)  # in a terminal, right before
        assert served.act("undo")[1].startswith("Undone: Studied: Concepts/Softmax.")
        note = by_page / "Concepts" / "Softmax.md"
        note.write_text(note.read_text("utf-8") + "\nA word that is new here.\n", "utf-8")
        while "A word that is new here" not in json.dumps(served.data()):
            assert all(one.next() for one in streams)
        code, told = served.end()
        assert [one.last() for one in streams] == [None] * 3

    assert code == 0
    assert told.startswith("Serving ") and "Traceback" not in told


def test_a_vault_that_goes_is_told_and_waited_for(tmp_path):
    """Nothing is written meanwhile, and when it is back all is as it was."""
    vault = vault_of(tmp_path / "vault", SMALL)
    with serving(vault) as served:
        stream = served.stream()
        before = stream.next()
        titles = [node["title"] for node in served.data()["nodes"]]
        vault.rename(tmp_path / "away")
        assert stream.next() == {**before, "gone": True}
        status, said = served.act("done", SOFTMAX)
        assert (status, said) == (409, "The folder has gone; nothing was done.")
        assert [node["text"] for node in served.data()["nodes"] if node["path"]]
        (tmp_path / "away").rename(vault)
        back = stream.next()
        assert (back["gone"], back["version"] != before["version"]) == (False, True)
        assert [node["title"] for node in served.data()["nodes"]] == titles
        assert served.end(signal.SIGINT)[0] == 0
        assert stream.last() is None
    assert log(vault) == []


def test_settings_that_cannot_be_used_are_told(tmp_path):
    """The page stays as it was and says so, and goes on when they are mended."""
    vault = vault_of(tmp_path / "vault", SMALL)
    with serving(vault, "--poll") as served:
        stream = served.stream()
        stream.next()
        (vault / "kbpivot.toml").write_text("[study\n")
        while not (now := stream.next())["trouble"]:
            pass
        assert "kbpivot.toml" in now["trouble"]
        (vault / "kbpivot.toml").write_text("[study]\nhours-per-week = 7\n")
        while stream.next()["trouble"]:
            pass
        assert served.data()["week"] == 7
        served.end()
        assert stream.last() is None


def test_a_port_that_is_taken(tmp_path):
    """It is said, and another one offered that is free."""
    vault = vault_of(tmp_path / "vault", SMALL)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kbpivot("serve", "--port", str(port), folder=vault)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(
            f"kbpivot: Port {port} is taken, perhaps by another `kbpivot serve`."
        )
        offered = int(done.err.rsplit(" ", 1)[1])
        with socket.create_server(("127.0.0.1", offered)):
            pass


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--goal", "No such note"), "No such note"),
        (("--port", "70000"), "70000"),
        (("--audience", "public"), "has no --audience public"),
    ],
)
def test_what_it_cannot_serve_is_refused_at_once(tmp_path, words, said):
    """Before anything listens."""
    vault = vault_of(tmp_path / "vault", SMALL)
    done = kbpivot("serve", *words, folder=vault)

    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_way_to_a_goal_as_json(tmp_path):
    """With --format json the address comes as an object; with --goal only its way is shown."""
    vault = vault_of(tmp_path / "vault", SMALL)
    process = subprocess.Popen(
        [sys.executable, "-m", "kbpivot", "-C", str(vault), "--no-cache", "--format", "json",
         "serve", "--port", "0", "--goal", "Softmax"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        lines = []
        while not lines or lines[-1] != "}\n":
            lines.append(process.stdout.readline())
        told = json.loads("".join(lines))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=DEADLINE)

    assert told["schema"] == "kbpivot.serve/1"
    assert told["address"] == f"http://127.0.0.1:{told['port']}/?token={told['token']}"
    assert process.returncode == 0


def test_without_the_extra_it_says_what_to_install(tmp_path):
    """One sentence, and no traceback."""
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError('no', name='uvicorn')\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "kbpivot", "-C", str(EXAMPLE), "serve"],
        capture_output=True, text=True, check=False, timeout=DEADLINE,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kbpivot: The server needs Starlette and uvicorn: pip install 'kbpivot[serve]'.\n"
    )
