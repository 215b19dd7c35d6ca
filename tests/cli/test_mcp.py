"""`kbpivot mcp` as clients meet it: real processes, the SDK's own client, old and new protocols."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commandline import fingerprint, kbpivot, vault_of
from planted_vaults import planted_vault

pytest.importorskip("mcp", reason="needs the extra `mcp`")

import anyio
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS

from kbpivot.cli.mcp_server import definitions
from kbpivot.cli.mcp_tools import PROMPTS, TOOLS, arguments_of
from kbpivot.errors import KbpivotError

NOTES = """
    == A.md ==
    ---
    publish: true
    prerequisites: ["[[B]]"]
    ---
    Words of A, that lean on B and on [[Secret]].
    == B.md ==
    ---
    publish: true
    ---
    Words of B, which come before.
    == C.md ==
    ---
    publish: true
    ---
    Words of C.
    == private/Secret.md ==
    Words nobody else reads, about Zqfile.
"""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("KBPIVOT_CACHE", str(tmp_path / "cache"))
    return vault_of(tmp_path / "vault", NOTES)


def command(vault: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "kbpivot", "-C", str(vault), "mcp", *options]


@contextlib.asynccontextmanager
async def client(vault: Path, *options: str, mode: str = "auto"):
    """A client of the SDK with a server of its own."""
    start, *words = command(vault, *options)
    names = ("PYTHONPATH", "KBPIVOT_CACHE")
    server = StdioServerParameters(
        command=start, args=words, env={n: os.environ[n] for n in names if n in os.environ}
    )
    async with Client(stdio_client(server), mode=mode) as asking:
        yield asking


async def told(asking, tool: str, **arguments: object) -> str:
    """The text of an answer; what is no answer is one with `!` before it."""
    found = await asking.call_tool(tool, arguments)
    said = "\n".join(one.text for one in found.content)
    return f"!{said}" if found.is_error else said


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_session_asks_next_then_why_then_a_note(vault: Path, mode: str) -> None:
    """Answers are the commands' own JSON, by the newest protocol and by the oldest handshake."""

    async def session() -> None:
        async with client(vault, mode=mode) as asking:
            tools = {one.name: one for one in (await asking.list_tools()).tools}
            assert set(tools) == set(TOOLS)
            assert [n for n, one in tools.items() if not one.annotations.read_only_hint] == [
                "suggest"
            ]
            for tool, arguments, words in (
                ("next", {}, ("next",)),
                ("why", {"first": "B", "last": "A"}, ("why", "B", "A")),
                ("note", {"note": "A"}, ("show", "A", "--text")),
                ("ready", {}, ("ready",)),
                ("path", {"goal": "A"}, ("path", "A")),
                ("gaps", {}, ("gaps",)),
                ("reviews", {}, ("review",)),
                ("map", {}, ("map",)),
            ):
                expected = kbpivot(
                    *words, "--audience", "public", "--format", "json", folder=vault
                ).out
                assert json.loads(await told(asking, tool, **arguments)) == json.loads(expected)
            overview = await asking.read_resource("kbpivot://overview")
            assert json.loads(overview.contents[0].text)["schema"].startswith("kbpivot.overview/")
            text = (await asking.read_resource("kbpivot://note/A.md")).contents[0].text
            assert text == "Words of A, that lean on B and on …         .\n"
            for name in PROMPTS:
                given = {"note": "A"} if PROMPTS[name].takes_note else {}
                assert (await asking.get_prompt(name, given)).messages[0].content.text
            with pytest.raises(MCPError, match="There is no note called 'Secret'"):
                await asking.get_prompt("quiz", {"note": "Secret"})

    anyio.run(session)


def test_wrong_calls_are_told_as_on_the_command_line(vault: Path) -> None:
    """A wrong argument costs an answer, never the session."""

    async def session() -> None:
        async with client(vault) as asking:
            said = kbpivot("next", "--minutes", "soon", folder=vault).err
            assert await told(asking, "next", minutes="soon") == "!" + said.removeprefix(
                "kbpivot: "
            ).rstrip("\n")
            assert (await told(asking, "note", note="Secret")).startswith("!There is no note")
            assert (await told(asking, "note", note="--help")).startswith("!There is no note")
            assert (await told(asking, "next", goals=[1])).startswith("!next has no argument")
            assert (await told(asking, "next", goal=["A"])).startswith("!goal must be a single")
            assert (await told(asking, "why", first="A")) == "!why needs last."
            assert (await told(asking, "done", note="A")).startswith("!There is no tool 'done'")
            assert json.loads(await told(asking, "ready"))["notes"]

    anyio.run(session)


