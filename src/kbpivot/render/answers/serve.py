"""What a server of the study page tells as JSON."""

from __future__ import annotations

from kbpivot.render.answers import Answer

__all__ = ["ServeAnswer"]


class ServeAnswer(Answer, frozen=True, tag="kbpivot.serve/1"):
    """Where the page is.

    Attributes:
        address: the page's address, with the token; whoever has it can read and write.
        port: where it listens on 127.0.0.1.
        token: the token alone.
    """

    address: str
    port: int
    token: str
