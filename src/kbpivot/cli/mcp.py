"""The command `mcp`: answers for an agent, by the Model Context Protocol."""

from __future__ import annotations

from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.errors import KbpivotError

__all__ = ["mcp_command"]


@command("mcp", examples=["kbpivot mcp", "kbpivot -C ~/notes mcp --audience me"], lasting=True)
def mcp_command(session: Session) -> int:
    """Let an agent ask about the vault, over standard input.

    A server of the Model Context Protocol for a client that starts it: what to study next and
    why, paths, gaps, reviews, the map, and the text of a note, as the commands answer in JSON.
    It changes nothing, but for questions that an agent may add for you to answer with
    `kbpivot suggest`.

    The agent reads what your public notes tell; --audience me lets it read all of them. Needs
    `pip install 'kbpivot[mcp]'`.
    """
    try:
        from kbpivot.cli.mcp_server import serve
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] not in {
            "mcp",
            "mcp_types",
            "anyio",
        }:
            raise
        raise KbpivotError("The server needs the MCP SDK: pip install 'kbpivot[mcp]'.") from None
    session.audience = session.audience or "public"
    return serve(session.workspace)
