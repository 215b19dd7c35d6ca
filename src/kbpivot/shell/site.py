"""Which folder is the vault, and what its surroundings say: Obsidian, a site generator, git."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from kbpivot.errors import VaultNotFoundError
from kbpivot.shell.documentation import Documentation
from kbpivot.shell.git import Git
from kbpivot.shell.obsidian import Obsidian
from kbpivot.shell.quartz import Quartz, quartz_config

__all__ = ["Basis", "Root", "Site", "enclosing_vault", "site_of", "vault_root"]

_MARKERS = (".obsidian", ".kbpivot", "kbpivot.toml")


Basis = tuple[object, ...]


class Root(NamedTuple):
    """The folder taken as the vault.

    Attributes:
        path: the folder, absolute.
        reason: why that one, as the end of a sentence.
        site: the folder of the Quartz site whose notes these are, else None.
    """

    path: Path
    reason: str
    site: Path | None


def vault_root(
    path: str | os.PathLike[str] | None = None,
    *,
    environment: str | None = None,
    here: str | os.PathLike[str] = ".",
) -> Root:
    """Find the vault: the folder asked for, else the nearest one upward that looks like one.

    The folder of a Quartz site means its `content` folder.

    Args:
        path: the folder a person named.
        environment: the value of `$KBPIVOT_VAULT`, used when nobody named one.
        here: the current folder, used when neither is given.

    Raises:
        VaultNotFoundError: the folder named does not exist; or nobody named one, and the current
            folder holds all that a person, or the machine, has.
    """
    if path is not None:
        folder, reason = Path(path), "named with -C"
    elif environment:
        folder, reason = Path(environment), "from $KBPIVOT_VAULT"
    else:
        here = Path(os.path.abspath(here))  # noqa: PTH100 (keeps symbolic links)
        folder, reason = enclosing_vault(here) or _small_enough(here)
    folder = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 (keeps symbolic links)
    if folder.is_file():
        raise VaultNotFoundError(
            str(folder), f"{folder} is a file; name the folder of the vault it is in."
        )
    if not folder.is_dir():
        raise VaultNotFoundError(str(folder))
    if quartz_config(folder) is not None and (folder / "content").is_dir():
        return Root(folder / "content", "the notes of the Quartz site here", folder)
    return Root(folder, reason, site_of(folder))


def site_of(folder: Path) -> Path | None:
    """Return the folder of the Quartz site whose notes a folder holds, None where there is none."""
    inside = folder.name == "content" and quartz_config(folder.parent) is not None
    return folder.parent if inside else None


def enclosing_vault(here: Path) -> tuple[Path, str] | None:
    """Return the nearest folder upward that looks like a vault, and by what; None without one.

    Args:
        here: an absolute path; it need not exist.
    """
    for folder in (here, *here.parents):
        for marker in _MARKERS:
            if (folder / marker).exists():
                return folder, f"because of its {marker}"
        if quartz_config(folder) is not None:
            return folder, "because it is a Quartz site"
    return None


def _small_enough(here: Path) -> tuple[Path, str]:
    """Refuse to read a whole disk or home only because a person stands there."""
    home = Path(os.path.abspath(Path("~").expanduser()))  # noqa: PTH100
    if here in (home, *home.parents) or here.parent == here:
        what = "your home folder" if here == home else str(here)
        raise VaultNotFoundError(
            str(here),
            f"You are in {what}, which is no vault: go to the folder of your notes, or name it"
            " with -C.",
        )
    return here, "the current folder"


class Site:
    """What the surroundings of a vault say about its notes.

    Attributes:
        obsidian: Obsidian's settings.
        quartz: the Quartz site made of the notes.
        git: the repository they lie in.
        documentation: the menu of a site that MkDocs or Docusaurus makes of them.
    """

    def __init__(self, root: Root) -> None:
        self.obsidian = Obsidian(root.path)
        self.quartz = Quartz(root.site)
        self.git = Git(root.path)
        self.documentation = Documentation(root.path)

    def __repr__(self) -> str:
        return f"Site({self.obsidian!r}, {self.quartz!r}, {self.git!r})"

    @property
    def unread(self) -> str:
        """Name what is there and cannot be read, as the begin of a sentence; "" for nothing."""
        if self.quartz.is_unread:
            return "the configuration of the Quartz site"
        return "the git repository" if self.git.is_unread and self.git.has_remote else ""

    def basis(self) -> Basis:
        """Return what all facts rest on, as it is now; they hold as long as it is equal."""
        parts = (self.obsidian, self.quartz, self.git, self.documentation)
        return tuple(part.basis() for part in parts)
