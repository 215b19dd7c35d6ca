"""Sources read together: files, standard input, addresses; a bad one never stops the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from kbpivot.errors import KbpivotError
from kbpivot.shell.feed_cache import fetch_kept
from kbpivot.shell.importing.bibliography import arxiv_id
from kbpivot.shell.importing.items import Item, Items, without_twins
from kbpivot.shell.importing.sources import items_of_papers, read_source
from kbpivot.shell.web import LARGEST, TIMEOUT, Fetched, inflated, is_address

__all__ = ["Gathered", "Gatherer", "Trouble"]

_AT_ONCE: Final = 6  # servers that are asked at the same time
_PAUSES: Final = {"arxiv.org": 3.0}  # seconds between requests to one server, as its terms ask
_PAPER: Final = ("/abs/", "/pdf/", "/html/")


class Trouble(NamedTuple):
    """Something about a source that the person should know.

    Attributes:
        source: the source.
        line: where in it, None where that has no meaning.
        message: one sentence.
        whole: whether nothing of the source could be read.
    """

    source: str
    line: int | None
    message: str
    whole: bool


class Gathered(NamedTuple):
    """What sources hold.

    Attributes:
        items: each once, in the order of the sources.
        troubles: what could not be read.
        replaced: new versions of older papers that were left out.
        read: how many sources could be read.
    """

    items: tuple[Item, ...]
    troubles: tuple[Trouble, ...]
    replaced: int
    read: int


class _Source(NamedTuple):
    name: str
    near: bool = True


class Gatherer:
    """Reads sources; only those that are addresses, and lists of arXiv ids, use the network."""

    def __init__(
        self,
        root: str,
        *,
        stdin: Callable[[], bytes],
        cache: bool = True,
        timeout: float = TIMEOUT,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Read nothing yet.

        Args:
            root: the vault's folder.
            stdin: reads standard input.
            cache: keep answers, and ask servers only for what has changed.
            timeout: seconds that each may take.
            sleep: waits between requests to one server.
        """
        self._root = root
        self._stdin = stdin
        self._cache = cache
        self._timeout = timeout
        self._sleep = sleep

    def gather(self, sources: Iterable[str]) -> Gathered:
        """Read sources, and the feeds that lists among them name.

        Args:
            sources: files, `-` for standard input, addresses of http or https, arXiv ids.
        """
        found: list[Items] = []
        troubles: list[Trouble] = []
        read = 0
        waiting = [_Source(one) for one in dict.fromkeys(sources)]
        known = {one.name for one in waiting}
        ids: dict[str, None] = {}
        for _ in range(2):  # what the person named, then the feeds of lists among it
            listed: list[_Source] = []
            for source, answer, near in self._read_all(waiting):
                if isinstance(answer, KbpivotError):
                    troubles.append(Trouble(source.name, None, str(answer), whole=True))
                    continue
                read += 1
                found.append(answer)
                ids |= dict.fromkeys(answer.ids)
                troubles += [
                    Trouble(source.name, one.line, one.message, whole=False)
                    for one in answer.unread
                ]
                listed += [_Source(one, near=near) for one in answer.feeds if one not in known]
            waiting = list(dict.fromkeys(listed))
            known |= {one.name for one in waiting}
        if ids:
            answer = self._arxiv(tuple(ids))
            if isinstance(answer, KbpivotError):
                troubles.append(Trouble("arXiv", None, str(answer), whole=True))
            else:
                found.append(answer)
                troubles += [
                    Trouble("arXiv", None, one.message, whole=False) for one in answer.unread
                ]
        items = without_twins(item for one in found for item in one.items)
        return Gathered(items, tuple(troubles), sum(one.replaced for one in found), read)

    def _read_all(
        self, sources: list[_Source]
    ) -> Iterable[tuple[_Source, Items | KbpivotError, bool]]:
        """Read sources in their order; servers are asked side by side, each one in turn."""
        by_server: dict[str, list[str]] = {}
        nearby = {one.name: one.near for one in sources}
        for one in sources:
            if is_address(one.name) and not _paper_id(one.name):
                by_server.setdefault(urlsplit(one.name).netloc, []).append(one.name)
        answers: dict[str, Fetched | KbpivotError] = {}

        def ask(server: str) -> None:
            for place, address in enumerate(by_server[server]):
                if place and (pause := _pause(server)):
                    self._sleep(pause)
                answers[address] = self._fetched(address, near=nearby[address])

        if by_server:
            with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
                list(pool.map(ask, by_server))
        for one in sources:
            yield (one, *self._one(one, answers.get(one.name)))

    def _fetched(self, address: str, *, near: bool) -> Fetched | KbpivotError:
        try:
            return fetch_kept(
                address, root=self._root, near=near, timeout=self._timeout, cache=self._cache
            )
        except KbpivotError as error:
            return error

    def _one(
        self, source: _Source, answer: Fetched | KbpivotError | None
    ) -> tuple[Items | KbpivotError, bool]:
        """What a source holds, and whether feeds that it lists may be on the own network."""
        if isinstance(answer, KbpivotError):
            return answer, False
        if (paper := _paper_id(source.name)) and answer is None:
            return Items(ids=(paper,)), False
        try:
            data = (answer.data or b"") if answer is not None else self._local(source.name)
            return read_source(data, source=_shown(source.name)), answer is None or answer.is_near
        except KbpivotError as error:
            return error, False

    def _local(self, name: str) -> bytes:
        if name == "-":
            return inflated(self._stdin())
        try:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST * 2 + 1)
        except FileNotFoundError:
            scheme = urlsplit(name).scheme if "://" in name else ""
            if scheme:
                raise KbpivotError(
                    f"Only addresses of http and https are fetched, not of {scheme}."
                ) from None
            raise KbpivotError(
                "There is no such file; an address of the web begins with https://."
            ) from None
        except IsADirectoryError:
            raise KbpivotError("This is a folder; name a file in it.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise KbpivotError(f"It cannot be read: {reason}.") from None
        if len(data) > LARGEST * 2:
            raise KbpivotError(f"It has more than {LARGEST * 2:,} bytes.")
        return inflated(data, largest=LARGEST * 2)

    def _arxiv(self, ids: tuple[str, ...]) -> Items | KbpivotError:
        from kbpivot.shell.importing.arxiv import arxiv_address, fetch_dated

        try:
            found, days = fetch_dated(
                ids, address=arxiv_address(), timeout=self._timeout, sleep=self._sleep
            )
        except KbpivotError as error:
            return error
        return items_of_papers(found, source="arXiv", days=days)


def _paper_id(name: str) -> str:
    """The id that a source is: one as such, or the address of a paper's page; "" for others."""
    if is_address(name):
        parts = urlsplit(name)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("export.")
        is_page = host == "arxiv.org" and parts.path.startswith(_PAPER)
        return arxiv_id(name) if is_page else ""
    return arxiv_id(name) if not Path(name).exists() and len(name) < 60 and name != "-" else ""


def _pause(server: str) -> float:
    host = server.partition(":")[0]
    return next(
        (seconds for end, seconds in _PAUSES.items() if host == end or host.endswith(f".{end}")),
        0.0,
    )


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name