def test_an_answer_after_an_edit_is_fresh(vault: Path) -> None:
    """Notes, new and changed, the log and what is public are looked at again for each answer."""

    async def session() -> None:
        async with client(vault) as asking:
            assert json.loads(await told(asking, "note", note="C"))["needs"] == []
            place = vault / "C.md"
            place.write_text("---\npublish: true\nprerequisites: ['[[A]]']\n---\nWords of C.\n")
            found = json.loads(await told(asking, "note", note="C"))
            assert [one["note"]["path"] for one in found["needs"]] == ["A.md"]
            (vault / "D.md").write_text("---\npublish: true\n---\nWords of D.\n")
            assert json.loads(await told(asking, "note", note="D"))["path"] == "D.md"
            kbpivot("done", "B", folder=vault)
            assert json.loads(await told(asking, "note", note="B"))["state"] == "mastered"
            place.write_text("---\npublish: false\n---\nWords of C.\n")
            assert (await told(asking, "note", note="C")).startswith("!There is no note")

    anyio.run(session)


def test_the_owner_says_what_an_agent_may_read(vault: Path) -> None:
    """Private notes with `--audience me` alone; where no note is public, how to go on is said."""

    async def session() -> None:
        async with client(vault, "--audience", "me") as asking:
            assert "nobody else reads" in await told(asking, "note", note="Secret")
        for path in (vault / "A.md", vault / "B.md", vault / "C.md"):
            path.write_text(path.read_text().replace("publish: true", "publish: false"))
        (vault / "kbpivot.toml").write_text('[public]\npolicy = "explicit"\n')
        async with client(vault) as asking:
            said = await told(asking, "next")
            assert said.startswith("!No note here is public") and "--audience me" in said

    anyio.run(session)


def test_an_agent_asks_and_decides_nothing(vault: Path) -> None:
    """`suggest` adds one line to the log; no order goes by it until a person said yes."""

    async def session() -> None:
        async with client(vault) as asking:
            before = fingerprint(vault)
            ready = json.loads(await told(asking, "ready"))
            said = json.loads(
                await told(asking, "suggest", first="C", second="B", reason="B is said with C")
            )
            assert said["asked"] and said["questions"][0]["first"]["path"] == "C.md"
            after = fingerprint(vault)
            assert {name for name in after if after[name] != before.get(name)} == {
                ".kbpivot", ".kbpivot/.gitignore", ".kbpivot/log.jsonl", ".kbpivot/log.lock",
            }  # fmt: skip
            assert json.loads(await told(asking, "ready")) == ready
            assert (await told(asking, "suggest", first="B", second="A", reason="x")).startswith(
                "!It is stated already"
            )

    anyio.run(session)
    asked = json.loads(kbpivot("suggest", "--format", "json", folder=vault).out)["questions"]
    assert (asked[0]["first"]["path"], asked[0]["tier"]) == ("C.md", "asked")
    assert asked[0]["evidence"][0]["quote"] == "B is said with C"
    assert "Stated" not in kbpivot("undo", folder=vault).out


def test_two_clients_and_one_that_changes_its_mind(vault: Path) -> None:
    """Each client has its answers, and a call that is cancelled takes none of the others along."""

    async def session() -> None:
        async with client(vault) as one, client(vault, mode="legacy") as other:
            with anyio.move_on_after(0.01):
                await told(one, "map")
            answers: list[str] = []

            async def ask(asking, tool: str) -> None:
                answers.append(await told(asking, tool))

            async with anyio.create_task_group() as tasks:
                for asking in (one, other, one, other):
                    tasks.start_soon(ask, asking, "ready")
            assert len(set(answers)) == 1 and json.loads(answers[0])["notes"]

    anyio.run(session)


