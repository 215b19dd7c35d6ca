"""Links as people and sites write them: brackets, plain paths, paths seen from a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.vault.paths import vault_path
from kbpivot.vault.resolver import path_key

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["plain_keys", "relative_path", "unbracketed"]


def plain_keys(linkpath: str, source: str) -> Iterator[str]:
    """Yield the keys a link has when read as a plain path: from its source, from the root."""
    start = source.rpartition("/")[0]
    for above in ([] if linkpath.startswith("/") or not start else start.split("/"), []):
        parts = list(above)
        for part in linkpath.split("/"):
            if part == "..":
                if not parts:
                    break
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        else:
            yield path_key(vault_path("/".join(parts)))
        if linkpath.startswith("."):
            return


def unbracketed(name: str) -> str:
    """Take the link out of `[[link|shown]]`, if a person wrote it so."""
    text = name.strip()
    if text.startswith("[[") and text.endswith("]]"):
        text = text[2:-2].partition("|")[0].strip()
    return text


def relative_path(target: str, source: str) -> str:
    """Return `target` as seen from the folder of `source`, `../` as needed."""
    there, here = target.split("/"), source.split("/")[:-1]
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "/".join((*[".."] * (len(here) - shared), *there[shared:]))
