"""The server behind `kbpivot mcp`: the one module that speaks the protocol."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import anyio
import anyio.to_thread
from mcp import MCPError, types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from kbpivot.cli.captured import Captured, captured
from kbpivot.cli.mcp_tools import PROMPTS, TOOLS, arguments_of
from kbpivot.cli.run import INTERRUPTED
from kbpivot.cli.streams import silence
from kbpivot.errors import KbpivotError
from kbpivot.live.follower import Follower

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["definitions", "serve"]

_OVERVIEW: Final = "kbpivot://overview"
_NOTE: Final = "kbpivot://note/"
_JSON: Final = "application/json"
_PATIENCE: Final = 5.0  # seconds that an answer may still take after Ctrl-C

INSTRUCTIONS: Final = (
    "Study notes of one person. What they know is theirs to record (`kbpivot done`); a guess about"
    " what comes first goes to suggest, which asks them."
)


_Context = Any  # of the SDK: what it knows of the request, which no answer goes by


class _Answers:
    """Asks commands about the vault as it is now, one at a time."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._follower: Follower | None = None
        self._lock = threading.Lock()

    def ask(self, arguments: Sequence[str]) -> Captured:
        """Return what a command answers, by the files as they are."""
        with self._lock:
            try:
                work = self._current()
            except (KbpivotError, OSError) as trouble:
                return Captured(str(trouble), (), failed=True, workspace=self._work)
            closed = _closed(work)
            if closed:
                return Captured(closed, (), failed=True, workspace=work)
            return captured(arguments, work)

    def leave(self, *_signal: object) -> None:
        """End the process once nothing is being answered: a question may be on its way to the log.

        Reading standard input cannot be called off, so there is no other way out of it.
        """
        self._lock.acquire(timeout=_PATIENCE)
        os._exit(INTERRUPTED)

    def _current(self) -> Workspace:
        if self._follower is None:
            self._follower = Follower(self._work)
            return self._follower.work
        return self._follower.current()


def _closed(work: Workspace) -> str:
    """Say why there is nothing that may be read, empty where there is."""
    if work.audience == "me" or len(work.vault) or not len(work.owner.vault):
        return ""
    return (
        f"No note here is public ({work.public.reason}), so there is nothing to tell. The owner may"
        " mark notes with `publish: true`, or start the server with `kbpivot mcp --audience me`, by"
        " which the agent reads all notes."
    )


def _tools() -> list[types.Tool]:
    return [
        types.Tool(
            name=name,
            description=tool.about,
            input_schema=tool.schema(),
            annotations=types.ToolAnnotations(
                read_only_hint=not tool.writes,
                destructive_hint=False if tool.writes else None,
                open_world_hint=False,
            ),
        )
        for name, tool in TOOLS.items()
    ]


def _prompts() -> list[types.Prompt]:
    return [
        types.Prompt(
            name=name,
            description=task.about,
            arguments=[types.PromptArgument(name="note", required=True)]
            if task.takes_note
            else None,
        )
        for name, task in PROMPTS.items()
    ]


_RESOURCES: Final = [
    types.Resource(
        name="overview", uri=_OVERVIEW, description="The vault on one screen", mime_type=_JSON
    )
]
_TEMPLATES: Final = [
    types.ResourceTemplate(
        name="note",
        uri_template=f"{_NOTE}{{path}}",
        description="A note's text",
        mime_type="text/markdown",
    )
]


def definitions() -> list[dict[str, Any]]:
    """Return all that a client is told before it asks anything, as plain values."""
    told = [*_tools(), *_prompts(), *_RESOURCES, *_TEMPLATES]
    found = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in told]
    return [*found, {"instructions": INSTRUCTIONS}]


def _server(answers: _Answers) -> Server[Any]:
    """Return a server that answers from a vault."""

    async def asked(arguments: Sequence[str]) -> Captured:
        return await anyio.to_thread.run_sync(
            partial(answers.ask, arguments), abandon_on_cancel=True
        )

    async def known(arguments: Sequence[str]) -> str:
        found = await asked(arguments)
        if found.failed:
            raise MCPError(types.INVALID_PARAMS, found.answer)
        return found.answer

    async def list_tools(_context: _Context, _asked: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_tools())

    async def call_tool(
        _context: _Context, call: types.CallToolRequestParams
    ) -> types.CallToolResult:
        try:
            found = await asked(arguments_of(call.name, call.arguments or {}))
        except KbpivotError as wrong:
            return _told([str(wrong)], failed=True)
        return _told([found.answer, *found.remarks], failed=found.failed)

    async def list_resources(_context: _Context, _asked: object) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=_RESOURCES)

    async def list_templates(
        _context: _Context, _asked: object
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=_TEMPLATES)

    async def read_resource(
        _context: _Context, wanted: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(wanted.uri)
        if uri == _OVERVIEW:
            text, kind = await known(["overview"]), _JSON
        elif uri.startswith(_NOTE):
            name = unquote(uri.removeprefix(_NOTE))
            text, kind = _text(await known(["show", "--text", "--", name])), "text/markdown"
        else:
            raise MCPError(types.INVALID_PARAMS, f"There is no resource {uri!r} here.")
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=uri, text=text, mime_type=kind)]
        )

    async def list_prompts(_context: _Context, _asked: object) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=_prompts())

    async def get_prompt(
        _context: _Context, wanted: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        task = PROMPTS.get(wanted.name)
        if task is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no prompt {wanted.name!r} here.")
        note = (wanted.arguments or {}).get("note", "")
        if task.takes_note and not note.strip():
            raise MCPError(types.INVALID_PARAMS, f"{wanted.name} needs note.")
        said = {"{note}": note, "{today}": datetime.now().astimezone().date().isoformat()}
        found = await known([said.get(word, word) for word in task.command])
        words = task.words.replace("{note}", note)
        return types.GetPromptResult(
            description=task.about,
            messages=[
                types.PromptMessage(
                    role="user",
                    content=types.TextContent(
                        type="text", text=f"{words}\n\n{_text(found) if task.takes_note else found}"
                    ),
                )
            ],
        )

    from kbpivot import __version__

    return Server(
        "kbpivot",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def _told(texts: Sequence[str], *, failed: bool) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text) for text in texts], is_error=failed
    )


def _text(answer: str) -> str:
    """The text of the note in an answer of `show --text`; where there is none, all of it."""
    from kbpivot.render.answers import decoded
    from kbpivot.render.answers.note import ShowAnswer

    return decoded(answer, ShowAnswer).text or answer


@contextmanager
def _ended_by_the_client() -> Iterator[None]:
    """Take it as the end where the client has gone and no answer can be written any more."""
    try:
        yield
    except* BrokenPipeError:
        silence(sys.stdout)


def serve(work: Workspace) -> int:
    """Answer a client on standard input and output until it leaves; return the exit code."""
    answers = _Answers(work)
    server = _server(answers)
    signal.signal(signal.SIGINT, answers.leave)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    with _ended_by_the_client():
        anyio.run(run)
    return 0