def message(id_: int, method: str, **params: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": id_, "method": method, "params": params}).encode()


def hello(version: str) -> bytes:
    return message(
        1, "initialize", protocolVersion=version, capabilities={}, clientInfo={"name": "t", "version": "1"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "version", [HANDSHAKE_PROTOCOL_VERSIONS[0], HANDSHAKE_PROTOCOL_VERSIONS[-1]]
)
def test_garbage_is_answered_and_survived(vault: Path, version: str) -> None:
    """Lines that are no message end nothing, in any version; the end of input does, quietly."""
    given = b"\n".join(
        [
            b"no JSON", b"\xff\xfe\x00", b'{"jsonrpc": "2.0"', b"[]", b'{"jsonrpc": "1.0", "id": {}}',
            hello(version), b'{"jsonrpc": "2.0", "method": "notifications/initialized"}',
            b"x" * 100_000, message(2, "tools/call", name="ready", arguments={}),
        ]
    )  # fmt: skip
    with subprocess.Popen(
        command(vault), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(given + b"\n")
        process.stdin.flush()
        answers: dict[object, dict] = {}
        while 2 not in answers:
            row = json.loads(process.stdout.readline())
            answers[row.get("id")] = row
        process.stdin.close()
        assert process.wait(20) == 0
        said = process.stderr.read().decode()

    assert answers[1]["result"]["protocolVersion"] == version
    assert json.loads(answers[2]["result"]["content"][0]["text"])["notes"]
    assert "Traceback" not in said


def test_a_client_that_is_gone_ends_the_server(vault: Path) -> None:
    """With nobody to read its answers it leaves, without a word."""
    with subprocess.Popen(
        command(vault), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(hello("2025-06-18") + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        end = time.monotonic() + 20
        with contextlib.suppress(BrokenPipeError, ValueError):
            while process.poll() is None and time.monotonic() < end:
                process.stdin.write(message(2, "tools/list") + b"\n")
                process.stdin.flush()
                time.sleep(0.05)
        code = process.wait(20)
        said = process.stderr.read().decode()

    assert (code, said) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_ends_it(vault: Path) -> None:
    """At once and without a word, though nothing more comes on standard input."""
    with subprocess.Popen(
        command(vault), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(hello("2025-06-18") + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)

        assert process.wait(20) == 130
        assert process.stderr.read() == b""


def test_definitions_cost_little() -> None:
    """All that a client is told beforehand fits 1,500 tokens, at three characters each."""
    told_first = json.dumps(definitions(), separators=(",", ":"), ensure_ascii=False)

    assert len(told_first) <= 4_500


def test_every_argument_of_a_tool_reaches_its_command() -> None:
    """Whatever an agent says stands where a person would have written it."""
    assert arguments_of("next", {"goal": "-x", "minutes": 25.0}) == (
        "next",
        "--goal=-x",
        "--minutes=25",
    )
    assert arguments_of("path", {"goal": "--help", "with_map": True}) == (
        "path",
        "--with-map",
        "--",
        "--help",
    )
    assert arguments_of("path", {"goal": "A", "with_map": False}) == ("path", "--", "A")
    asked = arguments_of("suggest", {"reason": "r", "second": "B", "first": "A"})
    assert asked == ("suggest", "--ask", "A", "B", "--because=r")
    with pytest.raises(KbpivotError, match="reviews has no argument 'x'; it has none"):
        arguments_of("reviews", {"x": 1})


def test_nothing_private_is_told_by_any_tool(tmp_path: Path) -> None:
    """The planted names of a vault reach no agent that reads for the public."""
    folder = planted_vault(tmp_path / "vault", 1)

    async def session() -> str:
        said: list[str] = []
        async with client(folder) as asking:
            for tool, arguments in (
                ("next", {}), ("next", {"goal": "P0"}), ("path", {"goal": "P1"}), ("ready", {"note": "P2"}),
                ("why", {"first": "P0", "last": "P1"}), ("gaps", {}), ("reviews", {}), ("map", {}),
                ("note", {"note": "P0"}), ("note", {"note": "P1"}), ("note", {"note": "Index"}),
                ("suggest", {"first": "P0", "second": "P1", "reason": "why not"}),
            ):  # fmt: skip
                said.append(await told(asking, tool, **arguments))
            said.append((await asking.read_resource("kbpivot://overview")).contents[0].text)
            said.append((await asking.get_prompt("week", {})).messages[0].content.text)
        return "\n".join(said)

    assert "zq" not in anyio.run(session).lower()


def test_without_the_sdk_it_says_what_to_install(vault: Path, monkeypatch) -> None:
    """The extra is named; everything else works without it."""
    monkeypatch.delitem(sys.modules, "kbpivot.cli.mcp_server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    said = kbpivot("mcp", folder=vault)

    assert said.code == 2 and "pip install 'kbpivot[mcp]'" in said.err
